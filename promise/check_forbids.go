// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// indexForbids notes at which pairs forbids stand that depend on no unit.
func (a *registerAccess) indexForbids() {
	a.forbids = map[[2]int32][]*cells{}
	for _, list := range [][]*cells{a.wide, a.own} {
		for _, k := range list {
			if k.Verb != Forbid || len(k.Units) > 0 {
				continue
			}
			for _, p := range k.pairs {
				at := [2]int32{p.category, p.purpose}
				a.forbids[at] = append(a.forbids[at], k)
			}
		}
	}
}

// surely reports whether a forbid matches wherever the allow does, so that the allow can
// never decide there.
func (c *checker) surely(forbid, allow *Clause) bool {
	subset := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
	}
	return subset(forbid.If, allow.If) && subset(forbid.Unless, allow.Unless) && c.receiversWithin(allow.To, forbid.To)
}

// receiversWithin reports whether whoever an allow lets receive is among those that a
// forbid concerns. A forbid that names no receiver concerns all.
func (c *checker) receiversWithin(allowed, forbidden []string) bool {
	if len(forbidden) == 0 {
		return true
	}
	t := c.org.partyTree()
	return len(allowed) > 0 && !slices.ContainsFunc(allowed, func(to string) bool {
		return !slices.ContainsFunc(forbidden, func(f string) bool { return t.within(to, f) })
	})
}

// burial is how far an allow's cells are forbidden.
type burial struct {
	all, open bool    // every cell is forbidden; there is one that is not
	last      *Clause // the last forbid in the last cell
}

// buriedBy looks whether every cell of the allow is forbidden.
func (a *registerAccess) buriedBy(k *cells) (b burial) {
	for _, p := range k.pairs {
		var over []*cells
		for _, f := range a.forbids[[2]int32{p.category, p.purpose}] {
			if a.surely(f.Clause, k.Clause) {
				over = append(over, f)
			}
		}
		for role := range a.roles.names {
			if !k.has(role) || (role == 0) != (p.purpose == a.upkeep()) {
				continue
			}
			for _, action := range k.Actions {
				if a.takes[p.purpose]&(1<<action) == 0 {
					continue
				}
				by := forbiddenBy(over, p, role, action)
				if by == nil {
					return burial{open: true}
				}
				b = burial{all: true, last: by}
			}
		}
	}
	return b
}

// forbiddenBy returns the last of the forbids in a cell that together leave no field of
// it, or nil.
func forbiddenBy(over []*cells, p cellPair, role int, action Action) (last *Clause) {
	left := p.fields
	for _, f := range slices.Backward(over) {
		if !f.has(role) || f.actions&(1<<action) == 0 {
			continue
		}
		if last == nil {
			last = f.Clause
		}
		at, _ := slices.BinarySearchFunc(f.pairs, p, func(x, y cellPair) int {
			if x.category != y.category {
				return int(x.category) - int(y.category)
			}
			return 0
		})
		if left &^= f.pairs[at].fields; left == 0 {
			return last
		}
	}
	return nil
}

func (c *checker) reportBuried(k, by *Clause) {
	c.error("E35", k.Name, k.Pos, fmt.Sprintf("everything the clause allows is forbidden, by %s", by.Name), "a forbid beats every allow", "take one of them out, or write the exception into the forbid (except, unless)")
}

// twin is a forbid of a register and those that say the same there.
type twin struct {
	clause *Clause
	own    *Clause // the first of the register's own that does, nil when it is this one
	wide   []int   // rules of the organisation that do, by number
}

// alike finds forbids that say the same in this register.
func (a *registerAccess) alike() {
	wide, own := map[string][]int{}, map[string]*Clause{}
	var key []byte
	for i, k := range a.wide {
		if a.found.wide[i].alike = -1; k.Verb == Forbid {
			key = k.signature(key[:0])
			wide[string(key)] = append(wide[string(key)], i)
			a.found.wide[i].alike = wide[string(key)][0]
		}
	}
	for _, k := range a.own {
		if k.Verb != Forbid || !k.reaches {
			continue
		}
		key = k.signature(key[:0])
		t := twin{clause: k.Clause, own: own[string(key)], wide: wide[string(key)]}
		if t.own == nil {
			own[string(key)] = k.Clause
		}
		if t.own != nil || t.wide != nil {
			a.found.twins = append(a.found.twins, t)
		}
	}
}

// twins reports forbids that say the same.
func (c *checker) twins(found []*accessFound) {
	same := func(k, other *Clause) {
		c.warn("W38", k.Name, k.Pos, "the clause forbids the same as "+other.Name, "", "take one of them out")
	}
	// Two of the organisation's are twins if they are alike in every register.
	class := make([]int, len(c.org.Rules))
	places := make([]int, len(c.org.Rules)) // in how many registers a rule covers something
	reaches := make([]bool, len(c.org.Rules))
	for _, f := range found {
		next := map[[2]int]int{}
		for i, w := range f.wide {
			key := [2]int{class[i], w.alike}
			if _, there := next[key]; !there {
				next[key] = len(next)
			}
			class[i] = next[key]
			if w.pairs {
				places[i]++
			}
			reaches[i] = reaches[i] || w.reaches
		}
	}
	first := map[int]*Clause{}
	for i, k := range c.org.Rules {
		if k.Verb != Forbid || !reaches[i] {
			continue
		}
		if other := first[class[i]]; other != nil {
			same(k, other)
			continue
		}
		first[class[i]] = k
	}
	for _, f := range found {
		for _, t := range f.twins {
			// A rule that covers something elsewhere too says more than the register's.
			at := slices.IndexFunc(t.wide, func(i int) bool { return places[i] == 1 && reaches[i] })
			switch {
			case at >= 0:
				same(t.clause, c.org.Rules[t.wide[at]])
			case t.own != nil:
				same(t.clause, t.own)
			}
		}
	}
}

// signature is the same for two clauses that cover the same cells here on the same facts.
func (k *cells) signature(b []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, k.actions)
	for _, w := range k.roles {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	for _, list := range [][]string{k.If, k.Unless, k.To, k.Units} {
		b = append(b, '|')
		if len(list) > 0 {
			b = append(b, strings.Join(sortedUnique(list), " ")...)
		}
	}
	for _, p := range k.pairs {
		b = binary.LittleEndian.AppendUint32(b, uint32(p.category))
		b = binary.LittleEndian.AppendUint32(b, uint32(p.purpose))
		b = binary.LittleEndian.AppendUint64(b, p.fields)
	}
	return b
}
