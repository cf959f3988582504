// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"path"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// data lists the fields of every category.
// Keeps: HMS-14
// Keeps: HMS-19
// Keeps: HMS-21
// Keeps: HMS-28
func (b builder) data(s *Section) {
	for _, g := range b.release.Registers {
		for _, d := range g.Data {
			group := Group{Anchor: g.ID + "/data/" + d.ID, Register: g.ID, Title: b.text(g.Name) + ": " + b.text(d.Name), Text: b.text(d.Text)}
			if d.Special != "" {
				group.Text = joinSentences([]string{group.Text, b.say("special", b.say("special-"+d.Special))})
			}
			var where []string
			for _, id := range d.KeptIn {
				if x := b.org.System(id); x != nil {
					where = append(where, b.text(x.Name))
				}
			}
			if len(where) > 0 {
				group.Text = joinSentences([]string{group.Text, b.say("kept-in", strings.Join(where, ", "))})
			}
			for _, f := range d.Fields {
				item := b.text(f.Name)
				if f.Mask {
					item += " (" + b.say("masked") + ")"
				}
				group.Items = append(group.Items, item)
			}
			s.Groups = append(s.Groups, group)
		}
	}
}

// sources says where data come from.
// Keeps: HMS-07
func (b builder) sources(s *Section) {
	for _, g := range b.release.Registers {
		group := Group{Anchor: g.ID + "/sources", Register: g.ID, Title: b.text(g.Name)}
		for _, x := range g.Sources {
			parts := []string{b.text(x.Name) + ": " + b.refs(g, x.Data), b.text(x.Text)}
			if x.Tell != nil && !x.Tell.Within.IsZero() {
				parts = append(parts, b.say("told", x.Tell.Within.Words(b.lang)))
			}
			group.Clauses = append(group.Clauses, clauseOf(g.ID+"/sources/"+x.ID, joinSentences(parts), x.Origin))
		}
		s.Groups = append(s.Groups, group)
	}
}

// recipients lists processors with their agreements, and what flows to whom.
// Keeps: HMS-40
// Keeps: HMS-41
// Keeps: HMS-42
// Keeps: HMS-43
// Keeps: HMS-44
func (b builder) recipients(s *Section) {
	for _, p := range b.org.Parties {
		if p.As == "processor" {
			s.Processors = append(s.Processors, b.processor(p))
		}
	}
	for _, g := range b.release.Registers {
		if len(g.Flows) == 0 {
			continue
		}
		group := Group{Anchor: g.ID + "/flows", Register: g.ID, Title: b.text(g.Name)}
		for _, f := range g.Flows {
			sentence := b.say("flows", b.party(f.To), b.refs(g, f.Data), b.purposeNames(g, f.For))
			group.Clauses = append(group.Clauses, clauseOf(g.ID+"/flows/"+f.ID, joinSentences([]string{sentence, b.text(f.Text)}), f.Origin))
		}
		s.Groups = append(s.Groups, group)
	}
}

func (b builder) processor(p *promise.Party) Processor {
	out := Processor{Anchor: b.org.ID + "/parties/" + p.ID, Name: b.text(p.Name), Text: b.text(p.Text), Country: p.Country, URL: p.URL}
	a := p.Agreement
	if a == nil {
		return out
	}
	out.Dated, out.Agreement = a.Dated, b.say("agreement-dated", string(a.Dated))
	if a.Public {
		out.Document, out.Size = a.Document, a.Size
		out.Type = strings.ToUpper(strings.TrimPrefix(path.Ext(a.Document), "."))
	}
	return out
}
