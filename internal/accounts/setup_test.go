// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise"
)

func TestTheFirstAccountIsMadeByTheHouseUntilSomebodyHasSignedIn(t *testing.T) {
	t.Parallel()
	f := open(t)
	inv, err := f.Bootstrap(t.Context(), NewAccount{UserName: "ada", Name: "Ada Tjernhaug", Roles: []string{"system-administrator"}})
	if err != nil {
		t.Fatal(err)
	}
	code, _ := CodeAt(inv.TOTPSecret, f.clk.Now())
	token, _, err := f.SignIn(t.Context(), SignIn{UserName: "ada", Password: inv.Password, Code: code})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Bootstrap(t.Context(), NewAccount{UserName: "eve", Name: "Eva Lund", Roles: []string{"system-administrator"}}); errs.KeyOf(err) != "error.set-up-over" {
		t.Errorf("the set-up goes on: %v", err)
	}
	if err := f.Seed(t.Context(), []SeedAccount{{UserName: "eve", Name: "Eva Lund", Password: password, Roles: []string{"nurse"}}}); errs.KeyOf(err) != "error.set-up-over" {
		t.Errorf("seeding goes on: %v", err)
	}
	if err := errors.Join(f.Declare(t.Context(), token, "secrecy"), f.SetPassword(t.Context(), token, "", "a password of my own"),
		f.ChooseRole(t.Context(), token, "system-administrator"), f.ChoosePurpose(t.Context(), token, staff)); err != nil {
		t.Fatal(err)
	}
	se := f.mustSession(token)
	if _, err := f.Create(t.Context(), Work{Actor: se.Actor(), Purpose: se.Purpose}, NewAccount{UserName: "nina", Name: "Nina Skogvang", Roles: []string{"nurse"}}); err != nil {
		t.Errorf("the first administrator makes no others: %v", err)
	}
}

func TestSeedingAgainChangesNothing(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	from := f.size()
	f.seedAll()
	f.enter("nina")
	f.seedAll() // also after somebody has signed in: there is nothing to do
	if n := f.size() - from; n != 2 {
		t.Errorf("%d entries, want those of the sign-in", n)
	}
}

func TestSeedingTakesUpWhereItWasInterrupted(t *testing.T) {
	t.Parallel()
	f := open(t)
	if _, err := f.create(t.Context(), system(setUpTask, Account), NewAccount{UserName: "nina", Name: "Nina Skogvang", Roles: []string{"nurse"}}, ""); err != nil {
		t.Fatal(err)
	}
	f.restart()
	f.seedAll()
	f.enter("nina")
}

func TestASeedThatCouldNotSignInIsRefused(t *testing.T) {
	t.Parallel()
	f := open(t)
	for name, c := range map[string]struct {
		a    SeedAccount
		want string
	}{
		"a secret that is no base32":           {SeedAccount{UserName: "a", Name: "A", Password: password, TOTPSecret: "not base32", Roles: []string{"nurse"}}, "base32"},
		"a short password":                     {SeedAccount{UserName: "a", Name: "A", Password: "short", TOTPSecret: secret, Roles: []string{"nurse"}}, "at least 12"},
		"a middling one without second factor": {SeedAccount{UserName: "a", Name: "A", Password: "gul fjellrev", Roles: []string{"nurse"}}, "at least 15"},
	} {
		if err := f.Seed(t.Context(), []SeedAccount{c.a}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q in it", name, err, c.want)
		}
	}
}

func TestAPromiseWithoutWhatAccountsStandOnIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		replace []string
		want    string
	}{
		"no field for the recovery codes": {[]string{"staff.yaml", "      recovery: {", "      codes: {"}, `"recovery"`},
		"a masked password":               {[]string{"staff.yaml", "password: {type: text", "password: {type: text, mask: true"}, "masked"},
		"a limit that is no number":       {limit("sign-in-failures", "many"), "sign-in-failures"},
		"a limit that locks nobody out":   {limit("sign-in-failures", `"1000"`), "from 1 to 100"},
		"a session without end":           {limit("session-length", "for-ever"), "session-length"},
		"a short password":                {limit("password-length", `"4"`), "from 8 to 64"},
	} {
		if err := Check(promiseWith(t, c.replace...)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s in it", name, err, c.want)
		}
	}
	if err := Check(promiseWith(t)); err != nil {
		t.Error(err)
	}
}

func limit(id, value string) []string {
	return []string{"organisation.yaml", "\ndeclarations:", "\nlimits:\n  " + id + ": {value: " + value + ", assumed: a test}\n\ndeclarations:"}
}

func TestLimitsAreReadFromThePromise(t *testing.T) {
	t.Parallel()
	l, err := limitsOf(promiseWith(t, limit("session-length", "8 hours")...).Organisation)
	if err != nil || l.length != 8*time.Hour || l.idle != defaultIdle || l.failures != defaultFailures {
		t.Errorf("got %+v, %v", l, err)
	}
	if l, err := limitsOf(&promise.Organisation{}); err != nil || l.lockFor(1) != 15*time.Minute || l.lockFor(99) != 2*time.Hour {
		t.Errorf("got %+v, %v", l, err)
	}
}
