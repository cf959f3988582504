// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// byDefinition decides cell by cell, in fractions, as the rule reads: what may be
// published is published unless a sensitive cell follows then.
func byDefinition(t rapid.TB, v *Verdicts, pr Protection) []Status {
	t.Helper()
	p, err := v.HideSensitive(pr)
	if err != nil {
		t.Fatal(err)
	}
	known := &span{}
	open, candidates := p.sort()
	for _, c := range open {
		known.add(function(p.table, c))
	}
	for _, c := range candidates {
		more := &span{rows: slices.Clone(known.rows)}
		more.add(function(p.table, c))
		if slices.ContainsFunc(p.verdictsAndZeros(), func(s int) bool { return more.has(function(p.table, s)) }) {
			p.status[c] = Secondary
		} else {
			known = more
		}
	}
	return p.status
}

func TestThePatternIsTheOneThatItsDefinitionGives(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, rapid.Bool().Draw(t, "magnitude"))
		pr := Protection{Zeros: rapid.SampledFrom([]Zeros{ZerosFree, ZerosOpen}).Draw(t, "zeros"), Cost: rapid.SampledFrom([]Cost{CostValue, CostUnits, CostCells}).Draw(t, "cost")}
		v, err := table.Evaluate(Rules{MinimumUnits: 3, Dominance: []Dominance{{1, Whole(75)}}})
		if err != nil {
			t.Fatal(err)
		}
		p, err := v.Suppress(pr)
		if err != nil {
			t.Skip("empty cells that have to be open give a sensitive cell away")
		}
		if diff := cmp.Diff(byDefinition(t, v, pr), p.status); diff != "" {
			t.Error(diff)
		}
	})
}

// grown is a table of three trees of two levels, in which most cells are few.
func grown(t rapid.TB, parts, rows int, seed uint64) *Table {
	t.Helper()
	return grownIn(t, []int{0, 1, 2}, parts, rows, seed)
}

// grownIn is grown with its dimensions in another order.
func grownIn(t rapid.TB, order []int, parts, rows int, seed uint64) *Table {
	t.Helper()
	var l Layout
	for _, i := range order {
		l.Variables = append(l.Variables, Variable{Name: string(rune('a' + i)), Levels: 2, Total: "T"})
	}
	l.Largest, l.Levels = 1, []string{"enterprise"}
	below := func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed>>33) % n
	}
	table, err := FromRows(l, func(yield func(Row, error) bool) {
		for i := range rows {
			r := Row{Line: i + 2, Weight: 1, Value: 1, Levels: []string{string(rune('a' + below(26)))}}
			var codes [][]string
			for range l.Variables {
				code := string(rune('a' + min(below(parts), below(parts))))
				codes = append(codes, []string{code, code + string(rune('a'+min(below(parts), below(parts))))})
			}
			for _, i := range order {
				r.Codes = append(r.Codes, codes[i]...)
			}
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// Any coordinates give the same answers, so that those can be chosen in which
// vectors stay short.
func TestTheCoordinatesOfTheEliminationDoNotChangeThePattern(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		pr   Protection
	}{
		{"empty cells published", Protection{Zeros: ZerosOpen}},
		{"empty cells hidden where that helps", Protection{}},
		{"sums of sensitive cells protected", Protection{Zeros: ZerosOpen, Unions: true}},
		{"contributors who are alone attack", Protection{Zeros: ZerosOpen, Singletons: true}},
		{"contributors who are alone attack, empty cells hidden", Protection{Singletons: true, Unions: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(4) {
				table := grown(t, 3, 150+100*int(seed), seed)
				v, err := table.Evaluate(Rules{MinimumUnits: 3})
				if err != nil {
					t.Fatal(err)
				}
				want, err := v.Suppress(c.pr)
				if err != nil {
					t.Fatal(err)
				}
				p, err := v.HideSensitive(c.pr)
				if err != nil {
					t.Fatal(err)
				}
				p.e = eliminationIn(newCorner(table, true))
				p.protect()
				open, candidates := p.sort()
				for _, c := range open {
					p.e.publishCell(c)
				}
				for _, c := range candidates {
					p.decide(c)
				}
				if diff := cmp.Diff(want.status, p.status); diff != "" {
					t.Error(diff)
				}
				if want.Count(Secondary) == 0 {
					t.Error("nothing had to be hidden: the table shows nothing")
				}
			}
		})
	}
}

// What is taken away when, and so how large numbers become and which questions
// are too long, is the same in every order of dimensions.
func TestTheOrderOfDimensionsDoesNotChangeWhatTheEliminationTakesAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		pr   Protection
	}{
		{"empty cells published", Protection{Zeros: ZerosOpen}},
		{"sums of ones protected", Protection{Zeros: ZerosOpen, Least: true}},
		{"empty cells protected", Protection{Zeros: ZerosProtect}},
		{"contributors attack and empty cells are protected", Protection{Zeros: ZerosProtect, Singletons: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(4) {
				var want map[string]int32
				for _, order := range [][]int{{0, 1, 2}, {2, 0, 1}, {1, 0, 2}, {2, 1, 0}} {
					table := grownIn(t, order, 3, 150+100*int(seed), seed)
					v, err := table.Evaluate(Rules{MinimumUnits: 3})
					if err != nil {
						t.Fatal(err)
					}
					p, err := v.suppress(c.pr)
					if err != nil {
						t.Fatal(err)
					}
					got := map[string]int32{}
					for k, turn := range p.e.turn {
						codes := make([]string, len(order))
						for i, code := range table.Codes(k) {
							codes[order[i]] = code
						}
						if turn != 0 {
							got[strings.Join(codes, " ")] = turn
						}
					}
					if want == nil {
						want = got
					}
					if !maps.Equal(want, got) {
						t.Fatalf("in the order %v other coordinates are taken away, or in other turns", order)
					}
				}
			}
		})
	}
}
