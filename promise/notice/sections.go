// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// scope says whom the promise applies to and whom the registers are about.
// Keeps: HMS-01
// Keeps: HMS-02
func (b builder) scope(s *Section) {
	if t := b.text(b.org.Text); t != "" {
		s.Paragraphs = append(s.Paragraphs, t)
	}
	for _, x := range b.org.Scope {
		s.Clauses = append(s.Clauses, clauseOf(b.org.ID+"/scope/"+x.ID, b.say("applies-to", b.text(x.Name)), x.Origin))
	}
	for _, g := range b.release.Registers {
		group := Group{Anchor: g.ID + "/subjects", Register: g.ID, Title: b.text(g.Name), Text: b.text(g.Text)}
		for _, x := range g.Subjects {
			group.Clauses = append(group.Clauses, clauseOf(g.ID+"/subjects/"+x.ID, b.text(x.Name), x.Origin))
		}
		s.Groups = append(s.Groups, group)
	}
}

// controller says who answers, and why parties are not the organisation's processors.
// Keeps: HMS-04
// Keeps: HMS-06
// Keeps: HMS-08
func (b builder) controller(s *Section) {
	c := b.org.Controller
	s.Contacts = append(s.Contacts, Contact{Anchor: b.org.ID + "/controller", Name: c.Name, Role: b.role(c.RepresentedBy), Email: c.Email, Phone: c.Phone})
	if c.Address != "" {
		s.Paragraphs = append(s.Paragraphs, c.Address)
	}
	if role := b.role(c.RepresentedBy); role != "" {
		s.Clauses = append(s.Clauses, clauseOf(b.org.ID+"/controller", b.say("represented-by", role), c.Origin))
	}
	for _, id := range c.JointWith {
		if p := b.org.Party(id); p != nil {
			s.Clauses = append(s.Clauses, clauseOf(b.org.ID+"/parties/"+p.ID, b.say("joint-with", b.text(p.Name)), p.Origin))
		}
	}
	for _, p := range b.org.Parties {
		if p.As != "independent-controller" && p.As != "joint-controller" {
			continue
		}
		parts := []string{b.say("party-"+p.As, b.text(p.Name)), b.text(p.Text)}
		if a := p.Agreement; a != nil {
			parts = append(parts, b.say("agreement-"+a.Needed), b.text(a.Reason))
		}
		s.Clauses = append(s.Clauses, clauseOf(b.org.ID+"/parties/"+p.ID, joinSentences(parts), p.Origin))
	}
	for _, x := range b.org.Roles {
		if x.HeldBy == "one" {
			s.Groups = appendTo(s.Groups, Group{Anchor: b.org.ID + "/roles", Title: b.say("posts")}, clauseOf(b.org.ID+"/roles/"+x.ID, joinSentences([]string{b.text(x.Name), b.text(x.Text)}), x.Origin))
		}
	}
}

// appendTo adds a clause to the group with the same anchor, making the group if needed.
func appendTo(groups []Group, g Group, c Clause) []Group {
	for i := range groups {
		if groups[i].Anchor == g.Anchor {
			groups[i].Clauses = append(groups[i].Clauses, c)
			return groups
		}
	}
	g.Clauses = []Clause{c}
	return append(groups, g)
}

// contact lists the posts one may turn to.
// Keeps: HMS-10
// Keeps: HMS-64
func (b builder) contact(s *Section) {
	for _, x := range b.org.Contacts {
		c := Contact{Anchor: b.org.ID + "/contacts/" + x.ID, Name: b.text(x.Name), Role: b.role(x.Role), Email: x.Email, Phone: x.Phone}
		for _, h := range x.Handles {
			c.Handles = append(c.Handles, b.say("handles-"+h))
		}
		c.Text = strings.Join(c.Handles, ", ")
		s.Contacts = append(s.Contacts, c)
	}
}

// purposes says what for, on which basis, by which law, in whose interest.
// Keeps: HMS-12
// Keeps: HMS-20
// Keeps: HMS-48
func (b builder) purposes(s *Section) {
	for _, g := range b.release.Registers {
		group := Group{Anchor: g.ID + "/purposes", Register: g.ID, Title: b.text(g.Name)}
		for _, p := range g.Leaves() {
			group.Clauses = append(group.Clauses, clauseOf(g.ID+"/purposes/"+p.ID, b.purpose(g, p), p.Origin))
		}
		s.Groups = append(s.Groups, group)
	}
}

