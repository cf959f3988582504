// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCodeListsThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"an empty file", "", "codes.csv: the file is empty"},
		{"a heading alone", "code,parent\n", "the code list is empty"},
		{"a column is missing", "code,above\nA,\n", "row 1: column parent: there is no such column (the heading has code, above)"},
		{"a column twice", "code,parent,code\nA,,A\n", "column code: stands twice"},
		{"an unknown parent", "code,parent\nA,\nA1,B\n", "row 3: column region: the parent \"B\" of \"A1\" is not in the list"},
		{"two parents", "code,parent\nA,\nB,\nA1,A\nA1,B\n", "row 5: column region: \"A1\" has two parents, \"A\" and \"B\""},
		{"a code twice", "code,parent\nA,\nA,\n", "row 3: column region: \"A\" stands twice (see row 2)"},
		{"a cycle", "code,parent\nA,\nB,C\nC,B\n", "row 3: column region: \"B\" is, by its parents, a part of itself"},
		{"its own parent", "code,parent\nA,A\n", "row 2: column region: \"A\" is its own parent"},
		{"the code of the total", "code,parent\nT,\n", "is also the code of the total"},
		{"an empty code", "code,parent\n,A\n", "row 2: column region: a code is empty"},
		{"a row that is too short", "code,parent\nA\n", "codes.csv: row 2: wrong number of fields"},
		{"a quote that is not closed", "code,parent\n\"A,\n", "codes.csv: row 2: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadCodeList(strings.NewReader(c.in), "codes.csv", "region", "T")
			wantProblem(t, err, c.want)
		})
	}
	d, err := ReadCodeList(strings.NewReader("\ufeffname,parent,code\nx,T,A\nx,A,A1\n"), "codes.csv", "region", "T")
	if err != nil || d.Parent("A1") != "A" || d.Parent("A") != "T" {
		t.Errorf("a good list is refused or misread: %v", err)
	}
}

func wantProblem(t *testing.T, err error, want string) {
	t.Helper()
	var p *Problem
	if !errors.As(err, &p) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want a problem with %q", err, want)
	}
}

var columns = Columns{Source: "rows.csv", Codes: []string{"a1", "a2", "b"}, Unit: "unit", Levels: []string{"firm"}, Value: "value", Decimals: 1, Weight: "weight"}

func rowsLayout(t testing.TB) Layout {
	return Layout{Source: "rows.csv", ByUnit: true, Levels: []string{"firm"}, Magnitude: true, Decimals: 1, Weighted: true,
		Variables: []Variable{{Name: "a", Levels: 2, Total: "T"}, {Name: "b", Hierarchy: tree(t, "b", Code{"X", ""}, Code{"Y", ""}, Code{"Y1", "Y"})}}}
}

