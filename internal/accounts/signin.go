// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// SignIn is what somebody brings to the door.
type SignIn struct {
	UserName, Password string
	Code               string // of the authenticator, or a recovery code
	Client             string // the address they come from
	Lang               string
}

// Keys of a sign-in that did not succeed, for the catalogue of texts.
const (
	KeyWrong      = "wrong"       // name, password or code; which one is not said
	KeyLocked     = "locked"      // too many failures in a row
	KeySlowDown   = "slow-down"   // too many tries from that client, or at once
	KeyNotActive  = "not-active"  // the invitation has run out: ask for a new one
	KeyCodeNeeded = "code-needed" // no code was given
)

// Codes in the ledger's sign-in entries.
const (
	codePassword      = "password"
	codeAuthenticator = "password-and-authenticator"
	codeRecovery      = "password-and-recovery-code"
	codeWrong         = "wrong"
	codeLocked        = "locked"
	codeRunOut        = "invitation-run-out"
	codeRole          = "role"
	codeRoleNotHeld   = "role-not-held"
	codePurpose       = "purpose"
	codeOwnPassword   = "password-chosen"
	codeNewRecovery   = "recovery-codes-drawn"
)

// slowAnswer is how long a sign-in that fails takes at least: longer than any
// of its paths, so that the time tells nothing about the name.
const slowAnswer = 400 * time.Millisecond

// SignInError is the answer to a sign-in that did not succeed. It says nothing
// about whether there is such an account.
type SignInError struct {
	Key   string
	Until time.Time // when it is worth trying again, zero when unknown
}

// Error is for the log.
func (e *SignInError) Error() string { return "sign-in: " + e.Key }

// SignIn checks who somebody is and opens a session. On success it gives the
// session's token, which is nowhere else and cannot be found again. Every
// sign-in has a token of its own: one that a browser brought along is never
// taken up.
//
// Errors are *SignInError, or of kind errs.Unavailable when it could not be
// recorded, in which case nobody was signed in.
//
// Keeps: HMS-36
func (s *Service) SignIn(ctx context.Context, in SignIn) (string, *Session, error) {
	start := s.gate.Clock.Mono()
	if wait := s.clients.take(clientOf(in.Client), start); wait > 0 {
		return "", nil, &SignInError{Key: KeySlowDown, Until: s.now().Add(wait)}
	}
	token, se, err := s.signIn(ctx, in, s.now())
	if refused, ok := errors.AsType[*SignInError](err); ok && refused.Key != KeySlowDown {
		s.Pause(ctx, slowAnswer-(s.gate.Clock.Mono()-start))
	}
	return token, se, err
}

// signIn goes by the time at which the words came in: a code that was right
// then does not grow old while the sign-in waits its turn.
func (s *Service) signIn(ctx context.Context, in SignIn, came time.Time) (string, *Session, error) {
	name, ok := canonicalName(in.UserName)
	if !ok {
		return "", nil, s.strangerFails(ctx, in.UserName, in)
	}
	id, err := s.find(ctx, name)
	if err != nil {
		return "", nil, err
	}
	if id.IsZero() {
		return "", nil, s.strangerFails(ctx, name, in)
	}
	leave, err := s.doors.enter(ctx, id)
	if err != nil {
		return "", nil, err
	}
	defer leave()
	r, err := s.one(ctx, id)
	if err != nil {
		return "", nil, err
	}
	if r.state == Closed || r.credentials.Box == nil {
		return "", nil, s.strangerFails(ctx, name, in)
	}
	return s.prove(ctx, r, in, came)
}

// find looks a user name up in the blind index, zero when nobody has it.
func (s *Service) find(ctx context.Context, name string) (opaque.ID, error) {
	hits, err := s.gate.Exact(ctx, Account, fieldUserName, name)
	if err != nil {
		return opaque.ID{}, err
	}
	for _, h := range hits {
		v, err := s.Version(h.Record)
		if err != nil {
			return opaque.ID{}, err
		}
		if v == h.Version {
			return h.Subject, nil
		}
	}
	return opaque.ID{}, nil
}

// strangerFails answers for a name that nobody has as for any other: the same
// work, the same count, the same lock. Nothing of it is recorded or stored,
// since anybody could fill the ledger with names of their own making.
func (s *Service) strangerFails(ctx context.Context, name string, in SignIn) error {
	now := s.now()
	if until := s.unknown.locked(name, now); !until.IsZero() {
		return &SignInError{Key: KeyLocked, Until: until}
	}
	c, _ := canonicalPassword(in.Password)
	if _, err := s.hash.check(ctx, c, ""); err != nil {
		return tooBusy(err, err)
	}
	if trimCode(in.Code) == "" {
		return &SignInError{Key: KeyCodeNeeded}
	}
	if until := s.unknown.fail(name, now, s.limits()); !until.IsZero() {
		return &SignInError{Key: KeyLocked, Until: until}
	}
	return &SignInError{Key: KeyWrong}
}

