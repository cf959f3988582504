// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"math/rand/v2"
	"regexp"
	"testing"
)

// checksummed are the kinds that have a check digit.
var checksummed = []Kind{HETU, Fodselsnummer, Personnummer, YTunnus, NorwegianOrg, SwedishOrg, IBAN}

func benchTexts() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 1))
	return map[string][]byte{
		"prose":           madeProse(1 << 20),
		"prose-with-hetu": madeProse(1<<20, "131052-308T", "010594Y9032"),
		"prose-with-bare": madeProse(1<<20, "780102-2380", "20036914700", "01914796756"),
		"csv":             madeCSV(r, 1<<20),
	}
}

var benchNames = []string{"prose", "prose-with-hetu", "prose-with-bare", "csv"}

// BenchmarkFind goes through a megabyte: seven kinds with all check digits, by
// form and by context, and all nine kinds with domestic telephone numbers.
func BenchmarkFind(b *testing.B) {
	texts := benchTexts()
	for _, v := range []struct {
		name string
		o    Options
	}{
		{"checksummed-by-form", Options{Kinds: checksummed, Policy: ByForm, Least: Weak}},
		{"checksummed", Options{Kinds: checksummed}},
		{"all", Options{PhoneCountry: "FI"}},
	} {
		f := finder(b, v.o)
		for _, name := range benchNames {
			b.Run(v.name+"/"+name, func(b *testing.B) {
				text := texts[name]
				b.SetBytes(int64(len(text)))
				b.ReportAllocs()
				hits := 0
				for b.Loop() {
					f.Find(text, func(Hit) bool { hits++; return true })
				}
				b.ReportMetric(float64(hits)/float64(b.N), "hits/op")
			})
		}
	}
}

// BenchmarkPeer is what a careful programmer would write instead: one regular
// expression for HETU, or one alternation for six forms, without check digits.
func BenchmarkPeer(b *testing.B) {
	texts := benchTexts()
	for _, v := range []struct {
		name string
		re   *regexp.Regexp
	}{
		{"regexp-hetu", regexp.MustCompile(`\b[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-Y]\b`)},
		{"regexp-six", regexp.MustCompile(`\b(?:[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-Y]|[0-9]{11}|(?:[0-9]{2})?[0-9]{6}[-+]?[0-9]{4}|[0-9]{7}-[0-9]|[89][0-9]{8}|[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30})\b`)},
	} {
		for _, name := range benchNames {
			b.Run(v.name+"/"+name, func(b *testing.B) {
				text := texts[name]
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					v.re.FindAllIndex(text, -1)
				}
			})
		}
	}
}

// BenchmarkParse reads one value of each kind.
func BenchmarkParse(b *testing.B) {
	for _, v := range []struct {
		kind Kind
		text string
	}{
		{HETU, "131052-308T"}, {Fodselsnummer, "20036914700"}, {Personnummer, "780102-2380"},
		{IBAN, "FI2112345600000785"}, {Phone, "+358401234567"}, {Email, "aino.malli@kunta.example"},
	} {
		b.Run(v.kind.String(), func(b *testing.B) {
			for b.Loop() {
				if _, err := Parse(v.kind, v.text, today); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
