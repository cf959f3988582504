// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"bytes"
	"database/sql"
	"errors"
	"slices"
	"testing"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise/rulebook"
)

func TestTheZeroPassOpensNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	for name, p := range map[string]*Pass{"nil": nil, "zero": {}} {
		if docs, err := p.Open(t.Context(), w.boxes(t, id)); !errors.Is(err, ErrNoPass) || docs != nil {
			t.Errorf("%s pass: %v, %v", name, docs, err)
		}
	}
}

func TestAPassOpensOnceAndOnlyWhatWasDecided(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, other := w.person(t), w.person(t)
	boxes := func(id opaque.ID, category string) []Sealed {
		return slices.DeleteFunc(w.boxes(t, id), func(s Sealed) bool { return s.Category != category })
	}
	pass := func() *Pass {
		p, err := w.Read(t.Context(), w.openNote(id))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if _, err := pass().Open(t.Context(), boxes(other, notes)); !errors.Is(err, ErrOutside) {
		t.Errorf("another person's note: %v", err)
	}
	if _, err := pass().Open(t.Context(), boxes(id, card)); !errors.Is(err, ErrOutside) {
		t.Errorf("another category: %v", err)
	}
	moved := boxes(other, notes)
	moved[0].Subject = id
	if docs, err := pass().Open(t.Context(), moved); err == nil {
		t.Errorf("another person's box under this person's name opened: %v", docs)
	}
	p := pass()
	docs, err := p.Open(t.Context(), boxes(id, notes))
	if err != nil || len(docs) != 1 || docs[0].Fields["text"] != "secret note" {
		t.Fatalf("got %v, %v", docs, err)
	}
	if _, err := p.Open(t.Context(), boxes(id, notes)); !errors.Is(err, ErrSpent) {
		t.Errorf("a second time: %v", err)
	}
}

// Keeps: HMS-34
func TestARefusalNamesItsClauseAndIsRecordedAboutThePerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	before := w.Tree.Size()
	ask := w.openNote(id)
	ask.Actor, ask.Purpose = w.clerk, admin
	_, err := w.Read(t.Context(), ask)
	r, ok := AsRefusal(err)
	if !ok {
		t.Fatalf("got %v, want a refusal", err)
	}
	if r.Clause.Name != "law/purpose-limitation" && r.Clause.Name != "personal-journal/access/only-health-personnel" {
		t.Errorf("refused by %s", r.Clause.Name)
	}
	es := w.entries(t, before)
	if len(es) != 1 || es[0].Kind != ledger.KindRefusal || es[0].Outcome != ledger.OutcomeRefused || es[0].Clause != r.Clause.Name || es[0].Subjects != 1 || es[0].Index != r.Entry {
		t.Errorf("recorded %+v", es)
	}
}

func TestWithoutAReasonNothingIsOpenedAndNothingRecorded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	before := w.Tree.Size()
	for name, change := range map[string]func(*Ask){
		"no reason":                func(a *Ask) { a.Reason = "" },
		"a reason not on the list": func(a *Ask) { a.Reason = "curiosity" },
		"not confirmed":            func(a *Ask) { a.Confirmed = false },
	} {
		ask := w.openNote(id)
		change(&ask)
		if _, err := w.Read(t.Context(), ask); err == nil {
			t.Errorf("%s: opened", name)
		} else if n, ok := AsNeeds(err); !ok || len(n.With) == 0 {
			t.Errorf("%s: got %v, want what is missing", name, err)
		}
	}
	if after := w.Tree.Size(); after != before {
		t.Errorf("%d entries for asks that brought too little", after-before)
	}
}

func TestARelationMakesTheConfirmationNeedless(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	if _, err := w.Data.W.Exec(`insert into care values(?,?)`, id[:], w.nurse.ID[:]); err != nil {
		t.Fatal(err)
	}
	ask := w.openNote(id)
	ask.Confirmed = false
	if _, err := w.Read(t.Context(), ask); err != nil {
		t.Fatalf("in care, with a reason: %v", err)
	}
	es := w.entries(t, w.Tree.Size()-1)
	if c := es[0].Clause; c != "personal-journal/access/carers" {
		t.Errorf("decided by %s", c)
	}
}

