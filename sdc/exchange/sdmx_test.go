// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

func TestWhatIsWrittenAsSDMXIsReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawn(t, rapid.Bool().Draw(t, "magnitude"), "\"\n,é")
		p := protected(t, table, sdc.Rules{MinimumUnits: 3})
		o := exchange.Writing{SDMX1: rapid.Bool().Draw(t, "version 1"), Also: [][2]string{{"FREQ", "A"}, {"TIME_PERIOD", "2026"}}}
		how := exchange.Reading{Source: "t.csv", Hierarchies: map[string]*sdc.Dimension{}}
		for _, d := range table.Dimensions() {
			how.Hierarchies[d.Name()] = d
		}
		file := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteSDMX(b, p, o) })
		only := how
		only.ValuesOnly = true
		a, err := exchange.ReadSDMX(bytes.NewReader(file), only)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		values, _ := a.Published()
		if d := cmp.Diff(published(p), values); d != "" {
			t.Fatalf("what was published is read otherwise (-want +got):\n%s\n%s", d, file)
		}
		earlier := a.Earlier()
		for c := range table.Cells() {
			if hidden, known := earlier(table.Codes(c)); !known || hidden != p.Hidden(c) {
				t.Fatalf("the cell %v was hidden: %v, and is said to have been: %v", table.Codes(c), p.Hidden(c), hidden)
			}
		}

		file = wrote(t, func(b *bytes.Buffer) error { return exchange.WriteCheckerSDMX(b, p, nil, o) })
		if how.Units = "UNITS"; table.Magnitude() {
			how.Value = "OBS_VALUE"
		}
		a, err = exchange.ReadSDMX(bytes.NewReader(file), how)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		got, err := a.Table()
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		sameTable(t, got, table)
		for c := range table.Cells() {
			if f, want := a.Flag(table.Codes(c)...), map[sdc.Status]string{sdc.Published: "F", sdc.Primary: "C", sdc.Secondary: "D"}[p.Status(c)]; f != want {
				t.Fatalf("the cell %v has the flag %q, want %q", table.Codes(c), f, want)
			}
		}
	})
}

func TestSDMXHasItsColumns(t *testing.T) {
	t.Parallel()
	p := protected(t, example(t), sdc.Rules{MinimumUnits: 3})
	for _, c := range []struct {
		name  string
		write func(*bytes.Buffer) error
		want  []string
	}{
		{"2.0 for the world", func(b *bytes.Buffer) error { return exchange.WriteSDMX(b, p, exchange.Writing{}) },
			[]string{"STRUCTURE,STRUCTURE_ID,ACTION,region,sex,OBS_VALUE,OBS_STATUS,CONF_STATUS", "dataflow,SELF:TABLE(1.0),R,Total,Total,47,A,F", "dataflow,SELF:TABLE(1.0),R,N1,M,,Q,N"}},
		{"1.0 for the world", func(b *bytes.Buffer) error {
			return exchange.WriteSDMX(b, p, exchange.Writing{SDMX1: true, Agency: "EX", ID: "POP", Version: "2.1", Also: [][2]string{{"FREQ", "A"}}})
		}, []string{"DATAFLOW,FREQ,region,sex,OBS_VALUE,OBS_STATUS,CONF_STATUS", "EX:POP(2.1),A,Total,Total,47,A,F"}},
		{"for the checker", func(b *bytes.Buffer) error {
			return exchange.WriteCheckerSDMX(b, p, nil, exchange.Writing{Flags: exchange.FlagsDetailed})
		}, []string{"STRUCTURE,STRUCTURE_ID,ACTION,region,sex,OBS_VALUE,OBS_STATUS,CONF_STATUS,UNITS,RULES,LOWER,UPPER", "dataflow,SELF:TABLE(1.0),R,N1,M,1,Q,A,1,minimum-units 3 at unit,,"}},
		{"for the checker with letters of business statistics", func(b *bytes.Buffer) error {
			return exchange.WriteCheckerSDMX(b, p, nil, exchange.Writing{Flags: exchange.FlagsSBS})
		}, []string{"dataflow,SELF:TABLE(1.0),R,Total,Total,47,A,V,47,,47,47", "R,N1,M,1,Q,A,1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			file := string(wrote(t, c.write))
			for _, w := range c.want {
				if !strings.Contains(file, w) {
					t.Errorf("there is no %q in\n%s", w, file)
				}
			}
		})
	}
}

