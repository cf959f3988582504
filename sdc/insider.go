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
	size  int // terms of the basis
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
	next, several := e.beside(k, v)
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
		if (several || r.v.find(next) >= 0) && e.othersLearn(j, v, mulMod(r.v.at(k), f)) {
			return true
		}
	}
	return false
}

// beside is the rarest of the other coordinates of a vector, and tells whether a
// contributor of several cells has it in one of them. What the vector says beyond a
// row that lacks it, only such a contributor can know.
func (e *elimination) beside(k int32, v vector) (next int32, several bool) {
	if !e.anySeveral {
		return -1, false
	}
	next = -1
	for _, x := range v {
		if x.k != k && (next < 0 || e.rowsAt[x.k] < e.rowsAt[next]) {
			next = x.k
		}
	}
	if next < 0 {
		return -1, true
	}
	return next, slices.ContainsFunc(e.with(next), func(j int32) bool {
		return slices.ContainsFunc(e.rows[j].owners, func(g int32) bool { return len(e.members[g].rows) > 1 })
	})
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
	for i, j := range s.rows {
		s.rows[i] = e.is(j)
	}
	slices.Sort(s.rows)
	s.rows = slices.Compact(s.rows)
	for _, j := range s.rows {
		r := &e.rows[j]
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
	s.size = 0
	for _, b := range s.basis {
		s.size += len(b)
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

// memberLearns tells whether one contributor, from the vector, learns any row but
// its own: one that is a multiple of what is left of the vector, once what the
// contributor knows is taken away from both.
func (e *elimination) memberLearns(g int32, v vector, m mark) bool {
	s := e.basisOf(g)
	left, lm := s.modulo(v, m)
	if len(left) == 0 {
		return false // it knew that
	}
	look, all := e.among(s, left)
	if !all {
		if i := e.first(lm); i >= 0 && !slices.Contains(e.rows[i].owners, g) {
			return true
		}
	}
	for _, k := range look {
		for _, d := range e.with(k) {
			r := &e.rows[d]
			if !s.reaches(r.v, left) || slices.Contains(r.owners, g) {
				continue
			}
			if rm := s.markModulo(r.v, r.m); !rm.zero() && rm.parallel(lm) {
				return true
			}
		}
	}
	return false
}

// among gives the coordinates one of which a row has that the contributor learns: a
// coordinate of what is left that it knows nothing about, and then that is all; or
// those that lead what it knows, unless the row is a multiple of what is left itself.
func (e *elimination) among(s *knowing, left vector) (look []int32, all bool) {
	few := int32(0)
	for _, k := range s.lead {
		few += e.rowsAt[k]
	}
	for _, x := range left {
		if e.rowsAt[x.k] < few && !s.has(x.k, nil) {
			look, few, all = []int32{x.k}, e.rowsAt[x.k], true
		}
	}
	if all {
		return look, true
	}
	return s.lead, false
}

// reaches tells quickly, when it is false, that a row is no sum of a vector and
// of what the contributor knows: it begins or ends outside of both.
func (s *knowing) reaches(r, v vector) bool {
	return s.has(r[0].k, v) && s.has(r[len(r)-1].k, v)
}

// has tells whether a coordinate stands in a vector or in what the contributor knows.
func (s *knowing) has(k int32, v vector) bool {
	return v.find(k) >= 0 || slices.ContainsFunc(s.basis, func(b vector) bool { return b.find(k) >= 0 })
}

// othersLearn takes a row for what is learnt: what the vector says beyond it
// must not be known to any contributor of several cells. Share is the row's
// coordinate over the vector's.
func (e *elimination) othersLearn(j int32, v vector, share uint64) bool {
	r := &e.rows[j]
	left := r.v.plus(negMod(share), v, e.spare[:0])
	e.spare = left
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
			if !s.reaches(left, nil) {
				continue
			}
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
