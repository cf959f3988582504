// SPDX-License-Identifier: EUPL-1.2

package browsertest

import (
	"fmt"
	"testing"
)

// TestKeepingAccountsSharingAndErasing walks through the pages of whoever keeps
// accounts, shares an application and erases it. It goes before the other walks
// and not beside them: each sign-in moves the clock that all share, and a
// look-up lasts for a quarter of an hour.
func TestKeepingAccountsSharingAndErasing(t *testing.T) {
	for _, lang := range []string{"nb", "en"} {
		for _, width := range []int64{320, 1280} {
			t.Run(fmt.Sprintf("%s at %d px", lang, width), func(t *testing.T) {
				t.Parallel()
				b := newTab(t, lang, width, true)
				asKeeper(b)
				asManager(b)
				asResponsible(b)
			})
		}
	}
}

// each gives every walk an account and an applicant of its own.
func (b *tab) each(name string) string { return fmt.Sprintf("%s-%s-%d", name, b.lang, b.width) }

func asKeeper(b *tab) {
	b.enter("ada")
	b.work("", "staff/access-control")
	b.check("accounts")
	b.press("a[href='/accounts/new']")
	b.check("account-new")
	b.press("main form button[type='submit']")
	b.check("account-new-wrong")
	b.fill("#f-account-username", b.each("vilde"))
	b.fill("#f-account-name", "Vilde Tangvik")
	b.click("input[value='nurse']")
	b.press("main form button[type='submit']")
	b.check("handed")
	b.press("main > p:last-child a")
	b.check("account")
	b.click("input[value='nurse']")
	b.press("form[action$='/roles'] button")
	b.check("account-wrong")
	b.press("a[href$='/close']")
	b.check("account-close")
	b.press("main form button[type='submit']")
	b.check("account-close-wrong")
	b.click("#sure")
	b.press("main form button[type='submit']")
	b.check("accounts-closed")
	b.open("/me")
	b.check("me")
	b.fill("#password", "lupaus-demo-2026")
	b.press("form[action='/me/recovery-codes'] button")
	b.check("handed-codes")
	b.open(ask[string](b, "location.pathname"))
	b.check("handed-twice")
	b.open("/password")
	b.check("password")
}

func asManager(b *tab) {
	b.enter("ivar")
	b.work("", "applications/recruitment")
	b.open("/new")
	b.fill("#f-application-name", "Tarjei Ytterbø")
	b.fill("#f-application-received", "2026-11-20")
	b.fill("#f-application-position", b.each("stilling"))
	b.press("main form button[type='submit']")
	b.check("applicant")
	b.press("a[href$='/share']")
	b.check("share")
	b.press("main form button[type='submit']")
	b.check("share-wrong")
	b.fill("input[name='reason']", "Faglig råd")
	b.click("#sure")
	if b.has("select[name='with']") {
		b.fill("select[name='with']", ask[string](b, "document.querySelector('select[name=with] option:last-child').value"))
	} else {
		b.click("label:last-of-type input[name='with']")
	}
	b.press("main form button[type='submit']")
	b.check("shared")
	b.press("main > p a[href^='/lookups/']")
	b.check("applicant-shared")
	b.press("a[href$='/erase']")
	b.check("erase")
	b.press("main form button[type='submit']")
	b.check("erase-wrong")
	b.click("#sure")
	b.press("main form button[type='submit']")
	b.check("erased")
}

func asResponsible(b *tab) {
	b.enter("live")
	b.work("journal-responsible", "personal-journal/occupational-health")
	b.press("button[name='all']")
	b.press(".lu-index li:nth-child(2) button")
	b.press("a[href$='/erase']")
	b.check("erase-held")
	b.press(".lu-closed button")
	b.check("erase-refused")
}
