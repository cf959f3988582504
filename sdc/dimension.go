// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"fmt"
	"slices"
)

// maxCodes bounds one dimension: beyond it a code list is a mistake.
const maxCodes = 1 << 20

// Code is one line of a code list: a code and the code it is part of. A parent
// that is empty or the name of the total stands directly below the total.
type Code struct {
	Code, Parent string
}

// Dimension is one classification of a table: a tree of codes below a total,
// and perhaps groups of codes beside the tree. It is not changed once made.
type Dimension struct {
	name     string
	codes    []string          // node 0 is the total; parents stand before children; groups last
	parent   []int32           // -1 for the total and for groups
	children [][]int32         // of tree nodes
	index    map[string]int32  // code to node
	groups   map[int32][]int32 // group node to the tree nodes it is the sum of
	leaves   []int32           // tree nodes without children
	up       map[int32][]int32 // leaf to all nodes that hold it, itself first
}

// NewDimension builds a dimension from a code list. The order of the list does
// not matter: codes are sorted below their parents. A code that stands twice
// with different parents, a parent that is no code, and a cycle are errors
// whose row is the place in the list, the first being row 2 as below a heading.
func NewDimension(name, total string, list []Code) (*Dimension, error) {
	if name == "" || total == "" {
		return nil, &Problem{Column: name, What: "a dimension needs a name and a code for its total"}
	}
	if len(list) == 0 {
		return nil, &Problem{Column: name, What: "the code list is empty", Mend: "list at least one code"}
	}
	if len(list) > maxCodes {
		return nil, &Problem{Column: name, What: fmt.Sprintf("the code list has %d codes, more than %d", len(list), maxCodes)}
	}
	at := make(map[string]int, len(list))
	for i, c := range list {
		if problem := checkCode(name, total, list, at, i, c); problem != nil {
			return nil, problem
		}
		at[c.Code] = i
	}
	below := map[string][]string{}
	for i, c := range list {
		parent := c.Parent
		if parent == "" {
			parent = total
		}
		if _, ok := at[parent]; !ok && parent != total {
			return nil, &Problem{Row: i + 2, Column: name, What: fmt.Sprintf("the parent %q of %q is not in the list", short(parent), short(c.Code)), Mend: "add it, or leave the parent empty for the top level"}
		}
		below[parent] = append(below[parent], c.Code)
	}
	d := grow(name, total, below)
	if len(d.codes) != len(list)+1 {
		for i, c := range list {
			if _, ok := d.index[c.Code]; !ok {
				return nil, &Problem{Row: i + 2, Column: name, What: fmt.Sprintf("%q is, by its parents, a part of itself", short(c.Code)), Mend: "break the cycle"}
			}
		}
	}
	d.finish()
	return d, nil
}

// checkCode says what is wrong with one line of a code list by itself.
func checkCode(name, total string, list []Code, at map[string]int, i int, c Code) *Problem {
	problem := func(what, mend string) *Problem { return &Problem{Row: i + 2, Column: name, What: what, Mend: mend} }
	switch before, twice := at[c.Code]; {
	case c.Code == "":
		return problem("a code is empty", "give every line a code")
	case c.Code == total:
		return problem(fmt.Sprintf("%q is also the code of the total", short(c.Code)), "name the total otherwise")
	case c.Code == c.Parent:
		return problem(fmt.Sprintf("%q is its own parent", short(c.Code)), "")
	case twice && list[before].Parent != c.Parent:
		return problem(fmt.Sprintf("%q has two parents, %q and %q", short(c.Code), short(list[before].Parent), short(c.Parent)), "a code stands in one place; use a group for a second sum")
	case twice:
		return problem(fmt.Sprintf("%q stands twice", short(c.Code)), fmt.Sprintf("see row %d", before+2))
	}
	return nil
}

// grow makes the tree from the total down, level by level.
func grow(name, total string, below map[string][]string) *Dimension {
	d := &Dimension{name: name, codes: []string{total}, parent: []int32{-1}, index: map[string]int32{total: 0}, groups: map[int32][]int32{}}
	for i := 0; i < len(d.codes); i++ {
		d.children = append(d.children, nil)
		kids := below[d.codes[i]]
		slices.Sort(kids)
		for _, k := range kids {
			n := int32(len(d.codes))
			d.codes, d.parent = append(d.codes, k), append(d.parent, int32(i))
			d.index[k] = n
			d.children[i] = append(d.children[i], n)
		}
	}
	return d
}

