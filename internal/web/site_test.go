// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/demo"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// site is the pages over a real house: a data folder of its own, the real gate
// and ledger, a few invented people. Nothing in it is a stand-in.
type site struct {
	house  *house.House
	server *Server
	http   *httptest.Server
	clock  *clock.Manual
	log    *bytes.Buffer
	mu     sync.Mutex // one sign-in at a time: a code is good once

	company, inCare, other opaque.ID // a company; its two employees, one of them in the nurse's care
}

var begin = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func hms(t *testing.T) fs.FS {
	t.Helper()
	files, err := fs.Sub(examples.FS, "hms")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// sharedSite is one house for tests that neither break it, nor move its clock
// far, nor count what is in it. It is opened once: every account costs slow hashes.
func sharedSite(t *testing.T) *site {
	t.Helper()
	oneSite.once.Do(func() {
		dir, err := os.MkdirTemp("", "lupaus-web-")
		if err != nil {
			t.Fatal(err)
		}
		s := openSite(t, context.Background(), dir, "karin ivar", nil)
		oneSite.site = s
		oneSite.close = func() {
			s.http.Close()
			_ = s.house.Close()
			_ = os.RemoveAll(dir)
		}
	})
	if oneSite.site == nil {
		t.Fatal("the shared site did not open")
	}
	return oneSite.site
}

var oneSite struct {
	once  sync.Once
	site  *site
	close func()
}

func TestMain(m *testing.M) {
	code := m.Run()
	if oneSite.close != nil {
		oneSite.close()
	}
	os.Exit(code)
}

// newSite opens a house of its own for a test. Odd of the office, Nina the
// nurse and Live the doctor work there always, staff names who else does.
func newSite(t *testing.T, staff string, change ...func(*Config)) *site {
	t.Helper()
	s := openSite(t, t.Context(), t.TempDir(), staff, change)
	t.Cleanup(func() { _ = s.house.Close() }) // a test may have broken it on purpose
	t.Cleanup(s.http.Close)
	return s
}

func openSite(t *testing.T, ctx context.Context, dir, staff string, change []func(*Config)) *site {
	t.Helper()
	return openSiteOn(t, ctx, dir, staff, hms(t), change)
}

func openSiteOn(t *testing.T, ctx context.Context, dir, staff string, files fs.FS, change []func(*Config)) *site {
	t.Helper()
	s := &site{clock: clock.NewManual(begin), log: &bytes.Buffer{}}
	log := slog.New(slog.NewTextHandler(&locked{w: s.log}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	h, err := house.Open(ctx, house.Config{Dir: filepath.Join(dir, "data"), Promise: files, Clock: s.clock, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	s.house = h
	h.Accounts.Pause = func(context.Context, time.Duration) {}
	if err := h.Accounts.Seed(ctx, seeds(staff)); err != nil {
		t.Fatal(err)
	}
	s.people(t)
	c := Config{Registers: h.Register, Accounts: h.Accounts, Promise: h.Gate, Statistics: h.Statistics, Clock: s.clock, Log: log}
	for _, f := range change {
		f(&c)
	}
	if s.server, err = New(c); err != nil {
		t.Fatal(err)
	}
	s.http = httptest.NewServer(s.server.Handler())
	return s
}

// seeds are the accounts of a site.
func seeds(staff string) (out []accounts.SeedAccount) {
	for _, p := range demo.Staff {
		if strings.Contains("odd nina live "+staff, p.UserName) { // each costs a slow hash
			out = append(out, accounts.SeedAccount{UserName: p.UserName, Name: p.Name, Unit: p.Unit, Roles: p.Roles, Password: demo.Password, TOTPSecret: demo.Secret(p.UserName), Declared: true})
		}
	}
	if staff == "pia" { // a nurse without an authenticator
		out = append(out, accounts.SeedAccount{UserName: "pia", Name: "Pia Lyngmo", Roles: []string{"nurse"}, Password: demo.Password, Declared: true})
	}
	return out
}

// locked lets requests of one test log at the same time.
type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

// people adds a company and two employees through the engine.
func (s *site) people(t *testing.T) {
	t.Helper()
	add := func(w register.Work, subject opaque.ID, docs map[string]promise.Document) opaque.ID {
		rec, err := s.house.Register.Add(t.Context(), w, register.Input{Subject: subject, Docs: docs}, register.Given{})
		if err != nil {
			t.Fatal(err)
		}
		return rec.Subject
	}
	desk := s.as(t, "odd", "office-worker", "personal-journal/administration")
	service := desk
	service.Register, service.Purpose = "companies", "companies/service"
	s.company = add(service, opaque.ID{}, map[string]promise.Document{
		"identification": {"name": "Nordlys Sveis AS", "org-number": "974760673", "place": "Granvika"},
		"agreement":      {"kind": "member", "from": "2020-01-01"}})
	employment := promise.Document{"company": s.company.String(), "department": "Produksjon", "from": "2021-02-01"}
	s.inCare = add(desk, opaque.ID{}, map[string]promise.Document{
		"identification": {"name": "Ærlig Ådnavoll", "birth-year": "1980", "place": "Granvika"},
		"identity":       {"national-id": "01818000010", "gender": "female"},
		"employment":     employment})
	s.other = add(desk, opaque.ID{}, map[string]promise.Document{
		"identification": {"name": "Bergljot Bakkmyr", "birth-year": "1971", "place": "Fossmo"}, "employment": employment})
	nurse := s.as(t, "nina", "nurse", "personal-journal/occupational-health")
	add(s.as(t, "live", "journal-responsible", "personal-journal/administration"), s.inCare, map[string]promise.Document{
		"care": {"clinician": nurse.Actor.ID.String(), "unit": "east", "from": "2024-01-01"}})
	add(nurse, s.inCare, map[string]promise.Document{
		"consultations": {"type": "health-examination", "date": "2026-10-01", "profession": "nurse", "text": "Hørsel uten anmerkning."}})
}

func (s *site) code(user string) string {
	s.clock.Advance(31 * time.Second)
	code, err := totp.GenerateCode(demo.Secret(user), s.clock.Now())
	if err != nil {
		panic(err) // the secret is ours
	}
	return code
}

// as gives the work of a member of staff without the pages.
func (s *site) as(t *testing.T, user, role, purpose string) register.Work {
	t.Helper()
	token, _, err := s.house.Accounts.SignIn(t.Context(), accounts.SignIn{UserName: user, Password: demo.Password, Code: s.code(user), Client: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.house.Accounts.ChooseRole(t.Context(), token, role); err != nil {
		t.Fatal(err)
	}
	if err := s.house.Accounts.ChoosePurpose(t.Context(), token, purpose); err != nil {
		t.Fatal(err)
	}
	se, err := s.house.Accounts.Session(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	reg, _, _ := strings.Cut(purpose, "/")
	return register.Work{Actor: se.Actor(), Register: reg, Purpose: purpose, Lang: "en"}
}

// browser is a reader without scripts: it knows links, forms and cookies.
type browser struct {
	t      *testing.T
	site   *site
	client *http.Client
}

// result is an answer: where it came from, and its page as a tree.
type result struct {
	t      *testing.T
	status int
	path   string
	header http.Header
	body   string
	doc    *html.Node
}

func (s *site) browser(t *testing.T) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, site: s, client: &http.Client{Jar: jar}}
}

// signedIn is a browser whose reader has a role and a purpose.
func (s *site) signedIn(t *testing.T, user, role, purpose string) *browser {
	t.Helper()
	b := s.browser(t)
	s.mu.Lock()
	r := b.post("/sign-in", url.Values{"user": {user}, "password": {demo.Password}, "code": {s.code(user)}})
	s.mu.Unlock()
	if r.path != "/start" {
		t.Fatalf("%s is not signed in: %d at %s\n%s", user, r.status, r.path, r.text("main"))
	}
	if role != "" {
		b.post("/role", url.Values{"role": {role}})
	}
	if purpose != "" {
		if r := b.post("/purpose", url.Values{"purpose": {purpose}, "back": {"/find"}}); r.path != "/find" {
			t.Fatalf("%s does not work for %s: %d at %s\n%s", user, purpose, r.status, r.path, r.text("main"))
		}
	}
	return b
}

func (b *browser) do(r *http.Request) *result {
	b.t.Helper()
	r.Header.Set("Accept-Language", "en")
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	out := &result{t: b.t, status: res.StatusCode, path: res.Request.URL.Path, header: res.Header, body: string(body)}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		if out.doc, err = html.Parse(bytes.NewReader(body)); err != nil {
			b.t.Fatal(err)
		}
	}
	return out
}

func (b *browser) get(path string) *result {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.site.http.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) post(path string, form url.Values) *result {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.site.http.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

// upload posts a form with files: name → file name and content.
func (b *browser) upload(path string, form url.Values, files map[string][2]string) *result {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, vs := range form {
		for _, v := range vs {
			_ = w.WriteField(name, v) // to memory
		}
	}
	for name, f := range files {
		part, err := w.CreateFormFile(name, f[0])
		if err != nil {
			b.t.Fatal(err)
		}
		_, _ = io.WriteString(part, f[1])
	}
	_ = w.Close()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.site.http.URL+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(r)
}

// openPerson goes to a person's page as a click on a list does.
func (b *browser) openPerson(id opaque.ID) *result {
	b.t.Helper()
	r := b.post("/subjects/"+id.String()+"/open", nil)
	if r.status != http.StatusOK || !strings.HasPrefix(r.path, "/lookups/") {
		b.t.Fatalf("the person did not open: %d at %s\n%s", r.status, r.path, r.text("main"))
	}
	return r
}

// form is one form of a page, with what stands in it.
type form struct {
	action, method string
	multipart      bool
	values         url.Values
	names          []string // of fields that a reader can change
}

// forms reads the forms of a page.
func (r *result) forms() (out []form) {
	for _, n := range r.all("form") {
		f := form{action: attr(n, "action"), method: attr(n, "method"), multipart: attr(n, "enctype") != "", values: url.Values{}}
		walk(n, func(x *html.Node) {
			name := attr(x, "name")
			if x.Type != html.ElementNode || name == "" {
				return
			}
			switch {
			case x.Data == "input" && attr(x, "type") == "hidden":
				f.values.Add(name, attr(x, "value"))
			case x.Data == "input" || x.Data == "select" || x.Data == "textarea":
				f.names = append(f.names, name)
			}
		})
		out = append(out, f)
	}
	return out
}

// form finds the form with this action.
func (r *result) form(suffix string) form {
	r.t.Helper()
	for _, f := range r.forms() {
		if strings.HasSuffix(f.action, suffix) {
			return f
		}
	}
	r.t.Fatalf("no form leads to …%s on %s:\n%s", suffix, r.path, r.text("main"))
	return form{}
}

// link finds the first link whose address holds a text.
func (r *result) link(part string) string {
	r.t.Helper()
	for _, n := range r.all("a") {
		if strings.Contains(attr(n, "href"), part) && !strings.Contains(attr(n, "href"), "lang=") {
			return attr(n, "href")
		}
	}
	r.t.Fatalf("no link leads to …%s… on %s:\n%s", part, r.path, r.text("main"))
	return ""
}

func (r *result) all(tag string) (out []*html.Node) {
	if r.doc != nil {
		walk(r.doc, func(n *html.Node) {
			if n.Type == html.ElementNode && n.Data == tag {
				out = append(out, n)
			}
		})
	}
	return out
}

// text is the words inside the first element with a tag.
func (r *result) text(tag string) string {
	for _, n := range r.all(tag) {
		return textOf(n)
	}
	return ""
}

// has tells whether the page's main part holds some words.
func (r *result) has(words string) bool { return strings.Contains(r.text("main"), words) }

func (r *result) withClass(class string) (out []*html.Node) {
	if r.doc == nil {
		return nil
	}
	walk(r.doc, func(n *html.Node) {
		if n.Type == html.ElementNode && strings.Contains(" "+attr(n, "class")+" ", " "+class+" ") {
			out = append(out, n)
		}
	})
	return out
}

func walk(n *html.Node, f func(*html.Node)) {
	f(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, f)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	walk(n, func(x *html.Node) {
		if x.Type == html.TextNode {
			b.WriteString(x.Data)
			b.WriteByte(' ')
		}
	})
	return strings.Join(strings.Fields(b.String()), " ")
}
