// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// valueView is one field of a record as a page shows it.
type valueView struct {
	Name, Text, Anchor string
	Masked, Long, Mono bool
	Href               string
	Reveal             *revealView
}

// valueText is a value in the reader's words: codes by their names, days as the
// language writes them.
func (v *visit) valueText(x register.Value) string {
	if x.Masked {
		return x.Text
	}
	if len(x.Texts) > 0 {
		words := make([]string, len(x.Texts))
		for i, t := range x.Texts {
			words[i] = v.wordOf(x.Field, t)
		}
		return strings.Join(words, ", ")
	}
	return v.wordOf(x.Field, x.Text)
}

func (v *visit) wordOf(f *promise.FieldDecl, text string) string {
	for _, c := range v.choicesOf(f) {
		if c.Code == text {
			return c.Name.In(v.Lang())
		}
	}
	switch f.Type {
	case promise.TypeDate:
		return v.DateText(text)
	case promise.TypeTime:
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			return v.ShortMoment(t)
		}
	case promise.TypeDuration:
		if d, err := promise.ParseDuration(text); err == nil {
			return d.Words(v.Lang())
		}
	case promise.TypeNumber, promise.TypeMoney:
		return strings.TrimSpace(v.Number(text) + "\u00a0" + v.measure(f))
	case promise.TypeLanguage:
		return v.LanguageName(text)
	case promise.TypeCountry:
		return v.CountryName(text)
	case promise.TypeUnit:
		return v.unitName(text)
	case promise.TypeRoles:
		return v.roleName(text)
	case promise.TypeYesNo:
		return v.T("value." + yesNo(text))
	case promise.TypeAttestation:
		return v.T("value.attested")
	case promise.TypeLaw:
		return strings.Join(v.lawNames([]string{text}), "")
	}
	return text
}

// measure is what a number counts, in the reader's words where the catalogue
// has them: what the promise says itself is a word of its author.
func (v *visit) measure(f *promise.FieldDecl) string {
	if key := "unit." + strings.ReplaceAll(f.Of, " ", "-"); f.Of != "" && v.Has(key) {
		return v.T(key)
	}
	return f.Of
}

// standsAlone are the types whose values are read sign by sign.
func standsAlone(t promise.FieldType) bool {
	switch t {
	case promise.TypePersonID, promise.TypeCompanyID, promise.TypeVAT, promise.TypeBankAccount, promise.TypeIP, promise.TypeAccountName:
		return true
	}
	return false
}

func yesNo(text string) string {
	if text == "true" || text == "yes" {
		return "yes"
	}
	return "no"
}

// choicesOf are what a field chooses from: its own choices or its list's.
func (v *visit) choicesOf(f *promise.FieldDecl) []*promise.ListValue {
	if len(f.Choices) > 0 {
		return f.Choices
	}
	if l := v.release.Organisation.List(f.List); l != nil {
		return l.Values
	}
	return nil
}

// plainValues are a record's values without what can be done about them.
func (v *visit) plainValues(values []register.Value, anchor string) (out []valueView) {
	for _, x := range values {
		out = append(out, valueView{Name: x.Field.Name.In(v.Lang()), Text: v.valueText(x), Anchor: anchor + "-" + x.Field.ID, Masked: x.Masked,
			Long: x.Field.Type == promise.TypeLongText || x.Field.Type == promise.TypeAddress, Mono: standsAlone(x.Field.Type)})
	}
	return out
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	next, _ := utf8.DecodeRuneInString(s[n:])
	if unicode.IsUpper(next) { // an abbreviation
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
