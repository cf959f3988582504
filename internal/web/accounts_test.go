// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/internal/demo"
)

// keeper is a browser whose reader works with accounts.
func (s *site) keeper(t *testing.T, user, role string) *browser {
	t.Helper()
	b := s.signedIn(t, user, role, "")
	if r := b.post("/purpose", url.Values{"purpose": {"staff/access-control"}, "back": {"/find"}}); r.path != "/accounts" {
		t.Fatalf("%s does not keep accounts: %d at %s\n%s", user, r.status, r.path, r.text("main"))
	}
	return b
}

// rows are the words of a table's rows, by their first cell.
func rows(r *result) map[string]string {
	out := map[string]string{}
	for _, n := range r.all("tr") {
		words, head := textOf(n), ""
		walk(n, func(x *html.Node) {
			if x.Type == html.ElementNode && x.Data == "th" && attr(x, "scope") == "row" {
				head = textOf(x)
			}
		})
		if head != "" {
			out[head] = words
		}
	}
	return out
}

// Keeps: HMS-32
// Keeps: HMS-35
// Keeps: HMS-37
func TestAnAccountIsMadeHandedOverOnceAndUsed(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	list := b.get("/accounts")
	if got := rows(list)["Odd Granmark"]; !strings.Contains(got, "Office worker") || !strings.Contains(got, "active") {
		t.Errorf("the list says of Odd: %q", got)
	}
	form := b.get(list.link("/accounts/new")).form("/accounts/new")
	form.values = url.Values{"account.username": {"tiril"}, "account.name": {"Tiril Engvoll"}, "account.roles": {"nurse"}, "account.unit": {"west"}}
	made := b.upload(form.action, form.values, nil)
	if made.status != http.StatusOK || !strings.HasPrefix(made.path, "/handed/") {
		t.Fatalf("making the account: %d at %s\n%s", made.status, made.path, made.text("main"))
	}
	if made.header.Get("Cache-Control") != "no-store" || strings.Contains(made.text("title"), "Tiril") {
		t.Errorf("the page may be kept (%q) or its title tells whom it is for: %q", made.header.Get("Cache-Control"), made.text("title"))
	}
	secrets := made.withClass("lu-secret")
	if len(secrets) != 3 || textOf(secrets[0]) != "tiril" || !strings.HasPrefix(made.text("pre"), "otpauth://totp/") || len(made.all("li")) < 10 {
		t.Fatalf("%d secrets, the link is %q", len(secrets), made.text("pre"))
	}
	for path, want := range map[string]int{made.path: http.StatusGone, "/handed/" + none: http.StatusGone} {
		if again := b.get(path); again.status != want || again.has(textOf(secrets[1])) || !again.has("shown once") {
			t.Errorf("%s once more: %d %s", path, again.status, again.text("main"))
		}
	}
	if got := rows(b.get("/accounts"))["Tiril Engvoll"]; !strings.Contains(got, "invited") || !strings.Contains(got, "never") {
		t.Errorf("the list says of the new account: %q", got)
	}
	n := s.browser(t)
	code := codeOf(t, s, strings.ReplaceAll(textOf(secrets[2]), " ", ""))
	if r := n.post("/sign-in", url.Values{"user": {"tiril"}, "password": {textOf(secrets[1])}, "code": {code}}); r.path != "/declaration" {
		t.Fatalf("the new nurse comes to %s: %s", r.path, r.text("main"))
	}
	agree := n.get("/declaration").form("/declaration")
	agree.values.Set("agree", "yes")
	n.post("/declaration", agree.values)
	n.post("/password", url.Values{"new": {"en lang setning om vinteren"}, "again": {"en lang setning om vinteren"}})
	if got := rows(b.get("/accounts"))["Tiril Engvoll"]; !strings.Contains(got, "active") || !strings.Contains(got, "West") || !strings.Contains(got, "2026") {
		t.Errorf("the list says of the nurse who has signed: %q", got)
	}
}

func TestTheQRCodeStandsInThePageItself(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	made := b.upload("/accounts/new", url.Values{"account.username": {"tiril"}, "account.name": {"Tiril Engvoll"}, "account.roles": {"nurse"}}, nil)
	svg := made.withClass("lu-qr")
	if len(svg) != 1 || len(made.all("img")) != 0 {
		t.Fatalf("%d pictures in the page, %d from elsewhere", len(svg), len(made.all("img")))
	}
	if path := attr(findIn(svg[0], "path"), "d"); strings.Count(path, "M") < 50 {
		t.Errorf("the path has %d parts", strings.Count(path, "M"))
	}
}

