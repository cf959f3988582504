// SPDX-License-Identifier: EUPL-1.2

package rulebook_test

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// scan decides by reading every clause from top to bottom, straight from the model. It is
// written apart from the table and is as plain as the language's own page, so that the
// two can be held against each other.
type scan struct {
	release *promise.Release
	clauses []*promise.Clause
}

// asked is a query in words; known says of each fact whether it is true, and leaves out
// what is not known.
type asked struct {
	role, register, purpose, category string
	action                            promise.Action
	to, unit                          string
	known                             map[string]bool
}

type answer struct {
	allowed  bool
	clause   string
	silent   bool
	fields   uint64
	requires []string
	missing  []string
}

func (s scan) decide(q asked) answer {
	category := s.release.Category(q.register + "/" + q.category)
	var allows []*promise.Clause
	var hidden uint64
	hider := ""
	for _, c := range s.clauses {
		fields := s.concerns(c, q, category)
		if fields == 0 {
			continue
		}
		switch c.Verb {
		case promise.Allow:
			allows = append(allows, c)
		case promise.Forbid:
			if !s.bars(c, q) {
				continue
			}
			if fields == category.AllFields() {
				return answer{clause: c.Name}
			}
			hidden |= fields
			if hider == "" {
				hider = c.Name
			}
		}
	}
	slices.SortStableFunc(allows, func(x, y *promise.Clause) int { return len(x.With) - len(y.With) })
	stopped := false
	for _, c := range allows {
		if len(s.lacks(c, q)) > 0 || !s.reaches(c, q) {
			continue
		}
		if s.concerns(c, q, category)&^hidden == 0 {
			stopped = true
			continue
		}
		return s.allowed(c, allows, q, category, hidden)
	}
	if stopped {
		return answer{clause: hider}
	}
	a := answer{silent: true}
	for i, c := range allows {
		if lacks := s.lacks(c, q); i == 0 || len(lacks) < len(a.missing) {
			a.clause, a.missing = c.Name, lacks
		}
	}
	return a
}

func (s scan) allowed(by *promise.Clause, allows []*promise.Clause, q asked, category *promise.Category, hidden uint64) answer {
	a := answer{allowed: true, clause: by.Name}
	for _, c := range allows {
		more := slices.ContainsFunc(c.With, func(x promise.Safeguard) bool { return !slices.Contains(by.With, x) })
		if !more && len(s.lacks(c, q)) == 0 && s.reaches(c, q) {
			a.fields |= s.concerns(c, q, category)
		}
	}
	a.fields &^= hidden
	for i, f := range category.Fields {
		if f.Mask && q.role != "system" && (q.action == promise.Find || q.action == promise.OpenRecord) {
			a.fields &^= 1 << i
		}
	}
	for _, c := range s.clauses {
		if c.Verb == promise.Require && s.concerns(c, q, category) != 0 && s.bars(c, q) {
			a.requires = append(a.requires, c.Name)
		}
	}
	return a
}

// concerns returns the fields for which the clause speaks of this role, purpose,
// category and action at all.
func (s scan) concerns(c *promise.Clause, q asked, category *promise.Category) uint64 {
	if c.Register != "" && c.Register != q.register || !slices.Contains(c.Actions, q.action) || !s.role(c, q.role) || !s.purpose(c, q, category) {
		return 0
	}
	if c.Builtin && category.About != "person" && category.About != "person-at-company" && category.About != "visitor" {
		return 0
	}
	if len(c.Data) == 0 {
		return category.AllFields()
	}
	var mask uint64
	for _, ref := range c.Data {
		if ref.Category != q.category {
			continue
		}
		for i, f := range category.Fields {
			if ref.Field == "" || ref.Field == f.ID {
				mask |= 1 << i
			}
		}
	}
	return mask
}

func (s scan) role(c *promise.Clause, role string) bool {
	is := func(id string) bool {
		if id == "everyone" {
			return role != "system" && (c.Verb != promise.Allow || !s.external(role))
		}
		return s.under(role, id)
	}
	excepted := slices.ContainsFunc(c.Except, func(id string) bool {
		return id == "everyone" && role != "system" || id != "everyone" && s.under(role, id)
	})
	return !excepted && (slices.ContainsFunc(c.Who, is) || len(c.Who) == 0 && c.Verb != promise.Allow)
}

