// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Recoding is one change of a table's classes. Exactly one of Codes, Level and
// Drop says which: classes with the same parent made one, a dimension taken to
// so many levels below its total, or a dimension left out.
//
// With Within it holds in a part of the table only, such as ages merged in
// small municipalities. The merged class then stands beside the codes of its
// dimension and is published in that part alone; there the classes that went
// into it are published nowhere, and all totals stay as they are. It remains
// one system of cells, so that whatever is published, the cells left out
// included when they are sensitive, is protected together.
type Recoding struct {
	Dimension string
	Codes     []string            // classes to be merged; whatever is below them goes too
	Into      string              // the code of the merged class; "" joins the codes with plus signs
	Level     int                 // how many levels below the total are kept
	Drop      bool                // the dimension is left out
	Within    map[string][]string // by other dimension: only in these codes and what is below them
}

// String says it in a few words, for errors and reports.
func (r Recoding) String() string {
	what := fmt.Sprintf("%s to level %d", short(r.Dimension), r.Level)
	switch {
	case r.Drop:
		what = "without " + short(r.Dimension)
	case len(r.Codes) > 0:
		what = fmt.Sprintf("%s: %s into %s", short(r.Dimension), short2(r.Codes), short(r.into()))
	}
	for _, d := range slices.Sorted(maps.Keys(r.Within)) {
		what += fmt.Sprintf(", within %s %s", short(d), short2(r.Within[d]))
	}
	return what
}

func (r Recoding) into() string {
	if r.Into != "" {
		return r.Into
	}
	return strings.Join(r.Codes, "+")
}

// check says whether the recoding says one thing.
func (r Recoding) check(t *Table) error {
	fail := func(what, mend string) error { return &Problem{Column: r.Dimension, What: what, Mend: mend} }
	said := 0
	for _, one := range []bool{len(r.Codes) > 0, r.Level != 0, r.Drop} {
		if one {
			said++
		}
	}
	switch {
	case t.dimension(r.Dimension) < 0:
		return fail("the table has no such dimension", "")
	case said != 1:
		return fail("a recoding says one of three: codes to merge, a level to keep, or that the dimension is left out", "")
	case r.Level < 0:
		return fail("a level to keep is 1 or more below the total", "leave the dimension out instead")
	case len(r.Codes) == 1:
		return fail("merging takes at least two codes", "")
	case r.Drop && r.Within != nil:
		return fail("a dimension cannot be left out of a part of the table only", "merge its codes there, or keep fewer levels")
	}
	return nil
}

// Recode changes classes, without the microdata: contributors are counted anew
// from what the table keeps, so that the result can be evaluated at once. All
// changes of the whole table are made first, in their order, then those that
// hold in a part only. The table itself stays as it was.
//
// Keeps: TK-205, TK-206, TK-238
func (t *Table) Recode(changes ...Recoding) (*Table, error) {
	whole, list := t, []Recoding(nil)
	if t.local != nil {
		if t.local.across != nil {
			return nil, &Problem{What: "the table stands beside earlier ones already", Mend: "recode it before it is put beside them"}
		}
		whole, list = t.local.whole, slices.Clone(t.local.list)
	}
	var everywhere []Recoding
	for _, r := range changes {
		if err := r.check(t); err != nil {
			return nil, err
		}
		if r.Within != nil {
			list = append(list, r)
		} else {
			everywhere = append(everywhere, r)
		}
	}
	out := whole
	if len(everywhere) > 0 {
		m, err := whole.remap(everywhere)
		if err != nil {
			return nil, err
		}
		if out, err = whole.recast(m); err != nil {
			return nil, err
		}
	}
	if len(list) > 0 {
		return out.recodeParts(list)
	}
	return out, nil
}

// remapping says how the dimensions of a table change: the new ones, and for
// each old one where its leaves went.
type remapping struct {
	dims []*Dimension
	from []int             // by new dimension: the old one
	to   []map[int32]int32 // by old dimension: old leaf to new leaf; nil where the dimension is left out
}

