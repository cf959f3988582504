// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// slice is a part of the table that fits on a page: the last dimension across,
// the one before it down, and one code of every other.
type slice struct {
	ID, Caption string
	Hidden      int
	Down        string // the name of the dimension that goes down, "" when there is one only
	Columns     []header
	Rows        []gridRow
}

type header struct {
	Code  string
	Depth int
}

type gridRow struct {
	header
	Cells []reportCell
}

// draw makes the slices of a table, in the order in which people read.
func (v *reportView) draw(o *Outcome) {
	t := o.Pattern.Table()
	dims := t.Dimensions()
	order := t.Reading()
	across := len(dims[len(dims)-1].Codes())
	down := 1
	if len(dims) > 1 {
		down = len(dims[len(dims)-2].Codes())
	}
	for at := 0; at < len(order); at += across * down {
		s := slice{ID: fmt.Sprintf("s%d", at/(across*down)+1)}
		first := t.Codes(order[at])
		s.Caption = strings.Join(first[:max(0, len(dims)-2)], " · ")
		last := dims[len(dims)-1]
		for _, c := range order[at : at+across] {
			code := t.Codes(c)[len(dims)-1]
			s.Columns = append(s.Columns, header{code, last.Depth(code)})
		}
		for row := at; row < at+across*down; row += across {
			s.Rows = append(s.Rows, v.row(o, dims, order[row:row+across]))
		}
		if len(dims) > 1 {
			s.Down = dims[len(dims)-2].Name()
		}
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				if c.Status == sdc.Primary.String() || c.Status == sdc.Secondary.String() {
					s.Hidden++
				}
				v.AnyAbsent = v.AnyAbsent || c.Status == sdc.Absent.String()
			}
		}
		v.Slices = append(v.Slices, s)
	}
	v.Contents = len(v.Slices) > 1
}

func (v *reportView) row(o *Outcome, dims []*sdc.Dimension, cells []int) (out gridRow) {
	if len(dims) > 1 {
		d := dims[len(dims)-2]
		code := o.Pattern.Table().Codes(cells[0])[len(dims)-2]
		out.header = header{code, d.Depth(code)}
	}
	for _, c := range cells {
		out.Cells = append(out.Cells, v.cell(o, c))
	}
	return out
}

// bar draws what an attacker can take for possible on a line from nought, or
// from below where values have signs.
type bar struct{ From, Wide, At string }

// barWidth is the width of the line, in the units of the drawing.
const barWidth = 160

func newBar(lower, value, upper int64) *bar {
	from, to := min(float64(lower), 0), max(float64(upper)*1.1, 1)
	scale := func(v int64) float64 { return (float64(v) - from) / (to - from) * barWidth }
	wide := max(scale(upper)-scale(lower), 2)
	return &bar{From: fmt.Sprintf("%.1f", scale(lower)), Wide: fmt.Sprintf("%.1f", wide), At: fmt.Sprintf("%.1f", scale(value))}
}

// spoken is a cell of the grid with the words that it needs.
type spoken struct {
	reportCell
	speaker
}

// Of gives a cell its words.
func (v *reportView) Of(c reportCell) spoken { return spoken{c, v.speaker} }

// Place says in words where a cell stands.
func (s spoken) Place() string { return strings.Join(s.Codes, " · ") }
