// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// rooms is a register of three kinds of subjects: rooms, which are nobody, the
// people who hold their keys, and visitors of whom only an address is known.
const rooms = `kind: register
id: rooms
version: 1
name: {nb: Rom, en: Rooms}
subjects: {holder: {of: person, name: {nb: Nøkkelholdere, en: Key holders}, assumed: test}}
purposes:
  keys: {basis: legitimate-interest, interest: {nb: Orden, en: Order}, name: {nb: Nøkler, en: Keys}, assumed: test}
  asked: {basis: legal-duty, law: ["gdpr 15"], answers: [access], name: {nb: Innsyn, en: Insight}, assumed: test}
data:
  room:
    about: nobody
    for: [keys]
    name: {nb: Rom, en: Room}
    assumed: test
    fields:
      name: {type: text, find: name, required: true, name: {nb: Navn, en: Name}}
      code: {type: code, find: exact, unique: true, name: {nb: Kode, en: Code}}
  inspections:
    about: nobody
    many: true
    for: [keys]
    name: {nb: Befaringer, en: Inspections}
    assumed: test
    fields:
      date: {type: date, required: true, name: {nb: Dato, en: Date}}
      found: {type: long-text, name: {nb: Funn, en: Found}}
  holder:
    about: person
    for: [keys, asked]
    name: {nb: Nøkkelholder, en: Key holder}
    assumed: test
    fields:
      name: {type: person-name, find: name, required: true, name: {nb: Navn, en: Name}}
  passages:
    about: visitor
    many: true
    for: [keys, asked]
    name: {nb: Passeringer, en: Passages}
    assumed: test
    fields:
      address: {type: ip, find: exact, required: true, name: {nb: Adresse, en: Address}}
      marks: {type: text, name: {nb: Merker, en: Marks}}
sources:
  staff: {from: own-activity, data: [room, inspections, holder, passages], name: {nb: Ansatte, en: Staff}, assumed: test}
events:
  held: {of: person, data: inspections, field: date, take: last, name: {nb: Befaring, en: Inspection}, assumed: test}
retention:
  rooms: {data: [room, inspections], keep: {after: held, lasts: for-ever}, end: none, assumed: test}
  people: {data: [holder, passages], keep: {after: held, lasts: 1 year}, end: erase, assumed: test}
rights:
  information: {by: staff, who: [privacy-officer], within: 1 month}
  access: {by: staff, who: [privacy-officer], within: 1 month}
  log-extract: {by: staff, who: [privacy-officer], within: 1 month}
  disclosure-list: {by: staff, who: [privacy-officer], within: 1 month}
  correction: {by: staff, who: [privacy-officer], within: 1 month}
  supplement: {by: staff, who: [privacy-officer], within: 1 month}
  restriction: {by: staff, who: [privacy-officer], within: 1 month}
  erasure: {by: staff, who: [privacy-officer], within: 1 month}
  objection: {by: staff, who: [privacy-officer], within: 1 month}
  complaint: {by: staff, who: [privacy-officer], within: 1 month}
access:
  office: {allow: [find, open, add, correct, erase], who: [office-worker], data: [room, inspections, holder, passages], for: [keys], assumed: test}
  answers: {allow: [find, open, export], who: [privacy-officer], data: [holder, passages], for: [asked], assumed: test}
automated-decisions: none
profiling: none
`

func worldWithRooms(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.files["rooms.yaml"] = &fstest.MapFile{Data: []byte(rooms)}
	w.Close()
	w.open(t)
	return w
}

func (w *world) keys() register.Work { return w.as("office", "office-worker", "rooms", "keys") }

