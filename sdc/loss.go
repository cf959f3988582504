// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// Loss is what a method costs the readers of a table. Shares go from 0 to 1
// and are 0 for a table that is published as it is.
//
// Score is the one number to compare methods by. It asks how far a reader is
// from the truth who takes what is told for true and spreads evenly what is
// not: a total less the parts that are told, over the parts that are not; or
// where classes were merged or left out, the merged class over those that it
// replaced. For each level of the table, that is for each combination of levels
// of its dimensions, let v be the true figures and e the reader's; then the
// distance of the level is
//
//	sqrt( sum (sqrt v - sqrt e)^2 / sum (v + e) )
//
// (Hellinger's, for figures whose sums may differ), and Score is its mean over
// all levels. A level that is told truly has 0, one in which nothing of the
// truth is left has 1.
//
// What it cannot compare: how well units are protected; which figures readers
// need most, as all levels count alike; that a hidden figure is known to be
// missing while a changed one is not; what sums that do not add up cost in
// trust; and tables that were asked for differently in the first place.
type Loss struct {
	Score float64

	// Of suppression and recoding.
	Cells   float64 // share of cells that are not told: hidden, or of classes that are gone
	Value   float64 // share of the sum of all figures that stands in them
	Entropy float64 // share of the entropy of a level in them, -sum p log p with p the figure's share of the level, in the mean over levels

	// Of recoding. Detail is the mean, weighted by value, of the logarithm of how
	// many base cells each base cell now stands together with, over that of all
	// base cells.
	Detail float64

	// Of rounding and noise.
	Changed      float64 // share of cells that are told another figure
	MeanAbsolute float64 // mean difference of cells that are told, in units of the value's last decimal
	MeanRelative float64 // mean of the difference over the true figure, of cells told that are not 0
	Largest      int64   // largest difference
	Hellinger    float64 // the distance above, over all cells that are told
	Additive     bool    // totals are the sums of their parts

	Levels []LevelLoss // from the coarsest to the finest
}

// LevelLoss is the loss of one level of a table.
type LevelLoss struct {
	Depth   []int // by dimension: levels below its total
	Cells   int
	Told    int     // cells that are told, truly or not
	Value   float64 // share of the level's figures that is not told
	Entropy float64
	Score   float64
}

// Loss compares what a pattern publishes with its own table.
//
// Keeps: TK-210
func (p *Pattern) Loss() Loss { return p.LossFrom(p.table) }

// LossFrom compares it with the table that it was recoded from, or with any
// table of the same data that it can be seen as a part of.
func (p *Pattern) LossFrom(original *Table) Loss {
	return original.loss(p.table, func(c int) (int64, bool) { return p.table.value[c], p.status[c] == Published })
}

// Loss compares changed figures with the true ones.
//
// Keeps: TK-210
func (c *Changed) Loss() Loss { return c.LossFrom(c.table) }

// LossFrom compares them with the table that theirs was recoded from.
func (c *Changed) LossFrom(original *Table) Loss {
	out := original.loss(c.table, func(cell int) (int64, bool) { return c.value[cell], !c.table.Left(cell) })
	out.Additive = c.Additive()
	return out
}

// reader is what somebody makes of a table.
type reader struct {
	t        *Table
	told     []bool
	figure   []int64   // what is told
	estimate []float64 // what is told, or what is left for a cell
	depth    [][]int   // by dimension and code
}

// loss compares the table with what is told of it: by cell of another table of the same data.
func (t *Table) loss(now *Table, tells func(cell int) (int64, bool)) Loss {
	r := &reader{t: t, told: make([]bool, t.cells), figure: make([]int64, t.cells), estimate: make([]float64, t.cells)}
	for _, d := range t.dims {
		depth := make([]int, len(d.codes))
		for n, c := range d.codes {
			depth[n] = d.Depth(c)
		}
		r.depth = append(r.depth, depth)
	}
	at := t.cellsIn(now)
	for c, n := range at {
		switch {
		case t.Structural(c):
			r.told[c] = true
		case n >= 0:
			if v, ok := tells(int(n)); ok {
				r.told[c], r.figure[c], r.estimate[c] = true, v, float64(v)
			}
		}
	}
	r.guess()
	out := r.compare()
	out.Detail = t.detail(now)
	out.Additive = true
	return out
}

// cellsIn finds the table's cells in another table of the same data; -1 where it has none.
func (t *Table) cellsIn(now *Table) []int32 {
	out := make([]int32, t.cells)
	if t == now {
		for c := range out {
			out[c] = int32(c)
		}
		return out
	}
	to := make([][]int32, len(t.dims))
	for i := range t.dims {
		to[i] = t.codesIn(now, i)
	}
	for c := range out {
		for i := range t.dims {
			n := to[i][t.node(c, i)]
			if n < 0 {
				out[c] = -1
				break
			}
			out[c] += n
		}
	}
	return out
}

// codesIn finds the codes of a dimension in another table, as what they add to
// the number of a cell. A code with the same name and another content is another.
func (t *Table) codesIn(now *Table, i int) []int32 {
	d, j := t.dims[i], now.dimension(t.dims[i].name)
	out := make([]int32, len(d.codes))
	for n, c := range d.codes {
		if j < 0 {
			out[n] = -1
			continue
		}
		m, ok := now.dims[j].index[c]
		here, there := n*t.stride[i], int(m)*now.stride[max(j, 0)]
		if ok && t.units[here] == now.units[there] && t.value[here] == now.value[there] {
			out[n] = int32(there)
		} else {
			out[n] = -1
		}
	}
	if j < 0 {
		out[0] = 0 // the dimension is left out: its total is everything
	}
	return out
}

// guess spreads what is not told, from coarse to fine.
func (r *reader) guess() {
	t := r.t
	total := func(c int) (s int) {
		for i := range t.dims {
			s += r.depth[i][t.node(c, i)]
		}
		return s
	}
	var open, groups []int
	for c := range t.cells {
		if r.told[c] {
			continue
		}
		if t.inGroup(c) {
			groups = append(groups, c)
		} else {
			open = append(open, c)
		}
	}
	slices.SortStableFunc(open, func(a, b int) int { return total(a) - total(b) })
	for _, c := range open {
		r.estimate[c] = r.left(c)
	}
	for _, c := range groups {
		for i, d := range t.dims {
			n := t.node(c, i)
			if members, ok := d.groups[n]; ok {
				for _, m := range members {
					r.estimate[c] += r.estimate[c+int(m-n)*t.stride[i]]
				}
				break
			}
		}
	}
}

// inGroup tells whether a cell has a group for a code.
func (t *Table) inGroup(c int) bool {
	for i, d := range t.dims {
		if int(t.node(c, i)) >= len(d.children) {
			return true
		}
	}
	return false
}

// left is what the line with the fewest cells that are not told leaves for each
// of them, or the mean of such lines.
func (r *reader) left(c int) float64 {
	t, fewest := r.t, math.MaxInt
	best, lines := 0.0, 0
	for i, d := range t.dims {
		n := t.node(c, i)
		if n == 0 {
			continue
		}
		cell := func(k int32) int { return c + int(k-n)*t.stride[i] }
		rest, open := r.estimate[cell(d.parent[n])], 0
		for _, k := range d.children[d.parent[n]] {
			if s := cell(k); r.told[s] {
				rest -= r.estimate[s]
			} else {
				open++
			}
		}
		if open < fewest {
			fewest, best, lines = open, 0, 0
		}
		if open == fewest {
			best, lines = best+rest/float64(open), lines+1
		}
	}
	if best /= float64(max(lines, 1)); t.negative {
		return best
	}
	return max(best, 0)
}
