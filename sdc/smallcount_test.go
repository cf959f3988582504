// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"testing"

	"pgregory.net/rapid"
)

// TestSmallCountsAreRoundedAndAddUp: small base cells become 0 or the base,
// others stay, and totals follow.
//
// Keeps: TK-207
func TestSmallCountsAreRoundedAndAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, false)
		base := rapid.Int64Range(2, 8).Draw(t, "base")
		c, err := table.RoundSmallCounts(SmallCounts{Base: base, Source: drawnSource(t)})
		if err != nil {
			t.Fatal(err)
		}
		addsUp(t, c)
		for _, b := range table.bases() {
			switch was, now := table.Value(b), c.Value(b); {
			case was == 0 || was >= base:
				if now != was {
					t.Fatalf("%v was %d and is %d with base %d", table.Codes(b), was, now, base)
				}
			case now != 0 && now != base:
				t.Fatalf("%v was %d and is %d with base %d", table.Codes(b), was, now, base)
			}
		}
		for cell := range table.Cells() {
			if low, high := c.Interval(cell); table.Value(cell) < low || table.Value(cell) > high {
				t.Fatalf("%v was %d, and is said to be from %d to %d", table.Codes(cell), table.Value(cell), low, high)
			}
		}
	})
}

func TestPublishedTotalsChangeLeast(t *testing.T) {
	t.Parallel()
	table := localTable(t, map[string][3]int{"N1": {1, 1, 1}, "N2": {1, 1, 1}, "S1": {1, 1, 1}})
	c, err := table.RoundSmallCounts(SmallCounts{Base: 3})
	if err != nil {
		t.Fatal(err)
	}
	for cell := range table.Cells() {
		if !table.isBase(cell) && table.Value(cell)%3 == 0 && c.Value(cell) != table.Value(cell) {
			t.Errorf("%v was %d and is %d, though one base cell of 3 in each line would leave all totals", table.Codes(cell), table.Value(cell), c.Value(cell))
		}
	}
}

func TestOnlyWhatFeedsASmallPublishedCellIsRounded(t *testing.T) {
	t.Parallel()
	table := localTable(t, map[string][3]int{"N1": {1, 2, 9}, "N2": {8, 7, 6}, "S1": {1, 0, 0}})
	c, err := table.RoundSmallCounts(SmallCounts{Base: 3, Views: [][]string{{"region"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		codes []string
		moved bool
	}{{[]string{"N1", "a"}, false}, {[]string{"N1", "b"}, false}, {[]string{"S1", "a"}, true}} {
		cell, err := table.Cell(want.codes...)
		if err != nil {
			t.Fatal(err)
		}
		if moved := c.Value(cell) != table.Value(cell); moved != want.moved {
			t.Errorf("%v was rounded: %v, want %v", want.codes, moved, want.moved)
		}
	}
	if _, err := table.RoundSmallCounts(SmallCounts{Base: 3, Views: [][]string{{"sex"}}}); err == nil {
		t.Error("a view of no dimension is accepted")
	}
}
