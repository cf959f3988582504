// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// direction is a sum over coordinates in whole numbers that share no divisor,
// the first of them positive. Many hidden cells are the same sum or a multiple
// of it, and are asked about once.
type direction struct {
	c         []int32
	v         []int64
	low, high ratio // between which it stays
	modulus   int64 // what divides it in a table of whole numbers
	variable  int32 // of the program; -1 when nothing bounds it
	row       bool  // it is to have a variable whether or not something bounds it
	// The cells that these bounds are of.
	lowBy, highBy int
}

// ratio is a bound: a fraction with a positive denominator, or none.
type ratio struct{ num, den int64 }

func (r ratio) none() bool { return r.den == 0 }

// compare orders two fractions that exist.
func (r ratio) compare(o ratio) int {
	if (r.num < 0) != (o.num < 0) {
		if r.num < 0 {
			return -1
		}
		return 1
	}
	lh, ll := bits.Mul64(magnitude(r.num), uint64(o.den))
	rh, rl := bits.Mul64(magnitude(o.num), uint64(r.den))
	sign := 1
	if r.num < 0 {
		sign = -1
	}
	switch {
	case lh == rh && ll == rl:
		return 0
	case lh > rh || lh == rh && ll > rl:
		return sign
	}
	return -sign
}

func (r ratio) float(otherwise float64) float64 {
	if r.none() {
		return otherwise
	}
	return float64(r.num) / float64(r.den)
}

// floor is the largest whole number not above, ceil the smallest not below.
func (r ratio) floor() int64 {
	q := r.num / r.den
	if r.num%r.den < 0 {
		q--
	}
	return q
}

func (r ratio) ceil() int64 {
	q := r.num / r.den
	if r.num%r.den > 0 {
		q++
	}
	return q
}

// small writes a vector of the field as num/den times whole numbers without a
// common divisor, over columns.
func small(v vector, column map[int32]int32) (c []int32, n []int64, num, den int64, ok bool) {
	type entry struct {
		c        int32
		num, den int64
	}
	entries := make([]entry, len(v))
	den = 1
	for i, x := range v {
		a, d := ratioOf(x.v)
		if d > 1<<15 || magnitude(a) > 1<<15 {
			return nil, nil, 0, 0, false
		}
		entries[i] = entry{column[x.k], a, d}
		den *= d / gcd(den, d)
		if den > 1<<15 {
			return nil, nil, 0, 0, false
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return int(a.c - b.c) })
	for _, e := range entries {
		c, n = append(c, e.c), append(n, e.num*(den/e.den))
		num = gcd(num, n[len(n)-1])
	}
	if n[0] < 0 {
		num = -num
	}
	for i := range n {
		n[i] /= num
	}
	g := gcd(num, den)
	return c, n, num / g, den / g, true
}

// directionKey tells directions apart.
func directionKey(c []int32, v []int64) string {
	b := make([]byte, 0, 6*len(c))
	for i := range c {
		b = binary.AppendVarint(binary.AppendUvarint(b, uint64(c[i])), v[i])
	}
	return string(b)
}

// ratioOf finds the small fraction that a number of the field stands for.
func ratioOf(v uint64) (num, den int64) {
	var r0, r1, t0, t1 int64 = prime, int64(v), 0, 1
	for r1 > 1<<30 {
		q := r0 / r1
		r0, r1 = r1, r0-q*r1
		t0, t1 = t1, t0-q*t1
	}
	if t1 < 0 {
		return -r1, -t1
	}
	return r1, t1
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

// along is what a direction adds up to at a table, given by columns.
func (d *direction) along(y []int64) (s int64) {
	for i, c := range d.c {
		s += d.v[i] * y[c]
	}
	return s
}
