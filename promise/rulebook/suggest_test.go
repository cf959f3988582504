// SPDX-License-Identifier: EUPL-1.2

package rulebook_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

func TestARefusalSaysWhatWouldMakeItPossible(t *testing.T) {
	t.Parallel()
	b := hms(t)
	for name, c := range map[string]struct {
		role, purpose, category string
		action                  promise.Action
		facts                   []string
		kind, text              string
	}{
		"a colleague's role": {"office-worker", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, []string{"declared"}, "role",
			"Health personnel, Nurse, Physiotherapist, Company doctor, Journal responsible (leading company doctor) may do it for the purpose “Occupational health care”."},
		"another purpose": {"nurse", "personal-journal/reporting", "personal-journal/consultations", rulebook.Open, []string{"declared"}, "purpose",
			"It is possible when you act for the purpose “Occupational health care”."},
		"a fact about oneself": {"nurse", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, nil, "facts",
			"It would be possible when you sign the declaration of secrecy."},
		"a relation": {"nurse", "companies/service", "companies/activities", rulebook.Open, []string{"declared", "restricted-item"}, "facts",
			"It would be possible when the company or person is assigned to you."},
		"a state": {"office-worker", "companies/service", "companies/orders", rulebook.Add, []string{"declared"}, "facts",
			"It would be possible when “Agreement in force” holds."},
		"a share": {"nurse", "applications/recruitment", "applications/application", rulebook.Open, []string{"declared"}, "facts",
			"It would be possible when somebody who may shares the record with you."},
		"both consents": {"nurse", "personal-journal/beyond-agreement", "personal-journal/consultations", rulebook.Open, []string{"declared"}, "facts",
			"It would be possible when “Consent of the employee” was given and “Consent of the customer” was given."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := rulebook.Query{Role: b.Role(c.role), Purpose: b.Purpose(c.purpose), Category: b.Category(c.category), Action: c.action}
			got := b.WouldAllow(q, facts(t, b, c.facts...), "en")
			if !slices.ContainsFunc(got, func(s rulebook.Suggestion) bool { return s.Kind == c.kind && s.Text == c.text }) {
				t.Errorf("suggests:\n%+v\nwant %s: %s", got, c.kind, c.text)
			}
		})
	}
}

func TestNothingIsSuggestedWhereNothingHelps(t *testing.T) {
	t.Parallel()
	b := hms(t)
	ask := func(role, purpose, category string, a promise.Action, f rulebook.Facts) []rulebook.Suggestion {
		return b.WouldAllow(rulebook.Query{Role: b.Role(role), Purpose: b.Purpose(purpose), Category: b.Category(category), Action: a}, f, "nb")
	}
	if got := ask("general-manager", "log/control", "log/entries", rulebook.Erase, facts(t, b, "declared")); len(got) > 0 {
		t.Errorf("erasing the log: %+v", got)
	}
	if got := ask("nurse", "companies/service", "companies/identification", rulebook.Open, facts(t, b, "declared")); got != nil {
		t.Errorf("an act that is allowed: %+v", got)
	}
	if got := ask("nobody", "companies/service", "companies/identification", rulebook.Open, rulebook.Facts{}); got != nil {
		t.Errorf("an unknown role: %+v", got)
	}
}

func TestTheSystemsOwnClausesAreShown(t *testing.T) {
	t.Parallel()
	b := hms(t)
	var got []string
	for _, c := range b.Clauses() {
		if c.Derived {
			got = append(got, c.Name)
			if b.ClauseByName(c.Name) != c || c.Sentence("nb") == "" || c.Who[0] != promise.SystemRole {
				t.Errorf("%s: %+v", c.Name, c)
			}
		}
	}
	want := []string{"applications/derived/index", "applications/derived/retention/reference",
		"companies/derived/index", "companies/derived/facts", "companies/derived/retention/relation",
		"log/derived/facts", "log/derived/retention/entries", "log/derived/entries",
		"personal-journal/derived/index", "personal-journal/derived/facts", "personal-journal/derived/retention/journal", "personal-journal/derived/retention/signed-up",
		"staff/derived/index", "staff/derived/facts", "staff/derived/retention/accounts", "staff/derived/sign-in", "staff/derived/sign-in-marks", "staff/derived/first-account",
		"website/derived/index", "website/derived/facts", "website/derived/retention/usage", "website/derived/retention/searches", "website/derived/retention/ip-log",
		"website/derived/retention/blocked", "website/derived/retention/forms"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheTablePrintsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	if err := hms(t).Table(&first); err != nil {
		t.Fatal(err)
	}
	if err := hms(t).Table(&second); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two compilations print different tables")
	}
	want := "nurse | personal-journal/occupational-health | personal-journal/consultations | open | forbid law/art-18 if restricted; forbid hms/rules/secrecy-first unless declared; " +
		"allow personal-journal/access/carers if in-care with {reason: journal-reasons}; allow personal-journal/access/colleagues with {reason: journal-reasons},confirmation\n"
	if !strings.Contains(first.String(), want) {
		t.Errorf("the table lacks the line %s", want)
	}
	if strings.Contains(first.String(), "office-worker | personal-journal/occupational-health | personal-journal/consultations") {
		t.Error("the table lists cells in which nothing is ever allowed")
	}
}

// TestWhatDoesNotFitIsRefused shows the limits of a decision's bits.
func TestWhatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	text := bigRegister(newRand(), "log", 3)
	var states, clauses strings.Builder
	states.WriteString("states: {st: {of: person, data: c0, from: f, lasts: 1 year, assumed: test}")
	for i := range 70 {
		states.WriteString(", s" + string(rune('a'+i/10)) + string(rune('a'+i%10)) + ": {of: person, data: c0, from: f, lasts: 1 year, assumed: test}")
		clauses.WriteString("  more" + string(rune('a'+i/10)) + string(rune('a'+i%10)) + ": {forbid: [publish], data: [c0], if: [s" + string(rune('a'+i/10)) + string(rune('a'+i%10)) + "], assumed: test}\n")
	}
	text = strings.Replace(text, "states: {st: {of: person, data: c0, from: f, lasts: 1 year, assumed: test}", states.String(), 1) + clauses.String()
	b, problems := rulebook.Compile(loadOne(t, text))
	if b != nil || len(problems) != 1 || problems[0].Code != "E71" || !strings.Contains(problems[0].What, "facts") {
		t.Errorf("compiled %v with %s", b != nil, problems)
	}
}
