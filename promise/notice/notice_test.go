// SPDX-License-Identifier: EUPL-1.2

package notice_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
)

func hms(t testing.TB) *promise.Release {
	t.Helper()
	r, problems := promise.Load(os.DirFS("../../examples/hms"))
	if r == nil {
		t.Fatal(problems)
	}
	return r
}

func section(t testing.TB, n *notice.Notice, id string) notice.Section {
	t.Helper()
	for _, s := range n.Sections {
		if s.ID == id {
			return s
		}
	}
	t.Fatalf("no section %q", id)
	return notice.Section{}
}

// clauses collects every clause of a notice by anchor, also by those of other registers
// that it speaks for.
func clauses(n *notice.Notice) map[string]notice.Clause {
	out := map[string]notice.Clause{}
	add := func(list []notice.Clause) {
		for _, c := range list {
			for _, name := range append([]string{c.Anchor}, c.Also...) {
				out[name] = c
			}
		}
	}
	for _, s := range n.Sections {
		add(s.Clauses)
		for _, g := range s.Groups {
			add(g.Clauses)
		}
	}
	return out
}

// all is everything that a clause says.
func all(c notice.Clause) string {
	out := c.Sentence + " " + c.Wording
	for _, f := range c.Facts {
		out += " " + f.Name + ": " + f.Text
	}
	return out
}

func TestTheNoticeHasItsSectionsInOrder(t *testing.T) {
	t.Parallel()
	n := notice.Build(hms(t), "nb")
	none := []string{"registers", "messages"} // nothing is sent
	want := slices.DeleteFunc(slices.Clone(notice.SectionIDs), func(id string) bool { return slices.Contains(none, id) })
	var got, contents []string
	for _, s := range n.Sections {
		got = append(got, s.ID)
		if s.Title == "" {
			t.Errorf("the section %s has no title", s.ID)
		}
	}
	for _, e := range n.Contents {
		contents = append(contents, e.Anchor)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sections: %s", diff)
	}
	if diff := cmp.Diff(want, contents); diff != "" {
		t.Errorf("table of contents (HMS-03): %s", diff)
	}
	if n.Title != "Personvernerklæring for HMS-tjenesten" || n.Published != "2026-11-21" || n.Lang != "nb" || len(n.Digest) != 64 {
		t.Errorf("title %q, published %q, language %q, digest %q", n.Title, n.Published, n.Lang, n.Digest)
	}
	if len(n.InBrief) < 5 || len(n.InBrief) > 12 {
		t.Errorf("in one minute has %d sentences", len(n.InBrief))
	}
}

// TestEveryPublishedClauseHasItsAnchor shows that a chip anywhere finds its clause.
func TestEveryPublishedClauseHasItsAnchor(t *testing.T) {
	t.Parallel()
	r := hms(t)
	for _, lang := range []string{"nb", "en"} {
		n := notice.Build(r, lang)
		got := clauses(n)
		want := map[string]string{}
		for _, c := range r.Organisation.Rules {
			want[c.Name] = c.Sentence(lang)
		}
		for _, g := range r.Registers {
			for _, c := range g.Access {
				want[c.Name] = c.Sentence(lang)
			}
			for _, x := range g.Retention {
				want[g.ID+"/retention/"+x.ID] = r.RetentionSentence(g, x, lang)
			}
			for _, p := range g.Leaves() {
				want[g.ID+"/purposes/"+p.ID] = ""
			}
			for _, id := range g.RightsThatFollow() {
				if id != "complaint" {
					want[g.ID+"/rights/"+id] = ""
				}
			}
		}
		for name, sentence := range want {
			if c, there := got[name]; !there || c.Sentence == "" || sentence != "" && c.Sentence != sentence {
				t.Errorf("%s: the notice says %q, want %q", name, c.Sentence, sentence)
			}
		}
	}
}

func TestTheNoticeSaysWhatTheRowsWant(t *testing.T) {
	t.Parallel()
	n := notice.Build(hms(t), "en")
	by := clauses(n)
	for anchor, want := range map[string]string{
		"hms/scope/members":                             "Member companies",                 // HMS-01
		"hms/scope/customers":                           "Other customers",                  // HMS-02
		"hms/parties/company":                           "Normally no processing agreement", // HMS-05
		"hms/controller":                                "General manager",                  // HMS-09
		"hms/roles/journal-responsible":                 "leading company doctor",           // HMS-11
		"personal-journal/purposes/occupational-health": "Health Register Act",              // HMS-20
		"personal-journal/sources/employer-list":        "sign-up list",                     // HMS-07
		"personal-journal/rights/log-extract":           "who has looked",                   // HMS-46
		"personal-journal/rights/disclosure-list":       "given to",                         // HMS-47
		"personal-journal/purposes/beyond-agreement":    "permission of the company",        // HMS-49
		"personal-journal/rights/erasure":               "at least 10 years",                // HMS-53
		"hms/conduct/deviations":                        "quality system",                   // HMS-50
		"applications/retention/reference":              "General manager decides",          // HMS-62
		"hms/declarations/secrecy":                      "I keep secret",                    // HMS-37
		"personal-journal/access/only-health-personnel": "Nobody except Health personnel",   // HMS-34
	} {
		if got := all(by[anchor]); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want something with %q", anchor, got, want)
		}
	}
	if c := by["personal-journal/access/colleagues"]; c.Assumed == "" || !slices.Equal(c.Source, []string{"HMS-34"}) {
		t.Errorf("a clause does not show source and choice: %+v", c)
	}
}

