// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"database/sql"
	"math"
	"slices"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

// noEnd is the day after every day: a period without an end.
const noEnd = math.MaxInt32

// mark is one period of a state or relation, or one event, that a record
// makes. The end is exclusive.
type mark struct {
	name     string
	staff    []byte
	unit     string
	from, to int64
}

// marks works out what a record says about states, relations and events.
func marks(r *promise.Register, c *promise.Category, doc promise.Document) (out []mark) {
	for _, st := range r.States {
		for _, p := range st.Any {
			if p.Data != c.ID || !where(p.Where, doc) {
				continue
			}
			if from, to, ok := period(doc, p.From, p.To, p.Lasts); ok {
				out = append(out, mark{name: r.ID + "." + st.ID, from: from, to: to})
			}
		}
	}
	for _, rel := range r.Relations {
		if rel.Data != c.ID {
			continue
		}
		from, to, ok := period(doc, rel.From, rel.To, promise.Duration{})
		if !ok {
			continue
		}
		m := mark{name: rel.ID, unit: text(doc, rel.Unit), from: from, to: to}
		if id, err := opaque.Parse(text(doc, rel.Staff)); err == nil {
			m.staff = id[:]
		}
		if m.staff != nil || m.unit != "" {
			out = append(out, m)
		}
	}
	for _, e := range r.Events {
		if e.Data != c.ID || !where(e.Where, doc) {
			continue
		}
		if at, ok := date(doc, e.Field); ok {
			out = append(out, mark{name: eventName(r.ID, e.ID), from: at, to: at})
		}
	}
	return out
}

// eventName keeps events apart from states of the same id; an event's mark has
// no length and so never makes a state true.
func eventName(register, id string) string { return register + ".event." + id }

// period reads when a record makes something true. Without a start there is
// none. A `to` date is the last day on which it still holds.
func period(doc promise.Document, from, to string, lasts promise.Duration) (begin, end int64, ok bool) {
	begin, ok = date(doc, from)
	if !ok {
		return 0, 0, false
	}
	end = noEnd
	if !lasts.IsZero() {
		if t, ends := lasts.AddTo(fromDay(begin), nil); ends {
			end = day(t)
		}
	}
	if to != "" {
		if last, ok := date(doc, to); ok {
			end = min(end, last+1)
		}
	}
	return begin, end, end > begin
}

func where(tests map[string][]string, doc promise.Document) bool {
	for field, values := range tests {
		if !slices.ContainsFunc(texts(doc, field), func(v string) bool { return slices.Contains(values, v) }) {
			return false
		}
	}
	return true
}

func text(doc promise.Document, field string) string {
	s, _ := doc[field].(string)
	return s
}

// texts are the values of a field, whether it holds one or several.
func texts(doc promise.Document, field string) (out []string) {
	switch x := doc[field].(type) {
	case string:
		if x != "" {
			out = append(out, x)
		}
	case []string:
		return x
	case []any: // as JSON gives it back
		for _, e := range x {
			if t, ok := e.(string); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// date reads a date or time field as a day.
func date(doc promise.Document, field string) (int64, bool) {
	s := text(doc, field)
	if len(s) < len(time.DateOnly) {
		return 0, false
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	if err != nil {
		return 0, false
	}
	return day(t), true
}

// facets are the values that lists may filter by.
func facets(c *promise.Category, doc promise.Document) (out [][2]string) {
	for _, f := range c.Fields {
		for _, v := range texts(doc, f.ID) {
			if f.Find == "choice" {
				out = append(out, [2]string{c.Qualified() + "." + f.ID, v})
			}
		}
	}
	return out
}

// parts are what a mark's proof is over.
func (m *mark) parts(subject, record opaque.ID) [][]byte {
	return [][]byte{subject[:], record[:], []byte(m.name), m.staff, []byte(m.unit), gate.Number(m.from), gate.Number(m.to)}
}

// genuine tells whether a mark was written by this house.
func (s *Service) genuine(m *mark, subject, record opaque.ID, proof []byte) bool {
	return s.gate.Vouched(proof, "mark", m.parts(subject, record)...)
}

// replaceMarks writes what the record's new version says, in place of what the
// old one said.
func (s *Service) replaceMarks(tx *sql.Tx, subject, record opaque.ID, c *promise.Category, doc promise.Document) error {
	if err := s.dropMarks(tx, record); err != nil {
		return err
	}
	for _, m := range marks(s.gate.Release().Register(c.Register), c, doc) {
		if _, err := tx.Exec(`insert into mark(org, subject, record, name, staff, unit, from_day, to_day, proof) values(?,?,?,?,?,?,?,?,?)`,
			s.gate.Org, subject[:], record[:], m.name, m.staff, m.unit, m.from, m.to, s.gate.Vouch("mark", m.parts(subject, record)...)); err != nil {
			return err
		}
	}
	for _, f := range facets(c, doc) {
		if _, err := tx.Exec(`insert into facet(org, subject, record, field, value) values(?,?,?,?,?)`,
			s.gate.Org, subject[:], record[:], f[0], f[1]); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) dropMarks(tx *sql.Tx, record opaque.ID) error {
	for _, q := range []string{`delete from mark where record = ?`, `delete from facet where record = ?`} {
		if _, err := tx.Exec(q, record[:]); err != nil {
			return err
		}
	}
	return nil
}
