// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
	"strings"
)

// Status is what becomes of a cell.
type Status uint8

// The statuses of cells. Absent cells belong to no published table.
const (
	Published Status = iota
	Primary          // hidden, as a rule holds it for sensitive
	Secondary        // hidden, so that others cannot be computed
	Absent           // published nowhere
)

// String is the word that files and reports use.
func (s Status) String() string { return [...]string{"published", "primary", "secondary", "absent"}[s] }

// Cost says what it costs to hide a cell.
type Cost int

// The costs to choose from. Of equals, the one with the coarser first code is published first.
const (
	CostValue Cost = iota // its value without sign
	CostUnits             // its units
	CostCells             // the same for all cells
)

// Zeros says what becomes of empty cells.
type Zeros int

// What may become of empty cells.
const (
	ZerosFree    Zeros = iota // hidden where that protects others, as any cell
	ZerosOpen                 // published, as everybody knows them to be empty
	ZerosProtect              // sensitive themselves: that nobody is there is told about everybody
)

// Protection says how sensitive cells are protected.
type Protection struct {
	Singletons bool    // contributors who are alone in a cell attack with what they know
	Unions     bool    // sensitive cells beside each other that are sensitive together are not published as a sum
	Zeros      Zeros   // what becomes of empty cells
	Cost       Cost    // what is dearest is published first
	Interval   Percent // how wide an attacker's interval has to be, of the value; 0 asks that a whole number more or less is possible
	Width      Width   // how that is meant
	SafeCount  int64   // counts that are sensitive may also be this many or more, or none; 0 does not ask that
	Known      Percent // attackers know each contribution to within so much beforehand; 0 is nothing
	// Bounds tells what attackers know of a cell beforehand. Nil, or not ok: nothing
	// but that counts and sums of what is never negative are not either.
	Bounds func(codes []string) (lower, upper int64, ok bool)
	Views  [][]string // linked tables: the dimensions of each; nil is one table of all
	// Least asks, where empty cells are open, that no sum of hidden cells of one unit
	// each follows either: 2 = x + x tells both. Empty cells that are protected have
	// the like always: 0 = x + x.
	Least bool
	// Earlier tells how a cell was published before, so that what was public
	// stays and what was hidden is hidden first. Nil, or known false: never before.
	Earlier func(codes []string) (hidden, known bool)
	// Progress is told how far the suppression has come, and cancels it by
	// returning an error. It may be nil.
	Progress func(Progress) error
}

// Pattern is a table with what is hidden of it.
type Pattern struct {
	table      *Table
	verdicts   *Verdicts
	protection Protection
	status     []Status
	known      []int        // sensitive cells that were public before
	e          *elimination // of what is published; nil after suppression, until it is asked for
	least      *least       // nil unless asked for, and after suppression
	out        *elimination // with what was public before and is hidden now; likewise
}

// Table is the table that is protected.
func (p *Pattern) Table() *Table { return p.table }

// Verdicts are the findings that made cells primary.
func (p *Pattern) Verdicts() *Verdicts { return p.verdicts }

// Status is what becomes of a cell.
func (p *Pattern) Status(cell int) Status { return p.status[cell] }

// Count is how many cells have a status.
func (p *Pattern) Count(s Status) (n int) {
	for _, x := range p.status {
		if x == s {
			n++
		}
	}
	return n
}

// Hidden tells whether a cell is hidden.
func (p *Pattern) Hidden(cell int) bool {
	return p.status[cell] == Primary || p.status[cell] == Secondary
}

// Suppress hides the sensitive cells and as many others as it takes that none
// of them follows from what is published. The same table and settings give the
// same pattern, whatever the order of rows and dimensions.
//
// Keeps: TK-201, TK-202, TK-203
func (v *Verdicts) Suppress(pr Protection) (*Pattern, error) {
	p, err := v.suppress(pr)
	if err != nil {
		return nil, err
	}
	p.e, p.least, p.out = nil, nil, nil // they are large, and of no more use
	return p, nil
}

func (v *Verdicts) suppress(pr Protection) (*Pattern, error) {
	p, err := v.HideSensitive(pr)
	if err != nil {
		return nil, err
	}
	p.e = eliminationIn(newCorner(v.table, false))
	if pr.Least || pr.Zeros == ZerosProtect {
		p.least = newLeast(p)
	}
	p.protect()
	p.alreadyOut()
	open, candidates := p.sort()
	for _, c := range open {
		if err := p.open(c); err != nil {
			return nil, err
		}
	}
	before := p.publicBefore(candidates)
	for i, c := range candidates {
		if i == before {
			p.rememberPublic(open, candidates[:before])
		}
		if i%(len(candidates)/steps+1) == 0 {
			if err := tell(pr.Progress, StageSuppress, i, len(candidates)); err != nil {
				return nil, err
			}
		}
		p.decide(c)
	}
	return p, tell(pr.Progress, StageSuppress, len(candidates), len(candidates))
}

// StageSuppress is the stage of hiding other cells for the sake of the sensitive ones.
const StageSuppress = "suppress"

// steps is how often progress is told, about.
const steps = 200

