// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"math/rand/v2"
	"testing"
)

// TestFalsePositiveRates measures how often chance makes an identifier, with a
// fixed seed. A bound is what was measured and a fifth more: whoever loosens a
// rule must change the number here and say why.
func TestFalsePositiveRates(t *testing.T) {
	t.Parallel()
	for i, tc := range []struct {
		name  string
		make  func(*rand.Rand) string
		kinds []Kind
		at    Date
		bound float64 // percent
	}{
		{"Norwegian accounts as fødselsnummer", madeAccount, []Kind{Fodselsnummer}, today, 1.92},
		{"Norwegian accounts as fødselsnummer by the rule of 2032", madeAccount, []Kind{Fodselsnummer}, later, 6.43},
		{"random 11 digits as fødselsnummer", digits(11), []Kind{Fodselsnummer}, today, 0.169},
		{"random 11 digits as fødselsnummer by the rule of 2032", digits(11), []Kind{Fodselsnummer}, later, 0.572},
		{"Finnish mobile numbers 040nnn-nnnn as HETU", phone("-"), []Kind{HETU}, today, 3.5},
		{"Finnish mobile numbers 040nnnnnnn as personnummer", phone(""), []Kind{Personnummer}, today, 7.14},
		{"dddddd-dddd as HETU", dashed(6, 4), []Kind{HETU}, today, 0.141},
		{"dddddd-dddd as personnummer", dashed(6, 4), []Kind{Personnummer}, today, 0.985},
		{"dddddd-dddd as organisationsnummer", dashed(6, 4), []Kind{SwedishOrg}, today, 8.59},
		{"random 10 digits as personnummer", digits(10), []Kind{Personnummer}, today, 0.961},
		{"random 12 digits as personnummer", digits(12), []Kind{Personnummer}, today, 0.034},
		{"random 9 digits as organisasjonsnummer", digits(9), []Kind{NorwegianOrg}, today, 2.14},
		{"ddddddd-d as Y-tunnus", dashed(7, 1), []Kind{YTunnus}, today, 10.9},
		{"FI and 16 digits as IBAN", func(r *rand.Rand) string { return "FI" + digits(16)(r) }, []Kind{IBAN}, today, 1.22},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			const n = 300_000
			r := rand.New(rand.NewPCG(2025, uint64(i)))
			f := finder(t, Options{At: tc.at, Kinds: tc.kinds, Least: Weak, Policy: ByForm})
			hits := 0
			for range n {
				f.Find([]byte(tc.make(r)), func(Hit) bool { hits++; return true })
			}
			rate := 100 * float64(hits) / n
			t.Logf("%.3f %% (bound %.3f %%)", rate, tc.bound)
			if rate > tc.bound {
				t.Errorf("%.3f %% are taken for identifiers, more than %.3f %%", rate, tc.bound)
			}
		})
	}
}

// TestLoneBareDigitsAreNotReported shows what the policy makes of the rates: a
// finder as it comes reports nothing at all in any number of lone bare numbers.
func TestLoneBareDigitsAreNotReported(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2025, 99))
	f := finder(t, Options{})
	for range 100_000 {
		for _, text := range []string{madeAccount(r), "Konto: " + madeAccount(r), digits(10)(r), digits(9)(r)} {
			f.Find([]byte(text), func(h Hit) bool {
				t.Errorf("%q: %v %v", text, h.Kind, h.Certainty)
				return false
			})
		}
	}
}

func digits(n int) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = '0' + byte(r.IntN(10))
		}
		return string(b)
	}
}

func dashed(a, b int) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return digits(a)(r) + "-" + digits(b)(r) }
}

func phone(separator string) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return "040" + digits(3)(r) + separator + digits(4)(r) }
}
