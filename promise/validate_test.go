// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/promise"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

const everyType = `  all:
    about: person
    for: [care]
    kept-in: [box]
    name: {fi: Kaikki, en: All}
    source: [T-3]
    fields:
      text: {type: text, at-most: "10", name: {fi: Teksti, en: Text}}
      long: {type: long-text, name: {fi: Pitkä, en: Long}}
      date: {type: date, name: {fi: Päivä, en: Date}}
      time: {type: time, name: {fi: Aika, en: Time}}
      age: {type: number, of: year, at-least: "0", at-most: "120", name: {fi: Ikä, en: Age}}
      fee: {type: money, of: EUR, name: {fi: Maksu, en: Fee}}
      agreed: {type: yes-no, name: {fi: Sovittu, en: Agreed}}
      colour: {type: choice, choices: {red: {fi: Punainen, en: Red}, blue: {fi: Sininen, en: Blue}}, name: {fi: Väri, en: Colour}}
      colours: {type: choices, choices: {red: {fi: Punainen, en: Red}, blue: {fi: Sininen, en: Blue}}, name: {fi: Värit, en: Colours}}
      reason: {type: choice, list: reasons, name: {fi: Syy, en: Reason}}
      code: {type: code, name: {fi: Koodi, en: Code}}
      roles: {type: roles, name: {fi: Roolit, en: Roles}}
      country: {type: country, name: {fi: Maa, en: Country}}
      page: {type: url, name: {fi: Sivu, en: Page}}
      ip: {type: ip, name: {fi: IP, en: IP}}
      user: {type: account-name, name: {fi: Tunnus, en: User}}
      staff: {type: staff, name: {fi: Hoitaja, en: Carer}}
      team: {type: staff-list, name: {fi: Tiimi, en: Team}}
      sworn: {type: attestation, required: true, when: {agreed: ["true"]}, name: {fi: Vakuutus, en: Attestation}}
      span: {type: duration, name: {fi: Kesto, en: Span}}
      vat: {type: vat-number, name: {fi: Alv, en: VAT}}
`

// everything is a category with a field of every type that needs no other package.
func everything(t testing.TB) *promise.Category {
	t.Helper()
	return base(t, change{"  notes:\n    about", everyType + "  notes:\n    about"}, change{"from: person, data: [card, notes]", "from: person, data: [card, notes, all]"},
		change{"  cards: {data: [card], keep", "  cards: {data: [card, all], keep"}, change{"data: [card], for: [care, post], source", "data: [card, all], for: [care, post], source"}).Category("people/all")
}

