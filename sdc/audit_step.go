// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math"

// infeasible tells whether a basic variable is beyond its bounds, and sets what
// it costs.
func (s *simplex) infeasible() bool {
	clear(s.y)
	found := false
	for r, v := range s.basic {
		switch x := s.x[v]; {
		case x < s.lowest[v]-between0:
			s.y[r], found = 1, true
		case x > s.utmost[v]+between0:
			s.y[r], found = -1, true
		}
	}
	return found
}

// enter chooses the variable that gains most, and how much it does. The first
// phase brings variables within their bounds.
func (s *simplex) enter(first bool) (best int32, gain float64) {
	if !first {
		clear(s.y)
		for _, k := range s.costs {
			if r := s.slot[k]; r >= 0 {
				s.y[r] = s.cost[k]
			}
		}
	}
	s.back(s.y)
	clear(s.z)
	if !first {
		for _, k := range s.costs {
			s.z[k] = s.cost[k]
		}
	}
	best = -1
	most := gainTolerance
	try := func(v int32, d float64) {
		size := math.Abs(d)
		if size <= most {
			return
		}
		switch s.place[v] {
		case atLow:
			if d < 0 {
				return
			}
		case atHigh:
			if d > 0 {
				return
			}
		}
		if s.lowest[v] == s.utmost[v] {
			return
		}
		best, gain, most = v, d, size
	}
	for r, y := range s.y {
		if math.Abs(y) < 1e-12 {
			continue
		}
		at, v := s.across.column(int32(r))
		for i, c := range at {
			s.z[c] -= y * v[i]
		}
		if v := int32(s.columns + r); s.slot[v] < 0 {
			try(v, y)
		}
	}
	for c := range s.columns {
		if s.slot[c] < 0 && s.z[c] != 0 {
			try(int32(c), s.z[c])
		}
	}
	return best, gain
}

// step moves one variable as far as it goes. It tells whether there was an end to it.
func (s *simplex) step(q int32, up, first bool) bool {
	b := s.entering(q)
	r, t := s.leave(b, up, first)
	own := s.utmost[q] - s.x[q]
	if !up {
		own = s.x[q] - s.lowest[q]
	}
	if own <= t {
		if math.IsInf(own, 1) {
			return false
		}
		s.move(b, q, up, own)
		s.x[q], s.place[q] = s.utmost[q], atHigh
		if !up {
			s.x[q], s.place[q] = s.lowest[q], atLow
		}
		return true
	}
	s.move(b, q, up, t)
	s.exchange(b, r, q)
	return true
}

// entering is how the basic variables follow one that is not, by slots.
func (s *simplex) entering(q int32) []float64 {
	b := s.alpha
	clear(b)
	if int(q) < s.columns {
		rows, v := s.a.column(q)
		for i, r := range rows {
			b[r] = v[i]
			if !s.f.inside[r] {
				b[r] = -v[i]
			}
		}
	} else {
		r := int(q) - s.columns
		b[r] = -1
		if !s.f.inside[r] {
			b[r] = 1
		}
	}
	s.forward(b)
	return b
}

// move carries a step through to the basic variables.
func (s *simplex) move(b []float64, q int32, up bool, t float64) {
	if t == 0 {
		return
	}
	if !up {
		t = -t
	}
	s.x[q] += t
	for r, a := range b {
		if a != 0 {
			s.x[s.basic[r]] -= t * a
		}
	}
}

// room is how far a basic variable can go in a direction.
func (s *simplex) room(v int32, down, first bool) float64 {
	x := s.x[v]
	if first {
		if x < s.lowest[v]-between0 {
			if down {
				return math.Inf(1)
			}
			return s.lowest[v] - x
		}
		if x > s.utmost[v]+between0 {
			if !down {
				return math.Inf(1)
			}
			return x - s.utmost[v]
		}
	}
	if down {
		return x - s.lowest[v]
	}
	return s.utmost[v] - x
}

// leave finds the basic variable that stops a step, and how far the step goes:
// of those that stop it nearly first, the one with the largest number (Harris 1973).
func (s *simplex) leave(b []float64, up, first bool) (slot int, t float64) {
	limit := math.Inf(1)
	for r, a := range b {
		if size := math.Abs(a); size > 1e-7 {
			if k := (s.room(s.basic[r], (a > 0) == up, first) + tolerance) / size; k < limit {
				limit = k
			}
		}
	}
	slot, t = -1, math.Inf(1)
	if math.IsInf(limit, 1) {
		return slot, t
	}
	largest := 0.0
	for r, a := range b {
		if size := math.Abs(a); size > 1e-7 && size > largest {
			if k := s.room(s.basic[r], (a > 0) == up, first) / size; k <= limit {
				slot, t, largest = r, max(0, k), size
			}
		}
	}
	return slot, t
}

// exchange makes one variable basic in place of another.
func (s *simplex) exchange(b []float64, r int, q int32) {
	out := s.basic[r]
	if math.Abs(s.x[out]-s.lowest[out]) <= math.Abs(s.x[out]-s.utmost[out]) {
		s.place[out], s.x[out] = atLow, s.lowest[out]
	} else {
		s.place[out], s.x[out] = atHigh, s.utmost[out]
	}
	s.slot[out] = -1
	s.basic[r], s.slot[q], s.place[q] = q, int32(r), isBasic
	s.etaSlot = append(s.etaSlot, int32(r))
	s.eta.put(int32(r), b[r])
	for i, a := range b {
		if i != r && math.Abs(a) > 1e-13 {
			s.eta.put(int32(i), a)
		}
	}
	s.eta.end()
}
