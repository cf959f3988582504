// SPDX-License-Identifier: EUPL-1.2

package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pq "github.com/parquet-go/parquet-go"

	"github.com/lupaus/lupaus/sdc"
)

// record is a row of a file: texts and whole numbers as codes and names, values
// in several kinds.
type record struct {
	Industry string   `parquet:"industry,dict"`
	Branch   string   `parquet:"branch,dict"`
	Region   *int32   `parquet:"region,optional,dict"`
	Unit     int64    `parquet:"unit"`
	Firm     string   `parquet:"firm"`
	Turnover float64  `parquet:"turnover"`
	Staff    int32    `parquet:"staff,dict"`
	Weight   int64    `parquet:"weight,decimal(2:18)"`
	Tags     []string `parquet:"tags,list"`
}

func layout() sdc.Layout {
	return sdc.Layout{Source: "rows", Variables: []sdc.Variable{{Name: "industry", Levels: 2, Total: "T"}, {Name: "region", Levels: 1, Total: "T", Missing: "nowhere"}},
		ByUnit: true, Levels: []string{"firm"}, Magnitude: true, Statistic: sdc.StatisticRatio, Decimals: 1, Weighted: true, WeightDecimals: 2, FigureDecimals: 3}
}

func columns(source string) sdc.Columns {
	return sdc.Columns{Source: source, Codes: []string{"industry", "branch", "region"}, Unit: "unit", Levels: []string{"firm"}, Value: "turnover", Decimals: 1, Second: "staff", Weight: "weight", WeightDecimals: 2}
}

func records(n int) (out []record) {
	r := rand.New(rand.NewPCG(3, 4))
	for range n {
		in := r.IntN(4)
		x := record{Industry: fmt.Sprint("I", in), Branch: fmt.Sprint("I", in, ".", r.IntN(3)), Unit: int64(r.IntN(n/2 + 1)), Turnover: float64(r.IntN(5000)-40) / 10, Staff: int32(r.IntN(9)), Weight: int64(r.IntN(300)), Tags: []string{"a"}}
		x.Firm = fmt.Sprint("firm ", x.Unit/3)
		if k := r.IntN(6); k > 0 {
			k := int32(k)
			x.Region = &k
		}
		out = append(out, x)
	}
	return out
}

