// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	today = Date{2025, 11, 21}
	later = Date{2032, 1, 2}
)

// plain is an ID without its Format method, so that differences are legible.
type plain ID

func TestParseAccepts(t *testing.T) {
	t.Parallel()
	type want = plain
	for _, tc := range []struct {
		name string
		kind Kind
		text string
		at   Date
		want want
	}{
		{"the classic HETU example", HETU, "131052-308T", today, want{HETU, "131052-308T", "FI", Date{1952, 10, 13}, Female, 0}},
		{"a HETU in small letters with an en dash", HETU, " 131052–308t\n", today, want{HETU, "131052-308T", "FI", Date{1952, 10, 13}, Female, 0}},
		{"a HETU with a mark of 2023 for the 1900s", HETU, "010594Y9032", today, want{HETU, "010594Y9032", "FI", Date{1994, 5, 1}, Male, Temporary}},
		{"a HETU with a mark of 2023 for the 2000s", HETU, "020504a902e", today, want{HETU, "020504A902E", "FI", Date{2004, 5, 2}, Female, Temporary}},
		{"a fødselsnummer that Skatteetaten gives as an example", Fodselsnummer, "200369 14700", today, want{Fodselsnummer, "20036914700", "NO", Date{1969, 3, 20}, Male, 0}},
		{"a synthetic number from Tenor", Fodselsnummer, "01914796756", today, want{Fodselsnummer, "01914796756", "NO", Date{1947, 11, 1}, Male, Synthetic}},
		{"a synthetic D-number from Tenor", Fodselsnummer, "41810021827", today, want{Fodselsnummer, "41810021827", "NO", Date{1900, 1, 1}, Female, Synthetic | DNumber}},
		{"a synthetic D-number outside the series", Fodselsnummer, "41814061033", today, want{Fodselsnummer, "41814061033", "NO", Date{}, SexUnknown, Synthetic | DNumber}},
		{"a synthetic number by the rule of 2032 before 2032", Fodselsnummer, "30908299902", today, want{Fodselsnummer, "30908299902", "NO", Date{}, SexUnknown, Synthetic | From2032}},
		{"an old number before 2032 tells century and sex", Fodselsnummer, "30108299920", today, want{Fodselsnummer, "30108299920", "NO", Date{1982, 10, 30}, Male, 0}},
		{"the same number in 2032 tells neither", Fodselsnummer, "30108299920", later, want{Fodselsnummer, "30108299920", "NO", Date{}, SexUnknown, 0}},
		{"a number with remainder 1 in 2032", Fodselsnummer, "30108299939", later, want{Fodselsnummer, "30108299939", "NO", Date{}, SexUnknown, From2032}},
		{"a test personnummer in long form", Personnummer, "197801022380", today, want{Personnummer, "19780102-2380", "SE", Date{1978, 1, 2}, Female, TestSeries}},
		{"a test personnummer in short form", Personnummer, "780102-2380", today, want{Personnummer, "19780102-2380", "SE", Date{1978, 1, 2}, Female, TestSeries}},
		{"a plus makes the holder a hundred", Personnummer, "900101+9802", today, want{Personnummer, "18900101-9802", "SE", Date{1890, 1, 1}, Female, TestSeries}},
		{"a coordination number without a known day", Personnummer, "191500722390", today, want{Personnummer, "19150072-2390", "SE", Date{}, Male, Coordination | TestSeries}},
		{"a coordination number for 30 February", Personnummer, "193002902397", today, want{Personnummer, "19300290-2397", "SE", Date{}, Male, Coordination | TestSeries}},
		{"an interim number", Personnummer, "20000101-T220", today, want{Personnummer, "20000101-T220", "SE", Date{2000, 1, 1}, Female, Interim}},
		{"a Y-tunnus", YTunnus, "0211675-2", Date{}, want{YTunnus, "0211675-2", "FI", Date{}, 0, 0}},
		{"a Y-tunnus without its leading zero", YTunnus, "211675-2", Date{}, want{YTunnus, "0211675-2", "FI", Date{}, 0, 0}},
		{"a Y-tunnus as a VAT number", YTunnus, "FI02116752", Date{}, want{YTunnus, "0211675-2", "FI", Date{}, 0, 0}},
		{"an organisasjonsnummer as a VAT number", NorwegianOrg, "NO 974 760 673 MVA", Date{}, want{NorwegianOrg, "974760673", "NO", Date{}, 0, 0}},
		{"an organisationsnummer with the prefix 16", SwedishOrg, "165560160680", Date{}, want{SwedishOrg, "556016-0680", "SE", Date{}, 0, 0}},
		{"an organisationsnummer as a VAT number", SwedishOrg, "SE556016068001", Date{}, want{SwedishOrg, "556016-0680", "SE", Date{}, 0, 0}},
		{"a Finnish IBAN in groups", IBAN, "FI21 1234 5600 0007 85", Date{}, want{IBAN, "FI2112345600000785", "FI", Date{}, 0, 0}},
		{"a British IBAN with letters", IBAN, "gb29nwbk60161331926819", Date{}, want{IBAN, "GB29NWBK60161331926819", "GB", Date{}, 0, 0}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := Parse(tc.kind, tc.text, tc.at)
			if err != nil {
				t.Fatalf("Parse: %v", err)
			}
			if diff := cmp.Diff(tc.want, plain(got)); diff != "" {
				t.Errorf("Parse (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseRefusesWithTheRightCode(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		kind Kind
		text string
		at   Date
		want Code
	}{
		{"nothing", HETU, " \t", today, CodeEmpty},
		{"a HETU without its mark", HETU, "131052308T", today, CodeLength},
		{"a HETU with a sign that is not a letter", HETU, "131052_308T", today, CodeCharacter},
		{"a HETU with a century mark that does not exist", HETU, "131052G308T", today, CodeDate},
		{"a HETU for 29 February 1900", HETU, "290200-308T", today, CodeDate},
		{"a HETU with the number 001", HETU, "131052-001T", today, CodeNumber},
		{"a HETU with another check character", HETU, "131052-308U", today, CodeCheck},
		{"a HETU with a letter that is never used", HETU, "131052-308O", today, CodeCheck},
		{"a HETU born after the reference date", HETU, "030516D9037", Date{2016, 5, 2}, CodeFuture},
		{"a HETU without a reference date", HETU, "131052-308T", Date{}, CodeReference},
		{"a reference date that is not in the calendar", HETU, "131052-308T", Date{2025, 2, 29}, CodeReference},
		{"a fødselsnummer for month 13", Fodselsnummer, "20136914700", today, CodeDate},
		{"a fødselsnummer with another last digit", Fodselsnummer, "20036914701", today, CodeCheck},
		{"a number of 2032 before 2032", Fodselsnummer, "30108299939", today, CodeNotYet},
		{"a fødselsnummer of ten digits", Fodselsnummer, "2003691470", today, CodeLength},
		{"a Norwegian account number by k2 alone", Fodselsnummer, "86011117947", today, CodeCheck},
		{"a personnummer for 31 April", Personnummer, "19780431-2382", today, CodeDate},
		{"a personnummer with another last digit", Personnummer, "197801022381", today, CodeCheck},
		{"a personnummer of this century in the future", Personnummer, "20260102-2383", Date{2025, 1, 1}, CodeFuture},
		{"a personnummer with a century that has none", Personnummer, "177801022380", today, CodeDate},
		{"a Y-tunnus whose check digit would be 10", YTunnus, "0000010-1", Date{}, CodeCheck},
		{"a Y-tunnus of zeros", YTunnus, "0000000-0", Date{}, CodeNumber},
		{"an organisasjonsnummer that begins with 1", NorwegianOrg, "174760673", Date{}, CodeNumber},
		{"an organisasjonsnummer with another last digit", NorwegianOrg, "974760674", Date{}, CodeCheck},
		{"a personnummer in the place of an organisationsnummer", SwedishOrg, "780102-2380", Date{}, CodePersonal},
		{"a long personnummer there", SwedishOrg, "19780102-2380", Date{}, CodePersonal},
		{"an IBAN of a country without", IBAN, "XX2112345600000785", Date{}, CodeCountry},
		{"an IBAN that is too short", IBAN, "FI211234560000078", Date{}, CodeLength},
		{"an IBAN with a letter in a Finnish account", IBAN, "FI2112345600000A85", Date{}, CodeCharacter},
		{"an IBAN with swapped digits", IBAN, "FI2112345600000758", Date{}, CodeCheck},
		{"a kind that does not exist", Kind(99), "1", today, CodeKind},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			id, err := Parse(tc.kind, tc.text, tc.at)
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("Parse gave %#v and error %v, want an *Error", plain(id), err)
			}
			if e.Code != tc.want {
				t.Errorf("code %v, want %v", e.Code, tc.want)
			}
		})
	}
}

