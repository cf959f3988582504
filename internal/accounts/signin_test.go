// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
)

func TestWhoProvesWhoTheyAreComesIn(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	from := f.size()
	in := f.in("  NINA ")
	token, se, err := f.SignIn(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if se.Name != "Nina Skogvang" || se.UserName != "nina" || se.Role != "nurse" || se.Unit != "east" || !se.Declared || !se.SecondFactor {
		t.Errorf("got %+v", se)
	}
	if diff := cmp.Diff([]string{"allowed password-and-authenticator"}, f.since(from)); diff != "" {
		t.Error(diff)
	}
	if got := f.mustSession(token); got.ID != se.ID || got.Actor() != se.Actor() {
		t.Errorf("the session is %+v, the sign-in said %+v", got, se)
	}
	e, err := f.g.Tree.Entry(t.Context(), f.size()-1)
	if err != nil || e.Subjects != 1 || e.Actor == nil {
		t.Errorf("the entry is about %d people and has actor %v, %v; want the person in both places", e.Subjects, e.Actor, err)
	}
	if len(f.paused) != 0 {
		t.Error("a sign-in that succeeds was held back")
	}
}

func TestWhateverIsWrongTheAnswerIsTheSame(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change   func(f *fixture, in *SignIn)
		key      string
		recorded []string
	}{
		"the password is another":           {func(_ *fixture, in *SignIn) { in.Password += "x" }, KeyWrong, []string{"refused wrong"}},
		"the password is empty":             {func(_ *fixture, in *SignIn) { in.Password = "" }, KeyWrong, []string{"refused wrong"}},
		"the password is very long":         {func(_ *fixture, in *SignIn) { in.Password = string(make([]byte, 1<<20)) }, KeyWrong, []string{"refused wrong"}},
		"the code is another":               {func(_ *fixture, in *SignIn) { in.Code = "000000" }, KeyWrong, []string{"refused wrong"}},
		"the code is two steps old":         {func(f *fixture, in *SignIn) { in.Code = f.code(-2) }, KeyWrong, []string{"refused wrong"}},
		"the code is two steps early":       {func(f *fixture, in *SignIn) { in.Code = f.code(2) }, KeyWrong, []string{"refused wrong"}},
		"the code is no code":               {func(_ *fixture, in *SignIn) { in.Code = "'; drop table account; --" }, KeyWrong, []string{"refused wrong"}},
		"nobody has that name":              {func(_ *fixture, in *SignIn) { in.UserName = "nobody" }, KeyWrong, nil},
		"the name is no name":               {func(_ *fixture, in *SignIn) { in.UserName = "two words\x00" }, KeyWrong, nil},
		"the name is not UTF-8":             {func(_ *fixture, in *SignIn) { in.UserName = "\xff\xfe" }, KeyWrong, nil},
		"the name is very long":             {func(_ *fixture, in *SignIn) { in.UserName = string(make([]byte, 1<<20)) }, KeyWrong, nil},
		"there is no code":                  {func(_ *fixture, in *SignIn) { in.Code = "  " }, KeyCodeNeeded, nil},
		"there is no code for nobody":       {func(_ *fixture, in *SignIn) { in.Code, in.UserName = "", "nobody" }, KeyCodeNeeded, nil},
		"no code and a wrong password":      {func(_ *fixture, in *SignIn) { in.Code, in.Password = "", "wrong" }, KeyCodeNeeded, nil},
		"the code of a step before is fine": {func(f *fixture, in *SignIn) { in.Code = f.code(-1) }, "", []string{"allowed password-and-authenticator"}},
		"the code of the next step is fine": {func(f *fixture, in *SignIn) { in.Code = f.code(1)[:3] + " " + f.code(1)[3:] }, "", []string{"allowed password-and-authenticator"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t)
			f.seedAll()
			from, hashed := f.size(), f.hash.calls.Load()
			in := f.in("nina")
			c.change(f, &in)
			token, se, err := f.SignIn(t.Context(), in)
			if keyOf(err) != c.key || (err == nil) != (c.key == "") || (token == "") != (se == nil) || (se == nil) != (err != nil) {
				t.Fatalf("got %v, want %q", err, c.key)
			}
			if diff := cmp.Diff(c.recorded, f.since(from)); diff != "" {
				t.Error(diff)
			}
			if n := f.hash.calls.Load() - hashed; n != 1 {
				t.Errorf("%d hashes were computed, want 1 whatever is wrong", n)
			}
			if err != nil && (len(f.paused) != 1 || f.paused[0] != slowAnswer) {
				t.Errorf("held back %v, want %v once", f.paused, slowAnswer)
			}
		})
	}
}

func TestACodeIsUsedOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	in := f.in("nina")
	if _, _, err := f.SignIn(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.SignIn(t.Context(), in); keyOf(err) != KeyWrong {
		t.Errorf("the same code again: %v", err)
	}
	in.Code = f.code(-1)
	if _, _, err := f.SignIn(t.Context(), in); keyOf(err) != KeyWrong {
		t.Errorf("the code of an earlier step: %v", err)
	}
	f.restart()
	in.Code = f.code(0)
	if _, _, err := f.SignIn(t.Context(), in); keyOf(err) != KeyWrong {
		t.Errorf("the same code after a restart: %v", err)
	}
	in.Code = f.code(1)
	if _, _, err := f.SignIn(t.Context(), in); err != nil {
		t.Errorf("the next code: %v", err)
	}
}

func TestTwoWithTheSameCodeAtOnceAreOne(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	in := f.in("nina")
	var mu sync.Mutex
	var in1 int
	var wg sync.WaitGroup
	f.Pause = pauseNot
	for range 4 {
		wg.Go(func() {
			if _, _, err := f.SignIn(t.Context(), in); err == nil {
				mu.Lock()
				in1++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if in1 != 1 {
		t.Errorf("%d came in with one code", in1)
	}
}

func TestWhenItCannotBeRecordedNobodyComesIn(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	back := f.away("ledger.db")
	token, se, err := f.SignIn(t.Context(), f.in("nina"))
	if errs.KindOf(err) != errs.Unavailable || token != "" || se != nil {
		t.Fatalf("got %v, %v; want unavailable", se, err)
	}
	wrong := f.in("nina")
	wrong.Password = "wrong"
	for range 6 { // nor is anybody locked out by what cannot be recorded
		if _, _, err := f.SignIn(t.Context(), wrong); errs.KindOf(err) != errs.Unavailable {
			t.Fatalf("a failure: %v", err)
		}
	}
	back()
	f.enter("nina")
}

func TestALedgerThatFailsWhileThePasswordIsCheckedLetsNobodyIn(t *testing.T) {
	t.Parallel()
	for name, given := range map[string]string{"the password is right": password, "the password is wrong": "wrong"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t)
			f.seedAll()
			h := newHasher(Cost{Memory: 64, Time: 1, Lanes: 1})
			hash := f.hash
			f.hash = h
			for range cap(h.slots) { // the check waits until the ledger is gone
				h.slots <- struct{}{}
			}
			in := f.in("nina")
			in.Password = given
			from := f.size()
			done := make(chan error)
			go func() {
				_, _, err := f.SignIn(context.Background(), in)
				done <- err
			}()
			for f.size() == from || h.waiting.Load() == 0 { // the credentials were opened, and that is recorded
				runtime.Gosched()
			}
			back := f.away("ledger.db")
			for range cap(h.slots) {
				<-h.slots
			}
			if err := <-done; errs.KindOf(err) != errs.Unavailable {
				t.Errorf("got %v, want unavailable", err)
			}
			back()
			f.hash = hash
			var n, failed int
			if err := f.g.Data.R.QueryRow(`select (select count(*) from account_session), (select sum(failed) from account)`).Scan(&n, &failed); err != nil || n != 0 || failed != 0 {
				t.Errorf("%d sessions, %d failures, %v", n, failed, err)
			}
		})
	}
}

// A server under load takes its time; the code was right when it was brought.
func TestACodeDoesNotGrowOldWhileTheSignInWaits(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	in := f.in("nina")
	in.Code = f.code(-1) // already one step old
	h := f.hash
	for range cap(h.slots) {
		h.slots <- struct{}{}
	}
	done := make(chan error)
	go func() {
		_, _, err := f.SignIn(context.Background(), in)
		done <- err
	}()
	for h.waiting.Load() == 0 {
		runtime.Gosched()
	}
	f.clk.Advance(2 * stepSeconds * time.Second)
	for range cap(h.slots) {
		<-h.slots
	}
	if err := <-done; err != nil {
		t.Errorf("a code that was right when it came: %v", err)
	}
	if _, _, err := f.SignIn(context.Background(), in); err == nil {
		t.Error("the same code opened twice")
	}
}

func TestAFailureThatCannotBeCountedIsNotTold(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	back := f.away("data.db")
	wrong := f.in("nina")
	wrong.Password = "wrong"
	if _, _, err := f.SignIn(t.Context(), wrong); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("got %v; whoever guesses is told nothing that was not counted", err)
	}
	back()
}

