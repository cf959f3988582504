// SPDX-License-Identifier: EUPL-1.2

package promise

// tree is one hierarchy built by "under": roles, purposes, units or parties. Ids stand
// in file order.
type tree struct {
	ids    []string
	parent map[string]string
}

func newTree[T any](list []*T, id, under func(*T) string) tree {
	t := tree{ids: make([]string, len(list)), parent: make(map[string]string, len(list))}
	for i, x := range list {
		t.ids[i] = id(x)
		t.parent[id(x)] = under(x)
	}
	return t
}

// organisationTrees are the hierarchies of an organisation that was loaded, made once.
type organisationTrees struct{ roles, units, parties tree }

// plant makes the trees once and for all; nothing is declared after it.
func (o *Organisation) plant() {
	o.trees = nil
	o.trees = &organisationTrees{roles: o.roleTree(), units: o.unitTree(), parties: o.partyTree()}
}

func (o *Organisation) roleTree() tree {
	if o.trees != nil {
		return o.trees.roles
	}
	return newTree(o.Roles, func(r *Role) string { return r.ID }, func(r *Role) string { return r.Under })
}

func (o *Organisation) unitTree() tree {
	if o.trees != nil {
		return o.trees.units
	}
	return newTree(o.Units, func(u *UnitDecl) string { return u.ID }, func(u *UnitDecl) string { return u.Under })
}

func (o *Organisation) partyTree() tree {
	if o.trees != nil {
		return o.trees.parties
	}
	return newTree(o.Parties, func(p *Party) string { return p.ID }, func(p *Party) string { return p.Under })
}

func (g *Register) purposeTree() tree {
	if g.known != nil {
		return g.known.purposes
	}
	return newTree(g.Purposes, func(p *Purpose) string { return p.ID }, func(p *Purpose) string { return p.Under })
}

// maxLevels is how deep a hierarchy may be; real ones have three or four levels.
const maxLevels = 24

// within reports whether id is ancestor itself or stands below it. It ends on trees that
// are too deep or run in a circle too, which are reported when the tree is resolved.
func (t tree) within(id, ancestor string) bool {
	for range maxLevels {
		if id == ancestor {
			return true
		}
		up, known := t.parent[id]
		if !known || up == "" {
			return false
		}
		id = up
	}
	return false
}

// below returns id, if it exists, and everything under it, in file order.
func (t tree) below(id string) []string {
	var out []string
	for _, x := range t.ids {
		if t.within(x, id) {
			out = append(out, x)
		}
	}
	return out
}

// leaf reports whether nothing stands under id.
func (t tree) leaf(id string) bool {
	for _, up := range t.parent {
		if up == id {
			return false
		}
	}
	return true
}

// endless reports whether going up from id does not end within the levels allowed.
func (t tree) endless(id string) bool {
	for range maxLevels {
		up, known := t.parent[id]
		if !known || up == "" {
			return false
		}
		id = up
	}
	return true
}

// RolesBelow returns the role and every role under it, in file order. For "everyone" it
// returns all staff roles, which excludes external ones.
func (o *Organisation) RolesBelow(id string) []string {
	if id != Everyone {
		return o.roleTree().below(id)
	}
	var out []string
	for _, r := range o.Roles {
		if !o.isExternal(r) {
			out = append(out, r.ID)
		}
	}
	return out
}

// IsRole reports whether role is ancestor or stands under it.
func (o *Organisation) IsRole(role, ancestor string) bool { return o.roleTree().within(role, ancestor) }

// isExternal reports whether a role or one above it is external.
func (o *Organisation) isExternal(r *Role) bool {
	t := o.roleTree()
	for _, x := range o.Roles {
		if x.External && t.within(r.ID, x.ID) {
			return true
		}
	}
	return false
}

// UnitsBelow returns the unit and every unit under it.
func (o *Organisation) UnitsBelow(id string) []string { return o.unitTree().below(id) }

// PartiesBelow returns the party and every party under it.
func (o *Organisation) PartiesBelow(id string) []string { return o.partyTree().below(id) }

// IsLeaf reports whether the purpose is one that somebody can act for: a purpose with
// others under it is their heading.
func (g *Register) IsLeaf(purpose string) bool { return g.purposeTree().leaf(purpose) }

// Leaves returns the purposes of the register that somebody can act for, in file order.
func (g *Register) Leaves() []*Purpose {
	t := g.purposeTree()
	var out []*Purpose
	heading := map[string]bool{}
	for _, up := range t.parent {
		heading[up] = true
	}
	for _, p := range g.Purposes {
		if !heading[p.ID] {
			out = append(out, p)
		}
	}
	return out
}

// inheritRights gives a register the organisation's answer to each right that it says
// nothing of itself.
func (g *Register) inheritRights(o *Organisation) {
	for _, id := range g.RightsThatFollow() {
		own := func(r *Right) string { return r.ID }
		if r := find(o.Rights, id, own); r != nil && find(g.Rights, id, own) == nil {
			g.Rights = append(g.Rights, r)
		}
	}
}

// inherit gives children what their parents state: basis, law, condition, needs,
// interest, expectation, limits of action, and what is direct marketing.
func (g *Register) inherit() {
	t := g.purposeTree()
	for _, p := range g.Purposes {
		if t.endless(p.ID) {
			continue // reported when the tree is resolved
		}
		for up := g.Purpose(p.Under); up != nil; up = g.Purpose(up.Under) {
			if p.Basis == "" && up.Basis != "" {
				p.Basis, p.Needs, p.Interest, p.Expects = up.Basis, up.Needs, up.Interest, up.Expects
				if len(p.Law) == 0 {
					p.Law = up.Law
				}
			}
			if p.Condition == "" {
				p.Condition = up.Condition
			}
			if p.Only == nil {
				p.Only = up.Only
			}
			p.DirectMarketing = p.DirectMarketing || up.DirectMarketing
		}
	}
}
