// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// NewAccount is an account to be made.
type NewAccount struct {
	UserName, Name string
	Roles          []string
	Unit           string
}

// Invitation is what a new member of staff is handed, once: it is not kept in
// a form that could be read again.
type Invitation struct {
	Account       opaque.ID
	UserName      string
	Password      string    // good for coming in and choosing another
	Until         time.Time // when the password is good for nothing any more
	TOTPSecret    string
	URL           string // otpauth:, what the QR code says
	QR            []byte // PNG
	RecoveryCodes []string
}

// Create makes an account and invites its person. Both are asked of the
// promise in the name of whoever does it: adding to staff/account, and adding
// to staff/credentials. Should the second fail, the account stands without
// credentials, nobody can sign in to it, and Invite makes good.
//
// Errors: *gate.Refusal, *gate.Needs, *Invalid, or of package errs.
func (s *Service) Create(ctx context.Context, w Work, n NewAccount) (*Invitation, error) {
	id, err := s.create(ctx, w.ask(), n, w.Lang)
	if err != nil {
		return nil, err
	}
	inv, err := s.Invite(ctx, w, id)
	if err != nil {
		return nil, fmt.Errorf("account %s was made, but not invited: %w", id, err)
	}
	return inv, nil
}

// create makes an account without credentials.
func (s *Service) create(ctx context.Context, ask gate.Ask, n NewAccount, lang string) (opaque.ID, error) {
	id, now := opaque.New(), s.now()
	ask.Subjects, ask.Categories, ask.Action = []opaque.ID{id}, []string{Account}, rulebook.Add
	doc, name, single, err := s.document(n, lang)
	if err != nil {
		return id, err
	}
	s.creating.Lock()
	defer s.creating.Unlock()
	if s.allowed(ctx, ask) { // whoever may not add learns nothing about names that are taken
		taken, err := s.find(ctx, name)
		if err != nil {
			return id, err
		}
		if !taken.IsZero() {
			return id, &Invalid{Problems: []promise.FieldProblem{{Field: fieldUserName, Code: "taken", Text: "another account has this user name"}}}
		}
	}
	record := opaque.New()
	_, err = s.gate.Change(ctx, ask, gate.Change{
		Docs:  []gate.Doc{{Subject: id, Category: Account, Record: record, Version: 1, Document: gate.Document{Fields: doc}}},
		Index: []gate.IndexValue{{Field: fieldUserName, Value: name}},
		Apply: func(tx *sql.Tx, sealed []gate.Sealed, entry int64) error {
			if _, err := tx.Exec(`insert into account(org, id, record, version, state, made) values(?,?,?,1,'invited',?)`,
				s.gate.Org, id[:], record[:], stamp(now)); err != nil {
				return err
			}
			if err := keep(tx, s.gate.Org, sealed[0], entry); err != nil {
				return err
			}
			return s.setRoles(tx, id, n.Roles, single)
		},
	})
	if err != nil {
		return id, err
	}
	s.people.put(id, doc)
	return id, nil
}

// allowed previews an ask; nothing is recorded.
func (s *Service) allowed(ctx context.Context, ask gate.Ask) bool {
	vs, err := s.gate.Preview(ctx, ask)
	return err == nil && !slices.ContainsFunc(vs, func(v gate.Verdict) bool { return !v.Allowed || len(v.Unmet) > 0 })
}

// document checks a new account and gives its document, the user name as it is
// compared, and those of its roles that one person may hold.
func (s *Service) document(n NewAccount, lang string) (doc promise.Document, name string, single []string, err error) {
	name, ok := canonicalName(n.UserName)
	if !ok {
		return nil, "", nil, &Invalid{Problems: []promise.FieldProblem{{Field: fieldUserName, Code: "type",
			Text: fmt.Sprintf("a user name has 1 to %d letters, digits and signs, and no spaces", maxUserName)}}}
	}
	if single, err = s.checkRoles(n.Roles); err != nil {
		return nil, "", nil, err
	}
	doc = promise.Document{fieldUserName: name, fieldName: n.Name, fieldRoles: slices.Clone(n.Roles)}
	if n.Unit != "" {
		doc[fieldUnit] = n.Unit
	}
	if ps := s.gate.Release().Category(Account).Validate(doc, s.now(), lang); len(ps) > 0 {
		return nil, "", nil, &Invalid{Problems: ps}
	}
	return doc, name, single, nil
}

