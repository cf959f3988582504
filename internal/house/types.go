// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"sync"
	"time"

	"github.com/lupaus/lupaus/identifiers"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// ownCountry lets a phone number that does not say its country be read as one
// of the organisation's own: several organisations may share a process, which
// has one checker of phone numbers.
func ownCountry(r *promise.Release) {
	for _, g := range r.Registers {
		for _, c := range g.Data {
			for _, f := range c.Fields {
				if f.Type == promise.TypePhone && f.Of == "" {
					f.Of = r.Organisation.Place.Country
				}
			}
		}
	}
}

// registerTypes puts the identifiers' rules in for the field types that need
// them, once for the process.
var registerTypes = sync.OnceFunc(func() {
	today := func() identifiers.Date { return identifiers.DateOf(time.Now()) }
	promise.RegisterType("person-id", func(of, text string) (string, error) {
		return canonical(identifiers.PersonID(of, text, today()))
	})
	promise.RegisterType("company-id", func(of, text string) (string, error) {
		return canonical(identifiers.CompanyID(of, text))
	})
	promise.RegisterType("phone", func(of, text string) (string, error) {
		return canonical(identifiers.ParsePhone(of, text))
	})
	promise.RegisterType("vat-number", func(of, text string) (string, error) {
		return canonical(identifiers.VATNumber(of, text))
	})
	for _, name := range []string{"file", "files"} {
		promise.RegisterType(name, func(_, text string) (string, error) {
			f, err := register.ParseFile(text)
			if err != nil {
				return "", err
			}
			return f.String(), nil
		})
	}
	for name, kind := range map[string]identifiers.Kind{"email": identifiers.Email, "bank-account": identifiers.IBAN} {
		promise.RegisterType(name, func(_, text string) (string, error) {
			return canonical(identifiers.Parse(kind, text, today()))
		})
	}
})

func canonical(id identifiers.ID, err error) (string, error) {
	if err != nil {
		return "", err
	}
	return id.Text, nil
}

// mask shows what may be shown of a masked value: for identifiers what their
// kind leaves harmless, for everything else nothing.
//
// Keeps: HMS-22
func mask(f *promise.FieldDecl, value string) string {
	at := identifiers.DateOf(time.Now())
	var id identifiers.ID
	var err error
	switch f.Type {
	case "person-id":
		id, err = identifiers.PersonID(f.Of, value, at)
	case "company-id":
		id, err = identifiers.CompanyID(f.Of, value)
	case "phone":
		id, err = identifiers.ParsePhone(f.Of, value)
	case "vat-number":
		id, err = identifiers.VATNumber(f.Of, value)
	case "email":
		id, err = identifiers.Parse(identifiers.Email, value, at)
	case "bank-account":
		id, err = identifiers.Parse(identifiers.IBAN, value, at)
	default:
		return hidden
	}
	if err != nil {
		return hidden
	}
	return id.Mask()
}

const hidden = "••••••"
