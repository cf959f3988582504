// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"testing"

	"pgregory.net/rapid"
)

// drawnFrequency is a small table of counts.
func drawnFrequency(t *rapid.T) *Table {
	dims := []*Dimension{drawnDimension(t, "a", 2), drawnDimension(t, "b", 3)}
	var rows []Row
	for range rapid.IntRange(1, 14).Draw(t, "rows") {
		rows = append(rows, Row{Codes: []string{dims[0].codes[rapid.SampledFrom(dims[0].leaves).Draw(t, "a leaf")], dims[1].codes[rapid.SampledFrom(dims[1].leaves).Draw(t, "b leaf")]}})
	}
	table, err := FromRows(Layout{Variables: variables(dims)}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestOuterBoundsHoldForAllTablesCountedOut(t *testing.T) {
	t.Parallel()
	exact, hidden := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		table := drawnFrequency(t)
		p, err := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{}).Prove(Effort{Full: true})
		if err != nil {
			return // said so, and nothing is published
		}
		low, high, ok := allTables(table, p.Pattern, 200_000)
		if !ok || p.Status(0) != Published { // without a total there is no end to counting
			return
		}
		for c := range table.Cells() {
			if !p.Hidden(c) {
				continue
			}
			hidden++
			lower, upper := p.Outer(c)
			if lower > low[c] || upper < high[c] {
				t.Fatalf("%v is said to lie from %d to %d at most, and tables reach %d to %d", table.Codes(c), lower, upper, low[c], high[c])
			}
			if p.Exact(c) {
				exact++
				if lower != low[c] || upper != high[c] {
					t.Fatalf("%v is said to reach exactly %d to %d, and all tables reach %d to %d", table.Codes(c), lower, upper, low[c], high[c])
				}
			}
		}
	})
	if hidden == 0 || exact*10 < hidden*9 {
		t.Errorf("%d of %d hidden cells are known exactly", exact, hidden)
	}
}

func TestKnownBoundsNarrowWhatIsPossible(t *testing.T) {
	t.Parallel()
	table := line(t, 100, 200, 300, 400)
	hide := Rules{Forced: []Forced{{Codes: []string{"A"}}, {Codes: []string{"B"}}}}
	for _, c := range []struct {
		name         string
		how          Protection
		lower, upper int64
	}{
		{"nothing but the sum is known", Protection{}, 0, 300},
		{"all is known to within ten percent", Protection{Known: Whole(10)}, 90, 110},
		{"one cell is known to be at most 250", Protection{Bounds: func(codes []string) (int64, int64, bool) { return 0, 250, codes[0] == "B" }}, 50, 300},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, err := suppressed(t, table, hide, c.how).Prove(Effort{Full: true})
			if err != nil {
				t.Fatal(err)
			}
			cell, err := table.Cell("A")
			if err != nil {
				t.Fatal(err)
			}
			if lower, upper := p.Interval(cell); lower != c.lower || upper != c.upper || !p.Exact(cell) {
				t.Errorf("A lies from %d to %d (exact: %t), and should from %d to %d", lower, upper, p.Exact(cell), c.lower, c.upper)
			}
		})
	}
}

// The fourth example of the handbook: contributions of 300, 20 and 10 under
// (1,85) need an upper bound of 352.94.
//
// Keeps: TK-197
func TestTheUpperBoundReachesWhatTheRuleNeeds(t *testing.T) {
	t.Parallel()
	d := tree(t, "d", Code{"A", ""}, Code{"B", ""}, Code{"C", ""}, Code{"D", ""})
	rows := []Row{{Codes: []string{"A"}, Value: 300}, {Codes: []string{"A"}, Value: 20}, {Codes: []string{"A"}, Value: 10}}
	for _, code := range []string{"B", "C", "D"} {
		for range 4 {
			rows = append(rows, Row{Codes: []string{code}, Value: 5 * int64(code[0]-'A')})
		}
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{d}), Magnitude: true}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	cell, err := table.Cell("A")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		width Width
		upper int64
		lower int64
	}{
		{"symmetric is usual", WidthUsual, 353, 330 - 23},
		{"the upper bound alone", WidthUpper, 353, 330},
		{"sliding asks for a whole number more or less", WidthShare, 330, 330},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, err := suppressed(t, table, Rules{Dominance: []Dominance{{1, Whole(85)}}}, Protection{Width: c.width}).Prove(Effort{})
			if err != nil {
				t.Fatal(err)
			}
			lower, upper := p.Interval(cell)
			if upper < c.upper || lower > c.lower || upper == lower {
				t.Errorf("A lies from %d to %d", lower, upper)
			}
			if _, err := Verify(p.Certificate()); err != nil {
				t.Error(err)
			}
			cert := p.Certificate()
			for i := range cert.Proofs {
				if cert.Proofs[i].Cell == cell {
					cert.Proofs[i].Asked.Above = 100_000
				}
			}
			_, err = Verify(cert)
			wantProblem(t, err, "less is proved than is asked")
		})
	}
}

func TestAProofTellsHowFarItIsAndCanBeCancelled(t *testing.T) {
	t.Parallel()
	stop := errors.New("enough")
	rapid.Check(t, func(t *rapid.T) {
		table := drawnFrequency(t)
		calls := 0
		_, err := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{}).Prove(Effort{Full: true, Progress: func(p Progress) error {
			if calls++; p.Done > p.Total || p.Stage == "" {
				t.Fatalf("progress %+v", p)
			}
			return stop
		}})
		if calls > 0 && !errors.Is(err, stop) {
			t.Fatalf("cancelling gave %v", err)
		}
	})
}
