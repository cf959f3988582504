// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// oneColumn is a layout with the codes X and Y below a total.
func oneColumn(t testing.TB, s Statistic) Layout {
	t.Helper()
	return Layout{Variables: variables([]*Dimension{tree(t, "d", Code{"X", ""}, Code{"Y", ""})}), Magnitude: true, Statistic: s, Levels: []string{"firm"}}
}

// Keeps: TK-194, TK-195
func TestMeansAndRatiosAreExact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what   string
		change func(*Layout)
		rows   []Row
		want   string // of X, Y and the total
	}{
		{"a mean by units, half to even", func(l *Layout) { l.FigureDecimals = 0 },
			[]Row{{Value: 1, Codes: []string{"X"}}, {Value: 2, Codes: []string{"X"}}, {Value: 3, Codes: []string{"Y"}}, {Value: 4, Codes: []string{"Y"}}}, "2 4 2"},
		{"a mean of values with decimals", func(l *Layout) { l.Decimals, l.FigureDecimals = 1, 3 },
			[]Row{{Value: 10, Codes: []string{"X"}}, {Value: 10, Codes: []string{"X"}}, {Value: 15, Codes: []string{"X"}}}, "1.167 none 1.167"},
		{"a mean of values below zero", func(l *Layout) { l.FigureDecimals = 1 },
			[]Row{{Value: -1, Codes: []string{"X"}}, {Value: -2, Codes: []string{"X"}}, {Value: 3, Codes: []string{"Y"}}}, "-1.5 3.0 0.0"},
		{"a mean by weights", func(l *Layout) { l.Weighted, l.WeightDecimals, l.FigureDecimals = true, 1, 2 },
			[]Row{{Value: 10, Weight: 15, Codes: []string{"X"}}, {Value: 40, Weight: 5, Codes: []string{"X"}}, {Value: 9, Weight: 0, Codes: []string{"Y"}}}, "17.50 none 17.50"},
		{"a ratio", func(l *Layout) { l.Statistic, l.Decimals, l.SecondDecimals, l.FigureDecimals = StatisticRatio, 2, 0, 4 },
			[]Row{{Value: 250, Second: 8, Codes: []string{"X"}}, {Value: 100, Second: 0, Codes: []string{"Y"}}}, "0.3125 none 0.4375"},
		{"a ratio with a lower number below zero", func(l *Layout) { l.Statistic, l.FigureDecimals = StatisticRatio, 1 },
			[]Row{{Value: 5, Second: -4, Codes: []string{"X"}}, {Value: 1, Second: 3, Codes: []string{"Y"}}}, "-1.2 0.3 -6.0"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			l := oneColumn(t, StatisticMean)
			c.change(&l)
			for i := range c.rows {
				c.rows[i].Levels = []string{"f"}
			}
			table, err := FromRows(l, yielding(c.rows))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, cell := range []int{1, 2, 0} {
				text := "none"
				if v, ok := table.Figure(cell); ok {
					text = FormatNumber(v, table.FigureDecimals())
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFiguresAreTheirFormulas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 3)}
		layout := drawnLayout(t, dims)
		layout.Magnitude, layout.Statistic = true, rapid.SampledFrom([]Statistic{StatisticMean, StatisticRatio}).Draw(t, "kind")
		layout.ByUnit, layout.Levels = false, nil
		layout.Decimals, layout.SecondDecimals, layout.FigureDecimals = rapid.IntRange(0, 3).Draw(t, "d"), rapid.IntRange(0, 3).Draw(t, "e"), rapid.IntRange(0, 3).Draw(t, "f")
		rows := drawnRows(t, dims, 12, -20)
		over, under := new(big.Rat), new(big.Rat)
		for i := range rows {
			r := &rows[i]
			r.Levels, r.Weight, r.Second = nil, rapid.Int64Range(0, 300).Draw(t, "weight"), rapid.Int64Range(-5, 30).Draw(t, "second")
			w := big.NewRat(1, 1)
			if layout.Weighted {
				w = scaled(r.Weight, layout.WeightDecimals)
			}
			over.Add(over, new(big.Rat).Mul(scaled(r.Value, layout.Decimals), w))
			lower := big.NewRat(1, 1)
			if layout.Statistic == StatisticRatio {
				lower = scaled(r.Second, layout.SecondDecimals)
			}
			under.Add(under, new(big.Rat).Mul(lower, w))
		}
		table, err := FromRows(layout, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		got, ok := table.Figure(0)
		if ok != (under.Sign() != 0) {
			t.Fatalf("defined is %v, the lower number %v", ok, under)
		}
		if !ok {
			return
		}
		want := new(big.Rat).Quo(over, under)
		off := new(big.Rat).Sub(scaled(got, layout.FigureDecimals), want)
		half := new(big.Rat).Mul(scaled(1, layout.FigureDecimals), big.NewRat(1, 2))
		if c := off.Abs(off).Cmp(half); c > 0 || c == 0 && got%2 != 0 {
			t.Fatalf("%v is given as %s", want, FormatNumber(got, layout.FigureDecimals))
		}
	})
}

