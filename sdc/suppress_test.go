// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// span is a set of linear functions of base cells, in fractions and with
// nothing of the algorithm under test: what can be computed from what is known.
type span struct{ rows [][]*big.Rat }

// left is what remains of a function after all that is known.
func (s *span) left(v []*big.Rat) ([]*big.Rat, int) {
	out := make([]*big.Rat, len(v))
	for i, x := range v {
		out[i] = new(big.Rat).Set(x)
	}
	for _, r := range s.rows {
		lead := slices.IndexFunc(r, func(x *big.Rat) bool { return x.Sign() != 0 })
		if out[lead].Sign() == 0 {
			continue
		}
		f := new(big.Rat).Quo(out[lead], r[lead])
		for i := range out {
			out[i].Sub(out[i], new(big.Rat).Mul(f, r[i]))
		}
	}
	return out, slices.IndexFunc(out, func(x *big.Rat) bool { return x.Sign() != 0 })
}

func (s *span) add(v []*big.Rat) {
	if rest, lead := s.left(v); lead >= 0 {
		s.rows = append(s.rows, rest)
	}
}

func (s *span) has(v []*big.Rat) bool {
	_, lead := s.left(v)
	return lead < 0
}

// function writes cells as a function of base cells, from the code lists.
func function(t *Table, cells ...int) (out []*big.Rat) {
	for _, b := range t.bases() {
		in := int64(0)
		for _, c := range cells {
			if holds(t, c, b) {
				in++
			}
		}
		out = append(out, new(big.Rat).SetInt64(in))
	}
	return out
}

func holds(t *Table, cell, base int) bool {
	of, in := t.Codes(cell), t.Codes(base)
	for i, d := range t.dims {
		if members, ok := d.groups[d.index[of[i]]]; ok {
			if !slices.ContainsFunc(members, func(m int32) bool { return within(d, in[i], d.codes[m]) }) {
				return false
			}
			continue
		}
		if !within(d, in[i], of[i]) {
			return false
		}
	}
	return true
}

// public is what everybody knows of a pattern.
func public(p *Pattern) *span {
	s := &span{}
	for c := range p.table.Cells() {
		if p.Status(c) == Published {
			s.add(function(p.table, c))
		}
	}
	return s
}

func suppressed(t rapid.TB, table *Table, r Rules, pr Protection) *Pattern {
	t.Helper()
	v, err := table.Evaluate(r)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Suppress(pr)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// drawnTable is a table of counts or sums with one level above the unit.
func drawnTable(t *rapid.T, magnitude bool) (*Table, []*Dimension, []Row) {
	dims := []*Dimension{drawnDimension(t, "a", 3), drawnDimension(t, "b", 3)}
	if rapid.Bool().Draw(t, "a group") && len(dims[0].leaves) > 2 {
		d, err := dims[0].WithGroup("some", dims[0].codes[dims[0].leaves[0]], dims[0].codes[dims[0].leaves[len(dims[0].leaves)-1]])
		if err != nil {
			t.Fatal(err)
		}
		dims[0] = d
	}
	rows := drawnRows(t, dims, 30, 0)
	table, err := FromRows(Layout{Variables: variables(dims), ByUnit: true, Levels: []string{"enterprise", "group"}, Magnitude: magnitude}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table, dims, rows
}

func drawnProtection(t *rapid.T) Protection {
	return Protection{Singletons: rapid.Bool().Draw(t, "singletons"), Unions: rapid.Bool().Draw(t, "unions"),
		Zeros: rapid.SampledFrom([]Zeros{ZerosFree, ZerosProtect}).Draw(t, "zeros"), Cost: rapid.SampledFrom([]Cost{CostValue, CostUnits, CostCells}).Draw(t, "cost")}
}

func TestNothingHiddenFollowsFromWhatIsPublished(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, _ := drawnTable(t, rapid.Bool().Draw(t, "magnitude"))
		pr := drawnProtection(t)
		p := suppressed(t, table, Rules{MinimumUnits: 3, Dominance: []Dominance{{1, Whole(75)}}}, pr)
		known := public(p)
		for c := range table.Cells() {
			if p.Status(c) == Primary && known.has(function(table, c)) {
				t.Fatalf("%v is hidden and can be computed", table.Codes(c))
			}
		}
		// A secondary cell is needed: with it published, something follows.
		if pr.Singletons || pr.Unions || pr.Zeros == ZerosProtect {
			return // then cells are hidden for the sake of sums, too
		}
		for c := range table.Cells() {
			if p.Status(c) != Secondary {
				continue
			}
			more := &span{rows: slices.Clone(known.rows)}
			more.add(function(table, c))
			if !slices.ContainsFunc(p.verdictsAndZeros(), func(s int) bool { return more.has(function(table, s)) }) {
				t.Fatalf("%v is hidden for nothing", table.Codes(c))
			}
		}
	})
}

