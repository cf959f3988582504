// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// searched is a table with parts of some size, as an attacker sees it.
func searched(t *testing.T, rows bool) *audit {
	t.Helper()
	p := suppressed(t, establishmentsTable(t, establishments(5, 1500)), Rules{MinimumUnits: 3}, Protection{Zeros: ZerosProtect})
	return newAudit(p, Effort{}, rows)
}

// largest is the part with the most directions.
func (a *audit) largest() *part {
	return slices.MaxFunc(a.parts, func(x, y *part) int { return len(x.directions) - len(y.directions) })
}

// Searches keep their place, and what they find is the same on any number of
// processors only if nothing is left of what was searched before.
func TestASearchFindsWhatANewOneFindsWhateverWasSearchedBefore(t *testing.T) {
	t.Parallel()
	a := searched(t, true)
	q := a.largest()
	r := rand.New(rand.NewPCG(8, 9))
	used := q.searcher()
	for range 150 {
		at := r.IntN(len(q.directions))
		k := question{at: at, signs: []int64{1 - 2*int64(r.IntN(2))}, by: huntLonger}
		held := q.directions[r.IntN(len(q.directions))].variable
		low, high := q.low[held], q.high[held]
		hold := func(l, h float64) {
			q.low[held], q.high[held] = l, h
			used.s.rebound(held, l, h)
		}
		hold(0, 0)
		for range 2 { // with the variable held, and without
			got, want := used.ask(k), q.searcher().ask(k)
			if d := cmp.Diff(got, want, cmp.AllowUnexported(answer{}, point{}, outer{}, ratio{}, multiplier{})); d != "" {
				t.Fatalf("direction %d: a search that was used before differs from a new one (-used +new):\n%s", at, d)
			}
			hold(low, high)
		}
	}
}

func TestTheTrueTableIsWithinAllBoundsWhereASearchStarts(t *testing.T) {
	t.Parallel()
	for _, q := range searched(t, false).parts {
		s := q.simplex()
		if s.infeasible() {
			t.Errorf("a part of %d coordinates starts beyond %d bounds", q.columns, len(s.suspects))
		}
		for v := range s.x {
			if math.Abs(s.x[v]) > whole {
				t.Fatalf("variable %d starts at %g, far from the true table", v, s.x[v])
			}
		}
	}
}

// A table is checked by the directions that it touches. All of them are asked here.
func TestATableIsAllowedIfAllDirectionsHold(t *testing.T) {
	t.Parallel()
	a := searched(t, false)
	q := a.largest()
	r := rand.New(rand.NewPCG(3, 4))
	seen := map[bool]int{}
	w := q.searcher()
	for range 400 {
		var y point
		if found := w.ask(question{at: r.IntN(len(q.directions)), signs: []int64{1}, by: huntSoon}).points; len(found) > 0 {
			y = found[0]
		}
		if r.IntN(2) == 0 {
			y = point{c: append(slices.Clone(y.c), 0), v: append(slices.Clone(y.v), int64(r.IntN(3)-1))}
		}
		want, dense := true, make([]int64, q.columns)
		for i, c := range y.c {
			dense[c] += y.v[i]
		}
		for i := range q.directions {
			want = want && q.directions[i].holds(q.directions[i].along(dense))
		}
		if got := q.reckoning().allowed(y); got != want {
			t.Fatalf("a table is allowed: %t, and its directions say %t", got, want)
		}
		seen[want]++
	}
	if seen[true] < 50 || seen[false] < 50 {
		t.Errorf("%d tables were possible and %d were not: the test asks too little", seen[true], seen[false])
	}
}
