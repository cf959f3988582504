// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"slices"
)

// swap is what a move does in one dimension: one leaf gains and, unless the
// total itself moves, another loses.
type swap struct {
	gains, loses int32   // leaves; loses is -1 when nothing does
	nodes        []int32 // codes that feel it
	signs        []int64
}

// breadth bounds what is tried in each dimension: how many leaves may gain, and
// how many may lose for it.
type breadth struct{ gains, loses int }

// First little is tried, and more for cells that it does not help.
var boxes = []breadth{{1, 14}, {3, 6}, {12, 30}}

// mostMoves bounds how many moves are weighed for one cell at one breadth.
const mostMoves = 60_000

// swaps lists ways in which a code can gain by one, in these of its leaves: from
// a leaf beside it, or alone together with all above it.
func (p *Pattern) swaps(dim int, n int32, inside []int32, most breadth) (out []swap) {
	d, outside := p.table.dims[dim], p.beside(dim, n)
	for _, gain := range inside[:min(most.gains, len(inside))] {
		for _, lose := range outside[:min(most.loses, len(outside))] {
			out = append(out, d.swap(gain, lose))
		}
	}
	for _, leaf := range inside[:min(4, len(inside))] {
		out = append(out, d.swap(leaf, -1))
	}
	return out
}

// swap says which codes feel it when one leaf gains and another loses.
func (d *Dimension) swap(gains, loses int32) swap {
	f := swap{gains: gains, loses: loses}
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

// box finds the move of a cell by one of these amounts that asks least more to be hidden,
// of those in which one leaf of each dimension gains and another loses.
func (p *Pattern) box(cell int, amounts []int64, most breadth) (best move, found bool) {
	t := p.table
	all := make([][]swap, len(t.dims))
	for i, d := range t.dims {
		n := t.node(cell, i)
		all[i] = p.swaps(i, n, p.fullest(i, d.leavesBelow(n)), most)
	}
	return p.cheapestOf(all, amounts)
}

// mostGains bounds the base cells whose own boxes are weighed.
const mostGains = 16

// ownBox is box with the base cells below a cell that are not empty, each by
// itself: leaves that are full along each dimension need not meet in a cell
// that is, and where empty cells are open a box must not gain in one.
func (p *Pattern) ownBox(cell int, amounts []int64, most breadth) (best move, found bool) {
	t := p.table
	below := slices.DeleteFunc(t.basesOf(cell), func(b int) bool { return t.units[b] == 0 })
	slices.SortStableFunc(below, func(x, y int) int {
		return cmp.Or(cmp.Compare(p.openCost(x), p.openCost(y)), cmp.Compare(x, y))
	})
	for _, b := range below[:min(mostGains, len(below))] {
		all := make([][]swap, len(t.dims))
		for i := range t.dims {
			all[i] = p.swaps(i, t.node(cell, i), []int32{t.node(b, i)}, most)
		}
		if m, ok := p.cheapestOf(all, amounts); ok && (!found || m.before(best)) {
			best, found = m, true
		}
	}
	return best, found
}

// cheapestOf weighs every choice of one swap in each dimension.
func (p *Pattern) cheapestOf(all [][]swap, amounts []int64) (best move, found bool) {
	chosen := make([]swap, len(all))
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
		for _, by := range amounts {
			if m, ok := p.weigh(chosen, by); ok && (!found || m.before(best)) {
				best, found = m, true
			}
		}
	}
	choose(0)
	return best, found
}

// before tells whether a move asks less to be hidden than another.
func (m move) before(o move) bool {
	return cmp.Or(cmp.Compare(m.cost, o.cost), cmp.Compare(len(m.hide), len(o.hide))) < 0
}

// weigh builds the move of a product of factors, if it is possible.
func (p *Pattern) weigh(chosen []swap, by int64) (move, bool) {
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
		m.cost += p.weight(c)
	}
	return m, true
}
