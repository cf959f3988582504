// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// Keeps: HMS-28
// Keeps: HMS-34
func TestANurseOpensTheJournalThatAnOfficeWorkerIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	w.note(t, id, "2026-11-20", "stiff neck")
	secs, err := w.Register.Open(t.Context(), w.nurse(), id, []string{"consultations"}, followUp)
	if err != nil {
		t.Fatal(err)
	}
	if got := textsOf(secs, "text"); !slices.Equal(got, []string{"stiff neck"}) {
		t.Errorf("opened %v", got)
	}
	_, err = w.Register.Open(t.Context(), w.office(), id, []string{"consultations"}, followUp)
	r, ok := gate.AsRefusal(err)
	if !ok {
		t.Fatalf("got %v, want a refusal", err)
	}
	if r.Clause.Name != "personal-journal/access/only-health-personnel" {
		t.Errorf("refused by %s", r.Clause.Name)
	}
	if len(r.WouldAllow("en")) == 0 {
		t.Error("nothing said about what would make it possible")
	}
}

// Keeps: HMS-35
func TestTheAdministratorMayAndIsRecordedToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	w.note(t, id, "2026-11-20", "x")
	before := w.Gate.Tree.Size()
	admin := w.as("admin", "system-administrator", "personal-journal", "system-maintenance")
	if _, err := w.Register.Open(t.Context(), admin, id, []string{"consultations"}, register.Given{Reason: "index repair"}); err != nil {
		t.Fatal(err)
	}
	es := w.since(t, before)
	if len(es) != 1 || es[0].Clause != "personal-journal/access/administrator" || es[0].Subjects != 1 {
		t.Errorf("recorded %d entries: %s", len(es), brief(es))
	}
}

// Keeps: HMS-11
func TestOnlyTheJournalResponsibleCorrectsAndHistoryKeepsBoth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	rec := w.note(t, id, "2026-11-20", "left knee").Records[0]
	fixed := func() promise.Document {
		return promise.Document{"type": "health-examination", "date": "2026-11-20", "profession": "nurse", "text": "right knee"}
	}
	if _, err := w.Register.Correct(t.Context(), w.nurse(), id, rec, 1, fixed(), false, followUp); err == nil {
		t.Error("a nurse corrected")
	} else if _, ok := gate.AsRefusal(err); !ok {
		t.Errorf("got %v, want a refusal", err)
	}
	lead := w.as("lead", "journal-responsible", "personal-journal", "occupational-health")
	if _, err := w.Register.Correct(t.Context(), lead, id, rec, 1, fixed(), false, register.Given{Reason: "the wrong side"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Register.Correct(t.Context(), lead, id, rec, 1, fixed(), false, register.Given{Reason: "again"}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a second correction of the same version: %v", err)
	}
	h, err := w.Register.History(t.Context(), w.nurse(), id, rec, followUp)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range h {
		got = append(got, v.AuthorName+": "+v.Values[len(v.Values)-1].Text)
	}
	if want := []string{"Live Ørnberg: right knee", "Nina Skogvang: left knee"}; !slices.Equal(got, want) {
		t.Errorf("history %v, want %v", got, want)
	}
}

func TestACorrectionLosesNothingThatTheFormDoesNotShow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", testNumber(t, 0))
	rec := w.recordOf(t, w.office(), id, "identity")
	if _, err := w.Register.Correct(t.Context(), w.office(), id, rec.ID, 1, promise.Document{"gender": "unknown"}, false, register.Given{}); err != nil {
		t.Fatal(err)
	}
	v, err := w.Register.Reveal(t.Context(), w.office(), id, rec.ID, "national-id", register.Given{Reason: "checking"})
	if err != nil || v.Text != testNumber(t, 0) {
		t.Errorf("after the correction the number is %q, %v", v.Text, err)
	}
}

func (w *world) recordOf(t testing.TB, work register.Work, id opaque.ID, category string) register.Record {
	t.Helper()
	secs, err := w.Register.Open(t.Context(), work, id, []string{category}, followUp)
	if err != nil || len(secs) != 1 || len(secs[0].Records) != 1 {
		t.Fatalf("open %s: %+v, %v", category, secs, err)
	}
	return secs[0].Records[0]
}

