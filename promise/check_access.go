// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
)

// maxPairs bounds how many pairs of category and purpose all clauses together may cover.
// A million clauses over a few categories each stay below it.
const maxPairs = 8_000_000

// access checks the clauses against each other: the whole decision table is finite.
func (c *checker) access() {
	registers := c.release.Registers
	found := make([]*accessFound, len(registers))
	var total atomic.Int64
	eachWith(len(registers), c.allRoles, func(roles *allRoles, i int) {
		if total.Load() <= maxPairs {
			found[i] = c.accessOf(registers[i], roles, &total)
		}
	})
	if total.Load() > maxPairs {
		c.tooManyPairs()
		return
	}
	for _, f := range found {
		c.problems = append(c.problems, f.problems...)
	}
	c.wide(found)
}

// tooManyPairs names the clause at which the bound is passed.
func (c *checker) tooManyPairs() {
	total, roles := 0, c.allRoles()
	var indexes []*registerIndex
	for _, g := range c.release.Registers {
		indexes = append(indexes, newRegisterIndex(g, roles))
	}
	passed := func(x *Clause, in []*registerIndex) bool {
		for _, index := range in {
			if total += index.count(x); total > maxPairs {
				c.error("E71", x.Name, x.Pos, fmt.Sprintf("the clauses cover more than %d pairs of category and purpose", maxPairs), "", "write fewer or narrower clauses")
				return true
			}
		}
		return false
	}
	if slices.ContainsFunc(c.org.Rules, func(x *Clause) bool { return passed(x, indexes) }) {
		return
	}
	for i, g := range c.release.Registers {
		if slices.ContainsFunc(g.Access, func(x *Clause) bool { return passed(x, indexes[i:i+1]) }) {
			return
		}
	}
}

// accessFound is what was found in one register.
type accessFound struct {
	problems Problems
	wide     []wideFound // by rule of the organisation
	twins    []twin      // forbids that say the same here as one of the organisation's
}

// wideFound is what a rule of the organisation does in one register. Rules that say the
// same here have the same number in alike.
type wideFound struct {
	pairs            bool // it covers something here
	reaches, special bool
	buried           burial
	alike            int
}

// registerAccess is the work on one register.
type registerAccess struct {
	*checker
	*registerIndex
	wide, own []*cells
	forbids   map[[2]int32][]*cells // by pair, in order
	found     *accessFound
}

func (c *checker) accessOf(g *Register, roles *allRoles, total *atomic.Int64) *accessFound {
	f := &accessFound{}
	m := &roles.scratch
	m.reset()
	a := &registerAccess{checker: &checker{loading: &loading{release: c.release}, org: c.org}, registerIndex: newRegisterIndex(g, roles), wide: m.wide, own: m.own, found: f}
	defer func() { m.wide, m.own = a.wide, a.own }()
	for _, list := range [][]*Clause{c.org.Rules, g.Access} {
		for _, x := range list {
			// A clause without data covers so much that it is counted before.
			if len(x.Data) == 0 && total.Load()+int64(a.count(x)) > maxPairs {
				total.Add(maxPairs)
				return f
			}
			k := a.cover(x)
			if total.Add(int64(len(k.pairs))) > maxPairs {
				return f
			}
			if x.Register == "" {
				a.wide = append(a.wide, k)
			} else {
				a.own = append(a.own, k)
			}
		}
	}
	a.indexForbids()
	for _, k := range a.own {
		a.oneClause(k.Clause, k.reaches, k.Verb == Allow && a.special(k), k.roles, roles)
		if k.Verb == Allow && k.reaches {
			if by := a.buriedBy(k); by.all {
				a.reportBuried(k.Clause, by.last)
			}
		}
	}
	for _, k := range a.wide {
		w := wideFound{pairs: len(k.pairs) > 0, reaches: k.reaches, special: k.Verb == Allow && a.special(k)}
		if k.Verb == Allow {
			w.buried = a.buriedBy(k)
		}
		f.wide = append(f.wide, w)
	}
	a.alike()
	a.gaps()
	f.problems = a.problems
	return f
}

// wide judges the organisation's rules, which cover cells of several registers.
func (c *checker) wide(found []*accessFound) {
	roles := c.allRoles()
	for i, x := range c.org.Rules {
		var all wideFound
		open := false
		for _, f := range found {
			w := f.wide[i]
			all.reaches, all.special = all.reaches || w.reaches, all.special || w.special
			open = open || w.buried.open
			if w.buried.last != nil {
				all.buried = w.buried
			}
		}
		bits := make([]uint64, (len(roles.names)+63)/64)
		roles.of(x, bits)
		c.oneClause(x, all.reaches, all.special, bits, roles)
		if x.Verb == Allow && all.reaches && !open && all.buried.last != nil {
			c.reportBuried(x, all.buried.last)
		}
	}
	c.twins(found)
}