func TestThePathOfAPictureCoversWhatIsDarkAndNothingElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 12).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height")
		img := image.NewGray(image.Rect(0, 0, w, h))
		for i := range img.Pix {
			img.Pix[i] = uint8(255 * rapid.IntRange(0, 1).Draw(t, "pixel"))
		}
		var file bytes.Buffer
		if err := png.Encode(&file, img); err != nil {
			t.Fatal(err)
		}
		q, err := qrOf(file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		corner := inked(img).Min
		drawn := map[image.Point]int{}
		for part := range strings.SplitSeq(strings.TrimSuffix(q.Path, "z"), "z") {
			var x, y, wide, high, back int
			if n, err := fmt.Sscanf(part, "M%d %dh%dv%dh-%d", &x, &y, &wide, &high, &back); err != nil || n != 5 || wide != back {
				if q.Path != "" {
					t.Fatalf("%q is no box", part)
				}
				continue
			}
			for i := range wide * high {
				drawn[image.Pt(x+i%wide, y+i/wide).Add(corner)]++
			}
		}
		for y := range h {
			for x := range w {
				if want := map[bool]int{true: 1}[dark(img, x, y)]; drawn[image.Pt(x, y)] != want {
					t.Fatalf("at %d, %d drawn %d times, want %d: %s", x, y, drawn[image.Pt(x, y)], want, q.Path)
				}
			}
		}
	})
}

func TestAFormForAnAccountSaysWhatToMend(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	good := url.Values{"account.username": {"tiril"}, "account.name": {"Tiril Engvoll"}, "account.roles": {"nurse"}, "account.unit": {"west"}}
	for name, c := range map[string]struct{ field, value, want string }{
		"a user name of two words": {"account.username", "tiril e", "no spaces"},
		"a user name that is had":  {"account.username", "NINA", "Another account has this user name"},
		"no role":                  {"account.roles", "", "at least one role"},
		"a user name with ø":       {"account.username", "tirilø", "letters a to z"},
		"a role of nobody":         {"account.roles", "wizard", "Choose roles from the list"},
		"a role that one holds":    {"account.roles", "journal-responsible", "somebody else holds it"},
		"no name":                  {"account.name", "", "Name"},
		"a unit of nowhere":        {"account.unit", "moon", "Unit"},
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		form.Set(c.field, c.value)
		if c.value == "" {
			form.Del(c.field)
		}
		r := b.upload("/accounts/new", form, nil)
		summary := r.withClass("ds-error-summary")
		if r.status != http.StatusUnprocessableEntity && r.status != http.StatusConflict || len(summary) != 1 || !strings.Contains(textOf(summary[0]), c.want) {
			t.Errorf("%s: %d, %d summaries: %s", name, r.status, len(summary), r.text("main"))
			continue
		}
		walkLinks(summary[0], func(href string) {
			if findNode(r.doc, "input", "id", href[1:]).Data == "" && findNode(r.doc, "fieldset", "id", href[1:]).Data == "" {
				t.Errorf("%s: the summary leads to %s, which is not there", name, href)
			}
		})
		if c.field != "account.name" && !strings.Contains(r.body, `value="Tiril Engvoll"`) {
			t.Errorf("%s: what was typed is lost", name)
		}
	}
	if _, there := rows(b.get("/accounts"))["Tiril Engvoll"]; there {
		t.Error("an account was made all the same")
	}
}

