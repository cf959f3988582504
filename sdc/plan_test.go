// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func planned(t rapid.TB, table *Table, r Rules, w Wishes) (*Verdicts, *Plan) {
	t.Helper()
	v, err := table.Evaluate(r)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Plan(w)
	if err != nil {
		t.Fatal(err)
	}
	return v, p
}

func codesOf(p *Plan) (out []AdviceCode) {
	for _, a := range p.Advice {
		out = append(out, a.Code)
	}
	return out
}

// TestEveryChoiceIsWhatItSays: patterns protect, figures add up where they are
// said to, and losses can be compared.
//
// Keeps: TK-210, TK-236
func TestEveryChoiceIsWhatItSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, rapid.Bool().Draw(t, "magnitude"))
		rules := Rules{MinimumUnits: 3}
		if table.Magnitude() {
			rules.Dominance = []Dominance{{1, Whole(75)}}
		}
		v, plan := planned(t, table, rules, Wishes{Secret: []byte("a secret of a test, no other"), Source: drawnSource(t)})
		if plan.Sensitive != len(v.Sensitive()) || plan.Cells != table.Cells() {
			t.Fatalf("%d of %d cells, want %d of %d", plan.Sensitive, plan.Cells, len(v.Sensitive()), table.Cells())
		}
		for _, c := range plan.Choices {
			if c.Problem != nil {
				if c.Method == MethodSuppression || c.Method == MethodControlledRounding || c.Method == MethodCellKey {
					t.Fatalf("%s cannot be had: %v", c.Method, c.Problem)
				}
				continue
			}
			for what, share := range sharesOf(c.Loss) {
				if !(share >= 0 && share <= 1) {
					t.Fatalf("%s loses %g %s", c.Method, share, what)
				}
			}
			if c.Pattern != nil {
				choiceProtects(t, c)
				continue
			}
			if got := c.Changed.Additive(); got != c.Additive {
				t.Fatalf("%s is additive: %v, and said to be: %v", c.Method, got, c.Additive)
			}
			for _, cell := range v.Sensitive() {
				if low, high := c.Changed.Interval(cell); low == high && !slices.Contains(c.Changed.Exposed(v), cell) {
					t.Fatalf("%s tells %v and is said to hold", c.Method, table.Codes(cell))
				}
			}
		}
		if best := plan.Least(nil); best != nil && slices.ContainsFunc(plan.Choices, func(c Choice) bool { return c.Holds() && c.Loss.Score < best.Loss.Score }) {
			t.Fatal("the least is not the least")
		}
	})
}

// choiceProtects asks whether sensitive cells follow from what a choice publishes.
func choiceProtects(t *rapid.T, c Choice) {
	t.Helper()
	known := public(c.Pattern)
	again, err := c.Table.Evaluate(c.Pattern.verdicts.rules)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c.Sensitive, len(again.Sensitive())); diff != "" {
		t.Fatal(diff)
	}
	for _, cell := range again.Sensitive() {
		if known.has(function(c.Table, cell)) {
			t.Fatalf("%s %v gives %v away", c.Method, c.Recodings, c.Table.Codes(cell))
		}
	}
}

