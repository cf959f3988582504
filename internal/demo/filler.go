// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// filler works in the house as its staff do.
type filler struct {
	h    *house.House
	r    *rand.Rand
	now  time.Time
	lang string // of those who work here
	tell func(what string)

	people []Person // who work here

	tokens map[string]string // who is signed in: a sign-in costs a slow hash
}

func newFiller(h *house.House, tell func(string)) *filler {
	return &filler{h: h, r: rand.New(rand.NewPCG(20261121, 7)), now: h.Gate.Now(), lang: h.Gate.Release().Organisation.Languages[0],
		tell: tell, tokens: map[string]string{}}
}

// say tells what is being made; the words of Progress.
func (f *filler) say(what string) { f.tell(what) }

func (f *filler) staff(ctx context.Context, staff []Person) error {
	seed := make([]accounts.SeedAccount, len(staff))
	for i, p := range staff {
		seed[i] = accounts.SeedAccount{UserName: p.UserName, Name: p.Name, Unit: p.Unit, Roles: p.Roles, Password: Password, TOTPSecret: Secret(p.UserName), Declared: !p.New}
	}
	return f.h.Accounts.Seed(ctx, seed)
}

// as gives the work that a member of staff can do in a role and for a purpose,
// whom it signs in first. The code is the one before the current, so that
// whoever signs in right after finds the current one unused.
func (f *filler) as(ctx context.Context, user, role, reg, purpose string) (register.Work, error) {
	token, err := f.token(ctx, user)
	if err != nil {
		return register.Work{}, err
	}
	if err := f.h.Accounts.ChooseRole(ctx, token, role); err != nil {
		return register.Work{}, fmt.Errorf("%s as %s: %w", user, role, err)
	}
	if err := f.h.Accounts.ChoosePurpose(ctx, token, reg+"/"+purpose); err != nil {
		return register.Work{}, fmt.Errorf("%s for %s/%s: %w", user, reg, purpose, err)
	}
	s, err := f.h.Accounts.Session(ctx, token)
	if err != nil {
		return register.Work{}, err
	}
	return register.Work{Actor: s.Actor(), Register: reg, Purpose: reg + "/" + purpose, Lang: f.lang}, nil
}

func (f *filler) token(ctx context.Context, user string) (string, error) {
	if t := f.tokens[user]; t != "" {
		return t, nil
	}
	token, err := f.signIn(ctx, user)
	if err != nil {
		return "", fmt.Errorf("%s signs in: %w", user, err)
	}
	f.tokens[user] = token
	return token, nil
}

// signIn tries once more when the authenticator went on to its next code
// between drawing the one before it and showing it.
func (f *filler) signIn(ctx context.Context, user string) (string, error) {
	for {
		drawn := f.h.Gate.Now().Truncate(codeLasts)
		code, err := Code(user, drawn.Add(-codeLasts))
		if err != nil {
			return "", err
		}
		token, _, err := f.h.Accounts.SignIn(ctx, accounts.SignIn{UserName: user, Password: Password, Code: code, Client: "demo"})
		wrong, ok := errors.AsType[*accounts.SignInError](err)
		if ok && wrong.Key == accounts.KeyWrong && !f.h.Gate.Now().Truncate(codeLasts).Equal(drawn) {
			continue
		}
		return token, err
	}
}

// codeLasts is how long an authenticator shows one code.
const codeLasts = 30 * time.Second

// accept lets a member of staff read and accept every rule document that is
// due, each clause by itself.
func (f *filler) accept(ctx context.Context, user string) error {
	token, err := f.token(ctx, user)
	if err != nil {
		return err
	}
	readings, err := f.h.Accounts.Readings(ctx, token)
	if err != nil {
		return err
	}
	for _, x := range readings {
		if x.State != accounts.ReadingDue && x.State != accounts.ReadingOverdue {
			continue
		}
		var attested []string
		for _, c := range x.Document.Attested() {
			attested = append(attested, c.ID)
		}
		if err := f.h.Accounts.Accept(ctx, token, x.Ref, attested); err != nil {
			return err
		}
	}
	return nil
}

// leave ends the sessions of the filling: nobody is signed in when it is done.
func (f *filler) leave(ctx context.Context) error {
	var all []error
	for user, token := range f.tokens {
		all = append(all, f.h.Accounts.SignOut(ctx, token))
		delete(f.tokens, user)
	}
	return errors.Join(all...)
}

// add writes records of one subject, a new one when it is none yet.
func (f *filler) add(ctx context.Context, w register.Work, subject opaque.ID, docs map[string]promise.Document) (opaque.ID, error) {
	rec, err := f.h.Register.Add(ctx, w, register.Input{Subject: subject, Docs: docs}, register.Given{})
	return rec.Subject, err
}

func (f *filler) day(daysAgo int) string {
	return f.now.AddDate(0, 0, -daysAgo).Format(time.DateOnly)
}

// together runs independent pieces of work side by side: they share commits.
func together(work []func() error) error {
	errs := make([]error, len(work))
	slots := make(chan struct{}, 16)
	var wg sync.WaitGroup
	for i, do := range work {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			errs[i] = do()
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
