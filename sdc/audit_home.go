// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// home is where every search starts: the true table.
type home struct {
	x        []float64
	shift    []float64 // by variable: by how much moved bounds move a row
	place    []int8
	basic    []int32
	slot     []int32
	suspects []int32
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
