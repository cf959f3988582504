// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"fmt"
	"math/bits"
	"strings"
)

// Percent is an exact share in hundredths: 12.5 is 125 over 10.
type Percent struct{ num, den int64 }

// ParsePercent reads a share such as 75 or 12.5.
func ParsePercent(s string) (Percent, error) {
	const decimals = 6
	v, err := ParseNumber(strings.TrimSpace(s), decimals)
	if err != nil || v < 0 || v > 1e6*1e6 {
		return Percent{}, &Problem{What: fmt.Sprintf("%q is no share in percent", short(s)), Mend: "write a number such as 75 or 12.5"}
	}
	p := Percent{v, 1e6}
	for p.den > 1 && p.num%10 == 0 {
		p.num, p.den = p.num/10, p.den/10
	}
	return p, nil
}

// Whole is a share of n hundredths.
func Whole(n int64) Percent { return Percent{n, 1} }

// String writes the share without the sign, to six decimals where it has more.
func (p Percent) String() string {
	if p.den == 0 {
		return "0"
	}
	d, x := 0, p.den
	for ; x > 1 && x%10 == 0; x /= 10 {
		d++
	}
	if x == 1 {
		return FormatNumber(p.num, d)
	}
	h, l := bits.Mul64(uint64(p.num), 1e6)
	if h >= uint64(p.den) {
		return FormatNumber(p.num/p.den, 0)
	}
	text := FormatNumber(int64(min(halfEven(h, l, uint64(p.den)), maxTotal)), 6)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// zero tells a share that was not set, or set to nothing.
func (p Percent) zero() bool { return p.num == 0 || p.den == 0 }

// reduced is the same share in the smallest numbers.
func (p Percent) reduced() Percent {
	a, b := p.num, p.den
	for b != 0 {
		a, b = b, a%b
	}
	if a == 0 {
		return p
	}
	return Percent{p.num / a, p.den / a}
}

// against compares part/whole with the share: -1, 0 or 1. Neither is negative.
func (p Percent) against(part, whole int64) int {
	// part/whole <=> num/(100 den)  as  part * 100 * den <=> num * whole
	lh, ll := mul3(uint64(part), 100, uint64(p.den))
	rh, rl := bits.Mul64(uint64(whole), uint64(p.num))
	if c := cmp.Compare(lh, rh); c != 0 {
		return c
	}
	return cmp.Compare(ll, rl)
}

// reaches tells whether part makes at least (or, when ties are safe, more than)
// the share of whole.
func (p Percent) reaches(part, whole int64, tiesSafe bool) bool {
	c := p.against(part, whole)
	return c > 0 || c == 0 && !tiesSafe
}

// whole is what the part would be exactly this share of, rounded up.
func (p Percent) whole(part int64) int64 {
	h, l := mul3(uint64(part), 100, uint64(p.den))
	return ceiling(h, l, uint64(p.num))
}

// of is this share of a whole, rounded up.
func (p Percent) of(whole int64) int64 {
	h, l := bits.Mul64(uint64(whole), uint64(p.num))
	return ceiling(h, l, 100*uint64(p.den))
}

// ceiling is the quotient of 128 bits by 64, rounded up and cut to what a sum may be.
func ceiling(h, l, by uint64) int64 {
	if h >= by {
		return maxTotal
	}
	q, rem := bits.Div64(h, l, by)
	if rem > 0 {
		q++
	}
	return int64(min(q, maxTotal))
}

// mul3 multiplies three numbers; it fits, as amounts stay below 2^61 and shares are small.
func mul3(a, b, c uint64) (hi, lo uint64) {
	hi, lo = bits.Mul64(a, b)
	h2, l2 := bits.Mul64(lo, c)
	return hi*c + h2, l2
}

// above tells whether the first number is larger, or also equal when ties are not safe.
func above(ah, al, bh, bl uint64, tiesSafe bool) bool {
	if ah != bh {
		return ah > bh
	}
	if al != bl {
		return al > bl
	}
	return !tiesSafe
}

// withNegatives are the rules for an attacker who knows each contribution to
// within f times 100 percent beforehand: p/f in place of p, and 100-(100-k)/f
// in place of k. The pq rule says itself what is known beforehand.
func (r Rules) withNegatives() Rules {
	f := r.NegativesWithin.reduced()
	dominance := make([]Dominance, len(r.Dominance))
	for i, d := range r.Dominance {
		// 100 - (100 - num/den) * 100 fden/fnum, over the denominator den*fnum
		k := d.K.reduced()
		rest := (100*k.den - k.num) * 100
		dominance[i] = Dominance{N: d.N, K: Percent{100*k.den*f.num - rest*f.den, k.den * f.num}.reduced()}
	}
	pp := make([]PPercent, len(r.PPercent))
	for i, p := range r.PPercent {
		pp[i] = p
		q := p.P.reduced()
		pp[i].P = Percent{q.num * f.den * 100, q.den * f.num}.reduced()
	}
	r.Dominance, r.PPercent = dominance, pp
	return r
}
