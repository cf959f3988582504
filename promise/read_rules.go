// SPDX-License-Identifier: EUPL-1.2

package promise

// ruleDocument reads a document of kind communication or research, as far as it is
// something that people read and accept. What it declares joins the organisation's
// declarations, and its rules the organisation's rules.
func (o *object) ruleDocument(kind string, g *Organisation) *RuleDocument {
	d := &RuleDocument{Kind: kind, ID: o.document, Owner: o.owner, Pos: o.pos()}
	d.Version = o.version()
	d.Name, d.Text = o.needText("name"), o.text("text")
	o.declared(g)
	o.sub("acceptance", func(e *object) {
		d.Acceptance = &Acceptance{Who: e.list("who"), BeforeAccess: e.word("before", []string{"access"}) != "", Again: e.word("again", []string{"content", "every", "never"}),
			Within: e.duration("within"), Text: e.needText("text"), Owner: e.str("owner"), Origin: e.sourced()}
		if len(d.Acceptance.Who) == 0 {
			e.fail(e.node, "E7", "nobody has to accept the document", "", "add who: [everyone], or take acceptance out")
		}
		if !d.Acceptance.BeforeAccess && d.Acceptance.Within.IsZero() {
			e.fail(e.node, "E7", "it is not said when the document has to be accepted", "", "add before: access, within: 30 days, or both")
		}
	})
	d.Conduct = o.conduct()
	o.entries("rules", func(id string, e *object) { d.Rules = append(d.Rules, e.clause("rules", id, "")) })
	if kind == "research" {
		o.disclosure(g)
	}
	o.sub("approves", func(e *object) {
		d.Approves = Approves{Content: e.str("content"), Technical: e.str("technical"), Origin: e.origin()}
	})
	d.Open = o.list("open")
	d.History = o.history()
	for _, key := range reservedSections[kind] {
		o.reserve(key)
	}
	g.Rules = append(g.Rules, d.Rules...)
	return d
}

// reservedSections are those of a kind whose engine is not built yet.
var reservedSections = map[string][]string{
	"communication": {"classes", "channels", "permissions", "tools"},
	"research":      {"modes", "permits", "outputs", "prices", "sanctions"},
}