// TestAdviceFollowsWhereSensitiveCellsAre, as the guidelines on protecting tables say.
//
// Keeps: TK-237, TK-238, TK-239, TK-240, TK-241
func TestAdviceFollowsWhereSensitiveCellsAre(t *testing.T) {
	t.Parallel()
	few := map[string][3]int{"N1": {9, 9, 9}, "N2": {9, 9, 9}, "S1": {9, 9, 1}}
	for _, c := range []struct {
		name   string
		counts map[string][3]int
		rules  Rules
		wishes Wishes
		want   []AdviceCode
	}{
		{"no cell is sensitive", map[string][3]int{"N1": {9, 9, 9}, "N2": {9, 9, 9}, "S1": {9, 9, 9}}, Rules{MinimumUnits: 3}, Wishes{}, []AdviceCode{AdviceNothing}},
		{"few cells", few, Rules{MinimumUnits: 3}, Wishes{}, []AdviceCode{AdviceSuppress, AdviceLeast}},
		{"few cells in areas", few, Rules{MinimumUnits: 3}, Wishes{Area: "region"}, []AdviceCode{AdviceSuppress, AdviceAreas, AdviceLeast}},
		{"many cells", map[string][3]int{"N1": {1, 1, 9}, "N2": {9, 1, 1}, "S1": {9, 9, 1}}, Rules{MinimumUnits: 3}, Wishes{}, []AdviceCode{AdviceStructure, AdviceLeast}},
		{"in few classes", map[string][3]int{"N1": {9, 9, 1}, "N2": {9, 9, 1}, "S1": {9, 9, 1}}, Rules{MinimumUnits: 3}, Wishes{Few: Whole(34), Many: Whole(40)}, []AdviceCode{AdviceMerge, AdviceLeast}},
		{"rows that are too small", map[string][3]int{"N1": {9, 9, 9}, "N2": {9, 9, 9}, "S1": {3, 3, 3}}, Rules{RowMinimum: 10}, Wishes{Many: Whole(60)}, []AdviceCode{AdviceSuppress, AdviceRows, AdviceLeast}},
	} {
		_, plan := planned(t, localTable(t, c.counts), c.rules, c.wishes)
		if diff := cmp.Diff(c.want, codesOf(plan)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		for _, a := range plan.Advice {
			if a.Code == AdviceMerge {
				if diff := cmp.Diff(Advice{Code: AdviceMerge, Dimension: "age", Codes: []string{"c"}, Part: 5, Whole: 5, Limit: Whole(34), Choice: a.Choice}, a, cmp.AllowUnexported(Percent{})); diff != "" {
					t.Error(diff)
				}
			}
		}
	}
}

// TestASuggestionIsCounted on the recoded table, and the best stands first.
//
// Keeps: TK-205
func TestASuggestionIsCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, rapid.Bool().Draw(t, "magnitude"))
		v, err := table.Evaluate(Rules{MinimumUnits: rapid.Int64Range(2, 8).Draw(t, "minimum"), Dominance: []Dominance{{1, Whole(80)}}})
		if err != nil {
			t.Fatal(err)
		}
		list, err := v.Suggest(5, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range list {
			if i > 0 && s.Benefit() > list[i-1].Benefit() {
				t.Fatalf("%v stands after %v, which is worth less", s.Recoding, list[i-1].Recoding)
			}
			now, err := recoded(t, table, s.Recoding).Evaluate(v.rules)
			if err != nil {
				t.Fatal(err)
			}
			if s.Sensitive != len(v.Sensitive()) || s.Remaining != len(now.Sensitive()) {
				t.Fatalf("%v: from %d to %d sensitive cells, want from %d to %d", s.Recoding, s.Sensitive, s.Remaining, len(v.Sensitive()), len(now.Sensitive()))
			}
		}
	})
}

// TestMergingMakesHiddenCellsFewer: the classes with few are found and merged.
func TestMergingMakesHiddenCellsFewer(t *testing.T) {
	t.Parallel()
	table := localTable(t, map[string][3]int{"N1": {9, 2, 2}, "N2": {9, 1, 2}, "S1": {30, 2, 1}})
	v, plan := planned(t, table, Rules{MinimumUnits: 3}, Wishes{Prove: true})
	list, err := v.Suggest(1, nil)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d suggestions (%v)", len(list), err)
	}
	if diff := cmp.Diff(Recoding{Dimension: "age", Codes: []string{"b", "c"}}, list[0].Recoding); diff != "" || list[0].Remaining != 0 {
		t.Errorf("%d cells remain sensitive: %s", list[0].Remaining, diff)
	}
	before, after := plan.Choices[plan.of(MethodSuppression)], plan.Choices[plan.of(MethodRecoding)]
	if before.Sensitive+before.Secondary == 0 || after.Sensitive+after.Secondary != 0 || before.Proof == nil {
		t.Errorf("hidden before %d and %d, after %d and %d", before.Sensitive, before.Secondary, after.Sensitive, after.Secondary)
	}
}

// TestAPlanIsStopped by whoever waits, within a method too.
func TestAPlanIsStopped(t *testing.T) {
	t.Parallel()
	v, err := localTable(t, map[string][3]int{"N1": {9, 2, 2}, "N2": {9, 1, 2}, "S1": {30, 2, 1}}).Evaluate(Rules{MinimumUnits: 3})
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("that is enough")
	for _, stage := range []string{StagePlan, StageMerges, StageAudit} {
		seen := false
		_, err := v.Plan(Wishes{Prove: true, Progress: func(p Progress) error {
			if p.Stage != stage {
				return nil
			}
			seen = true
			return stop
		}})
		if !seen || !errors.Is(err, stop) {
			t.Errorf("%s: seen %v, got %v, want the error of who waits", stage, seen, err)
		}
	}
}

// TestNoiseWithoutASecretIsNotGiven: its cost is shown and nothing to publish.
func TestNoiseWithoutASecretIsNotGiven(t *testing.T) {
	t.Parallel()
	_, plan := planned(t, countsOf(t, map[string]int64{"a": 1, "b": 5, "c": 9}), Rules{MinimumUnits: 3}, Wishes{})
	at := plan.of(MethodCellKey)
	if at < 0 || plan.Choices[at].Changed != nil {
		t.Fatalf("the choice %d of noise gives figures without a secret", at)
	}
	if c := plan.Choices[at]; !c.Consistent || c.Loss.Additive != c.Additive {
		t.Errorf("noise is consistent: %v, additive: %v and %v", c.Consistent, c.Additive, c.Loss.Additive)
	}
}
