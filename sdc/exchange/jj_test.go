// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

func TestAProblemInJJIsReadAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawn(t, rapid.Bool().Draw(t, "magnitude"), "")
		p := protected(t, table, sdc.Rules{MinimumUnits: 3})
		file := wrote(t, func(b *bytes.Buffer) error { return exchange.WriteJJ(b, p, nil, exchange.Writing{}) })
		f, err := exchange.ReadJJFile(bytes.NewReader(file), "t.jj")
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		if f.Cells() != table.Cells() {
			t.Fatalf("there are %d cells, want %d", f.Cells(), table.Cells())
		}
		var again bytes.Buffer
		if err := f.Write(&again); err != nil {
			t.Fatal(err)
		}
		if f.Decimals == table.Decimals() && !bytes.Equal(again.Bytes(), file) {
			t.Fatalf("what was read is written otherwise:\n%s\n%s", file, again.Bytes())
		}
		if table.Magnitude() {
			return // the cost of an empty cell is one, so that units do not add up
		}
		a, err := exchange.ReadJJ(bytes.NewReader(file), exchange.Reading{Source: "t.jj"})
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		got, err := a.Table()
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		sameShape(t, got, table, a, p)
	})
}

// sameShape compares tables of which one has lost its codes: the cells of JJ are
// numbered as those of the table, and a code is the number of a cell.
func sameShape(t *rapid.T, got, want *sdc.Table, a *exchange.Aggregates, p *sdc.Pattern) {
	if got.Cells() != want.Cells() || len(got.Dimensions()) != len(want.Dimensions()) {
		t.Fatalf("there are %d cells in %d dimensions, want %d in %d", got.Cells(), len(got.Dimensions()), want.Cells(), len(want.Dimensions()))
	}
	dims := want.Dimensions()
	for c := range want.Cells() {
		codes := want.Codes(c)
		place := make([]string, len(codes))
		for i, code := range codes {
			place[i] = "_T"
			if code != dims[i].Total() {
				axis := make([]string, len(codes))
				for k, d := range dims {
					axis[k] = d.Total()
				}
				axis[i] = code
				n, err := want.Cell(axis...)
				if err != nil {
					t.Fatal(err)
				}
				place[i] = fmt.Sprint(n)
			}
		}
		at, found := -1, 0
		for _, order := range permutations(len(place)) {
			turned := make([]string, len(place))
			for i, o := range order {
				turned[i] = place[o]
			}
			if n, err := got.Cell(turned...); err == nil {
				at = n
				found++
			}
		}
		if found == 0 || got.Value(at) != want.Value(c) {
			t.Fatalf("the cell %v is not found again", codes)
		}
		if len(dims) == 1 {
			status := map[sdc.Status]string{sdc.Published: "s", sdc.Primary: "u", sdc.Secondary: "m"}[p.Status(c)]
			if f := a.Flag(got.Codes(at)...); f != status {
				t.Fatalf("the cell %v has the status %q, want %q", codes, f, status)
			}
		}
	}
}

func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var out [][]int
	for _, p := range permutations(n - 1) {
		for i := range n {
			q := append(append(append([]int{}, p[:i]...), n-1), p[i:]...)
			out = append(out, q)
		}
	}
	return out
}

func TestJJOfOtherToolsIsRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file string
		how        exchange.Reading
		codes      []string
		units      int64
		value      int64
	}{
		{"counts of two dimensions", "counts.jj", exchange.Reading{}, []string{"3", "_T"}, 20, 20},
		{"sums with the number of units as cost", "sums.jj", exchange.Reading{Units: "cost"}, []string{"_T"}, 9, 12550},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile("testdata/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			c.how.Source = c.file
			a, err := exchange.ReadJJ(bytes.NewReader(b), c.how)
			if err != nil {
				t.Fatal(err)
			}
			table, err := a.Table()
			if err != nil {
				t.Fatal(err)
			}
			at, err := table.Cell(c.codes...)
			if err != nil {
				t.Fatal(err)
			}
			if table.Units(at) != c.units || table.Value(at) != c.value {
				t.Errorf("got %d and %d, want %d and %d", table.Units(at), table.Value(at), c.units, c.value)
			}
		})
	}
}

const smallJJ = `0
3
0 9 9 s 0 20 0 0 0
1 4 4 u 0 20 1 1 0
2 5 5 s 0 20 0 0 0
1
0 3 : 0 (-1) 1 (1) 2 (1)
`

