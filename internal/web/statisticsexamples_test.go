// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
)

// filledSite is the site of one of the demonstration's organisations, with its
// invented people.
func filledSite(t *testing.T, id string) *site {
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
	if err := demo.Fill(t.Context(), s.house, func(string) {}); err != nil {
		t.Fatal(err)
	}
	if s.server, err = New(Config{Registers: s.house.Register, Accounts: s.house.Accounts, Promise: s.house.Gate, Statistics: s.house.Statistics, Clock: s.clock, Log: log}); err != nil {
		t.Fatal(err)
	}
	s.http = httptest.NewServer(s.server.Handler())
	t.Cleanup(s.http.Close)
	return s
}

// works signs somebody in for a purpose in which nothing but counting is allowed.
func (s *site) works(t *testing.T, user, purpose string) *browser {
	t.Helper()
	b := s.browser(t)
	if r := b.post("/sign-in", url.Values{"user": {user}, "password": {demo.Password}, "code": {s.code(user)}}); r.path != "/start" {
		t.Fatalf("%s is at %s: %s", user, r.path, r.text("main"))
	}
	if r := b.post("/purpose", url.Values{"purpose": {purpose}, "back": {"/statistics"}}); r.path != "/statistics" {
		t.Fatalf("%s for %s is at %s: %s", user, purpose, r.path, r.text("main"))
	}
	return b
}

// dimension is the value by which the form offers a column.
func (r *result) dimension(t *testing.T, label string) string {
	t.Helper()
	for _, o := range r.all("option") {
		if strings.TrimSpace(textOf(o)) == label {
			return attr(o, "value")
		}
	}
	t.Fatalf("no column %q is offered: %s", label, r.text("main"))
	return ""
}

// Keeps: TTL-27, TAM-273, TK-94, TK-100, TK-101, TK-109, TK-183, TK-196
func TestEveryOrganisationShowsItsStatisticsAboveItsThreshold(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ org, user, purpose, set, rows, columns, rules string }{
		{"ttl", "sanna", "customers/statistics", "customers.purchases", "", "", "At least 3 in a cell"},
		{"tampere", "antti", "traffic/figures", "traffic.traffic", "Unit", "Service", "At least 3 in a cell"},
		{"statfin", "salla", "unit-data/tables", "unit-data.company-units", "Industry", "Region", "At least 3 in a cell"},
		{"statfin", "salla", "unit-data/tables", "unit-data.person-units", "Main activity", "Region", "At least 3 in a cell"},
	} {
		t.Run(c.org+" "+c.set, func(t *testing.T) {
			t.Parallel()
			s := filledSite(t, c.org)
			b := s.works(t, c.user, c.purpose)
			form := b.get("/statistics/" + c.set)
			if form.status != http.StatusOK || !form.has(c.rules) || !form.has("You may only count") {
				t.Fatalf("%d %s", form.status, form.text("main"))
			}
			ask := url.Values{}
			if c.rows == "" {
				ask.Set("dim1", attr(form.all("option")[firstOption(form)], "value"))
			} else {
				ask.Set("dim1", form.dimension(t, c.rows))
				ask.Set("dim2", form.dimension(t, c.columns))
			}
			page := b.post("/statistics/"+c.set, ask)
			if !strings.HasPrefix(page.path, "/statistics/tables/") {
				t.Fatalf("%d at %s: %s", page.status, page.path, page.text("main"))
			}
			page = b.untilProtected(page)
			published := 0
			for _, row := range page.gridOf() {
				for _, cell := range row {
					mark, text, _ := strings.Cut(cell, " ")
					n, err := strconv.Atoi(strings.ReplaceAll(text, "\u00a0", ""))
					if mark == "published" && err == nil {
						published++
					}
					if mark != "published" && mark != "hidden" || mark == "published" && (err != nil || n == 1 || n == 2) {
						t.Errorf("a cell says %q", cell)
					}
				}
			}
			if published == 0 {
				t.Errorf("nothing is shown: %v", page.gridOf())
			}
		})
	}
}

// firstOption is the place of the first column that a form offers.
func firstOption(r *result) int {
	for i, o := range r.all("option") {
		if strings.Contains(attr(o, "value"), ":") {
			return i
		}
	}
	return 0
}

// Whether a visitor has opted out is not known of anybody yet, and what is not
// known is not done: the report is offered, and its making refused.
func TestTheWebsitesReportIsOfferedWithItsColumnsAndWithoutAddresses(t *testing.T) {
	t.Parallel()
	b, r := exampleSite(t, "ams", "vieno", "web-editor")
	b.site.server.Statistics = b.site.house.Statistics
	if r.path != "/start" {
		t.Fatalf("signed in, at %s: %s", r.path, r.text("main"))
	}
	b.post("/purpose", url.Values{"purpose": {"website/figures"}, "back": {"/statistics"}})
	form := b.get("/statistics/website.visits")
	for _, words := range []string{"Page visited", "Search words", "Referring page", "Browser software", "At least 3 in a cell", "You may only count"} {
		if !form.has(words) {
			t.Errorf("the report does not offer %q: %s", words, form.text("main"))
		}
	}
	if form.has("IP address") {
		t.Error("visits can be counted by address")
	}
	if r := b.post("/statistics/website.visits", url.Values{"dim1": {form.dimension(t, "Page visited")}}); r.status != http.StatusForbidden || len(r.withClass("lu-refusal")) != 1 {
		t.Errorf("a report: %d %s", r.status, r.text("main"))
	}
}

// Keeps: TK-17
func TestNoWrittenCodeOfASinglePersonIsNamed(t *testing.T) {
	t.Parallel()
	s := filledSite(t, "statfin")
	b := s.works(t, "salla", "unit-data/tables")
	form := b.get("/statistics/unit-data.company-units")
	page := b.untilProtected(b.post("/statistics/unit-data.company-units", url.Values{"dim1": {form.dimension(t, "Pseudonym")}}))
	if page.status != http.StatusOK || strings.Contains(page.body, "y10") || !page.has("Too few to be named") {
		t.Errorf("%d %s", page.status, page.text("main"))
	}
}
