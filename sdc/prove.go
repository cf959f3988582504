// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"strings"
)

// Proof is a pattern with other tables that an attacker cannot tell from the
// true one.
type Proof struct {
	*Pattern
	Before   int   // secondary cells before repair
	Repaired []int // sensitive cells for which more had to be hidden
	Given    int   // cells that were given back
	audit    *audit
}

// Effort says how much is asked of a proof.
type Effort struct {
	Full   bool // look for the widest interval of every hidden cell, not only for what is needed
	Pivots int  // how many steps that may take; 0 is a million
	// Progress is told how far the proof has come, and cancels it by returning an
	// error. It may be nil.
	Progress func(Progress) error
}

// Prove looks, for each sensitive cell, for other tables of whole numbers that
// agree with everything published and in which the cell is another: one more or
// less, or as far apart as the interval asks. Where there are none, more is
// hidden. Every table is checked by substitution. The pattern given is used up.
// It is an error when a cell can be neither proved nor repaired.
func (p *Pattern) Prove(effort Effort) (*Proof, error) {
	a := newAudit(p)
	out := &Proof{Pattern: p, Before: p.Count(Secondary), audit: a}
	if effort.Pivots == 0 {
		effort.Pivots = 1_000_000
	}
	if err := tell(effort.Progress, StageAudit, 0, p.Count(Primary)); err != nil {
		return nil, err
	}
	a.run(false, 0)
	if len(a.unproved()) > 0 {
		var left []int
		if out.Repaired, left = a.repair(); len(left) > 0 {
			return nil, &Problem{What: fmt.Sprintf("the cell %s cannot be protected, and %d others: whoever knows that values are whole numbers can compute it closer than is allowed",
				strings.Join(p.table.Codes(left[0]), " "), len(left)-1), Mend: "let empty cells be hidden, force fewer cells open, ask for a smaller interval, or merge classes"}
		}
		out.Given = a.giveBack()
	}
	if effort.Full {
		a.run(true, effort.Pivots)
	}
	return out, nil
}

// Interval is what is proved possible of a hidden cell: no attacker who knows
// what is published can come closer. Both are the value of a published cell.
func (p *Proof) Interval(cell int) (lower, upper int64) {
	v := p.table.value[cell]
	if b := p.audit.bounds[cell]; b != nil {
		return v + b.low, v + b.high
	}
	return v, v
}

// Tables is how many other tables the proof rests on.
func (p *Proof) Tables() int { return len(p.audit.tables) }
