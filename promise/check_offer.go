// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
)

// offers checks what meets a person from outside.
func (c *checker) offers(g *Register) {
	c.forms(g)
	c.groups(g)
	c.flows(g)
	for _, m := range g.Messages {
		c.message(g, m)
	}
	for _, t := range g.Trackers {
		c.tracker(g, t)
	}
	c.outlived(g)
}

// forms asks what follows when somebody does not give what a form demands.
// Law: gdpr 13(2)(e)
func (c *checker) forms(g *Register) {
	for _, f := range g.Intake {
		if len(f.Consequence) > 0 {
			continue
		}
		for _, r := range g.RequiredBy(f) {
			if d := g.Category(r.Category); d != nil && d.Field(r.Field) != nil && len(d.Field(r.Field).Consequence) == 0 {
				c.warn("W32", f.Clause, f.Pos, fmt.Sprintf("the form demands %s and does not say what follows when it is not given", r), "Art. 13(2)(e)", "add consequence: to the form, or to the field")
			}
		}
	}
}

// RequiredBy lists the fields without which a form is not taken: those it names, and
// those it asks that their category requires.
func (g *Register) RequiredBy(f *Intake) []Ref {
	out := slices.Clone(f.Required)
	for _, r := range f.Data {
		d := g.Category(r.Category)
		if d == nil {
			continue
		}
		for _, field := range d.Fields {
			ref := Ref{Category: d.ID, Field: field.ID, Pos: r.Pos}
			if field.Required && (r.Field == "" || r.Field == field.ID) && !slices.ContainsFunc(out, func(x Ref) bool { return x.String() == ref.String() }) {
				out = append(out, ref)
			}
		}
	}
	return out
}

// groups reports flows to a kind of party of which nobody is named.
func (c *checker) groups(g *Register) {
	for _, f := range g.Flows {
		p := c.org.Party(f.To)
		if p != nil && p.Group && len(c.org.PartiesBelow(p.ID)) == 1 && p.As != "recipient" && p.As != "independent-controller" {
			c.warn("W13", f.Clause, f.Pos, fmt.Sprintf("data flow to %q, a group of which nobody is named", f.To), "Art. 13(1)(e), 28: a processor is somebody with an agreement", "name its members: some-party: {under: "+f.To+", ...}")
		}
	}
}

// flows reports data that are said to flow to somebody while a forbid says that nobody
// gives them out: the notice would contradict itself. Processors act for the controller
// and receive nothing in their own right.
// Keeps: AMS-65
func (c *checker) flows(g *Register) {
	for _, f := range g.Flows {
		p := c.org.Party(f.To)
		if p == nil || p.As == "processor" {
			continue
		}
		for _, k := range slices.Concat(c.org.Rules, g.Access) {
			if k.stopsFlow(f) && c.receiversWithin([]string{f.To}, k.To) {
				c.error("E76", f.Clause, f.Pos, fmt.Sprintf("the data flow to %q, and %s forbids that they are given out", f.To, k.Name), "what is promised in one place is not taken back in another", "take the flow out, or write the exception into the forbid (unless, to)")
				break
			}
		}
	}
}

// stopsFlow reports whether a forbid concerns everybody, always, and something that flows.
func (c *Clause) stopsFlow(f *Flow) bool {
	if c.Verb != Forbid || !c.Covers(Disclose) || len(c.If)+len(c.Unless)+len(c.Except)+len(c.Units) > 0 || len(c.Who) > 0 && !slices.Contains(c.Who, Everyone) {
		return false
	}
	purposes := len(c.For) == 0 || slices.ContainsFunc(f.For, func(id string) bool { return slices.Contains(c.For, id) })
	return purposes && (len(c.Data) == 0 || slices.ContainsFunc(f.Data, func(r Ref) bool { return asks(c.Data, r) }))
}

// electronic are the channels on which direct marketing needs a permission beforehand.
var electronic = []string{"email", "sms", "mms"}

// message checks marketing by electronic mail.
// Law: eprivacy 13
func (c *checker) message(g *Register, m *Message) {
	p := g.Purpose(m.Purpose)
	if p == nil || !p.DirectMarketing || !slices.ContainsFunc(m.Through, func(ch string) bool { return slices.Contains(electronic, ch) }) {
		return
	}
	if p.Basis != "consent" && !g.existingCustomers(p) {
		c.error("E22", m.Clause, m.Pos, "marketing goes out by electronic mail without a permission or an existing-customer rule", "ePrivacy directive, Art. 13(1), (2)",
			"let the purpose rest on consent, or on a permission with starts-by: [some-purchase]")
	}
	leave := slices.ContainsFunc(m.With, func(s Safeguard) bool { return s.Kind == "preference-link" || s.Kind == "one-click-leave" })
	if slices.Contains(m.Through, "email") && !leave {
		c.error("E62", m.Clause, m.Pos, "the message gives no way to leave", "ePrivacy directive, Art. 13(4); Art. 7(3)", "add with: [preference-link] or one-click-leave")
	}
}

// existingCustomers reports whether the purpose needs a permission that an own sale
// starts.
// Keeps: AMS-33
// Keeps: AMS-94
func (g *Register) existingCustomers(p *Purpose) bool {
	return slices.ContainsFunc(p.Needs, func(id string) bool {
		x := g.Permission(id)
		return x != nil && len(x.StartsBy) > 0
	})
}

// tracker checks that whatever is stored on a visitor's device is needed or agreed to.
// Law: eprivacy 5(3)
func (c *checker) tracker(g *Register, t *Tracker) {
	agreed := slices.ContainsFunc(t.For, func(id string) bool {
		p := g.Purpose(id)
		return p != nil && p.Basis == "consent"
	})
	if !t.Necessary && !agreed {
		c.error("E73", t.Clause, t.Pos, "something is stored on the visitor's device without being needed or agreed to", "ePrivacy directive, Art. 5(3)", "name a purpose that rests on consent, or write necessary: true where the service asked for cannot do without")
	}
}

// outlived reports a purpose that data are kept for while every clause about how long
// they are kept speaks of other purposes.
// Law: gdpr 5(1)(e)
func (c *checker) outlived(g *Register) {
	t := g.purposeTree()
	kept := map[string][]*Retention{} // by category
	for _, r := range g.Retention {
		for _, x := range r.Data {
			if list := kept[x.Category]; len(list) == 0 || list[len(list)-1] != r {
				kept[x.Category] = append(list, r)
			}
		}
	}
	for _, d := range g.Data {
		for _, p := range d.purposes {
			told := slices.ContainsFunc(kept[d.ID], func(r *Retention) bool {
				return len(r.For) == 0 || slices.ContainsFunc(r.For, func(id string) bool { return t.within(p.ID, id) })
			})
			if !told && len(kept[d.ID]) > 0 {
				c.warn("W45", d.Clause, d.Pos, fmt.Sprintf("the category is kept for %q, and how long is said for other purposes only", p.ID), "Art. 5(1)(e)", "name the purpose in the for of a retention clause, or take it out of the category's for")
			}
		}
	}
}

// ruleDocuments checks that what people attest is put before them.
func (c *checker) ruleDocuments() {
	for _, d := range c.release.RuleDocuments {
		if list := d.Attested(); d.Acceptance == nil && len(list) > 0 {
			c.warn("W74", list[0].Clause, list[0].Pos, "the rule is attested, and nobody has to accept the document", "", "add acceptance: {who: [everyone], within: 30 days, text: ...} to the document")
		}
	}
}
