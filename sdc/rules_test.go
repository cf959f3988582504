// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// oneCell is a table with a single cell below its total, and these contributions.
func oneCell(t testing.TB, amounts ...int64) *Table {
	t.Helper()
	var rows []Row
	for i, a := range amounts {
		rows = append(rows, Row{Codes: []string{"X"}, Levels: []string{string(rune('a' + i))}, Value: a})
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{tree(t, "d", Code{"X", ""}, Code{"Y", ""})}), Levels: []string{"firm"}, Magnitude: true, Largest: 4}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func rulesAt(t testing.TB, table *Table, r Rules, cell int) (out []string) {
	t.Helper()
	v, err := table.Evaluate(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range v.Findings(cell) {
		out = append(out, f.Rule+" "+f.Limit+" "+f.Level)
	}
	return out
}

func percent(t testing.TB, s string) Percent {
	t.Helper()
	p, err := ParsePercent(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheHandbooksExampleIsSafeUnderOneAndNotUnderP(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 50000, 49000, 600, 400)
	if got := rulesAt(t, table, Rules{Dominance: []Dominance{{1, Whole(90)}}}, 1); got != nil {
		t.Errorf("(1,90) finds %v, want nothing", got)
	}
	got := rulesAt(t, table, Rules{PPercent: []PPercent{{P: Whole(10)}}}, 1)
	if diff := cmp.Diff([]string{"p-percent 10 unit", "p-percent 10 firm"}, got); diff != "" {
		t.Error(diff)
	}
	if got := rulesAt(t, table, Rules{PPercent: []PPercent{{P: Whole(2), Coalition: 1}}, TiesSafe: true}, 1); got != nil {
		t.Errorf("exactly 2 percent is not closer than 2 percent, got %v", got)
	}
	w := Rules{Dominance: []Dominance{{1, Whole(75)}}}.Inadequate()
	if len(w) != 1 || !strings.Contains(w[0], "50,000 and 49,000") {
		t.Errorf("the warning does not give the example: %v", w)
	}
	if w := (Rules{Dominance: []Dominance{{1, Whole(75)}}, PPercent: []PPercent{{P: Whole(10)}}}).Inadequate(); w != nil {
		t.Errorf("a warning beside p%%: %v", w)
	}
}

func TestTheUpperBoundOfTheHandbooksFourthExample(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 300, 20, 10)
	v, err := table.Evaluate(Rules{Dominance: []Dominance{{1, Whole(85)}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := v.UpperNeeded(1); got != 353 { // 352.94 in whole numbers
		t.Errorf("the upper bound has to reach %d, want 353", got)
	}
}

func TestTiesAreSafeOrNotBySetting(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 75, 20, 5)
	rules := Rules{Dominance: []Dominance{{1, Whole(75)}}}
	if got := rulesAt(t, table, rules, 1); len(got) != 2 {
		t.Errorf("exactly 75 percent: got %v, want sensitive at both levels", got)
	}
	rules.TiesSafe = true
	if got := rulesAt(t, table, rules, 1); got != nil {
		t.Errorf("exactly 75 percent, ties safe: got %v", got)
	}
	rules.Dominance[0].K = percent(t, "74.999999")
	if got := rulesAt(t, table, rules, 1); len(got) != 2 {
		t.Errorf("a millionth of a percent above: got %v", got)
	}
}

func TestEachLevelIsAskedByItself(t *testing.T) {
	t.Parallel()
	rows := []Row{}
	for _, g := range []string{"g", "g", "h"} {
		rows = append(rows, Row{Codes: []string{"X"}, Levels: []string{g}, Value: 10})
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{tree(t, "d", Code{"X", ""})}), Levels: []string{"group"}, Magnitude: true}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	got := rulesAt(t, table, Rules{MinimumUnits: 3, Dominance: []Dominance{{1, Whole(60)}}}, 1)
	if diff := cmp.Diff([]string{"minimum-units 3 group", "dominance (1,60) group"}, got); diff != "" {
		t.Error(diff)
	}
	if got := rulesAt(t, table, Rules{MinimumUnits: 3, LevelMinimum: map[string]int64{"group": 2}}, 1); got != nil {
		t.Errorf("two groups are enough here, got %v", got)
	}
}

func TestWhoAgreedIsNotProtected(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 80, 15, 5)
	rules := Rules{Dominance: []Dominance{{1, Whole(75)}}, Waived: map[string][]string{"firm": {"a"}}}
	if diff := cmp.Diff([]string{"dominance (1,75) unit"}, rulesAt(t, table, rules, 1)); diff != "" {
		t.Error(diff)
	}
	rules = Rules{PPercent: []PPercent{{P: Whole(50)}}, Waived: map[string][]string{"firm": {"a"}}}
	// The second is protected now; the first, who attacks, leaves 5 of 15.
	if diff := cmp.Diff([]string{"p-percent 50 unit", "p-percent 50 firm"}, rulesAt(t, table, rules, 1)); diff != "" {
		t.Error(diff)
	}
	two := oneCell(t, 80, 15)
	if got := rulesAt(t, two, Rules{LevelMinimum: map[string]int64{"firm": 3}, Waived: map[string][]string{"firm": {"a", "b"}}}, 1); got != nil {
		t.Errorf("both agreed, got %v", got)
	}
}

func TestOldDataNeedsLess(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 80, 15)
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		publication string
		want        int
	}{{"2021-03-31", 4}, {"2021-04-01", 2}, {"2044-12-31", 2}, {"2045-01-01", 0}} {
		rules := Rules{MinimumUnits: 3, Dominance: []Dominance{{1, Whole(75)}},
			Fresh: Freshness{Reference: day("2019-12-31"), Publication: day(c.publication), Months: 15, PublicAfter: 25}}
		if got := rulesAt(t, table, rules, 1); len(got) != c.want {
			t.Errorf("published on %s: %v, want %d findings", c.publication, got, c.want)
		}
	}
}

