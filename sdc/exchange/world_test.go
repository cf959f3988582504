// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

// worlds are the formats that the world gets.
func worlds() (out []exchange.Format) {
	for _, f := range exchange.Formats() {
		if f.World != nil {
			out = append(out, f)
		}
	}
	return out
}

// The same cells are hidden, once because the rules hold some of them for
// sensitive and the others protect these, once because all of them are sensitive:
// not one byte may differ.
//
// Keeps: TK-201, TK-257
func TestTheWorldCannotTellSensitiveCellsFromThoseThatProtectThem(t *testing.T) {
	t.Parallel()
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawn(t, rapid.Bool().Draw(t, "magnitude"), "")
		p := protected(t, table, sdc.Rules{MinimumUnits: 3})
		if p.Count(sdc.Secondary) == 0 {
			return
		}
		other := p
		for range 5 { // all hidden cells sensitive; if that hides more, those too
			other = swapped(t, other)
			if other.Count(sdc.Secondary) == 0 {
				break
			}
		}
		if other.Count(sdc.Secondary) > 0 {
			return
		}
		if p = frozen(t, other, p); p == nil {
			return
		}
		compared++
		for _, f := range worlds() {
			one := wrote(t, func(b *bytes.Buffer) error { return f.World(b, p, exchange.Writing{}) })
			two := wrote(t, func(b *bytes.Buffer) error { return f.World(b, other, exchange.Writing{}) })
			if !bytes.Equal(one, two) {
				t.Fatalf("%s differs where only the reasons do", f.Name)
			}
		}
	})
	if compared < 10 {
		t.Errorf("only %d tables were compared", compared)
	}
}

// swapped makes every hidden cell sensitive.
func swapped(t rapid.TB, p *sdc.Pattern) *sdc.Pattern {
	var forced []sdc.Forced
	for c := range p.Table().Cells() {
		if p.Hidden(c) {
			forced = append(forced, sdc.Forced{Codes: p.Table().Codes(c)})
		}
	}
	return protected(t, p.Table(), sdc.Rules{Forced: forced})
}

// frozen gives a pattern in which what other hides is hidden too, the cells of p
// that are sensitive as sensitive ones and the rest as cells that protect them;
// nil when there is no such pattern.
func frozen(t rapid.TB, other, p *sdc.Pattern) *sdc.Pattern {
	table := p.Table()
	var forced []sdc.Forced
	for c := range table.Cells() {
		if !other.Hidden(c) || p.Status(c) == sdc.Primary {
			forced = append(forced, sdc.Forced{Codes: table.Codes(c), Publish: !other.Hidden(c)})
		}
	}
	v, err := table.Evaluate(sdc.Rules{Forced: forced})
	if err != nil {
		t.Fatal(err)
	}
	out, err := v.Suppress(sdc.Protection{Earlier: func(codes []string) (bool, bool) { return true, true }})
	if err != nil || out.Count(sdc.Secondary) == 0 {
		return nil
	}
	for c := range table.Cells() {
		if out.Hidden(c) != other.Hidden(c) {
			return nil
		}
	}
	return out
}

// telling is a table of sums in which every number that must not be told is one
// that stands nowhere else.
func telling(t testing.TB) (*sdc.Pattern, []string) {
	t.Helper()
	d, err := sdc.NewDimension("industry", "Total", []sdc.Code{{Code: "A"}, {Code: "B"}, {Code: "C"}})
	if err != nil {
		t.Fatal(err)
	}
	var rows []sdc.Row
	add := func(code string, values ...int64) {
		for _, v := range values {
			rows = append(rows, sdc.Row{Line: len(rows) + 2, Codes: []string{code}, Unit: fmt.Sprintf("secretunit%d", len(rows)), Levels: []string{fmt.Sprintf("secretfirm%d", len(rows))}, Value: v})
		}
	}
	add("A", 7391827, 1)
	add("B", 4638291, 2, 3)
	add("C", 30000001, 30000002, 30000003, 30000004, 30000005, 30000006, 30000007)
	table, err := sdc.FromRows(sdc.Layout{ByUnit: true, Levels: []string{"firm"}, Magnitude: true, Variables: []sdc.Variable{{Name: "industry", Hierarchy: d}}}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	p := protected(t, table, sdc.Rules{MinimumUnits: 3})
	if p.Count(sdc.Primary) != 1 || p.Count(sdc.Secondary) != 1 {
		t.Fatalf("%d sensitive cells and %d others, want one of each", p.Count(sdc.Primary), p.Count(sdc.Secondary))
	}
	return p, []string{"7391827", "7391828", "4638291", "4638296", "30000001", "30000007", "secret", "primary", "secondary", "minimum", "sensitive", "threshold"}
}

func TestTheWorldIsNotToldWhatNoCellSays(t *testing.T) {
	t.Parallel()
	p, secrets := telling(t)
	for _, f := range worlds() {
		file := wrote(t, func(b *bytes.Buffer) error { return f.World(b, p, exchange.Writing{}) })
		parts := map[string]string{f.Name: string(file)}
		if f.Name == exchange.XLSX {
			parts = unzipped(t, file)
		}
		all := ""
		for name, text := range parts {
			all += text
			for _, s := range secrets {
				if strings.Contains(strings.ToLower(text), s) {
					t.Errorf("%s tells %q", name, s)
				}
			}
			if strings.Contains(name, "comment") || strings.Contains(name, "sharedStrings") && strings.Contains(text, "<si>") {
				t.Errorf("there is a part %s: %s", name, text)
			}
		}
		if !strings.Contains(all, "210000028") {
			t.Errorf("%s does not hold what is published", f.Name)
		}
	}
}

// unzipped gives the parts of a workbook.
func unzipped(t testing.TB, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{"remark on the archive": z.Comment}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name+f.Comment+string(f.Extra)] = string(b)
	}
	return out
}

