// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/errs"
)

// staffDoors are all addresses that are for staff, with ids that mean nothing.
const none = "00000000000000000000000000"

var staffDoors = []struct {
	method, path string
	working      bool // a role and a purpose must be chosen
	unknown      int  // the answer to whoever may work, for ids that mean nothing
}{
	{"GET", "/start", false, 200},
	{"GET", "/sessions", false, 200},
	{"POST", "/sessions/" + none + "/end", false, 404},
	{"POST", "/role", false, 404},
	{"POST", "/purpose", false, 200},
	{"GET", "/entries/999999999", false, 404},
	{"GET", "/entries/x", false, 404},
	{"GET", "/find", true, 200},
	{"POST", "/find", true, 200},
	{"POST", "/subjects/" + none + "/open", true, 404},
	{"POST", "/subjects/x/open", true, 404},
	{"GET", "/lookups/" + none, true, 410},
	{"POST", "/lookups/" + none + "/open", true, 410},
	{"POST", "/lookups/" + none + "/reveal", true, 410},
	{"POST", "/lookups/" + none + "/file", true, 410},
	{"POST", "/lookups/" + none + "/extract", true, 410},
	{"GET", "/lookups/" + none + "/extract.json", true, 410},
	{"GET", "/lookups/" + none + "/add/employment", true, 410},
	{"POST", "/lookups/" + none + "/add/employment", true, 410},
	{"GET", "/lookups/" + none + "/records/employment/" + none, true, 410},
	{"GET", "/lookups/" + none + "/records/employment/" + none + "/correct", true, 410},
	{"GET", "/new", true, 200},
	{"POST", "/new", true, 422},
	{"GET", "/import", true, 200},
	{"POST", "/import", true, 422},
	{"GET", "/import/" + none, true, 410},
	{"POST", "/import/" + none, true, 410},
	{"GET", "/import/" + none + "/left.csv", true, 410},
	{"GET", "/statistics", true, 200},
	{"POST", "/statistics/upload", true, 404},
	{"GET", "/statistics/upload", true, 200},
	{"POST", "/statistics/uploads/" + none + "/drop", true, 200},
	{"GET", "/statistics/" + none, true, 410},
	{"POST", "/statistics/" + none, true, 410},
	{"GET", "/statistics/tables/" + none, true, 410},
	{"GET", "/statistics/tables/" + none + "/compare", true, 410},
	{"POST", "/statistics/tables/" + none + "/protect", true, 410},
	{"POST", "/statistics/tables/" + none + "/cancel", true, 410},
	{"POST", "/statistics/tables/" + none + "/undo", true, 410},
	{"POST", "/statistics/tables/" + none + "/merge", true, 410},
	{"GET", "/statistics/tables/" + none + "/files/published.csv", true, 410},
	{"GET", "/statistics/tables/" + none + "/files/table.csv", true, 410},
}

func (b *browser) knock(method, path string) *result {
	b.t.Helper()
	if method == "GET" {
		return b.get(path)
	}
	return b.post(path, url.Values{})
}

func TestStaffDoorsAreClosedToWhoeverIsNotSignedIn(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.browser(t)
	for _, d := range staffDoors {
		if r := b.knock(d.method, d.path); r.path != "/sign-in" {
			t.Errorf("%s %s leads to %s with %d", d.method, d.path, r.path, r.status)
		}
	}
}

func TestNobodyIsShownBeforeAPurposeIsChosen(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "odd", "", "")
	for _, d := range staffDoors {
		if r := b.knock(d.method, d.path); d.working && r.path != "/start" {
			t.Errorf("%s %s leads to %s with %d", d.method, d.path, r.path, r.status)
		}
	}
}

func TestIdsThatMeanNothingGetACalmAnswer(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	for _, d := range staffDoors {
		r := b.knock(d.method, d.path)
		if r.status != d.unknown {
			t.Errorf("%s %s: %d, want %d", d.method, d.path, r.status, d.unknown)
		}
		if r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %s may be kept: %q", d.method, d.path, r.header.Get("Cache-Control"))
		}
	}
	person := b.openPerson(s.inCare)
	for _, path := range []string{"/add/nothing", "/records/nothing/" + none, "/records/employment/" + none, "/records/employment/x", "/records/consultations/" + none} {
		if r := b.get(person.path + path); r.status != http.StatusNotFound {
			t.Errorf("GET …%s: %d", path, r.status)
		}
	}
	for path, form := range map[string]url.Values{
		"/open":   {"category": {"nothing"}},
		"/reveal": {"record": {none}, "field": {"national-id"}, "category": {"identity"}, "reason": {"x"}},
		"/file":   {"record": {none}, "field": {"file"}, "category": {"identity"}},
	} {
		if r := b.post(person.path+path, form); r.status != http.StatusNotFound && !(path == "/reveal" && r.path != person.path+path) {
			t.Errorf("POST …%s: %d", path, r.status)
		}
	}
}

