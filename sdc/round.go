// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math/bits"
	"slices"
)

// Method names a way of protecting a table, for plans, files and pages.
type Method string

// The methods. Suppression and recoding leave true figures; the others change them.
const (
	MethodSuppression        Method = "suppression"
	MethodRecoding           Method = "recoding"
	MethodControlledRounding Method = "controlled-rounding"
	MethodRounding           Method = "rounding"
	MethodSmallCountRounding Method = "small-count-rounding"
	MethodCellKey            Method = "cell-key"
)

// Source is where chance comes from: math/rand/v2 has such sources. What is
// published should come from one that nobody can guess or run again, such as
// rand.NewChaCha8 with a seed of crypto/rand that is then forgotten.
type Source interface{ Uint64() uint64 }

// Changed is a table whose figures were changed by a method other than
// suppression. It is published in full, with changed figures.
//
// Keeps: TK-207, TK-208
type Changed struct {
	table      *Table
	method     Method
	base       int64
	steps      int64 // controlled rounding: how many multiples further than its neighbours a cell may be
	consistent bool
	value      []int64
	own        func(cell int) (low, high int64) // what a figure by itself tells of the true one
	narrow     *interval                        // made when first asked for
}

// interval is what whoever reads a changed table knows of each cell.
type interval struct{ low, high []int64 }

// Table is the table whose figures were changed.
func (c *Changed) Table() *Table { return c.table }

// Method is how they were changed.
func (c *Changed) Method() Method { return c.method }

// Base is the base of rounding, scaled like [Table.Value]; 0 for noise.
func (c *Changed) Base() int64 { return c.base }

// Value is what is published of a cell, scaled by [Table.Decimals].
func (c *Changed) Value(cell int) int64 { return c.value[cell] }

// Steps is how many multiples further than its two neighbours controlled
// rounding had to go for some cell. It is 0 when every cell is one of the two.
// It belongs into what is published, beside the base.
func (c *Changed) Steps() int64 { return c.steps }

// Beyond is how many multiples further than its two neighbours a cell is.
func (c *Changed) Beyond(cell int) int64 {
	if c.base == 0 {
		return 0
	}
	return int64(magnitude(c.value[cell]-c.table.value[cell])) / c.base
}

// Consistent tells whether a cell gets the same figure in every table in which
// the same units stand in it.
func (c *Changed) Consistent() bool { return c.consistent }

// Additive tells whether all totals are the sums of their parts, groups
// included. It adds up, in whole numbers, whatever the method promises.
func (c *Changed) Additive() bool {
	sum := make([]int64, c.table.cells)
	for _, b := range c.table.bases() {
		sum[b] = c.value[b]
	}
	c.table.carryUp(sum)
	for cell, v := range sum {
		if v != c.value[cell] {
			return false
		}
	}
	return true
}

// Interval is what can be told of the true figure of a cell by whoever knows
// the changed table, the method and its base, and that totals are the sums of
// their parts. It is found by narrowing each cell by the lines it stands in
// until nothing changes: an attacker can always come as close, and for
// controlled rounding in which no cell left its neighbours nobody can come
// closer (see [Table.RoundControlled]). Otherwise a linear program may.
func (c *Changed) Interval(cell int) (low, high int64) {
	if c.narrow == nil {
		c.narrow = c.narrowed()
	}
	return c.narrow.low[cell], c.narrow.high[cell]
}

// Exposed lists the sensitive cells that the changed figures do not protect: of
// which the interval leaves one whole number, or no count that is safe, or an
// upper bound below what the rule asks for; and those of rows that are too small
// and can be seen to be so.
func (c *Changed) Exposed(v *Verdicts) (out []int) {
	for _, cell := range v.Sensitive() {
		low, high := c.Interval(cell)
		if !v.enough(cell, low, high) || !c.rowHides(v, cell) {
			out = append(out, cell)
		}
	}
	return out
}

// enough tells whether an interval leaves a sensitive cell protected.
func (v *Verdicts) enough(cell int, low, high int64) bool {
	if low >= high || high < v.UpperNeeded(cell) {
		return false
	}
	return !v.table.counts() || low <= 0 || high >= v.leastUnits()
}

// counts tells whether what is published is numbers of units.
func (t *Table) counts() bool { return !t.layout.Magnitude && !t.layout.Weighted }

// leastUnits is the smallest number of units that is enough, 0 when any is.
func (v *Verdicts) leastUnits() int64 {
	if n, ok := v.rules.LevelMinimum[UnitLevel]; ok {
		return n
	}
	return v.rules.MinimumUnits
}

// rowHides tells whether the row of a cell may be large enough, where that is
// why the cell is sensitive. Where sums are published, numbers of units are not.
func (c *Changed) rowHides(v *Verdicts, cell int) bool {
	if !v.table.counts() || !slices.ContainsFunc(v.findings[cell], func(f Finding) bool { return f.Rule == RuleRowMinimum }) {
		return true
	}
	total, _ := v.rowOf(cell, 0)
	low, high := c.Interval(total)
	return low <= 0 || high >= v.rules.RowMinimum
}

