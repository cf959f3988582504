// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"errors"
	"math/big"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// checkers are the field types whose rules live in other packages.
var (
	checkersMu sync.RWMutex
	checkers   = map[FieldType]func(of, text string) (string, error){}
)

// RegisterType puts in the checker of one field type, such as "person-id": it gets what
// the field says under "of" (a country) and the text, and returns the canonical text or
// an error. The error's text is shown beside the field and must not repeat the value;
// an error with a method Explain(lang string) string is asked for its words.
// Programs call it while they start; the identifiers package has the usual checkers.
// It replaces an earlier checker of the same type; nil takes it away.
func RegisterType(name string, canonical func(of, text string) (string, error)) {
	checkersMu.Lock()
	defer checkersMu.Unlock()
	checkers[FieldType(name)] = canonical
}

func checkerOf(t FieldType) func(of, text string) (string, error) {
	checkersMu.RLock()
	defer checkersMu.RUnlock()
	return checkers[t]
}

var (
	codePattern    = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9. _/-]{0,39}$`)
	opaquePattern  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$`)
	accountPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,63}$`)
	decimalPattern = regexp.MustCompile(`^-?[0-9]{1,18}([.,][0-9]{1,9})?$`)
	moneyCode      = regexp.MustCompile(`^[A-Z]{3}$`)
)

// value checks one text against the field's type. On success code is "".
func (v *validation) value(f *FieldDecl, text string) (canonical, code, key string, args []any) {
	text = norm.NFC.String(text)
	if !utf8.ValidString(text) {
		return "", "type", "odd", nil
	}
	if check := checkerOf(f.Type); check != nil {
		out, err := check(f.Of, text)
		if err != nil {
			var inWords interface{ Explain(lang string) string }
			if errors.As(err, &inWords) {
				return "", "type", "because", []any{inWords.Explain(v.lang)}
			}
			return "", "type", "because", []any{err.Error()}
		}
		return out, "", "", nil
	}
	switch f.Type {
	case TypeText, TypePersonName, TypeLaw:
		return sized(f, text, 500, false)
	case TypeLongText, TypeAddress:
		return sized(f, strings.ReplaceAll(text, "\r\n", "\n"), 20000, true)
	case TypeDate, TypeTime:
		return v.moment(f, text)
	case TypeNumber, TypeMoney:
		return number(f, text)
	case TypeDuration:
		if d, err := ParseDuration(text); err == nil {
			return d.String(), "", "", nil
		}
		return "", "type", "duration", nil
	case TypeChoice, TypeChoices, TypeCode, TypeUnit, TypeRoles, TypeYesNo, TypeAttestation:
		return v.chosen(f, text)
	}
	return patterned(f, text)
}

// sized checks the length of a text and that it holds nothing a reader cannot see.
func sized(f *FieldDecl, text string, most int, lines bool) (string, string, string, []any) {
	if n, err := strconv.Atoi(f.AtMost); err == nil {
		most = n
	}
	if utf8.RuneCountInString(text) > most {
		return "", "size", "too-long", []any{most}
	}
	for _, r := range text {
		if unicode.IsControl(r) && !(lines && (r == '\n' || r == '\t')) {
			return "", "type", "control", nil
		}
	}
	return text, "", "", nil
}

// moment reads a day or a time. Days are written 2026-11-21 or 21.11.2026.
func (v *validation) moment(f *FieldDecl, text string) (string, string, string, []any) {
	layouts, out := []string{"2006-01-02", "2.1.2006"}, time.DateOnly
	zone := time.UTC
	if f.Type == TypeTime {
		layouts, out = []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2.1.2006 15:04"}, time.RFC3339
		zone = v.zone()
	}
	for _, layout := range layouts {
		t, err := time.ParseInLocation(layout, text, zone)
		if err != nil {
			continue
		}
		if d := t.Sub(v.at); d > 200*365*24*time.Hour || d < -200*365*24*time.Hour {
			return "", "type", "far", nil
		}
		if f.Type == TypeTime {
			t = t.UTC()
		}
		return t.Format(out), "", "", nil
	}
	if f.Type == TypeTime {
		return "", "type", "time", nil
	}
	return "", "type", "date", nil
}

// zone is the organisation's time zone, in which a time without one is meant.
func (v *validation) zone() *time.Location {
	if v.category.release != nil {
		if zone, err := time.LoadLocation(v.category.release.Organisation.Place.Zone); err == nil {
			return zone
		}
	}
	return time.UTC
}

// number reads a decimal number, with point or comma, and its limits. It is exact:
// nothing goes through floating point.
func number(f *FieldDecl, text string) (string, string, string, []any) {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\u00a0", ""), " ", "")
	text = strings.Replace(text, "\u2212", "-", 1)
	if !decimalPattern.MatchString(text) {
		return "", "type", "number", nil
	}
	value, ok := new(big.Rat).SetString(strings.Replace(text, ",", ".", 1))
	if !ok {
		return "", "type", "number", nil
	}
	if low, ok := new(big.Rat).SetString(f.AtLeast); ok && value.Cmp(low) < 0 {
		return "", "size", "at-least", []any{f.AtLeast}
	}
	if high, ok := new(big.Rat).SetString(f.AtMost); ok && value.Cmp(high) > 0 {
		return "", "size", "at-most", []any{f.AtMost}
	}
	if f.Type == TypeMoney {
		return value.FloatString(2), "", "", nil
	}
	out := value.FloatString(9)
	out = strings.TrimRight(strings.TrimRight(out, "0"), ".")
	if out == "-0" || out == "" {
		out = "0"
	}
	return out, "", "", nil
}

// chosen reads one of a closed set of values: by its code, or by its name in any of the
// declared languages, as lists from elsewhere have them.
func (v *validation) chosen(f *FieldDecl, text string) (string, string, string, []any) {
	switch f.Type {
	case TypeYesNo, TypeAttestation:
		switch strings.ToLower(text) {
		case "true", "on", "yes", "ja", "kyllä", "1":
			return "true", "", "", nil
		case "false", "off", "no", "nei", "nej", "ei", "0":
			if f.Type == TypeYesNo {
				return "false", "", "", nil
			}
			return "", "required", "attest", nil
		}
		return "", "choice", "choice", nil
	case TypeUnit, TypeRoles:
		if v.category.release == nil {
			return patterned(f, text)
		}
		o := v.category.release.Organisation
		if f.Type == TypeUnit && o.Unit(text) != nil || f.Type == TypeRoles && o.Role(text) != nil {
			return text, "", "", nil
		}
		return "", "choice", "choice", nil
	}
	values := v.category.Values(f)
	if f.Type == TypeCode && values == nil {
		if codePattern.MatchString(text) {
			return text, "", "", nil
		}
		return "", "type", "code", nil
	}
	for _, x := range values {
		if x.Code == text {
			return x.Code, "", "", nil
		}
	}
	for _, x := range values {
		for _, lang := range x.Name.Languages() {
			if strings.EqualFold(x.Name[lang], text) {
				return x.Code, "", "", nil
			}
		}
	}
	return "", "choice", "choice", nil
}

// Values returns the values a field chooses from: its own choices, or its list's. It is
// nil for a field that chooses from nothing.
func (c *Category) Values(f *FieldDecl) []*ListValue {
	if f.List != "" && c.release != nil {
		if l := c.release.Organisation.List(f.List); l != nil {
			return l.Values
		}
	}
	return f.Choices
}

// patterned checks what has a form and nothing else, and refuses types whose checker the
// program did not put in: an unchecked identity code would be worse than none.
func patterned(f *FieldDecl, text string) (string, string, string, []any) {
	fine := false
	switch f.Type {
	case TypeCurrency:
		text = strings.ToUpper(text)
		fine = moneyCode.MatchString(text)
	case TypeLanguage:
		fine = languageTag.MatchString(text)
	case TypeCountry:
		text = strings.ToUpper(text)
		fine = countryCode.MatchString(text)
	case TypeURL:
		u, err := url.Parse(text)
		fine = err == nil && slices.Contains([]string{"http", "https"}, u.Scheme) && u.Host != "" && len(text) <= 2000
	case TypeIP:
		a, err := netip.ParseAddr(text)
		fine = err == nil
		if fine {
			text = a.String()
		}
	case TypeAccountName:
		text = strings.ToLower(text)
		fine = accountPattern.MatchString(text)
	case TypeFile, TypeFiles, TypePerson, TypePeople, TypeStaff, TypeStaffList, TypeCompany, TypeRecord, TypeUnit, TypeRoles:
		fine = opaquePattern.MatchString(text)
	default:
		return "", "type", "no-checker", []any{string(f.Type)}
	}
	if !fine {
		return "", "type", "form", nil
	}
	return text, "", "", nil
}
