// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// recoded is a recoded table, or a test failure.
func recoded(t rapid.TB, table *Table, changes ...Recoding) *Table {
	t.Helper()
	out, err := table.Recode(changes...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// drawnMerge merges some classes with the same parent, or says that there are none.
func drawnMerge(t *rapid.T, d *Dimension) (Recoding, bool) {
	var parents []int
	for n, kids := range d.children {
		if len(kids) > 1 && (n > 0 || len(kids) > 2) {
			parents = append(parents, n)
		}
	}
	if len(parents) == 0 {
		return Recoding{}, false
	}
	kids := rapid.Permutation(d.children[rapid.SampledFrom(parents).Draw(t, "parent")]).Draw(t, "classes")
	n := rapid.IntRange(2, max(2, len(kids)-1)).Draw(t, "how many")
	r := Recoding{Dimension: d.name, Into: rapid.SampledFrom([]string{"", "merged"}).Draw(t, "into")}
	for _, k := range kids[:n] {
		r.Codes = append(r.Codes, d.codes[k])
	}
	return r, true
}

// sameFigures compares a cell of a recoded table with the cells of the table it was made of.
func sameFigures(t rapid.TB, table, now *Table, cell int, parts []int) {
	t.Helper()
	var units, value int64
	for _, c := range parts {
		units, value = units+table.units[c], value+table.value[c]
	}
	if now.units[cell] != units || now.value[cell] != value {
		t.Fatalf("%v has %d units with %d, its parts %d with %d", now.Codes(cell), now.units[cell], now.value[cell], units, value)
	}
}

// TestMergedCellsAreTheSumsOfTheirParts looks at every base cell of the table
// before and asks in which cells of the new one it counts.
//
// Keeps: TK-205, TK-206
func TestMergedCellsAreTheSumsOfTheirParts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		dims := []*Dimension{drawnDimension(t, "a", 3), drawnDimension(t, "b", 3)}
		layout := Layout{Variables: variables(dims), ByUnit: true, Levels: []string{"enterprise", "group"}, Magnitude: true}
		rows := drawnRows(t, dims, 24, 0)
		table, err := FromRows(layout, yielding(rows))
		if err != nil {
			t.Fatal(err)
		}
		r, ok := drawnMerge(t, dims[0])
		if !ok {
			r = Recoding{Dimension: "a", Drop: true}
		}
		now := recoded(t, table, r)
		parent := ""
		if ok {
			parent = dims[0].Parent(r.Codes[0])
		}
		goes := func(code string) bool {
			return slices.ContainsFunc(r.Codes, func(c string) bool { return within(dims[0], code, c) })
		}
		for c := range now.Cells() {
			codes := now.Codes(c)
			if r.Drop {
				codes = append([]string{"T"}, codes...)
			}
			var value int64
			by := []map[string]int64{{}, {}, {}}
			for _, row := range rows {
				in := within(dims[0], row.Codes[0], codes[0])
				if _, old := dims[0].index[codes[0]]; !old || slices.Contains(r.Codes, codes[0]) && codes[0] != parent {
					in = goes(row.Codes[0])
				}
				if !in || !within(dims[1], row.Codes[1], codes[1]) {
					continue
				}
				value += row.Value
				by[0][row.Unit] += row.Value
				by[1][row.Levels[0]] += row.Value
				by[2][row.Levels[1]] += row.Value
			}
			if now.Value(c) != value {
				t.Fatalf("%v holds %d, its rows %d", codes, now.Value(c), value)
			}
			for l, name := range now.Levels() {
				if got := now.Contributors(name, c); got != int64(len(by[l])) {
					t.Fatalf("%v has %d of level %s, its rows %d", codes, got, name, len(by[l]))
				}
			}
		}
	})
}

