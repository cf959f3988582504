// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestEveryLanguageHasEveryKey(t *testing.T) {
	t.Parallel()
	want := Keys(Fallback)
	for _, lang := range Languages() {
		if diff := cmp.Diff(want, Keys(lang)); diff != "" {
			t.Errorf("catalogue %s differs from %s (-want +got):\n%s", lang, Fallback, diff)
		}
	}
}

var place = regexp.MustCompile(`\{(\d|n)\}`)

func TestTheSamePlacesStandInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, key := range Keys(Fallback) {
		if strings.HasSuffix(key, ".one") {
			continue // one language says "one", another writes the number
		}
		var want []string
		for i, lang := range Languages() {
			text, _ := Text(lang, key)
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %q is empty", lang, key)
			}
			got := place.FindAllString(text, -1)
			slices.Sort(got)
			if i == 0 {
				want = got
			} else if !slices.Equal(want, got) {
				t.Errorf("%s: %q has the places %v, want %v", lang, key, got, want)
			}
		}
	}
}

func TestPluralKeysHaveBothForms(t *testing.T) {
	t.Parallel()
	for _, key := range Keys(Fallback) {
		if stem, ok := strings.CutSuffix(key, ".one"); ok {
			if _, ok := Text(Fallback, stem+".other"); !ok {
				t.Errorf("%q has no form for many", stem)
			}
		}
	}
}

