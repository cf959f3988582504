// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// crossing lists by column the directions that it is part of, and how often.
type crossing struct {
	start, at []int32
	v         []int64
	away      []int32 // the directions that cannot stay as they are
}

func (x *crossing) column(c int32) ([]int32, []int64) {
	return x.at[x.start[c]:x.start[c+1]], x.v[x.start[c]:x.start[c+1]]
}

// cross makes the lists of a part.
func (q *part) cross() *crossing {
	x := &crossing{start: make([]int32, q.columns+2)}
	n := 0
	for i := range q.directions {
		for _, c := range q.directions[i].c {
			x.start[c+2]++
			n++
		}
	}
	for c := range q.columns {
		x.start[c+2] += x.start[c+1]
	}
	x.at, x.v = make([]int32, n), make([]int64, n)
	for i := range q.directions {
		d := &q.directions[i]
		for k, c := range d.c {
			to := x.start[c+1]
			x.at[to], x.v[to] = int32(i), d.v[k]
			x.start[c+1]++
		}
		if !d.holds(0) {
			x.away = append(x.away, int32(i))
		}
	}
	return x
}

// holds tells whether a direction may be so far.
func (d *direction) holds(x int64) bool {
	return x%d.modulus == 0 && (d.low.none() || (ratio{x, 1}).compare(d.low) >= 0) && (d.high.none() || (ratio{x, 1}).compare(d.high) <= 0)
}

// reckoning adds up what a table changes the directions of a part by. It costs what
// the table touches.
type reckoning struct {
	q   *part
	x   *crossing
	sum []int64 // by direction
	at  []int32 // the directions that are touched
	in  []bool
}

func (q *part) reckoning() *reckoning {
	if q.crossed == nil {
		q.crossed = q.cross()
	}
	return &reckoning{q: q, x: q.crossed, sum: make([]int64, len(q.directions)), in: make([]bool, len(q.directions))}
}

// add sums a table up, in place of the one before. It tells whether it is small
// enough for the sums to be exact.
func (t *reckoning) add(p point) bool {
	for _, i := range t.at {
		t.sum[i], t.in[i] = 0, false
	}
	t.at = t.at[:0]
	most := 0.0
	for _, v := range p.v {
		most = max(most, math.Abs(float64(v)))
	}
	if most*t.q.norm >= 1<<60 {
		return false
	}
	for k, c := range p.c {
		at, v := t.x.column(c)
		for j, i := range at {
			if !t.in[i] {
				t.in[i] = true
				t.at = append(t.at, i)
			}
			t.sum[i] += v[j] * p.v[k]
		}
	}
	return true
}

// allowed tells whether a table of whole numbers is possible, exactly.
func (t *reckoning) allowed(p point) bool {
	if !t.add(p) {
		return false
	}
	for _, i := range t.at {
		if d := &t.q.directions[i]; (d.variable >= 0 || d.modulus > 1) && !d.holds(t.sum[i]) {
			return false
		}
	}
	for _, i := range t.x.away {
		if !t.q.directions[i].holds(t.sum[i]) {
			return false
		}
	}
	return true
}

// sums is the reckoning of the part itself, for one goroutine.
func (q *part) sums() *reckoning {
	if q.own == nil {
		q.own = q.reckoning()
	}
	return q.own
}

// take notes a possible table where it goes further than those before.
func (q *part) take(p point) (useful bool) {
	n, t := int32(len(q.points)), q.sums()
	t.add(p)
	for _, i := range t.at {
		x, r := t.sum[i], &q.reach[i]
		if x < r.low {
			r.low, r.lowAt, useful = x, n, true
		}
		if x > r.high {
			r.high, r.highAt, useful = x, n, true
		}
	}
	if useful {
		q.points = append(q.points, p)
	}
	return useful
}

// table is what base cells change by at a point.
func (q *part) table(p point) (out []change) {
	if q.bases == nil {
		q.bases = make([][]int32, len(q.directions))
		for i := range q.members {
			if m := &q.members[i]; m.base {
				q.bases[m.at] = append(q.bases[m.at], int32(i))
			}
		}
	}
	t := q.sums()
	t.add(p)
	for _, at := range t.at {
		for _, i := range q.bases[at] {
			m := &q.members[i]
			if by := t.sum[at] * m.num / m.den; by != 0 {
				out = append(out, change{m.cell, by})
			}
		}
	}
	slices.SortFunc(out, func(a, b change) int { return a.cell - b.cell })
	return out
}

// seed takes over tables that were found before, as far as they are possible now.
func (a *audit) seed(tables [][]change) {
	a.seeding(tables, func(q *part, p point) { q.take(p) })
}

// seeding gives the tables that are possible now, part by part.
func (a *audit) seeding(tables [][]change, take func(q *part, p point)) {
	part, column := make([]int32, a.p.table.cells), make([]int32, a.p.table.cells) // by cell; parts are numbered from one
	for n, q := range a.parts {
		for k, c := range q.coordinate {
			part[c], column[c] = int32(n+1), int32(k)
		}
	}
	sum := newAdder(a.p.table)
	found := make([]point, len(a.parts))
	var some []int32
	for _, table := range tables {
		for c, by := range sum.add(table) {
			if n := part[c] - 1; n >= 0 && by != 0 {
				if len(found[n].c) == 0 {
					some = append(some, n)
				}
				found[n].put(column[c], by)
			}
		}
		slices.Sort(some)
		for _, n := range some {
			p := found[n]
			p.sort()
			if q := a.parts[n]; q.sums().allowed(p) {
				take(q, p)
			}
			found[n] = point{}
		}
		some = some[:0]
	}
}

// put adds a coordinate.
func (p *point) put(c int32, v int64) { p.c, p.v = append(p.c, c), append(p.v, v) }

// sort puts coordinates in order, each of which stands once.
func (p *point) sort() {
	order := make([]int, len(p.c))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(p.c[a] - p.c[b]) })
	c, v := make([]int32, len(order)), make([]int64, len(order))
	for i, k := range order {
		c[i], v[i] = p.c[k], p.v[k]
	}
	p.c, p.v = c, v
}
