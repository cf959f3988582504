// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
