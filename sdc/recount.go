// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"encoding/binary"
	"slices"
)

// recounting fills a table whose classes have changed. A cell that holds the
// same base cells as one of the old table is that cell; only those that hold
// new classes are counted, from the contributions to these.
type recounting struct {
	to, from *Table
	m        *remapping
	old      [][]int32 // by new dimension and node: what the old node of the same leaves adds to a cell's number, or -1
	fresh    [][]bool  // by new dimension and leaf: it is part of a new class
}

// countFrom fills a table that has no contributions yet with those of another,
// whose base cells became the ones that are said.
func (t *Table) countFrom(from *Table, m *remapping, to func(base int) int) error {
	r := &recounting{to: t, from: from, m: m}
	r.compare()
	for into := t; from != nil; from, into = from.den, into.den {
		into.inherit(from, to)
		r.to, r.from = into, from
		if err := r.count(); err != nil {
			return err
		}
		if from.den != nil {
			into.den = into.lower()
		}
	}
	return nil
}

// compare finds the nodes that hold the same leaves as before.
func (r *recounting) compare() {
	for j, d := range r.m.dims {
		i := r.m.from[j]
		before := r.from.dims[i]
		known := map[string]int32{}
		for n := len(before.codes) - 1; n >= 0; n-- {
			known[sameLeaves(before.leavesBelow(int32(n)))] = int32(n)
		}
		came := make([][]int32, len(d.codes)) // by new leaf: the old ones
		for leaf, n := range r.m.to[i] {
			came[n] = append(came[n], leaf)
		}
		old, fresh := make([]int32, len(d.codes)), make([]bool, len(d.codes))
		for n := range d.codes {
			var leaves []int32
			below := d.leavesBelow(int32(n))
			for _, leaf := range below {
				leaves = append(leaves, came[leaf]...)
			}
			o, ok := known[sameLeaves(leaves)]
			if old[n] = o * int32(r.from.stride[i]); ok {
				continue
			}
			old[n] = -1
			for _, leaf := range below {
				fresh[leaf] = true
			}
		}
		r.old, r.fresh = append(r.old, old), append(r.fresh, fresh)
	}
}

// sameLeaves is a text that two lists share when they hold the same leaves.
func sameLeaves(leaves []int32) string {
	slices.Sort(leaves)
	out := make([]byte, 0, 4*len(leaves))
	for _, n := range leaves {
		out = binary.LittleEndian.AppendUint32(out, uint32(n))
	}
	return string(out)
}

// count counts the cells with new classes and takes over the others.
func (r *recounting) count() error {
	some := *r.to
	some.den, some.records, some.rowUnits = nil, r.records(), r.rowUnits()
	if err := some.count(); err != nil {
		return err
	}
	t, from, k := r.to, r.from, r.to.layout.Largest
	t.units, t.value, t.levels = some.units, some.value, some.levels
	counts := &t.value[0] == &t.units[0]
	for c := range t.cells {
		at := r.same(c)
		if at < 0 {
			continue
		}
		if !counts {
			t.value[c] = from.value[at]
		}
		for i := range t.levels {
			l, before := &t.levels[i], &from.levels[i]
			l.n[c] = before.n[at]
			if l.abs != nil {
				l.abs[c] = before.abs[at]
			}
			copy(l.top[c*k:(c+1)*k], before.top[at*k:])
			copy(l.amount[c*k:(c+1)*k], before.amount[at*k:])
		}
	}
	return nil
}

// same is the old cell that holds the same, or -1.
func (r *recounting) same(cell int) int {
	at := 0
	for j := range r.old {
		n := r.old[j][r.to.node(cell, j)]
		if n < 0 {
			return -1
		}
		at += int(n)
	}
	return at
}

// new tells whether a base cell is part of a new class.
func (r *recounting) new(base int32) bool {
	for j := range r.fresh {
		if r.fresh[j][r.to.node(int(base), j)] {
			return true
		}
	}
	return false
}

// records are those that new classes hold.
func (r *recounting) records() *records {
	all := r.to.records
	out := &records{names: all.names, ids: make([][]int32, len(all.ids))}
	for i, base := range all.base {
		if !r.new(base) {
			continue
		}
		out.base, out.value = append(out.base, base), append(out.value, all.value[i])
		if all.shown != nil {
			out.shown = append(out.shown, all.shown[i])
		}
		for l := range all.ids {
			out.ids[l] = append(out.ids[l], all.ids[l][i])
		}
	}
	return out
}

// rowUnits are those that new classes hold.
func (r *recounting) rowUnits() *rowUnits {
	all, k := r.to.rowUnits, r.to.layout.Largest
	if all == nil {
		return nil
	}
	out := &rowUnits{}
	for i, c := range all.cell {
		if !r.new(c) {
			continue
		}
		out.grow(c, k)
		j := len(out.cell) - 1
		out.n[j], out.value[j], out.abs[j] = all.n[i], all.value[i], all.abs[i]
		copy(out.top[j*k:], all.top[i*k:(i+1)*k])
		copy(out.amount[j*k:], all.amount[i*k:(i+1)*k])
	}
	return out
}
