// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"iter"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// Aggregates is a table of ready sums as a file gave it: all that
// sdc.FromAggregates takes, and what the file says of cells without a number.
type Aggregates struct {
	Layout sdc.Layout
	Names  []string // of the dimensions, in order
	cells  []given
	at     map[string]int // by codes
	read   Reading
}

// given is one cell of the file.
type given struct {
	sdc.Given
	mark      string // what stands instead of a number; "" when there is one
	undefined bool   // the mark says that there can be no number, not that it is hidden
	flag      string // confidentiality as the file flags it; "" when it does not
}

// Cells gives the cells to sdc.FromAggregates. A cell without a number is an
// error there: a hidden cell is not an empty one, and sums over it are unknown.
func (a *Aggregates) Cells() iter.Seq2[sdc.Given, error] {
	return func(yield func(sdc.Given, error) bool) {
		if a.read.ValuesOnly {
			yield(sdc.Given{}, a.read.problem(0, "", "only what was published was read", ""))
			return
		}
		for _, c := range a.cells {
			if c.mark != "" {
				yield(sdc.Given{}, a.read.problem(c.Line, "", fmt.Sprintf("the cell %v has %s instead of a number", c.Codes, quoted(c.mark)), "a table that hides cells cannot be protected again; give the true table"))
				return
			}
			if !yield(c.Given, nil) {
				return
			}
		}
	}
}

// Table makes the table.
func (a *Aggregates) Table() (*sdc.Table, error) {
	return sdc.FromAggregates(a.Layout, a.Cells())
}

// Hidden is how many cells have no number, though they could have one.
func (a *Aggregates) Hidden() (n int) {
	for _, c := range a.cells {
		if c.mark != "" && !c.undefined {
			n++
		}
	}
	return n
}

// Flag is the confidentiality flag of a cell, "" when there is no flag or no such cell.
func (a *Aggregates) Flag(codes ...string) string {
	if at, ok := a.at[key(codes)]; ok {
		return a.cells[at].flag
	}
	return ""
}

// Published gives what the file publishes in the form of sdc.Certificate's
// Published: by the codes of a cell, joined by zero bytes, its value as it is
// written, nil when it is hidden, [Undefined] when it can have no number.
func (a *Aggregates) Published() (values map[string]*string, names []string) {
	values = make(map[string]*string, len(a.cells))
	for _, c := range a.cells {
		var v *string
		switch n := c.Value; {
		case c.undefined:
			text := Undefined
			v = &text
		case c.mark == "":
			text := sdc.FormatNumber(n, a.Layout.Decimals)
			v = &text
		}
		values[key(c.Codes)] = v
	}
	return values, a.Names
}

// Earlier tells how the file published a cell, for the setting of the same name
// in sdc.Protection: hidden when it has no number or a flag other than free.
func (a *Aggregates) Earlier() func(codes []string) (hidden, known bool) {
	return func(codes []string) (hidden, known bool) {
		at, ok := a.at[key(codes)]
		if !ok {
			return false, false
		}
		c := a.cells[at]
		return c.mark != "" && !c.undefined || c.flag != "" && c.flag != flagFree, true
	}
}

// key joins codes as package sdc does in what a certificate publishes.
func key(codes []string) string { return strings.Join(codes, "\x00") }

// variable is a dimension as a file describes it.
type variable struct {
	name  string
	codes []string   // all that the file has
	tree  []sdc.Code // nil when the file has no hierarchy
	total string     // "" when the file does not say which code is the total
}

// measured is one cell of the file with its numbers as they are written.
type measured struct {
	line         int
	codes        []string
	units, value string // value is "" in tables of counts
	mark, flag   string
	undefined    bool
	largest      map[string][]string
	contributors map[string]string
}

