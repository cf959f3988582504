// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/promise/rulebook"
)

func TestADeclarationIsSignedByThoseWhomItConcerns(t *testing.T) {
	t.Parallel()
	for role, must := range map[string]bool{"doctor": false, "physiotherapist": true, "health-personnel": true} {
		t.Run(role, func(t *testing.T) {
			t.Parallel()
			f := open(t, "organisation.yaml", "    signed: before-activation", "    who: ["+role+"]\n    signed: before-activation")
			f.seedAll()
			token, se := f.enter("per") // a nurse and physiotherapist who has signed nothing
			due, err := f.Due(t.Context(), token)
			if err != nil || se.MustDeclare != must || (len(due) == 1) != must {
				t.Errorf("must declare %v, due %v, %v", se.MustDeclare, due, err)
			}
		})
	}
}

func TestAnAccountIsActiveOnlyAfterItsDeclarationIsSigned(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, se := f.enter("per")
	if !se.MustDeclare || se.Declared || se.Role != "" {
		t.Fatalf("got %+v", se)
	}
	for _, err := range []error{f.ChooseRole(t.Context(), token, "nurse"), f.ChooseRole(t.Context(), token, "physiotherapist")} {
		if errs.KeyOf(err) != "error.declare-first" {
			t.Errorf("a role before the declaration: %v", err)
		}
	}
	a := se.Actor()
	a.Role = "nurse" // even if it were chosen, the fact `declared` is false
	_, err := f.g.Read(t.Context(), gate.Ask{Actor: a, Action: rulebook.Open, Purpose: "companies/service", Categories: []string{"companies/identification"}})
	if _, ok := gate.AsRefusal(err); !ok {
		t.Errorf("an act before the declaration: %v", err)
	}
	due, err := f.Due(t.Context(), token)
	if err != nil || len(due) != 1 || due[0].ID != "secrecy" || due[0].Text.In("en") == "" {
		t.Fatalf("got %v, %v", due, err)
	}
	from := f.size()
	for declaration, kind := range map[string]errs.Kind{"": errs.NotFound, "no-such": errs.NotFound, "secrecy@": errs.Conflict, "secrecy@00": errs.Conflict} {
		if err := f.Declare(t.Context(), token, declaration); errs.KindOf(err) != kind {
			t.Errorf("%q: %v", declaration, err)
		}
	}
	if err := f.Declare(t.Context(), token, due[0].Ref); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"allowed declared:secrecy"}, f.since(from)); diff != "" {
		t.Error(diff)
	}
	if r, err := f.one(t.Context(), f.id("per")); err != nil || r.state != Active {
		t.Errorf("state %s, %v", r.state, err)
	}
	if got := f.mustSession(token); got.MustDeclare || !got.Declared {
		t.Errorf("got %+v", got)
	}
	if err := f.ChooseRole(t.Context(), token, "nurse"); err != nil {
		t.Error(err)
	}
	if due, err := f.Due(t.Context(), token); err != nil || len(due) != 0 {
		t.Errorf("still due: %v, %v", due, err)
	}
}

func TestASignatureThatCannotBeRecordedActivatesNothing(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"ledger.db", "data.db"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			f := open(t)
			f.seedAll()
			token, _ := f.enter("per")
			back := f.away(file)
			if err := f.Declare(t.Context(), token, "secrecy"); errs.KindOf(err) != errs.Unavailable {
				t.Errorf("got %v", err)
			}
			back()
			f.restart()
			if got := f.mustSession(token); !got.MustDeclare {
				t.Errorf("got %+v", got)
			}
			if err := f.Declare(t.Context(), token, "secrecy"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAChangedDeclarationIsAskedForAgain(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.seedAll()
	token, se := f.enter("nina")
	if se.Role != "nurse" {
		t.Fatal("no role")
	}
	shown := promiseWith(t).Organisation.Declaration("secrecy")
	f.release = promiseWith(t, "organisation.yaml", "I keep secret what I learn", "I keep secret whatever I learn")
	if err := f.g.PutInForce(t.Context(), f.release); err != nil {
		t.Fatal(err)
	}
	got := f.mustSession(token)
	if !got.MustDeclare || got.Declared || got.Role != "" {
		t.Errorf("the old signature still counts: %+v", got)
	}
	v := versionOf(shown)
	if err := f.Declare(t.Context(), token, "secrecy@"+hexOf(v[:])); errs.KindOf(err) != errs.Conflict {
		t.Errorf("signed a text that no longer stands: %v", err)
	}
	if err := f.Declare(t.Context(), token, "secrecy"); err != nil {
		t.Fatal(err)
	}
	if got := f.mustSession(token); got.MustDeclare || !got.Declared || got.Role != "nurse" {
		t.Errorf("after signing: %+v", got)
	}
}

func TestASignatureThatLastsAYearIsAskedForAgainAfterAYear(t *testing.T) {
	t.Parallel()
	f := open(t, "organisation.yaml", "lasts: for-ever", "lasts: 1 year")
	f.seedAll()
	end := time.Date(2027, 11, 23, 10, 0, 10, 0, f.g.Zone()) // a year after the beginning, by the organisation's clock
	f.clk.Advance(end.Sub(f.clk.Now()) - time.Second)
	if due, err := f.due(t.Context(), f.id("nina")); err != nil || !due.declared {
		t.Errorf("a second before: %+v, %v", due, err)
	}
	f.clk.Advance(time.Second)
	if due, err := f.due(t.Context(), f.id("nina")); err != nil || due.declared || len(due.missing) != 1 {
		t.Errorf("after a year: %+v, %v", due, err)
	}
}

func TestTheVersionOfADeclarationIsThatOfEveryWord(t *testing.T) {
	t.Parallel()
	one := versionOf(promiseWith(t).Organisation.Declaration("secrecy"))
	if one != versionOf(promiseWith(t).Organisation.Declaration("secrecy")) {
		t.Error("the same words have two versions")
	}
	for _, word := range []string{"I keep secret", "Jeg tier", "Secrecy declaration", "Taushetserklæring"} {
		if one == versionOf(promiseWith(t, "organisation.yaml", word, word+" x").Organisation.Declaration("secrecy")) {
			t.Errorf("changing %q changes nothing", word)
		}
	}
}
