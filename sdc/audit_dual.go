// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math"

// again brings the program back to its best after bounds have changed, by the
// dual simplex method: what is beyond its bounds leaves, and gains stay as they
// have to be. It ends with the primal method, which mostly finds nothing left to do.
func (s *simplex) again(most int) ending {
	if s.broken {
		s.home()
	}
	from := s.pivots
	for s.pivots-from < most && !s.broken {
		if len(s.etaSlot) >= mostEtas && !s.refactor() {
			s.broken = true
			break
		}
		if s.pivots == from || len(s.etaSlot) == 0 {
			s.gains()
		}
		r := s.worst()
		if r < 0 {
			break
		}
		switch s.dualStep(r) {
		case impossible:
			if len(s.etaSlot) == 0 {
				return impossible
			}
			if !s.refactor() {
				s.broken = true
			}
		case stopped:
			return s.run(most-(s.pivots-from), nil)
		}
	}
	return s.run(max(1, most-(s.pivots-from)), nil)
}

// gains computes what every variable that is not basic would gain.
func (s *simplex) gains() {
	if s.gain == nil {
		s.gain, s.ratio = make([]float64, len(s.x)), make([]float64, len(s.x))
	}
	s.enter(false)
	for c := range s.columns {
		s.gain[c] = s.z[c]
	}
	copy(s.gain[s.columns:], s.y)
}

// worst is the slot of the basic variable that is furthest beyond its bounds, -1 when none is.
func (s *simplex) worst() int {
	slot, most := -1, between0
	for r, v := range s.basic {
		if d := max(s.lowest[v]-s.x[v], s.x[v]-s.utmost[v]); d > most {
			slot, most = r, d
		}
	}
	return slot
}

// row computes how a basic variable follows each variable that is not.
func (s *simplex) row(slot int) {
	clear(s.y)
	s.y[slot] = 1
	s.back(s.y)
	clear(s.ratio)
	for r, y := range s.y {
		if math.Abs(y) < 1e-12 {
			continue
		}
		at, v := s.across.column(int32(r))
		for i, c := range at {
			s.ratio[c] += y * v[i]
		}
		s.ratio[s.columns+r] = -y
	}
}

// dualStep exchanges the variable of a slot, which is beyond its bounds.
func (s *simplex) dualStep(slot int) ending {
	out := s.basic[slot]
	low := s.x[out] < s.lowest[out]
	s.row(slot)
	q, best := int32(-1), math.Inf(1)
	size := 0.0
	for v, a := range s.ratio {
		if s.slot[v] >= 0 || math.Abs(a) < 1e-7 || s.lowest[v] == s.utmost[v] {
			continue
		}
		up := (a < 0) == low // whether the variable would grow
		if p := s.place[v]; p == atLow && !up || p == atHigh && up {
			continue
		}
		k := math.Abs(s.gain[v]) / math.Abs(a)
		if k < best-1e-9 || k <= best+1e-9 && math.Abs(a) > size {
			q, best, size = int32(v), min(best, k), math.Abs(a)
		}
	}
	if q < 0 {
		return impossible
	}
	b := s.entering(q)
	if math.Abs(b[slot]-s.ratio[q]) > 1e-6*(1+math.Abs(b[slot])) {
		if len(s.etaSlot) == 0 || !s.refactor() {
			return stopped
		}
		return optimal
	}
	bound := s.lowest[out]
	if !low {
		bound = s.utmost[out]
	}
	t := (s.x[out] - bound) / b[slot]
	theta := s.gain[q] / s.ratio[q]
	for v, a := range s.ratio {
		if a != 0 && s.slot[v] < 0 {
			s.gain[v] -= theta * a
		}
	}
	s.gain[q], s.gain[out] = 0, -theta
	s.move(b, q, t > 0, math.Abs(t))
	s.exchange(b, slot, q)
	s.pivots++
	return optimal
}
