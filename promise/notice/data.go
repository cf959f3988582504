// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// data lists the fields of every category, and what is never kept.
// Keeps: HMS-14
// Keeps: HMS-19
// Keeps: HMS-21
// Keeps: HMS-28
func (b Speaker) data(s *Section) {
	for _, g := range b.registers() {
		for _, d := range g.Data {
			s.Groups = append(s.Groups, b.category(g, d))
		}
		never := Group{Anchor: g.ID + "/never", Register: g.ID, Title: b.register(g) + ": " + b.Say("never")}
		for _, x := range g.Never {
			c := b.clause(b.Text(x.Text), x.Origin)
			if c.Sentence == "" {
				c.Sentence = b.Say("never-data", strings.Join(x.Data, ", "))
			}
			never.Clauses = append(never.Clauses, c)
		}
		s.Groups = append(s.Groups, never)
	}
}

func (b Speaker) category(g *promise.Register, d *promise.Category) Group {
	group := Group{Anchor: d.Clause, Register: g.ID, Title: b.register(g) + ": " + b.Text(d.Name), Source: d.Source, Assumed: d.Assumed, Law: b.Laws(d.Law)}
	parts := []string{b.Text(d.Text)}
	if d.Special != "" {
		parts = append(parts, b.Say("special", b.Word("special", d.Special)))
	}
	if d.Derived != "" {
		parts = append(parts, b.Say("derived"))
	}
	var where []string
	for _, id := range d.KeptIn {
		if x := b.org.System(id); x != nil {
			where = append(where, b.Text(x.Name))
		}
	}
	if len(where) > 0 {
		parts = append(parts, b.Say("kept-in", strings.Join(where, ", ")))
	}
	group.Text = joinSentences(parts)
	for _, f := range d.Fields {
		group.Items = append(group.Items, b.field(f))
	}
	return group
}

func (b Speaker) field(f *promise.FieldDecl) string {
	item := b.Text(f.Name)
	if f.Mask {
		item += " (" + b.Say("masked") + ")"
	}
	return item
}

// sources says where data come from.
// Keeps: HMS-07
func (b Speaker) sources(s *Section) {
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/sources", Register: g.ID, Title: b.register(g)}
		for _, x := range g.Sources {
			c := b.clause(joinSentences([]string{b.Text(x.Name) + ": " + b.Refs(g, x.Data), b.Text(x.Text), b.told(x.Tell)}), x.Origin)
			c.Facts = b.sourceFacts(g, x)
			group.Clauses = append(group.Clauses, c)
		}
		s.Groups = append(s.Groups, group)
	}
}

func (b Speaker) sourceFacts(g *promise.Register, x *promise.SourceDecl) []Fact {
	from := b.Word("from", x.From)
	if p := b.org.Party(x.Party); p != nil {
		from += ": " + b.Text(p.Name)
		var names []string
		for _, m := range b.Members(p.ID) {
			names = append(names, b.Text(m.Name))
		}
		if len(names) > 0 {
			from += " (" + strings.Join(names, ", ") + ")"
		}
	}
	var when []string
	for _, id := range x.If {
		when = append(when, b.State(g, id))
	}
	out := facts(Fact{Name: b.Say("given-by"), Text: from}, Fact{Name: b.Say("when"), Text: strings.Join(when, ", ")})
	if x.Names == "reference" {
		out = append(out, Fact{Name: b.Say("who-told"), Text: b.Say("named-on-request")})
	}
	return out
}

// told says when and by whom persons learn that data about them came from elsewhere.
func (b Speaker) told(t *promise.Tell) string {
	switch {
	case t == nil:
		return ""
	case t.Unless != "":
		return b.Say("told-unless", b.Word("tell-unless", t.Unless))
	case !t.Within.IsZero() && t.By != "":
		return b.Say("told-by", t.Within.Words(b.Lang), b.Word("tell-by", t.By))
	case !t.Within.IsZero():
		return b.Say("told", t.Within.Words(b.Lang))
	case t.By != "":
		return b.Say("told-how", b.Word("tell-by", t.By))
	}
	return ""
}

// DataMap lists, for each category and purpose, who gives, what, for what, to whom, and
// how long.
// Law: gdpr 30(1)
func (b Speaker) DataMap() []MapRow {
	var out []MapRow
	for _, g := range b.registers() {
		for _, d := range g.Data {
			for _, p := range d.Purposes() {
				out = append(out, b.mapRow(g, d, p))
			}
		}
	}
	return out
}

func (b Speaker) mapRow(g *promise.Register, d *promise.Category, p *promise.Purpose) MapRow {
	row := MapRow{Register: g.ID, Category: d.ID, PurposeID: p.ID, Data: b.Text(d.Name), Purpose: b.Text(p.Name)}
	has := func(refs []promise.Ref) bool {
		return slices.ContainsFunc(refs, func(r promise.Ref) bool { return r.Category == d.ID })
	}
	for _, s := range g.Sources {
		if has(s.Data) {
			row.Sources = append(row.Sources, b.Text(s.Name))
		}
	}
	for _, f := range g.Flows {
		for up := p; up != nil && has(f.Data); up = g.Purpose(up.Under) {
			if len(f.For) == 0 || slices.Contains(f.For, up.ID) {
				row.Recipients = append(row.Recipients, b.Party(f.To))
				break
			}
		}
	}
	for _, id := range d.KeptIn {
		if x := b.org.System(id); x != nil && x.RunBy != "" && !slices.Contains(row.Recipients, b.Party(x.RunBy)) {
			row.Recipients = append(row.Recipients, b.Party(x.RunBy))
		}
	}
	for _, x := range g.Retention {
		if has(x.Data) && keptFor(g, x, p) {
			row.Periods = append(row.Periods, b.Release.Period(g, x, b.Lang))
		}
	}
	row.Source, row.Recipient, row.Period = strings.Join(row.Sources, "; "), strings.Join(row.Recipients, "; "), strings.Join(row.Periods, "; ")
	return row
}

// keptFor reports whether a retention clause speaks of a purpose, by its name or by that
// of one above it.
func keptFor(g *promise.Register, x *promise.Retention, p *promise.Purpose) bool {
	if len(x.For) == 0 {
		return true
	}
	for up := p; up != nil; up = g.Purpose(up.Under) {
		if slices.Contains(x.For, up.ID) {
			return true
		}
	}
	return false
}
