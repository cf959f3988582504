// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// organisation reads a document of kind organisation.
func (o *object) organisation() *Organisation {
	g := &Organisation{ID: o.document, Pos: o.pos()}
	g.Version = o.version()
	o.get("languages") // read beforehand: every text depends on it
	g.Languages = o.languages
	g.Name, g.Text = o.needText("name"), o.text("text")
	o.entries("scope", func(id string, e *object) {
		g.Scope = append(g.Scope, &Scope{ID: id, Of: e.word("of", []string{"person", "company"}), Name: e.needText("name"), Origin: e.sourced()})
	})
	o.sub("place", func(e *object) {
		g.Place = Place{Country: e.country("country"), Zone: e.str("zone"), Holidays: e.country("holidays"), Origin: e.origin()}
	})
	o.sub("controller", func(e *object) {
		g.Controller = Controller{Name: e.str("name"), Address: e.str("address"), Phone: e.str("phone"), Email: e.str("email"), URL: e.str("url"),
			RepresentedBy: e.str("represented-by"), JointWith: e.list("joint-with"), Origin: e.origin()}
	})
	o.sub("authority", func(e *object) {
		g.Authority = Authority{Name: e.str("name"), URL: e.str("url"), Email: e.str("email"), Phone: e.str("phone"), Origin: e.origin()}
	})
	o.sub("notice", func(e *object) {
		g.Notice = NoticeSettings{Contents: e.boolean("contents"), References: e.boolean("references"), Cookies: e.boolean("cookies"), Origin: e.origin()}
	})
	o.sub("approves", func(e *object) {
		g.Approves = Approves{Content: e.str("content"), Technical: e.str("technical"), Origin: e.origin()}
	})
	o.people(g)
	o.outside(g)
	o.rulesOfConduct(g)
	o.entries("rules", func(id string, e *object) { g.Rules = append(g.Rules, e.clause("rules", id, "")) })
	g.History = o.history()
	for _, key := range []string{"follows"} {
		o.reserve(key)
	}
	return g
}

// people reads who is who inside the organisation.
func (o *object) people(g *Organisation) {
	o.entries("contacts", func(id string, e *object) {
		g.Contacts = append(g.Contacts, &Contact{ID: id, Role: e.str("role"), Name: e.text("name"),
			Handles: e.words("handles", []string{"requests", "notice", "questions", "incidents", "applications"}),
			Email:   e.str("email"), Phone: e.str("phone"), Channel: e.str("channel"), Requires: e.words("requires", channelWords), Origin: e.sourced()})
	})
	o.entries("units", func(id string, e *object) {
		g.Units = append(g.Units, &UnitDecl{ID: id, Under: e.str("under"), Name: e.needText("name"), Origin: e.sourced()})
	})
	o.entries("roles", func(id string, e *object) {
		g.Roles = append(g.Roles, &Role{ID: id, Under: e.str("under"), Name: e.needText("name"), Text: e.text("text"),
			HeldBy: e.word("held-by", []string{"one", "many"}), Account: e.words("account", accountWords), External: e.boolean("external"), Origin: e.sourced()})
	})
	o.entries("declarations", func(id string, e *object) {
		g.Declarations = append(g.Declarations, &Declaration{ID: id, Name: e.needText("name"), Text: e.needText("text"),
			Signed: e.word("signed", []string{"before-activation", "before-access"}), Lasts: e.duration("lasts"), Origin: e.sourced()})
	})
}

// outside reads parties, systems and laws.
func (o *object) outside(g *Organisation) {
	o.entries("laws", func(id string, e *object) {
		g.Laws = append(g.Laws, &LawRef{ID: id, Name: e.needText("name"), Number: e.str("number"), URL: e.str("url"), Origin: e.sourced()})
	})
	o.entries("links", func(id string, e *object) {
		g.Links = append(g.Links, &Link{ID: id, Name: e.needText("name"), URL: e.need("url"), Text: e.text("text"), Origin: e.sourced()})
	})
	o.entries("parties", func(id string, e *object) {
		p := &Party{ID: id, Under: e.str("under"), As: e.word("as", asWords), Name: e.needText("name"), Text: e.text("text"), Country: e.country("country"),
			URL: e.str("url"), Group: e.boolean("group"), Persons: e.word("persons", []string{"named"}), Origin: e.sourced()}
		e.sub("agreement", func(a *object) { p.Agreement = a.agreement() })
		e.sub("transfer", func(t *object) {
			p.Transfer = &Transfer{Mechanism: t.word("mechanism", []string{"adequacy", "standard-clauses", "binding-rules", "derogation"}),
				Document: t.str("document"), Checked: t.date("checked"), Origin: t.origin()}
		})
		if p.As == "" && p.Under == "" {
			e.fail(e.node, "E7", `"as" is missing`, "", "say what the party is: processor, recipient, source, ...")
		}
		g.Parties = append(g.Parties, p)
	})
	o.entries("systems", func(id string, e *object) {
		g.Systems = append(g.Systems, &System{ID: id, RunBy: e.str("run-by"), Holds: e.words("holds", sensitivityWords), Name: e.needText("name"), Origin: e.sourced()})
	})
}

