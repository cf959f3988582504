// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// applicant is somebody whom the general manager may share and erase.
func (s *site) applicant(t *testing.T) opaque.ID {
	t.Helper()
	boss := s.as(t, "ivar", "general-manager", "applications/recruitment")
	r, err := s.house.Register.Add(t.Context(), boss, register.Input{Docs: map[string]promise.Document{
		"application": {"name": "Søker Sørmyr", "received": "2026-11-20", "letter": "Jeg vil gjerne arbeide her."}}}, register.Given{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.house.Register.Add(t.Context(), boss, register.Input{Subject: r.Subject, Docs: map[string]promise.Document{
		"papers": {"title": "Attest", "date": "2026-11-20"}}}, register.Given{}); err != nil {
		t.Fatal(err)
	}
	return r.Subject
}

// optionCalled is the value of a choice by its words.
func (r *result) optionCalled(words string) string {
	r.t.Helper()
	for _, tag := range []string{"label", "option"} {
		for _, n := range r.all(tag) {
			if textOf(n) != words {
				continue
			}
			if tag == "option" {
				return attr(n, "value")
			}
			return attr(findIn(n, "input"), "value")
		}
	}
	r.t.Fatalf("no choice called %q on %s:\n%s", words, r.path, r.text("main"))
	return ""
}

// Keeps: HMS-57
// Keeps: HMS-58
// Keeps: HMS-59
// Keeps: HMS-60
func TestAnApplicationIsSharedForAReasonAndReadByTheColleagueOnly(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ivar")
	id := s.applicant(t)
	boss := s.signedIn(t, "ivar", "", "applications/recruitment")
	nina := s.signedIn(t, "nina", "", "applications/recruitment")
	if r := nina.post("/find", url.Values{"all": {"yes"}}); r.has("Sørmyr") {
		t.Fatal("the nurse finds the applicant before anything is shared")
	}
	person := boss.openPerson(id)
	page := boss.get(person.link(person.path + "/share"))
	if !page.has("Not shared with anybody") || page.has("Ivar Myrstøl") && strings.Contains(page.text("form"), "Ivar") {
		t.Errorf("before sharing: %s", page.text("main"))
	}
	form := page.form("/share")
	missing := boss.post(form.action, url.Values{"category": {"application"}})
	if summary := missing.withClass("ds-error-summary"); missing.status != http.StatusUnprocessableEntity || len(summary) != 1 ||
		!strings.Contains(textOf(summary[0]), "Choose a colleague") || !strings.Contains(textOf(summary[0]), "Write a reason") || !strings.Contains(textOf(summary[0]), "Tick the box") {
		t.Fatalf("without anything: %d %s", missing.status, missing.text("main"))
	}
	full := url.Values{"category": {"application"}, "with": {page.optionCalled("Nina Skogvang")}, "reason": {"Hun kjenner <faget> & yrket."}, "sure": {"yes"}}
	r := boss.post(form.action, full)
	if r.status != http.StatusOK || !r.has("Shared.") || len(r.withClass("lu-shared")) != 1 || !strings.Contains(textOf(r.withClass("lu-shared")[0]), "Nina Skogvang The application Entry") {
		t.Fatalf("sharing: %d %s", r.status, r.text("main"))
	}
	if again := boss.openPerson(id); !strings.Contains(textOf(again.withClass("lu-shared")[0]), "Nina Skogvang") {
		t.Errorf("the person's page does not say with whom: %s", again.text("aside"))
	}
	if e := boss.get(r.link("/entries/")); !e.has("Share") || e.has("Sørmyr") {
		t.Errorf("the entry of the sharing: %s", e.text("main"))
	}

	found := nina.post("/find", url.Values{"all": {"yes"}})
	if !found.has("Sørmyr") {
		t.Fatalf("the nurse does not find what was shared: %s", found.text("main"))
	}
	theirs := nina.post(found.form("/open").action, nil)
	if !theirs.has("Jeg vil gjerne arbeide her") || theirs.has("Attest") {
		t.Errorf("the nurse reads: %s", theirs.text("main"))
	}
	for _, way := range []string{"/share", "/erase", "/correct", "/add/"} {
		if strings.Contains(theirs.body, theirs.path+way) || strings.Contains(theirs.text("aside"), "Shared with") {
			t.Errorf("what is shared for reading offers …%s", way)
		}
	}
	if r := nina.get(theirs.path + "/share"); r.path != theirs.path {
		t.Errorf("the form for sharing on stands at %s", r.path)
	}
	full.Set("with", page.optionCalled("Odd Granmark"))
	if r := nina.post(theirs.path+"/share", full); r.status != http.StatusForbidden || len(r.withClass("lu-refusal")) != 1 {
		t.Errorf("sharing on: %d %s", r.status, r.text("main"))
	}
}

// Keeps: HMS-60
func TestAColleagueWhoHasNotSignedGetsNothingAndTheCardSaysWhy(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ivar ada")
	if _, err := s.house.Accounts.Create(t.Context(), accountsWork(s.as(t, "ada", "system-administrator", "staff/access-control")), newNurse()); err != nil {
		t.Fatal(err)
	}
	boss := s.signedIn(t, "ivar", "", "applications/recruitment")
	person := boss.openPerson(s.applicant(t))
	page := boss.get(person.link(person.path + "/share"))
	r := boss.post(page.path, url.Values{"category": {"application", "papers"}, "with": {page.optionCalled("Tiril Engvoll (has not signed yet)")}, "reason": {"Råd."}, "sure": {"yes"}})
	card := r.withClass("lu-refusal")
	if r.status != http.StatusForbidden || len(card) != 1 {
		t.Fatalf("%d with %d cards: %s", r.status, len(card), r.text("main"))
	}
	for _, want := range []string{"applications/ access/ sharing", "What would make it possible", "recorded as entry"} {
		if !strings.Contains(textOf(card[0]), want) {
			t.Errorf("the card does not say %q: %s", want, textOf(card[0]))
		}
	}
	if len(r.withClass("lu-shared")) != 0 || !strings.Contains(r.body, `value="Råd."`) {
		t.Errorf("it was shared all the same, or the reason is lost: %s", r.text("main"))
	}
	for _, with := range []string{none, "x", "", opaque.New().String()} {
		r := boss.post(page.path, url.Values{"category": {"application"}, "with": {with}, "reason": {"Råd."}, "sure": {"yes"}})
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(textOf(r.withClass("ds-error-summary")[0]), "Choose a colleague") {
			t.Errorf("sharing with %q: %d", with, r.status)
		}
	}
}

func TestNobodySharesWhereThePromiseHasNoSharing(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	if strings.Contains(person.body, "/share") || strings.Contains(person.body, "/erase") {
		t.Error("a nurse is offered to share or erase a journal")
	}
	for _, path := range []string{"/share", "/erase"} {
		if r := b.get(person.path + path); r.path != person.path {
			t.Errorf("%s stands at %s", path, r.path)
		}
		r := b.post(person.path+path, url.Values{"category": {"consultations"}, "with": {none}, "reason": {"x"}, "sure": {"yes"}})
		if r.status != http.StatusForbidden && r.status != http.StatusUnprocessableEntity || r.has("Shared.") {
			t.Errorf("posting to %s: %d %s", path, r.status, r.text("main"))
		}
	}
}

func TestHostileValuesInSharingAndErasingGetACalmAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ivar")
	b := s.signedIn(t, "ivar", "", "applications/recruitment")
	id := s.applicant(t)
	person := b.openPerson(id)
	for name, value := range hostile {
		for _, form := range []url.Values{
			{"category": {value}, "with": {value}, "reason": {value}, "sure": {value}},
			{"category": {"application"}, "with": {value}, "reason": {value}, "sure": {"yes"}},
			{"category": {"application", value}, "with": {none}, "reason": {"x"}, "sure": {"yes"}},
		} {
			for _, path := range []string{"/share", "/erase"} {
				harmless(t, path+" with "+name, b.post(person.path+path, form))
			}
			if b.get(person.path).status != http.StatusOK {
				t.Fatalf("%s: the applicant is gone", name)
			}
		}
	}
	for _, path := range []string{"/share", "/erase"} {
		if r := b.get("/lookups/" + none + path); r.status != http.StatusGone {
			t.Errorf("GET %s of no look-up: %d", path, r.status)
		}
		if r := b.post("/lookups/"+none+path, nil); r.status != http.StatusGone {
			t.Errorf("POST %s of no look-up: %d", path, r.status)
		}
		if r := s.browser(t).post(person.path+path, nil); r.path != "/sign-in" {
			t.Errorf("without a session %s leads to %s", path, r.path)
		}
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s.log)
	}
}