func TestTheSameTableIsTheSameBytes(t *testing.T) {
	t.Parallel()
	p, _ := telling(t)
	proof, err := protected(t, p.Table(), sdc.Rules{MinimumUnits: 3}).Prove(sdc.Effort{Full: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range exchange.Formats() {
		write := func(b *bytes.Buffer) error {
			if f.World != nil {
				if err := f.World(b, p, exchange.Writing{}); err != nil {
					return err
				}
			}
			if f.Checker != nil {
				return f.Checker(b, proof.Pattern, proof, exchange.Writing{})
			}
			return nil
		}
		first := wrote(t, write)
		for range 3 {
			if again := wrote(t, write); !bytes.Equal(first, again) {
				t.Errorf("%s is written otherwise each time", f.Name)
			}
		}
	}
}

func TestTheWorldsWorkbookShowsWhatIsPublished(t *testing.T) {
	t.Parallel()
	p := protected(t, example(t), sdc.Rules{MinimumUnits: 3})
	file := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteXLSX(b, p, exchange.Writing{}) })
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"table", "legend"}, f.GetSheetList()); d != "" {
		t.Errorf("the sheets are others (-want +got):\n%s", d)
	}
	rows, err := f.GetRows("table")
	if err != nil {
		t.Fatal(err)
	}
	want, styles := published(p), map[int]bool{}
	for i, row := range rows[1:] {
		v := want[row[0]+"\x00"+row[1]]
		if v == nil && row[2] != exchange.Mark || v != nil && row[2] != *v {
			t.Errorf("row %d is %v", i+2, row)
		}
		if row[2] == exchange.Mark {
			style, err := f.GetCellStyle("table", fmt.Sprintf("C%d", i+2))
			if err != nil {
				t.Fatal(err)
			}
			styles[style] = true
		} else if kind, err := f.GetCellType("table", fmt.Sprintf("C%d", i+2)); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
			t.Errorf("row %d is no number: %v %v", i+2, kind, err)
		}
	}
	if len(rows) != len(want)+1 || len(styles) != 1 {
		t.Errorf("there are %d rows and %d ways to mark a hidden cell, want %d and 1", len(rows), len(styles), len(want)+1)
	}
	if panes, err := f.GetPanes("table"); err != nil || !panes.Freeze || panes.YSplit != 1 || panes.XSplit != 2 {
		t.Errorf("heading and codes do not stay in sight: %+v %v", panes, err)
	}
}

// Keeps: TK-97, TK-200
func TestTheCheckersWorkbookSaysWhy(t *testing.T) {
	t.Parallel()
	proof, err := protected(t, example(t), sdc.Rules{MinimumUnits: 3}).Prove(sdc.Effort{Full: true})
	if err != nil {
		t.Fatal(err)
	}
	file := wrote(t, func(b *bytes.Buffer) error {
		return exchange.WriteCheckerXLSX(b, proof.Pattern, proof, exchange.Writing{Rules: []string{"at least 3 units"}})
	})
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("table")
	if err != nil {
		t.Fatal(err)
	}
	styles := map[string]map[int]bool{}
	for i, row := range rows[1:] {
		c, err := proof.Table().Cell(row[0], row[1])
		if err != nil {
			t.Fatal(err)
		}
		if row[2] != fmt.Sprint(proof.Table().Units(c)) || row[4] != proof.Status(c).String() {
			t.Errorf("row %d is %v", i+2, row)
		}
		if lower, upper := proof.Interval(c); row[7] != fmt.Sprint(lower) || row[8] != fmt.Sprint(upper) {
			t.Errorf("row %d has the interval %v, want %d to %d", i+2, row[7:], lower, upper)
		}
		style, err := f.GetCellStyle("table", fmt.Sprintf("D%d", i+2))
		if err != nil {
			t.Fatal(err)
		}
		if styles[row[4]] == nil {
			styles[row[4]] = map[int]bool{}
		}
		styles[row[4]][style] = true
	}
	seen := map[int]string{}
	for status, of := range styles {
		for s := range of {
			if seen[s] != "" || len(of) != 1 {
				t.Errorf("%s cells do not have a style of their own", status)
			}
			seen[s] = status
		}
	}
	if rules, err := f.GetRows("rules"); err != nil || fmt.Sprint(rules) != "[[rule sensitive cells] [at least 3 units] [minimum-units 3 1]]" {
		t.Errorf("the sheet of rules says %v (%v)", rules, err)
	}
}

