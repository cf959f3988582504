// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// row is a record as it lies in the store.
type row struct {
	gate.Sealed
	restricted bool
	author     opaque.ID
	written    time.Time
	entry      int64
}

func (r *row) item() gate.Item {
	return gate.Item{Subject: r.Subject, Category: r.Category, Record: r.Record, Restricted: r.restricted, Author: r.author}
}

// rows fetches a subject's standing records of a category, sealed.
func (s *Service) rows(ctx context.Context, subject opaque.ID, category string) ([]row, error) {
	rs, err := s.opens.QueryContext(ctx, s.gate.Org, subject[:], category)
	if err != nil {
		return nil, trouble(err)
	}
	return scanRows(rs)
}

// scanRows reads what is left of an answer and closes it.
func scanRows(rs *sql.Rows) (out []row, err error) {
	defer rs.Close()
	for rs.Next() {
		r, err := scanRow(rs)
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if err := rs.Err(); err != nil {
		return nil, trouble(err)
	}
	return out, nil
}

func scanRow(rs interface{ Scan(...any) error }) (r row, err error) {
	var id, subject, author []byte
	var written int64
	if err := rs.Scan(&id, &subject, &r.Category, &r.Version, &r.restricted, &author, &written, &r.entry, &r.Box); err != nil {
		return r, trouble(err)
	}
	r.written = time.UnixMicro(written).UTC()
	if r.Record, err = opaque.From(id); err != nil {
		return r, err
	}
	if r.Subject, err = opaque.From(subject); err != nil {
		return r, err
	}
	r.author, err = opaque.From(author)
	return r, err
}

// record fetches one record of a subject; NotFound for an id that is not there
// or not that subject's.
func (s *Service) record(ctx context.Context, subject, record opaque.ID) (row, error) {
	q := s.db.R.QueryRowContext(ctx, `select id, subject, category, version, restricted, author, written, entry, box from record where org = ? and id = ? and subject = ?`,
		s.gate.Org, record[:], subject[:])
	r, err := scanRow(scanOne{q})
	return r, err
}

// scanOne tells a missing row from trouble.
type scanOne struct{ *sql.Row }

func (s scanOne) Scan(to ...any) error {
	err := s.Row.Scan(to...)
	if err == sql.ErrNoRows {
		return errs.New(errs.NotFound, "error.no-record", "no record with that id")
	}
	return err
}

// Open opens categories of a subject: ciphertext is fetched, the decision is
// recorded, and only then keys are fetched. Records the reader may not see
// are left out and counted by clause.
//
// Keeps: HMS-34
// Keeps: HMS-35
// Keeps: HMS-36
func (s *Service) Open(ctx context.Context, w Work, subject opaque.ID, categories []string, g Given) ([]Section, error) {
	out := make([]Section, len(categories))
	names := make([]string, len(categories))
	for i, id := range categories {
		c, err := s.category(w, id)
		if err != nil {
			return nil, err
		}
		out[i].Category, names[i] = c, c.Qualified()
	}
	l, err := s.look(ctx, subject, names...)
	if err != nil {
		return nil, err
	}
	var together []*Section // categories that are decided whole share one decision
	for i := range out {
		out[i].rows = l.of(names[i])
		if len(out[i].Category.ItemsMayBe) == 0 {
			together = append(together, &out[i])
		}
	}
	if err := s.openTogether(ctx, w, l, together, g); err != nil {
		return nil, err
	}
	for i := range out {
		if len(out[i].Category.ItemsMayBe) > 0 {
			if err := s.openItems(ctx, w, l, &out[i], g); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// openTogether opens categories whole: all or a refusal.
func (s *Service) openTogether(ctx context.Context, w Work, l *look, secs []*Section, g Given) error {
	if len(secs) == 0 {
		return nil
	}
	ask := w.ask(rulebook.Open, g)
	ask.Subjects, ask.Seen = []opaque.ID{l.subject}, l
	for _, sec := range secs {
		ask.Categories = append(ask.Categories, sec.Category.Qualified())
	}
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return err
	}
	return s.openInto(ctx, w, pass, l, secs)
}

// openItems opens the records of a category that the reader may see and counts
// the others by clause.
func (s *Service) openItems(ctx context.Context, w Work, l *look, sec *Section, g Given) error {
	ask := w.ask(rulebook.Open, g)
	ask.Subjects, ask.Categories, ask.Seen = []opaque.ID{l.subject}, []string{sec.Category.Qualified()}, l
	ask.LeaveOut = len(sec.rows) > 0
	for i := range sec.rows {
		ask.Items = append(ask.Items, sec.rows[i].item())
	}
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return err
	}
	sec.rows = slices.DeleteFunc(sec.rows, func(r row) bool { return !pass.Opens(r.Sealed) })
	sec.LeftOut = pass.LeftOut()
	return s.openInto(ctx, w, pass, l, []*Section{sec})
}

// openInto spends the pass on the rows of sections and makes them ready to be shown.
func (s *Service) openInto(ctx context.Context, w Work, pass *gate.Pass, l *look, secs []*Section) error {
	var boxes []gate.Sealed
	for _, sec := range secs {
		for i := range sec.rows {
			boxes = append(boxes, sec.rows[i].Sealed)
		}
	}
	docs, err := pass.Open(ctx, boxes)
	if err != nil {
		return err
	}
	cl := l.clocks()
	for _, sec := range secs {
		n := len(sec.rows)
		sec.Records = s.opened(w, sec.Category, sec.rows, docs[:n], cl)
		docs, sec.rows = docs[n:], nil
		sec.Clause, sec.Entry = pass.Decided(l.subject, sec.Category.Qualified())
		sec.Count, sec.Exists = n, n > 0
	}
	return nil
}

// opened makes opened records ready to be shown, newest first.
func (s *Service) opened(w Work, c *promise.Category, rows []row, docs []gate.Opened, cl clocks) []Record {
	r := s.gate.Release().Register(c.Register)
	out := make([]Record, len(docs))
	for i, d := range docs {
		out[i] = s.shown(w, c, rows[i], d)
		if r != nil && cl != nil {
			out[i].Until = until(r, c.ID, d.Record, cl)
		}
	}
	slices.SortStableFunc(out, func(a, b Record) int {
		return cmp.Or(cmp.Compare(b.sortDate(), a.sortDate()), b.Written.Compare(a.Written))
	})
	return out
}

// sortDate is the record's own date: the first date field of its category.
func (r *Record) sortDate() string {
	for _, v := range r.Values {
		if v.Field.Type == "date" || v.Field.Type == "time" {
			return v.Text
		}
	}
	return ""
}

func (s *Service) shown(w Work, c *promise.Category, r row, d gate.Opened) Record {
	rec := Record{ID: d.Record, Version: d.Version, Written: r.written, Author: r.author, Restricted: r.restricted,
		Values: s.values(c, d.Fields, d.Hidden), Origin: d.Origin, Entry: r.entry}
	if !r.author.IsZero() {
		rec.AuthorName = s.StaffName(r.author)
	}
	if d.Origin != nil {
		rec.OriginText = s.originText(c, d.Origin, w.Lang)
	}
	return rec
}

// originText says in the reader's language where a record came from.
func (s *Service) originText(c *promise.Category, o *gate.Origin, lang string) string {
	name := o.Source
	if r := s.gate.Release().Register(c.Register); r != nil {
		if src := r.Source(o.Source); src != nil {
			name = src.Name.In(lang)
		}
	}
	if id, err := opaque.Parse(o.Company); err == nil {
		if n := s.nameOf(id); n != "" {
			name += ": " + n
		}
	}
	return name
}

// Reveal shows one masked field of one record: a look-up of its own.
//
// Keeps: HMS-22
func (s *Service) Reveal(ctx context.Context, w Work, subject, record opaque.ID, field string, g Given) (Value, error) {
	rec, _, err := s.one(ctx, w, rulebook.Reveal, subject, record, g)
	if err != nil {
		return Value{}, err
	}
	for _, v := range rec.Values {
		if v.Field.ID == field {
			return v, nil
		}
	}
	return Value{}, errs.New(errs.NotFound, "error.no-field", "the record has no field %q", field)
}

// one opens a single record under an action.
func (s *Service) one(ctx context.Context, w Work, action rulebook.Action, subject, record opaque.ID, g Given) (Record, *promise.Category, error) {
	r, err := s.record(ctx, subject, record)
	if err != nil {
		return Record{}, nil, err
	}
	c, err := s.category(w, r.Category)
	if err != nil {
		return Record{}, nil, err
	}
	ask := w.ask(action, g)
	ask.Items = []gate.Item{r.item()}
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return Record{}, nil, err
	}
	docs, err := pass.Open(ctx, []gate.Sealed{r.Sealed})
	if err != nil {
		return Record{}, nil, err
	}
	return s.shown(w, c, r, docs[0]), c, nil
}

// File gives an attached file. It is opened like the record it lies in. Of a
// field that holds several, field.1 is the second.
func (s *Service) File(ctx context.Context, w Work, subject, record opaque.ID, field string, g Given) (File, error) {
	r, err := s.record(ctx, subject, record)
	if err != nil {
		return File{}, err
	}
	ask := w.ask(rulebook.Open, g)
	ask.Items = []gate.Item{r.item()}
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return File{}, err
	}
	docs, err := pass.Open(ctx, []gate.Sealed{r.Sealed})
	if err != nil {
		return File{}, err
	}
	id, number, _ := strings.Cut(field, ".")
	n, _ := strconv.Atoi(number) // the first, where no number is said
	if all := texts(docs[0].Fields, id); n >= 0 && n < len(all) {
		if f, err := ParseFile(all[n]); err == nil {
			return f, nil
		}
	}
	return File{}, errs.New(errs.NotFound, "error.no-file", "the record has no such file")
}

