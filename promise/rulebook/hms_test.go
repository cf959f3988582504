// SPDX-License-Identifier: EUPL-1.2

package rulebook_test

import (
	"os"
	"slices"
	"testing"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

func hms(t testing.TB) *rulebook.Rulebook {
	t.Helper()
	r, problems := promise.Load(os.DirFS("../../examples/hms"))
	if r == nil {
		t.Fatal(problems)
	}
	b, problems := rulebook.Compile(r)
	if b == nil {
		t.Fatal(problems)
	}
	return b
}

// facts makes fact bits out of names; "not x" is known to be false. Every other fact
// that is in use is known to be false, unless "unknown x" says that it is not known.
func facts(t testing.TB, b *rulebook.Rulebook, names ...string) rulebook.Facts {
	t.Helper()
	f := rulebook.Facts{Known: 1<<len(b.FactNames()) - 1}
	for _, name := range names {
		unknown := false
		if len(name) > 8 && name[:8] == "unknown " {
			name, unknown = name[8:], true
		}
		bit, ok := b.FactBit(name)
		if !ok {
			t.Fatalf("no clause uses the fact %q", name)
		}
		if unknown {
			f.Known &^= 1 << bit
		} else {
			f.True |= 1 << bit
		}
	}
	return f
}

// TestWhoMayDoWhatInTheOccupationalHealthService shows the rows' answers.
func TestWhoMayDoWhatInTheOccupationalHealthService(t *testing.T) {
	t.Parallel()
	b := hms(t)
	for name, c := range map[string]struct {
		role, purpose, category string
		action                  promise.Action
		to                      string
		facts                   []string
		allowed                 bool
		clause                  string
		missing                 []string
		safeguards              int
	}{
		"every member of staff reads company journals (HMS-32)": {"office-worker", "companies/service", "companies/identification", rulebook.Open, "", []string{"declared"}, true, "companies/access/all-staff", nil, 0},
		"a marked document is closed to most (HMS-33)":          {"nurse", "companies/service", "companies/activities", rulebook.Open, "", []string{"declared", "restricted-item"}, false, "companies/access/restricted-documents", nil, 0},
		"a marked document is open to the company's team":       {"nurse", "companies/service", "companies/activities", rulebook.Open, "", []string{"declared", "restricted-item", "assigned"}, true, "companies/access/documents", nil, 0},
		"the office is refused a journal (HMS-34)":              {"office-worker", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, "", []string{"declared"}, false, "personal-journal/access/only-health-personnel", nil, 0},
		"a manager is refused a journal (HMS-34)":               {"general-manager", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, "", []string{"declared"}, false, "personal-journal/access/only-health-personnel", nil, 0},
		"who has the person in care gives a reason":             {"nurse", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, "", []string{"declared", "in-care"}, true, "personal-journal/access/carers", nil, 1},
		"who has not gives a reason and confirms":               {"nurse", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, "", []string{"declared"}, true, "personal-journal/access/colleagues", nil, 2},
		"in care but not known to be counts as not in care":     {"nurse", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, "", []string{"declared", "in-care", "unknown in-care"}, true, "personal-journal/access/colleagues", nil, 2},
		"the administrator reads with a reason (HMS-35)":        {"system-administrator", "personal-journal/system-maintenance", "personal-journal/consultations", rulebook.Open, "", []string{"declared"}, true, "personal-journal/access/administrator", nil, 1},
		"without a declaration nothing opens (HMS-37)":          {"nurse", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, "", []string{"in-care"}, false, "hms/rules/secrecy-first", nil, 0},
		"a nurse does not correct a journal (HMS-11)":           {"nurse", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Correct, "", []string{"declared", "in-care"}, false, "personal-journal/access/corrections", nil, 0},
		"the journal responsible corrects (HMS-11)":             {"journal-responsible", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Correct, "", []string{"declared"}, true, "personal-journal/access/corrections", nil, 1},
		"nobody erases a journal within ten years (HMS-53)":     {"journal-responsible", "personal-journal/insight", "personal-journal/consultations", rulebook.Erase, "", []string{"declared", "personal-journal.journal-duty"}, false, "personal-journal/access/keep-ten-years", nil, 0},
		"not even the sweep does (HMS-53)":                      {"system", "personal-journal/upkeep", "personal-journal/consultations", rulebook.Erase, "", []string{"personal-journal.journal-duty"}, false, "personal-journal/access/keep-ten-years", nil, 0},
		"the sweep erases afterwards":                           {"system", "personal-journal/upkeep", "personal-journal/consultations", rulebook.Erase, "", nil, true, "personal-journal/derived/retention/journal", nil, 0},
		"a sweep that does not know does not erase":             {"system", "personal-journal/upkeep", "personal-journal/consultations", rulebook.Erase, "", []string{"unknown personal-journal.journal-duty"}, false, "personal-journal/access/keep-ten-years", nil, 0},
		"the log goes out to the person (HMS-39)":               {"privacy-officer", "log/insight", "log/entries", rulebook.Export, "", []string{"declared"}, true, "log/access/extracts", nil, 0},
		"nobody changes the log (HMS-36)":                       {"system-administrator", "log/control", "log/entries", rulebook.Erase, "", []string{"declared"}, false, "log/access/nobody-changes", nil, 0},
		"an inactive company orders nothing (HMS-54)":           {"office-worker", "companies/service", "companies/orders", rulebook.Add, "", []string{"declared"}, false, "companies/access/inactive", nil, 0},
		"a member orders (HMS-54)":                              {"office-worker", "companies/service", "companies/orders", rulebook.Add, "", []string{"declared", "companies.member"}, true, "companies/access/ordering", nil, 0},
		"use beyond the agreement needs both consents (HMS-49)": {"nurse", "personal-journal/beyond-agreement", "personal-journal/consultations", rulebook.Open, "", []string{"declared", "permitted.employee-consent"}, false, "law/art-7/personal-journal.customer-consent", nil, 0},
		"with both consents it goes (HMS-49)":                   {"nurse", "personal-journal/beyond-agreement", "personal-journal/consultations", rulebook.Open, "", []string{"declared", "permitted.employee-consent", "permitted.customer-consent"}, true, "personal-journal/access/further-use", nil, 1},
		"restricted data are not opened (HMS-92)":               {"nurse", "personal-journal/occupational-health", "personal-journal/consultations", rulebook.Open, "", []string{"declared", "in-care", "restricted"}, false, "law/art-18", nil, 0},
		"the person's own request goes on all the same":         {"journal-responsible", "personal-journal/insight", "personal-journal/consultations", rulebook.Export, "", []string{"declared", "restricted"}, true, "personal-journal/access/insight", nil, 1},
		"journals go to another provider (HMS-55)":              {"journal-responsible", "personal-journal/hand-over", "personal-journal/consultations", rulebook.Disclose, "other-provider", []string{"declared"}, true, "personal-journal/access/hand-over", nil, 2},
		"they go to nobody else (HMS-55)":                       {"journal-responsible", "personal-journal/hand-over", "personal-journal/consultations", rulebook.Disclose, "company", []string{"declared"}, false, "personal-journal/access/hand-over", nil, 0},
		"applications are for the management (HMS-57)":          {"nurse", "applications/recruitment", "applications/application", rulebook.Open, "", []string{"declared"}, false, "applications/access/only-management", nil, 0},
		"a shared application opens for whom it is shared with": {"nurse", "applications/recruitment", "applications/application", rulebook.Open, "", []string{"declared", "shared-with-me"}, true, "applications/access/shared", nil, 0},
		"sharing asks for a reason (HMS-59)":                    {"general-manager", "applications/recruitment", "applications/papers", rulebook.Share, "", []string{"declared", "receiver-declared"}, true, "applications/access/sharing", nil, 1},
		"nothing is shared with who has not signed (HMS-60)":    {"general-manager", "applications/recruitment", "applications/papers", rulebook.Share, "", []string{"declared"}, false, "applications/access/sharing", []string{"receiver-declared"}, 0},
		"names are not used for reports":                        {"nurse", "personal-journal/reporting", "personal-journal/identification", rulebook.Find, "", []string{"declared"}, false, "law/purpose-limitation", nil, 0},
		"reports count and do not open (HMS-12)":                {"nurse", "personal-journal/reporting", "personal-journal/consultations", rulebook.Open, "", []string{"declared", "in-care"}, false, "personal-journal/access/carers", nil, 0},
		"an unknown role gets silence":                          {"gardener", "personal-journal/reporting", "personal-journal/consultations", rulebook.Open, "", nil, false, "law/silence", nil, 0},
		"a person cannot act for upkeep":                        {"nurse", "personal-journal/upkeep", "personal-journal/consultations", rulebook.Open, "", []string{"declared"}, false, "law/purpose-limitation", nil, 0},
		"the system loads name cards":                           {"system", "personal-journal/upkeep", "personal-journal/identification", rulebook.Open, "", nil, true, "personal-journal/derived/index", nil, 0},
		"the system opens nothing that it needs not":            {"system", "personal-journal/upkeep", "personal-journal/contact", rulebook.Open, "", nil, false, "personal-journal/access/registration", nil, 0},
		"sign-in reads credentials":                             {"system", "staff/upkeep", "staff/credentials", rulebook.Open, "", nil, true, "staff/derived/sign-in", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := rulebook.Query{Role: b.Role(c.role), Purpose: b.Purpose(c.purpose), Category: b.Category(c.category), Action: c.action, To: b.Party(c.to)}
			d := b.Decide(q, facts(t, b, c.facts...))
			if d.Allowed != c.allowed || d.Clause.Name != c.clause {
				t.Fatalf("decided %v by %s, want %v by %s", d.Allowed, d.Clause.Name, c.allowed, c.clause)
			}
			if got := len(d.Safeguards()); got != c.safeguards {
				t.Errorf("asks for %v, want %d safeguards", d.Safeguards(), c.safeguards)
			}
			if got := b.Facts(d.Missing); c.missing != nil && !slices.Equal(got, c.missing) {
				t.Errorf("names %v as missing, want %v", got, c.missing)
			}
		})
	}
}

func TestTheWholeNumberIsShownByRevealAlone(t *testing.T) {
	t.Parallel()
	b := hms(t)
	c := b.Release().Category("personal-journal/identity")
	bit, _ := c.FieldBit("national-id")
	q := rulebook.Query{Role: b.Role("nurse"), Purpose: b.Purpose("personal-journal/occupational-health"), Category: b.Category("personal-journal/identity"), Action: rulebook.Open}
	if d := b.Decide(q, facts(t, b, "declared")); !d.Allowed || d.Fields&(1<<bit) != 0 || d.Fields == 0 {
		t.Errorf("open: %+v; want the other fields and not the number", d)
	}
	q.Action = rulebook.Reveal
	if d := b.Decide(q, facts(t, b, "declared")); !d.Allowed || d.Fields != 1<<bit {
		t.Errorf("reveal: %+v; want the number alone", d)
	}
}
