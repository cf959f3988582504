// SPDX-License-Identifier: EUPL-1.2

package sdc_test

import (
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
	"testing"

	"github.com/lupaus/lupaus/sdc"
	"pgregory.net/rapid"
)

// This file checks what suppression promises with linear algebra of its own, in
// whole numbers without bound, from code lists and rows alone: nothing of the
// package but what its users see.

// space is what can be computed from some sums: rows of whole numbers, each with
// a place in which later rows have nothing.
type space struct {
	rows [][]*big.Int
	lead []int
}

// less is a function without what the space tells of it, times a whole number.
func (s *space) less(f []int64) []*big.Int {
	out := make([]*big.Int, len(f))
	for i, x := range f {
		out[i] = big.NewInt(x)
	}
	for i, r := range s.rows {
		a, b := r[s.lead[i]], new(big.Int).Set(out[s.lead[i]])
		if b.Sign() == 0 {
			continue
		}
		content := new(big.Int)
		for j := range out {
			out[j].Sub(out[j].Mul(out[j], a), new(big.Int).Mul(b, r[j]))
			content.GCD(nil, nil, content, new(big.Int).Abs(out[j]))
		}
		if content.Sign() > 0 {
			for j := range out {
				out[j].Quo(out[j], content)
			}
		}
	}
	return out
}

func nonzero(v []*big.Int) int {
	return slices.IndexFunc(v, func(x *big.Int) bool { return x.Sign() != 0 })
}

func (s *space) add(f []int64) {
	if rest := s.less(f); nonzero(rest) >= 0 {
		s.rows, s.lead = append(s.rows, rest), append(s.lead, nonzero(rest))
	}
}

func (s *space) tells(f []int64) bool { return nonzero(s.less(f)) < 0 }

// and is the space with more known.
func (s *space) and(fs ...[]int64) *space {
	out := &space{slices.Clone(s.rows), slices.Clone(s.lead)}
	for _, f := range fs {
		out.add(f)
	}
	return out
}

// moves are directions in which tables can differ when all that the space tells
// stays: a basis, in fractions.
func (s *space) moves(n int) (out [][]*big.Rat) {
	for free := range n {
		if slices.Contains(s.lead, free) {
			continue
		}
		d := make([]*big.Rat, n)
		for i := range d {
			d[i] = new(big.Rat)
		}
		d[free].SetInt64(1)
		for i := len(s.rows) - 1; i >= 0; i-- { // later rows have nothing where earlier ones lead, not the reverse
			sum := new(big.Rat)
			for j, x := range s.rows[i] {
				if j != s.lead[i] {
					sum.Add(sum, new(big.Rat).Mul(new(big.Rat).SetInt(x), d[j]))
				}
			}
			d[s.lead[i]].Quo(sum.Neg(sum), new(big.Rat).SetInt(s.rows[i][s.lead[i]]))
		}
		out = append(out, d)
	}
	return out
}

// allRise tells whether some table that agrees with all that is known has more
// in each of these cells at once. If not, a sum of them with plus signs is known
// (Farkas' lemma). The simplex method by Bland's rule, in fractions.
func (s *space) allRise(n int, cells [][]int64) bool {
	moves := s.moves(n)
	k, m := len(moves), len(cells)
	width := 2*k + m + 1 // moves forth and back, what is over one, the right side
	t := make([][]*big.Rat, m)
	objective := make([]*big.Rat, width)
	for j := range objective {
		objective[j] = new(big.Rat)
	}
	basic := make([]int, m)
	for i, c := range cells {
		t[i] = make([]*big.Rat, width)
		for j := range t[i] {
			t[i][j] = new(big.Rat)
		}
		for j, d := range moves {
			for b, x := range c {
				t[i][j].Add(t[i][j], new(big.Rat).Mul(big.NewRat(x, 1), d[b]))
			}
			t[i][k+j].Neg(t[i][j])
		}
		t[i][2*k+i].SetInt64(-1)
		t[i][width-1].SetInt64(1)
		basic[i] = width + i // what is missing
		for j := range objective {
			objective[j].Add(objective[j], t[i][j])
		}
	}
	for objective[width-1].Sign() > 0 {
		in := slices.IndexFunc(objective[:width-1], func(x *big.Rat) bool { return x.Sign() > 0 })
		if in < 0 {
			return false
		}
		out, least := -1, new(big.Rat)
		for i := range t {
			if t[i][in].Sign() <= 0 {
				continue
			}
			q := new(big.Rat).Quo(t[i][width-1], t[i][in])
			if c := q.Cmp(least); out < 0 || c < 0 || c == 0 && basic[i] < basic[out] {
				out, least = i, q
			}
		}
		pivot(t, objective, out, in)
		basic[out] = in
	}
	return true
}

