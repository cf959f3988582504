// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// simplex is a revised simplex method with bounds on all variables: the
// coordinates of an attacker's program, and after them one variable for each
// row, which is what the row adds up to. It works in floating point and is a
// guide only: whatever it finds is checked in whole numbers by who asked.
//
// It starts at the true table, where all coordinates are nought. Bounds are
// moved outwards by very little, each by another amount, so that ties, of which
// counts are full, do not let it go in circles.
//
// A step costs what it touches: from the true table most searches are over after
// some ten steps, which move few of the variables of a large table.
type simplex struct {
	rows, columns  int
	a              sparse // by coordinate
	across         sparse // by row
	low, high      []float64
	lowest, utmost []float64 // the bounds, moved outwards
	x              []float64
	place          []int8 // where a variable stands that is not basic
	basic          []int32
	slot           []int32 // by variable: where it is basic, -1 when it is not
	f              factor
	kernelRows     []int32
	kernelColumns  []int32
	etaSlot        []int32
	eta            sparse
	alpha          sparseVector // by slot: how the basic variables follow the one that enters
	rho            sparseVector // by row: of the basis, turned about
	follow         sparseVector // by variable: how the one that leaves follows those that are not basic
	gain           sparseVector // by variable: what it gains, of those that are not basic
	priced         bool         // gains are those of what is sought
	weight         []float64    // by variable: how long its edge is, about
	weighted       []int32      // the variables whose weight is not one
	suspects       []int32      // variables that may be beyond their bounds
	suspected      []bool
	cost           []float64    // by coordinate: what is sought
	costs          []int32      // the coordinates that have some
	exact          sparseVector // by variable: where the program stands if bounds were exactly what they are
	moved          []int32      // variables that entered, left or were bounded on the way
	movedSeen      []bool
	narrowed       []int32 // variables that are kept within other bounds, of a branch
	valued         int     // pivots when values were last computed afresh
	work           []float64
	start          home
	pivots         int
	broken         bool
}

// Where variables stand that are not basic.
const (
	isBasic int8 = iota
	atLow
	atHigh
	between
)

// How a search ended.
type ending int

const (
	optimal ending = iota
	endless
	impossible
	stopped
)

const (
	gainTolerance = 1e-9
	tolerance     = 1e-8
	between0      = 1e-7
	mostEtas      = 30
)

// newSimplex makes a program of rows over coordinates. Low and high are the
// bounds of coordinates, then of rows; infinite ones are allowed.
func newSimplex(columns int, rows []direction, low, high []float64) *simplex {
	s := &simplex{rows: len(rows), columns: columns, low: low, high: high}
	n := s.rows + s.columns
	s.x, s.place, s.slot, s.weight, s.suspected, s.movedSeen = make([]float64, n), make([]int8, n), make([]int32, n), make([]float64, n), make([]bool, n), make([]bool, n)
	s.basic, s.work, s.cost = make([]int32, s.rows), make([]float64, s.rows), make([]float64, columns)
	s.alpha, s.rho, s.follow, s.gain, s.exact = newSparseVector(s.rows), newSparseVector(s.rows), newSparseVector(n), newSparseVector(n), newSparseVector(n)
	numbers := 0
	for _, r := range rows {
		numbers += len(r.c)
	}
	s.across = sparse{start: make([]int32, 1, len(rows)+1), at: make([]int32, 0, numbers), v: make([]float64, 0, numbers)}
	count := make([]int32, columns+1)
	for _, r := range rows {
		for i, c := range r.c {
			s.across.put(c, float64(r.v[i]))
			count[c+1]++
		}
		s.across.end()
	}
	for i := range columns {
		count[i+1] += count[i]
	}
	s.a.start = append([]int32(nil), count...)
	s.a.at, s.a.v = make([]int32, len(s.across.at)), make([]float64, len(s.across.at))
	for r, row := range rows {
		for i, c := range row.c {
			s.a.at[count[c]], s.a.v[count[c]] = int32(r), float64(row.v[i])
			count[c]++
		}
	}
	s.lowest, s.utmost = make([]float64, n), make([]float64, n)
	s.eta.reset()
	s.settle()
	return s
}

// suspect notes a variable that may be beyond its bounds.
func (s *simplex) suspect(v int32) {
	if !s.suspected[v] {
		s.suspected[v] = true
		s.suspects = append(s.suspects, v)
	}
}

// beyond is how far a variable is outside its bounds, negative within them.
func (s *simplex) beyond(v int32) float64 {
	x := s.x[v]
	return max(s.lowest[v]-x, x-s.utmost[v])
}

// infeasible tells whether a basic variable is beyond its bounds. Those that no
// longer are are forgotten.
func (s *simplex) infeasible() bool {
	if len(s.suspects) == 0 {
		return false
	}
	s.suspects = slices.DeleteFunc(s.suspects, func(v int32) bool {
		s.suspected[v] = s.slot[v] >= 0 && s.beyond(v) > between0
		return !s.suspected[v]
	})
	return len(s.suspects) > 0
}

// seek sets what is to be made large: a sum over coordinates.
func (s *simplex) seek(c []int32, v []int64, sign int64) {
	for _, k := range s.costs {
		s.cost[k] = 0
	}
	s.costs = append(s.costs[:0], c...)
	for i, k := range c {
		s.cost[k] = float64(sign * v[i])
	}
	s.priced = false
}

// sought is what the sum is now.
func (s *simplex) sought() (x float64) {
	for _, k := range s.costs {
		x += s.cost[k] * s.x[k]
	}
	return x
}

// run makes what is sought as large as it can be. After every step enough is
// asked whether to go on; it may be nil.
func (s *simplex) run(most int, enough func() bool) ending {
	if s.broken {
		s.home()
	}
	verified := false // gains are computed afresh, not carried along
	for range most {
		if len(s.etaSlot) >= mostEtas && !s.refactor() {
			s.broken = true
			return stopped
		}
		first := s.infeasible()
		if first || !s.priced {
			s.gains(first)
			verified = len(s.etaSlot) == 0
		}
		q := s.pick()
		switch {
		case q < 0 && !verified: // look again with fresh numbers
			if !s.fresh() {
				return stopped
			}
			continue
		case q < 0 && first:
			return impossible
		case q < 0:
			return optimal
		}
		verified = false
		if !s.step(q, s.gain.v[q] > 0, first) {
			s.broken = s.broken || first
			if s.broken {
				return stopped
			}
			return endless
		}
		s.pivots++
		if !first && enough != nil && enough() {
			return stopped
		}
	}
	return stopped
}
