// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"errors"
	"strings"
	"testing"
)

func TestParsePhone(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, country, text, want string
		flags                     Flags
	}{
		{"a Finnish mobile number as dialled at home", "FI", "040 123 4567", "+358401234567", Mobile},
		{"the same from abroad", "", "+358 40 1234567", "+358401234567", Mobile},
		{"the same with 00", "", "00358-40-123 4567", "+358401234567", Mobile},
		{"the same with its trunk zero in brackets", "", "+358 (0)40 123 4567", "+358401234567", Mobile},
		{"the same with its trunk zero written abroad", "", "+358 040 1234567", "+358401234567", Mobile},
		{"a Finnish landline", "FI", "(09) 123 4567", "+35891234567", 0},
		{"a Norwegian mobile number", "NO", "912 34 567", "+4791234567", Mobile},
		{"a Norwegian landline from abroad", "SE", "+47 22 33 44 55", "+4722334455", 0},
		{"a Swedish mobile number set aside for fiction", "SE", "070-174 06 05", "+46701740605", Mobile | Synthetic},
		{"a Stockholm number set aside for fiction", "", "+46 8 465 004 00", "+46846500400", Synthetic},
		{"a number of another country", "", "+45 32 12 34 56", "+4532123456", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			id, err := ParsePhone(tc.country, tc.text)
			if err != nil || id.Text != tc.want || id.Flags != tc.flags {
				t.Errorf("got %q with %v, error %v; want %q with %v", id.Text, id.Flags, err, tc.want, tc.flags)
			}
		})
	}
}

func TestParsePhoneRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, country, text string
		want                Code
	}{
		{"a number as dialled at home without a country", "", "040 123 4567", CodeCountry},
		{"a country whose plan is not known", "DK", "32123456", CodeCountry},
		{"a Norwegian number of seven digits", "NO", "9123456", CodeLength},
		{"a Norwegian number that begins with 1", "NO", "11234567", CodeNumber},
		{"a Swedish mobile number of eight digits", "SE", "070-174060", CodeLength},
		{"a Finnish number of eleven digits", "FI", "040 123456789", CodeLength},
		{"a Swedish number of ten digits", "SE", "08-465 004 001", CodeLength},
		{"twenty digits", "", "+3581234567890123456789", CodeLength},
		{"words", "FI", "soita 040 1234567", CodeCharacter},
		{"a number with a tail", "FI", "040 1234567 x2", CodeCharacter},
		{"a plus alone", "", "+", CodeCharacter},
		{"nothing", "FI", "", CodeEmpty},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := ParsePhone(tc.country, tc.text)
			if !errors.Is(err, &Error{Kind: Phone, Code: tc.want}) {
				t.Errorf("error %v, want code %v", err, tc.want)
			}
		})
	}
}

func TestParseEmail(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a", 64)
	for _, tc := range []struct {
		name, text, want string
		code             Code
	}{
		{"a plain address", " Aino.Malli@Kunta.Example ", "Aino.Malli@kunta.example", 0},
		{"letters beyond ASCII", "åse@blåbær.example", "åse@blåbær.example", 0},
		{"a tag after plus", "aino+kesä@kunta.example", "aino+kesä@kunta.example", 0},
		{"a name of 64 characters", long + "@kunta.example", long + "@kunta.example", 0},
		{"a name of 65 characters", long + "a@kunta.example", "", CodeLocalPart},
		{"two dots in the name", "aino..malli@kunta.example", "", CodeLocalPart},
		{"a dot first", ".aino@kunta.example", "", CodeLocalPart},
		{"a mask", "a***@kunta.example", "", CodeLocalPart},
		{"bytes that are not UTF-8", "a\xff@kunta.example", "", CodeLocalPart},
		{"a host without a domain", "aino@kunta", "", CodeDomain},
		{"an address of the internet protocol", "aino@10.0.0.1", "", CodeDomain},
		{"a label that ends with a dash", "aino@kunta-.example", "", CodeDomain},
		{"no name", "@kunta.example", "", CodeLocalPart},
		{"no at sign", "kunta.example", "", CodeCharacter},
		{"an address of more than 254 bytes", "a@" + strings.Repeat(long[:60]+".", 5) + "example", "", CodeLength},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			id, err := Parse(Email, tc.text, Date{})
			var e *Error
			if tc.code == 0 && (err != nil || id.Text != tc.want || !id.Flags.Has(Synthetic)) {
				t.Errorf("got %q with %v, error %v; want %q", id.Text, id.Flags, err, tc.want)
			}
			if tc.code != 0 && (!errors.As(err, &e) || e.Code != tc.code) {
				t.Errorf("error %v, want code %v", err, tc.code)
			}
		})
	}
}

func TestReservedDomainsAreSynthetic(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"a@b.example": true, "a@mail.EXAMPLE.com": true, "a@example.org": true, "a@b.test": true,
		"a@myexample.com": false, "a@lupaus.fi": false, "a@example.fi": false,
	} {
		id, err := Parse(Email, text, Date{})
		if err != nil || id.Flags.Has(Synthetic) != want {
			t.Errorf("%s: flags %v, error %v, want synthetic %v", text, id.Flags, err, want)
		}
	}
}
