// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lupaus/lupaus/identifiers"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// made makes valid values for the fields of any category, by their types alone.
// Everything is invented: synthetic codes, domains that nobody can own.
type made struct {
	n     int // what has been made so far: no value that must be unique comes twice
	today time.Time
	staff string // id of a colleague
	unit  string // of the organisation, "" where it declares none
	role  string
	// refer gives the id of somebody of a kind in a register.
	refer func(register string, about promise.About) string
}

// document fills every field of a category. A field that a state, event or
// relation ends at gets a day ahead, so that what the record says holds today;
// where says which values make a state true.
func (m *made) document(r *promise.Register, c *promise.Category, where map[string][]string) promise.Document {
	doc := promise.Document{}
	for _, f := range c.Fields {
		v := m.value(c, f)
		switch {
		case len(where[f.ID]) > 0 && f.Type.Several():
			v = []string{where[f.ID][0]}
		case len(where[f.ID]) > 0:
			v = where[f.ID][0]
		case f.Type == promise.TypeDate && ends(r, c, f):
			v = m.today.AddDate(1, 0, 0).Format(time.DateOnly)
		case f.Type == promise.TypeTime && ends(r, c, f):
			v = m.today.AddDate(1, 0, 0).Format("2006-01-02T15:04:05Z")
		}
		if v != nil {
			doc[f.ID] = v
		}
	}
	return doc
}

// ends tells whether something that holds ends with a field.
func ends(r *promise.Register, c *promise.Category, f *promise.FieldDecl) bool {
	for _, s := range r.States {
		if slices.ContainsFunc(s.Any, func(p promise.Period) bool { return p.Data == c.ID && p.To == f.ID }) {
			return true
		}
	}
	return slices.ContainsFunc(r.Relations, func(x *promise.Relation) bool { return x.Data == c.ID && x.To == f.ID })
}

// value makes a canonical value of a field's type, nil for one that cannot be
// made because there is nothing to choose from.
func (m *made) value(c *promise.Category, f *promise.FieldDecl) any {
	m.n++
	if codes := c.Values(f); len(codes) > 0 {
		if f.Type == promise.TypeChoices {
			return []string{codes[0].Code, codes[len(codes)-1].Code}[:min(2, len(codes))]
		}
		return codes[0].Code
	}
	switch f.Type {
	case promise.TypeText, promise.TypeLaw:
		return cut(fmt.Sprintf("Words %d", m.n), f)
	case promise.TypeLongText:
		return fmt.Sprintf("Several words %d,\nin two lines", m.n)
	case promise.TypePersonName:
		return "Aino Keksitty" + letters(m.n)
	case promise.TypeAddress:
		return fmt.Sprintf("Keksittykatu %d\n00999 Esimerkkilä", m.n)
	case promise.TypeEmail:
		return fmt.Sprintf("somebody%d@post.example", m.n)
	case promise.TypePhone:
		return fmt.Sprintf("+35840%07d", 1000000+m.n)
	case promise.TypeDate:
		return m.today.Format(time.DateOnly)
	case promise.TypeTime:
		return m.today.Format("2006-01-02T15:04:05Z")
	case promise.TypeDuration:
		return "30 days"
	case promise.TypeNumber:
		if f.AtLeast != "" {
			return f.AtLeast
		}
		return "3"
	case promise.TypeMoney:
		return "1234.50"
	case promise.TypeCurrency:
		return "EUR"
	case promise.TypeYesNo, promise.TypeAttestation:
		return "true"
	case promise.TypeCode:
		return fmt.Sprintf("A-%d", m.n)
	case promise.TypeLanguage:
		return "fi"
	case promise.TypeCountry:
		return "FI"
	case promise.TypeURL:
		return fmt.Sprintf("https://www.post.example/%d", m.n)
	case promise.TypeIP:
		return fmt.Sprintf("192.0.2.%d", m.n%250+1)
	case promise.TypeAccountName:
		return fmt.Sprintf("somebody%d", m.n)
	case promise.TypeFile, promise.TypeFiles:
		return m.file(f)
	}
	return m.other(f)
}

// other makes identifiers and what refers to somebody.
func (m *made) other(f *promise.FieldDecl) any {
	switch f.Type {
	case promise.TypePersonID:
		return m.number(f.Of, map[string]string{"FI": "010190-9##", "NO": "018180####", "SE": "19900101-###"}, func(of, s string) (identifiers.ID, error) {
			return identifiers.PersonID(of, s, identifiers.DateOf(m.today))
		})
	case promise.TypeCompanyID:
		return m.number(f.Of, map[string]string{"FI": "1234###-", "NO": "3123####", "SE": "5560#####"}, identifiers.CompanyID)
	case promise.TypeVAT:
		return "DE136695976"
	case promise.TypeBankAccount:
		return "FI2112345600000785"
	case promise.TypeStaff:
		return m.staff
	case promise.TypeStaffList:
		return []string{m.staff}
	case promise.TypeCompany:
		return m.refer(f.Of, promise.AboutCompany)
	case promise.TypePerson:
		return m.refer(f.Of, promise.AboutPerson)
	case promise.TypeUnit:
		if m.unit != "" {
			return m.unit
		}
	case promise.TypeRoles:
		return []string{m.role}
	case promise.TypePeople:
		return []string{m.refer(f.Of, promise.AboutPerson)}
	}
	return nil
}

// number makes a number of a form and searches its check digit by trying: the
// checks are the package's own.
func (m *made) number(of string, forms map[string]string, parse func(of, s string) (identifiers.ID, error)) any {
	form := forms[of]
	size := 1
	for range strings.Count(form, "#") {
		size *= 10
	}
	for range 1000 {
		m.n++
		digits := fmt.Sprintf("%0*d", strings.Count(form, "#"), m.n*7%size)
		text := ""
		for _, r := range form {
			if r == '#' {
				text, digits = text+digits[:1], digits[1:]
			} else {
				text += string(r)
			}
		}
		for _, check := range strings.Split("0123456789ABCDEFHJKLMNPRSTUVWXY", "") {
			if id, err := parse(of, text+check); err == nil {
				return id.Text
			}
		}
	}
	return nil
}

func (m *made) file(f *promise.FieldDecl) any {
	x := register.File{Name: fmt.Sprintf("paper-%d.txt", m.n), Type: "text/plain", Content: []byte(strings.Repeat("paper ", 20))}.String()
	if f.Type == promise.TypeFiles {
		y := register.File{Name: fmt.Sprintf("picture-%d.txt", m.n), Type: "text/plain", Content: []byte("picture")}.String()
		return []string{x, y}
	}
	return x
}

// cut keeps a text as short as its field wants it.
func cut(s string, f *promise.FieldDecl) string {
	if most, err := strconv.Atoi(f.AtMost); err == nil && len(s) > most {
		return s[len(s)-most:]
	}
	return s
}

// letters spells a number, so that invented names differ.
func letters(n int) string {
	out := ""
	for ; n > 0; n /= 26 {
		out += string(rune('a' + n%26))
	}
	return out
}
