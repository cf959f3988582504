// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/lupaus/lupaus/sdc"
)

// Attacked is what somebody can make of a published table who has nothing but
// the table, knows that its numbers are whole (in their last decimal) and, when
// none is negative, that none is.
type Attacked struct {
	Cells   int      // cells that the codes make
	Hidden  int      // cells with the mark
	Missing int      // cells that do not stand in the file; they are taken as unknown
	Form    []string // what is wrong with the file itself
	Sums    []string // totals that are not what their parts add up to
	Follows []Closed // hidden cells whose value follows
	Bounds  []Closed // all hidden cells with the bounds of what they can be, narrowest first
	Whole   bool     // every bound is as narrow as there is; otherwise some are wider than an attacker's
	Lost    int      // relations that were left out, as their numbers became too large
	Figures bool     // means or ratios are published: only what follows by adding once their sums are known was looked for
	Learnt  []string // dimensions whose code list was guessed from the codes
	forms   int
}

// Closed is a hidden cell and what can be known of it.
type Closed struct {
	Codes        []string
	Lower, Upper int64 // scaled
	Open         bool  // there is no upper bound
	Linear       bool  // it follows by adding and subtracting alone
	Decimals     int
	figure       bool // a mean or a ratio, whose value is not computed
}

// String says it in a line.
func (c Closed) String() string {
	lower, upper := sdc.FormatNumber(c.Lower, c.Decimals), sdc.FormatNumber(c.Upper, c.Decimals)
	switch {
	case c.figure && c.Linear:
		return fmt.Sprintf("%v follows by adding and subtracting, for whoever knows the sums behind the figures", c.Codes)
	case c.Open:
		return fmt.Sprintf("%v is %s or more", c.Codes, lower)
	case c.Linear:
		return fmt.Sprintf("%v is %s: it follows by adding and subtracting", c.Codes, lower)
	case c.Lower == c.Upper:
		return fmt.Sprintf("%v is %s: nothing else is possible with whole numbers that are not negative", c.Codes, lower)
	}
	return fmt.Sprintf("%v is from %s to %s", c.Codes, lower, upper)
}

// Safe tells whether nothing was found.
func (a *Attacked) Safe() bool { return len(a.Form) == 0 && len(a.Sums) == 0 && len(a.Follows) == 0 }

// mostListed bounds lists of findings of one kind.
const mostListed = 100

func (a *Attacked) form(format string, args ...any) {
	if a.forms++; a.forms <= mostListed {
		a.Form = append(a.Form, fmt.Sprintf(format, args...))
	}
}

// Attack looks at a published table as the world does. Code lists are those of
// the file of codes beside it when there is one, else of the specification, else
// they are learnt from the table's own codes. No secret is needed.
//
// The rows of the table are read into relations between cells: every code is
// the sum of its parts. What can be computed is found by elimination in exact
// fractions, and how far each hidden cell can lie by the simplex method in the
// same fractions. Nothing of the search that hid the cells is used.
//
// Keeps: TK-203, TK-188
func Attack(spec *Spec, fsys fs.FS, codes, published io.Reader, source string) (*Attacked, error) {
	lists, err := readCodes(codes)
	if err != nil {
		return nil, err
	}
	p, err := readPublished(published, source, spec)
	if err != nil {
		return nil, err
	}
	a := &Attacked{}
	if err := p.arrange(a, spec, fsys, lists); err != nil {
		return nil, err
	}
	p.fill(a, spec)
	if spec.Method != nil && !spec.additive() {
		return a, nil // figures stand by themselves, and nothing is hidden
	}
	if a.Figures = !spec.sums(); a.Figures {
		p.signed = true
		clear(p.value) // what follows once the sums behind the figures are known does not depend on them
	}
	s := p.relations(a)
	if len(a.Sums) > 0 {
		if len(a.Learnt) > 0 {
			a.form("the code lists of %v were learnt from the codes, which may be why sums do not add up: put %s beside the table", a.Learnt, CodesFile)
		}
		return a, nil // what contradicts itself tells nothing
	}
	a.Whole, a.Lost = true, s.lost
	bounds := p.bounds(a, s)
	for _, cell := range p.unknown {
		if !p.marked[cell] {
			continue
		}
		b := bounds[cell]
		c := Closed{Codes: p.codesOf(cell), Lower: b.low, Upper: b.high, Open: b.open, Decimals: p.decimals, figure: a.Figures}
		if row := s.rows[cell]; row != nil && len(row.at) == 0 {
			c.Linear = true
		}
		if !c.Open && c.Lower >= c.Upper {
			a.Follows = append(a.Follows, c)
		}
		a.Bounds = append(a.Bounds, c)
	}
	slices.SortStableFunc(a.Bounds, func(x, y Closed) int {
		if x.Open != y.Open {
			if x.Open {
				return 1
			}
			return -1
		}
		if x.Open {
			return 0
		}
		return cmp.Compare(x.Upper-x.Lower, y.Upper-y.Lower)
	})
	return a, nil
}

// relations reads every code of every dimension as the sum of its parts.
func (p *publishedTable) relations(a *Attacked) *system {
	open := p.openRelations(a)
	s := newSystem()
	for _, l := range open {
		if !s.add(l) && len(a.Sums) == 0 {
			a.Sums = append(a.Sums, "hidden cells would have to differ from one total to another: the table contradicts itself")
		}
	}
	return s
}

// openRelations lists the relations that hold of unknown cells, short ones first.
// Those of known cells alone are compared.
func (p *publishedTable) openRelations(a *Attacked) (open []line) {
	wrong := 0
	for i, d := range p.dims {
		for n, parts := range p.parts[i] {
			if len(parts) == 0 {
				continue
			}
			p.each(i, func(offset int) {
				l := p.relation(offset, i, int32(n), parts)
				if len(l.at) > 0 {
					open = append(open, l)
					return
				}
				if l.b == 0 {
					return
				}
				if wrong++; wrong <= mostListed {
					cell := offset + n*p.stride[i]
					a.Sums = append(a.Sums, fmt.Sprintf("%v is %s, and its parts of %s add up to %s", p.codesOf(int32(cell)), sdc.FormatNumber(p.value[cell], p.decimals),
						d.Name(), sdc.FormatNumber(p.value[cell]+l.b, p.decimals)))
				}
			})
		}
	}
	slices.SortStableFunc(open, func(x, y line) int { return cmp.Compare(len(x.at), len(y.at)) })
	return open
}

// relation says that a cell is the sum of its parts: nought is the parts less the cell.
func (p *publishedTable) relation(offset, dim int, node int32, parts []int32) line {
	factor := map[int32]int64{int32(offset + int(node)*p.stride[dim]): -1}
	for _, x := range parts {
		factor[int32(offset+int(x)*p.stride[dim])]++
	}
	var l line
	for cell, f := range factor {
		if p.known[cell] {
			l.b += f * p.value[cell]
		} else {
			l.at = append(l.at, cell)
		}
	}
	slices.Sort(l.at)
	for _, cell := range l.at {
		l.c = append(l.c, factor[cell])
	}
	return l
}
