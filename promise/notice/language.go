// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/lupaus/lupaus/promise"
)

// words are all words of the notice, by key, in the order en, nb, sv, fi.
var words = together(basicWords, choiceWords, listWords)

func together(parts ...map[string][4]string) map[string][4]string {
	out := map[string][4]string{}
	for _, p := range parts {
		maps.Copy(out, p)
	}
	return out
}

var wordOrder = map[string]int{"en": 0, "nb": 1, "sv": 2, "fi": 3}

// say fills a phrase in a language; English stands in for languages that the words are
// not written in.
func say(lang, key string, args ...any) string {
	phrase := words[key][wordOrder[lang]]
	if len(args) == 0 {
		return phrase
	}
	return fmt.Sprintf(phrase, args...)
}

func itoa(n int) string { return strconv.Itoa(n) }

// months are the names of the months as a day is written with them.
var months = map[string][12]string{
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"nb": {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
	"sv": {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
	"fi": {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta", "toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta", "syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"},
}

// Day writes a day in words, as the speaker's language does; "" for no day.
func (b Speaker) Day(d promise.Date) string { return DayIn(d.Time(time.UTC), b.Lang) }

// DayIn writes the day of a moment in words, "21. november 2026"; "" for the zero time.
func DayIn(t time.Time, lang string) string {
	if t.IsZero() {
		return ""
	}
	names, ok := months[lang]
	if !ok {
		names = months["en"]
	}
	dot := ""
	if lang == "nb" || lang == "fi" {
		dot = "."
	}
	return fmt.Sprintf("%d%s %s %d", t.Day(), dot, names[t.Month()-1], t.Year())
}
