// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"database/sql"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

const (
	reporting = "personal-journal/reporting" // only counting
	allowed   = "companies/reporting"        // counting, and opening everything that is counted
	counted   = "/statistics/personal-journal.consultations"
)

// consultations adds invented notes of many employees: of most kinds many have
// one, of one kind a single person.
func (s *site) consultations(t *testing.T) {
	t.Helper()
	desk := s.as(t, "odd", "office-worker", "personal-journal/administration")
	nurse := s.as(t, "nina", "nurse", "personal-journal/occupational-health")
	lead := s.as(t, "live", "journal-responsible", "personal-journal/administration")
	add := func(w register.Work, in register.Input) register.Receipt {
		rec, err := s.house.Register.Add(t.Context(), w, in, register.Given{})
		if err != nil {
			t.Fatal(err)
		}
		return rec
	}
	for i := range 24 {
		rec := add(desk, register.Input{Docs: map[string]promise.Document{
			"identification": {"name": fmt.Sprintf("Tellbar Person%d", i), "birth-year": strconv.Itoa(1960 + i), "place": "Granvika"},
			"employment":     {"company": s.company.String(), "department": "Lager", "from": "2021-02-01"}}})
		add(lead, register.Input{Subject: rec.Subject, Docs: map[string]promise.Document{"care": {"clinician": nurse.Actor.ID.String(), "unit": "east", "from": "2024-01-01"}}})
		kind, profession := []string{"health-examination", "workplace-assessment"}[i%2], []string{"nurse", "doctor"}[i/2%2]
		if i == 0 {
			profession = "physiotherapist" // the only one
		}
		add(nurse, register.Input{Subject: rec.Subject, Docs: map[string]promise.Document{
			"consultations": {"type": kind, "date": fmt.Sprintf("2026-%02d-01", 1+i%9), "profession": profession, "text": "Oppdiktet."}}})
	}
}

// gridOf reads the figures and marks of the table on a page, by row and column.
func (r *result) gridOf() (out [][]string) {
	r.t.Helper()
	walk(r.doc, func(n *html.Node) {
		if n.Type != html.ElementNode || n.Data != "tr" {
			return
		}
		var row []string
		walk(n, func(c *html.Node) {
			if c.Type == html.ElementNode && c.Data == "td" && attr(c, "data-mark") != "" {
				row = append(row, attr(c, "data-mark")+" "+strings.Join(strings.Fields(textOf(c)), " "))
			}
		})
		if row != nil {
			out = append(out, row)
		}
	})
	return out
}

// Keeps: TTL-27, TK-183, TK-201
func TestWhoeverMayOnlyCountSeesNoSmallCount(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	s.consultations(t)
	b := s.signedIn(t, "nina", "nurse", "")
	if r := b.post("/purpose", url.Values{"purpose": {reporting}, "back": {"/find"}}); r.path != "/statistics" || !r.has("Consultation notes") || !r.has("You may only count") {
		t.Fatalf("a purpose for counting alone leads to %s: %s", r.path, r.text("main"))
	}
	page := b.post(counted, url.Values{"dim1": {"2:"}, "dim2": {"0:"}})
	if page.status != http.StatusOK || !strings.HasPrefix(page.path, "/statistics/tables/") {
		t.Fatalf("%d at %s: %s", page.status, page.path, page.text("main"))
	}
	page = b.untilProtected(page)
	hidden, published := 0, 0
	for _, row := range page.gridOf() {
		for _, cell := range row {
			mark, text, _ := strings.Cut(cell, " ")
			switch mark {
			case "hidden":
				hidden++
				if strings.ContainsAny(text, "0123456789") {
					t.Errorf("a hidden cell shows %q", text)
				}
			case "published":
				published++
				if n, err := strconv.Atoi(text); err != nil || n == 1 || n == 2 {
					t.Errorf("a cell shows %q", text)
				}
			default:
				t.Errorf("a cell is marked %q: whoever may only count would know that it is sensitive", mark)
			}
		}
	}
	if hidden < 3 || published < 3 {
		t.Errorf("%d cells hidden and %d published", hidden, published)
	}
	for _, word := range []string{"Sensitive by a rule", "Fewer than", "fewer than", "Why cells are hidden", "Compare methods"} {
		if page.has(word) {
			t.Errorf("the page tells whoever may only count: %q", word)
		}
	}
	if !page.has("Each change shows you one table more") {
		t.Error("the page does not say that every change of classes publishes one table more")
	}
	for _, name := range []string{release.TableFile, release.ReportFile, release.CertificateFile} {
		if r := b.get(page.path + "/files/" + name); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", name, r.status)
		}
	}
	if r := b.get(page.path + "/compare"); r.status != http.StatusNotFound {
		t.Errorf("comparing methods: %d", r.status)
	}
	file := b.get(page.path + "/files/" + release.PublishedFile)
	if file.status != http.StatusOK || !strings.Contains(file.body, release.Mark) {
		t.Fatalf("%d %s", file.status, file.body)
	}
	for line := range strings.Lines(file.body) {
		if strings.HasSuffix(strings.TrimSpace(line), ",1") || strings.HasSuffix(strings.TrimSpace(line), ",2") {
			t.Errorf("the file says %q", line)
		}
	}
}

