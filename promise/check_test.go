// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"strings"
	"testing"
	"time"

	"github.com/lupaus/lupaus/promise"
)

func TestTheBaseHasNoFinding(t *testing.T) {
	t.Parallel()
	r, problems := promise.Load(changed(t))
	if r == nil || len(problems) > 0 {
		t.Fatalf("findings:\n%s", problems)
	}
}

// TestChecks shows each check firing on one change and silent on a neighbouring one that
// is right (where none is given, on the base, which has no finding at all).
func TestChecks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		code   string
		clause string
		fires  []change
		silent []change
	}{
		"E1 a key with a typing mistake":         {"E1", "people/data/card", []change{{"kept-in: [box]\n    name: {fi: Kortti", "keptin: [box]\n    name: {fi: Kortti"}}, nil},
		"E1 a key on top":                        {"E1", "people", []change{{"flows: {hosting", "flow: {hosting"}}, nil},
		"E1 a reserved axis":                     {"E1", "people/access/letters", []change{{"for: [news], source: [T-6]", "for: [news], through: [email], source: [T-6]"}}, nil},
		"E1 a reserved kind":                     {"E1", "", []change{{"kind: register\nid: log", "kind: procedure\nid: log"}}, nil},
		"E1 a language that is not declared":     {"E1", "people", []change{{"{fi: Jäsenet, en: Members}", "{fi: Jäsenet, en: Members, sv: Medlemmar}"}}, nil},
		"E2 an unknown role":                     {"E2", "people/access/letters", []change{{"allow: [find], who: [helper]", "allow: [find], who: [heler]"}}, nil},
		"E2 an unknown category":                 {"E2", "people/access/letters", []change{{"data: [card], for: [news], source: [T-6]", "data: [cards], for: [news], source: [T-6]"}}, nil},
		"E2 an unknown field":                    {"E2", "people/access/letters", []change{{"data: [card], for: [news], source: [T-6]", "data: [card.names], for: [news], source: [T-6]"}}, []change{{"data: [card], for: [news], source: [T-6]", "data: [card.name], for: [news], source: [T-6]"}}},
		"E2 an unknown purpose":                  {"E2", "people/data/notes", []change{{"for: [care]\n    kept-in", "for: [cure]\n    kept-in"}}, nil},
		"E2 an unknown fact":                     {"E2", "people/access/notes", []change{{"if: [in-care]", "if: [incare]"}}, []change{{"if: [in-care]", "if: [member]"}}},
		"E2 an unknown list":                     {"E2", "people/access/notes", []change{{"{reason: reasons}", "{reason: grounds}"}}, []change{{"{reason: reasons}", "reason"}}},
		"E2 an unknown law":                      {"E2", "people/retention/notes", []change{{"law: [act], source: [T-7]", "law: [code], source: [T-7]"}}, []change{{"law: [act], source: [T-7]", "law: [\"gdpr 9\"], source: [T-7]"}}},
		"E2 an unknown event":                    {"E2", "people/retention/notes", []change{{"at-least: {after: last-note", "at-least: {after: note"}}, nil},
		"E2 an unknown party":                    {"E2", "people/flows/hosting", []change{{"to: host", "to: hosts"}}, nil},
		"E2 an unknown system":                   {"E2", "people/data/notes", []change{{"for: [care]\n    kept-in: [box]", "for: [care]\n    kept-in: [bag]"}}, nil},
		"E2 a source without its party":          {"E2", "people/sources/list", []change{{"from: party, party: partner", "from: party"}}, nil},
		"E3 a repeated key":                      {"E3", "", []change{{"  post: {basis", "  care: {basis"}}, nil},
		"E3 two documents of one id":             {"E3", "org", []change{{"kind: register\nid: log", "kind: register\nid: org"}}, nil},
		"E3 an id with capitals":                 {"E3", "people/access/Cards", []change{{"  cards: {allow", "  Cards: {allow"}}, nil},
		"E3 a role that is built in":             {"E3", "org/roles/system", []change{{"  helper: {name", "  system: {name"}}, nil},
		"E3 a purpose that is built in":          {"E3", "people/purposes/upkeep", []change{{"  news: {basis", "  upkeep: {basis"}}, nil},
		"E3 a reserved document":                 {"E3", "", []change{{"kind: register\nid: log", "kind: register\nid: law"}}, nil},
		"E4 roles in a circle":                   {"E4", "org/roles/staff", []change{{"staff: {name: {fi: Väki", "staff: {under: head, name: {fi: Väki"}}, nil},
		"E4 purposes in a circle":                {"E4", "people/purposes/post", []change{{"post: {basis", "post: {under: post, basis"}}, []change{{"post: {basis", "post: {under: care, basis"}, {"for: [care, post, news]", "for: [post, news]"}, {"data: [card], for: [care]", "data: [card], for: [post]"}, {"data: [card], for: [care, post], source", "data: [card], for: [post], source"}, {"for: [care]\n    kept-in", "for: [post]\n    kept-in"}, {"data: [notes], for: [care], if", "data: [notes], for: [post], if"}}},
		"E5 a missing language":                  {"E5", "people", []change{{"{fi: Jäsenet, en: Members}", "{fi: Jäsenet}"}}, nil},
		"E5 a text that is no map":               {"E5", "people", []change{{"{fi: Jäsenet, en: Members}", "Members"}}, nil},
		"E5 empty words":                         {"E5", "people", []change{{"{fi: Jäsenet, en: Members}", "{fi: Jäsenet, en: \" \"}"}}, nil},
		"E6 no version":                          {"E6", "people", []change{{"id: people\nversion: 1\n", "id: people\n"}}, nil},
		"E6 a history that ends elsewhere":       {"E6", "org/history", []change{{"history: [{version: 1", "history: [{version: 2"}}, nil},
		"E7 a duration without a unit":           {"E7", "people/retention/cards/keep", []change{{"then: 2 years", "then: 2"}}, []change{{"then: 2 years", "then: 18 months"}}},
		"E7 a date that does not exist":          {"E7", "org/parties/host/agreement", []change{{"dated: 2025-01-01", "dated: 2025-02-30"}}, nil},
		"E7 a country that is a boolean":         {"E7", "org/parties/host", []change{{"country: FI", "country: false"}}, []change{{"country: FI", "country: NO"}}},
		"E7 a boolean that is a word":            {"E7", "people/data/card.number", []change{{"mask: true", "mask: yes"}}, nil},
		"E7 a word outside its list":             {"E7", "people/purposes/post", []change{{"basis: legitimate-interest", "basis: legitimate-interests"}}, nil},
		"E7 a single value where a list stands":  {"E7", "people/access/letters", []change{{"who: [helper], data: [card], for: [news]", "who: helper, data: [card], for: [news]"}}, nil},
		"E7 an allow without a purpose":          {"E7", "people/access/letters", []change{{"data: [card], for: [news], source: [T-6]", "data: [card], source: [T-6]"}}, nil},
		"E7 two verbs":                           {"E7", "people/access/closed", []change{{"closed: {forbid", "closed: {allow: [find], forbid"}}, nil},
		"E7 a forbid with safeguards":            {"E7", "people/access/closed", []change{{"except: [staff], data", "except: [staff], with: [reason], data"}}, nil},
		"E7 a field test in a clause":            {"E7", "people/access/notes", []change{{"if: [in-care]", "if: [{date: [x]}]"}}, nil},
		"E7 a fact in if and unless":             {"E7", "people/access/notes", []change{{"if: [in-care]", "if: [in-care], unless: [in-care]"}}, []change{{"if: [in-care]", "if: [in-care], unless: [member]"}}},
		"E7 a facet over free text":              {"E7", "people/data/card.name", []change{{"find: name, required", "find: choice, required"}}, nil},
		"E7 a unique field that is not found":    {"E7", "people/data/card.number", []change{{"find: exact, unique", "unique"}}, nil},
		"E7 an identity code without a country":  {"E7", "people/data/card.number", []change{{"type: person-id, of: FI", "type: person-id"}}, nil},
		"E7 a field below its category":          {"E7", "people/data/notes.date", []change{{"date: {type: date, required", "date: {sensitivity: ordinary, type: date, required"}}, []change{{"date: {type: date, required", "date: {sensitivity: ordinary, public: true, type: date, required"}}},
		"W8 neither source nor assumed":          {"W8", "people/access/letters", []change{{"for: [news], source: [T-6]", "for: [news]"}}, []change{{"for: [news], source: [T-6]", "for: [news], assumed: we chose"}}},
		"E9 no controller":                       {"E9", "org", []change{{"controller: {name: Society, represented-by: head}", "controller: {represented-by: head}"}}, nil},
		"E9 no authority":                        {"E9", "org", []change{{"authority: {name: Tietosuojavaltuutettu, url: \"https://tietosuoja.example\"}\n", ""}}, nil},
		"E9 no organisation at all":              {"E9", "", []change{{baseOrganisation, ""}}, nil},
		"W10 special data and nobody to turn to": {"W10", "people/data/notes", []change{{"handles: [requests]", "handles: [questions]"}}, []change{{"handles: [requests]", "handles: [questions]"}, {"special: health\n", "sensitivity: ordinary\n"}}},
		"E11 a processor without agreement":      {"E11", "org/parties/host", []change{{", agreement: {needed: always, document: dpa.pdf, dated: 2025-01-01, data: [ordinary]}", ""}}, []change{{"host: {as: processor", "host: {as: recipient"}, {", agreement: {needed: always, document: dpa.pdf, dated: 2025-01-01, data: [ordinary]}", ""}}},
		"E11 an agreement that is not needed":    {"E11", "org/parties/host", []change{{"needed: always", "needed: normally-not"}}, nil},
		"E11 an agreement without its document":  {"E11", "org/parties/host", []change{{"document: dpa.pdf, ", ""}}, nil},
		"E12 a recipient far away":               {"E12", "org/parties/partner", []change{{"country: SE", "country: US"}}, []change{{"country: SE", "country: US, transfer: {mechanism: adequacy, document: 2023/1795}"}}},
		"E15 a purpose without basis":            {"E15", "people/purposes/post", []change{{"post: {basis: legitimate-interest, interest: {fi: Yhteys, en: Contact}", "post: {text: {fi: Yhteys, en: Contact}"}, {"  objection: {by: page, source: [T-8]}\n", ""}}, nil},
		"E16 a duty without law":                 {"E16", "people/purposes/care", []change{{"basis: legal-duty, law: [act], condition", "basis: legal-duty, condition"}}, []change{{"basis: legal-duty, law: [act], condition", "basis: legal-duty, law: [\"gdpr 9\"], condition"}}},
		"E17 an interest that is not said":       {"E17", "people/purposes/post", []change{{"interest: {fi: Yhteys, en: Contact}, ", ""}}, nil},
		"E18 consent without permission":         {"E18", "people/purposes/news", []change{{"needs: [letter], ", ""}}, nil},
		"E18 a permission without wording":       {"E18", "people/permissions/letter", []change{{", text: {fi: Tilaan., en: I subscribe.}", ""}}, nil},
		"E18 harder to withdraw than to give":    {"E18", "people/permissions/letter", []change{{"withdrawn-by: [form, page]", "withdrawn-by: [staff]"}}, []change{{"withdrawn-by: [form, page]", "withdrawn-by: [form, staff]"}}},
		"E19 special data without condition":     {"E19", "people/data/notes", []change{{"condition: health-care, ", ""}}, []change{{"condition: health-care, ", "condition: explicit-consent, "}}},
		"E20 offences without law":               {"E20", "people/data/card", []change{{"    kept-in: [box]\n    name: {fi: Kortti", "    sensitivity: offences\n    name: {fi: Kortti"}}, []change{{"for: [care, post, news]\n    kept-in: [box]", "for: [care]\n    sensitivity: offences"}, {"data: [card], for: [care, post], source", "data: [card], for: [care], source"}, {"data: [card], for: [news], source", "data: [card], for: [care], source"}, {"flows: {hosting: {to: host, data: [card], for: [care], source: [T-4]}}\n", ""}}},
		"E21 marketing that nothing stops":       {"E21", "people/purposes/post", []change{{"post: {basis", "post: {direct-marketing: true, basis"}}, []change{{"post: {basis", "post: {direct-marketing: true, basis"}, {"permissions:\n", "prohibitions: {no-post: {channels: [post], stops: [post], set-by: [staff], name: {fi: Ei, en: No}, source: [T-2]}}\npermissions:\n"}}},
		"W23 a purpose nothing is kept for":      {"W23", "people/purposes/extra", []change{{"  news: {basis", "  extra: {basis: legal-duty, law: [act], name: {fi: Muu, en: Other}, source: [T-2]}\n  news: {basis"}}, []change{{"  news: {basis", "  extra: {basis: legal-duty, law: [act], name: {fi: Muu, en: Other}, source: [T-2]}\n  news: {basis"}, {"for: [care, post, news]", "for: [care, post, news, extra]"}, {"data: [card], for: [news], source", "data: [card], for: [news, extra], source"}}},
		"E24 a category without purpose":         {"E24", "people/data/notes", []change{{"    for: [care]\n", ""}}, nil},
		"E25 a category without retention":       {"E25", "people/data/card", []change{{"  cards: {data: [card], keep: {while: member, then: 2 years}, end: erase, source: [T-7]}\n", ""}}, nil},
		"E25 an end of none":                     {"E25", "people/retention/cards", []change{{"then: 2 years}, end: erase", "then: 2 years}, end: none"}}, []change{{"then: 2 years}, end: erase", "then: 2 years}, end: anonymise"}}},
		"E26 a category without source":          {"E26", "people/data/notes", []change{{"from: person, data: [card, notes]", "from: person, data: [card]"}}, nil},
		"E27 a system not approved":              {"E27", "people/data/notes", []change{{"holds: [ordinary, special]", "holds: [ordinary]"}}, nil},
		"E28 a flow beyond the agreement":        {"E28", "people/flows/hosting", []change{{"data: [card], for: [care], source: [T-4]", "data: [card, notes], for: [care], source: [T-4]"}}, []change{{"data: [card], for: [care], source: [T-4]", "data: [card, notes], for: [care], source: [T-4]"}, {"data: [ordinary]}", "data: [ordinary, special]}"}}},
		"E29 declared though never kept":         {"E29", "people/data/card.joined", []change{{"events: {last-note", "never: {dates: {data: [joined], source: [T-5]}}\nevents: {last-note"}}, []change{{"events: {last-note", "never: {dates: {data: [left], source: [T-5]}}\nevents: {last-note"}}},
		"E30 a source nobody tells about":        {"E30", "people/sources/list", []change{{", tell: {within: 1 month}", ""}}, []change{{", tell: {within: 1 month}", ", tell: {unless: has-it}"}}},
		"W31 data nobody may see":                {"W31", "people/data/notes", []change{{"  notes: {allow: [open, add], who: [staff], data: [notes]", "  notes: {allow: [open, add], who: [staff], data: [card]"}, {"data: notes, field: date, take: last", "data: card, field: joined, take: last"}}, nil},
		"W33 a number that is not masked":        {"W33", "people/data/card.number", []change{{"mask: true, ", ""}}, nil},
		"E34 a clause that covers nothing":       {"E34", "people/access/letters", []change{{"who: [helper], data: [card], for: [news]", "who: [helper], data: [notes], for: [news]"}}, nil},
		"E34 a clause with everybody excepted":   {"E34", "people/access/closed", []change{{"except: [staff], data", "except: [staff, helper], data"}}, nil},
		"E34 an action the purpose is not for":   {"E34", "people/access/letters", []change{{"news: {basis", "news: {only: [count], basis"}}, []change{{"news: {basis", "news: {only: [find, count], basis"}}},
		"E35 an allow that is forbidden":         {"E35", "people/access/letters", []change{{"closed: {forbid: [open, export], who: [everyone], except: [staff], data: [notes]", "closed: {forbid: [find, open], who: [helper], data: [card], for: [news]"}}, []change{{"closed: {forbid: [open, export], who: [everyone], except: [staff], data: [notes]", "closed: {forbid: [find, open], who: [helper], data: [card], for: [news], unless: [own]"}}},
		"E35 an allow that two forbids cover":    {"E35", "people/access/letters", []change{{"  closed: {forbid", "  first: {forbid: [find], who: [helper], data: [card.name, card.number], for: [news], source: [T-6]}\n  second: {forbid: [find], who: [helper], data: [card.joined], source: [T-6]}\n  closed: {forbid"}}, []change{{"  closed: {forbid", "  first: {forbid: [find], who: [helper], data: [card.name], for: [news], source: [T-6]}\n  closed: {forbid"}}},
		"E36 break-glass without end":            {"E36", "people/access/notes", []change{{"if: [in-care], with: [{reason: reasons}]", "if: [break-glass], with: [reason], then: [{notify: head}]"}}, []change{{"if: [in-care], with: [{reason: reasons}]", "if: [break-glass], with: [reason, {expiry: 4 hours}], then: [{notify: head}]"}}},
		"E36 break-glass that nobody hears of":   {"E36", "people/access/notes", []change{{"if: [in-care], with: [{reason: reasons}]", "if: [break-glass], with: [reason, {expiry: 4 hours}]"}}, nil},
		"E37 special data without declaration":   {"E37", "people/access/notes", []change{{"staff: {name: {fi: Väki, en: Staff}, account: [declared]", "staff: {name: {fi: Väki, en: Staff}, account: [second-factor]"}}, nil},
		"W38 two forbids that say the same":      {"W38", "people/access/closed", []change{{"  closed: {forbid", "  shut: {forbid: [export, open], who: [helper], data: [notes], source: [T-6]}\n  closed: {forbid"}}, []change{{"  closed: {forbid", "  shut: {forbid: [export], who: [helper], data: [notes], source: [T-6]}\n  closed: {forbid"}}},
		"W39 a purpose nobody may act for":       {"W39", "people/data/card", []change{{"  letters: {allow: [find], who: [helper], data: [card], for: [news], source: [T-6]}\n", ""}}, nil},
		"W40 everyone in an allow":               {"W40", "people/access/letters", []change{{"who: [helper], data: [card], for: [news], source: [T-6]", "who: [everyone], data: [card], for: [news], assumed: easier"}}, []change{{"who: [helper], data: [card], for: [news], source: [T-6]", "who: [everyone], data: [card], for: [news], source: [T-6]"}}},
		"E41 a ceiling below the floor":          {"E41", "people/retention/notes", []change{{"lasts: 12 years", "lasts: 9 years"}}, []change{{"lasts: 12 years", "lasts: 10 years"}}},
		"E42 an event without records":           {"E42", "people/events/last-note", []change{{"allow: [open, add], who: [staff], data: [notes]", "allow: [open], who: [staff], data: [notes]"}}, nil},
		"E42 a date that is none":                {"E42", "people/events/last-note", []change{{"field: date, take: last", "field: text, take: last"}}, nil},
		"E42 a relation to a text":               {"E42", "people/relations/in-care", []change{{"staff: by, from", "staff: text, from"}}, nil},
		"W43 a floor without law":                {"W43", "people/retention/notes", []change{{"end: erase, law: [act], source: [T-7]", "end: erase, source: [T-7]"}}, nil},
		"W44 a floor without ceiling":            {"W44", "people/retention/notes", []change{{", at-most: {after: last-note, lasts: 12 years}", ""}}, []change{{", at-most: {after: last-note, lasts: 12 years}", ", review: {every: 1 year, owner: head}"}}},
		"E47 a right nobody answers":             {"E47", "people", []change{{"  erasure: {by: page, held-back-by: [notes], source: [T-8]}\n", ""}}, nil},
		"E48 an answer after months":             {"E48", "people/rights/access", []change{{"who: [head], within: 1 month", "who: [head], within: 2 months"}}, []change{{"who: [head], within: 1 month", "who: [head], within: 14 days"}}},
		"E68 a register without subjects":        {"E68", "people", []change{{"subjects: {member: {of: person, name: {fi: Jäsen, en: Member}, source: [T-2]}}\n", ""}}, nil},
		"E68 no security measure":                {"E68", "org", []change{{"measures: {safe: {text: {fi: Turvassa, en: Safe}, source: [T-1]}}\n", ""}}, nil},
		"E69 no log":                             {"E69", "org", []change{{baseLog, ""}}, nil},
		"E70 a question that is not answered":    {"E70", "people", []change{{"  complaint: {by: page, source: [T-8]}\nautomated-decisions: none\n", "  complaint: {by: page, source: [T-8]}\n"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.HasPrefix(name, c.code+" ") {
				t.Fatalf("the name does not begin with %s", c.code)
			}
			r, problems := promise.Load(changed(t, c.fires...))
			var found *promise.Problem
			for i, p := range problems {
				if p.Code == c.code && p.Clause == c.clause {
					found = &problems[i]
				}
			}
			if found == nil {
				t.Fatalf("no %s at %q; found:\n%s", c.code, c.clause, problems)
			}
			if warning := strings.HasPrefix(c.code, "W"); found.Warning != warning {
				t.Errorf("warning is %v", found.Warning)
			}
			if (r == nil) != (len(problems.Errors()) > 0) {
				t.Errorf("the release is %v with %d errors", r, len(problems.Errors()))
			}
			if found.What == "" || found.Mend == "" {
				t.Errorf("does not say what and what would mend it: %+v", *found)
			}
			if c.clause != "" && (found.File == "" || found.Line < 1 || found.Column < 1) {
				t.Errorf("has no position: %+v", *found)
			}
			if _, problems := promise.Load(changed(t, c.silent...)); strings.Contains(codes(problems), c.code) || len(problems.Errors()) > 0 {
				t.Errorf("is not silent on the right neighbour:\n%s", problems)
			}
		})
	}
}