// Keeps: TK-104, TK-255, TK-256
func TestPeriodsEndWithTheirMonth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		reference, publication string
		fresh, public          bool
	}{
		{"2019-11-30", "2021-02-28", true, false}, {"2019-11-30", "2021-03-01", false, false}, // February has no 30th
		{"2018-11-30", "2020-02-29", true, false}, {"2018-11-30", "2020-03-01", false, false},
		{"2000-02-29", "2025-02-28", false, false}, {"2000-02-29", "2025-03-01", false, true},
		{"2019-12-31", "2021-03-31", true, false}, {"2019-12-31", "2019-12-31", true, false}, {"2019-12-31", "2018-01-01", true, false},
	} {
		day := func(s string) time.Time {
			d, err := time.Parse(time.DateOnly, s)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		f := Freshness{Reference: day(c.reference), Publication: day(c.publication).Add(23 * time.Hour), Months: 15, PublicAfter: 25}
		if fresh, public := f.state(); fresh != c.fresh || public != c.public {
			t.Errorf("data of %s published on %s: fresh %v, public %v", c.reference, c.publication, fresh, public)
		}
	}
}

func TestASmallRowIsHiddenWhole(t *testing.T) {
	t.Parallel()
	d := []*Dimension{tree(t, "region", Code{"A", ""}, Code{"B", ""}), tree(t, "sex", Code{"m", ""}, Code{"f", ""})}
	var rows []Row
	for range 9 {
		rows = append(rows, Row{Codes: []string{"A", "m"}}, Row{Codes: []string{"B", "f"}}, Row{Codes: []string{"B", "f"}})
	}
	table, err := FromRows(Layout{Variables: variables(d)}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	v, err := table.Evaluate(Rules{RowMinimum: 10})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range v.Sensitive() {
		got = append(got, strings.Join(table.Codes(c), " "))
	}
	slices.Sort(got)
	if diff := cmp.Diff([]string{"A T", "A f", "A m"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestForcedCells(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 80, 15, 5)
	if diff := cmp.Diff([]string{"forced  "}, rulesAt(t, table, Rules{Forced: []Forced{{Codes: []string{"Y"}, Reason: "asked for"}}}, 2)); diff != "" {
		t.Error(diff)
	}
	_, err := table.Evaluate(Rules{MinimumUnits: 5, Forced: []Forced{{Codes: []string{"X"}, Publish: true}}})
	wantProblem(t, err, "is to be published and is sensitive")
}

func TestRulesThatCannotBe(t *testing.T) {
	t.Parallel()
	table := oneCell(t, 80, 15, 5)
	for _, c := range []struct {
		r    Rules
		want string
	}{
		{Rules{Dominance: []Dominance{{0, Whole(75)}}}, "cannot be"},
		{Rules{Dominance: []Dominance{{1, Whole(101)}}}, "cannot be"},
		{Rules{Dominance: []Dominance{{5, Whole(75)}}}, "look at the 5 largest contributors and the table keeps 4"},
		{Rules{PPercent: []PPercent{{}}}, "p above 0"},
		{Rules{PQ: []PQ{{P: Whole(60)}}}, "p and q above 0"},
		{Rules{MinimumUnits: -1}, "negative"},
		{Rules{LevelMinimum: map[string]int64{"moon": 1}}, "\"moon\", which the table does not know"},
		{Rules{Waived: map[string][]string{"unit": {"x"}, "moon": nil}}, "\"moon\""},
		{Rules{RowMinimum: 3, RowOf: []string{"moon"}}, "no dimension"},
	} {
		_, err := table.Evaluate(c.r)
		wantProblem(t, err, c.want)
	}
	d := variables([]*Dimension{tree(t, "d", Code{"X", ""})})
	agg, err := FromAggregates(Layout{Variables: d, Magnitude: true}, given(Given{Codes: []string{"X"}, Units: 9, Value: 90}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = agg.Evaluate(Rules{Dominance: []Dominance{{1, Whole(75)}}})
	wantProblem(t, err, "only 0 of the largest are given")
}

// TestRulesAreTheirFormulas asks the same in fractions.
func TestRulesAreTheirFormulas(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(0, 1<<40), 1, 6).Draw(t, "amounts")
		k := rapid.Int64Range(1, 100).Draw(t, "k")
		n := rapid.IntRange(1, 3).Draw(t, "n")
		ties := rapid.Bool().Draw(t, "ties")
		var rows []Row
		for _, a := range amounts {
			rows = append(rows, Row{Codes: []string{"X"}, Value: a})
		}
		table, err := FromRows(Layout{Variables: variables([]*Dimension{tree(t, "d", Code{"X", ""})}), Magnitude: true}, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		v, err := table.Evaluate(Rules{Dominance: []Dominance{{n, Whole(k)}}, PPercent: []PPercent{{P: Whole(k)}}, PQ: []PQ{{P: Whole(k), Q: Whole(80)}}, TiesSafe: ties})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(amounts)
		slices.Reverse(amounts)
		total, top := new(big.Rat), new(big.Rat)
		rest := new(big.Rat)
		for i, a := range amounts {
			total.Add(total, new(big.Rat).SetInt64(a))
			if i < n {
				top.Add(top, new(big.Rat).SetInt64(a))
			}
			if i > 1 {
				rest.Add(rest, new(big.Rat).SetInt64(a))
			}
		}
		x1 := new(big.Rat).SetInt64(amounts[0])
		exceeds := func(a, b *big.Rat) bool { return a.Cmp(b) > 0 || !ties && a.Cmp(b) == 0 }
		want := map[string]bool{
			RuleDominance: exceeds(top, new(big.Rat).Mul(big.NewRat(k, 100), total)),
			RulePPercent:  exceeds(new(big.Rat).Mul(big.NewRat(k, 100), x1), rest),
			RulePQ:        exceeds(new(big.Rat).Mul(big.NewRat(k, 80), x1), rest),
		}
		for rule, sensitive := range want {
			got := slices.ContainsFunc(v.Findings(1), func(f Finding) bool { return f.Rule == rule })
			if got != sensitive {
				t.Fatalf("%s of %v with k = %d, n = %d, ties safe %v: %v, want %v", rule, amounts, k, n, ties, got, sensitive)
			}
		}
	})
}
