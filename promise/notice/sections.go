// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// scope says whom the promise applies to and whom the registers are about.
// Keeps: HMS-01
// Keeps: HMS-02
func (b Speaker) scope(s *Section) {
	if t := b.Text(b.org.Text); t != "" && b.layer != single {
		s.Paragraphs = append(s.Paragraphs, t)
	}
	for _, x := range b.org.Scope {
		if b.layer != single {
			s.Clauses = append(s.Clauses, b.clause(b.Say("applies-to", b.Text(x.Name)), x.Origin))
		}
	}
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/subjects", Register: g.ID, Title: b.register(g), Text: b.Text(g.Text)}
		for _, x := range g.Subjects {
			c := b.clause(b.Text(x.Name), x.Origin)
			if x.When != "" {
				c.Facts = facts(Fact{Name: b.Say("while"), Text: b.State(g, x.When)})
			}
			group.Clauses = append(group.Clauses, c)
		}
		s.Groups = append(s.Groups, group)
	}
}

// register names a register, with its owner when it is a document of somebody else.
func (b Speaker) register(g *promise.Register) string {
	if g.Owner == "" {
		return b.Text(g.Name)
	}
	return b.Text(g.Name) + " (" + b.Owner(g.Owner) + ")"
}

// Owner names the organisation whose document is followed: by the party that is declared
// under its id, else by the id itself.
func (b Speaker) Owner(id string) string {
	if p := b.org.Party(id); p != nil {
		return b.Text(p.Name)
	}
	return id
}

// controller says who answers, and why parties are not the organisation's processors.
// Keeps: HMS-04
// Keeps: HMS-06
// Keeps: HMS-08
func (b Speaker) controller(s *Section) {
	c := b.org.Controller
	s.Contacts = append(s.Contacts, Contact{Anchor: b.org.ID + "/controller", Name: c.Name, Role: b.Role(c.RepresentedBy), Address: c.Address, Email: c.Email, Phone: c.Phone, URL: c.URL,
		Source: c.Source, Assumed: c.Assumed})
	if role := b.Role(c.RepresentedBy); role != "" {
		x := b.clause(b.Say("represented-by", role), c.Origin)
		x.Anchor = b.org.ID + "/controller"
		s.Clauses = append(s.Clauses, x)
	}
	for _, id := range c.JointWith {
		if p := b.org.Party(id); p != nil {
			s.Clauses = append(s.Clauses, b.clause(joinSentences([]string{b.Say("joint-with", b.Text(p.Name)), b.Text(p.Text)}), p.Origin))
		}
	}
	if b.layer == single {
		return
	}
	for _, p := range b.org.Parties {
		if as := b.As(p); as == "independent-controller" || as == "joint-controller" {
			s.Clauses = append(s.Clauses, b.ownController(p, as))
		}
	}
	posts := Group{Anchor: b.org.ID + "/roles", Title: b.Say("posts")}
	for _, x := range b.org.Roles {
		if x.HeldBy == "one" {
			posts.Clauses = append(posts.Clauses, b.clause(joinSentences([]string{b.Text(x.Name), b.Text(x.Text)}), x.Origin))
		}
	}
	s.Groups = append(s.Groups, posts)
}

// ownController says of a party that it answers for itself, and what was agreed with it.
// Keeps: HMS-05
func (b Speaker) ownController(p *promise.Party, as string) Clause {
	parts := []string{b.Say("party-"+as, b.Text(p.Name)), b.Text(p.Text)}
	c := b.clause("", p.Origin)
	if a := p.Agreement; a != nil {
		if a.Needed != "" {
			parts = append(parts, b.Say("agreement-"+a.Needed))
		}
		parts = append(parts, b.Text(a.Reason))
		c.Facts = b.agreementFacts(a)
		c.Source = merge(c.Source, a.Source)
	}
	if p.URL != "" {
		c.Facts = append(c.Facts, Fact{Name: b.Say("address"), Text: p.URL, URL: p.URL})
	}
	c.Sentence = joinSentences(parts)
	return c
}

