// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math/bits"
	"slices"
)

// tableau is an attacker's linear program in exact fractions. Each row says
// what a base cell is in terms of free coordinates; the true table is where all
// of these are nought, and base cells cannot fall below nought. After some
// pivots rows hold coordinates and columns base cells.
//
// Rows that a search changes are noted, and undone when they have become dense:
// most searches end within a few steps of the true table.
type tableau struct {
	cells   []int      // base cell of each row
	value   []int64    // its true value
	first   []fraction // rows as they were
	row     []fraction
	basic   []int32   // row to variable: below n the base cells, from n the coordinates
	column  []int32   // column to variable
	rowOf   []int32   // variable to row, -1 when it is in a column
	with    [][]int32 // by column: the rows that had it at first
	later   [][]int32 // by column: rows that got it since
	grown   []int32   // columns that have such rows
	changed []int32   // rows that differ from the first
	differs []bool
	moved   []int32 // columns whose variable was exchanged
	load    int     // numbers in changed rows
	bounded bool    // base cells cannot fall below nought
	broken  bool    // a number became too large; undo before going on
	found   []int32 // of the last rowsWith
	stamp   []int32
	stamps  int32
}

// fraction is a row: (b + sum of v times columns) over den.
type fraction struct {
	c   []int32
	v   []int64
	b   int64
	den int64
}

// limit bounds numbers in rows, so that a product of two fits.
const limit = 1 << 30

func newTableau(columns int, cells []int, value []int64, rows []fraction, bounded bool) *tableau {
	n := len(rows)
	t := &tableau{cells: cells, value: value, first: rows, row: slices.Clone(rows), basic: make([]int32, n), column: make([]int32, columns),
		rowOf: make([]int32, n+columns), with: make([][]int32, columns), later: make([][]int32, columns), differs: make([]bool, n), bounded: bounded, stamp: make([]int32, n)}
	for i := range rows {
		t.basic[i], t.rowOf[i] = int32(i), int32(i)
		for _, c := range rows[i].c {
			t.with[c] = append(t.with[c], int32(i))
		}
	}
	for c := range columns {
		t.column[c], t.rowOf[n+c] = int32(n+c), -1
	}
	return t
}

// at is the number in a column of a row, 0 when it has none.
func (f *fraction) at(c int32) int64 {
	if i, ok := slices.BinarySearch(f.c, c); ok {
		return f.v[i]
	}
	return 0
}

// rowsWith lists the rows that have a column, until it is called again.
func (t *tableau) rowsWith(c int32) []int32 {
	t.stamps++
	t.found = t.found[:0]
	for _, list := range [][]int32{t.with[c], t.later[c]} {
		for _, i := range list {
			if t.stamp[i] != t.stamps && t.row[i].at(c) != 0 {
				t.stamp[i] = t.stamps
				t.found = append(t.found, i)
			}
		}
	}
	return t.found
}

// undo goes back to the true table.
func (t *tableau) undo() {
	n := int32(len(t.row))
	for _, i := range t.changed {
		t.row[i], t.differs[i] = t.first[i], false
		t.basic[i], t.rowOf[i] = i, i
	}
	for _, c := range t.moved {
		t.column[c], t.rowOf[n+c] = n+c, -1
	}
	for _, c := range t.grown {
		t.later[c] = t.later[c][:0]
	}
	t.grown = t.grown[:0]
	t.changed, t.moved, t.load, t.broken = t.changed[:0], t.moved[:0], 0, false
}

// note remembers that a row is no longer as it was.
func (t *tableau) note(i int32) {
	if !t.differs[i] {
		t.differs[i] = true
		t.changed = append(t.changed, i)
	}
}

// pivot exchanges the variable of a row with that of a column.
func (t *tableau) pivot(r, c int32, objective *fraction) {
	old := t.row[r]
	a := old.at(c)
	s := int64(1)
	if a < 0 {
		s = -1
	}
	fresh := fraction{c: slices.Clone(old.c), v: make([]int64, len(old.v)), b: -s * old.b, den: s * a}
	for i, x := range old.v {
		fresh.v[i] = -s * x
		if old.c[i] == c {
			fresh.v[i] = s * old.den
		}
	}
	fresh.shorten()
	for _, i := range t.rowsWith(c) {
		if i == r {
			continue
		}
		next, ok := t.row[i].replace(c, &fresh)
		if !ok {
			t.broken = true
			return
		}
		for _, k := range fresh.c {
			if k != c && t.row[i].at(k) == 0 {
				if len(t.later[k]) == 0 {
					t.grown = append(t.grown, k)
				}
				t.later[k] = append(t.later[k], i)
			}
		}
		t.note(i)
		t.load += len(next.c)
		t.row[i] = next
	}
	if objective.at(c) != 0 {
		next, ok := objective.replace(c, &fresh)
		if !ok {
			t.broken = true
			return
		}
		*objective = next
	}
	t.note(r)
	t.row[r] = fresh
	x, y := t.basic[r], t.column[c]
	t.basic[r], t.column[c], t.rowOf[y], t.rowOf[x] = y, x, r, -1
	t.moved = append(t.moved, c)
}