func TestRecodingsSaidInWords(t *testing.T) {
	t.Parallel()
	d := tree(t, "region", Code{"A", ""}, Code{"A1", "A"}, Code{"A2", "A"}, Code{"A3", "A"}, Code{"B", ""}, Code{"B1", "B"}, Code{"B2", "B"}, Code{"C", ""})
	grouped, err := d.WithGroup("coast", "A2", "A3", "B")
	if err != nil {
		t.Fatal(err)
	}
	age := tree(t, "age", Code{"young", ""}, Code{"middle", ""}, Code{"old", ""})
	var rows []Row
	for i, region := range []string{"A1", "A2", "A3", "B1", "B2", "C"} {
		for j, years := range []string{"young", "middle", "old"} {
			for range i + 2*j {
				rows = append(rows, Row{Codes: []string{region, years}})
			}
		}
	}
	for _, c := range []struct {
		name    string
		region  *Dimension
		changes []Recoding
		codes   []string // of region, or of the first dimension left
		wrong   string
	}{
		{"classes are made one", d, []Recoding{{Dimension: "region", Codes: []string{"A1", "A3"}, Into: "A13"}}, []string{"T", "A", "B", "C", "A13", "A2", "B1", "B2"}, ""},
		{"a name is made of the codes", d, []Recoding{{Dimension: "region", Codes: []string{"B", "C"}}}, []string{"T", "A", "B+C", "A1", "A2", "A3"}, ""},
		{"a class may keep the name of one of its parts", d, []Recoding{{Dimension: "region", Codes: []string{"A1", "A2"}, Into: "A1"}}, []string{"T", "A", "B", "C", "A1", "A3", "B1", "B2"}, ""},
		{"all parts of a code leave the code", d, []Recoding{{Dimension: "region", Codes: []string{"B1", "B2"}, Into: "X"}}, []string{"T", "A", "B", "C", "A1", "A2", "A3"}, ""},
		{"a level is kept", d, []Recoding{{Dimension: "region", Level: 1}}, []string{"T", "A", "B", "C"}, ""},
		{"a dimension is left out", d, []Recoding{{Dimension: "region", Drop: true}}, []string{"T", "middle", "old", "young"}, ""},
		{"two changes of one dimension", d, []Recoding{{Dimension: "region", Codes: []string{"A1", "A2"}}, {Dimension: "region", Codes: []string{"B", "C"}}}, []string{"T", "A", "B+C", "A1+A2", "A3"}, ""},
		{"a group that holds all of a merged class", grouped, []Recoding{{Dimension: "region", Codes: []string{"A2", "A3"}}}, []string{"T", "A", "B", "C", "A1", "A2+A3", "B1", "B2", "coast"}, ""},
		{"a group that holds a part of a merged class", grouped, []Recoding{{Dimension: "region", Codes: []string{"A1", "A2"}}}, nil, `the group "coast" holds a part of "A1+A2" only`},
		{"no such dimension", d, []Recoding{{Dimension: "sex", Drop: true}}, nil, "no such dimension"},
		{"nothing said", d, []Recoding{{Dimension: "region"}}, nil, "one of three"},
		{"two things said", d, []Recoding{{Dimension: "region", Drop: true, Level: 1}}, nil, "one of three"},
		{"one code", d, []Recoding{{Dimension: "region", Codes: []string{"A"}}}, nil, "at least two codes"},
		{"a code twice", d, []Recoding{{Dimension: "region", Codes: []string{"A", "A"}}}, nil, "named twice"},
		{"an unknown code", d, []Recoding{{Dimension: "region", Codes: []string{"A", "Q"}}}, nil, `no code "Q"`},
		{"the total", d, []Recoding{{Dimension: "region", Codes: []string{"T", "A"}}}, nil, "cannot be merged"},
		{"different parents", d, []Recoding{{Dimension: "region", Codes: []string{"A1", "B1"}}}, nil, "below different codes"},
		{"a code taken", d, []Recoding{{Dimension: "region", Codes: []string{"A1", "A2"}, Into: "C"}}, nil, "already another code"},
		{"everything merged", d, []Recoding{{Dimension: "region", Codes: []string{"A", "B", "C"}}}, nil, "leave the dimension out"},
		{"no coarser level", d, []Recoding{{Dimension: "region", Level: 2}}, nil, "no more than 2 levels"},
		{"nothing left", d, []Recoding{{Dimension: "region", Drop: true}, {Dimension: "age", Drop: true}}, nil, "no dimension is left"},
		{"left out and recoded", d, []Recoding{{Dimension: "region", Drop: true}, {Dimension: "region", Level: 1}}, nil, "left out and recoded"},
		{"within itself", d, []Recoding{{Dimension: "region", Level: 1, Within: map[string][]string{"region": {"A"}}}}, nil, "other dimensions"},
		{"within nothing", d, []Recoding{{Dimension: "region", Level: 1, Within: map[string][]string{}}}, nil, "is empty"},
		{"within an unknown code", d, []Recoding{{Dimension: "region", Level: 1, Within: map[string][]string{"age": {"ancient"}}}}, nil, "no class to recode within"},
		{"left out in a part", d, []Recoding{{Dimension: "region", Drop: true, Within: map[string][]string{"age": {"old"}}}}, nil, "a part of the table only"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			table, err := FromRows(Layout{Variables: variables([]*Dimension{c.region, age})}, yielding(rows))
			if err != nil {
				t.Fatal(err)
			}
			now, err := table.Recode(c.changes...)
			if c.wrong != "" {
				wantProblem(t, err, c.wrong)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.codes, now.Dimensions()[0].Codes()); diff != "" {
				t.Error(diff)
			}
			if now.Value(0) != table.Value(0) {
				t.Errorf("the total was %d and is %d", table.Value(0), now.Value(0))
			}
		})
	}
}

