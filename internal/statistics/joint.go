// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/history"
)

// joint is a table of the dimensions of several tables of the same data, with
// what each of them shows of it.
type joint struct {
	table *sdc.Table
	at    []int // by dimension of the new table: its place in this one
	now   sdc.View
	past  []sdc.View
}

// classification is one table's view of a column.
type classification struct {
	of  int // the table: 0 the new one, then those that are out
	dim *sdc.Dimension
}

// joint reads the columns that the tables have together and makes one table of
// them, with the classes of each.
func (s *Service) joint(ctx context.Context, t *table, on step, past []*history.Release) (*joint, error) {
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
	out := &joint{at: make([]int, len(on.table.Dimensions()))}
	views := make([]sdc.View, len(past)+1)
	for i := range views {
		views[i].Codes = make([]map[string]string, len(dims))
	}
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
			views[c.of].Codes[i] = turned(names[n+1])
		}
	}
	if out.table, err = t.built(dims, hierarchies, d); err != nil {
		return nil, err
	}
	out.now, out.past = views[0], views[1:]
	out.restrict(on, past, dims)
	return out, nil
}

func hasAll(columns []string, dims []Dim) bool {
	return !slices.ContainsFunc(dims, func(x Dim) bool { return !slices.Contains(columns, x.Column) })
}

// turned turns names around: from what the whole calls a code to what a table does.
func turned(names map[string]string) map[string]string {
	out := make(map[string]string, len(names))
	for own, whole := range names {
		out[whole] = own
	}
	return out
}

// restrict takes away what a table has as the members of a merged class and does
// not show, and says what those that are out hide.
func (j *joint) restrict(on step, past []*history.Release, dims []Dim) {
	for i, d := range on.table.Dimensions() {
		j.at[i] = slices.IndexFunc(dims, func(x Dim) bool { return x.Column == d.Name() })
		shown := d.Codes()
		for whole, own := range j.now.Codes[j.at[i]] {
			if !slices.Contains(shown, own) {
				delete(j.now.Codes[j.at[i]], whole)
			}
		}
	}
	for n, r := range past {
		places := make([]int, len(r.Dimensions))
		for i, d := range r.Dimensions {
			places[i] = slices.IndexFunc(dims, func(x Dim) bool { return x.Column == d.Name })
		}
		hidden := r.Hidden()
		j.past[n].Hidden = func(codes []string) (bool, bool) {
			own := make([]string, len(places))
			for i, at := range places {
				own[i] = codes[at]
			}
			return hidden(own)
		}
	}
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
			d, err := dimensionOf(h)
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

// dimensionOf makes the code list of a dimension that is out.
func dimensionOf(h history.Dimension) (*sdc.Dimension, error) {
	var list []sdc.Code
	for _, c := range h.Codes {
		list = append(list, sdc.Code{Code: c[0], Parent: c[1]})
	}
	return sdc.NewDimension(h.Name, h.Total, list)
}