func TestConcentrationHasItsLetters(t *testing.T) {
	t.Parallel()
	share := func(s string) sdc.Percent {
		p, err := sdc.ParsePercent(s)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for _, c := range []struct {
		name          string
		rules         sdc.Rules
		detailed, sbs string
	}{
		{"dominance by one", sdc.Rules{Dominance: []sdc.Dominance{{N: 1, K: share("75")}}}, "O", "B"},
		{"dominance by two", sdc.Rules{Dominance: []sdc.Dominance{{N: 2, K: share("90")}}}, "T", "C"},
		{"p percent", sdc.Rules{PPercent: []sdc.PPercent{{P: share("10")}}}, "T", "C"},
		{"pq", sdc.Rules{PQ: []sdc.PQ{{P: share("10"), Q: share("50")}}}, "M", "C"},
		{"by hand", sdc.Rules{Forced: []sdc.Forced{{Codes: []string{"A"}}}}, "C", "A"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, err := sdc.NewDimension("a", "T", []sdc.Code{{Code: "A"}, {Code: "B"}, {Code: "C"}})
			if err != nil {
				t.Fatal(err)
			}
			var rows []sdc.Row
			for _, r := range []struct {
				code  string
				value int64
			}{{"A", 1000}, {"A", 1}, {"A", 1}, {"B", 50}, {"B", 50}, {"B", 50}, {"B", 50}, {"C", 300}, {"C", 300}, {"C", 300}, {"C", 300}} {
				rows = append(rows, sdc.Row{Codes: []string{r.code}, Value: r.value})
			}
			table, err := sdc.FromRows(sdc.Layout{Magnitude: true, Variables: []sdc.Variable{{Name: "a", Hierarchy: d}}}, yielding(rows))
			if err != nil {
				t.Fatal(err)
			}
			p := protected(t, table, c.rules)
			for flags, want := range map[exchange.Flags]string{exchange.FlagsPlain: "C", exchange.FlagsDetailed: c.detailed, exchange.FlagsSBS: c.sbs} {
				file := string(wrote(t, func(b *bytes.Buffer) error {
					return exchange.WriteCheckerSDMX(b, p, nil, exchange.Writing{Flags: flags})
				}))
				if !strings.Contains(file, ",A,1002,Q,"+want+",3,") {
					t.Errorf("the cell A has no %q in\n%s", want, file)
				}
				if !strings.Contains(file, ",Q,D,") {
					t.Errorf("no cell is secondary in\n%s", file)
				}
			}
		})
	}
}

func TestSDMXFilesThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	head := "STRUCTURE,STRUCTURE_ID,ACTION,A,B,OBS_VALUE,OBS_STATUS\n"
	row := func(a, b, v string) string { return "dataflow,X:Y(1.0),I," + a + "," + b + "," + v + ",A\n" }
	for _, c := range []struct {
		name, in string
		how      exchange.Reading
		want     string
	}{
		{"an empty file", "", exchange.Reading{}, "the file is empty"},
		{"a heading alone", head, exchange.Reading{Dimensions: []string{"A"}}, "which code is the total"},
		{"no SDMX", "a,b,count\n", exchange.Reading{}, "row 1: column a: the first column is neither DATAFLOW nor STRUCTURE"},
		{"a column twice", "DATAFLOW,A,A,OBS_VALUE\n", exchange.Reading{}, "row 1: column A: stands twice"},
		{"no value", "DATAFLOW,A\n", exchange.Reading{}, "row 1: column OBS_VALUE: there is no such column"},
		{"no dimension", "DATAFLOW,OBS_VALUE\n", exchange.Reading{}, "no column is a dimension"},
		{"an unknown dimension", head, exchange.Reading{Dimensions: []string{"C"}}, "column C: there is no such column"},
		{"sums without units", head, exchange.Reading{Value: "OBS_VALUE"}, "needs the number of units"},
		{"two tables", head + row("_T", "_T", "1") + "dataflow,X:Z(1.0),I,x,x,1,A\n", exchange.Reading{}, "row 3: column STRUCTURE: the file holds more than one table"},
		{"a line that deletes", head + "dataflow,X:Y(1.0),D,x,x,1,A\n", exchange.Reading{}, "row 2: column ACTION: the line deletes"},
		{"no number", head + row("_T", "_T", "1") + row("x", "y", "many"), exchange.Reading{}, "row 3: column OBS_VALUE: \"many\" is not a number"},
		{"decimals in a count", head + row("_T", "_T", "1") + row("x", "y", "1.5"), exchange.Reading{}, "row 3: column OBS_VALUE: \"1.5\" has more decimals"},
		{"a cell twice", head + row("_T", "_T", "1") + row("x", "y", "1") + row("x", "y", "1"), exchange.Reading{}, "row 4: the cell [x y] stands twice, first in row 3"},
		{"an empty code", head + row("_T", "", "1"), exchange.Reading{}, "row 2: column B: is empty"},
		{"no total", head + row("x", "y", "1") + row("z", "w", "2"), exchange.Reading{}, "column A: the file does not say which code is the total"},
		{"totals that do not add up", head + row("_T", "_T", "3") + row("x", "y", "1"), exchange.Reading{}, "row 2: the units of [_T _T] do not add up"},
		{"a hidden cell", head + row("_T", "_T", "3") + "dataflow,X:Y(1.0),I,x,y,,Q\n", exchange.Reading{}, "row 3: the cell [x y] has \"no value (status Q)\" instead of a number"},
		{"a short line", head + "dataflow,x\n", exchange.Reading{}, "row 2: wrong number of fields"},
		{"not UTF-8 and not closed", head + "\"\xff", exchange.Reading{}, "row "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.how.Source = "t.csv"
			a, err := exchange.ReadSDMX(strings.NewReader(c.in), c.how)
			if err == nil {
				_, err = a.Table()
			}
			wantProblem(t, err, c.want)
		})
	}
}

