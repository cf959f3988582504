// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// away says why a cell is published nowhere.
type away uint8

const (
	present   away = iota
	replaced       // a merged class, or a coarser one, stands in its place in this part of the table
	elsewhere      // it is a merged class outside the part in which it was merged
)

// local keeps what was recoded in parts of a table only.
type local struct {
	whole *Table // the table before
	list  []Recoding
	away  []away // by cell

	across *across // what is public beside the table; nil when nothing is
}

// Left tells whether a recoding of a part of the table leaves a cell out of what
// is published. It has no line or field there, not even a mark. It can be
// [Primary] all the same: sensitive, and protected like any other.
func (t *Table) Left(cell int) bool { return t.local != nil && t.local.away[cell] != present }

// leaveOut keeps cells that a recoding left out from being published. The
// sensitive ones stay to be protected; the others may be known.
func (p *Pattern) leaveOut() {
	if p.table.local == nil {
		return
	}
	for c, a := range p.table.local.away {
		if a == elsewhere || a == replaced && p.status[c] == Published {
			p.status[c] = Absent
		}
	}
}

// recodeParts adds merged classes as groups and notes which cells are left out.
func (t *Table) recodeParts(list []Recoding) (*Table, error) {
	dims := slices.Clone(t.dims)
	for _, r := range list {
		d, err := t.merged(dims, r)
		if err != nil {
			return nil, err
		}
		dims[t.dimension(r.Dimension)] = d
	}
	m := &remapping{dims: dims, to: make([]map[int32]int32, len(dims))}
	for i, d := range dims {
		m.from = append(m.from, i)
		m.to[i] = map[int32]int32{}
		for _, leaf := range d.leaves {
			m.to[i][leaf] = leaf // groups are numbered after the tree
		}
	}
	out, err := t.recast(m)
	if err != nil {
		return nil, err
	}
	out.local = &local{whole: t, list: list, away: make([]away, out.cells)}
	for _, r := range list {
		if err := out.leave(r); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// merged gives the dimension with the class that a recoding of a part adds, if any.
func (t *Table) merged(dims []*Dimension, r Recoding) (*Dimension, error) {
	d := dims[t.dimension(r.Dimension)]
	if _, _, err := t.dims[t.dimension(r.Dimension)].going(r); err != nil {
		return nil, err
	}
	if len(r.Codes) == 0 || d.allParts(r.Codes) {
		return d, nil
	}
	if n, ok := d.index[r.into()]; ok {
		var members []int32
		for _, c := range r.Codes {
			members = append(members, d.index[c])
		}
		slices.Sort(members)
		if !slices.Equal(d.groups[n], members) {
			return nil, &Problem{Column: d.name, What: fmt.Sprintf("%q is already another code", short(r.into())), Mend: "name the merged class otherwise"}
		}
		return d, nil
	}
	return d.WithGroup(r.into(), r.Codes...)
}

// allParts tells whether codes are all the parts of their parent, which then stands for them.
func (d *Dimension) allParts(codes []string) bool {
	return len(codes) == len(d.children[d.parent[d.index[codes[0]]]])
}

// leave notes the cells that a recoding of a part leaves out.
func (t *Table) leave(r Recoding) error {
	parts := make([]map[string]bool, len(t.dims))
	at := t.dimension(r.Dimension)
	for name, codes := range r.Within {
		i := t.dimension(name)
		if i < 0 || i == at {
			return &Problem{Column: name, What: "a part of the table is given by codes of its other dimensions", Mend: "name another dimension"}
		}
		parts[i] = map[string]bool{}
		for _, c := range codes {
			if n, ok := t.dims[i].index[c]; !ok || n == 0 || int(n) >= len(t.dims[i].children) {
				return &Problem{Column: name, What: fmt.Sprintf("%q is no class to recode within", short(c)), Mend: "name classes below the total"}
			}
			parts[i][c] = true
		}
	}
	if len(r.Within) == 0 {
		return &Problem{Column: r.Dimension, What: "the part of the table to recode within is empty"}
	}
	inside := make([][]bool, len(t.dims)) // by dimension and code
	for i, d := range t.dims {
		inside[i] = make([]bool, len(d.codes))
		for n := range d.codes {
			inside[i][n] = parts[i] == nil || d.under(int32(n), parts[i])
		}
	}
	goes := t.replacedCodes(at, r)
	own := int32(-1)
	if len(r.Codes) > 0 && !t.dims[at].allParts(r.Codes) {
		own = t.dims[at].index[r.into()]
	}
	for c := range t.cells {
		in := true
		for i := range t.dims {
			in = in && (i == at || inside[i][t.node(c, i)])
		}
		n := t.node(c, at)
		switch {
		case in && goes[n]:
			t.local.away[c] = replaced
		case n == own && !in && !t.withinOther(c, at, r):
			t.local.away[c] = elsewhere
		}
	}
	return nil
}

// replacedCodes are the codes of the tree that go where a recoding holds.
func (t *Table) replacedCodes(at int, r Recoding) []bool {
	d := t.dims[at]
	out := make([]bool, len(d.codes))
	merged := map[string]bool{}
	for _, c := range r.Codes {
		merged[c] = true
	}
	for n := range d.children {
		if r.Level > 0 {
			out[n] = d.Depth(d.codes[n]) > r.Level
		} else {
			out[n] = d.under(int32(n), merged)
		}
	}
	return out
}

// withinOther tells whether a merged class stands in the part of another recoding with the same class.
func (t *Table) withinOther(cell, at int, r Recoding) bool {
	return slices.ContainsFunc(t.local.list, func(o Recoding) bool {
		if o.Dimension != r.Dimension || len(o.Codes) == 0 || o.into() != r.into() {
			return false
		}
		for name, codes := range o.Within {
			i := t.dimension(name)
			in := map[string]bool{}
			for _, c := range codes {
				in[c] = true
			}
			if i < 0 || !t.dims[i].under(t.node(cell, i), in) {
				return false
			}
		}
		return true
	})
}
