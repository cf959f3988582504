// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"math"
	"math/bits"
	"strings"
)

// MaxDecimals is how many decimals a number may have: enough for money and
// weights, and small enough that sums of millions of rows still fit.
const MaxDecimals = 9

var (
	errNotANumber = errors.New("is not a number")
	errDecimals   = errors.New("has more decimals than the column was declared to have")
	errTooLarge   = errors.New("is too large to be counted exactly")
)

// ParseNumber reads a decimal number exactly and scales it by ten to the power
// of decimals, so that 12.5 with two decimals is 1250. Comma and point are both
// decimal marks; spaces and exponents are not understood, and NaN is no number.
func ParseNumber(s string, decimals int) (int64, error) {
	t, neg := strings.CutPrefix(s, "-")
	if !neg {
		t = strings.TrimPrefix(t, "+")
	}
	var n uint64
	after, digits := -1, 0
	for _, c := range []byte(t) {
		switch {
		case c >= '0' && c <= '9':
			digits++
			if after >= 0 {
				after++
			}
			if after > decimals {
				if c != '0' {
					return 0, errDecimals
				}
				continue
			}
			if n > (math.MaxInt64-9)/10 {
				return 0, errTooLarge
			}
			n = n*10 + uint64(c-'0')
		case (c == '.' || c == ',') && after < 0:
			after = 0
		default:
			return 0, errNotANumber
		}
	}
	if digits == 0 {
		return 0, errNotANumber
	}
	for k := max(after, 0); k < decimals; k++ {
		if n > math.MaxInt64/10 {
			return 0, errTooLarge
		}
		n *= 10
	}
	if neg {
		return -int64(n), nil
	}
	return int64(n), nil
}

// FormatNumber writes a scaled number with its decimals.
func FormatNumber(v int64, decimals int) string {
	neg := v < 0
	u := uint64(v)
	if neg {
		u = -u
	}
	digits := make([]byte, 0, 24)
	for i := 0; u > 0 || i <= decimals; i++ {
		if i == decimals && decimals > 0 {
			digits = append(digits, '.')
		}
		digits = append(digits, byte('0'+u%10))
		u /= 10
	}
	if neg {
		digits = append(digits, '-')
	}
	for i, j := 0, len(digits)-1; i < j; i, j = i+1, j-1 {
		digits[i], digits[j] = digits[j], digits[i]
	}
	return string(digits)
}

// product multiplies and tells whether the result fits.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

// magnitude is the absolute value; it holds for the smallest integer too.
func magnitude(a int64) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

// divide is the quotient of 128 bits by 64, cut to what a sum may be.
func divide(hi, lo, by uint64) (q, rem uint64) {
	if hi >= by {
		return maxTotal, 0
	}
	return bits.Div64(hi, lo, by)
}

// halfEven is the quotient of 128 bits by 64, rounded to the nearest whole
// number, and of two equally near to the even one. The high part is below by.
func halfEven(hi, lo, by uint64) uint64 {
	q, rem := bits.Div64(hi, lo, by)
	if rest := by - rem; rem > rest || rem == rest && q&1 == 1 {
		q++
	}
	return q
}
