// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"slices"
)

// factor is what a move does in one dimension: one leaf gains and, unless the
// total itself moves, another loses.
type factor struct {
	gains, loses int32   // leaves; loses is -1 when nothing does
	nodes        []int32 // codes that feel it
	signs        []int64
}

// breadth bounds what is tried in each dimension: how many leaves may gain, and
// how many may lose for it.
type breadth struct{ gains, loses int }

// First little is tried, and more for cells that it does not help.
var breadths = []breadth{{1, 14}, {3, 6}, {12, 30}}

// mostMoves bounds how many moves are weighed for one cell at one breadth.
const mostMoves = 60_000

// factors lists ways in which a code can gain by one: from a leaf beside it, or
// alone together with all above it.
func (p *Pattern) factors(dim int, n int32, most breadth) (out []factor) {
	d := p.table.dims[dim]
	inside := d.leavesBelow(n)
	holds := map[int32]bool{}
	for _, leaf := range inside {
		holds[leaf] = true
	}
	inside = p.fullest(dim, inside)
	var outside []int32
	for up := n; up != 0 && int(n) < len(d.children); up = d.parent[up] {
		var next []int32
		for _, leaf := range d.leavesBelow(d.parent[up]) {
			if !holds[leaf] {
				holds[leaf] = true
				next = append(next, leaf)
			}
		}
		outside = append(outside, p.fullest(dim, next)...)
	}
	for _, gain := range inside[:min(most.gains, len(inside))] {
		for _, lose := range outside[:min(most.loses, len(outside))] {
			out = append(out, d.factor(gain, lose))
		}
	}
	for _, leaf := range inside[:min(4, len(inside))] {
		out = append(out, d.factor(leaf, -1))
	}
	return out
}

// fullest sorts leaves by how many units they hold, fewest first, and those that hold none last.
func (p *Pattern) fullest(dim int, leaves []int32) []int32 {
	t := p.table
	units := func(n int32) int64 {
		if u := t.units[int(n)*t.stride[dim]]; u > 0 {
			return u
		}
		return maxTotal
	}
	out := slices.Clone(leaves)
	slices.SortStableFunc(out, func(a, b int32) int { return cmp.Compare(units(a), units(b)) })
	return out
}

// factor says which codes feel it when one leaf gains and another loses.
func (d *Dimension) factor(gains, loses int32) factor {
	f := factor{gains: gains, loses: loses}
	sum := map[int32]int64{}
	order := slices.Clone(d.up[gains])
	for _, n := range d.up[gains] {
		sum[n]++
	}
	if loses >= 0 {
		for _, n := range d.up[loses] {
			if _, ok := sum[n]; !ok {
				order = append(order, n)
			}
			sum[n]--
		}
	}
	for _, n := range order {
		if sum[n] != 0 {
			f.nodes, f.signs = append(f.nodes, n), append(f.signs, sum[n])
		}
	}
	return f
}

// move is a table that differs in a box of cells, and what more has to be hidden for it.
type move struct {
	table []change
	hide  []int
	cost  int64
}

// cheapest finds the move of a cell by need, up or down, that asks least more to be hidden.
func (p *Pattern) cheapest(cell int, need int64) (best move, found bool) {
	for _, most := range breadths {
		if best, found = p.cheapestOf(cell, need, most); found {
			return best, true
		}
	}
	return best, false
}

func (p *Pattern) cheapestOf(cell int, need int64, most breadth) (best move, found bool) {
	t := p.table
	all := make([][]factor, len(t.dims))
	for i := range t.dims {
		all[i] = p.factors(i, t.node(cell, i), most)
	}
	chosen := make([]factor, len(t.dims))
	tried := 0
	var choose func(dim int)
	choose = func(dim int) {
		if dim < len(chosen) && tried < mostMoves {
			for _, f := range all[dim] {
				chosen[dim] = f
				choose(dim + 1)
			}
			return
		}
		if tried++; tried > mostMoves {
			return
		}
		for _, by := range []int64{need, -need} {
			if m, ok := p.weigh(chosen, by); ok && (!found || m.cost < best.cost || m.cost == best.cost && len(m.hide) < len(best.hide)) {
				best, found = m, true
			}
		}
	}
	choose(0)
	return best, found
}

