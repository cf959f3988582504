// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// agesBy makes one classification of single years of age.
func agesBy(t *testing.T, classes map[string][]string) *Dimension {
	t.Helper()
	var list []Code
	for c, years := range classes {
		list = append(list, Code{c, ""})
		for _, y := range years {
			list = append(list, Code{y, c})
		}
	}
	d, err := NewDimension("age", "Total", list)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTwoClassificationsOfOneVariableAreJoined(t *testing.T) {
	t.Parallel()
	one := agesBy(t, map[string][]string{"0-14": {"13", "14"}, "15-64": {"15", "16", "17"}})
	two := agesBy(t, map[string][]string{"0-15": {"13", "14", "15"}, "16-64": {"16", "17"}})
	coarse := agesBy(t, map[string][]string{"0-14": nil, "15-64": nil})
	d, names, err := Common("age", coarse, one, two)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(d.Codes(), " "), "Total 0-14 15-64 13 14 15 16 17 0-15 16-64"; got != want {
		t.Errorf("codes %s, want %s", got, want)
	}
	if names[2]["0-15"] != "0-15" || names[0]["15-64"] != "15-64" || names[1]["16"] != "16" {
		t.Errorf("names %v", names)
	}
	other := agesBy(t, map[string][]string{"0-14": {"13", "15"}, "15-64": {"14", "16", "17"}})
	d, names, err = Common("age", one, other)
	if err != nil {
		t.Fatal(err)
	}
	if names[1]["0-14"] != "0-14 (2)" || len(d.leavesBelow(d.index["0-14 (2)"])) != 2 {
		t.Errorf("a class of the same name that holds others is called %q", names[1]["0-14"])
	}
}

// people yields rows of municipality and single year of age.
func people(counts map[string]int) []Row {
	var out []Row
	for k, n := range counts {
		for range n {
			out = append(out, Row{Codes: strings.Fields(k), Weight: 1})
		}
	}
	return out
}

func tableOf(t testing.TB, dims []*Dimension, rows []Row) *Table {
	t.Helper()
	l := Layout{}
	for _, d := range dims {
		l.Variables = append(l.Variables, Variable{Name: d.Name(), Hierarchy: d})
	}
	b, err := NewBuilder(l)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := b.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	out, err := b.Table()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// shownBy makes a view of a joint table from the names that Common gave.
func shownBy(names ...map[string]string) View {
	var v View
	for _, n := range names {
		if n == nil {
			v.Codes = append(v.Codes, nil)
			continue
		}
		back := map[string]string{}
		for own, joint := range n {
			back[joint] = own
		}
		v.Codes = append(v.Codes, back)
	}
	return v
}

// A table by 0-14 and 15-64 is out, and one by 0-15 and 16-64 comes: their
// difference is the single person of 15 years in one municipality.
//
// Keeps: TK-203
func TestTheDifferenceOfTwoTablesGivesNobodyAway(t *testing.T) {
	t.Parallel()
	whole := func(d *Dimension) map[string]string {
		out := map[string]string{}
		for _, c := range d.Codes() {
			out[c] = c
		}
		return out
	}
	place, err := NewDimension("place", "Total", []Code{{"M1", ""}, {"M2", ""}, {"M3", ""}})
	if err != nil {
		t.Fatal(err)
	}
	years := agesBy(t, map[string][]string{"13": nil, "14": nil, "15": nil, "16": nil, "17": nil})
	ages, names, err := Common("age", years,
		agesBy(t, map[string][]string{"0-14": {"13", "14"}, "15-64": {"15", "16", "17"}}),
		agesBy(t, map[string][]string{"0-15": {"13", "14", "15"}, "16-64": {"16", "17"}}))
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, m := range []string{"M1", "M2", "M3"} {
		for i, y := range []string{"13", "14", "15", "16", "17"} {
			counts[m+" "+y] = 10 + 3*i
		}
	}
	counts["M2 15"] = 1
	joint := tableOf(t, []*Dimension{place, ages}, people(counts))
	classes := func(n map[string]string, own ...string) map[string]string {
		out := map[string]string{"Total": "Total"}
		for _, c := range own {
			out[c] = n[c]
		}
		return out
	}
	now := shownBy(whole(place), classes(names[2], "0-15", "16-64"))
	past := shownBy(whole(place), classes(names[1], "0-14", "15-64"))
	past.Hidden = func([]string) (hidden, known bool) { return false, true }

	alone, err := joint.Across(now)
	if err != nil {
		t.Fatal(err)
	}
	beside, err := joint.Across(now, past)
	if err != nil {
		t.Fatal(err)
	}
	hidden := func(tb *Table) (out []string, p *Pattern) {
		v, err := tb.Evaluate(Rules{MinimumUnits: 3})
		if err != nil {
			t.Fatal(err)
		}
		if p, err = v.Suppress(Protection{Zeros: ZerosOpen}); err != nil {
			t.Fatal(err)
		}
		for c := range tb.Cells() {
			if tb.Now(c) && p.Hidden(c) {
				out = append(out, strings.Join(tb.Codes(c), " "))
			}
		}
		return out, p
	}
	if got, _ := hidden(alone); len(got) != 0 {
		t.Errorf("alone the new table hides %v, want nothing", got)
	}
	got, p := hidden(beside)
	if len(got) == 0 || !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "M2 ") }) {
		t.Errorf("beside the table that is out the new one hides %v, want cells of M2", got)
	}
	if len(p.Known()) != 0 {
		t.Errorf("%v are said to be known before", p.Known())
	}
	if _, err := p.Prove(Effort{}); err != nil {
		t.Errorf("the two tables together: %v", err)
	}
}

