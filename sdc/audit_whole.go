// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math"

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
	y      []int64
	x      []float64
	found  []point // tables that go further, each further than the one before
	// missed tells that branches were left because nodes ran out or numbers failed:
	// that nothing was found proves nothing then.
	missed bool
	cost   bool // what is sought is a cost: any table will do that is cheaper
}

// whole is how near to a whole number a computed one has to be to be taken for it.
// What is taken for it is checked exactly afterwards.
const whole = 1e-4

// mostHunt bounds the pivots of one hunt.
const mostHunt = 1500

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
		for c := range h.q.columns {
			h.y[c] = int64(math.Round(h.x[c] * h.q.scale * (1 - back)))
		}
		if h.q.allowed(h.y) {
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
	h.s.corner(h.x)
	v = -1
	worst := whole
	for c := range h.q.columns {
		value := h.x[c] * h.q.scale
		if off := math.Abs(value - math.Round(value)); off > worst {
			v, x, worst = int32(c), value, off
		}
		h.y[c] = int64(math.Round(value))
	}
	if v >= 0 {
		return v, x
	}
	for i := range h.q.directions {
		d := &h.q.directions[i]
		if d.modulus > 1 && d.variable >= 0 {
			if s := d.along(h.y); s%d.modulus != 0 {
				return d.variable, float64(s) / float64(d.modulus)
			}
		}
	}
	return v, x
}

// multiple is what a variable has to be a multiple of.
func (h *hunt) multiple(v int32) float64 {
	at := int32(-1)
	if int(v) >= h.q.columns {
		at = int32(h.q.rows[int(v)-h.q.columns])
	} else if x := h.x[v] * h.q.scale; math.Abs(x-math.Round(x)) <= whole {
		at = h.q.single[v]
	}
	if at < 0 {
		return 1
	}
	return float64(h.q.directions[at].modulus)
}

// take keeps a table of whole numbers, if it is one.
func (h *hunt) take() {
	if !h.q.allowed(h.y) {
		h.missed = true
		return
	}
	h.keep()
}

func (h *hunt) keep() {
	if value := h.sign * h.q.directions[h.at].along(h.y); value > h.best {
		h.best = value
		h.found = append(h.found, pointOf(h.y))
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
			h.s.bounds(v, l, u)
			h.search()
			h.s.bounds(v, low, high)
		}
		if h.over() {
			h.missed = h.missed || h.best < h.target
			return
		}
		down = !down
	}
}
