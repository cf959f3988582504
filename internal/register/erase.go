// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Erase destroys a subject's records of some categories: rows, versions, index
// and keys. A floor of retention that has not run out refuses, whoever asks.
//
// Keeps: HMS-53
// Keeps: HMS-63
// Law: gdpr 17(3)(b)
func (s *Service) Erase(ctx context.Context, w Work, subject opaque.ID, categories []string, g Given) (Receipt, error) {
	if _, err := s.about(ctx, subject); err != nil {
		return Receipt{}, err
	}
	ask := w.ask(rulebook.Erase, g)
	ask.Subjects = []opaque.ID{subject}
	var records []opaque.ID
	var versions []gate.Sealed
	for _, id := range categories {
		c, err := s.category(w, id)
		if err != nil {
			return Receipt{}, err
		}
		ask.Categories = append(ask.Categories, c.Qualified())
		rows, err := s.rows(ctx, subject, c.Qualified())
		if err != nil {
			return Receipt{}, err
		}
		for i := range rows {
			past, err := s.past(ctx, rows[i])
			if err != nil {
				return Receipt{}, err
			}
			records = append(records, rows[i].Record)
			for _, v := range append(past, rows[i]) {
				versions = append(versions, v.Sealed)
			}
		}
		if held, err := s.floor(ctx, w, subject, c, rows); err != nil || held != nil {
			if err != nil {
				return Receipt{}, err
			}
			return Receipt{}, s.gate.RefuseBy(ctx, ask, held)
		}
	}
	entry, err := s.gate.Erase(ctx, ask, versions, s.remove(subject, ask.Categories, records))
	if err != nil {
		return Receipt{}, err
	}
	for _, c := range ask.Categories {
		s.forget(c, subject)
	}
	r := Receipt{Subject: subject, Records: records, Entry: entry}
	if r.Destroyed, err = s.gate.Destroyed(ctx, entry); err != nil && s.gate.Log != nil {
		// It is done; only its number is not known now. The intent names it.
		s.gate.Log.Warn("entry of destroyed keys not found", "entry", entry, "error", err)
	}
	return r, nil
}

// floor finds the clause of retention that still forbids erasing, nil for none.
// It speaks where nothing but time stands in the way: whoever the promise does
// not let erase is refused by the gate, and learns nothing about what is kept.
func (s *Service) floor(ctx context.Context, w Work, subject opaque.ID, c *promise.Category, rows []row) (*rulebook.Clause, error) {
	u, err := s.held(ctx, subject, c, rows)
	if err != nil || u == nil {
		return nil, err
	}
	v, err := s.previewOne(ctx, w, subject, c, rulebook.Erase)
	if err != nil || !s.onlyTime(w, c, v) {
		return nil, err
	}
	return s.heldBack(u, s.gate.Release().Register(c.Register), c), nil
}

// held is the floor that holds a category's records longest, nil when none does.
func (s *Service) held(ctx context.Context, subject opaque.ID, c *promise.Category, rows []row) (out *Until, err error) {
	l, err := s.look(ctx, subject)
	if err != nil {
		return nil, err
	}
	cl, today := l.clocks(), fromDay(s.today())
	for _, row := range rows {
		u := floorOf(s.gate.Release().Register(c.Register), c.ID, row.Record, cl)
		if u == nil || (!u.At.IsZero() && !u.At.After(today)) {
			continue
		}
		if out == nil || later(u, out) {
			out = u
			out.Floor = true
		}
	}
	return out, nil
}

// floorOf is the latest at-least of a record.
func floorOf(r *promise.Register, category string, record opaque.ID, cl clocks) (out *Until) {
	for _, rt := range r.Retention {
		if !about(rt, category) {
			continue
		}
		if u := end(r, rt.AtLeast, record, cl, r.ID+"/retention/"+rt.ID); u != nil && (out == nil || later(u, out)) {
			out = u
		}
	}
	return out
}

// heldBack is the floor as a clause that forbids erasing.
func (s *Service) heldBack(u *Until, r *promise.Register, c *promise.Category) *rulebook.Clause {
	cl := promise.Clause{Name: u.Clause, Document: r.ID, Section: "retention", Register: r.ID, Verb: promise.Forbid,
		Actions: []promise.Action{promise.Erase}, Who: []string{"everyone"}, Data: []promise.Ref{{Category: c.ID}}}
	for _, rt := range r.Retention {
		if r.ID+"/retention/"+rt.ID == u.Clause {
			cl.ID, cl.Origin, cl.Text = rt.ID, rt.Origin, rt.Text
		}
	}
	if cl.Text == nil && !u.At.IsZero() {
		cl.Text = promise.Text{"": fmt.Sprintf("%s: %s", u.Clause, u.At.Format(time.DateOnly))}
	}
	return s.gate.Release().NewClause(cl)
}

func (s *Service) remove(subject opaque.ID, categories []string, records []opaque.ID) func(*sql.Tx, int64) error {
	return func(tx *sql.Tx, _ int64) error {
		for _, id := range records {
			if err := s.dropMarks(tx, id); err != nil {
				return err
			}
			if _, err := tx.Exec(`delete from past where org = ? and record = ?`, s.gate.Org, id[:]); err != nil {
				return err
			}
		}
		for _, c := range categories {
			if _, err := tx.Exec(`delete from record where org = ? and subject = ? and category = ?`, s.gate.Org, subject[:], c); err != nil {
				return err
			}
			if _, err := tx.Exec(`delete from shared where org = ? and subject = ? and category = ?`, s.gate.Org, subject[:], c); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`delete from subject where org = ? and id = ? and not exists (select 1 from record where org = ? and subject = ?)`,
			s.gate.Org, subject[:], s.gate.Org, subject[:])
		return err
	}
}
