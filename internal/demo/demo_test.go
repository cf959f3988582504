// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"log/slog"
	"testing"
	"time"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/house"
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
			if h.Gate.Tree.Size() < 40 {
				t.Errorf("only %d entries in the ledger", h.Gate.Tree.Size())
			}
		})
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