// pivot makes a column a unit.
func pivot(t [][]*big.Rat, objective []*big.Rat, row, column int) {
	f := new(big.Rat).Inv(t[row][column])
	for _, x := range t[row] {
		x.Mul(x, f)
	}
	for i, r := range append(slices.Clone(t), objective) {
		if g := new(big.Rat).Set(r[column]); i != row && g.Sign() != 0 {
			for j := range r {
				r[j].Sub(r[j], new(big.Rat).Mul(g, t[row][j]))
			}
		}
	}
}

// axis is a dimension as its makers would describe it.
type axis struct {
	name   string
	list   []sdc.Code
	parent map[string]string // of codes in the tree; "T" at the top
	leaves []string
	groups map[string][]string
}

// holds tells whether a code counts a leaf.
func (a *axis) holds(code, leaf string) bool {
	if members, ok := a.groups[code]; ok {
		return slices.ContainsFunc(members, func(m string) bool { return a.holds(m, leaf) })
	}
	for c := leaf; ; c = a.parent[c] {
		if c == code {
			return true
		}
		if c == "T" {
			return false
		}
	}
}

// siblings lists the codes below a code.
func (a *axis) siblings(of string) (out []string) {
	for _, c := range a.list {
		if a.parent[c.Code] == of {
			out = append(out, c.Code)
		}
	}
	return out
}

