// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// chance is a source that a test can repeat.
func chance(seed uint64) Source { return rand.NewPCG(seed, 1) }

// drawnSource is a source, or none.
func drawnSource(t *rapid.T) Source {
	if rapid.Bool().Draw(t, "with chance") {
		return chance(rapid.Uint64().Draw(t, "seed"))
	}
	return nil
}

// addsUp compares every cell with the base cells it holds, from the code lists.
func addsUp(t rapid.TB, c *Changed) {
	t.Helper()
	for cell := range c.table.Cells() {
		sum := int64(0)
		for _, b := range c.table.bases() {
			if holds(c.table, cell, b) {
				sum += c.Value(b)
			}
		}
		if sum != c.Value(cell) {
			t.Fatalf("%v is %d, its parts add up to %d", c.table.Codes(cell), c.Value(cell), sum)
		}
	}
	if !c.Additive() {
		t.Fatal("the table adds up and says that it does not")
	}
}

// countsOf is a table of counts by one column each.
func countsOf(t rapid.TB, counts map[string]int64) *Table {
	t.Helper()
	var list []Code
	var rows []Row
	for code, n := range counts {
		list = append(list, Code{code, ""})
		for range n {
			rows = append(rows, Row{Codes: []string{code}, Unit: fmt.Sprint("u", len(rows)), Weight: 1})
		}
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{tree(t, "class", list...)}), ByUnit: true}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestRoundingStaysAdditive: over hierarchies and overlapping groups, and in a
// network every cell is one of its two neighbours.
//
// Keeps: TK-207
func TestRoundingStaysAdditive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, rapid.Bool().Draw(t, "magnitude"))
		base := rapid.Int64Range(2, 12).Draw(t, "base")
		c, err := table.RoundControlled(Control{Base: base, Source: drawnSource(t), Effort: 20})
		if err != nil {
			t.Fatal(err)
		}
		addsUp(t, c)
		_, network := table.flow()
		for cell := range table.Cells() {
			v, was := c.Value(cell), table.Value(cell)
			if v%base != 0 {
				t.Fatalf("%v is %d, no multiple of %d", table.Codes(cell), v, base)
			}
			far := max(v-was, was-v)
			if network && far >= base || far >= base*(c.Steps()+1) {
				t.Fatalf("%v was %d and is %d, with base %d and %d steps", table.Codes(cell), was, v, base, c.Steps())
			}
			if c.Steps() == 0 && was%base == 0 && v != was {
				t.Fatalf("%v was the multiple %d and is %d", table.Codes(cell), was, v)
			}
			if low, high := c.Interval(cell); was < low || was > high {
				t.Fatalf("%v was %d, and is said to be from %d to %d", table.Codes(cell), was, low, high)
			}
		}
		if network && c.Steps() != 0 {
			t.Fatal("a network was rounded with steps")
		}
	})
}

// TestTheSearchFindsWhatThereIs tries all ways of rounding the base cells of
// small tables that are no networks: where one leaves every cell at a
// neighbour, the search finds one too.
func TestTheSearchFindsWhatThereIs(t *testing.T) {
	t.Parallel()
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		a := tree(t, "a", Code{"1", ""}, Code{"11", "1"}, Code{"12", "1"}, Code{"2", ""})
		b := tree(t, "b", Code{"x", ""}, Code{"x1", "x"}, Code{"x2", "x"}, Code{"y", ""})
		var rows []Row
		for _, one := range []string{"11", "12", "2"} {
			for _, other := range []string{"x1", "x2", "y"} {
				for range rapid.IntRange(0, 5).Draw(t, one+other) {
					rows = append(rows, Row{Codes: []string{one, other}})
				}
			}
		}
		if rows == nil {
			return
		}
		table, err := FromRows(Layout{Variables: variables([]*Dimension{a, b})}, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		const base = 3
		c, err := table.RoundControlled(Control{Base: base, Source: drawnSource(t)})
		if err != nil {
			t.Fatal(err)
		}
		addsUp(t, c)
		if there := neighboursExist(table, base); there != (c.Steps() == 0) {
			t.Fatalf("there are figures with every cell at a neighbour: %v; found with %d steps", there, c.Steps())
		} else if there {
			found++
		}
	})
	if found == 0 {
		t.Error("no table was drawn that can be rounded so")
	}
}

// neighboursExist tries every way.
func neighboursExist(table *Table, base int64) bool {
	bases := table.bases()
	for way := range 1 << len(bases) {
		sum := make([]int64, table.Cells())
		for i, b := range bases {
			if sum[b] = floorMultiple(table.Value(b), base); way>>i&1 == 1 && sum[b] != table.Value(b) {
				sum[b] += base
			}
		}
		table.carryUp(sum)
		all := true
		for cell, v := range sum {
			all = all && max(v-table.Value(cell), table.Value(cell)-v) < base
		}
		if all {
			return true
		}
	}
	return false
}

