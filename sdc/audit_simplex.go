// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

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

// home is where every search starts: the true table.
type home struct {
	x        []float64
	shift    []float64 // by variable: by how much moved bounds move a row
	place    []int8
	basic    []int32
	slot     []int32
	suspects []int32
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
	s.across.reset()
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

// settle prepares where searches start.
func (s *simplex) settle() {
	n := s.rows + s.columns
	s.start = home{x: make([]float64, n), shift: make([]float64, n), place: make([]int8, n), basic: make([]int32, s.rows), slot: make([]int32, n)}
	for v := range s.columns {
		s.weight[v], s.start.slot[v] = 1, -1
		s.begin(int32(v))
	}
	for r := range s.rows {
		v := s.columns + r
		s.weight[v], s.start.slot[v], s.start.basic[r], s.start.place[v] = 1, int32(r), int32(v), isBasic
		s.sum(int32(r))
	}
	s.home()
}

// little is by how much the bounds of a variable are moved, each by another amount.
func little(v int) float64 {
	return 1e-6 * (1 + 4*float64(spread(uint64(v)+77)>>20)/(1<<41))
}

// home goes to the true table, and forgets all that was found on the way.
func (s *simplex) home() {
	copy(s.x, s.start.x)
	copy(s.place, s.start.place)
	copy(s.basic, s.start.basic)
	copy(s.slot, s.start.slot)
	s.f.prepare(s.rows, s.columns, nil)
	s.etaSlot = s.etaSlot[:0]
	s.eta.reset()
	s.gain.clear()
	s.plain()
	s.priced, s.broken, s.valued = false, false, s.pivots
	for _, v := range s.moved {
		s.movedSeen[v] = false
	}
	s.moved = s.moved[:0]
	for _, v := range s.suspects {
		s.suspected[v] = false
	}
	s.suspects = s.suspects[:0]
	for _, v := range s.start.suspects {
		s.suspect(v)
	}
	if len(s.narrowed) > 0 {
		s.homeWithin()
	}
}

// homeWithin moves coordinates between the bounds of the branch that is searched.
func (s *simplex) homeWithin() {
	for _, v := range s.narrowed {
		if s.slot[v] < 0 {
			s.settleAt(v)
		}
	}
	s.values()
}

// settleAt puts a variable that is not basic between its bounds, and tells how far that moved it.
func (s *simplex) settleAt(v int32) (by float64) {
	s.stray(v)
	x := s.x[v]
	switch {
	case x <= s.lowest[v]:
		s.place[v], s.x[v] = atLow, s.lowest[v]
	case x >= s.utmost[v]:
		s.place[v], s.x[v] = atHigh, s.utmost[v]
	default:
		s.place[v] = between
		if w := math.Round(x); math.Abs(x-w) < whole {
			s.x[v] = w
		}
	}
	return s.x[v] - x
}

// stray notes a variable that may stand elsewhere than where searches start.
func (s *simplex) stray(v int32) {
	if !s.movedSeen[v] {
		s.movedSeen[v] = true
		s.moved = append(s.moved, v)
	}
}

// plain takes all edges for equally long.
func (s *simplex) plain() {
	for _, v := range s.weighted {
		s.weight[v] = 1
	}
	s.weighted = s.weighted[:0]
}

// loosen moves the bounds of a variable outwards: of a coordinate by its own
// small amount, and of a row by what that moves the row, and a little more, so that
// the true table is within all of them.
func (s *simplex) loosen(v int32) {
	e, shift := little(int(v)), 0.0
	if int(v) >= s.columns {
		shift = s.start.shift[v]
	}
	s.lowest[v], s.utmost[v] = s.low[v]-e+min(0, shift), s.high[v]+e+max(0, shift)
	if s.low[v] == s.high[v] {
		s.lowest[v], s.utmost[v] = s.low[v]+shift, s.high[v]+shift
	}
}

// begin notes where a search starts with a coordinate.
func (s *simplex) begin(v int32) {
	s.loosen(v)
	switch {
	case s.low[v] == 0:
		s.start.place[v], s.start.x[v] = atLow, s.lowest[v]
	case s.high[v] == 0:
		s.start.place[v], s.start.x[v] = atHigh, s.utmost[v]
	default:
		s.start.place[v], s.start.x[v] = between, 0
	}
}

// sum computes where a row starts.
func (s *simplex) sum(r int32) {
	v, x := int32(s.columns)+r, 0.0
	at, by := s.across.column(r)
	for i, c := range at {
		x += by[i] * s.start.x[c]
	}
	s.start.x[v], s.start.shift[v] = x, x
	s.loosen(v)
	if x < s.lowest[v]-between0 || x > s.utmost[v]+between0 {
		s.start.suspects = append(s.start.suspects, v)
	}
}

// rebound sets other bounds of a variable for searches that begin later.
func (s *simplex) rebound(v int32, low, high float64) {
	s.low[v], s.high[v] = low, high
	if int(v) >= s.columns {
		s.sum(v - int32(s.columns))
	} else {
		s.begin(v)
		rows, _ := s.a.column(v)
		for _, r := range rows {
			s.sum(r)
		}
	}
	slices.Sort(s.start.suspects)
	s.start.suspects = slices.DeleteFunc(slices.Compact(s.start.suspects), func(v int32) bool {
		x := s.start.x[v]
		return x >= s.lowest[v]-between0 && x <= s.utmost[v]+between0
	})
}

// narrow sets other bounds of a variable where the program stands, until they are widened again.
func (s *simplex) narrow(v int32, low, high float64) {
	s.narrowed = append(s.narrowed, v)
	s.bound(v, low, high)
}

// widen gives the variable that was narrowed last its bounds back.
func (s *simplex) widen(low, high float64) {
	n := len(s.narrowed) - 1
	v := s.narrowed[n]
	s.narrowed = s.narrowed[:n]
	s.bound(v, low, high)
}

func (s *simplex) bound(v int32, low, high float64) {
	s.low[v], s.high[v] = low, high
	s.loosen(v)
	if s.slot[v] >= 0 {
		s.suspect(v)
		return
	}
	from := s.x[v]
	if by := s.settleAt(v); by != 0 && !s.broken {
		to := s.x[v]
		s.x[v] = from
		s.entering(v)
		s.shift(v, by)
		s.x[v] = to
	}
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
