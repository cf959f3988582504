// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"container/heap"
	"slices"
)

// elimination knows what follows from the cells published so far. A published
// cell takes one coordinate away: the coordinate is replaced by what it equals
// in terms of the others. What is protected is kept in terms of coordinates
// that are left.
type elimination struct {
	corner *corner
	pivot  []vector // by coordinate: what it is replaced by; meaningful where turn is not 0
	turn   []int32  // when the coordinate was taken away, 0 when it is still there
	turns  int32

	rows       []row
	where      [][]int32        // by coordinate: rows that have had it; some no longer do
	rowsAt     []int32          // by coordinate: how many rows have it
	same       map[uint64]int32 // first of the rows that are multiples of each other, by the ratio of their marks
	members    []knowing        // what single contributors know
	anySeveral bool             // one of them knows more than one cell

	sum     []uint64 // scratch for reducing
	seen    []bool
	touched []int32
	queue   turnQueue
	stamp   []int32
	stamps  int32
}

// row is something to protect: a sensitive cell, or a sum of some.
type row struct {
	v          vector
	m          mark
	owners     []int32 // who knows it anyway: places in members
	next, prev int32   // in the list of rows that are multiples of each other; -1 ends
	listed     uint64  // the ratio under which it is listed
}

// turnQueue gives coordinates in the order in which they were taken away.
type turnQueue struct {
	k    []int32
	turn []int32
}

func (q *turnQueue) Len() int           { return len(q.k) }
func (q *turnQueue) Less(i, j int) bool { return q.turn[q.k[i]] < q.turn[q.k[j]] }
func (q *turnQueue) Swap(i, j int)      { q.k[i], q.k[j] = q.k[j], q.k[i] }
func (q *turnQueue) Push(x any)         { q.k = append(q.k, x.(int32)) } //nolint:forcetypeassert // ours
func (q *turnQueue) Pop() any {
	k := q.k[len(q.k)-1]
	q.k = q.k[:len(q.k)-1]
	return k
}

func newElimination(t *Table) *elimination { return eliminationIn(newCorner(t), t.cells) }

// eliminationIn begins one in these coordinates, and in more up to n.
func eliminationIn(c *corner, n int) *elimination {
	e := &elimination{corner: c, pivot: make([]vector, n), turn: make([]int32, n), where: make([][]int32, n), rowsAt: make([]int32, n),
		same: map[uint64]int32{}, sum: make([]uint64, n), seen: make([]bool, n)}
	e.queue.turn = e.turn
	return e
}

// put adds to a coordinate of the vector that is being reduced.
func (e *elimination) put(k int32, v uint64) {
	if !e.seen[k] {
		if e.turn[k] != 0 && len(e.pivot[k]) == 0 {
			return // known to everybody
		}
		e.seen[k] = true
		if e.turn[k] != 0 {
			heap.Push(&e.queue, k)
		} else {
			e.touched = append(e.touched, k)
		}
	}
	e.sum[k] = addMod(e.sum[k], v)
}

// reduce writes a sum of cells in the coordinates that are left.
func (e *elimination) reduce(cells ...int) (vector, mark) {
	e.touched = e.touched[:0]
	for _, c := range cells {
		e.corner.terms(c, func(k int32, s int64) { e.put(k, residue(s)) })
	}
	for e.queue.Len() > 0 {
		k := heap.Pop(&e.queue).(int32) //nolint:forcetypeassert // ours
		v := e.sum[k]
		e.sum[k], e.seen[k] = 0, false
		if v == 0 {
			continue
		}
		for _, x := range e.pivot[k] {
			e.put(x.k, mulMod(v, x.v))
		}
	}
	slices.Sort(e.touched)
	out := make(vector, 0, len(e.touched))
	var m mark
	for _, k := range e.touched {
		if v := e.sum[k]; v != 0 {
			out = append(out, term{k, v})
			m = m.plus(v, markOf(k))
		}
		e.sum[k], e.seen[k] = 0, false
	}
	return out, m
}