// cards are the registers in short, each leading to its own notice.
func (b Speaker) cards(s *Section) {
	if b.layer != front {
		return
	}
	for _, g := range b.Release.Registers {
		card := RegisterCard{ID: g.ID, Title: b.register(g), Text: b.Text(g.Text)}
		for _, x := range g.Subjects {
			card.Subjects = append(card.Subjects, b.Text(x.Name))
		}
		for _, p := range g.Leaves() {
			card.Purposes = append(card.Purposes, b.Text(p.Name))
		}
		s.Registers = append(s.Registers, card)
	}
}

// contact lists the posts one may turn to.
// Keeps: HMS-10
// Keeps: HMS-64
func (b Speaker) contact(s *Section) {
	for _, x := range b.org.Contacts {
		c := Contact{Anchor: x.Clause, Name: b.Text(x.Name), Role: b.Role(x.Role), Email: x.Email, Phone: x.Phone, URL: x.URL, Text: b.Text(x.Text),
			Needs: b.Words("needs-channel", x.Requires), Source: x.Source, Assumed: x.Assumed}
		if c.Name == "" {
			c.Name, c.Role = c.Role, ""
		}
		if c.Role == c.Name {
			c.Role = ""
		}
		for _, h := range x.Handles {
			c.Handles = append(c.Handles, b.Word("handles", h))
		}
		c.Answers = strings.Join(c.Handles, ", ")
		s.Contacts = append(s.Contacts, c)
	}
}

// purposes says what for, on which basis, by which law, in whose interest.
// Keeps: HMS-12
// Keeps: HMS-20
// Keeps: HMS-48
func (b Speaker) purposes(s *Section) {
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/purposes", Register: g.ID, Title: b.register(g)}
		for _, p := range g.Purposes {
			c := b.clause(b.purpose(g, p), p.Origin)
			c.Law = nil // the sentence names it
			group.Clauses = append(group.Clauses, c)
		}
		s.Groups = append(s.Groups, group)
	}
}

func (b Speaker) purpose(g *promise.Register, p *promise.Purpose) string {
	name := b.Text(p.Name)
	if up := g.Purpose(p.Under); up != nil {
		name = b.Text(up.Name) + " › " + name
	}
	if p.Basis == "" && !g.IsLeaf(p.ID) { // a heading
		return joinSentences([]string{name, b.Text(p.Text)})
	}
	parts := []string{name + ": " + b.Basis(p)}
	if t := b.Text(p.Interest); t != "" {
		parts = append(parts, b.Say("interest")+" "+t)
	}
	for _, id := range p.Needs {
		if x := g.Permission(id); x != nil {
			parts = append(parts, b.Say("needs-"+x.GivenBy, b.Text(x.Name)))
		}
	}
	if p.Condition != "" {
		parts = append(parts, b.Say("condition", b.Word("condition", p.Condition)))
	}
	var expected []string
	for _, id := range p.Expects {
		expected = append(expected, b.State(g, id))
	}
	if len(expected) > 0 {
		parts = append(parts, b.Say("expected", strings.Join(expected, ", ")))
	}
	return joinSentences(append(parts, append(b.purposeLimits(g, p), b.Text(p.Text))...))
}

// purposeLimits says what bounds a purpose: actions, records, marketing, rights.
func (b Speaker) purposeLimits(g *promise.Register, p *promise.Purpose) (parts []string) {
	if len(p.Only) > 0 {
		var acts []string
		for _, a := range p.Only {
			acts = append(acts, promise.ActionName(a, b.Lang))
		}
		parts = append(parts, b.Say("only", strings.Join(acts, ", ")))
	}
	var about []string
	for _, id := range p.About {
		if d := g.Category(id); d != nil {
			about = append(about, b.Text(d.Name))
		}
	}
	if len(about) > 0 {
		parts = append(parts, b.Say("only-about", strings.Join(about, ", ")))
	}
	if p.DirectMarketing {
		parts = append(parts, b.Say("direct-marketing"))
	}
	if len(p.CompatibleWith) > 0 {
		parts = append(parts, b.Say("compatible", b.Purposes(g, p.CompatibleWith)))
	}
	return parts
}

