// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math/bits"

// prime is 2^61 - 1: products fit in 128 bits and reduce with shifts. Sums of
// cells that are independent modulo it are independent; the reverse fails only
// when the prime divides a determinant, which no tables here reach by chance,
// and what it would cost is a cell hidden needlessly.
const prime = 1<<61 - 1

func mulMod(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	r := lo&prime + (lo>>61 | hi<<3)
	if r >= prime {
		r -= prime
	}
	return r
}

func addMod(a, b uint64) uint64 {
	if a += b; a >= prime {
		a -= prime
	}
	return a
}

func negMod(a uint64) uint64 {
	if a == 0 {
		return 0
	}
	return prime - a
}

// invMod is the inverse; nearly always of one or minus one.
func invMod(a uint64) uint64 {
	if a == 1 || a == prime-1 {
		return a
	}
	var r0, r1, t0, t1 int64 = prime, int64(a), 0, 1
	for r1 != 0 {
		q := r0 / r1
		r0, r1 = r1, r0-q*r1
		t0, t1 = t1, t0-q*t1
	}
	if t0 < 0 {
		t0 += prime
	}
	return uint64(t0)
}

// term is one coordinate of a vector.
type term struct {
	k int32
	v uint64
}

// vector is sparse: sorted by coordinate, no zeros.
type vector []term

func (a vector) find(k int32) int {
	i, j := 0, len(a)
	for i < j {
		if m := int(uint(i+j) >> 1); a[m].k < k {
			i = m + 1
		} else {
			j = m
		}
	}
	if i < len(a) && a[i].k == k {
		return i
	}
	return -1
}

func (a vector) at(k int32) uint64 {
	if i := a.find(k); i >= 0 {
		return a[i].v
	}
	return 0
}

// plus appends a + f*b to out.
func (a vector) plus(f uint64, b, out vector) vector {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].k < b[j].k:
			out = append(out, a[i])
			i++
		case b[j].k < a[i].k:
			out = append(out, term{b[j].k, mulMod(f, b[j].v)})
			j++
		default:
			if v := addMod(a[i].v, mulMod(f, b[j].v)); v != 0 {
				out = append(out, term{a[i].k, v})
			}
			i++
			j++
		}
	}
	out = append(out, a[i:]...)
	for ; j < len(b); j++ {
		out = append(out, term{b[j].k, mulMod(f, b[j].v)})
	}
	return out
}

// parallel tells whether two vectors are multiples of each other.
func (a vector) parallel(b vector) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].k != b[i].k || mulMod(a[i].v, b[0].v) != mulMod(b[i].v, a[0].v) {
			return false
		}
	}
	return true
}

// mark is a linear fingerprint of a vector: two vectors are proportional when
// their marks are, but for one chance in 2^61.
type mark struct{ a, b uint64 }

func (m mark) plus(f uint64, n mark) mark {
	return mark{addMod(m.a, mulMod(f, n.a)), addMod(m.b, mulMod(f, n.b))}
}

func (m mark) zero() bool { return m == mark{} }

// parallel tells whether two marks are multiples of each other.
func (m mark) parallel(n mark) bool { return mulMod(m.a, n.b) == mulMod(m.b, n.a) }

// ratio is the same for all multiples of a vector.
func (m mark) ratio() uint64 {
	if m.b == 0 {
		return prime
	}
	return mulMod(m.a, invMod(m.b))
}

// markOf spreads coordinates over the field, the same way in every run.
func markOf(k int32) mark {
	return mark{spread(uint64(k)*2 + 1), spread(uint64(k)*2 + 2)}
}

func spread(z uint64) uint64 {
	z *= 0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	if z = (z ^ z>>31) & prime; z == prime {
		return 1
	}
	return z
}