func TestValuesBecomeCanonical(t *testing.T) {
	t.Parallel()
	c := everything(t)
	for name, x := range map[string]struct {
		field string
		in    any
		want  any // nil: the field is gone
	}{
		"a text is trimmed":                    {"text", "  short ", "short"},
		"an empty text is no value":            {"text", "   ", nil},
		"two ways of writing ä become one":     {"text", "a\u0308", "ä"},
		"lines end in one way":                 {"long", "one\r\ntwo", "one\ntwo"},
		"a day with points":                    {"date", "1.2.2026", "2026-02-01"},
		"a day in standard form":               {"date", "2026-02-01", "2026-02-01"},
		"a time with its zone goes to UTC":     {"time", "2026-02-01T10:00:00+02:00", "2026-02-01T08:00:00Z"},
		"a number with a comma":                {"age", "12,50", "12.5"},
		"a number from JSON":                   {"age", json.Number("40"), "40"},
		"a number as a float":                  {"age", 40.25, "40.25"},
		"money has two decimals":               {"fee", "1 200,5", "1200.50"},
		"a tick":                               {"agreed", "on", "true"},
		"a boolean":                            {"agreed", false, "false"},
		"a choice by its code":                 {"colour", "red", "red"},
		"a choice by its name in any language": {"colour", "SININEN", "blue"},
		"one choice where several may be":      {"colours", "red", []string{"red"}},
		"several choices, each once":           {"colours", []any{"blue", "red", "Blue"}, []string{"blue", "red"}},
		"a value of a list":                    {"reason", "pyyntö", "asked"},
		"a code":                               {"code", "86.210", "86.210"},
		"roles of the organisation":            {"roles", []string{"head", "helper"}, []string{"head", "helper"}},
		"a country in small letters":           {"country", "fi", "FI"},
		"an address of a page":                 {"page", "https://society.example/a", "https://society.example/a"},
		"an address of a machine":              {"ip", "2001:DB8::0", "2001:db8::"},
		"a user's name in capitals":            {"user", "Anna.K", "anna.k"},
		"a length of time":                     {"span", "30 days", "30 days"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := promise.Document{x.field: x.in}
			problems := c.Validate(doc, noon, "en")
			if len(problems) > 0 && problems[0].Field != "sworn" {
				t.Fatalf("problems: %v", problems)
			}
			want := promise.Document{}
			if x.want != nil {
				want[x.field] = x.want
			}
			if diff := cmp.Diff(want, doc); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValuesThatAreRefused(t *testing.T) {
	t.Parallel()
	c := everything(t)
	for name, x := range map[string]struct {
		field string
		in    any
		code  string
	}{
		"too long":                         {"text", "12345678901", "size"},
		"a control character":              {"text", "a\x07b", "type"},
		"a line end in a short text":       {"text", "a\nb", "type"},
		"no day of the calendar":           {"date", "31.2.2026", "type"},
		"a year with two digits":           {"date", "1.2.26", "type"},
		"a year that is a slip":            {"date", "0206-01-01", "type"},
		"no time":                          {"time", "soon", "type"},
		"no number":                        {"age", "1e3", "type"},
		"too small":                        {"age", "-1", "size"},
		"too large":                        {"age", "120.5", "size"},
		"no choice":                        {"colour", "green", "choice"},
		"two values where one may be":      {"colour", []string{"red", "blue"}, "many"},
		"a role that does not exist":       {"roles", "king", "choice"},
		"a script as a page":               {"page", "javascript:alert(1)", "type"},
		"no machine":                       {"ip", "1.2.3", "type"},
		"a map as a value":                 {"text", map[string]any{"a": 1}, "type"},
		"a field that does not exist":      {"shoe", "42", "unknown"},
		"bytes that are no text":           {"text", "a\xff", "type"},
		"a staff id with blanks":           {"staff", "a b", "type"},
		"a type nobody put a checker in":   {"vat", "FI12345678", "type"},
		"a list in a list in a list":       {"colours", []any{[]any{"red", "blue"}}, "type"},
		"an attestation that is not given": {"sworn", "no", "required"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, lang := range []string{"fi", "en", "nb", "sv"} {
				doc := promise.Document{x.field: x.in}
				problems := c.Validate(doc, noon, lang)
				if len(problems) != 1 || problems[0].Field != x.field || problems[0].Code != x.code {
					t.Fatalf("problems: %+v, want %s at %s", problems, x.code, x.field)
				}
				if s, ok := x.in.(string); ok && len(s) > 4 && strings.Contains(problems[0].Text, s) {
					t.Errorf("the text repeats the value: %s", problems[0].Text)
				}
				if problems[0].Text == "" {
					t.Error("no words")
				}
				if diff := cmp.Diff(promise.Document{x.field: x.in}, doc); diff != "" {
					t.Errorf("the refused value was changed: %s", diff)
				}
			}
		})
	}
}

func TestAFieldIsRequiredOnlyWhenItIsAsked(t *testing.T) {
	t.Parallel()
	c := everything(t)
	if got := c.Validate(promise.Document{"agreed": "no"}, noon, "en"); len(got) > 0 {
		t.Errorf("asked for what is not asked: %v", got)
	}
	got := c.Validate(promise.Document{"agreed": "yes"}, noon, "en")
	if len(got) != 1 || got[0].Code != "required" || got[0].Text != "Attestation: this must be filled in" {
		t.Errorf("problems: %+v", got)
	}
}

// spoken is a checker's error that speaks several languages.
type spoken struct{}

func (spoken) Error() string              { return "wrong" }
func (spoken) Explain(lang string) string { return "wrong in " + lang }

// TestCheckersArePutIn is not parallel: checkers are the program's, not one test's.
func TestCheckersArePutIn(t *testing.T) {
	promise.RegisterType("vat-number", func(of, text string) (string, error) {
		switch text {
		case "plain":
			return "", errors.New("the check digit is wrong")
		case "spoken":
			return "", spoken{}
		}
		return strings.ToUpper(text), nil
	})
	t.Cleanup(func() { promise.RegisterType("vat-number", nil) })
	c := everything(t)
	doc := promise.Document{"vat": "fi12345671"}
	if got := c.Validate(doc, noon, "en"); len(got) > 0 || doc["vat"] != "FI12345671" {
		t.Errorf("%v %v", doc, got)
	}
	for text, want := range map[string]string{"plain": "VAT: the check digit is wrong", "spoken": "VAT: wrong in en"} {
		if got := c.Validate(promise.Document{"vat": text}, noon, "en"); len(got) != 1 || got[0].Text != want {
			t.Errorf("%s: %+v", text, got)
		}
	}
}

// TestValidatingTwiceIsValidatingOnce shows that canonical values are canonical.
func TestValidatingTwiceIsValidatingOnce(t *testing.T) {
	t.Parallel()
	c := everything(t)
	rapid.Check(t, func(t *rapid.T) {
		doc := promise.Document{}
		for _, f := range c.Fields {
			if rapid.Bool().Draw(t, f.ID) {
				doc[f.ID] = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"1.2.2026", "true", "red", "12,5", "head", "FI", "2026-01-01T00:00", "30 days"})).Draw(t, "value")
			}
		}
		bad := map[string]bool{}
		for _, p := range c.Validate(doc, noon, "fi") {
			bad[p.Field] = true
		}
		for field := range bad {
			delete(doc, field)
		}
		once := promise.Document{}
		for k, v := range doc {
			once[k] = v
		}
		for _, p := range c.Validate(doc, noon, "fi") {
			if p.Code != "required" {
				t.Fatalf("refuses its own canonical value: %+v", p)
			}
		}
		if diff := cmp.Diff(once, doc); diff != "" {
			t.Fatal(diff)
		}
	})
}
