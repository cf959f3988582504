// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"slices"
)

// records are the contributions to a table: what each combination of
// contributors adds to each base cell. They are sorted by cell and contributor,
// so that neither the order of rows nor how they were shared out shows.
type records struct {
	base  []int32 // the base cell
	value []int64 // what the contributor is held to contribute; in a frequency table how many rows, or their weights
	shown []int64 // what cells show of it; nil when that is the same
	ids   [][]int32
	names [][]string
}

// amount is what a record adds: weighted, as cells are, or as its contributor reported it.
func (rec *records) amount(r int, weighted bool) int64 {
	if weighted && rec.shown != nil {
		return rec.shown[r]
	}
	return rec.value[r]
}

// rowUnits are the units of a table whose rows do not name them: what they add
// up to in each base cell, and the largest of them.
type rowUnits struct {
	cell   []int32 // base cells with rows, in order
	n      []int64
	value  []int64 // as cells show it
	abs    []int64 // without signs
	top    []int32 // as many as the layout keeps, -1 where there are fewer
	amount []int64
}

// settling turns what was gathered, in numbers as they came, into what a table
// keeps, in numbers of the table.
type settling struct {
	b     *Builder
	t     *Table
	nodes [][]int32 // by variable: the node of each place; nil when leaves are nodes already
	from  []*gathered
	rank  [][]int32 // by level: the place of each contributor in the order of names
	names [][]string
	who   [][]int32 // by gathered: the final number of each combination
	ids   [][]int32 // by level: the contributor of each combination
}

func (m *settling) settle() error {
	m.from = []*gathered{m.b.own}
	for _, p := range m.b.parts {
		m.from = append(m.from, p.g)
	}
	m.b.parts, m.b.own = nil, nil
	if err := m.noneInStructural(); err != nil {
		return err
	}
	values := m.b.values()
	units := make([]*rowUnits, values)
	if !m.b.layout.ByUnit {
		for i := range units {
			units[i] = m.rowUnits(i)
		}
	}
	recs := m.records(units)
	for i := range values {
		negative := false
		for _, g := range m.from {
			negative = negative || g.negative[i]
		}
		at := m.t
		if i > 0 {
			at = m.t.lower()
			m.t.den = at
		}
		at.records, at.rowUnits, at.negative = recs[i], units[i], negative
	}
	return nil
}

// cell is the table's number of a base cell.
func (m *settling) cell(g *gathered, base int32) int32 {
	out := int32(0)
	for i := len(g.room) - 1; i >= 0; i-- {
		if g.room[i] == 0 {
			continue
		}
		n := base % g.room[i]
		base /= g.room[i]
		if m.nodes[i] != nil {
			n = m.nodes[i][n]
		}
		out += n * int32(m.t.stride[i])
	}
	return out
}

// cells translates all base numbers that have a slot.
func (m *settling) cells(g *gathered) []int32 {
	out := make([]int32, len(g.base))
	for s, base := range g.base {
		out[s] = m.cell(g, base)
	}
	return out
}

// noneInStructural checks that what everyone knows to be empty is empty.
func (m *settling) noneInStructural() error {
	if m.t.structural == nil {
		return nil
	}
	for _, g := range m.from {
		for s, base := range g.base {
			if cell := m.cell(g, base); m.t.structural[cell] {
				return m.b.problem(int(g.line[s]), "", "a row stands in the cell "+m.t.name(int(cell))+", which is said to be empty by nature", "mend the row, or leave the cell out of the structural zeros")
			}
		}
	}
	return nil
}

// rowUnits puts together what all places gathered about rows that are units.
func (m *settling) rowUnits(i int) *rowUnits {
	k := m.b.layout.Largest
	out := &rowUnits{}
	var cells [][]int32
	for _, g := range m.from {
		cells = append(cells, m.cells(g))
		out.cell = append(out.cell, cells[len(cells)-1]...)
	}
	slices.Sort(out.cell)
	out.cell = slices.Compact(out.cell)
	n := len(out.cell)
	out.n, out.value, out.abs = make([]int64, n), make([]int64, n), make([]int64, n)
	out.top, out.amount = make([]int32, n*k), make([]int64, n*k)
	for j := range out.top {
		out.top[j] = -1
	}
	for f, g := range m.from {
		s := &g.sums[i]
		for slot, cell := range cells[f] {
			at, _ := slices.BinarySearch(out.cell, cell)
			out.n[at] += s.rows[slot]
			out.value[at] += s.value[slot]
			out.abs[at] += s.abs[slot]
			out.include(at, k, s.top[slot*k:(slot+1)*k], s.amount[slot*k:(slot+1)*k])
		}
	}
	return out
}

// include puts a list of the largest into that of a cell.
func (u *rowUnits) include(at, k int, top []int32, amounts []int64) {
	for j, id := range top {
		if id >= 0 {
			insert(u.top[at*k:(at+1)*k], u.amount[at*k:(at+1)*k], id, amounts[j])
		}
	}
}

