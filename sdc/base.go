// SPDX-License-Identifier: EUPL-1.2

package sdc

import "iter"

// Base is the cells of the finest codes that rows stand in, without totals:
// how many units, what they add up to, and the largest contributors at each
// protection level. It is what a register hands on in place of rows: a table
// with all its rules can be made of it again by [FromAggregates], as long as
// nobody contributes to two cells.
type Base struct {
	table *Table
	cells []int32
	level []baseLevel
}

// baseLevel is what is known of one protection level.
type baseLevel struct {
	name   string
	n      []int64
	top    []int32
	amount []int64
}

// Base gives the cells of the finest codes. The builder is used up.
func (b *Builder) Base() (*Base, error) {
	t, err := b.uncounted()
	if err != nil {
		return nil, err
	}
	out := &Base{table: t}
	if t.rowUnits != nil {
		out.cells = t.rowUnits.cell
	} else {
		for i, c := range t.records.base {
			if i == 0 || t.records.base[i-1] != c {
				out.cells = append(out.cells, c)
			}
		}
	}
	names := append([]string{UnitLevel}, t.layout.Levels...)
	out.level = make([]baseLevel, len(names))
	inParallel(len(names), func(i int) {
		at := i
		if !t.layout.ByUnit {
			at--
		}
		if at < 0 {
			out.level[i] = baseLevel{names[i], t.rowUnits.n, t.rowUnits.top, t.rowUnits.amount}
		} else {
			out.level[i] = t.baseLevel(names[i], at, len(out.cells))
		}
	})
	return out, nil
}

// baseLevel finds the contributors of each cell from the records, which are
// sorted by cell and contributor.
func (t *Table) baseLevel(name string, at, cells int) baseLevel {
	k, rec := t.layout.Largest, t.records
	l := baseLevel{name, make([]int64, cells), make([]int32, cells*k), make([]int64, cells*k)}
	for i := range l.top {
		l.top[i] = -1
	}
	sum, seen := make([]int64, len(rec.names[at])), make([]bool, len(rec.names[at]))
	var here []int32 // contributors of the cell at hand
	c := -1
	end := func() {
		for _, id := range here {
			l.n[c]++
			insert(l.top[c*k:(c+1)*k], l.amount[c*k:(c+1)*k], id, int64(magnitude(sum[id])))
			sum[id], seen[id] = 0, false
		}
		here = here[:0]
	}
	for r, base := range rec.base {
		if r == 0 || base != rec.base[r-1] {
			end()
			c++
		}
		id := rec.ids[at][r]
		if !seen[id] {
			seen[id] = true
			here = append(here, id)
		}
		sum[id] += rec.value[r]
	}
	end()
	return l
}

// Dimensions are the dimensions in order, as the rows gave them.
func (b *Base) Dimensions() []*Dimension { return b.table.Dimensions() }

// Len is how many cells rows stand in.
func (b *Base) Len() int { return len(b.cells) }

// Cells gives every cell with rows, in the order of codes.
func (b *Base) Cells() iter.Seq2[Given, error] {
	return func(yield func(Given, error) bool) {
		t, r := b.table, 0
		for i, c := range b.cells {
			g := Given{Line: i + 2, Codes: t.Codes(int(c)), Units: b.level[0].n[i], Contributors: map[string]int64{}, Largest: map[string][]int64{}}
			for ; r < len(t.records.base) && t.records.base[r] == c; r++ {
				g.Value += t.records.amount(r, true)
			}
			if t.rowUnits != nil {
				g.Value = t.rowUnits.value[i]
			}
			for _, l := range b.level {
				g.Contributors[l.name] = l.n[i]
				k := t.layout.Largest
				for j := i * k; j < (i+1)*k && l.top[j] >= 0; j++ {
					g.Largest[l.name] = append(g.Largest[l.name], l.amount[j])
				}
			}
			if !yield(g, nil) {
				return
			}
		}
	}
}
