// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// beforeActivation is the language's word for declarations without which an
// account is not activated.
const beforeActivation = "before-activation"

// Declaration is a text that a member of staff has to sign.
type Declaration struct {
	ID   string
	Ref  string // the id with the version of the text: what was read is what Declare signs
	Name promise.Text
	Text promise.Text
}

// versionOf is the digest of a declaration's words in all its languages. Any
// change of a word asks everybody to sign again.
func versionOf(d *promise.Declaration) [32]byte {
	h := sha256.New()
	for _, t := range []promise.Text{d.Name, d.Text} {
		for _, lang := range t.Languages() {
			fmt.Fprintf(h, "%d %s %d %s\n", len(lang), lang, len(t[lang]), t[lang])
		}
		fmt.Fprintln(h)
	}
	return [32]byte(h.Sum(nil))
}

// due says what an account has signed and still has to sign.
type due struct {
	missing  []*promise.Declaration
	blocking bool // a rule document has to be accepted before anything can be done
	toAccept int  // rule documents that are due or overdue
	declared bool // there is something to sign or accept, and nothing that is missing stops the person
}

// due compares the signatures of an account with the declarations in force. A
// signature counts for the text that was signed and for as long as it lasts.
//
// Keeps: HMS-37
// Keeps: HMS-60
func (s *Service) due(ctx context.Context, id opaque.ID) (due, error) {
	signed, err := s.signatures(ctx, id)
	if err != nil {
		return due{}, err
	}
	var d due
	now := s.now()
	o, roles := s.gate.Release().Organisation, s.rolesOf(id)
	for _, x := range o.Declarations {
		if x.Signed != beforeActivation || !x.Concerns(o, roles) {
			continue
		}
		at, ok := signed[signature{x.ID, versionOf(x)}]
		if ok && !x.Lasts.IsZero() {
			end, ends := x.Lasts.AddTo(at.In(s.gate.Zone()), nil)
			ok = !ends || now.Before(end)
		}
		d.declared = true
		if !ok {
			d.missing = append(d.missing, x)
		}
	}
	return d, s.dueRules(ctx, id, &d)
}

// dueRules adds the rule documents: an accepted one is something signed, and
// one that blocks is missing. In its time of grace it does neither.
//
// Keeps: TAM-01
func (s *Service) dueRules(ctx context.Context, id opaque.ID, d *due) error {
	if len(s.gate.Release().RuleDocuments) > 0 {
		r, err := s.one(ctx, id)
		if err != nil {
			return err
		}
		all, err := s.readings(ctx, r)
		if err != nil {
			return err
		}
		for _, x := range all {
			if x.State == ReadingDue || x.State == ReadingOverdue {
				d.toAccept++
			}
			d.blocking = d.blocking || x.Blocks
			d.declared = d.declared || x.State != ReadingFree && x.Accepted != nil && x.Document.Acceptance.BeforeAccess
		}
	}
	d.declared = d.declared && len(d.missing) == 0 && !d.blocking
	return nil
}

type signature struct {
	declaration string
	digest      [32]byte
}

func (s *Service) signatures(ctx context.Context, id opaque.ID) (map[signature]time.Time, error) {
	rows, err := s.sql.signed.QueryContext(ctx, s.gate.Org, id[:])
	if err != nil {
		return nil, trouble(err)
	}
	defer rows.Close()
	out := map[signature]time.Time{}
	for rows.Next() {
		var name string
		var digest, proof []byte
		var at int64
		if err := rows.Scan(&name, &digest, &at, &proof); err != nil {
			return nil, trouble(err)
		}
		if len(digest) != sha256.Size {
			return nil, fmt.Errorf("account %s: the digest of a signed declaration is damaged", id)
		}
		if s.gate.Vouched(proof, "declaration", signatureParts(id, name, [32]byte(digest), at)...) {
			out[signature{name, [32]byte(digest)}] = moment(at)
		}
	}
	return out, trouble(rows.Err())
}

// Due lists what the person of a session still has to sign before anything can
// be done.
func (s *Service) Due(ctx context.Context, token string) ([]Declaration, error) {
	se, err := s.Session(ctx, token)
	if err != nil {
		return nil, err
	}
	d, err := s.due(ctx, se.Account)
	if err != nil {
		return nil, err
	}
	out := make([]Declaration, len(d.missing))
	for i, x := range d.missing {
		v := versionOf(x)
		out[i] = Declaration{ID: x.ID, Ref: x.ID + "@" + hex.EncodeToString(v[:]), Name: x.Name, Text: x.Text}
	}
	return out, nil
}

// Declare signs a declaration in the name of the person of a session. It is
// named by its Ref: when the text has changed since it was shown, what was read
// is not what would be signed, and the answer is errs.Conflict. By its id
// alone, it is the text in force. With the last signature and an own password
// the account becomes active.
//
// Keeps: HMS-37
func (s *Service) Declare(ctx context.Context, token, declaration string) error {
	se, err := s.Session(ctx, token)
	if err != nil {
		return err
	}
	name, version, exact := strings.Cut(declaration, "@")
	x := s.gate.Release().Organisation.Declaration(name)
	if x == nil || x.Signed != beforeActivation {
		return errs.New(errs.NotFound, "error.no-declaration", "the promise in force has no such declaration to sign")
	}
	digest := versionOf(x)
	if exact && hex.EncodeToString(digest[:]) != version {
		return errs.New(errs.Conflict, "error.declaration-changed", "declaration %s has another text by now: read it again", x.ID)
	}
	entry, err := s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeAllowed, se.Actor(), se.Account, "", "declared:"+x.ID)
	if err != nil {
		return err
	}
	if err := s.write(ctx, func(tx *sql.Tx) error { return s.sign(tx, se.Account, x.ID, digest, s.now(), entry) }); err != nil {
		return err
	}
	return s.activate(ctx, se.Account)
}

