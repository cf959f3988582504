// SPDX-License-Identifier: EUPL-1.2

package publish_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// Law: gdpr 30(1)
func TestTheRecordHasARowForEveryActivityAndLanguage(t *testing.T) {
	t.Parallel()
	b := build(t, "../../examples/hms")
	rows, err := csv.NewReader(bytes.NewReader(b.files["record.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	activities := 0
	for _, g := range b.site.Release.Registers {
		activities += len(g.Leaves())
	}
	if want := 1 + activities*len(b.site.Languages()); len(rows) != want {
		t.Errorf("%d rows, want %d", len(rows), want)
	}
	at := slices.IndexFunc(rows, func(r []string) bool { return r[0] == "en" && r[1] == "personal-journal/purposes/occupational-health" })
	if at < 0 {
		t.Fatal("no row for occupational health care")
	}
	for column, want := range map[int]string{2: "HMS-tjenesten", 5: "a legal duty (Art. 6(1)(c))", 6: "Art. 9(2)(h)", 8: "Employees of member companies", 9: "Consultation notes",
		11: "Compugroup Medical Norway AS (CGM) (processor)", 13: "at least 10 years", 14: "Sign-in with two factors", 15: "Health personnel"} {
		if !strings.Contains(rows[at][column], want) {
			t.Errorf("%s is %q, want something with %q", rows[0][column], rows[at][column], want)
		}
	}
}

func TestTheWorkbookHoldsTheSameAsTheTable(t *testing.T) {
	t.Parallel()
	b := build(t, "../../examples/hms")
	f, err := excelize.OpenReader(bytes.NewReader(b.files["record.xlsx"]))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if diff := cmp.Diff(b.site.Languages(), f.GetSheetList()); diff != "" {
		t.Fatalf("sheets: %s", diff)
	}
	table, err := csv.NewReader(bytes.NewReader(b.files["record.csv"])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range b.site.Languages() {
		sheet, err := f.GetRows(lang)
		if err != nil {
			t.Fatal(err)
		}
		var want [][]string
		for _, r := range table[1:] {
			if r[0] == lang {
				want = append(want, r)
			}
		}
		if len(sheet) != len(want)+1 {
			t.Fatalf("%s: %d rows, want %d", lang, len(sheet), len(want)+1)
		}
		for i, r := range want {
			got := append(slices.Clone(sheet[i+1]), make([]string, len(r)-len(sheet[i+1]))...) // empty cells at the end are not stored
			if diff := cmp.Diff(r, got); diff != "" {
				t.Errorf("%s row %d: %s", lang, i+1, diff)
			}
		}
	}
}

// TestTheRecordAsLinkedData checks that the graph is JSON-LD of known prefixes whose
// references all lead to a node of the file, and that it says what the law asks.
// Law: gdpr 30(1)
func TestTheRecordAsLinkedData(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		b := build(t, dir)
		var doc struct {
			Context map[string]string `json:"@context"`
			Graph   []map[string]any  `json:"@graph"`
		}
		if err := json.Unmarshal(b.files["record.jsonld"], &doc); err != nil {
			t.Fatalf("%s: %v", dir, err)
		}
		nodes := map[string]map[string]any{}
		for _, n := range doc.Graph {
			id := n["@id"].(string)
			if nodes[id] != nil {
				t.Errorf("%s: %s stands twice", dir, id)
			}
			nodes[id] = n
		}
		var check func(where string, x any)
		check = func(where string, x any) {
			switch x := x.(type) {
			case []any:
				for _, y := range x {
					check(where, y)
				}
			case map[string]any:
				for key, y := range x {
					prefix, _, _ := strings.Cut(key, ":")
					if !strings.HasPrefix(key, "@") && doc.Context[prefix] == "" {
						t.Errorf("%s: %s: %q has no known prefix", dir, where, key)
					}
					check(where+" "+key, y)
				}
				if id, ok := x["@id"].(string); ok && strings.HasPrefix(id, "#") && nodes[id] == nil {
					t.Errorf("%s: %s: %q is no node of the file", dir, where, id)
				}
			case string:
				prefix, term, ok := strings.Cut(x, ":")
				if strings.HasSuffix(where, "@type") && (!ok || doc.Context[prefix] == "" || term == "") {
					t.Errorf("%s: %s: %q is no term", dir, where, x)
				}
			}
		}
		for id, n := range nodes {
			check(id, n)
		}
		for _, g := range b.site.Release.Registers {
			for _, p := range g.Leaves() {
				n := nodes["#"+p.Clause]
				for _, key := range []string{"dpv:hasPurpose", "dpv:hasLegalBasis", "dpv:hasDataController", "dpv:hasTechnicalOrganisationalMeasure"} {
					if n[key] == nil {
						t.Errorf("%s: %s has no %s", dir, p.Clause, key)
					}
				}
			}
		}
	}
}

func TestADataMapIsAPictureWithTheSameInAList(t *testing.T) {
	t.Parallel()
	for _, dir := range folders(t) {
		b := build(t, dir)
		for _, lang := range b.site.Languages() {
			page := b.pages[lang+"/map.html"]
			drawn, listed := 0, words(page)
			each(page, func(x *html.Node) {
				if x.Data == "rect" {
					drawn++
				}
			})
			if drawn < 3*len(b.site.Release.Registers) {
				t.Errorf("%s %s: %d boxes for %d registers", dir, lang, drawn, len(b.site.Release.Registers))
			}
			for _, g := range b.site.Release.Registers {
				for _, d := range g.Data {
					if !strings.Contains(listed, strings.Join(strings.Fields(d.Name.In(lang)), " ")) {
						t.Errorf("%s %s: the list has no %s", dir, lang, d.Clause)
					}
				}
				name := "map-" + g.ID + "." + lang + ".svg"
				if !bytes.HasPrefix(b.files[name], []byte("<svg xmlns=")) || !bytes.Contains(b.files[name], []byte("</svg>")) {
					t.Errorf("%s: %s is no picture of its own", dir, name)
				}
			}
		}
	}
}