func written(t testing.TB, rows []record, options ...pq.WriterOption) []byte {
	t.Helper()
	var out bytes.Buffer
	w := pq.NewGenericWriter[record](&out, options...)
	if _, err := w.Write(rows); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asCSV(rows []record) string {
	var b strings.Builder
	b.WriteString("industry,branch,region,unit,firm,turnover,staff,weight\n")
	for _, r := range rows {
		region := ""
		if r.Region != nil {
			region = fmt.Sprint(*r.Region)
		}
		fmt.Fprintf(&b, "%s,%s,%s,%d,%s,%.1f,%d,%s\n", r.Industry, r.Branch, region, r.Unit, r.Firm, r.Turnover, r.Staff, sdc.FormatNumber(r.Weight, 2))
	}
	return b.String()
}

// told is all that a table tells, in one text.
func told(t *sdc.Table) string {
	var b strings.Builder
	for c := range t.Cells() {
		f, ok := t.Figure(c)
		fmt.Fprintln(&b, t.Codes(c), t.Units(c), t.Value(c), f, ok)
		for _, l := range t.Levels() {
			fmt.Fprintln(&b, l, t.Contributors(l, c), t.Largest(l, c))
		}
	}
	return b.String()
}

func TestAFileMakesTheTableThatItsRowsMake(t *testing.T) {
	t.Parallel()
	rows := records(3000)
	want, err := sdc.FromRows(layout(), sdc.ReadRows(strings.NewReader(asCSV(rows)), columns("rows.csv")))
	if err != nil {
		t.Fatal(err)
	}
	for what, options := range map[string][]pq.WriterOption{
		"as the library writes":        nil,
		"small pages":                  {pq.PageBufferSize(200), pq.DataPageVersion(1)},
		"packed by snappy":             {pq.Compression(&pq.Snappy), pq.MaxRowsPerRowGroup(700)},
		"packed by zstd, small groups": {pq.Compression(&pq.Zstd), pq.MaxRowsPerRowGroup(97), pq.PageBufferSize(300), pq.DataPageVersion(2)},
		"packed by gzip":               {pq.Compression(&pq.Gzip)},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			file := written(t, rows, options...)
			got, err := Table(bytes.NewReader(file), int64(len(file)), layout(), Options{Columns: columns("rows.parquet")})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(told(want), told(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCodesMayBeChangedAndProgressIsTold(t *testing.T) {
	t.Parallel()
	rows := records(1000)
	file := written(t, rows, pq.MaxRowsPerRowGroup(300))
	l := sdc.Layout{Variables: []sdc.Variable{{Name: "industry", Levels: 2, Total: "T"}}}
	var last sdc.Progress
	o := Options{Columns: sdc.Columns{Codes: []string{"branch", "branch"}}, Code: func(at int, text string) string {
		if at == 0 {
			return text[:2]
		}
		return text
	}, Progress: func(p sdc.Progress) error { last = p; return nil }}
	got, err := Table(bytes.NewReader(file), int64(len(file)), l, o)
	if err != nil {
		t.Fatal(err)
	}
	if d := got.Dimensions()[0]; d.Parent("I2.1") != "I2" || got.Units(0) != 1000 {
		t.Errorf("the beginnings are not the coarser codes: %v", d.Codes())
	}
	if want := (sdc.Progress{Stage: StageRows, Done: 1000, Total: 1000}); last != want {
		t.Errorf("told at last %v, want %v", last, want)
	}
	stop := errors.New("stop")
	o.Progress = func(sdc.Progress) error { return stop }
	if _, err := Table(bytes.NewReader(file), int64(len(file)), l, o); !errors.Is(err, stop) {
		t.Errorf("progress stops with %v", err)
	}
}

func wantProblem(t testing.TB, err error, want string) {
	t.Helper()
	var p *sdc.Problem
	if !errors.As(err, &p) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want a problem with %q", err, want)
	}
}

func TestWhatIsWrongIsToldWithRowAndColumn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what    string
		mend    func(rows []record)
		columns func(*sdc.Columns)
		layout  func(*sdc.Layout)
		want    string
	}{
		{"no such column", nil, func(c *sdc.Columns) { c.Value = "sales" }, nil, "rows.parquet: column sales: there is no such column (the file has industry, branch, region"},
		{"a list", nil, func(c *sdc.Columns) { c.Codes[0] = "tags" }, nil, "column tags: holds lists or groups"},
		{"floating codes", nil, func(c *sdc.Columns) { c.Codes[0] = "turnover" }, nil, "column turnover: holds DOUBLE, which are no codes"},
		{"decimal codes", nil, func(c *sdc.Columns) { c.Codes[0] = "weight" }, nil, "column weight: holds DECIMAL"},
		{"texts as numbers", nil, func(c *sdc.Columns) { c.Value = "firm" }, nil, "row 1: column firm: is not a number"},
		{"no number", nil, func(c *sdc.Columns) { c.Value = "region" }, nil, "column region: is empty (every row needs a number)"},
		{"no name", nil, func(c *sdc.Columns) { c.Levels[0] = "region" }, nil, "column region: is empty (every row needs a unit at each level of protection)"},
		{"no code", nil, nil, func(l *sdc.Layout) { l.Variables[1].Missing = "" }, "column region: is empty (say which code an empty value counts under)"},
		{"NaN", func(r []record) { r[211].Turnover = math.NaN() }, nil, nil, "rows.parquet: row 212: column turnover: is not a finite number"},
		{"infinite", func(r []record) { r[3].Turnover = math.Inf(-1) }, nil, nil, "row 4: column turnover: is not a finite number"},
		{"finer than declared", func(r []record) { r[150].Turnover = 0.25 }, nil, nil, "row 151: column turnover: has more decimals than the column was declared to have (numbers with at most 1 decimals are needed)"},
		{"large", func(r []record) { r[150].Turnover = 1e17 }, nil, nil, "row 151: column turnover: is too large"},
		{"decimals that would be cut", func(r []record) { r[99].Weight = 123 }, func(c *sdc.Columns) { c.WeightDecimals = 1 }, nil, "column weight: has more decimals"},
		{"two parents", func(r []record) { r[120].Branch, r[120].Industry = "I0.1", "I3" }, nil, nil, "row 121: column industry: \"I0.1\" has two parents"},
		{"weights below zero", func(r []record) { r[42].Weight = -1 }, nil, nil, "row 43: the weight is negative"},
		{"the first of two", func(r []record) { r[42].Weight, r[250].Weight = -1, -1 }, nil, nil, "row 43: the weight is negative"},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			rows := records(300)
			if c.mend != nil {
				c.mend(rows)
			}
			file := written(t, rows, pq.MaxRowsPerRowGroup(100))
			l, o := layout(), columns("rows.parquet")
			l.Source = "rows.parquet"
			if c.columns != nil {
				c.columns(&o)
			}
			if c.layout != nil {
				c.layout(&l)
			}
			_, err := Table(bytes.NewReader(file), int64(len(file)), l, Options{Columns: o})
			wantProblem(t, err, c.want)
		})
	}
}

