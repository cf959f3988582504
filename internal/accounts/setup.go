// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"database/sql"
	"encoding/base32"
	"fmt"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// setUpTask is the name under which the house itself makes accounts, under the
// clause that the compiler derives for the first account: nobody is there yet
// who could. The ledger shows it as an act of the system, and it is over with
// the first sign-in.
const setUpTask = "set-up"

// errSetUpOver says why the house makes no accounts any more.
var errSetUpOver = errs.New(errs.Conflict, "error.set-up-over", "somebody has signed in already: accounts are made by whoever the promise lets add them")

// setUpOpen tells whether nobody has ever signed in.
func (s *Service) setUpOpen(ctx context.Context) error {
	rows, err := s.every(ctx)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if !r.signedIn.IsZero() {
			return errSetUpOver
		}
	}
	return nil
}

// Bootstrap makes the first account of an organisation and invites its person,
// who then makes the others. The ledger names the house's own set-up as the
// one who did it. It works until somebody has signed in.
func (s *Service) Bootstrap(ctx context.Context, n NewAccount) (*Invitation, error) {
	if err := s.setUpOpen(ctx); err != nil {
		return nil, err
	}
	id, err := s.create(ctx, system(setUpTask, Account), n, "")
	if err != nil {
		return nil, err
	}
	return s.invite(ctx, system(setUpTask, Credentials, id), id)
}

// SeedAccount is an account of a demo or a test, with credentials that are
// known beforehand.
type SeedAccount struct {
	UserName, Name string
	Password       string
	TOTPSecret     string // base32, "" for none: then no role that asks for a second factor can be acted in
	Roles          []string
	Unit           string
	// Declared signs all declarations. The ledger shows these signatures as an
	// act of the system's set-up, not of the person.
	Declared bool
}

// Seed makes accounts with known credentials, through the same gate and under
// the same clauses as Bootstrap, until somebody has signed in. Accounts whose
// user name stands already are left as they are, so that a seeding that was
// interrupted can be run again.
func (s *Service) Seed(ctx context.Context, list []SeedAccount) error {
	over := s.setUpOpen(ctx)
	for i := range list {
		name, _ := canonicalName(list[i].UserName)
		id, err := s.find(ctx, name)
		if err != nil {
			return err
		}
		if !id.IsZero() {
			r, err := s.one(ctx, id)
			if err != nil {
				return err
			}
			if r.credentials.Box != nil {
				continue
			}
		}
		if over != nil {
			return over
		}
		if err := s.seed(ctx, &list[i], id); err != nil {
			return fmt.Errorf("seed account %d: %w", i+1, err)
		}
	}
	return nil
}

// seed makes one account; id is that of one that an interrupted run left
// without credentials.
func (s *Service) seed(ctx context.Context, a *SeedAccount, id opaque.ID) error {
	if _, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(a.TOTPSecret); err != nil {
		return errs.New(errs.Invalid, "", "the authenticator's secret is not base32 in capital letters without padding")
	}
	password, err := checkPassword(a.Password, s.leastPassword(a.TOTPSecret != ""), a.UserName, a.Name)
	if err != nil {
		return err
	}
	if id.IsZero() {
		if id, err = s.create(ctx, system(setUpTask, Account), NewAccount{UserName: a.UserName, Name: a.Name, Roles: a.Roles, Unit: a.Unit}, ""); err != nil {
			return err
		}
	}
	hash, err := s.hash.make(ctx, password)
	if err != nil {
		return err
	}
	entry := int64(0)
	if a.Declared {
		if entry, err = s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeAllowed, gate.System(setUpTask), id, "", "declared:set-up"); err != nil {
			return err
		}
	}
	r, err := s.one(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.changeCredentials(ctx, system(setUpTask, Credentials, id), rulebook.Add, r,
		promise.Document{fieldPassword: hash, fieldAuthenticator: a.TOTPSecret, fieldRecovery: ""},
		func(tx *sql.Tx) error { return s.seedState(tx, a, id, entry) })
	return err
}

// seedState gives a seeded account its state: active when everything is signed
// or there is nothing to sign, invited until it is.
func (s *Service) seedState(tx *sql.Tx, a *SeedAccount, id opaque.ID, entry int64) error {
	now, state := s.now(), Active
	for _, x := range s.gate.Release().Organisation.Declarations {
		if x.Signed != beforeActivation {
			continue
		}
		if !a.Declared {
			state = Invited
			continue
		}
		if err := s.sign(tx, id, x.ID, versionOf(x), now, entry); err != nil {
			return err
		}
	}
	until := now.Add(s.limits().invitation)
	return exactly(tx.Exec(`update account set state = ?, own_password = 1, factor = ?, invited_until = ? where org = ? and id = ?`,
		state, a.TOTPSecret != "", stamp(until), s.gate.Org, id[:]))
}
