// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"bytes"
	"context"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
)

func pauseNot(context.Context, time.Duration) {}

func contains(t *testing.T, path, word string) bool {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return bytes.Contains(b, []byte(word))
}

func TestASessionEndsWhenItIsLeftAloneOrOld(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		steps []time.Duration
		ends  bool
	}{
		"seen after 29:59":                           {[]time.Duration{30*time.Minute - time.Second}, false},
		"not seen for 30:00":                         {[]time.Duration{30 * time.Minute}, true},
		"seen twice within half an hour":             {[]time.Duration{29 * time.Minute, 29 * time.Minute}, false},
		"seen once, then not for half an hour":       {[]time.Duration{29 * time.Minute, 30 * time.Minute}, true},
		"seen within the minute, then after 29:59":   {[]time.Duration{20 * time.Second, 30*time.Minute - time.Second}, false},
		"seen within the minute, then not for 30:00": {[]time.Duration{20 * time.Second, 30 * time.Minute}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t)
			f.seedAll()
			token, _ := f.enter("nina")
			var err error
			for _, d := range c.steps {
				f.clk.Advance(d)
				_, err = f.Session(t.Context(), token)
			}
			if (errs.KindOf(err) == errs.Denied) != c.ends || (err != nil) != c.ends {
				t.Errorf("got %v, want an end: %v", err, c.ends)
			}
		})
	}
	t.Run("seen all day, it ends after twelve hours", func(t *testing.T) {
		t.Parallel()
		f := open(t)
		f.seedAll()
		token, _ := f.enter("nina")
		for range 12*60/20 - 1 {
			f.clk.Advance(20 * time.Minute)
			f.mustSession(token)
		}
		f.clk.Advance(20*time.Minute - time.Second)
		f.mustSession(token)
		f.clk.Advance(time.Second)
		if _, err := f.Session(t.Context(), token); errs.KindOf(err) != errs.Denied {
			t.Errorf("after twelve hours: %v", err)
		}
	})
}

