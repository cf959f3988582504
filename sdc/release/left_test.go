// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/sdc"
)

// TestWhatARecodingReplacesIsNowhereForTheWorld: two ages are merged in one
// place only. Their cells there are sensitive, so they are protected, and yet no
// file for the world has a line or a mark for them.
//
// Keeps: TK-201, TK-257
func TestWhatARecodingReplacesIsNowhereForTheWorld(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	rows.WriteString("place,age\n")
	for place, counts := range map[string][3]int{"N1": {1, 2, 9}, "N2": {8, 7, 6}, "S1": {9, 9, 9}} {
		for i, n := range counts {
			rows.WriteString(strings.Repeat(fmt.Sprintf("%s,%c\n", place, 'a'+i), n))
		}
	}
	for name, method := range map[string]string{"hidden": "secondary: {singletons: true}\n", "changed": "method: {controlled-rounding: {base: 3}}\n"} {
		s, err := Read(strings.NewReader("dimensions: [{name: place, levels: [place]}, {name: age, levels: [age]}]\nrules: {minimum-units: 3}\n"+
			"recode: [{dimension: age, merge: [a, b], into: a-b, within: {place: [N1]}}]\n"+method), "table.yaml")
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.Protect(fstest.MapFS{}, strings.NewReader(rows.String()), "rows.csv", nil)
		if err != nil {
			t.Fatal(err)
		}
		cell, err := o.Pattern.Table().Cell("N1", "a")
		if err != nil || !o.Pattern.Table().Left(cell) || o.Pattern.Status(cell) != sdc.Primary {
			t.Fatalf("%s: the cell is %v (%v): the test tells nothing", name, o.Pattern.Status(cell), err)
		}
		formats := []string{"px", "sdmx", "xlsx"}
		files, err := o.Files(Options{Formats: formats})
		if err != nil {
			t.Fatal(err)
		}
		if text := string(files[PublishedFile]); strings.Contains(text, "N1,a,") || strings.Contains(text, "N1,b,") || !strings.Contains(text, "N1,a-b,") || strings.Contains(text, "N2,a-b") {
			t.Errorf("%s: the world reads\n%s", name, text)
		}
		if text := string(files["published.sdmx.csv"]); strings.Contains(text, ",N1,a,") || !strings.Contains(text, ",N1,a-b,") {
			t.Errorf("%s: the world reads\n%s", name, text)
		}
		if text := string(files[TableFile]); !strings.Contains(text, "N1,a,1,1,") {
			t.Errorf("%s: the checker does not see the cell:\n%s", name, text)
		}
		if o.Proof == nil {
			continue
		}
		if err := CheckPublished(o.Proof.Certificate(), strings.NewReader(string(files[PublishedFile])), PublishedFile); err != nil {
			t.Error(err)
		}
		a, err := Attack(s, fstest.MapFS{}, strings.NewReader(string(files[CodesFile])), strings.NewReader(string(files[PublishedFile])), PublishedFile)
		if err != nil || !a.Safe() {
			t.Errorf("%+v (%v)", a, err)
		}
		without := strings.Replace(string(files[PublishedFile]), "N1,Total,12\n", "", 1)
		if err := CheckPublished(o.Proof.Certificate(), strings.NewReader(without), PublishedFile); err == nil {
			t.Error("a published cell is missing and nobody says so")
		}
		text := string(files[PublishedFile])
		mark := strings.Index(text, ","+Mark+"\n")
		if mark < 0 {
			t.Fatal("no cell with a line is hidden: the test tells nothing")
		}
		begin := strings.LastIndex(text[:mark], "\n") + 1
		shorter := text[:begin] + text[mark+len(Mark)+2:]
		if err := CheckPublished(o.Proof.Certificate(), strings.NewReader(shorter), PublishedFile); err == nil {
			t.Error("the line of a hidden cell is missing and nobody says so")
		}
		r, err := s.released(o.Pattern.Table(), o.Pattern.Table(), o)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Cells {
			if strings.Join(c.Codes, ",") == "N1,a" {
				t.Error("the store of releases has the cell as published")
			}
		}
	}
}