// decide publishes a cell, or hides it when it would give something away.
func (p *Pattern) decide(c int) {
	v, m := p.e.reduce(c)
	switch {
	case len(v) == 0: // known already
	case p.e.reveals(v, m), p.out != nil && p.out.revealsCell(c), p.least != nil && p.least.tells(v):
		p.status[c] = Secondary
	default:
		p.e.publish(v, m)
		if p.out != nil {
			p.out.publishCell(c)
		}
	}
}

// protectZeros makes empty cells sensitive, unless everybody knows them to be
// empty, or they are decided to be open.
func (p *Pattern) protectZeros() {
	t := p.table
	for c, s := range p.status {
		if s == Published && t.units[c] == 0 && !t.Structural(c) && !p.verdicts.publish[c] && t.shown(c) {
			p.status[c] = Primary
		}
	}
}

// HideSensitive hides the sensitive cells and nothing else. That protects
// nothing where totals are published; it is for looking at what rules find.
func (v *Verdicts) HideSensitive(pr Protection) (*Pattern, error) {
	p := &Pattern{table: v.table, verdicts: v, protection: pr, status: make([]Status, v.table.cells)}
	if err := p.views(); err != nil {
		return nil, err
	}
	for _, c := range v.Sensitive() {
		if p.status[c] != Absent {
			p.status[c] = Primary
		}
	}
	if pr.Zeros == ZerosProtect {
		p.protectZeros()
	}
	p.leaveOut()
	return p, nil
}

// views marks cells that belong to no published table.
func (p *Pattern) views() error {
	if p.protection.Views == nil {
		return nil
	}
	t := p.table
	in := make([][]bool, len(p.protection.Views))
	for i, names := range p.protection.Views {
		in[i] = make([]bool, len(t.dims))
		for _, n := range names {
			d := t.dimension(n)
			if d < 0 {
				return &Problem{What: fmt.Sprintf("a linked table names %q, which is no dimension", short(n))}
			}
			in[i][d] = true
		}
	}
	for c := range t.cells {
		part := slices.ContainsFunc(in, func(view []bool) bool {
			for d := range t.dims {
				if !view[d] && t.node(c, d) != 0 {
					return false
				}
			}
			return true
		})
		if !part {
			p.status[c] = Absent
		}
	}
	return nil
}

// protect gives the elimination what it must not reveal.
func (p *Pattern) protect() {
	owners := map[int][]int32{}
	if p.protection.Singletons {
		owners = p.owners()
	}
	for c, s := range p.status {
		if s != Primary {
			continue
		}
		j := p.e.protect(owners[c], c)
		for _, g := range owners[c] {
			m := &p.e.members[g]
			m.rows, m.stale = append(m.rows, j), true
			p.e.anySeveral = p.e.anySeveral || len(m.rows) > 1
		}
	}
	if p.protection.Unions {
		for _, u := range p.unions() {
			p.e.protect(ownersOfAll(owners, u), u...)
		}
	}
}

// ownersOfAll are those who are alone in every one of several cells, and so know their sum.
func ownersOfAll(owners map[int][]int32, cells []int) []int32 {
	out := slices.Clone(owners[cells[0]])
	for _, c := range cells[1:] {
		out = slices.DeleteFunc(out, func(g int32) bool { return !slices.Contains(owners[c], g) })
	}
	return out
}

// owners finds, for each hidden cell with a single contributor, who that is.
// Where contributors of one level always belong to the same one of the next,
// the coarsest level knows all that the finer ones know.
func (p *Pattern) owners() map[int][]int32 {
	t, out := p.table, map[int][]int32{}
	number := map[[2]int]int32{}
	k := t.layout.Largest
	for i, l := range t.levels {
		if !l.known || t.nestedAbove(i) {
			continue
		}
		for c, s := range p.status {
			if s != Primary || l.n[c] != 1 {
				continue
			}
			who := [2]int{i, int(l.top[c*k])}
			if who[1] < 0 {
				who = [2]int{-1, c} // not known: somebody of its own
			}
			g, ok := number[who]
			if !ok {
				g = int32(len(p.e.members))
				number[who] = g
				p.e.members = append(p.e.members, knowing{})
			}
			out[c] = append(out[c], g)
		}
	}
	return out
}

// nestedAbove tells whether each contributor of a level belongs to one of the next level.
func (t *Table) nestedAbove(level int) bool {
	if t.records == nil || level+1 >= len(t.levels) {
		return false
	}
	if !t.layout.ByUnit {
		if level--; level < 0 {
			return true // a row belongs to whomever it names
		}
	}
	above := map[int32]int32{}
	for r, id := range t.records.ids[level] {
		up := t.records.ids[level+1][r]
		if before, ok := above[id]; ok && before != up {
			return false
		}
		above[id] = up
	}
	return true
}

// open publishes a cell that cannot be hidden. It is an error when that gives
// something away, to everybody or to a contributor.
func (p *Pattern) open(c int) error {
	v, m := p.e.reduce(c)
	if len(v) == 0 {
		return nil
	}
	if p.e.reveals(v, m) || p.least != nil && p.least.tells(v) {
		return &Problem{What: fmt.Sprintf("the cell %s has to be published and gives away a sensitive cell", strings.Join(p.table.Codes(c), " ")),
			Mend: "leave it to be hidden where needed: protect empty cells, or force fewer cells open"}
	}
	p.e.publish(v, m)
	return nil
}