// weigh builds the move of a product of factors, if it is possible.
func (p *Pattern) weigh(chosen []factor, by int64) (move, bool) {
	t := p.table
	m := move{table: []change{{0, by}}}
	for i, f := range chosen {
		var next []change
		for _, x := range m.table {
			next = append(next, change{x.cell + int(f.gains)*t.stride[i], x.by})
			if f.loses >= 0 {
				next = append(next, change{x.cell + int(f.loses)*t.stride[i], -x.by})
			}
		}
		m.table = next
	}
	for _, x := range m.table {
		if !t.negative && t.value[x.cell]+x.by < 0 || t.Structural(x.cell) {
			return m, false
		}
	}
	cells := []int{0}
	for i, f := range chosen {
		next := make([]int, 0, len(cells)*len(f.nodes))
		for _, c := range cells {
			for _, n := range f.nodes {
				next = append(next, c+int(n)*t.stride[i])
			}
		}
		cells = next
	}
	for _, c := range cells {
		if p.status[c] != Published {
			continue
		}
		if p.mustBeOpen(c) {
			return m, false
		}
		m.hide = append(m.hide, c)
		m.cost += min(p.cost(c), maxTotal>>8)
	}
	return m, true
}

// mustBeOpen tells cells that cannot be hidden.
func (p *Pattern) mustBeOpen(c int) bool {
	return p.table.Structural(c) || p.verdicts.publish[c] || p.protection.Zeros == ZerosOpen && p.table.units[c] == 0
}

// repair hides more for each sensitive cell of which not enough is proved. It
// returns those for which nothing could be found.
func (a *audit) repair() (mended, left []int) {
	for _, c := range a.unproved() {
		if a.wide(c) { // an earlier repair has mended it too
			continue
		}
		m, ok := a.p.cheapest(c, a.p.need(c))
		if !ok {
			left = append(left, c)
			continue
		}
		for _, h := range m.hide {
			a.p.status[h] = Secondary
			a.bounds[h] = &bound{lowAt: -1, highAt: -1}
		}
		if len(m.hide) > 0 {
			mended = append(mended, c)
		}
		a.possible(m.table)
	}
	return mended, left
}

// again makes the elimination anew from what is published now.
func (p *Pattern) again() {
	p.e = newElimination(p.table)
	p.protect()
	for c, s := range p.status {
		if s != Published {
			continue
		}
		if v, _ := p.e.reduce(c); len(v) > 0 {
			p.e.publish(v)
		}
	}
}

// giveBack publishes what turned out to be hidden needlessly, dearest first: no
// sensitive cell may follow, and what is proved must stay proved by tables that
// leave the cell as it is. It returns how many cells it published.
func (a *audit) giveBack() (given int) {
	p := a.p
	p.again()
	var cells []int
	for c, s := range p.status {
		if s == Secondary {
			cells = append(cells, c)
		}
	}
	order(cells, func(int) int { return 0 }, p.cost, p.places())
	users := a.users()
	for _, c := range cells {
		if users[c] > 0 {
			continue
		}
		v, m := p.e.reduce(c)
		if len(v) > 0 && p.e.reveals(v, m) {
			continue
		}
		if len(v) > 0 {
			p.e.publish(v)
		}
		p.status[c] = Published
		given++
	}
	a.replay()
	return given
}

// replay checks all tables against what is published now and forgets those that
// are no longer possible, or were only of use for a cell that is published.
func (a *audit) replay() {
	fresh := newAudit(a.p)
	for _, table := range a.tables {
		fresh.possible(table)
	}
	a.tables, a.bounds = fresh.tables, fresh.bounds
}

// users counts, for each cell, the tables in use that change it.
func (a *audit) users() map[int]int {
	used := a.inUse()
	out := map[int]int{}
	for i, table := range a.tables {
		if !used[i] {
			continue
		}
		for c := range a.effect(table) {
			out[c]++
		}
	}
	return out
}

// inUse marks the tables that prove something of a sensitive cell.
func (a *audit) inUse() []bool {
	used := make([]bool, len(a.tables))
	for c, b := range a.bounds {
		if a.p.status[c] != Primary {
			continue
		}
		for _, i := range []int{b.lowAt, b.highAt} {
			if i >= 0 {
				used[i] = true
			}
		}
	}
	return used
}

// effect is what a table changes in all cells.
func (a *audit) effect(table []change) map[int]int64 {
	out := map[int]int64{}
	for _, x := range table {
		a.p.table.ancestors(x.cell, func(c int) { out[c] += x.by })
	}
	for c, by := range out {
		if by == 0 {
			delete(out, c)
		}
	}
	return out
}