// replace puts in, for a column, what it equals now. The new row may have the
// same column again, for the variable that took its place.
func (f *fraction) replace(c int32, by *fraction) (fraction, bool) {
	g := f.at(c)
	out := fraction{c: make([]int32, 0, len(f.c)+len(by.c)), v: make([]int64, 0, len(f.c)+len(by.c))}
	ok := true
	put := func(k int32, x, y int64) {
		v := x*by.den + g*y
		if v > limit || v < -limit {
			ok = false
		}
		if v != 0 {
			out.c, out.v = append(out.c, k), append(out.v, v)
		}
	}
	i, j := 0, 0
	for i < len(f.c) || j < len(by.c) {
		switch {
		case i < len(f.c) && f.c[i] == c && (j == len(by.c) || by.c[j] != c):
			i++
		case j == len(by.c) || i < len(f.c) && f.c[i] < by.c[j]:
			put(f.c[i], f.v[i], 0)
			i++
		case i == len(f.c) || by.c[j] < f.c[i]:
			put(by.c[j], 0, by.v[j])
			j++
		default:
			x := f.v[i]
			if f.c[i] == c {
				x = 0
			}
			put(f.c[i], x, by.v[j])
			i++
			j++
		}
	}
	p, ok1 := product(f.b, by.den)
	q, ok2 := product(g, by.b)
	if !ok || !ok1 || !ok2 || magnitude(p) > maxTotal || magnitude(q) > maxTotal || by.den > limit/f.den {
		return fraction{}, false
	}
	out.b, out.den = p+q, f.den*by.den
	out.shorten()
	return out, true
}

// shorten divides a row by what all its numbers share.
func (f *fraction) shorten() {
	if f.den == 1 {
		return
	}
	g := gcd(f.den, f.b)
	for _, x := range f.v {
		if g == 1 {
			return
		}
		g = gcd(g, x)
	}
	if g > 1 {
		f.den /= g
		f.b /= g
		for i := range f.v {
			f.v[i] /= g
		}
	}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	if a < 0 {
		return -a
	}
	return a
}

// objective writes a sum over coordinates in the variables that stand in columns.
func (t *tableau) objective(f fraction) (fraction, bool) {
	n := int32(len(t.row))
	out := fraction{den: f.den}
	sum := map[int32][2]int64{} // column to numerator and denominator
	add := func(c int32, num, den int64) bool {
		s, ok := sum[c]
		if !ok {
			s = [2]int64{0, 1}
		}
		g := gcd(s[1], den)
		scale, other := den/g, s[1]/g
		if s[1] > limit/scale || magnitude(s[0]) > limit || magnitude(num) > limit {
			return false
		}
		sum[c] = [2]int64{s[0]*scale + num*other, s[1] * scale}
		return true
	}
	for i, k := range f.c {
		r := t.rowOf[n+k]
		if r < 0 { // coordinates never leave rows, so this one stands where it was
			if !add(k, f.v[i], f.den) {
				return out, false
			}
			continue
		}
		row := &t.row[r]
		for j, c := range row.c {
			if magnitude(f.v[i])*magnitude(row.v[j]) > limit || f.den > limit/row.den || !add(c, f.v[i]*row.v[j], f.den*row.den) {
				return out, false
			}
		}
	}
	den := int64(1)
	for _, s := range sum {
		if s[0] == 0 {
			continue
		}
		if den > limit/(s[1]/gcd(den, s[1])) {
			return out, false
		}
		den *= s[1] / gcd(den, s[1])
	}
	out.den = den
	for c, s := range sum {
		if s[0] != 0 {
			if magnitude(s[0]) > uint64(limit*s[1]/den) {
				return out, false
			}
			out.c = append(out.c, c)
		}
	}
	slices.Sort(out.c)
	for _, c := range out.c {
		out.v = append(out.v, sum[c][0]*(den/sum[c][1]))
	}
	return out, true
}

// entering chooses the column that moves the objective most in a direction, or
// by Bland's rule the one of lowest number, and which way it goes.
func (t *tableau) entering(f *fraction, sign int64, bland bool) (c int32, up bool, found bool) {
	n := int32(len(t.row))
	best := int64(0)
	for i, k := range f.c {
		v := f.v[i] * sign
		free := t.column[k] >= n || !t.bounded
		if v < 0 && !free {
			continue
		}
		size := int64(magnitude(v))
		if bland && (!found || t.column[k] < t.column[c]) || !bland && size > best {
			c, up, found, best = k, v > 0, true, size
		}
	}
	return c, up, found
}

// leaving is the row that first reaches nought when a column's variable grows or
// falls; -1 when none does.
func (t *tableau) leaving(c int32, up bool) int32 {
	best, num, den := int32(-1), uint64(0), uint64(1)
	if !t.bounded {
		return best
	}
	for _, i := range t.rowsWith(c) {
		if int(t.basic[i]) >= len(t.row) {
			continue
		}
		a := t.row[i].at(c)
		if (a > 0) == up {
			continue
		}
		x, y := uint64(t.row[i].b), magnitude(a)
		if best >= 0 {
			lh, ll := bits.Mul64(x, den)
			rh, rl := bits.Mul64(num, y)
			if lh > rh || lh == rh && (ll > rl || ll == rl && t.basic[i] > t.basic[best]) {
				continue
			}
		}
		best, num, den = i, x, y
	}
	return best
}