// prove checks password and code of an account that may be signed in to.
func (s *Service) prove(ctx context.Context, r *row, in SignIn, came time.Time) (string, *Session, error) {
	if s.now().Before(r.lockedUntil) {
		return "", nil, &SignInError{Key: KeyLocked, Until: r.lockedUntil}
	}
	c, _ := canonicalPassword(in.Password)
	code := trimCode(in.Code)
	if r.factor && code == "" { // the same answer for every password, and so not a guess
		_, err := s.hash.check(ctx, c, "")
		return "", nil, tooBusy(err, &SignInError{Key: KeyCodeNeeded})
	}
	secrets, err := s.openCredentials(ctx, r)
	if err != nil {
		return "", nil, err
	}
	ok, err := s.hash.check(ctx, c, text(secrets, fieldPassword))
	if err != nil {
		return "", nil, tooBusy(err, err)
	}
	p := proofOf(r, code, secrets, came)
	if !ok || !p.ok {
		return "", nil, s.fail(ctx, r, codeWrong)
	}
	if r.state == Invited && !s.now().Before(r.invitedUntil) {
		if _, err := s.noteAbout(ctx, r.id, ledger.OutcomeRefused, codeRunOut); err != nil {
			return "", nil, err
		}
		return "", nil, &SignInError{Key: KeyNotActive}
	}
	return s.enter(ctx, r, p, secrets, in)
}

// proof is what was shown beside the password.
type proof struct {
	ok       bool
	code     string // of the ledger's entry
	step     int64  // of the authenticator, 0 when another proof was shown
	recovery string // hashes of the recovery codes that are left
}

func proofOf(r *row, code string, secrets promise.Document, came time.Time) proof {
	if !r.factor {
		return proof{ok: true, code: codePassword}
	}
	if step, ok := stepOf(code, text(secrets, fieldAuthenticator), came, r.lastStep); ok {
		return proof{ok: true, code: codeAuthenticator, step: step}
	}
	if rest, ok := useRecovery(code, text(secrets, fieldRecovery)); ok {
		return proof{ok: true, code: codeRecovery, recovery: rest}
	}
	return proof{}
}

// enter records the sign-in and opens the session.
func (s *Service) enter(ctx context.Context, r *row, p proof, secrets promise.Document, in SignIn) (string, *Session, error) {
	se, err := s.newSession(ctx, r, p.code != codePassword, in.Lang)
	if err != nil {
		return "", nil, err
	}
	entry, err := s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeAllowed, se.Actor(), r.id, "", p.code)
	if err != nil {
		return "", nil, err
	}
	token, hash := newToken()
	open := func(tx *sql.Tx) error { return s.openSession(tx, r, se, hash, p.step, entry) }
	if p.code == codeRecovery { // the code is gone in the same transaction that opens the session
		secrets[fieldRecovery] = p.recovery
		_, err = s.changeCredentials(ctx, system("sign-in", Credentials, r.id), rulebook.Correct, r, secrets, open)
	} else {
		err = s.write(ctx, open)
	}
	if err != nil {
		return "", nil, err
	}
	return token, se, nil
}

// fail records a failure of an account, and the lock-out when it brings one,
// and then counts it. The answer is given only after both are durable.
func (s *Service) fail(ctx context.Context, r *row, code string) error {
	if _, err := s.noteAbout(ctx, r.id, ledger.OutcomeRefused, code); err != nil {
		return err
	}
	l := s.limits()
	failed, locks, locked := countFailure(r.failed, r.locks, l)
	until := time.Time{}
	if locked {
		until = s.now().Add(l.lockFor(locks))
		if _, err := s.noteAbout(ctx, r.id, ledger.OutcomeRefused, codeLocked); err != nil {
			return err
		}
	}
	err := s.write(ctx, func(tx *sql.Tx) error {
		return exactly(tx.Exec(`update account set failed = ?, locks = ?, locked_until = ? where org = ? and id = ?`,
			failed, locks, stamp(until), s.gate.Org, r.id[:]))
	})
	if err != nil {
		return err
	}
	if locked {
		return &SignInError{Key: KeyLocked, Until: until}
	}
	return &SignInError{Key: KeyWrong}
}

// noteAbout records what happened at an account's door while it is not proved
// who stands there: the system notes it, about the person whose account it is.
func (s *Service) noteAbout(ctx context.Context, id opaque.ID, out ledger.Outcome, code string) (int64, error) {
	return s.gate.Note(ctx, ledger.KindSignIn, out, gate.System("sign-in"), id, "", code)
}

// openCredentials opens an account's credentials for the sign-in itself, under
// a recorded pass of the system.
func (s *Service) openCredentials(ctx context.Context, r *row) (promise.Document, error) {
	if r.credentials.Box == nil {
		return nil, errs.New(errs.NotFound, "error.no-account", "account %s has no credentials: invite the person anew", r.id)
	}
	ask := system("sign-in", Credentials, r.id)
	ask.Action = rulebook.Open
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return nil, fmt.Errorf("open the credentials of %s: %w", r.id, err)
	}
	opened, err := pass.Open(ctx, []gate.Sealed{r.credentials})
	if err != nil {
		return nil, err
	}
	return opened[0].Fields, nil
}

// tooBusy turns the hasher's refusal into an answer; other errors go on, and
// without one the given answer stands.
func tooBusy(err, otherwise error) error {
	switch {
	case errors.Is(err, errBusy):
		return &SignInError{Key: KeySlowDown}
	case err != nil:
		return err
	}
	return otherwise
}