// History opens every version of a record, newest first.
func (s *Service) History(ctx context.Context, w Work, subject, record opaque.ID, g Given) ([]Record, error) {
	r, err := s.record(ctx, subject, record)
	if err != nil {
		return nil, err
	}
	c, err := s.category(w, r.Category)
	if err != nil {
		return nil, err
	}
	past, err := s.past(ctx, r)
	if err != nil {
		return nil, err
	}
	ask := w.ask(rulebook.Open, g)
	ask.Items = []gate.Item{r.item()}
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return nil, err
	}
	all := append([]row{r}, past...)
	boxes := make([]gate.Sealed, len(all))
	for i := range all {
		boxes[i] = all[i].Sealed
	}
	docs, err := pass.Open(ctx, boxes)
	if err != nil {
		return nil, err
	}
	out := make([]Record, len(docs))
	for i, d := range docs {
		out[i] = s.shown(w, c, all[i], d)
	}
	return out, nil
}

func (s *Service) past(ctx context.Context, r row) ([]row, error) {
	rs, err := s.db.R.QueryContext(ctx, `select record, ?, ?, version, restricted, author, written, entry, box from past where org = ? and record = ? order by version desc`,
		r.Subject[:], r.Category, s.gate.Org, r.Record[:])
	if err != nil {
		return nil, trouble(err)
	}
	return scanRows(rs)
}
