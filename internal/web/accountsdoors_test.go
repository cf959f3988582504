// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestAccountsHaveTheirOwnPagesAndNoOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	if nav := b.get("/accounts").withClass("lu-nav"); len(nav) != 1 || strings.Contains(textOf(nav[0]), "Find") || !strings.Contains(textOf(nav[0]), "Accounts") {
		t.Errorf("the menu says %q", textOf(nav[0]))
	}
	before := s.house.Gate.Tree.Size()
	for _, path := range []string{"/find", "/new", "/import", "/lookups/" + none} {
		if r := b.get(path); r.path != "/accounts" {
			t.Errorf("%s leads to %s", path, r.path)
		}
	}
	if r := b.upload("/new", url.Values{"account.username": {"x"}, "account.name": {"Xena"}, "account.roles": {"nurse"}}, nil); r.path != "/accounts" || r.has("Xena") {
		t.Errorf("an account by the general form: %d at %s", r.status, r.path)
	}
	if r := b.post("/subjects/"+s.inCare.String()+"/open", nil); r.path != "/accounts" {
		t.Errorf("a person under the purpose of accounts: %s", r.path)
	}
	for e, err := range s.house.Gate.Tree.Entries(t.Context(), before) {
		if err != nil || e.Action != "open" {
			t.Errorf("entry %d is %q: %v", e.Index, e.Action, err)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.http.URL+"/accounts", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	size := s.house.Gate.Tree.Size()
	if got := b.do(r); got.path != "/start" || s.house.Gate.Tree.Size() != size {
		t.Errorf("a link on another site opens the accounts: %s", got.path)
	}
}

// accountDoors are the addresses about accounts, with ids that mean nothing.
var accountDoors = []struct {
	method, path string
	unknown      int
}{
	{"GET", "/accounts", 200},
	{"GET", "/accounts/new", 200},
	{"POST", "/accounts/new", 422},
	{"GET", "/accounts/x", 404},
	{"GET", "/accounts/" + none, 404},
	{"POST", "/accounts/" + none + "/roles", 404},
	{"POST", "/accounts/" + none + "/invite", 404},
	{"GET", "/accounts/" + none + "/close", 404},
	{"POST", "/accounts/" + none + "/close", 404},
	{"GET", "/accounts/x/roles", 404},
}

func TestDoorsToAccountsAreClosedWithoutASessionARoleOrThePurpose(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	nobody, idle, elsewhere, keeper := s.browser(t), s.signedIn(t, "ada", "", ""), s.signedIn(t, "odd", "", "personal-journal/administration"), (*browser)(nil)
	for _, d := range accountDoors {
		if r := nobody.knock(d.method, d.path); r.path != "/sign-in" {
			t.Errorf("without a session %s %s leads to %s", d.method, d.path, r.path)
		}
		if r := idle.knock(d.method, d.path); r.path != "/start" {
			t.Errorf("without a purpose %s %s leads to %s", d.method, d.path, r.path)
		}
		if r := elsewhere.knock(d.method, d.path); r.path != "/start" {
			t.Errorf("for another purpose %s %s leads to %s", d.method, d.path, r.path)
		}
	}
	for _, path := range []string{"/me", "/me/recovery-codes", "/handed/" + none} {
		method := map[bool]string{true: "POST", false: "GET"}[strings.Contains(path, "codes")]
		if r := nobody.knock(method, path); r.path != "/sign-in" {
			t.Errorf("without a session %s leads to %s", path, r.path)
		}
	}
	keeper = s.keeper(t, "ada", "")
	for _, d := range accountDoors {
		r := keeper.knock(d.method, d.path)
		if r.status != d.unknown || r.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %s: %d, want %d: %s", d.method, d.path, r.status, d.unknown, r.text("main"))
		}
	}
	s.clock.Jump(-3 * 3600e9)
	if r := keeper.get("/accounts"); r.status != http.StatusServiceUnavailable || r.has("Granmark") {
		t.Errorf("with a wrong clock: %d %s", r.status, r.text("main"))
	}
}

func TestHostileValuesInFormsAboutAccountsGetACalmAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	page := b.get(linkOf(b.get("/accounts"), "Odd Granmark"))
	for name, value := range hostile {
		for path, fields := range map[string][]string{
			"/accounts/new":      {"account.username", "account.name", "account.roles", "account.unit"},
			page.path + "/roles": {"account.roles", "reason"},
			page.path + "/close": {"reason", "confirm"},
			"/me/recovery-codes": {"password"},
		} {
			form := url.Values{}
			for _, f := range fields {
				form.Set(f, value)
			}
			harmless(t, path+" with "+name, b.post(path, form))
			harmless(t, path+" with "+name+" as a form with files", b.upload(path, form, nil))
		}
		if len(value) < 1000 {
			harmless(t, "an account of "+name, b.get("/accounts/"+url.PathEscape(value)))
			harmless(t, "credentials of "+name, b.get("/handed/"+url.PathEscape(value)))
		}
		if b.get("/accounts").path != "/accounts" { // too many wrong passwords
			t.Fatalf("after %s the session is gone", name)
		}
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Errorf("errors were logged:\n%s", s.log)
	}
}
