// SPDX-License-Identifier: EUPL-1.2

package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// finding is one thing that axe has against a page.
type finding struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// check looks a page over: axe, the console, the width, one heading, a
// language. A picture is kept when LUPAUS_SHOTS names a folder.
func (b *tab) check(name string) {
	b.t.Helper()
	b.opened[name] = true
	b.shot(name)
	lang := ask[string](b, "document.documentElement.lang")
	h1 := ask[int](b, "document.querySelectorAll('h1').length")
	wide := ask[bool](b, "document.documentElement.scrollWidth > document.documentElement.clientWidth")
	if lang != b.lang {
		b.t.Errorf("%s speaks %q, want %q", name, lang, b.lang)
	}
	if h1 != 1 {
		b.t.Errorf("%s has %d main headings, want one", name, h1)
	}
	if wide {
		b.t.Errorf("%s is wider than %d px", name, b.width)
	}
	for _, f := range b.axe() {
		for _, n := range f.Nodes {
			b.t.Errorf("%s (%s, %d px): axe %s: %s\n%s\n%s", name, b.lang, b.width, f.ID, f.Help, n.HTML, n.Summary)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.messages {
		b.t.Errorf("%s (%s, %d px): the console says %s", name, b.lang, b.width, m)
	}
	b.messages = nil
}

// axe runs over the DevTools protocol, so that the page's own policy stays on.
func (b *tab) axe() (found []finding) {
	b.t.Helper()
	if axe == "" {
		return nil
	}
	ask[bool](b, axe+";true")
	text := ask[string](b, `(async () => { const r = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}); return JSON.stringify(r.violations); })()`, chromedp.EvalAwaitPromise)
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		b.t.Fatal(err)
	}
	return found
}

func (b *tab) shot(name string) {
	b.t.Helper()
	dir := os.Getenv("LUPAUS_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	b.must("picture of "+name, err)
	file := filepath.Join(dir, fmt.Sprintf("%s-%s-%d.png", name, b.lang, b.width))
	if err := os.WriteFile(file, png, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// everyPage walks through all pages as the people who use them do.
func everyPage(b *tab) {
	b.open("/?lang=" + b.lang)
	b.check("door")
	b.open("/notice")
	b.check("notice")
	b.open("/sign-in")
	b.check("sign-in")
	b.fill("#user", "nobody")
	b.press("main form button")
	b.check("sign-in-wrong")
	asNurse(b)
	asOffice(b)
	asDoctor(b)
	asPrivacyOfficer(b)
	asCounter(b)
}

func asNurse(b *tab) {
	b.enter("nina")
	b.check("start")
	b.work("", "personal-journal/occupational-health")
	b.check("find")
	b.press("button[name='all']")
	b.check("list")
	b.press(".lu-index li:nth-child(2) button")
	b.check("person")
	b.press(".lu-open-form button")
	b.check("person-needs")
	b.click(".lu-open-form input[type='radio']")
	if b.has(".lu-open-form input[name='confirm']") {
		b.click(".lu-open-form input[name='confirm']")
	}
	b.press(".lu-open-form button")
	b.check("journal")
	b.press(".lu-timeline a[href*='/consultations/']")
	b.check("record")
	b.press("main > p a[href^='/lookups/']")
	b.press("a[href$='/add/consultations']")
	b.check("add")
	b.press("main form button[type='submit']")
	b.check("add-wrong")
	b.open("/sessions")
	b.check("sessions")
	b.open("/lookups/00000000000000000000000000")
	b.check("expired")
	b.open("/nowhere")
	b.check("not-found")
}

func asOffice(b *tab) {
	b.enter("odd")
	b.work("office-worker", "companies/service")
	b.press("button[name='all']")
	b.check("companies")
	b.press(".lu-index li:first-child button")
	b.check("company")
	b.open("/new")
	b.check("new-company")
	b.open("/start")
	b.work("", "personal-journal/administration")
	b.open("/new")
	b.press("main form button[type='submit']")
	b.check("new-person-wrong")
	b.open("/import")
	b.check("import")
	importList(b)
	b.open("/find")
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	b.check("person-office")
	b.press(".lu-closed button")
	b.check("refusal")
	b.press(".lu-refusal a[href^='/entries/']")
	b.check("entry")
}

// importList takes in a list with a row that wants mending.
func importList(b *tab) {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "ansatte.csv")
	list := "Navn;Fødselsnummer;Avdeling;Fra\nSolveig Tjernli;01818000282;Lager;2025-01-01\nUten Nummer;123;Lager;i fjor\n"
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.fill("#company", "Nordlys Sveis AS")
	b.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS("#list"), []string{file}))
	b.press("main form button[type='submit']")
	b.check("import-preview")
	b.press("main form button[type='submit']")
	b.check("import-done")
}

func asDoctor(b *tab) {
	b.enter("live")
	b.check("start-role")
	b.work("journal-responsible", "personal-journal/occupational-health")
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	b.press("a[href$='/correct']")
	b.check("correct")
}

func asPrivacyOfficer(b *tab) {
	b.enter("karin")
	b.work("privacy-officer", "personal-journal/insight")
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	b.check("person-privacy")
	b.press("form[action$='/extract'] button")
	b.check("extract")
}

func TestEveryPageIsAccessibleQuietAndFitsTheScreen(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"nb", "en"} {
		for _, width := range []int64{320, 1280} {
			t.Run(fmt.Sprintf("%s at %d px", lang, width), func(t *testing.T) {
				t.Parallel()
				everyPage(newTab(t, lang, width, true))
			})
		}
	}
}
