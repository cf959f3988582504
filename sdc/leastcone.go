// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"math/bits"
	"slices"
)

// cone asks whether weights above nought exist under which a number of sums are
// all nought. If there are, no combination of the sums is a sum with plus signs
// alone; if there are none, some combination is (Stiemke's lemma).
//
// It holds the sums as a simplex dictionary over what weights exceed one by: each
// row gives one weight in terms of others, and is at least nought where these
// are. Sums that share no cell stay apart.
type cone struct {
	parent []int32         // of the part that a cell belongs to
	parts  map[int32][]tie // rows by part
	used   []int32         // scratch: in how many rows of a part a weight stands
}

// tie is a weight that follows from others.
type tie struct {
	of int32
	f  fraction
}

// conePivots bounds one question. It is far above what any takes; a question
// that takes more is answered as if weights did not exist, which hides more.
const conePivots = 5000

// coneWork bounds one question too: rows that are rewritten times the length of
// what they are rewritten by.
const coneWork = 3_000

func newCone(cells int) *cone {
	c := &cone{parent: make([]int32, cells), parts: map[int32][]tie{}, used: make([]int32, cells)}
	for i := range c.parent {
		c.parent[i] = int32(i)
	}
	return c
}

func (c *cone) part(k int32) int32 {
	for c.parent[k] != k {
		c.parent[k] = c.parent[c.parent[k]]
		k = c.parent[k]
	}
	return k
}

// join puts the rows of all parts that a sum touches together.
func (c *cone) join(w *fraction) int32 {
	into := c.part(w.c[0])
	for _, k := range w.c[1:] {
		other := c.part(k)
		if other == into {
			continue
		}
		if len(c.parts[other]) > len(c.parts[into]) {
			into, other = other, into
		}
		if len(c.parts[other]) > 0 {
			c.parts[into] = append(c.parts[into], c.parts[other]...)
			delete(c.parts, other)
		}
		c.parent[other] = into
	}
	return into
}

// admits tells whether weights remain when one more sum is nought, and takes
// the sum in if so. The sum is one of weights; its constant is not looked at.
func (c *cone) admits(w fraction) bool {
	if oneSign(w.v) {
		return false
	}
	var rows []tie
	seen := map[int32]bool{}
	for _, k := range w.c {
		if p := c.part(k); !seen[p] {
			seen[p] = true
			rows = append(rows, c.parts[p]...)
		}
	}
	f, ok := c.excess(w, rows)
	if !ok || f.b > 0 && !slices.ContainsFunc(f.v, func(x int64) bool { return x < 0 }) {
		return false
	}
	return c.take(c.join(&w), &f)
}

// excess writes a sum of weights in what the weights exceed one by, without those
// that follow from others, and so that it is not below nought at present.
func (c *cone) excess(w fraction, rows []tie) (fraction, bool) {
	f := fraction{c: slices.Clone(w.c), v: slices.Clone(w.v), den: w.den}
	for _, v := range w.v {
		f.b += v
	}
	for i := range rows {
		if f.at(rows[i].of) == 0 {
			continue
		}
		var ok bool
		if f, ok = f.replace(rows[i].of, &rows[i].f); !ok {
			return f, false
		}
	}
	if f.b < 0 {
		f.negate()
	}
	return f, true
}

func (f *fraction) negate() {
	f.b = -f.b
	for i := range f.v {
		f.v[i] = -f.v[i]
	}
}

// take drives a sum down to nought and keeps it there. It is false when the
// sum cannot come down, or a number becomes too large.
func (c *cone) take(part int32, f *fraction) bool {
	rows := c.parts[part]
	work := 0
	for n := range conePivots {
		k, in, found := c.lowers(f, rows, n > 50)
		if !found {
			return f.b == 0 && len(f.c) == 0
		}
		if work += in * len(f.c); work > coneWork {
			return false
		}
		a := f.at(k)
		leave := -1
		num, den := f.b, -a // how far the weight can rise: f itself comes to nought
		if a > 0 {
			num, den = 0, 1 // f is nought already and stays so
		}
		for i := range rows {
			r := &rows[i].f
			b := r.at(k)
			if b >= 0 {
				continue
			}
			switch compareProducts(r.b, den, num, -b) {
			case -1:
				leave, num, den = i, r.b, -b
			case 0:
				if leave >= 0 && rows[i].of < rows[leave].of {
					leave = i
				}
			}
		}
		if leave < 0 {
			return c.keep(part, f, k)
		}
		if !exchange(rows, leave, k, f) {
			return false
		}
	}
	return false
}

