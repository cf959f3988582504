// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	pq "github.com/parquet-go/parquet-go"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

// parquetOf writes the text columns of a CSV text as Parquet.
func parquetOf(t *testing.T, text string) []byte {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	group := pq.Group{}
	for _, name := range lines[0] {
		group[name] = pq.String()
	}
	schema := pq.NewSchema("rows", group)
	var b bytes.Buffer
	w := pq.NewWriter(&b, schema)
	for _, line := range lines[1:] {
		row := make(pq.Row, len(line))
		for i, name := range lines[0] {
			at, _ := schema.Lookup(name)
			row[at.ColumnIndex] = pq.ByteArrayValue([]byte(line[i])).Level(0, 0, at.ColumnIndex)
		}
		if _, err := w.WriteRows([]pq.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestParquetGivesTheSameFilesAsText reads the same rows from both, the
// Parquet file from a file and from memory.
func TestParquetGivesTheSameFilesAsText(t *testing.T) {
	t.Parallel()
	more := strings.Replace(firmsSpec, "levels: [ind1, ind2]", "column: code, prefix: [1, 2]", 1) + "rules: {minimum-units: 6}\n"
	s, err := Read(strings.NewReader(more), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.Protect(firmsFolder, strings.NewReader(firms()), "rows.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	data := parquetOf(t, firms())
	path := filepath.Join(t.TempDir(), "rows.parquet")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fromFile, err := s.Protect(firmsFolder, f, "rows.parquet", nil)
	if err != nil {
		t.Fatal(err)
	}
	fromMemory, err := s.Protect(firmsFolder, bytes.NewBuffer(data), "rows.parquet", nil)
	if err != nil {
		t.Fatal(err)
	}
	if fromFile.Digest != digestOf(data) || fromMemory.Digest != fromFile.Digest {
		t.Errorf("the digests are %s and %s, want %s", fromFile.Digest, fromMemory.Digest, digestOf(data))
	}
	wanted, err := want.Files(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []*Outcome{fromFile, fromMemory} {
		got, err := o.Files(Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{TableFile, PublishedFile, CodesFile, CertificateFile} {
			if !bytes.Equal(got[name], wanted[name]) {
				t.Errorf("%s differs", name)
			}
		}
	}
	if _, err := s.Protect(firmsFolder, strings.NewReader("no parquet"), "rows.parquet", nil); err == nil || !strings.Contains(err.Error(), "rows.parquet") {
		t.Errorf("got %v", err)
	}
}

// TestFormatsComeBack writes the checker's editions and protects what they hold again.
func TestFormatsComeBack(t *testing.T) {
	t.Parallel()
	o, _, err := protectFirms(t, "rules: {minimum-units: 9}\n")
	if err != nil {
		t.Fatal(err)
	}
	files, err := o.Files(Options{Formats: Writings()})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range exchange.Formats() {
		world, checker := files["published"+f.Ending], files["table"+f.Ending]
		if (len(world) > 0) != (f.World != nil) || (len(checker) > 0) != (f.Checker != nil) {
			t.Errorf("%s: %d bytes for the world and %d for the checker", f.Name, len(world), len(checker))
		}
		if ForTheWorld("table"+f.Ending) || !ForTheWorld("published"+f.Ending) {
			t.Errorf("%s: the world gets the wrong file", f.Name)
		}
	}
	again := "dimensions:\n  - {name: industry, column: industry, hierarchy: industries.csv}\n  - {name: region, column: region, hierarchy: regions.csv}\nrules: {minimum-units: 9}\n"
	folder := fstest.MapFS{"regions.csv": {Data: []byte(regions)}, "industries.csv": {Data: []byte("code,parent\nA,\nB,\nC,\nA0,A\nA1,A\nB0,B\nB1,B\nC0,C\nC1,C\n")}}
	s, err := Read(strings.NewReader(again), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s.Given = &Given{Count: "OBS_VALUE"}
	back, err := s.Protect(folder, bytes.NewReader(files["table.sdmx.csv"]), "table.sdmx.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := back.Pattern.Count(sdc.Primary), o.Pattern.Count(sdc.Primary); got != want {
		t.Errorf("%d cells are sensitive when the table comes back, and %d were", got, want)
	}
	s.Given = nil
	if _, err := s.Protect(folder, bytes.NewReader(files["published.px"]), "published.px", nil); err == nil || !strings.Contains(err.Error(), "cannot be protected again") {
		t.Errorf("got %v", err)
	}
}

// TestWorkStopsWhereItIsToldTo stops at every stage that is told.
func TestWorkStopsWhereItIsToldTo(t *testing.T) {
	t.Parallel()
	s, folder := exampleSpec(t, "persons.yaml")
	data, err := fs.ReadFile(folder, "persons.csv")
	if err != nil {
		t.Fatal(err)
	}
	stages := map[string]bool{}
	if _, err := s.Protect(folder, bytes.NewReader(data), "persons.csv", func(p sdc.Progress) error { stages[p.Stage] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, stage := range []string{StageRows, StageRules, StageSuppress, sdc.StageAudit} {
		if !stages[stage] {
			t.Errorf("the stage %s is not told", stage)
		}
	}
	enough := errors.New("enough")
	for stage := range stages {
		_, err := s.Protect(folder, bytes.NewReader(data), "persons.csv", func(p sdc.Progress) error {
			if p.Stage == stage {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) {
			t.Errorf("%s: got %v", stage, err)
		}
	}
}

// TestTextbookCases are tables whose result can be looked up.
//
// Keeps: TK-196, TK-197, TK-207
func TestTextbookCases(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	rows.WriteString("place\n")
	for place, n := range map[string]int{"a": 15, "b": 5, "c": 3} {
		rows.WriteString(strings.Repeat(place+"\n", n))
	}
	for name, c := range map[string]struct{ spec, want string }{
		"15, 5 and 3 under a minimum of 11: 5 and 3 together are still too few, so all stay hidden": {
			"rules: {minimum-units: 11}\nsecondary: {unions: true}\n", "place,count\nTotal,23\na,..\nb,..\nc,..\n"},
		"rounding to the middle of classes of six: 23 is 21, 15 is 15, 5 and 3 are 3": {
			"rules: {minimum-units: 6}\nmethod: {rounding: {base: 6, how: midpoint}}\n", "place,count\nTotal,21\na,15\nb,3\nc,3\n"},
	} {
		s, err := Read(strings.NewReader("dimensions: [{name: place, levels: [place]}]\n"+c.spec), "table.yaml")
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.Protect(fstest.MapFS{}, strings.NewReader(rows.String()), "rows.csv", nil)
		if err != nil {
			t.Fatal(err)
		}
		files, err := o.Files(Options{})
		if got := string(files[PublishedFile]); err != nil || got != c.want {
			t.Errorf("%s: got %q (%v)", name, got, err)
		}
	}
	// 300, 20 and 10 under (1,85): the largest makes 300 of 330, and the upper
	// bound has to reach 352.94.
	firms := "firm,place,value\nx,a,300\ny,a,20\nz,a,10\n"
	for i := range 12 {
		firms += fmt.Sprintf("f%d,%c,%d\n", i, 'b'+i%3, 100)
	}
	s, err := Read(strings.NewReader("unit: firm\ndimensions: [{name: place, levels: [place]}]\nvalue: value\nrules: {dominance: {n: 1, k: 85}}\nsecondary: {width: rules}\n"), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Protect(fstest.MapFS{}, strings.NewReader(firms), "rows.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	cell, err := o.Pattern.Table().Cell("a")
	if err != nil {
		t.Fatal(err)
	}
	if _, upper := o.Proof.Interval(cell); o.Pattern.Status(cell) != sdc.Primary || upper < 353 {
		t.Errorf("%v up to %d", o.Pattern.Status(cell), upper)
	}
}
