// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Keeps: TK-205
func TestMergedTablesAreThoseOfRowsWithMergedCodes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		flat := func(name string, n int) *Dimension {
			list := []Code{{name, ""}, {name + "'", ""}}
			for i := range n {
				list = append(list, Code{fmt.Sprint(name, i), name})
			}
			return tree(t, name, list...)
		}
		dims := []*Dimension{flat("a", 4), flat("b", 3)}
		layout := drawnLayout(t, dims)
		rows := drawnRows(t, dims, 40, rapid.SampledFrom([]int64{0, -20}).Draw(t, "lowest"))
		for i := range rows {
			rows[i].Levels = rows[i].Levels[:len(layout.Levels)]
			rows[i].Weight, rows[i].Second = rapid.Int64Range(0, 9).Draw(t, "weight"), rapid.Int64Range(0, 9).Draw(t, "second")
		}
		if rapid.Bool().Draw(t, "structural") && !slices.ContainsFunc(rows, func(r Row) bool { return r.Codes[0] == "a0" && r.Codes[1] == "b1" }) {
			layout.Structural = [][]string{{"a0", "b1"}}
		}
		before, err := FromRows(layout, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		got, err := before.Merge("a", "merged", "a0", "a2")
		if err != nil {
			t.Fatal(err)
		}
		if got, err = got.Merge("a", "merged", "merged", "a3"); err != nil {
			t.Fatal(err)
		}
		layout.Variables = variables([]*Dimension{tree(t, "a", Code{"a", ""}, Code{"a'", ""}, Code{"merged", "a"}, Code{"a1", "a"}), dims[1]})
		layout.Structural = nil
		for i := range rows {
			if slices.Contains([]string{"a0", "a2", "a3"}, rows[i].Codes[0]) {
				rows[i].Codes[0] = "merged"
			}
		}
		want, err := FromRows(layout, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		got.records, want.records = nil, nil // the merged table keeps what went into a class apart
		if got.den != nil {
			got.den.records, want.den.records = nil, nil
		}
		sameTable(t, want, got)
	})
}

func BenchmarkMerge(b *testing.B) {
	list := func(name string, sections, each int) (out []Code) {
		for i := range sections {
			out = append(out, Code{fmt.Sprint(name, i), ""})
			for j := range each {
				out = append(out, Code{fmt.Sprintf("%s%d.%d", name, i, j), fmt.Sprint(name, i)})
			}
		}
		return out
	}
	dims := []*Dimension{tree(b, "industry", list("i", 32, 3)...), tree(b, "region", list("r", 5, 5)...), tree(b, "size", list("s", 2, 2)...)}
	table, err := FromRows(Layout{Variables: variables(dims), Levels: []string{"enterprise", "group"}, Magnitude: true}, func(yield func(Row, error) bool) {
		for i := range 100_000 {
			e := i / 2
			row := Row{Codes: []string{fmt.Sprintf("i%d.%d", e*7%32, e*5%3), fmt.Sprintf("r%d.%d", i*3%5, e*11%5), fmt.Sprintf("s%d.%d", e%2, e/2%2)}, Levels: []string{fmt.Sprint(e), fmt.Sprint(e / 3)}, Value: int64(i % 977)}
			if !yield(row, nil) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(table.Cells()), "cells")
	for b.Loop() {
		if _, err := table.Merge("industry", "i3.x", "i3.0", "i3.1"); err != nil {
			b.Fatal(err)
		}
	}
}
