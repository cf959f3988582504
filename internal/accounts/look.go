// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"slices"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Get opens one account. It is a look-up of its own: *gate.Refusal when the
// work may not see the account, errs.NotFound when there is none.
func (s *Service) Get(ctx context.Context, w Work, id opaque.ID) (*Card, error) {
	r, err := s.one(ctx, id)
	if err != nil {
		return nil, err
	}
	ask := w.ask(id)
	ask.Action = rulebook.Open
	pass, err := s.gate.Read(ctx, ask)
	if err != nil {
		return nil, err
	}
	opened, err := pass.Open(ctx, []gate.Sealed{r.account})
	if err != nil {
		return nil, err
	}
	c, err := s.card(ctx, r, opened[0].Fields)
	return &c, err
}

// card puts what is open about an account beside what was sealed.
func (s *Service) card(ctx context.Context, r *row, doc promise.Document) (Card, error) {
	due, err := s.due(ctx, r.id)
	if err != nil {
		return Card{}, err
	}
	c := Card{ID: r.id, UserName: text(doc, fieldUserName), Name: text(doc, fieldName), Roles: texts(doc, fieldRoles), Unit: text(doc, fieldUnit),
		State: r.state, SecondFactor: r.factor, Declared: len(due.missing) == 0 && due.toAccept == 0, Made: r.made, SignedIn: r.signedIn, InvitedUntil: r.invitedUntil}
	if s.now().Before(r.lockedUntil) {
		c.Locked = r.lockedUntil
	}
	return c, nil
}

// Act is something that can be done with accounts.
type Act int

// The acts, with what each of them asks of the promise.
const (
	ActCreate Act = iota // add an account and its credentials
	ActChange            // correct an account: other roles, closing it
	ActInvite            // add or correct credentials
)

// May tells whether the work may do something with an account, and what it has
// to bring along. It is for pages, which offer what can be done: nothing is
// opened or recorded, and the act itself is decided anew. For ActCreate the
// account is one that is not there yet.
func (s *Service) May(ctx context.Context, w Work, act Act, id opaque.ID) (with []promise.Safeguard, may bool, err error) {
	if act == ActCreate {
		id = opaque.New()
	}
	for _, p := range s.parts(ctx, act, id) {
		ask := w.ask(id)
		ask.Categories, ask.Action = []string{p.category}, p.action
		vs, err := s.gate.Preview(ctx, ask)
		if err != nil {
			return nil, false, err
		}
		if !vs[0].Allowed {
			return nil, false, nil
		}
		for _, x := range vs[0].Unmet {
			if !slices.Contains(with, x) {
				with = append(with, x)
			}
		}
	}
	return with, true, nil
}

// actPart is one thing that an act asks of the promise.
type actPart struct {
	category string
	action   rulebook.Action
}

func (s *Service) parts(ctx context.Context, act Act, id opaque.ID) []actPart {
	switch act {
	case ActCreate:
		return []actPart{{Account, rulebook.Add}, {Credentials, rulebook.Add}}
	case ActInvite:
		if r, err := s.one(ctx, id); err == nil && r.credentials.Box != nil {
			return []actPart{{Credentials, rulebook.Correct}}
		}
		return []actPart{{Credentials, rulebook.Add}}
	}
	return []actPart{{Account, rulebook.Correct}}
}

// notOwn keeps people from shutting themselves out: whoever closes their own
// account, takes from it the role they act in, or gives it credentials that
// they have not read yet, may be the last who could undo it. Whoever may not do
// it at all is left to the gate, which refuses and records.
func (s *Service) notOwn(ctx context.Context, w Work, act Act, id opaque.ID) error {
	if id.IsZero() || id != w.Actor.ID {
		return nil
	}
	if _, may, err := s.May(ctx, w, act, id); err != nil || !may {
		return err
	}
	return errs.New(errs.Conflict, "error.own-account", "account %s is that of whoever acts: a colleague has to do it", id)
}

// PasswordLength is how many characters the password of a session's person has
// at least.
func (s *Service) PasswordLength(ctx context.Context, token string) (int, error) {
	se, err := s.Session(ctx, token)
	if err != nil {
		return 0, err
	}
	r, err := s.one(ctx, se.Account)
	if err != nil {
		return 0, err
	}
	return s.leastPassword(r.factor), nil
}