// means is a table of means: A and C are hidden, D has nobody.
func means(t testing.TB) *sdc.Pattern {
	t.Helper()
	d, err := sdc.NewDimension("industry", "Total", []sdc.Code{{Code: "A"}, {Code: "B"}, {Code: "C"}, {Code: "D"}})
	if err != nil {
		t.Fatal(err)
	}
	var rows []sdc.Row
	for _, r := range []struct {
		code string
		n    int
	}{{"A", 1}, {"B", 4}, {"C", 3}} {
		for i := range r.n {
			rows = append(rows, sdc.Row{Codes: []string{r.code}, Value: int64(100*r.n + i)})
		}
	}
	table, err := sdc.FromRows(sdc.Layout{Magnitude: true, Statistic: sdc.StatisticMean, FigureDecimals: 1, Variables: []sdc.Variable{{Name: "industry", Hierarchy: d}}}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	v, err := table.Evaluate(sdc.Rules{MinimumUnits: 3})
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Suppress(sdc.Protection{Zeros: sdc.ZerosOpen})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Keeps: TK-194, TK-195
func TestMeansArePublishedAsMeans(t *testing.T) {
	t.Parallel()
	p := means(t)
	text := func(s string) *string { return &s }
	want := map[string]*string{"Total": nil, "A": nil, "B": text("401.5"), "C": nil, "D": text(exchange.Undefined)}
	c, err := p.Table().Cell("Total")
	if err != nil {
		t.Fatal(err)
	}
	if !p.Hidden(c) { // what else is hidden is not the question here
		v, _ := p.Table().Figure(c)
		want["Total"] = text(sdc.FormatNumber(v, 1))
	}
	for _, f := range worlds() {
		file := wrote(t, func(b *bytes.Buffer) error { return f.World(b, p, exchange.Writing{Dots: 3}) })
		if f.Read == nil {
			text := unzipped(t, file)["xl/worksheets/sheet1.xml"]
			if !strings.Contains(text, ">mean<") || !strings.Contains(text, "<v>401.5</v>") {
				t.Errorf("the workbook does not show the mean: %s", text)
			}
			continue
		}
		a, err := f.Read(bytes.NewReader(file), exchange.Reading{ValuesOnly: true, Totals: map[string]string{"industry": "Total"}})
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		values, _ := a.Published()
		if d := cmp.Diff(want, values); d != "" {
			t.Errorf("%s publishes otherwise (-want +got):\n%s\n%s", f.Name, d, file)
		}
	}
	px := string(wrote(t, func(b *bytes.Buffer) error { return exchange.WritePX(b, p, exchange.Writing{Dots: 3}) }))
	if !strings.Contains(px, "DATASYMBOL1=\"Nothing to divide by\";\nDATASYMBOL3=\"Hidden ") || strings.Contains(px, `".."`) || !strings.Contains(px, `"..."`) {
		t.Errorf("the marks are others:\n%s", px)
	}
	wantProblem(t, exchange.WritePX(io.Discard, p, exchange.Writing{Dots: 1}), "a hidden cell cannot have 1 dots")
}

// Keeps: TK-207
func TestChangedFiguresArePublishedInFull(t *testing.T) {
	t.Parallel()
	table := example(t)
	changed, err := table.RoundControlled(sdc.Control{Base: 5})
	if err != nil {
		t.Fatal(err)
	}
	p := protected(t, table, sdc.Rules{MinimumUnits: 3})
	for _, f := range worlds() {
		if f.Read == nil {
			continue
		}
		file := wrote(t, func(b *bytes.Buffer) error { return f.World(b, p, exchange.Writing{Changed: changed}) })
		a, err := f.Read(bytes.NewReader(file), exchange.Reading{ValuesOnly: true, Totals: map[string]string{"region": "Total", "sex": "Total"}})
		if err != nil {
			t.Fatal(err)
		}
		values, _ := a.Published()
		for c := range table.Cells() {
			v := values[strings.Join(table.Codes(c), "\x00")]
			if want := sdc.FormatNumber(changed.Value(c), 0); v == nil || *v != want {
				t.Errorf("%s: the cell %v is not %s", f.Name, table.Codes(c), want)
			}
		}
	}
}

// Where classes are merged in a part of the table only, the finer cells of that
// part have no place, the sensitive ones among them no mark either.
//
// Keeps: TK-205
func TestCellsThatARecodingLeavesOutHaveNoMark(t *testing.T) {
	t.Parallel()
	table, err := example(t).Recode(sdc.Recoding{Dimension: "region", Codes: []string{"N1", "N2"}, Into: "N12", Within: map[string][]string{"sex": {"M"}}})
	if err != nil {
		t.Fatal(err)
	}
	p := protected(t, table, sdc.Rules{MinimumUnits: 3})
	left, sensitive := map[string]bool{}, 0
	for c := range table.Cells() {
		if table.Left(c) {
			left[strings.Join(table.Codes(c), "\x00")] = true
			if p.Status(c) == sdc.Primary {
				sensitive++
			}
		}
	}
	if sensitive == 0 {
		t.Fatal("no sensitive cell is left out")
	}
	for _, f := range worlds() {
		file := wrote(t, func(b *bytes.Buffer) error { return f.World(b, p, exchange.Writing{}) })
		if f.Read == nil {
			if text := unzipped(t, file)["xl/worksheets/sheet1.xml"]; strings.Count(text, "<row ") != 1+table.Cells()-len(left) {
				t.Errorf("the workbook has %d rows", strings.Count(text, "<row "))
			}
			continue
		}
		a, err := f.Read(bytes.NewReader(file), exchange.Reading{ValuesOnly: true})
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		values, _ := a.Published()
		for cell := range left {
			if v, there := values[cell]; there && f.Name == exchange.SDMX || v != nil {
				t.Errorf("%s has the cell %q", f.Name, cell)
			}
		}
		if f.Name == exchange.PX && strings.Count(string(file), `"..."`) != len(left) {
			t.Errorf("%d cells of PX are outside, want %d", strings.Count(string(file), `"..."`), len(left))
		}
		for c := range table.Cells() {
			if v, there := values[strings.Join(table.Codes(c), "\x00")]; !table.Left(c) && (!there || (v == nil) != p.Hidden(c)) {
				t.Errorf("%s: the cell %v is not as it was published", f.Name, table.Codes(c))
			}
		}
	}
}

func TestCellsOutsideOfThePublishedTablesHaveNoPlace(t *testing.T) {
	t.Parallel()
	v, err := example(t).Evaluate(sdc.Rules{MinimumUnits: 3})
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Suppress(sdc.Protection{Views: [][]string{{"region"}, {"sex"}}})
	if err != nil {
		t.Fatal(err)
	}
	if p.Count(sdc.Absent) == 0 {
		t.Fatal("no cell is outside")
	}
	sdmx := string(wrote(t, func(b *bytes.Buffer) error { return exchange.WriteSDMX(b, p, exchange.Writing{}) }))
	if lines := strings.Count(sdmx, "\n"); lines != 1+p.Table().Cells()-p.Count(sdc.Absent) {
		t.Errorf("SDMX-CSV has %d lines", lines)
	}
	px := string(wrote(t, func(b *bytes.Buffer) error { return exchange.WritePX(b, p, exchange.Writing{}) }))
	if n := strings.Count(px, `"..."`); n != p.Count(sdc.Absent) || !strings.Contains(px, "DATASYMBOL3=\"Not part of the published tables\"") {
		t.Errorf("PX has %d cells outside, want %d", n, p.Count(sdc.Absent))
	}
}

func TestTheWorldReadsItsOwnLanguage(t *testing.T) {
	t.Parallel()
	p := means(t)
	for lang, want := range map[string][]string{"en": {"mean", "Nothing to divide by", "Hidden to protect"}, "fi": {"keskiarvo", "Ei jaettavaa", "Suojattu"}, "sv": {"medelvärde", "Inget att dividera", "Sekretess"}, "nb": {"gjennomsnitt", "Ingenting å dele", "Skjult"}} {
		o := exchange.Writing{Languages: []string{lang}}
		px := string(wrote(t, func(b *bytes.Buffer) error { return exchange.WritePX(b, p, o) }))
		book := ""
		for _, part := range unzipped(t, wrote(t, func(b *bytes.Buffer) error { return exchange.WriteXLSX(b, p, o) })) {
			book += part
		}
		for _, w := range want {
			if !strings.Contains(px, w) || !strings.Contains(book, w) {
				t.Errorf("%s: there is no %q", lang, w)
			}
		}
	}
}
