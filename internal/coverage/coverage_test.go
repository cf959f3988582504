// SPDX-License-Identifier: EUPL-1.2

package coverage

import (
	"flag"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write docs/coverage.md anew")

const root = "../.."

func TestThePageIsUpToDate(t *testing.T) {
	t.Parallel()
	c, err := Collect(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	page := c.Page()
	const file = root + "/docs/coverage.md"
	if *update {
		if err := os.WriteFile(file, page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(kept), "\n"), strings.Split(string(page), "\n")); diff != "" {
		t.Errorf("docs/coverage.md is out of date: go generate ./internal/coverage\n%s", diff)
	}
}

// TestTheRowsOfTheFiveDocumentsStandAsClauses wants every row of the first slice, and
// never fewer rows in all than stood once.
func TestTheRowsOfTheFiveDocumentsStandAsClauses(t *testing.T) {
	t.Parallel()
	c, err := Collect(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range (Scope{Prefix: "HMS", First: 1, Last: 64}).ids() {
		if tr := c.rows[id]; tr == nil || len(tr.Clauses) == 0 {
			t.Errorf("%s: no clause states it", id)
		}
	}
	var all count
	for _, s := range Scopes {
		all.add(c.Count(s))
	}
	if all.Rows != 927 || all.Clauses < 420 {
		t.Errorf("%d of %d rows stand as clauses", all.Clauses, all.Rows)
	}
}

func TestMarksAreFoundWhereTheyStand(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"internal/gate/pass.go": {Data: []byte(`package gate

// Origin says where.
//
// Keeps: XYZ-07
// Law: gdpr 14(2)(f), gdpr 15(3)
type Origin struct{}

func (o *Origin) Tell() {
	// Keeps: XYZ-08, XYZ-09
	println("Keeps: XYZ-10") // and not Keeps: XYZ-11
}

// Keeps: XYZ-12
var (
	a = 1
)
`)},
		"internal/gate/pass_test.go":           {Data: []byte("package gate\n\n// Keeps: XYZ-07\nfunc TestGate() {}\n")},
		"internal/web/page_test.go":            {Data: []byte("package web\n\n// Keeps: XYZ-08\nfunc TestPage() {}\n")},
		"cmd/lupaus/testdata/check.txt":        {Data: []byte("# Keeps: XYZ-09\nexec lupaus check .\n")},
		"cmd/lupaus/testdata/notes.yaml":       {Data: []byte("# Keeps: XYZ-13\n")},
		"bench/go.mod":                         {Data: []byte("module bench\n")},
		"bench/main.go":                        {Data: []byte("package main\n\n// Keeps: XYZ-14\nfunc main() {}\n")},
		"internal/coverage/coverage_test.go":   {Data: []byte("package coverage\n\n// Keeps: XYZ-15\nfunc TestX() {}\n")},
		"internal/web/testdata/snippet/bad.go": {Data: []byte("not Go // Keeps: XYZ-16")},
	}
	c, err := Collect(fsys)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][3]string{}
	for _, tr := range append(c.Rows, c.Laws...) {
		s := [3]string{names(tr.Code), names(tr.Tests), "named"}
		if tr.Shown() {
			s[2] = "shown"
		}
		got[tr.ID] = s
	}
	want := map[string][3]string{
		"XYZ-07":        {"Origin", "TestGate", "named"}, // the gate is no door
		"XYZ-08":        {"Origin.Tell", "TestPage", "shown"},
		"XYZ-09":        {"Origin.Tell", "check", "shown"},
		"XYZ-12":        {"a", "", "named"},
		"gdpr 14(2)(f)": {"Origin", "", "named"},
		"gdpr 15(3)":    {"Origin", "", "named"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("traces (-want +got):\n%s", diff)
	}
}

func names(ps []Place) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return strings.Join(out, " ")
}

func TestClausesAreNamedAsInTheFile(t *testing.T) {
	t.Parallel()
	c, err := Collect(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]Place{
		"HMS-34": {"examples/hms/personal-journal.yaml", "personal-journal/access/only-health-personnel"},
		"HMS-41": {"examples/hms/organisation.yaml", "hms/parties/cgm/agreement"},
		"HMS-22": {"examples/hms/personal-journal.yaml", "personal-journal/data/identity.national-id"},
		"HMS-20": {"examples/hms/organisation.yaml", "hms/laws/health-register-act"},
	} {
		found := false
		for _, p := range c.rows[id].Clauses {
			found = found || p == want
		}
		if !found {
			t.Errorf("%s: clauses %v, want %v among them", id, c.rows[id].Clauses, want)
		}
	}
}

func TestABrokenModuleIsAnErrorAndNoTable(t *testing.T) {
	t.Parallel()
	for name, fsys := range map[string]fstest.MapFS{
		"Go that does not parse":          {"a/a.go": {Data: []byte("package a\n// Keeps: XYZ-01\nfunc {")}},
		"a promise that does not check":   {"examples/x/organisation.yaml": {Data: []byte("kind: organisation\n")}},
		"a promise that is not even YAML": {"examples/x/organisation.yaml": {Data: []byte("{{{")}},
	} {
		if c, err := Collect(fsys); err == nil || c != nil {
			t.Errorf("%s: got %v, %v; want an error", name, c, err)
		}
	}
}

func TestArticlesAreOrderedByNumber(t *testing.T) {
	t.Parallel()
	m := map[string]*Trace{}
	for _, id := range []string{"gdpr 13(1)", "gdpr 9(2)", "gdpr 30", "HMS-100", "HMS-64"} {
		trace(m, id)
	}
	var got []string
	for _, tr := range ordered(m) {
		got = append(got, tr.ID)
	}
	if diff := cmp.Diff([]string{"HMS-64", "HMS-100", "gdpr 9(2)", "gdpr 13(1)", "gdpr 30"}, got); diff != "" {
		t.Error(diff)
	}
}