// remap puts changes of whole dimensions together.
func (t *Table) remap(changes []Recoding) (*remapping, error) {
	dims, to := slices.Clone(t.dims), make([]map[int32]int32, len(t.dims))
	dropped := make([]bool, len(t.dims))
	for i, d := range dims {
		to[i] = map[int32]int32{}
		for _, leaf := range d.leaves {
			to[i][leaf] = leaf
		}
	}
	for _, r := range changes {
		i := t.dimension(r.Dimension)
		if dropped[i] {
			return nil, &Problem{Column: r.Dimension, What: "the dimension is left out and recoded as well"}
		}
		if r.Drop {
			dropped[i] = true
			continue
		}
		d, moved, err := dims[i].recode(r)
		if err != nil {
			return nil, err
		}
		dims[i] = d
		for leaf, at := range to[i] {
			to[i][leaf] = moved[at]
		}
	}
	m := &remapping{to: to}
	for i, d := range dims {
		if dropped[i] {
			to[i] = nil
			continue
		}
		m.dims, m.from = append(m.dims, d), append(m.from, i)
	}
	if len(m.dims) == 0 {
		return nil, &Problem{What: "no dimension is left of the table"}
	}
	return m, nil
}

// recode gives the dimension with fewer codes, and where each leaf went.
func (d *Dimension) recode(r Recoding) (*Dimension, map[int32]int32, error) {
	gone, becomes, err := d.going(r)
	if err != nil {
		return nil, nil, err
	}
	var list []Code
	if into := r.into(); len(r.Codes) > 0 && slices.Contains(becomes, into) && d.newcomer(into, gone) {
		list = append(list, Code{into, d.codes[d.parent[d.index[r.Codes[0]]]]})
	}
	for n, c := range d.codes[:len(d.children)] {
		if n > 0 && !gone[n] {
			list = append(list, Code{c, d.codes[d.parent[n]]})
		}
	}
	out, err := NewDimension(d.name, d.codes[0], list)
	if err != nil {
		return nil, nil, err
	}
	if out, err = d.regroup(out, becomes); err != nil {
		return nil, nil, err
	}
	moved := map[int32]int32{}
	for _, leaf := range d.leaves {
		moved[leaf] = out.index[becomes[leaf]]
	}
	return out, moved, nil
}

// newcomer tells whether a code is to be added to those that stay.
func (d *Dimension) newcomer(code string, gone []bool) bool {
	n, ok := d.index[code]
	return !ok || gone[n]
}

// going says which codes of the tree go, and what each code, gone or not, becomes.
func (d *Dimension) going(r Recoding) (gone []bool, becomes []string, err error) {
	gone, becomes = make([]bool, len(d.children)), slices.Clone(d.codes[:len(d.children)])
	if r.Level > 0 {
		depth := make([]int, len(d.children))
		for n := 1; n < len(gone); n++ { // parents stand before children
			if depth[n] = depth[d.parent[n]] + 1; depth[n] > r.Level {
				gone[n], becomes[n] = true, becomes[d.parent[n]]
			}
		}
		if !slices.Contains(gone, true) {
			return nil, nil, &Problem{Column: d.name, What: fmt.Sprintf("the dimension has no more than %d levels below its total", r.Level), Mend: "keep fewer"}
		}
		return gone, becomes, nil
	}
	into, err := d.siblings(r)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range r.Codes {
		gone[d.index[c]] = true
	}
	for n := 1; n < len(gone); n++ {
		if gone[d.parent[n]] {
			gone[n] = true
		}
		if gone[n] {
			becomes[n] = into
		}
	}
	if d.allParts(r.Codes) { // nothing is left to tell the merged class from its parent
		for n := range becomes {
			if gone[n] {
				becomes[n] = d.codes[d.parent[d.index[r.Codes[0]]]]
			}
		}
	}
	return gone, becomes, nil
}

