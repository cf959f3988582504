// SPDX-License-Identifier: EUPL-1.2

package promise

import "strings"

// contactHandles are what a contact may take care of.
var contactHandles = []string{"requests", "notice", "questions", "incidents", "applications", "prohibitions", "support"}

func (o *object) contact(id string) *Contact {
	return &Contact{ID: id, Role: o.str("role"), Name: o.text("name"), Text: o.text("text"), Handles: o.words("handles", contactHandles), Email: o.str("email"),
		Phone: o.str("phone"), URL: o.str("url"), Channel: o.str("channel"), Requires: o.words("requires", channelWords), Origin: o.sourced()}
}

// declared reads what both an organisation and a rule document may declare.
func (o *object) declared(g *Organisation) {
	o.people(g)
	o.outside(g)
	o.kept(g)
}

// people reads roles and what their holders sign.
func (o *object) people(g *Organisation) {
	o.entries("roles", func(id string, e *object) {
		g.Roles = append(g.Roles, &Role{ID: id, Under: e.str("under"), Name: e.needText("name"), Text: e.text("text"),
			HeldBy: e.word("held-by", []string{"one", "many"}), Account: e.words("account", accountWords), External: e.boolean("external"), Origin: e.sourced()})
	})
	o.entries("declarations", func(id string, e *object) {
		g.Declarations = append(g.Declarations, &Declaration{ID: id, Name: e.needText("name"), Text: e.needText("text"), Who: e.list("who"),
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
		g.Systems = append(g.Systems, &System{ID: id, RunBy: e.str("run-by"), Holds: e.words("holds", sensitivityWords), Name: e.needText("name"),
			Text: e.text("text"), URL: e.str("url"), Origin: e.sourced()})
	})
}

func (o *object) agreement() *Agreement {
	return &Agreement{Needed: o.word("needed", []string{"always", "normally-not", "never"}), Document: o.str("document"), Title: o.text("title"),
		Size: o.str("size"), Dated: o.date("dated"), Until: o.date("until"), Data: o.words("data", sensitivityWords), Public: o.boolean("public"),
		Reason: o.text("reason"), Link: o.str("link"), Origin: o.origin()}
}

// kept reads measures, lists and limits.
func (o *object) kept(g *Organisation) {
	o.entries("measures", func(id string, e *object) {
		g.Measures = append(g.Measures, &Measure{ID: id, KeptBy: e.str("kept-by"), Name: e.text("name"), Text: e.needText("text"), Origin: e.sourced()})
	})
	o.entries("lists", func(id string, e *object) {
		l := &List{ID: id, Name: e.text("name"), Type: e.word("type", []string{"codes", "domains"}), Origin: e.sourced()}
		l.Values = e.values("values")
		g.Lists = append(g.Lists, l)
	})
	o.entries("limits", func(id string, e *object) {
		g.Limits = append(g.Limits, &Limit{ID: id, Name: e.text("name"), Text: e.text("text"), Value: e.need("value"), Origin: e.sourced()})
	})
}

// conduct reads the rules for people. A clause without support is the chapter of others.
func (o *object) conduct() (out []*Conduct) {
	o.entries("conduct", func(id string, e *object) {
		c := &Conduct{ID: id, Under: e.str("under"), Name: e.text("name"), Support: e.word("support", supportWords), When: e.word("when", whenWords), Text: e.text("text")}
		if c.Support == "" && !e.has("support") {
			c.Origin = e.origin()
			if c.Name == nil && !e.has("name") {
				e.fail(e.node, "E5", "a chapter has no name, or a rule does not say how it is supported", "Art. 12(1)", "add name for a chapter, or support: "+strings.Join(supportWords, ", "))
			}
		} else {
			c.Origin = e.sourced()
			if c.Text == nil && !e.has("text") {
				e.fail(e.node, "E5", `"text" is missing`, "Art. 12(1)", "say what people are to do, in "+strings.Join(o.languages, ", "))
			}
		}
		out = append(out, c)
	})
	return out
}

var (
	supportWords = []string{"attest", "guide", "remind", "report"}
	whenWords    = []string{"account", "version", "yearly", "sign-in", "password-change", "permit", "request", "incident", "meeting", "share", "leaving"}
)