// oneClause checks what a clause shows by itself.
func (c *checker) oneClause(k *Clause, reaches, special bool, bits []uint64, roles *allRoles) {
	if !reaches {
		c.error("E34", k.Name, k.Pos, "the clause covers nothing: no role, or no category that is kept for a purpose it names", "a purpose limits the data it is named for (Art. 5(1)(b))",
			"compare who and except, and the category's for with the clause's for")
	}
	if k.Verb != Allow {
		return
	}
	if slices.Contains(k.If, "break-glass") {
		c.breakGlass(k)
	}
	if slices.Contains(k.Who, Everyone) && len(k.Source) == 0 && len(k.Law) == 0 && !slices.Contains(k.If, "own") {
		c.warn("W40", k.Name, k.Pos, "all staff are allowed and no source or law asks for that", "Art. 25(2): not accessible to more persons than needed", "name the roles, or the source that says everyone")
	}
	if !special || !k.readsOut() {
		return
	}
	for at, role := range roles.names {
		if bits[at/64]&(1<<(at%64)) != 0 && !roles.declared[at] {
			c.error("E37", k.Name, k.Pos, fmt.Sprintf("special data are open to %q, whose accounts need no declaration", role), "Art. 9(3), 32(4): who handles such data is bound to secrecy", "add declared to the role's account")
			return
		}
	}
}

// breakGlass checks that breaking the glass is explained, ends, and is told to somebody.
func (c *checker) breakGlass(k *Clause) {
	has := func(kind string) bool {
		return slices.ContainsFunc(k.With, func(s Safeguard) bool { return s.Kind == kind })
	}
	told := slices.ContainsFunc(k.Then, func(e Effect) bool { return e.Kind == "notify" && e.Arg != "" })
	var missing []string
	for _, kind := range []string{"reason", "expiry"} {
		if !has(kind) {
			missing = append(missing, kind)
		}
	}
	if !told {
		missing = append(missing, "then: [{notify: role}]")
	}
	if len(missing) > 0 {
		c.error("E36", k.Name, k.Pos, "break-glass without "+strings.Join(missing, ", "), "an exception is explained, ends, and is looked at afterwards", "add with: [reason, {expiry: 4 hours}] and then: [{notify: role}]")
	}
}

// readsOut reports whether the clause shows or gives out what a record says.
func (c *Clause) readsOut() bool {
	return slices.ContainsFunc(c.Actions, func(a Action) bool { return a != Find && a != Add && a != Erase && a != Count })
}

// declares reports whether the role, or one above it, needs a signed declaration.
func (c *checker) declares(role string) bool {
	return slices.ContainsFunc(c.org.Roles, func(r *Role) bool {
		return slices.Contains(r.Account, "declared") && c.org.IsRole(role, r.ID)
	})
}

// gaps reports categories nobody may see, and pairs of category and purpose that no
// clause allows anything for.
// Law: gdpr 5(1)(c)
func (a *registerAccess) gaps() {
	seen, used := make([]bool, len(a.Data)), map[[2]int32]bool{}
	for _, list := range [][]*cells{a.wide, a.own} {
		for _, k := range list {
			if k.Verb != Allow {
				continue
			}
			sees := slices.ContainsFunc(k.Actions, func(x Action) bool { return x != Erase })
			for _, p := range k.pairs {
				used[[2]int32{p.category, p.purpose}] = true
				seen[p.category] = seen[p.category] || sees
			}
		}
	}
	for i, d := range a.Data {
		clause := a.ID + "/data/" + d.ID
		if !seen[i] {
			a.warn("W31", clause, d.Pos, "nobody may do anything with the category", "Art. 5(1)(c): what nobody uses is not needed", "add an access clause, or do not keep it")
			continue
		}
		for j, p := range d.purposes {
			if !used[[2]int32{int32(i), a.kept[i][j]}] {
				a.warn("W39", clause, d.Pos, fmt.Sprintf("the category is kept for %q and no clause allows anybody anything for it", p.ID), "Art. 5(1)(c)", "add an access clause, or take the purpose out of the category's for")
			}
		}
	}
}
