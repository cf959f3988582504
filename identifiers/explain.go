// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// language is a column of the text tables.
type language int

const (
	finnish language = iota
	swedishText
	norwegian
	english

	languages
)

// phrase is one text in all languages.
type phrase [languages]string

// languageOf reads a language tag by its first part; unknown ones get English.
func languageOf(tag string) language {
	primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch primary {
	case "fi":
		return finnish
	case "sv":
		return swedishText
	case "nb", "nn", "no":
		return norwegian
	}
	return english
}

// Name returns the name of the kind for people, in fi, sv, nb or en.
func (k Kind) Name(lang string) string {
	if !k.valid() {
		return ""
	}
	return kindTexts[k][languageOf(lang)]
}

// Explain tells in fi, sv, nb or en what the number itself says: its kind, the
// birth date and sex if it carries them, and each flag. It does not repeat the
// number, but a birth date and sex are personal data.
func (id ID) Explain(lang string) string {
	if !id.Kind.valid() {
		return ""
	}
	l := languageOf(lang)
	sentences := []string{id.subject(l) + "."}
	if !id.Birth.IsZero() {
		sentences = append(sentences, fmt.Sprintf(bornText[l], dateIn(id.Birth, l)))
	}
	if id.Sex != SexUnknown {
		sentences = append(sentences, sexTexts[id.Sex][l])
	}
	if id.Kind.Personal() && id.Birth.IsZero() {
		sentences = append(sentences, noDateText[l])
	}
	for i, text := range flagTexts {
		if id.Flags&(1<<i) != 0 && text[l] != "" {
			sentences = append(sentences, text[l])
		}
	}
	return strings.Join(sentences, " ")
}

// subject names the kind, with the country where the kind does not say it.
func (id ID) subject(l language) string {
	name := kindTexts[id.Kind][l]
	if (id.Kind == IBAN || id.Kind == Phone) && id.Country != "" {
		return name + " (" + id.Country + ")"
	}
	return name
}

// dateIn writes a date as readers of the language expect it; Swedish and
// English texts use ISO 8601, which cannot be misread.
func dateIn(d Date, l language) string {
	if l == finnish || l == norwegian {
		return fmt.Sprintf("%d.%d.%d", d.Day, d.Month, d.Year)
	}
	return d.String()
}

func upperFirst(s string) string {
	r, w := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[w:]
}
