// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

var quiet = slog.New(slog.DiscardHandler)

func TestEveryOrganisationIsFilledThroughTheGate(t *testing.T) {
	t.Parallel()
	for _, o := range Organisations() {
		t.Run(o.ID, func(t *testing.T) {
			t.Parallel()
			files, err := o.Files()
			if err != nil {
				t.Fatal(err)
			}
			begin := time.Now()
			h, err := house.Open(t.Context(), house.Config{Dir: t.TempDir(), Promise: files, Clock: clock.System{}, Log: quiet})
			if err != nil {
				t.Fatal(err)
			}
			defer h.Close()
			if err := Fill(t.Context(), h, func(s string) {
				t.Log(s, time.Since(begin).Round(time.Millisecond))
				if progress[s] == nil {
					t.Errorf("no words for %q", s)
				}
			}); err != nil {
				t.Fatal(err)
			}
			t.Log(time.Since(begin).Round(time.Millisecond), h.Gate.Tree.Size(), "entries")
			for _, try := range tries[o.ID] {
				try.hold(t, h)
			}
			if h.Gate.Tree.Size() < 40 {
				t.Errorf("only %d entries in the ledger", h.Gate.Tree.Size())
			}
		})
	}
}

// try is a thing that a door tells its visitor to try, and what comes of it.
type try struct {
	user, role, register, purpose, category string
	want                                    string // opens, refused, reason
}

var tries = map[string][]try{
	"hms": {{"nina", "nurse", "personal-journal", "occupational-health", "identification", "opens"}, {"odd", "office-worker", "personal-journal", "administration", "consultations", "refused"}},
	"ttl": {{"sanna", "sales-representative", "customers", "selling", "purchases", "opens"}, {"markku", "marketing-officer", "customers", "relationship-care", "contact-details", "opens"},
		{"markku", "marketing-officer", "customers", "relationship-care", "purchases", "refused"}, {"tuomas", "data-protection-officer", "customers", "data-requests", "purchases", "reason"}},
	"ams": {{"berit", "receptionist", "visitors", "security", "visits", "opens"}, {"siv", "newsletter-editor", "newsletter", "list-keeping", "subscription", "opens"},
		{"hege", "hr-adviser", "personnel", "personnel-responsibility", "union", "refused"}, {"petter", "payroll-officer", "personnel", "pay", "union", "opens"}},
	"statfin": {{"hanna", "permit-officer", "clients", "service", "projects", "opens"}, {"eero", "supervisor", "usage", "supervision", "sessions", "reason"},
		{"kaisa", "billing", "usage", "billing", "sessions", "refused"}, {"kaisa", "billing", "usage", "billing", "amounts", "opens"}},
	"tampere": {{"noora", "support-centre", "devices", "equipment", "devices", "opens"}, {"noora", "support-centre", "devices", "equipment", "permits", "refused"}},
}

// now signs in with the code of this moment, as a visitor does.
func now(t *testing.T, h *house.House, user string) string {
	t.Helper()
	for _, later := range []time.Duration{0, 30 * time.Second} { // a code is good once
		code, err := Code(user, h.Gate.Now().Add(later))
		if err != nil {
			t.Fatal(err)
		}
		token, _, err := h.Accounts.SignIn(t.Context(), accounts.SignIn{UserName: user, Password: Password, Code: code, Client: "test"})
		if err == nil {
			return token
		}
	}
	t.Fatalf("%s cannot sign in", user)
	return ""
}

