// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func ids(r *result) map[string]int {
	out := map[string]int{}
	walk(r.doc, func(n *html.Node) {
		if id := attr(n, "id"); n.Type == html.ElementNode && id != "" {
			out[id]++
		}
	})
	return out
}

// noticePages are the notice and, where it is in layers, the pages of its registers.
func noticePages(b *browser) []*result {
	b.t.Helper()
	first := b.get("/notice")
	pages := []*result{first}
	for _, a := range first.all("a") {
		if to := attr(a, "href"); strings.HasPrefix(to, "/notice/registers/") {
			pages = append(pages, b.get(to))
		}
	}
	return pages
}

// Keeps: HMS-01
// Keeps: HMS-03
// Keeps: HMS-09
// Keeps: HMS-10
// Keeps: HMS-11
// Keeps: HMS-64
func TestTheNoticeStandsOpenInBothLanguagesWithAnAnchorForEveryClause(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	for _, lang := range []string{"nb", "en"} {
		b := s.browser(t)
		b.get("/notice?lang=" + lang)
		where, all, maps := map[string]int{}, "", 0
		for _, r := range noticePages(b) {
			if r.status != 200 || attr(r.all("html")[0], "lang") != lang {
				t.Fatalf("%s: %s: %d in %s", lang, r.path, r.status, attr(r.all("html")[0], "lang"))
			}
			anchors := ids(r)
			for id, n := range anchors {
				where[id]++
				if n > 1 {
					t.Errorf("%s: %s: %q is the name of %d places", lang, r.path, id, n)
				}
			}
			for _, n := range r.all("a") {
				if to, ok := strings.CutPrefix(attr(n, "href"), "#"); ok && anchors[to] != 1 {
					t.Errorf("%s: %s: the contents lead to %q, which is not there", lang, r.path, to)
				}
			}
			all += r.text("main") + " "
			maps += len(r.withClass("lu-map"))
		}
		for _, c := range s.house.Gate.Rulebook().Clauses() {
			if where[c.Name] != 1 {
				t.Errorf("%s: clause %s has %d anchors", lang, c.Name, where[c.Name])
			}
			if !strings.Contains(all, strings.Join(strings.Fields(c.Sentence(lang)), " ")) {
				t.Errorf("%s: the notice lacks the sentence of %s", lang, c.Name)
			}
		}
		for _, want := range []string{s.house.Gate.Verifier(), "personvern@hms.example", "Compugroup Medical Norway AS (CGM)"} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: the notice lacks %q", lang, want)
			}
		}
		if maps < 4 {
			t.Errorf("%s: %d maps", lang, maps)
		}
	}
}

func TestEveryChipLeadsToItsClauseInTheNotice(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	anchors := map[string]bool{}
	for _, r := range noticePages(s.browser(t)) {
		for id := range ids(r) {
			anchors[r.path+"#"+id] = true
		}
	}
	office := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	person := office.openPerson(s.inCare)
	nurse := s.signedIn(t, "nina", "nurse", "personal-journal/occupational-health")
	privacy := s.signedIn(t, "karin", "privacy-officer", "personal-journal/insight")
	pages := map[string]*result{
		"person":  person,
		"refusal": office.post(person.path+"/open", map[string][]string{"category": {"consultations"}}),
		"journal": nurse.openPerson(s.inCare),
		"record":  office.get(person.link("/employment/")),
		"extract": privacy.post(privacy.openPerson(s.inCare).path+"/extract", nil),
	}
	for name, r := range pages {
		chips := r.withClass("lu-chip")
		if len(chips) == 0 {
			t.Errorf("%s has no chip", name)
		}
		for id, n := range ids(r) {
			if n > 1 {
				t.Errorf("%s: %q is the name of %d places", name, id, n)
			}
		}
		for _, c := range chips {
			a := findNode(c, "a", "aria-describedby", "")
			walk(c, func(n *html.Node) {
				if n.Data == "a" {
					a = n
				}
			})
			href := attr(a, "href")
			_, to, _ := strings.Cut(href, "#")
			if !anchors[href] {
				t.Errorf("%s: a chip leads to %q, which the notice does not have", name, href)
			}
			if tip := textOf(c); len(tip) < len(to)+10 {
				t.Errorf("%s: the chip of %s says only %q", name, to, tip)
			}
		}
	}
}
