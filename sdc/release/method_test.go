// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/sdc"
)

const regions = "code,parent\nCoast,\nS,Coast\nW,Coast\nInland,\nN,Inland\nE,Inland\n"

// firms are rows of a small invented table: turnover and staff by industry and region.
func firms() string {
	var b strings.Builder
	b.WriteString("unit,firm,ind1,ind2,code,region,turnover,staff\n")
	for i := range 240 {
		a := i % 3
		fmt.Fprintf(&b, "u%d,f%d,%c,%c%d,%c%d%d,%s,%d.%d,%d\n", i, i/2, 'A'+a, 'A'+a, i%2, 'A'+a, i%2, i%4, []string{"S", "W", "N", "E"}[i%23%4], 10+i*i%97, i%10, 1+i%7)
	}
	return b.String()
}

const firmsSpec = `
unit: unit
levels-of-protection: [firm]
dimensions:
  - {name: industry, levels: [ind1, ind2]}
  - {name: region, column: region, hierarchy: regions.csv}
`

func protectFirms(t testing.TB, more string) (*Outcome, map[string][]byte, error) {
	t.Helper()
	s, err := Read(strings.NewReader(firmsSpec+more), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	s.Chance = rand.NewPCG(1, 2)
	o, err := s.Protect(firmsFolder, strings.NewReader(firms()), "rows.csv", nil)
	if err != nil {
		return nil, nil, err
	}
	files, err := o.Files(Options{})
	return o, files, err
}

var firmsFolder = fstest.MapFS{"regions.csv": {Data: []byte(regions)}, "noise.key": {Data: []byte("0123456789abcdef")}, "short.key": {Data: []byte("0")}}

// attackFiles attacks what was published with its own list of codes.
func attackFiles(t testing.TB, o *Outcome, files map[string][]byte) *Attacked {
	t.Helper()
	a, err := Attack(o.Spec, firmsFolder, strings.NewReader(string(files[CodesFile])), strings.NewReader(string(files[PublishedFile])), PublishedFile)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestMethodsThatChangeFigures: nothing is hidden, no certificate is written,
// and what is said of totals is so.
//
// Keeps: TK-207, TK-208
func TestMethodsThatChangeFigures(t *testing.T) {
	t.Parallel()
	for method, additive := range map[string]bool{
		"{controlled-rounding: {base: 5}}":                        true,
		"{controlled-rounding: {base: 5, random: true}}":          true,
		"{small-count-rounding: {base: 3}}":                       true,
		"{rounding: {base: 5, how: nearest}}":                     false,
		"{rounding: {base: 6, how: midpoint}}":                    false,
		"{rounding: {base: 5, how: random}}":                      false,
		"{cell-key: {secret: noise.key, most: 3, variance: 1.5}}": false,
	} {
		o, files, err := protectFirms(t, "rules: {minimum-units: 5}\nmethod: "+method+"\n")
		if err != nil {
			t.Errorf("%s: %v", method, err)
			continue
		}
		if len(files[CertificateFile]) > 0 || o.Proof != nil || strings.Contains(string(files[PublishedFile]), Mark) {
			t.Errorf("%s: something is hidden or proved", method)
		}
		if got := o.Changed.Additive(); additive && !got {
			t.Errorf("%s: totals are not the sums of their parts", method)
		}
		if !additive && !strings.Contains(string(files[ReportFile]), "Totals are not the sums of their parts.") && !o.Changed.Additive() {
			t.Errorf("%s: the report does not say that totals are not sums", method)
		}
		if a := attackFiles(t, o, files); !a.Safe() {
			t.Errorf("%s: %v %v", method, a.Form, a.Sums)
		}
		if exposed := strings.Count(string(files[ReportFile]), "not protected by the changed figures</div>"); exposed != len(o.Exposed) {
			t.Errorf("%s: the report names %d exposed cells of %d", method, exposed, len(o.Exposed))
		}
		if !strings.Contains(string(files[TableFile]), "rules,lower,upper,published\n") || !strings.Contains(o.Summary(), "figures changed by ") {
			t.Errorf("%s: the checker is not told what is published", method)
		}
	}
}

func TestAChangedFigureThatDoesNotAddUpIsNoticed(t *testing.T) {
	t.Parallel()
	o, files, err := protectFirms(t, "rules: {minimum-units: 5}\nmethod: {controlled-rounding: {base: 5}}\n")
	if err != nil {
		t.Fatal(err)
	}
	files[PublishedFile] = []byte(strings.Replace(string(files[PublishedFile]), "Total,Total,240", "Total,Total,245", 1))
	if a := attackFiles(t, o, files); a.Safe() || len(a.Sums) == 0 {
		t.Error("it is not")
	}
	files[PublishedFile] = []byte(strings.Replace(string(files[PublishedFile]), "Total,Total,245", "Total,Total,..", 1))
	if a := attackFiles(t, o, files); a.Safe() || !strings.Contains(a.Form[0], "figures are changed and none is hidden") {
		t.Errorf("got %+v", a.Form)
	}
}

func TestMethodsThatCannotBe(t *testing.T) {
	t.Parallel()
	for more, want := range map[string]string{
		"method: {cell-key: {secret: nowhere.key, most: 3, variance: 1.5}}": "the secret: open nowhere.key",
		"method: {cell-key: {secret: short.key, most: 3, variance: 1.5}}":   "16",
		"method: {controlled-rounding: {base: 2.5}}":                        "has more decimals",
		"recode: [{dimension: region, merge: [S]}]":                         "merging takes at least two codes",
		"recode: [{dimension: shape, level: 1}]":                            "no such dimension",
	} {
		if _, _, err := protectFirms(t, more+"\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", more, err, want)
		}
	}
	for more, want := range map[string]string{
		"method: {}":                               "method names one method",
		"method: {rounding: {base: 5}}":            "method / rounding has no how",
		"method: {controlled-rounding: {base: 0}}": `"0" is no number above 0`,
		"method: {controlled-rounding: {base: 5}}\nsecondary: {unions: true}": "leave secondary out",
		"statistic: mean":                   "a statistic is made of a value",
		"value: turnover\nstatistic: ratio": "a ratio goes with a denominator",
		"figure-decimals: 1":                "name the statistic",
	} {
		if _, err := Read(strings.NewReader(firmsSpec+more+"\n"), "table.yaml"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", more, err, want)
		}
	}
	s, err := Read(strings.NewReader(firmsSpec+"method: {controlled-rounding: {base: 5, random: true}}\n"), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Protect(firmsFolder, strings.NewReader(firms()), "rows.csv", nil); err == nil || !strings.Contains(err.Error(), "chance") {
		t.Errorf("got %v", err)
	}
}

// TestMeansAndRatiosAreHiddenAsTheirSums reads what is published of them.
//
// Keeps: TK-194, TK-195
func TestMeansAndRatiosAreHiddenAsTheirSums(t *testing.T) {
	t.Parallel()
	sums, sumFiles, err := protectFirms(t, "value: turnover\ndecimals: 1\nrules: {minimum-units: 9}\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ more, column string }{
		{"statistic: mean\nfigure-decimals: 2\n", "mean"}, {"statistic: ratio\ndenominator: staff\nfigure-decimals: 2\n", "ratio"},
	} {
		o, files, err := protectFirms(t, "value: turnover\ndecimals: 1\nrules: {minimum-units: 9}\n"+c.more)
		if err != nil {
			t.Fatal(err)
		}
		published := string(files[PublishedFile])
		if !strings.HasPrefix(published, "industry,region,"+c.column+"\n") || strings.Count(published, Mark) < strings.Count(string(sumFiles[PublishedFile]), Mark) {
			t.Errorf("%s: more is published than of sums, of which %s:\n%s", c.column, sums.Summary(), published)
		}
		if a := attackFiles(t, o, files); !a.Safe() || !a.Figures {
			t.Errorf("%s: %v %v", c.column, a.Form, a.Follows)
		}
		cert, err := sdc.ReadCertificate(strings.NewReader(string(files[CertificateFile])))
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckPublished(cert, strings.NewReader(published), PublishedFile); err != nil {
			t.Error(err)
		}
		at := strings.Index(published, ",..\n")
		if at < 0 {
			t.Fatalf("%s: nothing is hidden", c.column)
		}
		opened := published[:at] + ",1.00\n" + published[at+4:]
		if err := CheckPublished(cert, strings.NewReader(opened), PublishedFile); err == nil {
			t.Errorf("%s: a hidden figure may be shown", c.column)
		}
	}
}

// TestMergedClassesHideLess merges two codes, takes a dimension to its coarser
// level, and leaves one out.
//
// Keeps: TK-205, TK-206
func TestMergedClassesHideLess(t *testing.T) {
	t.Parallel()
	const rules = "rules: {minimum-units: 9}\nsecondary: {singletons: true}\n"
	plain, _, err := protectFirms(t, rules)
	if err != nil {
		t.Fatal(err)
	}
	hidden := func(o *Outcome) int { return o.Pattern.Count(sdc.Primary) + o.Pattern.Count(sdc.Secondary) }
	if hidden(plain) == 0 {
		t.Fatal("nothing is hidden before")
	}
	for recode, line := range map[string]string{
		"[{dimension: region, level: 1}]":                                              "Total,Coast,",
		"[{dimension: region, drop: true}]":                                            "A,80\n",
		"[{dimension: industry, merge: [A, B], into: AB}]":                             "AB,Total,160",
		"[{dimension: industry, merge: [B, C], into: BC, within: {region: [Inland]}}]": "BC,Inland,",
	} {
		o, files, err := protectFirms(t, "recode: "+recode+"\n"+rules)
		if err != nil {
			t.Errorf("%s: %v", recode, err)
			continue
		}
		if hidden(o) >= hidden(plain) {
			t.Errorf("%s: %d cells are hidden, and %d without", recode, hidden(o), hidden(plain))
		}
		if !strings.Contains(string(files[PublishedFile]), line) {
			t.Errorf("%s: %q is not published:\n%s", recode, line, files[PublishedFile])
		}
		if a := attackFiles(t, o, files); len(a.Form) > 0 || len(a.Sums) > 0 {
			t.Errorf("%s: %v %v", recode, a.Form, a.Sums)
		}
		if strings.Contains(recode, "drop") {
			continue
		}
		if _, err := Attack(o.Spec, firmsFolder, nil, strings.NewReader(string(files[PublishedFile])), PublishedFile); err == nil || !strings.Contains(err.Error(), "the classes were changed") {
			t.Errorf("%s: got %v", recode, err)
		}
	}
}

// TestCodesByPrefixAndSumsReadyMade give the same table as columns and rows.
func TestCodesByPrefixAndSumsReadyMade(t *testing.T) {
	t.Parallel()
	const rules = "value: turnover\ndecimals: 1\nrules: {minimum-units: 9}\n"
	_, want, err := protectFirms(t, rules)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(strings.NewReader(strings.Replace(firmsSpec, "levels: [ind1, ind2]", "column: ind2, prefix: [1]", 1)+rules), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	o, err := s.Protect(firmsFolder, strings.NewReader(firms()), "rows.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := o.Files(Options{})
	if err != nil || string(got[PublishedFile]) != string(want[PublishedFile]) || string(got[CodesFile]) != string(want[CodesFile]) {
		t.Errorf("codes by prefix give another table (%v)\n%s\n%s", err, got[PublishedFile], want[PublishedFile])
	}
	table := string(got[TableFile])
	given := "dimensions:\n  - {name: industry, column: industry, prefix: [1]}\n  - {name: region, column: region, hierarchy: regions.csv}\nvalue: value\ndecimals: 1\ngiven: {count: count}\nrules: {minimum-units: 9}\n"
	if s, err = Read(strings.NewReader(given), "table.yaml"); err != nil {
		t.Fatal(err)
	}
	if o, err = s.Protect(firmsFolder, strings.NewReader(table), TableFile, nil); err != nil {
		t.Fatal(err)
	}
	if again, err := o.Files(Options{}); err != nil || len(again[CertificateFile]) == 0 || strings.Count(string(again[PublishedFile]), "\n") != strings.Count(string(want[PublishedFile]), "\n") {
		t.Errorf("sums give another table (%v)\n%s", err, again[PublishedFile])
	}
	for bad, want := range map[string]string{
		"":                                      "the file is empty",
		"industry,region,count\nA0,S,1\n":       "column value: there is no such column",
		"industry,region,count,value\nA0,S,x,1": "row 2: column count: is not a number",
		"industry,region,count,value\nA0,Q,1,1": "Q",
	} {
		if _, err = s.Protect(firmsFolder, strings.NewReader(bad), TableFile, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", bad, err, want)
		}
	}
}