func scaled(v int64, decimals int) *big.Rat {
	r := new(big.Rat).SetInt64(v)
	for range decimals {
		r.Quo(r, big.NewRat(10, 1))
	}
	return r
}

// Keeps: TK-194, TK-200
func TestARatioIsSensitiveWhenEitherNumberIs(t *testing.T) {
	t.Parallel()
	l := oneColumn(t, StatisticRatio)
	l.SecondDecimals = 1
	rows := []Row{ // turnover by staff: the first firm has most of the staff of X, and the last of Y's turnover
		{Codes: []string{"X"}, Value: 10, Second: 90, Levels: []string{"a"}}, {Codes: []string{"X"}, Value: 10, Second: 5, Levels: []string{"b"}}, {Codes: []string{"X"}, Value: 10, Second: 5, Levels: []string{"c"}},
		{Codes: []string{"Y"}, Value: 10, Second: 30, Levels: []string{"d"}}, {Codes: []string{"Y"}, Value: 5, Second: 30, Levels: []string{"e"}}, {Codes: []string{"Y"}, Value: 85, Second: 30, Levels: []string{"f"}},
	}
	table, err := FromRows(l, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	v, err := table.Evaluate(Rules{Dominance: []Dominance{{1, Whole(75)}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range v.Sensitive() {
		got = append(got, table.Codes(c)[0]+": "+v.Findings(c)[1].String())
	}
	want := []string{"X: largest firm 9.0 of 10.0 = 90.0 %, limit 75 % (denominator)", "Y: largest firm 85 of 100 = 85.0 %, limit 75 %"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if table.Denominator().Value(1) != 100 || v.UpperNeeded(1) != 0 || v.UpperNeeded(2) != 114 {
		t.Errorf("the lower number is %d; upper bounds %d and %d", table.Denominator().Value(1), v.UpperNeeded(1), v.UpperNeeded(2))
	}
	merged, err := table.Merge("d", "XY", "X", "Y")
	if err != nil {
		t.Fatal(err)
	}
	c, err := merged.Cell("XY")
	if err != nil || merged.Denominator().Value(c) != 190 || merged.Denominator().Largest("firm", c)[0] != 90 {
		t.Errorf("merged, the lower number is %d (%v)", merged.Denominator().Value(c), err)
	}
	mean, err := FromRows(oneColumn(t, StatisticMean), yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	if v, err = mean.Evaluate(Rules{Dominance: []Dominance{{1, Whole(75)}}}); err != nil || !slices.Equal(v.Sensitive(), []int{2}) || mean.Denominator() != nil {
		t.Errorf("a mean is sensitive as its sum: got %v (%v)", v.Sensitive(), err)
	}
}

func TestRatiosAreReadFromFiles(t *testing.T) {
	t.Parallel()
	l := oneColumn(t, StatisticRatio)
	l.Levels = nil
	in := "d;turnover;staff\nX;10,5;2\nX;4,5;3\n"
	l.Decimals, l.FigureDecimals = 1, 2
	table, err := FromRows(l, ReadRows(strings.NewReader(in), Columns{Source: "x.csv", Codes: []string{"d"}, Value: "turnover", Decimals: 1, Second: "staff", Comma: ';'}))
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := table.Figure(0); !ok || v != 300 {
		t.Errorf("15.0 by 5 is %d hundredths", v)
	}
}