// checkRoles wants roles of the promise in force, at least one, each once, and
// gives those that one person may hold.
func (s *Service) checkRoles(roles []string) (single []string, err error) {
	o := s.gate.Release().Organisation
	if len(roles) == 0 {
		return nil, &Invalid{Problems: []promise.FieldProblem{{Field: fieldRoles, Code: "required", Text: "an account holds at least one role"}}}
	}
	for i, id := range roles {
		r := o.Role(id)
		if r == nil || slices.Contains(roles[:i], id) {
			return nil, &Invalid{Problems: []promise.FieldProblem{{Field: fieldRoles, Code: "choice", Text: "the promise has no such role, or it stands there twice"}}}
		}
		if r.HeldBy == "one" {
			single = append(single, id)
		}
	}
	return single, nil
}

// Invite gives an account new credentials: to a person who was just made an
// account, who let the invitation run out, or who lost what they had. Sessions
// end, and nothing of the old credentials counts any more.
func (s *Service) Invite(ctx context.Context, w Work, id opaque.ID) (*Invitation, error) {
	if err := s.notOwn(ctx, w, ActInvite, id); err != nil {
		return nil, err
	}
	return s.invite(ctx, w.ask(id), id)
}

func (s *Service) invite(ctx context.Context, ask gate.Ask, id opaque.ID) (*Invitation, error) {
	leave, err := s.doors.enter(ctx, id)
	if err != nil {
		return nil, err
	}
	defer leave()
	r, err := s.one(ctx, id)
	if err != nil {
		return nil, err
	}
	if r.state == Closed {
		return nil, errs.New(errs.Conflict, "error.account-closed", "account %s is closed: make a new one", id)
	}
	userName := text(s.people.get(id), fieldUserName)
	auth, err := newAuthenticator(s.gate.Release().Organisation.Name.In(""), userName)
	if err != nil {
		return nil, err
	}
	inv := &Invitation{Account: id, UserName: userName, Password: oneTimePassword(), Until: s.now().Add(s.limits().invitation),
		TOTPSecret: auth.Secret, URL: auth.URL, QR: auth.QR}
	var recovery string
	inv.RecoveryCodes, recovery = newRecovery()
	hash, err := s.hash.make(ctx, inv.Password)
	if err != nil {
		return nil, tooBusy(err, err)
	}
	secrets := promise.Document{fieldPassword: hash, fieldAuthenticator: auth.Secret, fieldRecovery: recovery}
	act := rulebook.Correct
	if r.credentials.Box == nil {
		act = rulebook.Add
	}
	_, err = s.changeCredentials(ctx, ask, act, r, secrets, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`update account set state = 'invited', factor = 1, own_password = 0, invited_until = ?,
			failed = 0, locks = 0, locked_until = 0, last_step = 0 where org = ? and id = ?`, stamp(inv.Until), s.gate.Org, id[:]); err != nil {
			return err
		}
		return endSessions(tx, s.gate.Org, id)
	})
	if err != nil {
		return nil, err
	}
	return inv, nil
}

// changeCredentials writes the next version of an account's credentials, and
// whatever belongs to it in the same transaction.
func (s *Service) changeCredentials(ctx context.Context, ask gate.Ask, act rulebook.Action, r *row, secrets promise.Document, also func(*sql.Tx) error) (int64, error) {
	ask.Action, ask.Categories = act, []string{Credentials}
	record := r.credentials.Record
	if record.IsZero() {
		record = opaque.New()
	}
	return s.gate.Change(ctx, ask, gate.Change{
		Docs: []gate.Doc{{Subject: r.id, Category: Credentials, Record: record, Version: r.credentials.Version + 1, Document: gate.Document{Fields: secrets}}},
		Apply: func(tx *sql.Tx, sealed []gate.Sealed, entry int64) error {
			if err := exactly(tx.Exec(`update account set secret = ?, secret_version = secret_version + 1
				where org = ? and id = ? and secret_version = ? and state <> 'closed'`, record[:], s.gate.Org, r.id[:], r.credentials.Version)); err != nil {
				return err
			}
			if err := keep(tx, s.gate.Org, sealed[0], entry); err != nil || also == nil {
				return err
			}
			return also(tx)
		},
	})
}

