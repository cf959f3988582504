// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

func TestIndentedCodeListsAreReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := drawnDimension(t, "region", `"@;`)
		how := exchange.HRC{Source: "t.hrc", Name: "region", Total: "Tot", Lead: rapid.SampledFrom([]string{"", "@", "..", "  "}).Draw(t, "lead")}
		file := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteHRC(b, d, how) })
		got, err := exchange.ReadHRC(bytes.NewReader(file), how)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		sameTrees(t, []*sdc.Dimension{got}, []*sdc.Dimension{d})
	})
}

func TestCodeListsOfOtherToolsAreRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		file   string
		how    exchange.HRC
		parent map[string]string
	}{
		{"two levels, a space behind the indent, Latin letters", "region.hrc", exchange.HRC{Total: "Maa"}, map[string]string{"Pohjoinen": "Maa", "Åre": "Pohjoinen", "2": "Pohjoinen", "Etelä": "Maa", "10": "Etelä", "10a": "10"}},
		{"with the total and semicolons", "bullets.hrc", exchange.HRC{}, map[string]string{"A": "Koko maa", "A1": "A", "A1x": "A1", "B": "Koko maa"}},
		{"codes of fixed length", "fixed.txt", exchange.HRC{Total: "T", Widths: []int{2, 1, 0, 1}}, map[string]string{"01": "T", "011": "01", "0111": "011", "0112": "011", "012": "01", "0121": "012", "02": "T", "0210": "021"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f, err := os.Open("testdata/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close() //nolint:errcheck // only read
			c.how.Source, c.how.Name = c.file, "region"
			d, err := exchange.ReadHRC(f, c.how)
			if err != nil {
				t.Fatal(err)
			}
			for code, parent := range c.parent {
				if d.Parent(code) != parent {
					t.Errorf("%q stands below %q, want %q", code, d.Parent(code), parent)
				}
			}
		})
	}
}

func TestCodeListsThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in string
		widths   []int
		want     string
	}{
		{"an empty file", "\n\n", nil, "the file has no codes"},
		{"two levels at once", "A\n@@B\n", nil, "row 2: column region: \"B\" is 2 levels below nothing"},
		{"an indent at first", "@A\n", nil, "row 1: column region: \"A\" is 1 levels below nothing"},
		{"a code twice", "A\nB\n@A\n", nil, "row 3: column region: \"A\" stands twice, first in row 1"},
		{"the total as a code", "A\nTotal\n", nil, "row 2: column region: \"Total\" is also the code of the total"},
		{"an indent and nothing behind it", "A\n@\n", nil, "row 2: column region: there is no code"},
		{"a second total", "@;T\n@@;A\n@;U\n", nil, "row 3: column region: there is a second total"},
		{"no total", "@@;A\n", nil, "row 1: column region: the first line is to be the total"},
		{"two forms", "@;T\nA\n", nil, "row 2: column region: the line has no semicolon"},
		{"two forms, the other way", "A\n@;B\n", nil, "row 2: column region: the line has a semicolon"},
		{"another length", "011\n01\n", []int{2, 1}, "row 2: column region: \"01\" has 2 characters, and the levels make 3"},
		{"no widths", "011\n", []int{0}, "the widths of levels have to be positive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := exchange.ReadHRC(strings.NewReader(c.in), exchange.HRC{Source: "t.hrc", Name: "region", Widths: c.widths})
			wantProblem(t, err, c.want)
		})
	}
}

func TestCodesThatAnIndentedListCannotHoldAreRefused(t *testing.T) {
	t.Parallel()
	d, err := sdc.NewDimension("region", "T", []sdc.Code{{Code: "@A"}})
	if err != nil {
		t.Fatal(err)
	}
	wantProblem(t, exchange.WriteHRC(&bytes.Buffer{}, d, exchange.HRC{}), "the code \"@A\" begins like an indent")
	d, err = sdc.NewDimension("region", "T", []sdc.Code{{Code: "A"}, {Code: "B"}, {Code: "C"}})
	if err != nil {
		t.Fatal(err)
	}
	if d, err = d.WithGroup("coast", "A", "C"); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, exchange.WriteHRC(&bytes.Buffer{}, d, exchange.HRC{}), "the code \"coast\" is a sum that crosses the tree")
}
