// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"slices"

	"github.com/lupaus/lupaus/sdc"
)

// How much of a table is drawn.
const (
	mostDrawnRows    = 300
	mostDrawnColumns = 80
)

// Grid is a table to be drawn: the first dimension downwards, the second across,
// the others cut at one code each.
type Grid struct {
	Down, Across *DimView // Across is nil for a table of one dimension
	Cuts         []Cut
	Rows         []GridRow
	Decimals     int
	LeftOut      int // rows that are not drawn
}

// Cut is a dimension that is not drawn and the code it is cut at.
type Cut struct {
	Dim  DimView
	Code string
}

// GridRow is one line.
type GridRow struct {
	Code  CodeView
	Cells []GridCell
}

// Mark is what is told of a cell.
type Mark string

// The marks. Whoever may only count is told published, hidden and waiting, and
// nothing that would tell a sensitive cell from another that is hidden.
const (
	MarkPublished Mark = "published" // or what will be
	MarkSensitive Mark = "sensitive"
	MarkSecondary Mark = "secondary"
	MarkHidden    Mark = "hidden"
	MarkAbsent    Mark = "absent"  // published nowhere
	MarkWaiting   Mark = "waiting" // nothing may be told yet
)

// GridCell is one cell. Value, count, findings and bounds are those that the
// reader may see.
type GridCell struct {
	Mark         Mark
	Value        int64
	HasValue     bool
	Units        int64
	Findings     []sdc.Finding
	Lower, Upper int64
	HasBounds    bool
}

// grid draws a table. It is nil where there is nothing that may be seen.
func (t *table) grid(now *step, where map[string]string) *Grid {
	dims := now.table.Dimensions()
	down := t.dimView(now, dims[0])
	g := &Grid{Down: &down, Decimals: now.table.FigureDecimals()}
	var across []CodeView
	if len(dims) > 1 {
		a := t.dimView(now, dims[1])
		g.Across, across = &a, a.Codes
		if len(across) > mostDrawnColumns {
			return nil
		}
	}
	at := make([]string, len(dims))
	for i := 2; i < len(dims); i++ {
		d := t.dimView(now, dims[i])
		at[i] = dims[i].Total()
		if c := where[d.Name]; slices.ContainsFunc(d.Codes, func(x CodeView) bool { return x.Code == c }) {
			at[i] = c
		}
		g.Cuts = append(g.Cuts, Cut{d, at[i]})
	}
	for _, code := range down.Codes {
		if len(g.Rows) == mostDrawnRows {
			g.LeftOut++
			continue
		}
		row := GridRow{Code: code}
		at[0] = code.Code
		for i := range max(1, len(across)) {
			if len(dims) > 1 {
				at[1] = across[i].Code
			}
			row.Cells = append(row.Cells, t.cell(now, at))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

// cell is what the reader may see of a cell.
func (t *table) cell(now *step, codes []string) GridCell {
	c, err := now.table.Cell(codes...)
	if err != nil {
		return GridCell{Mark: MarkAbsent}
	}
	if !t.set.Sees {
		return t.shownCell(now, c)
	}
	out := GridCell{Mark: MarkPublished, Units: now.table.Units(c), Findings: now.verdicts.Findings(c)}
	out.Value, out.HasValue = now.table.Figure(c)
	if len(out.Findings) > 0 {
		out.Mark = MarkSensitive
	}
	if t.done == nil {
		return out
	}
	switch t.done.Pattern.Status(c) {
	case sdc.Primary:
		out.Mark = MarkSensitive
		out.Findings = t.done.Pattern.Verdicts().Findings(c)
	case sdc.Secondary:
		out.Mark = MarkSecondary
	case sdc.Absent:
		out.Mark = MarkAbsent
	}
	if p := t.done.Proof; p != nil && t.done.Pattern.Hidden(c) && !t.request.Mean {
		out.Lower, out.Upper = p.Interval(c)
		out.HasBounds = true
	}
	return out
}

// shownCell is what somebody who may only count sees: what is published, and one
// mark for all that is hidden.
//
// Keeps: TTL-27, AMS-46, AMS-50, TAM-273
func (t *table) shownCell(now *step, c int) GridCell {
	if t.done == nil || t.done.release == 0 {
		return GridCell{Mark: MarkWaiting}
	}
	switch {
	case t.done.Pattern.Status(c) == sdc.Absent:
		return GridCell{Mark: MarkAbsent}
	case t.done.Pattern.Hidden(c):
		return GridCell{Mark: MarkHidden}
	}
	out := GridCell{Mark: MarkPublished}
	out.Value, out.HasValue = now.table.Figure(c)
	return out
}
