// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
)

// exampleSite is the site of an example organisation with one person.
func exampleSite(t *testing.T, id, user, role string) (*browser, *result) {
	t.Helper()
	files, err := fs.Sub(examples.FS, id)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{clock: clock.NewManual(begin)}
	log := slog.New(slog.DiscardHandler)
	if s.house, err = house.Open(t.Context(), house.Config{Dir: t.TempDir(), Promise: files, Clock: s.clock, Log: log}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.house.Close() })
	s.house.Accounts.Pause = func(context.Context, time.Duration) {}
	if err := s.house.Accounts.Seed(t.Context(), []accounts.SeedAccount{{UserName: user, Name: "Vieno Ruskavaara", Roles: []string{role}, Password: demo.Password, TOTPSecret: demo.Secret(user), Declared: true}}); err != nil {
		t.Fatal(err)
	}
	if s.server, err = New(Config{Registers: s.house.Register, Accounts: s.house.Accounts, Promise: s.house.Gate, Clock: s.clock, Log: log}); err != nil {
		t.Fatal(err)
	}
	s.http = httptest.NewServer(s.server.Handler())
	t.Cleanup(s.http.Close)
	b := s.browser(t)
	return b, b.post("/sign-in", url.Values{"user": {user}, "password": {demo.Password}, "code": {s.code(user)}})
}

// acceptAll ticks everything that a document's form asks for.
func acceptAll(b *browser, doc *result) *result {
	f := doc.form(doc.path)
	for _, n := range f.names {
		f.values.Set(n, "yes")
	}
	return b.post(doc.path, f.values)
}

// Keeps: TAM-01, TAM-02, TAM-03, TAM-04, TAM-293, TAM-294, TAM-295, TAM-296, TAM-297, TAM-298
func TestAnOutsiderAcceptsTheRegionsRulesWithTheirFiveVersions(t *testing.T) {
	t.Parallel()
	b, r := exampleSite(t, "tampere", "vieno", "ict-provider")
	if r.path != "/rules" {
		t.Fatalf("the outsider came to %s", r.path)
	}
	doc := b.get(r.link("/rules/rules"))
	for _, words := range []string{"Shared document of IT cooperation of the Tampere region", "Version 5, from 28 Jan 2026"} {
		if !doc.has(words) {
			t.Errorf("the document does not say %q", words)
		}
	}
	text := doc.text("main")
	history := text[strings.LastIndex(text, "Versions"):]
	at := 0
	for _, version := range []string{"Version 5 28 Jan 2026 · Regional IT steering group · change of content", "Version 4 22 Nov 2023 · Regional IT steering group · change of content",
		"Version 3 18 Dec 2020 · Regional security group · technical correction", "Version 2 9 May 2016 · Regional IT steering group", "Version 1 23 Mar 2016 · Regional IT steering group"} {
		i := strings.Index(history, version)
		if i < at {
			t.Errorf("the versions do not say %q in its place:\n%s", version, history)
		}
		at = i
	}
	if r := acceptAll(b, doc); r.path != "/start" {
		t.Errorf("after accepting: %s", r.path)
	}
}

// Keeps: TK-184
func TestAResearcherAcceptsRulesAndThenTheGuidelinesOfTables(t *testing.T) {
	t.Parallel()
	b, r := exampleSite(t, "statfin", "vieno", "researcher")
	if r.path != "/rules" {
		t.Fatalf("the researcher came to %s", r.path)
	}
	if r := acceptAll(b, b.get(r.link("/rules/services"))); r.path != "/start" || !r.has("You have one document to read and accept.") {
		t.Fatalf("after the rules: %s\n%s", r.path, r.text("main"))
	}
	list := b.get("/rules")
	if r := acceptAll(b, b.get(list.link("/rules/tables"))); r.path != "/rules" || !r.has("Accepted.") {
		t.Errorf("after the guidelines: %s\n%s", r.path, r.text("main"))
	}
}
