// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"iter"
)

// Given is one cell of a table whose sums are ready made.
type Given struct {
	Line    int      // where it stands in its source, for errors
	Codes   []string // one for each dimension
	Units   int64
	Value   int64              // in a magnitude table, scaled
	Largest map[string][]int64 // the largest contributions by protection level, largest first; may be missing
}

// FromAggregates makes a table of ready sums. Cells of the finest codes that
// are not given are empty. Totals may be given or left out; those given have to
// be what their parts add up to. Contributors are known only where they are
// given, so rules that look at them need them.
func FromAggregates(l Layout, cells iter.Seq2[Given, error]) (*Table, error) {
	b, err := NewBuilder(l) // checks the layout
	if err != nil {
		return nil, err
	}
	dims := make([]*Dimension, len(l.Variables))
	for i, v := range l.Variables {
		if dims[i] = v.Hierarchy; dims[i] == nil {
			return nil, &Problem{Source: l.Source, Column: v.Name, What: "a table of aggregates needs a code list for each dimension"}
		}
	}
	t, err := newTable(b.layout, dims)
	if err != nil {
		return nil, err
	}
	t.given = true
	g := &givenCells{t: t, at: map[int]Given{}}
	for c, err := range cells {
		if err != nil {
			return nil, err
		}
		if err := g.take(c); err != nil {
			return nil, err
		}
	}
	if len(g.at) == 0 {
		return nil, &Problem{Source: l.Source, What: "there are no cells"}
	}
	return t, g.finish()
}

// givenCells collects the cells of a table of aggregates.
type givenCells struct {
	t   *Table
	at  map[int]Given
	sum uint64
}

func (g *givenCells) take(c Given) error {
	t := g.t
	fail := func(what string) error { return &Problem{Source: t.layout.Source, Row: c.Line, What: what} }
	at, err := t.Cell(c.Codes...)
	if err != nil {
		if p, ok := err.(*Problem); ok { //nolint:errorlint // Cell returns it unwrapped
			p.Source, p.Row = t.layout.Source, c.Line
		}
		return err
	}
	if before, twice := g.at[at]; twice {
		return fail(fmt.Sprintf("the cell %v stands twice, first in row %d", c.Codes, before.Line))
	}
	if !t.layout.Magnitude {
		c.Value = c.Units
	}
	switch {
	case c.Units < 0:
		return fail("the number of units is negative")
	case c.Units == 0 && c.Value != 0:
		return fail("the cell has a value and no units")
	case t.Structural(at) && c.Units > 0:
		return fail("the cell has units and is said to be empty by nature")
	}
	if t.isBase(at) {
		m := max(magnitude(c.Value), magnitude(c.Units))
		if m > maxTotal || g.sum+m > maxTotal {
			return fail("the sum of all values is too large to be counted exactly")
		}
		g.sum += m
		t.negative = t.negative || c.Value < 0
	}
	for _, amounts := range c.Largest {
		for i, a := range amounts {
			if a < 0 || i > 0 && a > amounts[i-1] {
				return fail("the largest contributions have to be given largest first and without sign")
			}
		}
	}
	c.Codes = nil
	g.at[at] = c
	return nil
}

// isBase tells whether a cell has the finest code in every dimension.
func (t *Table) isBase(cell int) bool {
	for i, d := range t.dims {
		n := t.node(cell, i)
		if int(n) >= len(d.children) || len(d.children[n]) > 0 {
			return false
		}
	}
	return true
}

// finish adds up and compares with the totals that were given.
func (g *givenCells) finish() error {
	t := g.t
	t.units, t.value = make([]int64, t.cells), make([]int64, t.cells)
	for at, c := range g.at {
		if t.isBase(at) {
			t.units[at], t.value[at] = c.Units, c.Value
		}
	}
	t.carryUp(t.units)
	t.carryUp(t.value)
	for at := range t.cells {
		c, ok := g.at[at]
		if !ok {
			continue
		}
		if c.Units != t.units[at] {
			return &Problem{Source: t.layout.Source, Row: c.Line, What: fmt.Sprintf("the units of %v do not add up: %d are given, the parts have %d", t.Codes(at), c.Units, t.units[at])}
		}
		if c.Value != t.value[at] {
			return &Problem{Source: t.layout.Source, Row: c.Line, What: fmt.Sprintf("the values of %v do not add up: %s is given, the parts have %s", t.Codes(at), FormatNumber(c.Value, t.Decimals()), FormatNumber(t.value[at], t.Decimals()))}
		}
	}
	g.levels()
	return nil
}

// levels takes over the contributors that were given. A cell that has units and
// no list keeps none, which a rule that needs them reports.
func (g *givenCells) levels() {
	t, k := g.t, g.t.layout.Largest
	for i, name := range append([]string{UnitLevel}, t.layout.Levels...) {
		l := level{name: name, known: i == 0, top: make([]int32, t.cells*k), amount: make([]int64, t.cells*k)}
		if i == 0 {
			l.n = t.units
		} else {
			l.n = make([]int64, t.cells)
		}
		for j := range l.top {
			l.top[j] = -1
		}
		for at, c := range g.at {
			for j, a := range c.Largest[name] {
				if j < k {
					l.known = true
					l.top[at*k+j], l.amount[at*k+j] = int32(at*k+j), a // no two are the same contributor as far as is known
				}
			}
		}
		t.levels = append(t.levels, l)
	}
	if !t.layout.Magnitude {
		t.value = t.units
	}
}
