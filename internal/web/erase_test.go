// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/internal/ledger"
)

// findIn is the first element with a tag inside another.
func findIn(root *html.Node, tag string) (found *html.Node) {
	found = &html.Node{}
	walk(root, func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == tag && found.Data == "" {
			found = n
		}
	})
	return found
}

// Keeps: HMS-63
// Law: gdpr 17(1)
func TestAnApplicationIsErasedAndThePageProvesIt(t *testing.T) {
	t.Parallel()
	s := newSite(t, "ivar")
	id := s.applicant(t)
	b := s.signedIn(t, "ivar", "", "applications/recruitment")
	person := b.openPerson(id)
	page := b.get(person.link(person.path + "/erase"))
	for _, want := range []string{"The application (one record)", "Enclosures and personnel papers (one record)", "cannot be undone", "Look-ups of the past stay in the log"} {
		if !page.has(want) {
			t.Errorf("before erasing the page does not say %q: %s", want, page.text("main"))
		}
	}
	size := s.house.Gate.Tree.Size()
	for name, form := range map[string]url.Values{"nothing chosen": {"sure": {"yes"}}, "no tick": {"category": {"application", "papers"}},
		"no tick, and one that holds nothing": {"category": {"application", "nothing-here"}}} {
		r := b.post(page.path, form)
		if (r.status != http.StatusUnprocessableEntity || len(r.withClass("ds-error-summary")) != 1) && r.status != http.StatusNotFound {
			t.Errorf("%s: %d %s", name, r.status, r.text("main"))
		}
	}
	if b.get(person.path).status != http.StatusOK || s.house.Gate.Tree.Size() < size {
		t.Fatal("something was erased before it was confirmed")
	}

	part := b.post(page.path, url.Values{"category": {"papers"}, "sure": {"yes"}})
	if !part.has("One record is gone") || part.link("/lookups/") != person.path {
		t.Errorf("erasing a part: %d %s", part.status, part.text("main"))
	}
	if left := b.get(person.path); !left.has("Søker Sørmyr") || left.has("Attest") {
		t.Errorf("what is left: %s", left.text("main"))
	}
	r := b.post(page.path, url.Values{"category": {"application"}, "sure": {"yes"}})
	if r.status != http.StatusOK || r.text("h1") != "Erased" || r.has("Sørmyr") || !r.has("Look-ups of the past stay in the log") {
		t.Fatalf("erasing: %d %s", r.status, r.text("main"))
	}
	var kinds []ledger.Kind
	for _, n := range r.all("a") {
		if number, ok := strings.CutPrefix(attr(n, "href"), "/entries/"); ok {
			i, err := strconv.ParseInt(number, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			e, err := s.house.Gate.Tree.Entry(t.Context(), i)
			if err != nil {
				t.Fatal(err)
			}
			kinds = append(kinds, e.Kind)
		}
	}
	if !slices.Equal(kinds, []ledger.Kind{ledger.KindIntent, ledger.KindDestroyed}) {
		t.Errorf("the proof names %v", kinds)
	}
	if again := b.get(r.path); again.status != http.StatusOK || again.text("h1") != "Erased" {
		t.Errorf("the proof once more: %d", again.status)
	}
	if gone := b.get(person.path); gone.status != http.StatusGone {
		t.Errorf("the page of whoever was erased: %d %s", gone.status, gone.text("main"))
	}
	if gone := b.post("/subjects/"+id.String()+"/open", nil); gone.status != http.StatusNotFound {
		t.Errorf("opening whoever was erased: %d", gone.status)
	}
	for _, way := range []string{"/share", "/erase", "/add/application"} {
		if x := b.get(r.path + way); x.status != http.StatusNotFound {
			t.Errorf("the proof has a %s: %d", way, x.status)
		}
	}
}

// Keeps: HMS-53
// Law: gdpr 17(3)(b)
func TestAJournalIsHeldBackWithItsPeriodAndItsDay(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "live", "journal-responsible", "personal-journal/occupational-health")
	person := b.openPerson(s.inCare)
	page := b.get(person.link(person.path + "/erase"))
	held := page.withClass("lu-closed")
	if len(held) != 1 || page.text("h1") != "Erase: Ærlig Ådnavoll" || strings.Contains(page.text("title"), "Ærlig") || !page.has("Nothing can be erased now") {
		t.Fatalf("%d categories are held back: %s", len(held), page.text("main"))
	}
	for _, h := range held {
		for _, want := range []string{"At least until 1 October 2036", "personal-journal/ retention/ journal", "kept at least 10 years after", "Name card (one record)", "Consultation notes (one record)"} {
			if !strings.Contains(textOf(h), want) {
				t.Errorf("%q does not say %q", textOf(h), want)
			}
		}
	}
	ask := page.form("/erase")
	r := b.post(ask.action, ask.values)
	card := r.withClass("lu-refusal")
	if r.status != http.StatusForbidden || len(card) != 1 || !strings.Contains(textOf(card[0]), "personal-journal/ retention/ journal") || !strings.Contains(textOf(card[0]), "kept at least 10 years after") || !strings.Contains(textOf(card[0]), "recorded as entry") {
		t.Fatalf("asking all the same: %d %s", r.status, r.text("main"))
	}
	if left := b.get(person.path); !left.has("Ærlig Ådnavoll") {
		t.Errorf("after the refusal: %s", left.text("main"))
	}
}

// Keeps: HMS-53
func TestWhereNothingHoldsItBackErasingAsksForAReason(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "live", "journal-responsible", "personal-journal/occupational-health")
	person := b.openPerson(s.other) // nobody ever wrote a note about her
	page := b.get(person.link(person.path + "/erase"))
	form := url.Values{"category": {"identification", "employment"}, "sure": {"yes"}}
	if r := b.post(page.path, form); r.status != http.StatusUnprocessableEntity || !strings.Contains(textOf(r.withClass("ds-error-summary")[0]), "Write a reason") {
		t.Fatalf("without a reason: %d %s", r.status, r.text("main"))
	}
	form.Set("reason", "Hun ba om det.")
	if r := b.post(page.path, form); r.status != http.StatusOK || !r.has("2 records are gone") {
		t.Errorf("with a reason: %d %s", r.status, r.text("main"))
	}
	if r := b.post("/find", url.Values{"q": {"Bakkmyr"}}); r.has("Bergljot") {
		t.Error("she is still found")
	}
}
