// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"database/sql"
	"slices"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/promise"
)

// mayAct tells why the person of a session may not act in a role, nil when
// they may. A role is held by its own name: holding a child does not give the
// parent. What the promise asks of an account in a role, or in one above it,
// must be there; what this program cannot check is not.
//
// Keeps: HMS-37
func (s *Service) mayAct(se *Session, role string) error {
	switch {
	case se.MustDeclare:
		return errs.New(errs.Denied, "error.declare-first", "a declaration has to be signed before a role can be chosen")
	case se.MustSetPassword:
		return errs.New(errs.Denied, "error.password-first", "the one-time password has to be replaced before a role can be chosen")
	case se.MustAccept:
		return errs.New(errs.Denied, "error.accept-first", "a rule document has to be accepted before a role can be chosen")
	case !slices.Contains(se.Roles, role):
		return errs.New(errs.Denied, "error.role-not-held", "role %q is not held", role)
	}
	for _, need := range accountNeeds(s.gate.Release().Organisation, role) {
		if (need == "declared" && se.Declared) || (need == "second-factor" && se.SecondFactor) {
			continue
		}
		return errs.New(errs.Denied, "error.role-needs."+need, "role %s asks for %s, which the account has not or which cannot be checked", role, need)
	}
	return nil
}

// accountNeeds gathers what a role and those above it ask of an account.
func accountNeeds(o *promise.Organisation, role string) []string {
	var out []string
	seen := map[string]bool{}
	for r := o.Role(role); r != nil && !seen[r.ID]; r = o.Role(r.Under) {
		seen[r.ID] = true
		for _, n := range r.Account {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// ChooseRole makes a held role the one the session acts in. The choice is
// recorded first, and so is an attempt at a role that is not held. The purpose
// has to be chosen anew: another hat works for something else.
func (s *Service) ChooseRole(ctx context.Context, token, role string) error {
	se, err := s.Session(ctx, token)
	if err != nil {
		return err
	}
	if se.Role == role && role != "" {
		return nil
	}
	if err := s.mayAct(se, role); err != nil {
		if errs.KeyOf(err) == "error.role-not-held" {
			if _, rerr := s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeRefused, se.Actor(), se.Account, "", codeRoleNotHeld); rerr != nil {
				return rerr
			}
		}
		return err
	}
	a := se.Actor()
	a.Role = role
	return s.choose(ctx, se, a, "", codeRole, `update account_session set role = ?, purpose = '' where org = ? and id = ?`, role)
}

// ChoosePurpose makes a purpose the one the session works for: a leaf of the
// purposes of a register, by its qualified name. The choice is recorded first.
//
// Law: gdpr 5(1)(b)
func (s *Service) ChoosePurpose(ctx context.Context, token, purpose string) error {
	se, err := s.Session(ctx, token)
	if err != nil {
		return err
	}
	switch {
	case !s.isPurpose(purpose):
		return errs.New(errs.Invalid, "error.no-purpose", "the promise in force has no purpose of that name to work for")
	case se.Role == "":
		return errs.New(errs.Denied, "error.role-first", "a role has to be chosen before a purpose")
	case se.Purpose == purpose:
		return nil
	}
	return s.choose(ctx, se, se.Actor(), purpose, codePurpose, `update account_session set purpose = ? where org = ? and id = ?`, purpose)
}

// choose records a choice about the person who makes it and then writes it.
func (s *Service) choose(ctx context.Context, se *Session, a gate.Actor, purpose, code, update, value string) error {
	if _, err := s.gate.Note(ctx, ledger.KindSignIn, ledger.OutcomeAllowed, a, se.Account, purpose, code); err != nil {
		return err
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		res, err := tx.Exec(update, value, s.gate.Org, se.ID[:])
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return errGone // ended meanwhile
		}
		return nil
	})
}

// isPurpose tells whether a person can work for a purpose: it stands in the
// promise in force and is not a heading above others.
func (s *Service) isPurpose(qualified string) bool {
	r := s.gate.Release()
	p := r.Purpose(qualified)
	if p == nil {
		return false
	}
	return !slices.ContainsFunc(r.Register(p.Register).Purposes, func(c *promise.Purpose) bool { return c.Under == p.ID })
}

// SetLanguage makes a language of the promise the one the session reads in.
func (s *Service) SetLanguage(ctx context.Context, token, lang string) error {
	x, _, err := s.session(ctx, token)
	if err != nil {
		return err
	}
	if len(lang) > 16 {
		return errs.New(errs.Invalid, "", "not the name of a language")
	}
	return s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`update account_session set lang = ? where org = ? and token = ?`, lang, s.gate.Org, x.hash[:])
		return err
	})
}