// verdictsAndZeros lists the cells that are hidden for their own sake.
func (p *Pattern) verdictsAndZeros() (out []int) {
	for c, s := range p.status {
		if s == Primary {
			out = append(out, c)
		}
	}
	return out
}

func TestNoContributorComputesAnother(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table, _, rows := drawnTable(t, rapid.Bool().Draw(t, "magnitude"))
		p := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{Singletons: true, Zeros: rapid.SampledFrom([]Zeros{ZerosFree, ZerosProtect}).Draw(t, "zeros")})
		alone := map[string][]int{} // group to the hidden cells it is alone in
		for c := range table.Cells() {
			who := map[string]bool{}
			for _, r := range rows {
				if base, err := table.Cell(r.Codes...); err == nil && holds(table, c, base) {
					who[r.Levels[1]] = true
				}
			}
			if p.Hidden(c) && len(who) == 1 {
				for g := range who {
					alone[g] = append(alone[g], c)
				}
			}
		}
		for g, cells := range alone {
			known, own := public(p), &span{} // nobody can keep from it what its own cells say together
			for _, c := range cells {
				known.add(function(table, c))
				own.add(function(table, c))
			}
			for c := range table.Cells() {
				if f := function(table, c); p.Status(c) == Primary && !own.has(f) && known.has(f) {
					t.Fatalf("%s, alone in %d cells, computes %v", g, len(cells), table.Codes(c))
				}
			}
		}
	})
}

func TestTheOrderOfRowsAndDimensionsChangesNoPattern(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		magnitude := rapid.Bool().Draw(t, "magnitude")
		table, dims, rows := drawnTable(t, magnitude)
		pr := drawnProtection(t)
		rules := Rules{MinimumUnits: 3, Dominance: []Dominance{{1, Whole(75)}}}
		p := suppressed(t, table, rules, pr)
		var turned []Row
		for _, r := range rapid.Permutation(rows).Draw(t, "order") {
			r.Codes = []string{r.Codes[1], r.Codes[0]}
			turned = append(turned, r)
		}
		other, err := FromRows(Layout{Variables: variables([]*Dimension{dims[1], dims[0]}), ByUnit: true, Levels: []string{"enterprise", "group"}, Magnitude: magnitude}, yielding(turned))
		if err != nil {
			t.Fatal(err)
		}
		q := suppressed(t, other, rules, pr)
		for c := range table.Cells() {
			codes := table.Codes(c)
			d, err := other.Cell(codes[1], codes[0])
			if err != nil || p.Status(c) != q.Status(d) {
				t.Fatalf("%v is %v, and %v in another order (%v)", codes, p.Status(c), q.Status(d), err)
			}
		}
	})
}

func TestLinkedTablesAreSafeTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 3), drawnDimension(t, "b", 3), tree(t, "c", Code{"m", ""}, Code{"f", ""})}
		rows := drawnRows(t, dims, 30, 0)
		table, err := FromRows(Layout{Variables: variables(dims), ByUnit: true, Levels: []string{"enterprise", "group"}}, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		p := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{Views: [][]string{{"a", "b"}, {"a", "c"}, {"b", "c"}}})
		known := public(p)
		for c := range table.Cells() {
			codes := table.Codes(c)
			if absent := codes[0] != "T" && codes[1] != "T" && codes[2] != "T"; absent != (p.Status(c) == Absent) {
				t.Fatalf("%v is %v", codes, p.Status(c))
			}
			if p.Status(c) == Primary && known.has(function(table, c)) {
				t.Fatalf("%v is hidden and can be computed from the tables together", codes)
			}
		}
	})
	_, err := (&Verdicts{table: oneCell(t, 1), findings: map[int][]Finding{}}).Suppress(Protection{Views: [][]string{{"moon"}}})
	wantProblem(t, err, "\"moon\", which is no dimension")
}

