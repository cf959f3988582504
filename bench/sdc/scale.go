// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"iter"

	"github.com/lupaus/lupaus/sdc"
)

// sparse is a table whose hierarchies grow while what stands in a cell does not:
// codes of so many places in three dimensions, each digit one of four.
type sparse struct {
	cells int // about
	depth [3]int
	rows  int
}

// scales grow about threefold from one to the next.
var scales = []sparse{
	{10_000, [3]int{2, 2, 2}, 4_000},
	{35_000, [3]int{3, 2, 2}, 14_000},
	{150_000, [3]int{3, 3, 2}, 60_000},
	{600_000, [3]int{4, 3, 2}, 240_000},
	{1_000_000, [3]int{4, 3, 2}, 240_000},
}

// variables are three trees; each code has four parts, or five in the last scale.
func (s sparse) variables() (out []sdc.Variable) {
	for i, name := range []string{"industry", "region", "product"} {
		out = append(out, sdc.Variable{Name: name, Levels: s.depth[i], Total: "Total"})
	}
	return out
}

// generate yields rows in which neighbours belong together, so that most cells
// are empty and each that is not hangs together with few others.
func (s sparse) generate() iter.Seq2[sdc.Row, error] {
	return func(yield func(sdc.Row, error) bool) {
		r := &random{20240917}
		parts := 4
		if s.cells == 1_000_000 {
			parts = 5
		}
		for i := range s.rows {
			var codes []string
			for _, depth := range s.depth {
				code := ""
				for range depth {
					digit := min(r.below(parts), r.below(parts))
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

// runScale measures how cost grows with cells, for each of three settings.
func runScale() error {
	for _, s := range scales {
		var table *sdc.Table
		build, err := timed(func() (err error) {
			table, err = sdc.FromRows(sdc.Layout{Variables: s.variables(), Largest: 1}, s.generate())
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
			{"zeros open, singletons", sdc.Protection{Zeros: sdc.ZerosOpen, Singletons: true}},
			{"zeros protected", sdc.Protection{Zeros: sdc.ZerosProtect}},
		} {
			var p *sdc.Pattern
			took, err := timed(func() (err error) { p, err = v.Suppress(c.how); return err })
			if err != nil {
				return err
			}
			fmt.Printf("  %s: %d sensitive, %d secondary, %.2f s, %d ns a cell\n", c.name, p.Count(sdc.Primary), p.Count(sdc.Secondary), took.Seconds(), took.Nanoseconds()/int64(table.Cells()))
		}
	}
	return nil
}