func TestWhatIsOutAlreadyCannotBeProtectedAndIsTold(t *testing.T) {
	t.Parallel()
	place, err := NewDimension("place", "Total", []Code{{"M1", ""}, {"M2", ""}, {"M3", ""}})
	if err != nil {
		t.Fatal(err)
	}
	sex, err := NewDimension("sex", "Total", []Code{{"f", ""}, {"m", ""}})
	if err != nil {
		t.Fatal(err)
	}
	joint := tableOf(t, []*Dimension{place, sex}, people(map[string]int{"M1 f": 1, "M1 m": 9, "M2 f": 8, "M2 m": 9, "M3 f": 7, "M3 m": 5}))
	all := func(d *Dimension) map[string]string {
		out := map[string]string{}
		for _, c := range d.Codes() {
			out[c] = c
		}
		return out
	}
	past := View{Codes: []map[string]string{all(place), all(sex)}, Hidden: func(codes []string) (bool, bool) {
		return codes[0] == "M1" && codes[1] == "f", true // nothing hides it: the margins are out
	}}
	tb, err := joint.Across(View{Codes: []map[string]string{all(place), nil}}, past)
	if err != nil {
		t.Fatal(err)
	}
	v, err := tb.Evaluate(Rules{MinimumUnits: 3})
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.Suppress(Protection{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Known()) != 1 || strings.Join(tb.Codes(p.Known()[0]), " ") != "M1 f" {
		t.Errorf("known before: %v", p.Known())
	}
}

// Whatever two tables of the same people are published one after the other,
// no sensitive cell of their common refinement follows from both, unless it
// followed from the first alone.
func TestTablesPublishedOneAfterTheOtherExposeNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var dims []*Dimension
		for i := range rapid.IntRange(2, 3).Draw(rt, "dimensions") {
			var list []Code
			for c := range rapid.IntRange(2, 4).Draw(rt, "codes") {
				list = append(list, Code{fmt.Sprintf("%c%d", 'a'+i, c), ""})
			}
			d, err := NewDimension(fmt.Sprint("d", i), "Total", list)
			if err != nil {
				rt.Fatal(err)
			}
			dims = append(dims, d)
		}
		var rows []Row
		for range rapid.IntRange(1, 60).Draw(rt, "people") {
			r := Row{Weight: 1}
			for _, d := range dims {
				r.Codes = append(r.Codes, rapid.SampledFrom(d.Codes()[1:]).Draw(rt, "code"))
			}
			rows = append(rows, r)
		}
		joint := tableOf(t, dims, rows)
		view := func(name string) View {
			v := View{}
			for _, d := range dims {
				if rapid.Bool().Draw(rt, name) {
					v.Codes = append(v.Codes, nil)
					continue
				}
				m := map[string]string{}
				for _, c := range d.Codes() {
					m[c] = c
				}
				v.Codes = append(v.Codes, m)
			}
			return v
		}
		protect := func(now View, past ...View) *Pattern {
			tb, err := joint.Across(now, past...)
			if err != nil {
				rt.Fatal(err)
			}
			v, err := tb.Evaluate(Rules{MinimumUnits: 3})
			if err != nil {
				rt.Fatal(err)
			}
			p, err := v.Suppress(Protection{})
			if err != nil {
				rt.Fatal(err)
			}
			return p
		}
		first, second := view("first"), view("second")
		p1 := protect(first)
		shown := map[string]bool{}
		for c := range joint.Cells() {
			if p1.Table().Now(c) {
				shown[strings.Join(joint.Codes(c), " ")] = p1.Hidden(c)
			}
		}
		first.Hidden = func(codes []string) (hidden, known bool) { hidden, known = shown[strings.Join(codes, " ")]; return }
		p2 := protect(second, first)
		if len(p1.Known())+len(p2.Known()) > 0 {
			rt.Fatalf("known before: %v %v", p1.Known(), p2.Known())
		}
		e := newElimination(joint)
		v, err := joint.Evaluate(Rules{MinimumUnits: 3})
		if err != nil {
			rt.Fatal(err)
		}
		for c := range joint.Cells() {
			out := p1.Table().Now(c) && !p1.Hidden(c) || p2.Table().Now(c) && !p2.Hidden(c)
			if x, m := e.reduce(c); out && len(x) > 0 {
				e.publish(x, m)
			}
		}
		for _, c := range v.Sensitive() {
			if x, _ := e.reduce(c); len(x) == 0 {
				rt.Errorf("%v follows from the two tables", joint.Codes(c))
			}
		}
	})
}
