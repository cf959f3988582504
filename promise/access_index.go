// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"slices"
	"strings"
)

// The access checks look at every cell that a clause covers. A register's clauses meet
// only each other and the organisation's, so each register is looked at by itself, with
// its categories, purposes and roles as numbers.

// allRoles are the roles as bits: the role system first, then the organisation's in
// order.
type allRoles struct {
	release  *Release
	names    []string
	places   map[string][]int
	declared []bool // the role's account, or one above it, needs a signed declaration
	allow    map[string][]uint64
	ban      map[string][]uint64
	scratch  accessMemory
}

// accessMemory is what the work on one register needs; the next one uses it again.
type accessMemory struct {
	words []uint64
	pairs []cellPair
	cells []cells
	wide  []*cells
	own   []*cells
}

func (m *accessMemory) reset() {
	clear(m.words)
	clear(m.cells)
	m.words, m.pairs, m.cells, m.wide, m.own = m.words[:0], m.pairs[:0], m.cells[:0], m.wide[:0], m.own[:0]
}

// bits returns n words without a bit; what was handed out before stays where it is.
func (m *accessMemory) bits(n int) []uint64 {
	if len(m.words)+n > cap(m.words) {
		m.words = make([]uint64, 0, max(1024, 2*cap(m.words), n))
	}
	at := len(m.words)
	m.words = m.words[:at+n]
	return m.words[at : at+n : at+n]
}

func (m *accessMemory) one() *cells {
	if len(m.cells) == cap(m.cells) {
		m.cells = make([]cells, 0, max(1024, 2*cap(m.cells)))
	}
	m.cells = m.cells[:len(m.cells)+1]
	return &m.cells[len(m.cells)-1]
}

func (c *checker) allRoles() *allRoles {
	a := &allRoles{release: c.release, names: []string{SystemRole}, places: map[string][]int{SystemRole: {0}}, allow: map[string][]uint64{}, ban: map[string][]uint64{}}
	for _, r := range c.org.Roles {
		a.places[r.ID] = append(a.places[r.ID], len(a.names))
		a.names = append(a.names, r.ID)
	}
	for _, name := range a.names {
		a.declared = append(a.declared, c.declares(name))
	}
	return a
}

// expand returns the roles that one word of who or except stands for.
func (a *allRoles) expand(id string, external bool) []uint64 {
	known := a.allow
	if external {
		known = a.ban
	}
	bits, there := known[id]
	if !there {
		bits = make([]uint64, (len(a.names)+63)/64)
		for _, name := range a.release.expandRole(id, external) {
			for _, at := range a.places[name] {
				bits[at/64] |= 1 << (at % 64)
			}
		}
		known[id] = bits
	}
	return bits
}

// of writes the roles that a clause covers into bits; see [Release.Coverage].
func (a *allRoles) of(c *Clause, bits []uint64) {
	if len(c.Who) == 0 && c.Verb != Allow {
		for at := range a.names {
			bits[at/64] |= 1 << (at % 64)
		}
	}
	for _, id := range c.Who {
		for i, w := range a.expand(id, c.Verb != Allow) {
			bits[i] |= w
		}
	}
	for _, id := range c.Except {
		for i, w := range a.expand(id, true) {
			bits[i] &^= w
		}
	}
}

// cells is what a clause covers in one register.
type cells struct {
	*Clause
	roles   []uint64
	actions uint64 // as bits
	pairs   []cellPair
	reaches bool // there is at least one cell
}

// cellPair is one category for one purpose, by their numbers in the register.
type cellPair struct {
	category, purpose int32
	fields            uint64
}

func (k *cells) has(role int) bool { return k.roles[role/64]&(1<<(role%64)) != 0 }

// others reports whether a role besides the role system is among the clause's.
func (k *cells) others() bool {
	return k.roles[0]&^1 != 0 || slices.ContainsFunc(k.roles[1:], func(w uint64) bool { return w != 0 })
}

// registerIndex is one register in numbers.
type registerIndex struct {
	*Register
	roles    *allRoles
	category map[string]int32
	purposes []*Purpose // the leaves; the purpose after the last is upkeep
	takes    []uint64   // by purpose: the actions it admits, as bits
	kept     [][]int32  // by category: the purposes it is kept for
	named    map[string][]bool
	tree     tree
	refs     []int32 // scratch
}

func newRegisterIndex(g *Register, roles *allRoles) *registerIndex {
	x := &registerIndex{Register: g, roles: roles, category: make(map[string]int32, len(g.Data)), purposes: g.Leaves(), named: map[string][]bool{}, tree: g.purposeTree()}
	number := make(map[*Purpose]int32, len(x.purposes))
	for i, p := range x.purposes {
		number[p] = int32(i)
		x.takes = append(x.takes, ^uint64(0))
		if p.Only != nil {
			x.takes[i] = actionBits(p.Only)
		}
	}
	x.takes = append(x.takes, ^uint64(0))
	lists := map[*Purpose][]int32{}
	for i, d := range g.Data {
		x.category[d.ID] = int32(i)
		x.kept = append(x.kept, numbersOf(d.purposes, number, lists))
	}
	return x
}