func TestRowsThatAreWrongAreNamedByRowAndColumn(t *testing.T) {
	t.Parallel()
	head := "unit,firm,a1,a2,b,value,weight\n"
	for _, c := range []struct{ name, in, want string }{
		{"an empty file", "", "the file is empty"},
		{"a heading alone", head, "there are no rows"},
		{"an unknown code", head + "1,f,A,A1,Z,1,1\n", "row 2: column b: the code \"Z\" is not in the code list"},
		{"a code that is divided further", head + "1,f,A,A1,X,1,1\n2,f,A,A1,Y,1,1\n", "row 3: column b: the code \"Y\" is divided further"},
		{"an empty code", head + "1,f,A,A1,,1,1\n", "row 2: column b: is empty"},
		{"an empty finer code", head + "1,f,A,,X,1,1\n", "row 2: column a: is empty"},
		{"two parents", head + "1,f,A,A1,X,1,1\n2,f,B,A1,X,1,1\n", "row 3: column a: \"A1\" has two parents, \"A\" and \"B\""},
		{"divided in some rows", head + "1,f,A,A,X,1,1\n2,f,A,A1,X,1,1\n", "column a: \"A\" is divided further in some rows and not in others"},
		{"NaN", head + "1,f,A,A1,X,NaN,1\n", "row 2: column value: is not a number"},
		{"an exponent", head + "1,f,A,A1,X,1e9,1\n", "row 2: column value: is not a number"},
		{"no value", head + "1,f,A,A1,X,,1\n", "row 2: column value: is not a number"},
		{"too many decimals", head + "1,f,A,A1,X,1.25,1\n", "row 2: column value: has more decimals"},
		{"too large", head + "1,f,A,A1,X,99999999999999999999,1\n", "row 2: column value: is too large"},
		{"a sum that is too large", head + "1,f,A,A1,X,100000000000000000,1\n2,f,A,A1,X,100000000000000000,9\n", "row 3: the sum of all values is too large"},
		{"a product that is too large", head + "1,f,A,A1,X,100000000000000000,999999\n", "row 2: the sum of all values is too large"},
		{"a negative weight", head + "1,f,A,A1,X,1,-1\n", "row 2: the weight is negative"},
		{"no unit", head + ",f,A,A1,X,1,1\n", "row 2: column unit: is empty"},
		{"no firm", head + "1,,A,A1,X,1,1\n", "row 2: column firm: is empty"},
		{"a short row", head + "1,f\n", "row 2: wrong number of fields"},
		{"a column is missing", "unit,firm,a1,a2,b,weight\n", "row 1: column value: there is no such column"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := FromRows(rowsLayout(t), ReadRows(strings.NewReader(c.in), columns))
			wantProblem(t, err, c.want)
		})
	}
	table, err := FromRows(rowsLayout(t), ReadRows(strings.NewReader(head+"1,f,A,A1,X,\"2,5\",3\n2,g,A,A2,Y1,-1,1\n"), columns))
	if err != nil {
		t.Fatal(err)
	}
	if table.Value(0) != 65 || !table.negative {
		t.Errorf("the total is %d, want 65 tenths", table.Value(0))
	}
}

func TestLayoutsThatCannotBe(t *testing.T) {
	t.Parallel()
	wide := make([]Code, 2000)
	for i := range wide {
		wide[i].Code = fmt.Sprint(i)
	}
	d := []*Dimension{tree(t, "a", wide...), tree(t, "b", wide...), tree(t, "c", wide...), tree(t, "d", wide...), tree(t, "e", wide...), tree(t, "f", wide...)}
	row := Row{Codes: []string{"1", "1", "1", "1", "1", "1"}}
	_, err := FromRows(Layout{Variables: variables(d)}, yielding([]Row{row}))
	wantProblem(t, err, "more than 33554432 cells (codes: a 2001 b 2001")
	for _, c := range []struct {
		l    Layout
		want string
	}{
		{Layout{}, "at least one dimension"},
		{Layout{Variables: []Variable{{Name: "a"}}}, "neither a code list nor columns"},
		{Layout{Variables: variables([]*Dimension{d[0], d[0]})}, "the same name"},
		{Layout{Variables: variables(d[:1]), Decimals: 40}, "40 decimals"},
		{Layout{Variables: variables(d[:1]), Largest: -1}, "cannot keep"},
		{Layout{Variables: variables(d[:1]), Levels: []string{UnitLevel}}, "taken by the units"},
	} {
		_, err := NewBuilder(c.l)
		wantProblem(t, err, c.want)
	}
	_, err = FromRows(Layout{Variables: variables(d[:1]), ByUnit: true}, yielding([]Row{{Codes: []string{"1"}, Unit: "u"}, {Codes: []string{"2"}, Unit: "u"}}))
	wantProblem(t, err, "a unit stands in two cells")
	_, err = FromRows(Layout{Variables: variables(d[:1]), Structural: [][]string{{"1"}}}, yielding([]Row{{Codes: []string{"1"}}}))
	wantProblem(t, err, "said to be empty by nature")
}

func given(cells ...Given) iter.Seq2[Given, error] {
	return func(yield func(Given, error) bool) {
		for i, c := range cells {
			c.Line = i + 2
			if !yield(c, nil) {
				return
			}
		}
	}
}

