// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"
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
	case promise.TypeUnit:
		return v.unitName(text)
	case promise.TypeRoles:
		return v.roleName(text)
	case promise.TypeYesNo:
		return v.T("value." + yesNo(text))
	}
	return text
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
			Long: x.Field.Type == promise.TypeLongText || x.Field.Type == promise.TypeAddress, Mono: x.Field.Type == promise.TypePersonID || x.Field.Type == promise.TypeCompanyID})
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