// protect adds a row: the sum of these cells must not follow from what is published.
// It returns the row's number, or -1 when the sum follows already.
func (e *elimination) protect(owners []int32, cells ...int) int32 {
	v, m := e.reduce(cells...)
	if len(v) == 0 {
		return -1
	}
	j := int32(len(e.rows))
	e.rows = append(e.rows, row{v: v, m: m, owners: owners})
	for _, x := range v {
		e.where[x.k] = append(e.where[x.k], j)
		e.rowsAt[x.k]++
	}
	e.list(j)
	return j
}

// list puts a row among its multiples.
func (e *elimination) list(j int32) {
	r := &e.rows[j]
	r.listed, r.prev, r.next = r.m.ratio(), -1, -1
	if first, ok := e.same[r.listed]; ok {
		r.next = first
		e.rows[first].prev = j
	}
	e.same[r.listed] = j
}

func (e *elimination) unlist(j int32) {
	r := &e.rows[j]
	if r.next >= 0 {
		e.rows[r.next].prev = r.prev
	}
	switch {
	case r.prev >= 0:
		e.rows[r.prev].next = r.next
	case r.next >= 0:
		e.same[r.listed] = r.next
	default:
		delete(e.same, r.listed)
	}
}

// with lists the rows that have a coordinate, each once, and forgets those that no longer do.
func (e *elimination) with(k int32) []int32 {
	e.stamps++
	for len(e.stamp) < len(e.rows) {
		e.stamp = append(e.stamp, 0)
	}
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
		if e.rowsAt[x.k] < e.rowsAt[best] {
			best = x.k
		}
	}
	return best
}

// publish makes a cell known, given as reduced. It tells how many protected
// rows are determined by it, which is none when it was asked before.
func (e *elimination) publish(v vector) (lost []int32) {
	k := e.rarest(v)
	e.turns++
	e.turn[k] = e.turns
	if len(v) > 1 {
		f := negMod(invMod(v.at(k)))
		expr := make(vector, 0, len(v)-1)
		for _, x := range v {
			if x.k != k {
				expr = append(expr, term{x.k, mulMod(f, x.v)})
			}
		}
		e.pivot[k] = expr
	}
	for _, j := range e.with(k) {
		if e.replace(j, k) {
			lost = append(lost, j)
		}
	}
	e.where[k] = nil
	return lost
}

// publishCell makes a cell known, whatever that determines.
func (e *elimination) publishCell(c int) {
	if v, _ := e.reduce(c); len(v) > 0 {
		e.publish(v)
	}
}

// revealsCell tells whether publishing a cell would determine something protected.
func (e *elimination) revealsCell(c int) bool {
	v, m := e.reduce(c)
	return len(v) > 0 && e.reveals(v, m)
}

// replace takes a coordinate out of a row and tells whether nothing is left of it.
func (e *elimination) replace(j, k int32) bool {
	e.unlist(j)
	r := &e.rows[j]
	a := r.v.at(k)
	old := r.v
	r.m = r.m.plus(negMod(a), markOf(k))
	if expr := e.pivot[k]; len(expr) == 0 {
		i := old.find(k)
		r.v = slices.Delete(old, i, i+1)
	} else {
		r.v = old.without(k).plus(a, expr, make(vector, 0, len(old)+len(expr)))
		for _, x := range expr {
			r.m = r.m.plus(mulMod(a, x.v), markOf(x.k))
			had, has := old.find(x.k) >= 0, r.v.find(x.k) >= 0
			switch {
			case has && !had:
				e.where[x.k] = append(e.where[x.k], j)
				e.rowsAt[x.k]++
			case had && !has:
				e.rowsAt[x.k]--
			}
		}
	}
	e.rowsAt[k]--
	for _, g := range r.owners {
		e.members[g].stale = true
	}
	if len(r.v) == 0 {
		return true
	}
	e.list(j)
	return false
}

// reveals tells whether publishing a reduced vector would determine something
// protected, for everybody or for a contributor who knows its own cells.
func (e *elimination) reveals(v vector, m mark) bool {
	return e.first(m) >= 0 || len(e.members) > 0 && e.revealsToMember(v, m)
}

// first is the first of the rows that are multiples of a mark, or -1.
func (e *elimination) first(m mark) int32 {
	if j, ok := e.same[m.ratio()]; ok && e.rows[j].m.parallel(m) {
		return j
	}
	return -1
}
