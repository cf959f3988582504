// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

// street is a first page with three doors, of which the second changes.
func street(t *testing.T) (b *browser, second *atomic.Pointer[DoorState]) {
	t.Helper()
	answer := func(text string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, text+r.URL.Path) })
	}
	second = &atomic.Pointer[DoorState]{}
	second.Store(&DoorState{Step: DoorWaiting})
	fixed := func(s DoorState) func() DoorState { return func() DoorState { return s } }
	d, err := NewDoors(DoorsConfig{Log: slog.New(slog.DiscardHandler), Doors: []Door{
		{Base: "/north", Name: promise.Text{"": "North"}, Who: promise.Text{"en": "They go north.", "nb": "De går nordover."}, Document: promise.Text{"en": "A page"},
			Todo: []promise.Text{{"en": "Look around."}}, State: fixed(DoorState{Step: DoorOpen, Pages: answer("north ")})},
		{Base: "/south", Name: promise.Text{"": "South"}, State: func() DoorState { return *second.Load() }},
		{Base: "/east", Name: promise.Text{"": "East"}, State: fixed(DoorState{Step: DoorLeftOut, Reason: "<b>organisation.yaml</b>:1"})},
	}})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(d.Handler())
	t.Cleanup(srv.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, site: &site{http: srv}, client: &http.Client{Jar: jar}}, second
}

func TestTheFirstPageShowsEveryDoorAndLoadsAgainUntilAllAreSettled(t *testing.T) {
	t.Parallel()
	b, second := street(t)
	r := b.get("/")
	if r.status != 200 || r.header.Get("Refresh") == "" {
		t.Errorf("status %d, refresh %q while a door waits", r.status, r.header.Get("Refresh"))
	}
	for _, words := range []string{"They go north.", "Look around.", "waiting its turn", "left out", "<b>organisation.yaml</b>:1"} {
		if !r.has(words) {
			t.Errorf("the first page does not say %q:\n%s", words, r.text("main"))
		}
	}
	if r.link("/north/") != "/north/" || strings.Contains(r.body, `href="/south/"`) || strings.Contains(r.body, `href="/east/"`) {
		t.Error("doors that are not open lead somewhere")
	}
	second.Store(&DoorState{Step: DoorMaking, Doing: promise.Text{"en": "visits"}})
	if r := b.get("/"); !r.has("Being made now: visits.") {
		t.Error("the page does not say what is being made:", r.text("main"))
	}
	second.Store(&DoorState{Step: DoorFailed, Reason: "the ink ran out"})
	if r := b.get("/"); !r.has("the ink ran out") || r.header.Get("Refresh") != "" {
		t.Error("a failed door: refresh", r.header.Get("Refresh"), r.text("main"))
	}
}

func TestBehindAClosedDoorEveryAddressWaitsAndOpensByItself(t *testing.T) {
	t.Parallel()
	b, second := street(t)
	second.Store(&DoorState{Step: DoorMaking, Doing: promise.Text{"en": "visits"}})
	r := b.get("/south/find?x=1")
	if r.status != http.StatusServiceUnavailable || r.header.Get("Refresh") == "" || r.header.Get("Retry-After") == "" || !r.has("visits") {
		t.Errorf("%d %v\n%s", r.status, r.header, r.text("main"))
	}
	if r := b.post("/south/sign-in", url.Values{"user": {"x"}}); r.status != http.StatusServiceUnavailable || r.header.Get("Refresh") != "" {
		t.Errorf("a form sent too early: %d, refresh %q", r.status, r.header.Get("Refresh"))
	}
	second.Store(&DoorState{Step: DoorFailed, Reason: "the ink ran out"})
	if r := b.get("/south/"); r.status != http.StatusServiceUnavailable || r.header.Get("Refresh") != "" || !r.has("the ink ran out") {
		t.Errorf("a failed one: %d %s", r.status, r.text("main"))
	}
	second.Store(&DoorState{Step: DoorOpen, Pages: http.NotFoundHandler()})
	if r := b.get("/south/find"); r.status != http.StatusNotFound {
		t.Errorf("an open one: %d", r.status)
	}
	if r := b.get("/north/find"); r.body != "north /north/find" {
		t.Errorf("the open door answers %q", r.body)
	}
	if r := b.get("/nowhere"); r.status != http.StatusNotFound || r.link("/") != "/" {
		t.Errorf("an address behind no door: %d", r.status)
	}
}

func TestTheLanguageChosenAtTheDoorsGoesAlongUntilAnotherIsChosenInside(t *testing.T) {
	t.Parallel()
	b, _ := street(t)
	if r := b.get("/?lang=nb"); r.path != "/" || !r.has("De går nordover.") {
		t.Errorf("%s\n%s", r.path, r.text("main"))
	}
	req := httptest.NewRequest(http.MethodGet, "/x", nil)
	req.AddCookie(&http.Cookie{Name: "lang", Value: "nb"})
	if got := languageChosen(req, "/north"); len(got) != 1 || got[0] != "nb" {
		t.Errorf("inside: %v", got)
	}
	req.AddCookie(&http.Cookie{Name: "lang-north", Value: "en"})
	if got := languageChosen(req, "/north"); len(got) != 2 || got[0] != "en" {
		t.Errorf("inside, with a choice of its own: %v", got)
	}
}
