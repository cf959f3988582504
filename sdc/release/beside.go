// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/history"
)

// Beside is what earlier releases of the same data did to a table.
type Beside struct {
	Releases []int            // their numbers, of those that tell of the same variable
	Hidden   int              // cells that are hidden because of them alone
	Known    int              // sensitive cells that follow from what is out already, whatever is hidden now
	Changes  []history.Change // cells that another edition of the data shows with almost the same count
}

// besideReason stands in the checker's files for cells that only earlier releases make sensitive.
const besideReason = "it would follow from this table and earlier releases together"

// ProtectBeside protects a table like [Spec.Protect], beside what was published
// of the same data before: all of it is one system, in which no sensitive cell
// follows from several tables either. What is hidden for that is hidden like a
// sensitive cell. Data is read again when earlier tables have other dimensions
// or classes.
//
// Keeps: TK-188, TK-203
func (s *Spec) ProtectBeside(fsys fs.FS, data io.ReadSeeker, source string, past []*history.Release, progress func(sdc.Progress) error) (*Outcome, error) {
	if s.Method != nil {
		return nil, errors.New("a table whose figures are changed cannot be compared with earlier releases: leave the releases or the method out")
	}
	if err := s.valid(); err != nil {
		return nil, err
	}
	raw, digest, err := s.Read(fsys, data, source, progress)
	if err != nil {
		return nil, err
	}
	if s, err = s.Decided(fsys, raw); err != nil {
		return nil, err
	}
	t, err := s.recoded(raw)
	if err != nil {
		return nil, err
	}
	now, err := s.released(raw, t, nil)
	if err != nil {
		return nil, err
	}
	now.Data = digest
	own := *s
	beside := &Beside{}
	var same []*history.Release
	for _, r := range past {
		if r.Variable == now.Variable && r.Data == now.Data {
			same, beside.Releases = append(same, r), append(beside.Releases, r.Number)
		}
	}
	if len(same) > 0 {
		again := func() (io.Reader, error) {
			_, err := data.Seek(0, io.SeekStart)
			return data, err
		}
		forced, known, err := s.hiddenBeside(fsys, again, source, t, now, same, progress)
		if err != nil {
			return nil, err
		}
		own.Forced, beside.Hidden, beside.Known = append(slices.Clone(s.Forced), forced...), len(forced), known
	}
	out, err := own.Hide(t, progress)
	if err != nil {
		return nil, err
	}
	out.Spec, out.Source, out.Digest, out.Beside = s, source, digest, beside
	if out.Release, err = s.released(raw, t, out); err != nil {
		return nil, err
	}
	out.Release.Data = digest
	beside.Changes = history.Changes(past, out.Release, s.Rules.MinimumUnits)
	return out, nil
}

// variable is what the cells tell of.
func (s *Spec) variable() string {
	return strings.Join(slices.DeleteFunc([]string{s.Value, s.Statistic, s.Lower, s.Weight}, func(x string) bool { return x == "" }), "/")
}

// released is the table as the world sees it. Below a merged class stand the
// finest codes that went into it, so that a later table can be compared; its
// cells are those of the class alone. Without an outcome it has no cells.
func (s *Spec) released(raw, t *sdc.Table, o *Outcome) (*history.Release, error) {
	r := &history.Release{Title: s.Title, Variable: s.variable(), Decimals: t.FigureDecimals()}
	for _, d := range t.Dimensions() {
		h, err := s.releasedDimension(raw, d)
		if err != nil {
			return nil, err
		}
		r.Dimensions = append(r.Dimensions, *h)
	}
	if o == nil {
		return r, nil
	}
	for _, c := range o.shownCells() {
		cell := history.Cell{Codes: t.Codes(c)}
		if v, defined := t.Figure(c); defined && !o.hides(c) {
			cell.Value = &v
		}
		r.Cells = append(r.Cells, cell)
	}
	return r, nil
}

// releasedDimension is a dimension with the finest codes of the data.
func (s *Spec) releasedDimension(raw *sdc.Table, d *sdc.Dimension) (*history.Dimension, error) {
	i := slices.IndexFunc(s.Dimensions, func(x Dimension) bool { return x.Name == d.Name() })
	spec := s.Dimensions[i]
	h := &history.Dimension{Name: d.Name(), Columns: spec.Levels, Total: d.Total(), Missing: spec.Missing}
	if spec.Column != "" {
		h.Columns = []string{spec.Column}
	}
	from := raw.Dimensions()[i]
	inside := map[string]string{} // finest code to the class that it went into
	for _, leaf := range leavesOf(from) {
		to, err := s.wentInto(from, d, leaf)
		if err != nil {
			return nil, err
		}
		if to != leaf {
			inside[leaf] = to
		}
	}
	parent := func(code string) string {
		if p := d.Parent(code); p != d.Total() {
			return p
		}
		return ""
	}
	for _, c := range d.Codes()[1:] {
		if d.Parent(c) == "" { // a group stands beside the tree
			h.Groups = append(h.Groups, history.Group{Code: c, Members: d.Parts(c)})
			continue
		}
		h.Codes = append(h.Codes, [2]string{c, parent(c)})
	}
	for _, leaf := range leavesOf(from) {
		if to, ok := inside[leaf]; ok {
			h.Codes = append(h.Codes, [2]string{leaf, to})
		}
	}
	return h, nil
}

// leavesOf lists the finest codes of a dimension.
func leavesOf(d *sdc.Dimension) (out []string) {
	for _, c := range d.Codes()[1:] {
		if len(d.Parts(c)) == 0 {
			out = append(out, c)
		}
	}
	return out
}

// wentInto follows a finest code of the data through the changes of classes.
func (s *Spec) wentInto(from, to *sdc.Dimension, code string) (string, error) {
	line := []string{code} // the class where it is now, and the classes above
	for p := from.Parent(code); p != "" && p != from.Total(); p = from.Parent(p) {
		line = append(line, p)
	}
	known := slices.Clone(to.Codes()[1:])
	for _, r := range s.Recode {
		if r.Dimension != from.Name() || len(r.Merge) == 0 || len(r.Within) > 0 {
			continue
		}
		into := r.Into
		if into == "" {
			into = strings.Join(r.Merge, "+")
		}
		if i := slices.IndexFunc(line, func(c string) bool { return slices.Contains(r.Merge, c) }); i >= 0 {
			line = append([]string{into}, line[i+1:]...)
		}
	}
	for _, c := range line {
		if slices.Contains(known, c) {
			return c, nil
		}
	}
	return "", fmt.Errorf("recode: it cannot be told into which class of %s the code %q went, so the table cannot be compared with others", from.Name(), short(code))
}

// hiddenBeside finds what has to be hidden of a table because of those that are
// out, by protecting all of them as one system.
func (s *Spec) hiddenBeside(fsys fs.FS, data func() (io.Reader, error), source string, t *sdc.Table, now *history.Release, past []*history.Release, progress func(sdc.Progress) error) (forced []Forced, known int, err error) {
	j, err := s.join(fsys, data, source, t, now, past, progress)
	if err != nil {
		return nil, 0, fmt.Errorf("beside earlier releases: %w", err)
	}
	verdicts, err := s.asked(t, nil)
	if err != nil {
		return nil, 0, err
	}
	cells, known, err := j.Hide(t, verdicts, func(x *sdc.Table) (*sdc.Pattern, error) { return j.spec.Suppress(x, nil) })
	if err != nil {
		return nil, 0, fmt.Errorf("beside earlier releases: %w", err)
	}
	for _, c := range cells {
		forced = append(forced, Forced{Cell: c, Reason: besideReason})
	}
	return forced, known, nil
}
