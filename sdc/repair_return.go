// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"slices"
)

// errUnproved ends a search that has shown enough: a cell cannot be published.
var errUnproved = errors.New("a sensitive cell would no longer be proved")

// mostReturns bounds the pivots for giving back.
const mostReturns = 150_000

// giveBack publishes what turned out to be hidden needlessly, dearest first: no
// sensitive cell may follow, and every one has to be proved by tables that leave
// the cell as it is. It returns the tables that then prove everything.
func (p *Proof) giveBack() (tables [][]change, err error) {
	pattern := p.Pattern
	pattern.again()
	a := newAudit(pattern, Effort{}, true)
	a.seed(p.audit.used(Primary))
	var cells []int
	for c, s := range pattern.status {
		if s == Secondary {
			cells = append(cells, c)
		}
	}
	order(cells, func(int) int { return 0 }, pattern.cost, pattern.places())
	for i, c := range cells {
		if err := tell(p.effort.Progress, StageReturn, i, len(cells)); err != nil {
			return nil, err
		}
		if pattern.status[c] != Secondary || a.pivots.Load() > mostReturns {
			continue
		}
		v, m := pattern.e.reduce(c)
		if len(v) > 0 && (pattern.e.reveals(v, m) || !a.without(c)) {
			continue
		}
		if len(v) > 0 {
			pattern.e.publish(v)
		}
		pattern.status[c] = Published
		p.Given++
	}
	return a.used(Primary), tell(p.effort.Progress, StageReturn, len(cells), len(cells))
}

// without holds a cell as it is and tells whether every sensitive cell is still
// proved, by other tables where need be. If not, nothing has changed.
func (a *audit) without(c int) bool {
	w, ok := a.where[c]
	if !ok {
		return false
	}
	q := w.q
	at := q.members[w.m].at
	for _, m := range q.members {
		if m.at == at && (m.cell != c && a.p.status[m.cell] != Secondary || a.p.mustBeOpen(m.cell)) {
			return false
		}
	}
	d := &q.directions[at]
	v := d.variable
	low, high, l, h := d.low, d.high, q.low[v], q.high[v]
	points, before := q.points, slices.Clone(q.reach)
	d.low, d.high, q.low[v], q.high[v] = ratio{0, 1}, ratio{0, 1}, 0, 0
	q.points = nil
	for i := range q.reach {
		q.reach[i] = reach{lowAt: -1, highAt: -1}
	}
	for _, p := range points {
		if d.along(q.dense(p)) == 0 {
			q.take(p)
		}
	}
	if a.proves(q) {
		return true
	}
	d.low, d.high, q.low[v], q.high[v] = low, high, l, h
	q.points, q.reach = points, before
	return false
}

// proves looks for what is asked of the sensitive cells of a part, and stops at
// the first that is not found.
func (a *audit) proves(q *part) bool {
	met := a.askers(q)
	err := a.each(q, len(q.directions), func(i int) (question, bool) {
		if met(i, q.reach[i].low, q.reach[i].high) {
			return question{}, false
		}
		return question{at: i, signs: []int64{1, -1}, far: func(low, high int64) bool { return met(i, low, high) }}, true
	}, func(i int, _ answer) error {
		if !met(i, q.reach[i].low, q.reach[i].high) {
			return errUnproved
		}
		return nil
	})
	return err == nil
}

// used lists the tables that the proof of cells rests on: of the sensitive ones, or of all.
func (a *audit) used(least Status) (out [][]change) {
	for _, q := range a.parts {
		for i, u := range q.usedPoints(a.p, least) {
			if u {
				out = append(out, q.table(q.points[i]))
			}
		}
	}
	return out
}

func (q *part) usedPoints(p *Pattern, least Status) []bool {
	used := make([]bool, len(q.points))
	for _, m := range q.members {
		if s := p.status[m.cell]; s != Primary && (least == Primary || s != Secondary) {
			continue
		}
		for _, i := range []int32{q.reach[m.at].lowAt, q.reach[m.at].highAt} {
			if i >= 0 {
				used[i] = true
			}
		}
	}
	return used
}
