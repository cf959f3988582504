// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math"

// gains computes afresh what every variable that is not basic gains. The first
// phase brings variables within their bounds.
func (s *simplex) gains(first bool) {
	y, g := &s.rho, &s.gain
	y.clear()
	g.clear()
	if first {
		for _, v := range s.suspects {
			if s.x[v] < s.lowest[v] {
				y.set(s.slot[v], 1)
			} else {
				y.set(s.slot[v], -1)
			}
		}
	} else {
		for _, k := range s.costs {
			if r := s.slot[k]; r >= 0 {
				y.set(r, s.cost[k])
			} else {
				g.set(k, s.cost[k])
			}
		}
	}
	s.priced = !first
	s.back(y)
	s.columnsOf(y, g, -1)
}

// pick chooses the variable that gains most for the length of its edge, -1 when
// none gains anything.
func (s *simplex) pick() (best int32) {
	best = -1
	most := 0.0
	for _, v := range s.gain.at {
		d := s.gain.v[v]
		size := math.Abs(d)
		if size <= gainTolerance || s.slot[v] >= 0 {
			continue
		}
		if p := s.place[v]; p == atLow && d < 0 || p == atHigh && d > 0 || s.lowest[v] == s.utmost[v] {
			continue
		}
		if score := d * d / s.weight[v]; score > most {
			best, most = v, score
		}
	}
	return best
}

// step moves one variable as far as it goes. It tells whether there was an end to it.
func (s *simplex) step(q int32, up, first bool) bool {
	s.entering(q)
	r, t := s.leave(up, first)
	own := s.utmost[q] - s.x[q]
	if !up {
		own = s.x[q] - s.lowest[q]
	}
	if own <= t {
		if math.IsInf(own, 1) {
			return false
		}
		s.move(q, up, own)
		s.stray(q)
		s.x[q], s.place[q] = s.utmost[q], atHigh
		if !up {
			s.x[q], s.place[q] = s.lowest[q], atLow
		}
		return true
	}
	s.row(r)
	astray := math.Abs(s.alpha.v[r]-s.follow.v[q]) > 1e-6*(1+math.Abs(s.alpha.v[r]))
	if astray && len(s.etaSlot) > 0 {
		return s.fresh()
	}
	s.move(q, up, t)
	if s.priced = s.priced && !astray; s.priced {
		s.carry(q, s.basic[r])
	}
	s.exchange(r, q)
	return true
}

// entering is how the basic variables follow one that is not, by slots.
func (s *simplex) entering(q int32) {
	b := &s.alpha
	b.clear()
	if int(q) < s.columns {
		rows, v := s.a.column(q)
		for i, r := range rows {
			if s.f.inside[r] {
				b.set(r, v[i])
			} else {
				b.set(r, -v[i])
			}
		}
	} else if r := q - int32(s.columns); s.f.inside[r] {
		b.set(r, -1)
	} else {
		b.set(r, 1)
	}
	s.forward(b)
}

// columnsOf adds up, for each variable that is not basic, what multipliers of the rows
// come to there, times a sign.
func (s *simplex) columnsOf(y, to *sparseVector, sign float64) {
	for _, r := range y.at {
		x := sign * y.v[r]
		if math.Abs(x) < 1e-12 {
			continue
		}
		at, v := s.across.column(r)
		for i, c := range at {
			if s.slot[c] < 0 {
				to.add(c, x*v[i])
			}
		}
		if own := int32(s.columns) + r; s.slot[own] < 0 {
			to.set(own, -x)
		}
	}
}

// row computes how the basic variable of a slot follows each variable that is not.
func (s *simplex) row(slot int32) {
	y, f := &s.rho, &s.follow
	y.clear()
	f.clear()
	y.set(slot, 1)
	s.back(y)
	s.columnsOf(y, f, 1)
}

// carry takes gains over a step in which one variable enters and another leaves,
// and the lengths of edges (Forrest and Goldfarb 1992).
func (s *simplex) carry(q, out int32) {
	pivot := s.follow.v[q]
	theta, longest := s.gain.v[q]/pivot, s.weight[q]/(pivot*pivot)
	for _, v := range s.follow.at {
		a := s.follow.v[v]
		if a == 0 || v == q {
			continue
		}
		s.gain.add(v, -theta*a)
		if w := a * a * longest; w > s.weight[v] {
			s.edge(v, w)
		}
	}
	s.gain.set(q, 0)
	s.gain.set(out, -theta)
	s.edge(out, max(longest, 1))
}

// edge notes the length of a variable's edge.
func (s *simplex) edge(v int32, w float64) {
	if s.weight[v] == 1 {
		s.weighted = append(s.weighted, v)
	}
	s.weight[v] = w
}

// move carries a step through to the basic variables.
func (s *simplex) move(q int32, up bool, t float64) {
	if !up {
		t = -t
	}
	s.shift(q, t)
}

// shift moves a variable, and the basic variables after it.
func (s *simplex) shift(q int32, t float64) {
	if t == 0 {
		return
	}
	s.x[q] += t
	for _, r := range s.alpha.at {
		a := s.alpha.v[r]
		if a == 0 {
			continue
		}
		v := s.basic[r]
		s.x[v] -= t * a
		if s.beyond(v) > between0 {
			s.suspect(v)
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

// leave finds the slot of the basic variable that stops a step, and how far the
// step goes: of those that stop it nearly first, the one with the largest number (Harris 1973).
func (s *simplex) leave(up, first bool) (slot int32, t float64) {
	limit := math.Inf(1)
	for _, r := range s.alpha.at {
		a := s.alpha.v[r]
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
	for _, r := range s.alpha.at {
		a := s.alpha.v[r]
		if size := math.Abs(a); size > 1e-7 && size > largest {
			if k := s.room(s.basic[r], (a > 0) == up, first) / size; k <= limit {
				slot, t, largest = r, max(0, k), size
			}
		}
	}
	return slot, t
}

// exchange makes one variable basic in place of that of a slot.
func (s *simplex) exchange(r, q int32) {
	out := s.basic[r]
	if math.Abs(s.x[out]-s.lowest[out]) <= math.Abs(s.x[out]-s.utmost[out]) {
		s.place[out], s.x[out] = atLow, s.lowest[out]
	} else {
		s.place[out], s.x[out] = atHigh, s.utmost[out]
	}
	s.stray(q)
	s.stray(out)
	s.slot[out] = -1
	s.basic[r], s.slot[q], s.place[q] = q, r, isBasic
	s.etaSlot = append(s.etaSlot, r)
	s.eta.put(r, s.alpha.v[r])
	for _, i := range s.alpha.at {
		if a := s.alpha.v[i]; i != r && math.Abs(a) > 1e-13 {
			s.eta.put(i, a)
		}
	}
	s.eta.end()
}