func TestFindingsThatOnlyTheCalendarTells(t *testing.T) {
	t.Parallel()
	r := base(t, change{"dated: 2025-01-01", "dated: 2025-01-01, until: 2026-06-30"})
	for day, want := range map[string]string{"2026-01-01": "", "2026-05-01": "W14", "2026-06-30": "E11", "2027-01-01": "E11"} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := codes(r.CheckAt(at)); got != want {
			t.Errorf("on %s finds %q, want %q", day, got, want)
		}
	}
	if got := base(t).CheckAt(time.Now()); len(got) > 0 {
		t.Errorf("an agreement without end: %s", got)
	}
}

func TestAVersionThatFollowsAnother(t *testing.T) {
	t.Parallel()
	old := base(t)
	for name, c := range map[string]struct {
		changes []change
		want    string
	}{
		"nothing changed":                     {nil, ""},
		"a change with a new version":         {[]change{{"id: people\nversion: 1", "id: people\nversion: 2"}, {"then: 2 years", "then: 3 years"}}, ""},
		"a change without a new version":      {[]change{{"then: 2 years", "then: 3 years"}}, "E6"},
		"an id that means something else":     {[]change{{"id: people\nversion: 1", "id: people\nversion: 2"}, {"joined: {type: date,", "joined: {type: time,"}}, "E3"},
		"a category about somebody else":      {[]change{{"id: people\nversion: 1", "id: people\nversion: 2"}, {"    about: person\n    many: true\n    for: [care]", "    about: person-at-company\n    many: true\n    for: [care]"}}, "E3"},
		"the organisation without a new one":  {[]change{{"en: Society}", "en: The Society}"}}, "E6"},
		"the organisation with a new version": {[]change{{"id: org\nversion: 1", "id: org\nversion: 2"}, {"history: [{version: 1", "history: [{version: 2"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := codes(base(t, c.changes...).Succeeds(old)); got != c.want {
				t.Errorf("finds %q, want %q", got, c.want)
			}
		})
	}
}
