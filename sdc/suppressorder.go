// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"slices"
)

// sort divides the cells that are not sensitive: those published whatever they
// tell, and the candidates in the order in which they may be published.
func (p *Pattern) sort() (open, candidates []int) {
	t := p.table
	for c, s := range p.status {
		switch {
		case s != Published:
		case t.Structural(c), p.verdicts.publish[c], p.protection.Zeros == ZerosOpen && t.units[c] == 0:
			open = append(open, c)
		default:
			candidates = append(candidates, c)
		}
	}
	place := p.places()
	order(candidates, p.rank, p.cost, place)
	order(open, func(int) int { return 0 }, func(int) int64 { return 0 }, place)
	return open, candidates
}

// rank follows the earlier pattern where there is one.
func (p *Pattern) rank(c int) int {
	if p.protection.Earlier == nil {
		return 1
	}
	switch hidden, known := p.protection.Earlier(p.table.Codes(c)); {
	case known && hidden:
		return 2
	case known:
		return 0
	}
	return 1
}

// publicBefore is how many of the candidates were public before: they come first.
func (p *Pattern) publicBefore(candidates []int) (n int) {
	for p.protection.Earlier != nil && n < len(candidates) && p.rank(candidates[n]) == 0 {
		n++
	}
	return n
}

// rememberPublic begins a second elimination when some cell that was public
// before is hidden or left out now: that makes nobody forget it. What can still be
// protected from those who remember is protected from them too.
func (p *Pattern) rememberPublic(open, candidates []int) {
	if p.protection.Earlier == nil {
		return
	}
	var gone []int
	for c, s := range p.status {
		if s != Published && p.rank(c) == 0 {
			gone = append(gone, c)
		}
	}
	if len(gone) == 0 {
		return
	}
	now := p.e
	p.e = newElimination(p.table)
	p.protect()
	p.out, p.e = p.e, now
	for _, list := range [][]int{open, candidates, gone} {
		for _, c := range list {
			p.out.publishCell(c)
		}
	}
}

func (p *Pattern) cost(c int) int64 {
	switch p.protection.Cost {
	case CostUnits:
		return p.table.units[c]
	case CostCells:
		return 1
	default:
		return int64(magnitude(p.table.value[c]))
	}
}

// place orders cells of equal cost.
type place struct {
	reach uint64
	code  int
}

// places gives cells of equal cost an order that does not depend on the order of
// rows or dimensions: those first whose parts stand in larger totals, since these
// are more often needed to be known; then by code, coarser ones first, dimensions
// taken by name.
func (p *Pattern) places() func(c int) place {
	reach, code := p.table.reach(), p.table.byCode()
	return func(c int) place { return place{reach[c], code(c)} }
}

// byCode numbers cells by code, coarser ones first, dimensions taken by name.
func (t *Table) byCode() func(c int) int {
	by := t.byName()
	return func(c int) (at int) {
		for _, i := range by {
			at = at*len(t.dims[i].codes) + int(t.node(c, i))
		}
		return at
	}
}

// byName lists the dimensions by name.
func (t *Table) byName() []int {
	by := make([]int, len(t.dims))
	for i := range by {
		by[i] = i
	}
	slices.SortFunc(by, func(a, b int) int { return cmp.Compare(t.dims[a].name, t.dims[b].name) })
	return by
}

// codeOrder is byCode of every cell.
func (t *Table) codeOrder() []int32 {
	code, out := t.byCode(), make([]int32, t.cells)
	for c := range out {
		out[c] = int32(code(c))
	}
	return out
}

// reach adds up, for each base cell, the units of all cells that hold it and one
// for each, and then, for each cell, this of its base cells. Where it overflows
// it does so in the same way for every order of the table.
func (t *Table) reach() []uint64 {
	w := make([]uint64, t.cells)
	for c, n := range t.units {
		w[c] = uint64(n) + 1
	}
	for i, d := range t.dims {
		t.along(i, func(at int) {
			for _, leaf := range d.leaves {
				sum := uint64(0)
				for _, n := range d.up[leaf] {
					sum += w[at+int(n)*t.stride[i]]
				}
				w[at+int(leaf)*t.stride[i]] = sum
			}
		})
	}
	t.sumUp(w)
	return w
}

// sumUp gives every cell the sum of what its base cells have.
func (t *Table) sumUp(w []uint64) {
	for i, d := range t.dims {
		t.along(i, func(at int) {
			for n := range d.codes {
				if n >= len(d.children) || len(d.children[n]) > 0 {
					w[at+n*t.stride[i]] = 0
				}
			}
			for _, leaf := range d.leaves {
				for _, n := range d.up[leaf] {
					if n != leaf {
						w[at+int(n)*t.stride[i]] += w[at+int(leaf)*t.stride[i]]
					}
				}
			}
		})
	}
}

// along calls do with the first cell of every line of a dimension.
func (t *Table) along(dim int, do func(at int)) {
	stride := t.stride[dim]
	size := len(t.dims[dim].codes) * stride
	for outer := 0; outer < t.cells; outer += size {
		for inner := range stride {
			do(outer + inner)
		}
	}
}

// order sorts candidates: what is dearest to hide is published first.
func order(cells []int, rank func(c int) int, cost func(c int) int64, at func(c int) place) {
	type keyed struct {
		cell, rank int
		cost       int64
		place      place
	}
	keys := make([]keyed, len(cells))
	for i, c := range cells {
		keys[i] = keyed{c, rank(c), cost(c), at(c)}
	}
	slices.SortFunc(keys, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.cost, a.cost), cmp.Compare(b.place.reach, a.place.reach), cmp.Compare(a.place.code, b.place.code))
	})
	for i, k := range keys {
		cells[i] = k.cell
	}
}
