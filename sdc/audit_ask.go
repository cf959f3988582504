// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math"

// question is one search: a direction up, down or both, and when it is answered.
type question struct {
	at    int
	signs []int64
	// far tells how far it has to go for the cells that ask; nil is as far as it can.
	far func(low, high int64) bool
	by  hunting
}

// hunting is how much is spent on branches: so many nodes, and pivots.
type hunting struct{ nodes, pivots int }

// answer is what a search found.
type answer struct {
	points      []point
	least, most *outer
	enough      bool
	missed      bool // branches were left
	pivots      int
}

// searcher is what one goroutine works with.
type searcher struct {
	q   *part
	s   *simplex
	w   *trial
	sum []int64

	counted int // pivots that are part of the audit's count
}

func (q *part) searcher() *searcher {
	return &searcher{q: q, s: q.simplex(), w: q.trial(), sum: make([]int64, q.columns)}
}

// mostPivots bounds one search. A pivot takes some five microseconds from the true
// table, and more among many branches.
const mostPivots = 20_000

// Effort of one search among branches. What is needed is found soon or not at all: with
// three times these nodes and pivots the same cells of large tables were proved. For the
// widest intervals little is spent on each end first, and then more on those that are
// not known exactly, as long as there is some of what may be spent on all of them together.
var (
	huntNeeded = hunting{20, 500}
	huntSoon   = hunting{6, 200}
	huntLonger = hunting{40, 1500}
)

const mostLonger = 600_000 // pivots

// ask answers one question. It begins at the true table, so that what it finds
// depends on nothing that was asked before.
func (w *searcher) ask(k question) (out answer) {
	r, from := w.q.reach[k.at], w.s.pivots
	x := &asking{searcher: w, question: k, low: r.low, high: r.high, out: &out}
	for _, sign := range k.signs {
		if x.enough() {
			break
		}
		x.one(sign)
	}
	out.enough, out.pivots = x.enough(), w.s.pivots-from
	return out
}

// asking is one question while it is answered.
type asking struct {
	*searcher
	question
	low, high int64
	out       *answer
}

func (x *asking) enough() bool { return x.far != nil && x.far(x.low, x.high) }

// note keeps a table in which the direction goes so far.
func (x *asking) note(p point, sign, value int64) {
	x.out.points = append(x.out.points, p)
	if sign > 0 {
		x.high = max(x.high, value)
	} else {
		x.low = min(x.low, -value)
	}
}

// one answers a question about one end.
func (x *asking) one(sign int64) {
	w, d := x.searcher, &x.q.directions[x.at]
	w.s.home()
	w.s.seek(d.c, d.v, sign)
	if x.far != nil && w.short(x.question, sign, x.low, x.high, x.note) {
		return
	}
	if w.s.run(mostPivots, nil) != optimal {
		x.out.missed = true
		return
	}
	value := w.s.sought() * x.q.scale
	l := x.q.limit(w.s, x.at, sign, w.sum)
	best := max(x.high, 0)
	if sign > 0 {
		x.out.most = l
	} else {
		x.out.least, best = l, max(-x.low, 0)
	}
	target := int64(math.Floor(value + whole))
	if target <= best {
		return
	}
	h := &hunt{q: x.q, s: w.s, at: x.at, sign: sign, target: target, best: best, nodes: x.by.nodes, w: w.w, pivots: w.s.pivots + x.by.pivots}
	if x.far != nil {
		h.enough = func(best int64) bool {
			if sign > 0 {
				return x.far(x.low, best)
			}
			return x.far(-best, x.high)
		}
	}
	h.start()
	for _, p := range h.found {
		x.note(p, sign, h.best)
	}
	x.out.missed = x.out.missed || h.missed
}

// short goes only as far as is needed, and tells whether the corner it comes to
// is a table of whole numbers that is enough.
func (w *searcher) short(k question, sign, low, high int64, note func(p point, sign, value int64)) bool {
	reached := func() bool {
		value := int64(w.s.sought()*w.q.scale + whole)
		if sign > 0 {
			return k.far(low, value)
		}
		return k.far(-value, high)
	}
	if w.s.run(mostPivots, reached) != stopped || !reached() {
		return false
	}
	h := &hunt{q: w.q, s: w.s, at: k.at, sign: sign, target: math.MaxInt64, w: w.w}
	if v, _ := h.broken(); v >= 0 {
		h.nearer()
	} else {
		h.take()
	}
	for _, p := range h.found {
		note(p, sign, h.best)
	}
	return sign > 0 && k.far(low, h.best) || sign < 0 && k.far(-h.best, high)
}
