// SPDX-License-Identifier: EUPL-1.2

// Package i18n speaks the reader's language: the texts of pages and messages,
// plural forms, the order of names, and dates and numbers as the language
// writes them.
//
// Start with [For], which gives a [Printer]. A printer is a small immutable
// value; a page carries its own, so that two requests never mix languages.
//
// Texts lie in catalogue/<language>.yaml, one flat map each. A key that is
// missing in one language, or that no page uses, fails a test of this package.
// A text may hold {1}, {2} … for what is put in, and {n} for the number that
// chose a plural form; the forms of a key stand under key.one and key.other.
package i18n

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

//go:embed catalogue/*.yaml
var files embed.FS

// Fallback is the language of readers for whom nothing else fits. Its
// catalogue exists always.
const Fallback = "en"

// names are the languages' own names. A language is offered when it has both
// a name and grammar here and a catalogue file.
var names = map[string]string{"nb": "Norsk bokmål", "en": "English", "fi": "Suomi", "sv": "Svenska"}

var catalogues = mustLoad()

func mustLoad() map[string]map[string]string {
	out := map[string]map[string]string{}
	for tag := range names {
		text, err := files.ReadFile("catalogue/" + tag + ".yaml")
		if err != nil {
			continue // a language we have grammar for, and no texts yet
		}
		m := map[string]string{}
		if err := yaml.Unmarshal(text, &m); err != nil {
			panic(fmt.Sprintf("catalogue %s: %v", tag, err)) // embedded: a fault of the build
		}
		out[tag] = m
	}
	return out
}

// Languages lists the languages that have a catalogue, sorted.
func Languages() []string { return slices.Sorted(maps.Keys(catalogues)) }

// Name is what a language calls itself.
func Name(lang string) string { return names[lang] }

// Keys lists the keys of a language's catalogue, sorted.
func Keys(lang string) []string { return slices.Sorted(maps.Keys(catalogues[lang])) }

// Text is the raw text of a key in a language, with its places unfilled.
func Text(lang, key string) (string, bool) {
	s, ok := catalogues[lang][key]
	return s, ok
}

// Printer speaks one language in one time zone.
type Printer struct {
	lang string
	zone *time.Location
}

// For gives the printer of a language, of [Fallback] when there is no such
// catalogue. Times are shown in the zone; nil means UTC.
func For(lang string, zone *time.Location) Printer {
	if _, ok := catalogues[lang]; !ok {
		lang = Fallback
	}
	if zone == nil {
		zone = time.UTC
	}
	return Printer{lang: lang, zone: zone}
}

// Lang is the language the printer speaks.
func (p Printer) Lang() string { return p.lang }

// T is the text of a key with args put in at {1}, {2} …. A key that nobody
// wrote is shown as itself: a test keeps that from happening.
func (p Printer) T(key string, args ...any) string {
	s, ok := catalogues[p.lang][key]
	if !ok {
		return key
	}
	return fill(s, args)
}

// Has tells whether the catalogue has a key, for keys made of data, such as
// the name of an action.
func (p Printer) Has(key string) bool {
	_, ok := catalogues[p.lang][key]
	return ok
}

// N is the text of a key in the plural form that n asks for, with the number
// at {n} and args at {1}, {2} ….
func (p Printer) N(key string, n int, args ...any) string {
	return strings.ReplaceAll(p.T(key+"."+p.form(n), args...), "{n}", p.Int(n))
}

// form picks the plural form. The four languages agree: one is singular,
// everything else, nought too, is plural.
func (p Printer) form(n int) string {
	if n == 1 {
		return "one"
	}
	return "other"
}

func fill(s string, args []any) string {
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	pairs := make([]string, 0, 2*len(args))
	for i, a := range args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i+1), fmt.Sprint(a))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Match picks the language for a reader: the first wish that is offered. The
// wishes are language tags in the reader's order, such as those of an
// Accept-Language header; "no" and "nn" readers are served Bokmål.
func Match(wishes, offered []string) string {
	for _, w := range wishes {
		base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(w)), "-")
		if base == "no" || base == "nn" {
			base = "nb"
		}
		if slices.Contains(offered, base) {
			return base
		}
	}
	if len(offered) > 0 {
		return offered[0]
	}
	return Fallback
}

// Wishes reads the tags of an Accept-Language header in order of weight. What
// does not look like one is left out; at most 20 are read.
func Wishes(header string) []string {
	type wish struct {
		tag string
		q   string
	}
	var all []wish
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := "1"
		if v, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q="); ok {
			q = v
		}
		if tag != "" && q != "0" && len(all) < 20 {
			all = append(all, wish{tag, q})
		}
	}
	// Weights are "1", "0.8", "0.75": as texts they sort like numbers.
	slices.SortStableFunc(all, func(a, b wish) int { return strings.Compare(b.q, a.q) })
	out := make([]string, len(all))
	for i, w := range all {
		out[i] = w.tag
	}
	return out
}