// Keeps: HMS-34
func TestWhoeverKeepsNoAccountsSeesTheListAndNoMore(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.keeper(t, "nina", "nurse")
	list := b.get("/accounts")
	if len(rows(list)) != 3 || strings.Contains(list.body, "/accounts/new") {
		t.Errorf("the nurse's list: %s", list.text("main"))
	}
	page := b.get(list.link("/accounts/"))
	if page.status != http.StatusOK || len(page.forms()) > 3 { // role, purpose, sign-out: those of every page
		t.Errorf("%d forms on somebody's account: %s", len(page.forms()), page.text("main"))
	}
	if r := b.get("/accounts/new"); r.path != "/accounts" {
		t.Errorf("a form for a new account stands at %s", r.path)
	}
	before := s.house.Gate.Tree.Size()
	for path, form := range map[string]url.Values{
		page.path + "/roles":  {"account.roles": {"nurse"}},
		page.path + "/invite": {},
		page.path + "/close":  {"sure": {"yes"}},
	} {
		if r := b.post(path, form); r.status != http.StatusForbidden || len(r.withClass("lu-refusal")) != 1 || !r.has("recorded as entry") {
			t.Errorf("%s: %d %s", path, r.status, r.text("main"))
		}
	}
	if r := b.upload("/accounts/new", url.Values{"account.username": {"xena"}, "account.name": {"Xena Ytterbø"}, "account.roles": {"nurse"}}, nil); r.status != http.StatusForbidden || len(r.withClass("lu-refusal")) != 1 {
		t.Errorf("a new account: %d %s", r.status, r.text("main"))
	}
	refused := 0
	for e, err := range s.house.Gate.Tree.Entries(t.Context(), before) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind.String() == "refusal" {
			refused++
		}
	}
	if refused != 4 {
		t.Errorf("%d refusals are recorded, want 4", refused)
	}
}

// Keeps: HMS-09
// Keeps: HMS-10
// Keeps: HMS-11
func TestRolesAreChangedAndAnAccountIsClosedForGood(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	odd := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	page := b.get(linkOf(b.get("/accounts"), "Odd Granmark"))
	roles := page.form("/roles")
	if r := b.post(roles.action, url.Values{}); r.status != http.StatusUnprocessableEntity || !r.has("at least one role") {
		t.Errorf("no role: %d %s", r.status, r.text("main"))
	}
	if r := b.post(roles.action, url.Values{"account.roles": {"office-worker", "journal-responsible"}}); r.status != http.StatusUnprocessableEntity || !r.has("somebody else holds it") {
		t.Errorf("a role that one holds: %d %s", r.status, r.text("main"))
	}
	if r := b.post(roles.action, url.Values{"account.roles": {"nurse"}}); r.status != http.StatusOK || !r.has("The roles are changed") {
		t.Fatalf("another role: %d %s", r.status, r.text("main"))
	}
	if r := odd.get("/find"); r.path != "/start" {
		t.Errorf("with his role gone he is still at %s", r.path)
	}
	ask := b.get(page.link("/close"))
	if !ask.has("The name stays") {
		t.Errorf("closing does not say what it does: %s", ask.text("main"))
	}
	if r := b.post(ask.path, nil); r.status != http.StatusUnprocessableEntity || len(r.withClass("ds-error-summary")) != 1 {
		t.Errorf("closing without a tick: %d", r.status)
	}
	if r := b.post(ask.path, url.Values{"sure": {"yes"}}); r.path != "/accounts" || !r.has("The account is closed") || !strings.Contains(rows(r)["Odd Granmark"], "closed") {
		t.Errorf("closing: %d at %s %s", r.status, r.path, r.text("main"))
	}
	if r := odd.get("/start"); r.path != "/sign-in" || !r.has("Your session has ended") {
		t.Errorf("his session leads to %s: %s", r.path, r.text("main"))
	}
	gone := b.get(page.path)
	if !gone.has("closed for good") || strings.Contains(gone.body, page.path+"/roles") {
		t.Errorf("a closed account can be changed: %s", gone.text("main"))
	}
	for _, act := range []string{"/roles", "/invite", "/close"} {
		if r := b.post(page.path+act, url.Values{"account.roles": {"nurse"}, "sure": {"yes"}}); r.status != http.StatusUnprocessableEntity || !r.has("The account is closed") {
			t.Errorf("%s of a closed account: %d %s", act, r.status, r.text("main"))
		}
	}
}

// linkOf is the address that some words lead to.
func linkOf(r *result, words string) string {
	r.t.Helper()
	for _, n := range r.all("a") {
		if textOf(n) == words {
			return attr(n, "href")
		}
	}
	r.t.Fatalf("nothing called %q on %s:\n%s", words, r.path, r.text("main"))
	return ""
}