func TestNobodyKnownLeavesNoSubLeaf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.Tree.Size()
	if _, err := w.Read(t.Context(), w.openNote(opaque.New())); err != nil {
		t.Fatal(err)
	}
	if es := w.entries(t, before); len(es) != 1 || es[0].Subjects != 0 {
		t.Errorf("got %+v", es)
	}
}

func TestAChangeThatFailsIsVoidedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := opaque.New()
	before := w.Tree.Size()
	boom := errs.New(errs.Conflict, "", "no")
	d := w.doc(card, id, "x")
	_, err := w.Change(t.Context(), Ask{Actor: w.clerk, Action: rulebook.Add, Purpose: admin, Subjects: []opaque.ID{id}, Categories: []string{card}},
		Change{Docs: []Doc{d}, Apply: func(tx *sql.Tx, s []Sealed, i int64) error { return errors.Join(insertBoxes(tx, s, i), boom) }})
	if !errors.Is(err, boom) {
		t.Fatalf("got %v", err)
	}
	es := w.entries(t, before)
	if len(es) != 2 || es[0].Kind != ledger.KindIntent || es[1].Kind != ledger.KindVoid {
		t.Errorf("recorded %+v", es)
	}
	if n := len(w.boxes(t, id)); n != 0 {
		t.Errorf("%d boxes stand", n)
	}
}

func TestAFactThatChangesBetweenDecisionAndChangeVoidsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	allowed := true
	w.UseFacts(flipping{&allowed})
	w.step = func(s string) {
		if s == "intent" {
			allowed = false
		}
	}
	before := w.Tree.Size()
	_, err := w.write(t.Context(), w.nurse, rulebook.Add, care, w.doc(notes, id, "late"))
	if !errors.Is(err, errRecheck) {
		t.Fatalf("got %v, want that a fact changed", err)
	}
	if es := w.entries(t, before); len(es) != 2 || es[1].Kind != ledger.KindVoid {
		t.Errorf("recorded %+v", es)
	}
}

func TestTheBoxesHoldNoPlainText(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	for _, b := range w.boxes(t, id) {
		for _, word := range []string{"secret note", "Kari Eksempel"} {
			if bytes.Contains(b.Box, []byte(word)) {
				t.Errorf("a box of %s holds %q", b.Category, word)
			}
		}
	}
}

func TestWhenTheLedgerCannotRecordNothingOpensAndItRecovers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	w.clk.Jump(5 * 60e9) // the clock is moved by five minutes: no time can be given
	for _, ask := range []Ask{w.openNote(id), {Actor: w.clerk, Purpose: admin, Action: rulebook.Open, Subjects: []opaque.ID{id}, Categories: []string{notes}}} {
		p, err := w.Read(t.Context(), ask)
		if p != nil || errs.KindOf(err) != errs.Unavailable || errs.KeyOf(err) != "error.clock" {
			t.Errorf("got %v, %v", p, err)
		}
	}
	if _, err := w.write(t.Context(), w.nurse, rulebook.Add, care, w.doc(notes, id, "x")); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a change: %v", err)
	}
	w.clk.Jump(-5 * 60e9)
	if _, err := w.Read(t.Context(), w.openNote(id)); err != nil {
		t.Errorf("the clock is back, still: %v", err)
	}
}

func TestADestroyedKeyOpensNothingAndTheLedgerSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t)
	p, err := w.Read(t.Context(), w.openNote(id))
	if err != nil {
		t.Fatal(err)
	}
	boxes := slices.DeleteFunc(w.boxes(t, id), func(s Sealed) bool { return s.Category != notes })
	if err := w.Keys.Destroy(t.Context(), w.Org, refsOf(id, notes)); err != nil {
		t.Fatal(err)
	}
	if docs, err := p.Open(t.Context(), boxes); docs != nil || errs.KindOf(err) != errs.NotFound {
		t.Errorf("got %v, %v", docs, err)
	}
	es := w.entries(t, p.Entry())
	if len(es) != 2 || es[1].Kind != ledger.KindVoid {
		t.Errorf("recorded %+v", es)
	}
}
