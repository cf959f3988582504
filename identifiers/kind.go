// SPDX-License-Identifier: EUPL-1.2

package identifiers

import "strings"

// Kind names one sort of identifier. The list is closed: a new sort needs its
// rules, its scanner and its words in four languages.
type Kind uint8

// The kinds, in the order in which the finder prefers them when one piece of
// text is valid as two of them.
const (
	// HETU is the Finnish personal identity code (henkilötunnus).
	HETU Kind = iota + 1
	// Fodselsnummer is the Norwegian birth number, with its relatives: the
	// D-number, the H-number and the common help number (FH-number).
	Fodselsnummer
	// Personnummer is the Swedish personal identity number, with the
	// coordination number (samordningsnummer) and the interim number.
	Personnummer
	// YTunnus is the Finnish business id.
	YTunnus
	// NorwegianOrg is the Norwegian organisasjonsnummer.
	NorwegianOrg
	// SwedishOrg is the Swedish organisationsnummer of a legal person. A sole
	// trader has none: the personnummer stands in its place.
	SwedishOrg
	// IBAN is an international bank account number (ISO 13616).
	IBAN
	// Phone is a telephone number (ITU-T E.164).
	Phone
	// Email is an e-mail address (RFC 5321, RFC 6531).
	Email
	// VAT is a value added tax number of the European Union or Norway, with its
	// prefix. The finder does not look for it: in running text the business id
	// inside it is found.
	VAT

	kindEnd
)

var kindNames = [kindEnd]string{
	HETU: "hetu", Fodselsnummer: "fodselsnummer", Personnummer: "personnummer",
	YTunnus: "y-tunnus", NorwegianOrg: "organisasjonsnummer", SwedishOrg: "organisationsnummer",
	IBAN: "iban", Phone: "phone", Email: "email",
	VAT: "vat-number",
}

// Kinds returns all kinds in their order of preference.
func Kinds() []Kind {
	all := make([]Kind, 0, kindEnd-1)
	for k := HETU; k < kindEnd; k++ {
		all = append(all, k)
	}
	return all
}

// KindNamed returns the kind whose String is name, and false if there is none.
func KindNamed(name string) (Kind, bool) {
	for k := HETU; k < kindEnd; k++ {
		if kindNames[k] == name {
			return k, true
		}
	}
	return 0, false
}

// String returns the stable lower-case name of the kind, fit for files and
// logs; for words fit for people see [Kind.Name].
func (k Kind) String() string {
	if !k.valid() {
		return "unknown"
	}
	return kindNames[k]
}

// Personal tells whether an identifier of this kind always names one person.
// A business id or a VAT number may name a sole trader, and an account or a
// number may belong to a person too, but that cannot be seen from the number.
func (k Kind) Personal() bool {
	return k == HETU || k == Fodselsnummer || k == Personnummer
}

func (k Kind) valid() bool { return k > 0 && k < kindEnd }

// Sex is what a personal code says of its holder's sex in the register.
type Sex uint8

// What a code can say of sex. The zero value means that it says nothing.
const (
	SexUnknown Sex = iota
	Female
	Male
)

// sexOf reads the digit whose parity carries sex in all three countries.
func sexOf(digit byte) Sex {
	if digit&1 == 1 {
		return Male
	}
	return Female
}

// Flags mark what a valid identifier is besides valid.
type Flags uint16

// The flags.
const (
	// Synthetic means that the number lies in a range reserved for data that
	// is not about anyone: Norwegian month + 80, a telephone number set aside
	// for fiction, a domain that RFC 2606 reserves.
	Synthetic Flags = 1 << iota
	// TestSeries means that an authority publishes test persons from this
	// series. That is a hint and no proof: real numbers can lie in it.
	TestSeries
	// Temporary marks a Finnish individual number of 900-999. Systems give
	// them in tests, but hospitals also to real patients without a code.
	Temporary
	// DNumber marks a Norwegian D-number (day + 40).
	DNumber
	// HNumber marks a Norwegian help number (month + 40). Some test data is
	// made the same way.
	HNumber
	// FHNumber marks a Norwegian common help number: first digit 8 or 9, no date.
	FHNumber
	// From2032 marks a Norwegian number valid only by the rule of 1.1.2032.
	From2032
	// Coordination marks a Swedish coordination number (day + 60).
	Coordination
	// Interim marks a Swedish interim number (a letter among the last four).
	Interim
	// Mobile marks a telephone number from a mobile series.
	Mobile
	// Ambiguous is set by the finder alone: the same text is valid as another
	// kind that was looked for, too.
	Ambiguous

	flagEnd
)

var flagNames = []string{
	"synthetic", "test-series", "temporary", "d-number", "h-number", "fh-number",
	"from-2032", "coordination", "interim", "mobile", "ambiguous",
}

// Has tells whether all of want are set.
func (f Flags) Has(want Flags) bool { return f&want == want }

// String joins the names of the set flags with commas.
func (f Flags) String() string {
	var names []string
	for i, name := range flagNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}
