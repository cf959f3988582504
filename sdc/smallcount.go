// SPDX-License-Identifier: EUPL-1.2

package sdc

import "fmt"

// SmallCounts says how small counts are rounded.
type SmallCounts struct {
	Base   int64      // counts from 1 to base less one become 0 or base
	Source Source     // nil rounds the same way every time
	Views  [][]string // linked tables: the dimensions of each; nil publishes all cells
	// Effort bounds the search, in moves tried for each small count; 0 is 60.
	Effort int
	// Progress is told how far the search has come, and stops it by an error. It may be nil.
	Progress func(Progress) error
}

// RoundSmallCounts rounds small counts and leaves the others: a base cell of
// less than the base becomes 0 or the base, and all totals are computed from
// these, so that the table is additive and all that is made of the same base
// cells agrees. Which become what is chosen so that the published cells change
// least, in squares (after Langsrud and Heldal 2018). With views only the base
// cells that feed a published cell of less than the base are rounded.
//
// It protects counts only: that few stand in a cell is no longer told.
//
// Keeps: TK-207
func (t *Table) RoundSmallCounts(how SmallCounts) (*Changed, error) {
	if err := checkBase(how.Base); err != nil {
		return nil, err
	}
	if t.layout.Magnitude || t.layout.Weighted {
		return nil, &Problem{What: "small counts are rounded in tables of counts, and these are sums", Mend: "take another method"}
	}
	if err := t.sums(); err != nil {
		return nil, err
	}
	shown, err := t.inViews(how.Views)
	if err != nil {
		return nil, err
	}
	f := emptyFitting(t, how.Base, how.Source)
	small := t.smallBases(how.Base, shown)
	for _, b := range small {
		f.take(b, -t.value[b])
	}
	if err := f.least(how, shown); err != nil {
		return nil, err
	}
	c := &Changed{table: t, method: MethodSmallCountRounding, base: how.Base, value: f.figures()}
	if !c.Additive() {
		return nil, fmt.Errorf("round small counts to multiples of %d: the totals do not add up", how.Base)
	}
	low, high := c.smallBounds()
	c.own = func(cell int) (int64, int64) { return low[cell], high[cell] }
	return c, nil
}

// inViews marks the cells that belong to a published table.
func (t *Table) inViews(views [][]string) ([]bool, error) {
	p := &Pattern{table: t, protection: Protection{Views: views}, status: make([]Status, t.cells)}
	if err := p.views(); err != nil {
		return nil, err
	}
	out := make([]bool, t.cells)
	for c, s := range p.status {
		out[c] = s != Absent && !t.Left(c)
	}
	return out, nil
}

// smallBases lists the base cells that are small and part of a published cell that is.
func (t *Table) smallBases(base int64, shown []bool) (out []int) {
	for _, b := range t.bases() {
		if t.value[b] == 0 || t.value[b] >= base {
			continue
		}
		feeds := false
		t.ancestors(b, func(c int) { feeds = feeds || shown[c] && t.value[c] < base })
		if feeds {
			out = append(out, b)
		}
	}
	return out
}

// smallBounds is what published figures tell of true ones. A figure of a base
// cell of 0 or the base may be any count it is made of; another is true. It is
// taken for known to whoever attacks even where no table shows it.
func (c *Changed) smallBounds() (low, high []int64) {
	t := c.table
	low, high = make([]int64, t.cells), make([]int64, t.cells)
	for _, b := range t.bases() {
		v := c.value[b]
		switch {
		case t.Structural(b):
		case v == 0:
			high[b] = c.base - 1
		case v == c.base:
			low[b], high[b] = 1, v
		default:
			low[b], high[b] = v, v
		}
	}
	t.carryUp(low)
	t.carryUp(high)
	return low, high
}

// least moves base cells so that published cells differ least from their true
// figures, in squares: by annealing, and then as long as a move helps, of one
// cell or of a pair on a line.
func (f *fitting) least(how SmallCounts, shown []bool) error {
	f.spread()
	sweeps := how.Effort
	if sweeps == 0 {
		sweeps = 60
	}
	for i, above := range f.above { // what is not published need not be near
		kept := above[:0:0]
		for _, c := range above {
			if shown[c] {
				kept = append(kept, c)
			}
		}
		f.above[i] = kept
	}
	beside := f.beside()
	for s := range sweeps {
		if err := tell(how.Progress, StageRounding, s, sweeps); err != nil {
			return err
		}
		heat := float64(f.base) * cooled(s, sweeps, 4, 0.4)
		for range f.cells {
			f.try(beside, f.square, heat)
		}
	}
	for better := true; better; { // the sum of squares falls each time, so that it ends
		better = false
		for i := range f.cells {
			better = f.improve(int32(i), beside) || better
		}
	}
	f.settle()
	return nil
}

// improve moves a base cell, or it and another on one of its lines, if that helps.
func (f *fitting) improve(i int32, beside [][][]int32) bool {
	if f.square(i) < 0 {
		f.move(i)
		return true
	}
	const looked = 8
	alone := f.square(i)
	f.move(i)
	for d := range beside {
		line := beside[d][i]
		if len(line) == 0 {
			continue
		}
		start := int(below(f.source, int64(len(line))))
		for k := range min(looked, len(line)) {
			j := line[(start+k)%len(line)]
			if f.up[j] == f.up[i] && alone+f.square(j) < 0 {
				f.move(j)
				return true
			}
		}
	}
	f.move(i)
	return false
}

// square is what moving a base cell adds to the squares of all differences, by the base.
func (f *fitting) square(i int32) (sum int64) {
	by := f.step(i)
	for _, c := range f.above[i] {
		sum += 2*f.dev[c] + by
	}
	if by < 0 {
		return -sum
	}
	return sum
}

// settle computes the totals anew, those that are not published included.
func (f *fitting) settle() {
	for c := range f.dev {
		f.dev[c] = 0
	}
	for i, cell := range f.cells {
		f.dev[cell] = f.low[i]
		if f.up[i] {
			f.dev[cell] += f.base
		}
	}
	f.t.carryUp(f.dev)
}