// Keeps: HMS-22
func TestTheIdentityNumberIsMaskedUntilItIsRevealedWhichIsALookUpOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", testNumber(t, 0))
	rec := w.recordOf(t, w.office(), id, "identity")
	v := rec.Values[0]
	if !v.Masked || strings.Contains(v.Text, testNumber(t, 0)[6:]) {
		t.Errorf("shown %q, masked %v", v.Text, v.Masked)
	}
	before := w.Gate.Tree.Size()
	if _, err := w.Register.Reveal(t.Context(), w.office(), id, rec.ID, "national-id", register.Given{}); err == nil {
		t.Error("revealed without a reason")
	}
	shown, err := w.Register.Reveal(t.Context(), w.office(), id, rec.ID, "national-id", register.Given{Reason: "at the desk"})
	if err != nil || shown.Text != testNumber(t, 0) {
		t.Errorf("revealed %q, %v", shown.Text, err)
	}
	if es := w.since(t, before); len(es) != 1 || es[0].Action != "reveal" {
		t.Errorf("recorded %d entries: %s", len(es), brief(es))
	}
}

func TestFindingByNameAndByNumberRecordsEverybodyShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.person(t, "Åslaug Ørnberg", testNumber(t, 0))
	b := w.person(t, "Aslaug Dalsvik", testNumber(t, 1))
	w.person(t, "Odin Peder Lia", "")
	for _, c := range []struct {
		name, text string
		want       []opaque.ID
	}{
		{"by the beginning of a name, without marks", "aslau", []opaque.ID{b, a}},
		{"by two words in any order", "orn åsl", []opaque.ID{a}},
		{"by identity number", testNumber(t, 1), []opaque.ID{b}},
		{"by identity number with a space", testNumber(t, 0)[:6] + " " + testNumber(t, 0)[6:], []opaque.ID{a}},
		{"by nobody's number", testNumber(t, 2), nil},
		{"by nobody's name", "zzz", nil},
	} {
		before := w.Gate.Tree.Size()
		f, err := w.Register.Find(t.Context(), w.office(), register.Query{Text: c.text})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []opaque.ID
		for _, k := range f.Cards {
			got = append(got, k.Subject)
		}
		if !slices.Equal(got, c.want) && !slices.Equal(got, []opaque.ID{a, b}) || len(got) != len(c.want) {
			t.Errorf("%s: found %d, want %d", c.name, len(got), len(c.want))
		}
		es := w.since(t, before)
		if len(es) == 0 || len(es) > 2 { // by number the find is one in two categories, decided by two clauses
			t.Errorf("%s: recorded %d entries", c.name, len(es))
		}
		for _, e := range es {
			if e.Action != "find" || e.Subjects != len(c.want) {
				t.Errorf("%s: recorded %s of %d by %s", c.name, e.Action, e.Subjects, e.Clause)
			}
		}
	}
}

func TestANumberFindsNobodyForWhomTheNumbersAreClosed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", testNumber(t, 0))
	boss := w.as("boss", "general-manager", "personal-journal", "administration") // may see names, not numbers
	for text, want := range map[string]int{"Aase": 1, testNumber(t, 0): 0} {
		f, err := w.Register.Find(t.Context(), boss, register.Query{Text: text})
		if err != nil || len(f.Cards) != want {
			t.Errorf("%d found, %v; want %d", len(f.Cards), err, want)
		}
	}
	before := w.Gate.Tree.Size()
	privacy := w.as("privacy", "privacy-officer", "personal-journal", "insight")
	f, err := w.Register.Find(t.Context(), privacy, register.Query{Text: testNumber(t, 0)})
	if err != nil || len(f.Cards) != 1 || f.Cards[0].Subject != id {
		t.Fatalf("got %+v, %v", f, err)
	}
	if es := w.since(t, before); len(es) != 1 || es[0].Subjects != 1 {
		t.Errorf("recorded %d entries", len(es))
	}
}

func TestAListGoesOnWhereThePageEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, n := range []string{"Åse A", "Anna B", "Øyvind C", "Zara D", "Ærlig E"} {
		w.person(t, n, "")
	}
	var got []string
	q := register.Query{Limit: 2}
	for {
		f, err := w.Register.Find(t.Context(), w.office(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range f.Cards {
			got = append(got, c.Fields[0].Text)
		}
		if q.After = f.Next; q.After == "" {
			break
		}
	}
	if want := []string{"Anna B", "Zara D", "Ærlig E", "Øyvind C", "Åse A"}; !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v (Norwegian order)", got, want)
	}
}