func (b builder) purpose(g *promise.Register, p *promise.Purpose) string {
	parts := []string{b.text(p.Name) + ": " + b.say("basis-"+p.Basis)}
	if laws := b.laws(p.Law); laws != "" {
		parts[0] += " (" + laws + ")"
	}
	if t := b.text(p.Interest); t != "" {
		parts = append(parts, b.say("interest")+" "+t)
	}
	for _, id := range p.Needs {
		if x := g.Permission(id); x != nil {
			parts = append(parts, b.say("needs-"+x.GivenBy, b.text(x.Name)))
		}
	}
	if p.Condition != "" {
		parts = append(parts, b.say("condition", b.say("condition-"+p.Condition)))
	}
	if len(p.Only) > 0 {
		var acts []string
		for _, a := range p.Only {
			acts = append(acts, promise.ActionName(a, b.lang))
		}
		parts = append(parts, b.say("only", strings.Join(acts, ", ")))
	}
	return joinSentences(append(parts, b.text(p.Text)))
}

// laws names cited laws: "Pasientjournalloven, GDPR 15".
func (b builder) laws(cites []string) string {
	var out []string
	for _, cite := range cites {
		id, rest, _ := strings.Cut(cite, " ")
		name := id
		if id == "gdpr" {
			name = "GDPR"
		} else if l := b.org.LawRef(id); l != nil {
			name = b.text(l.Name)
		}
		out = append(out, strings.TrimSpace(name+" "+rest))
	}
	return strings.Join(out, ", ")
}

// transfers says where data leave the EEA, or that they do not.
// Law: gdpr 13(1)(f)
func (b builder) transfers(s *Section) {
	for _, p := range b.org.Parties {
		if p.Transfer != nil {
			s.Clauses = append(s.Clauses, clauseOf(b.org.ID+"/parties/"+p.ID, b.say("transfer", b.text(p.Name), p.Country, b.say("mechanism-"+p.Transfer.Mechanism), p.Transfer.Document), p.Origin))
		}
	}
	if len(s.Clauses) == 0 {
		s.Paragraphs = append(s.Paragraphs, b.say("no-transfer"))
	}
}

// retention says how long.
// Keeps: HMS-53
// Keeps: HMS-62
func (b builder) retention(s *Section) {
	for _, g := range b.release.Registers {
		group := Group{Anchor: g.ID + "/retention", Register: g.ID, Title: b.text(g.Name)}
		for _, x := range g.Retention {
			group.Clauses = append(group.Clauses, clauseOf(g.ID+"/retention/"+x.ID, joinSentences([]string{b.release.RetentionSentence(g, x, b.lang), b.text(x.Text)}), x.Origin))
		}
		s.Groups = append(s.Groups, group)
	}
}

// rights says which rights follow from the bases, who answers, and what holds data back.
// Keeps: HMS-45
// Keeps: HMS-46
// Keeps: HMS-47
// Keeps: HMS-63
func (b builder) rights(s *Section) {
	for _, g := range b.release.Registers {
		group := Group{Anchor: g.ID + "/rights", Register: g.ID, Title: b.text(g.Name)}
		for _, id := range g.RightsThatFollow() {
			for _, x := range g.Rights {
				if x.ID == id && id != "complaint" {
					group.Clauses = append(group.Clauses, clauseOf(g.ID+"/rights/"+id, b.right(g, x), x.Origin))
				}
			}
		}
		if len(group.Clauses) > 0 {
			s.Groups = append(s.Groups, group)
		}
	}
}

func (b builder) right(g *promise.Register, x *promise.Right) string {
	parts := []string{b.say("right-" + x.ID)}
	var who []string
	for _, id := range x.Who {
		who = append(who, b.role(id))
	}
	switch {
	case x.By == "page":
		parts = append(parts, b.say("on-page"))
	case len(who) > 0:
		parts = append(parts, b.say("answered-by", strings.Join(who, ", "), x.Within.Words(b.lang)))
	}
	for _, id := range x.HeldBackBy {
		if r := g.Span(id); r != nil {
			parts = append(parts, b.say("held-back", b.release.Period(g, r, b.lang)))
		}
	}
	return joinSentences(append(parts, b.text(x.Text)))
}

// complaint names the supervisory authority.
// Law: gdpr 13(2)(d)
func (b builder) complaint(s *Section) {
	a := b.org.Authority
	s.Paragraphs = append(s.Paragraphs, b.say("complain", a.Name))
	if a.URL != "" {
		s.Links = append(s.Links, Link{Anchor: b.org.ID + "/authority", Title: a.Name, URL: a.URL})
	}
}

