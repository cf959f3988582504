// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"strings"
	"testing"
)

// Keeps: AMS-106, AMS-107, AMS-108
func TestEarlierVersionsOfTheNoticeStayReadableWithWhatChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.browser(t)
	b.get("/notice?lang=en")
	before := b.get("/notice/history")
	if before.status != http.StatusOK || !before.has("This was the first one.") || before.has("Read this version") && strings.Contains(before.body, "/notice/versions/2") {
		t.Fatalf("the first edition: %d %s", before.status, before.text("main"))
	}
	if err := s.house.Gate.PutInForce(t.Context(), changedPromise(t)); err != nil {
		t.Fatal(err)
	}
	after := b.get("/notice/history")
	if n := len(after.withClass("lu-edition")); n != 2 || !after.has("in force now") {
		t.Errorf("%d editions in %s", n, after.text("main"))
	}
	for _, old := range []string{"/notice/versions/1", "/notice/versions/2"} {
		if r := b.get(old); r.status != http.StatusOK || !r.has("as it was published") || len(r.withClass("lu-brief")) != 1 {
			t.Errorf("%s: %d", old, r.status)
		}
	}
	for _, none := range []string{"/notice/versions/3", "/notice/versions/0", "/notice/versions/x", "/notice/versions/1/registers/none", "/notice/none", "/notice/registers/none", "/notice/files/none", "/notice/files/promise/none.yaml"} {
		if r := b.get(none); r.status != http.StatusNotFound {
			t.Errorf("%s: %d, want not found", none, r.status)
		}
	}
}

// Law: gdpr 30(1)
func TestEverythingThatIsPublishedIsShownByTheServerToo(t *testing.T) {
	t.Parallel()
	s := sharedSite(t)
	b := s.browser(t)
	b.get("/notice?lang=nb")
	for page, want := range map[string]string{"record": "Protokoll over behandlingsaktiviteter", "map": "Datakart", "agreements": "Compugroup Medical Norway AS (CGM)",
		"rules": "Taushetserklæring", "history": "Hva som er endret", "check": "Kontroller selv"} {
		if r := b.get("/notice/" + page); r.status != http.StatusOK || !r.has(want) {
			t.Errorf("%s: %d without %q", page, r.status, want)
		}
	}
	for file, kind := range map[string]string{"record.csv": "text/csv; charset=utf-8", "record.jsonld": "application/ld+json", "promise/organisation.yaml": "text/plain; charset=utf-8",
		"map-personal-journal.nb.svg": "image/svg+xml", "release.promise": "application/octet-stream", "record.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
		r := b.get("/notice/files/" + file)
		if r.status != http.StatusOK || r.header.Get("Content-Type") != kind || r.body == "" {
			t.Errorf("%s: %d %q", file, r.status, r.header.Get("Content-Type"))
		}
		if policy := r.header.Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") {
			t.Errorf("%s: a file may run: %q", file, policy)
		}
	}
}
