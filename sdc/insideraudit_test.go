// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// knownTo lists, from the rows alone, the hidden cells that a firm knows: those
// whose rows are all its own, and the empty ones of which every base cell lies in one of these.
func knownTo(p *Pattern, rows []Row, firm string) (out []int) {
	t := p.table
	covered := map[int]bool{}
	for c := range t.cells {
		own, others := 0, 0
		for _, r := range rows {
			inside := true
			for d, code := range t.Codes(c) {
				inside = inside && within(t.dims[d], r.Codes[d], code)
			}
			switch {
			case inside && r.Levels[0] == firm:
				own++
			case inside:
				others++
			}
		}
		if p.Hidden(c) && own > 0 && others == 0 {
			out = append(out, c)
			for _, b := range t.basesOf(c) {
				covered[b] = true
			}
		}
	}
	for c := range t.cells {
		if p.Hidden(c) && t.Units(c) == 0 && !slices.ContainsFunc(t.basesOf(c), func(b int) bool { return !covered[b] }) {
			out = append(out, c)
		}
	}
	return out
}

// countedOut are the sensitive cells that a firm can compute by going through all
// tables of whole numbers that agree with what is published and what it knows.
func countedOut(p *Pattern, known []int) (out []int, ok bool) {
	view := *p
	view.status = slices.Clone(p.status)
	for _, c := range known {
		view.status[c] = Published
	}
	low, high, ok := allTables(p.table, &view, 100_000)
	for c := range p.table.cells {
		if view.status[c] == Primary && low[c] == high[c] {
			out = append(out, c)
		}
	}
	return out, ok
}

// drawnFirms is a small table of two dimensions, or a line on which few stand
// beside classes that are large enough, so that signs tell much.
func drawnFirms(t *rapid.T, firms []string) (dims []*Dimension, rows []Row) {
	put := func(codes ...string) {
		rows = append(rows, Row{Codes: codes, Levels: []string{rapid.SampledFrom(firms).Draw(t, "firm")}})
	}
	if rapid.Bool().Draw(t, "line") {
		dims = []*Dimension{tree(t, "d", Code{"A", ""}, Code{"B", ""}, Code{"C", ""}, Code{"D", ""}, Code{"E", ""})}
		for range rapid.IntRange(1, 2).Draw(t, "few") {
			put(rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "code"))
		}
		for range 3 {
			put("D")
			put("E")
		}
		return dims, rows
	}
	dims = []*Dimension{drawnDimension(t, "a", 2), drawnDimension(t, "b", 3)}
	for range rapid.IntRange(1, 14).Draw(t, "rows") {
		put(dims[0].codes[rapid.SampledFrom(dims[0].leaves).Draw(t, "a leaf")], dims[1].codes[rapid.SampledFrom(dims[1].leaves).Draw(t, "b leaf")])
	}
	return dims, rows
}

func TestNoContributorCountsOutTheCellOfAnother(t *testing.T) {
	t.Parallel()
	counted, mended := 0, 0
	firms := []string{"f0", "f1", "f2", "f3", "f4", "f5"}
	rapid.Check(t, func(t *rapid.T) {
		dims, rows := drawnFirms(t, firms)
		table, err := FromRows(Layout{Variables: variables(dims), Levels: []string{"firm"}}, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		pr := Protection{Singletons: true, Zeros: rapid.SampledFrom([]Zeros{ZerosFree, ZerosProtect}).Draw(t, "zeros")}
		p, err := suppressed(t, table, Rules{MinimumUnits: 3}, pr).Prove(Effort{Full: rapid.Bool().Draw(t, "full")})
		if err != nil || p.Status(0) != Published {
			return // said so, and nothing is published; without a total there is no end to counting
		}
		if p.InsideFallen > 0 {
			mended++
		}
		alone := 0
		for _, f := range firms {
			known := knownTo(p.Pattern, rows, f)
			if len(known) > 0 {
				alone++
			}
			found, ok := countedOut(p.Pattern, known)
			if !ok {
				continue
			}
			counted++
			if len(found) > 0 {
				t.Fatalf("%s, who knows %v, can count out %v", f, known, table.Codes(found[0]))
			}
		}
		if p.Insiders() != alone {
			t.Fatalf("%d contributors were checked, and %d are alone in hidden cells", p.Insiders(), alone)
		}
		if v, err := Verify(p.Certificate()); err != nil || v.Insiders != alone {
			t.Fatalf("%+v, %v", v, err)
		}
	})
	if counted < 50 || mended == 0 {
		t.Errorf("only %d contributors could be followed, and only %d tables had to be mended", counted, mended)
	}
}

// aloneWithEmpty is a line of which A has one unit, B and C none, and D and E many.
// A, B and C sum to one, so that whoever is alone in A knows that B and C are
// empty, though neither follows by sums alone.
func aloneWithEmpty(t *testing.T) *Pattern {
	t.Helper()
	d := tree(t, "d", Code{"A", ""}, Code{"B", ""}, Code{"C", ""}, Code{"D", ""}, Code{"E", ""})
	rows := []Row{{Codes: []string{"A"}}}
	for range 4 {
		rows = append(rows, Row{Codes: []string{"D"}}, Row{Codes: []string{"E"}})
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{d})}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return suppressed(t, table, Rules{MinimumUnits: 2}, Protection{Singletons: true, Zeros: ZerosProtect})
}

