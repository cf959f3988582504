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
	for _, q := range a.parts {
		all := make([]int, len(q.directions))
		for i := range all {
			all[i] = i
		}
		if !a.proves(q, all) { // what is given back rests on all being proved
			return a.used(Primary), nil
		}
	}
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
		v, m := pattern.system().reduce(c)
		if len(v) > 0 && (pattern.system().reveals(v, m) || !a.without(c)) {
			continue
		}
		if len(v) > 0 {
			pattern.system().publish(v, m)
		}
		pattern.status[c] = Published
		p.Given++
	}
	return a.used(Primary), tell(p.effort.Progress, StageReturn, len(cells), len(cells))
}

// without holds a cell as it is and tells whether every sensitive cell is still
// proved, by other tables where need be. If not, nothing has changed. All cells
// have to be proved before.
func (a *audit) without(c int) bool {
	w, ok := a.where[c]
	if !ok {
		return false
	}
	q := w.q
	at := q.members[w.m].at
	for _, i := range a.at(q)[at] {
		if m := &q.members[i]; m.cell != c && a.p.status[m.cell] != Secondary || a.p.mustBeOpen(m.cell) {
			return false
		}
	}
	d := &q.directions[at]
	v := d.variable
	low, high, l, h := d.low, d.high, q.low[v], q.high[v]
	points, before := q.points, q.reach
	d.low, d.high = ratio{0, 1}, ratio{0, 1}
	a.rebound(q, v, 0, 0)
	hurt := q.hold(at)
	if a.proves(q, hurt) {
		return true
	}
	d.low, d.high = low, high
	a.rebound(q, v, l, h)
	q.points, q.reach = points, before
	return false
}

// rebound sets other bounds of a variable of a part, for the searches to come.
func (a *audit) rebound(q *part, v int32, low, high float64) {
	q.low[v], q.high[v] = low, high
	for _, w := range a.kept[q] {
		if w != nil {
			w.s.rebound(v, low, high)
		}
	}
}

// at lists the members of a part by direction.
func (a *audit) at(q *part) [][]int32 {
	if a.membersAt == nil {
		a.membersAt = map[*part][][]int32{}
	}
	if a.membersAt[q] == nil {
		list := make([][]int32, len(q.directions))
		for i, m := range q.members {
			list[m.at] = append(list[m.at], int32(i))
		}
		a.membersAt[q] = list
	}
	return a.membersAt[q]
}

// hold forgets the tables that move a direction, and lists the directions that
// they served, of which is known now what the other tables show. Places of
// tables stay as they are: one that is forgotten is the true table.
func (q *part) hold(at int) (hurt []int) {
	gone := make([]bool, len(q.points))
	row := make([]int64, q.columns)
	q.directions[at].spread(row)
	for i, p := range q.points {
		gone[i] = p.along(row) != 0
	}
	if !slices.Contains(gone, true) {
		return nil
	}
	q.points = slices.Clone(q.points)
	for i := range q.points {
		if gone[i] {
			q.points[i] = point{}
		}
	}
	for i := range q.reach {
		if r := &q.reach[i]; r.lowAt >= 0 && gone[r.lowAt] || r.highAt >= 0 && gone[r.highAt] {
			hurt = append(hurt, i)
		}
	}
	q.reach = slices.Clone(q.reach)
	for _, i := range hurt {
		q.again(i, row)
	}
	return hurt
}

// again finds how far a direction goes in the tables that are left. The row is
// room for its numbers.
func (q *part) again(at int, row []int64) {
	clear(row)
	q.directions[at].spread(row)
	r := reach{lowAt: -1, highAt: -1}
	for i, p := range q.points {
		switch x := p.along(row); {
		case x < r.low:
			r.low, r.lowAt = x, int32(i)
		case x > r.high:
			r.high, r.highAt = x, int32(i)
		}
	}
	q.reach[at] = r
}

// spread writes a direction by columns.
func (d *direction) spread(row []int64) {
	for i, c := range d.c {
		row[c] = d.v[i]
	}
}

// along is how far a table goes in a direction written by columns.
func (p point) along(row []int64) (s int64) {
	for i, c := range p.c {
		s += p.v[i] * row[c]
	}
	return s
}

// proves looks for what is asked of the sensitive cells of some directions of a
// part, and stops at the first that is not found.
func (a *audit) proves(q *part, directions []int) bool {
	if len(directions) == 0 {
		return true
	}
	members := a.at(q)
	met := func(at int, low, high int64) bool {
		for _, i := range members[at] {
			m := &q.members[i]
			if a.p.status[m.cell] != Primary {
				continue
			}
			if l, h := m.of(low, high); !a.asked[m.cell].met(a.p.table.value[m.cell], l, h) {
				return false
			}
		}
		return true
	}
	err := a.each(q, len(directions), func(i int) (question, bool) {
		at := directions[i]
		if met(at, q.reach[at].low, q.reach[at].high) {
			return question{}, false
		}
		return question{at: at, signs: []int64{1, -1}, by: huntNeeded, far: func(low, high int64) bool { return met(at, low, high) }}, true
	}, func(i int, _ answer) error {
		if at := directions[i]; !met(at, q.reach[at].low, q.reach[at].high) {
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
