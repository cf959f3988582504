// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// coded makes a column of texts, with words in the order in which they come
// and now and then one twice, as files have them.
func coded(twice bool, texts ...string) Coded {
	c := Coded{Words: NewWords(nil)}
	at := map[string]int32{}
	for i, s := range texts {
		n, ok := at[s]
		switch {
		case s == "":
			n = -1
		case !ok || twice && i%7 == 0:
			n = c.Words.Add(s)
			at[s] = n
		}
		c.At = append(c.At, n)
	}
	return c
}

// batchOf turns rows into a batch.
func batchOf(rows []Row, first int, twice bool) Batch {
	b := Batch{First: first, Rows: len(rows)}
	column := func(text func(Row) string) Coded {
		var all []string
		for _, r := range rows {
			all = append(all, text(r))
		}
		return coded(twice, all...)
	}
	if len(rows) == 0 {
		return b
	}
	for i := range rows[0].Codes {
		b.Codes = append(b.Codes, column(func(r Row) string { return r.Codes[i] }))
	}
	for i := range rows[0].Levels {
		b.Levels = append(b.Levels, column(func(r Row) string { return r.Levels[i] }))
	}
	b.Unit = column(func(r Row) string { return r.Unit })
	for _, r := range rows {
		b.Value, b.Second, b.Weight = append(b.Value, r.Value), append(b.Second, r.Second), append(b.Weight, r.Weight)
	}
	return b
}

// sameTable compares all that tables keep, but the numbers of rows that are units.
func sameTable(t rapid.TB, want, got *Table) {
	t.Helper()
	equal := func(what string, same bool) {
		if !same {
			t.Fatalf("the %s differ", what)
		}
	}
	equal("values", slices.Equal(want.value, got.value))
	equal("units", slices.Equal(want.units, got.units))
	equal("signs", want.negative == got.negative)
	equal("levels", len(want.levels) == len(got.levels))
	for i, l := range want.levels {
		equal("numbers at "+l.name, slices.Equal(l.n, got.levels[i].n))
		equal("largest at "+l.name, slices.Equal(l.amount, got.levels[i].amount))
		equal("sums without sign at "+l.name, slices.Equal(l.abs, got.levels[i].abs))
		if i > 0 || want.rowUnits == nil {
			equal("names of the largest at "+l.name, slices.Equal(l.top, got.levels[i].top))
		}
	}
	if diff := cmp.Diff(want.records, got.records, cmp.AllowUnexported(records{})); diff != "" {
		t.Fatal(diff)
	}
	if (want.den == nil) != (got.den == nil) {
		t.Fatal("one has a lower number")
	}
	if want.den != nil {
		sameTable(t, want.den, got.den)
	}
}

// drawnLayout is a layout of any kind over dimensions.
func drawnLayout(t *rapid.T, dims []*Dimension) Layout {
	l := Layout{Variables: variables(dims), Levels: []string{"enterprise", "group"}[:rapid.IntRange(0, 2).Draw(t, "levels")], Magnitude: rapid.Bool().Draw(t, "magnitude"), Largest: rapid.IntRange(1, 4).Draw(t, "largest")}
	l.ByUnit = l.Magnitude && rapid.Bool().Draw(t, "by unit")
	l.Weighted = rapid.Bool().Draw(t, "weighted")
	l.WeightDecimals = rapid.IntRange(0, 2).Draw(t, "weight decimals")
	l.WeightsPublic = rapid.Bool().Draw(t, "weights public")
	if l.Magnitude {
		l.Statistic = rapid.SampledFrom([]Statistic{StatisticSum, StatisticMean, StatisticRatio}).Draw(t, "statistic")
	}
	return l
}

func TestBatchesInPartsMakeTheTableOfTheRows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 3), drawnDimension(t, "b", 3)}
		layout := drawnLayout(t, dims)
		rows := drawnRows(t, dims, 40, rapid.SampledFrom([]int64{0, -20}).Draw(t, "lowest"))
		for i := range rows {
			rows[i].Levels = rows[i].Levels[:len(layout.Levels)]
			rows[i].Weight, rows[i].Second = rapid.Int64Range(0, 300).Draw(t, "weight"), rapid.Int64Range(0, 30).Draw(t, "second")
			rows[i].Unit = fmt.Sprint("u", rapid.IntRange(0, 10).Draw(t, "unit"))
		}
		want, err := FromRows(layout, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		b, err := NewBuilder(layout)
		if err != nil {
			t.Fatal(err)
		}
		parts := []*Part{b.Part(), b.Part(), b.Part()}
		for at := 0; at < len(rows); {
			n := rapid.IntRange(1, len(rows)-at).Draw(t, "batch")
			p := rapid.SampledFrom(parts).Draw(t, "part")
			if err := p.Add(batchOf(rows[at:at+n], at, rapid.Bool().Draw(t, "words twice"))); err != nil {
				t.Fatal(err)
			}
			at += n
		}
		got, err := b.Table()
		if err != nil {
			t.Fatal(err)
		}
		sameTable(t, want, got)
	})
}

