// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// Common joins classifications of one variable, as two tables of the same data
// have them: the finest codes are the same or those of one are classes of the
// other, and what is above them differs. It gives one dimension that holds all
// their codes, the first's tree with classes of the others as groups beside it,
// and for each classification what its codes are called there. A class of the
// same name that holds something else gets a name of its own.
//
// Both have to be of the same column of the data, or of one that divides the
// other's; columns that cross are two dimensions.
func Common(name string, dims ...*Dimension) (*Dimension, []map[string]string, error) {
	finest := 0
	for i := range dims {
		if !dims[i].tellsAll(dims[finest]) && dims[finest].tellsAll(dims[i]) {
			continue
		}
		if !dims[finest].tellsAll(dims[i]) {
			finest = i
		}
	}
	out, err := dims[finest].extended(name, dims)
	if err != nil {
		return nil, nil, err
	}
	names := make([]map[string]string, len(dims))
	for i, d := range dims {
		if out, names[i], err = out.taking(d); err != nil {
			return nil, nil, err
		}
	}
	return out, names, nil
}

// tellsAll tells whether every finest code of another classification is a code here.
func (d *Dimension) tellsAll(other *Dimension) bool {
	return !slices.ContainsFunc(other.leaves, func(leaf int32) bool {
		_, ok := d.index[other.codes[leaf]]
		return !ok
	})
}

// extended is the tree with the finest codes of others that it lacks, below the
// class that they stand below there when it is one here too, otherwise below the total.
func (d *Dimension) extended(name string, dims []*Dimension) (*Dimension, error) {
	var list []Code
	for n, c := range d.codes[1:len(d.children)] {
		list = append(list, Code{c, d.codes[d.parent[n+1]]})
	}
	added := map[string]bool{}
	for _, o := range dims {
		for _, leaf := range o.leaves {
			c := o.codes[leaf]
			if _, ok := d.index[c]; ok || added[c] {
				continue
			}
			added[c] = true
			parent := o.codes[o.parent[leaf]]
			if n, ok := d.index[parent]; !ok || int(n) >= len(d.children) || len(d.children[n]) == 0 {
				parent = d.codes[0]
			}
			list = append(list, Code{c, parent})
		}
	}
	out, err := NewDimension(name, d.codes[0], list)
	if err != nil {
		return nil, fmt.Errorf("joining what two tables call %s: %w", short(name), err)
	}
	return out, nil
}

// taking adds the classes of another classification as groups, and tells what
// each of its codes is called.
func (d *Dimension) taking(o *Dimension) (out *Dimension, names map[string]string, err error) {
	out, names = d, map[string]string{o.codes[0]: d.codes[0]}
	for n, c := range o.codes {
		if n == 0 {
			continue
		}
		want := out.leavesOf(o, int32(n))
		if slices.Contains(want, -1) {
			return nil, nil, &Problem{Column: d.name, What: fmt.Sprintf("the class %q cannot be told by the codes of the other tables", short(c))}
		}
		if name := out.called(c, want); name != "" {
			names[c] = name
			continue
		}
		free, members := c, make([]string, len(want))
		for i, leaf := range want {
			members[i] = out.codes[leaf]
		}
		for i := 2; ; i++ {
			if _, taken := out.index[free]; !taken {
				break
			}
			free = fmt.Sprintf("%s (%d)", c, i)
		}
		if out, err = out.WithGroup(free, members...); err != nil {
			return nil, nil, err
		}
		names[c] = free
	}
	return out, names, nil
}

// leavesOf lists the leaves here of a class of another classification, in order;
// -1 stands for what is not known here.
func (d *Dimension) leavesOf(o *Dimension, class int32) (out []int32) {
	for _, leaf := range o.leavesBelow(class) {
		n, ok := d.index[o.codes[leaf]]
		if !ok {
			return []int32{-1}
		}
		out = append(out, d.leavesBelow(n)...)
	}
	slices.Sort(out)
	return out
}

// called is the code here that holds just these leaves, the same code when it does.
func (d *Dimension) called(code string, leaves []int32) string {
	holds := func(n int32) bool {
		have := slices.Clone(d.leavesBelow(n))
		slices.Sort(have)
		return slices.Equal(have, leaves)
	}
	if n, ok := d.index[code]; ok && holds(n) {
		return code
	}
	for n := range d.codes {
		if holds(int32(n)) {
			return d.codes[n]
		}
	}
	return ""
}
