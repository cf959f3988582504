// SPDX-License-Identifier: EUPL-1.2

package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"
)

// statisticsFile is a file of invented companies, two municipalities of which are
// small by themselves.
func statisticsFile() string {
	var out strings.Builder
	out.WriteString("unit,municipality,industry,founded,turnover\n")
	n := 0
	for _, m := range []struct {
		name   string
		counts []int
	}{{"Granvika", []int{9, 8, 12}}, {"Fossmo", []int{2, 7, 5}}, {"Lyngnes", []int{1, 6, 4}}, {"Elvesund", []int{8, 9, 7}}, {"Haugdal", []int{5, 4, 6}}} {
		for i, c := range m.counts {
			for range c {
				n++
				fmt.Fprintf(&out, "u%d,%s,%s,20%02d-05-01,%d\n", n, m.name, []string{"trade", "building", "transport"}[i], n%20, 100+n*n%700)
			}
		}
	}
	return out.String()
}

// asCounter walks through the pages of statistics: with the eyes of somebody who
// may only count, and of somebody who sees the data.
func asCounter(b *tab) {
	b.enter("nina")
	b.work("", "personal-journal/reporting")
	b.check("statistics-counter")
	b.press(".lu-card a[href='/statistics/personal-journal.consultations']")
	b.check("statistics-form-counter")
	b.press("main form button[type='submit']")
	b.check("statistics-form-wrong")
	choose(b, "#dim1", "2:")
	choose(b, "#dim2", "0:")
	b.press("main form button[type='submit']")
	b.untilProtected()
	b.check("statistics-table-counter")
	b.open("/start")
	b.work("", "companies/reporting")
	b.open("/statistics")
	b.check("statistics")
	file := filepath.Join(b.t.TempDir(), "companies.csv")
	if err := os.WriteFile(file, []byte(statisticsFile()), 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.click("input[name='set'][value='companies.agreement']")
	b.do("choose a file", chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	b.press("form[action='/statistics/upload'] button")
	b.check("statistics-form")
	choose(b, "#dim1", "1:")
	choose(b, "#dim2", "2:")
	choose(b, "#unit", "0:0")
	b.press("main form button[type='submit']")
	b.check("statistics-table")
	b.press("a[href$='/compare']")
	b.check("statistics-compare")
	b.press("main > p a[href^='/statistics/tables/']")
	b.press("form[action$='/protect'] button")
	b.untilProtected()
	b.check("statistics-protected")
	before := b.text("main .lu-facts dd:nth-of-type(3)")
	b.click(".lu-classes summary")
	b.click(".lu-classes input[value='2']")
	b.click(".lu-classes input[value='5']")
	b.press(".lu-classes button[value='merge']")
	b.untilProtected()
	b.check("statistics-merged")
	if after := b.text("main .lu-facts dd:nth-of-type(3)"); after == before {
		b.t.Errorf("%s cells are hidden before and after two classes are merged", after)
	}
}

// choose picks an option by its value; of the unit, by its place.
func choose(b *tab, selector, value string) {
	b.t.Helper()
	if selector == "#unit" {
		value = strings.SplitN(value, ":", 2)[0]
	}
	b.do("choose "+selector, chromedp.SetValue(chromedp.CSS(selector), value))
}

// untilProtected looks at a table until its protection has ended.
func (b *tab) untilProtected() {
	b.t.Helper()
	for range 50 {
		if !b.has("[data-poll]") {
			return
		}
		b.open(ask[string](b, "location.pathname"))
	}
	b.t.Fatal("the table is never protected")
}
