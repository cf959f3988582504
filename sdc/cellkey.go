// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"
)

// CellKey says how noise is added by cell keys.
//
// Each unit has a key: the first 64 bits of HMAC-SHA-256 of its name with the
// secret, read as a fraction from 0 to below 1. The key of a cell is the
// fractional part of the sum of the keys of its units. So the same units get
// the same noise in whatever table they stand, and whoever asks again learns
// nothing. Who has the secret can take all noise away: it is kept as the data is.
type CellKey struct {
	Secret []byte // at least 16 bytes that nobody can guess; the same for all tables that are to agree
	Noise  *NoiseTable
	// Magnitude is by how much of its largest contribution a sum moves at the
	// largest noise; only sums need it.
	Magnitude Percent
}

// minSecret is how many bytes a secret has at least.
const minSecret = 16

// AddNoise adds noise to every cell. A cell without units stays as it is, no
// count falls below nought, and the mean of the noise is nought. Totals are no
// longer the sums of their parts: look at [Changed.Exposed] before anything is
// published.
//
// A count moves by what the noise table says for it. A weighted count moves as
// many times its mean weight. A sum moves by the noise of its units over the
// largest noise there is, times the largest contribution to it, times
// Magnitude: so that the noise hides who contributes most, and is small where
// nobody stands out.
//
// Keeps: TK-208
func (t *Table) AddNoise(how CellKey) (*Changed, error) {
	switch {
	case len(how.Secret) < minSecret:
		return nil, &Problem{What: fmt.Sprintf("the secret has %d bytes", len(how.Secret)), Mend: fmt.Sprintf("take at least %d that nobody can guess", minSecret)}
	case how.Noise == nil:
		return nil, &Problem{What: "there is no noise table"}
	case t.layout.Magnitude && (how.Magnitude.zero() || how.Magnitude.num > 100*how.Magnitude.den):
		return nil, &Problem{What: "noise for sums needs a share of the largest contribution, above 0 and at most 100 percent"}
	}
	if err := t.sums(); err != nil {
		return nil, err
	}
	keys, err := t.cellKeys(how.Secret)
	if err != nil {
		return nil, err
	}
	c := &Changed{table: t, method: MethodCellKey, consistent: true, value: make([]int64, t.cells)}
	for cell, units := range t.units {
		c.value[cell] = t.value[cell]
		if units == 0 {
			continue
		}
		noise := how.Noise.Noise(units, keys[cell])
		switch {
		case t.layout.Magnitude:
			c.value[cell] += how.share(noise, t.largestOf(cell))
		case t.layout.Weighted:
			c.value[cell] += portion(noise, t.value[cell], uint64(units))
		default:
			c.value[cell] += noise
		}
	}
	c.own = func(cell int) (low, high int64) { return how.bounds(t, c.value[cell]) }
	return c, nil
}

// largestOf is the largest contribution of a unit to a cell, without sign.
func (t *Table) largestOf(cell int) int64 {
	if l := t.Largest(UnitLevel, cell); len(l) > 0 {
		return l[0]
	}
	return int64(magnitude(t.value[cell]))
}

// share is noise over the largest noise, of an amount, times the magnitude.
func (how CellKey) share(noise, of int64) int64 {
	part := portion(noise, of, uint64(how.Noise.Most))
	return portion(how.Magnitude.num, part, 100*uint64(how.Magnitude.den))
}

// portion is a times b over c, rounded towards nought, in whole numbers.
func portion(a, b int64, c uint64) int64 {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	q, _ := divide(hi, lo, c)
	if (a < 0) != (b < 0) {
		return -int64(q)
	}
	return int64(q)
}

// bounds is what a figure by itself tells of the true one.
func (how CellKey) bounds(t *Table, v int64) (low, high int64) {
	switch {
	case !t.layout.Magnitude && !t.layout.Weighted:
		return how.Noise.Origins(v)
	case t.negative || how.Magnitude.num >= 100*how.Magnitude.den && t.layout.Magnitude:
		return min(v, 0), unbounded
	case t.layout.Weighted && !t.layout.Magnitude:
		// n units became n and up to most more, or fewer: v = true (n + d)/n with n at least 1.
		return portion(v, 1, 1+uint64(how.Noise.Most)), unbounded
	}
	full, part := 100*how.Magnitude.den, how.Magnitude.num
	return portion(v, full, uint64(full+part)), portion(v, full, uint64(full-part)) + 1
}

// cellKeys are the keys of all cells. A unit counts once in each cell it stands in.
func (t *Table) cellKeys(secret []byte) ([]uint64, error) {
	if !t.layout.ByUnit || t.records == nil {
		return nil, &Problem{Source: t.layout.Source, What: "the units of the table have no names, from which their keys could be made", Mend: "name the column of the smallest unit, or take another method"}
	}
	rec := t.records
	names, ids := rec.names[0], rec.ids[0]
	mac := hmac.New(sha256.New, secret)
	key := make([]uint64, len(names))
	for i, n := range names {
		mac.Reset()
		if _, err := mac.Write([]byte(n)); err != nil {
			return nil, fmt.Errorf("key of a unit: %w", err)
		}
		key[i] = binary.BigEndian.Uint64(mac.Sum(nil))
	}
	sum := make([]int64, t.cells) // whole turns are lost, so that what is left is the fraction
	start, order := byContributor(ids, len(names))
	var spanning []int32
	for id := range int32(len(names)) {
		rows := order[start[id]:start[id+1]]
		one := true
		for _, r := range rows {
			one = one && rec.base[r] == rec.base[rows[0]]
		}
		switch {
		case len(rows) == 0:
		case one:
			sum[rec.base[rows[0]]] += int64(key[id])
		default:
			spanning = append(spanning, id)
		}
	}
	t.carryUp(sum)
	seen := make([]int32, t.cells)
	for i, id := range spanning {
		for _, r := range order[start[id]:start[id+1]] {
			t.ancestors(int(rec.base[r]), func(c int) {
				if seen[c] != int32(i)+1 {
					seen[c] = int32(i) + 1
					sum[c] += int64(key[id])
				}
			})
		}
	}
	out := make([]uint64, t.cells)
	for c, s := range sum {
		out[c] = uint64(s)
	}
	return out, nil
}
