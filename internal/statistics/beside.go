// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/history"
	"github.com/lupaus/lupaus/sdc/release"
)

// Tables of the same data that are shown one after the other are one system:
// what none of them tells can follow from all. So what was shown of a dataset is
// kept, as everybody has seen it, and a new table is protected beside it.

// protected hides and proves, beside what was shown of the dataset before. A
// table of somebody who sees it in no other way is out from then on.
func (s *Service) protected(ctx context.Context, t *table, on step, tell func(sdc.Progress) error) (*outcome, error) {
	store, err := history.Open(s.dir, t.datasetName())
	if err != nil {
		return nil, err
	}
	s.out.Lock() // nobody else shows a table of the same data meanwhile
	defer s.out.Unlock()
	past, err := store.Releases()
	if err != nil {
		return nil, errs.New(errs.Unavailable, "error.unavailable", "read what was published: %w", err)
	}
	past = slices.DeleteFunc(past, func(r *history.Release) bool { return r.Variable != t.variable() })
	spec := *t.spec
	out := &outcome{beside: len(past)}
	if len(past) > MostOut {
		return nil, problem("", "too-many-tables", strconv.Itoa(MostOut))
	}
	if len(past) > 0 && !t.again(on, past) {
		forced, err := s.hiddenBeside(ctx, t, on, past)
		if err != nil {
			return nil, err
		}
		spec.Forced, out.because = append(slices.Clone(spec.Forced), forced...), len(forced)
	}
	if out.Outcome, err = spec.Hide(on.table, tell); err != nil {
		return nil, notProtected(err)
	}
	out.Source, out.Digest = t.datasetName(), t.digest()
	if t.set.Sees {
		return out, nil // out when it is downloaded
	}
	return out, s.show(store, t, on, out, past)
}

// besideEarlier is the reason in the checker's report, which is in English where
// it quotes reasons.
const besideEarlier = "hidden because of earlier tables of the same data"

func notProtected(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%w: %w", errNotProtected, err)
}

var errNotProtected = errors.New("the table cannot be protected")

// again tells whether the very same table is out already, of the same data: then
// nothing new is shown.
func (t *table) again(on step, past []*history.Release) bool {
	r := t.release(on, nil)
	return slices.ContainsFunc(past, func(p *history.Release) bool {
		return p.Data == r.Data && slices.EqualFunc(p.Dimensions, r.Dimensions, sameDimension)
	})
}

func sameDimension(a, b history.Dimension) bool {
	return slices.Equal(a.Columns, b.Columns) && slices.Equal(a.Codes, b.Codes)
}

// show notes that a table is out. Where the data have changed since a table of
// the same form was shown, by fewer than the rules let be counted, the difference
// of both would tell who came or left: then it is not shown.
//
// Keeps: TK-209
func (s *Service) show(store *history.Store, t *table, on step, out *outcome, past []*history.Release) error {
	now := t.release(on, out.Pattern)
	for _, p := range past {
		if p.Data == now.Data && slices.EqualFunc(p.Dimensions, now.Dimensions, sameDimension) {
			out.release = p.Number
			return nil
		}
	}
	if changed := history.Changes(past, now, t.spec.Rules.MinimumUnits); len(changed) > 0 {
		return problem("", "changed-since", s.day(past, changed[0].Release))
	}
	now.Time, now.Data = s.gate.Now(), t.digest()
	n, err := store.Add(*now)
	if err != nil {
		return errs.New(errs.Unavailable, "error.unavailable", "keep what is published: %w", err)
	}
	out.release = n
	return nil
}

// day is when an earlier table was shown.
func (s *Service) day(past []*history.Release, number int) string {
	for _, p := range past {
		if p.Number == number {
			return p.Time.In(s.gate.Zone()).Format("2006-01-02")
		}
	}
	return ""
}

// datasetName is the folder of the dataset's tables: the category, or the digest
// of a file, whoever hands it in.
func (t *table) datasetName() string {
	if f := t.set.File; f != nil {
		return "file-" + f.Digest[:32]
	}
	return KeyOf(t.set.Category)
}

// variable is what the table tells of its cells. A mean beside its count is a sum.
func (t *table) variable() string { return t.request.Value }

// digest tells one state of the data from another. Units stand in it by ids that
// nobody can guess.
func (t *table) digest() string {
	lines := make([]string, 0, len(t.data.rows))
	for _, r := range t.data.rows {
		lines = append(lines, r.Unit+"\x00"+strings.Join(r.Values, "\x00"))
	}
	slices.Sort(lines)
	h := sha256.New()
	for _, l := range lines {
		fmt.Fprintf(h, "%d\n%s\n", len(l), l)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// release is a table as the world sees it. Below a merged class stand the codes
// of the data that went into it; its cells are those of the class alone.
func (t *table) release(on step, p *sdc.Pattern) *history.Release {
	x := on.table
	r := &history.Release{Dataset: t.datasetName(), Data: t.digest(), Variable: t.variable(), Decimals: x.Decimals()}
	for _, d := range x.Dimensions() {
		h := history.Dimension{Name: d.Name(), Columns: t.columnsOf(d.Name()), Total: d.Total()}
		for _, c := range d.Codes()[1:] {
			h.Codes = append(h.Codes, [2]string{c, d.Parent(c)})
			for _, m := range on.members[d.Name()][c] {
				h.Codes = append(h.Codes, [2]string{m, c})
			}
		}
		r.Dimensions = append(r.Dimensions, h)
	}
	if p == nil {
		return r
	}
	for _, c := range x.Reading() {
		if p.Status(c) == sdc.Absent {
			continue
		}
		cell := history.Cell{Codes: x.Codes(c)}
		if !p.Hidden(c) {
			if v, ok := x.Figure(c); ok {
				cell.Value = &v
			}
		}
		r.Cells = append(r.Cells, cell)
	}
	return r
}

// columnsOf names the columns of the data that carry a dimension, from coarse to
// fine: grains of one column are columns of their own.
func (t *table) columnsOf(dim string) []string {
	for _, x := range t.request.Dims {
		if x.Column != dim {
			continue
		}
		switch x.Grain {
		case GrainMonth:
			return []string{dim + ":" + string(GrainYear), dim + ":" + string(GrainMonth)}
		case GrainCode:
			return []string{dim}
		}
		return []string{dim + ":" + string(x.Grain)}
	}
	return []string{dim}
}

// hiddenBeside finds what has to be hidden of a table because of those that are
// out, by protecting all of them as one system over the data that they share.
func (s *Service) hiddenBeside(ctx context.Context, t *table, on step, past []*history.Release) ([]release.Forced, error) {
	j, err := s.joint(ctx, t, on, past)
	if err != nil {
		return nil, err
	}
	cells, _, err := j.Hide(on.table, on.verdicts, func(x *sdc.Table) (*sdc.Pattern, error) { return t.spec.Suppress(x, nil) })
	if err != nil {
		return nil, notProtected(err)
	}
	out := make([]release.Forced, len(cells))
	for i, c := range cells {
		out[i] = release.Forced{Cell: c, Reason: besideEarlier}
	}
	return out, nil
}
