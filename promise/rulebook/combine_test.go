// SPDX-License-Identifier: EUPL-1.2

package rulebook_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise/rulebook"
)

// small compiles one register, the log, whose category c0 has the fields f, secret and
// plain, with the access clauses given.
func small(t *testing.T, access string) *rulebook.Rulebook {
	t.Helper()
	text := bigRegister(newRand(), "log", 0)
	text = text[:strings.Index(text, "access:\n")] + "access:\n" + access
	text = strings.Replace(text, "fields: {f: {type: date, name: {en: F}}}}", "fields: {f: {type: date, name: {en: F}}, secret: {type: text, mask: true, name: {en: S}}, plain: {type: text, name: {en: P}}}}", 1)
	b, problems := rulebook.Compile(loadOne(t, text))
	if b == nil {
		t.Fatal(problems)
	}
	return b
}

func TestHowClausesCombine(t *testing.T) {
	t.Parallel()
	const whole = "  whole: {allow: [open], who: [r1], data: [c0], for: [p0], with: [reason], assumed: test}\n"
	const dates = "  dates: {allow: [open], who: [r1], data: [c0.f], for: [p0], assumed: test}\n"
	for name, c := range map[string]struct {
		access   string
		known    map[string]bool
		allowed  bool
		clause   string
		fields   []string
		requires []string
	}{
		"the allow with fewest safeguards decides, and shows no more than it may": {whole + dates, nil, true, "log/access/dates", []string{"f"}, nil},
		"an allow that asks no more adds its fields": {"  text: {allow: [open], who: [r1], data: [c0.plain], for: [p0], with: [reason], assumed: test}\n" +
			"  date: {allow: [open], who: [r1], data: [c0.f], for: [p0], with: [reason], assumed: test}\n", nil, true, "log/access/text", []string{"f", "plain"}, nil},
		"with as many safeguards the first in the file decides": {"  one: {allow: [open], who: [r1], data: [c0], for: [p0], with: [reason], assumed: test}\n" +
			"  two: {allow: [open], who: [r1], data: [c0], for: [p0], with: [confirmation], assumed: test}\n", nil, true, "log/access/one", []string{"f", "plain"}, nil},
		"a forbid of one field hides it":                    {whole + "  hide: {forbid: [open], who: [r1], data: [c0.plain], assumed: test}\n", nil, true, "log/access/whole", []string{"f"}, nil},
		"a forbid of all that an allow shows refuses":       {dates + "  hide: {forbid: [open], who: [r1], data: [c0.f], if: [own], assumed: test}\n", map[string]bool{"own": true}, false, "log/access/hide", nil, nil},
		"then the next allow decides":                       {whole + dates + "  hide: {forbid: [open], who: [r1], data: [c0.f], if: [own], assumed: test}\n", map[string]bool{"own": true}, true, "log/access/whole", []string{"plain"}, nil},
		"a forbid whose fact is not known refuses":          {whole + "  no: {forbid: [open], who: [r1], data: [c0], if: [minor], assumed: test}\n", nil, false, "log/access/no", nil, nil},
		"a forbid whose fact is disproved does not":         {whole + "  no: {forbid: [open], who: [r1], data: [c0], if: [minor], assumed: test}\n", map[string]bool{"minor": false}, true, "log/access/whole", []string{"f", "plain"}, nil},
		"an allow unless something needs to know it is not": {"  un: {allow: [open], who: [r1], data: [c0], for: [p0], unless: [minor], assumed: test}\n", nil, false, "log/access/un", nil, nil},
		"every require that may concern the act is added": {whole + "  a: {require: [open], with: [watermark], if: [minor], assumed: test}\n  b: {require: [open], with: [confirmation], if: [own], assumed: test}\n  c: {require: [open], with: [snapshot], assumed: test}\n",
			map[string]bool{"own": false}, true, "log/access/whole", []string{"f", "plain"}, []string{"log/access/a", "log/access/c"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := small(t, c.access)
			known := map[string]bool{"restricted": false}
			for k, v := range c.known {
				known[k] = v
			}
			q, f := asked{role: "r1", register: "log", purpose: "p0", category: "c0", action: rulebook.Open, known: known}.query(b)
			d := b.Decide(q, f)
			if d.Allowed != c.allowed || d.Clause.Name != c.clause {
				t.Fatalf("decided %v by %s, want %v by %s", d.Allowed, d.Clause.Name, c.allowed, c.clause)
			}
			var fields, requires []string
			for i, x := range b.Release().Category("log/c0").Fields {
				if d.Fields&(1<<i) != 0 {
					fields = append(fields, x.ID)
				}
			}
			for _, x := range d.Requires {
				requires = append(requires, x.Name)
			}
			if diff := cmp.Diff(c.fields, fields); diff != "" {
				t.Errorf("fields: %s", diff)
			}
			if diff := cmp.Diff(c.requires, requires); diff != "" {
				t.Errorf("requires: %s", diff)
			}
		})
	}
}

func TestASuggestionMayBeThatAFactEnds(t *testing.T) {
	t.Parallel()
	b := small(t, "  un: {allow: [open], who: [r1], data: [c0], for: [p0], unless: [minor], assumed: test}\n  no: {forbid: [open], who: [r1], data: [c0], if: [deceased], assumed: test}\n")
	q, f := asked{role: "r1", register: "log", purpose: "p0", category: "c0", action: rulebook.Open, known: map[string]bool{"restricted": false, "minor": true, "deceased": true}}.query(b)
	got := b.WouldAllow(q, f, "en")
	if len(got) != 1 || !slices.Equal(got[0].Facts, []string{"not minor", "not deceased"}) || got[0].Text != "It would be possible when it is not the case that the person is a minor and it is not the case that the person has died." {
		t.Errorf("suggests %+v", got)
	}
}

func TestBreakGlassIsSuggestedByItsName(t *testing.T) {
	t.Parallel()
	b := small(t, "  glass: {allow: [open], who: [r1], data: [c0], for: [p0], if: [break-glass], with: [reason, {expiry: 4 hours}], then: [{notify: r0}], assumed: test}\n")
	q, f := asked{role: "r1", register: "log", purpose: "p0", category: "c0", action: rulebook.Open, known: map[string]bool{"restricted": false}}.query(b)
	if got := b.WouldAllow(q, f, "sv"); len(got) != 1 || got[0].Kind != "break-glass" || got[0].Text != "Det vore möjligt när du använder nödåtkomst." {
		t.Errorf("suggests %+v", got)
	}
}
