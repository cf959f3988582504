// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"strings"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Erasable is a category of a subject with what erasing it would take away and
// what stands in the way.
type Erasable struct {
	Category *promise.Category
	Count    int           // records
	Versions int           // of those records, the present ones among them
	Closed   *gate.Refusal // set when nobody asked could erase it now; previewed, nothing recorded
	Verdict  *gate.Verdict // what would be decided, with the safeguards to ask for
	Held     *Until        // the floor of retention that holds it back, nil for none
}

// ToErase tells what erasing a subject would take away, before it is asked for:
// the categories that hold anything and that the reader's role may erase, now
// or once the time is up. It opens nothing and records nothing.
//
// Keeps: HMS-53
// Keeps: HMS-63
func (s *Service) ToErase(ctx context.Context, w Work, subject opaque.ID) ([]Erasable, error) {
	categories, err := s.categoriesFor(ctx, w, subject)
	if err != nil {
		return nil, err
	}
	var out []Erasable
	for _, c := range categories {
		x, err := s.erasable(ctx, w, subject, c)
		if err != nil {
			return nil, err
		}
		if x != nil {
			out = append(out, *x)
		}
	}
	return out, nil
}

// erasable looks at one category, nil when there is nothing in it or when the
// reader's role could not erase it anyway.
func (s *Service) erasable(ctx context.Context, w Work, subject opaque.ID, c *promise.Category) (*Erasable, error) {
	v, err := s.previewOne(ctx, w, subject, c, rulebook.Erase)
	if err != nil || !s.onlyTime(w, c, v) {
		return nil, err
	}
	rows, err := s.rows(ctx, subject, c.Qualified())
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	x := &Erasable{Category: c, Count: len(rows), Verdict: &v}
	if !v.Allowed {
		ask := w.ask(rulebook.Erase, Given{})
		ask.Subjects, ask.Categories = []opaque.ID{subject}, []string{c.Qualified()}
		x.Closed = s.gate.Closed(ask, v)
	}
	for i := range rows {
		past, err := s.past(ctx, rows[i])
		if err != nil {
			return nil, err
		}
		x.Versions += 1 + len(past)
	}
	x.Held, err = s.held(ctx, subject, c, rows)
	return x, err
}

// onlyTime tells whether erasing is allowed, or would be were it not for what
// dated records make true of the subject.
func (s *Service) onlyTime(w Work, c *promise.Category, v gate.Verdict) bool {
	book := s.gate.Rulebook()
	return v.Allowed || book.Decide(s.query(w, c, rulebook.Erase), withoutStates(book, v.Facts)).Allowed
}

// withoutStates takes away what dated records make true of a subject: the facts
// that have a register's name before theirs. Consents have too, and are no time.
func withoutStates(book *rulebook.Rulebook, f rulebook.Facts) rulebook.Facts {
	for _, name := range book.FactNames() {
		if bit, ok := book.FactBit(name); ok && strings.Contains(name, ".") && !strings.HasPrefix(name, "permitted.") {
			f.True &^= 1 << bit
		}
	}
	return f
}
