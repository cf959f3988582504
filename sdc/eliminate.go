// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// elimination knows what follows from the cells published so far. A published
// cell takes one coordinate away: the coordinate is replaced by what it equals
// in terms of the others. What is protected is kept in terms of coordinates
// that are left, and what has become a multiple of another is one with it: to
// know either is to know both.
type elimination struct {
	corner *corner
	pivot  []vector // by coordinate: what it is replaced by; meaningful where turn is not 0
	turn   []int32  // when that was last brought up to date, 0 when the coordinate is still there
	turns  int32
	order  []int32 // by coordinate: its place by code, which decides between equals
	late   []bool  // coordinates that are taken away last; nil when there are none

	rows       []row
	where      [][]int32        // by coordinate: rows that have had it; some no longer do
	rowsAt     []int32          // by coordinate: how many rows have it
	same       map[uint64]int32 // the row of a ratio of marks
	odd        []int32          // rows whose ratio another has by chance
	members    []knowing        // what single contributors know
	anySeveral bool             // one of them knows more than one cell

	sum     []uint64 // scratch for reducing
	seen    []bool
	touched []int32
	terms   []term
	stamp   []int32
	stamps  int32
	spare   vector   // scratch for changing a row
	upTo    []uint64 // scratch for inverting many at once
}

// row is something to protect: a sensitive cell, or a sum of some, or several
// that are multiples of each other.
type row struct {
	v      vector
	m      mark
	owners []int32 // who knows it anyway: places in members
	listed uint64  // the ratio under which it is listed
	into   int32   // the row that it has become one with, -1 when it stands by itself
}

// newElimination begins one for the proof, whose coordinates are the larger cells.
func newElimination(t *Table) *elimination { return eliminationIn(newCorner(t, true)) }

func eliminationIn(c *corner) *elimination {
	n := c.t.cells
	return &elimination{corner: c, order: c.t.codeOrder(), pivot: make([]vector, n), turn: make([]int32, n), where: make([][]int32, n), rowsAt: make([]int32, n),
		same: map[uint64]int32{}, sum: make([]uint64, n), seen: make([]bool, n)}
}

// reduce writes a sum of cells in the coordinates that are left.
func (e *elimination) reduce(cells ...int) (vector, mark) {
	e.terms = e.terms[:0]
	for _, c := range cells {
		e.corner.terms(c, func(k int32, s int64) { e.terms = append(e.terms, term{k, residue(s)}) })
	}
	for _, x := range e.terms {
		if e.turn[x.k] != 0 {
			e.settle(x.k)
		}
	}
	out := e.gather(e.terms)
	var m mark
	for _, x := range out {
		m = m.plus(x.v, markOf(x.k))
	}
	return out, m
}

// settle writes what a coordinate is replaced by in the coordinates that are
// left, and remembers it: whatever is asked later begins from there.
func (e *elimination) settle(k int32) {
	if e.turn[k] == e.turns {
		return
	}
	e.turn[k] = e.turns
	old := true
	for _, x := range e.pivot[k] {
		if e.turn[x.k] != 0 {
			e.settle(x.k)
			old = false
		}
	}
	if !old {
		e.pivot[k] = e.gather(e.pivot[k])
	}
}

// gather adds up terms, with those that are settled in the coordinates that are left.
func (e *elimination) gather(terms []term) vector {
	e.touched = e.touched[:0]
	for _, x := range terms {
		if e.turn[x.k] == 0 {
			e.put(x.k, x.v)
			continue
		}
		for _, y := range e.pivot[x.k] {
			e.put(y.k, mulMod(x.v, y.v))
		}
	}
	slices.Sort(e.touched)
	out := make(vector, 0, len(e.touched))
	for _, k := range e.touched {
		if v := e.sum[k]; v != 0 {
			out = append(out, term{k, v})
		}
		e.sum[k], e.seen[k] = 0, false
	}
	return out
}

// put adds to a coordinate.
func (e *elimination) put(k int32, v uint64) {
	if !e.seen[k] {
		e.seen[k] = true
		e.touched = append(e.touched, k)
	}
	e.sum[k] = addMod(e.sum[k], v)
}

// protect adds a row: the sum of these cells must not follow from what is published.
// It returns the row's number, or -1 when the sum follows already.
func (e *elimination) protect(owners []int32, cells ...int) int32 {
	v, m := e.reduce(cells...)
	if len(v) == 0 {
		return -1
	}
	j := int32(len(e.rows))
	e.rows = append(e.rows, row{v: v, m: m, owners: slices.Clone(owners), into: -1})
	e.stamp = append(e.stamp, 0)
	for _, x := range v {
		e.where[x.k] = append(e.where[x.k], j)
		e.rowsAt[x.k]++
	}
	e.list([]int32{j})
	return e.is(j)
}

// known adds contributors who know a row.
func (r *row) known(to []int32) {
	for _, g := range to {
		if !slices.Contains(r.owners, g) {
			r.owners = append(r.owners, g)
		}
	}
}

// is finds the row that a row has become one with.
func (e *elimination) is(j int32) int32 {
	for e.rows[j].into >= 0 {
		if next := e.rows[e.rows[j].into].into; next >= 0 {
			e.rows[j].into = next
		}
		j = e.rows[j].into
	}
	return j
}

// with lists the rows that have a coordinate, each once, and forgets those that no longer do.
func (e *elimination) with(k int32) []int32 {
	if len(e.where[k]) == int(e.rowsAt[k]) {
		return e.where[k]
	}
	e.stamps++
	list := e.where[k][:0]
	for _, j := range e.where[k] {
		if e.stamp[j] != e.stamps && e.rows[j].v.find(k) >= 0 {
			e.stamp[j] = e.stamps
			list = append(list, j)
		}
	}
	e.where[k] = list
	return list
}