// untilProtected looks at a table until its protection has ended.
func (b *browser) untilProtected(r *result) *result {
	b.t.Helper()
	for range 100 {
		if r.header.Get("Refresh") == "" {
			return r
		}
		r = b.get(r.path)
	}
	b.t.Fatalf("the table is never protected: %s", r.text("main"))
	return nil
}

func TestCountingIsRefusedWithoutAClauseAndTheAttemptIsRecorded(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "odd", "office-worker", "personal-journal/administration")
	before := s.house.Gate.Tree.Size()
	for _, r := range []*result{b.get(counted), b.post(counted, url.Values{"dim1": {"0:"}})} {
		if r.status != http.StatusForbidden || len(r.withClass("lu-refusal")) != 1 || len(r.gridOf()) != 0 {
			t.Errorf("%d %s", r.status, r.text("main"))
		}
	}
	if n := s.house.Gate.Tree.Size() - before; n != 2 {
		t.Errorf("%d entries of two attempts", n)
	}
	if r := b.get("/statistics"); !r.has("your role may count nothing") {
		t.Errorf("the list says %s", r.text("main"))
	}
}

func TestCountingIsRecordedBeforeAnythingIsReadAndNamesEverybodyCounted(t *testing.T) {
	t.Parallel()
	s := newSite(t, "karin")
	b := s.signedIn(t, "nina", "nurse", "")
	b.post("/purpose", url.Values{"purpose": {reporting}})
	if _, err := s.house.Gate.Writes.Do(t.Context(), func(tx *sql.Tx) error { // the record cannot be opened any more
		_, err := tx.Exec(`update record set box = x'00' where category = 'personal-journal/consultations'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	before := s.house.Gate.Tree.Size()
	if r := b.post(counted, url.Values{"dim1": {"0:"}}); r.status != http.StatusInternalServerError {
		t.Fatalf("%d at %s", r.status, r.path)
	}
	if s.house.Gate.Tree.Size() != before+1 {
		t.Fatalf("%d entries of a count whose reading failed", s.house.Gate.Tree.Size()-before)
	}
	e, err := s.house.Gate.Tree.Entry(t.Context(), before)
	if err != nil || e.Action != "count" || e.Clause != "personal-journal/access/counts" || e.Outcome.String() != "allowed" {
		t.Errorf("the entry says %s by %s: %s (%v)", e.Action, e.Clause, e.Outcome, err)
	}
	privacy := s.signedIn(t, "karin", "privacy-officer", "personal-journal/insight")
	diary := privacy.post(privacy.openPerson(s.inCare).form("/extract").action, nil)
	if !diary.has("Count") && !diary.has("count") {
		t.Errorf("the person's log does not say that she was counted: %s", diary.text("main"))
	}
}

// rowsFile is a file whose classes B and C are small by themselves.
func rowsFile() string {
	var out strings.Builder
	out.WriteString("id,area,kind,amount\n")
	n := 0
	for area, kinds := range map[string][]int{"A": {9, 8}, "B": {2, 7}, "C": {2, 6}, "D": {8, 9}} {
		for kind, count := range kinds {
			for range count {
				n++
				fmt.Fprintf(&out, "u%d,%s,k%d,%d\n", n, area, kind, 100+n)
			}
		}
	}
	return out.String()
}

// handIn gives a file to the statistics of companies and makes a table of it.
func (b *browser) handIn(file string, form url.Values) *result {
	b.t.Helper()
	r := b.upload("/statistics/upload", url.Values{"set": {"companies.agreement"}}, map[string][2]string{"file": {"rows.csv", file}})
	if r.status != http.StatusOK || !strings.HasPrefix(r.path, "/statistics/") {
		b.t.Fatalf("%d at %s: %s", r.status, r.path, r.text("main"))
	}
	r = b.post(r.path, form)
	if !strings.HasPrefix(r.path, "/statistics/tables/") {
		b.t.Fatalf("%d at %s: %s", r.status, r.path, r.text("main"))
	}
	return r
}

// Keeps: TK-196, TK-201, TK-203, TK-205, TK-237
func TestMergingTwoClassesLeavesFewerCellsHidden(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	page := b.handIn(rowsFile(), url.Values{"dim1": {"1:"}, "dim2": {"2:"}, "unit": {"0"}})
	if !page.has("Sensitive by a rule") || !page.has("2 at the level “unit”, fewer than 3") {
		t.Fatalf("before protection the page says %s", page.text("main"))
	}
	page = b.untilProtected(b.post(page.path+"/protect", nil))
	before := marked(page, "sensitive") + marked(page, "secondary")
	if before < 4 || !page.has("Proved by") || !page.has("Whoever sees the published table knows") {
		t.Fatalf("%d cells hidden: %s", before, page.text("main"))
	}
	if r := b.post(page.path+"/merge", url.Values{"dim": {"0"}, "how": {"merge"}, "code": {"2"}}); r.status != http.StatusUnprocessableEntity || !r.has("Tick at least two classes") {
		t.Errorf("one class alone: %d %s", r.status, r.text("main"))
	}
	page = b.untilProtected(b.post(page.path+"/merge", url.Values{"dim": {"0"}, "how": {"merge"}, "code": {"2", "3"}, "into": {"B and C"}}))
	after := marked(page, "sensitive") + marked(page, "secondary")
	if after >= before || !page.has(fmt.Sprintf("Hidden cells: %d → %d", before, after)) || !page.has("B and C") {
		t.Errorf("%d cells hidden before, %d after: %s", before, after, page.text("main"))
	}
	page = b.untilProtected(b.post(page.path+"/undo", nil))
	if n := marked(page, "sensitive") + marked(page, "secondary"); n != before {
		t.Errorf("taken back, %d cells are hidden", n)
	}
}

func marked(r *result, mark string) (n int) {
	for _, row := range r.gridOf() {
		for _, c := range row {
			if strings.HasPrefix(c, mark+" ") {
				n++
			}
		}
	}
	return n
}

// Keeps: TK-97, TK-201, TK-257
func TestDownloadsHoldWhenTheyAreChecked(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	page := b.handIn(rowsFile(), url.Values{"dim1": {"1:"}, "dim2": {"2:"}, "unit": {"0"}})
	page = b.untilProtected(b.post(page.path+"/protect", nil))
	cert, err := sdc.ReadCertificate(strings.NewReader(b.get(page.path + "/files/" + release.CertificateFile).body))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdc.Verify(cert); err != nil {
		t.Error(err)
	}
	published := b.get(page.path + "/files/" + release.PublishedFile)
	if err := release.CheckPublished(cert, bytes.NewReader([]byte(published.body)), release.PublishedFile); err != nil {
		t.Error(err)
	}
	if !strings.HasPrefix(published.header.Get("Content-Disposition"), "attachment") || published.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", published.header)
	}
	if r := b.get(page.path + "/files/" + release.TableFile); !strings.Contains(r.body, "primary") {
		t.Errorf("the checker's table: %d %s", r.status, r.body)
	}
	if r := b.get(page.path + "/compare"); r.status != http.StatusOK || !r.has("Hiding cells") || !r.has("Merging classes") || !r.has("Information lost") {
		t.Errorf("methods: %d %s", r.status, r.text("main"))
	}
	other := s.signedIn(t, "live", "doctor", allowed)
	for _, at := range []string{page.path, page.path + "/files/" + release.TableFile, page.path + "/compare"} {
		if r := other.get(at); r.status != http.StatusGone {
			t.Errorf("%s in another session: %d", at, r.status)
		}
	}
	b.post("/sign-out", nil)
	if r := b.get(page.path); r.path != "/sign-in" {
		t.Errorf("after signing out: %d at %s", r.status, r.path)
	}
}

func TestAFileThatIsWrongIsToldByRowAndColumnAndNothingTypedIsLost(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	for name, c := range map[string]struct{ file, want string }{
		"a row with too many values": {"a,b\n1,2\n1,2,3\n", "Row 3: The row has 3 values and the heading 2"},
		"a column without a name":    {"a,,c\n1,2,3\n", "Row 1: Column 2 has no name"},
		"two columns of one name":    {"a,a\n1,2\n", "column “a”: Two columns have this name"},
		"a quotation mark left open": {"a,b\n\"1,2\n", "no valid CSV"},
		"nothing":                    {"", "The file is empty"},
		"a heading alone":            {"a,b\n", "a heading and no rows"},
		"no text":                    {"a,b\n\xff\xfe,1\n", "no text in UTF-8"},
		"a zero byte":                {"a,b\n\x00,1\n", "no text in UTF-8"},
	} {
		r := b.upload("/statistics/upload", url.Values{"set": {"companies.agreement"}}, map[string][2]string{"file": {"x.csv", c.file}})
		if r.status != http.StatusUnprocessableEntity || !r.has(c.want) {
			t.Errorf("%s: %d, want %q: %s", name, r.status, c.want, r.text("main"))
		}
		if !strings.Contains(r.body, `value="companies.agreement" checked`) {
			t.Errorf("%s: the choice beside the file is lost", name)
		}
	}
	form := b.upload("/statistics/upload", url.Values{"set": {"companies.agreement"}}, map[string][2]string{"file": {"x.csv", "id,area,when,amount\n1,A,2026-01-01,5\n,B,2026-02-01,6\n"}})
	for name, c := range map[string]struct {
		typed url.Values
		want  string
	}{
		"a unit that is empty":     {url.Values{"dim1": {"1:"}, "unit": {"0"}}, "Row 3, column “id”: The unit is empty"},
		"no dimension":             {url.Values{"value": {"3"}}, "Choose at least one dimension"},
		"a weaker rule":            {url.Values{"dim1": {"1:"}, "minimum": {"2"}}, "The promise asks for at least 3"},
		"a column that is not":     {url.Values{"dim1": {"77:"}}, "Choose one of the columns"},
		"a dimension twice":        {url.Values{"dim1": {"1:"}, "dim2": {"1:"}}, "dimension already"},
		"no number as the minimum": {url.Values{"dim1": {"1:"}, "minimum": {"many"}}, "Write a whole number"},
	} {
		c.typed.Set("statistic", "mean")
		r := b.post(form.path, c.typed)
		if r.status != http.StatusUnprocessableEntity || !r.has(c.want) {
			t.Errorf("%s: %d, want %q: %s", name, r.status, c.want, r.text("main"))
		}
		for field, v := range c.typed {
			if v[0] != "77:" && !strings.Contains(r.body, `value="`+v[0]+`" selected`) && !strings.Contains(r.body, `value="`+v[0]+`" checked`) && !strings.Contains(r.body, `value="`+v[0]+`"`) {
				t.Errorf("%s: what was typed as %s is lost", name, field)
			}
		}
	}
}

// Keeps: TK-203
func TestTablesShownOneAfterTheOtherAreHeldTogether(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	s.consultations(t)
	b := s.signedIn(t, "nina", "nurse", "")
	b.post("/purpose", url.Values{"purpose": {reporting}})
	first := b.untilProtected(b.post(counted, url.Values{"dim1": {"2:"}}))
	if marked(first, "published") < 2 {
		t.Fatalf("the first table: %v", first.gridOf())
	}
	second := b.untilProtected(b.post(counted, url.Values{"dim1": {"2:"}, "dim2": {"0:"}}))
	if !second.has("Protected together with one table of the same data") {
		t.Errorf("the second table: %s", second.text("main"))
	}
	for i, row := range second.gridOf() { // what the first hid, the second hides
		if strings.HasPrefix(first.gridOf()[i][0], "hidden") && !strings.HasPrefix(row[0], "hidden") {
			t.Errorf("row %d was %q and is %q", i, first.gridOf()[i][0], row[0])
		}
	}
	again := s.signedIn(t, "nina", "nurse", "")
	again.post("/purpose", url.Values{"purpose": {reporting}})
	third := again.untilProtected(again.post(counted, url.Values{"dim1": {"0:"}}))
	if !third.has("Protected together with 2 tables") {
		t.Errorf("another session has forgotten what was shown: %s", third.text("main"))
	}
}

func TestATableBelongsToOnePurposeAndOnePromise(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	page := b.handIn(rowsFile(), url.Values{"dim1": {"1:"}})
	b.post("/purpose", url.Values{"purpose": {reporting}})
	if r := b.get(page.path); r.status != http.StatusGone {
		t.Errorf("under another purpose: %d", r.status)
	}
	b.post("/purpose", url.Values{"purpose": {allowed}})
	if r := b.get(page.path); r.status != http.StatusOK {
		t.Errorf("under its own purpose again: %d", r.status)
	}
	if err := s.house.Gate.PutInForce(t.Context(), changedPromise(t)); err != nil {
		t.Fatal(err)
	}
	if r := b.get(page.path); r.status != http.StatusGone {
		t.Errorf("under another promise: %d", r.status)
	}
}

// Keeps: TK-191
func TestSomebodyWithSeveralRecordsCountsOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	// area A: five records of one person; area B: six people
	file := "who,area,kind\n" + strings.Repeat("p1,A,x\n", 3) + strings.Repeat("p1,A,y\n", 2)
	for i := range 6 {
		file += fmt.Sprintf("q%d,B,x\nq%d,B,y\n", i, i)
	}
	page := b.handIn(file, url.Values{"dim1": {"1:"}, "unit": {"0"}})
	if !page.has("the rules count who stands behind them") || marked(page, "sensitive") != 1 {
		t.Errorf("five records of one person: %v %s", page.gridOf(), page.text("main"))
	}
}
