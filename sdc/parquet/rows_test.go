// SPDX-License-Identifier: EUPL-1.2

package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	pq "github.com/parquet-go/parquet-go"

	"github.com/lupaus/lupaus/sdc"
)

func TestValuesOfAllKindsAreGivenAsTexts(t *testing.T) {
	t.Parallel()
	type row struct {
		Name  string    `parquet:"name,dict"`
		None  *string   `parquet:"none,optional"`
		Small int32     `parquet:"small"`
		Wide  uint64    `parquet:"wide"`
		Yes   bool      `parquet:"yes"`
		Float float32   `parquet:"float"`
		Price int64     `parquet:"price,decimal(2:18)"`
		Day   int32     `parquet:"day,date"`
		At    time.Time `parquet:"at,timestamp(microsecond)"`
	}
	at := time.Date(1969, 12, 31, 23, 59, 58, 500_000_000, time.UTC)
	some := "ä"
	var file bytes.Buffer
	if err := pq.Write(&file, []row{
		{"a", nil, -3, math.MaxUint64, true, 0.1, -150, -1, at},
		{"b", &some, 4, 7, false, 1e6, 5, 20_000, at.AddDate(100, 0, 0)},
	}); err != nil {
		t.Fatal(err)
	}
	f, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()), "rows")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for i, name := range f.Names() {
		if got[name], err = f.Texts(i, 0); err != nil {
			t.Error(err)
		}
	}
	want := map[string][]string{"name": {"a", "b"}, "none": {"", "ä"}, "small": {"-3", "4"}, "wide": {"18446744073709551615", "7"}, "yes": {"true", "false"}, "float": {"0.1", "1000000"},
		"price": {"-1.50", "0.05"}, "day": {"1969-12-31", "2024-10-04"}, "at": {"1969-12-31", "2069-12-31"}}
	if d := cmp.Diff(want, got); d != "" || f.Rows() != 2 {
		t.Error(d)
	}
}

func TestTextsOfManyRowsAreThoseOfTheFile(t *testing.T) {
	t.Parallel()
	rows := records(5000)
	file := written(t, rows, pq.PageBufferSize(512), pq.MaxRowsPerRowGroup(700))
	f, err := Open(bytes.NewReader(file), int64(len(file)), "rows")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	names := f.Names()
	var all [][]string
	for i, n := range names {
		if n == "tags" {
			if _, err := f.Texts(i, 0); err == nil || !strings.Contains(err.Error(), "lists") {
				t.Errorf("lists: %v", err)
			}
			continue
		}
		texts, err := f.Texts(i, 0)
		if err != nil {
			t.Fatal(err)
		}
		if n == "turnover" {
			for k := range texts {
				if !strings.Contains(texts[k], ".") {
					texts[k] += ".0"
				}
			}
		}
		all = append(all, texts)
	}
	for k := range rows {
		var line []string
		for _, texts := range all {
			line = append(line, texts[k])
		}
		lines = append(lines, strings.Join(line, ","))
	}
	if d := cmp.Diff(asCSV(rows), strings.Join(names[:8], ",")+"\n"+strings.Join(lines, "\n")+"\n"); d != "" {
		t.Error(d[:min(len(d), 900)])
	}
}

func TestValuesThatNoTextCanSayAreToldByRowAndColumn(t *testing.T) {
	t.Parallel()
	type row struct {
		Name  string  `parquet:"name"`
		Value float64 `parquet:"value"`
	}
	for name, c := range map[string]struct {
		rows   []row
		column int
		most   int
		want   string
	}{
		"no text":        {[]row{{"a", 1}, {"\xff", 1}}, 0, 0, "rows: row 2, column \"name\": is no text in UTF-8"},
		"no number":      {[]row{{"a", 1}, {"b", math.NaN()}}, 1, 0, "row 2, column \"value\": is not a finite number"},
		"too much of it": {[]row{{"aaaa", 1}, {"bbbb", 2}}, 0, 6, "row 2, column \"name\": the values of the column have more than 6 bytes"},
	} {
		var file bytes.Buffer
		if err := pq.Write(&file, c.rows); err != nil {
			t.Fatal(err)
		}
		f, err := Open(bytes.NewReader(file.Bytes()), int64(file.Len()), "rows")
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.Texts(c.column, c.most)
		p, ok := errors.AsType[*sdc.Problem](err)
		if !ok || p.Row != 2 || !strings.Contains(fmt.Sprint(err), strings.SplitN(c.want, ": ", 3)[len(strings.SplitN(c.want, ": ", 3))-1]) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func FuzzTexts(f *testing.F) {
	f.Add(written(f, records(20)))
	f.Add([]byte("PAR1"))
	f.Fuzz(func(t *testing.T, file []byte) {
		x, err := Open(bytes.NewReader(file), int64(len(file)), "rows")
		if err != nil || x.Rows() > 1<<16 {
			return
		}
		for i := range x.Names() {
			if texts, err := x.Texts(i, 1<<20); err == nil && len(texts) != x.Rows() {
				t.Errorf("%d texts of %d rows", len(texts), x.Rows())
			}
		}
	})
}
