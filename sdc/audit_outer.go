// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"math/big"
)

// outer is how far a direction can go at all, by the multipliers of a linear
// program: den times the direction is the sum of others, each times a number,
// and each of these ends at its own bound. It holds by adding up, whoever found it.
type outer struct {
	at  ratio
	den int64
	by  []multiplier
}

// multiplier is a direction that ends at its upper or lower bound, and how often it counts.
type multiplier struct {
	at   int
	num  int64
	high bool
}

// mostDenominators bounds what is tried to write multipliers as fractions.
const mostDenominators = 720

// limit proves how far a direction goes, from where an optimal search ended. It
// is nil when there is no end to it or the numbers cannot be written in small
// fractions.
func (q *part) limit(s *simplex, at int, sign int64, sum []int64) *outer {
	var shares []multiplier
	var numbers []float64
	ok := true
	put := func(i int, d float64) {
		if math.Abs(d) < 1e-9 {
			return
		}
		if i < 0 {
			ok = false
			return
		}
		shares, numbers = append(shares, multiplier{at: i, high: d > 0}), append(numbers, d)
	}
	for _, v := range s.gain.at {
		switch {
		case s.slot[v] >= 0:
		case int(v) < s.columns:
			put(int(q.single[v]), s.gain.v[v])
		default:
			put(q.rows[int(v)-s.columns], s.gain.v[v])
		}
	}
	if !ok {
		return nil
	}
	for den := int64(1); den <= mostDenominators; den++ {
		if near(numbers, float64(den)) {
			for i, x := range numbers {
				shares[i].num = int64(math.Round(x * float64(den)))
			}
			return q.proved(shares, den, at, sign, sum)
		}
	}
	return nil
}

func near(numbers []float64, den float64) bool {
	for _, x := range numbers {
		if x *= den; math.Abs(x-math.Round(x)) > 1e-5 {
			return false
		}
	}
	return true
}

// proved checks multipliers exactly and adds the bounds up. Sum is scratch, by column, and all nought.
func (q *part) proved(shares []multiplier, den int64, at int, sign int64, sum []int64) *outer {
	add := func(d *direction, by int64) {
		for i, c := range d.c {
			sum[c] += by * d.v[i]
		}
	}
	ok := true
	for _, s := range shares {
		add(&q.directions[s.at], s.num)
	}
	add(&q.directions[at], -sign*den)
	for _, s := range append(shares, multiplier{at: at}) {
		for _, c := range q.directions[s.at].c {
			ok = ok && sum[c] == 0
			sum[c] = 0
		}
	}
	if !ok {
		return nil
	}
	var total, one big.Rat
	for i := range shares {
		s := &shares[i]
		b := q.directions[s.at].low
		if s.high {
			b = q.directions[s.at].high
		}
		if b.none() || s.high != (s.num > 0) {
			return nil
		}
		total.Add(&total, one.Mul(one.SetFrac64(b.num, b.den), new(big.Rat).SetInt64(s.num)))
		s.num *= sign
	}
	total.Mul(&total, one.SetFrac64(sign, den))
	if !total.Num().IsInt64() || !total.Denom().IsInt64() {
		return nil
	}
	return &outer{at: ratio{total.Num().Int64(), total.Denom().Int64()}, den: den, by: shares}
}

// most is the largest whole number that a direction can be, and least the
// smallest; ok tells whether there is an end.
func (r *reach) farthest(d *direction, sign int64) (far int64, ok bool) {
	if sign > 0 {
		if r.most == nil {
			return 0, false
		}
		f := r.most.at.floor()
		return f - modulo(f, d.modulus), true
	}
	if r.least == nil {
		return 0, false
	}
	f := r.least.at.ceil()
	return f + modulo(-f, d.modulus), true
}

// modulo is the remainder that is not negative.
func modulo(a, m int64) int64 {
	if a %= m; a < 0 {
		a += m
	}
	return a
}
