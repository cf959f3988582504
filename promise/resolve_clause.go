// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
)

// clause resolves the names of one rule. g is nil for a rule of the organisation.
func (v *resolver) clause(c *Clause, g *Register) {
	roles := v.house.rolesAndAll
	v.allKnown(c.Name, c.Pos, "role", c.Who, roles)
	v.allKnown(c.Name, c.Pos, "role", c.Except, roles)
	v.allKnown(c.Name, c.Pos, "party", c.To, v.org.partyTree().ids)
	v.allKnown(c.Name, c.Pos, "unit", c.Units, v.org.unitTree().ids)
	if g != nil {
		v.refs(g, c.Name, c.Data)
		v.allKnown(c.Name, c.Pos, "purpose", c.For, g.purposeTree().ids)
	}
	for _, s := range c.With {
		v.known(c.Name, c.Pos, "list", s.List, v.house.lists)
		v.known(c.Name, c.Pos, "role", s.Role, v.org.roleTree().ids)
	}
	for _, e := range c.Then {
		if e.Kind == "notify" {
			v.known(c.Name, c.Pos, "role", e.Arg, v.org.roleTree().ids)
		}
	}
	v.facts(c, g, c.If)
	v.facts(c, g, c.Unless)
	for _, name := range c.If {
		if slices.Contains(c.Unless, name) {
			v.error("E7", c.Name, c.Pos, fmt.Sprintf("the fact %q stands in if and in unless: the clause can never match", name), "", "take one out")
		}
	}
}

// facts checks fact names and writes declared states as "register.state".
func (v *resolver) facts(c *Clause, g *Register, names []string) {
	for i, name := range names {
		full, candidates := v.fact(g, name)
		if full == "" {
			v.known(c.Name, c.Pos, "fact or state", name, candidates)
			continue
		}
		names[i] = full
	}
}

// fact returns the full name of a fact, or "" and the names that could have been meant.
func (v *resolver) fact(g *Register, name string) (full string, candidates []string) {
	if slices.Contains(factWords, name) {
		return name, nil
	}
	candidates = slices.Clone(factWords)
	if g != nil {
		for _, s := range g.States {
			candidates = append(candidates, s.ID)
			if name == s.ID || name == g.ID+"."+s.ID {
				return g.ID + "." + s.ID, nil
			}
		}
		for _, p := range g.Permissions {
			candidates = append(candidates, "permitted."+p.ID)
			if name == "permitted."+p.ID {
				return name, nil
			}
		}
		return "", candidates
	}
	if register, state, ok := strings.Cut(name, "."); ok {
		if other := v.release.Register(register); other != nil && other.State(state) != nil {
			return name, nil
		}
	}
	return "", candidates
}

// moments resolves states, events and relations: their categories and date fields.
func (v *resolver) moments(g *Register) {
	for _, s := range g.States {
		clause := g.ID + "/states/" + s.ID
		if slices.Contains(factWords, s.ID) {
			v.error("E3", clause, s.Pos, fmt.Sprintf("%q is the name of a fact", s.ID), "facts are built in", "choose another id for the state")
		}
		for _, p := range s.Any {
			v.dated(g, clause, s.Pos, p.Data, p.From, p.To, p.Where)
		}
	}
	for _, e := range g.Events {
		v.dated(g, g.ID+"/events/"+e.ID, e.Pos, e.Data, e.Field, "", e.Where)
	}
	for _, r := range g.Relations {
		clause := g.ID + "/relations/" + r.ID
		if !slices.Contains(relationFacts, r.ID) {
			v.error("E2", clause, r.Pos, fmt.Sprintf("%q is no fact that records can make true", r.ID), "", "known: "+strings.Join(relationFacts, ", "))
		}
		if (r.Staff == "") == (r.Unit == "") {
			v.error("E7", clause, r.Pos, "a relation names either the field with the member of staff or the one with the unit", "", "add staff: field, or unit: field")
		}
		if !v.dated(g, clause, r.Pos, r.Data, r.From, r.To, nil) {
			continue
		}
		c := g.Category(r.Data)
		v.typed(clause, r.Pos, c, r.Staff, TypeStaff, TypeStaffList)
		v.typed(clause, r.Pos, c, r.Unit, TypeUnit)
	}
}

// dated checks that a category exists and that the fields are dates of it.
func (v *resolver) dated(g *Register, clause string, at Pos, data, from, to string, where map[string][]string) bool {
	if data == "" || !v.known(clause, at, "category", data, v.here.categories) {
		return false
	}
	c := g.Category(data)
	v.typed(clause, at, c, from, TypeDate, TypeTime)
	v.typed(clause, at, c, to, TypeDate, TypeTime)
	for _, field := range sortedKeys(where) {
		if !v.known(clause, at, "field", field, fieldIDs(c)) {
			continue
		}
		codes := v.codes(c.Field(field))
		for _, value := range where[field] {
			if codes != nil {
				v.known(clause, at, "value of "+field, value, codes)
			}
		}
	}
	return true
}

// codes returns the values a choice may have, or nil for another type.
func (v *resolver) codes(f *FieldDecl) []string {
	values := f.Choices
	if l := v.org.List(f.List); l != nil {
		values = l.Values
	}
	if values == nil {
		return nil
	}
	return ids(values, func(x *ListValue) string { return x.Code })
}

func (v *resolver) typed(clause string, at Pos, c *Category, field string, types ...FieldType) {
	if field == "" || !v.known(clause, at, "field", field, fieldIDs(c)) {
		return
	}
	if t := c.Field(field).Type; !slices.Contains(types, t) {
		v.error("E42", clause, at, fmt.Sprintf("the field %q is of type %s", field, t), fmt.Sprintf("it would have to be of type %s", types[0]), "name another field")
	}
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