func TestANewInvitationEndsWhatWasBefore(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	odd := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	page := b.get(linkOf(b.get("/accounts"), "Odd Granmark"))
	r := b.post(page.form("/invite").action, nil)
	if r.status != http.StatusOK || len(r.withClass("lu-secret")) != 3 {
		t.Fatalf("inviting again: %d %s", r.status, r.text("main"))
	}
	if at := odd.get("/find"); at.path != "/sign-in" {
		t.Errorf("his session is still at %s", at.path)
	}
	s.clock.Advance(8 * 24 * time.Hour)
	if got := rows(s.keeper(t, "ada", "").get("/accounts"))["Odd Granmark"]; !strings.Contains(got, "invitation has run out") {
		t.Errorf("after a week the list says %q", got)
	}
}

func TestNobodyShutsThemselvesOutByThePages(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b := s.keeper(t, "ada", "")
	page := b.get(linkOf(b.get("/accounts"), "Ada Tjernhaug"))
	if !page.has("your own account") || strings.Contains(page.body, page.path+"/close") || strings.Contains(page.body, page.path+"/invite") {
		t.Errorf("the own account: %s", page.text("main"))
	}
	for path, form := range map[string]url.Values{"/roles": {"account.roles": {"nurse"}}, "/invite": {}, "/close": {"sure": {"yes"}}} {
		if r := b.post(page.path+path, form); r.status != http.StatusUnprocessableEntity || !r.has("shut yourself out") {
			t.Errorf("%s: %d %s", path, r.status, r.text("main"))
		}
	}
	if r := b.get("/accounts"); r.status != http.StatusOK || r.path != "/accounts" {
		t.Errorf("afterwards: %d at %s", r.status, r.path)
	}
}

func TestOwnRecoveryCodesAreShownOnceAndTheEarlierCountNoMore(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "odd", "", "")
	page := b.get("/me")
	if !page.has("Odd Granmark") || page.link("/password") != "/password" || page.link("/sessions") != "/sessions" {
		t.Errorf("my account: %s", page.text("main"))
	}
	form := page.form("/recovery-codes")
	for name, password := range map[string]string{"none": "", "a wrong one": "not this one at all"} {
		if r := b.post(form.action, url.Values{"password": {password}}); r.status != http.StatusUnprocessableEntity || len(r.withClass("ds-error-summary")) != 1 || strings.Contains(r.body, "not this one") {
			t.Errorf("with %s for a password: %d %s", name, r.status, r.text("main"))
		}
	}
	codes := func() []string {
		r := b.post(form.action, url.Values{"password": {demo.Password}})
		var out []string
		for _, n := range r.all("code") {
			out = append(out, textOf(n))
		}
		if r.status != http.StatusOK || len(out) != 10 {
			t.Fatalf("%d codes: %d %s", len(out), r.status, r.text("main"))
		}
		if again := b.get(r.path); again.status != http.StatusGone || again.has(out[0]) {
			t.Errorf("shown again: %d", again.status)
		}
		return out
	}
	first, second := codes(), codes()
	signIn := func(code string) string {
		return s.browser(t).post("/sign-in", url.Values{"user": {"odd"}, "password": {demo.Password}, "code": {code}}).path
	}
	if at := signIn(first[0]); at != "/sign-in" {
		t.Errorf("a code of before leads to %s", at)
	}
	if at := signIn(second[0]); at != "/start" {
		t.Errorf("a new code leads to %s", at)
	}
	if at := signIn(second[0]); at != "/sign-in" {
		t.Errorf("a code used up leads to %s", at)
	}
}

func TestWhatIsHandedOverBelongsToOneSessionAndWaitsTwoMinutes(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ada")
	b, other := s.keeper(t, "ada", ""), s.signedIn(t, "odd", "", "")
	lay := func() string {
		b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		defer func() { b.client.CheckRedirect = nil }()
		return b.post("/me/recovery-codes", url.Values{"password": {demo.Password}}).header.Get("Location")
	}
	at := lay()
	if r := other.get(at); r.status != http.StatusGone {
		t.Errorf("another session gets %d", r.status)
	}
	head, err := http.NewRequestWithContext(t.Context(), http.MethodHead, s.http.URL+at, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.do(head)
	if r := b.get(at); r.status != http.StatusOK || len(r.all("code")) != 10 {
		t.Errorf("after a question for the headers: %d", r.status)
	}
	at = lay()
	s.clock.Advance(handedLife)
	if r := b.get(at); r.status != http.StatusGone {
		t.Errorf("after two minutes: %d", r.status)
	}
}