func TestFilesThatAreNotWhole(t *testing.T) {
	t.Parallel()
	file := written(t, records(500), pq.MaxRowsPerRowGroup(100))
	read := func(file []byte) error {
		_, err := Table(bytes.NewReader(file), int64(len(file)), layout(), Options{Columns: columns("x.parquet")})
		return err
	}
	wantProblem(t, read(nil), "a file of 0 bytes is no Parquet file")
	wantProblem(t, read([]byte("industry,branch\nA,B\n")), "x.parquet: is no whole Parquet file")
	for _, n := range []int{20, len(file) / 2, len(file) - 1} {
		wantProblem(t, read(file[:n]), "is no whole Parquet file")
	}
	empty := written(t, nil)
	wantProblem(t, read(empty), "there are no rows")
}

// The footer of a whole file is changed after it was read.
func TestClaimsOfManyRowsAreRefused(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := pq.NewGenericWriter[struct {
		Code string `parquet:"code,dict"`
	}](&out)
	for range 100 {
		if _, err := w.Write([]struct {
			Code string `parquet:"code,dict"`
		}{{"A"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := pq.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what   string
		change func(a *reading)
		want   string
	}{
		{"the file", func(a *reading) { a.file.Metadata().NumRows = 1e9 }, "the file claims to hold 1000000000 rows"},
		{"the group", func(a *reading) { a.file.Metadata().RowGroups[0].NumRows = 1e9 }, "the file claims to hold 1000000000 rows and has only"},
		{"the column", func(a *reading) { a.file.Metadata().RowGroups[0].Columns[0].MetaData.NumValues = 1e9 }, "the column has 1000000000 values and the group 100 rows"},
		{"its place", func(a *reading) { a.file.Metadata().RowGroups[0].Columns[0].MetaData.TotalCompressedSize = 1 << 40 }, "the column is said to end at byte"},
	} {
		t.Run(c.what, func(t *testing.T) {
			a, o := &reading{o: Options{Columns: sdc.Columns{Codes: []string{"code"}}}, file: f, at: bytes.NewReader(out.Bytes()), size: int64(out.Len()), groups: f.RowGroups()}, Options{Columns: sdc.Columns{Codes: []string{"code"}}}
			kept := *f.Metadata()
			groups := append(kept.RowGroups[:0:0], kept.RowGroups...)
			group := groups[0]
			column := group.Columns[0].MetaData
			c.change(a)
			var err error
			if a.wanted, err = o.wanted(f); err != nil {
				t.Fatal(err)
			}
			if err = a.count(); err == nil {
				err = a.checkPages(0, &a.wanted[0])
			}
			wantProblem(t, err, c.want)
			f.Metadata().NumRows, f.Metadata().RowGroups[0].NumRows, f.Metadata().RowGroups[0].Columns[0].MetaData = kept.NumRows, group.NumRows, column
		})
	}
}

// brokenAt fails to read in the middle of the file.
type brokenAt struct {
	io.ReaderAt
	from int64
}

func (b brokenAt) ReadAt(p []byte, off int64) (int, error) {
	if off < b.from && off+int64(len(p)) > b.from/2 {
		return 0, errors.New("the disk is gone")
	}
	return b.ReaderAt.ReadAt(p, off)
}

func TestAReaderThatFailsIsToldOf(t *testing.T) {
	t.Parallel()
	file := written(t, records(500), pq.MaxRowsPerRowGroup(100))
	_, err := Table(brokenAt{bytes.NewReader(file), int64(len(file) / 2)}, int64(len(file)), layout(), Options{Columns: columns("x.parquet")})
	wantProblem(t, err, "the disk is gone")
}

func TestNumbersOfAllKinds(t *testing.T) {
	t.Parallel()
	type kinds struct {
		Code   string  `parquet:"code"`
		Small  int32   `parquet:"small"`
		Wide   uint32  `parquet:"wide"`
		Huge   uint64  `parquet:"huge"`
		Single float32 `parquet:"single"`
		Text   string  `parquet:"text"`
		Fixed  [5]byte `parquet:"fixed,decimal(1:11)"`
		Many   []byte  `parquet:"many,decimal(1:30)"`
	}
	var out bytes.Buffer
	w := pq.NewGenericWriter[kinds](&out)
	if _, err := w.Write([]kinds{{"A", -7, math.MaxUint32, 9, 0.3, "-1,5", [5]byte{255, 255, 255, 255, 254}, append(make([]byte, 11), 1, 0)}, {"A", 1, 1, math.MaxUint64, 2, "3", [5]byte{0, 0, 0, 0, 5}, append(bytes.Repeat([]byte{0xff}, 12), 1)}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for column, want := range map[string]string{"small": "-6.0", "wide": "4294967296.0", "huge": "row 2: column huge: is too large to be counted exactly", "single": "2.3", "text": "1.5", "fixed": "0.3", "many": "0.1"} {
		l := sdc.Layout{Variables: []sdc.Variable{{Name: "code", Levels: 1, Total: "T"}}, Magnitude: true, Decimals: 1}
		table, err := Table(bytes.NewReader(out.Bytes()), int64(out.Len()), l, Options{Columns: sdc.Columns{Codes: []string{"code"}, Value: column, Decimals: 1}})
		if strings.HasPrefix(want, "row") {
			wantProblem(t, err, want)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", column, err)
			continue
		}
		if got := sdc.FormatNumber(table.Value(0), 1); got != want {
			t.Errorf("%s: the sum is %s, want %s", column, got, want)
		}
	}
}

func FuzzTable(f *testing.F) {
	file := written(f, records(40), pq.MaxRowsPerRowGroup(20), pq.Compression(&pq.Snappy))
	f.Add(file)
	f.Add(written(f, records(30), pq.DataPageVersion(1)))
	f.Add(file[:len(file)-9])
	f.Fuzz(func(t *testing.T, in []byte) {
		table, err := Table(bytes.NewReader(in), int64(len(in)), layout(), Options{Columns: columns("x")})
		if err != nil {
			return
		}
		if table.Units(0) < 0 || table.Contributors("firm", 0) < 0 {
			t.Error("fewer than none")
		}
	})
}
