// SPDX-License-Identifier: EUPL-1.2

package sdc

import "fmt"

// Control says how a table is rounded so that it stays additive.
type Control struct {
	Base   int64  // scaled like the values
	Source Source // nil rounds the same way every time, close to the true figures
	// Effort bounds the search in tables that are no networks, in moves that are
	// tried for each base cell; 0 is 300.
	Effort int
	// Progress is told how far the search has come, and stops it by an error. It may be nil.
	Progress func(Progress) error
}

// StageRounding is the stage of a search for figures that add up.
const StageRounding = "rounding"

// RoundControlled rounds every cell to a multiple of the base so that the table
// stays additive over all hierarchies and groups: totals are computed from
// rounded base cells.
//
// In a table of one dimension, and in one of two of which at most one has more
// than a level below its total, every cell becomes one of its two neighbouring
// multiples, and multiples stay as they are; with a source the mean of each
// cell is its true figure. Other tables need not have such figures, and to find
// them is hard: there base cells are moved between their two neighbours until
// totals are among theirs, or the effort is spent. How much further totals had to go is
// told by [Changed.Steps] and [Changed.Beyond]; it is 0 when all is as above.
//
// Without steps nobody can come closer to a figure than a base less one on
// either side, and 0 to that for cells of 0 that cannot be negative: the
// published table itself, with one base cell and all its totals so much higher
// or lower, would have been rounded to the same. That holds for whoever does
// not know how chance fell: who can run the rounding again, as without a
// source, may come closer.
//
// Keeps: TK-207
func (t *Table) RoundControlled(how Control) (*Changed, error) {
	if err := checkBase(how.Base); err != nil {
		return nil, err
	}
	if err := t.sums(); err != nil {
		return nil, err
	}
	c := &Changed{table: t, method: MethodControlledRounding, base: how.Base}
	if n, ok := t.flow(); ok {
		c.value = n.round(t.value, how.Base, how.Source)
	} else {
		f := newFitting(t, how.Base, how.Source)
		if err := f.control(how); err != nil {
			return nil, err
		}
		c.value = f.figures()
	}
	if !c.Additive() {
		return nil, fmt.Errorf("round to multiples of %d: the totals do not add up", how.Base)
	}
	for cell := range t.cells {
		c.steps = max(c.steps, c.Beyond(cell))
	}
	c.own = func(cell int) (low, high int64) {
		reach := how.Base - 1
		if !t.isBase(cell) {
			reach += how.Base * c.steps
		}
		return c.value[cell] - reach, c.value[cell] + reach
	}
	return c, nil
}
