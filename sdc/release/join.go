// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/history"
)

// joined is a table with the dimensions of several releases of the same data,
// those of the new one first, and what each shows of it.
type joined struct {
	spec  *Spec
	table *sdc.Table
	now   sdc.View
	past  []sdc.View
}

// joining collects the dimensions of releases: one for each column of the data.
type joining struct {
	names   []string // of the joint dimensions
	columns [][]string
	missing []string
	seen    [][]classified // by joint dimension
}

// classified is how one release classifies a column.
type classified struct {
	release, dimension int // release 0 is the new one
	columns            []string
	dim                *sdc.Dimension
}

// join makes one table of what several releases tell of. The data is read once
// more unless all of them have the same dimensions and classes.
func (s *Spec) join(fsys fs.FS, data func() (io.Reader, error), source string, t *sdc.Table, now *history.Release, past []*history.Release, progress func(sdc.Progress) error) (*joined, error) {
	releases := append([]*history.Release{now}, past...)
	g := &joining{}
	for n, r := range releases {
		for i, d := range r.Dimensions {
			if err := g.take(n, i, d); err != nil {
				return nil, err
			}
		}
	}
	dims := make([]*sdc.Dimension, len(g.seen))
	views := make([]sdc.View, len(releases))
	for n := range views {
		views[n].Codes = make([]map[string]string, len(dims))
	}
	for i, seen := range g.seen {
		all := make([]*sdc.Dimension, len(seen))
		for k, c := range seen {
			all[k] = c.dim
		}
		d, names, err := sdc.Common(g.names[i], all...)
		if err != nil {
			return nil, err
		}
		dims[i] = d
		for k, c := range seen {
			views[c.release].Codes[i] = map[string]string{}
			for own, joint := range names[k] {
				views[c.release].Codes[i][joint] = own
			}
		}
	}
	out := &joined{now: views[0], past: views[1:]}
	for n, r := range past {
		out.past[n].Hidden = g.hides(n+1, r)
	}
	out.restrict(t)
	out.spec = s.over(g, dims)
	if g.alike(releases) && len(s.Recode) == 0 {
		out.table = t
		return out, nil
	}
	if f := formatOf(source); s.Given != nil || f != nil && f.Read != nil {
		return nil, &sdc.Problem{Source: source, What: "sums cannot be compared with a table of other dimensions or classes: what they share is not known", Mend: "give the rows"}
	}
	again, err := data()
	if err != nil {
		return nil, fmt.Errorf("read %s once more: %w", source, err)
	}
	out.table, err = out.spec.Table(fsys, again, source, progress)
	return out, err
}

// take puts a dimension to the others of the same column.
func (g *joining) take(release, dimension int, h history.Dimension) error {
	d, err := dimensionOf(h)
	if err != nil {
		return err
	}
	c := classified{release, dimension, h.Columns, d}
	i := slices.IndexFunc(g.columns, func(known []string) bool { return sameVariable(known, h.Columns) })
	if i < 0 || slices.ContainsFunc(g.seen[i], func(x classified) bool { return x.release == release }) {
		g.names, g.columns = append(g.names, g.free(h.Name)), append(g.columns, h.Columns)
		g.missing, g.seen = append(g.missing, h.Missing), append(g.seen, []classified{c})
		return nil
	}
	if len(h.Columns) > len(g.columns[i]) {
		g.columns[i] = h.Columns // divided further
	}
	g.seen[i] = append(g.seen[i], c)
	return nil
}

// sameVariable tells whether columns from coarse to fine are those of the other,
// or begin like them: then the one divides what the other does.
func sameVariable(a, b []string) bool {
	n := min(len(a), len(b))
	return slices.Equal(a[:n], b[:n])
}

// free is a name that no other dimension has.
func (g *joining) free(name string) string {
	out := name
	for i := 2; slices.Contains(g.names, out); i++ {
		out = fmt.Sprintf("%s (%d)", name, i)
	}
	return out
}

func dimensionOf(h history.Dimension) (*sdc.Dimension, error) {
	list := make([]sdc.Code, len(h.Codes))
	for i, c := range h.Codes {
		list[i] = sdc.Code{Code: c[0], Parent: c[1]}
	}
	d, err := sdc.NewDimension(h.Name, h.Total, list)
	if err != nil {
		return nil, err
	}
	for _, x := range h.Groups {
		if d, err = d.WithGroup(x.Code, x.Members...); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// alike tells whether all releases have the same dimensions, so that one table serves all.
func (g *joining) alike(releases []*history.Release) bool {
	return !slices.ContainsFunc(releases, func(r *history.Release) bool {
		return !slices.EqualFunc(r.Dimensions, releases[0].Dimensions, func(a, b history.Dimension) bool {
			return slices.Equal(a.Columns, b.Columns) && a.Total == b.Total && slices.Equal(a.Codes, b.Codes) &&
				slices.EqualFunc(a.Groups, b.Groups, func(x, y history.Group) bool { return x.Code == y.Code && slices.Equal(x.Members, y.Members) })
		})
	})
}

// hides answers for a release in the order of the joint table's dimensions.
func (g *joining) hides(release int, r *history.Release) func(codes []string) (hidden, known bool) {
	place := make([]int, len(r.Dimensions))
	for i, seen := range g.seen {
		for _, c := range seen {
			if c.release == release {
				place[c.dimension] = i
			}
		}
	}
	hidden := r.Hidden()
	own := make([]string, len(place))
	return func(codes []string) (bool, bool) {
		for i, at := range place {
			own[i] = codes[at]
		}
		return hidden(own)
	}
}

// restrict takes away from the new table's view the finest codes that went into
// merged classes: it does not show them.
func (j *joined) restrict(t *sdc.Table) {
	for i, d := range t.Dimensions() {
		shown := d.Codes()
		for joint, own := range j.now.Codes[i] {
			if !slices.Contains(shown, own) {
				delete(j.now.Codes[i], joint)
			}
		}
	}
}

// over is the specification over the joint dimensions.
func (s *Spec) over(g *joining, dims []*sdc.Dimension) *Spec {
	out := *s
	out.Recode, out.Tables, out.Dimensions, out.Impossible, out.Forced, out.earlier = nil, nil, nil, nil, nil, nil
	for i, d := range dims {
		out.Dimensions = append(out.Dimensions, Dimension{Name: g.names[i], Column: g.columns[i][len(g.columns[i])-1], Total: d.Total(), Missing: g.missing[i], made: d})
	}
	own := len(s.Dimensions)
	if len(s.Recode) > 0 {
		own = 0
		for _, seen := range g.seen {
			if seen[0].release == 0 {
				own++
			}
		}
	}
	if out.Rules.RowMinimum > 0 && out.Rules.RowOf == nil { // rows are made of the own dimensions but the last
		out.Rules.RowOf = slices.Clone(g.names[:max(1, own-1)])
	}
	wider := func(codes []string) []string {
		all := slices.Clone(codes)
		for _, d := range dims[min(len(all), len(dims)):] {
			all = append(all, d.Total())
		}
		return all
	}
	if len(s.Recode) == 0 {
		for _, z := range s.Impossible {
			out.Impossible = append(out.Impossible, wider(z))
		}
		for _, f := range s.Forced {
			f.Cell = wider(f.Cell)
			out.Forced = append(out.Forced, f)
		}
	}
	return &out
}
