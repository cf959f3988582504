// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// whole checks what concerns several keys together.
func (s *Spec) whole(c *checker, root *yaml.Node) error {
	names := map[string]bool{}
	for _, d := range s.Dimensions {
		if names[d.Name] {
			c.say(root, "two dimensions are called %q", short(d.Name))
		}
		names[d.Name] = true
		if (len(d.Levels) == 0) == (d.Column == "") {
			c.say(root, "dimension %q: give either levels (columns from coarse to fine) or one column", short(d.Name))
		}
		if d.Column != "" && (d.Hierarchy == "") == (len(d.Prefix) == 0) {
			c.say(root, "dimension %q: a column goes with a hierarchy (a CSV file with the columns code and parent) or with prefix (lengths of the coarser beginnings)", short(d.Name))
		}
		if d.Column == "" && (d.Hierarchy != "" || len(d.Prefix) > 0) {
			c.say(root, "dimension %q: a hierarchy and a prefix go with one column", short(d.Name))
		}
		if len(d.Groups) > 0 && d.Hierarchy == "" {
			c.say(root, "dimension %q: groups name codes, so they go with a hierarchy", short(d.Name))
		}
		if !slices.IsSorted(d.Prefix) || len(slices.Compact(slices.Clone(d.Prefix))) != len(d.Prefix) {
			c.say(root, "dimension %q: the lengths of prefix have to increase", short(d.Name))
		}
	}
	for _, n := range s.Rules.RowOf {
		if !names[n] {
			c.say(root, "rules / row-of names %q, which is no dimension", short(n))
		}
	}
	for _, t := range s.Tables {
		for _, n := range t {
			if !names[n] {
				c.say(root, "tables names %q, which is no dimension", short(n))
			}
		}
	}
	s.wholeStatistic(c, root)
	s.wholeFiles(c, root)
	s.wholeMethod(c, root)
	if s.Given != nil && (s.Unit != "" || s.Weight != "" || len(s.Waived) > 0) {
		c.say(root, "given sums know no units: leave out unit, weight and waived")
	}
	return c.err()
}

// wholeStatistic checks what belongs to means and ratios.
func (s *Spec) wholeStatistic(c *checker, root *yaml.Node) {
	if s.Statistic != "" && s.Value == "" {
		c.say(root, "a statistic is made of a value: name the column")
	}
	if (s.Statistic == "ratio") != (s.Lower != "") {
		c.say(root, "a ratio goes with a denominator, the column that it is divided by")
	}
	if s.Statistic == "" && s.FigureDecimals > 0 {
		c.say(root, "figure-decimals are those of a mean or a ratio: name the statistic")
	}
	if s.Given != nil && s.Statistic == "ratio" {
		c.say(root, "a ratio needs rows: sums are given of one column")
	}
}

// wholeMethod checks what belongs to methods that change figures.
func (s *Spec) wholeMethod(c *checker, root *yaml.Node) {
	m := s.Method
	if m == nil {
		return
	}
	set := 0
	for _, is := range []bool{m.Controlled != nil, m.SmallCount != nil, m.Rounding != nil, m.CellKey != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		c.say(root, "method names one method; without the key cells are hidden")
	}
	if s.Secondary != (Secondary{}) {
		c.say(root, "a method changes figures and hides nothing: leave secondary out")
	}
}

// wholeFiles checks what goes with files of other tools.
func (s *Spec) wholeFiles(c *checker, root *yaml.Node) {
	if s.Metadata != "" && (s.Given != nil || s.Unit != "" || s.Separator != "") {
		c.say(root, "metadata describes records, each of which is a unit, and what stands between their entries: leave out given, unit and separator")
	}
	if s.Metadata != "" && len(s.Levels) > 1 {
		c.say(root, "metadata knows one level above the records, the holding: name no other level of protection")
	}
	for _, d := range s.Dimensions {
		if s.Metadata != "" && (len(d.Levels) > 1 || len(d.Prefix) > 0 || d.Missing != "") {
			c.say(root, "dimension %q: with metadata a dimension is one variable, and missing values have codes: leave out further levels, prefix and missing", short(d.Name))
		}
	}
	if s.Apriori != "" && len(s.Recode) > 0 {
		c.say(root, "apriori names cells as the data has them: leave out recode, or write the decisions under forced")
	}
}