// line is a table of one dimension with these units in its cells.
func line(t testing.TB, units ...int64) *Table {
	t.Helper()
	var list []Code
	var cells []Given
	for i, n := range units {
		c := string(rune('A' + i))
		list = append(list, Code{c, ""})
		cells = append(cells, Given{Codes: []string{c}, Units: n})
	}
	table, err := FromAggregates(Layout{Variables: variables([]*Dimension{tree(t, "d", list...)})}, given(cells...))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func hidden(p *Pattern) (out []string) {
	for c := range p.table.Cells() {
		if p.Hidden(c) {
			out = append(out, strings.Join(p.table.Codes(c), " ")+" "+p.Status(c).String())
		}
	}
	return out
}

func TestThreeCellsOfOneLineStayHiddenTogether(t *testing.T) {
	t.Parallel()
	p := suppressed(t, line(t, 15, 5, 3), Rules{MinimumUnits: 11}, Protection{Unions: true})
	if diff := cmp.Diff([]string{"A secondary", "B primary", "C primary"}, hidden(p)); diff != "" {
		t.Error(diff)
	}
	p = suppressed(t, line(t, 15, 5, 3), Rules{MinimumUnits: 11}, Protection{})
	if diff := cmp.Diff([]string{"B primary", "C primary"}, hidden(p)); diff != "" {
		t.Error(diff)
	}
}

func TestOneWhoIsAloneBesideAnotherCannotComputeIt(t *testing.T) {
	t.Parallel()
	table := line(t, 1, 2, 9, 8)
	p := suppressed(t, table, Rules{MinimumUnits: 3}, Protection{})
	if diff := cmp.Diff([]string{"A primary", "B primary"}, hidden(p)); diff != "" {
		t.Error(diff)
	}
	p = suppressed(t, table, Rules{MinimumUnits: 3}, Protection{Singletons: true})
	if diff := cmp.Diff([]string{"A primary", "B primary", "D secondary"}, hidden(p)); diff != "" {
		t.Error(diff)
	}
}

func TestEmptyCellsAreOpenFreeOrProtected(t *testing.T) {
	t.Parallel()
	table := line(t, 2, 0, 9, 8)
	for _, c := range []struct {
		zeros Zeros
		want  []string
	}{
		{ZerosFree, []string{"A primary", "B secondary"}},
		{ZerosOpen, []string{"A primary", "D secondary"}},
		{ZerosProtect, []string{"A primary", "B primary"}},
	} {
		if diff := cmp.Diff(c.want, hidden(suppressed(t, table, Rules{MinimumUnits: 3}, Protection{Zeros: c.zeros}))); diff != "" {
			t.Errorf("zeros %d: %s", c.zeros, diff)
		}
	}
}

func TestAnEarlierPatternIsKept(t *testing.T) {
	t.Parallel()
	table := line(t, 2, 20, 9, 8)
	earlier := func(codes []string) (hidden, known bool) { return codes[0] == "A" || codes[0] == "B", codes[0] != "C" }
	if diff := cmp.Diff([]string{"A primary", "B secondary"}, hidden(suppressed(t, table, Rules{MinimumUnits: 3}, Protection{Earlier: earlier}))); diff != "" {
		t.Error(diff)
	}
}

func TestForcedOpenCellsAreNotHidden(t *testing.T) {
	t.Parallel()
	open := []Forced{{Codes: []string{"D"}, Publish: true}}
	p := suppressed(t, line(t, 2, 20, 9, 8), Rules{MinimumUnits: 3, Forced: open}, Protection{})
	if diff := cmp.Diff([]string{"A primary", "C secondary"}, hidden(p)); diff != "" {
		t.Error(diff)
	}
	v, err := line(t, 2, 20).Evaluate(Rules{MinimumUnits: 3, Forced: []Forced{{Codes: []string{"B"}, Publish: true}, {Codes: []string{"T"}, Publish: true}}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = v.Suppress(Protection{})
	wantProblem(t, err, "has to be published and gives away a sensitive cell")
}