// siblings checks that codes can be merged and gives the code of the merged class.
func (d *Dimension) siblings(r Recoding) (string, error) {
	fail := func(what, mend string) (string, error) {
		return "", &Problem{Column: d.name, What: what, Mend: mend}
	}
	parent := int32(0)
	seen := map[string]bool{}
	for i, c := range r.Codes {
		n, ok := d.index[c]
		switch {
		case !ok:
			return fail(fmt.Sprintf("there is no code %q", short(c)), "")
		case n == 0 || int(n) >= len(d.children):
			return fail(fmt.Sprintf("%q is a total or a group and cannot be merged", short(c)), "name classes below a total")
		case seen[c]:
			return fail(fmt.Sprintf("%q is named twice", short(c)), "")
		case i > 0 && d.parent[n] != parent:
			return fail(fmt.Sprintf("%q and %q stand below different codes", short(r.Codes[0]), short(c)), "merge classes with the same parent, or keep fewer levels")
		}
		seen[c], parent = true, d.parent[n]
	}
	if parent == 0 && d.allParts(r.Codes) {
		return fail("merging all classes leaves the total alone", "leave the dimension out instead")
	}
	into := r.into()
	if n, ok := d.index[into]; ok && !seen[into] && !d.under(n, seen) {
		return fail(fmt.Sprintf("%q is already another code", short(into)), "name the merged class otherwise")
	}
	return into, nil
}

// under tells whether a code of the tree stands below one of some codes.
func (d *Dimension) under(n int32, codes map[string]bool) bool {
	if int(n) >= len(d.children) {
		return false
	}
	for ; n >= 0; n = d.parent[n] {
		if codes[d.codes[n]] {
			return true
		}
	}
	return false
}

// regroup takes the groups over. A group that holds a part of a merged class
// cannot be told any longer.
func (d *Dimension) regroup(out *Dimension, becomes []string) (*Dimension, error) {
	for g := int32(len(d.children)); g < int32(len(d.codes)); g++ {
		holds := map[int32]bool{}
		for _, leaf := range d.leavesBelow(g) {
			holds[leaf] = true
		}
		whole := map[string]bool{}
		for _, leaf := range d.leaves {
			if to := becomes[leaf]; !holds[leaf] {
				whole[to] = false
			} else if _, ok := whole[to]; !ok {
				whole[to] = true
			}
		}
		var members []string
		for _, m := range d.groups[g] {
			if n, ok := out.index[d.codes[m]]; ok && becomes[m] == d.codes[m] && len(out.leavesBelow(n)) > 0 {
				members = append(members, d.codes[m])
				continue
			}
			for _, leaf := range d.leavesBelow(m) {
				if to := becomes[leaf]; !whole[to] {
					return nil, &Problem{Column: d.name, What: fmt.Sprintf("the group %q holds a part of %q only", short(d.codes[g]), short(to)), Mend: "merge classes that the group holds all of or none of, or leave the group out"}
				} else if !slices.Contains(members, to) {
					members = append(members, to)
				}
			}
		}
		var err error
		if out, err = out.WithGroup(d.codes[g], members...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// recast makes the table over new dimensions from the contributions it keeps.
func (t *Table) recast(m *remapping) (*Table, error) {
	if t.records == nil {
		return nil, &Problem{What: "classes of a table of aggregates cannot be changed here: who contributes to several of them is not known", Mend: "change them in the source"}
	}
	layout := t.layout
	layout.Structural, layout.Variables = nil, nil
	for _, i := range m.from {
		layout.Variables = append(layout.Variables, t.layout.Variables[i])
	}
	out, err := newTable(layout, m.dims)
	if err != nil {
		return nil, err
	}
	move := make([][]int32, len(t.dims)) // by old dimension and leaf: what it adds to the place of a cell
	for j, i := range m.from {
		move[i] = make([]int32, len(t.dims[i].codes))
		for leaf, n := range m.to[i] {
			move[i][leaf] = n * int32(out.stride[j])
		}
	}
	to := func(base int) (at int) {
		for i := range t.dims {
			if move[i] != nil {
				at += int(move[i][t.node(base, i)])
			}
		}
		return at
	}
	out.inheritStructural(t, to)
	return out, out.countFrom(t, m, to)
}
