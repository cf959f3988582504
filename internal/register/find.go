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

// Query is what somebody looks for.
type Query struct {
	Text  string // words of a name, or an exact value; "" lists everybody
	Card  string // category by which is found, where there are several; "": the first in which the reader may
	After string // Found.Next of the page before
	Limit int    // at most maxPage; 0 means a page of 40
	Given Given  // what the deciding clause asks for, such as a reason
}

const (
	page    = 40
	maxPage = 200
	// maxScan bounds how many candidates one page decides about.
	maxScan = 2000
)

// Find looks somebody up by name or by an exact value and shows cards. It is
// one decision per candidate and one entry with everybody shown; those left
// out are counted by clause.
//
// Keeps: HMS-36
func (s *Service) Find(ctx context.Context, w Work, q Query) (*Found, error) {
	r, err := s.register(w.Register)
	if err != nil {
		return nil, err
	}
	c, err := s.card(ctx, w, r, q.Card)
	if err != nil {
		return nil, err
	}
	if len(q.Text) > 200 {
		return nil, errs.New(errs.Invalid, "error.search-too-long", "a search of %d bytes", len(q.Text))
	}
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = page
	}
	if err := s.mayFind(ctx, w, c, q.Given); err != nil {
		return nil, err
	}
	m, err := s.candidates(ctx, w, r, c, q)
	if err != nil {
		return nil, err
	}
	return s.show(ctx, w, c, q, m)
}

// card is the category whose cards a list shows: the one asked for, else the
// first in which the reader may find anybody.
func (s *Service) card(ctx context.Context, w Work, r *promise.Register, asked string) (*promise.Category, error) {
	cards := Cards(r)
	for _, c := range cards {
		if c.ID == asked {
			return c, nil
		}
	}
	if len(cards) == 0 || asked != "" {
		return nil, errs.New(errs.NotFound, "error.no-cards", "register %s has no category %q by which anybody is found", r.ID, asked)
	}
	for _, c := range cards {
		if may, err := s.mayFindIn(ctx, w, c); err != nil || may {
			return c, err
		}
	}
	return cards[0], nil
}

// mayFind refuses before anything is looked up when nobody could be shown: the
// answer "there is none" would already be a find.
func (s *Service) mayFind(ctx context.Context, w Work, c *promise.Category, g Given) error {
	may, err := s.mayFindIn(ctx, w, c)
	if err != nil || may { // then each is decided
		return err
	}
	ask := w.ask(rulebook.Find, g)
	ask.Categories = []string{c.Qualified()}
	_, err = s.gate.Read(ctx, ask)
	return err
}

// matches are the cards that a search gives, in list order, and the categories
// by whose exact values they were found: showing somebody found by a value is
// a find in its category too.
type matches struct {
	cards []card // copies: the index may change while they are shown
	by    []string
}

func (s *Service) candidates(ctx context.Context, w Work, r *promise.Register, c *promise.Category, q Query) (matches, error) {
	exact, by, err := s.exact(ctx, w, r, q.Text)
	if err != nil {
		return matches{}, err
	}
	m := matches{by: by}
	s.withNames(c.Qualified(), func(n *names) {
		var found []*card
		for _, h := range exact {
			if c := n.cards[h.subject]; c != nil {
				found = append(found, c)
			}
		}
		if len(exact) == 0 { // nobody has it as a value: it may be words of a name
			if found = n.search(q.Text); len(found) > 0 {
				m.by = nil
			}
		}
		if after, err := opaque.Parse(q.After); err == nil {
			found = found[slices.IndexFunc(found, func(c *card) bool { return c.subject == after })+1:]
		}
		for _, c := range found[:min(len(found), maxScan+1)] { // one more than a page decides about tells that there are more
			m.cards = append(m.cards, *c)
		}
	})
	if !IsCard(c) { // found by what was typed, and shown with it
		for _, h := range exact {
			if h.category == c {
				m.cards = append(m.cards, card{subject: h.subject, doc: promise.Document{h.field: h.value}})
			}
		}
	}
	return m, nil
}

// hit is a subject that an exact value belongs to.
type hit struct {
	subject      opaque.ID
	category     *promise.Category
	field, value string
}

