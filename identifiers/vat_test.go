// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// Keeps: TTL-61
func TestVATNumbersAreReadInTheFormOfTheirCountry(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, country, text, want, of string }{
		{"Finnish, with a space and a hyphen", "", "FI 2077474-0", "FI20774740", "FI"},
		{"Finnish without its letters", "FI", "2077474-0", "FI20774740", "FI"},
		{"Norwegian, in groups", "", "NO 974 760 673 MVA", "NO974760673MVA", "NO"},
		{"Norwegian, as written at home", "", "974760673MVA", "NO974760673MVA", "NO"},
		{"Norwegian, without MVA", "", "no974760673", "NO974760673MVA", "NO"},
		{"Swedish", "", "SE556016068001", "SE556016068001", "SE"},
		{"Danish", "", "DK 13 58 56 28", "DK13585628", "DK"},
		{"Estonian", "", "EE 100 931 558", "EE100931558", "EE"},
		{"German", "", "de136695976", "DE136695976", "DE"},
		{"Belgian", "", "BE0428759497", "BE0428759497", "BE"},
		{"of Luxembourg", "", "LU 150 274 42", "LU15027442", "LU"},
		{"Austrian, whose U is part of it", "", "ATU12345678", "ATU12345678", "AT"},
		{"Greek", "", "EL123456789", "EL123456789", "GR"},
		{"Greek, with the letters of ISO 3166", "", "GR123456789", "EL123456789", "GR"},
		{"Northern Irish", "", "XI 123456789", "XI123456789", "GB"},
		{"of a Northern Irish department", "", "XIGD123", "XIGD123", "GB"},
		{"Dutch, with its B", "", "NL123456789B01", "NL123456789B01", "NL"},
		{"French, with letters", "", "FRXX123456789", "FRXX123456789", "FR"},
		{"Spanish", "", "ESB12345678", "ESB12345678", "ES"},
		{"Irish", "", "IE1234567FA", "IE1234567FA", "IE"},
		{"Romanian, short", "", "RO12", "RO12", "RO"},
		{"of another country than the field expects", "FI", "DK13585628", "DK13585628", "DK"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			id, err := VATNumber(tc.country, tc.text)
			if err != nil {
				t.Fatal(err)
			}
			if id.Text != tc.want || id.Country != tc.of || id.Kind != VAT {
				t.Errorf("got %s of %s, want %s of %s", id.Text, id.Country, tc.want, tc.of)
			}
			if again, err := Parse(VAT, id.Text, Date{}); err != nil || again != id {
				t.Errorf("the canonical form reads as %s: %v", again.Text, err)
			}
			mask := id.Mask()
			if _, err := Parse(VAT, mask, Date{}); err == nil || !strings.Contains(mask, "**") || !strings.HasPrefix(mask, tc.want[:2]) {
				t.Errorf("the mask %q is a number, or shows too much or too little", mask)
			}
		})
	}
}

func TestVATNumbersThatAreNoneAreRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, text string
		want       Code
	}{
		{"nothing", " ", CodeEmpty},
		{"no country", "20774740", CodeCountry},
		{"a country outside", "US123456789", CodeCountry},
		{"the letters of Great Britain", "GB123456789", CodeCountry},
		{"the letters alone", "FI", CodeLength},
		{"a digit too many", "FI207747400", CodeLength},
		{"a letter in it", "FI2077474A", CodeCharacter},
		{"the hyphen of an address", "FI2077474.0", CodeCharacter},
		{"a Finnish check digit that is wrong", "FI20774741", CodeCheck},
		{"a Norwegian check digit that is wrong", "NO974760674MVA", CodeCheck},
		{"a Danish number that begins with 0", "DK00000000", CodeCheck},
		{"a Swedish count of registrations that is none", "SE556016068000", CodeCheck},
		{"an Austrian number without U", "AT123456789", CodeCharacter},
		{"a Belgian number that begins with 2", "BE2428759497", CodeCharacter},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := VATNumber("", tc.text)
			var wrong *Error
			if !errors.As(err, &wrong) || wrong.Code != tc.want || wrong.Kind != VAT {
				t.Fatalf("got %v, want %v", err, tc.want)
			}
			if digits := strings.TrimSpace(tc.text); len(digits) > 2 && strings.Contains(wrong.Explain("fi"), digits) {
				t.Error("the error repeats the value")
			}
		})
	}
}

// Every check digit notices every single wrong digit.
func TestTheCheckOfAVATNumberNoticesOneWrongDigit(t *testing.T) {
	t.Parallel()
	for _, n := range []struct {
		text     string
		from, to int // what the check is over
	}{
		{"FI20774740", 2, 10}, {"NO974760673MVA", 2, 11}, {"SE556016068001", 2, 12}, {"DK13585628", 2, 10}, {"EE100931558", 2, 11},
		{"DE136695976", 2, 11}, {"BE0428759497", 2, 12}, {"LU15027442", 2, 10},
	} {
		for i := n.from; i < n.to; i++ {
			for d := byte('0'); d <= '9'; d++ {
				wrong := []byte(n.text)
				if wrong[i] == d {
					continue
				}
				wrong[i] = d
				if id, err := Parse(VAT, string(wrong), Date{}); err == nil {
					t.Errorf("%s counts as a number beside %s", id.Text, n.text)
				}
			}
		}
	}
}

func TestEveryCountryOfTheUnionHasAForm(t *testing.T) {
	t.Parallel()
	union := []string{"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI", "NO"}
	for _, prefix := range union {
		c := vatCountryOf(prefix)
		if c == nil || len(c.forms) == 0 {
			t.Errorf("%s is not there", prefix)
			continue
		}
		if slices.ContainsFunc(c.forms, func(f string) bool { return len(f) < 2 || len(f) > 12 }) {
			t.Errorf("%s has a form of another length than VIES takes", prefix)
		}
	}
	if len(vatCountries) != len(union) {
		t.Errorf("%d countries, want %d", len(vatCountries), len(union))
	}
}
