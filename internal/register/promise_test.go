// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// edit changes a promise file of the world and restarts it.
func (w *world) edit(t *testing.T, file, old, now string) {
	t.Helper()
	text := string(w.files[file].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s has no %q", file, old)
	}
	w.files[file].Data = []byte(strings.Replace(text, old, now, 1))
	w.Close()
	w.open(t)
}

const noteText = `text: {type: long-text, required: true, at-most: "20000", name: {nb: Notat, en: Note}, source: [HMS-28]}`

func TestAFieldAndARoleAddedToTheFileWorkAfterARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	w.note(t, id, "2026-11-19", "before")
	size := w.Gate.Tree.Size()
	w.edit(t, "personal-journal.yaml", noteText, noteText+"\n      next: {type: date, name: {nb: Neste time, en: Next appointment}, assumed: test}")
	w.edit(t, "organisation.yaml", "  physiotherapist: {under", "  hygienist: {under: health-personnel, name: {nb: Yrkeshygieniker, en: Occupational hygienist}, account: [declared, second-factor], assumed: test}\n  physiotherapist: {under")
	es := w.since(t, size)
	switches := slices.DeleteFunc(slices.Clone(es), func(e ledger.Entry) bool { return e.Kind != ledger.KindRulebook })
	if len(switches) != 2 {
		t.Errorf("%d switches of rulebook recorded, want 2", len(switches))
	}
	new := w.as("nurse", "hygienist", "personal-journal", "occupational-health")
	_, err := w.Register.Add(t.Context(), new, register.Input{Subject: id, Docs: map[string]promise.Document{
		"consultations": {"type": "workplace-assessment", "date": "2026-11-21", "profession": "occupational-hygienist", "text": "after", "next": "2026-12-24"}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	secs, err := w.Register.Open(t.Context(), new, id, []string{"consultations"}, followUp)
	if err != nil {
		t.Fatal(err)
	}
	if got := textsOf(secs, "next"); !slices.Equal(got, []string{"2026-12-24"}) {
		t.Errorf("the new field: %v", got)
	}
	if got := textsOf(secs, "text"); !slices.Equal(got, []string{"after", "before"}) {
		t.Errorf("notes: %v", got)
	}
}

func TestAFieldTakenOutOfTheFileIsNoLongerShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	w.edit(t, "personal-journal.yaml", "      place: {type: text, name: {nb: Sted, en: Place}, assumed: tells persons of one name apart}\n", "")
	secs, err := w.Register.Open(t.Context(), w.office(), id, []string{"identification"}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range secs[0].Records {
		for _, v := range r.Values {
			if v.Text == "Elvesund" {
				t.Error("the removed field is shown")
			}
		}
	}
}

func TestABrokenFileStartsNothingAndTheOldDataStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	good := string(w.files["personal-journal.yaml"].Data)
	w.Close()
	w.files["personal-journal.yaml"].Data = []byte(strings.Replace(good, "who: [health-personnel]", "who: [health-persons]", 1))
	if _, err := openHouse(t, w); err == nil || !strings.Contains(err.Error(), "health-persons") {
		t.Errorf("got %v, want what is wrong", err)
	}
	w.files["personal-journal.yaml"].Data = []byte(good)
	w.open(t)
	if _, err := w.Register.Open(t.Context(), w.office(), id, []string{"identification"}, register.Given{}); err != nil {
		t.Error(err)
	}
}

// Keeps: HMS-36
// Keeps: HMS-39
// Keeps: HMS-46
func TestTheExtractShowsWhoOpenedAndWhoWasRefusedAndVerifiesAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, other := w.person(t, "Aase Bakkmyr", ""), w.person(t, "Bodil Lia", "")
	w.note(t, id, "2026-11-20", "x")
	w.note(t, other, "2026-11-20", "y")
	if _, err := w.Register.Open(t.Context(), w.nurse(), id, []string{"consultations"}, register.Given{Reason: "follow-up", Confirmed: true, Text: "free text of mine"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Register.Open(t.Context(), w.office(), id, []string{"consultations"}, followUp); err == nil {
		t.Fatal("not refused")
	}
	x, err := w.Register.Extract(t.Context(), w.as("privacy", "privacy-officer", "log", "insight"), id, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range x.Steps {
		got = append(got, s.ActorName+" "+s.Role+" "+s.Action+" "+s.Outcome)
	}
	want := []string{"Odd Granmark office-worker add allowed", "Nina Skogvang nurse add allowed", "Nina Skogvang nurse open allowed",
		"Odd Granmark office-worker open refused", "Karin Haugsund privacy-officer export allowed"}
	if !slices.Equal(got, want) {
		t.Errorf("the diary is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if x.Steps[2].Reason != "follow-up" {
		t.Errorf("reason %q", x.Steps[2].Reason)
	}
	if bytes.Contains(x.File, []byte("free text of mine")) {
		t.Error("the free text is in the file")
	}
	file, err := ledger.ReadExtract(bytes.NewReader(x.File))
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Verify(w.Gate.Verifier()); err != nil {
		t.Errorf("the file does not verify: %v", err)
	}
}

func TestOnlyThePrivacyOfficerGetsAnExtract(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	for _, user := range [][2]string{{"nurse", "nurse"}, {"admin", "system-administrator"}, {"office", "office-worker"}} {
		if _, err := w.Register.Extract(t.Context(), w.as(user[0], user[1], "log", "insight"), id, register.Given{}); err == nil {
			t.Errorf("%s got one", user[0])
		} else if _, ok := gate.AsRefusal(err); !ok {
			t.Errorf("%s: %v", user[0], err)
		}
	}
}

// A list must show exactly those whom a decision about each alone would show.
func TestAListEqualsTheDecisionsAboutEachPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.as("boss", "general-manager", "applications", "recruitment")
	nurse := w.as("nurse", "nurse", "applications", "recruitment")
	var all []opaque.ID
	for _, n := range []string{"A", "B", "C", "D", "E", "F"} {
		r, err := w.Register.Add(t.Context(), boss, register.Input{Docs: map[string]promise.Document{"application": {"name": n + " Søker", "received": "2026-11-20"}}}, register.Given{})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r.Subject)
	}
	rapid.Check(t, func(t *rapid.T) {
		if _, err := w.Gate.Data.W.Exec(`delete from shared`); err != nil {
			t.Fatal(err)
		}
		for _, id := range all {
			if rapid.Bool().Draw(t, "shared") {
				if _, err := w.Register.Share(t.Context(), boss, id, []string{"application"}, nurse.Actor.ID, register.Given{Reason: "advice"}); err != nil {
					t.Fatal(err)
				}
			}
		}
		var want []opaque.ID
		for _, id := range all {
			vs, err := w.Gate.Preview(t.Context(), gate.Ask{Actor: nurse.Actor, Purpose: nurse.Purpose, Action: rulebook.Find, Subjects: []opaque.ID{id}, Categories: []string{"applications/application"}})
			if err != nil {
				t.Fatal(err)
			}
			if vs[0].Allowed {
				want = append(want, id)
			}
		}
		f, err := w.Register.Find(t.Context(), nurse, register.Query{})
		if len(want) == 0 {
			if _, ok := gate.AsRefusal(err); !ok {
				t.Fatalf("nobody may be shown, got %+v, %v", f, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		var got []opaque.ID
		for _, c := range f.Cards {
			got = append(got, c.Subject)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("the list shows %d, the decisions %d", len(got), len(want))
		}
	})
}
