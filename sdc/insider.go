// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// knowing is one contributor who is alone in some hidden cells and so knows
// them. Whatever follows from these and from what is published, it can compute.
type knowing struct {
	rows  []int32
	stale bool     // a row has changed since the basis was made
	basis []vector // of the rows: each has a coordinate of its own
	marks []mark
	lead  []int32
}

// revealsToMember tells whether with this vector known a contributor could
// compute a row that is not its own. The vector, a row and what the contributor
// knows would then be dependent; so one of the rows that share the vector's
// rarest coordinate takes part.
func (e *elimination) revealsToMember(v vector, m mark) bool {
	k := e.rarest(v)
	if e.rowsAt[k] == 0 {
		return false
	}
	f := invMod(v.at(k))
	asked := map[int32]bool{}
	for _, j := range slices.Clone(e.with(k)) {
		r := &e.rows[j]
		left := m.plus(negMod(mulMod(v.at(k), invMod(r.v.at(k)))), r.m)
		if i := e.first(left); i >= 0 && (e.tells(j, i) || e.tells(i, j)) {
			return true
		}
		for _, g := range r.owners {
			if !asked[g] {
				asked[g] = true
				if e.memberLearns(g, v, m) {
					return true
				}
			}
		}
		if e.othersLearn(j, v, mulMod(r.v.at(k), f)) {
			return true
		}
	}
	return false
}

// tells: somebody knows row a, and not row b from its own cells.
func (e *elimination) tells(a, b int32) bool {
	return slices.ContainsFunc(e.rows[a].owners, func(g int32) bool {
		if slices.Contains(e.rows[b].owners, g) {
			return false
		}
		if len(e.members[g].rows) < 2 {
			return true
		}
		rest, _ := e.basisOf(g).modulo(e.rows[b].v, e.rows[b].m)
		return len(rest) > 0
	})
}

// basisOf brings what a contributor knows into a form in which each vector has
// a coordinate that the others lack.
func (e *elimination) basisOf(g int32) *knowing {
	s := &e.members[g]
	if !s.stale {
		return s
	}
	s.stale, s.basis, s.marks, s.lead = false, nil, nil, nil
	for _, j := range s.rows {
		r := &e.rows[e.is(j)]
		v, m := s.modulo(r.v, r.m)
		if len(v) == 0 {
			continue
		}
		k := e.rarest(v)
		f := invMod(v.at(k))
		for i, b := range s.basis {
			if a := b.at(k); a != 0 {
				c := negMod(mulMod(a, f))
				s.basis[i], s.marks[i] = b.plus(c, v, nil), s.marks[i].plus(c, m)
			}
		}
		s.basis, s.marks, s.lead = append(s.basis, v), append(s.marks, m), append(s.lead, k)
	}
	return s
}

// modulo takes away what the contributor knows.
func (s *knowing) modulo(v vector, m mark) (vector, mark) {
	for i, k := range s.lead {
		if a := v.at(k); a != 0 {
			c := negMod(mulMod(a, invMod(s.basis[i].at(k))))
			v, m = v.plus(c, s.basis[i], nil), m.plus(c, s.marks[i])
		}
	}
	return v, m
}

// markModulo does the same to a row's mark alone. Each lead stands in its own
// vector only, so that the row's coordinates can be taken as they are.
func (s *knowing) markModulo(v vector, m mark) mark {
	for i, k := range s.lead {
		if a := v.at(k); a != 0 {
			m = m.plus(negMod(mulMod(a, invMod(s.basis[i].at(k)))), s.marks[i])
		}
	}
	return m
}

// memberLearns tells whether one contributor, from the vector, learns any row but its own.
func (e *elimination) memberLearns(g int32, v vector, m mark) bool {
	s := e.basisOf(g)
	left, lm := s.modulo(v, m)
	if len(left) == 0 {
		return false // it knew that
	}
	for _, k := range append([]int32{e.rarest(left)}, s.lead...) {
		for _, d := range e.with(k) {
			r := &e.rows[d]
			if slices.Contains(r.owners, g) {
				continue
			}
			if rm := s.markModulo(r.v, r.m); !rm.zero() && rm.parallel(lm) {
				return true
			}
		}
	}
	return false
}

// othersLearn takes a row for what is learnt: what the vector says beyond it
// must not be known to any contributor of several cells. Share is the row's
// coordinate over the vector's.
func (e *elimination) othersLearn(j int32, v vector, share uint64) bool {
	if !e.anySeveral {
		return false
	}
	r := &e.rows[j]
	left := r.v.plus(negMod(share), v, nil)
	if len(left) == 0 {
		return false
	}
	asked := map[int32]bool{}
	for _, i := range slices.Clone(e.with(e.rarest(left))) {
		for _, g := range e.rows[i].owners {
			if asked[g] || len(e.members[g].rows) < 2 || slices.Contains(r.owners, g) {
				continue
			}
			asked[g] = true
			s := e.basisOf(g)
			if rest, _ := s.modulo(left, mark{}); len(rest) > 0 {
				continue
			}
			if own, _ := s.modulo(r.v, r.m); len(own) > 0 { // else it knew the row, and the vector
				return true
			}
		}
	}
	return false
}
