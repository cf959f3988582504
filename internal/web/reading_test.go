// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/lupaus/lupaus/promise"
)

// houseRules is a rule document: two chapters, two clauses to confirm.
const houseRules = `kind: communication
id: rules
version: 1
name: {nb: Husregler, en: House rules}
text: {nb: "Slik bruker vi utstyret.", en: "How we use the equipment."}
acceptance: {who: [everyone], before: access, again: content, owner: general-manager, text: {nb: "Jeg følger reglene.", en: "I keep the rules."}, source: [TAM-01]}
conduct:
  private-use: {name: {nb: Privat bruk, en: Private use}}
  own-folder: {under: private-use, support: attest, when: account, text: {nb: "Private meldinger ligger i egen mappe.", en: "Private messages lie in a folder of their own."}, source: [TAM-07]}
  screens: {name: {nb: Skjermer, en: Screens}}
  lock: {under: screens, support: guide, when: sign-in, text: {nb: "Lås skjermen.", en: "Lock the screen."}, source: [TAM-27]}
  no-sharing: {under: screens, support: attest, when: account, text: {nb: "Passordet deles ikke.", en: "The password is not shared."}, source: [TAM-27]}
history:
  - {version: 1, from: 2026-01-28, by: general-manager, change: content, text: {nb: Første utgave, en: First version}}
`

const grace = ", within: 30 days, owner"

// laterRules changes a clause, with or without changing what it says.
func laterRules(kind string) string {
	s := strings.Replace(houseRules, "version: 1\nname", "version: 2\nname", 1)
	s = strings.Replace(s, "Lock the screen.", "Lock the screen when you leave.", 1)
	return s + "  - {version: 2, from: 2026-11-20, body: {nb: Styret, en: The board}, change: " + kind + ", text: {nb: Klarere om skjermen, en: Clearer about the screen}}\n"
}

func withRules(t *testing.T, text string) fs.FS {
	t.Helper()
	out := fstest.MapFS{"rules.yaml": {Data: []byte(text)}}
	files := hms(t)
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(files, n)
		if err != nil {
			t.Fatal(err)
		}
		out[n] = &fstest.MapFile{Data: b}
	}
	return out
}

// rulesSite is a site whose people have a rule document. With no grace nobody
// can act before accepting it, so the site's people are added in a time of grace.
func rulesSite(t *testing.T, text string) *site {
	t.Helper()
	first := text
	if !strings.Contains(text, "within") {
		first = strings.Replace(text, ", owner", grace, 1)
	}
	s := openSiteOn(t, t.Context(), t.TempDir(), "ada", withRules(t, first), nil)
	t.Cleanup(func() { _ = s.house.Close() })
	t.Cleanup(s.http.Close)
	s.rules(t, text)
	return s
}

// rules puts another version of the document in force.
func (s *site) rules(t *testing.T, text string) {
	t.Helper()
	r, problems := promise.Load(withRules(t, text))
	if r == nil {
		t.Fatal(problems)
	}
	if err := s.house.Gate.PutInForce(context.WithoutCancel(t.Context()), r); err != nil {
		t.Fatal(err)
	}
}

// comeIn signs somebody in who has not accepted anything yet.
func (s *site) comeIn(t *testing.T, user string) (*browser, *result) {
	t.Helper()
	b := s.browser(t)
	s.mu.Lock()
	defer s.mu.Unlock()
	return b, b.post("/sign-in", url.Values{"user": {user}, "password": {"lupaus-demo-2026"}, "code": {s.code(user)}})
}

func ticks(r *result, which ...string) url.Values {
	v := r.form("/rules/rules").values
	for _, w := range which {
		v.Set(w, "yes")
	}
	return v
}

// Keeps: TAM-01, TAM-02
func TestNothingOpensBeforeTheRulesAreReadAndAcceptedClauseByClause(t *testing.T) {
	t.Parallel()
	s := rulesSite(t, houseRules)
	b, r := s.comeIn(t, "nina")
	if r.path != "/rules" || !r.has("Before you can go on") {
		t.Fatalf("after signing in: %s\n%s", r.path, r.text("main"))
	}
	for _, path := range []string{"/start", "/find", "/me", "/sessions", "/accounts"} {
		if r := b.get(path); r.path != "/rules" {
			t.Errorf("%s leads to %s", path, r.path)
		}
	}
	doc := b.get(r.link("/rules/rules"))
	for _, words := range []string{"Private use", "Screens", "Lock the screen.", "Private messages lie in a folder of their own.", "I keep the rules.", "First version", "Version 1, from 28 Jan 2026"} {
		if !doc.has(words) {
			t.Errorf("the document does not say %q", words)
		}
	}
	half := b.post("/rules/rules", ticks(doc, "attest-no-sharing", "agree"))
	if half.status != http.StatusUnprocessableEntity || !half.has("Tick that you have read this and keep to it.") {
		t.Errorf("half ticked: %d\n%s", half.status, half.text("main"))
	}
	kept := map[string]bool{}
	for _, n := range half.all("input") {
		for _, a := range n.Attr {
			kept[attr(n, "name")] = kept[attr(n, "name")] || a.Key == "checked"
		}
	}
	if !kept["attest-no-sharing"] || !kept["agree"] || kept["attest-own-folder"] {
		t.Errorf("what was ticked is not kept: %v", kept)
	}
	done := b.post("/rules/rules", ticks(half, "attest-no-sharing", "attest-own-folder", "agree"))
	if done.path != "/start" {
		t.Errorf("after accepting: %s\n%s", done.path, done.text("main"))
	}
	mine := b.get("/me")
	if !mine.has("House rules") || !mine.has("2 clauses") {
		t.Errorf("the account does not say what was accepted:\n%s", mine.text("main"))
	}
	if list := b.get("/rules"); !list.has("You accepted version 1") || list.has("Before you can go on") {
		t.Errorf("the list: %s", list.text("main"))
	}
	if r := b.get("/rules/nothing"); r.status != http.StatusNotFound {
		t.Errorf("a document that is not there: %d", r.status)
	}
}