func (x try) hold(t *testing.T, h *house.House) {
	t.Helper()
	f := newFiller(h, func(string) {})
	f.tokens[x.user] = now(t, h, x.user)
	w, err := f.as(t.Context(), x.user, x.role, x.register, x.purpose)
	if err != nil {
		t.Fatal(err)
	}
	found, err := h.Register.Find(t.Context(), w, register.Query{Limit: 1})
	if err != nil || len(found.Cards) == 0 {
		t.Errorf("%+v finds %v, %v", x, found, err)
		return
	}
	got := "opens"
	_, err = h.Register.Open(t.Context(), w, found.Cards[0].Subject, []string{x.category}, register.Given{})
	if _, ok := gate.AsRefusal(err); ok {
		got = "refused"
	} else if _, ok := errors.AsType[*gate.Needs](err); ok {
		got = "reason"
	} else if err != nil {
		got = err.Error()
	}
	if got != x.want {
		t.Errorf("%+v: %s", x, got)
	}
}

// Keeps: TAM-01, TAM-04
func TestWhoIsNewAtADoorMeetsTheRulesFirst(t *testing.T) {
	t.Parallel()
	for id, user := range map[string]string{"tampere": "petri", "statfin": "oskari"} {
		o := Named(id)
		files, err := o.Files()
		if err != nil {
			t.Fatal(err)
		}
		h, err := house.Open(t.Context(), house.Config{Dir: t.TempDir(), Promise: files, Clock: clock.System{}, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		defer h.Close()
		if err := newFiller(h, func(string) {}).staff(t.Context(), o.Staff); err != nil {
			t.Fatal(err)
		}
		token := now(t, h, user)
		se, err := h.Accounts.Session(t.Context(), token)
		if err != nil || !se.MustAccept || se.Role != "" {
			t.Errorf("%s in %s: %+v, %v", user, id, se, err)
		}
		f := newFiller(h, func(string) {})
		f.tokens[user] = token
		if err := f.accept(t.Context(), user); err != nil {
			t.Fatal(err)
		}
		if se, err = h.Accounts.Session(t.Context(), token); err != nil || se.MustAccept {
			t.Errorf("%s in %s after accepting: %+v, %v", user, id, se, err)
		}
	}
}

// doorWords are the languages of the page with all doors.
var doorWords = []string{"nb", "en", "fi", "sv"}

func TestEveryDoorSpeaksItsLanguagesAndItsPeopleHoldRolesOfThePromise(t *testing.T) {
	t.Parallel()
	for _, o := range Organisations() {
		files, err := o.Files()
		if err != nil {
			t.Fatal(err)
		}
		r, problems := promise.Load(files)
		if r == nil {
			t.Fatalf("%s: %s", o.ID, problems)
		}
		if r.Organisation.ID != o.ID {
			t.Errorf("%s calls itself %s", o.ID, r.Organisation.ID)
		}
		speaks := func(what string, text promise.Text, langs []string) {
			for _, lang := range langs {
				if text[lang] == "" && text[""] == "" {
					t.Errorf("%s: %s has no words in %s", o.ID, what, lang)
				}
			}
		}
		speaks("name", o.Name, doorWords)
		speaks("who", o.Who, doorWords)
		speaks("document", o.Document, doorWords)
		for _, x := range o.Todo {
			speaks("todo", x, doorWords)
		}
		for _, x := range o.Notice {
			speaks("notice", x, r.Organisation.Languages)
		}
		if len(o.Todo) != 3 || len(o.Staff) < 5 {
			t.Errorf("%s: %d things to do and %d people, want 3 and at least 5", o.ID, len(o.Todo), len(o.Staff))
		}
		for _, p := range o.Staff {
			speaks("text of "+p.UserName, p.Text, r.Organisation.Languages)
			for _, role := range p.Roles {
				if r.Organisation.Role(role) == nil {
					t.Errorf("%s: %s has the role %s, which the promise has not", o.ID, p.UserName, role)
				}
			}
			if p.Unit != "" && r.Organisation.Unit(p.Unit) == nil {
				t.Errorf("%s: %s is in the unit %s, which the promise has not", o.ID, p.UserName, p.Unit)
			}
		}
	}
	for what, text := range progress {
		for _, lang := range doorWords {
			if text[lang] == "" {
				t.Errorf("progress %s has no words in %s", what, lang)
			}
		}
	}
}
