// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"iter"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// scaleOnly is the setting to be measured, or how its name begins.
var scaleOnly string

// sparse is a table whose hierarchies grow while what stands in a cell does not:
// codes of so many places in three dimensions, each digit one of some.
type sparse struct {
	depth, parts [3]int
}

// scales grow about fourfold from one to the next: 9,261, 37,485, 151,725, 608,685
// and 1,117,116 cells.
var scales = []sparse{
	{[3]int{2, 2, 2}, [3]int{4, 4, 4}},
	{[3]int{3, 2, 2}, [3]int{4, 4, 4}},
	{[3]int{3, 3, 2}, [3]int{4, 4, 4}},
	{[3]int{4, 3, 2}, [3]int{4, 4, 4}},
	{[3]int{4, 3, 2}, [3]int{4, 5, 4}},
}

// crowd says how rows fall into the cells of such a table.
type crowd struct {
	name    string
	tenths  int // rows for ten cells
	percent int // of digits that are the smaller of two
}

// crowds are a table of which most cells are empty or sensitive, and one of which
// about one cell in a hundred is sensitive.
var crowds = []crowd{{"most cells are empty or sensitive", 4, 100}, {"few cells are sensitive", 50, 25}}

// cells is how many cells a scale has.
func (s sparse) cells() int {
	n := 1
	for i, depth := range s.depth {
		codes, level := 1, 1
		for range depth {
			level *= s.parts[i]
			codes += level
		}
		n *= codes
	}
	return n
}

// variables are three trees.
func (s sparse) variables() (out []sdc.Variable) {
	for i, name := range []string{"industry", "region", "product"} {
		out = append(out, sdc.Variable{Name: name, Levels: s.depth[i], Total: "Total"})
	}
	return out
}

// generate yields rows in which neighbours belong together.
func (s sparse) generate(c crowd) iter.Seq2[sdc.Row, error] {
	return func(yield func(sdc.Row, error) bool) {
		r := &random{20240917}
		for i := range s.cells() * c.tenths / 10 {
			var codes []string
			for dim, depth := range s.depth {
				code := ""
				for range depth {
					digit := r.below(s.parts[dim])
					if c.percent == 100 || r.below(100) < c.percent {
						digit = min(digit, r.below(s.parts[dim]))
					}
					code += string(rune('a' + digit))
					codes = append(codes, code)
				}
			}
			if !yield(sdc.Row{Line: i + 2, Codes: codes, Value: 1, Weight: 1}, nil) {
				return
			}
		}
	}
}

// runScale measures how cost grows with cells up to a number of them.
func runScale(most int) error {
	for _, c := range crowds {
		fmt.Println(c.name)
		for _, s := range scales {
			if s.cells() > most {
				break
			}
			if err := s.measure(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// measure protects one table in each of some settings.
func (s sparse) measure(c crowd) error {
	var table *sdc.Table
	build, err := timed(func() (err error) {
		table, err = sdc.FromRows(sdc.Layout{Variables: s.variables(), Largest: 1}, s.generate(c))
		return err
	})
	if err != nil {
		return err
	}
	var v *sdc.Verdicts
	rules, err := timed(func() (err error) { v, err = table.Evaluate(sdc.Rules{MinimumUnits: 3}); return err })
	if err != nil {
		return err
	}
	fmt.Printf("%d cells: rows %.2f s, rules %.2f s\n", table.Cells(), build.Seconds(), rules.Seconds())
	for _, c := range []struct {
		name string
		how  sdc.Protection
	}{
		{"zeros open", sdc.Protection{Zeros: sdc.ZerosOpen}},
		{"zeros free", sdc.Protection{}},
		{"contributors attack, zeros open", sdc.Protection{Zeros: sdc.ZerosOpen, Singletons: true}},
		{"zeros protected", sdc.Protection{Zeros: sdc.ZerosProtect}},
	} {
		if !strings.HasPrefix(c.name, scaleOnly) {
			continue
		}
		var p *sdc.Pattern
		took, err := timed(func() (err error) { p, err = v.Suppress(c.how); return err })
		if err != nil {
			return err
		}
		fmt.Printf("  %s: %d sensitive, %d secondary, %.2f s, %d ns a cell\n", c.name, p.Count(sdc.Primary), p.Count(sdc.Secondary), took.Seconds(), took.Nanoseconds()/int64(table.Cells()))
	}
	return nil
}