func TestTheSameIdentityNumberTwiceIsSaidAndTheOwnerIsFoundOnRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.person(t, "Aase Bakkmyr", testNumber(t, 0))
	before := w.Gate.Tree.Size()
	_, err := w.Register.Add(t.Context(), w.office(), register.Input{Docs: map[string]promise.Document{
		"identification": {"name": "Other Name"}, "identity": {"national-id": testNumber(t, 0)}}}, register.Given{})
	bad, ok := errors.AsType[*register.Invalid](err)
	if !ok || len(bad.Problems) != 1 || bad.Problems[0].Code != "taken" || bad.Problems[0].Field != "identity.national-id" {
		t.Fatalf("got %v", err)
	}
	if es := w.since(t, before); len(es) != 1 || es[0].Action != "find" || es[0].Subjects != 1 {
		t.Errorf("recorded %d entries: %s", len(es), brief(es))
	}
}

// Keeps: HMS-15
func TestABadFormIsToldFieldByFieldAndNothingIsWritten(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.Gate.Tree.Size()
	_, err := w.Register.Add(t.Context(), w.office(), register.Input{Docs: map[string]promise.Document{
		"identification": {"birth-year": "long ago"}, "identity": {"national-id": "01815512300", "gender": "blue"}}}, register.Given{})
	bad, ok := errors.AsType[*register.Invalid](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range bad.Problems {
		got = append(got, p.Field+" "+p.Code)
	}
	slices.Sort(got)
	want := []string{"identification.birth-year type", "identification.name required", "identity.gender choice", "identity.national-id type"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if w.Gate.Tree.Size() != before {
		t.Error("something was recorded")
	}
}

// Keeps: HMS-54
func TestACompanyWithoutAgreementTakesNoOrdersAndStaysReadable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	service := w.as("office", "office-worker", "companies", "service")
	order := func(id opaque.ID) error {
		_, err := w.Register.Add(t.Context(), service, register.Input{Subject: id, Docs: map[string]promise.Document{
			"orders": {"ordered": "2026-11-21", "what": "hearing tests"}}}, register.Given{})
		return err
	}
	member := w.company(t, "Fjord AS", promise.Document{"kind": "member", "from": "2026-01-01", "to": "2026-11-21"})
	ended := w.company(t, "Granli AS", promise.Document{"kind": "member", "from": "2024-01-01", "to": "2026-11-20"})
	if err := order(member); err != nil {
		t.Errorf("on the last day of the agreement: %v", err)
	}
	if r, ok := gate.AsRefusal(order(ended)); !ok || r.Clause.Name != "companies/access/inactive" {
		t.Errorf("on the day after: %v", r)
	}
	if _, err := w.Register.Open(t.Context(), service, ended, []string{"identification"}, register.Given{}); err != nil {
		t.Errorf("the inactive company is not readable: %v", err)
	}
}

// Keeps: HMS-33
func TestARestrictedDocumentIsLeftOutForAllButManagementAndTheTeam(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	service := w.as("office", "office-worker", "companies", "service")
	id := w.company(t, "Fjord AS", promise.Document{"kind": "member", "from": "2026-01-01"})
	for _, restricted := range []bool{false, true} {
		_, err := w.Register.Add(t.Context(), service, register.Input{Subject: id, Restricted: restricted, Docs: map[string]promise.Document{
			"activities": {"type": "report", "date": "2026-11-01", "title": map[bool]string{false: "open", true: "restricted"}[restricted]}}}, register.Given{})
		if err != nil {
			t.Fatal(err)
		}
	}
	open := func(work register.Work) ([]string, int) {
		secs, err := w.Register.Open(t.Context(), work, id, []string{"activities"}, register.Given{})
		if err != nil {
			t.Fatal(err)
		}
		out := 0
		for _, l := range secs[0].LeftOut {
			out += l.Count
		}
		return textsOf(secs, "title"), out
	}
	nurse := w.as("nurse", "nurse", "companies", "service")
	if got, out := open(nurse); !slices.Equal(got, []string{"open"}) || out != 1 {
		t.Errorf("a nurse sees %v, %d left out", got, out)
	}
	if got, _ := open(w.as("boss", "general-manager", "companies", "service")); len(got) != 2 {
		t.Errorf("the manager sees %v", got)
	}
	if _, err := w.Register.Add(t.Context(), service, register.Input{Subject: id, Docs: map[string]promise.Document{
		"team": {"staff": nurse.Actor.ID.String(), "from": "2026-11-21"}}}, register.Given{}); err != nil {
		t.Fatal(err)
	}
	if got, _ := open(nurse); len(got) != 2 {
		t.Errorf("as the company's own nurse she sees %v", got)
	}
}

// Keeps: HMS-53
func TestAJournalIsNotErasedBeforeTenYearsAfterItsLastEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", "")
	w.note(t, id, "2016-11-22", "old")
	lead := w.as("lead", "journal-responsible", "personal-journal", "occupational-health")
	erase := func() error {
		_, err := w.Register.Erase(t.Context(), lead, id, []string{"consultations"}, register.Given{Reason: "request"})
		return err
	}
	if r, ok := gate.AsRefusal(erase()); !ok || r.Clause.Name != "personal-journal/retention/journal" {
		t.Errorf("a day too early: %v", r)
	}
	last := w.note(t, id, "2016-11-20", "older still")
	_ = last
	w.clk.Advance(24 * 3600e9)
	if err := erase(); err != nil {
		t.Fatalf("ten years after: %v", err)
	}
	secs, err := w.Register.Open(t.Context(), w.nurse(), id, []string{"consultations"}, followUp)
	if err != nil || len(secs[0].Records) != 0 {
		t.Errorf("after erasing: %+v, %v", secs, err)
	}
	kinds := []ledger.Kind{}
	for _, e := range w.since(t, 0) {
		if e.Kind == ledger.KindDestroyed {
			kinds = append(kinds, e.Kind)
		}
	}
	if len(kinds) != 1 {
		t.Errorf("%d destroyed entries", len(kinds))
	}
}