func TestAggregatesHaveToAddUp(t *testing.T) {
	t.Parallel()
	d := tree(t, "a", Code{"X", ""}, Code{"Y", ""})
	layout := Layout{Source: "sums.csv", Variables: variables([]*Dimension{d}), Magnitude: true, Decimals: 2}
	x := Given{Codes: []string{"X"}, Units: 4, Value: 500, Largest: map[string][]int64{UnitLevel: {300, 100}}}
	table, err := FromAggregates(layout, given(x, Given{Codes: []string{"Y"}, Units: 2, Value: 70}, Given{Codes: []string{"T"}, Units: 6, Value: 570}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{300, 100}, table.Largest(UnitLevel, 1)); diff != "" || table.Value(0) != 570 || table.Units(0) != 6 {
		t.Errorf("misread: %d units, %d; %s", table.Units(0), table.Value(0), diff)
	}
	for _, c := range []struct {
		cells []Given
		want  string
	}{
		{[]Given{x, {Codes: []string{"T"}, Units: 4, Value: 501}}, "row 3: the values of [T] do not add up: 5.01 is given, the parts have 5.00"},
		{[]Given{x, {Codes: []string{"T"}, Units: 5, Value: 500}}, "row 3: the units of [T] do not add up"},
		{[]Given{x, x}, "row 3: the cell [X] stands twice, first in row 2"},
		{[]Given{{Codes: []string{"Q"}, Units: 1}}, "row 2: column a: there is no code \"Q\""},
		{[]Given{{Codes: []string{"X"}, Value: 1}}, "row 2: the cell has a value and no units"},
		{[]Given{{Codes: []string{"X"}, Units: -1}}, "row 2: the number of units is negative"},
		{[]Given{{Codes: []string{"X"}, Units: 1, Value: math.MaxInt64}}, "row 2: the sum of all values is too large"},
		{[]Given{{Codes: []string{"X"}, Units: 2, Value: 9, Largest: map[string][]int64{UnitLevel: {3, 6}}}}, "row 2: the largest contributions"},
		{nil, "there are no cells"},
	} {
		_, err := FromAggregates(layout, given(c.cells...))
		wantProblem(t, err, c.want)
	}
}

func TestNumbersAreReadExactly(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{"12.5": 1250, "-0,01": -1, "+7": 700, "3.": 300, ".5": 50, "1.2500": 125, "0": 0} {
		got, err := ParseNumber(in, 2)
		if err != nil || got != want {
			t.Errorf("%s is %d (%v), want %d", in, got, err, want)
		}
	}
	for v, want := range map[int64]string{1250: "12.50", -1: "-0.01", 0: "0.00", math.MinInt64: "-92233720368547758.08"} {
		if got := FormatNumber(v, 2); got != want {
			t.Errorf("%d is written %s, want %s", v, got, want)
		}
	}
}

func FuzzReadCodeList(f *testing.F) {
	f.Add("code,parent\nA,\nA1,A\n")
	f.Add("parent,code\n,\"A\"\nA,A1\n")
	f.Fuzz(func(t *testing.T, in string) {
		d, err := ReadCodeList(strings.NewReader(in), "x", "d", "T")
		if err != nil {
			return
		}
		for _, c := range d.Codes()[1:] {
			if !within(d, c, "T") {
				t.Errorf("%q does not stand below the total", c)
			}
		}
	})
}

func FuzzReadRows(f *testing.F) {
	head := "unit,firm,a1,a2,b,value,weight\n"
	f.Add(head + "1,f,A,A1,X,2.5,3\n2,g,B,B1,Y1,-1,1\n")
	f.Fuzz(func(t *testing.T, in string) {
		table, err := FromRows(rowsLayout(t), ReadRows(strings.NewReader(in), columns))
		if err != nil {
			return
		}
		sum := int64(0)
		for _, b := range table.bases() {
			sum += table.Value(b)
		}
		if sum != table.Value(0) {
			t.Errorf("the total is %d, its parts %d", table.Value(0), sum)
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	f.Add("12.5", 2)
	f.Fuzz(func(t *testing.T, in string, decimals int) {
		if decimals < 0 || decimals > MaxDecimals {
			return
		}
		v, err := ParseNumber(in, decimals)
		if err != nil {
			return
		}
		again, err := ParseNumber(FormatNumber(v, decimals), decimals)
		if err != nil || again != v {
			t.Errorf("%q is read as %d and written so that it is read as %d (%v)", in, v, again, err)
		}
	})
}

// aggregates are the columns of a table of ready sums in the tests below.
var aggregates = GivenColumns{Source: "sums.csv", Codes: []string{"region"}, Units: "units", Value: "value", Decimals: 1, Contributors: map[string]string{"firm": "firms"},
	Largest: map[string][]string{UnitLevel: {"largest-1", "largest-2"}, "firm": {"firm-1", "firm-2"}}}

func aggregatesLayout(t testing.TB) Layout {
	t.Helper()
	return Layout{Source: "sums.csv", Variables: variables([]*Dimension{tree(t, "region", Code{"A", ""}, Code{"A1", "A"}, Code{"A2", "A"}, Code{"B", ""})}), Levels: []string{"firm"}, Magnitude: true, Decimals: 1, Largest: 2}
}

// Keeps: TK-106, TK-107, TK-200
func TestReadySumsBringTheirContributors(t *testing.T) {
	t.Parallel()
	head := "region,units,value,firms,largest-1,largest-2,firm-1,firm-2\n"
	in := head + "A1,4,100.0,2,60,20,80,20\nA2,2,\"30,0\",2,20,10,20,10\nB,1,5,1,5,,5,\nT,7,135,4,60,20,90,20\nA,6,130,3,60,20,90,20\n"
	table, err := FromAggregates(aggregatesLayout(t), ReadGiven(strings.NewReader(in), aggregates))
	if err != nil {
		t.Fatal(err)
	}
	v, err := table.Evaluate(Rules{MinimumUnits: 2, LevelMinimum: map[string]int64{"firm": 3}, Dominance: []Dominance{{1, Whole(65)}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range v.Sensitive() {
		for _, f := range v.Findings(c) {
			got = append(got, table.Codes(c)[0]+": "+f.String())
		}
	}
	slices.Sort(got)
	want := []string{
		"A1: 2 at level firm, fewer than 3", "A1: largest firm 80.0 of 100.0 = 80.0 %, limit 65 %",
		"A2: 2 at level firm, fewer than 3", "A2: largest firm 20.0 of 30.0 = 66.7 %, limit 65 %", "A2: largest unit 20.0 of 30.0 = 66.7 %, limit 65 %",
		"A: largest firm 90.0 of 130.0 = 69.2 %, limit 65 %",
		"B: 1 at level firm, fewer than 3", "B: 1 at level unit, fewer than 2", "B: largest firm 5.0 of 5.0 = 100.0 %, limit 65 %", "B: largest unit 5.0 of 5.0 = 100.0 %, limit 65 %",
		"T: largest firm 90.0 of 135.0 = 66.7 %, limit 65 %",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTotalsOfReadySumsFollow(t *testing.T) {
	t.Parallel()
	l := aggregatesLayout(t)
	l.OneCellEach = true
	in := "region,units,value,firms,largest-1,largest-2,firm-1,firm-2\nA1,4,100,2,60,20,80,20\nA2,2,30,2,20,10,20,10\nB,3,5,1,4,,5,\n"
	table, err := FromAggregates(l, ReadGiven(strings.NewReader(in), aggregates))
	if err != nil {
		t.Fatal(err)
	}
	a, err := table.Cell("A")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int64{800, 200}, table.Largest("firm", a)); diff != "" || table.Contributors("firm", a) != 4 || table.Value(a) != 1300 || table.Units(0) != 9 {
		t.Errorf("the total of A does not follow: %d firms, %s", table.Contributors("firm", a), diff)
	}
	// Of B's three units only the largest was given, so that of the total only that is sure.
	if diff := cmp.Diff([]int64{600}, table.Largest(UnitLevel, 0)); diff != "" {
		t.Error(diff)
	}
	_, err = table.Evaluate(Rules{Dominance: []Dominance{{2, Whole(75)}}})
	wantProblem(t, err, "only 1 of the largest are given; the rules look at 2 (give them, or leave the rule out)")
}

func TestReadySumsThatCannotBe(t *testing.T) {
	t.Parallel()
	head := "region,units,value,firms,largest-1,largest-2,firm-1,firm-2\n"
	for _, c := range []struct{ what, in, want string }{
		{"an empty file", "", "sums.csv: the file is empty"},
		{"a heading only", head, "there are no cells"},
		{"a missing column", "region,units,value,firms\nA1,1,1,1\n", "row 1: column firm-1: there is no such column"},
		{"a column twice", "region," + head + "A1,A1,1,1,1,1,,1,\n", "row 1: column region: stands twice in the heading"},
		{"a short row", head + "A1,1,1\n", "row 2: wrong number of fields"},
		{"a cell twice", head + "A1,1,1,1,1,,1,\nB,1,1,1,1,,1,\nA1,1,1,1,1,,1,\n", "row 4: the cell [A1] stands twice, first in row 2"},
		{"an unknown code", head + "A1,1,1,1,1,,1,\nQ,1,1,1,1,,1,\n", `row 3: column region: there is no code "Q"`},
		{"units below zero", head + "A1,-1,1,1,1,,1,\n", "row 2: the number of units is negative"},
		{"a part of a unit", head + "A1,1.5,1,1,1,,1,\n", "row 2: column units: has more decimals"},
		{"NaN", head + "A1,1,NaN,1,1,,1,\n", "row 2: column value: is not a number"},
		{"infinite", head + "A1,1,1,1,Inf,,1,\n", "row 2: column largest-1: is not a number"},
		{"too large", head + "A1,1,400000000000000000,1,1,,1,\n", "row 2: the sum of all values is too large"},
		{"nobody behind units", head + "A1,2,1,0,1,,,\n", "row 2: the number of contributors at level firm is 0, of 2 units"},
		{"more than there are", head + "A1,1,3,1,2,1,3,\n", "row 2: 2 contributions at level unit are given and there are 1 contributors"},
		{"not in order", head + "A1,2,3,2,1,2,3,\n", "row 2: the largest contributions have to be given largest first"},
		{"a hole", head + "A1,2,3,2,,2,3,\n", "row 2: column largest-1: is empty, and a smaller one is not"},
		{"a total that is off", head + "A1,2,3,2,2,1,2,1\nA,2,3.5,2,2,1,2,1\n", "row 3: the values of [A] do not add up: 3.5 is given, the parts have 3.0, a difference of 0.5"},
		{"a total without parts", head + "A,2,3,2,2,1,2,1\n", "row 2: the units of [A] do not add up: 2 is given, the parts have 0, a difference of 2 (give its parts, or leave them out of the code list)"},
		{"contributors of a total", head + "A1,2,3,2,2,1,2,1\n", "column firm: the contributors of [T] are not given, and those of other cells are"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			_, err := FromAggregates(aggregatesLayout(t), ReadGiven(strings.NewReader(c.in), aggregates))
			wantProblem(t, err, c.want)
		})
	}
	l := aggregatesLayout(t)
	table, err := FromAggregates(l, given(Given{Codes: []string{"A1"}, Units: 2, Value: -5, Largest: map[string][]int64{UnitLevel: {3, 2}}}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = table.Evaluate(Rules{Dominance: []Dominance{{1, Whole(75)}}})
	wantProblem(t, err, "values below zero")
}

func TestRatiosOfReadySums(t *testing.T) {
	t.Parallel()
	l := aggregatesLayout(t)
	l.Statistic, l.FigureDecimals, l.Levels = StatisticRatio, 2, nil
	cells := []Given{{Codes: []string{"A1"}, Units: 3, Value: 100, Second: 4, Largest: map[string][]int64{UnitLevel: {40, 30}}, LargestSecond: map[string][]int64{UnitLevel: {3, 1}}}, {Codes: []string{"T"}, Units: 3, Value: 100, Second: 4}}
	table, err := FromAggregates(l, given(cells...))
	if err != nil {
		t.Fatal(err)
	}
	if v, ok := table.Figure(0); !ok || v != 250 {
		t.Errorf("10.0 by 4 is %d hundredths", v)
	}
	v, err := table.Evaluate(Rules{Dominance: []Dominance{{1, Whole(70)}}})
	if err != nil {
		t.Fatal(err)
	}
	if f := v.Findings(0); len(f) != 1 || f[0].Of != OfDenominator {
		t.Errorf("the largest has three of four in the lower number: %v", f)
	}
	cells[1].Second = 5
	_, err = FromAggregates(l, given(cells...))
	wantProblem(t, err, "row 3: the lower numbers of [T] do not add up: 5 is given, the parts have 4, a difference of 1")
	l.Statistic, l.Weighted = StatisticMean, true
	_, err = FromAggregates(l, given(cells...))
	wantProblem(t, err, "means by weights cannot be made of ready sums")
}

func TestWhatABuilderHandsOnMakesTheTableAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 3), drawnDimension(t, "b", 2)}
		rows := drawnRows(t, dims, 30, 0)
		stands := map[string][]string{}
		for i := range rows { // nobody stands in two cells
			if before, ok := stands[rows[i].Levels[0]]; ok {
				rows[i].Codes = before
			}
			stands[rows[i].Levels[0]] = rows[i].Codes
			rows[i].Levels = rows[i].Levels[:1]
		}
		l := Layout{Variables: variables(dims), Levels: []string{"enterprise"}, Magnitude: true, ByUnit: rapid.Bool().Draw(t, "by unit"), OneCellEach: true}
		want, err := FromRows(l, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		b, err := NewBuilder(l)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if err := b.Add(r); err != nil {
				t.Fatal(err)
			}
		}
		base, err := b.Base()
		if err != nil {
			t.Fatal(err)
		}
		got, err := FromAggregates(l, base.Cells())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(want.value, got.value) || !slices.Equal(want.units, got.units) {
			t.Fatal("values or units differ")
		}
		for i := range want.levels {
			if !slices.Equal(want.levels[i].n, got.levels[i].n) || !slices.Equal(want.levels[i].amount, got.levels[i].amount) {
				t.Fatalf("contributors at level %s differ", want.levels[i].name)
			}
		}
	})
}

func FuzzReadGiven(f *testing.F) {
	f.Add("region,units,value,firms,largest-1,largest-2,firm-1,firm-2\nA1,4,100.0,2,60,20,80,20\nT,4,100,2,60,20,80,20\nA,4,100,2,,,80,20\n")
	f.Add("\xef\xbb\xbfregion,units,value,firms,largest-1,largest-2,firm-1,firm-2\r\n\"B\",1,\"5,0\",1,5,,5,\r\n")
	f.Fuzz(func(t *testing.T, in string) {
		l := aggregatesLayout(t)
		l.OneCellEach = true
		table, err := FromAggregates(l, ReadGiven(strings.NewReader(in), aggregates))
		if err != nil {
			return
		}
		for c := range table.Cells() {
			if n := table.Largest("firm", c); table.Contributors("firm", c) >= 0 && int64(len(n)) > table.Contributors("firm", c) || table.Units(c) < 0 {
				t.Errorf("%v has %d firms and %d of the largest", table.Codes(c), table.Contributors("firm", c), len(n))
			}
		}
	})
}

func TestMarksEndsAndSeparatorsOfOtherPrograms(t *testing.T) {
	t.Parallel()
	for what, in := range map[string]string{
		"a byte order mark":    "\ufeffd,v\nX,1.5\nX,2\n",
		"Windows line ends":    "d,v\r\nX,1.5\r\nX,2\r\n",
		"quotes":               "\"d\",\"v\"\n\"X\",\"1.5\"\n\"X\",\"2\"\n",
		"decimal commas":       "d,v\nX,\"1,5\"\nX,\"2,0\"\n",
		"no end of line":       "d,v\nX,1.5\nX,2",
		"empty lines":          "d,v\n\nX,1.5\n\nX,2\n\n",
		"semicolons and marks": "\ufeffd;v\r\nX;1,5\r\nX;2\r\n",
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			l := oneColumn(t, StatisticSum)
			l.Levels, l.Decimals = nil, 1
			c := Columns{Source: "x.csv", Codes: []string{"d"}, Value: "v", Decimals: 1}
			if strings.Contains(in, ";") {
				c.Comma = ';'
			}
			table, err := FromRows(l, ReadRows(strings.NewReader(in), c))
			if err != nil {
				t.Fatal(err)
			}
			if table.Value(0) != 35 {
				t.Errorf("the total is %d tenths, want 35", table.Value(0))
			}
		})
	}
	_, err := FromRows(oneColumn(t, StatisticSum), ReadRows(strings.NewReader("d;v\nX;1\n"), Columns{Source: "x.csv", Codes: []string{"d"}, Value: "v"}))
	wantProblem(t, err, "x.csv: row 1: column d: there is no such column (the heading has d;v")
	l := oneColumn(t, StatisticSum)
	l.Levels = nil
	_, err = FromRows(l, ReadRows(strings.NewReader("d,v\nX,1\n\nX,\"2\n"), Columns{Source: "x.csv", Codes: []string{"d"}, Value: "v"}))
	wantProblem(t, err, "x.csv: row 4: ")
}
