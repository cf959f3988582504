// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise"
)

// Things that meet a person from outside, put into the base one at a time.
const (
	atFlows  = "flows: {hosting"
	signUp   = "intake: {sign-up: {data: [card], required: [card.name], asks: [letter], consequence: {fi: Ei kirjettä, en: No letter}, goes-to: helper, name: {fi: Tilaa, en: Sign up}, source: [T-9]}}\n"
	weekly   = "messages: {weekly: {purpose: news, through: [email], with: [one-click-leave], at-most: 1 per 7 days, name: {fi: Viikko, en: Weekly}, source: [T-9]}}\n"
	counting = "trackers: {counting: {party: partner, cookies: [_c], first-party: true, lasts: 2 years, for: [news], name: {fi: Laskuri, en: Counter}, source: [T-9]}}\n"
)

// with puts a section before the flows of the base.
func with(section string, more ...change) []change {
	return append([]change{{atFlows, section + atFlows}}, more...)
}

func TestFormsMessagesAndTrackersAreReadWithoutAFinding(t *testing.T) {
	t.Parallel()
	r, problems := promise.Load(changed(t, with(signUp+weekly+counting)...))
	if r == nil || len(problems) > 0 {
		t.Fatalf("findings:\n%s", problems)
	}
	g := r.Register("people")
	if len(g.Intake) != 1 || len(g.Messages) != 1 || len(g.Trackers) != 1 {
		t.Fatalf("not all were read: %d %d %d", len(g.Intake), len(g.Messages), len(g.Trackers))
	}
	if got := g.Messages[0].AtMost.String(); got != "1 per 7 days" {
		t.Errorf("at most %q", got)
	}
	if got, want := g.Intake[0].Clause, "people/intake/sign-up"; got != want {
		t.Errorf("clause %q, want %q", got, want)
	}
	if diff := cmp.Diff([]string{"_c"}, g.Trackers[0].Cookies); diff != "" {
		t.Error(diff)
	}
}

func TestChecksOfWhatMeetsAPersonFromOutside(t *testing.T) {
	t.Parallel()
	marketing := change{"news: {basis: consent, needs: [letter],", "news: {basis: consent, direct-marketing: true, needs: [letter],"}
	stop := change{"data:\n  card:", "prohibitions: {stop: {channels: [email], stops: [news], set-by: [page], name: {fi: Kielto, en: Stop}, source: [T-9]}}\ndata:\n  card:"}
	interest := change{"news: {basis: consent, needs: [letter],", "news: {basis: legitimate-interest, interest: {fi: Etu, en: Interest}, direct-marketing: true,"}
	bought := []change{{"news: {basis: consent, needs: [letter],", "news: {basis: legitimate-interest, interest: {fi: Etu, en: Interest}, direct-marketing: true, needs: [letter],"},
		{"letter: {given-by: person,", "letter: {starts-by: [last-note], given-by: person,"}}
	for name, c := range map[string]struct {
		code          string
		clause        string
		fires, silent []change
	}{
		"E22 marketing by mail without permission":     {"E22", "people/messages/weekly", with(weekly, interest, stop), with(weekly, append(bought, stop)...)},
		"E62 marketing nobody can leave":               {"E62", "people/messages/weekly", with(strings.Replace(weekly, "one-click-leave", "confirmation", 1), marketing, stop), with(weekly, marketing, stop)},
		"E73 a tracker nobody agreed to":               {"E73", "people/trackers/counting", with(strings.Replace(counting, "for: [news]", "for: [post]", 1)), with(strings.Replace(counting, "for: [news]", "necessary: true, for: [post]", 1))},
		"E2 a form that requires what it does not ask": {"E2", "people/intake/sign-up", with(strings.Replace(signUp, "data: [card]", "data: [card.joined]", 1)), nil},
		"E2 a permission that is not declared":         {"E2", "people/intake/sign-up", with(strings.Replace(signUp, "asks: [letter]", "asks: [letters]", 1)), nil},
		"E7 a rate that is none":                       {"E7", "people/messages/weekly", with(strings.Replace(weekly, "1 per 7 days", "weekly", 1)), nil},
		"E7 a tracker that lasts in two ways":          {"E7", "people/trackers/counting", with(strings.Replace(counting, "lasts: 2 years", "lasts: 2 years, for-session: true", 1)), nil},
		"W32 a form without consequence":               {"W32", "people/intake/sign-up", with(strings.Replace(signUp, "consequence: {fi: Ei kirjettä, en: No letter}, ", "", 1)), with(signUp)},
		"W13 a group without members":                  {"W13", "people/flows/hosting", []change{{"host: {as: processor,", "host: {as: processor, group: true,"}}, []change{{"host: {as: processor,", "meta: {under: host, as: processor, name: {fi: M, en: M}, agreement: {needed: always, document: d.pdf, dated: 2025-01-01}, source: [T-1]}\n  host: {as: processor, group: true,"}}},
		"W45 a purpose that outlives its reason":       {"W45", "people/data/card", []change{{"cards: {data: [card], keep", "cards: {data: [card], for: [care, post], keep"}}, []change{{"cards: {data: [card], keep", "cards: {data: [card], for: [care, post, news], keep"}}},
		"E2 an unknown event that starts":              {"E2", "people/permissions/letter", []change{{"letter: {given-by: person,", "letter: {starts-by: [sale], given-by: person,"}}, nil},
		"E2 an end that erases nothing":                {"E2", "people/permissions/letter", []change{{"letter: {given-by: person,", "letter: {at-end: [{erase: card.mail}], given-by: person,"}}, []change{{"letter: {given-by: person,", "letter: {at-end: [{erase: card.name}], given-by: person,"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fires(t, c.code, c.clause, changed(t, c.fires...), changed(t, c.silent...))
		})
	}
}

func TestARateIsANumberOfTimesInALengthOfTime(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"1 per 7 days": "1 per 7 days", "12 per 1 year": "12 per 1 year", "0 per 7 days": "", "1 per": "", "per 7 days": "", "1 per for-ever": "", "+1 per 7 days": "", "1.5 per day": ""} {
		r, err := promise.ParseRate(text)
		if (err != nil) != (want == "") || r.String() != want {
			t.Errorf("%q gives %q and %v", text, r, err)
		}
	}
}