// exact looks the text up in the blind index of every field of the register
// that is found exactly, would accept the text, and lies in a category where
// the actor may find. by names those categories, nil when there is none.
func (s *Service) exact(ctx context.Context, w Work, r *promise.Register, query string) (found []hit, by []string, err error) {
	query = strings.TrimSpace(query)
	if query == "" {
		return nil, nil, nil
	}
	for _, c := range r.Data {
		for _, f := range c.Fields {
			if f.Find != "exact" {
				continue
			}
			canonical, ok := c.Canonical(f, query, s.gate.Now())
			if !ok {
				continue
			}
			may, err := s.mayFindIn(ctx, w, c)
			if err != nil {
				return nil, nil, err
			}
			if !may {
				continue
			}
			ids, err := s.standing(ctx, c, f, canonical)
			if err != nil {
				return nil, nil, err
			}
			for _, id := range ids {
				found = append(found, hit{id, c, f.ID, canonical})
			}
			if !slices.Contains(by, c.Qualified()) {
				by = append(by, c.Qualified())
			}
		}
	}
	slices.SortStableFunc(found, func(a, b hit) int { return slices.Compare(a.subject[:], b.subject[:]) })
	return slices.CompactFunc(found, func(a, b hit) bool { return a.subject == b.subject }), by, nil
}

// mayFindIn tells whether the actor could find anybody in a category.
func (s *Service) mayFindIn(ctx context.Context, w Work, c *promise.Category) (bool, error) {
	ask := w.ask(rulebook.Find, Given{})
	ask.Categories = []string{c.Qualified()}
	vs, err := s.gate.Preview(ctx, ask)
	if err != nil || vs[0].Allowed {
		return err == nil, err
	}
	return s.gate.DependsOnSubject(ask)
}

// standing looks up a canonical value and keeps the records that still stand
// at the version the index knows.
func (s *Service) standing(ctx context.Context, c *promise.Category, f *promise.FieldDecl, canonical string) (ids []opaque.ID, err error) {
	hits, err := s.gate.Exact(ctx, c.Qualified(), f.ID, canonical)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		v, err := s.Version(h.Record)
		if err != nil {
			return nil, trouble(err)
		}
		if v == h.Version {
			ids = append(ids, h.Subject)
		}
	}
	return ids, nil
}

// show decides about candidates until a page is full, records everybody shown
// and gives their cards.
func (s *Service) show(ctx context.Context, w Work, c *promise.Category, q Query, m matches) (*Found, error) {
	ask := w.ask(rulebook.Find, q.Given)
	ask.Categories, ask.LeaveOut = []string{c.Qualified()}, true
	for _, name := range m.by {
		if name != c.Qualified() {
			ask.Categories = append(ask.Categories, name)
		}
	}
	take := m.cards[:min(len(m.cards), maxScan)]
	for _, k := range take {
		ask.Subjects = append(ask.Subjects, k.subject)
	}
	scanned := len(take)
	if len(take) > q.Limit {
		n, err := s.fill(ctx, ask, q.Limit)
		if err != nil {
			return nil, err
		}
		scanned, ask.Subjects = n, ask.Subjects[:n]
	}
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return nil, err
	}
	f := &Found{Category: c, LeftOut: pass.LeftOut(), Entry: pass.Entry(), More: scanned < len(m.cards)}
	for _, k := range take[:scanned] {
		if coversAll(pass, k.subject, ask.Categories) {
			f.Cards = append(f.Cards, Card{Subject: k.subject, Fields: s.values(c, pass.Show(k.subject, c.Qualified(), k.doc), nil)})
		}
	}
	if f.More {
		f.Next = take[scanned-1].subject.String()
	}
	return f, nil
}

func coversAll(pass *gate.Pass, subject opaque.ID, categories []string) bool {
	for _, c := range categories {
		if _, ok := pass.Covers(subject, c); !ok {
			return false
		}
	}
	return true
}

// fill tells how many candidates have to be decided for a full page. It decides
// about a few pages' worth at a time: usually the first is enough.
func (s *Service) fill(ctx context.Context, ask gate.Ask, limit int) (int, error) {
	all, per, chunk := ask.Subjects, len(ask.Categories), 4*limit
	for done := 0; done < len(all); done += chunk {
		ask.Subjects = all[done:min(len(all), done+chunk)]
		vs, err := s.gate.Preview(ctx, ask)
		if err != nil {
			return 0, err
		}
		for i := range ask.Subjects {
			refused := func(v gate.Verdict) bool { return !v.Allowed }
			if !slices.ContainsFunc(vs[i*per:(i+1)*per], refused) {
				limit--
			}
			if limit == 0 {
				return done + i + 1, nil
			}
		}
	}
	return len(all), nil
}