// localTable counts three ages in three municipalities of two regions.
func localTable(t rapid.TB, counts map[string][3]int) *Table {
	t.Helper()
	region := tree(t, "region", Code{"N", ""}, Code{"N1", "N"}, Code{"N2", "N"}, Code{"S", ""}, Code{"S1", "S"})
	age := tree(t, "age", Code{"a", ""}, Code{"b", ""}, Code{"c", ""})
	var rows []Row
	for place, n := range counts {
		for j, years := range []string{"a", "b", "c"} {
			for range n[j] {
				rows = append(rows, Row{Codes: []string{place, years}})
			}
		}
	}
	table, err := FromRows(Layout{Variables: variables([]*Dimension{region, age})}, yielding(rows))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestAPartOfTheTableIsRecodedByItself(t *testing.T) {
	t.Parallel()
	table := localTable(t, map[string][3]int{"N1": {1, 2, 9}, "N2": {8, 7, 6}, "S1": {9, 9, 9}})
	now := recoded(t, table, Recoding{Dimension: "age", Codes: []string{"a", "b"}, Into: "a-b", Within: map[string][]string{"region": {"N1"}}})
	p := suppressed(t, now, Rules{MinimumUnits: 3}, Protection{})
	for _, c := range []struct {
		codes  []string
		left   bool
		status Status
	}{
		{[]string{"N1", "a"}, true, Primary},
		{[]string{"N1", "b"}, true, Primary},
		{[]string{"N1", "c"}, false, Published},
		{[]string{"N1", "a-b"}, false, Published},
		{[]string{"N2", "a-b"}, true, Absent},
		{[]string{"N", "a-b"}, true, Absent},
		{[]string{"T", "a-b"}, true, Absent},
		{[]string{"N1", "T"}, false, Published},
		{[]string{"T", "T"}, false, Published},
	} {
		cell, err := now.Cell(c.codes...)
		if err != nil {
			t.Fatal(err)
		}
		if now.Left(cell) != c.left || p.Status(cell) != c.status {
			t.Errorf("%v is left out %v and %v, want %v and %v", c.codes, now.Left(cell), p.Status(cell), c.left, c.status)
		}
	}
	known := public(p)
	for _, codes := range [][]string{{"N1", "a"}, {"N1", "b"}} {
		if cell, err := now.Cell(codes...); err != nil || known.has(function(now, cell)) {
			t.Errorf("%v was left out and can be computed (%v)", codes, err)
		}
	}
	again := recoded(t, now, Recoding{Dimension: "region", Codes: []string{"N1", "N2"}}.in("age", "c"), Recoding{Dimension: "age", Codes: []string{"a", "b"}, Into: "a-b"}.in("region", "S"))
	for _, codes := range [][]string{{"N1", "a"}, {"S", "b"}, {"S1", "a"}, {"N1", "c"}} {
		if cell, err := again.Cell(codes...); err != nil || !again.Left(cell) {
			t.Errorf("%v is not left out, though all recodings of parts hold (%v)", codes, err)
		}
	}
	if _, err := again.Cell("N1+N2", "c"); err == nil {
		t.Error("all parts of N are merged, and something other than N stands for them")
	}
	_, err := now.Recode(Recoding{Dimension: "region", Level: 1})
	wantProblem(t, err, `"N1" is no class to recode within`)
}

// TestWhatAPartLeavesOutStaysProtected draws tables with recodings of parts and
// asks whether sensitive cells follow from what is published, left out or not.
func TestWhatAPartLeavesOutStaysProtected(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		counts := map[string][3]int{}
		for _, place := range []string{"N1", "N2", "S1"} {
			for j := range 3 {
				n := counts[place]
				n[j] = rapid.IntRange(0, 6).Draw(t, fmt.Sprint(place, j))
				counts[place] = n
			}
		}
		n := counts["S1"]
		n[2]++
		counts["S1"] = n
		table := localTable(t, counts)
		var changes []Recoding
		for _, place := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"N1", "N2", "S"}), 1, 2, rapid.ID[string]).Draw(t, "parts") {
			pair := rapid.SampledFrom([][]string{{"a", "b"}, {"b", "c"}}).Draw(t, "classes")
			changes = append(changes, Recoding{Dimension: "age", Codes: pair, Within: map[string][]string{"region": {place}}})
		}
		if rapid.Bool().Draw(t, "a level too") {
			changes = append(changes, Recoding{Dimension: "region", Level: 1, Within: map[string][]string{"age": {"c"}}})
		}
		now := recoded(t, table, changes...)
		p := suppressed(t, now, Rules{MinimumUnits: 3}, Protection{Zeros: rapid.SampledFrom([]Zeros{ZerosFree, ZerosOpen, ZerosProtect}).Draw(t, "zeros")})
		known := public(p)
		for c := range table.Cells() {
			cell, err := now.Cell(table.Codes(c)...)
			if err != nil {
				t.Fatal(err)
			}
			sameFigures(t, table, now, cell, []int{c})
			if now.Left(cell) && p.Status(cell) == Published {
				t.Fatalf("%v is left out and published", table.Codes(c))
			}
			if n := table.Units(c); n > 0 && n < 3 && known.has(function(now, cell)) {
				t.Fatalf("%v has %d units and can be computed", table.Codes(c), n)
			}
		}
		for what, share := range sharesOf(p.LossFrom(table)) {
			if !(share >= 0 && share <= 1) {
				t.Fatalf("%v loses %g %s", changes, share, what)
			}
		}
		if _, err := p.Prove(Effort{}); err != nil && p.protection.Zeros != ZerosOpen {
			t.Fatal(err)
		}
	})
}

