// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"path"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// recipients lists processors with their agreements, and what flows to whom.
// Keeps: HMS-40
// Keeps: HMS-41
// Keeps: HMS-42
// Keeps: HMS-43
// Keeps: HMS-44
func (b Speaker) recipients(s *Section) {
	s.Parties = b.Parties("processor", "recipient")
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/flows", Register: g.ID, Title: b.register(g)}
		for _, f := range g.Flows {
			group.Clauses = append(group.Clauses, b.flow(g, f))
		}
		s.Groups = append(s.Groups, group)
	}
}

func (b Speaker) flow(g *promise.Register, f *promise.Flow) Clause {
	sentence := b.Say("flows-any", b.Party(f.To), b.Refs(g, f.Data))
	if purposes := b.Purposes(g, f.For); purposes != "" {
		sentence = b.Say("flows", b.Party(f.To), b.Refs(g, f.Data), purposes)
	}
	c := b.clause(joinSentences([]string{sentence, b.Text(f.Text)}), f.Origin)
	if name := b.Text(f.Name); name != "" {
		c.Sentence = name + ": " + c.Sentence
	}
	var with []string
	for _, x := range f.With {
		with = append(with, b.Release.SafeguardName(x, b.Lang))
	}
	c.Facts = facts(Fact{Name: b.Say("ground"), Text: b.Words("ground", f.Grounds)}, Fact{Name: b.Say("with"), Text: strings.Join(with, ", ")})
	return c
}

// Parties are the parties of some kinds, each group with its members inside it, in the
// order of the kinds.
func (b Speaker) Parties(kinds ...string) (out []Party) {
	for _, kind := range kinds {
		for _, p := range b.org.Parties {
			up := b.org.Party(p.Under)
			if b.As(p) == kind && (up == nil || b.As(up) != kind) && b.concerned(p) {
				out = append(out, b.PartyCard(p))
			}
		}
	}
	return out
}

// concerned reports whether the layer speaks of a party: in the notice of one register,
// those that its flows, systems, sources and trackers name, with their groups and members.
func (b Speaker) concerned(p *promise.Party) bool {
	if b.layer != single {
		return true
	}
	g := b.Release.Register(b.only)
	named := map[string]bool{}
	for _, f := range g.Flows {
		named[f.To] = true
	}
	for _, d := range g.Data {
		for _, id := range d.KeptIn {
			if x := b.org.System(id); x != nil {
				named[x.RunBy] = true
			}
		}
	}
	for _, s := range g.Sources {
		named[s.Party] = true
	}
	for _, t := range g.Trackers {
		named[t.Party] = true
	}
	for up := p; up != nil; up = b.org.Party(up.Under) {
		if named[up.ID] {
			return true
		}
	}
	return slices.ContainsFunc(b.Members(p.ID), func(m *promise.Party) bool { return named[m.ID] })
}

// PartyCard says what is known of a party and of those under it.
func (b Speaker) PartyCard(p *promise.Party) Party {
	out := Party{Anchor: p.Clause, Name: b.Text(p.Name), As: b.Word("as", b.As(p)), Text: b.Text(p.Text), Country: p.Country, Place: CountryName(p.Country, b.Lang), URL: p.URL,
		Source: p.Source, Assumed: p.Assumed}
	if p.Persons == "named" {
		out.Facts = append(out.Facts, Fact{Name: b.Say("persons"), Text: b.Say("persons-named")})
	}
	if a := p.Agreement; a != nil {
		out.Agreement, out.Dated = b.agreement(a), a.Dated
		out.Source = merge(out.Source, a.Source)
		if a.Assumed != "" && out.Assumed == "" {
			out.Assumed = a.Assumed
		}
		out.Facts = append(out.Facts, b.agreementFacts(a)...)
		if a.Public {
			out.Document, out.Size = a.Document, a.Size
			out.Type = strings.ToUpper(strings.TrimPrefix(path.Ext(a.Document), "."))
		}
	}
	if t := p.Transfer; t != nil {
		out.Facts = append(out.Facts, facts(Fact{Name: b.Say("section-transfers"), Text: strings.TrimSpace(b.Word("mechanism", t.Mechanism) + " " + t.Document)})...)
	}
	for _, m := range b.Members(p.ID) {
		if b.As(m) == b.As(p) {
			out.Members = append(out.Members, b.PartyCard(m))
		}
	}
	return out
}

// agreement says what binds a party, in a sentence.
func (b Speaker) agreement(a *promise.Agreement) string {
	name := b.Text(a.Title)
	switch {
	case a.Dated != "" && name != "":
		return name + ", " + b.Day(a.Dated)
	case a.Dated != "":
		return b.Say("agreement-dated", b.Day(a.Dated))
	case name != "":
		return name
	case a.Document != "":
		return b.Say("agreement-made")
	}
	return b.Word("agreement", a.Needed)
}

// agreementFacts are the rest of what stands about an agreement.
func (b Speaker) agreementFacts(a *promise.Agreement) []Fact {
	out := facts(Fact{Name: b.Say("until"), Text: b.Day(a.Until)}, Fact{Name: b.Say("covers"), Text: b.Words("sensitivity", a.Data)}, Fact{Name: b.Say("reason"), Text: b.Text(a.Reason)})
	for _, l := range b.org.Links {
		if l.ID == a.Link {
			out = append(out, Fact{Name: b.Say("see"), Text: b.Text(l.Name), URL: l.URL})
		}
	}
	return out
}

// transfers says where data leave the EEA, or that they do not.
// Law: gdpr 13(1)(f)
func (b Speaker) transfers(s *Section) {
	for _, p := range b.org.Parties {
		t := p.Transfer
		if t == nil || !b.concerned(p) {
			continue
		}
		key := "transfer"
		if t.Document == "" {
			key = "transfer-bare"
		}
		args := []any{b.Text(p.Name), CountryName(p.Country, b.Lang), b.Word("mechanism", t.Mechanism)}
		if t.Document != "" {
			args = append(args, t.Document)
		}
		c := b.clause(b.Say(key, args...), p.Origin)
		c.Source, c.Law = merge(t.Source, nil), b.Laws(t.Law)
		if t.Assumed != "" {
			c.Assumed = t.Assumed
		}
		c.Facts = facts(Fact{Name: b.Say("checked"), Text: b.Day(t.Checked)})
		s.Clauses = append(s.Clauses, c)
	}
	if len(s.Clauses) == 0 {
		s.Paragraphs = append(s.Paragraphs, b.Say("no-transfer"))
	}
}

// Outside lists the parties beyond the EEA, by name.
func (b Speaker) Outside() (out []string) {
	for _, p := range b.org.Parties {
		if p.Transfer != nil && b.concerned(p) && !slices.Contains(out, b.Text(p.Name)) {
			out = append(out, b.Text(p.Name))
		}
	}
	return out
}
