// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
)

func TestOneAccountIsLookedAtAndTheLookUpIsRecorded(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	w := f.admin()
	from := f.size()
	c, err := f.Get(t.Context(), w, f.id("per"))
	if err != nil || c.UserName != "per" || c.State != Invited || c.Declared || !c.SignedIn.IsZero() {
		t.Errorf("got %+v, %v", c, err)
	}
	if n := f.size() - from; n != 1 {
		t.Errorf("%d entries, want one", n)
	}
	if _, err := f.Get(t.Context(), w, opaque.New()); errs.KindOf(err) != errs.NotFound {
		t.Errorf("nobody's account: %v", err)
	}
	_, err = f.Get(t.Context(), Work{Actor: gate.Actor{Role: "nobody"}, Purpose: staff}, f.id("per"))
	if _, ok := gate.AsRefusal(err); !ok {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestWhatCanBeDoneWithAccountsIsToldWithoutARecord(t *testing.T) {
	t.Parallel()
	f := open(t, "staff.yaml", "accounts: {allow: [add, correct, erase], who: [system-administrator], data: [account], for: [access-control]",
		"accounts: {allow: [add, correct, erase], who: [system-administrator], data: [account], for: [access-control], with: [reason]")
	f.seedAll()
	admin := f.admin()
	_, se := f.enter("nina")
	nurse := Work{Actor: se.Actor(), Purpose: staff}
	from := f.size()
	for name, c := range map[string]struct {
		w    Work
		act  Act
		id   opaque.ID
		may  bool
		with int
	}{
		"the administrator makes accounts, for a reason":      {admin, ActCreate, opaque.ID{}, true, 1},
		"the administrator changes an account, for a reason":  {admin, ActChange, f.id("nina"), true, 1},
		"the administrator invites without one":               {admin, ActInvite, f.id("nina"), true, 0},
		"a nurse makes no accounts":                           {nurse, ActCreate, opaque.ID{}, false, 0},
		"a nurse changes no account, nor her own":             {nurse, ActChange, se.Account, false, 0},
		"a nurse gives nobody credentials":                    {nurse, ActInvite, f.id("live"), false, 0},
		"her own credentials are hers, by a clause of theirs": {nurse, ActInvite, se.Account, true, 0},
	} {
		with, may, err := f.May(t.Context(), c.w, c.act, c.id)
		if err != nil || may != c.may || len(with) != c.with {
			t.Errorf("%s: %v with %v, %v", name, may, with, err)
		}
	}
	if f.size() != from {
		t.Error("a preview was recorded")
	}
}

func TestNobodyShutsThemselvesOut(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	w := f.admin()
	_, se := f.enter("nina")
	nina := Work{Actor: se.Actor(), Purpose: staff}
	for name, err := range map[string]error{
		"closing the own account":            f.CloseAccount(t.Context(), w, w.Actor.ID),
		"taking the role that acts":          f.SetRoles(t.Context(), w, w.Actor.ID, []string{"nurse"}),
		"inviting oneself":                   second(f.Invite(t.Context(), w, w.Actor.ID)),
		"inviting oneself, in a role of all": second(f.Invite(t.Context(), nina, nina.Actor.ID)),
	} {
		if errs.KeyOf(err) != "error.own-account" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := f.SetRoles(t.Context(), w, w.Actor.ID, []string{"system-administrator", "nurse"}); err != nil {
		t.Errorf("one more role: %v", err)
	}
	if _, ok := gate.AsRefusal(f.CloseAccount(t.Context(), nina, nina.Actor.ID)); !ok {
		t.Error("whoever may close no account is not refused for their own")
	}
}

func TestThePasswordsLengthIsThatOfThePromise(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("nina")
	if n, err := f.PasswordLength(t.Context(), token); err != nil || n != defaultPassword {
		t.Errorf("%d characters, %v", n, err)
	}
	f.clk.Advance(24 * time.Hour)
	if _, err := f.PasswordLength(t.Context(), token); errs.KindOf(err) != errs.Denied {
		t.Errorf("after the session: %v", err)
	}
}
