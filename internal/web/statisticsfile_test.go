// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	pq "github.com/parquet-go/parquet-go"

	"github.com/lupaus/lupaus/sdc/exchange"
	"github.com/lupaus/lupaus/sdc/release"
)

// filesOf are the names of the files that a page offers.
func (r *result) filesOf() (out []string) {
	for _, a := range r.all("a") {
		if _, name, ok := strings.Cut(attr(a, "href"), "/files/"); ok {
			out = append(out, name)
		}
	}
	return out
}

// Keeps: TK-97, TK-201, TK-257
func TestATableIsDownloadedInTheFormatsOfOffices(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	page := b.handIn(rowsFile(), url.Values{"dim1": {"1:"}, "dim2": {"2:"}, "unit": {"0"}})
	page = b.untilProtected(b.post(page.path+"/protect", nil))
	for _, name := range release.AllNames() {
		offered := slices.Contains(page.filesOf(), name)
		r := b.get(page.path + "/files/" + name)
		if !offered || r.status != http.StatusOK || r.body == "" || r.header.Get("Content-Type") == "" || !strings.Contains(r.header.Get("Content-Disposition"), name) {
			t.Errorf("%s: offered %v, %d, %v", name, offered, r.status, r.header)
		}
	}
	for _, name := range []string{"table.px", "published.jj", "certificate.csv"} { // there are no such files
		if slices.Contains(page.filesOf(), name) || b.get(page.path+"/files/"+name).status != http.StatusNotFound {
			t.Errorf("%s is offered", name)
		}
	}
	for name, want := range map[string]string{"published.px": `TITLE="rows.csv: area, kind"`, "published.sdmx.csv": "OBS_VALUE", "table.sdmx.csv": "CONF_STATUS"} {
		if r := b.get(page.path + "/files/" + name); !strings.Contains(r.body, want) {
			t.Errorf("%s does not say %s: %s", name, want, r.body)
		}
	}
	sums, err := exchange.ReadPX(strings.NewReader(b.get(page.path+"/files/published.px").body), exchange.Reading{ValuesOnly: true})
	if err != nil || sums.Hidden() != marked(page, "sensitive")+marked(page, "secondary") {
		t.Errorf("PX hides other cells than the page: %v", err)
	}
	book := b.get(page.path + "/files/published.xlsx").body
	if z, err := zip.NewReader(bytes.NewReader([]byte(book)), int64(len(book))); err != nil || len(z.File) < 4 {
		t.Errorf("the workbook: %v", err)
	}
}

// Keeps: TTL-27, TK-201
func TestWhoeverMayOnlyCountGetsTheWorldsEditionsAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	s.consultations(t)
	b := s.signedIn(t, "nina", "nurse", "")
	b.post("/purpose", url.Values{"purpose": {reporting}})
	page := b.untilProtected(b.post(counted, url.Values{"dim1": {"2:"}, "dim2": {"0:"}}))
	for _, name := range release.AllNames() {
		r := b.get(page.path + "/files/" + name)
		world := release.ForTheWorld(name)
		if offered := slices.Contains(page.filesOf(), name); offered != world || (r.status == http.StatusOK) != world {
			t.Errorf("%s: offered %v, %d", name, offered, r.status)
		}
	}
	if px := b.get(page.path + "/files/published.px").body; !strings.Contains(px, `TITLE="Consultation notes: `) {
		t.Errorf("PX has no title: %s", px)
	}
}

// Keeps: TK-98
func TestMeansAreDownloadedAsMeans(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	page := b.handIn(rowsFile(), url.Values{"dim1": {"1:"}, "unit": {"0"}, "value": {"3"}, "statistic": {"mean"}})
	page = b.untilProtected(b.post(page.path+"/protect", nil))
	file := b.get(page.path + "/files/" + release.PublishedFile)
	if head, _, _ := strings.Cut(file.body, "\n"); head != "area,mean" {
		t.Errorf("the file begins with %q", head)
	}
	if slices.Contains(page.filesOf(), "published.px") {
		t.Error("a mean is offered in a format that holds sums")
	}
	if table := b.get(page.path + "/files/" + release.TableFile); !strings.Contains(table.body, "upper,published") {
		t.Errorf("the checker is not told what is published: %s", table.body)
	}
}

// rowOf is a row of a Parquet file.
type rowOf struct {
	ID     string  `parquet:"id"`
	Area   string  `parquet:"area,dict"`
	Day    int32   `parquet:"day,date"`
	Amount float64 `parquet:"amount"`
}

func inParquet(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAParquetFileIsHandedInLikeText(t *testing.T) {
	t.Parallel()
	s := newSite(t, "")
	b := s.signedIn(t, "nina", "nurse", allowed)
	var rows []rowOf
	for i := range 30 {
		rows = append(rows, rowOf{string(rune('a' + i)), []string{"A", "B", "C"}[i%3], int32(20_000 + 200*(i%4)), 1.5 * float64(i)})
	}
	rows = append(rows, rowOf{"z1", "D", 20_000, 7})
	good := inParquet(t, func(w io.Writer) error { return pq.Write(w, rows) })
	page := b.handIn(good, url.Values{"dim1": {"1:"}, "dim2": {"2:year"}, "unit": {"0"}})
	if marked(page, "sensitive") == 0 || !page.has("2024") || !page.has("D") {
		t.Errorf("the table of a Parquet file: %v %s", page.gridOf(), page.text("main"))
	}
	type lists struct {
		Area []string `parquet:"area,list"`
	}
	for name, c := range map[string]struct{ file, want string }{
		"cut off":      {good[:len(good)-9], "no whole Parquet file"},
		"only a mark":  {"PAR1", "no whole Parquet file"},
		"lists":        {inParquet(t, func(w io.Writer) error { return pq.Write(w, []lists{{[]string{"A"}}}) }), "Column “area”: This column cannot be read"},
		"no text":      {inParquet(t, func(w io.Writer) error { return pq.Write(w, []rowOf{{ID: "a", Area: "A"}, {ID: "b", Area: "\xff"}}) }), "Row 2, column “area”: This column cannot be read"},
		"a long value": {inParquet(t, func(w io.Writer) error { return pq.Write(w, []rowOf{{ID: strings.Repeat("x", 300), Area: "A"}}) }), "Row 1, column “id”: The value is too long"},
	} {
		r := b.upload("/statistics/upload", url.Values{"set": {"companies.agreement"}}, map[string][2]string{"file": {"x.parquet", c.file}})
		if r.status != http.StatusUnprocessableEntity || !r.has(c.want) {
			t.Errorf("%s: %d, want %q: %s", name, r.status, c.want, r.text("main"))
		}
	}
	r := b.upload("/statistics/upload", url.Values{"set": {"companies.agreement"}}, map[string][2]string{"file": {"x.parquet", inParquet(t, func(w io.Writer) error { return pq.Write(w, []rowOf{{ID: "a", Area: "A"}, {Area: "B"}}) })}})
	if r := b.post(r.path, url.Values{"dim1": {"1:"}, "unit": {"0"}}); !r.has("Row 2, column “id”: The unit is empty") {
		t.Errorf("a unit that is empty: %s", r.text("main"))
	}
}
