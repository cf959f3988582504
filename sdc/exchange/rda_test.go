// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

func TestMicrodataAreReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		separator := rapid.SampledFrom([]string{"", ";", ",", "\t"}).Draw(t, "separator")
		also := ""
		if separator != "" {
			also = `"` + separator
		}
		table, l, rows := drawn(t, rapid.Bool().Draw(t, "magnitude"), also)
		if table.Magnitude() && rapid.Bool().Draw(t, "ratio") {
			l.Statistic, l.SecondDecimals, l.FigureDecimals = sdc.StatisticRatio, 1, 2
			for i := range rows {
				rows[i].Second = rapid.Int64Range(0, 50).Draw(t, "second")
			}
			table = fromRows(t, l, rows)
		}
		if l.Weighted = rapid.Bool().Draw(t, "weighted"); l.Weighted {
			l.WeightDecimals = 1
			for i := range rows {
				rows[i].Weight = rapid.Int64Range(0, 50).Draw(t, "weight")
			}
			table = fromRows(t, l, rows)
		}
		var b bytes.Buffer
		made, err := exchange.WriteMicrodata(&b, l, yielding(rows), exchange.MicrodataWriting{Separator: separator, Holding: "enterprise"})
		if err != nil {
			t.Fatal(err)
		}
		meta := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteRDA(b, made.Metadata) })
		m, err := exchange.ReadRDA(bytes.NewReader(meta), "t.rda")
		if err != nil {
			t.Fatalf("%v\n%s", err, meta)
		}
		if d := cmp.Diff(made.Metadata.Variables, m.Variables, cmpopts.IgnoreFields(exchange.Described{}, "Line"), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("the metadata are read otherwise (-want +got):\n%s\n%s", d, meta)
		}
		how := exchange.Tabulation{Dimensions: names(table), Lists: map[string]*sdc.Dimension{}}
		for _, d := range table.Dimensions() { // flat ones too: codes that no row has would be lost
			how.Lists[d.Name()] = d
		}
		for file, d := range made.Lists {
			list := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteHRC(b, d, exchange.HRC{}) })
			got, err := exchange.ReadHRC(bytes.NewReader(list), exchange.HRC{Source: file, Name: d.Name(), Total: d.Total()})
			if err != nil {
				t.Fatal(err)
			}
			how.Lists[d.Name()] = got
		}
		if table.Magnitude() {
			how.Value = "value"
		}
		if l.Statistic == sdc.StatisticRatio {
			how.Second = "second"
		}
		layout, err := m.Layout(how)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sdc.FromRows(layout, m.Rows(bytes.NewReader(b.Bytes()), "t.asc", how))
		if err != nil {
			t.Fatalf("%v\n%s%s", err, meta, b.Bytes())
		}
		sameTable(t, got, table)
		for c := range table.Cells() {
			g, _ := got.Lower(c)
			if w, _ := table.Lower(c); g != w {
				t.Fatalf("the cell %v is divided by %d, want %d", table.Codes(c), g, w)
			}
			if g, w := got.Contributors("enterprise", c), table.Contributors("enterprise", c); g != w {
				t.Fatalf("the cell %v has %d enterprises, want %d", table.Codes(c), g, w)
			}
		}
	})
}