// compareProducts compares a*b with c*d, none of which is below nought.
func compareProducts(a, b, c, d int64) int {
	h, l := bits.Mul64(uint64(a), uint64(b))
	g, m := bits.Mul64(uint64(c), uint64(d))
	return cmp.Or(cmp.Compare(h, g), cmp.Compare(l, m))
}

// lowers picks a weight with which the sum falls: one that stands in as few rows
// as can be, since these are rewritten, and of those the one with the most; or
// the first by number, which never goes round in circles. A sum that is nought
// already takes any.
func (c *cone) lowers(f *fraction, rows []tie, first bool) (k int32, in int, found bool) {
	c.count(rows, 1)
	defer c.count(rows, -1)
	var most int64
	for i, v := range f.v {
		if f.b != 0 && v >= 0 {
			continue
		}
		if !found || !first && cmp.Or(cmp.Compare(c.used[f.c[i]], c.used[k]), cmp.Compare(v, most)) < 0 {
			k, most, found = f.c[i], v, true
		}
	}
	return k, int(c.used[k]), found
}

// count adds, for each weight, how many rows have it.
func (c *cone) count(rows []tie, by int32) {
	for i := range rows {
		for _, k := range rows[i].f.c {
			c.used[k] += by
		}
	}
}

// solved is a row solved for one of its weights.
func (f *fraction) solved(k int32, of int32) fraction {
	a := f.at(k)
	s := int64(1)
	if a > 0 {
		s = -1
	}
	out := fraction{b: s * f.b, den: -s * a}
	for i, v := range f.c {
		if v != k {
			out.c, out.v = append(out.c, v), append(out.v, s*f.v[i])
		}
	}
	if of >= 0 { // the row's own weight comes to the other side
		at, _ := slices.BinarySearch(out.c, of)
		out.c, out.v = slices.Insert(out.c, at, of), slices.Insert(out.v, at, -s*f.den)
	}
	out.shorten()
	return out
}

// keep makes a sum that is nought a row.
func (c *cone) keep(part int32, f *fraction, k int32) bool {
	fresh := f.solved(k, -1)
	rows, ok := substituted(c.parts[part], -1, k, &fresh)
	if !ok {
		return false
	}
	for i := range rows {
		c.parts[part][i].f = rows[i]
	}
	c.parts[part] = append(c.parts[part], tie{k, fresh})
	return true
}

// exchange solves one row for another weight.
func exchange(rows []tie, leave int, k int32, f *fraction) bool {
	fresh := rows[leave].f.solved(k, rows[leave].of)
	next, ok := substituted(rows, leave, k, &fresh)
	if !ok {
		return false
	}
	g, ok := f.replace(k, &fresh)
	if !ok {
		return false
	}
	*f = g
	for i := range rows {
		rows[i].f = next[i]
	}
	rows[leave] = tie{k, fresh}
	return true
}

// substituted puts what a weight equals into all rows but one.
func substituted(rows []tie, but int, k int32, by *fraction) ([]fraction, bool) {
	out := make([]fraction, len(rows))
	for i := range rows {
		out[i] = rows[i].f
		if i == but || out[i].at(k) == 0 {
			continue
		}
		var ok bool
		if out[i], ok = out[i].replace(k, by); !ok {
			return nil, false
		}
	}
	return out, true
}

// oneSign tells whether all numbers are above nought, or all below.
func oneSign(v []int64) bool {
	return !slices.ContainsFunc(v, func(x int64) bool { return x > 0 != (v[0] > 0) })
}
