// SPDX-License-Identifier: EUPL-1.2

package exchange_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

// awkward are letters that files have been known to lose.
const awkward = `[A-Za-z0-9åäöÅÄÖéß.,;:'#=()\[\]<> -]{0,6}`

// drawnDimension is a random tree. Codes begin and end with a letter, so that
// formats that take spaces off can keep them.
func drawnDimension(t *rapid.T, name string, also string) *sdc.Dimension {
	n := rapid.IntRange(2, 7).Draw(t, name+" codes")
	var list []sdc.Code
	for i := range n {
		code := fmt.Sprintf("c%d%sz", i, rapid.StringMatching(awkward).Draw(t, "code"))
		if also != "" && rapid.Bool().Draw(t, "also") {
			code = fmt.Sprintf("c%d%sz", i, also)
		}
		parent := ""
		if p := rapid.IntRange(-1, i-1).Draw(t, "parent"); p >= 0 {
			parent = list[p].Code
		}
		list = append(list, sdc.Code{Code: code, Parent: parent})
	}
	d, err := sdc.NewDimension(name, "Tot", list)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// leaves are the codes without parts.
func leaves(d *sdc.Dimension) (out []string) {
	for _, c := range d.Codes() {
		if len(d.Parts(c)) == 0 {
			out = append(out, c)
		}
	}
	return out
}

// drawnRows are random microdata of dimensions.
func drawnRows(t *rapid.T, dims []*sdc.Dimension) (out []sdc.Row) {
	for i := range rapid.IntRange(1, 40).Draw(t, "rows") {
		r := sdc.Row{Line: i + 2, Unit: fmt.Sprintf("u%d", i), Weight: 1, Value: rapid.Int64Range(0, 99999).Draw(t, "value"), Levels: []string{fmt.Sprintf("e%d", rapid.IntRange(0, 9).Draw(t, "enterprise"))}}
		for _, d := range dims {
			r.Codes = append(r.Codes, rapid.SampledFrom(leaves(d)).Draw(t, "leaf"))
		}
		out = append(out, r)
	}
	return out
}

func yielding(rows []sdc.Row) iter.Seq2[sdc.Row, error] {
	return func(yield func(sdc.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// drawn is a random table.
func drawn(t *rapid.T, magnitude bool, also string) (*sdc.Table, sdc.Layout, []sdc.Row) {
	l := sdc.Layout{Source: "rows", ByUnit: true, Levels: []string{"enterprise"}, Magnitude: magnitude}
	if magnitude {
		l.Decimals = rapid.IntRange(0, 3).Draw(t, "decimals")
	}
	var dims []*sdc.Dimension
	for i := range rapid.IntRange(1, 3).Draw(t, "dimensions") {
		d := drawnDimension(t, fmt.Sprintf("D%d", i), also)
		dims = append(dims, d)
		l.Variables = append(l.Variables, sdc.Variable{Name: d.Name(), Hierarchy: d})
	}
	rows := drawnRows(t, dims)
	table, err := sdc.FromRows(l, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table, l, rows
}

// protected hides what has fewer than three units.
func protected(t rapid.TB, table *sdc.Table, rules sdc.Rules) *sdc.Pattern {
	v, err := table.Evaluate(rules)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Suppress(sdc.Protection{Interval: sdc.Whole(10)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// published is what a pattern publishes, in the form that readers give it.
func published(p *sdc.Pattern) map[string]*string {
	t, out := p.Table(), map[string]*string{}
	for c := range t.Cells() {
		if p.Status(c) == sdc.Absent {
			continue
		}
		var v *string
		if !p.Hidden(c) {
			s := sdc.FormatNumber(t.Value(c), t.Decimals())
			v = &s
		}
		out[strings.Join(t.Codes(c), "\x00")] = v
	}
	return out
}

// sameTrees compares code lists.
func sameTrees(t rapid.TB, got, want []*sdc.Dimension) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d dimensions, want %d", len(got), len(want))
	}
	for i, w := range want {
		if d := cmp.Diff(described(w), described(got[i])); d != "" {
			t.Errorf("dimension %s is another (-want +got):\n%s", w.Name(), d)
		}
	}
}

func described(d *sdc.Dimension) map[string][]string {
	out := map[string][]string{"name": {d.Name(), d.Total()}}
	for _, c := range d.Codes() {
		out["code "+c] = append([]string{d.Parent(c)}, d.Parts(c)...)
	}
	return out
}

// hierarchies are the code lists of what was read.
func hierarchies(a *exchange.Aggregates) (out []*sdc.Dimension) {
	for _, v := range a.Layout.Variables {
		out = append(out, v.Hierarchy)
	}
	return out
}

// sameTable compares all cells of two tables by their codes.
func sameTable(t rapid.TB, got, want *sdc.Table) {
	t.Helper()
	for c := range want.Cells() {
		g, err := got.Cell(want.Codes(c)...)
		if err != nil {
			t.Fatal(err)
		}
		if got.Units(g) != want.Units(c) || got.Value(g) != want.Value(c) {
			t.Fatalf("the cell %v has %d and %d, want %d and %d", want.Codes(c), got.Units(g), got.Value(g), want.Units(c), want.Value(c))
		}
	}
}

// wantProblem wants an error that says where and what.
func wantProblem(t testing.TB, err error, want string) {
	t.Helper()
	var p *sdc.Problem
	if !errors.As(err, &p) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want a problem with %q", err, want)
	}
}

// wrote gives the bytes of a writer.
func wrote(t rapid.TB, write func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// example is a small table with a hierarchy: ten people in two regions.
func example(t testing.TB) *sdc.Table {
	t.Helper()
	region, err := sdc.NewDimension("region", "Total", []sdc.Code{{Code: "North"}, {Code: "N1", Parent: "North"}, {Code: "N2", Parent: "North"}, {Code: "South"}})
	if err != nil {
		t.Fatal(err)
	}
	sex, err := sdc.NewDimension("sex", "Total", []sdc.Code{{Code: "M"}, {Code: "F"}})
	if err != nil {
		t.Fatal(err)
	}
	var rows []sdc.Row
	for _, n := range []struct {
		region, sex string
		people      int
	}{{"N1", "M", 1}, {"N1", "F", 6}, {"N2", "M", 8}, {"N2", "F", 9}, {"South", "M", 12}, {"South", "F", 11}} {
		for range n.people {
			rows = append(rows, sdc.Row{Codes: []string{n.region, n.sex}})
		}
	}
	table, err := sdc.FromRows(sdc.Layout{Variables: []sdc.Variable{{Name: "region", Hierarchy: region}, {Name: "sex", Hierarchy: sex}}}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}