// Keeps: TAM-290, TAM-292, TAM-293
func TestANewVersionSaysWhatChangedAndATechnicalOneAsksNobody(t *testing.T) {
	t.Parallel()
	s := rulesSite(t, houseRules)
	b, r := s.comeIn(t, "nina")
	doc := b.get(r.link("/rules/rules"))
	all := []string{"attest-no-sharing", "attest-own-folder", "agree"}
	b.post("/rules/rules", ticks(doc, all...))

	s.rules(t, laterRules("technical"))
	if r := b.get("/start"); r.path != "/start" {
		t.Errorf("a technical correction stops at %s", r.path)
	}
	if r := b.get("/rules"); !r.has("Clearer about the screen") || !r.has("technical correction") {
		t.Errorf("the list does not say what was corrected: %s", r.text("main"))
	}
	s.rules(t, laterRules("content"))
	if r := b.get("/start"); r.path != "/rules" {
		t.Errorf("new content does not stop: %s", r.path)
	}
	again := b.get("/rules/rules")
	for _, words := range []string{"What has changed since the version you accepted", "Clearer about the screen", "The board", "One clause differs", "Lock the screen when you leave."} {
		if !again.has(words) {
			t.Errorf("the document does not say %q:\n%s", words, again.text("main"))
		}
	}
	stale := b.post("/rules/rules", ticks(doc, all...))
	if stale.status != http.StatusConflict || !stale.has("The document has changed since you opened the page.") {
		t.Errorf("accepting words that no longer stand: %d\n%s", stale.status, stale.text("main"))
	}
	if r := b.post("/rules/rules", ticks(again, all...)); r.path != "/start" {
		t.Errorf("accepting the new version: %s", r.path)
	}
}

// Keeps: TAM-01
func TestThoseWhoMaySeeWhoHasAcceptedAndWhoHasNot(t *testing.T) {
	t.Parallel()
	s := rulesSite(t, strings.Replace(houseRules, ", owner", grace, 1))
	b, r := s.comeIn(t, "nina")
	if r.path != "/start" || !r.has("You have one document to read and accept.") {
		t.Fatalf("in the time of grace: %s\n%s", r.path, r.text("main"))
	}
	b.post("/rules/rules", ticks(b.get("/rules/rules"), "attest-no-sharing", "attest-own-folder", "agree"))
	keeper := s.keeper(t, "ada", "")
	over := keeper.get(keeper.get("/accounts").link("/acceptances"))
	if !over.has("1 of 4 have accepted; 3 have not yet; 0 are overdue.") {
		t.Errorf("the overview: %s", over.text("main"))
	}
	list := keeper.get(over.link("/acceptances/rules"))
	got := rows(list)
	if !strings.Contains(got["Nina Skogvang"], "accepted") || !strings.Contains(got["Nina Skogvang"], "2 clauses") || !strings.Contains(got["Odd Granmark"], "to be accepted") {
		t.Errorf("the list: %v", got)
	}
	if only := rows(keeper.get("/acceptances/rules?state=accepted")); len(only) != 1 {
		t.Errorf("only those who accepted: %v", only)
	}
	if keeper.get("/acceptances/rules/readers.csv").status != http.StatusForbidden {
		t.Error("a list that nobody may take away was given")
	}
	if strings.Contains(list.body, "readers.csv") {
		t.Error("a file is offered that nobody may take")
	}
	if got := b.get("/acceptances"); got.path != "/start" {
		t.Errorf("a nurse sees %s", got.path)
	}
	s.clock.Advance(31 * 24 * time.Hour)
	late := s.browser(t)
	s.mu.Lock()
	r = late.post("/sign-in", url.Values{"user": {"odd"}, "password": {"lupaus-demo-2026"}, "code": {s.code("odd")}})
	s.mu.Unlock()
	if r.path != "/rules" || !r.has("overdue") {
		t.Errorf("after the time: %s %s", r.path, r.text("main"))
	}
}

func TestTheListOfReadersIsAFileForWhoeverMayExportIt(t *testing.T) {
	t.Parallel()
	files := withRules(t, strings.Replace(houseRules, ", owner", grace, 1)).(fstest.MapFS)
	staff := files["staff.yaml"]
	staff.Data = []byte(strings.Replace(string(staff.Data), "secrecy-control: {allow: [find, open]", "secrecy-control: {allow: [find, open, export]", 1))
	s := openSiteOn(t, t.Context(), t.TempDir(), "ada", files, nil)
	t.Cleanup(func() { _ = s.house.Close() })
	t.Cleanup(s.http.Close)
	keeper := s.keeper(t, "ada", "")
	list := keeper.get("/acceptances/rules")
	before := s.house.Gate.Tree.Size()
	file := keeper.get(list.link("readers.csv"))
	if file.status != http.StatusOK || !strings.HasPrefix(file.header.Get("Content-Disposition"), "attachment") {
		t.Fatalf("%d %v", file.status, file.header)
	}
	lines := strings.Split(strings.TrimSpace(file.body), "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "Name;User name") || !strings.Contains(file.body, "Odd Granmark;odd;") {
		t.Errorf("the file:\n%s", file.body)
	}
	if s.house.Gate.Tree.Size() == before {
		t.Error("taking the list away is not in the ledger")
	}
	if got := noFormula("=1+1"); got != "'=1+1" {
		t.Errorf("a formula stays one: %q", got)
	}
}