func TestASessionThatCannotBeWrittenDoesNotOpen(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	from := f.size()
	back := f.away("data.db")
	token, _, err := f.SignIn(t.Context(), f.in("nina"))
	if errs.KindOf(err) != errs.Unavailable || token != "" {
		t.Fatalf("got %v, want unavailable", err)
	}
	back()
	f.restart()
	if diff := cmp.Diff([]string{"allowed password-and-authenticator"}, f.since(from)); diff != "" {
		t.Error(diff) // recorded first: the ledger may know more than happened, never less
	}
	var n int
	if err := f.g.Data.R.QueryRow(`select count(*) from account_session`).Scan(&n); err != nil || n != 0 {
		t.Errorf("%d sessions, %v", n, err)
	}
	f.enter("nina") // and the code was not used up
}

func TestARecoveryCodeOpensOnce(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("nina")
	if _, err := f.NewRecoveryCodes(t.Context(), token, "wrong"); keyOf(err) != KeyWrong {
		t.Fatalf("with a wrong password: %v", err)
	}
	codes, err := f.NewRecoveryCodes(t.Context(), token, password)
	if err != nil || len(codes) != recoveryCount {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	for i, code := range []string{codes[0], codes[9]} {
		in := f.in("nina")
		in.Code = code
		from := f.size()
		if _, se, err := f.SignIn(t.Context(), in); err != nil || !se.SecondFactor {
			t.Fatalf("code %d: %v", i, err)
		}
		if diff := cmp.Diff([]string{"allowed password-and-recovery-code"}, f.since(from)); diff != "" {
			t.Error(diff)
		}
		f.restart()
		if _, _, err := f.SignIn(t.Context(), in); keyOf(err) != KeyWrong {
			t.Errorf("code %d again: %v", i, err)
		}
	}
	again, err := f.NewRecoveryCodes(t.Context(), token, password)
	if err != nil {
		t.Fatal(err)
	}
	in := f.in("nina")
	in.Code = codes[1]
	if _, _, err := f.SignIn(t.Context(), in); keyOf(err) != KeyWrong {
		t.Errorf("an old code after new ones were drawn: %v", err)
	}
	in.Code = again[1]
	if _, _, err := f.SignIn(t.Context(), in); err != nil {
		t.Error(err)
	}
}

func TestARecoveryCodeIsNotUsedUpByASignInThatFails(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, _ := f.enter("nina")
	codes, err := f.NewRecoveryCodes(t.Context(), token, password)
	if err != nil {
		t.Fatal(err)
	}
	in := f.in("nina")
	in.Code, in.Password = codes[0], "wrong"
	if _, _, err := f.SignIn(t.Context(), in); keyOf(err) != KeyWrong {
		t.Fatal(err)
	}
	in.Password = password
	back := f.away("data.db")
	if _, _, err := f.SignIn(t.Context(), in); errs.KindOf(err) != errs.Unavailable {
		t.Fatalf("without a data store: %v", err)
	}
	back()
	f.restart()
	if _, err := f.g.Recover(t.Context(), f.Version); err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.SignIn(t.Context(), in); err != nil {
		t.Errorf("the code was used up: %v", err)
	}
}

func TestWithoutASecondFactorThePasswordAloneOpensButNoRoleThatAsksForTwo(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	in := f.in("odd")
	in.Code = ""
	token, se, err := f.SignIn(t.Context(), in)
	if err != nil || se.SecondFactor || se.Role != "" {
		t.Fatalf("got %+v, %v", se, err)
	}
	if err := f.ChooseRole(t.Context(), token, "office-worker"); errs.KeyOf(err) != "error.role-needs.second-factor" {
		t.Errorf("got %v", err)
	}
}

func TestNamesAndSecretsLieNowhereInTheOpen(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	f.enter("nina")
	f.stop()
	for _, name := range []string{"data.db", "data.db-wal", "keys.db", "ledger.db"} {
		for _, word := range []string{"Skogvang", "nina", secret, "argon2id", password} {
			if contains(t, f.path(name), word) {
				t.Errorf("%s holds %q in the open", name, word)
			}
		}
	}
}

func TestEntriesOfAStaffPersonCanBeFoundByTheirKeyAlone(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	f.enter("nina")
	var kinds []ledger.Kind
	for e, err := range f.g.Tree.Entries(t.Context(), f.size()-2) {
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, e.Kind)
		if e.Subjects != 1 {
			t.Errorf("entry %d is about %d people", e.Index, e.Subjects)
		}
	}
	if diff := cmp.Diff([]ledger.Kind{ledger.KindRead, ledger.KindSignIn}, kinds); diff != "" {
		t.Error(diff)
	}
	if f.NameOf(opaque.New()) != "" || f.NameOf(f.id("nina")) != "Nina Skogvang" {
		t.Error("names are not who they are")
	}
}