func (s scan) under(role, ancestor string) bool {
	for {
		if role == ancestor {
			return true
		}
		r := s.release.Organisation.Role(role)
		if r == nil || r.Under == "" {
			return false
		}
		role = r.Under
	}
}

func (s scan) external(role string) bool {
	for r := s.release.Organisation.Role(role); r != nil; r = s.release.Organisation.Role(r.Under) {
		if r.External {
			return true
		}
	}
	return false
}

// purpose applies purpose limitation: the category is kept for the purpose, the purpose
// is for the action, and the clause names it, one above it, or none.
func (s scan) purpose(c *promise.Clause, q asked, category *promise.Category) bool {
	if (q.role == "system") != (q.purpose == "upkeep") {
		return false
	}
	if q.purpose == "upkeep" {
		return c.Verb != promise.Allow && len(c.For) == 0 || slices.Contains(c.For, "upkeep") || slices.Contains(c.For, q.register+"/upkeep")
	}
	g := s.release.Register(q.register)
	kept, named := false, len(c.For) == 0
	for _, p := range g.Purposes {
		if p.Under == q.purpose {
			return false // a heading
		}
	}
	p := g.Purpose(q.purpose)
	if c.Verb == promise.Forbid && len(c.For) == 0 && !s.keptFor(g, p, category) {
		return true // a forbid without a purpose stands in every purpose
	}
	if p.Only != nil && !slices.Contains(p.Only, q.action) {
		return false
	}
	for ; p != nil; p = g.Purpose(p.Under) {
		kept = kept || slices.Contains(category.For, p.ID)
		named = named || slices.Contains(c.For, p.ID) || p.ID == q.purpose && slices.Contains(c.For, q.register+"/"+p.ID)
	}
	return kept && named
}

func (s scan) keptFor(g *promise.Register, p *promise.Purpose, category *promise.Category) bool {
	for ; p != nil; p = g.Purpose(p.Under) {
		if slices.Contains(category.For, p.ID) {
			return true
		}
	}
	return false
}

func (s scan) lacks(c *promise.Clause, q asked) []string {
	var out []string
	for _, f := range c.If {
		if !q.known[f] {
			out = append(out, f)
		}
	}
	for _, f := range c.Unless {
		if v, known := q.known[f]; !known || v {
			out = append(out, f)
		}
	}
	return out
}

func (s scan) bars(c *promise.Clause, q asked) bool {
	for _, f := range c.If {
		if v, known := q.known[f]; known && !v {
			return false
		}
	}
	for _, f := range c.Unless {
		if q.known[f] {
			return false
		}
	}
	outward := strings.Contains(" disclose send publish submit auto-forward ", " "+q.action.String()+" ")
	if len(c.To) > 0 && !s.party(c, q.to) && (q.to != "" || !outward) {
		return false
	}
	return len(c.Units) == 0 || q.unit == "" || slices.Contains(c.Units, q.unit)
}

func (s scan) reaches(c *promise.Clause, q asked) bool {
	return (len(c.To) == 0 || s.party(c, q.to)) && (len(c.Units) == 0 || slices.Contains(c.Units, q.unit))
}

func (s scan) party(c *promise.Clause, party string) bool {
	for p := s.release.Organisation.Party(party); p != nil; p = s.release.Organisation.Party(p.Under) {
		if slices.Contains(c.To, p.ID) {
			return true
		}
	}
	return false
}

// query turns the words into codes and bits.
func (q asked) query(b *rulebook.Rulebook) (rulebook.Query, rulebook.Facts) {
	var f rulebook.Facts
	for name, v := range q.known {
		if bit, ok := b.FactBit(name); ok {
			f.Known |= 1 << bit
			if v {
				f.True |= 1 << bit
			}
		}
	}
	return rulebook.Query{Role: b.Role(q.role), Purpose: b.Purpose(q.register + "/" + q.purpose), Category: b.Category(q.register + "/" + q.category),
		Action: q.action, To: b.Party(q.to), Unit: b.Unit(q.unit)}, f
}
