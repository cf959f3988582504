// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// squareProof is a table of which sensitive cells cross, and its proof.
func squareProof(t *testing.T) (*Table, *Proof) {
	t.Helper()
	dims := []*Dimension{tree(t, "row", Code{"1", ""}, Code{"2", ""}, Code{"3", ""}), tree(t, "column", Code{"1", ""}, Code{"2", ""}, Code{"3", ""})}
	var cells []Given
	for i, row := range [][]int64{{5, 40, 1}, {20, 60, 2}, {1, 3, 70}} {
		for j, n := range row {
			cells = append(cells, Given{Codes: []string{string(rune('1' + i)), string(rune('1' + j))}, Units: n})
		}
	}
	table, err := FromAggregates(Layout{Variables: variables(dims)}, given(cells...))
	if err != nil {
		t.Fatal(err)
	}
	p, err := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{}).Prove(Effort{Full: true})
	if err != nil {
		t.Fatal(err)
	}
	return table, p
}

// allTables counts out every table of whole numbers that agrees with what is
// published, and gives the smallest and largest value of each cell.
func allTables(t *Table, p *Pattern, most int) (low, high []int64, ok bool) {
	bases := t.bases()
	now := make([]int64, t.cells)
	low, high = append([]int64(nil), t.value...), append([]int64(nil), t.value...)
	steps := 0
	var try func(i int) bool
	try = func(i int) bool {
		if steps++; steps > most {
			return false
		}
		if i == len(bases) {
			for c := range t.cells {
				if p.status[c] == Published && now[c] != t.value[c] {
					return true
				}
			}
			for c := range t.cells {
				low[c], high[c] = min(low[c], now[c]), max(high[c], now[c])
			}
			return true
		}
		b := bases[i]
		from, to := int64(0), t.value[0]
		if p.status[b] == Published {
			from, to = t.value[b], t.value[b]
		}
		for v := from; v <= to; v++ {
			fits := true
			t.ancestors(b, func(c int) {
				now[c] += v
				fits = fits && (p.status[c] != Published || now[c] <= t.value[c])
			})
			on := !fits || try(i+1)
			t.ancestors(b, func(c int) { now[c] -= v })
			if !on {
				return false
			}
			if !fits {
				break
			}
		}
		return true
	}
	return low, high, try(0)
}

func TestIntervalsAreThoseOfAllTablesCountedOut(t *testing.T) {
	t.Parallel()
	counted := 0
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 2), drawnDimension(t, "b", 3)}
		var rows []Row
		for range rapid.IntRange(1, 14).Draw(t, "rows") {
			rows = append(rows, Row{Codes: []string{dims[0].codes[rapid.SampledFrom(dims[0].leaves).Draw(t, "a leaf")], dims[1].codes[rapid.SampledFrom(dims[1].leaves).Draw(t, "b leaf")]}})
		}
		table, err := FromRows(Layout{Variables: variables(dims)}, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		pattern := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{})
		p, err := pattern.Prove(Effort{Full: true})
		if err != nil {
			return // said so, and nothing is published
		}
		low, high, ok := allTables(table, p.Pattern, 200_000)
		if !ok || p.Status(0) != Published { // without a total there is no end to counting
			return
		}
		counted++
		for c := range table.Cells() {
			lower, upper := p.Interval(c)
			if lower < low[c] || upper > high[c] {
				t.Fatalf("%v is said to reach %d to %d, and all tables reach %d to %d", table.Codes(c), lower, upper, low[c], high[c])
			}
			if p.Status(c) == Primary && low[c] == high[c] {
				t.Fatalf("%v can be counted out to be %d", table.Codes(c), low[c])
			}
		}
		if _, err := Verify(p.Certificate()); err != nil {
			t.Fatal(err)
		}
	})
	if counted < 20 {
		t.Errorf("only %d tables could be counted out", counted)
	}
}

func TestSumsAreProvedToTheWidthAskedFor(t *testing.T) {
	t.Parallel()
	proved := 0
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, true)
		pr := drawnProtection(t)
		pr.Interval = Whole(rapid.Int64Range(0, 40).Draw(t, "interval"))
		p, err := suppressed(t, table, Rules{MinimumUnits: 2, Dominance: []Dominance{{1, Whole(75)}}}, pr).Prove(Effort{})
		if err != nil {
			return
		}
		proved++
		known := public(p.Pattern)
		for c := range table.Cells() {
			if p.Status(c) != Primary {
				continue
			}
			lower, upper := p.Interval(c)
			if (upper-lower)*100 < pr.Interval.num*table.Value(c) || lower == upper {
				t.Fatalf("%v of %d is only between %d and %d", table.Codes(c), table.Value(c), lower, upper)
			}
			if known.has(function(table, c)) {
				t.Fatalf("%v can be computed after repair", table.Codes(c))
			}
		}
		if _, err := Verify(p.Certificate()); err != nil {
			t.Fatal(err)
		}
	})
	if proved < 20 {
		t.Errorf("only %d tables could be proved", proved)
	}
}

