// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// View is one of several tables of the same data, seen in a larger one that has
// the dimensions of all of them.
type View struct {
	// Codes say, for each dimension of the larger table, what the view shows of it:
	// the larger table's code and the view's own. A dimension that the view does
	// not have is nil: it shows the total alone.
	Codes []map[string]string
	// Hidden tells of a public view, by the view's own codes in the order of the
	// larger table's dimensions, which cells it hides, and which it does not show.
	Hidden func(codes []string) (hidden, known bool)
}

// across is what is public of a table already.
type across struct {
	now    []bool // cells of the table that is to be published
	public []bool // cells that are out
}

// Across prepares a table for being published in part beside others of the same
// data that are out already: what is out counts as published whatever is done,
// and sensitive cells that no table shows are protected like those that are
// shown, since they could follow from the difference of two tables.
func (t *Table) Across(now View, past ...View) (*Table, error) {
	if t.local != nil {
		return nil, &Problem{What: "a table that is recoded in a part only cannot be put beside earlier ones", Mend: "recode whole dimensions"}
	}
	for _, v := range append([]View{now}, past...) {
		if len(v.Codes) != len(t.dims) {
			return nil, &Problem{What: fmt.Sprintf("a view of this table speaks of %d dimensions, not %d", len(t.dims), len(v.Codes))}
		}
	}
	out := *t
	beside := &across{now: make([]bool, t.cells), public: make([]bool, t.cells)}
	out.local = &local{whole: t, away: make([]away, t.cells), across: beside}
	own := make([]string, len(t.dims))
	for c := range t.cells {
		beside.now[c] = t.shows(now, c, own)
		for _, v := range past {
			if !t.shows(v, c, own) {
				continue
			}
			hides, known := v.Hidden(own)
			beside.public[c] = beside.public[c] || known && !hides
		}
		if !beside.now[c] && !beside.public[c] {
			out.local.away[c] = replaced
		}
	}
	return &out, nil
}

// shows tells whether a view has a cell, and puts its own codes into own.
func (t *Table) shows(v View, cell int, own []string) bool {
	for i, d := range t.dims {
		n := t.node(cell, i)
		if v.Codes[i] == nil {
			own[i] = d.codes[0]
			if n != 0 {
				return false
			}
			continue
		}
		code, ok := v.Codes[i][d.codes[n]]
		if !ok {
			return false
		}
		own[i] = code
	}
	return true
}

// beside is what is public of a table already; nil when nothing is.
func (t *Table) beside() *across {
	if t.local == nil {
		return nil
	}
	return t.local.across
}

// Now tells whether a cell belongs to the table that is to be published, and
// not only to others beside it.
func (t *Table) Now(cell int) bool {
	b := t.beside()
	return b == nil || b.now[cell]
}

// shown tells whether this table or one that is out has a cell.
func (t *Table) shown(cell int) bool {
	b := t.beside()
	return b == nil || b.now[cell] || b.public[cell]
}

// alreadyOut makes known what is public beside this table. What that determines
// by itself can no longer be protected: such cells stay hidden in this table,
// and [Pattern.Known] lists them.
func (p *Pattern) alreadyOut() {
	beside := p.table.beside()
	if beside == nil {
		return
	}
	for c, out := range beside.public {
		if !out {
			continue
		}
		if p.status[c] == Primary {
			p.known = append(p.known, c)
		}
		p.status[c] = Published
		if v, m := p.e.reduce(c); len(v) > 0 {
			if p.least != nil {
				p.least.tells(v) // and if it does, it is too late
			}
			p.e.publish(v, m)
		}
	}
	for c, s := range p.status {
		if s != Primary {
			continue
		}
		if v, _ := p.e.reduce(c); len(v) == 0 {
			p.known = append(p.known, c)
			p.status[c] = Secondary
			if !beside.now[c] {
				p.status[c] = Absent
			}
		}
	}
	slices.Sort(p.known)
}

// Known lists sensitive cells that follow from what is public already, whatever
// is published now.
func (p *Pattern) Known() []int { return slices.Clone(p.known) }
