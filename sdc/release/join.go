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
// those of the new one first, and the specification over it.
type joined struct {
	history.Joint
	spec *Spec
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
	views := history.Views(len(releases), len(dims))
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
			views[c.release].Codes[i] = history.Turned(names[k])
		}
	}
	out := &joined{Joint: history.Joint{Now: views[0], Past: views[1:]}}
	for i := range t.Dimensions() { // the own dimensions stand first
		out.At = append(out.At, i)
	}
	for n, r := range past {
		out.Past[n].Hidden = r.HiddenAt(g.places(n+1, r))
	}
	out.Restrict(t)
	out.spec = s.over(g, dims)
	if g.alike(releases) && len(s.Recode) == 0 {
		out.Table = t
		return out, nil
	}
	if f := formatOf(source); s.Given != nil || f != nil && f.Read != nil {
		return nil, &sdc.Problem{Source: source, What: "sums cannot be compared with a table of other dimensions or classes: what they share is not known", Mend: "give the rows"}
	}
	again, err := data()
	if err != nil {
		return nil, fmt.Errorf("read %s once more: %w", source, err)
	}
	out.Table, err = out.spec.Table(fsys, again, source, progress)
	return out, err
}

// take puts a dimension to the others of the same column.
func (g *joining) take(release, dimension int, h history.Dimension) error {
	d, err := h.Classes()
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

// alike tells whether all releases have the same dimensions, so that one table serves all.
func (g *joining) alike(releases []*history.Release) bool {
	return !slices.ContainsFunc(releases, func(r *history.Release) bool {
		return !slices.EqualFunc(r.Dimensions, releases[0].Dimensions, func(a, b history.Dimension) bool {
			return slices.Equal(a.Columns, b.Columns) && a.Total == b.Total && slices.Equal(a.Codes, b.Codes) &&
				slices.EqualFunc(a.Groups, b.Groups, func(x, y history.Group) bool { return x.Code == y.Code && slices.Equal(x.Members, y.Members) })
		})
	})
}

// places tells for each dimension of a release its place in the joint table.
func (g *joining) places(release int, r *history.Release) []int {
	place := make([]int, len(r.Dimensions))
	for i, seen := range g.seen {
		for _, c := range seen {
			if c.release == release {
				place[c.dimension] = i
			}
		}
	}
	return place
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
