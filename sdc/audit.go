// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// change is what one base cell holds more, or less, in another table.
type change struct {
	cell int
	by   int64
}

// audit looks for other tables that agree with all that is published.
type audit struct {
	p      *Pattern
	parts  []*part
	where  map[int]hiddenAt // hidden cells
	asked  map[int]demand
	effort Effort
	pivots atomic.Int64

	kept      map[*part][]*searcher
	membersAt map[*part][][]int32 // by direction, where that is asked often
	fallen    []int               // sensitive cells that whole numbers or sums give away
	unfound   []int               // sensitive cells for which the search gave up
}

// hiddenAt is where a hidden cell stands: a part, and there a member.
type hiddenAt struct {
	q *part
	m int
}

func newAudit(p *Pattern, effort Effort, rows bool) *audit {
	a := &audit{p: p, parts: p.parts(rows), where: map[int]hiddenAt{}, asked: map[int]demand{}, effort: effort}
	for _, q := range a.parts {
		for i, m := range q.members {
			if p.Hidden(m.cell) {
				a.where[m.cell] = hiddenAt{q, i}
			}
		}
	}
	for c, s := range p.status {
		if s == Primary {
			a.asked[c] = p.demand(c)
		}
	}
	return a
}

// of turns what is known of a direction into what is known of a cell.
func (m *member) of(low, high int64) (int64, int64) {
	scaled := func(x int64) int64 { // exact for base cells; for others it may not be whole, and is cut towards nought
		p, ok := product(x, m.num)
		if !ok {
			return 0
		}
		return p / m.den
	}
	if m.num < 0 {
		low, high = high, low
	}
	return scaled(low), scaled(high)
}

// changes is what is proved possible of a hidden cell, as differences from its value.
func (a *audit) changes(c int) (low, high int64) {
	w, ok := a.where[c]
	if !ok {
		return 0, 0
	}
	m := &w.q.members[w.m]
	r := &w.q.reach[m.at]
	return m.of(r.low, r.high)
}

// wide tells whether enough is proved of a cell.
func (a *audit) wide(c int) bool {
	low, high := a.changes(c)
	return a.asked[c].met(a.p.table.value[c], low, high)
}

// unproved lists the sensitive cells of which not enough is proved.
func (a *audit) unproved() (out []int) {
	for c, s := range a.p.status {
		if s == Primary && !a.wide(c) {
			out = append(out, c)
		}
	}
	return out
}

// round is how many questions are asked before their answers are shared. It does
// not depend on how many processors there are, so that results do not either.
const round = 48

// each asks questions about a part. Before is asked for each whether it still
// needs an answer, and after is given answers, in order, by one goroutine.
func (a *audit) each(q *part, n int, before func(i int) (question, bool), after func(i int, x answer) error) error {
	workers := a.searchers(q, min(runtime.GOMAXPROCS(0), (n+3)/4))
	defer a.count(workers)
	size := 4
	for from := 0; from < n; {
		var todo []int
		var asked []question
		for ; from < n && len(todo) < size; from++ {
			if k, ok := before(from); ok {
				todo, asked = append(todo, from), append(asked, k)
			}
		}
		size = min(2*size, round)
		answers := make([]answer, len(todo))
		var next atomic.Int64
		var wait sync.WaitGroup
		for i := range min(len(workers), len(todo)) {
			if workers[i] == nil {
				workers[i] = q.searcher()
			}
			work := func() {
				for {
					k := int(next.Add(1)) - 1
					if k >= len(todo) {
						return
					}
					answers[k] = workers[i].ask(asked[k])
				}
			}
			if len(workers) == 1 {
				work()
				continue
			}
			wait.Go(work)
		}
		wait.Wait()
		for i, x := range answers {
			for _, p := range x.points {
				q.take(p)
			}
			r := &q.reach[asked[i].at]
			if x.most != nil {
				r.most = x.most
			}
			if x.least != nil {
				r.least = x.least
			}
			if err := after(todo[i], x); err != nil {
				return err
			}
		}
	}
	return nil
}