func (o *object) agreement() *Agreement {
	return &Agreement{Needed: o.word("needed", []string{"always", "normally-not", "never"}), Document: o.str("document"), Title: o.text("title"),
		Size: o.str("size"), Dated: o.date("dated"), Until: o.date("until"), Data: o.words("data", sensitivityWords), Public: o.boolean("public"),
		Reason: o.text("reason"), Link: o.str("link"), Origin: o.origin()}
}

// rulesOfConduct reads measures, conduct, lists and limits.
func (o *object) rulesOfConduct(g *Organisation) {
	o.entries("measures", func(id string, e *object) {
		g.Measures = append(g.Measures, &Measure{ID: id, KeptBy: e.str("kept-by"), Name: e.text("name"), Text: e.needText("text"), Origin: e.sourced()})
	})
	o.entries("conduct", func(id string, e *object) {
		g.Conduct = append(g.Conduct, &Conduct{ID: id, Support: e.word("support", []string{"attest", "guide", "remind", "report"}), When: e.str("when"),
			Text: e.needText("text"), Origin: e.sourced()})
	})
	o.entries("lists", func(id string, e *object) {
		l := &List{ID: id, Name: e.text("name"), Type: e.word("type", []string{"codes", "domains"}), Origin: e.sourced()}
		l.Values = e.values("values")
		g.Lists = append(g.Lists, l)
	})
	o.entries("limits", func(id string, e *object) {
		g.Limits = append(g.Limits, &Limit{ID: id, Value: e.need("value"), Origin: e.sourced()})
	})
}

// values reads coded values: a map from code to its name in each language.
func (o *object) values(key string) []*ListValue {
	n := o.get(key)
	if n == nil {
		return nil
	}
	if n.Kind != strict.Map {
		o.fail(n, "E7", fmt.Sprintf("%q must be a map from codes to names", key), "", "write "+key+": {some-code: {"+first(o.languages)+": ...}}")
		return nil
	}
	if len(n.Entries) > maxEntries {
		o.fail(n, "E7", fmt.Sprintf("%q has %d values; at most %d are read", key, len(n.Entries), maxEntries), "", "shorten the list")
		return nil
	}
	var out []*ListValue
	for _, e := range n.Entries {
		if !validID(e.Key) {
			o.report("E3", o.path, e.Line, e.Column, fmt.Sprintf("%q is no code of a value", e.Key), idRule, "choose another one")
			continue
		}
		out = append(out, &ListValue{Code: e.Key, Name: o.textOf(e.Value, e.Key), Pos: o.reading.pos(e.Line, e.Column)})
	}
	return out
}

func (o *object) version() int {
	if !o.has("version") {
		o.get("version")
		o.fail(o.node, "E6", `"version" is missing`, "", "number the first version 1 and every change one more")
		return 0
	}
	return o.integer("version")
}

// history reads the changes of a document, newest anywhere in the list.
func (o *object) history() []*Change {
	var out []*Change
	for _, n := range o.items("history") {
		o.child(n, "history", o.path+"/history", func(e *object) {
			out = append(out, &Change{Version: e.integer("version"), From: e.date("from"), By: e.str("by"),
				Kind: e.word("change", []string{"content", "technical"}), Text: e.needText("text"), Pos: e.pos()})
		})
	}
	return out
}

// reserve refuses a key that belongs to an engine not built yet.
func (o *object) reserve(key string) {
	n := o.get(key)
	if n == nil {
		return
	}
	o.fail(n, "E1", fmt.Sprintf("the section %q is reserved until its engine is built", key), "", "take it out for now")
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
