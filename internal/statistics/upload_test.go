// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"bytes"
	"errors"
	"testing"

	pq "github.com/parquet-go/parquet-go"
)

// FuzzReadFile hands in bytes of any kind: what is read has as many values in
// every column as rows, and what is not is told as a problem of the file.
func FuzzReadFile(f *testing.F) {
	type row struct {
		Area string `parquet:"area,dict"`
		Day  int32  `parquet:"day,date"`
	}
	var file bytes.Buffer
	if err := pq.Write(&file, []row{{"A", 20_000}, {"B", 1}}); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{file.String(), "a,b\n1,2\n", "a;b\n1;\"x\ny\"\n", "\ufeffa\tb\n\n1\t2\n", "a\n\"", "PAR1", "a,a\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		u, err := readFile(text)
		if err != nil {
			if p, ok := errors.AsType[*Problem](err); !ok || p.Field != "file" || p.Key == "" {
				t.Errorf("an error that no page can say: %v", err)
			}
			return
		}
		if u.Rows < 1 || len(u.columns) != len(u.values) {
			t.Fatalf("%d rows, %d columns, values of %d", u.Rows, len(u.columns), len(u.values))
		}
		for i, values := range u.values {
			if len(values) != u.Rows || u.columns[i].Kind == "" || u.columns[i].Name == "" {
				t.Errorf("column %d has %d values of %d rows", i, len(values), u.Rows)
			}
			for _, v := range values {
				if clean(v) != v {
					t.Errorf("a value that no page can show: %q", v)
				}
			}
		}
	})
}

func TestValuesTellWhatAColumnIs(t *testing.T) {
	t.Parallel()
	u, err := readFile([]byte("unit;day;amount;code;empty\n1;2026-01-31;1,5;a;\n2;2026-02-01;7;3;\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []Kind{KindNumber, KindDate, KindNumber, KindCode, KindCode} {
		if u.columns[i].Kind != want {
			t.Errorf("column %q is a %s, not a %s", u.columns[i].Name, u.columns[i].Kind, want)
		}
	}
}