// finish computes what follows from tree and groups.
func (d *Dimension) finish() {
	d.leaves, d.up = nil, map[int32][]int32{}
	for n := range d.children {
		if len(d.children[n]) > 0 {
			continue
		}
		leaf := int32(n)
		d.leaves = append(d.leaves, leaf)
		for a := leaf; a >= 0; a = d.parent[a] {
			d.up[leaf] = append(d.up[leaf], a)
		}
	}
	for g := len(d.children); g < len(d.codes); g++ {
		for _, m := range d.groups[int32(g)] {
			for _, leaf := range d.leavesBelow(m) {
				d.up[leaf] = append(d.up[leaf], int32(g))
			}
		}
	}
}

// leavesBelow lists the leaves of a node, itself when it is one.
func (d *Dimension) leavesBelow(n int32) (out []int32) {
	if m, ok := d.groups[n]; ok {
		for _, x := range m {
			out = append(out, d.leavesBelow(x)...)
		}
		return out
	}
	if len(d.children[n]) == 0 {
		return []int32{n}
	}
	for _, c := range d.children[n] {
		out = append(out, d.leavesBelow(c)...)
	}
	return out
}

// WithGroup adds a sum that crosses the tree, such as "coastal municipalities"
// beside counties. Members are codes of the tree and must not overlap.
func (d *Dimension) WithGroup(code string, members ...string) (*Dimension, error) {
	fail := func(what string) error { return &Problem{Column: d.name, What: what} }
	if _, ok := d.index[code]; ok || code == "" {
		return nil, fail(fmt.Sprintf("the group %q is empty or already a code", short(code)))
	}
	var nodes []int32
	seen := map[int32]bool{}
	for _, m := range members {
		n, ok := d.index[m]
		if !ok || int(n) >= len(d.children) {
			return nil, fail(fmt.Sprintf("the group %q names %q, which is no code of the tree", short(code), short(m)))
		}
		for _, leaf := range d.leavesBelow(n) {
			if seen[leaf] {
				return nil, fail(fmt.Sprintf("the group %q counts %q twice", short(code), short(d.codes[leaf])))
			}
			seen[leaf] = true
		}
		nodes = append(nodes, n)
	}
	if len(nodes) == 0 {
		return nil, fail(fmt.Sprintf("the group %q has no members", short(code)))
	}
	slices.Sort(nodes)
	out := *d
	out.codes, out.parent = append(slices.Clone(d.codes), code), append(slices.Clone(d.parent), -1)
	out.index, out.groups = map[string]int32{}, map[int32][]int32{int32(len(d.codes)): nodes}
	for n, c := range out.codes {
		out.index[c] = int32(n)
	}
	for g, m := range d.groups {
		out.groups[g] = m
	}
	out.finish()
	return &out, nil
}

// Name is the dimension's name.
func (d *Dimension) Name() string { return d.name }

// Total is the code of everything together.
func (d *Dimension) Total() string { return d.codes[0] }

// Codes lists all codes: the total first, parents before children, groups last.
func (d *Dimension) Codes() []string { return slices.Clone(d.codes) }

// Parent is the code above a code, "" for the total, for groups and for what is no code.
func (d *Dimension) Parent(code string) string {
	n, ok := d.index[code]
	if !ok || d.parent[n] < 0 {
		return ""
	}
	return d.codes[d.parent[n]]
}

// Parts are the codes that a code is the sum of: those directly below it, or the
// members of a group. It is empty for the finest codes and for what is no code.
func (d *Dimension) Parts(code string) (out []string) {
	n, ok := d.index[code]
	if !ok {
		return nil
	}
	parts := d.groups[n]
	if int(n) < len(d.children) {
		parts = d.children[n]
	}
	for _, p := range parts {
		out = append(out, d.codes[p])
	}
	return out
}

// Depth is how many steps a code stands below the total; groups stand at 1.
func (d *Dimension) Depth(code string) int {
	n, ok := d.index[code]
	if !ok {
		return -1
	}
	if int(n) >= len(d.children) {
		return 1
	}
	depth := 0
	for ; d.parent[n] >= 0; n = d.parent[n] {
		depth++
	}
	return depth
}

// reading is the order in which people read a code list: each code followed by
// its parts, groups last.
func (d *Dimension) reading() (out []int32) {
	var walk func(n int32)
	walk = func(n int32) {
		out = append(out, n)
		for _, c := range d.children[n] {
			walk(c)
		}
	}
	walk(0)
	for g := len(d.children); g < len(d.codes); g++ {
		out = append(out, int32(g))
	}
	return out
}

// compareCodes orders code lists by code.
func compareCodes(a, b Code) int { return cmp.Compare(a.Code, b.Code) }
