// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"slices"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// receiverDeclared is the fact that cannot be known before a colleague is
// chosen: whether they have signed what they must.
const receiverDeclared = "receiver-declared"

// Shared is a colleague who may read a category because it was shared with them.
type Shared struct {
	Category *promise.Category
	With     opaque.ID
	Name     string
	Entry    int64 // the entry of the sharing
}

// SharedWith lists with whom a subject's categories are shared, as far as the
// reader could share them too. Like Page it opens nothing and records nothing:
// it says who of the staff may look, not what stands there.
//
// Keeps: HMS-58
func (s *Service) SharedWith(ctx context.Context, w Work, subject opaque.ID) ([]Shared, error) {
	categories, err := s.categoriesFor(ctx, w, subject)
	if err != nil {
		return nil, err
	}
	var out []Shared
	for _, c := range categories {
		may, err := s.mayShare(ctx, w, subject, c)
		if err != nil {
			return nil, err
		}
		if !may {
			continue
		}
		with, err := s.receivers(ctx, subject, c)
		if err != nil {
			return nil, err
		}
		out = append(out, with...)
	}
	return out, nil
}

// receivers reads the rows of one category. A row that this program did not
// write counts for nothing, here as in the facts.
func (s *Service) receivers(ctx context.Context, subject opaque.ID, c *promise.Category) (out []Shared, err error) {
	rows, err := s.db.R.QueryContext(ctx, `select staff, entry, proof from shared where org = ? and subject = ? and category = ? order by entry`,
		s.gate.Org, subject[:], c.Qualified())
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	for rows.Next() {
		x := Shared{Category: c}
		var staff, proof []byte
		if err := rows.Scan(&staff, &x.Entry, &proof); err != nil {
			return nil, trouble(err)
		}
		if !s.gate.Vouched(proof, "shared", subject[:], []byte(c.Qualified()), staff) {
			continue
		}
		if x.With, err = opaque.From(staff); err != nil {
			return nil, err
		}
		x.Name = s.StaffName(x.With)
		out = append(out, x)
	}
	if err := rows.Err(); err != nil {
		return nil, trouble(err)
	}
	return out, nil
}

// mayShare tells whether there could be a colleague with whom the reader may
// share a category. Who it is decides the gate, once they are chosen.
func (s *Service) mayShare(ctx context.Context, w Work, subject opaque.ID, c *promise.Category) (bool, error) {
	book := s.gate.Rulebook()
	if !slices.ContainsFunc(book.Clauses(), func(x *rulebook.Clause) bool {
		return x.Verb == promise.Allow && (x.Register == c.Register || x.Register == "") && x.Covers(rulebook.Share)
	}) {
		return false, nil
	}
	v, err := s.previewOne(ctx, w, subject, c, rulebook.Share)
	if err != nil || v.Allowed {
		return v.Allowed, err
	}
	facts := v.Facts
	if bit, ok := book.FactBit(receiverDeclared); ok {
		facts.Known |= 1 << bit
		facts.True |= 1 << bit
	}
	return book.Decide(s.query(w, c, rulebook.Share), facts).Allowed, nil
}

// previewOne tells what would be decided about one category of a subject.
func (s *Service) previewOne(ctx context.Context, w Work, subject opaque.ID, c *promise.Category, action rulebook.Action) (gate.Verdict, error) {
	ask := w.ask(action, Given{})
	ask.Items = []gate.Item{{Subject: subject, Category: c.Qualified()}}
	vs, err := s.gate.Preview(ctx, ask)
	if err != nil {
		return gate.Verdict{}, err
	}
	return vs[0], nil
}

// query is what the rulebook is asked for an act of this work.
func (s *Service) query(w Work, c *promise.Category, action rulebook.Action) rulebook.Query {
	book := s.gate.Rulebook()
	return rulebook.Query{Role: book.Role(w.Actor.Role), Purpose: book.Purpose(w.Purpose), Category: book.Category(c.Qualified()), Action: action, Unit: book.Unit(w.Actor.Unit)}
}