// gather makes aggregates of what a reader found. Decimals are those of the values.
func (r Reading) gather(vars []variable, cells []measured, magnitude bool, decimals int) (*Aggregates, error) {
	a := &Aggregates{read: r, at: make(map[string]int, len(cells)), Layout: sdc.Layout{Source: r.Source, Magnitude: magnitude, Decimals: decimals}}
	a.Layout.Levels = r.Levels
	for _, names := range r.Largest {
		a.Layout.Largest = max(a.Layout.Largest, len(names))
	}
	for _, v := range vars {
		d, err := r.dimension(v)
		if err != nil {
			return nil, err
		}
		a.Names = append(a.Names, v.name)
		a.Layout.Variables = append(a.Layout.Variables, sdc.Variable{Name: v.name, Hierarchy: d})
	}
	for _, m := range cells {
		c, err := r.cell(m, magnitude, decimals)
		if err != nil {
			return nil, err
		}
		if before, twice := a.at[key(c.Codes)]; twice {
			return nil, r.problem(c.Line, "", fmt.Sprintf("the cell %v stands twice, first in row %d", c.Codes, a.cells[before].Line), "")
		}
		a.at[key(c.Codes)] = len(a.cells)
		a.cells = append(a.cells, c)
	}
	if len(a.cells) == 0 {
		return nil, r.problem(0, "", "there are no cells", "")
	}
	return a, nil
}

// cell reads the numbers of one cell.
func (r Reading) cell(m measured, magnitude bool, decimals int) (given, error) {
	c := given{Given: sdc.Given{Line: m.line, Codes: m.codes}, mark: m.mark, flag: m.flag, undefined: m.undefined}
	if m.mark != "" {
		return c, nil
	}
	number := func(text, column string, decimals int) (n int64, err error) {
		if n, err = sdc.ParseNumber(strings.TrimSpace(text), decimals); err != nil {
			return 0, r.problem(m.line, column, fmt.Sprintf("%s %v", quoted(text), err), fmt.Sprintf("write digits with at most %d decimals", decimals))
		}
		return n, nil
	}
	var err error
	if !r.ValuesOnly {
		if c.Units, err = number(m.units, r.Units, 0); err != nil {
			return c, err
		}
	}
	if c.Value = c.Units; magnitude {
		if c.Value, err = number(m.value, r.Value, decimals); err != nil {
			return c, err
		}
	}
	for level, text := range m.contributors {
		n, err := number(text, level, 0)
		if err != nil {
			return c, err
		}
		if c.Contributors == nil {
			c.Contributors = map[string]int64{}
		}
		c.Contributors[level] = n
	}
	for level, texts := range m.largest {
		for _, text := range texts {
			if text == "" {
				break
			}
			n, err := number(text, level, decimals)
			if err != nil {
				return c, err
			}
			if c.Largest == nil {
				c.Largest = map[string][]int64{}
			}
			c.Largest[level] = append(c.Largest[level], n)
		}
	}
	return c, nil
}

// dimension decides which code list a variable has: the one given, the one of
// the file, or a flat one below the total. Which code is the total is never
// guessed: a total taken for a part would double every sum.
func (r Reading) dimension(v variable) (*sdc.Dimension, error) {
	if d := r.Hierarchies[v.name]; d != nil {
		return d, nil
	}
	if v.tree != nil {
		d, err := sdc.NewDimension(v.name, v.total, v.tree)
		return d, located(err, r.Source, 0)
	}
	total, said := r.Totals[v.name]
	if !said {
		if total = v.total; total == "" && !r.ValuesOnly {
			return nil, r.problem(0, v.name, "the file does not say which code is the total", "name it, or say that there is none, or give a code list")
		}
	}
	if total == "" {
		total = unused(v.codes)
	}
	var list []sdc.Code
	for _, c := range v.codes {
		if c != total {
			list = append(list, sdc.Code{Code: c})
		}
	}
	d, err := sdc.NewDimension(v.name, total, list)
	return d, located(err, r.Source, 0)
}

// unused is a name for a total that the file does not have.
func unused(codes []string) string {
	taken := map[string]bool{}
	for _, c := range codes {
		taken[c] = true
	}
	name := totalSDMX
	for taken[name] {
		name += "_"
	}
	return name
}