// SetRoles gives an account other roles. They count at once: a session that
// acts in a role that was taken away has none.
func (s *Service) SetRoles(ctx context.Context, w Work, id opaque.ID, roles []string) error {
	if !slices.Contains(roles, w.Actor.Role) {
		if err := s.notOwn(ctx, w, ActChange, id); err != nil {
			return err
		}
	}
	single, err := s.checkRoles(roles)
	if err != nil {
		return err
	}
	return s.correct(ctx, w, id, func(doc promise.Document) { doc[fieldRoles] = slices.Clone(roles) }, func(tx *sql.Tx) error {
		return s.setRoles(tx, id, roles, single)
	})
}

// CloseAccount closes an account for good: all its sessions end at once, its
// roles are free for others, and its credentials are destroyed where the
// promise lets whoever closes it erase them. The name stays, because entries
// name it, until the promise's retention ends it.
func (s *Service) CloseAccount(ctx context.Context, w Work, id opaque.ID) error {
	if err := s.notOwn(ctx, w, ActChange, id); err != nil {
		return err
	}
	leave, err := s.doors.enter(ctx, id)
	if err != nil {
		return err
	}
	defer leave()
	err = s.correct(ctx, w, id, func(promise.Document) {}, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`update account set state = 'closed' where org = ? and id = ?`, s.gate.Org, id[:]); err != nil {
			return err
		}
		if _, err := tx.Exec(`delete from account_role where org = ? and account = ?`, s.gate.Org, id[:]); err != nil {
			return err
		}
		return endSessions(tx, s.gate.Org, id)
	})
	if err != nil {
		return err
	}
	return s.eraseCredentials(ctx, w, id)
}

// eraseCredentials destroys the key of a closed account's credentials where
// the promise allows it. Where it does not, they stay sealed and are never
// opened again, until the promise's retention ends them.
func (s *Service) eraseCredentials(ctx context.Context, w Work, id opaque.ID) error {
	old, err := s.versions(ctx, id, Credentials)
	if err != nil || len(old) == 0 {
		return err
	}
	ask := w.ask(id)
	ask.Categories, ask.Action = []string{Credentials}, rulebook.Erase
	if !s.allowed(ctx, ask) {
		return nil
	}
	_, err = s.gate.Erase(ctx, ask, old, func(tx *sql.Tx, _ int64) error {
		if _, err := tx.Exec(`delete from account_record where org = ? and account = ? and category = ?`, s.gate.Org, id[:], Credentials); err != nil {
			return err
		}
		return exactly(tx.Exec(`update account set secret = null, secret_version = 0, factor = 0 where org = ? and id = ?`, s.gate.Org, id[:]))
	})
	return err
}

// correct writes the next version of an account's record.
func (s *Service) correct(ctx context.Context, w Work, id opaque.ID, change func(promise.Document), also func(*sql.Tx) error) error {
	r, err := s.one(ctx, id)
	if err != nil {
		return err
	}
	if r.state == Closed {
		return errs.New(errs.Conflict, "error.account-closed", "account %s is closed", id)
	}
	doc := promise.Document{}
	for k, v := range s.people.get(id) {
		doc[k] = v
	}
	change(doc)
	name, ok := canonicalName(text(doc, fieldUserName))
	if !ok {
		return fmt.Errorf("account %s: %w", id, errors.New("its record has no user name"))
	}
	ask, next := w.ask(id), r.account.Version+1
	ask.Action = rulebook.Correct
	_, err = s.gate.Change(ctx, ask, gate.Change{
		Docs:  []gate.Doc{{Subject: id, Category: Account, Record: r.account.Record, Version: next, Document: gate.Document{Fields: doc}}},
		Index: []gate.IndexValue{{Field: fieldUserName, Value: name}},
		Apply: func(tx *sql.Tx, sealed []gate.Sealed, entry int64) error {
			if err := exactly(tx.Exec(`update account set version = ? where org = ? and id = ? and version = ? and state <> 'closed'`,
				next, s.gate.Org, id[:], r.account.Version)); err != nil {
				return err
			}
			if err := keep(tx, s.gate.Org, sealed[0], entry); err != nil {
				return err
			}
			return also(tx)
		},
	})
	if err != nil {
		return err
	}
	s.people.put(id, doc)
	if err := s.gate.Forget(ctx, r.account.Record, next); err != nil && s.gate.Log != nil {
		s.gate.Log.Warn("old index rows stay until the next start", "record", r.account.Record.String(), "error", err)
	}
	return nil
}

func endSessions(tx *sql.Tx, org string, id opaque.ID) error {
	_, err := tx.Exec(`delete from account_session where org = ? and account = ?`, org, id[:])
	return err
}
