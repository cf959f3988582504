// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"iter"
)

// Given is one cell of a table whose sums are ready made.
type Given struct {
	Line   int      // where it stands in its source, for errors
	Codes  []string // one for each dimension
	Units  int64
	Value  int64 // in a magnitude table, scaled
	Second int64 // the lower number of a ratio, scaled
	// Contributors are how many there are at each protection level above the
	// units, and Largest the largest contributions, largest first and without
	// sign; LargestSecond those to the lower number. Rules that look at
	// contributors need them, at totals too where these do not follow.
	Contributors  map[string]int64
	Largest       map[string][]int64
	LargestSecond map[string][]int64
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
	case c.Units == 0 && c.Second != 0:
		return fail("the cell has a lower number and no units")
	case t.Structural(at) && c.Units > 0:
		return fail("the cell has units and is said to be empty by nature")
	}
	if t.isBase(at) {
		m := max(magnitude(c.Value), magnitude(c.Units), magnitude(c.Second))
		if m > maxTotal || g.sum+m > maxTotal {
			return fail("the sum of all values is too large to be counted exactly")
		}
		g.sum += m
		t.negative = t.negative || c.Value < 0
	}
	for _, by := range []map[string][]int64{c.Largest, c.LargestSecond} {
		for name, amounts := range by {
			for i, a := range amounts {
				if a < 0 || i > 0 && a > amounts[i-1] {
					return fail("the largest contributions have to be given largest first and without sign")
				}
			}
			if n, ok := c.count(name); ok && int64(len(amounts)) > n {
				return fail(fmt.Sprintf("%d contributions at level %s are given and there are %d contributors", len(amounts), name, n))
			}
		}
	}
	for name, n := range c.Contributors {
		if n < 0 || n == 0 && c.Units > 0 {
			return fail(fmt.Sprintf("the number of contributors at level %s is %d, of %d units", name, n, c.Units))
		}
	}
	c.Codes = nil
	g.at[at] = c
	return nil
}

// count is how many contributors a cell is said to have at a level.
func (c Given) count(level string) (int64, bool) {
	if level == UnitLevel {
		return c.Units, true
	}
	n, ok := c.Contributors[level]
	return n, ok
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
	if t.layout.twoValues() && t.layout.Statistic != StatisticRatio {
		return &Problem{Source: t.layout.Source, What: "means by weights cannot be made of ready sums", Mend: "give the sums of values and of weights as a ratio"}
	}
	t.units = g.addUp(func(c Given) int64 { return c.Units })
	t.value = g.addUp(func(c Given) int64 { return c.Value })
	if t.layout.twoValues() {
		t.den = t.lower()
		t.den.given, t.den.units = true, t.units
		t.den.value = g.addUp(func(c Given) int64 { return c.Second })
	}
	if err := g.compare(); err != nil {
		return err
	}
	if err := g.levels(t, func(c Given) map[string][]int64 { return c.Largest }); err != nil {
		return err
	}
	if t.den != nil {
		if err := g.levels(t.den, func(c Given) map[string][]int64 { return c.LargestSecond }); err != nil {
			return err
		}
	}
	if !t.layout.Magnitude {
		t.value = t.units
	}
	return nil
}

// addUp fills all cells from those of the finest codes.
func (g *givenCells) addUp(of func(Given) int64) []int64 {
	out := make([]int64, g.t.cells)
	for at, c := range g.at {
		if g.t.isBase(at) {
			out[at] = of(c)
		}
	}
	g.t.carryUp(out)
	return out
}

// compare checks the totals that were given, in the order of cells, so that the
// same data gives the same error.
func (g *givenCells) compare() error {
	t := g.t
	for at := range t.cells {
		c, ok := g.at[at]
		if !ok {
			continue
		}
		if c.Units != t.units[at] {
			return g.off(c, at, "units", c.Units, t.units[at], 0)
		}
		if c.Value != t.value[at] {
			return g.off(c, at, "values", c.Value, t.value[at], t.Decimals())
		}
		if t.den != nil && c.Second != t.den.value[at] {
			return g.off(c, at, "lower numbers", c.Second, t.den.value[at], t.den.Decimals())
		}
	}
	return nil
}