func TestJJFilesThatAreWrongAreNamedByRow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, from, to, want string }{
		{"no nought", "0\n3\n", "1\n3\n", "row 1: a JJ file begins with a line that is 0"},
		{"no number of cells", "0\n3\n", "0\nthree\n", "row 2: this line is to be the number of cells"},
		{"a billion cells", "0\n3\n", "0\n1000000000\n", "row 2: this line is to be the number of cells"},
		{"more cells than there are", "0\n3\n", "0\n3000000\n", "row 6: a cell has from 4 to 9 entries"},
		{"a wrong number of a cell", "1 4 4 u", "7 4 4 u", "row 4: the cell is to have the number 1"},
		{"a status that is none", "1 4 4 u", "1 4 4 q", "row 4: the status \"q\""},
		{"a value that is none", "1 4 4 u", "1 NaN 4 u", "row 4: entry 2, \"NaN\", is not a number"},
		{"a negative cost", "1 4 4 u", "1 4 -4 u", "row 4: the cost \"-4\""},
		{"too many decimals", "1 4 4 u", "1 4.0000000001 4 u", "row 4: a number has more than 9 decimals"},
		{"a relation of cells that are not", "2 (1)\n", "8 (1)\n", "row 7: \"8\" is the number of no cell"},
		{"a relation with two totals", "2 (1)\n", "2 (-1)\n", "row 7: the relation has two totals"},
		{"a relation with a weight", "2 (1)\n", "2 (3)\n", "row 7: the factor \"(3)\""},
		{"a relation that says another length", "0 3 :", "0 4 :", "row 7: the relation does not have the number of cells"},
		{"no relations", "1\n0 3 : 0 (-1) 1 (1) 2 (1)\n", "0\n", "cells 0 and 1 are both part of nothing"},
		{"too short", "1\n0 3 : 0 (-1) 1 (1) 2 (1)\n", "", "the file ends too early"},
		{"too long", "2 (1)\n", "2 (1)\n0\n", "row 8: the file goes on"},
		{"totals that do not add up", "0 9 9 s", "0 8 8 s", "row 3: the units of [_T] do not add up"},
		{"no product of hierarchies", "1\n0 3 : 0 (-1) 1 (1) 2 (1)\n", "2\n0 3 : 0 (-1) 1 (1) 2 (1)\n0 3 : 0 (-1) 1 (1) 2 (1)\n", "the relations are not those of a product of hierarchies"},
		{"a cycle", "1\n0 3 : 0 (-1) 1 (1) 2 (1)\n", "2\n0 2 : 0 (-1) 1 (1)\n0 2 : 2 (-1) 2 (1)\n", "the relations are not those of a product of hierarchies"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(smallJJ, c.from, c.to, 1)
			if text == smallJJ {
				t.Fatal("the file was not changed")
			}
			a, err := exchange.ReadJJ(strings.NewReader(text), exchange.Reading{Source: "t.jj"})
			if err == nil {
				_, err = a.Table()
			}
			wantProblem(t, err, c.want)
		})
	}
	_, err := exchange.ReadJJ(strings.NewReader(strings.Replace(smallJJ, "9 9 s", "9.5 9 s", 1)), exchange.Reading{Source: "t.jj"})
	wantProblem(t, err, "does not hold how many units")
}

func TestAGroupAcrossTheTreeIsInJJAndIsNoProduct(t *testing.T) {
	t.Parallel()
	d, err := sdc.NewDimension("region", "T", []sdc.Code{{Code: "A"}, {Code: "B"}, {Code: "C"}})
	if err != nil {
		t.Fatal(err)
	}
	if d, err = d.WithGroup("coast", "A", "C"); err != nil {
		t.Fatal(err)
	}
	table, err := sdc.FromRows(sdc.Layout{Variables: []sdc.Variable{{Name: "region", Hierarchy: d}}}, yielding([]sdc.Row{{Codes: []string{"A"}}, {Codes: []string{"B"}}, {Codes: []string{"C"}}}))
	if err != nil {
		t.Fatal(err)
	}
	file := wrote(t, func(b *bytes.Buffer) error {
		return exchange.WriteJJ(b, protected(t, table, sdc.Rules{}), nil, exchange.Writing{})
	})
	if !strings.Contains(string(file), "\n2\n0 4 : 0 (-1) 1 (1) 2 (1) 3 (1)\n0 3 : 4 (-1) 1 (1) 3 (1)\n") {
		t.Errorf("the relations are not those of the tree and the group:\n%s", file)
	}
	_, err = exchange.ReadJJ(bytes.NewReader(file), exchange.Reading{Source: "t.jj"})
	wantProblem(t, err, "the relations are not those of a product of hierarchies")
}
