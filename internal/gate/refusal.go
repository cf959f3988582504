// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"errors"
	"fmt"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Refusal is the answer to an ask that the promise in force does not allow. It
// has been recorded.
type Refusal struct {
	Action   rulebook.Action
	Purpose  string
	Category string
	Clause   *rulebook.Clause // never nil
	Silent   bool             // nothing allows it, rather than something forbids it
	Entry    int64            // the ledger entry of the attempt
	query    rulebook.Query
	facts    rulebook.Facts
	book     *rulebook.Rulebook
}

// Error is for the log: it names the clause and nobody.
func (r *Refusal) Error() string {
	return fmt.Sprintf("%s of %s for %s refused by %s (entry %d)", r.Action, r.Category, r.Purpose, r.Clause.Name, r.Entry)
}

// WouldAllow says in the reader's language what would make the act possible.
func (r *Refusal) WouldAllow(lang string) []rulebook.Suggestion {
	return r.book.WouldAllow(r.query, r.facts, lang)
}

// Needs is the answer to an ask that would be allowed, had it brought a reason
// or another safeguard along. Nothing was opened and nothing recorded.
type Needs struct {
	Clause *rulebook.Clause
	With   []promise.Safeguard
}

// Error names the clause and the safeguards.
func (n *Needs) Error() string { return fmt.Sprintf("%s needs %v first", n.Clause.Name, n.With) }

// AsRefusal finds a refusal in an error.
func AsRefusal(err error) (*Refusal, bool) { return errors.AsType[*Refusal](err) }

// AsNeeds finds missing safeguards in an error.
func AsNeeds(err error) (*Needs, bool) { return errors.AsType[*Needs](err) }

// unavailable marks an error as "cannot be recorded or stored now": nothing
// was opened, nothing was changed.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	key := "error.unavailable"
	switch {
	case errors.Is(err, ledger.ErrClock):
		key = "error.clock"
	case errors.Is(err, ledger.ErrRolledBack):
		key = "error.rolled-back"
	}
	return errs.New(errs.Unavailable, key, "nothing was opened or changed: %w", err)
}

// RefuseBy records and gives a refusal by a clause that stands outside access,
// such as a period of retention that has not run out.
//
// Keeps: HMS-53
func (g *Gate) RefuseBy(ctx context.Context, a Ask, c *rulebook.Clause) error {
	r := g.rules.Load()
	vs, err := g.decide(ctx, g.Data.R, r, &a)
	if err != nil {
		return err
	}
	for i := range vs {
		vs[i].Allowed, vs[i].Silent, vs[i].Clause = false, false, c
	}
	return g.refuse(ctx, r, &a, vs)
}