// Keeps: HMS-63
func TestAnApplicationIsErasedAtAnyTimeAndItsNameIsForgottenAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.as("boss", "general-manager", "applications", "recruitment")
	r, err := w.Register.Add(t.Context(), boss, register.Input{Docs: map[string]promise.Document{
		"application": {"name": "Søker Sørensen", "email": "s@post.example", "received": "2026-11-20"}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Register.Erase(t.Context(), boss, r.Subject, []string{"application"}, register.Given{}); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Søker", "s@post.example"} {
		f, err := w.Register.Find(t.Context(), boss, register.Query{Text: text})
		if err != nil || len(f.Cards) != 0 {
			t.Errorf("still found by %q: %+v, %v", text, f, err)
		}
	}
	if _, err := w.Register.Page(t.Context(), boss, r.Subject); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the page: %v", err)
	}
}

func TestIdsOfNobodyAndOfOthersAreNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a, b := w.person(t, "Aase A", ""), w.person(t, "Bodil B", "")
	rec := w.note(t, a, "2026-11-20", "x").Records[0]
	before := w.Gate.Tree.Size()
	if _, err := w.Register.Open(t.Context(), w.nurse(), opaque.New(), []string{"consultations"}, followUp); errs.KindOf(err) != errs.NotFound {
		t.Errorf("nobody: %v", err)
	}
	if _, err := w.Register.History(t.Context(), w.nurse(), b, rec, followUp); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a record under another person's id: %v", err)
	}
	if w.Gate.Tree.Size() != before {
		t.Error("recorded something about nobody")
	}
}

func TestNothingOfAPersonLiesOpenInTheFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Hemmelig-Bakkmyr", testNumber(t, 0))
	w.note(t, id, "2026-11-20", "a very secret finding")
	if _, err := w.Register.Open(t.Context(), w.nurse(), id, []string{"consultations"}, followUp); err != nil {
		t.Fatal(err)
	}
	w.Close()
	files, err := filepath.Glob(filepath.Join(w.dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue // a folder
		}
		for _, word := range []string{"Hemmelig", "secret finding", testNumber(t, 0), "Nina Skogvang"} {
			if bytes.Contains(b, []byte(word)) {
				t.Errorf("%s holds %q", filepath.Base(f), word)
			}
		}
	}
}

func TestAfterARestartNamesAndNumbersAreFoundAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.person(t, "Aase Bakkmyr", testNumber(t, 0))
	w.Close()
	w.open(t)
	for _, text := range []string{"bakk", testNumber(t, 0)} {
		f, err := w.Register.Find(t.Context(), w.office(), register.Query{Text: text})
		if err != nil || len(f.Cards) != 1 || f.Cards[0].Subject != id {
			t.Errorf("by %q: %+v, %v", text, f, err)
		}
	}
}

// brief says what entries are, without their bytes.
func brief(es []ledger.Entry) string {
	var out []string
	for _, e := range es {
		out = append(out, fmt.Sprintf("%s %s %s about %d by %s", e.Kind, e.Outcome, e.Action, e.Subjects, e.Clause))
	}
	return strings.Join(out, "; ")
}
