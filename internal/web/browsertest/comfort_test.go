// SPDX-License-Identifier: EUPL-1.2

package browsertest

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func TestPagesAreAccessibleInTheDarkToo(t *testing.T) {
	t.Parallel()
	b := newTab(t, "en", 1280, true)
	b.dark()
	b.open("/?lang=en")
	b.check("door-dark")
	b.open("/notice")
	b.check("notice-dark")
	b.enter("odd")
	b.work("", "personal-journal/administration")
	b.press("button[name='all']")
	b.check("list-dark")
	b.press(".lu-index li:nth-child(2) button")
	b.check("person-dark")
	b.press(".lu-closed button")
	b.check("refusal-dark")
	b.open("/new")
	b.press("main form button[type='submit']")
	b.check("new-dark")
}

func TestTheMainJourneysWorkWithScriptingOff(t *testing.T) {
	t.Parallel()
	b := newTab(t, "nb", 1280, false)
	b.enter("nina")
	b.work("", "personal-journal/occupational-health")
	if !b.has("#purpose") {
		t.Fatal("no purpose bar")
	}
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	b.click(".lu-open-form input[type='radio']")
	if b.has(".lu-open-form input[name='confirm']") {
		b.click(".lu-open-form input[name='confirm']")
	}
	b.press(".lu-open-form button")
	if !b.has(".lu-timeline a[href*='/consultations/']") {
		t.Fatalf("the journal is not open:\n%s", b.text("main"))
	}
	b.fill("#purpose", "personal-journal/administration")
	b.press(".lu-bar button")
	if got := b.text(".lu-bar-basis"); !strings.Contains(got, "berettiget interesse") {
		t.Errorf("the purpose did not change: %q", got)
	}
	b.press("form[action='/sign-out'] button")
	b.enter("odd")
	b.work("", "personal-journal/administration")
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	b.press(".lu-closed button")
	if !strings.Contains(b.text(".lu-refusal"), "loggført med nummer") {
		t.Errorf("the refusal says %q", b.text(".lu-refusal"))
	}
}

func TestThePurposeIsOneKeystrokeAwayAndArrowsDoNotSubmit(t *testing.T) {
	t.Parallel()
	b := newTab(t, "en", 1280, true)
	b.enter("odd")
	b.work("", "personal-journal/administration")
	b.do("access key", b.call(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Modifiers: 1, // Alt
			Key: "p", Code: "KeyP", Text: "p", UnmodifiedText: "p", WindowsVirtualKeyCode: 'P'})
		return err
	}))
	if got := ask[string](b, "document.activeElement.id"); got != "purpose" {
		t.Fatalf("the access key leads to %q", got)
	}
	before := ask[string](b, "location.pathname + document.title")
	b.do("arrow", chromedp.KeyEvent(kb.ArrowUp))
	if got := ask[string](b, "location.pathname + document.title"); got != before {
		t.Errorf("an arrow led to %s", got)
	}
}

func TestAClausesSentenceShowsOnFocusAndGoesAwayWithEscape(t *testing.T) {
	t.Parallel()
	b := newTab(t, "en", 1280, true)
	b.enter("odd")
	b.work("", "personal-journal/administration")
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	shown := func() bool {
		return ask[bool](b, "[...document.querySelectorAll('.lu-tip')].some(e => getComputedStyle(e).display !== 'none')")
	}
	if shown() {
		t.Error("a sentence shows before anybody asked")
	}
	b.do("focus a chip", chromedp.Focus(chromedp.CSS(".lu-closed .lu-chip a")), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	if !shown() {
		t.Error("the sentence does not show on focus")
	}
	b.do("escape", chromedp.KeyEvent(kb.Escape))
	if shown() {
		t.Error("the sentence stays after Escape")
	}
}

func TestAnErrorSummaryAndARefusalTakeTheFocus(t *testing.T) {
	t.Parallel()
	b := newTab(t, "en", 1280, true)
	b.enter("odd")
	b.work("", "personal-journal/administration")
	b.open("/new")
	b.press("main form button[type='submit']")
	if got := ask[string](b, "document.activeElement.className"); got != "ds-error-summary" {
		t.Errorf("the focus is on %q", got)
	}
	b.click(".ds-error-summary a")
	if got := ask[string](b, "document.activeElement.name"); got != "identification.name" {
		t.Errorf("the summary leads to %q", got)
	}
	b.open("/find")
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	b.press(".lu-closed button")
	if got := ask[string](b, "document.activeElement.className"); got != "lu-refusal" {
		t.Errorf("after a refusal the focus is on %q", got)
	}
}

func TestAChipLeadsToItsClauseAlsoWhenItIsFoldedAway(t *testing.T) {
	t.Parallel()
	b := newTab(t, "en", 1280, true)
	b.open("/notice/registers/personal-journal#personal-journal/access/only-health-personnel")
	if !ask[bool](b, "(() => { const e = document.getElementById('personal-journal/access/only-health-personnel'); const r = e.getBoundingClientRect(); return r.height > 0 && r.top >= 0 && r.top < innerHeight; })()") {
		t.Error("the clause is not in sight")
	}
}
