// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"fmt"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Preview tells what would be decided, without recording, opening or showing
// anything: pages use it to name what is closed and which safeguards to ask for.
func (g *Gate) Preview(ctx context.Context, a Ask) ([]Verdict, error) {
	return g.decide(ctx, g.Data.R, g.rules.Load(), &a)
}

func (g *Gate) decide(ctx context.Context, q store.Querier, r *rules, a *Ask) ([]Verdict, error) {
	cells := a.cells()
	queries, err := r.queries(a, cells)
	if err != nil {
		return nil, err
	}
	facts, err := g.facts(ctx, q, r, a, cells, queries)
	if err != nil {
		return nil, unavailable(fmt.Errorf("look up facts: %w", err))
	}
	out := make([]Verdict, len(cells))
	for i, c := range cells {
		d := r.book.Decide(queries[i], facts[i])
		out[i] = Verdict{Subject: c.subject, Category: c.category, Records: c.records, Decision: d, Facts: facts[i]}
		if d.Allowed {
			out[i].Unmet = unmet(r.book.Release(), d, a)
		}
	}
	return out, nil
}

// queries turns the words of an ask into the rulebook's codes. An unknown role
// or purpose stays 0, which nothing allows; an unknown category is an error of
// the caller.
func (r *rules) queries(a *Ask, cells []cell) ([]rulebook.Query, error) {
	q := rulebook.Query{Role: r.book.Role(a.Actor.Role), Purpose: r.book.Purpose(a.Purpose), Action: a.Action, Unit: r.book.Unit(a.Actor.Unit)}
	out := make([]rulebook.Query, len(cells))
	for i, c := range cells {
		if q.Category = r.book.Category(c.category); q.Category == 0 {
			return nil, errs.New(errs.NotFound, "error.no-category", "the promise in force has no category %q", c.category)
		}
		out[i] = q
	}
	return out, nil
}

// unmet lists the safeguards of the deciding allow and of all require clauses
// that were not given.
func unmet(r *promise.Release, d rulebook.Decision, a *Ask) (out []promise.Safeguard) {
	missing := func(c *rulebook.Clause) {
		for _, s := range c.With {
			if !given(r, s, a) {
				out = append(out, s)
			}
		}
	}
	missing(d.Clause)
	for _, c := range d.Requires {
		missing(c)
	}
	return out
}

// given tells whether the ask brings a safeguard along. What the gate does not
// know how to check is not given: an unknown safeguard refuses.
func given(r *promise.Release, s promise.Safeguard, a *Ask) bool {
	switch s.Kind {
	case "reason":
		if s.List == "" {
			return a.Reason != ""
		}
		l := r.Organisation.List(s.List)
		return l != nil && l.Value(a.Reason) != nil
	case "confirmation":
		return a.Confirmed
	}
	return false
}