// deepTable has two dimensions, of which one has two levels, or one that has.
func deepTable(t *rapid.T) *Table {
	dims := []*Dimension{drawnDimension(t, "a", 4)}
	if rapid.Bool().Draw(t, "two dimensions") {
		var list []Code
		for i := range rapid.IntRange(1, 5).Draw(t, "columns") {
			list = append(list, Code{fmt.Sprint("c", i), ""})
		}
		dims = append(dims, tree(t, "b", list...))
		if rapid.Bool().Draw(t, "turned") {
			dims[0], dims[1] = dims[1], dims[0]
		}
	}
	rows := drawnRows(t, dims, 40, rapid.SampledFrom([]int64{0, -20}).Draw(t, "lowest"))
	table, err := FromRows(Layout{Variables: variables(dims), Magnitude: true, Levels: []string{"enterprise", "group"}}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestNobodyComesCloserThanTheBase rounds networks, and builds for each cell
// the tables that show how far it may be from what is published.
func TestNobodyComesCloserThanTheBase(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table := deepTable(t)
		base := rapid.Int64Range(2, 9).Draw(t, "base")
		c, err := table.RoundControlled(Control{Base: base, Source: drawnSource(t)})
		if err != nil {
			t.Fatal(err)
		}
		addsUp(t, c)
		if c.Steps() != 0 {
			t.Fatalf("%d steps in a network", c.Steps())
		}
		for cell := range table.Cells() {
			v := c.Value(cell)
			want := [2]int64{v - base + 1, v + base - 1}
			if !table.negative {
				want[0] = max(0, want[0])
			}
			if low, high := c.Interval(cell); low != want[0] || high != want[1] {
				t.Fatalf("%v is published as %d with base %d: from %d to %d, want %v", table.Codes(cell), v, base, low, high, want)
			}
		}
	})
}

// TestChanceLeavesTheMean rounds one table many times over.
func TestChanceLeavesTheMean(t *testing.T) {
	t.Parallel()
	table := localTable(t, map[string][3]int{"N1": {1, 2, 9}, "N2": {8, 7, 6}, "S1": {4, 9, 3}})
	source := chance(7)
	const times, base = 4000, 5
	sum := make([]int64, table.Cells())
	for range times {
		c, err := table.RoundControlled(Control{Base: base, Source: source})
		if err != nil {
			t.Fatal(err)
		}
		for cell := range sum {
			sum[cell] += c.Value(cell)
		}
	}
	for cell, s := range sum {
		// The deviation of one rounding is at most base/2, that of the mean a 63rd of it.
		if mean := float64(s) / times; mean < float64(table.Value(cell))-0.2 || mean > float64(table.Value(cell))+0.2 {
			t.Errorf("%v is %d and was rounded to %.3f in the mean", table.Codes(cell), table.Value(cell), mean)
		}
	}
}

// TestFiguresAreRoundedByThemselves holds the published cases of midpoints.
func TestFiguresAreRoundedByThemselves(t *testing.T) {
	t.Parallel()
	table := countsOf(t, map[string]int64{"0": 0, "1": 1, "2": 2, "3": 3, "6": 6, "7": 7, "12": 12, "13": 13, "18": 18})
	for _, c := range []struct {
		name string
		how  Rounding
		base int64
		want map[string][3]int64 // published, lowest, highest
	}{
		{"midpoints of six", RoundMidpoint, 6, map[string][3]int64{"0": {0, 0, 0}, "1": {3, 1, 6}, "6": {3, 1, 6}, "7": {9, 7, 12}, "12": {9, 7, 12}, "13": {15, 13, 18}, "18": {15, 13, 18}}},
		{"midpoints of five", RoundMidpoint, 5, map[string][3]int64{"1": {3, 1, 5}, "6": {8, 6, 10}}},
		{"nearest of five", RoundNearest, 5, map[string][3]int64{"0": {0, 0, 2}, "2": {0, 0, 2}, "3": {5, 3, 7}, "7": {5, 3, 7}, "13": {15, 13, 17}}},
		{"nearest of ten", RoundNearest, 10, map[string][3]int64{"3": {0, 0, 4}, "6": {10, 5, 14}, "18": {20, 15, 24}}},
	} {
		got, err := table.Round(c.how, c.base, nil)
		if err != nil {
			t.Fatal(err)
		}
		for code, want := range c.want {
			cell, err := table.Cell(code)
			if err != nil {
				t.Fatal(err)
			}
			low, high := got.own(cell)
			if diff := cmp.Diff(want, [3]int64{got.Value(cell), max(0, low), high}); diff != "" {
				t.Errorf("%s: %s: %s", c.name, code, diff)
			}
		}
		if !got.Consistent() {
			t.Errorf("%s: a figure is not always rounded alike", c.name)
		}
	}
}

