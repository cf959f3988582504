// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// hundredRows are 100 invented rows in 4 by 2 classes: one class with two
// persons, and two in which few make nearly all of the value.
func hundredRows() (rows []Row) {
	add := func(region, sex string, values ...int64) {
		for _, v := range values {
			rows = append(rows, Row{Codes: []string{region, sex}, Value: v})
		}
	}
	many := func(n int, from int64) (out []int64) {
		for i := range n {
			out = append(out, from+int64(i%7))
		}
		return out
	}
	add("A", "m", many(20, 20)...)
	add("A", "f", many(18, 25)...)
	add("B", "m", many(15, 60)...)
	add("B", "f", append(many(8, 1), 900, 40)...) // one makes nearly all
	add("C", "m", many(14, 22)...)
	add("C", "f", 50, 48) // two persons
	add("D", "m", many(11, 24)...)
	add("D", "f", many(10, 28)...)
	return rows
}

// Keeps: TK-196, TK-197, TK-199
func TestOfAHundredRowsOneCellHasFewAndTwoAreDominated(t *testing.T) {
	t.Parallel()
	rows := hundredRows()
	if len(rows) != 100 {
		t.Fatalf("%d rows", len(rows))
	}
	d := []*Dimension{tree(t, "region", Code{"A", ""}, Code{"B", ""}, Code{"C", ""}, Code{"D", ""}), tree(t, "sex", Code{"m", ""}, Code{"f", ""})}
	table, err := FromRows(Layout{Variables: variables(d), Magnitude: true}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		r    Rules
		want []string
	}{
		{"at most two are too few", Rules{MinimumUnits: 3}, []string{"C f"}},
		{"(2,75)", Rules{Dominance: []Dominance{{2, Whole(75)}}}, []string{"B f", "C f"}},
		{"p% with 70", Rules{PPercent: []PPercent{{P: Whole(70)}}}, []string{"B f", "C f"}},
		{"pq with 60 and 80", Rules{PQ: []PQ{{P: Whole(60), Q: Whole(80)}}}, []string{"B f", "C f"}},
	} {
		v, err := table.Evaluate(c.r)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, cell := range v.Sensitive() {
			got = append(got, strings.Join(table.Codes(cell), " "))
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}

// Keeps: TK-200
func TestFindingsTellTheirNumbers(t *testing.T) {
	t.Parallel()
	rows := []Row{{Value: 81200}, {Value: 12700}, {Value: 6100}}
	for i := range rows {
		rows[i].Codes, rows[i].Levels = []string{"X"}, []string{fmt.Sprint("e", i)}
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{tree(t, "d", Code{"X", ""})}), Levels: []string{"enterprise"}, Magnitude: true, Decimals: 2}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	v, err := table.Evaluate(Rules{MinimumUnits: 4, RowMinimum: 5, Dominance: []Dominance{{1, Whole(75)}, {2, percent(t, "93.85")}}, PPercent: []PPercent{{P: Whole(10)}, {P: Whole(30), Outsider: true}}, PQ: []PQ{{P: Whole(10), Q: Whole(80)}},
		Request: Request{By: map[string][]string{"enterprise": {"e0", "nobody"}}, K: Whole(60), Minimum: 4}, Forced: []Forced{{Codes: []string{"X"}, Reason: "asked for"}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range v.Findings(1) {
		if f.Level != UnitLevel {
			got = append(got, f.String())
		}
	}
	want := []string{
		"3 at level enterprise, fewer than 4",
		"request: 3 at level enterprise, fewer than 4",
		"request: the enterprise who asked has 812.00 of 1,000.00 = 81.2 %, limit 60 %",
		"largest enterprise 812.00 of 1,000.00 = 81.2 %, limit 75 %",
		"2 largest at level enterprise 939.00 of 1,000.00 = 93.9 %, limit 93.85 %",
		"p-percent 10: beside the 2 largest at level enterprise 61.00 of 812.00 = 7.5 % of the largest, at least 10 % needed",
		"p-percent 30: beside the 1 largest at level enterprise 188.00 of 812.00 = 23.2 % of the largest, at least 30 % needed",
		"pq (10,80): beside the 2 largest at level enterprise 61.00 of 812.00 = 7.5 % of the largest, at least 12.5 % needed",
		"its row has 3 units, fewer than 5",
		"forced: asked for",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := v.UpperNeeded(1); got != 135334 { // 812 over 60 percent, more than any other rule asks
		t.Errorf("the upper bound has to reach %d", got)
	}
}

func TestAShareIsWrittenSoThatItIsToldFromItsLimit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		part, whole int64
		limit, want string
	}{{75, 100, "75", "75.0"}, {750001, 1000000, "75", "75.0001"}, {749999, 1000000, "75", "74.9999"}, {2, 3, "50", "66.7"}, {1, 0, "50", ""}, {1, 8, "12.5", "12.5"}} {
		f := Finding{Part: c.part, Whole: c.whole, Percent: percent(t, c.limit)}
		if got := f.Share(); got != c.want {
			t.Errorf("%d of %d beside %s: %q, want %q", c.part, c.whole, c.limit, got, c.want)
		}
	}
}

// The weights are hundredths: what contributors reported has to be brought to
// the decimals of what is published before the two are compared.
func TestWeightsKnownOrNot(t *testing.T) {
	t.Parallel()
	rows := []Row{{Value: 100, Weight: 100}, {Value: 10, Weight: 400}, {Value: 10, Weight: 300}} // in all 170
	for i := range rows {
		rows[i].Codes = []string{"X"}
	}
	l := Layout{Variables: variables([]*Dimension{tree(t, "d", Code{"X", ""})}), Magnitude: true, Weighted: true, WeightDecimals: 2}
	for _, c := range []struct {
		public bool
		want   string
	}{{false, "largest unit 100.00 of 170.00 = 58.8 %, limit 50 %; p-percent 62: beside the 2 largest at level unit 60.00 of 100.00 = 60.0 % of the largest, at least 62 % needed"},
		{true, "largest unit 100.00 of 170.00 = 58.8 %, limit 50 %; p-percent 62: beside the 2 largest at level unit 30.00 of 100.00 = 30.0 % of the largest, at least 62 % needed"}} {
		l.WeightsPublic = c.public
		table, err := FromRows(l, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		v, err := table.Evaluate(Rules{MinimumUnits: 3, Dominance: []Dominance{{1, Whole(50)}}, PPercent: []PPercent{{P: Whole(62)}}})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range v.Findings(1) {
			got = append(got, f.String())
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("weights public %v: %s", c.public, diff)
		}
	}
}

// TestRulesBelowZeroAreTheirFormulas asks p/f and 100-(100-k)/f in fractions.
func TestRulesBelowZeroAreTheirFormulas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k, p, f := rapid.Int64Range(1, 100).Draw(t, "k"), rapid.Int64Range(1, 200).Draw(t, "p"), rapid.Int64Range(100, 900).Draw(t, "f in percent")
		amounts := rapid.SliceOfN(rapid.Int64Range(-1000, 1000), 1, 6).Draw(t, "amounts")
		amounts = append(amounts, -rapid.Int64Range(1, 1000).Draw(t, "one below zero"))
		var rows []Row
		abs := new(big.Rat)
		for i, a := range amounts {
			rows = append(rows, Row{Codes: []string{"X"}, Value: a})
			amounts[i] = max(a, -a)
			abs.Add(abs, new(big.Rat).SetInt64(amounts[i]))
		}
		slices.Sort(amounts)
		slices.Reverse(amounts)
		table, err := FromRows(Layout{Variables: variables([]*Dimension{tree(t, "d", Code{"X", ""})}), Magnitude: true}, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		v, err := table.Evaluate(Rules{Dominance: []Dominance{{1, Whole(k)}}, PPercent: []PPercent{{P: Whole(p)}}, NegativesWithin: Whole(f)})
		if err != nil {
			t.Fatal(err)
		}
		times := big.NewRat(f, 100)
		limit := new(big.Rat).Sub(big.NewRat(100, 1), new(big.Rat).Quo(big.NewRat(100-k, 1), times))
		x1 := new(big.Rat).SetInt64(amounts[0])
		dominated := new(big.Rat).Mul(x1, big.NewRat(100, 1)).Cmp(new(big.Rat).Mul(limit, abs)) >= 0
		rest := new(big.Rat).Sub(abs, x1)
		if len(amounts) > 1 {
			rest.Sub(rest, new(big.Rat).SetInt64(amounts[1]))
		}
		close := rest.Cmp(new(big.Rat).Mul(x1, new(big.Rat).Quo(big.NewRat(p, 100), times))) <= 0
		for rule, want := range map[string]bool{RuleDominance: dominated, RulePPercent: close} {
			if got := slices.ContainsFunc(v.Findings(1), func(f Finding) bool { return f.Rule == rule }); got != want {
				t.Fatalf("%s of %v: %v, want %v", rule, amounts, got, want)
			}
		}
		if len(v.Warnings) == 0 {
			t.Fatal("it is not said that rules were asked otherwise")
		}
	})
}

// Keeps: TK-104, TK-112
func TestRequestsProtectThoseWhoAskedOnly(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 80, 15, 5)
	at := func(r Request) []string { return rulesAt(t, table, Rules{Request: r}, 1) }
	if got := at(Request{By: map[string][]string{"firm": {"b"}}, K: Whole(10)}); got != nil {
		t.Errorf("the largest did not ask, got %v", got)
	}
	if diff := cmp.Diff([]string{"request 80 firm"}, at(Request{By: map[string][]string{"firm": {"a"}}, K: Whole(80)})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"request 4 firm"}, at(Request{By: map[string][]string{"firm": {"c"}}, Minimum: 4})); diff != "" {
		t.Error(diff)
	}
	if got := at(Request{By: map[string][]string{"firm": {"c"}}, Minimum: 3}); got != nil {
		t.Errorf("three are enough, got %v", got)
	}
	for _, c := range []struct {
		r    Rules
		want string
	}{
		{Rules{Request: Request{By: map[string][]string{"unit": {"a"}}}}, `"unit", at which the table does not know contributors`},
		{Rules{Request: Request{Minimum: -1}}, "request rule needs"},
		{Rules{NegativesWithin: Whole(50)}, "at least 100 percent"},
		{Rules{PPercent: []PPercent{{P: Whole(5), Coalition: 2, Outsider: true}}}, "either a coalition or an outsider"},
	} {
		_, err := table.Evaluate(c.r)
		wantProblem(t, err, c.want)
	}
}

func TestACoalitionKnowsMore(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 100, 60, 30, 14)
	for n, want := range map[int]bool{1: false, 2: true} { // left are 44 and 14
		got := rulesAt(t, table, Rules{PPercent: []PPercent{{P: Whole(20), Coalition: n}}}, 1)
		if (got != nil) != want {
			t.Errorf("a coalition of %d: %v", n, got)
		}
	}
}
