// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// FactSource looks facts up. A fact it does not know it leaves alone: an
// unknown fact counts against the act.
type FactSource interface {
	// Facts adds to out[i] what is known of subjects[i], for the facts whose
	// bit is set in need. It reads through q, so that a change can ask again
	// inside its own transaction.
	Facts(ctx context.Context, q store.Querier, f FactQuery, out []rulebook.Facts) error
}

// FactQuery is what a fact source is asked.
type FactQuery struct {
	Book       *rulebook.Rulebook
	Need       uint64
	Actor      Actor
	Receiver   opaque.ID // member of staff that a share goes to, zero for none
	Subjects   []opaque.ID
	Categories []string // of each subject's cell
	Seen       any      // of the ask; nil inside a transaction, where facts are read anew
}

// Wants gives the bit of a fact if it is asked for.
func (f FactQuery) Wants(name string) (uint64, bool) {
	bit, ok := f.Book.FactBit(name)
	if !ok || f.Need&(1<<bit) == 0 {
		return 0, false
	}
	return 1 << bit, true
}

// UseFacts adds a source of facts. It is called while wiring, before the first ask.
func (g *Gate) UseFacts(s FactSource) { g.sources = append(g.sources, s) }

// known sets a fact in f.
func known(f *rulebook.Facts, bit uint64, is bool) {
	f.Known |= bit
	if is {
		f.True |= bit
	}
}

// actorFacts are the facts that the session itself knows.
func actorFacts(q FactQuery) (f rulebook.Facts) {
	for name, is := range map[string]bool{"declared": q.Actor.Declared, "second-factor": q.Actor.SecondFactor} {
		if bit, ok := q.Wants(name); ok {
			known(&f, bit, is)
		}
	}
	return f
}

// itemFacts are the facts that the record itself knows.
func itemFacts(q FactQuery, c cell) (f rulebook.Facts) {
	if bit, ok := q.Wants("restricted-item"); ok {
		known(&f, bit, c.restricted)
	}
	if bit, ok := q.Wants("author"); ok {
		known(&f, bit, c.author)
	}
	if bit, ok := q.Wants("own"); ok {
		known(&f, bit, !q.Actor.ID.IsZero() && c.subject == q.Actor.ID)
	}
	return f
}

// facts gathers the facts for each cell of an ask, fetching only what can
// change an answer.
func (g *Gate) facts(ctx context.Context, q store.Querier, r *rules, a *Ask, cells []cell, queries []rulebook.Query) ([]rulebook.Facts, error) {
	out := make([]rulebook.Facts, len(cells))
	fq := FactQuery{Book: r.book, Actor: a.Actor, Receiver: a.Receiver}
	if q == store.Querier(g.Data.R) {
		fq.Seen = a.Seen
	}
	for _, qu := range queries {
		fq.Need |= r.book.Needs(qu)
	}
	if fq.Need == 0 {
		return out, nil
	}
	fq.Subjects, fq.Categories = make([]opaque.ID, len(cells)), make([]string, len(cells))
	common := actorFacts(fq)
	for i, c := range cells {
		fq.Subjects[i], fq.Categories[i] = c.subject, c.category
		out[i] = merge(common, itemFacts(fq, c))
	}
	have := ^uint64(0)
	for _, f := range out {
		have &= f.Known
	}
	if fq.Need &^= have; fq.Need == 0 {
		return out, nil
	}
	for _, s := range g.sources {
		if err := s.Facts(ctx, q, fq, out); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func merge(a, b rulebook.Facts) rulebook.Facts {
	return rulebook.Facts{True: a.True | b.True, Known: a.Known | b.Known}
}

// sessionFacts are those that do not depend on whom an act is about.
var sessionFacts = []string{"declared", "second-factor", "allowed-address", "work-account", "agreement-in-force", "permit-in-force", "single-purpose-device"}

// DependsOnSubject tells whether the answer to an ask can differ from one
// person to the next, so that it cannot be given before knowing whom.
func (g *Gate) DependsOnSubject(a Ask) (bool, error) {
	r := g.rules.Load()
	cells := a.cells()
	queries, err := r.queries(&a, cells)
	if err != nil {
		return false, err
	}
	var need uint64
	for _, q := range queries {
		need |= r.book.Needs(q)
	}
	for _, name := range sessionFacts {
		if bit, ok := r.book.FactBit(name); ok {
			need &^= 1 << bit
		}
	}
	return need != 0, nil
}
