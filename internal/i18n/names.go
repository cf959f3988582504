// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Choice is something to choose from: what is kept, and what is shown.
type Choice struct{ Code, Name string }

// languageCodes are the languages that a form offers: those of the Nordic and
// Baltic countries and of the European Union, and those that many speak here.
var languageCodes = strings.Fields("fi sv nb nn en da is se smn sms et lv lt de fr es it pt nl pl cs sk sl hr hu ro bg el mt ga uk ru ar so fa ku tr vi zh th sq")

// countryCodes are the countries of Europe, and those beside it that forms here
// ask for most (ISO 3166-1).
var countryCodes = strings.Fields("FI SE NO DK IS AX FO GL EE LV LT DE AT CH LI FR BE NL LU IE GB ES PT IT MT GR CY PL CZ SK SI HR HU RO BG UA MD BA RS ME MK AL XK TR GE AM AZ US CA AU NZ JP KR CN HK IN IL ZA BR AR MX SG TW TH VN AE SA EG MA TN NG KE ET SO IQ IR SY AF PK BD LK PH ID MY")

// tag is the language as the library's dictionaries know it: they keep Bokmål
// under the tag of both written forms of Norwegian.
func (p Printer) tag() language.Tag {
	if p.lang == "nb" {
		return language.Norwegian
	}
	return language.Make(p.lang)
}

// LanguageName says a language in the reader's words, the tag itself when it is
// not known.
func (p Printer) LanguageName(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.Languages(p.tag()).Name(t); name != "" {
		return name
	}
	return tag
}

// CountryName says a country in the reader's words, the code itself when it is
// not known.
func (p Printer) CountryName(code string) string {
	r, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	if name := display.Regions(p.tag()).Name(r); name != "" {
		return name
	}
	return code
}

// LanguageChoices are the languages that a form offers, in the reader's order.
func (p Printer) LanguageChoices() []Choice { return p.choices(languageCodes, p.LanguageName) }

// CountryChoices are the countries that a form offers, in the reader's order.
func (p Printer) CountryChoices() []Choice { return p.choices(countryCodes, p.CountryName) }

func (p Printer) choices(codes []string, name func(string) string) []Choice {
	out := make([]Choice, len(codes))
	for i, c := range codes {
		out[i] = Choice{c, name(c)}
	}
	col := p.Collator()
	slices.SortStableFunc(out, func(a, b Choice) int { return col.CompareString(a.Name, b.Name) })
	return out
}

// Number writes a decimal number that came as "-1234.5" as the language does;
// anything else as it came.
func (p Printer) Number(text string) string {
	whole, part, dotted := strings.Cut(text, ".")
	sign := ""
	if rest, ok := strings.CutPrefix(whole, "-"); ok {
		sign, whole = "-", rest
	}
	if whole == "" || strings.Trim(whole+part, "0123456789") != "" {
		return text
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + grouping[p.lang] + whole[at:]
	}
	if dotted {
		return sign + whole + decimal[p.lang] + part
	}
	return sign + whole
}