func (s *Service) sign(tx *sql.Tx, id opaque.ID, declaration string, digest [32]byte, at time.Time, entry int64) error {
	proof := s.gate.Vouch("declaration", signatureParts(id, declaration, digest, stamp(at))...)
	_, err := tx.Exec(`insert into account_declaration(org, account, declaration, digest, signed, entry, proof) values(?,?,?,?,?,?,?)
		on conflict do update set signed = excluded.signed, entry = excluded.entry, proof = excluded.proof`, s.gate.Org, id[:], declaration, digest[:], stamp(at), entry, proof)
	return err
}

// signatureParts are what a signature's proof is over.
func signatureParts(id opaque.ID, declaration string, digest [32]byte, at int64) [][]byte {
	return [][]byte{id[:], []byte(declaration), digest[:], gate.Number(at)}
}

// activate makes an invited account active when nothing is missing any more.
func (s *Service) activate(ctx context.Context, id opaque.ID) error {
	d, err := s.due(ctx, id)
	if err != nil || len(d.missing) > 0 {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`update account set state = 'active', invited_until = 0
			where org = ? and id = ? and state = 'invited' and own_password = 1`, s.gate.Org, id[:])
		return err
	})
}

// SetPassword gives the person of a session a password of their own. The old
// one is asked for, except in place of the one-time password that the session
// has just been opened with. All other sessions of the account end.
func (s *Service) SetPassword(ctx context.Context, token, old, password string) error {
	se, err := s.Session(ctx, token)
	if err != nil {
		return err
	}
	leave, err := s.doors.enter(ctx, se.Account)
	if err != nil {
		return err
	}
	defer leave()
	r, err := s.one(ctx, se.Account)
	if err != nil {
		return err
	}
	secrets, err := s.openCredentials(ctx, r)
	if err != nil {
		return err
	}
	if r.ownPassword {
		if err := s.proveAgain(ctx, r, old, secrets); err != nil {
			return err
		}
	}
	c, err := checkPassword(password, s.leastPassword(r.factor), se.UserName, se.Name, s.gate.Release().Organisation.Name.In(""))
	if err != nil {
		return err
	}
	if same, err := s.hash.check(ctx, c, text(secrets, fieldPassword)); err != nil || same {
		return tooBusy(err, errs.New(errs.Invalid, "password.same", "the new password is the old one"))
	}
	if secrets[fieldPassword], err = s.hash.make(ctx, c); err != nil {
		return tooBusy(err, err)
	}
	if _, err := s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeAllowed, se.Actor(), r.id, "", codeOwnPassword); err != nil {
		return err
	}
	_, err = s.changeCredentials(ctx, system("credentials", Credentials, r.id), rulebook.Correct, r, secrets, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`update account set own_password = 1 where org = ? and id = ?`, s.gate.Org, r.id[:]); err != nil {
			return err
		}
		_, err := tx.Exec(`delete from account_session where org = ? and account = ? and id <> ?`, s.gate.Org, r.id[:], se.ID[:])
		return err
	})
	if err != nil {
		return err
	}
	return s.activate(ctx, r.id)
}

// NewRecoveryCodes draws ten new recovery codes for the person of a session,
// who proves once more who they are. The codes before them count no more.
func (s *Service) NewRecoveryCodes(ctx context.Context, token, password string) ([]string, error) {
	se, err := s.Session(ctx, token)
	if err != nil {
		return nil, err
	}
	leave, err := s.doors.enter(ctx, se.Account)
	if err != nil {
		return nil, err
	}
	defer leave()
	r, err := s.one(ctx, se.Account)
	if err != nil {
		return nil, err
	}
	secrets, err := s.openCredentials(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := s.proveAgain(ctx, r, password, secrets); err != nil {
		return nil, err
	}
	if _, err := s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeAllowed, se.Actor(), r.id, "", codeNewRecovery); err != nil {
		return nil, err
	}
	codes, hashes := newRecovery()
	secrets[fieldRecovery] = hashes
	_, err = s.changeCredentials(ctx, system("credentials", Credentials, r.id), rulebook.Correct, r, secrets, nil)
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// proveAgain asks for the password inside a session. A wrong one counts as a
// failed sign-in, so that a screen left alone is no place to guess.
func (s *Service) proveAgain(ctx context.Context, r *row, password string, secrets promise.Document) error {
	if now := s.now(); now.Before(r.lockedUntil) {
		return &SignInError{Key: KeyLocked, Until: r.lockedUntil}
	}
	c, _ := canonicalPassword(password)
	ok, err := s.hash.check(ctx, c, text(secrets, fieldPassword))
	if err != nil {
		return tooBusy(err, err)
	}
	if !ok {
		return s.fail(ctx, r, codeWrong)
	}
	return nil
}

func (s *Service) leastPassword(factor bool) int {
	least := s.limits().password
	if !factor {
		least = max(least, passwordWithoutFactor)
	}
	return least
}
