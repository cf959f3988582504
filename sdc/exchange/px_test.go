// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

func TestWhatIsWrittenAsPXIsReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawn(t, rapid.Bool().Draw(t, "magnitude"), "")
		p := protected(t, table, sdc.Rules{MinimumUnits: 3})
		o := exchange.Writing{Charset: rapid.SampledFrom([]string{"", "iso-8859-1", "iso-8859-15", "windows-1252"}).Draw(t, "charset")}
		if rapid.Bool().Draw(t, "words") {
			d := table.Dimensions()[0]
			o.Languages = []string{"fi", "sv"}
			o.Texts = map[string]exchange.Texts{
				"fi": {Title: "Väestö ja työ", Note: strings.Repeat("Pitkä huomautus, ", 40), Variables: map[string]string{d.Name(): "Ikä"}, Values: map[string]map[string]string{d.Name(): {d.Total(): "Yhteensä"}}},
				"sv": {Title: "Befolkning", Variables: map[string]string{d.Name(): "Ålder"}},
			}
		}
		if rapid.Bool().Draw(t, "heading") {
			o.Heading = []string{table.Dimensions()[0].Name()}
		}
		file := wrote(t, func(b *bytes.Buffer) error { return exchange.WritePX(b, p, o) })
		a, err := exchange.ReadPX(bytes.NewReader(file), exchange.Reading{Source: "t.px", ValuesOnly: true, Dimensions: names(table)})
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		values, _ := a.Published()
		if d := cmp.Diff(published(p), values); d != "" {
			t.Fatalf("what was published is read otherwise (-want +got):\n%s\n%s", d, file)
		}
		byName := map[string]*sdc.Dimension{}
		for _, d := range hierarchies(a) {
			byName[d.Name()] = d
		}
		for _, d := range table.Dimensions() {
			sameTrees(t, []*sdc.Dimension{byName[d.Name()]}, []*sdc.Dimension{d})
		}
	})
}

func names(t *sdc.Table) (out []string) {
	for _, d := range t.Dimensions() {
		out = append(out, d.Name())
	}
	return out
}

func TestCountsFromPXMakeTheSameTable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawn(t, false, "")
		p := protected(t, table, sdc.Rules{})
		file := wrote(t, func(b *bytes.Buffer) error { return exchange.WritePX(b, p, exchange.Writing{}) })
		a, err := exchange.ReadPX(bytes.NewReader(file), exchange.Reading{Source: "t.px"})
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.Table()
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		sameTable(t, got, table)
	})
}

func TestPXFilesOfOfficesAreRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		how        exchange.Reading
		cell       []string
		units      int64
		value      int64
	}{
		{"counts with a hierarchy, two languages and Latin letters", "population.px", exchange.Reading{}, []string{"SSS", "T"}, 61, 61},
		{"a part of it", "population.px", exchange.Reading{}, []string{"MK1", "2"}, 11, 11},
		{"units and sums in a contents variable, one year chosen", "turnover.px", exchange.Reading{Units: "n", Value: "eur", Choose: map[string]string{"Year": "2026"}}, []string{"TOT"}, 9, 1250},
		{"keys before the cells", "keys.px", exchange.Reading{Totals: map[string]string{"region": "0"}}, []string{"2", "_T"}, 7, 7},
		{"written for DOS", "dos.px", exchange.Reading{Totals: map[string]string{"Län": ""}}, []string{"Östergötland"}, 4, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile("testdata/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			c.how.Source = c.file
			if c.file == "keys.px" {
				c.how.Totals["sex"] = ""
			}
			a, err := exchange.ReadPX(bytes.NewReader(b), c.how)
			if err != nil {
				t.Fatal(err)
			}
			table, err := a.Table()
			if err != nil {
				t.Fatal(err)
			}
			at, err := table.Cell(c.cell...)
			if err != nil {
				t.Fatal(err)
			}
			if table.Units(at) != c.units || table.Value(at) != c.value {
				t.Errorf("got %d and %d, want %d and %d", table.Units(at), table.Value(at), c.units, c.value)
			}
		})
	}
}

