// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// grid is a dimension of two levels with so many groups of so many codes.
func grid(t rapid.TB, name string, groups, codes int) *Dimension {
	var list []Code
	for g := range groups {
		group := fmt.Sprintf("%s%c", name, 'A'+g)
		list = append(list, Code{group, ""})
		for c := range codes {
			list = append(list, Code{fmt.Sprintf("%s%d", group, c), group})
		}
	}
	return tree(t, name, list...)
}

// One more in a base cell and in all totals above it is always possible where
// these may be hidden, however sparse the table is.
func TestASparseTableWithEmptyCellsPublishedCanAlwaysBeProved(t *testing.T) {
	t.Parallel()
	repaired := 0
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{grid(t, "a", 4, 3), grid(t, "b", 3, 4), grid(t, "c", 2, 5)}
		var rows []Row
		for range rapid.IntRange(1, 30).Draw(t, "rows") {
			var codes []string
			for _, d := range dims {
				codes = append(codes, d.codes[rapid.SampledFrom(d.leaves).Draw(t, d.name)])
			}
			for range rapid.IntRange(1, 3).Draw(t, "units") {
				rows = append(rows, Row{Codes: codes})
			}
		}
		table, err := FromRows(Layout{Variables: variables(dims)}, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		p, err := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{Zeros: ZerosOpen}).Prove(Effort{})
		if err != nil {
			t.Fatal(err)
		}
		repaired += len(p.Repaired)
	})
	if repaired == 0 {
		t.Error("nothing had to be repaired")
	}
}