// numbersOf writes purposes as numbers; categories kept for the same list share them.
func numbersOf(list []*Purpose, number map[*Purpose]int32, lists map[*Purpose][]int32) []int32 {
	if len(list) == 0 {
		return nil
	}
	if known := lists[list[0]]; slices.EqualFunc(list, known, func(p *Purpose, n int32) bool { return number[p] == n }) {
		return known
	}
	out := make([]int32, len(list))
	for i, p := range list {
		out[i] = number[p]
	}
	lists[list[0]] = out
	return out
}

func actionBits(list []Action) uint64 {
	var bits uint64
	for _, a := range list {
		bits |= 1 << a
	}
	return bits
}

func (x *registerIndex) upkeep() int32 { return int32(len(x.purposes)) }

// names reports, for every leaf purpose, whether the word of a clause's for names it.
func (x *registerIndex) names(id string) []bool {
	list, there := x.named[id]
	if !there {
		list = make([]bool, len(x.purposes))
		for i, p := range x.purposes {
			list[i] = x.tree.within(p.ID, id) || strings.Contains(id, "/") && id == p.Qualified()
		}
		x.named[id] = list
	}
	return list
}

// cover works out what a clause covers in this register; see [Release.Coverage].
func (x *registerIndex) cover(c *Clause) *cells {
	m := &x.roles.scratch
	k := m.one()
	*k = cells{Clause: c, roles: m.bits((len(x.roles.names) + 63) / 64), actions: actionBits(c.Actions)}
	if cap(m.pairs)-len(m.pairs) < 64 {
		m.pairs = make([]cellPair, 0, max(4096, 2*cap(m.pairs)))
	}
	k.pairs = m.pairs[len(m.pairs):]
	x.roles.of(c, k.roles)
	upkeep := c.coversUpkeep(x.Register)
	x.refs = x.refs[:0]
	for _, ref := range c.Data {
		if at, ok := x.category[ref.Category]; ok && !slices.Contains(x.refs, at) {
			x.refs = append(x.refs, at)
		}
	}
	slices.Sort(x.refs)
	if len(c.Data) == 0 {
		for i := range x.Data {
			x.coverCategory(k, int32(i), upkeep)
		}
	}
	for _, at := range x.refs {
		x.coverCategory(k, at, upkeep)
	}
	if n := len(k.pairs); n <= cap(m.pairs)-len(m.pairs) {
		m.pairs = m.pairs[:len(m.pairs)+n]
		k.pairs = k.pairs[:n:n]
	}
	k.reaches = x.reached(k)
	return k
}

// count is how many pairs a clause covers here, without noting them.
func (x *registerIndex) count(c *Clause) (n int) {
	upkeep := c.coversUpkeep(x.Register)
	perList := map[*int32]int{} // categories kept for the same purposes share their list
	for i, d := range x.Data {
		if len(c.Data) > 0 && c.fieldsOf(d) == 0 || len(d.Fields) == 0 {
			continue
		}
		if upkeep {
			n++
		}
		list := x.kept[i]
		if len(list) == 0 {
			continue
		}
		kept, there := perList[&list[0]]
		if !there {
			for _, p := range list {
				if len(c.For) == 0 || slices.ContainsFunc(c.For, func(id string) bool { return x.names(id)[p] }) {
					kept++
				}
			}
			perList[&list[0]] = kept
		}
		n += kept
	}
	return n
}

func (x *registerIndex) coverCategory(k *cells, at int32, upkeep bool) {
	fields := k.fieldsOf(x.Data[at])
	if fields == 0 {
		return
	}
	for _, p := range x.kept[at] {
		if len(k.For) == 0 || slices.ContainsFunc(k.For, func(id string) bool { return x.names(id)[p] }) {
			k.pairs = append(k.pairs, cellPair{at, p, fields})
		}
	}
	if upkeep {
		k.pairs = append(k.pairs, cellPair{at, x.upkeep(), fields})
	}
}

// reached reports whether the clause has at least one cell here: the role system acts for
// upkeep and nobody else does.
func (x *registerIndex) reached(k *cells) bool {
	others := k.others()
	return slices.ContainsFunc(k.pairs, func(p cellPair) bool {
		may := others
		if p.purpose == x.upkeep() {
			may = k.has(0)
		}
		return may && k.actions&x.takes[p.purpose] != 0
	})
}

// special reports whether one of the clause's categories holds special data.
func (x *registerIndex) special(k *cells) bool {
	return slices.ContainsFunc(k.pairs, func(p cellPair) bool { return x.Data[p.category].Special != "" })
}