const smallPX = `CHARSET="Unicode";
AXIS-VERSION="2013";
CODEPAGE="utf-8";
DECIMALS=0;
STUB="a";
HEADING="b";
VALUES("a")="All","One","Two";
CODES("a")="T","1","2";
VALUES("b")="All","x","y";
CODES("b")="T","x","y";
ELIMINATION("a")="All";
ELIMINATION("b")="All";
DATA=
9 4 5
4 1 3
5 3 2 ;
`

func TestPXFilesThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, from, to, want string }{
		{"no semicolon", `CODES("a")="T","1","2";`, `CODES("a")="T","1","2"`, "row 8"},
		{"an open quotation mark", `"All","x","y"`, `"All","x,"y"`, "row "},
		{"no variables", "STUB=\"a\";\nHEADING=\"b\";\n", "", "there is neither STUB nor HEADING"},
		{"a variable without values", `VALUES("b")="All","x","y";`, "", "column b: there is no VALUES"},
		{"more codes than values", `CODES("a")="T","1","2"`, `CODES("a")="T","1"`, "row 8: column a: there are 2 codes and 3 values"},
		{"a code twice", `CODES("a")="T","1","2"`, `CODES("a")="T","1","1"`, "row 8: column a: the code \"1\" is empty or stands twice"},
		{"too few cells", "5 3 2 ;", "5 3 ;", "there are 8 cells, and the variables make 9"},
		{"too many cells", "5 3 2 ;", "5 3 2 1 ;", "row 16: column DATA: there are more than the 9 cells"},
		{"no data", "DATA=\n9 4 5\n4 1 3\n5 3 2 ;", "", "there is no DATA"},
		{"no number", "5 3 2 ;", "5 3 NaN ;", "row 16: \"NaN\" is not a number"},
		{"a text for a number", "5 3 2 ;", `5 3 "two" ;`, "row 16: column DATA: \"two\" is neither a number nor one to six dots nor a dash"},
		{"totals that do not add up", "9 4 5", "9 4 6", "row 14: the units of [T y] do not add up"},
		{"a hidden cell", "5 3 2 ;", `5 3 ".." ;`, "row 16: the cell [2 y] has \"..\" instead of a number"},
		{"no total is named", `ELIMINATION("a")="All";`, "", "column a: the file does not say which code is the total"},
		{"decimals that are none", "DECIMALS=0", "DECIMALS=many", "row 4: column DECIMALS"},
		{"sums without units", "DECIMALS=0", "DECIMALS=2", "not how many units they are of"},
		{"a keyword twice", `STUB="a";`, `STUB="a";STUB="a";`, "row 5: column STUB: stands twice, first in row 5"},
		{"a character set that nobody knows", `CODEPAGE="utf-8"`, `CODEPAGE="ebcdic"`, "the character set \"ebcdic\" is not known"},
		{"a hierarchy with a second root", "DATA=", `HIERARCHIES("a")="T","T":"1","2";` + "\nDATA=", "row 13: column a: HIERARCHIES has a second root, \"2\""},
		{"a code outside of the hierarchy", "DATA=", `HIERARCHIES("a")="T","T":"1";` + "\nDATA=", "the code \"2\" is not in HIERARCHIES"},
		{"a cycle", "DATA=", `HIERARCHIES("a")="T","1":"2","2":"1";` + "\nDATA=", "by its parents, a part of itself"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(smallPX, c.from, c.to, 1)
			if text == smallPX {
				t.Fatal("the file was not changed")
			}
			a, err := exchange.ReadPX(strings.NewReader(text), exchange.Reading{Source: "t.px"})
			if err == nil {
				_, err = a.Table()
			}
			wantProblem(t, err, c.want)
		})
	}
}

