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
		if len(s.etaSlot) >= mostEtas && !s.fresh() {
			break
		}
		if s.pivots == from || len(s.etaSlot) == 0 || !s.priced {
			s.gains(false)
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
			s.fresh()
		case stopped:
			return s.run(most-(s.pivots-from), nil)
		}
	}
	return s.run(max(1, most-(s.pivots-from)), nil)
}

// worst is the slot of the basic variable that is furthest beyond its bounds, -1 when none is.
func (s *simplex) worst() (slot int32) {
	slot = -1
	if !s.infeasible() {
		return slot
	}
	most := between0
	for _, v := range s.suspects {
		if d := s.beyond(v); d > most || d == most && s.slot[v] < slot {
			slot, most = s.slot[v], d
		}
	}
	return slot
}

// dualStep exchanges the variable of a slot, which is beyond its bounds.
func (s *simplex) dualStep(slot int32) ending {
	out := s.basic[slot]
	low := s.x[out] < s.lowest[out]
	s.row(slot)
	q := s.dualEnter(low)
	if q < 0 {
		return impossible
	}
	s.entering(q)
	a := s.alpha.v[slot]
	if math.Abs(a-s.follow.v[q]) > 1e-6*(1+math.Abs(a)) {
		if len(s.etaSlot) == 0 || !s.fresh() {
			return stopped
		}
		return optimal
	}
	bound := s.lowest[out]
	if !low {
		bound = s.utmost[out]
	}
	t := (s.x[out] - bound) / a
	s.carry(q, out)
	s.move(q, t > 0, math.Abs(t))
	s.exchange(slot, q)
	s.pivots++
	return optimal
}

// dualEnter chooses the variable whose gain stays first as it has to be when the
// one of the row that was computed leaves: of those nearly first the one with the largest number.
func (s *simplex) dualEnter(low bool) (q int32) {
	q = -1
	best, size := math.Inf(1), 0.0
	for _, v := range s.follow.at {
		a := s.follow.v[v]
		if math.Abs(a) < 1e-7 || s.lowest[v] == s.utmost[v] {
			continue
		}
		up := (a < 0) == low // whether the variable would grow
		if p := s.place[v]; p == atLow && !up || p == atHigh && up {
			continue
		}
		k := math.Abs(s.gain.v[v]) / math.Abs(a)
		if k < best-1e-9 || k <= best+1e-9 && math.Abs(a) > size {
			q, best, size = v, min(best, k), math.Abs(a)
		}
	}
	return q
}
