// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"slices"
	"strings"
)

// Pair is one category for one purpose it is kept for, with the fields a clause covers.
// Purpose is a qualified name, because the built-in purpose of upkeep has no declaration.
type Pair struct {
	Category *Category
	Purpose  string // "register/purpose"
	Fields   uint64 // mask over the category's fields
	// Only are the actions the purpose is limited to; nil means every action.
	Only []Action
}

// Coverage is what a clause covers, with all names of parents replaced by what they stand
// for. The cells are the roles times the pairs times the clause's actions, less the
// actions that a pair's purpose is not for.
// Law: gdpr 5(1)(b)
type Coverage struct {
	Roles []string // SystemRole is among them only where the clause means it
	Pairs []Pair
}

// Coverage works out what a clause covers. A clause over several categories and purposes
// covers only the pairs where the category is kept for the purpose: purpose limitation
// is written once, at the data, and no clause can widen it. The role system acts for
// upkeep only, and nobody else does.
func (r *Release) Coverage(c *Clause) Coverage {
	return Coverage{Roles: r.rolesOf(c), Pairs: r.pairsOf(c)}
}

// rolesOf expands who and except. In an allow "everyone" is all staff; in a forbid or
// require it covers external roles as well, because a ban with a hole is none. A forbid
// or require without who covers the role system too.
func (r *Release) rolesOf(c *Clause) []string {
	o := r.Organisation
	except := map[string]bool{}
	for _, id := range c.Except {
		for _, role := range r.expandRole(id, true) {
			except[role] = true
		}
	}
	who := map[string]bool{}
	if len(c.Who) == 0 && c.Verb != Allow {
		who[SystemRole] = true
		for _, role := range o.Roles {
			who[role.ID] = true
		}
	}
	for _, id := range c.Who {
		for _, role := range r.expandRole(id, c.Verb != Allow) {
			who[role] = true
		}
	}
	var out []string
	if who[SystemRole] && !except[SystemRole] {
		out = append(out, SystemRole)
	}
	for _, role := range o.Roles {
		if who[role.ID] && !except[role.ID] {
			out = append(out, role.ID)
		}
	}
	return out
}

func (r *Release) expandRole(id string, external bool) []string {
	switch {
	case id == SystemRole:
		return []string{SystemRole}
	case id == Everyone && external:
		return r.Organisation.roleTree().ids
	}
	return r.Organisation.RolesBelow(id)
}

// pairsOf lists the pairs of category and purpose that a clause covers.
func (r *Release) pairsOf(c *Clause) []Pair {
	var out []Pair
	for _, g := range r.registersOf(c) {
		t := g.purposeTree()
		for _, category := range g.Data {
			fields := c.fieldsOf(category)
			if fields == 0 || c.Builtin && !category.About.Personal() {
				continue // the law's own clauses are about persons
			}
			for _, p := range category.purposes {
				if c.coversPurpose(t, p) {
					out = append(out, Pair{category, p.Qualified(), fields, p.Only})
				}
			}
			if c.coversUpkeep(g) {
				out = append(out, Pair{category, g.ID + "/" + UpkeepPurpose, fields, nil})
			}
		}
	}
	return out
}

// registersOf lists the registers whose data a clause can speak of.
func (r *Release) registersOf(c *Clause) []*Register {
	if c.Register == "" {
		return r.Registers
	}
	if g := r.Register(c.Register); g != nil {
		return []*Register{g}
	}
	return nil
}

// fieldsOf returns the fields of a category that the clause names; a clause without data
// names all fields of all categories.
func (c *Clause) fieldsOf(category *Category) uint64 {
	if len(c.Data) == 0 {
		return category.AllFields()
	}
	var mask uint64
	for i := range c.Data {
		ref := &c.Data[i]
		if ref.Category != category.ID {
			continue
		}
		if ref.Field == "" {
			return category.AllFields()
		}
		if bit, ok := category.FieldBit(ref.Field); ok {
			mask |= 1 << bit
		}
	}
	return mask
}

// AllFields is the mask of all fields of the category.
func (c *Category) AllFields() uint64 {
	if len(c.Fields) >= maxFields {
		return ^uint64(0)
	}
	return 1<<len(c.Fields) - 1
}

// coversPurpose reports whether the clause names the purpose, one above it, or none at
// all. Built-in clauses, which belong to no register, name purposes by qualified names.
func (c *Clause) coversPurpose(t tree, p *Purpose) bool {
	return len(c.For) == 0 || slices.ContainsFunc(c.For, func(id string) bool {
		return t.within(p.ID, id) || strings.Contains(id, "/") && id == p.Qualified()
	})
}

func (c *Clause) coversUpkeep(g *Register) bool {
	return len(c.For) == 0 && c.Verb != Allow || slices.Contains(c.For, UpkeepPurpose) || slices.Contains(c.For, g.ID+"/"+UpkeepPurpose)
}

// MayAct reports whether a role can act for a purpose at all: the role system acts for
// upkeep and nothing else, and upkeep is nobody else's.
func MayAct(role, qualifiedPurpose string) bool {
	return (role == SystemRole) == strings.HasSuffix(qualifiedPurpose, "/"+UpkeepPurpose)
}

// Takes reports whether the pair's purpose admits the action.
func (p Pair) Takes(a Action) bool { return p.Only == nil || slices.Contains(p.Only, a) }