func TestAPXFileOfAHundredBytesCannotClaimABillionCells(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`STUB="a","b","c","d";`)
	for _, v := range []string{"a", "b", "c", "d"} {
		b.WriteString(`VALUES("` + v + `")="1"`)
		for i := range 180 {
			b.WriteString(`,"x` + strings.Repeat("y", i) + `"`)
		}
		b.WriteString(";")
	}
	b.WriteString("DATA=1 2 3;")
	_, err := exchange.ReadPX(strings.NewReader(b.String()), exchange.Reading{Source: "t.px"})
	wantProblem(t, err, "the file claims more than")
	_, err = exchange.ReadPX(strings.NewReader(strings.Replace(smallPX, "9 4 5\n4 1 3\n5 3 2 ;", "1;", 1)), exchange.Reading{Source: "t.px"})
	wantProblem(t, err, "the variables make 9 cells, and only")
}

func TestPXWritesWhatItCanHold(t *testing.T) {
	t.Parallel()
	d, err := sdc.NewDimension("a", "T", []sdc.Code{{Code: `x"y`}, {Code: "ł"}})
	if err != nil {
		t.Fatal(err)
	}
	rows := []sdc.Row{{Codes: []string{`x"y`}}, {Codes: []string{"ł"}}}
	table, err := sdc.FromRows(sdc.Layout{Variables: []sdc.Variable{{Name: "a", Hierarchy: d}}}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	p := protected(t, table, sdc.Rules{})
	var b bytes.Buffer
	wantProblem(t, exchange.WritePX(&b, p, exchange.Writing{}), "PX cannot hold the quotation mark")
	wantProblem(t, exchange.WritePX(&b, p, exchange.Writing{Heading: []string{"b"}}), "the heading names what is no dimension")
	if b.Len() > 0 {
		t.Error("something was written before the error")
	}
	d, err = sdc.NewDimension("a", "T", []sdc.Code{{Code: "ł"}})
	if err != nil {
		t.Fatal(err)
	}
	if table, err = sdc.FromRows(sdc.Layout{Variables: []sdc.Variable{{Name: "a", Hierarchy: d}}}, yielding(rows[1:])); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, exchange.WritePX(&b, protected(t, table, sdc.Rules{}), exchange.Writing{Charset: "iso-8859-1"}), "the character 'ł' cannot be written in iso-8859-1")
}

func TestPXHasItsMandatoryKeywordsInOrder(t *testing.T) {
	t.Parallel()
	table := example(t)
	file := string(wrote(t, func(b *bytes.Buffer) error {
		return exchange.WritePX(b, protected(t, table, sdc.Rules{MinimumUnits: 3}), exchange.Writing{ID: "EX1", Created: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)})
	}))
	at := 0
	for _, want := range []string{"CHARSET=\"Unicode\";\n", "AXIS-VERSION=\"2013\";\n", "CODEPAGE=\"utf-8\";\n", "LANGUAGE=\"en\";\n", "CREATION-DATE=\"20261122 08:30\";\n", "DECIMALS=0;\n", "SHOWDECIMALS=0;\n",
		"MATRIX=\"EX1\";\n", "SUBJECT-CODE=", "SUBJECT-AREA=", "TITLE=\"count: region, sex\";\n", "CONTENTS=\"count\";\n", "UNITS=", "STUB=\"region\";\n", "HEADING=\"sex\";\n", "VALUES(\"region\")=",
		"DATASYMBOL2=\"Hidden to protect those whom the data are about\";\n", "CODES(\"region\")=", "ELIMINATION(\"region\")=\"Total\";\n", "HIERARCHIES(\"region\")=\"Total\",\n\"Total\":\"North\"", "DATA=\n"} {
		i := strings.Index(file[at:], want)
		if i < 0 {
			t.Fatalf("there is no %q after the first %d characters of\n%s", want, at, file)
		}
		at += i
	}
}
