// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// look is what a look-up reads of its subject: whether it is there and
// restricted, what its records make true and when, and the sealed records of
// the categories that are to be opened. It is read by one statement, so that a
// look-up costs one trip to the store before its decision and sees one moment.
type look struct {
	subject    opaque.ID
	day        int64 // when the marks were asked for
	restricted bool
	marks      []lookMark
	rows       []row
}

// lookMark is a mark and the record that made it.
type lookMark struct {
	mark
	record opaque.ID
}

// Kinds of rows that selectLook gives.
const (
	lookSubject = iota
	lookMarks
	lookRecord
)

// selectLook reads a subject and the records of n categories.
func selectLook(n int) string {
	q := `select 0, id, null, restricted, null, null, null, null, null, null from subject where org = ? and id = ?
		union all select 1, record, name, 0, staff, unit, from_day, to_day, null, proof from mark where org = ? and subject = ?`
	if n > 0 {
		q += ` union all select 2, id, category, restricted, author, null, version, written, entry, box from record where org = ? and subject = ? and category in (` + places(n) + `)`
	}
	return q
}

// look reads a subject and its records of some categories, NotFound for an id
// of nobody here. Opening one category is what people do all day: for that the
// statement is prepared.
func (s *Service) look(ctx context.Context, subject opaque.ID, categories ...string) (*look, error) {
	args := make([]any, 0, 6+len(categories))
	for range 2 {
		args = append(args, s.gate.Org, subject[:])
	}
	if len(categories) > 0 {
		args = append(args, s.gate.Org, subject[:])
	}
	for _, c := range categories {
		args = append(args, c)
	}
	ask := s.looks.QueryContext
	if len(categories) != 1 {
		ask = func(ctx context.Context, args ...any) (*sql.Rows, error) {
			return s.db.R.QueryContext(ctx, selectLook(len(categories)), args...)
		}
	}
	l := &look{subject: subject, day: s.today()}
	ctx, err := store.Quick(ctx)
	if err != nil {
		return nil, trouble(fmt.Errorf("look up a subject: %w", err))
	}
	rows, err := ask(ctx, args...)
	if err != nil {
		return nil, trouble(fmt.Errorf("look up a subject: %w", err))
	}
	defer rows.Close()
	there, err := s.readLook(l, rows)
	if err != nil {
		return nil, err
	}
	if !there && s.StaffName(subject) == "" {
		return nil, nobody()
	}
	return l, nil
}

// readLook takes the rows in; there tells that the subject was among them.
func (s *Service) readLook(l *look, rows *sql.Rows) (there bool, err error) {
	for rows.Next() {
		var kind int
		var id, who []byte
		var name, unit sql.NullString
		var restricted bool
		var a, b, entry sql.NullInt64
		var box []byte
		if err := rows.Scan(&kind, &id, &name, &restricted, &who, &unit, &a, &b, &entry, &box); err != nil {
			return there, trouble(fmt.Errorf("look up a subject: %w", err))
		}
		of, err := opaque.From(id)
		if err != nil {
			return there, err
		}
		switch kind {
		case lookSubject:
			there, l.restricted = true, restricted
		case lookMarks:
			m := mark{name: name.String, staff: who, unit: unit.String, from: a.Int64, to: b.Int64}
			if s.genuine(&m, l.subject, of, box) {
				l.marks = append(l.marks, lookMark{m, of})
			}
		case lookRecord:
			r := row{Sealed: gate.Sealed{Subject: l.subject, Category: name.String, Record: of, Version: a.Int64, Box: box},
				restricted: restricted, written: time.UnixMicro(b.Int64).UTC(), entry: entry.Int64}
			if r.author, err = opaque.From(who); err != nil {
				return there, err
			}
			l.rows = append(l.rows, r)
		}
	}
	if err := rows.Err(); err != nil {
		return there, trouble(fmt.Errorf("look up a subject: %w", err))
	}
	return there, nil
}

// of are the records of one category.
func (l *look) of(category string) (out []row) {
	for _, r := range l.rows {
		if r.Category == category {
			out = append(out, r)
		}
	}
	return out
}

// clocks are the marks as retention reads them.
func (l *look) clocks() clocks {
	out := make(clocks, len(l.marks))
	for _, m := range l.marks {
		out[m.name] = append(out[m.name], recorded{span{m.from, m.to}, m.record})
	}
	return out
}

// facts tells what the marks make true on the day they were read.
func (l *look) facts(marks map[string]uint64, a gate.Actor, out *rulebook.Facts) {
	if l.restricted {
		out.True |= marks[restrictedMark]
	}
	for _, m := range l.marks {
		if m.from <= l.day && m.to > l.day && concerns(m.name, m.staff, m.unit, a) {
			out.True |= marks[m.name]
		}
	}
}
