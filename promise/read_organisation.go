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
	o.entries("contacts", func(id string, e *object) { g.Contacts = append(g.Contacts, e.contact(id)) })
	o.entries("units", func(id string, e *object) {
		g.Units = append(g.Units, &UnitDecl{ID: id, Under: e.str("under"), Name: e.needText("name"), Origin: e.sourced()})
	})
	o.declared(g)
	g.Conduct = o.conduct()
	g.Rights = o.rights()
	for _, r := range g.Rights {
		if len(r.HeldBackBy) > 0 {
			o.report("E7", r.Clause, r.Pos.Line, r.Pos.Column, "a right of the organisation names retention clauses", "those belong to the registers", "write the right in the register whose data are held back")
		}
	}
	o.entries("rules", func(id string, e *object) { g.Rules = append(g.Rules, e.clause("rules", id, "")) })
	o.disclosure(g)
	g.Statistics = o.str("statistics")
	o.follows(g)
	g.History = o.history()
	return g
}

// values reads coded values: a map from code to its name in each language.
func (o *object) values(key string) []*ListValue {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeEntries, Each: &Shape{Kind: ShapeText}}) {
		return nil
	}
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
	v := o.integer("version")
	o.needs("version")
	return v
}

// history reads the changes of a document, newest anywhere in the list.
func (o *object) history() []*Change {
	if o.noteList("history", func(e *object) { e.change() }) {
		return nil
	}
	var out []*Change
	for _, n := range o.items("history") {
		o.child(n, "history", o.path+"/history", func(e *object) { out = append(out, e.change()) })
	}
	return out
}

func (o *object) change() *Change {
	return &Change{Version: o.integer("version"), From: o.date("from"), By: o.str("by"), Body: o.text("body"),
		Kind: o.word("change", []string{"content", "technical"}), Text: o.needText("text"), Source: o.list("source"), Pos: o.pos()}
}

// reserve refuses a key that belongs to an engine not built yet.
func (o *object) reserve(key string) {
	if o.shape != nil {
		o.shape.note(key, &Shape{Kind: ShapeString}).Reserved = true
		return
	}
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
