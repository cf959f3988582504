// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"strings"
)

// Reveal publishes cells that were hidden for the sake of others and that
// everybody can compute all the same, such as empty cells whose total is
// nought. Nothing is told that way, and the proof stays as it is: it is an error
// when a cell is sensitive, or when any table of the proof says something else of it.
func (p *Proof) Reveal(cells ...int) error {
	for _, c := range cells {
		if l, u := p.Interval(c); p.status[c] != Secondary || l != u {
			return &Problem{What: fmt.Sprintf("the cell %s is not known to everybody", strings.Join(p.table.Codes(c), " "))}
		}
	}
	for _, c := range cells {
		p.status[c] = Published
	}
	return nil
}