func (w *world) add(t *testing.T, in register.Input) opaque.ID {
	t.Helper()
	r, err := w.Register.Add(t.Context(), w.keys(), in, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Subject
}

func TestARegisterOfSeveralKindsFindsEachByItsOwnCard(t *testing.T) {
	t.Parallel()
	w := worldWithRooms(t)
	room := w.add(t, register.Input{Docs: map[string]promise.Document{"room": {"name": "Aspen hall", "code": "R-12"}, "inspections": {"date": "2026-11-20", "found": "dry"}}})
	holder := w.add(t, register.Input{Docs: map[string]promise.Document{"holder": {"name": "Aspen Granli"}}})
	visitor := w.add(t, register.Input{Docs: map[string]promise.Document{"passages": {"address": "192.0.2.7"}}})

	r := w.Gate.Release().Register("rooms")
	if got := register.Kinds(r); !slices.Equal(got, []promise.About{promise.AboutNobody, promise.AboutPerson}) {
		t.Errorf("kinds %v", got) // a passage stands with a person where there is one
	}
	if got := register.Cards(r); len(got) != 2 || register.CardOf(r, promise.AboutNobody) != got[0] || register.CardOf(r, promise.AboutPerson) != got[1] {
		t.Errorf("cards %v", got)
	}
	for _, c := range []struct {
		text, card string
		want       []opaque.ID
	}{
		{"aspen", "", []opaque.ID{room}},
		{"aspen", "room", []opaque.ID{room}},
		{"aspen", "holder", []opaque.ID{holder}},
		{"R-12", "room", []opaque.ID{room}},
		{"R-12", "holder", nil},
		{"192.0.2.7", "holder", nil}, // nobody with a name came from there
	} {
		found, err := w.Register.Find(t.Context(), w.keys(), register.Query{Text: c.text, Card: c.card})
		if err != nil {
			t.Errorf("find %q by %q: %v", c.text, c.card, err)
			continue
		}
		var got []opaque.ID
		for _, k := range found.Cards {
			got = append(got, k.Subject)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("find %q by %q (-want +got):\n%s", c.text, c.card, diff)
		}
	}
	if _, err := w.Register.Find(t.Context(), w.keys(), register.Query{Card: "passages"}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("found by what is no card: %v", err)
	}
	for id, want := range map[opaque.ID]promise.About{room: promise.AboutNobody, holder: promise.AboutPerson, visitor: promise.AboutPerson} {
		pg, err := w.Register.Page(t.Context(), w.keys(), id)
		if err != nil || pg.About != want {
			t.Errorf("the page is about %v, want %s: %v", pg, want, err)
			continue
		}
		for _, sec := range pg.Sections {
			if !register.Concerns(sec.Category.About, want) {
				t.Errorf("the page of a %s has %s", want, sec.Category.ID)
			}
		}
	}
}

func TestAThingIsSealedRecordedCorrectedAndErasedLikeEverythingElse(t *testing.T) {
	t.Parallel()
	w := worldWithRooms(t)
	size := w.Gate.Tree.Size()
	room := w.add(t, register.Input{Docs: map[string]promise.Document{"room": {"name": "Aspen hall", "code": "R-12"}}})
	if len(w.since(t, size)) == 0 {
		t.Error("adding a thing was not recorded")
	}
	if _, err := w.Register.Add(t.Context(), w.keys(), register.Input{Subject: room, Docs: map[string]promise.Document{"holder": {"name": "Aase Bakkmyr"}}}, register.Given{}); errs.KeyOf(err) != "error.wrong-about" {
		t.Errorf("a person's record was added to a thing: %v", err)
	}
	if _, err := w.Register.Add(t.Context(), w.keys(), register.Input{Docs: map[string]promise.Document{"room": {"name": "Birch hall", "code": "R-12"}}}, register.Given{}); err == nil {
		t.Error("two rooms have one code")
	}
	secs, err := w.Register.Open(t.Context(), w.keys(), room, []string{"room"}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	rec := secs[0].Records[0]
	if _, err := w.Register.Correct(t.Context(), w.keys(), room, rec.ID, 1, promise.Document{"name": "Oak hall", "code": "R-12"}, false, register.Given{}); err != nil {
		t.Fatal(err)
	}
	all, err := w.Register.History(t.Context(), w.keys(), room, rec.ID, register.Given{})
	if err != nil || len(all) != 2 {
		t.Fatalf("%d versions: %v", len(all), err)
	}
	privacy := w.as("privacy", "privacy-officer", "log", "insight")
	if _, err := w.Register.Extract(t.Context(), privacy, room, register.Given{}); errs.KeyOf(err) != "error.one-person" {
		t.Errorf("an extract about a thing: %v", err)
	}
	lead := w.as("lead", "doctor", "rooms", "keys")
	if _, err := w.Register.Open(t.Context(), lead, room, []string{"room"}, register.Given{}); err == nil {
		t.Error("whom no clause lets open opened a thing")
	} else if r, ok := gate.AsRefusal(err); !ok || r.Clause.Name == "" {
		t.Errorf("refused by no clause: %v", err)
	}
	w.Close()
	w.open(t)
	if found, err := w.Register.Find(t.Context(), w.keys(), register.Query{Text: "oak"}); err != nil || len(found.Cards) != 1 {
		t.Errorf("after a restart the thing is not found: %+v, %v", found, err)
	}
	if _, err := w.Register.Erase(t.Context(), w.keys(), room, []string{"room"}, register.Given{}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Register.Page(t.Context(), w.keys(), room); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the erased thing is still there: %v", err)
	}
}

func TestWhoIsKnownByAValueOnlyIsFoundByIt(t *testing.T) {
	t.Parallel()
	w := worldWithRooms(t)
	w.files["rooms.yaml"].Data = []byte(strings.ReplaceAll(rooms, "find: name, ", ""))
	w.Close()
	w.open(t)
	r := w.Gate.Release().Register("rooms")
	if got := register.Kinds(r); !slices.Equal(got, []promise.About{promise.AboutNobody, promise.AboutPerson, promise.AboutVisitor}) {
		t.Errorf("kinds %v", got)
	}
	room := w.add(t, register.Input{Docs: map[string]promise.Document{"room": {"name": "Aspen hall", "code": "R-12"}}})
	visitor := w.add(t, register.Input{Docs: map[string]promise.Document{"passages": {"address": "192.0.2.7", "marks": "blue"}}})
	if pg, err := w.Register.Page(t.Context(), w.keys(), visitor); err != nil || pg.About != promise.AboutVisitor {
		t.Errorf("the page is about %v: %v", pg, err)
	}
	for card, text := range map[string]string{"room": "192.0.2.7", "passages": "R-12"} {
		if found, err := w.Register.Find(t.Context(), w.keys(), register.Query{Text: text, Card: card}); err != nil || len(found.Cards) != 0 {
			t.Errorf("%q found by %s: %+v, %v", text, card, found, err)
		}
	}
	if found, err := w.Register.Find(t.Context(), w.keys(), register.Query{Text: "192.0.2.7", Card: "passages"}); err != nil || len(found.Cards) != 1 || found.Cards[0].Subject != visitor {
		t.Errorf("found %+v, %v", found, err)
	}
	found, err := w.Register.Find(t.Context(), w.keys(), register.Query{Text: "R-12"})
	if err != nil || len(found.Cards) != 1 || found.Cards[0].Subject != room || found.Cards[0].Fields[0].Text != "R-12" {
		t.Fatalf("found %+v, %v", found, err)
	}
	if found, err = w.Register.Find(t.Context(), w.keys(), register.Query{Text: "Aspen"}); err != nil || len(found.Cards) != 0 {
		t.Errorf("found by a name that is no card: %+v, %v", found, err)
	}
	if found, err = w.Register.Find(t.Context(), w.keys(), register.Query{}); err != nil || len(found.Cards) != 0 {
		t.Errorf("a list of those without names: %+v, %v", found, err)
	}
}

func TestTheReasonOfASearchStandsInItsEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.files["rooms.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(rooms, "office: {allow: [find, open,", "look: {allow: [find], who: [office-worker], data: [holder], for: [keys], with: [reason], assumed: test}\n  office: {allow: [open,", 1))}
	w.Close()
	w.open(t)
	holder := w.add(t, register.Input{Docs: map[string]promise.Document{"holder": {"name": "Aspen Granli"}}})
	size := w.Gate.Tree.Size()
	_, err := w.Register.Find(t.Context(), w.keys(), register.Query{Text: "aspen", Card: "holder"})
	if n, ok := gate.AsNeeds(err); !ok || n.Clause.Name != "rooms/access/look" {
		t.Fatalf("without a reason: %v", err)
	}
	if es := w.since(t, size); len(es) != 0 {
		t.Errorf("%d entries about a search that showed nobody", len(es))
	}
	found, err := w.Register.Find(t.Context(), w.keys(), register.Query{Text: "aspen", Card: "holder", Given: register.Given{Reason: "a key is missing"}})
	if err != nil || len(found.Cards) != 1 {
		t.Fatalf("with a reason: %+v, %v", found, err)
	}
	x, err := w.Register.Extract(t.Context(), w.as("privacy", "privacy-officer", "log", "insight"), holder, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(x.Steps, func(s register.LogStep) bool { return s.Entry == found.Entry })
	if at < 0 || x.Steps[at].Action != "find" || x.Steps[at].Reason != "a key is missing" {
		t.Errorf("the search stands in the log as %+v", x.Steps)
	}
}