func TestWhatAContributorKnowsBySignsIsMended(t *testing.T) {
	t.Parallel()
	pattern := aloneWithEmpty(t)
	if found, ok := countedOut(pattern, []int{1}); !ok || !slices.Equal(found, []int{2, 3}) {
		t.Fatalf("before, who is alone in A counts out %v, want B and C", found)
	}
	p, err := pattern.Prove(Effort{})
	if err != nil {
		t.Fatal(err)
	}
	if p.Insiders() != 1 || p.Fallen != 0 || p.InsideFallen != 2 || p.InsideHidden != 1 || p.Count(Secondary) != 1 {
		t.Errorf("%d contributors, %d cells fell to everybody and %d to them, %d hidden for them, %d secondary", p.Insiders(), p.Fallen, p.InsideFallen, p.InsideHidden, p.Count(Secondary))
	}
	if found, ok := countedOut(p.Pattern, []int{1}); !ok || len(found) > 0 {
		t.Errorf("after, who is alone in A counts out %v", found)
	}
}

func TestACertificateWhoseContributorsWereChangedIsNotBelieved(t *testing.T) {
	t.Parallel()
	p, err := aloneWithEmpty(t).Prove(Effort{Full: true})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(p.Certificate())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		change func(c *Certificate)
		want   string
	}{
		{"tables that serve it left out", func(c *Certificate) { c.Insiders[0].Tables = nil }, "to contributor 0, who is alone in A"},
		{"a table that changes what it knows", func(c *Certificate) {
			c.Insiders[0].Tables = append(c.Insiders[0].Tables, slices.IndexFunc(c.Tables, func(x []CellNumber) bool { return x[0][0] == 1 }))
		}, "changes what contributor 0 knows"},
		{"a table that is not there", func(c *Certificate) { c.Insiders[0].Tables = []int{99} }, "table 99 is not there"},
		{"a published cell", func(c *Certificate) { c.Insiders[0].Cells = []int{0} }, "is not hidden"},
		{"a cell twice", func(c *Certificate) { c.Insiders[0].Cells = []int{1, 1} }, "stands twice"},
		{"a contributor who knows nothing", func(c *Certificate) { c.Insiders[0].Cells = nil }, "alone in no cell"},
		{"a contributor who knows more", func(c *Certificate) {
			c.Insiders = append(c.Insiders, CertificateInsider{Cells: append([]int{1}, c.Secondary...)})
		}, "to contributor 1"},
		{"one more asked of a cell", func(c *Certificate) {
			for i := range c.Proofs {
				if c.Proofs[i].Cell == 2 {
					c.Proofs[i].Asked = &Asked{Above: 5}
				}
			}
		}, "is proved"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			cert, err := ReadCertificate(bytes.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if v, err := Verify(cert); err != nil || v.Insiders != 1 {
				t.Fatalf("the certificate itself: %+v, %v", v, err)
			}
			c.change(cert)
			_, err = Verify(cert)
			wantProblem(t, err, c.want)
		})
	}
}
