// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Counted are the rows that a statistic is made of: of each record the fields
// that were asked for and nothing else. Who a row is about is told by an opaque
// id only, so that somebody with several records is counted once.
type Counted struct {
	Rows    []CountedRow
	Clause  *rulebook.Clause
	LeftOut []gate.LeftOut // by clause; how many they are is itself a count of people
	Entry   int64          // the first of its entries
}

// CountedRow is one record.
type CountedRow struct {
	Subject opaque.ID
	Values  []string // in the order of the fields asked for; "" where there is none
}

// countChunk is how many people one entry of a count is about (at most 2,000).
const countChunk = 2000

// Count reads some fields of all records of a category, for a statistic. It is
// decided person by person and recorded before anything is opened, and each
// person's part of the ledger says that they were counted, by which fields. What
// tells people apart is refused as a field, whatever the clause lets through.
//
// Law: gdpr 89(1)
func (s *Service) Count(ctx context.Context, w Work, category string, fields []string, g Given) (*Counted, error) {
	c, err := s.category(w, category)
	if err != nil {
		return nil, err
	}
	for _, id := range fields {
		if f := c.Field(id); f == nil || !(f.Countable() || f.Type == promise.TypeCompany) { // a company stands by its opaque id
			return nil, errs.New(errs.Invalid, "error.not-countable", "field %q of %s is no column of a statistic", id, c.Qualified())
		}
	}
	if g.Text == "" {
		g.Text = strings.Join(fields, " ")
	}
	rows, err := s.rowsOfCategory(ctx, c.Qualified())
	if err != nil {
		return nil, err
	}
	if may, err := s.mayCount(ctx, w, c); err != nil {
		return nil, err
	} else if !may || len(rows) == 0 { // the answer "there is none" is already a count
		ask := w.ask(rulebook.Count, g)
		ask.Categories = []string{c.Qualified()}
		pass, err := s.gate.Read(ctx, ask)
		if err != nil {
			return nil, err
		}
		clause, entry := pass.Decided(opaque.ID{}, c.Qualified())
		return &Counted{Clause: clause, Entry: entry}, nil
	}
	return s.countAll(ctx, w, c, rows, fields, g)
}

// mayCount tells whether anybody might be counted: yes, where that depends on whom.
func (s *Service) mayCount(ctx context.Context, w Work, c *promise.Category) (bool, error) {
	ask := w.ask(rulebook.Count, Given{})
	ask.Categories = []string{c.Qualified()}
	vs, err := s.gate.Preview(ctx, ask)
	if err != nil {
		return false, err
	}
	depends, err := s.gate.DependsOnSubject(ask)
	return depends || vs[0].Allowed, err
}

// countAll counts chunk by chunk. Chunks in which nobody may be counted are left
// out; when that is so of all, the answer is the refusal.
func (s *Service) countAll(ctx context.Context, w Work, c *promise.Category, rows []row, fields []string, g Given) (*Counted, error) {
	out := &Counted{}
	var refused error
	for chunk := range slices.Chunk(rows, countChunk) {
		err := s.countSome(ctx, w, c, chunk, fields, g, out)
		if _, no := gate.AsRefusal(err); no {
			refused = err
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	if out.Clause == nil {
		return nil, refused
	}
	return out, nil
}

func (s *Service) countSome(ctx context.Context, w Work, c *promise.Category, rows []row, fields []string, g Given, out *Counted) error {
	ask := w.ask(rulebook.Count, g)
	ask.LeaveOut = true
	for i := range rows {
		ask.Items = append(ask.Items, rows[i].item())
	}
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return err
	}
	var boxes []gate.Sealed
	for i := range rows {
		if pass.Opens(rows[i].Sealed) {
			boxes = append(boxes, rows[i].Sealed)
		}
	}
	docs, err := pass.Open(ctx, boxes)
	if err != nil {
		return err
	}
	for _, d := range docs {
		r := CountedRow{Subject: d.Subject, Values: make([]string, len(fields))}
		for i, f := range fields {
			r.Values[i] = text(d.Fields, f)
		}
		out.Rows = append(out.Rows, r)
	}
	out.LeftOut = append(out.LeftOut, pass.LeftOut()...)
	if out.Clause == nil && len(docs) > 0 {
		out.Clause, _ = pass.Decided(docs[0].Subject, c.Qualified())
		out.Entry = pass.Entry()
	}
	return nil
}

// rowsOfCategory fetches all standing records of a category, sealed.
func (s *Service) rowsOfCategory(ctx context.Context, category string) ([]row, error) {
	rs, err := s.db.R.QueryContext(ctx, `select id, subject, category, version, restricted, author, written, entry, box from record where org = ? and category = ? order by id`, s.gate.Org, category)
	if err != nil {
		return nil, trouble(err)
	}
	return scanRows(rs)
}