// complaint names the supervisory authority.
// Law: gdpr 13(2)(d)
func (b Speaker) complaint(s *Section) {
	a := b.org.Authority
	s.Contacts = append(s.Contacts, Contact{Anchor: b.org.ID + "/authority", Name: a.Name, Text: b.Say("complain", a.Name), Email: a.Email, Phone: a.Phone, URL: a.URL, Source: a.Source, Assumed: a.Assumed})
}

// decisions says what is decided or evaluated without a human, or that nothing is.
// Law: gdpr 13(2)(f)
func (b Speaker) decisions(s *Section) {
	for _, g := range b.registers() {
		for _, x := range g.Automated {
			c := b.clause(joinSentences([]string{b.Text(x.Logic), b.Text(x.Consequence)}), x.Origin)
			c.Facts = facts(Fact{Name: b.Say("section-data"), Text: b.Refs(g, x.Data)}, Fact{Name: b.Say("for"), Text: b.Purposes(g, x.For)}, Fact{Name: b.Say("human-review"), Text: x.HumanReview})
			s.Clauses = append(s.Clauses, c)
		}
		for _, x := range g.Profiling {
			c := b.clause(b.Text(x.Text), x.Origin)
			c.Facts = facts(Fact{Name: b.Say("section-data"), Text: b.Refs(g, x.Data)}, Fact{Name: b.Say("for"), Text: b.Purposes(g, x.For)})
			s.Clauses = append(s.Clauses, c)
		}
	}
	if len(s.Clauses) == 0 && b.layer != front {
		s.Paragraphs = append(s.Paragraphs, b.Say("no-decisions"))
	}
}

// access says who may do what, clause by clause.
// Keeps: HMS-32
// Keeps: HMS-34
func (b Speaker) access(s *Section) {
	for _, c := range b.org.Rules {
		if b.layer == single {
			break
		}
		s.Clauses = append(s.Clauses, b.rule(c))
	}
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/access", Register: g.ID, Title: b.register(g)}
		for _, c := range g.Access {
			group.Clauses = append(group.Clauses, b.rule(c))
		}
		s.Groups = append(s.Groups, group)
	}
}

func (b Speaker) rule(c *promise.Clause) Clause {
	out := b.clause(c.Sentence(b.Lang), c.Origin)
	out.Anchor = c.Name
	if t := b.Text(c.Text); t != "" && !strings.Contains(out.Sentence, t) {
		out.Facts = facts(Fact{Name: b.Say("that-is"), Text: t})
	}
	return out
}

// references lists laws and links.
// Keeps: HMS-56
func (b Speaker) references(s *Section) {
	if !b.org.Notice.References {
		return
	}
	for _, x := range b.org.Laws {
		s.Links = append(s.Links, Link{Anchor: x.Clause, Title: b.Text(x.Name), URL: x.URL, Text: x.Number, Source: x.Source, Assumed: x.Assumed})
	}
	for _, x := range b.org.Links {
		s.Links = append(s.Links, Link{Anchor: x.Clause, Title: b.Text(x.Name), URL: x.URL, Text: b.Text(x.Text), Source: x.Source, Assumed: x.Assumed})
	}
}

// merge joins two lists without repeating.
func merge(a, more []string) []string {
	out := append([]string{}, a...)
	for _, x := range more {
		found := false
		for _, y := range a {
			found = found || x == y
		}
		if !found {
			out = append(out, x)
		}
	}
	return out
}