// records makes the records of each value. Where rows name nobody, a base cell
// is a record.
func (m *settling) records(units []*rowUnits) []*records {
	if len(m.b.interns) == 0 {
		var out []*records
		for _, u := range units {
			out = append(out, &records{base: u.cell, value: u.value})
		}
		return out
	}
	m.rankNames()
	m.rankWhos()
	return m.split(m.sorted())
}

// sorted puts together what all places gathered, with the table's numbers and
// in its order.
func (m *settling) sorted() []contribution {
	var bins []*bin
	var of []int
	for f, g := range m.from {
		for i := range g.bins {
			if len(g.bins[i].list) > 0 {
				bins, of = append(bins, &g.bins[i]), append(of, f)
			}
		}
		g.spare = nil
	}
	cells := make([][]int32, len(m.from))
	for f, g := range m.from {
		cells[f] = m.cells(g)
	}
	const shares = 1 << 6 // of the table's cells, one after the other
	share := func(x contribution) int { return int(baseOf(x.key)) * shares / m.t.cells }
	counts := make([][shares]int, len(bins))
	shareOut(len(bins), func(i int, spare []contribution) []contribution {
		spare = bins[i].sum(spare)
		g := m.from[of[i]]
		for j, x := range bins[i].list {
			cell := cells[of[i]][g.slot[baseOf(x.key)]]
			x.key = key(cell, uint32(m.who[of[i]][whoOf(x.key)]), kindOf(x.key))
			bins[i].list[j] = x
			counts[i][share(x)]++
		}
		return spare
	})
	starts := [shares + 1]int{}
	for s := range shares {
		starts[s+1] = starts[s]
		for i := range counts {
			counts[i][s], starts[s+1] = starts[s+1], starts[s+1]+counts[i][s]
		}
	}
	all := make([]contribution, starts[shares])
	shareOut(len(bins), func(i int, spare []contribution) []contribution {
		for _, x := range bins[i].list {
			at := &counts[i][share(x)]
			all[*at] = x
			*at++
		}
		bins[i].list = nil
		return spare
	})
	sums := make([]bin, shares)
	shareOut(shares, func(s int, spare []contribution) []contribution {
		sums[s].list = all[starts[s]:starts[s+1]]
		return sums[s].sum(spare)
	})
	out := all[:0]
	for _, s := range sums {
		out = append(out, s.list...)
	}
	return out
}

// split makes records of sorted contributions.
func (m *settling) split(all []contribution) []*records {
	n := 0
	for i, x := range all {
		if i == 0 || all[i-1].key>>sumBits != x.key>>sumBits {
			n++
		}
	}
	out := make([]*records, m.b.values())
	base, ids := make([]int32, n), make([][]int32, len(m.ids))
	for l := range ids {
		ids[l] = make([]int32, n)
	}
	for i := range out {
		out[i] = &records{base: base, ids: ids, names: m.names, value: make([]int64, n)}
		if m.b.amounts(i).differ {
			out[i].shown = make([]int64, n)
		}
	}
	r := -1
	for i, x := range all {
		if i == 0 || all[i-1].key>>sumBits != x.key>>sumBits {
			r++
			base[r] = baseOf(x.key)
			for l := range ids {
				ids[l][r] = m.ids[l][whoOf(x.key)]
			}
		}
		if s := kindOf(x.key); s&1 == 0 {
			out[s/2].value[r] = x.value
		} else {
			out[s/2].shown[r] = x.value
		}
	}
	return out
}

// rankNames numbers contributors by name.
func (m *settling) rankNames() {
	for _, known := range m.b.interns {
		names := make([]string, 0, len(known))
		for n := range known {
			names = append(names, n)
		}
		slices.Sort(names)
		rank := make([]int32, len(names))
		for i, n := range names {
			rank[known[n]] = int32(i)
		}
		m.names, m.rank = append(m.names, names), append(m.rank, rank)
	}
	m.b.interns = nil
}

// rankWhos numbers combinations by the names in them, the same at all places.
func (m *settling) rankWhos() {
	if len(m.rank) == 1 {
		for range m.from {
			m.who = append(m.who, m.rank[0])
		}
		m.ids = [][]int32{make([]int32, len(m.names[0]))}
		for i := range m.ids[0] {
			m.ids[0][i] = int32(i)
		}
		return
	}
	type place struct{ f, n int32 }
	var all []place
	for f, g := range m.from {
		m.who = append(m.who, make([]int32, len(g.who.next)))
		for n := range g.who.next {
			all = append(all, place{int32(f), int32(n)})
		}
	}
	at := func(p place, l int) int32 { return m.rank[l][m.from[p.f].who.id[l][p.n]] }
	compare := func(a, b place) int {
		for l := range m.rank {
			if c := cmp.Compare(at(a, l), at(b, l)); c != 0 {
				return c
			}
		}
		return 0
	}
	slices.SortFunc(all, compare)
	m.ids = make([][]int32, len(m.rank))
	for i, p := range all {
		if i == 0 || compare(all[i-1], p) != 0 {
			for l := range m.ids {
				m.ids[l] = append(m.ids[l], at(p, l))
			}
		}
		m.who[p.f][p.n] = int32(len(m.ids[0]) - 1)
	}
}
