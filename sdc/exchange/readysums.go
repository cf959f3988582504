// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/lupaus/lupaus/sdc"
)

// ReadCells reads ready sums (section 5.1.4 of the manual): dimensions are the
// variables with <RECODEABLE>, units the one with <FREQUENCY>, the largest
// contributions those with <MAXSCORE>. With [Reading.Value] that variable is
// summed; without it cells count units. The status is kept as a flag.
func (m *Metadata) ReadCells(r io.Reader, how Reading) (*Aggregates, error) {
	how.Source = or(how.Source, m.Source)
	units := m.role(func(v *Described) bool { return v.Frequency })
	plain := func(v *Described) bool {
		return v.Numeric && !v.Shadow && !v.Cost && !v.LowerLevel && !v.UpperLevel && !v.Frequency
	}
	var value *Described
	switch {
	case m.Separator == "":
		return nil, m.problem(0, "", "ready sums are in free format", `the first line is <SEPARATOR> ","`)
	case how.Value != "":
		if value = m.find(how.Value); value == nil || !plain(value) {
			return nil, m.problem(0, how.Value, "there is no such variable with <NUMERIC>", "")
		}
		if units == nil {
			return nil, m.problem(0, "", "a table of sums needs the number of units of each cell", "describe it with <FREQUENCY>")
		}
	case units == nil:
		if units = m.role(plain); units == nil {
			return nil, m.problem(0, "", "no variable holds numbers", "describe one with <NUMERIC> or <FREQUENCY>")
		}
	}
	how.Units = units.Name
	var vars []variable
	var from []*Described
	for i := range m.Variables {
		if v := &m.Variables[i]; v.Recodeable {
			from, vars = append(from, v), append(vars, variable{name: v.Name, total: v.TotalCode})
		}
	}
	cells, err := m.cells(r, how, from, vars, units, value)
	if err != nil {
		return nil, err
	}
	for i, v := range from {
		if err := m.treeOf(v, &vars[i], how); err != nil {
			return nil, err
		}
	}
	decimals := 0
	if value != nil {
		decimals = value.Decimals
	}
	if m.role(func(v *Described) bool { return v.MaxScore }) != nil {
		how.Largest = map[string][]string{sdc.UnitLevel: m.scores()}
	}
	return how.gather(vars, cells, value != nil, decimals)
}

// scores names the variables with the largest contributions.
func (m *Metadata) scores() (out []string) {
	for _, v := range m.Variables {
		if v.MaxScore {
			out = append(out, v.Name)
		}
	}
	return out
}

// cells reads the lines, and the codes of each dimension as they appear.
func (m *Metadata) cells(r io.Reader, how Reading, from []*Described, vars []variable, units, value *Described) (out []measured, err error) {
	seen := make([]map[string]bool, len(vars))
	for i := range seen {
		seen[i] = map[string]bool{}
	}
	status := m.role(func(v *Described) bool { return v.Status })
	scores := m.scores()
	for rec, err := range m.records(r, how.Source) {
		if err != nil {
			return nil, err
		}
		c := measured{line: rec.line, units: rec.field(units)}
		if value != nil {
			c.value = rec.field(value)
		}
		if status != nil {
			c.flag = rec.field(status)
		}
		for i, v := range from {
			code := rec.field(v)
			if code == "" {
				return nil, rec.problem(v.Name, "is empty", "every cell needs a code in every dimension")
			}
			if !seen[i][code] {
				seen[i][code] = true
				vars[i].codes = append(vars[i].codes, code)
			}
			c.codes = append(c.codes, code)
		}
		for _, name := range scores {
			if c.largest == nil {
				c.largest = map[string][]string{}
			}
			c.largest[sdc.UnitLevel] = append(c.largest[sdc.UnitLevel], rec.field(m.find(name)))
		}
		out = append(out, c)
	}
	return out, nil
}

// treeOf finds the hierarchy of a dimension of ready sums.
func (m *Metadata) treeOf(v *Described, to *variable, how Reading) error {
	if how.Hierarchies[v.Name] != nil {
		return nil
	}
	if v.CodeFile != "" {
		return m.problem(v.Line, v.Name, "the code list "+quoted(v.CodeFile)+" was not given", "read it first")
	}
	ends, whole := widthEnds(v.Levels)
	if len(ends) < 2 {
		return nil
	}
	fine := slices.DeleteFunc(slices.Clone(to.codes), func(c string) bool { return c == to.total || utf8.RuneCountInString(c) != whole })
	d, err := sdc.ByPrefix(v.Name, or(to.total, "Total"), fine, ends[:len(ends)-1]...)
	if err != nil {
		return located(err, how.Source, 0)
	}
	to.total, to.tree = d.Total(), []sdc.Code{}
	for _, c := range d.Codes()[1:] {
		to.tree = append(to.tree, sdc.Code{Code: c, Parent: strings.TrimPrefix(d.Parent(c), d.Total())})
	}
	return nil
}
