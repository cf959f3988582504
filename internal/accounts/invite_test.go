// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
)

func TestANewMemberOfStaffComesInSignsAndWorks(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	inv, err := f.Create(t.Context(), f.admin(), NewAccount{UserName: "Berit", Name: "Berit Strandholt", Roles: []string{"doctor"}, Unit: "east"})
	if err != nil {
		t.Fatal(err)
	}
	if u, err := url.Parse(inv.URL); err != nil || u.Scheme != "otpauth" || u.Query().Get("secret") != inv.TOTPSecret || len(inv.QR) < 100 || len(inv.RecoveryCodes) != 10 {
		t.Fatalf("the invitation is %+v, %v", inv, err)
	}
	code, err := CodeAt(inv.TOTPSecret, f.clk.Now())
	if err != nil {
		t.Fatal(err)
	}
	token, se, err := f.SignIn(t.Context(), SignIn{UserName: "berit", Password: inv.Password, Code: code})
	if err != nil || !se.MustDeclare || !se.MustSetPassword || se.Role != "" || se.Name != "Berit Strandholt" {
		t.Fatalf("got %+v, %v", se, err)
	}
	if err := f.Declare(t.Context(), token, "secrecy"); err != nil {
		t.Fatal(err)
	}
	if err := f.ChooseRole(t.Context(), token, "doctor"); errs.KeyOf(err) != "error.password-first" {
		t.Errorf("a role with a one-time password: %v", err)
	}
	for p, key := range map[string]string{"": "password.too-short", "short": "password.too-short", inv.Password: "password.same", "berit-strandholt": "password.own-name"} {
		if err := f.SetPassword(t.Context(), token, "", p); errs.KeyOf(err) != key {
			t.Errorf("%q: %v, want %s", p, err, key)
		}
	}
	if err := f.SetPassword(t.Context(), token, "", "a password of my own"); err != nil {
		t.Fatal(err)
	}
	if err := f.ChooseRole(t.Context(), token, "doctor"); err != nil {
		t.Error(err)
	}
	if r, err := f.one(t.Context(), inv.Account); err != nil || r.state != Active {
		t.Errorf("state %s, %v", r.state, err)
	}
	f.clk.Advance(30 * time.Second)
	code, _ = CodeAt(inv.TOTPSecret, f.clk.Now())
	if _, _, err := f.SignIn(t.Context(), SignIn{UserName: "berit", Password: inv.Password, Code: code}); keyOf(err) != KeyWrong {
		t.Errorf("the one-time password still opens: %v", err)
	}
	if _, _, err := f.SignIn(t.Context(), SignIn{UserName: "berit", Password: "a password of my own", Code: code}); err != nil {
		t.Errorf("the own password: %v", err)
	}
}

func TestAChangedPasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	other, _ := f.enter("nina")
	f.clk.Advance(30 * time.Second)
	token, _ := f.enter("nina")
	if err := f.SetPassword(t.Context(), token, "not the old one", "quite another password"); keyOf(err) != KeyWrong {
		t.Errorf("without the old one: %v", err)
	}
	if err := f.SetPassword(t.Context(), token, password, "quite another password"); err != nil {
		t.Fatal(err)
	}
	f.mustSession(token)
	if _, err := f.Session(t.Context(), other); errs.KindOf(err) != errs.Denied {
		t.Errorf("the other session: %v", err)
	}
}

func TestGuessingInsideASessionLocksToo(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("nina")
	for i := range 5 {
		want := []string{KeyWrong, KeyLocked}[i/4]
		if err := f.SetPassword(t.Context(), token, "guess", "quite another password"); keyOf(err) != want {
			t.Fatalf("guess %d: %v", i+1, err)
		}
	}
	if err := f.SetPassword(t.Context(), token, password, "quite another password"); keyOf(err) != KeyLocked {
		t.Errorf("locked: %v", err)
	}
}

func TestAnInvitationRunsOutAndIsGivenAnew(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	inv, err := f.Create(t.Context(), f.admin(), NewAccount{UserName: "berit", Name: "Berit Strandholt", Roles: []string{"doctor"}})
	if err != nil {
		t.Fatal(err)
	}
	var before string // the session of the last sign-in that succeeded
	try := func(i *Invitation) error {
		code, _ := CodeAt(i.TOTPSecret, f.clk.Now())
		token, _, err := f.SignIn(t.Context(), SignIn{UserName: "berit", Password: i.Password, Code: code})
		if err == nil {
			before = token
		}
		return err
	}
	f.clk.Advance(7*24*time.Hour - time.Second)
	if err := try(inv); err != nil {
		t.Errorf("a second before: %v", err)
	}
	f.mustSession(before)
	f.clk.Advance(time.Minute)
	from := f.size()
	if err := try(inv); keyOf(err) != KeyNotActive {
		t.Errorf("after a week: %v", err)
	}
	if diff := cmp.Diff([]string{"refused invitation-run-out"}, f.since(from)); diff != "" {
		t.Error(diff)
	}
	again, err := f.Invite(t.Context(), f.admin(), inv.Account)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Session(t.Context(), before); errs.KindOf(err) != errs.Denied {
		t.Errorf("a session of the old invitation goes on: %v", err)
	}
	if err := try(inv); keyOf(err) != KeyWrong {
		t.Errorf("the old invitation: %v", err)
	}
	if err := try(again); err != nil {
		t.Errorf("the new invitation: %v", err)
	}
}
