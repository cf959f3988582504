// SPDX-License-Identifier: EUPL-1.2

// Package accounts keeps the accounts of staff: who may sign in, how they prove
// it, which role they act in and for which purpose. It is the only place that
// makes a gate.Actor for a person.
//
// An account is two records of the promise's register `staff`: the account
// itself (user name, name, roles, unit) and its credentials (password hash,
// authenticator, recovery codes). Both are sealed through the gate, the first
// by whoever the promise lets add and correct accounts, the second by the
// system under the clauses that the compiler derives for sign-in. What lies
// open beside them stands under a random id and is what must be counted or
// compared without opening anything: the state, failures, roles as codes, which
// text of a declaration was signed and when.
//
// Nothing happens here that the ledger has not recorded first: a sign-in, a
// failed one, a lock-out, the choice of a role or purpose, the signing of a
// declaration. When it cannot be recorded, it does not happen. Only ending is
// always possible: a session may be ended when nothing else works.
//
// The names of staff are opened once, at the start, under one recorded pass of
// the system, and kept in memory: entries and pages name colleagues by them.
package accounts

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

//go:embed migrations/*.sql
var migrations embed.FS

// The language's own words for the register of staff.
const (
	Register    = "staff"
	Account     = Register + "/account"
	Credentials = Register + "/credentials"

	fieldUserName = "username"
	fieldName     = "name"
	fieldRoles    = "roles"
	fieldUnit     = "unit"

	fieldPassword      = "password"      // the hash with its parameters
	fieldAuthenticator = "second-factor" // the shared secret of the code generator, "" for none
	fieldRecovery      = "recovery"      // hashes of unused recovery codes, by spaces
)

// Service is the accounts of one organisation.
type Service struct {
	// Pause holds a failed sign-in back until so long has passed, so that a
	// stranger cannot tell a wrong name from a wrong password by the time the
	// answer takes. Tests let it return at once.
	Pause func(ctx context.Context, d time.Duration)

	gate     *gate.Gate
	sql      *statements
	hash     *hasher
	people   people
	clients  *buckets
	unknown  *strangers
	doors    doors
	seen     seen
	met      met
	creating sync.Mutex // user names are unique: one is made at a time
}

// New opens the accounts of the gate's organisation and loads the names.
func New(ctx context.Context, g *gate.Gate) (*Service, error) {
	if err := Check(g.Release()); err != nil {
		return nil, err
	}
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := g.Data.Migrate(ctx, "accounts", sub); err != nil {
		return nil, err
	}
	s := &Service{gate: g, Pause: pause, hash: newHasher(cost), clients: newBuckets(clientBurst, clientEvery), unknown: newStrangers(), doors: newDoors()}
	if s.sql, err = prepare(ctx, g.Data, g.Org); err != nil {
		return nil, err
	}
	if err := errors.Join(s.load(ctx), s.meet(ctx)); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close lets go of prepared statements. The database stays with whoever opened it.
func (s *Service) Close() { s.sql.close() }

// pause waits by the machine's clock.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// Check tells whether a promise has what accounts stand on: the register staff
// with its two categories and their fields, and limits that can be read. It is
// asked before a promise is put in force.
func Check(r *promise.Release) error {
	need := map[string][]string{
		Account:     {fieldUserName, fieldName, fieldRoles, fieldUnit},
		Credentials: {fieldPassword, fieldAuthenticator, fieldRecovery},
	}
	for _, category := range []string{Account, Credentials} {
		c := r.Category(category)
		if c == nil {
			return errs.New(errs.Invalid, "", "the promise has no category %s: nobody could sign in; declare it in the register %s", category, Register)
		}
		for _, f := range need[category] {
			d := c.Field(f)
			if d == nil {
				return errs.New(errs.Invalid, "", "category %s has no field %q: nobody could sign in; declare it", category, f)
			}
			if d.Mask {
				return errs.New(errs.Invalid, "", "field %q of %s is masked: nobody could sign in; take the mask away", f, category)
			}
		}
	}
	_, err := limitsOf(r.Organisation)
	return err
}

// Work is who acts, for which purpose, and what they brought along so that the
// act may happen.
type Work struct {
	Actor     gate.Actor
	Purpose   string // qualified
	Lang      string // for texts about wrong fields
	Reason    string
	Text      string
	Confirmed bool
}

// ask is the work as an ask about accounts.
func (w *Work) ask(subjects ...opaque.ID) gate.Ask {
	return gate.Ask{Actor: w.Actor, Purpose: w.Purpose, Reason: w.Reason, Text: w.Text, Confirmed: w.Confirmed,
		Subjects: subjects, Categories: []string{Account}}
}

// system is the ask of a task of the house itself about one account's records.
func system(task, category string, subjects ...opaque.ID) gate.Ask {
	return gate.Ask{Actor: gate.System(task), Purpose: Register + "/" + promise.UpkeepPurpose, Subjects: subjects, Categories: []string{category}}
}

// Invalid is an answer to a form that cannot be taken as it is.
type Invalid struct{ Problems []promise.FieldProblem }

// Error names the fields, never their values.
func (e *Invalid) Error() string {
	text := "the form cannot be taken:"
	for _, p := range e.Problems {
		text += " " + p.Field + " (" + p.Code + ")"
	}
	return text
}

func (s *Service) now() time.Time { return s.gate.Now() }
