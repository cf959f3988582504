// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
)

// establishments invents rows of a table of 1,900 cells with two hierarchies and
// a class of size: most cells are small, some large, as in a business register.
func establishments(seed uint64, n int) []Row {
	r := rand.New(rand.NewPCG(seed, 77))
	skewed := func(n int) int { return min(r.IntN(n), r.IntN(n), r.IntN(n)) }
	rows := make([]Row, n)
	for i := range rows {
		division, municipality := skewed(20), skewed(15)
		rows[i] = Row{Line: i + 2, Codes: []string{
			string(rune('A' + division/5)), fmt.Sprintf("%02d", division),
			fmt.Sprintf("R%d", municipality/5), fmt.Sprintf("M%02d", municipality), fmt.Sprint(skewed(3))}}
	}
	return rows
}

// establishmentsTable counts them.
func establishmentsTable(t *testing.T, rows []Row) *Table {
	t.Helper()
	table, err := FromRows(Layout{Variables: []Variable{{Name: "industry", Levels: 2, Total: "Total"}, {Name: "region", Levels: 2, Total: "Total"}, {Name: "size", Levels: 1, Total: "Total"}}}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// The setting of processors is the whole program's, so that this test runs alone.
func TestProofsAreTheSameOnAnyNumberOfProcessorsAndInAnyOrderOfRows(t *testing.T) { //nolint:paralleltest // see above
	rows := establishments(3, 1500)
	written := func(processors int, rows []Row) (*Proof, []byte) {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		proof, err := suppressed(t, establishmentsTable(t, rows), Rules{MinimumUnits: 3}, Protection{}).Prove(Effort{Full: true})
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(proof.Certificate())
		if err != nil {
			t.Fatal(err)
		}
		return proof, text
	}
	first, want := written(1, rows)
	if first.Tables() < 20 || len(first.Repaired) == 0 || first.Given == 0 {
		t.Fatalf("the table asks too little of the proof: %d tables, %d cells repaired, %d given back", first.Tables(), len(first.Repaired), first.Given)
	}
	if _, got := written(2, rows); !bytes.Equal(got, want) {
		t.Error("two processors give another certificate than one")
	}
	other := append([]Row(nil), rows...)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
	second, got := written(2, other)
	if !bytes.Equal(got, want) {
		t.Error("rows in another order give another certificate")
	}
	for c := range first.Table().Cells() {
		l, u := first.Outer(c)
		if lower, upper := second.Outer(c); l != lower || u != upper || first.Status(c) != second.Status(c) {
			t.Fatalf("the cell %v has another status or other limits when rows come in another order", first.Table().Codes(c))
		}
	}
}