func fromRows(t rapid.TB, l sdc.Layout, rows []sdc.Row) *sdc.Table {
	table, err := sdc.FromRows(l, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestRecordsOfAHoldingStandTogether(t *testing.T) {
	t.Parallel()
	l := sdc.Layout{ByUnit: true, Levels: []string{"firm", "group"}, Variables: []sdc.Variable{{Name: "industry", Levels: 2, Total: "All"}}}
	rows := []sdc.Row{{Codes: []string{"A", "A1"}, Unit: "1", Levels: []string{"f2", "g"}}, {Codes: []string{"A", "A2"}, Unit: "2", Levels: []string{"f1", "g"}}, {Codes: []string{"B", "B"}, Unit: "3", Levels: []string{"f2", "g"}}}
	var b bytes.Buffer
	_, err := exchange.WriteMicrodata(&b, l, yielding(rows), exchange.MicrodataWriting{})
	wantProblem(t, err, "one kind of holding, and there are unit, firm, group (choose one)")
	made, err := exchange.WriteMicrodata(&b, l, yielding(rows), exchange.MicrodataWriting{Separator: ";", Holding: "firm"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "A2;f1\nA1;f2\nB;f2\n"; b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	if d := made.Lists["industry.hrc"]; d == nil || d.Parent("A1") != "A" || d.Parent("B") != "All" {
		t.Error("the code list is not that of the rows")
	}
}

func TestMetadataOfOtherToolsAreRead(t *testing.T) {
	t.Parallel()
	meta, err := os.ReadFile("testdata/fixed.rda")
	if err != nil {
		t.Fatal(err)
	}
	m, err := exchange.ReadRDA(bytes.NewReader(meta), "fixed.rda")
	if err != nil {
		t.Fatal(err)
	}
	want := []exchange.Described{
		{Name: "YEAR", Start: 1, Width: 2, Missing: []string{"99"}, Recodeable: true},
		{Name: "Industry", Start: 4, Width: 3, Missing: []string{"999"}, Recodeable: true, Hierarchical: true, Levels: []int{1, 2, 0, 0}, Distance: []int{1, 3, 5}},
		{Name: "Region", Start: 8, Width: 2, Missing: []string{"99"}, Recodeable: true, Hierarchical: true, CodeList: "region.cdl", CodeFile: "region.hrc", Lead: "@"},
		{Name: "Wgt", Start: 11, Width: 4, Missing: []string{"9999"}, Numeric: true, Decimals: 1, Weight: true},
		{Name: "Turnover", Start: 16, Width: 7, Missing: []string{"9999999"}, Numeric: true, Decimals: 2},
		{Name: "Asked", Start: 24, Width: 1, Request: []string{"1", "2"}},
		{Name: "entgroup", Start: 26, Width: 3, Holding: true},
	}
	if d := cmp.Diff(want, m.Variables, cmpopts.IgnoreFields(exchange.Described{}, "Line"), cmpopts.EquateEmpty()); d != "" {
		t.Fatalf("the metadata are others (-want +got):\n%s", d)
	}
	list, err := os.ReadFile("testdata/region.hrc")
	if err != nil {
		t.Fatal(err)
	}
	region, err := exchange.ReadHRC(bytes.NewReader(list), exchange.HRC{Name: "Region", Lead: m.Variables[2].Lead})
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/fixed.asc")
	if err != nil {
		t.Fatal(err)
	}
	how := exchange.Tabulation{Dimensions: []string{"Industry", "YEAR"}, Value: "Turnover"}
	layout, err := m.Layout(how)
	if err != nil {
		t.Fatal(err)
	}
	table, err := sdc.FromRows(layout, m.Rows(bytes.NewReader(data), "fixed.asc", how))
	if err != nil {
		t.Fatal(err)
	}
	c, err := table.Cell("1", "26")
	if err != nil || table.Units(c) != 3 || table.Contributors("entgroup", c) != 2 || sdc.FormatNumber(table.Value(c), table.Decimals()) != "255.750" {
		t.Errorf("the cell has %d units of %d holdings and %s (%v)", table.Units(c), table.Contributors("entgroup", c), sdc.FormatNumber(table.Value(c), table.Decimals()), err)
	}
	if _, err := m.Layout(exchange.Tabulation{Dimensions: []string{"Region"}}); err == nil || !strings.Contains(err.Error(), "the code list \"region.hrc\" was not given") {
		t.Errorf("a missing code list is passed over: %v", err)
	}
	how = exchange.Tabulation{Dimensions: []string{"Region"}, Lists: map[string]*sdc.Dimension{"Region": region}}
	if layout, err = m.Layout(how); err != nil {
		t.Fatal(err)
	}
	if _, err = sdc.FromRows(layout, m.Rows(bytes.NewReader(data), "fixed.asc", how)); err == nil {
		t.Error("a region that is not in the list is passed over")
	}
	if by, err := m.AskedBy(bytes.NewReader(data), "fixed.asc", 2); err != nil || !slices.Equal(by, []string{"g2"}) {
		t.Errorf("protection by the second value was asked for by %v (%v)", by, err)
	}
	var asked []int
	for n, err := range m.Requested(bytes.NewReader(data), "fixed.asc") {
		if err != nil {
			t.Fatal(err)
		}
		asked = append(asked, n)
	}
	if !slices.Equal(asked, []int{0, 1, 2, 0}) {
		t.Errorf("protection was asked for by %v", asked)
	}
}

func TestReadySumsOfOtherToolsAreRead(t *testing.T) {
	t.Parallel()
	meta, err := os.ReadFile("testdata/sums.rda")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/sums.tab")
	if err != nil {
		t.Fatal(err)
	}
	m, err := exchange.ReadRDA(bytes.NewReader(meta), "sums.rda")
	if err != nil {
		t.Fatal(err)
	}
	if m.Safe != "s" || m.Unsafe != "u" || m.Protect != "p" {
		t.Errorf("the words of the status are %q, %q and %q", m.Safe, m.Unsafe, m.Protect)
	}
	a, err := m.ReadCells(bytes.NewReader(data), exchange.Reading{Source: "sums.tab", Value: "Turnover"})
	if err != nil {
		t.Fatal(err)
	}
	table, err := a.Table()
	if err != nil {
		t.Fatal(err)
	}
	c, err := table.Cell("A", "Tot")
	if err != nil || table.Units(c) != 5 || table.Value(c) != 7050 || fmt.Sprint(table.Largest(sdc.UnitLevel, c)) != "[5000 1000]" {
		t.Errorf("the cell has %d units, %d, and %v (%v)", table.Units(c), table.Value(c), table.Largest(sdc.UnitLevel, c), err)
	}
	if f := a.Flag("A2", "x"); f != "u" {
		t.Errorf("the status is %q", f)
	}
	v, err := table.Evaluate(sdc.Rules{Dominance: []sdc.Dominance{{N: 1, K: sdc.Whole(70)}}})
	if err != nil || len(v.Findings(c)) != 1 {
		t.Errorf("the largest contributions are not asked: %v", err)
	}
	_, err = m.ReadCells(bytes.NewReader(data), exchange.Reading{Source: "sums.tab", Value: "Top1x"})
	wantProblem(t, err, "column Top1x: there is no such variable with <NUMERIC>")
}

func TestMetadataThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, in, want string }{
		{"an empty file", "\n", "no variable is described"},
		{"no position", "Region\n", "row 1: column Region: the variable has no position and width"},
		{"a position that is none", "Region x 2\n", "row 1: column Region: \"x\" is no position"},
		{"a position of nought", "Region 0 2\n", "row 1: column Region: 0 is no position"},
		{"twice", "A 1 2\nA 3 4\n", "row 2: column A: the variable stands twice"},
		{"a keyword that nobody knows", "A 1 2\n<RECODABEL>\n", "row 2: column A: <RECODABEL> is not known"},
		{"a keyword that is not closed", "A 1 2\n<NUMERIC\n", "row 2: a keyword is to stand in angle brackets"},
		{"a keyword before variables", "<NUMERIC>\nA 1 2\n", "row 1: <NUMERIC> stands before any variable"},
		{"decimals that are too many", "A 1 2\n<NUMERIC> <DECIMALS> 40\n", "row 2: column A: \"40\" is no number of decimals"},
		{"levels that are none", "A 1 2\n<HIERLEVELS> 1 b\n", "row 2: column A: \"b\" is no number of characters"},
		{"levels of another width", "A 1 2\n<HIERLEVELS> 1 2\n", "row 1: column A: the levels have 3 characters and the codes 2"},
		{"two hierarchies", "A 1 2\n<HIERLEVELS> 1 1\n<HIERCODELIST> a.hrc\n", "row 1: column A: the hierarchy is given twice"},
		{"no hierarchy", "A 1 2\n<HIERARCHICAL>\n", "row 1: column A: the variable is hierarchical and its hierarchy is not given"},
		{"two weights", "A 1 2\n<WEIGHT>\nB 3 2\n<WEIGHT>\n", "row 3: column B: there is another variable with <WEIGHT>"},
		{"a separator of two characters", "<SEPARATOR> \"::\"\nA\n", "row 1: <SEPARATOR> has to be one character"},
		{"a separator that comes late", "A 1 2\n<SEPARATOR> \";\"\n", "row 2: <SEPARATOR> stands before all variables"},
		{"a file of another program", "<SPSS>\nA 1 2\n", "row 1: files of SPSS are not read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := exchange.ReadRDA(strings.NewReader(c.in), "t.rda")
			wantProblem(t, err, c.want)
		})
	}
}

func TestRecordsThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	fixed := "A 1 2\n<RECODEABLE>\n<HIERLEVELS> 1 1\nV 4 5 99999\n<NUMERIC>\nH 10 2\n<HOLDING>\n"
	free := "<SEPARATOR> \";\"\nA 2\n<RECODEABLE>\nV 5 99999\n<NUMERIC>\n"
	for _, c := range []struct{ name, meta, in, want string }{
		{"a short line", fixed, "A1    12 h1\nA1\n", "row 2: column V: the line has 2 characters, and the variable begins at 4"},
		{"a code of another length", fixed, "A     12 h1\n", "row 1: column A: the code has 1 characters, and its levels make 2"},
		{"a missing value", fixed, "A1 99999 h1\n", "row 1: column V: is a missing value"},
		{"no number", fixed, "A1    x  h1\n", "row 1: column V: is not a number"},
		{"no holding", fixed, "A1    12   \n", "row 1: column H: is empty"},
		{"another number of entries", free, "A;1\nA;1;2\n", "row 2: there are 3 entries, and 2 variables are described"},
		{"no code", free, ";1\n", "row 1: column A: is empty"},
		{"nothing", free, "", "there are no rows"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m, err := exchange.ReadRDA(strings.NewReader(c.meta), "t.rda")
			if err != nil {
				t.Fatal(err)
			}
			how := exchange.Tabulation{Dimensions: []string{"A"}, Value: "V"}
			l, err := m.Layout(how)
			if err != nil {
				t.Fatal(err)
			}
			_, err = sdc.FromRows(l, m.Rows(strings.NewReader(c.in), "t.asc", how))
			wantProblem(t, err, c.want)
		})
	}
}