// TestWhatIsOutAlreadyIsNotChanged: a table beside earlier ones is suppressed and nothing else.
func TestWhatIsOutAlreadyIsNotChanged(t *testing.T) {
	t.Parallel()
	table := countsOf(t, map[string]int64{"a": 1, "b": 5, "c": 9})
	own := map[string]string{"T": "T", "a": "a", "b": "b", "c": "c"}
	beside, err := table.Across(View{Codes: []map[string]string{own}}, View{Codes: []map[string]string{{"T": "T"}}, Hidden: func([]string) (hidden, known bool) { return false, true }})
	if err != nil {
		t.Fatal(err)
	}
	noise := noiseTable(t, 2, 1, 0)
	for name, do := range map[string]func() error{
		"recoding": func() error {
			_, err := beside.Recode(Recoding{Dimension: "class", Codes: []string{"a", "b"}})
			return err
		},
		"rounding":     func() error { _, err := beside.RoundControlled(Control{Base: 3}); return err },
		"each figure":  func() error { _, err := beside.Round(RoundNearest, 3, nil); return err },
		"small counts": func() error { _, err := beside.RoundSmallCounts(SmallCounts{Base: 3}); return err },
		"noise": func() error {
			_, err := beside.AddNoise(CellKey{Secret: []byte("a secret of a test, no other"), Noise: noise})
			return err
		},
	} {
		if err := do(); err == nil {
			t.Errorf("%s changes what is out already", name)
		}
	}
}

// in says in which part of a table a recoding holds.
func (r Recoding) in(dimension string, codes ...string) Recoding {
	r.Within = map[string][]string{dimension: codes}
	return r
}
