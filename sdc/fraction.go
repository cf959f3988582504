// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// fraction is a row of a program in exact numbers: (b + sum of v times columns) over den.
type fraction struct {
	c   []int32
	v   []int64
	b   int64
	den int64
}

// limit bounds numbers in rows, so that a product of two fits.
const limit = 1 << 30

// at is the number in a column of a row, 0 when it has none.
func (f *fraction) at(c int32) int64 {
	if i, ok := slices.BinarySearch(f.c, c); ok {
		return f.v[i]
	}
	return 0
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