func TestSDMXWithLabelsAndSemicolonsIsRead(t *testing.T) {
	t.Parallel()
	in := "\ufeffSTRUCTURE[|];STRUCTURE_ID;ACTION;SERIES_KEY;OBS_KEY;SEX: Sukupuoli;AREA: Alue;TIME_PERIOD: Aika;N: Lukumäärä;OBS_VALUE: Arvo;OBS_STATUS: Tila\n" +
		"dataflow;X:Y(1.0): Keksitty;M;k;k;_T: Yhteensä;_T: Koko maa;2026: 2026;4;12,50;A: Tavallinen\n" +
		"dataflow;X:Y(1.0): Keksitty;M;k;k;M: Miehet;P: Pohjoinen: ylä;2026: 2026;1;2,50;A: Tavallinen\n" +
		"dataflow;X:Y(1.0): Keksitty;M;k;k;F: Naiset;E: Etelä;2026: 2026;3;10;A: Tavallinen\n"
	a, err := exchange.ReadSDMX(strings.NewReader(in), exchange.Reading{Source: "t.csv", Units: "N", Value: "OBS_VALUE"})
	if err != nil {
		t.Fatal(err)
	}
	table, err := a.Table()
	if err != nil {
		t.Fatal(err)
	}
	c, err := table.Cell("F", "_T")
	if err != nil || table.Units(c) != 3 || table.Value(c) != 1000 || table.Decimals() != 2 {
		t.Errorf("the cell F has %d units and %d with %d decimals (%v)", table.Units(c), table.Value(c), table.Decimals(), err)
	}
	if d := cmp.Diff([]string{"SEX", "AREA"}, a.Names); d != "" {
		t.Errorf("the dimensions are others: %s", d)
	}
	one, err := exchange.ReadSDMX(strings.NewReader(in), exchange.Reading{Source: "t.csv", Units: "N", Value: "OBS_VALUE", Choose: map[string]string{"AREA": "E"}, Totals: map[string]string{"SEX": ""}})
	if err != nil {
		t.Fatal(err)
	}
	if values, _ := one.Published(); len(values) != 1 || *values["F"] != "10" {
		t.Errorf("of one area there are %d cells", len(values))
	}
}

// Keeps: TK-106
func TestContributorsComeWithReadySums(t *testing.T) {
	t.Parallel()
	in := "DATAFLOW,A,OBS_VALUE,N,FIRMS,TOP1,TOP2\nX,_T,100,9,6,50,20\nX,a,60,5,2,50,5\nX,b,40,4,4,20,10\n"
	how := exchange.Reading{Source: "t.csv", Units: "N", Value: "OBS_VALUE", Levels: []string{"firm"}, Contributors: map[string]string{"firm": "FIRMS"}, Largest: map[string][]string{"firm": {"TOP1", "TOP2"}}}
	a, err := exchange.ReadSDMX(strings.NewReader(in), how)
	if err != nil {
		t.Fatal(err)
	}
	table, err := a.Table()
	if err != nil {
		t.Fatal(err)
	}
	c, err := table.Cell("a")
	if err != nil || table.Contributors("firm", c) != 2 {
		t.Errorf("there are %d firms (%v)", table.Contributors("firm", c), err)
	}
	v, err := table.Evaluate(sdc.Rules{MinimumUnits: 3})
	if err != nil || len(v.Findings(c)) != 1 || v.Findings(c)[0].Level != "firm" {
		t.Errorf("two firms are not too few: %v", err)
	}
	how.Levels = nil
	_, err = exchange.ReadSDMX(strings.NewReader(in), how)
	wantProblem(t, err, "column firm: this is none of the protection levels")
}
