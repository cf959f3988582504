// SPDX-License-Identifier: EUPL-1.2

package promise_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise"
)

// A rule document of a region that the base's society follows.
const regionRules = `kind: communication
id: rules
version: 5
name: {fi: Säännöt, en: Rules, sv: Regler}
roles: {ict: {name: {fi: Tietohallinto, en: IT}, source: [R-1]}}
laws: {ai-act: {name: {fi: Tekoälysäädös, en: AI Act}, source: [R-1]}}
limits: {visible: {name: {fi: Näkyvät, en: Visible}, value: 10, source: [R-2]}}
acceptance: {who: [everyone], before: access, within: 30 days, again: content, text: {fi: Luin., en: I have read.}, owner: ict, source: [R-3]}
conduct:
  private-use: {name: {fi: Yksityiskäyttö, en: Private use}}
  own-devices: {under: private-use, support: attest, when: account, text: {fi: Omaa laitetta ei., en: No device of one's own.}, source: [R-4]}
  bills: {under: private-use, support: guide, text: {fi: Laskut saa maksaa., en: Bills may be paid.}, source: [R-5]}
rules: {no-export: {forbid: [export], who: [everyone], except: [ict], source: [R-6]}}
open: [limits.visible.value, acceptance.within]
history:
  - {version: 4, from: 2023-11-22, body: {fi: Ohjausryhmä, en: Steering group}, change: content, text: {fi: Uusi luku, en: A new chapter}}
  - {version: 5, from: 2026-01-28, body: {fi: Turvaryhmä, en: Security group}, change: technical, text: {fi: Korjauksia, en: Corrections}}
`

const followsRules = "follows: {region: {document: region/rules, version: 5, source: [R-0]}}\n"

// following is the base with a copy of the region's rules and the words that follow them.
func following(t testing.TB, follows, rules string, changes ...change) fstest.MapFS {
	t.Helper()
	files := changed(t, append(changes, change{"approves: {content: head", follows + "approves: {content: head"})...)
	files["followed/region/rules.yaml"] = &fstest.MapFile{Data: []byte(rules)}
	return files
}

// fires asks for a code at a clause in one folder and for none of it in another.
func fires(t *testing.T, code, clause string, wrong, right fs.FS) {
	t.Helper()
	r, problems := promise.Load(wrong)
	found := false
	for _, p := range problems {
		if p.Code == code && p.Clause == clause {
			found = true
			if p.Warning != strings.HasPrefix(code, "W") || p.What == "" || p.Mend == "" || p.File == "" || p.Line < 1 {
				t.Errorf("does not say enough: %+v", p)
			}
		}
	}
	if !found {
		t.Fatalf("no %s at %q; found:\n%s", code, clause, problems)
	}
	if (r == nil) != (len(problems.Errors()) > 0) {
		t.Errorf("the release is %v with %d errors", r, len(problems.Errors()))
	}
	if _, problems := promise.Load(right); strings.Contains(codes(problems), code) || len(problems.Errors()) > 0 {
		t.Errorf("is not silent on the right neighbour:\n%s", problems)
	}
}

// Keeps: TAM-03
func TestAFollowedDocumentCountsAsDeclaredAndKeepsItsOwner(t *testing.T) {
	t.Parallel()
	r, problems := promise.Load(following(t, followsRules, regionRules))
	if r == nil || len(problems) > 0 {
		t.Fatalf("findings:\n%s", problems)
	}
	d := r.RuleDocument("rules")
	if d == nil || d.Owner != "region" || r.Register("people").Owner != "" {
		t.Fatalf("the document is %+v", d)
	}
	if r.Organisation.Role("ict") == nil || r.Organisation.LawRef("ai-act") == nil {
		t.Error("its roles and laws are not the organisation's")
	}
	if c := r.Clause("rules/rules/no-export"); c == nil || c.Verb != promise.Forbid {
		t.Errorf("its rule is %+v", c)
	}
	if got := len(d.Below("")); got != 1 {
		t.Errorf("%d chapters", got)
	}
	if got := len(d.Below("private-use")); got != 2 {
		t.Errorf("%d rules in the chapter", got)
	}
	if got := d.Attested(); len(got) != 1 || got[0].Clause != "rules/conduct/own-devices" {
		t.Errorf("attested are %+v", got)
	}
	if got := d.Name.Languages(); cmp.Diff([]string{"en", "fi"}, got) != "" {
		t.Errorf("the name has %v: languages we do not publish in are left out", got)
	}
	if d.ContentVersion() != 4 || d.AcceptVersion() != 4 {
		t.Errorf("content version %d, to accept %d: a technical version asks nobody again", d.ContentVersion(), d.AcceptVersion())
	}
	again, problems := promise.FromArchive(r.Archive())
	if again == nil || again.Digest() != r.Digest() || again.RuleDocument("rules") == nil {
		t.Errorf("the archive does not hold it:\n%s", problems)
	}
}

