// SPDX-License-Identifier: EUPL-1.2

package identifiers

// Code says which part of an identifier is wrong.
type Code uint8

// The codes. They name the part and never the value that would be right, so
// that an error can be logged.
const (
	// CodeEmpty: nothing but white space was given.
	CodeEmpty Code = iota + 1
	// CodeLength: too few or too many characters.
	CodeLength
	// CodeCharacter: a character stands where it cannot stand.
	CodeCharacter
	// CodeDate: the birth date is not in the calendar, or its century mark is unknown.
	CodeDate
	// CodeFuture: the birth date lies after the reference date.
	CodeFuture
	// CodeNumber: the serial part lies outside the ranges in use.
	CodeNumber
	// CodeCheck: the check digit or check character does not fit the rest.
	CodeCheck
	// CodeNotYet: the number fits only a rule that is not in force at the reference date.
	CodeNotYet
	// CodeCountry: the country is missing or not one that the kind knows.
	CodeCountry
	// CodePersonal: a personal code was given where a legal person's number belongs.
	CodePersonal
	// CodeLocalPart: the part of an e-mail address before the @ is not usable.
	CodeLocalPart
	// CodeDomain: the part of an e-mail address after the @ is not a domain name.
	CodeDomain
	// CodeReference: the caller gave no valid reference date.
	CodeReference
	// CodeKind: the caller asked for a kind that does not exist.
	CodeKind

	codeEnd
)

var codeNames = [codeEnd]string{
	CodeEmpty: "empty", CodeLength: "length", CodeCharacter: "character", CodeDate: "date",
	CodeFuture: "future-date", CodeNumber: "number", CodeCheck: "check-digit", CodeNotYet: "not-yet",
	CodeCountry: "country", CodePersonal: "personal", CodeLocalPart: "local-part", CodeDomain: "domain",
	CodeReference: "reference-date", CodeKind: "kind",
}

// String returns the stable name of the code.
func (c Code) String() string {
	if c == 0 || c >= codeEnd {
		return "unknown"
	}
	return codeNames[c]
}

// Error tells why a text is not a valid identifier of a kind. It holds nothing
// of the text itself, so it may be logged and shown to anybody.
type Error struct {
	Kind Kind
	Code Code
}

// Error returns an English sentence for logs. It does not repeat the value.
func (e *Error) Error() string {
	return "identifiers: " + e.Kind.String() + ": " + codeTexts[e.Code][english]
}

// Explain returns a sentence for the person who typed the value: what is
// wrong and what form is expected. It knows the languages fi, sv, nb and en
// (also as tags such as sv-FI, and no or nn for nb); any other gets English.
func (e *Error) Explain(lang string) string {
	l := languageOf(lang)
	if !e.Kind.valid() || e.Code == CodeReference || e.Code == CodeKind {
		return upperFirst(codeTexts[e.Code][l]) + "."
	}
	return kindTexts[e.Kind][l] + ": " + codeTexts[e.Code][l] + ". " + formTexts[e.Kind][l]
}

// Is makes errors.Is(err, &Error{Code: CodeDate}) match any kind, and
// &Error{Kind: HETU} any code: zero fields of target are wild cards.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && (t.Kind == 0 || t.Kind == e.Kind) && (t.Code == 0 || t.Code == e.Code)
}
