// SPDX-License-Identifier: EUPL-1.2

package i18n

import (
	"strconv"
	"strings"
)

// grouping and decimal are how the languages write numbers. The space between
// groups does not break.
var (
	grouping = map[string]string{"nb": "\u00a0", "en": ",", "fi": "\u00a0", "sv": "\u00a0"}
	decimal  = map[string]string{"nb": ",", "en": ".", "fi": ",", "sv": ","}
)

// Int writes a whole number with its thousands apart.
func (p Printer) Int(n int) string { return p.Int64(int64(n)) }

// Int64 is Int for entry numbers and sizes.
func (p Printer) Int64(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + grouping[p.lang] + s[at:]
	}
	return sign + s
}

// Decimal writes a number with the given count of decimals.
func (p Printer) Decimal(f float64, places int) string {
	whole, part, _ := strings.Cut(strconv.FormatFloat(f, 'f', places, 64), ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return strconv.FormatFloat(f, 'g', -1, 64)
	}
	out := p.Int64(n)
	if n == 0 && strings.HasPrefix(whole, "-") {
		out = "-" + out
	}
	if part == "" {
		return out
	}
	return out + decimal[p.lang] + part
}

// Bytes writes a size in the unit that fits, counted in thousands as file
// managers of today do.
func (p Printer) Bytes(n int) string {
	switch {
	case n < 1000:
		return p.Int(n) + "\u00a0B"
	case n < 1000_000:
		return p.Decimal(float64(n)/1000, 1) + "\u00a0kB"
	}
	return p.Decimal(float64(n)/1000_000, 1) + "\u00a0MB"
}

// List joins words as the language does: "a, b og c".
func (p Printer) List(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + p.T("word.and") + " " + words[len(words)-1]
}
