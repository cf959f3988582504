// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"math/bits"
	"slices"
)

// repair hides more for the sensitive cells that are not proved, round by round:
// after each the audit is made anew, as what was hidden for one cell often
// protects others too. It returns the audit of the last round, in which every
// cell is proved, or the cells for which nothing could be found.
func (p *Proof) repair(a *audit) (*audit, []int, error) {
	var moves [][]change
	first := len(a.unproved())
	for left := a.unproved(); len(left) > 0; left = a.unproved() {
		if err := tell(p.effort.Progress, StageRepair, max(0, first-len(left)), first); err != nil {
			return nil, nil, err
		}
		mended, failed := a.round(left, &moves, false)
		if len(mended) == 0 { // nothing simple helps
			mended, failed = a.round(left, &moves, true)
		}
		if len(mended) == 0 {
			return a, failed, nil
		}
		p.Repaired = append(p.Repaired, mended...)
		p.Pattern.again()
		// Hiding more takes nothing from what was proved: those tables still agree.
		known := a.used(Primary)
		a = newAudit(p.Pattern, p.effort, false)
		a.seed(known)
		a.seed(moves)
		if err := a.needed(); err != nil {
			return nil, nil, err
		}
	}
	slices.Sort(p.Repaired)
	p.Repaired = slices.Compact(p.Repaired)
	return a, nil, tell(p.effort.Progress, StageRepair, first, first)
}

// round mends some of the cells: those first whose direction most others share.
func (a *audit) round(left []int, moves *[][]change, deep bool) (mended, failed []int) {
	type group struct {
		q     *part
		at    int
		cells []int
	}
	var groups []*group
	index := map[*reach]*group{}
	for _, c := range left {
		w, ok := a.where[c]
		if !ok {
			groups = append(groups, &group{at: -1, cells: []int{c}})
			continue
		}
		at := w.q.members[w.m].at
		g := index[&w.q.reach[at]]
		if g == nil {
			g = &group{q: w.q, at: at}
			index[&w.q.reach[at]] = g
			groups = append(groups, g)
		}
		g.cells = append(g.cells, c)
	}
	slices.SortStableFunc(groups, func(x, y *group) int { return cmp.Compare(len(y.cells), len(x.cells)) })
	touched := map[int]bool{}
	most := max(6, len(groups)/3)
	for _, g := range groups {
		if len(mended) >= most {
			break
		}
		c := slices.MaxFunc(g.cells, func(x, y int) int {
			return cmp.Or(cmp.Compare(a.asked[x].width, a.asked[y].width), cmp.Compare(y, x))
		})
		if touched[c] {
			continue
		}
		m, ok := a.cheapest(g.q, c, deep)
		if !ok {
			failed = append(failed, c)
			continue
		}
		for _, h := range m.hide {
			a.p.status[h] = Secondary
		}
		*moves = append(*moves, m.table)
		mended = append(mended, c)
		for x := range a.p.table.effect(m.table) {
			touched[x] = true
		}
	}
	return mended, failed
}

// move is another table, and what more has to be hidden for it.
type move struct {
	table []change
	hide  []int
	cost  int64
}

// Which base cells may change beside what is hidden: for each dimension so many
// below the cell's code, and so many beside it. First few, and more where they do not help.
var breadths = [][2]int{{2, 3}, {2, 6}, {4, 12}, {8, 30}}

// cheapest finds the table in which a cell has what is asked of it and that
// needs least more to be hidden: of boxes, which is quick and nearly always
// enough, or by a program of all that may change.
func (a *audit) cheapest(q *part, c int, deep bool) (best move, found bool) {
	d := a.asked[c]
	low, high := a.changes(c)
	var wanted []int64
	switch {
	case high < d.above:
		wanted = []int64{d.above}
	case -low < d.below:
		wanted = []int64{-d.below}
	case high-low < d.width:
		wanted = []int64{d.width + low, high - d.width}
	default:
		v := a.p.table.value[c]
		wanted = []int64{d.safe - v, -v}
	}
	if !deep {
		for _, most := range boxes {
			if m, ok := a.p.box(c, wanted, most); ok {
				return m, true
			}
		}
		return a.p.ownBox(c, wanted, boxes[0])
	}
	for _, most := range breadths {
		for _, by := range wanted {
			if m, ok := a.solve(q, c, by, most); ok && (!found || m.cost < best.cost) {
				best, found = m, true
			}
		}
		if found {
			return best, true
		}
	}
	return best, false
}

// weight is what it costs to hide one cell more: mostly one as much as another.
func (p *Pattern) weight(c int) int64 { return 8 + int64(bits.Len64(uint64(p.cost(c)))) }

// mustBeOpen tells cells that cannot be hidden.
func (p *Pattern) mustBeOpen(c int) bool {
	return p.table.Structural(c) || p.verdicts.publish[c] || p.protection.Zeros == ZerosOpen && p.table.units[c] == 0
}

// system is the elimination of what is published.
func (p *Pattern) system() *elimination {
	if p.e == nil {
		p.again()
	}
	return p.e
}

// again makes the elimination anew from what is published now.
func (p *Pattern) again() {
	p.e = newElimination(p.table)
	p.protect()
	for c, s := range p.status {
		if s == Published {
			p.e.publishCell(c)
		}
	}
}

// effect is what a table changes in all cells.
func (t *Table) effect(table []change) map[int]int64 {
	out := map[int]int64{}
	for _, x := range table {
		t.ancestors(x.cell, func(c int) { out[c] += x.by })
	}
	for c, by := range out {
		if by == 0 {
			delete(out, c)
		}
	}
	return out
}