// TestOfficialTestPersons reads every number that the Finnish authority names
// for tests of the new marks, and the reference cases that it gives for them.
func TestOfficialTestPersons(t *testing.T) {
	t.Parallel()
	for _, text := range dvvTestPersons {
		id, err := Parse(HETU, text, today)
		if err != nil || id.Text != text || !id.Flags.Has(Temporary) {
			t.Errorf("%s: got %q with flags %v, error %v", text, id.Text, id.Flags, err)
		}
	}
	a, errA := Parse(HETU, "100190-999P", today)
	b, errB := Parse(HETU, "100190Y999P", today)
	if errA != nil || errB != nil || a.Text == b.Text {
		t.Errorf("two persons who differ by the mark alone: %q %v, %q %v", a.Text, errA, b.Text, errB)
	}
}

var dvvTestPersons = []string{
	"010594Y9032", "010594Y9021", "020594X903P", "020594X902N", "030594W903B", "030694W9024", "040594V9030",
	"040594V902Y", "050594U903M", "050594U902L", "010516B903X", "010516B902W", "020516C903K", "020516C902J",
	"030516D9037", "030516D9026", "010501E9032", "020502E902X", "020503F9037", "020504A902E", "020504B904H",
}

// TestNorwegianRuleOf2032 reads the examples that Skatteetaten gives for the
// new check digit: all valid from 2032 and none but one valid today.
func TestNorwegianRuleOf2032(t *testing.T) {
	t.Parallel()
	for text, today032 := range map[string]Code{
		"02013299997": CodeFuture, "02013299903": CodeNotYet, "02013299806": CodeFuture,
		"30108299920": 0, "30108299939": CodeNotYet,
	} {
		if _, err := Parse(Fodselsnummer, text, later); err != nil {
			t.Errorf("%s in 2032: %v", text, err)
		}
		_, err := Parse(Fodselsnummer, text, today)
		var e *Error
		if errors.As(err, &e) != (today032 != 0) || e != nil && e.Code != today032 {
			t.Errorf("%s in 2025: error %v, want code %v", text, err, today032)
		}
	}
	if id, err := Parse(Fodselsnummer, made2032(t, "290200"), later); err != nil || !id.Birth.IsZero() {
		t.Errorf("29.2.00 in 2032: birth %v, error %v", id.Birth, err)
	}
}