// used finds the keys that pages and handlers name: whole ones, and stems that
// are completed by data.
func used(t *testing.T) (whole map[string]bool, stems []string) {
	t.Helper()
	whole = map[string]bool{}
	call := regexp.MustCompile(`\.(?:T|N) ?\(?"([a-z0-9.-]+)"`)
	stem := regexp.MustCompile(`"([a-z0-9-]+\.(?:[a-z0-9-]+\.)*)"`)
	literal := regexp.MustCompile(`"([a-z]+(?:\.[a-z0-9-]+)+)"`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if ext := filepath.Ext(path); ext != ".go" && ext != ".html" {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		inWeb := strings.Contains(path, "web")
		for _, m := range call.FindAllStringSubmatch(string(text), -1) {
			if inWeb {
				whole[m[1]] = true
			}
		}
		for _, m := range literal.FindAllStringSubmatch(string(text), -1) {
			whole[m[1]] = whole[m[1]] || false // an engine's message key
		}
		if inWeb {
			for _, m := range stem.FindAllStringSubmatch(string(text), -1) {
				stems = append(stems, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return whole, stems
}

func TestPagesUseKeysThatExistAndTheCatalogueHasNoOthers(t *testing.T) {
	t.Parallel()
	whole, stems := used(t)
	exists := func(key string) bool {
		_, plain := Text(Fallback, key)
		_, plural := Text(Fallback, key+".other")
		return plain || plural
	}
	asked := 0
	for key, must := range whole {
		if must && !strings.HasSuffix(key, ".") {
			asked++
			if !exists(key) {
				t.Errorf("a page asks for %q, which no catalogue has", key)
			}
		}
	}
	if asked < 200 {
		t.Fatalf("found %d uses of keys: the search no longer finds them", asked)
	}
	for _, key := range Keys(Fallback) {
		name := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		_, named := whole[name]
		if !named && !slices.ContainsFunc(stems, func(s string) bool { return strings.HasPrefix(key, s) }) {
			t.Errorf("no page uses %q", key)
		}
	}
}

func TestAnUnknownKeyIsShownAsItself(t *testing.T) {
	t.Parallel()
	if got := For("nb", nil).T("no.such.key"); got != "no.such.key" {
		t.Errorf("got %q", got)
	}
}

func TestDaysAndTimesAreWrittenAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 3, 13, 5, 0, 0, time.UTC)
	for _, c := range []struct{ lang, what, got, want string }{
		{"nb", "day", For("nb", oslo).Day(at), "3. november 2026"},
		{"nb", "moment", For("nb", oslo).Moment(at), "3. november 2026 kl. 14.05"},
		{"nb", "short", For("nb", oslo).ShortMoment(at), "03.11.2026 14.05"},
		{"nb", "month", For("nb", oslo).Month(at), "november 2026"},
		{"en", "day", For("en", oslo).Day(at), "3 November 2026"},
		{"en", "moment", For("en", oslo).Moment(at), "3 November 2026 at 14:05"},
		{"en", "text", For("en", oslo).DateText("2026-11-03"), "3 Nov 2026"},
		{"en", "not a day", For("en", oslo).DateText("soon"), "soon"},
		{"en", "none", For("en", oslo).Moment(time.Time{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s in %s: got %q, want %q", c.what, c.lang, c.got, c.want)
		}
	}
}

func TestNumbersAreWrittenAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	nb, en := For("nb", nil), For("en", nil)
	for _, c := range []struct{ got, want string }{
		{nb.Int(0), "0"}, {nb.Int(999), "999"}, {nb.Int(1234567), "1\u00a0234\u00a0567"}, {nb.Int(-1000), "-1\u00a0000"},
		{en.Int(1234567), "1,234,567"}, {nb.Decimal(-0.25, 2), "-0,25"}, {en.Decimal(1234.5, 1), "1,234.5"},
		{nb.Bytes(6_510_000), "6,5\u00a0MB"}, {en.Bytes(12), "12\u00a0B"}, {en.Bytes(1500), "1.5\u00a0kB"},
		{nb.N("find.found", 1), "Ett treff"}, {nb.N("find.found", 0), "0 treff"}, {en.N("find.found", 1200), "1,200 found"},
		{nb.List([]string{"navn", "alder", "sted"}), "navn, alder og sted"}, {en.List([]string{"one"}), "one"}, {en.List(nil), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestNorwegianNamesAreOrderedWithAeOeAaLast(t *testing.T) {
	t.Parallel()
	names := []string{"Åse", "Berit", "Ørjan", "anders", "Ærlig", "Zara", "Bjørn"}
	Sort(For("nb", nil), names, func(s string) string { return s })
	want := []string{"anders", "Berit", "Bjørn", "Zara", "Ærlig", "Ørjan", "Åse"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestTheFirstWishThatIsOfferedWins(t *testing.T) {
	t.Parallel()
	offered := []string{"nb", "en"}
	for _, c := range []struct {
		name, header, want string
	}{
		{"weights count", "fi, en;q=0.5, nb;q=0.9", "nb"},
		{"Nynorsk readers get Bokmål", "nn-NO", "nb"},
		{"a region is left out", "en-GB,en;q=0.9", "en"},
		{"nothing fits: the organisation's first", "fr, de", "nb"},
		{"nought is no wish", "en;q=0, nb;q=0.1", "nb"},
		{"no header", "", "nb"},
	} {
		if got := Match(Wishes(c.header), offered); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAnyHeaderGivesAnOfferedLanguage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		got := Match(Wishes(rapid.String().Draw(t, "header")), []string{"nb", "en"})
		if got != "nb" && got != "en" {
			t.Fatalf("got %q", got)
		}
	})
}

func TestLanguagesAndCountriesHaveNamesInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, got, want string }{
		{"nb", For("nb", nil).LanguageName("fi"), "finsk"},
		{"sv", For("sv", nil).LanguageName("nb"), "norskt bokmål"},
		{"fi", For("fi", nil).LanguageName("sv"), "ruotsi"},
		{"en", For("en", nil).LanguageName("nb"), "Norwegian Bokmål"},
		{"en", For("en", nil).LanguageName("not a tag"), "not a tag"},
		{"nb", For("nb", nil).CountryName("FI"), "Finland"},
		{"fi", For("fi", nil).CountryName("SE"), "Ruotsi"},
		{"en", For("en", nil).CountryName("NO"), "Norway"},
		{"en", For("en", nil).CountryName("?"), "?"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.lang, c.got, c.want)
		}
	}
	for _, lang := range []string{"nb", "en", "fi", "sv"} {
		p := For(lang, nil)
		for _, list := range [][]Choice{p.LanguageChoices(), p.CountryChoices()} {
			seen := map[string]bool{}
			for i, c := range list {
				if c.Name == "" || c.Name == c.Code || seen[c.Code] {
					t.Errorf("%s: %q is called %q, or stands twice", lang, c.Code, c.Name)
				}
				seen[c.Code] = true
				if i > 0 && p.Collator().CompareString(list[i-1].Name, c.Name) > 0 {
					t.Errorf("%s: %s stands after %s", lang, list[i-1].Name, c.Name)
				}
			}
		}
	}
}

func TestNumbersAreWrittenExactly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, text, want string }{
		{"en", "1234567.50", "1,234,567.50"},
		{"nb", "1234.50", "1\u00a0234,50"},
		{"fi", "-1234", "-1\u00a0234"},
		{"sv", "0.000000001", "0,000000001"},
		{"en", "999", "999"},
		{"en", "12345678901234567890123.4", "12,345,678,901,234,567,890,123.4"},
		{"en", "soon", "soon"},
		{"en", "", ""},
		{"en", "1.2.3", "1.2.3"},
	} {
		if got := For(c.lang, nil).Number(c.text); got != c.want {
			t.Errorf("%s writes %q as %q, want %q", c.lang, c.text, got, c.want)
		}
	}
}
