// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

// seeds gives the sample files with an ending to a fuzz target.
func seeds(f *testing.F, pattern string, more ...string) {
	f.Helper()
	files, err := filepath.Glob("testdata/" + pattern)
	if err != nil || len(files) == 0 {
		f.Fatalf("no file like %s: %v", pattern, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, m := range more {
		f.Add([]byte(m))
	}
}

// known wants an error to be one that says where and what.
func known(t *testing.T, err error) {
	t.Helper()
	var p *sdc.Problem
	if err != nil && !errors.As(err, &p) {
		t.Errorf("an error without a place: %v", err)
	}
}

// small tells whether a table of these code lists may be made while fuzzing.
func small(a *exchange.Aggregates) bool {
	n := 1
	for _, v := range a.Layout.Variables {
		if n *= len(v.Hierarchy.Codes()); n > 1<<16 {
			return false
		}
	}
	return true
}

// used does with aggregates what programs do.
func used(t *testing.T, a *exchange.Aggregates) {
	t.Helper()
	values, names := a.Published()
	hidden := 0
	for _, v := range values {
		if v == nil {
			hidden++
		}
	}
	if len(names) != len(a.Layout.Variables) || hidden != a.Hidden() {
		t.Errorf("%d names and %d hidden cells, want %d and %d", len(names), hidden, len(a.Layout.Variables), a.Hidden())
	}
	if small(a) {
		_, err := a.Table()
		known(t, err)
	}
}

func FuzzReadPX(f *testing.F) {
	seeds(f, "*.px", smallPX)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, how := range []exchange.Reading{{}, {ValuesOnly: true}, {Units: "n", Value: "eur", Totals: map[string]string{"region": "0", "sex": "", "Year": ""}}} {
			a, err := exchange.ReadPX(bytes.NewReader(b), how)
			known(t, err)
			if err == nil {
				used(t, a)
			}
		}
	})
}

func FuzzReadSDMX(f *testing.F) {
	f.Add([]byte("STRUCTURE,STRUCTURE_ID,ACTION,A,OBS_VALUE,OBS_STATUS,CONF_STATUS\ndataflow,X:Y(1.0),I,_T,3,A,F\ndataflow,X:Y(1.0),I,a,,Q,N\n"))
	f.Add([]byte("DATAFLOW;A: b;B;OBS_VALUE\nX;_T: c;_T;\"1,5\"\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, how := range []exchange.Reading{{}, {ValuesOnly: true}, {Units: "B", Value: "OBS_VALUE", Totals: map[string]string{"A": ""}}} {
			a, err := exchange.ReadSDMX(bytes.NewReader(b), how)
			known(t, err)
			if err == nil {
				used(t, a)
			}
		}
	})
}

func FuzzReadJJ(f *testing.F) {
	seeds(f, "*.jj", smallJJ)
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, how := range []exchange.Reading{{}, {Units: "cost"}} {
			a, err := exchange.ReadJJ(bytes.NewReader(b), how)
			known(t, err)
			if err == nil {
				used(t, a)
			}
		}
	})
}

func FuzzReadHRC(f *testing.F) {
	seeds(f, "*.hrc")
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, how := range []exchange.HRC{{Name: "a"}, {Name: "a", Lead: "."}, {Name: "a", Widths: []int{1, 2}}} {
			d, err := exchange.ReadHRC(bytes.NewReader(b), how)
			known(t, err)
			if err != nil || how.Widths != nil {
				continue
			}
			var out bytes.Buffer
			if exchange.WriteHRC(&out, d, how) != nil {
				continue
			}
			how.Total = d.Total()
			again, err := exchange.ReadHRC(&out, how)
			if err != nil {
				t.Fatal(err)
			}
			if len(again.Codes()) != len(d.Codes()) {
				t.Errorf("%d codes are written and %d read", len(d.Codes()), len(again.Codes()))
			}
		}
	})
}

func FuzzReadApriori(f *testing.F) {
	seeds(f, "*.hst", "a;b;u\n", "\"a\"\"b\",c,pl,1,2\n")
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := exchange.ReadApriori(bytes.NewReader(b), "t.hst", 2, 0)
		known(t, err)
		if err == nil && len(a.Decisions) == 0 {
			t.Error("nothing is decided, and nothing said")
		}
	})
}

func FuzzReadRDA(f *testing.F) {
	for _, pair := range [][2]string{{"fixed.rda", "fixed.asc"}, {"sums.rda", "sums.tab"}} {
		meta, err := os.ReadFile("testdata/" + pair[0])
		if err != nil {
			f.Fatal(err)
		}
		data, err := os.ReadFile("testdata/" + pair[1])
		if err != nil {
			f.Fatal(err)
		}
		f.Add(meta, data)
	}
	f.Fuzz(func(t *testing.T, meta, data []byte) {
		m, err := exchange.ReadRDA(bytes.NewReader(meta), "t.rda")
		known(t, err)
		if err != nil {
			return
		}
		how := exchange.Tabulation{Dimensions: []string{"Industry"}, Value: "Turnover"}
		_, err = m.Layout(how)
		known(t, err)
		for _, err := range m.Rows(bytes.NewReader(data), "t.asc", how) {
			known(t, err)
		}
		a, err := m.ReadCells(bytes.NewReader(data), exchange.Reading{Value: "Turnover"})
		known(t, err)
		if err == nil {
			used(t, a)
		}
		var out bytes.Buffer
		if exchange.WriteRDA(&out, m) != nil {
			return
		}
		again, err := exchange.ReadRDA(bytes.NewReader(out.Bytes()), "t.rda")
		if err != nil || len(again.Variables) != len(m.Variables) {
			t.Errorf("what is written cannot be read: %v\n%s", err, out.Bytes())
		}
	})
}