func TestIdsOfAnotherOrganisationNameNobodyHere(t *testing.T) {
	t.Parallel()
	here, there := newSite(t, ""), newSite(t, "")
	b := here.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	if r := b.post("/subjects/"+there.inCare.String()+"/open", nil); r.status != http.StatusNotFound || r.has("Ådnavoll") {
		t.Errorf("somebody of another organisation: %d %s", r.status, r.text("main"))
	}
	foreign := there.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	theirs := foreign.openPerson(there.inCare)
	record := theirs.link("/employment/")
	mine := b.openPerson(here.inCare)
	if r := b.get(mine.path + record[strings.Index(record, "/records/"):]); r.status != http.StatusNotFound {
		t.Errorf("a record of another organisation: %d", r.status)
	}
	if r := b.get(theirs.path); r.status != http.StatusGone {
		t.Errorf("a look-up of another organisation: %d", r.status)
	}
	otherPerson := b.openPerson(here.other)
	own := b.openPerson(here.inCare).link("/employment/")
	if r := b.get(otherPerson.path + own[strings.Index(own, "/records/"):]); r.status != http.StatusNotFound {
		t.Errorf("somebody else's record under this person's look-up: %d", r.status)
	}
}

func TestWritesThatAnotherSiteStartedAreStopped(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	before := s.house.Gate.Tree.Size()
	for _, d := range staffDoors {
		if d.method != "POST" {
			continue
		}
		for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.http.URL+d.path, strings.NewReader("q=x"))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(header, value)
			if got := b.do(r); got.status != http.StatusForbidden || !got.has("another site") {
				t.Errorf("%s with %s: %d %s", d.path, header, got.status, got.text("main"))
			}
		}
	}
	if now := s.house.Gate.Tree.Size(); now != before {
		t.Errorf("%d entries were made", now-before)
	}
}

func TestWhenNothingCanBeRecordedNothingOpensAndThePageSaysSo(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	find := person.form("/open")
	s.clock.Jump(-3 * 3600e9) // the clock goes wrong: no entry can be given a time
	for name, r := range map[string]*result{
		"look again": b.get(person.path),
		"open more":  b.post(find.action, url.Values{"category": {"consultations"}, "reason": {"follow-up"}}),
		"find":       b.post("/find", url.Values{"all": {"yes"}}),
	} {
		if r.status != http.StatusServiceUnavailable || !r.has("Nothing was opened or changed") || !r.has("clock") || r.has("Ådnavoll") {
			t.Errorf("%s with a wrong clock: %d %s", name, r.status, r.text("main"))
		}
	}
	s.clock.Jump(3 * 3600e9)
	if r := b.get(person.path); r.status != http.StatusOK {
		t.Errorf("with the clock right again: %d", r.status)
	}
}

func TestADatabaseThatIsGoneGetsACalmPage(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	if err := s.house.Close(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{person.path: 503, "/find": 503, "/start": 503, "/sessions": 503, "/notice": 200, "/": 200} {
		r := b.get(path)
		if r.status != want {
			t.Errorf("%s: %d %s", path, r.status, r.text("main"))
		}
		if r.has("Ådnavoll") || strings.Contains(r.body, "goroutine") || strings.Contains(r.body, "sql:") {
			t.Errorf("%s says too much: %s", path, r.text("main"))
		}
	}
	if r := b.post("/sign-in", url.Values{"user": {"nina"}, "password": {"x"}, "code": {"1"}}); r.status != http.StatusServiceUnavailable {
		t.Errorf("signing in: %d %s", r.status, r.text("main"))
	}
}

func TestHeadersAndCookiesKeepThePageToItself(t *testing.T) {
	t.Parallel()
	open := sharedSite(t)
	r := open.browser(t).get("/sign-in")
	for name, want := range map[string]string{
		"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		"Strict-Transport-Security": "",
	} {
		if got := r.header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	c := sessionCookie(t, open, "lupaus")
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure {
		t.Errorf("over plain http: %+v", c)
	}
	secure := newSite(t, "", func(c *Config) { c.Secure = true })
	c = sessionCookie(t, secure, "__Host-lupaus")
	if !c.HttpOnly || !c.Secure || c.Path != "/" || c.Domain != "" {
		t.Errorf("over TLS: %+v", c)
	}
	if got := secure.browser(t).get("/").header.Get("Strict-Transport-Security"); !strings.Contains(got, "max-age=") {
		t.Errorf("over TLS without HSTS: %q", got)
	}
	style := attr(findNode(r.doc, "link", "rel", "stylesheet"), "href")
	if got := open.browser(t).get(style); got.status != http.StatusOK || !strings.Contains(got.header.Get("Cache-Control"), "immutable") {
		t.Errorf("the style sheet: %d %q", got.status, got.header.Get("Cache-Control"))
	}
	if got := open.browser(t).get("/static/vendor/base.css"); got.status != http.StatusNotFound {
		t.Errorf("a file under another name: %d", got.status)
	}
}

func findNode(doc *html.Node, tag, name, value string) (found *html.Node) {
	found = &html.Node{}
	walk(doc, func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == tag && attr(n, name) == value {
			found = n
		}
	})
	return found
}

func sessionCookie(t *testing.T, s *site, name string) *http.Cookie {
	t.Helper()
	w := httptest.NewRecorder()
	form := url.Values{"user": {"nina"}, "password": {"lupaus-demo-2026"}, "code": {s.code("nina")}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.server.Handler().ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no cookie %s: %d %v", name, w.Code, w.Result().Cookies())
	return nil
}

func TestAnErrorsOwnTextNeverLeaves(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/find", nil)
	s.server.visit(w, r).fail(errs.New(errs.Internal, "", "the secret is %s", "Kari"))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "Kari") || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("%d %s", w.Code, w.Body.String())
	}
}

