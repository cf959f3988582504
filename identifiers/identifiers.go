// SPDX-License-Identifier: EUPL-1.2

// Package identifiers knows the numbers by which people, companies, accounts
// and mailboxes are told apart in Finland, Norway and Sweden: it parses,
// validates, explains and masks them, and finds them in running text.
//
// # Reading one value
//
// [Parse] reads a text as one [Kind] and returns an [ID] in canonical form or
// an [*Error] that says which part is wrong. [PersonID] and [CompanyID] choose
// the kind by country, [ParsePhone] reads numbers as dialled inside a country,
// [VATNumber] reads VAT numbers of the European Union and Norway.
// Personal codes need a reference date, normally today: a birth date after it
// is refused, a two-digit Swedish year is resolved by it, and it decides
// whether the Norwegian rule of 1.1.2032 is in force.
//
// Parse forgives what typing adds (spaces, a dash from the word processor,
// small letters) and nothing else. A valid number is well formed; whether it
// was ever given to anybody only the register knows.
//
// # Showing a value
//
// [ID.Mask] keeps what is needed to tell two rows of a list apart and no more:
// 131052-****. [ID.Explain] says in fi, sv, nb or en what the number itself
// tells; that is personal data like the number. An ID prints as [redacted] in
// logs and through fmt.
//
// # Finding values in text
//
// A [Finder] goes once through a text and reports [Hit] after Hit with a
// [Certainty]. A number in its written form, with separator and check digit,
// is Certain. Bare digits prove little: of all valid Norwegian account numbers
// one in sixty has the form of a birth number. So bare digits are Likely only
// if a word such as "fødselsnummer" stands within 300 characters, or a second
// different number of the kind stands in the text; otherwise they are Weak. A
// nearer word on the same line that tells of an account, a telephone or an
// invoice lowers the certainty by one step. Business ids have one check digit
// mod 10 or 11 and no date, so their written form alone is only Likely.
//
// A Finder may be used by many goroutines at once and allocates nothing.
//
// # What is left out
//
// FH-numbers and the synthetic organisations of the Norwegian tax
// administration are found in text only beside a word that names them. The
// package keeps no register, asks no service and corrects no typing errors.
package identifiers

import (
	"fmt"
	"io"
	"log/slog"
)

// ID is one valid identifier. It holds personal data: it prints as [redacted],
// and Text, Birth and Explain are for those who may see the person's data.
type ID struct {
	Kind Kind
	// Text is the canonical form; parsing it again gives the same ID.
	Text string
	// Country is the ISO 3166-1 code of the country whose rules the number
	// follows. It is empty for e-mail and for other countries' telephones.
	Country string
	// Birth is the birth date that the number tells, or zero if it tells none.
	// Registers give numbers with a neighbouring day when a day is used up, so
	// it need not be the person's birthday.
	Birth Date
	// Sex is what the number tells of sex in the register.
	Sex   Sex
	Flags Flags
}

// Format prints [redacted] whatever the verb, so that an ID never leaks
// through an error text or a log line.
func (ID) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[redacted]") }

// LogValue makes slog print [redacted].
func (ID) LogValue() slog.Value { return slog.StringValue("[redacted]") }

// Parse reads text as an identifier of the given kind. The reference date at
// is needed for personal codes and ignored for the rest. A telephone number
// must be in international form; see [ParsePhone]. The error is an [*Error].
// Keeps: HMS-22
func Parse(kind Kind, text string, at Date) (ID, error) {
	if !kind.valid() {
		return ID{}, &Error{Kind: kind, Code: CodeKind}
	}
	if kind.Personal() && !at.Valid() {
		return ID{}, &Error{Kind: kind, Code: CodeReference}
	}
	var canonical string
	var f facts
	var code Code
	switch kind {
	case Phone:
		canonical, f, code = readPhone("", []byte(text))
	case Email:
		addr := trimSpace([]byte(text))
		if f, code = decodeEmail(addr); code == 0 {
			canonical = canonicalEmail(string(addr))
		}
	default:
		canonical, f, code = readNumber(kind, text, at)
	}
	return build(kind, canonical, f, code)
}

// PersonID reads the personal code of a country: FI, NO or SE.
func PersonID(country, text string, at Date) (ID, error) {
	kind := map[string]Kind{"FI": HETU, "NO": Fodselsnummer, "SE": Personnummer}[country]
	if kind == 0 {
		return ID{}, &Error{Kind: HETU, Code: CodeCountry}
	}
	return Parse(kind, text, at)
}

// CompanyID reads the business id of a country: FI, NO or SE. A Swedish sole
// trader's number is a personal number and is refused with [CodePersonal].
func CompanyID(country, text string) (ID, error) {
	kind := map[string]Kind{"FI": YTunnus, "NO": NorwegianOrg, "SE": SwedishOrg}[country]
	if kind == 0 {
		return ID{}, &Error{Kind: YTunnus, Code: CodeCountry}
	}
	return Parse(kind, text, Date{})
}

// ParsePhone reads a telephone number as dialled in the country (FI, NO or
// SE) or in international form, and returns it in E.164.
func ParsePhone(country, text string) (ID, error) {
	canonical, f, code := readPhone(country, []byte(text))
	return build(Phone, canonical, f, code)
}

func build(kind Kind, canonical string, f facts, code Code) (ID, error) {
	if code != 0 {
		return ID{}, &Error{Kind: kind, Code: code}
	}
	return ID{Kind: kind, Text: canonical, Country: f.country, Birth: f.birth, Sex: f.sex, Flags: f.flags}, nil
}

// Mask returns the identifier with the part hidden that makes it usable: the
// last characters of a personal code, the middle of an account, most of a
// mailbox name. A mask is never valid as an identifier of any kind.
// Keeps: HMS-22
func (id ID) Mask() string {
	t := id.Text
	switch id.Kind {
	case HETU:
		return cover(t, 7, len(t))
	case Fodselsnummer:
		if id.Flags.Has(FHNumber) {
			return cover(t, 1, len(t))
		}
		return cover(t, 6, len(t))
	case Personnummer:
		return cover(t, 9, len(t))
	case YTunnus, NorwegianOrg, SwedishOrg:
		return cover(t, 3, len(t))
	case VAT:
		return cover(t, min(4, len(t)-2), len(t)) // a sole trader's may hold a personal number
	case IBAN:
		return cover(t, 2, len(t)-4)
	case Phone:
		return cover(t, 1+len(callingCode(id.Country)), len(t)-2)
	case Email:
		return maskEmail(t)
	}
	return cover(t, 0, len(t))
}