// searchers gives places for so many of a part. Those that were needed before are
// kept: they begin at the true table again and again.
func (a *audit) searchers(q *part, n int) []*searcher {
	if a.kept == nil {
		a.kept = map[*part][]*searcher{}
	}
	for len(a.kept[q]) < n {
		a.kept[q] = append(a.kept[q], nil)
	}
	return a.kept[q][:n]
}

// count adds up what searches took.
func (a *audit) count(workers []*searcher) {
	for _, w := range workers {
		if w != nil {
			a.pivots.Add(int64(w.s.pivots - w.counted))
			w.counted = w.s.pivots
		}
	}
}

// needed looks for what is asked of every sensitive cell.
func (a *audit) needed() error {
	total := 0
	for _, q := range a.parts {
		total += len(q.directions)
	}
	done := 0
	a.fallen, a.unfound = nil, nil
	for _, q := range a.parts {
		met := a.askers(q)
		err := a.each(q, len(q.directions), func(i int) (question, bool) {
			if met(i, q.reach[i].low, q.reach[i].high) {
				return question{}, false
			}
			return question{at: i, signs: []int64{1, -1}, by: huntNeeded, far: func(low, high int64) bool { return met(i, low, high) }}, true
		}, func(i int, x answer) error {
			if !met(i, q.reach[i].low, q.reach[i].high) {
				a.lost(q, i, x.missed)
			}
			return tell(a.effort.Progress, StageAudit, done+i+1, total)
		})
		if err != nil {
			return err
		}
		done += len(q.directions)
	}
	return tell(a.effort.Progress, StageAudit, total, total)
}

// askers gives the test whether all sensitive cells of a direction are proved
// when it is known to go from low to high.
func (a *audit) askers(q *part) func(at int, low, high int64) bool {
	members := make([][]int, len(q.directions))
	for i, m := range q.members {
		if a.p.status[m.cell] == Primary {
			members[m.at] = append(members[m.at], i)
		}
	}
	return func(at int, low, high int64) bool {
		for _, i := range members[at] {
			m := &q.members[i]
			if l, h := m.of(low, high); !a.asked[m.cell].met(a.p.table.value[m.cell], l, h) {
				return false
			}
		}
		return true
	}
}

// lost notes the sensitive cells of a direction of which not enough is proved.
func (a *audit) lost(q *part, at int, missed bool) {
	for _, m := range q.members {
		switch {
		case m.at != at || a.p.status[m.cell] != Primary || a.wide(m.cell):
		case missed:
			a.unfound = append(a.unfound, m.cell)
		default:
			a.fallen = append(a.fallen, m.cell)
		}
	}
}

// widest looks for the widest interval of every hidden cell.
func (a *audit) widest() error {
	total := 0
	for _, q := range a.parts {
		total += 4 * len(q.directions)
	}
	done, spent := 0, 0
	for _, by := range []hunting{huntSoon, huntLonger} {
		for _, q := range a.parts {
			err := a.each(q, 2*len(q.directions), func(i int) (question, bool) {
				at, sign := i/2, 1-2*int64(i%2)
				if q.ends(at); q.exact(at, sign) || by == huntLonger && spent > mostLonger {
					return question{}, false
				}
				return question{at: at, signs: []int64{sign}, by: by}, true
			}, func(i int, x answer) error {
				if by == huntLonger {
					spent += x.pivots
				}
				return tell(a.effort.Progress, StageWidest, done+i+1, total)
			})
			if err != nil {
				return err
			}
			done += 2 * len(q.directions)
		}
	}
	return tell(a.effort.Progress, StageWidest, total, total)
}

// exact tells whether a direction is proved to go as far as it can at all.
func (q *part) exact(at int, sign int64) bool {
	r := &q.reach[at]
	far, ok := r.farthest(&q.directions[at], sign)
	return ok && (sign > 0 && r.high == far || sign < 0 && r.low == far)
}

// ends takes a direction's own bounds for its limits, where nothing better is known.
func (q *part) ends(at int) {
	d, r := &q.directions[at], &q.reach[at]
	if r.most == nil && !d.high.none() {
		r.most = &outer{at: d.high, den: 1, by: []multiplier{{at: at, num: 1, high: true}}}
	}
	if r.least == nil && !d.low.none() {
		r.least = &outer{at: d.low, den: 1, by: []multiplier{{at: at, num: 1}}}
	}
}