// TestNorwegianSeries follows the table of serial numbers at its edges.
func TestNorwegianSeries(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ serial, yy, want int }{
		{0, 0, 1900}, {0, 99, 1999}, {499, 39, 1939}, {499, 40, 1940},
		{500, 0, 2000}, {500, 39, 2039}, {999, 39, 2039}, {749, 39, 2039},
		{500, 54, 1854}, {749, 99, 1899}, {500, 53, 0}, {749, 40, 0}, {750, 54, 0}, {899, 99, 0},
		{900, 40, 1940}, {999, 99, 1999}, {899, 40, 0},
	} {
		if got := fnrYear(tc.yy, tc.serial); got != tc.want {
			t.Errorf("serial %d, year %02d: %d, want %d", tc.serial, tc.yy, got, tc.want)
		}
	}
}

// made2032 makes a number valid by the rule of 2032 for a date, straight from
// the published formula: k1 = {11,12,13,14} - sum mod 11.
func made2032(t *testing.T, date string) string {
	t.Helper()
	for serial := 999; serial > 900; serial-- {
		nine := date + itoa(serial, 3)
		for add := 12; add <= 14; add++ {
			k1 := (add - weigh(nine, 3, 7, 6, 1, 8, 9, 4, 5, 2)%11) % 11
			k2 := (11 - weigh(nine+itoa(k1, 1), 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
			if k1 < 10 && k2 < 10 {
				return nine + itoa(k1, 1) + itoa(k2, 1)
			}
		}
	}
	t.Fatal("no number for the date")
	return ""
}

func TestPersonIDAndCompanyIDChooseByCountry(t *testing.T) {
	t.Parallel()
	for country, text := range map[string]string{"FI": "131052-308T", "NO": "01914796756", "SE": "780102-2380"} {
		if id, err := PersonID(country, text, today); err != nil || id.Country != country || !id.Kind.Personal() {
			t.Errorf("PersonID(%s): kind %v of %s, error %v", country, id.Kind, id.Country, err)
		}
	}
	for country, text := range map[string]string{"FI": "0211675-2", "NO": "974760673", "SE": "556016-0680"} {
		if id, err := CompanyID(country, text); err != nil || id.Country != country || id.Kind.Personal() {
			t.Errorf("CompanyID(%s): kind %v of %s, error %v", country, id.Kind, id.Country, err)
		}
	}
	_, person := PersonID("DK", "1", today)
	_, company := CompanyID("DK", "1")
	if !errors.Is(person, &Error{Code: CodeCountry}) || !errors.Is(company, &Error{Code: CodeCountry}) {
		t.Errorf("an unknown country: %v, %v", person, company)
	}
}

// TestSwedishCenturyTurnsAtTheBirthday follows one short number over time.
func TestSwedishCenturyTurnsAtTheBirthday(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text string
		at   Date
		want int // birth year, 0 if refused
	}{
		{"7801022380", Date{2077, 12, 31}, 1978},
		{"7801022380", Date{2078, 1, 1}, 1978},
		{"7801022380", Date{2078, 1, 2}, 2078},
		{"780102-2380", Date{2077, 12, 31}, 1978},
		{"780102-2380", Date{2078, 1, 1}, 0},
		{"780102+2380", Date{2078, 1, 1}, 1978},
		{"780102+2380", Date{2077, 12, 31}, 1878},
	} {
		id, _ := Parse(Personnummer, tc.text, tc.at)
		if id.Birth.Year != tc.want {
			t.Errorf("%s at %v: born %d, want %d", tc.text, tc.at, id.Birth.Year, tc.want)
		}
	}
}
