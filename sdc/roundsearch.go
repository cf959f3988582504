// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// fitting moves base cells between two figures each, and keeps account of what
// that does to all cells they are part of.
type fitting struct {
	t      *Table
	base   int64
	source Source
	cells  []int32   // base cells that can move
	low    []int64   // by these: the lower of their two figures, less the true one; the upper is base more
	up     []bool    // by these: whether they stand at the upper
	above  [][]int32 // by these: all cells that they are part of
	dev    []int64   // by cell: its figure less the true one
}

// newFitting takes every base cell that is no multiple, at its lower neighbour.
func newFitting(t *Table, base int64, source Source) *fitting {
	f := emptyFitting(t, base, source)
	for _, b := range t.bases() {
		if low := floorMultiple(t.value[b], base); low != t.value[b] {
			f.take(b, low-t.value[b])
		}
	}
	return f
}

// emptyFitting has no cells that can move.
func emptyFitting(t *Table, base int64, source Source) *fitting {
	if source == nil {
		source = &steady{}
	}
	return &fitting{t: t, base: base, source: source, dev: make([]int64, t.cells)}
}

// steady is a source that gives the same numbers every time (splitmix64).
type steady struct{ state uint64 }

func (s *steady) Uint64() uint64 {
	s.state += 0x9E3779B97F4A7C15
	z := s.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// take adds a base cell that can move, at its lower figure.
func (f *fitting) take(cell int, low int64) {
	var above []int32
	f.t.ancestors(cell, func(c int) {
		above = append(above, int32(c))
		f.dev[c] += low
	})
	f.cells, f.low, f.up, f.above = append(f.cells, int32(cell)), append(f.low, low), append(f.up, false), append(f.above, above)
}

// step is what moving a base cell would add to it.
func (f *fitting) step(i int32) int64 {
	if f.up[i] {
		return -f.base
	}
	return f.base
}

// move takes a base cell to its other figure.
func (f *fitting) move(i int32) {
	by := f.step(i)
	f.up[i] = !f.up[i]
	for _, c := range f.above[i] {
		f.dev[c] += by
	}
}

// spread begins with figures whose sums are near the true ones everywhere:
// base cells in order carry what they were rounded by over to the next.
func (f *fitting) spread() {
	carry := below(f.source, f.base) // where the first threshold falls is chance
	for i := range f.cells {
		carry -= f.low[i]
		if carry >= f.base {
			carry -= f.base
			f.move(int32(i))
		}
	}
}

// figures are those of all cells.
func (f *fitting) figures() []int64 {
	out := make([]int64, len(f.dev))
	for c, v := range f.t.value {
		out[c] = v + f.dev[c]
	}
	return out
}

// steps is how many multiples further than its neighbours a cell is.
func (f *fitting) steps(dev int64) int64 { return int64(magnitude(dev)) / f.base }

// loss is what moving a base cell adds to the squares of all steps.
func (f *fitting) loss(i int32) (sum int64) {
	by := f.step(i)
	for _, c := range f.above[i] {
		before, after := f.steps(f.dev[c]), f.steps(f.dev[c]+by)
		sum += after*after - before*before
	}
	return sum
}

// beside lists, for each base cell that can move, those that differ from it in
// one dimension only and have the same parent there, by dimension.
func (f *fitting) beside() [][][]int32 {
	t, number := f.t, make([]int32, f.t.cells)
	for i, c := range f.cells {
		number[c] = int32(i) + 1
	}
	out := make([][][]int32, len(t.dims))
	for d := range t.dims {
		out[d] = make([][]int32, len(f.cells))
		for i, c := range f.cells {
			n := t.node(int(c), d)
			for _, k := range t.dims[d].children[t.dims[d].parent[n]] {
				if j := number[int(c)+int(k-n)*t.stride[d]]; k != n && j > 0 {
					out[d][i] = append(out[d][i], j-1)
				}
			}
		}
	}
	return out
}

// Temperatures between which the search cools down, in squared steps.
const hot, cold = 1.0, 0.2

// control moves base cells until every cell is one of its two neighbours: by
// annealing, of single cells and of pairs on a line, one up and one down, which
// leaves the totals of the line as they are. It keeps the best it has seen.
func (f *fitting) control(how Control) error {
	f.spread()
	sweeps := how.Effort
	if sweeps == 0 {
		sweeps = 300
	}
	beside, best := f.beside(), f.mark()
	state := slices.Clone(f.up)
	for s := 0; s <= sweeps && best.cells > 0; s++ {
		if err := tell(how.Progress, StageRounding, s, sweeps); err != nil {
			return err
		}
		heat := cooled(s, sweeps, hot, cold)
		for range f.cells {
			f.try(beside, f.loss, heat)
		}
		if m := f.mark(); m.better(best) {
			best, state = m, append(state[:0], f.up...)
		}
	}
	for i, up := range state {
		if f.up[i] != up {
			f.move(int32(i))
		}
	}
	return nil
}

// cooled falls from hot to cold over the sweeps; in the last it is nought.
func cooled(sweep, sweeps int, hot, cold float64) float64 {
	if sweep == sweeps {
		return 0
	}
	return hot * math.Pow(cold/hot, float64(sweep)/float64(sweeps))
}

// takes tells whether a move is made that adds so much loss: at no heat none
// that adds any, otherwise with the chance that physics gives it.
func (f *fitting) takes(loss int64, heat float64) bool {
	const whole = 1 << 53
	return loss <= 0 || heat > 0 && float64(f.source.Uint64()%whole) < whole*math.Exp(-float64(loss)/heat)
}

// try proposes one move.
func (f *fitting) try(beside [][][]int32, loss func(i int32) int64, heat float64) {
	i := int32(below(f.source, int64(len(f.cells))))
	line := beside[below(f.source, int64(len(beside)))][i]
	if len(line) == 0 || f.source.Uint64()&1 == 0 {
		if f.takes(loss(i), heat) {
			f.move(i)
		}
		return
	}
	j := line[below(f.source, int64(len(line)))]
	if f.up[i] == f.up[j] {
		return
	}
	g := loss(i)
	f.move(i)
	if g += loss(j); f.takes(g, heat) {
		f.move(j)
	} else {
		f.move(i)
	}
}

// standing is how good figures are: how far the furthest cell has left its
// neighbours, and how many have.
type standing struct {
	furthest int64
	cells    int
}

func (f *fitting) mark() (m standing) {
	for _, d := range f.dev {
		if k := f.steps(d); k > 0 {
			m.furthest, m.cells = max(m.furthest, k), m.cells+1
		}
	}
	return m
}

func (m standing) better(than standing) bool {
	return m.furthest < than.furthest || m.furthest == than.furthest && m.cells < than.cells
}
