// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
)

func TestGuessesMadeAtOnceAreCountedOneByOne(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	f.Pause = pauseNot
	from := f.size()
	in := f.in("nina")
	in.Password = "wrong"
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { _, _, _ = f.SignIn(t.Context(), in) })
	}
	wg.Wait()
	want := []string{"refused wrong", "refused wrong", "refused wrong", "refused wrong", "refused wrong", "refused locked"}
	if diff := cmp.Diff(want, f.since(from)); diff != "" {
		t.Error(diff)
	}
}

func TestFiveFailuresInARowLockForAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	for _, user := range []string{"nina", "nobody"} { // a name that nobody has is no different
		wrong := f.in(user)
		wrong.Password = "wrong"
		for i := range 4 {
			if _, _, err := f.SignIn(t.Context(), wrong); keyOf(err) != KeyWrong {
				t.Fatalf("%s, failure %d: %v", user, i+1, err)
			}
		}
		_, _, err := f.SignIn(t.Context(), wrong)
		if e, ok := err.(*SignInError); !ok || e.Key != KeyLocked || !e.Until.Equal(f.clk.Now().Add(15*time.Minute)) {
			t.Fatalf("%s, failure 5: %v", user, err)
		}
	}
	f.restart()
	f.clk.Advance(15*time.Minute - time.Second)
	hashed, from := f.hash.calls.Load(), f.size()
	if _, _, err := f.SignIn(t.Context(), f.in("nina")); keyOf(err) != KeyLocked {
		t.Errorf("at 14:59 with everything right: %v", err)
	}
	if f.hash.calls.Load() != hashed || f.size() != from {
		t.Error("a locked account was worked for")
	}
	f.clk.Advance(time.Second)
	if _, _, err := f.SignIn(t.Context(), f.in("nina")); err != nil {
		t.Errorf("at 15:00 with everything right: %v", err)
	}
}

func TestFourFailuresAreForgottenAfterASuccess(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	for round := range 3 {
		wrong := f.in("nina")
		wrong.Code = "000000"
		for range 4 {
			if _, _, err := f.SignIn(t.Context(), wrong); keyOf(err) != KeyWrong {
				t.Fatalf("round %d: %v", round, err)
			}
		}
		f.enter("nina")
		f.clk.Advance(30 * time.Second)
	}
}

func TestLockOutsGrowUpToEightTimes(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	for _, want := range []time.Duration{15, 30, 60, 120, 120, 120} {
		for _, user := range []string{"nina", "nobody"} {
			wrong := f.in(user)
			wrong.Password = "wrong"
			var err error
			for range 5 {
				_, _, err = f.SignIn(t.Context(), wrong)
				f.clk.Advance(2 * time.Second) // the client's bucket fills again
			}
			e, ok := err.(*SignInError)
			if !ok || e.Key != KeyLocked {
				t.Fatalf("%s: %v", user, err)
			}
			if got := e.Until.Sub(f.clk.Now().Add(-2 * time.Second)); got != want*time.Minute {
				t.Errorf("%s: locked for %v, want %v", user, got, want*time.Minute)
			}
		}
		f.clk.Advance(want * time.Minute)
	}
}

func TestTheOrganisationsLimitsCount(t *testing.T) {
	t.Parallel()
	f := open(t, "organisation.yaml", "\ndeclarations:", `
limits:
  sign-in-failures: {value: "2", assumed: a test}
  sign-in-lock: {value: 1 hour, assumed: a test}
  session-idle: {value: 5 minutes, assumed: a test}

declarations:`)
	f.seedAll()
	token, _ := f.enter("live")
	wrong := f.in("nina")
	wrong.Password = "wrong"
	for _, want := range []string{KeyWrong, KeyLocked} {
		if _, _, err := f.SignIn(t.Context(), wrong); keyOf(err) != want {
			t.Fatalf("got %v, want %s", err, want)
		}
	}
	f.clk.Advance(5 * time.Minute)
	if _, err := f.Session(t.Context(), token); errs.KindOf(err) != errs.Denied {
		t.Errorf("idle for five minutes: %v", err)
	}
	f.clk.Advance(54 * time.Minute)
	if _, _, err := f.SignIn(t.Context(), f.in("nina")); keyOf(err) != KeyLocked {
		t.Errorf("after 59 minutes: %v", err)
	}
}

func TestAFloodIsAnsweredBeforeAnythingIsDone(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	from, hashed := f.size(), f.hash.calls.Load()
	slow := 0
	for i := range 1000 {
		in := SignIn{UserName: fmt.Sprintf("user%d", i), Password: "guess", Code: "123456", Client: fmt.Sprintf("192.0.2.9:%d", 1024+i)}
		if i%3 == 0 {
			in.UserName = []string{"nina", "ada", "live"}[i%2]
		}
		if _, _, err := f.SignIn(t.Context(), in); keyOf(err) == KeySlowDown {
			slow++
		}
	}
	if slow != 1000-clientBurst {
		t.Errorf("%d were told to slow down, want all but %d", slow, clientBurst)
	}
	if n := f.hash.calls.Load() - hashed; n > clientBurst {
		t.Errorf("%d hashes, want at most %d", n, clientBurst)
	}
	if n := f.size() - from; n > 3*clientBurst { // a read, a failure, and now and then a lock-out
		t.Errorf("the ledger grew by %d entries", n)
	}
	from = f.size()
	if _, _, err := f.SignIn(t.Context(), SignIn{UserName: "x", Client: "192.0.2.9"}); keyOf(err) != KeySlowDown {
		t.Errorf("the flood goes on: %v", err)
	}
	if f.size() != from {
		t.Error("the ledger grew beyond the bucket")
	}
	if _, _, err := f.SignIn(t.Context(), SignIn{UserName: "x", Client: "192.0.2.10"}); keyOf(err) != KeyCodeNeeded {
		t.Errorf("somebody else is let wait: %v", err)
	}
	f.clk.Advance(clientEvery)
	if _, _, err := f.SignIn(t.Context(), SignIn{UserName: "x", Client: "192.0.2.9"}); keyOf(err) != KeyCodeNeeded {
		t.Errorf("after a while: %v", err)
	}
}