func TestProcessorsAndTheirAgreements(t *testing.T) {
	t.Parallel()
	got := section(t, notice.Build(hms(t), "en"), "recipients").Parties
	if len(got) != 5 {
		t.Fatalf("%d processors and recipients, want 4 (HMS-40 to 44) and 1 (HMS-55)", len(got))
	}
	want := notice.Party{Anchor: "hms/parties/cgm", Name: "Compugroup Medical Norway AS (CGM)", As: "Processor", Text: "Journal system for companies and persons", Country: "NO", Place: "Norway",
		Agreement: "Processing agreement of 22 October 2018", Document: "2018-10-22-Databehandleravtale-CGM.pdf", Type: "PDF", Size: "6.51 MB", Dated: "2018-10-22",
		Facts: []notice.Fact{{Name: "Covers", Text: "special categories, protected data, ordinary personal data"}}, Source: []string{"HMS-40", "HMS-41"}}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Errorf("HMS-41: %s", diff)
	}
	if got[1].Document != "" {
		t.Error("an agreement that is not public is offered")
	}
	if got[3].URL != "https://no.wix.com/about/privacy" {
		t.Errorf("HMS-44: the link is %q", got[3].URL)
	}
}

func TestTheDataMapRunsFromSourceToPeriod(t *testing.T) {
	t.Parallel()
	r := hms(t)
	rows := notice.Build(r, "en").DataMap
	pairs := 0
	for _, g := range r.Registers {
		for _, d := range g.Data {
			pairs += len(d.Purposes())
		}
	}
	if len(rows) != pairs {
		t.Errorf("%d rows for %d pairs of category and purpose", len(rows), pairs)
	}
	for _, row := range rows {
		if row.Source == "" || row.Data == "" || row.Purpose == "" || row.Period == "" {
			t.Errorf("a path with a gap: %+v", row)
		}
	}
	i := slices.IndexFunc(rows, func(m notice.MapRow) bool { return m.Category == "consultations" && m.PurposeID == "hand-over" })
	if i < 0 || !slices.Contains(rows[i].Recipients, "Another provider of occupational health services") {
		t.Errorf("the hand-over does not lead to the other provider (HMS-55): %+v", rows)
	}
	i = slices.IndexFunc(rows, func(m notice.MapRow) bool { return m.Category == "consultations" && m.PurposeID == "insight" })
	if want := []string{"Compugroup Medical Norway AS (CGM)"}; i < 0 || !slices.Equal(rows[i].Recipients, want) {
		t.Errorf("whoever runs the system that holds the data is no recipient (HMS-40): %+v", rows[i])
	}
}

func TestAnotherLanguageFallsBackToTheFirst(t *testing.T) {
	t.Parallel()
	r := hms(t)
	if diff := cmp.Diff(notice.Build(r, "nb"), notice.Build(r, "fi")); diff != "" {
		t.Errorf("Finnish, which the promise has no words in: %s", diff)
	}
}

// TestNoPhraseIsLeftUnfilled looks for what Sprintf leaves behind.
func TestNoPhraseIsLeftUnfilled(t *testing.T) {
	t.Parallel()
	r := hms(t)
	for _, lang := range []string{"nb", "en"} {
		n := notice.Build(r, lang)
		check := func(where, text string) {
			if strings.Contains(text, "%!") || strings.Contains(text, "%s") || strings.Contains(text, "..") || strings.Contains(text, "  ") {
				t.Errorf("%s: %q", where, text)
			}
		}
		for _, s := range n.InBrief {
			check("in brief", s)
		}
		for anchor, c := range clauses(n) {
			check(anchor, c.Sentence)
		}
		for _, s := range n.Sections {
			for _, p := range s.Paragraphs {
				check(s.ID, p)
			}
			for _, g := range s.Groups {
				check(g.Anchor, g.Text)
			}
		}
	}
}