func TestASessionSurvivesARestartWithItsRoleAndPurpose(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("live")
	if err := f.ChooseRole(t.Context(), token, "doctor"); err != nil {
		t.Fatal(err)
	}
	if err := f.ChoosePurpose(t.Context(), token, "personal-journal/occupational-health"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetLanguage(t.Context(), token, "en"); err != nil {
		t.Fatal(err)
	}
	before := f.mustSession(token)
	f.restart()
	after := f.mustSession(token)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	if after.Role != "doctor" || after.Purpose != "personal-journal/occupational-health" || after.Lang != "en" || after.Name != "Live Ørnberg" {
		t.Errorf("got %+v", after)
	}
}

func TestATokenThatTheHouseDidNotDrawIsNoSession(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	for _, token := range []string{"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", string(make([]byte, 1<<16))} {
		if _, err := f.Session(t.Context(), token); errs.KindOf(err) != errs.Denied {
			t.Errorf("%.10q: %v", token, err)
		}
	}
	first, a := f.enter("nina")
	f.clk.Advance(30 * time.Second)
	second, b := f.enter("nina")
	if first == second || a.ID == b.ID {
		t.Error("a sign-in took up a session that was there before")
	}
	var stored []byte
	if err := f.g.Data.R.QueryRow(`select token from account_session where id = ?`, a.ID[:]).Scan(&stored); err != nil || bytes.Contains(stored, []byte(first)) || len(stored) != 32 {
		t.Errorf("the store holds the token itself: %v", err)
	}
	if _, err := f.Session(t.Context(), string(stored)); errs.KindOf(err) != errs.Denied {
		t.Errorf("what the store holds opens a session: %v", err)
	}
}

func TestSessionsAreListedAndEnded(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	first, a := f.enter("nina")
	other, _ := f.enter("live")
	f.clk.Advance(time.Minute)
	second, b := f.enter("nina")
	list, err := f.Sessions(t.Context(), second)
	if err != nil || len(list) != 2 || list[0].ID != b.ID || list[1].ID != a.ID {
		t.Fatalf("got %v, %v", list, err)
	}
	if err := f.EndSession(t.Context(), other, a.ID); errs.KindOf(err) != errs.NotFound {
		t.Errorf("somebody else ended it: %v", err)
	}
	f.mustSession(first)
	if err := f.EndSession(t.Context(), second, a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Session(t.Context(), first); errs.KindOf(err) != errs.Denied {
		t.Errorf("the ended session: %v", err)
	}
	if err := f.EndSession(t.Context(), second, opaque.New()); errs.KindOf(err) != errs.NotFound {
		t.Errorf("an unknown session: %v", err)
	}
	for range 2 {
		if err := f.SignOut(t.Context(), second); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Session(t.Context(), second); errs.KindOf(err) != errs.Denied {
		t.Errorf("after signing out: %v", err)
	}
}

func TestASessionCanBeEndedWhenNothingCanBeRecorded(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("nina")
	back := f.away("ledger.db")
	if err := f.SignOut(t.Context(), token); err != nil {
		t.Error(err)
	}
	back()
	if _, err := f.Session(t.Context(), token); errs.KindOf(err) != errs.Denied {
		t.Errorf("got %v", err)
	}
}

func TestAnAccountHasABoundedNumberOfSessions(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	first, _ := f.enter("nina")
	for range maxSessions {
		f.clk.Advance(stepSeconds * time.Second)
		f.enter("nina")
	}
	if _, err := f.Session(t.Context(), first); errs.KindOf(err) != errs.Denied {
		t.Errorf("the oldest is still open: %v", err)
	}
	var n int
	if err := f.g.Data.R.QueryRow(`select count(*) from account_session`).Scan(&n); err != nil || n != maxSessions {
		t.Errorf("%d sessions, %v", n, err)
	}
}

func TestOnlyAHeldRoleCanBeActedIn(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, se := f.enter("live")
	if se.Role != "" || !cmp.Equal(se.Roles, []string{"doctor", "journal-responsible"}) {
		t.Fatalf("got %+v", se)
	}
	from := f.size()
	for _, role := range []string{"nurse", "health-personnel", "system", "everyone", "", "no-such"} { // the parent of a held role is not held
		if err := f.ChooseRole(t.Context(), token, role); errs.KindOf(err) != errs.Denied || errs.KeyOf(err) != "error.role-not-held" {
			t.Errorf("%q: %v", role, err)
		}
	}
	if got := f.mustSession(token).Role; got != "" {
		t.Errorf("acts as %q", got)
	}
	if err := f.ChoosePurpose(t.Context(), token, staff); errs.KeyOf(err) != "error.role-first" {
		t.Errorf("a purpose without a role: %v", err)
	}
	for _, role := range []string{"doctor", "doctor", "journal-responsible"} {
		if err := f.ChooseRole(t.Context(), token, role); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
	want := []string{"refused role-not-held", "refused role-not-held", "refused role-not-held", "refused role-not-held", "refused role-not-held",
		"refused role-not-held", "allowed role", "allowed role"}
	if diff := cmp.Diff(want, f.since(from)); diff != "" {
		t.Error(diff)
	}
}

func TestAPurposeIsALeafOfThePromise(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("live")
	if err := f.ChooseRole(t.Context(), token, "doctor"); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{"", "personal-journal", "personal-journal/nothing", "personal-journal/upkeep", "occupational-health"} {
		if err := f.ChoosePurpose(t.Context(), token, p); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q: %v", p, err)
		}
	}
	const purpose = "personal-journal/occupational-health"
	from := f.size()
	for range 2 { // the second changes nothing
		if err := f.ChoosePurpose(t.Context(), token, purpose); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"allowed purpose"}, f.since(from)); diff != "" {
		t.Error(diff)
	}
	if e, err := f.g.Tree.Entry(t.Context(), f.size()-1); err != nil || e.Purpose != purpose {
		t.Errorf("the entry says %q, %v", e.Purpose, err)
	}
	if err := f.ChooseRole(t.Context(), token, "journal-responsible"); err != nil {
		t.Fatal(err)
	}
	if got := f.mustSession(token); got.Role != "journal-responsible" || got.Purpose != "" {
		t.Errorf("another hat works for %q", got.Purpose)
	}
}

func TestAChoiceThatCannotBeRecordedIsNotMade(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("live")
	if err := f.ChooseRole(t.Context(), token, "doctor"); err != nil {
		t.Fatal(err)
	}
	back := f.away("ledger.db")
	if err := f.ChooseRole(t.Context(), token, "journal-responsible"); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("role: %v", err)
	}
	if err := f.ChoosePurpose(t.Context(), token, "personal-journal/occupational-health"); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("purpose: %v", err)
	}
	back()
	if got := f.mustSession(token); got.Role != "doctor" || got.Purpose != "" {
		t.Errorf("got %+v", got)
	}
}
