// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

var placeholder = regexp.MustCompile(`%(\[\d+\])?s`)

func TestEveryWordStandsInEveryLanguageWithTheSameNumbers(t *testing.T) {
	t.Parallel()
	for key, texts := range wordsOf {
		want := placeholder.FindAllString(texts["en"], -1)
		slices.Sort(want)
		for _, l := range Languages() {
			got := placeholder.FindAllString(texts[l], -1)
			slices.Sort(got)
			if texts[l] == "" || !slices.Equal(got, want) {
				t.Errorf("%s in %s: %q", key, l, texts[l])
			}
		}
		if len(texts) != len(Languages()) {
			t.Errorf("%s is in %d languages", key, len(texts))
		}
	}
}

var wordUsed = regexp.MustCompile(`\.T "([a-z-]+)"|\.T\("([a-z-]+)"|add\("([a-z-]+)"`)

func TestEveryWordOfTheReportIsKnown(t *testing.T) {
	t.Parallel()
	for _, m := range wordUsed.FindAllStringSubmatch(reportText, -1) {
		if wordsOf[m[1]] == nil {
			t.Errorf("the page says %q, which is no word", m[1])
		}
	}
}

// TestTheReportOfAnExample reads the page that the checker gets in each language.
//
// Keeps: TK-97, TK-200, TK-210, TK-213
func TestTheReportOfAnExample(t *testing.T) {
	t.Parallel()
	o, _ := protected(t, examples[0])
	for language, want := range map[string][]string{
		"en": {`<html lang="en">`, "Confidential", "Turnover by industry and region", "p% rule", "What is proved", "hidden so that others cannot be computed", "percent of its value apart"},
		"fi": {`<html lang="fi">`, "Luottamuksellinen", "p%-sääntö", "Mitä on todistettu"},
		"nb": {`<html lang="nb">`, "Fortrolig", "Hva som er bevist"},
		"sv": {`<html lang="sv">`, "Konfidentiell", "Vad som är bevisat"},
	} {
		page, err := o.report(language)
		if err != nil {
			t.Fatal(err)
		}
		text := string(page)
		for _, w := range append(want, o.Digest, digestOf(o.Spec.text), "minimum-units: 3") {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the report does not say %q", language, w)
			}
		}
		for _, not := range []string{"<script", "http:", "https:", "%!", "ZgotmplZ"} {
			if strings.Contains(text, not) {
				t.Errorf("%s: the report has %q", language, not)
			}
		}
		hidden := strings.Count(text, `class="n primary"`) + strings.Count(text, `class="n secondary"`)
		if bars := strings.Count(text, "<svg"); hidden != bars || hidden != o.Pattern.Count(1)+o.Pattern.Count(2) {
			t.Errorf("%s: %d hidden cells are drawn and %d bars, of %s", language, hidden, bars, o.Summary())
		}
	}
	if _, err := o.Files(Options{Language: "tlh"}); err == nil || !strings.Contains(err.Error(), "choose en, fi, nb, sv") {
		t.Errorf("got %v", err)
	}
}

// wideTable is a frequency table of so many rows and columns, every seventh cell
// small. Nothing else is hidden, as what is tested is the page.
func wideTable(t testing.TB, rows, columns int) *Outcome {
	t.Helper()
	var b strings.Builder
	b.WriteString("row,column\n")
	for i := range rows {
		for j := range columns {
			n := 5
			if (i*columns+j)%7 == 0 {
				n = 1
			}
			b.WriteString(strings.Repeat(fmt.Sprintf("r%d,c%d\n", i, j), n))
		}
	}
	s, err := Read(strings.NewReader(grid+"secondary: none\n"), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Protect(fstest.MapFS{}, strings.NewReader(b.String()), "rows.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestAReportStaysSmallWhenTheTableIsLarge(t *testing.T) {
	t.Parallel()
	o := wideTable(t, 150, 150)
	page, err := o.report("en")
	if err != nil {
		t.Fatal(err)
	}
	if text := string(page); len(text) > 3<<20 || !strings.Contains(text, "22,801 cells, too many to be drawn") || !strings.Contains(text, "sensitive ones are listed here") {
		t.Errorf("the report has %d bytes", len(text))
	}
}

func TestNamesInAReportAreText(t *testing.T) {
	t.Parallel()
	s, err := Read(strings.NewReader("title: <b>Bold</b>\n"+grid+"secondary: none\n"), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Protect(fstest.MapFS{}, strings.NewReader("row,column\n<script>alert(1)</script>,c\nx,c\n"), "rows.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	page, err := o.report("en")
	if err != nil {
		t.Fatal(err)
	}
	if text := string(page); strings.Contains(text, "<script>alert") || strings.Contains(text, "<b>Bold") || !strings.Contains(text, "Nothing is proved.") || !strings.Contains(text, "Without secondary suppression") {
		t.Error("names are not escaped, or what is missing is not said")
	}
}

func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{"en": "−1,234,567.8", "fi": "−1\u202f234\u202f567,8", "nb": "−1\u202f234\u202f567,8", "sv": "−1\u202f234\u202f567,8"} {
		if got := (speaker{language}).N(-12345678, 1); got != want {
			t.Errorf("%s: got %q, want %q", language, got, want)
		}
	}
	if got := (speaker{"en"}).N(123, 0) + (speaker{"fi"}).N(1000, 0); got != "1231\u202f000" {
		t.Errorf("got %q", got)
	}
}
