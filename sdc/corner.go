// SPDX-License-Identifier: EUPL-1.2

package sdc

// corner writes cells as vectors. In each dimension the total and every child
// but one of its parent are coordinates; that one is its parent less its
// siblings. The change is unimodular, so that nothing is lost, and all but few
// cells become a single coordinate.
//
// Which child is written so decides how vectors fill in. With the largest, what
// is protected is one coordinate or few, and so it stays while the larger cells
// are published: that is for suppression. With the smallest, what is left when all
// is published are larger cells, in which an attacker's programs are smaller.
type corner struct {
	t     *Table
	basis [][][]signed // per dimension and code
}

// signed is one coordinate of a dimension, with what it counts for.
type signed struct {
	node int32
	sign int64
}

func newCorner(t *Table, smallest bool) *corner {
	c := &corner{t: t, basis: make([][][]signed, len(t.dims))}
	for i, d := range t.dims {
		c.basis[i] = d.corner(func(n int32) int64 {
			if n := t.units[int(n)*t.stride[i]]; smallest {
				return n
			} else {
				return -n
			}
		})
	}
	return c
}

// corner gives the coordinates of each code; of siblings, the one of the least
// size is written by the others.
func (d *Dimension) corner(size func(n int32) int64) [][]signed {
	out := make([][]signed, len(d.codes))
	out[0] = []signed{{0, 1}}
	for p, kids := range d.children {
		if len(kids) == 0 {
			continue
		}
		last := kids[0]
		for _, k := range kids {
			if size(k) < size(last) {
				last = k
			}
		}
		sum := append([]signed(nil), out[p]...)
		for _, k := range kids {
			if k != last {
				out[k] = []signed{{k, 1}}
				sum = append(sum, signed{k, -1})
			}
		}
		out[last] = sum
	}
	for g := int32(len(d.children)); g < int32(len(d.codes)); g++ {
		at := map[int32]int64{}
		var order []int32
		for _, m := range d.groups[g] {
			for _, s := range out[m] {
				if _, ok := at[s.node]; !ok {
					order = append(order, s.node)
				}
				at[s.node] += s.sign
			}
		}
		for _, n := range order {
			if at[n] != 0 {
				out[g] = append(out[g], signed{n, at[n]})
			}
		}
	}
	return out
}

// terms calls do for every coordinate of a cell.
func (c *corner) terms(cell int, do func(k int32, sign int64)) { c.termsFrom(0, cell, 0, 1, do) }

func (c *corner) termsFrom(dim, cell, at int, sign int64, do func(k int32, sign int64)) {
	if dim == len(c.basis) {
		do(int32(at), sign)
		return
	}
	for _, s := range c.basis[dim][c.t.node(cell, dim)] {
		c.termsFrom(dim+1, cell, at+int(s.node)*c.t.stride[dim], sign*s.sign, do)
	}
}

// residue is a small whole number in the field.
func residue(v int64) uint64 {
	if v < 0 {
		return prime - uint64(-v)
	}
	return uint64(v)
}
