// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math"

// simplex is a revised simplex method with bounds on all variables: the
// coordinates of an attacker's program, and after them one variable for each
// row, which is what the row adds up to. It works in floating point and is a
// guide only: whatever it finds is checked in whole numbers by who asked.
//
// It starts at the true table, where all coordinates are nought, and each
// search begins where the one before ended. Bounds are moved outwards by very
// little, each by another amount, so that ties, of which counts are full, do not
// let it go in circles.
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
	etaSlot        []int32
	eta            sparse
	y, alpha       []float64
	z              []float64 // by coordinate: gains
	cost           []float64 // by coordinate: what is sought
	costs          []int32   // the coordinates that have some
	gain, ratio    []float64 // by variable: of the dual method
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
	mostEtas      = 60
)

// newSimplex makes a program of rows over coordinates. Low and high are the
// bounds of coordinates, then of rows; infinite ones are allowed.
func newSimplex(columns int, rows []direction, low, high []float64) *simplex {
	s := &simplex{rows: len(rows), columns: columns, low: low, high: high}
	n := s.rows + s.columns
	s.x, s.place, s.slot = make([]float64, n), make([]int8, n), make([]int32, n)
	s.basic, s.y, s.alpha = make([]int32, s.rows), make([]float64, s.rows), make([]float64, s.rows)
	s.z, s.cost = make([]float64, columns), make([]float64, columns)
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
	s.home()
	return s
}

// home goes to the true table.
func (s *simplex) home() {
	for v := range s.x {
		s.x[v], s.slot[v], s.place[v] = 0, -1, between
		switch s.loosen(int32(v)); {
		case s.low[v] == 0:
			s.place[v], s.x[v] = atLow, s.lowest[v]
		case s.high[v] == 0:
			s.place[v], s.x[v] = atHigh, s.utmost[v]
		}
	}
	for r := range s.rows {
		v := int32(s.columns + r)
		s.basic[r], s.slot[v], s.place[v] = v, int32(r), isBasic
	}
	s.broken = !s.refactor()
}

// loosen moves the bounds of a variable outwards by its own small amount.
func (s *simplex) loosen(v int32) {
	e := 1e-6 * (1 + 4*float64(spread(uint64(v)+77)>>20)/(1<<41))
	s.lowest[v], s.utmost[v] = s.low[v]-e, s.high[v]+e
	if s.low[v] == s.high[v] {
		s.lowest[v], s.utmost[v] = s.low[v], s.high[v]
	}
}

// bounds sets other bounds of a variable, for a while.
func (s *simplex) bounds(v int32, low, high float64) {
	s.low[v], s.high[v] = low, high
	s.loosen(v)
	if s.slot[v] >= 0 {
		return
	}
	switch x := s.x[v]; {
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
	s.values(s.x)
}

// corner computes where the program stands if bounds were exactly what they are.
func (s *simplex) corner(x []float64) {
	copy(x, s.x)
	for v, p := range s.place {
		switch p {
		case atLow:
			x[v] = s.low[v]
		case atHigh:
			x[v] = s.high[v]
		}
	}
	s.values(x)
}

// refactor decomposes the basis anew and computes all values from it.
func (s *simplex) refactor() bool {
	var kernel, columns []int32
	for r := range s.rows {
		v := s.basic[r]
		if int(v) < s.columns {
			columns = append(columns, v)
		}
		if s.slot[s.columns+r] < 0 {
			kernel = append(kernel, int32(r))
		}
	}
	if !s.f.decompose(&s.a, s.rows, kernel, columns) {
		return false
	}
	for r := range s.rows {
		if v := int32(s.columns + r); s.slot[v] >= 0 {
			s.basic[r], s.slot[v] = v, int32(r)
		}
	}
	for k, r := range s.f.row {
		s.basic[r], s.slot[s.f.col[k]] = s.f.col[k], r
	}
	s.etaSlot = s.etaSlot[:0]
	s.eta.reset()
	s.values(s.x)
	return true
}

// values computes the basic variables from the others.
func (s *simplex) values(x []float64) {
	b := s.alpha
	clear(b)
	for c := range s.columns {
		if v := x[c]; s.slot[c] < 0 && v != 0 {
			rows, n := s.a.column(int32(c))
			for i, r := range rows {
				b[r] -= n[i] * v
			}
		}
	}
	for r := range s.rows {
		if v := s.columns + r; s.slot[v] < 0 {
			b[r] += x[v]
		}
		if !s.f.inside[r] {
			b[r] = -b[r]
		}
	}
	s.forward(b)
	for r, v := range s.basic {
		x[v] = b[r]
	}
}

// forward solves basis*x = b. Numbers of rows outside the kernel come with the other sign.
func (s *simplex) forward(b []float64) {
	s.f.solve(b)
	for k, c := range s.f.col {
		x := b[s.f.row[k]]
		if x == 0 {
			continue
		}
		rows, v := s.a.column(c)
		for i, r := range rows {
			if !s.f.inside[r] {
				b[r] += v[i] * x
			}
		}
	}
	for e, p := range s.etaSlot {
		if b[p] == 0 {
			continue
		}
		at, v := s.eta.column(int32(e))
		x := b[p] / v[0]
		for i, r := range at[1:] {
			b[r] -= v[i+1] * x
		}
		b[p] = x
	}
}

// back solves y*basis = c, by slots, into rows.
func (s *simplex) back(c []float64) {
	for e := len(s.etaSlot) - 1; e >= 0; e-- {
		at, v := s.eta.column(int32(e))
		x := c[at[0]]
		for i, r := range at[1:] {
			x -= v[i+1] * c[r]
		}
		c[at[0]] = x / v[0]
	}
	for r := range c {
		if !s.f.inside[r] {
			c[r] = -c[r]
		}
	}
	for k, col := range s.f.col {
		rows, v := s.a.column(col)
		x := c[s.f.row[k]]
		for i, r := range rows {
			if !s.f.inside[r] && c[r] != 0 {
				x -= v[i] * c[r]
			}
		}
		c[s.f.row[k]] = x
	}
	s.f.solveBack(c)
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
	for n := 0; ; n++ {
		if len(s.etaSlot) >= mostEtas && !s.refactor() {
			s.broken = true
			return stopped
		}
		if n >= most || s.broken {
			return stopped
		}
		first := s.infeasible()
		q, d := s.enter(first)
		if q < 0 {
			if len(s.etaSlot) > 0 { // look again with fresh numbers
				if !s.refactor() {
					s.broken = true
					return stopped
				}
				if first != s.infeasible() {
					continue
				}
				if q, d = s.enter(first); q >= 0 {
					goto step
				}
			}
			if first {
				return impossible
			}
			return optimal
		}
	step:
		if !s.step(q, d > 0, first) {
			if s.broken || first {
				s.broken = true
				return stopped
			}
			return endless
		}
		s.pivots++
		if !first && enough != nil && enough() {
			return stopped
		}
	}
}
