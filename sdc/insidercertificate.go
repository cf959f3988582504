// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
	"strings"
)

// CertificateInsider is a contributor who is alone in hidden cells, with what it
// knows: these cells, and the empty ones within them. Other sensitive
// cells are proved to it by the tables of their own proofs that leave its cells
// as they are, and by the tables that are named here.
type CertificateInsider struct {
	Cells  []int `json:"cells"`
	Tables []int `json:"tables,omitempty"`
}

// Insiders is how many contributors who are alone in hidden cells were checked.
func (p *Proof) Insiders() int { return len(p.inside) }

// checkInsiders names for each insider the tables that serve it, and adds them up.
func (p *Proof) checkInsiders() error {
	if !p.protection.Singletons {
		return nil
	}
	x := newInsiderAudit(p, p.insideTables)
	if err := x.run(false); err != nil {
		return err
	}
	if len(x.open) > 0 {
		return p.cannotFrom(x.open[0])
	}
	sum := newAdder(p.table)
	effects := map[int]map[int]int64{}
	for _, w := range x.who {
		out := CertificateInsider{Cells: w.cells}
		for _, s := range w.served {
			n, err := p.numbered(s, sum)
			if err != nil {
				return err
			}
			out.Tables = append(out.Tables, n)
			if effects[n] == nil {
				effects[n] = p.table.effect(p.tables[n])
			}
			for _, c := range w.cells {
				if effects[n][c] != 0 {
					return &Problem{What: "a table that was found for a contributor changes its own cell " + strings.Join(p.table.Codes(c), " "), Mend: "this is an error of the program; nothing was proved"}
				}
			}
		}
		slices.Sort(out.Tables)
		out.Tables = slices.Compact(out.Tables)
		p.inside = append(p.inside, out)
	}
	return nil
}

// numbered gives the table of a servant its number among those of the proof.
func (p *Proof) numbered(s servant, sum *adder) (int, error) {
	q := s.pool.q
	if int(s.point) < len(p.number[q]) && p.number[q][s.point] >= 0 {
		return p.number[q][s.point], nil
	}
	if n, ok := s.pool.number[s.point]; ok {
		return n, nil
	}
	table := q.table(s.pool.points[s.point])
	if err := p.possible(table, sum); err != nil {
		return 0, err
	}
	n := len(p.tables)
	p.tables = append(p.tables, table)
	s.pool.number[s.point] = n
	return n, nil
}

// insidersProved checks what is claimed of each insider: that the tables named
// leave its cells as they are, and that with them enough is left of every
// sensitive cell whose own tables change what it knows.
func (c *Certificate) insidersProved(t *Table, status []Status, effects []map[int]int64, proofs map[int]*CellProof, share Percent) error {
	changed, users := map[int][]int{}, map[int][]int{}
	if len(c.Insiders) > 0 {
		for i, effect := range effects {
			for cell, by := range effect {
				if by != 0 {
					changed[cell] = append(changed[cell], i)
				}
			}
		}
		for _, cell := range c.Primary {
			users[proofs[cell].LowerAt] = append(users[proofs[cell].LowerAt], cell)
			users[proofs[cell].UpperAt] = append(users[proofs[cell].UpperAt], cell)
		}
	}
	for n := range c.Insiders {
		w := &c.Insiders[n]
		own, bad := map[int]bool{}, map[int]bool{}
		for _, cell := range w.Cells {
			if cell < 0 || cell >= t.cells || own[cell] || status[cell] != Primary && status[cell] != Secondary {
				return &Problem{What: fmt.Sprintf("contributor %d is said to be alone in the cell %d, which is not hidden or stands twice", n, cell)}
			}
			own[cell] = true
			for _, i := range changed[cell] {
				bad[i] = true
			}
		}
		if len(own) == 0 {
			return &Problem{What: fmt.Sprintf("contributor %d is alone in no cell", n)}
		}
		if err := c.insiderProved(t, n, own, bad, users, effects, proofs, share); err != nil {
			return err
		}
	}
	return nil
}

// insiderProved checks one insider.
func (c *Certificate) insiderProved(t *Table, n int, own, bad map[int]bool, users map[int][]int, effects []map[int]int64, proofs map[int]*CellProof, share Percent) error {
	for _, i := range c.Insiders[n].Tables {
		if i < 0 || i >= len(effects) || bad[i] {
			return &Problem{What: fmt.Sprintf("table %d is not there or changes what contributor %d knows", i, n)}
		}
	}
	asked := map[int]bool{}
	for i := range bad {
		for _, cell := range users[i] {
			if own[cell] || asked[cell] {
				continue
			}
			asked[cell] = true
			p, value := proofs[cell], t.value[cell]
			left := CellProof{Cell: cell, Lower: value, Upper: value, Asked: p.Asked}
			for _, j := range append([]int{p.LowerAt, p.UpperAt}, c.Insiders[n].Tables...) {
				if j >= 0 && !bad[j] {
					left.Lower, left.Upper = min(left.Lower, value+effects[j][cell]), max(left.Upper, value+effects[j][cell])
				}
			}
			if err := c.enough(t, cell, &left, needed(share, value)); err != nil {
				return &Problem{What: fmt.Sprintf("to contributor %d, who is alone in %s: %s", n, strings.Join(t.Codes(c.Insiders[n].Cells[0]), " "), err.Error())}
			}
		}
	}
	return nil
}