func (a *axis) dimension(t rapid.TB, order []int) *sdc.Dimension {
	var list []sdc.Code
	for _, i := range order {
		list = append(list, a.list[i])
	}
	d, err := sdc.NewDimension(a.name, "T", list)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range slices.Sorted(keys(a.groups)) {
		if d, err = d.WithGroup(g, a.groups[g]...); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func keys(m map[string][]string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// drawnAxis draws a tree of up to three levels with at most so many leaves, and
// groups that cross it.
func drawnAxis(t *rapid.T, name string, most int) *axis {
	a := &axis{name: name, parent: map[string]string{}, groups: map[string][]string{}}
	planned := 0 // leaves, if nothing more is divided
	var grow func(parent, code string, depth int)
	grow = func(parent, code string, depth int) {
		a.list = append(a.list, sdc.Code{Code: code, Parent: map[bool]string{true: "", false: parent}[parent == "T"]})
		a.parent[code] = parent
		kids := 0
		if depth < 3 {
			kids = rapid.SampledFrom([]int{0, 0, 1, 2, 3}).Draw(t, "below "+code)
		}
		if planned+max(kids, 1)-1 > most {
			kids = 0
		}
		planned += max(kids, 1) - 1
		if kids == 0 {
			a.leaves = append(a.leaves, code)
		}
		for i := range kids {
			grow(code, fmt.Sprint(code, i), depth+1)
		}
	}
	top := rapid.IntRange(1, min(4, most)).Draw(t, "top of "+name)
	planned = top
	for i := range top {
		grow("T", fmt.Sprint(name, i), 1)
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "groups of "+name) {
		var members []string
		for _, l := range a.leaves {
			if rapid.Bool().Draw(t, "in group") {
				members = append(members, l)
			}
		}
		if len(members) > 1 {
			a.groups[fmt.Sprint("some", i)] = members
		}
	}
	return a
}

// world is a table with what it is made of.
type world struct {
	axes   []*axis
	rows   []sdc.Row
	layout sdc.Layout
	table  *sdc.Table
}

// drawnWorld draws one of 1 to 4 dimensions.
func drawnWorld(t *rapid.T) *world {
	w := &world{layout: sdc.Layout{ByUnit: true, Levels: []string{"enterprise", "group"}, Magnitude: rapid.Bool().Draw(t, "magnitude")}}
	n := rapid.IntRange(1, 4).Draw(t, "dimensions")
	for i := range n {
		w.axes = append(w.axes, drawnAxis(t, string(rune('a'+i)), []int{12, 5, 3, 2}[n-1]))
	}
	for i := range rapid.IntRange(1, 30).Draw(t, "rows") {
		r := sdc.Row{Line: i + 2, Unit: fmt.Sprint("u", i), Weight: 1, Value: rapid.Int64Range(0, 30).Draw(t, "value")}
		for _, a := range w.axes {
			r.Codes = append(r.Codes, rapid.SampledFrom(a.leaves).Draw(t, "leaf"))
		}
		e := rapid.IntRange(0, 14).Draw(t, "enterprise")
		r.Levels = []string{fmt.Sprint("e", e), fmt.Sprint("g", e/2)}
		w.rows = append(w.rows, r)
	}
	w.table = w.make(t, w.axes, w.rows, nil)
	return w
}

// make counts rows; order turns the code lists.
func (w *world) make(t rapid.TB, axes []*axis, rows []sdc.Row, order func(n int) []int) *sdc.Table {
	l := w.layout
	l.Variables = nil
	for _, a := range axes {
		at := make([]int, len(a.list))
		for i := range at {
			at[i] = i
		}
		if order != nil {
			at = order(len(at))
		}
		l.Variables = append(l.Variables, sdc.Variable{Name: a.name, Hierarchy: a.dimension(t, at)})
	}
	table, err := sdc.FromRows(l, func(yield func(sdc.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// bases is how many base cells there are.
func (w *world) bases() int {
	n := 1
	for _, a := range w.axes {
		n *= len(a.leaves)
	}
	return n
}

// function writes a sum of cells as how often it counts each base cell.
func (w *world) function(cells ...int) []int64 {
	out := make([]int64, w.bases())
	for _, c := range cells {
		codes := w.table.Codes(c)
		for b := range out {
			in, rest := true, b
			for i, a := range w.axes {
				in = in && a.holds(codes[i], a.leaves[rest%len(a.leaves)])
				rest /= len(a.leaves)
			}
			if in {
				out[b]++
			}
		}
	}
	return out
}

// public is what everybody can compute.
func (w *world) public(p *sdc.Pattern) *space {
	s := &space{}
	for c := range w.table.Cells() {
		if p.Status(c) == sdc.Published {
			s.add(w.function(c))
		}
	}
	return s
}

// drawnRules draws rules with some decisions about single cells.
func (w *world) drawnRules(t *rapid.T) sdc.Rules {
	r := sdc.Rules{MinimumUnits: rapid.Int64Range(2, 4).Draw(t, "minimum")}
	if w.layout.Magnitude && rapid.Bool().Draw(t, "dominance") {
		r.Dominance = []sdc.Dominance{{N: 1, K: sdc.Whole(75)}}
	}
	for range rapid.IntRange(0, 2).Draw(t, "decisions") {
		r.Forced = append(r.Forced, sdc.Forced{Codes: w.table.Codes(rapid.IntRange(0, w.table.Cells()-1).Draw(t, "cell")), Publish: rapid.Bool().Draw(t, "publish")})
	}
	return r
}

func (w *world) drawnProtection(t *rapid.T) sdc.Protection {
	pr := sdc.Protection{
		Singletons: rapid.Bool().Draw(t, "singletons"), Unions: rapid.Bool().Draw(t, "unions"), Least: rapid.Bool().Draw(t, "least"),
		Zeros: rapid.SampledFrom([]sdc.Zeros{sdc.ZerosFree, sdc.ZerosOpen, sdc.ZerosProtect}).Draw(t, "zeros"),
		Cost:  rapid.SampledFrom([]sdc.Cost{sdc.CostValue, sdc.CostUnits, sdc.CostCells}).Draw(t, "cost"),
	}
	if rapid.Bool().Draw(t, "linked") {
		for range rapid.IntRange(1, 3).Draw(t, "views") {
			var view []string
			for _, a := range w.axes {
				if rapid.Bool().Draw(t, "in view") {
					view = append(view, a.name)
				}
			}
			pr.Views = append(pr.Views, view)
		}
	}
	return pr
}

// suppress protects, or tells that a decision makes that impossible.
func suppress(t rapid.TB, table *sdc.Table, r sdc.Rules, pr sdc.Protection) *sdc.Pattern {
	v, err := table.Evaluate(r)
	if err != nil {
		return nil // the decisions contradict each other
	}
	p, err := v.Suppress(pr)
	var problem *sdc.Problem
	if errors.As(err, &problem) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *world) sensitive(p *sdc.Pattern) (out []int) {
	for c := range w.table.Cells() {
		if p.Status(c) == sdc.Primary {
			out = append(out, c)
		}
	}
	return out
}

func TestWhatIsPublishedTellsNothingThatIsProtected(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawnWorld(t)
		r, pr := w.drawnRules(t), sdc.Protection{}
		pr = w.drawnProtection(t)
		p := suppress(t, w.table, r, pr)
		if p == nil {
			return
		}
		known := w.public(p)
		for _, c := range w.sensitive(p) {
			if known.tells(w.function(c)) {
				t.Fatalf("%v can be computed", w.table.Codes(c))
			}
		}
		if pr.Unions {
			w.checkUnions(t, p, known, r.MinimumUnits)
		}
		if pr.Singletons {
			w.checkContributors(t, p, known)
		}
		if least := w.least(p, r, pr); len(least) > 0 && !known.allRise(w.bases(), least) {
			t.Fatal("a sum of cells that are the least they can be is known")
		}
	})
}

// least lists the cells that are as small as they can be and must not be told
// by a sum.
func (w *world) least(p *sdc.Pattern, r sdc.Rules, pr sdc.Protection) (out [][]int64) {
	for _, c := range w.sensitive(p) {
		f := w.function(c)
		switch {
		case pr.Zeros == sdc.ZerosProtect && w.table.Value(c) == 0 && !slices.ContainsFunc(out, func(g []int64) bool { return slices.Equal(f, g) }):
			out = append(out, f)
		case pr.Zeros == sdc.ZerosOpen && pr.Least && w.table.Units(c) == 1 && !w.layout.Magnitude:
			out = append(out, f)
		}
	}
	return out
}

// checkUnions looks at sensitive cells of one line that are too few together.
func (w *world) checkUnions(t *rapid.T, p *sdc.Pattern, known *space, minimum int64) {
	for c := range w.table.Cells() {
		codes := w.table.Codes(c)
		for i, a := range w.axes {
			var hidden []int
			units, rest := int64(0), int64(0)
			for _, s := range a.siblings(codes[i]) {
				at := slices.Clone(codes)
				at[i] = s
				cell, err := w.table.Cell(at...)
				if err != nil {
					t.Fatal(err)
				}
				if p.Status(cell) == sdc.Primary {
					hidden = append(hidden, cell)
					units += w.table.Units(cell)
				} else {
					rest += w.table.Units(cell)
				}
			}
			if len(hidden) < 2 || units == 0 || units >= minimum || p.Status(c) == sdc.Absent || rest == 0 && p.Status(c) == sdc.Primary {
				continue
			}
			if known.tells(w.function(hidden...)) {
				t.Fatalf("the %d sensitive cells below %v have %d units together, which can be computed", len(hidden), codes, units)
			}
		}
	}
}

// checkContributors gives each group what it knows of itself. What it knows
// nobody can keep from it; nothing else may follow.
func (w *world) checkContributors(t *rapid.T, p *sdc.Pattern, known *space) {
	alone := map[string][][]int64{}
	for _, c := range w.sensitive(p) {
		codes, who := w.table.Codes(c), map[string]bool{}
		for _, r := range w.rows {
			in := true
			for i, a := range w.axes {
				in = in && a.holds(codes[i], r.Codes[i])
			}
			if in {
				who[r.Levels[1]] = true
			}
		}
		for g := range who {
			if len(who) == 1 {
				alone[g] = append(alone[g], w.function(c))
			}
		}
	}
	for g, own := range alone {
		self, all := (&space{}).and(own...), known.and(own...)
		for _, c := range w.sensitive(p) {
			if f := w.function(c); !self.tells(f) && all.tells(f) {
				t.Fatalf("%s, alone in %d cells, computes %v", g, len(own), w.table.Codes(c))
			}
		}
	}
}

func TestEveryCellIsHiddenForAReason(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawnWorld(t)
		r, pr := w.drawnRules(t), w.drawnProtection(t)
		pr.Unions, pr.Singletons = false, false
		p := suppress(t, w.table, r, pr)
		if p == nil {
			return
		}
		known, least := w.public(p), w.least(p, r, pr)
		for c := range w.table.Cells() {
			if p.Status(c) != sdc.Secondary {
				continue
			}
			more := known.and(w.function(c))
			told := slices.ContainsFunc(w.sensitive(p), func(s int) bool { return more.tells(w.function(s)) })
			if !told && (len(least) == 0 || more.allRise(w.bases(), least)) {
				t.Fatalf("%v is hidden for nothing", w.table.Codes(c))
			}
		}
	})
}

func TestNoOrderChangesThePattern(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawnWorld(t)
		r, pr := w.drawnRules(t), w.drawnProtection(t)
		p := suppress(t, w.table, r, pr)
		turn := rapid.Permutation(w.axes).Draw(t, "dimensions")
		at := make([]int, len(turn)) // of the new dimensions among the old
		for i, a := range turn {
			at[i] = slices.Index(w.axes, a)
		}
		turned := func(codes []string) []string {
			out := make([]string, len(codes))
			for i, k := range at {
				out[i] = codes[k]
			}
			return out
		}
		rows := rapid.Permutation(w.rows).Draw(t, "rows")
		for i := range rows {
			rows[i].Codes = turned(rows[i].Codes)
		}
		for i := range r.Forced {
			r.Forced[i].Codes = turned(r.Forced[i].Codes)
		}
		table := w.make(t, turn, rows, func(n int) []int {
			all := make([]int, n)
			for i := range all {
				all[i] = i
			}
			return rapid.Permutation(all).Draw(t, "codes")
		})
		q := suppress(t, table, r, pr)
		if p == nil || q == nil {
			if (p == nil) != (q == nil) {
				t.Fatal("one order can be protected and another cannot")
			}
			return
		}
		for c := range w.table.Cells() {
			codes := w.table.Codes(c)
			d, err := table.Cell(turned(codes)...)
			if err != nil || p.Status(c) != q.Status(d) {
				t.Fatalf("%v is %v, and %v in another order (%v)", codes, p.Status(c), q.Status(d), err)
			}
		}
	})
}

func TestTablesOfTheSameDataAreSafeTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawnWorld(t)
		first := suppress(t, w.table, sdc.Rules{MinimumUnits: rapid.Int64Range(2, 4).Draw(t, "minimum before")}, w.drawnProtection(t))
		before := w.public(first)
		pr := w.drawnProtection(t)
		pr.Earlier = func(codes []string) (hidden, known bool) {
			c, err := w.table.Cell(codes...)
			if err != nil {
				t.Fatal(err)
			}
			return first.Hidden(c), first.Status(c) != sdc.Absent
		}
		if pr.Zeros == sdc.ZerosOpen {
			pr.Zeros = sdc.ZerosFree // else what was hidden as empty has to be open
		}
		second := suppress(t, w.table, sdc.Rules{MinimumUnits: rapid.Int64Range(2, 4).Draw(t, "minimum after")}, pr)
		together := before.and()
		for c := range w.table.Cells() {
			if second.Status(c) == sdc.Published {
				together.add(w.function(c))
			}
		}
		for _, c := range w.sensitive(second) {
			if f := w.function(c); together.tells(f) && !before.tells(f) {
				t.Fatalf("%v follows from both tables together, and from neither alone", w.table.Codes(c))
			}
		}
	})
}
