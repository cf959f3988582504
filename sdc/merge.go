// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// Merge makes several of the finest codes with the same parent into one, and
// counts the contributors anew from what the table keeps; the microdata is not
// needed. An enterprise that stood in two of the classes is one contributor after.
//
// Keeps: TK-205
func (t *Table) Merge(dimension, into string, codes ...string) (*Table, error) {
	if t.records == nil {
		return nil, &Problem{Column: dimension, What: "classes of a table of aggregates cannot be merged here: who contributes to both is not known", Mend: "merge them in the source"}
	}
	i := slices.IndexFunc(t.dims, func(d *Dimension) bool { return d.name == dimension })
	if i < 0 {
		return nil, &Problem{Column: dimension, What: "the table has no such dimension"}
	}
	d, moved, err := t.dims[i].merge(into, codes)
	if err != nil {
		return nil, err
	}
	dims := slices.Clone(t.dims)
	dims[i] = d
	layout := t.layout
	layout.Structural = nil
	out, err := newTable(layout, dims)
	if err != nil {
		return nil, err
	}
	m := &remapping{dims: dims, to: make([]map[int32]int32, len(dims))}
	for j, d := range t.dims {
		m.from = append(m.from, j)
		if m.to[j] = moved; j == i {
			continue
		}
		m.to[j] = map[int32]int32{}
		for _, leaf := range d.leaves {
			m.to[j][leaf] = leaf
		}
	}
	step := make([][]int32, len(t.dims)) // by dimension and old leaf: what it adds to a cell's number
	for j, d := range t.dims {
		step[j] = make([]int32, len(d.codes))
		for leaf, n := range m.to[j] {
			step[j][leaf] = n * int32(out.stride[j])
		}
	}
	to := func(base int) (at int) {
		for j := range step {
			at += int(step[j][t.node(base, j)])
		}
		return at
	}
	out.inheritStructural(t, to)
	return out, out.countFrom(t, m, to)
}

// inherit takes over contributions, at the base cells that became of theirs.
func (t *Table) inherit(from *Table, to func(base int) int) {
	rec := *from.records
	rec.base = make([]int32, len(from.records.base))
	for r, base := range from.records.base {
		rec.base[r] = int32(to(int(base)))
	}
	t.records, t.negative = &rec, from.negative
	if from.rowUnits == nil {
		return
	}
	k, at := t.layout.Largest, map[int32]int{}
	u := &rowUnits{}
	for i, c := range from.rowUnits.cell {
		c = int32(to(int(c)))
		j, ok := at[c]
		if !ok {
			j = len(u.cell)
			at[c] = j
			u.grow(c, k)
		}
		u.n[j] += from.rowUnits.n[i]
		u.value[j] += from.rowUnits.value[i]
		u.abs[j] += from.rowUnits.abs[i]
		u.include(j, k, from.rowUnits.top[i*k:(i+1)*k], from.rowUnits.amount[i*k:(i+1)*k])
	}
	t.rowUnits = u
}

// grow adds an empty base cell.
func (u *rowUnits) grow(cell int32, k int) {
	u.cell, u.n, u.value, u.abs = append(u.cell, cell), append(u.n, 0), append(u.value, 0), append(u.abs, 0)
	for range k {
		u.top, u.amount = append(u.top, -1), append(u.amount, 0)
	}
}

// inheritStructural: a merged class is empty by nature when all that went into it was.
func (t *Table) inheritStructural(from *Table, to func(base int) int) {
	if from.structural == nil {
		return
	}
	t.structural = make([]bool, t.cells)
	for _, b := range t.bases() {
		t.structural[b] = true
	}
	for _, b := range from.bases() {
		if !from.structural[b] {
			t.structural[to(b)] = false
		}
	}
	t.spreadStructural()
}

// merge gives the dimension with the codes made one, and where each leaf went.
func (d *Dimension) merge(into string, codes []string) (*Dimension, map[int32]int32, error) {
	if len(codes) < 2 {
		return nil, nil, &Problem{Column: d.name, What: "merging takes at least two codes"}
	}
	if len(d.groups) > 0 {
		return nil, nil, &Problem{Column: d.name, What: "classes of a dimension with groups cannot be merged", Mend: "merge first, then add the groups"}
	}
	parent := int32(-1)
	gone := map[int32]bool{}
	for _, c := range codes {
		n, ok := d.index[c]
		if !ok || n == 0 || len(d.children[n]) > 0 {
			return nil, nil, &Problem{Column: d.name, What: fmt.Sprintf("%q is not one of the finest codes", short(c))}
		}
		if parent >= 0 && d.parent[n] != parent {
			return nil, nil, &Problem{Column: d.name, What: fmt.Sprintf("%q and %q stand below different codes", short(codes[0]), short(c))}
		}
		parent = d.parent[n]
		gone[n] = true
	}
	if n, ok := d.index[into]; ok && !gone[n] {
		return nil, nil, &Problem{Column: d.name, What: fmt.Sprintf("%q is already another code", short(into))}
	}
	list := []Code{{into, d.codes[parent]}}
	for n, c := range d.codes {
		if n > 0 && !gone[int32(n)] {
			list = append(list, Code{c, d.codes[d.parent[n]]})
		}
	}
	out, err := NewDimension(d.name, d.codes[0], list)
	if err != nil {
		return nil, nil, err
	}
	moved := map[int32]int32{}
	for _, n := range d.leaves {
		c := d.codes[n]
		if gone[n] {
			c = into
		}
		moved[n] = out.index[c]
	}
	return out, moved, nil
}
