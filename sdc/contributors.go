// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math/bits"
	"slices"
)

// level finds the contributors of every cell at one protection level.
//
// Whoever stands under one code of a dimension can be carried up along it
// together with all others in the same cell. Only along dimensions in which a
// contributor stands under several codes has it to be followed by itself, so
// that it counts once in their sums. So contributors are sorted by the set of
// dimensions in which they are followed: first in none, then in some, and those
// for whom a pass over all cells would not pay in all.
func (t *Table) level(name string, ids []int32, contributors int) level {
	l := t.emptyLevel(name)
	start, order := byContributor(ids, contributors)
	f := &following{t: t, start: start, order: order}
	f.sort(contributors)
	for i, set := range f.sets {
		switch {
		case set == f.all() || i == 0:
			f.add(&l, set)
			t.carryLevelUp(&l, set)
		default:
			some := t.emptyLevel(name)
			f.add(&some, set)
			t.carryLevelUp(&some, set)
			l.include(&some)
		}
	}
	return l
}

// byContributor sorts records by contributor: those of id are order[start[id]:start[id+1]].
func byContributor(ids []int32, contributors int) (start, order []int32) {
	start = make([]int32, contributors+1)
	for _, id := range ids {
		start[id+1]++
	}
	for i := range contributors {
		start[i+1] += start[i]
	}
	order = make([]int32, len(ids))
	next := append([]int32(nil), start...)
	for r, id := range ids {
		order[next[id]] = int32(r)
		next[id]++
	}
	return start, order
}

// following is the work on the contributors of one level.
type following struct {
	t            *Table
	start, order []int32
	sets         []uint32           // of dimensions, bit by bit, in the order in which they are done
	who          map[uint32][]int32 // by set
	up           [][][]int32        // by dimension and leaf: how far the cells of those above it are from its own
	sum          []int64
	mark         []int32
	turn         int32
	touched      []int32
}

// all is the set of all dimensions. A table has far fewer than 32: each at
// least doubles the number of its cells.
func (f *following) all() uint32 { return 1<<len(f.t.dims) - 1 }

// sort finds for each contributor the dimensions in which it stands under
// several codes, and chooses the sets for which a pass pays.
func (f *following) sort(contributors int) {
	span := make([]uint32, contributors)
	rows := map[uint32]int{}
	for id := range span {
		span[id] = f.span(f.order[f.start[id]:f.start[id+1]])
		rows[span[id]] += int(f.start[id+1] - f.start[id])
	}
	wants := make([]uint32, 0, len(rows))
	for set := range rows {
		wants = append(wants, set)
	}
	slices.SortFunc(wants, func(a, b uint32) int {
		return 64*(bits.OnesCount32(a)-bits.OnesCount32(b)) + int(a) - int(b)
	})
	const pass = 8 // what a cell takes in a pass, beside a visit of a cell
	chosen := map[uint32]uint32{}
	for _, set := range wants {
		chosen[set] = f.all()
		if set == 0 || rows[set]*(f.visits(f.all())-f.visits(set)) > pass*f.t.cells {
			chosen[set] = set
			f.sets = append(f.sets, set)
		}
	}
	for set := range chosen {
		for _, c := range f.sets { // the first that holds all of it, if that is less than all
			if set&^c == 0 && chosen[set] == f.all() && set != f.all() && c != 0 {
				chosen[set] = c
			}
		}
	}
	f.who = map[uint32][]int32{}
	for id, set := range span {
		if f.start[id] < f.start[id+1] { // others need no protection, and were left out
			f.who[chosen[set]] = append(f.who[chosen[set]], int32(id))
		}
	}
	if len(f.who[f.all()]) > 0 && !slices.Contains(f.sets, f.all()) {
		f.sets = append(f.sets, f.all())
	}
}

// span is the set of dimensions in which records stand under several codes.
func (f *following) span(rows []int32) (set uint32) {
	base := f.t.records.base
	for _, r := range rows {
		if base[r] == base[rows[0]] {
			continue
		}
		for d := range f.t.dims {
			if f.t.node(int(base[r]), d) != f.t.node(int(base[rows[0]]), d) {
				set |= 1 << d
			}
		}
	}
	return set
}

