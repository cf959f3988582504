// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"pgregory.net/rapid"
)

// hostile are values that nobody means well with.
var hostile = map[string]string{
	"a script":              `<script>alert("x")</script>"'><img src=x onerror=alert(1)>`,
	"a template":            `{{.T "word.and"}} ${7*7} <%= 1 %>`,
	"bits of SQL":           `'; drop table record; -- ") or ("1"="1`,
	"control bytes":         "a\x00b\x01c\x1b[31m\x7f",
	"text that turns round": "abc\u202edcba\u2066x",
	"no text at all":        "\xff\xfe\xfa\xc3\x28",
	"a path":                "../../../../etc/passwd",
	"a header":              "x\r\nSet-Cookie: a=b",
	"a formula":             "=cmd|' /C calc'!A0",
	"a long text":           strings.Repeat("ø", 60_000),
	"a megabyte":            strings.Repeat("x", 1<<20),
}

// calm are the answers that hostile input may get.
var calm = map[int]bool{200: true, 400: true, 403: true, 404: true, 409: true, 410: true, 413: true, 422: true, 429: true}

// harmless fails the test when a page would run or leak what was sent.
func harmless(t *testing.T, what string, r *result) {
	t.Helper()
	if !calm[r.status] {
		t.Errorf("%s: %d %s", what, r.status, r.text("main"))
	}
	if !utf8.ValidString(r.body) || strings.ContainsRune(r.body, 0) {
		t.Errorf("%s: the answer is no clean text", what)
	}
	if r.header.Get("Set-Cookie") == "a=b" || strings.Contains(r.body, "goroutine ") {
		t.Errorf("%s: the answer lets something through", what)
	}
	if r.doc == nil {
		return
	}
	walk(r.doc, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if n.Data == "script" && attr(n, "src") == "" || n.Data == "img" {
			t.Errorf("%s: the page holds a <%s>", what, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: the page holds %s", what, a.Key)
			}
		}
	})
}

// pagesWithForms are the pages of staff whose forms take what is typed.
func pagesWithForms(b *browser, person *result) map[string]func() *result {
	return map[string]func() *result{
		"find":    func() *result { return b.get("/find") },
		"person":  func() *result { return b.get(person.path) },
		"add":     func() *result { return b.get(person.path + "/add/employment") },
		"care":    func() *result { return b.get(person.path + "/add/care") },
		"correct": func() *result { return b.get(person.link("/identity/") + "/correct") },
		"new":     func() *result { return b.get("/new") },
		"import":  func() *result { return b.get("/import") },
		"start":   func() *result { return b.get("/start") },
	}
}

func TestHostileValuesInEveryFieldGetACalmAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	person := b.openPerson(s.inCare)
	tried := 0
	for page, open := range pagesWithForms(b, person) {
		for name, value := range hostile {
			for _, f := range open().forms() {
				if f.action == "/sign-out" {
					continue
				}
				fields := append([]string{}, f.names...)
				for hidden := range f.values {
					fields = append(fields, hidden)
				}
				full := url.Values{}
				for _, field := range fields {
					full.Set(field, value)
				}
				tried++
				r := b.send(f, full)
				harmless(t, page+": "+f.action+" with "+name, r)
				if f.action == "/purpose" || f.action == "/role" { // back to where work is possible
					b.post("/role", url.Values{"role": {"office-worker"}})
					b.post("/purpose", url.Values{"purpose": {"personal-journal/administration"}})
				}
			}
			if b.get(person.path).status != http.StatusOK {
				person = b.openPerson(s.inCare)
			}
		}
	}
	if tried < 150 {
		t.Errorf("only %d forms were tried", tried)
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s.log)
	}
}

// send fills a form in as it says, with a file where it can take one.
func (b *browser) send(f form, values url.Values) *result {
	b.t.Helper()
	if f.multipart {
		files := map[string][2]string{}
		for name := range values {
			if name == "list" {
				files[name] = [2]string{values.Get(name)[:min(40, len(values.Get(name)))], values.Get(name)}
			}
		}
		return b.upload(f.action, values, files)
	}
	return b.post(f.action, values)
}

func TestHostileValuesAtTheFrontDoorGetACalmAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.browser(t)
	for name, value := range hostile {
		harmless(t, "signing in with "+name, b.post("/sign-in", url.Values{"user": {value}, "password": {value}, "code": {value}}))
		if len(value) < 1000 {
			harmless(t, "an address with "+name, b.get("/lookups/"+url.PathEscape(value)))
			harmless(t, "a language of "+name, b.get("/?lang="+url.QueryEscape(value)))
			harmless(t, "an entry of "+name, b.get("/entries/"+url.PathEscape(value)))
			harmless(t, "a document of "+name, b.get("/notice/documents/"+url.PathEscape(value)))
		}
	}
}

func TestHostileListsGetACalmAnswer(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	for name, list := range map[string]string{
		"empty":              "",
		"not text":           "\x00\x01\x02\xff",
		"one long line":      strings.Repeat("x;", 300_000),
		"open quotes":        "Navn;Fra\n\"Kari;2024-01-01\n",
		"no known column":    "a;b;c\n1;2;3\n",
		"markup":             "Navn;Fra\n<script>alert(1)</script>;2024-01-01\n",
		"a formula":          "Navn;Fra\n=1+1;tomorrow\n",
		"too large":          strings.Repeat("Navn;Fra\n", 700_000),
		"another encoding":   "Navn;Fra\n\xe6rlig \xe5dnavoll;2024-01-01\n",
		"a file that is PDF": "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
	} {
		harmless(t, "a list that is "+name, b.upload("/import", url.Values{"company": {"974760673"}}, map[string][2]string{"list": {"x.csv", list}}))
	}
}

func TestWhatIsNoTextIsReplacedAndNamed(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	f := b.get("/new").form("/new")
	f.values.Set("identification.name", "Kari\x00 Nordmo")
	r := b.upload("/new", f.values, nil)
	if r.status != http.StatusUnprocessableEntity || !r.has("cannot be shown") {
		t.Errorf("%d %s", r.status, r.text("main"))
	}
}

func TestRedirectsStayOnThisSite(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.StringMatching(`[/\\]{0,3}[a-z.:@/\\]{0,12}`)).Draw(t, "path")
		out := localPath(in)
		u, err := url.Parse(out)
		if err == nil && (u.Host != "" || u.Scheme != "") || !strings.HasPrefix(out, "/") || strings.HasPrefix(out, "//") || strings.Contains(out, "\\") {
			t.Fatalf("%q leads to %q", in, out)
		}
	})
}

func FuzzCleanText(f *testing.F) {
	for _, v := range hostile {
		f.Add(v[:min(len(v), 64)])
	}
	f.Fuzz(func(t *testing.T, in string) {
		out := cleanText(in)
		if !utf8.ValidString(out) || strings.ContainsFunc(out, unwritable) {
			t.Errorf("%q became %q", in, out)
		}
		if cleanText(out) != out {
			t.Errorf("%q is not clean at once", in)
		}
	})
}