// unbounded is where nothing limits a cell; far below what would overflow in a sum of two.
const unbounded = 1 << 62

// narrowed is what the lines of a table tell of its cells.
func (c *Changed) narrowed() *interval {
	t := c.table
	n := &interval{low: make([]int64, t.cells), high: make([]int64, t.cells)}
	for cell := range t.cells {
		switch {
		case t.Structural(cell):
		case t.Left(cell):
			n.high[cell] = unbounded
			if t.negative {
				n.low[cell] = -unbounded
			}
		default:
			if n.low[cell], n.high[cell] = c.own(cell); !t.negative {
				n.low[cell] = max(0, n.low[cell])
			}
		}
	}
	const rounds = 30 // each is one more way of an attacker around the table
	for range rounds {
		again := false
		t.lines(func(total int, parts []int) { again = n.line(total, parts) || again })
		if !again {
			break
		}
	}
	return n
}

// lines calls do for every sum of the table: a total and the cells it is the sum
// of. The slice is used again.
func (t *Table) lines(do func(total int, parts []int)) {
	var parts []int
	for i, d := range t.dims {
		size, stride := len(d.codes), t.stride[i]
		each := func(total int32, of []int32) {
			for outer := 0; outer < t.cells; outer += size * stride {
				for k := range stride {
					parts = parts[:0]
					for _, n := range of {
						parts = append(parts, outer+int(n)*stride+k)
					}
					do(outer+int(total)*stride+k, parts)
				}
			}
		}
		for n, kids := range d.children {
			if len(kids) > 0 {
				each(int32(n), kids)
			}
		}
		for g := len(d.children); g < len(d.codes); g++ {
			each(int32(g), d.groups[int32(g)])
		}
	}
}

// line narrows the cells of one sum, and tells whether it could.
func (n *interval) line(total int, parts []int) (narrowed bool) {
	low, high := sumOf(n.low, parts), sumOf(n.high, parts)
	set := func(cell int, l, h int64) {
		if l > n.low[cell] {
			n.low[cell], narrowed = l, true
		}
		if h < n.high[cell] {
			n.high[cell], narrowed = h, true
		}
	}
	set(total, low.sum(), high.sum())
	for _, p := range parts {
		// a part is the total less the others
		l, h := int64(-unbounded), int64(unbounded)
		if rest, ok := high.without(n.high[p]); ok && n.low[total] > -unbounded {
			l = n.low[total] - rest
		}
		if rest, ok := low.without(n.low[p]); ok && n.high[total] < unbounded {
			h = n.high[total] - rest
		}
		set(p, l, h)
	}
	return narrowed
}

// bounds is a sum of bounds, of which some may be without end.
type bounds struct {
	finite int64
	open   int
	end    int64
}

func sumOf(list []int64, cells []int) (b bounds) {
	for _, c := range cells {
		if v := list[c]; v >= unbounded || v <= -unbounded {
			b.open, b.end = b.open+1, v
		} else {
			b.finite += v
		}
	}
	return b
}

// sum is the whole, or its end.
func (b bounds) sum() int64 {
	if b.open > 0 {
		return b.end
	}
	return b.finite
}

// without is the sum of all but one, if that has an end.
func (b bounds) without(v int64) (int64, bool) {
	if v >= unbounded || v <= -unbounded {
		return b.finite, b.open == 1
	}
	return b.finite - v, b.open == 0
}

// sums refuses tables of which something else than counts and sums is
// published, and those of which a part is out already with its true figures.
func (t *Table) sums() error {
	if t.beside() != nil {
		return &Problem{What: "a part of the table is out already, with true figures that can no longer be changed", Mend: "hide what is sensitive instead"}
	}
	if t.layout.Magnitude && (t.layout.Statistic == StatisticMean || t.layout.Statistic == StatisticRatio) {
		return &Problem{What: "a mean or a ratio is not changed as a sum is: it follows from two numbers, both of which are to be changed", Mend: "change the table of its upper and that of its lower numbers, and divide what comes out"}
	}
	return nil
}

// maxBase bounds bases, so that sums of intervals cannot overflow.
const maxBase = 1 << 40

// checkBase refuses a base that cannot be.
func checkBase(base int64) error {
	if base < 2 || base > maxBase {
		return &Problem{What: fmt.Sprintf("the base of rounding is %d", base), Mend: "take a whole number of at least 2, scaled like the values"}
	}
	return nil
}

// floorMultiple is the largest multiple of base that is not above a value.
func floorMultiple(v, base int64) int64 {
	r := v % base
	if r < 0 {
		r += base
	}
	return v - r
}

// below draws a number from 0 to n-1, all alike; without a source it is half of n.
func below(s Source, n int64) int64 {
	if s == nil {
		return n / 2
	}
	for { // multiply and reject, so that no number is likelier than another
		hi, lo := bits.Mul64(s.Uint64(), uint64(n))
		if lo >= uint64(n) || lo >= -uint64(n)%uint64(n) {
			return int64(hi)
		}
	}
}
