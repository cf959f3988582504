// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// hunt looks for tables of whole numbers that make one direction as large, or
// as small, as they can: by branching on what a corner of the program leaves
// broken (Land and Doig 1960), depth first, nearest first.
type hunt struct {
	q      *part
	s      *simplex
	at     int
	sign   int64
	target int64 // it can go no further
	best   int64
	enough func(best int64) bool // far enough for who asks; nil: never
	nodes  int                   // left
	pivots int                   // of the program, at which to stop
	w      *trial
	found  []point // tables that go further, each further than the one before
	// missed tells that branches were left because nodes ran out or numbers failed:
	// that nothing was found proves nothing then.
	missed bool
	cost   bool // what is sought is a cost: any table will do that is cheaper
}

// whole is how near to a whole number a computed one has to be to be taken for it.
// What is taken for it is checked exactly afterwards.
const whole = 1e-4

// start looks at the corner where the program stands, then near it, then goes
// through the branches.
func (h *hunt) start() {
	v, x := h.broken()
	if v < 0 {
		h.take()
	} else if !h.cost {
		h.nearer()
	}
	if h.over() {
		return
	}
	if v >= 0 {
		h.branch(v, x)
	}
}

func (h *hunt) over() bool {
	return h.best >= h.target || h.enough != nil && len(h.found) > 0 && h.enough(h.best)
}

// nearer tries tables on the way back from a broken corner to the true table,
// which is possible: with large values one of them, cut to whole numbers, is
// nearly as far and possible too.
func (h *hunt) nearer() {
	value := h.s.sought() * h.q.scale
	for _, back := range []float64{1e-9, 1e-7, 1e-5, 1e-4, 1e-3, 1e-2, 0.05, 0.2, 0.5} {
		if value*(1-back) < float64(h.best+1) {
			return
		}
		h.w.round(h.q.scale * (1 - back))
		if h.w.t.allowed(h.w.y) {
			if h.keep(); h.best > 0 {
				return
			}
		}
	}
}

// search goes through the branches below where the program stands.
func (h *hunt) search() {
	if h.nodes--; h.nodes < 0 || h.s.pivots > h.pivots {
		h.missed = true
		return
	}
	switch h.s.again(max(1, h.pivots-h.s.pivots)) {
	case impossible:
		return
	case optimal:
	default:
		h.missed = true
		return
	}
	if int64(math.Floor(h.s.sought()*h.q.scale+whole)) <= h.best {
		return
	}
	v, x := h.broken()
	if v < 0 {
		h.take()
		return
	}
	h.branch(v, x)
}

// broken finds a variable that is not whole, or not a multiple of what it has to
// be, and its value over what it has to be a multiple of: the one nearest to the middle.
func (h *hunt) broken() (v int32, x float64) {
	h.w.corner = h.s.corner()
	v = -1
	worst := whole
	for _, c := range h.w.corner.at {
		if int(c) >= h.q.columns {
			continue
		}
		value := h.w.corner.v[c] * h.q.scale
		if off := math.Abs(value - math.Round(value)); off > worst || off == worst && c < v {
			v, x, worst = c, value, off
		}
	}
	h.w.round(h.q.scale)
	if v >= 0 {
		return v, x
	}
	for _, i := range h.w.modular {
		d := &h.q.directions[i]
		if s := h.w.along(d); s%d.modulus != 0 {
			return d.variable, float64(s) / float64(d.modulus)
		}
	}
	return v, x
}

// trial is room for a table that is tried.
type trial struct {
	columns int
	corner  *sparseVector
	y       point
	dense   []int64
	t       *reckoning
	modular []int // directions of the program that are multiples of a number
}

func (q *part) trial() *trial {
	w := &trial{columns: q.columns, dense: make([]int64, q.columns), t: q.reckoning()}
	for i := range q.directions {
		if d := &q.directions[i]; d.modulus > 1 && d.variable >= 0 {
			w.modular = append(w.modular, i)
		}
	}
	return w
}

// round writes the corner down in whole numbers, times a number.
func (w *trial) round(by float64) {
	for _, c := range w.y.c {
		w.dense[c] = 0
	}
	w.y.c, w.y.v = w.y.c[:0], w.y.v[:0]
	for _, c := range w.corner.at {
		if int(c) < w.columns {
			if v := int64(math.Round(w.corner.v[c] * by)); v != 0 {
				w.y.put(c, v)
				w.dense[c] = v
			}
		}
	}
}

// along is how far a direction goes.
func (w *trial) along(d *direction) (s int64) {
	for i, c := range d.c {
		s += d.v[i] * w.dense[c]
	}
	return s
}

// multiple is what a variable has to be a multiple of.
func (h *hunt) multiple(v int32) float64 {
	at := int32(-1)
	if int(v) >= h.q.columns {
		at = int32(h.q.rows[int(v)-h.q.columns])
	} else if x := h.w.corner.v[v] * h.q.scale; math.Abs(x-math.Round(x)) <= whole {
		at = h.q.single[v]
	}
	if at < 0 {
		return 1
	}
	return float64(h.q.directions[at].modulus)
}

// take keeps a table of whole numbers, if it is one.
func (h *hunt) take() {
	if !h.w.t.allowed(h.w.y) {
		h.missed = true
		return
	}
	h.keep()
}

func (h *hunt) keep() {
	if value := h.sign * h.w.along(&h.q.directions[h.at]); value > h.best {
		p := point{c: slices.Clone(h.w.y.c), v: slices.Clone(h.w.y.v)}
		p.sort()
		h.best = value
		h.found = append(h.found, p)
	}
}

func (h *hunt) branch(v int32, x float64) {
	low, high := h.s.low[v], h.s.high[v]
	by := h.multiple(v) / h.q.scale
	down := x-math.Floor(x) < 0.5
	for range 2 {
		l, u := low, min(high, math.Floor(x)*by)
		if !down {
			l, u = max(low, math.Ceil(x)*by), high
		}
		if l <= u {
			h.s.narrow(v, l, u)
			h.search()
			h.s.widen(low, high)
		}
		if h.over() {
			h.missed = h.missed || h.best < h.target
			return
		}
		down = !down
	}
}