// visits is about how many cells a record of a contributor is followed to.
func (f *following) visits(set uint32) int {
	n := 1
	for i, d := range f.t.dims {
		if set>>i&1 == 1 {
			above := 0
			for _, leaf := range d.leaves {
				above += len(d.up[leaf])
			}
			n *= 1 + above/len(d.leaves)
		}
	}
	return n
}

// add follows contributors along the dimensions of a set to every cell they
// are part of, once; along the others they stay where they are.
func (f *following) add(l *level, set uint32) {
	if f.up == nil {
		f.prepare()
	}
	for _, id := range f.who[set] {
		f.turn++
		f.touched = f.touched[:0]
		for _, r := range f.order[f.start[id]:f.start[id+1]] {
			f.reach(f.t.records.base[r], f.t.records.value[r])
		}
		for i := range f.t.dims {
			if set>>i&1 == 1 {
				f.climb(i)
			}
		}
		for _, c := range f.touched {
			l.add(int(c), id, f.sum[c])
		}
	}
}

// reach adds an amount of the contributor at hand to a cell.
func (f *following) reach(cell int32, amount int64) {
	if f.mark[cell] != f.turn {
		f.mark[cell], f.sum[cell] = f.turn, 0
		f.touched = append(f.touched, cell)
	}
	f.sum[cell] += amount
}

// climb adds the cells that the contributor at hand has reached to those above
// them along one dimension, in which all of them are leaves.
func (f *following) climb(dim int) {
	stride, size := uint32(f.t.stride[dim]), uint32(len(f.t.dims[dim].codes))
	up := f.up[dim]
	for _, c := range f.touched {
		v := f.sum[c]
		for _, by := range up[uint32(c)/stride%size] {
			f.reach(c+by, v)
		}
	}
}

// prepare lists what stands above each leaf.
func (f *following) prepare() {
	f.sum, f.mark = make([]int64, f.t.cells), make([]int32, f.t.cells)
	for i, d := range f.t.dims {
		up := make([][]int32, len(d.children))
		for _, leaf := range d.leaves {
			for _, n := range d.up[leaf] {
				if n != leaf {
					up[leaf] = append(up[leaf], (n-leaf)*int32(f.t.stride[i]))
				}
			}
		}
		f.up = append(f.up, up)
	}
}

// add counts one more contributor of a cell and keeps it if it is among the largest.
func (l *level) add(cell int, id int32, amount int64) {
	if amount < 0 {
		amount = -amount
	}
	l.n[cell]++
	if l.abs != nil {
		l.abs[cell] += amount
	}
	last := (cell+1)*(len(l.top)/len(l.n)) - 1
	if l.amount[last] > amount && l.top[last] >= 0 {
		return // the usual case, told quickly
	}
	l.keep(cell, id, amount)
}

// keep inserts into the sorted list of the largest; of equals the lower number stands first.
func (l *level) keep(cell int, id int32, amount int64) {
	k := len(l.top) / len(l.n)
	insert(l.top[cell*k:(cell+1)*k], l.amount[cell*k:(cell+1)*k], id, amount)
}

// take adds the contributors of one cell, or of a cell of another level, to
// those of a cell that has none of them.
func (l *level) take(to int, from *level, cell int) {
	if from.n[cell] == 0 {
		return
	}
	l.n[to] += from.n[cell]
	if l.abs != nil {
		l.abs[to] += from.abs[cell]
	}
	k := len(l.top) / len(l.n)
	for i := cell * k; i < (cell+1)*k && from.top[i] >= 0; i++ {
		l.keep(to, from.top[i], from.amount[i])
	}
}

// carryLevelUp adds contributors to all totals, but along the dimensions of a set.
func (t *Table) carryLevelUp(l *level, without uint32) {
	t.steps(without, func(from, to int) { l.take(to, l, from) })
}

// include adds other contributors to every cell.
func (l *level) include(other *level) {
	for c := range l.n {
		l.take(c, other, c)
	}
}
