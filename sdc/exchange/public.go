// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"github.com/lupaus/lupaus/sdc"
)

// Mark stands for every hidden cell, as package release writes it.
const Mark = ".."

// AbsentMark stands for cells that belong to no published table, where a format
// wants something for every combination of codes.
const AbsentMark = "..."

// Undefined stands where a mean or a ratio has nothing to be divided by.
const Undefined = "-"

// public is what the world may see of a table. The writers of the world's
// edition take this and nothing else, so that they cannot tell anything of why a
// cell is hidden: a visible difference between sensitive cells and those that
// protect them would tell that the first are small.
//
// Keeps: TK-201, TK-257
type public struct {
	kind     string // count, value, mean or ratio
	decimals int
	dims     []publicDimension
	cells    []publicCell // in the order of the dimensions' codes, the last fastest
}

// publicDimension is a code list in reading order: the total, each code before its parts, groups last.
type publicDimension struct {
	name   string
	codes  []string
	parent []string // "" for the total and for groups
}

// publicCell is a value, or nothing.
type publicCell struct {
	value     string
	number    int64
	hidden    bool
	absent    bool
	undefined bool
}

// publish takes from a pattern what the world may see. Where figures were
// changed instead of hidden these are what is published, all of them.
func publish(p *sdc.Pattern, changed *sdc.Changed) *public {
	t := p.Table()
	out := &public{kind: kinds[t.Statistic()], decimals: t.FigureDecimals()}
	if changed != nil {
		out.decimals = t.Decimals()
	}
	for _, d := range t.Dimensions() {
		pd := publicDimension{name: d.Name(), codes: readingOrder(d)}
		for _, c := range pd.codes {
			pd.parent = append(pd.parent, d.Parent(c))
		}
		out.dims = append(out.dims, pd)
	}
	out.cells = make([]publicCell, 0, t.Cells())
	for _, c := range t.Reading() {
		cell := publicCell{absent: outside(p, c)}
		switch {
		case cell.absent:
		case changed != nil:
			cell.number = changed.Value(c)
		case p.Hidden(c):
			cell.hidden = true
		default:
			v, defined := t.Figure(c)
			if cell.undefined = !defined; defined {
				cell.number = v
			}
		}
		if !cell.absent && !cell.hidden && !cell.undefined {
			cell.value = sdc.FormatNumber(cell.number, out.decimals)
		}
		out.cells = append(out.cells, cell)
	}
	return out
}

// kinds are the words for what a table publishes.
var kinds = map[sdc.Statistic]string{sdc.StatisticCount: "count", sdc.StatisticSum: "value", sdc.StatisticMean: "mean", sdc.StatisticRatio: "ratio"}

// outside tells whether a cell has no place in the published table: it belongs to
// none, is replaced by coarser classes, or is part of another table only. It may
// be sensitive all the same.
func outside(p *sdc.Pattern, c int) bool {
	t := p.Table()
	return p.Status(c) == sdc.Absent || t.Left(c) || !t.Now(c)
}

// readingOrder lists the codes of a dimension as people read them.
func readingOrder(d *sdc.Dimension) []string {
	out := make([]string, 0, len(d.Codes()))
	var walk func(code string)
	seen := map[string]bool{}
	walk = func(code string) {
		seen[code] = true
		out = append(out, code)
		for _, p := range d.Parts(code) {
			walk(p)
		}
	}
	walk(d.Total())
	for _, c := range d.Codes() {
		if !seen[c] { // a group: its members stand in the tree already
			out = append(out, c)
		}
	}
	return out
}

// each calls do for every cell with its codes. The slice is used again.
func (p *public) each(do func(codes []string, c publicCell) error) error {
	at, codes := make([]int, len(p.dims)), make([]string, len(p.dims))
	for i, d := range p.dims {
		codes[i] = d.codes[0]
	}
	for _, c := range p.cells {
		if err := do(codes, c); err != nil {
			return err
		}
		for i := len(at) - 1; i >= 0; i-- {
			if at[i]++; at[i] == len(p.dims[i].codes) {
				at[i] = 0
			}
			codes[i] = p.dims[i].codes[at[i]]
			if at[i] > 0 {
				break
			}
		}
	}
	return nil
}
