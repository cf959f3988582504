// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/history"
)

// classification is one table's view of a column.
type classification struct {
	of  int // the table: 0 the new one, then those that are out
	dim *sdc.Dimension
}

// joint reads the columns that the tables have together and makes one table of
// them, with the classes of each.
func (s *Service) joint(ctx context.Context, t *table, on step, past []*history.Release) (*history.Joint, error) {
	dims, by, err := t.gathered(on, past)
	if err != nil {
		return nil, err
	}
	if len(dims) > mostDims+2 {
		return nil, problem("", "too-many-dimensions")
	}
	for _, x := range dims { // a column that was shown and that the promise no longer has
		if t.set.column(x.Column) == nil {
			return nil, problem("", "column-gone", x.Column)
		}
	}
	r := t.request
	r.Dims = dims
	d := t.data
	if !hasAll(d.columns, dims) {
		if d, err = s.read(ctx, t.work, t.set, r.columns(t.set), r.Unit); err != nil {
			return nil, err
		}
		d.unname(t.set, dims)
	}
	base, err := t.built(dims, nil, d)
	if err != nil {
		return nil, err
	}
	views := history.Views(len(past)+1, len(dims))
	hierarchies := map[string]*sdc.Dimension{}
	for i, x := range dims {
		all := []*sdc.Dimension{base.Dimensions()[i]}
		for _, c := range by[x.Column] {
			all = append(all, c.dim)
		}
		whole, names, err := sdc.Common(x.Column, all...)
		if err != nil {
			return nil, notProtected(err)
		}
		hierarchies[x.Column] = whole
		for n, c := range by[x.Column] {
			views[c.of].Codes[i] = history.Turned(names[n+1])
		}
	}
	out := &history.Joint{Now: views[0], Past: views[1:]}
	if out.Table, err = t.built(dims, hierarchies, d); err != nil {
		return nil, err
	}
	place := func(column string) int { return slices.IndexFunc(dims, func(x Dim) bool { return x.Column == column }) }
	for _, d := range on.table.Dimensions() {
		out.At = append(out.At, place(d.Name()))
	}
	out.Restrict(on.table)
	for n, r := range past {
		places := make([]int, len(r.Dimensions))
		for i, d := range r.Dimensions {
			places[i] = place(d.Name)
		}
		out.Past[n].Hidden = r.HiddenAt(places)
	}
	return out, nil
}

func hasAll(columns []string, dims []Dim) bool {
	return !slices.ContainsFunc(dims, func(x Dim) bool { return !slices.Contains(columns, x.Column) })
}

// gathered lists the columns that the tables have together, each at the finest
// grain that any of them has, and how each table classes it.
func (t *table) gathered(on step, past []*history.Release) (dims []Dim, by map[string][]classification, err error) {
	by = map[string][]classification{}
	take := func(of int, name string, grain Grain, d *sdc.Dimension) {
		i := slices.IndexFunc(dims, func(x Dim) bool { return x.Column == name })
		if i < 0 {
			dims = append(dims, Dim{name, grain})
		} else if grain == GrainMonth {
			dims[i].Grain = grain
		}
		by[name] = append(by[name], classification{of, d})
	}
	releases := append([]*history.Release{t.release(on, nil)}, past...)
	for n, r := range releases {
		for _, h := range r.Dimensions {
			d, err := h.Classes()
			if err != nil {
				return nil, nil, notProtected(err)
			}
			take(n, h.Name, grainOf(h), d)
		}
	}
	return dims, by, nil
}

// grainOf reads the grain out of the columns of a dimension that is out.
func grainOf(h history.Dimension) Grain {
	last := h.Columns[len(h.Columns)-1]
	if g, ok := strings.CutPrefix(last, h.Name+":"); ok {
		return Grain(g)
	}
	return GrainCode
}
