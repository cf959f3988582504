// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// sharesOf are all numbers of a loss that are shares.
func sharesOf(l Loss) map[string]float64 {
	out := map[string]float64{"score": l.Score, "cells": l.Cells, "value": l.Value, "entropy": l.Entropy, "detail": l.Detail, "changed": l.Changed, "hellinger": l.Hellinger}
	for _, v := range l.Levels {
		out["level value"] = max(out["level value"], v.Value)
		out["level entropy"] = max(out["level entropy"], v.Entropy)
		out["level score"] = max(out["level score"], v.Score)
	}
	return out
}

// TestNothingIsLostOfATableAsItIs and nothing is below 0 or above 1 whatever is done.
//
// Keeps: TK-210
func TestNothingIsLostOfATableAsItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		magnitude := rapid.Bool().Draw(t, "magnitude")
		table, dims, _ := drawnTable(t, magnitude)
		p := suppressed(t, table, Rules{}, Protection{})
		same, err := table.RoundControlled(Control{Base: 2})
		if err != nil {
			t.Fatal(err)
		}
		same.value = table.value
		for name, l := range map[string]Loss{"pattern": p.Loss(), "figures": same.Loss()} {
			for what, share := range sharesOf(l) {
				if share != 0 {
					t.Fatalf("%s as it is loses %g %s", name, share, what)
				}
			}
			if l.MeanAbsolute != 0 || l.MeanRelative != 0 || l.Largest != 0 || !l.Additive {
				t.Fatalf("%s as it is: %+v", name, l)
			}
		}
		losses := map[string]Loss{"suppression": suppressed(t, table, Rules{MinimumUnits: rapid.Int64Range(1, 9).Draw(t, "minimum")}, Protection{}).Loss()}
		rounded, err := table.RoundControlled(Control{Base: rapid.Int64Range(2, 90).Draw(t, "base"), Effort: 5})
		if err != nil {
			t.Fatal(err)
		}
		losses["rounding"] = rounded.Loss()
		if r, ok := drawnMerge(t, dims[1]); ok {
			now := recoded(t, table, r)
			losses["recoding"] = suppressed(t, now, Rules{}, Protection{}).LossFrom(table)
			if d := losses["recoding"].Detail; d <= 0 && table.Value(0) > 0 && lossesDetail(table, r) {
				t.Fatalf("%v takes nothing of the detail: %+v", r, losses["recoding"])
			}
		}
		losses["left out"] = suppressed(t, recoded(t, table, Recoding{Dimension: "b", Drop: true}), Rules{MinimumUnits: 2}, Protection{}).LossFrom(table)
		for name, l := range losses {
			for what, share := range sharesOf(l) {
				if !(share >= 0 && share <= 1) {
					t.Fatalf("%s loses %g %s", name, share, what)
				}
			}
		}
	})
}

// lossesDetail tells whether two of the merged classes have a value, so that they can no longer be told apart.
func lossesDetail(t *Table, r Recoding) bool {
	at, some := t.dimension(r.Dimension), 0
	for _, c := range r.Codes {
		if t.value[int(t.dims[at].index[c])*t.stride[at]] > 0 {
			some++
		}
	}
	return some > 1
}

// TestLossesByHand: one line of four cells with 1, 2, 9 and 8, of which 1 and 2
// are hidden. A reader takes both for 1.5.
func TestLossesByHand(t *testing.T) {
	t.Parallel()
	table := countsOf(t, map[string]int64{"a": 1, "b": 2, "c": 9, "d": 8})
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s is %.12f, want %.12f", name, got, want)
		}
	}
	h := math.Sqrt((math.Pow(1-math.Sqrt(1.5), 2) + math.Pow(math.Sqrt2-math.Sqrt(1.5), 2)) / 40)
	hidden := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{}).Loss()
	near("score of hiding", hidden.Score, h/2) // nothing is lost of the other level, the total
	near("cells hidden", hidden.Cells, 2.0/5)
	near("value hidden", hidden.Value, 3.0/40)
	p := func(v float64) float64 { return -v / 20 * math.Log(v/20) }
	near("entropy hidden", hidden.Entropy, (p(1)+p(2))/(p(1)+p(2)+p(9)+p(8))/2)
	near("detail of hiding", hidden.Detail, 0)

	now := recoded(t, table, Recoding{Dimension: "class", Codes: []string{"a", "b"}})
	merged := suppressed(t, now, Rules{MinimumUnits: 3}, Protection{}).LossFrom(table)
	near("score of merging", merged.Score, h/2)
	near("cells gone", merged.Cells, 2.0/5)
	near("detail of merging", merged.Detail, 3*math.Log(2)/(20*math.Log(4)))

	rounded, err := table.RoundControlled(Control{Base: 5})
	if err != nil {
		t.Fatal(err)
	}
	l := rounded.Loss()
	near("cells changed", l.Changed, 4.0/5)
	if l.Largest > 4 || !l.Additive || l.Cells != 0 {
		t.Errorf("rounding to 5: %+v", l)
	}
	if diff := cmp.Diff([]int{1}, l.Levels[1].Depth); diff != "" || len(l.Levels) != 2 || l.Levels[1].Cells != 4 {
		t.Errorf("levels %+v: %s", l.Levels, diff)
	}
}

// TestAReusedNameIsAnotherClass: what is merged under the name of one of its
// parts is not taken for that part.
func TestAReusedNameIsAnotherClass(t *testing.T) {
	t.Parallel()
	table := countsOf(t, map[string]int64{"a": 4, "b": 2, "c": 9})
	now := recoded(t, table, Recoding{Dimension: "class", Codes: []string{"a", "b"}, Into: "a"})
	if l := suppressed(t, now, Rules{}, Protection{}).LossFrom(table); l.Cells != 0.5 {
		t.Errorf("two of four cells are gone, and %g of them are said to be", l.Cells)
	}
}

// TestWhatIsLeftOfALineIsSpread over the cells of it that are not told.
func TestWhatIsLeftOfALineIsSpread(t *testing.T) {
	t.Parallel()
	table := localTable(t, map[string][3]int{"N1": {1, 2, 9}, "N2": {8, 7, 6}, "S1": {4, 9, 3}})
	hide := map[string]bool{"[N1 a]": true, "[N1 b]": true, "[N2 a]": true}
	r := table.loss(table, func(c int) (int64, bool) { return table.value[c], !hide[table.name(c)] })
	// N1 b stands alone in its column: 9 less 7; N2 a in its row. N1 a shares row and
	// column with one other: (12-9)/2 by one and 9/2 by the other.
	want := math.Sqrt(math.Pow(1-math.Sqrt(3), 2) / (2*(1+2+9+8+7+6) + 2 + 2*(4+9+3)))
	last := r.Levels[len(r.Levels)-1]
	if math.Abs(last.Score-want) > 1e-12 {
		t.Errorf("the finest level loses %.6f, want %.6f", last.Score, want)
	}
}
