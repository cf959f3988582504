// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// Keeps: HMS-58
func TestWhoSomethingIsSharedWithIsToldToThoseWhoMayShare(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.as("boss", "general-manager", "applications", "recruitment")
	nurse := w.as("nurse", "nurse", "applications", "recruitment")
	r, err := w.Register.Add(t.Context(), boss, register.Input{Docs: map[string]promise.Document{
		"application": {"name": "Søker Sørensen", "received": "2026-11-20"}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	may := func(by register.Work) bool {
		pg, err := w.Register.Page(t.Context(), by, r.Subject)
		if err != nil {
			t.Fatal(err)
		}
		return pg.Sections[0].CanShare
	}
	if !may(boss) || may(nurse) {
		t.Errorf("the manager may share: %v, the nurse: %v", may(boss), may(nurse))
	}
	rec, err := w.Register.Share(t.Context(), boss, r.Subject, []string{"application"}, nurse.Actor.ID, register.Given{Reason: "for advice"})
	if err != nil {
		t.Fatal(err)
	}
	before := w.Gate.Tree.Size()
	got, err := w.Register.SharedWith(t.Context(), boss, r.Subject)
	if err != nil || len(got) != 1 || got[0].With != nurse.Actor.ID || got[0].Name != "Nina Skogvang" || got[0].Entry != rec.Entry || got[0].Category.ID != "application" {
		t.Errorf("shared with %+v, %v", got, err)
	}
	if got, err := w.Register.SharedWith(t.Context(), nurse, r.Subject); err != nil || len(got) != 0 {
		t.Errorf("the receiver is told of receivers: %+v, %v", got, err)
	}
	if w.Gate.Tree.Size() != before {
		t.Error("asking with whom something is shared was recorded as a look-up")
	}
	if may(nurse) {
		t.Error("what was shared for reading can be shared on")
	}
	if _, err := w.Gate.Data.W.Exec(`update shared set staff = ?`, boss.Actor.ID[:]); err != nil {
		t.Fatal(err)
	}
	if got, err := w.Register.SharedWith(t.Context(), boss, r.Subject); err != nil || len(got) != 0 {
		t.Errorf("a row that was written past the program counts: %+v, %v", got, err)
	}
}

// Keeps: HMS-53
// Keeps: HMS-63
func TestWhatErasingTakesAwayAndWhatHoldsItBackIsKnownBefore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	w.note(t, id, "2020-11-20", "old")
	lead := w.as("lead", "journal-responsible", "personal-journal", "occupational-health")
	before := w.Gate.Tree.Size()
	got, err := w.Register.ToErase(t.Context(), lead, id)
	if err != nil || len(got) != 2 {
		t.Fatalf("%d categories hold something, want 2: %v", len(got), err)
	}
	for _, x := range got {
		if x.Count != 1 || x.Versions != 1 || x.Closed == nil || x.Held == nil || !x.Held.Floor || x.Held.Clause != "personal-journal/retention/journal" {
			t.Errorf("%s: %+v held by %+v", x.Category.ID, x, x.Held)
		} else if want := time.Date(2030, 11, 20, 0, 0, 0, 0, time.UTC); !x.Held.At.Equal(want) {
			t.Errorf("%s is held back until %s, want %s", x.Category.ID, x.Held.At, want)
		}
	}
	if got, err := w.Register.ToErase(t.Context(), w.office(), id); err != nil || len(got) != 0 {
		t.Errorf("the office is told %d categories: %v", len(got), err)
	}
	if w.Gate.Tree.Size() != before {
		t.Error("asking what would go was recorded as a look-up")
	}
	w.clk.Advance(4 * 366 * 24 * time.Hour)
	got, err = w.Register.ToErase(t.Context(), lead, id)
	if err != nil || len(got) != 2 || got[0].Closed != nil || got[0].Held != nil || len(got[0].Verdict.Unmet) != 1 {
		t.Errorf("once the time is up: %+v, %v", got, err)
	}
}

func TestWhoMayNotEraseIsRefusedByTheirOwnClauseWhateverIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	with, without := w.person(t, "Aase Bakkmyr", ""), w.person(t, "Bodil Bakkmyr", "")
	w.note(t, with, "2026-11-20", "x")
	for _, by := range []register.Work{w.office(), w.nurse()} {
		_, err := w.Register.Erase(t.Context(), by, with, []string{"consultations"}, register.Given{Reason: "x"})
		a, ok := gate.AsRefusal(err)
		_, err = w.Register.Erase(t.Context(), by, without, []string{"consultations"}, register.Given{Reason: "x"})
		b, ok2 := gate.AsRefusal(err)
		if !ok || !ok2 {
			t.Fatalf("%s erased", by.Actor.Role)
		}
		if by.Actor.Role == "office-worker" && a.Clause.Name != b.Clause.Name {
			t.Errorf("the answer tells whether there are notes: %s, else %s", a.Clause.Name, b.Clause.Name)
		}
		if a.Clause.Name == "personal-journal/retention/journal" {
			t.Errorf("%s hears of the floor", by.Actor.Role)
		}
	}
}

// Keeps: HMS-63
// Law: gdpr 17(1)
func TestTheReceiptOfAnErasureNamesIntentAndDestroyedKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.as("boss", "general-manager", "applications", "recruitment")
	r, err := w.Register.Add(t.Context(), boss, register.Input{Docs: map[string]promise.Document{
		"application": {"name": "Søker Sørensen", "received": "2026-11-20"}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Destroyed != 0 {
		t.Errorf("adding destroyed keys in entry %d", r.Destroyed)
	}
	done, err := w.Register.Erase(t.Context(), boss, r.Subject, []string{"application"}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	intent, err := w.Gate.Tree.Entry(t.Context(), done.Entry)
	if err != nil || intent.Kind != ledger.KindIntent || intent.Action != "erase" {
		t.Errorf("entry %d is %s of %q: %v", done.Entry, intent.Kind, intent.Action, err)
	}
	gone, err := w.Gate.Tree.Entry(t.Context(), done.Destroyed)
	if err != nil || gone.Kind != ledger.KindDestroyed {
		t.Fatalf("entry %d is %s: %v", done.Destroyed, gone.Kind, err)
	}
	if of, _ := gone.PublicNumber(ledger.PublicOf); of != done.Entry {
		t.Errorf("the destroyed entry is about entry %d, want %d", of, done.Entry)
	}
	if n, err := w.Gate.Destroyed(t.Context(), done.Destroyed); err != nil || n != 0 {
		t.Errorf("an entry that erased nothing has keys destroyed in %d: %v", n, err)
	}
}