// obligation says which fields must be given and what follows when they are not.
// Law: gdpr 13(2)(e)
func (b builder) obligation(s *Section) {
	for _, g := range b.release.Registers {
		for _, d := range g.Data {
			if !d.About.Personal() {
				continue
			}
			group := Group{Anchor: g.ID + "/data/" + d.ID, Register: g.ID, Title: b.text(g.Name) + ": " + b.text(d.Name)}
			for _, f := range d.Fields {
				if f.Required && len(f.Consequence) > 0 {
					group.Items = append(group.Items, b.text(f.Name)+": "+b.text(f.Consequence))
				}
			}
			if len(group.Items) > 0 {
				s.Groups = append(s.Groups, group)
			}
		}
	}
}

// decisions says what is decided or evaluated without a human, or that nothing is.
// Law: gdpr 13(2)(f)
func (b builder) decisions(s *Section) {
	for _, g := range b.release.Registers {
		for _, x := range g.Automated {
			s.Clauses = append(s.Clauses, clauseOf(g.ID+"/automated-decisions/"+x.ID, joinSentences([]string{b.text(x.Logic), b.text(x.Consequence)}), x.Origin))
		}
		for _, x := range g.Profiling {
			s.Clauses = append(s.Clauses, clauseOf(g.ID+"/profiling/"+x.ID, b.text(x.Text), x.Origin))
		}
	}
	if len(s.Clauses) == 0 {
		s.Paragraphs = append(s.Paragraphs, b.say("no-decisions"))
	}
}

// access says who may do what, clause by clause.
// Keeps: HMS-32
// Keeps: HMS-34
func (b builder) access(s *Section) {
	for _, c := range b.org.Rules {
		s.Clauses = append(s.Clauses, clauseOf(c.Name, c.Sentence(b.lang), c.Origin))
	}
	for _, g := range b.release.Registers {
		group := Group{Anchor: g.ID + "/access", Register: g.ID, Title: b.text(g.Name)}
		for _, c := range g.Access {
			group.Clauses = append(group.Clauses, clauseOf(c.Name, c.Sentence(b.lang), c.Origin))
		}
		s.Groups = append(s.Groups, group)
	}
}

// security says what is done to keep data safe, and what people promise.
// Keeps: HMS-36
// Keeps: HMS-37
// Keeps: HMS-50
func (b builder) security(s *Section) {
	for _, x := range b.org.Measures {
		s.Clauses = append(s.Clauses, clauseOf(b.org.ID+"/measures/"+x.ID, b.text(x.Text), x.Origin))
	}
	for _, x := range b.org.Conduct {
		s.Groups = appendTo(s.Groups, Group{Anchor: b.org.ID + "/conduct", Title: b.say("conduct")}, clauseOf(b.org.ID+"/conduct/"+x.ID, b.text(x.Text), x.Origin))
	}
	for _, x := range b.org.Declarations {
		s.Groups = appendTo(s.Groups, Group{Anchor: b.org.ID + "/declarations", Title: b.say("declarations")},
			clauseOf(b.org.ID+"/declarations/"+x.ID, b.text(x.Name)+": "+b.text(x.Text), x.Origin))
	}
}

// references lists laws and links.
// Keeps: HMS-56
func (b builder) references(s *Section) {
	if !b.org.Notice.References {
		return
	}
	for _, x := range b.org.Laws {
		s.Links = append(s.Links, Link{Anchor: b.org.ID + "/laws/" + x.ID, Title: b.text(x.Name), URL: x.URL, Text: x.Number})
	}
	for _, x := range b.org.Links {
		s.Links = append(s.Links, Link{Anchor: b.org.ID + "/links/" + x.ID, Title: b.text(x.Name), URL: x.URL, Text: b.text(x.Text)})
	}
}

func (b builder) role(id string) string {
	if r := b.org.Role(id); r != nil {
		return b.text(r.Name)
	}
	return ""
}

func (b builder) party(id string) string {
	if p := b.org.Party(id); p != nil {
		return b.text(p.Name)
	}
	return ""
}

// refs names categories and fields.
func (b builder) refs(g *promise.Register, refs []promise.Ref) string {
	var out []string
	for _, r := range refs {
		d := g.Category(r.Category)
		if d == nil {
			continue
		}
		name := b.text(d.Name)
		if f := d.Field(r.Field); f != nil {
			name += " (" + b.text(f.Name) + ")"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

func (b builder) purposeNames(g *promise.Register, ids []string) string {
	var out []string
	for _, id := range ids {
		if p := g.Purpose(id); p != nil {
			out = append(out, b.text(p.Name))
		}
	}
	return strings.Join(out, ", ")
}

// joinSentences joins what is there, each part ending in one full stop.
func joinSentences(parts []string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return strings.TrimSpace(s) == "" })
	for i, s := range parts {
		if !strings.HasSuffix(s, ".") && len(parts) > 1 {
			parts[i] = s + "."
		}
	}
	return strings.Join(parts, " ")
}
