// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/sdc"
)

const specText = `
unit: unit
levels-of-protection: [enterprise]
dimensions:
  - {name: industry, levels: [ind1, ind2], total: Total}
  - {name: region, column: region, hierarchy: regions.csv, missing: U, groups: [{code: Coast, members: [S, W]}]}
value: turnover
decimals: 1
rules: {minimum-units: 2, row-minimum: 3, row-of: [industry], dominance: [{n: 1, k: 75}, {n: 2, k: 92.5}], p-percent: 10, pq: {p: 10, q: 80}, ties: sensitive, fresh-months: 15, public-after-years: 25}
reference-date: 2025-12-31
publication-date: 2026-06-01
secondary: {singletons: true, unions: true, zeros: protect, cost: units, interval: 0.10}
`

// TestASpecificationSaysEverything reads all rules with their numbers.
//
// Keeps: TK-196, TK-197, TK-198, TK-199, TK-255, TK-259
func TestASpecificationSaysEverything(t *testing.T) {
	t.Parallel()
	s, err := Read(strings.NewReader(specText), "table.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.rules()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Dominance) != 2 || r.Dominance[1].K.String() != "92.5" || r.TiesSafe || r.Fresh.Months != 15 || r.Fresh.Reference.Year() != 2025 || len(r.PQ) != 1 {
		t.Errorf("the rules are misread: %+v", r)
	}
	p, err := s.protection()
	if err != nil {
		t.Fatal(err)
	}
	if !p.Singletons || !p.Unions || p.Zeros != sdc.ZerosProtect || p.Cost != sdc.CostUnits || p.Interval != sdc.Whole(10) {
		t.Errorf("the protection is misread: %+v", p)
	}
	fsys := fstest.MapFS{"regions.csv": {Data: []byte("code,parent\nN,\nS,\nW,\nU,\n")}}
	var rows strings.Builder
	rows.WriteString("unit,enterprise,ind1,ind2,region,turnover\n")
	for i := range 200 {
		fmt.Fprintf(&rows, "%d,e%d,A,A%d,%s,%d.5\n", i, i/2, i%4, []string{"N", "S", "W", ""}[i%7%4], 10+i*i%97)
	}
	o, err := s.Protect(fsys, strings.NewReader(rows.String()), "rows.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := o.Files(Options{})
	if err != nil || len(files) != 5 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	cert, err := sdc.ReadCertificate(strings.NewReader(string(files[CertificateFile])))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sdc.Verify(cert); err != nil {
		t.Error(err)
	}
	published := string(files[PublishedFile])
	if err := CheckPublished(cert, strings.NewReader(published), PublishedFile); err != nil {
		t.Error(err)
	}
	lines := strings.SplitAfter(published, "\n")
	for name, bad := range map[string]string{"a line less": strings.Join(lines[:len(lines)-2], ""), "a line twice": published + lines[1], "another heading": "x" + published, "nothing": ""} {
		if err := CheckPublished(cert, strings.NewReader(bad), PublishedFile); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