// off says by how much a total is not what its parts are.
func (g *givenCells) off(c Given, at int, what string, have, parts int64, decimals int) error {
	p := &Problem{Source: g.t.layout.Source, Row: c.Line, What: fmt.Sprintf("the %s of %v do not add up: %s is given, the parts have %s, a difference of %s", what, g.t.Codes(at),
		FormatNumber(have, decimals), FormatNumber(parts, decimals), FormatNumber(have-parts, decimals))}
	if g.t.units[at] == 0 {
		p.Mend = "give its parts, or leave them out of the code list"
	}
	return p
}

// levels takes over the contributors that were given. Units stand in one cell
// each, as their numbers add up, so that those of totals follow from those of
// their parts; contributors of other levels do where the layout says so.
func (g *givenCells) levels(t *Table, largest func(Given) map[string][]int64) error {
	for i, name := range append([]string{UnitLevel}, t.layout.Levels...) {
		l, known := g.level(t, name, largest)
		if l.known = known || i == 0; l.known && (i == 0 || t.layout.OneCellEach) {
			g.follow(&l)
		}
		if i == 0 {
			l.n = t.units
		} else if l.known {
			if err := g.complete(&l); err != nil {
				return err
			}
		}
		t.levels = append(t.levels, l)
	}
	return nil
}

// level is one protection level as it was given, and whether any of it was.
func (g *givenCells) level(t *Table, name string, largest func(Given) map[string][]int64) (l level, known bool) {
	k := t.layout.Largest
	l = t.unsigned(name)
	for at, c := range g.at {
		amounts := largest(c)[name]
		n, counted := c.count(name)
		if !counted {
			n = int64(len(amounts)) // so many at least
		}
		l.n[at] = n
		known = known || name != UnitLevel && (counted || len(amounts) > 0)
		for j, a := range amounts[:min(k, len(amounts))] {
			l.top[at*k+j], l.amount[at*k+j] = int32(at*k+j), a // no two are the same contributor as far as is known
		}
	}
	return l, known
}

// unsigned is a level nobody has been added to, without sums without signs,
// which are not known of ready sums.
func (t *Table) unsigned(name string) level {
	l := t.emptyLevel(name)
	l.abs = nil
	return l
}

// follow finds contributors of totals for which none were given. How many of
// the largest are known depends on how many are of each part.
func (g *givenCells) follow(l *level) {
	t, k := g.t, g.t.layout.Largest
	all := t.unsigned(l.name)
	sure := make([]int, t.cells) // how many of the list are surely the largest
	for c := range sure {
		sure[c] = k
	}
	for at := range g.at {
		if !t.isBase(at) {
			continue
		}
		all.take(at, l, at)
		if have := l.have(at); int64(have) < l.n[at] {
			sure[at] = have
		}
	}
	t.steps(0, func(from, to int) {
		if all.n[from] > 0 {
			all.take(to, &all, from)
			sure[to] = min(sure[to], sure[from])
		}
	})
	for c := range t.cells {
		if t.isBase(c) || l.have(c) > 0 {
			continue
		}
		l.n[c] = max(l.n[c], all.n[c])
		for j := c * k; j < c*k+sure[c]; j++ {
			l.top[j], l.amount[j] = all.top[j], all.amount[j]
		}
	}
}

// have is how many of the largest are kept of a cell.
func (l *level) have(cell int) (n int) {
	k := len(l.top) / len(l.n)
	for n < k && l.top[cell*k+n] >= 0 {
		n++
	}
	return n
}

// complete checks that a level that is known is known of every cell with units.
func (g *givenCells) complete(l *level) error {
	for c, n := range g.t.units {
		if n > 0 && l.n[c] == 0 {
			return &Problem{Source: g.t.layout.Source, Row: g.at[c].Line, Column: l.name, What: fmt.Sprintf("the contributors of %v are not given, and those of other cells are", g.t.Codes(c)),
				Mend: "give how many there are, of totals too, or say that each stands in one cell"}
		}
	}
	return nil
}