func TestAMemberFillsOpenSlotsAndBindsItselfMore(t *testing.T) {
	t.Parallel()
	r, problems := promise.Load(following(t, `follows:
  region:
    document: region/rules
    version: 5
    fills: {limits.visible.value: 5, acceptance.within: 14 days}
    adds:
      conduct: {no-gifts: {under: private-use, support: attest, text: {fi: Ei lahjoja., en: No gifts.}, assumed: the council wants it}}
      rules: {no-disclosure: {forbid: [disclose], who: [helper], assumed: the council wants it}}
    source: [R-0]
`, regionRules))
	if r == nil || len(problems) > 0 {
		t.Fatalf("findings:\n%s", problems)
	}
	d := r.RuleDocument("rules")
	if got := r.Organisation.Limits[0].Value; got != "5" {
		t.Errorf("the limit is %q", got)
	}
	if got := d.Acceptance.Within.String(); got != "14 days" {
		t.Errorf("to be accepted within %q", got)
	}
	if got := d.Attested(); len(got) != 2 || got[1].Pos.File != "organisation.yaml" {
		t.Errorf("the added rule stands in the member's own file: %+v", got)
	}
	if r.Clause("rules/rules/no-disclosure") == nil {
		t.Error("the added forbid is missing")
	}
	f := r.Organisation.Follows[0]
	if diff := cmp.Diff([]string{"limits.visible.value", "acceptance.within"}, f.Fills); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"rules/conduct/no-gifts", "rules/rules/no-disclosure"}, f.Adds); diff != "" {
		t.Error(diff)
	}
}

func TestWhatAFollowerCannotDo(t *testing.T) {
	t.Parallel()
	add := func(text string) string {
		return strings.Replace(followsRules, "version: 5,", "version: 5, "+text+",", 1)
	}
	for name, c := range map[string]struct{ code, clause, follows, rules string }{
		"E72 another version":                      {"E72", "org/follows/region", strings.Replace(followsRules, "version: 5", "version: 4", 1), regionRules},
		"E72 a slot that is not open":              {"E72", "org/follows/region", add("fills: {acceptance.again: never}"), regionRules},
		"E2 a place that is not there":             {"E2", "org/follows/region", add("fills: {limits.visible.value.more: 1}"), regionRules},
		"E65 an allow":                             {"E65", "org/follows/region", add("adds: {rules: {more: {allow: [open], who: [helper], data: [card], source: [R-9]}}}"), regionRules},
		"E65 a replacement":                        {"E65", "org/follows/region", add("adds: {conduct: {bills: {support: guide, text: {fi: Ei., en: No.}, source: [R-9]}}}"), regionRules},
		"E65 a section that cannot be added to":    {"E65", "org/follows/region", add("adds: {acceptance: {who: [helper]}}"), regionRules},
		"E2 an open place that is not there":       {"E2", "rules", followsRules, strings.Replace(regionRules, "open: [", "open: [channels.mail, ", 1)},
		"E7 a fill of the wrong type":              {"E7", "rules/acceptance", add("fills: {acceptance.within: soon}"), regionRules},
		"E3 a role declared twice":                 {"E3", "rules/roles/helper", followsRules, strings.Replace(regionRules, "roles: {ict", "roles: {helper: {name: {fi: A, en: A}, source: [R-1]}, ict", 1)},
		"W74 rules that nobody is asked to accept": {"W74", "rules/conduct/own-devices", followsRules, strings.Replace(strings.Replace(regionRules, "acceptance: {who: [everyone], before: access, within: 30 days, again: content, text: {fi: Luin., en: I have read.}, owner: ict, source: [R-3]}\n", "", 1), ", acceptance.within", "", 1)},
		"E1 a section whose engine is not built":   {"E1", "rules", followsRules, regionRules + "channels: {}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.HasPrefix(name, c.code+" ") {
				t.Fatalf("the name does not begin with %s", c.code)
			}
			fires(t, c.code, c.clause, following(t, c.follows, c.rules), following(t, followsRules, regionRules))
		})
	}
}

func TestACopyAndTheWordThatFollowsItGoTogether(t *testing.T) {
	t.Parallel()
	fires(t, "E72", "org/follows/region", changed(t, change{"approves: {content: head", followsRules + "approves: {content: head"}), following(t, followsRules, regionRules))
	fires(t, "E72", "rules", following(t, "", regionRules), following(t, followsRules, regionRules))
	own := strings.Replace(baseOrganisation, "id: org", "id: other", 1)
	files := following(t, followsRules, regionRules)
	files["followed/region/organisation.yaml"] = &fstest.MapFile{Data: []byte(own)}
	if _, problems := promise.Load(files); !strings.Contains(codes(problems), "E72") {
		t.Errorf("an organisation was followed:\n%s", problems)
	}
}

func TestAFaultInAFilledValueIsToldAtTheMembersOwnPlace(t *testing.T) {
	t.Parallel()
	_, problems := promise.Load(following(t, strings.Replace(followsRules, "version: 5,", "version: 5, fills: {acceptance.within: soon},", 1), regionRules))
	for _, p := range problems {
		if p.Code == "E7" && p.File == "organisation.yaml" && p.Line > 1 {
			return
		}
	}
	t.Errorf("not told in the member's file:\n%s", problems)
}
