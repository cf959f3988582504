// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// MaxCells bounds a table. A cube with more cells than this is a mistake more
// often than a wish, and would not fit into memory beside its proof.
const MaxCells = 1 << 25

// Table is a cube with all its totals. Cells are numbered; [Table.Cell] and
// [Table.Codes] translate. A table does not change once it is made.
type Table struct {
	layout     Layout
	dims       []*Dimension
	stride     []int
	cells      int
	units      []int64 // units in each cell
	value      []int64 // what is published of each cell
	levels     []level
	negative   bool      // some contribution is below zero
	structural []bool    // nil when there are none
	records    *records  // nil when the table was given as aggregates
	rowUnits   *rowUnits // nil when units have names, or the table was given as aggregates
	den        *Table    // the lower number of a ratio or weighted mean; nil otherwise
	given      bool
	local      *local // nil when nothing was recoded in a part of the table only
}

// level is what is known of the contributors at one protection level.
type level struct {
	name   string
	known  bool    // contributors are known; not so for aggregates without them
	n      []int64 // contributors in each cell
	top    []int32 // the largest contributors of each cell, -1 when there are fewer
	amount []int64 // and what they contribute, without sign
	abs    []int64 // sum of all contributions without sign; nil when no value is negative
}

func newTable(l Layout, dims []*Dimension) (*Table, error) {
	t := &Table{layout: l, dims: dims, stride: make([]int, len(dims)), cells: 1}
	for i := len(dims) - 1; i >= 0; i-- {
		t.stride[i] = t.cells
		if t.cells > MaxCells/len(dims[i].codes) {
			sizes := ""
			for _, d := range dims {
				sizes += fmt.Sprintf(" %s %d", d.name, len(d.codes))
			}
			return nil, tooManyCells(l.Source, sizes)
		}
		t.cells *= len(dims[i].codes)
	}
	for _, codes := range l.Structural {
		if err := t.markStructural(codes); err != nil {
			return nil, err
		}
	}
	t.spreadStructural()
	return t, nil
}

// tooManyCells says how many codes each dimension has.
func tooManyCells(source, sizes string) error {
	return &Problem{Source: source, What: fmt.Sprintf("the table would have more than %d cells (codes:%s)", MaxCells, sizes), Mend: "leave out a dimension or a level, or make several tables"}
}

// name is a cell in errors.
func (t *Table) name(cell int) string { return fmt.Sprint(t.Codes(cell)) }

// lower is a table of the same cells for the lower number of a ratio.
func (t *Table) lower() *Table {
	l := t.layout
	l.Statistic, l.Decimals = StatisticSum, l.SecondDecimals
	if t.layout.Statistic == StatisticMean {
		l.Decimals = 0 // each row counts with its weight
	}
	return &Table{layout: l, dims: t.dims, stride: t.stride, cells: t.cells, structural: t.structural}
}

// markStructural marks a cell and all that is part of it as known to be empty.
func (t *Table) markStructural(codes []string) error {
	at, err := t.Cell(codes...)
	if err != nil {
		return fmt.Errorf("structural zero: %w", err)
	}
	if t.structural == nil {
		t.structural = make([]bool, t.cells)
	}
	for _, base := range t.basesOf(at) {
		t.structural[base] = true
	}
	return nil
}

// basesOf lists the base cells of a cell.
func (t *Table) basesOf(cell int) []int {
	out := []int{0}
	for i, d := range t.dims {
		leaves := d.leavesBelow(t.node(cell, i))
		next := make([]int, 0, len(out)*len(leaves))
		for _, b := range out {
			for _, leaf := range leaves {
				next = append(next, b+int(leaf)*t.stride[i])
			}
		}
		out = next
	}
	return out
}

// node is the code of a cell in one dimension.
func (t *Table) node(cell, dim int) int32 {
	return int32(cell / t.stride[dim] % len(t.dims[dim].codes))
}

// Dimensions are the table's dimensions in order.
func (t *Table) Dimensions() []*Dimension { return slices.Clone(t.dims) }

// Cells is how many cells there are, totals included; they are numbered from 0.
func (t *Table) Cells() int { return t.cells }

// Cell finds a cell by one code for each dimension.
func (t *Table) Cell(codes ...string) (int, error) {
	if len(codes) != len(t.dims) {
		return 0, &Problem{What: fmt.Sprintf("a cell of this table has %d codes, not %d", len(t.dims), len(codes))}
	}
	at := 0
	for i, c := range codes {
		n, ok := t.dims[i].index[c]
		if !ok {
			return 0, &Problem{Column: t.dims[i].name, What: fmt.Sprintf("there is no code %q", short(c))}
		}
		at += int(n) * t.stride[i]
	}
	return at, nil
}

// Codes are the codes of a cell, one for each dimension.
func (t *Table) Codes(cell int) []string {
	out := make([]string, len(t.dims))
	for i, d := range t.dims {
		out[i] = d.codes[t.node(cell, i)]
	}
	return out
}

// Units is how many units a cell has, unweighted.
func (t *Table) Units(cell int) int64 { return t.units[cell] }

// Value is what would be published of a cell: a count, or a sum scaled by [Table.Decimals].
func (t *Table) Value(cell int) int64 { return t.value[cell] }

// Magnitude tells sums from counts.
func (t *Table) Magnitude() bool { return t.layout.Magnitude }

// Decimals is how many decimals [Table.Value] has.
func (t *Table) Decimals() int {
	if t.layout.Weighted {
		return t.layout.Decimals + t.layout.WeightDecimals
	}
	return t.layout.Decimals
}

// Levels names the protection levels, the units first.
func (t *Table) Levels() (out []string) {
	for _, l := range t.levels {
		out = append(out, l.name)
	}
	return out
}

// Structural tells whether everyone knows that a cell is empty.
func (t *Table) Structural(cell int) bool { return t.structural != nil && t.structural[cell] }

// Contributors is how many contributors a cell has at a protection level.
// It is -1 when the table was given without them.
func (t *Table) Contributors(level string, cell int) int64 {
	for _, l := range t.levels {
		if l.name == level && l.known {
			return l.n[cell]
		}
	}
	return -1
}

// Largest are the largest contributions to a cell at a protection level,
// largest first, without sign: as many as the layout keeps and there are.
func (t *Table) Largest(level string, cell int) (out []int64) {
	for _, l := range t.levels {
		if l.name != level || !l.known {
			continue
		}
		k := len(l.top) / t.cells
		for i := cell * k; i < (cell+1)*k && l.top[i] >= 0; i++ {
			out = append(out, l.amount[i])
		}
	}
	return out
}

// Reading is the order in which people read the table: dimension by dimension,
// each code before its parts.
func (t *Table) Reading() []int {
	out := []int{0}
	for i, d := range t.dims {
		order := d.reading()
		next := make([]int, 0, len(out)*len(order))
		for _, c := range out {
			for _, n := range order {
				next = append(next, c+int(n)*t.stride[i])
			}
		}
		out = next
	}
	return out
}
