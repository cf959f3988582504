// SPDX-License-Identifier: EUPL-1.2

package sdc

// Rounding says how every figure is rounded by itself.
type Rounding int

// The ways of rounding each figure by itself. None of them is additive.
const (
	// RoundNearest takes the nearest multiple, half upwards: with base 5, 2 becomes 0 and 3 becomes 5.
	RoundNearest Rounding = iota
	// RoundRandom takes one of the two neighbouring multiples, the nearer one
	// oftener, so that the mean is the true figure. Multiples stay as they are.
	RoundRandom
	// RoundMidpoint takes the middle of each class of figures: with base 6, 0
	// stays 0, 1 to 6 become 3, 7 to 12 become 9, 13 to 18 become 15.
	RoundMidpoint
)

// Round rounds every figure by itself. Totals are no longer the sums of their
// parts, and the lines of a table can tell more than a figure does: look at
// [Changed.Exposed] before anything is published. The source is needed for
// [RoundRandom] only.
//
// Keeps: TK-207, TK-208
func (t *Table) Round(how Rounding, base int64, source Source) (*Changed, error) {
	if err := checkBase(base); err != nil {
		return nil, err
	}
	if err := t.sums(); err != nil {
		return nil, err
	}
	switch {
	case how == RoundRandom && source == nil:
		return nil, &Problem{What: "random rounding needs a source of chance"}
	case how == RoundMidpoint && t.negative:
		return nil, &Problem{What: "the table has values below nought, of which the middle of a class is not defined", Mend: "round to the nearest multiple"}
	case how < RoundNearest || how > RoundMidpoint:
		return nil, &Problem{What: "there is no such rounding"}
	}
	c := &Changed{table: t, method: MethodRounding, base: base, consistent: how != RoundRandom, value: make([]int64, t.cells)}
	for cell, v := range t.value {
		low := floorMultiple(v, base)
		switch {
		case how == RoundMidpoint:
			c.value[cell] = midpoint(v, base)
		case v == low:
			c.value[cell] = v
		case how == RoundNearest && 2*(v-low) >= base, how == RoundRandom && below(source, base) < v-low:
			c.value[cell] = low + base
		default:
			c.value[cell] = low
		}
	}
	c.own = func(cell int) (low, high int64) { return how.interval(c.value[cell], base) }
	return c, nil
}

// midpoint of the class of a figure that is not negative.
func midpoint(v, base int64) int64 {
	if v == 0 {
		return 0
	}
	return floorMultiple(v-1, base) + base - base/2
}

// interval is what a rounded figure by itself tells of the true one.
func (how Rounding) interval(v, base int64) (low, high int64) {
	switch {
	case how == RoundNearest:
		return v - base/2, v + (base-1)/2
	case how == RoundRandom:
		return v - base + 1, v + base - 1
	case v == 0:
		return 0, 0
	}
	return v - (base - base/2) + 1, v + base/2
}