// Keeps: HMS-41
func TestOnlyAgreementsThatThePromiseMakesPublicAreHandedOut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "2018-10-22-Databehandleravtale-CGM.pdf"), "%PDF-1.4 invented")
	write(t, filepath.Join(dir, "secret.pdf"), "%PDF-1.4 not public")
	s := newSite(t, "", func(c *Config) { c.Documents = dirFS(dir) })
	b := s.browser(t)
	notice := b.get("/notice")
	if !notice.has("6.51 MB") || !notice.has("PDF") {
		t.Error("the notice does not say what kind of file and how large")
	}
	if r := b.get(notice.link("/notice/documents/")); r.status != http.StatusOK || r.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("the public agreement: %d %s", r.status, r.header.Get("Content-Type"))
	}
	for _, name := range []string{"secret.pdf", "..%2Fsecret.pdf", "nothing.pdf"} {
		if r := b.get("/notice/documents/" + name); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, r.status)
		}
	}
}

func TestAReplacedRulebookEndsWhatWasOpenUnderTheOldOne(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	if err := s.house.Gate.PutInForce(t.Context(), changedPromise(t)); err != nil {
		t.Fatal(err)
	}
	if r := b.get(person.path); r.status != http.StatusGone {
		t.Errorf("under a new rulebook: %d", r.status)
	}
	if r := b.openPerson(s.inCare); r.status != http.StatusOK {
		t.Errorf("a new look-up: %d", r.status)
	}
}

func TestAnAccountWithoutWhatItsRoleAsksForIsToldSo(t *testing.T) {
	t.Parallel()
	s := newSite(t, "pia")
	b := s.browser(t)
	r := b.post("/sign-in", url.Values{"user": {"pia"}, "password": {demo.Password}})
	if r.status != http.StatusForbidden || !r.has("lacks something that the role asks for") {
		t.Errorf("%d at %s: %s", r.status, r.path, r.text("main"))
	}
}

func TestWhoeverMayFindNobodyGetsTheCardAndItIsRecorded(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "odd", "office-worker", "")
	b.post("/purpose", url.Values{"purpose": {"personal-journal/occupational-health"}, "back": {"/find"}})
	before := s.house.Gate.Tree.Size()
	r := b.post("/find", url.Values{"all": {"yes"}})
	if r.status != http.StatusForbidden || len(r.withClass("lu-refusal")) != 1 || r.has("Ådnavoll") {
		t.Errorf("%d %s", r.status, r.text("main"))
	}
	if s.house.Gate.Tree.Size() == before {
		t.Error("the attempt is not recorded")
	}
}

func TestTheDoorLetsInAgainWithinTheSameHalfMinute(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", func(c *Config) {
		c.Demo = &Demo{Roles: []DemoRole{{Role: "nurse", UserName: "nina", Name: "Nina Skogvang", Password: demo.Password,
			Code: func(now time.Time) string { code, _ := demo.Code("nina", now); return code }}}}
	})
	s.clock.Advance(31 * time.Second)
	b := s.browser(t)
	door := b.get("/")
	if !door.has(demo.Password) || !door.has("Nina Skogvang") {
		t.Errorf("the door says %s", door.text("main"))
	}
	for i, want := range []string{"/start", "/start", "/door"} {
		r := b.post("/door", url.Values{"user": {"nina"}})
		if r.path != want {
			t.Errorf("time %d leads to %s: %s", i+1, r.path, r.text("main"))
		}
		if want == "/door" && !r.has("good once") {
			t.Errorf("the third time: %s", r.text("main"))
		}
		b.post("/sign-out", nil)
	}
	if r := b.post("/door", url.Values{"user": {"odd"}}); r.status != http.StatusNotFound {
		t.Errorf("somebody who is not behind the door: %d", r.status)
	}
}

func TestNoNameStandsInTheTabsTitle(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "karin", "privacy-officer", "personal-journal/insight")
	person := b.openPerson(s.inCare)
	for _, r := range []*result{person, b.get(person.link("/identification/")), b.post(person.form("/extract").action, nil)} {
		if strings.Contains(r.text("title"), "Ådnavoll") || r.text("title") == "" {
			t.Errorf("%s is titled %q", r.path, r.text("title"))
		}
	}
}