// TestManyRowsAreKeptAsContributions goes beyond all first sizes of buffers, and
// learns codes as it goes.
func TestManyRowsAreKeptAsContributions(t *testing.T) {
	t.Parallel()
	layout := Layout{Variables: []Variable{{Name: "a", Levels: 2, Total: "T"}, {Name: "b", Levels: 1, Total: "T", Missing: "?"}}, Levels: []string{"firm", "group", "land"}, Magnitude: true}
	r := rand.New(rand.NewPCG(1, 2))
	var rows []Row
	for i := range 60000 {
		a, b, firm := r.IntN(5+i/2000), r.IntN(4), r.IntN(400)
		row := Row{Codes: []string{fmt.Sprint("A", a/4), fmt.Sprint("A", a/4, ".", a%4), []string{"", "x", "y", "z"}[b]}, Value: int64(r.IntN(100) - 5)}
		row.Levels = []string{fmt.Sprint("f", firm), fmt.Sprint("g", firm/3+r.IntN(20)), fmt.Sprint("l", r.IntN(2))}
		rows = append(rows, row)
	}
	want, err := FromRows(layout, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	b, err := NewBuilder(layout)
	if err != nil {
		t.Fatal(err)
	}
	parts := []*Part{b.Part(), b.Part()}
	for at := 0; at < len(rows); at += 5000 {
		if err := parts[at/5000%2].Add(batchOf(rows[at:at+5000], at, false)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := b.Table()
	if err != nil {
		t.Fatal(err)
	}
	sameTable(t, want, got)
	sum, byFirm := int64(0), map[string]int64{}
	for _, r := range rows {
		sum += r.Value
		byFirm[r.Levels[0]] += r.Value
	}
	if got.Value(0) != sum || got.Contributors("firm", 0) != int64(len(byFirm)) || len(got.records.base) >= len(rows) {
		t.Errorf("the total is %d of %d firms in %d records, want %d of %d in fewer than rows", got.Value(0), got.Contributors("firm", 0), len(got.records.base), sum, len(byFirm))
	}
	most := int64(0)
	for _, v := range byFirm {
		most = max(most, v)
	}
	if got.Largest("firm", 0)[0] != most {
		t.Errorf("the largest firm has %d, want %d", got.Largest("firm", 0)[0], most)
	}
}

func TestBatchesThatCannotBe(t *testing.T) {
	t.Parallel()
	d := tree(t, "d", Code{"X", ""}, Code{"P", ""}, Code{"P1", "P"})
	layout := Layout{Source: "rows.parquet", Variables: variables([]*Dimension{d}), Levels: []string{"firm"}, Magnitude: true}
	firm := coded(false, "f", "g")
	for _, c := range []struct {
		what  string
		batch Batch
		want  string
	}{
		{"a code nobody knows", Batch{First: 5, Rows: 2, Codes: []Coded{coded(false, "X", "Q")}, Levels: []Coded{firm}, Value: []int64{1, 2}}, `rows.parquet: row 6: column d: the code "Q" is not in the code list`},
		{"a code that has parts", Batch{First: 5, Rows: 2, Codes: []Coded{coded(false, "P", "X")}, Levels: []Coded{firm}, Value: []int64{1, 2}}, `row 5: column d: the code "P" is divided further`},
		{"no code", Batch{First: 5, Rows: 2, Codes: []Coded{coded(false, "X", "")}, Levels: []Coded{firm}, Value: []int64{1, 2}}, "row 6: column d: is empty"},
		{"no name", Batch{First: 5, Rows: 2, Codes: []Coded{coded(false, "X", "X")}, Levels: []Coded{coded(false, "f", "")}, Value: []int64{1, 2}}, "row 6: column firm: is empty"},
		{"too large", Batch{First: 5, Rows: 2, Codes: []Coded{coded(false, "X", "X")}, Levels: []Coded{firm}, Value: []int64{1, math.MinInt64}}, "row 6: the sum of all values is too large"},
		{"too few values", Batch{First: 5, Rows: 2, Codes: []Coded{coded(false, "X", "X")}, Levels: []Coded{firm}, Value: []int64{1}}, "fewer values or weights than rows"},
		{"too few columns", Batch{First: 5, Rows: 2, Codes: nil, Levels: []Coded{firm}, Value: []int64{1, 2}}, "a batch has 0 columns of codes"},
		{"too many rows", Batch{First: math.MaxInt32, Rows: 2, Codes: []Coded{coded(false, "X", "X")}, Levels: []Coded{firm}, Value: []int64{1, 2}}, "more rows than can be counted"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			b, err := NewBuilder(layout)
			if err != nil {
				t.Fatal(err)
			}
			wantProblem(t, b.Part().Add(c.batch), c.want)
		})
	}
}

func TestAUnitInTwoCellsIsToldByItsRow(t *testing.T) {
	t.Parallel()
	layout := Layout{Variables: []Variable{{Name: "d", Levels: 1, Total: "T"}}, ByUnit: true}
	b, err := NewBuilder(layout)
	if err != nil {
		t.Fatal(err)
	}
	p := b.Part()
	if err := p.Add(Batch{First: 1, Rows: 1, Codes: []Coded{coded(false, "X")}, Unit: coded(false, "u")}); err != nil {
		t.Fatal(err)
	}
	// The second batch brings a new code, so that cells are numbered anew.
	wantProblem(t, p.Add(Batch{First: 2, Rows: 2, Codes: []Coded{coded(false, "X", "Y")}, Unit: coded(false, "u", "u")}), "row 3: a unit stands in two cells")
	two, err := NewBuilder(layout)
	if err != nil {
		t.Fatal(err)
	}
	for i, code := range []string{"X", "Y"} {
		if err := two.Part().Add(Batch{First: i + 1, Rows: 1, Codes: []Coded{coded(false, code)}, Unit: coded(false, "u")}); err != nil {
			t.Fatal(err)
		}
	}
	_, err = two.Table()
	wantProblem(t, err, "a unit stands in two cells")
}
