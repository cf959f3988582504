// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// brief says the most important things in a handful of sentences: who, about whom and
// what for, who sees the most sensitive, how long, and where to turn.
func (b builder) brief() []string {
	out := []string{b.say("brief-controller", b.org.Controller.Name)}
	for _, g := range b.release.Registers {
		if s := b.briefRegister(g); s != "" {
			out = append(out, s)
		}
	}
	for _, g := range b.release.Registers {
		for _, d := range g.Data {
			if roles := b.readers(g, d); d.Special != "" && len(roles) > 0 {
				out = append(out, b.say("brief-special", b.text(d.Name), strings.Join(roles, ", ")))
			}
		}
	}
	for _, g := range b.release.Registers {
		for _, x := range g.Retention {
			if x.AtLeast != nil {
				out = append(out, b.release.RetentionSentence(g, x, b.lang))
			}
		}
	}
	if b.release.Register("log") != nil {
		out = append(out, b.say("brief-log"))
	}
	for _, c := range b.org.Contacts {
		if slices.Contains(c.Handles, "requests") {
			out = append(out, b.say("brief-contact", b.text(c.Name), strings.TrimPrefix(strings.Join([]string{c.Email, c.Phone}, ", "), ", ")))
			break
		}
	}
	return out
}

// briefRegister says whom a register is about and what for; the log speaks for itself.
func (b builder) briefRegister(g *promise.Register) string {
	if g.ID == "log" || len(g.Subjects) == 0 {
		return ""
	}
	var subjects, purposes []string
	for _, x := range g.Subjects {
		subjects = append(subjects, b.text(x.Name))
	}
	for _, p := range g.Leaves() {
		purposes = append(purposes, b.text(p.Name))
	}
	return b.say("brief-register", b.text(g.Name), strings.Join(subjects, ", "), strings.Join(purposes, "; "))
}

// readers names the roles that some clause lets open the category.
func (b builder) readers(g *promise.Register, d *promise.Category) []string {
	var ids []string
	for _, c := range g.Access {
		opens := c.Verb == promise.Allow && c.Covers(promise.OpenRecord) && slices.ContainsFunc(c.Data, func(r promise.Ref) bool { return r.Category == d.ID })
		if !opens {
			continue
		}
		for _, id := range c.Who {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	var out []string
	for _, id := range ids {
		under := slices.ContainsFunc(ids, func(other string) bool { return other != id && b.org.IsRole(id, other) })
		if name := b.role(id); name != "" && !under {
			out = append(out, name)
		}
	}
	return out
}

// dataMap lists, for each category and purpose, who gives, what, for what, to whom, and
// how long.
func (b builder) dataMap() []MapRow {
	var out []MapRow
	for _, g := range b.release.Registers {
		for _, d := range g.Data {
			for _, p := range d.Purposes() {
				out = append(out, b.mapRow(g, d, p))
			}
		}
	}
	return out
}

func (b builder) mapRow(g *promise.Register, d *promise.Category, p *promise.Purpose) MapRow {
	row := MapRow{Register: g.ID, Category: d.ID, PurposeID: p.ID, Data: b.text(d.Name), Purpose: b.text(p.Name)}
	has := func(refs []promise.Ref) bool {
		return slices.ContainsFunc(refs, func(r promise.Ref) bool { return r.Category == d.ID })
	}
	for _, s := range g.Sources {
		if has(s.Data) {
			row.Sources = append(row.Sources, b.text(s.Name))
		}
	}
	for _, f := range g.Flows {
		for up := p; up != nil && has(f.Data); up = g.Purpose(up.Under) {
			if len(f.For) == 0 || slices.Contains(f.For, up.ID) {
				row.Recipients = append(row.Recipients, b.party(f.To))
				break
			}
		}
	}
	for _, id := range d.KeptIn {
		if x := b.org.System(id); x != nil && x.RunBy != "" && !slices.Contains(row.Recipients, b.party(x.RunBy)) {
			row.Recipients = append(row.Recipients, b.party(x.RunBy))
		}
	}
	for _, x := range g.Retention {
		if has(x.Data) && (len(x.For) == 0 || slices.Contains(x.For, p.ID)) {
			row.Periods = append(row.Periods, b.release.Period(g, x, b.lang))
		}
	}
	row.Source, row.Recipient, row.Period = strings.Join(row.Sources, "; "), strings.Join(row.Recipients, "; "), strings.Join(row.Periods, "; ")
	return row
}
