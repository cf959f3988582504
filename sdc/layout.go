// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// Variable is one dimension of a table as its rows carry it.
type Variable struct {
	Name      string
	Hierarchy *Dimension // nil: the dimension is learnt from Levels columns
	Levels    int        // how many columns, from coarse to fine; without a Hierarchy
	Total     string     // the code of everything together; without a Hierarchy
	Missing   string     // the code that an empty value counts under; "" makes an empty value an error
}

// columns is how many codes the variable takes in a row.
func (v Variable) columns() int {
	if v.Hierarchy != nil {
		return 1
	}
	return v.Levels
}

// Statistic is what is published of the cells of a magnitude table.
//
// Keeps: TK-194, TK-195
type Statistic int

// The statistics. A frequency table counts whatever is said here.
const (
	StatisticSum   Statistic = iota // the sum of the values
	StatisticMean                   // the sum by the number of units, or by the sum of the weights
	StatisticRatio                  // the sum of the values by the sum of the second values
	StatisticCount                  // the number of units; for a layout that says so in words
)

// Layout says what rows of microdata hold.
type Layout struct {
	Source         string // name of the data in errors
	Variables      []Variable
	ByUnit         bool     // rows name their unit; otherwise each row is one
	Levels         []string // the protection levels above the unit, finest first
	Magnitude      bool     // cells are sums of values; otherwise they count units
	Decimals       int      // of values
	Weighted       bool     // rows have weights
	WeightDecimals int
	WeightsPublic  bool       // whoever attacks knows the weights
	Largest        int        // how many of the largest contributors each cell keeps; 0 is three
	Structural     [][]string // cells that everyone knows to be empty, one code for each variable
	Statistic      Statistic  // what is published of a magnitude table
	SecondDecimals int        // of second values
	FigureDecimals int        // of means and ratios
	// OneCellEach says of ready sums that nobody contributes to two cells of the
	// finest codes, so that the contributors of totals follow from those of their parts.
	OneCellEach bool
}

// UnitLevel is the name of the protection level of the units themselves.
const UnitLevel = "unit"

// maxTotal bounds the sum of all absolute values, so that no cell, no weighted
// sum and no difference of two cells can overflow.
const maxTotal = 1 << 61

// check says what is wrong with a layout by itself.
func (l Layout) check() error {
	fail := func(column, what, mend string) error {
		return &Problem{Source: l.Source, Column: column, What: what, Mend: mend}
	}
	if len(l.Variables) == 0 {
		return fail("", "a table needs at least one dimension", "")
	}
	seen := map[string]bool{}
	for _, v := range l.Variables {
		if seen[v.Name] || v.Name == "" {
			return fail(v.Name, "two dimensions have the same name, or one has none", "")
		}
		seen[v.Name] = true
		if v.Hierarchy == nil && (v.Levels < 1 || v.Total == "") {
			return fail(v.Name, "the dimension has neither a code list nor columns and a total", "")
		}
	}
	for _, n := range []int{l.Decimals, l.WeightDecimals, l.SecondDecimals, l.FigureDecimals} {
		if n < 0 || n > MaxDecimals {
			return fail("", fmt.Sprintf("%d decimals: from 0 to %d can be counted exactly", n, MaxDecimals), "")
		}
	}
	if slices.Contains(l.Levels, UnitLevel) {
		return fail(UnitLevel, "this name is taken by the units themselves", "name the protection level otherwise")
	}
	for i, n := range l.Levels {
		if n == "" || slices.Contains(l.Levels[:i], n) {
			return fail(n, "two protection levels have the same name, or one has none", "")
		}
	}
	if l.Largest < 0 || l.Largest > 64 {
		return fail("", fmt.Sprintf("cannot keep the %d largest contributors: from 1 to 64", l.Largest), "")
	}
	if l.Statistic < StatisticSum || l.Statistic > StatisticCount {
		return fail("", "there is no such statistic", "")
	}
	if (l.Statistic == StatisticMean || l.Statistic == StatisticRatio) != l.Magnitude && l.Statistic != StatisticSum {
		return fail("", "means and ratios are made of values, counts are not", "")
	}
	return nil
}
