// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// world is a whole house on the example's promise, with a clock that the test moves.
type world struct {
	*house.House
	clk   *clock.Manual
	dir   string
	files fstest.MapFS
	ids   map[string]opaque.ID
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldIn(t, t.TempDir())
}

func (w *world) seed(t testing.TB) {
	t.Helper()
	seed := []accounts.SeedAccount{
		{UserName: "nurse", Name: "Nina Skogvang", Roles: []string{"nurse"}, Unit: "east"},
		{UserName: "physio", Name: "Frode Lindalen", Roles: []string{"physiotherapist"}, Unit: "west"},
		{UserName: "lead", Name: "Live Ørnberg", Roles: []string{"doctor", "journal-responsible"}, Unit: "east"},
		{UserName: "office", Name: "Odd Granmark", Roles: []string{"office-worker"}, Unit: "east"},
		{UserName: "privacy", Name: "Karin Haugsund", Roles: []string{"office-manager", "privacy-officer"}, Unit: "east"},
		{UserName: "boss", Name: "Ivar Myrstøl", Roles: []string{"general-manager"}, Unit: "east"},
		{UserName: "admin", Name: "Ada Tjernhaug", Roles: []string{"system-administrator"}, Unit: "west"},
	}
	for i := range seed {
		seed[i].Password, seed[i].TOTPSecret, seed[i].Declared = "a long enough phrase", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", true
	}
	if err := w.Accounts.Seed(t.Context(), seed); err != nil {
		t.Fatal(err)
	}
}

// example reads the example's promise files so that a test can change them.
func example(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	entries, err := os.ReadDir("../../examples/hms")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile("../../examples/hms/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = &fstest.MapFile{Data: b}
	}
	return out
}

func openHouse(t testing.TB, w *world) (*house.House, error) {
	return house.Open(t.Context(), house.Config{Dir: w.dir, Promise: w.files, Clock: w.clk, Log: slog.New(slog.DiscardHandler)})
}

func (w *world) open(t testing.TB) {
	t.Helper()
	h, err := openHouse(t, w)
	if err != nil {
		t.Fatal(err)
	}
	w.House = h
}

var names = map[string]string{"nurse": "Nina Skogvang", "physio": "Frode Lindalen", "lead": "Live Ørnberg", "office": "Odd Granmark",
	"privacy": "Karin Haugsund", "boss": "Ivar Myrstøl", "admin": "Ada Tjernhaug"}

// account finds the id of the account with a name.
func (w *world) account(name string) (id opaque.ID) {
	rows, err := w.Gate.Data.R.Query("select id from account")
	if err != nil {
		panic(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			panic(err)
		}
		if w.Accounts.NameOf(opaque.ID(b)) == name {
			id = opaque.ID(b)
		}
	}
	return id
}

// as makes the work of somebody who holds a role; it is what a session would give.
func (w *world) as(user, role, reg, purpose string) register.Work {
	units := map[string]string{"physio": "west", "admin": "west"}
	unit := units[user]
	if unit == "" {
		unit = "east"
	}
	id, ok := w.ids[user]
	if !ok {
		id = w.account(names[user])
		w.ids[user] = id
	}
	return register.Work{Actor: gate.Actor{ID: id, Name: w.Accounts.NameOf(id), Role: role, Unit: unit, Session: "test", Declared: true, SecondFactor: true},
		Register: reg, Purpose: reg + "/" + purpose, Lang: "en"}
}

func (w *world) office() register.Work {
	return w.as("office", "office-worker", "personal-journal", "administration")
}
func (w *world) nurse() register.Work {
	return w.as("nurse", "nurse", "personal-journal", "occupational-health")
}

var followUp = register.Given{Reason: "follow-up", Confirmed: true}

// person lets somebody in; number may be "".
func (w *world) person(t testing.TB, name, number string) opaque.ID {
	t.Helper()
	docs := map[string]promise.Document{"identification": {"name": name, "birth-year": "1980", "place": "Elvesund"}}
	if number != "" {
		docs["identity"] = promise.Document{"national-id": number, "gender": "female"}
	}
	r, err := w.Register.Add(t.Context(), w.office(), register.Input{Docs: docs}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Subject
}

func (w *world) note(t testing.TB, id opaque.ID, date, text string) register.Receipt {
	t.Helper()
	r, err := w.Register.Add(t.Context(), w.nurse(), register.Input{Subject: id, Docs: map[string]promise.Document{
		"consultations": {"type": "health-examination", "date": date, "profession": "nurse", "text": text}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (w *world) company(t testing.TB, name string, agreement promise.Document) opaque.ID {
	t.Helper()
	docs := map[string]promise.Document{"identification": {"name": name, "org-number": "312345679"}}
	if agreement != nil {
		docs["agreement"] = agreement
	}
	delete(docs["identification"], "org-number")
	r, err := w.Register.Add(t.Context(), w.as("office", "office-worker", "companies", "service"), register.Input{Docs: docs}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	return r.Subject
}

// since reads the ledger's entries from a number on.
func (w *world) since(t testing.TB, from int64) (out []ledger.Entry) {
	t.Helper()
	for e, err := range w.Gate.Tree.Entries(context.Background(), from) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

func textsOf(sections []register.Section, field string) (out []string) {
	for _, s := range sections {
		for _, r := range s.Records {
			for _, v := range r.Values {
				if v.Field.ID == field {
					out = append(out, v.Text)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}
