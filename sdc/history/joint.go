// SPDX-License-Identifier: EUPL-1.2

package history

import (
	"slices"

	"github.com/lupaus/lupaus/sdc"
)

// Joint is a table of the dimensions of several releases of the same data, with
// what each of them shows of it: the new one, and those that are out.
type Joint struct {
	Table *sdc.Table
	At    []int // by dimension of the new release: its place in the table
	Now   sdc.View
	Past  []sdc.View
}

// Views makes room for what so many releases, the new one first, show of so many dimensions.
func Views(releases, dims int) []sdc.View {
	out := make([]sdc.View, releases)
	for i := range out {
		out[i].Codes = make([]map[string]string, dims)
	}
	return out
}

// Turned turns names around: from what the whole calls a code to what a release does.
func Turned(names map[string]string) map[string]string {
	out := make(map[string]string, len(names))
	for own, whole := range names {
		out[whole] = own
	}
	return out
}

// Classes is the code list of a dimension, with its groups.
func (d Dimension) Classes() (*sdc.Dimension, error) {
	list := make([]sdc.Code, len(d.Codes))
	for i, c := range d.Codes {
		list[i] = sdc.Code{Code: c[0], Parent: c[1]}
	}
	out, err := sdc.NewDimension(d.Name, d.Total, list)
	if err != nil {
		return nil, err
	}
	for _, g := range d.Groups {
		if out, err = out.WithGroup(g.Code, g.Members...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// HiddenAt is Hidden for codes that stand elsewhere: place tells, for each
// dimension of the release, which of them is its own.
func (r *Release) HiddenAt(place []int) func(codes []string) (hidden, known bool) {
	hidden := r.Hidden()
	own := make([]string, len(place))
	return func(codes []string) (bool, bool) {
		for i, at := range place {
			own[i] = codes[at]
		}
		return hidden(own)
	}
}

// Restrict takes away from what the new release shows the codes that the table
// does not have: those that went into its merged classes.
func (j *Joint) Restrict(t *sdc.Table) {
	for i, d := range t.Dimensions() {
		shown, codes := d.Codes(), j.Now.Codes[j.At[i]]
		for whole, own := range codes {
			if !slices.Contains(shown, own) {
				delete(codes, whole)
			}
		}
	}
}

// Hide protects all releases as one system, and gives the cells of the new
// table that are hidden in it and that its own verdicts do not find sensitive:
// they would follow from several releases together. Known is how many sensitive
// cells follow from what is out already, whatever is hidden now.
//
// Keeps: TK-188, TK-203
func (j *Joint) Hide(t *sdc.Table, own *sdc.Verdicts, suppress func(*sdc.Table) (*sdc.Pattern, error)) (cells [][]string, known int, err error) {
	x, err := j.Table.Across(j.Now, j.Past...)
	if err != nil {
		return nil, 0, err
	}
	p, err := suppress(x)
	if err != nil {
		return nil, 0, err
	}
	codes := make([]string, len(t.Dimensions()))
	for c := range x.Cells() {
		if !x.Now(c) || !p.Hidden(c) {
			continue
		}
		all := x.Codes(c)
		for i, at := range j.At {
			codes[i] = j.Now.Codes[at][all[at]]
		}
		cell, err := t.Cell(codes...)
		if err != nil {
			return nil, 0, err
		}
		if len(own.Findings(cell)) == 0 && !t.Left(cell) {
			cells = append(cells, slices.Clone(codes))
		}
	}
	return cells, len(p.Known()), nil
}
