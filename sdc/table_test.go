// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// yielding hands rows over, one buffer for all as readers do.
func yielding(rows []Row) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		var buf Row
		for _, r := range rows {
			buf = Row{Line: r.Line, Codes: append(buf.Codes[:0], r.Codes...), Levels: append(buf.Levels[:0], r.Levels...), Unit: r.Unit, Value: r.Value, Second: r.Second, Weight: r.Weight}
			if !yield(buf, nil) {
				return
			}
		}
	}
}

// tree is a dimension with total T, or a test failure.
func tree(t rapid.TB, name string, list ...Code) *Dimension {
	t.Helper()
	d, err := NewDimension(name, "T", list)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// drawnDimension is a tree of two levels below its total, ragged at times.
func drawnDimension(t *rapid.T, name string, most int) *Dimension {
	var list []Code
	for i := range rapid.IntRange(1, most).Draw(t, name) {
		top := fmt.Sprintf("%s%d", name, i)
		list = append(list, Code{top, ""})
		for j := range rapid.SampledFrom([]int{0, 1, 2, 3}).Draw(t, "parts of "+top) {
			list = append(list, Code{fmt.Sprintf("%s.%d", top, j), top})
		}
	}
	return tree(t, name, list...)
}

// drawnRows are rows of a layout with two levels above the unit.
func drawnRows(t *rapid.T, dims []*Dimension, most int, lowest int64) (out []Row) {
	for i := range rapid.IntRange(1, most).Draw(t, "rows") {
		r := Row{Line: i + 2, Unit: fmt.Sprint("u", i), Weight: 1}
		for _, d := range dims {
			r.Codes = append(r.Codes, d.codes[rapid.SampledFrom(d.leaves).Draw(t, "leaf of "+d.name)])
		}
		e := rapid.IntRange(0, most/2).Draw(t, "enterprise")
		r.Levels = []string{fmt.Sprint("e", e), fmt.Sprint("g", e/2)}
		r.Value = rapid.Int64Range(lowest, 40).Draw(t, "value")
		out = append(out, r)
	}
	return out
}

func variables(dims []*Dimension) (out []Variable) {
	for _, d := range dims {
		out = append(out, Variable{Name: d.name, Hierarchy: d})
	}
	return out
}

// within tells, from the code lists alone, whether a code is part of another.
func within(d *Dimension, code, of string) bool {
	for c := code; c != ""; c = d.Parent(c) {
		if c == of {
			return true
		}
	}
	return false
}

func TestEveryCellHoldsWhatItsRowsSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 3), drawnDimension(t, "b", 3)}
		rows := drawnRows(t, dims, 24, rapid.SampledFrom([]int64{0, -20}).Draw(t, "lowest"))
		layout := Layout{Variables: variables(dims), ByUnit: true, Levels: []string{"enterprise", "group"}, Magnitude: true}
		table, err := FromRows(layout, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		for c := range table.Cells() {
			codes := table.Codes(c)
			var value int64
			by := []map[string]int64{{}, {}, {}}
			for _, r := range rows {
				if !within(dims[0], r.Codes[0], codes[0]) || !within(dims[1], r.Codes[1], codes[1]) {
					continue
				}
				value += r.Value
				by[0][r.Unit] += r.Value
				by[1][r.Levels[0]] += r.Value
				by[2][r.Levels[1]] += r.Value
			}
			if table.Value(c) != value || table.Units(c) != int64(len(by[0])) {
				t.Fatalf("%v: %d units with %d, want %d with %d", codes, table.Units(c), table.Value(c), len(by[0]), value)
			}
			for l, name := range table.Levels() {
				var want []int64
				for _, v := range by[l] {
					want = append(want, max(v, -v))
				}
				slices.SortFunc(want, func(a, b int64) int { return int(b - a) })
				if got := table.Contributors(name, c); got != int64(len(want)) {
					t.Fatalf("%v has %d of level %s, want %d", codes, got, name, len(want))
				}
				if diff := cmp.Diff(want[:min(3, len(want))], table.Largest(name, c)); diff != "" && len(want) > 0 {
					t.Fatalf("largest of %v at %s: %s", codes, name, diff)
				}
			}
		}
	})
}

func TestTheOrderOfRowsChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 3), drawnDimension(t, "b", 2)}
		rows := drawnRows(t, dims, 20, 0)
		layout := Layout{Variables: variables(dims), ByUnit: true, Levels: []string{"enterprise", "group"}, Magnitude: true}
		a, err := FromRows(layout, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		b, err := FromRows(layout, yielding(rapid.Permutation(rows).Draw(t, "order")))
		if err != nil {
			t.Fatal(err)
		}
		for l := range a.levels {
			if !slices.Equal(a.levels[l].top, b.levels[l].top) || !slices.Equal(a.levels[l].amount, b.levels[l].amount) {
				t.Fatalf("the largest contributors at %s depend on the order", a.levels[l].name)
			}
		}
	})
}

func TestColumnsFromCoarseToFineMakeATree(t *testing.T) {
	t.Parallel()
	layout := Layout{Variables: []Variable{{Name: "region", Levels: 2, Total: "T", Missing: "?"}}}
	table, err := FromRows(layout, yielding([]Row{{Codes: []string{"B", "B1"}}, {Codes: []string{"A", "A2"}}, {Codes: []string{"C", "C"}}, {Codes: []string{"A", "A1"}}, {Codes: []string{"", ""}}}))
	if err != nil {
		t.Fatal(err)
	}
	d := table.Dimensions()[0]
	if diff := cmp.Diff([]string{"T", "?", "A", "B", "C", "A1", "A2", "B1"}, d.Codes()); diff != "" {
		t.Error(diff)
	}
	if d.Parent("A2") != "A" || d.Depth("A2") != 2 || d.Depth("C") != 1 {
		t.Error("the tree is not the one of the columns")
	}
	c, err := table.Cell("A")
	if err != nil || table.Value(c) != 2 {
		t.Errorf("A counts %d, want 2 (%v)", table.Value(c), err)
	}
}

func TestGroupsCrossTheTree(t *testing.T) {
	t.Parallel()
	d := tree(t, "region", Code{"A", ""}, Code{"A1", "A"}, Code{"A2", "A"}, Code{"B", ""}, Code{"B1", "B"})
	d, err := d.WithGroup("coast", "A2", "B")
	if err != nil {
		t.Fatal(err)
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{d})}, yielding([]Row{{Codes: []string{"A1"}}, {Codes: []string{"A2"}}, {Codes: []string{"B1"}}, {Codes: []string{"B1"}}}))
	if err != nil {
		t.Fatal(err)
	}
	c, err := table.Cell("coast")
	if err != nil || table.Value(c) != 3 {
		t.Errorf("the coast counts %d, want 3 (%v)", table.Value(c), err)
	}
	for _, bad := range [][]string{{"A", "A1"}, {"none"}, {}, {"coast"}} {
		if _, err := d.WithGroup("x", bad...); err == nil {
			t.Errorf("the group %v is accepted", bad)
		}
	}
}

func TestPrefixesMakeATree(t *testing.T) {
	t.Parallel()
	d, err := ByPrefix("industry", "T", []string{"A011", "A012", "B020"}, 1, 3)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"T", "A", "B", "A01", "B02", "A011", "A012", "B020"}, d.Codes()); diff != "" {
		t.Error(diff)
	}
}

func TestMergingCountsAnEnterpriseOnce(t *testing.T) {
	t.Parallel()
	d := tree(t, "region", Code{"A", ""}, Code{"B", ""}, Code{"C", ""})
	layout := Layout{Variables: variables([]*Dimension{d}), Levels: []string{"enterprise"}, Magnitude: true, Structural: [][]string{{"C"}}}
	rows := []Row{{Codes: []string{"A"}, Levels: []string{"e"}, Value: 5}, {Codes: []string{"B"}, Levels: []string{"e"}, Value: 7}, {Codes: []string{"B"}, Levels: []string{"f"}, Value: 9}}
	table, err := FromRows(layout, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	merged, err := table.Merge("region", "AB", "A", "B")
	if err != nil {
		t.Fatal(err)
	}
	c, err := merged.Cell("AB")
	if err != nil {
		t.Fatal(err)
	}
	if merged.Contributors("enterprise", c) != 2 || merged.Value(c) != 21 {
		t.Errorf("got %d enterprises with %d, want 2 with 21", merged.Contributors("enterprise", c), merged.Value(c))
	}
	if diff := cmp.Diff([]int64{12, 9}, merged.Largest("enterprise", c)); diff != "" {
		t.Error(diff)
	}
	if c, err := merged.Cell("C"); err != nil || !merged.Structural(c) {
		t.Error("what was empty by nature is forgotten")
	}
	if _, err := merged.Merge("region", "X", "AB"); err == nil {
		t.Error("one code alone is merged")
	}
}
