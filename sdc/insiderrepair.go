// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// proveInsiders asks of every contributor who is alone in hidden cells what was
// asked of everybody, and hides more where it can compute too much, until nothing
// is left. What is hidden more may be known to further contributors, so all are
// asked again after each round. It is an error when no more can be hidden.
//
// Keeps: TK-203, TK-210
func (p *Proof) proveInsiders() error {
	if !p.protection.Singletons {
		return nil
	}
	var more [][]change
	for first := true; ; first = false {
		x := newInsiderAudit(p, more)
		if err := x.run(true); err != nil {
			return err
		}
		for _, q := range p.audit.parts {
			for _, found := range x.pools[q].found {
				more = append(more, q.table(found))
			}
		}
		p.insideTables = more
		if first {
			p.InsideFallen = len(x.open)
		}
		if len(x.open) == 0 {
			return nil
		}
		if err := p.hideFromInsiders(x, &more); err != nil {
			return err
		}
	}
}

// How many exposed pairs of contributor and cell are mended before all are asked
// again: at least so many, and else a part of those that are left. What is hidden for
// one often serves others, in more ways than by the table it was hidden for.
const (
	leastInRound = 20
	partOfRound  = 6
)

// hideFromInsiders hides what one round asks for, and makes the audit anew.
func (p *Proof) hideFromInsiders(x *insiderAudit, more *[][]change) error {
	moves := newMoves(p.table)
	progress, most := false, max(leastInRound, len(x.open)/partOfRound)
	for _, e := range x.open {
		if moves.n >= most {
			break
		}
		if moves.serve(e) {
			progress = true // perhaps enough; the next round tells
			continue
		}
		hide, tables, err := p.hideFrom(e)
		if err != nil {
			return err
		}
		for _, c := range hide {
			p.status[c] = Secondary
		}
		for _, table := range tables {
			moves.add(table)
		}
		*more = append(*more, tables...)
		p.InsideHidden += len(hide)
		progress = progress || len(hide) > 0 || len(tables) > 0
	}
	if !progress {
		return p.cannotFrom(x.open[0])
	}
	tables := append(p.audit.used(Primary), *more...)
	return p.anew(tables)
}

// moves are the tables of one round, by the cells that they change.
type moves struct {
	sum   *adder
	n     int
	cells map[int][]int
}

func newMoves(t *Table) *moves { return &moves{sum: newAdder(t), cells: map[int][]int{}} }

func (m *moves) add(table []change) {
	for c, by := range m.sum.add(table) {
		if by != 0 {
			m.cells[c] = append(m.cells[c], m.n)
		}
	}
	m.n++
}

// serve tells whether a table changes a cell and nothing that the insider knows.
func (m *moves) serve(e exposed) bool {
	tables := m.cells[e.cell]
	if len(tables) == 0 {
		return false
	}
	known := map[int]bool{}
	for _, c := range e.who.cells {
		for _, i := range m.cells[c] {
			known[i] = true
		}
	}
	return slices.ContainsFunc(tables, func(i int) bool { return !known[i] })
}

// hideFrom finds what more to hide so that an insider cannot compute a cell: of
// boxes, and else by the whole repair of the table as the insider sees it.
func (p *Proof) hideFrom(e exposed) (hide []int, tables [][]change, err error) {
	view := p.seenBy(e.who)
	d, value := p.audit.asked[e.cell], p.table.value[e.cell]
	for _, most := range boxes {
		if m, ok := view.box(e.cell, d.missing(value, e.low, e.high), most); ok {
			return m.hide, [][]change{m.table}, nil
		}
	}
	view.again()
	out := &Proof{Pattern: view, effort: Effort{}}
	a := newAudit(view, Effort{}, false)
	a.seed(append(p.audit.used(Primary), p.insideTables...))
	if err := a.needed(); err != nil {
		return nil, nil, err
	}
	a, left, err := out.repair(a)
	if err != nil {
		return nil, nil, err
	}
	if len(left) > 0 {
		return nil, nil, p.cannotFrom(e)
	}
	for c, s := range view.status {
		if s == Secondary && p.status[c] == Published {
			hide = append(hide, c)
		}
	}
	for _, table := range a.used(Primary) {
		if p.table.effect(table)[e.cell] != 0 {
			tables = append(tables, table)
		}
	}
	return hide, tables, nil
}

// seenBy is the pattern as an insider sees it: what it knows is as good as published.
func (p *Proof) seenBy(w *insider) *Pattern {
	view, verdicts := *p.Pattern, *p.verdicts
	view.status, view.verdicts = slices.Clone(p.status), &verdicts
	view.protection.Singletons = false
	verdicts.publish = maps.Clone(verdicts.publish)
	if verdicts.publish == nil {
		verdicts.publish = map[int]bool{}
	}
	for _, c := range w.cells {
		view.status[c], verdicts.publish[c] = Published, true
	}
	return &view
}

// missing lists the changes that would bring a cell nearer to what is asked of it.
func (d demand) missing(value, low, high int64) []int64 {
	switch {
	case high < d.above:
		return []int64{d.above}
	case -low < d.below:
		return []int64{-d.below}
	case high-low < d.width:
		return []int64{d.width + low, high - d.width}
	}
	return []int64{d.safe - value, -value}
}

// cannotFrom says which cell cannot be protected from whom.
func (p *Proof) cannotFrom(e exposed) error {
	return &Problem{What: fmt.Sprintf("the cell %s cannot be protected from the contributor who is alone in %s: who knows that cell and that values are whole numbers can compute it closer than is allowed",
		strings.Join(p.table.Codes(e.cell), " "), strings.Join(p.table.Codes(e.who.cells[0]), " ")), Mend: "let empty cells be hidden, force fewer cells open, ask for a smaller interval, or merge classes"}
}
