// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math"
	"strings"
)

// Proof is a pattern with other tables that an attacker cannot tell from the
// true one.
type Proof struct {
	*Pattern
	Before   int   // secondary cells before repair
	Fallen   int   // sensitive cells that were given away before repair
	Unfound  int   // sensitive cells for which the search gave up before repair: they were mended too
	Repaired []int // sensitive cells for which more had to be hidden
	Given    int   // cells that were given back
	// InsideFallen counts the sensitive cells that contributors who are alone in other
	// hidden cells could compute too closely, each for each contributor, before more
	// was hidden, and InsideHidden the cells that were hidden for their sake.
	InsideFallen, InsideHidden int
	inside                     []CertificateInsider
	insideTables               [][]change // that were found for them
	insideTold                 int        // how many were asked about, over all rounds
	audit                      *audit
	effort                     Effort
	tables                     [][]change      // other tables, each checked by adding up
	number                     map[*part][]int // by point: its table, -1 when it is of no use
}

// Effort says how much is asked of a proof.
type Effort struct {
	Full bool // look for the widest interval of every hidden cell, not only for what is needed
	// Progress is told how far the proof has come, and cancels it by returning an
	// error. It may be nil.
	Progress func(Progress) error
}

// Prove looks, for each sensitive cell, for other tables of whole numbers that
// agree with everything published and in which the cell is another: one more or
// less, or as far apart as is asked. Where there are none, more is hidden, and
// then what turned out to be needless is given back. Every table is checked by
// adding up. The pattern given is used up. It is an error when a cell can be
// neither proved nor repaired.
//
// Keeps: TK-203, TK-210
func (p *Pattern) Prove(effort Effort) (*Proof, error) {
	out := &Proof{Pattern: p, Before: p.Count(Secondary), effort: effort}
	a := newAudit(p, effort, false)
	if err := a.needed(); err != nil {
		return nil, err
	}
	out.audit, out.Fallen, out.Unfound = a, len(a.fallen), len(a.unfound)
	if len(a.unproved()) > 0 {
		if err := out.mend(); err != nil {
			return nil, err
		}
	}
	if err := out.proveInsiders(); err != nil {
		return nil, err
	}
	if effort.Full {
		if err := out.audit.widest(); err != nil {
			return nil, err
		}
	}
	if err := out.check(); err != nil {
		return nil, err
	}
	return out, out.checkInsiders()
}

// mend repairs, gives back and makes the audit of what is left.
func (p *Proof) mend() error {
	a, left, err := p.repair(p.audit)
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return p.cannot(left)
	}
	p.audit = a
	tables, err := p.giveBack()
	if err != nil {
		return err
	}
	if p.Given > 0 {
		return p.anew(tables)
	}
	return nil
}

// anew makes the audit of a pattern that has changed, from tables found before.
func (p *Proof) anew(tables [][]change) error {
	p.Pattern.again()
	p.audit = newAudit(p.Pattern, p.effort, false)
	p.audit.seed(tables)
	if err := p.audit.needed(); err != nil {
		return err
	}
	if left := p.audit.unproved(); len(left) > 0 {
		return p.cannot(left)
	}
	return nil
}

// check adds every table of use up, over all cells: everything published stays
// as it is, and nothing falls below what everybody knows. It trusts nothing that
// the search believed.
func (p *Proof) check() error {
	p.number = map[*part][]int{}
	sum := newAdder(p.table)
	for _, q := range p.audit.parts {
		number := make([]int, len(q.points))
		for i, u := range q.usedPoints(p.Pattern, Secondary) {
			number[i] = -1
			if !u {
				continue
			}
			table := q.table(q.points[i])
			if err := p.possible(table, sum); err != nil {
				return err
			}
			number[i] = len(p.tables)
			p.tables = append(p.tables, table)
		}
		p.number[q] = number
	}
	return nil
}

// possible tells what is wrong with another table, if anything is.
func (p *Proof) possible(table []change, sum *adder) error {
	for c, by := range sum.add(table) {
		if by == 0 {
			continue
		}
		v := p.table.value[c] + by
		low, high, hasLow, hasHigh := p.beforehand(c)
		if p.status[c] == Published || p.table.Structural(c) || hasLow && v < low || hasHigh && v > high {
			return &Problem{What: "a table that was found does not add up at the cell " + strings.Join(p.table.Codes(c), " "), Mend: "this is an error of the program; nothing was proved"}
		}
	}
	return nil
}

// adder sums the changes of base cells for all cells above them.
type adder struct {
	t     *Table
	sum   []int64
	seen  []bool
	cells []int
}

func newAdder(t *Table) *adder {
	return &adder{t: t, sum: make([]int64, t.cells), seen: make([]bool, t.cells)}
}

// add gives each cell that a table touches with its change. They are to be used
// before the next table is added.
func (a *adder) add(table []change) func(yield func(c int, by int64) bool) {
	a.cells = a.cells[:0]
	for _, x := range table {
		a.t.ancestors(x.cell, func(c int) {
			if !a.seen[c] {
				a.seen[c] = true
				a.cells = append(a.cells, c)
			}
			a.sum[c] += x.by
		})
	}
	return func(yield func(c int, by int64) bool) {
		on := true
		for _, c := range a.cells {
			by := a.sum[c]
			a.sum[c], a.seen[c] = 0, false
			on = on && yield(c, by)
		}
	}
}

// Tables is how many other tables the proof rests on.
func (p *Proof) Tables() int { return len(p.tables) }

// Interval is what is proved possible of a hidden cell: no attacker who knows
// what is published can come closer. Both are the value of a published cell.
func (p *Proof) Interval(cell int) (lower, upper int64) {
	v := p.table.value[cell]
	low, high := p.audit.changes(cell)
	return v + low, v + high
}

// The values of [Proof.Outer] where no end is proved.
const (
	NoLower int64 = math.MinInt64
	NoUpper int64 = math.MaxInt64
)

// Outer is what is proved impossible of a hidden cell: no table of whole numbers
// that agrees with everything published holds less than lower or more than
// upper. Together with [Proof.Interval] it tells what an attacker can compute.
func (p *Proof) Outer(cell int) (lower, upper int64) {
	v := p.table.value[cell]
	w, ok := p.audit.where[cell]
	if !ok {
		if p.Hidden(cell) {
			return NoLower, NoUpper
		}
		return v, v
	}
	m := &w.q.members[w.m]
	least, hasLeast := w.q.reach[m.at].farthest(&w.q.directions[m.at], -1)
	most, hasMost := w.q.reach[m.at].farthest(&w.q.directions[m.at], 1)
	if m.num < 0 {
		hasLeast, hasMost = hasMost, hasLeast
	}
	low, high := m.of(least, most)
	lower, upper = NoLower, NoUpper
	if hasLeast {
		lower = v + low
	}
	if hasMost {
		upper = v + high
	}
	return lower, upper
}

// Exact tells whether the interval of a cell is known exactly: what is proved
// possible reaches as far as what is proved impossible.
func (p *Proof) Exact(cell int) bool {
	lower, upper := p.Interval(cell)
	l, u := p.Outer(cell)
	return l == lower && u == upper
}

// cannot says which cells cannot be protected.
func (p *Pattern) cannot(left []int) error {
	return &Problem{What: fmt.Sprintf("the cell %s cannot be protected, and %d others: whoever knows that values are whole numbers can compute it closer than is allowed",
		strings.Join(p.table.Codes(left[0]), " "), len(left)-1), Mend: "let empty cells be hidden, protect sums of the least cells too, force fewer cells open, ask for a smaller interval, or merge classes"}
}