func TestValuesWithSignsHaveNoEnd(t *testing.T) {
	t.Parallel()
	d := tree(t, "d", Code{"A", ""}, Code{"B", ""}, Code{"C", ""})
	table, err := FromRows(Layout{Variables: variables([]*Dimension{d}), Magnitude: true}, yielding([]Row{{Codes: []string{"A"}, Value: -7}, {Codes: []string{"B"}, Value: 3}, {Codes: []string{"B"}, Value: 4}, {Codes: []string{"C"}, Value: 90}}))
	if err != nil {
		t.Fatal(err)
	}
	p, err := suppressed(t, table, Rules{MinimumUnits: 2}, Protection{Interval: Whole(200)}).Prove(Effort{})
	if err != nil {
		t.Fatal(err)
	}
	if lower, upper := p.Interval(1); upper-lower < 14 {
		t.Errorf("A is between %d and %d", lower, upper)
	}
}

func TestACertificateThatWasChangedIsNotBelieved(t *testing.T) {
	t.Parallel()
	_, p := squareProof(t)
	text, err := json.Marshal(p.Certificate())
	if err != nil {
		t.Fatal(err)
	}
	read := func() *Certificate {
		c, err := ReadCertificate(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if v, err := Verify(read()); err != nil || v.Primary != 3 {
		t.Fatalf("the certificate itself: %+v, %v", v, err)
	}
	for _, c := range []struct {
		name   string
		change func(c *Certificate)
		want   string
	}{
		{"a bound that is too wide", func(c *Certificate) { c.Proofs[0].Upper++ }, "is claimed and table"},
		{"a proof left out", func(c *Certificate) {
			c.Proofs = slices.DeleteFunc(c.Proofs, func(p CellProof) bool { return p.Cell == c.Primary[0] })
		}, "is proved and 1 is needed"},
		{"a hidden cell that is published", func(c *Certificate) { c.Secondary = nil }, "changes the published cell"},
		{"another true table", func(c *Certificate) {
			c.Base[slices.IndexFunc(c.Base, func(x CellNumber) bool { return x[0] == int64(c.Primary[0]) })][1]++
		}, "is claimed and table"},
		{"a table that falls below nought", func(c *Certificate) { c.Tables[0][0][1] = -1000; c.Tables[0] = c.Tables[0][:1] }, "fall below nought"},
		{"a table of totals", func(c *Certificate) { c.Tables[0] = []CellNumber{{0, 1}} }, "no base cell"},
		{"a wider interval", func(c *Certificate) { c.Interval = "100000" }, "is needed"},
		{"a cell with two statuses", func(c *Certificate) { c.Secondary = append(c.Secondary, c.Primary[0]) }, "two statuses"},
		{"a table that is not there", func(c *Certificate) { c.Proofs[0].UpperAt = 999 }, "is not there"},
		{"no dimensions", func(c *Certificate) { c.Dimensions = nil }, "no dimensions"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cert := read()
			c.change(cert)
			_, err := Verify(cert)
			wantProblem(t, err, c.want)
		})
	}
	_, err = ReadCertificate(bytes.NewReader([]byte(`{"format":"x"}`)))
	wantProblem(t, err, "has the form")
	_, err = ReadCertificate(bytes.NewReader([]byte(`{"form":1}`)))
	wantProblem(t, err, "no certificate")
}

func TestWhatCannotBeProtectedIsAnError(t *testing.T) {
	t.Parallel()
	p := suppressed(t, line(t, 2), Rules{MinimumUnits: 3, Forced: nil}, Protection{})
	if _, err := p.Prove(Effort{}); err != nil {
		t.Errorf("a cell and its total are both hidden: %v", err)
	}
	v, err := line(t, 1, 1, 9).Evaluate(Rules{MinimumUnits: 2, Forced: []Forced{{Codes: []string{"C"}, Publish: true}, {Codes: []string{"T"}, Publish: true}}})
	if err != nil {
		t.Fatal(err)
	}
	q, err := v.Suppress(Protection{Interval: Whole(300)})
	if err != nil {
		t.Fatal(err)
	}
	_, err = q.Prove(Effort{})
	wantProblem(t, err, "cannot be protected")
}

func FuzzCertificate(f *testing.F) {
	f.Add([]byte(`{"format":"lupaus-disclosure-certificate/1","dimensions":[{"name":"d","total":"T","codes":[["A",""],["B",""]]}],"base":[[1,2],[2,5]],"primary":[1],"secondary":[2],"tables":[[[1,1],[2,-1]]],"proofs":[{"cell":1,"lower":2,"upper":3,"lower-table":-1,"upper-table":0}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := ReadCertificate(bytes.NewReader(text))
		if err != nil {
			return
		}
		if v, err := Verify(c); err == nil && v.Primary > 0 && v.Tables == 0 {
			t.Error("sensitive cells are proved by nothing")
		}
	})
}