// TestLinesTellMoreThanFigures: five figures of 5 with a total of 23 have to be
// 5 each less two at most, which no figure tells by itself.
func TestLinesTellMoreThanFigures(t *testing.T) {
	t.Parallel()
	table := countsOf(t, map[string]int64{"a": 7, "b": 7, "c": 7, "d": 7, "e": 7})
	c, err := table.Round(RoundNearest, 5, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Additive() {
		t.Error("five times 5 are said to add up to 35")
	}
	cell, err := table.Cell("a")
	if err != nil {
		t.Fatal(err)
	}
	if low, high := c.own(cell); low != 3 || high != 7 {
		t.Fatalf("by itself from %d to %d, want 3 to 7", low, high)
	}
	if low, high := c.Interval(cell); low != 5 || high != 7 {
		t.Errorf("with its line from %d to %d, want 5 to 7: the total is 33 at least", low, high)
	}
}

// TestARowThatIsTooSmallIsNotToBeSeen although its cells are safe by themselves.
//
// Keeps: TK-204, TK-233
func TestARowThatIsTooSmallIsNotToBeSeen(t *testing.T) {
	t.Parallel()
	table := localTable(t, map[string][3]int{"N1": {9, 9, 9}, "N2": {9, 9, 9}, "S1": {2, 2, 3}})
	v, err := table.Evaluate(Rules{RowMinimum: 10})
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Sensitive()) == 0 {
		t.Fatal("no row is too small")
	}
	for _, c := range []struct {
		base    int64
		exposed bool
	}{{2, true}, {10, false}} {
		rounded, err := table.RoundControlled(Control{Base: c.base})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(rounded.Exposed(v)) > 0; got != c.exposed {
			t.Errorf("with base %d the row is seen to be too small: %v, want %v", c.base, got, c.exposed)
		}
	}
}

func TestRandomRoundingTakesANeighbour(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, base := rapid.Int64Range(1, 60).Draw(t, "count"), rapid.Int64Range(2, 12).Draw(t, "base")
		table := countsOf(t, map[string]int64{"a": n})
		c, err := table.Round(RoundRandom, base, chance(rapid.Uint64().Draw(t, "seed")))
		if err != nil {
			t.Fatal(err)
		}
		if v := c.Value(0); v%base != 0 || max(v-n, n-v) >= base {
			t.Fatalf("%d became %d with base %d", n, v, base)
		}
	})
}

func TestRoundingsThatCannotBe(t *testing.T) {
	t.Parallel()
	table := countsOf(t, map[string]int64{"a": 3})
	means, err := FromRows(Layout{Variables: variables(table.dims), Magnitude: true, Statistic: StatisticMean}, yielding([]Row{{Codes: []string{"a"}, Value: 3}}))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		do   func() error
		want string
	}{
		{"base of one", func() error { _, err := table.RoundControlled(Control{Base: 1}); return err }, "the base of rounding is 1"},
		{"base too large", func() error { _, err := table.Round(RoundNearest, 1<<50, nil); return err }, "the base of rounding"},
		{"chance without a source", func() error { _, err := table.Round(RoundRandom, 5, nil); return err }, "needs a source"},
		{"no such rounding", func() error { _, err := table.Round(9, 5, nil); return err }, "no such rounding"},
		{"a mean", func() error { _, err := means.RoundControlled(Control{Base: 5}); return err }, "a mean or a ratio is not changed"},
		{"small counts of nothing", func() error { _, err := table.RoundSmallCounts(SmallCounts{}); return err }, "the base of rounding is 0"},
	} {
		if err := c.do(); err == nil {
			t.Errorf("%s is accepted", c.name)
		} else {
			wantProblem(t, err, c.want)
		}
	}
}

// TestALongSearchIsStopped by whoever waits for it.
func TestALongSearchIsStopped(t *testing.T) {
	t.Parallel()
	a := tree(t, "a", Code{"1", ""}, Code{"11", "1"}, Code{"12", "1"}, Code{"2", ""})
	b := tree(t, "b", Code{"x", ""}, Code{"x1", "x"}, Code{"x2", "x"}, Code{"y", ""})
	var rows []Row
	for i, one := range []string{"11", "12", "2"} {
		for j, other := range []string{"x1", "x2", "y"} {
			for range 1 + (i*5+j*2)%4 {
				rows = append(rows, Row{Codes: []string{one, other}})
			}
		}
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{a, b})}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	stop := fmt.Errorf("that is enough")
	if _, err := table.RoundControlled(Control{Base: 3, Progress: func(Progress) error { return stop }}); err != stop { //nolint:errorlint // handed on as it is
		t.Errorf("got %v, want the error of who waits", err)
	}
}
