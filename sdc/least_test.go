// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Keeps: TK-203
func TestSumsOfCellsThatAreTheLeastTheyCanBeAreNotTold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		units []int64
		how   Protection
		want  []string
	}{
		{"nought of two empty cells: the total is empty too, and hidden with them", []int64{0, 0}, Protection{Zeros: ZerosProtect}, []string{"T primary", "A primary", "B primary"}},
		{"15 = 10 + 5 + x + x: one more is hidden", []int64{10, 5, 0, 0}, Protection{Zeros: ZerosProtect}, []string{"B secondary", "C primary", "D primary"}},
		{"15 = 10 + 3 + x + x, both one, where hidden cells are not empty", []int64{10, 3, 1, 1}, Protection{Zeros: ZerosOpen, Least: true}, []string{"B secondary", "C primary", "D primary"}},
		{"the same without that wish", []int64{10, 3, 1, 1}, Protection{Zeros: ZerosOpen}, []string{"C primary", "D primary"}},
		{"one and two may be two and one", []int64{10, 3, 1, 2}, Protection{Zeros: ZerosOpen, Least: true}, []string{"C primary", "D primary"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, hidden(suppressed(t, line(t, c.units...), Rules{MinimumUnits: 3}, c.how))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAConeAdmitsSumsUntilOneOfPlusSignsFollows(t *testing.T) {
	t.Parallel()
	c := newCone(5)
	sum := func(v ...int64) (f fraction) {
		f.den = 1
		for i, x := range v {
			if x != 0 {
				f.c, f.v = append(f.c, int32(i)), append(f.v, x)
			}
		}
		return f
	}
	for i, s := range []struct {
		f    fraction
		want bool
	}{
		{sum(1, -1), true},          // a = b
		{sum(1, 1), false},          // a + b = 0
		{sum(1, 0, -2), true},       // a = 2c
		{sum(0, 1, -1, 1), false},   // with both: c + d = 0
		{sum(0, 1, -1, -1), true},   // b = c + d, so d = c
		{sum(0, 0, 0, 1, 0), false}, // d itself
		{sum(0, 0, 1, -2, 0), false},
		{sum(0, 0, 1, -1, 0), true}, // known already
		{sum(-3, 0, 0, 1, 1), true},
	} {
		if got := c.admits(s.f); got != s.want {
			t.Errorf("sum %d: admitted %v, want %v", i, got, s.want)
		}
	}
}

func TestSuppressionTellsHowFarItIsAndCanBeCancelled(t *testing.T) {
	t.Parallel()
	v, err := line(t, 2, 20, 9, 8).Evaluate(Rules{MinimumUnits: 3})
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	if _, err := v.Suppress(Protection{Progress: func(p Progress) error {
		if p.Stage != StageSuppress || p.Done < last || p.Done > p.Total {
			t.Errorf("progress %+v after %d", p, last)
		}
		last = p.Done
		return nil
	}}); err != nil || last != 4 {
		t.Errorf("ended at %d of 4: %v", last, err)
	}
	enough := errors.New("enough")
	if _, err := v.Suppress(Protection{Progress: func(Progress) error { return enough }}); !errors.Is(err, enough) {
		t.Errorf("cancelled work returned %v", err)
	}
}

func TestACellForcedOpenMayNotTellAContributorAnother(t *testing.T) {
	t.Parallel()
	rules := Rules{MinimumUnits: 3, Forced: []Forced{{Codes: []string{"T"}, Publish: true}, {Codes: []string{"C"}, Publish: true}}}
	v, err := line(t, 1, 2, 9).Evaluate(rules)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Suppress(Protection{}); err != nil {
		t.Errorf("nobody outside learns a cell: %v", err)
	}
	_, err = v.Suppress(Protection{Singletons: true})
	wantProblem(t, err, "has to be published and gives away a sensitive cell")
}