// rarest is the coordinate of a vector that fewest rows have.
func (e *elimination) rarest(v vector) int32 {
	best := v[0].k
	for _, x := range v[1:] {
		if e.rarer(x.k, best) {
			best = x.k
		}
	}
	return best
}

// rarer tells whether fewer rows have a coordinate than another; of equals, the
// one that stands first by code is rarer, whatever the order of dimensions.
func (e *elimination) rarer(k, than int32) bool {
	return e.rowsAt[k] < e.rowsAt[than] || e.rowsAt[k] == e.rowsAt[than] && before(e.order, k, than)
}

// before tells whether a coordinate stands before another by code.
func before(order []int32, a, b int32) bool { return order[a] < order[b] }

// publish makes a cell known, given as reduced. Rows that are determined by it,
// which is none when it was asked before, are gone.
func (e *elimination) publish(v vector, m mark) {
	k := e.leaving(v)
	f := e.define(k, v)
	rows := e.with(k)
	for _, j := range rows {
		r := &e.rows[j]
		if e.same[r.listed] == j {
			delete(e.same, r.listed)
		}
		a := mulMod(r.v.at(k), f)
		r.m = r.m.plus(a, m)
		e.change(j, a, v)
		for _, g := range r.owners {
			e.members[g].stale = true
		}
	}
	e.list(rows)
	e.where[k], e.rowsAt[k] = nil, 0
}

// leaving is the coordinate that a vector takes away: the rarest, of those that are not late.
func (e *elimination) leaving(v vector) int32 {
	best := int32(-1)
	for _, x := range v {
		if (e.late == nil || !e.late[x.k]) && (best < 0 || e.rarer(x.k, best)) {
			best = x.k
		}
	}
	if best < 0 {
		return e.rarest(v)
	}
	return best
}

// define takes a coordinate away as one for which a vector is nought, and gives
// the number by which the vector's other coordinates are multiplied for that. The
// vector may have a coordinate that no other has: then one takes the place of another.
func (e *elimination) define(k int32, v vector) (f uint64) {
	e.turns++
	e.turn[k] = e.turns
	f = negMod(invMod(v.at(k)))
	if len(v) > 1 {
		expr := make(vector, 0, len(v)-1)
		for _, x := range v {
			if x.k != k {
				expr = append(expr, term{x.k, mulMod(f, x.v)})
			}
		}
		e.pivot[k] = expr
	}
	return f
}

// change adds a multiple of a vector to a row, and notes which coordinates it gains and loses.
func (e *elimination) change(j int32, f uint64, v vector) {
	r := &e.rows[j]
	a, out, i := r.v, e.spare[:0], 0
	for _, x := range v {
		for i < len(a) && a[i].k < x.k {
			out = append(out, a[i])
			i++
		}
		if i == len(a) || a[i].k > x.k {
			out = append(out, term{x.k, mulMod(f, x.v)})
			e.where[x.k] = append(e.where[x.k], j)
			e.rowsAt[x.k]++
			continue
		}
		if s := addMod(a[i].v, mulMod(f, x.v)); s != 0 {
			out = append(out, term{x.k, s})
		} else {
			e.rowsAt[x.k]--
		}
		i++
	}
	out = append(out, a[i:]...)
	e.spare = out
	r.v = append(r.v[:0], out...)
}

// list puts rows that have changed among the others, or makes them one with
// those that they have become multiples of. All their ratios take one inverse.
func (e *elimination) list(rows []int32) {
	if len(e.odd) > 0 {
		rows, e.odd = append(slices.Clone(rows), e.odd...), nil
	}
	e.upTo = e.upTo[:0]
	all := uint64(1)
	for _, j := range rows {
		e.upTo = append(e.upTo, all)
		if b := e.rows[j].m.b; b != 0 {
			all = mulMod(all, b)
		}
	}
	all = invMod(all)
	for i := len(rows) - 1; i >= 0; i-- {
		j := rows[i]
		r := &e.rows[j]
		r.listed = prime
		if r.m.b != 0 {
			r.listed = mulMod(r.m.a, mulMod(all, e.upTo[i]))
			all = mulMod(all, r.m.b)
		}
		if len(r.v) == 0 {
			continue
		}
		switch other, ok := e.same[r.listed]; {
		case !ok:
			e.same[r.listed] = j
		case other == j:
		case r.v.parallel(e.rows[other].v):
			e.rows[other].known(r.owners)
			for _, x := range r.v {
				e.rowsAt[x.k]--
			}
			r.v, r.owners, r.into = nil, nil, other
		default: // as good as never: only the ratios of their marks are the same
			e.odd = append(e.odd, j)
		}
	}
}

// publishCell makes a cell known, whatever that determines.
func (e *elimination) publishCell(c int) {
	if v, m := e.reduce(c); len(v) > 0 {
		e.publish(v, m)
	}
}

// revealsCell tells whether publishing a cell would determine something protected.
func (e *elimination) revealsCell(c int) bool {
	v, m := e.reduce(c)
	return len(v) > 0 && e.reveals(v, m)
}

// reveals tells whether publishing a reduced vector would determine something
// protected, for everybody or for a contributor who knows its own cells.
func (e *elimination) reveals(v vector, m mark) bool {
	return e.first(m) >= 0 || len(e.members) > 0 && e.revealsToMember(v, m)
}

// first is the row that a mark is a multiple of, or -1.
func (e *elimination) first(m mark) int32 {
	if j, ok := e.same[m.ratio()]; ok && e.rows[j].m.parallel(m) {
		return j
	}
	return -1
}
