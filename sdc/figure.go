// SPDX-License-Identifier: EUPL-1.2

package sdc

import "math/big"

// Figure is what is published of a cell by the layout's statistic: a sum, a
// count, a mean or a ratio, scaled by [Table.FigureDecimals]. Means and ratios
// are computed exactly and rounded to the nearest, of two equally near to the
// even one. Where the lower number is zero there is none.
//
// A mean tells as much as its sum, since the number of units is known as a rule:
// the sum is the mean times the count, to half of the last decimal times the
// count. So a table of means is protected as the table of its sums; its cells
// are sensitive when the sums are, and hidden with them. A ratio tells its upper
// number to whoever knows the lower one. Both are asked by the rules, a cell is
// sensitive when either is, and no cell is published from which, with the other
// number known, either could be computed. Rounding is not counted on.
//
// Keeps: TK-194, TK-195
func (t *Table) Figure(cell int) (value int64, defined bool) {
	if t.Statistic() == StatisticSum || t.Statistic() == StatisticCount {
		return t.value[cell], true
	}
	under, decimals := t.Lower(cell)
	if under == 0 {
		return 0, false
	}
	// value / 10^d over under / 10^e, in units of 10^-f
	over := big.NewInt(t.value[cell])
	by := big.NewInt(under)
	ten := func(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
	over.Mul(over, ten(t.FigureDecimals()+decimals))
	by.Mul(by, ten(t.Decimals()))
	q := nearest(over, by)
	if !q.IsInt64() {
		return 0, false
	}
	return q.Int64(), true
}

// nearest is the quotient rounded to the nearest, of two to the even one.
func nearest(over, by *big.Int) *big.Int {
	if by.Sign() < 0 {
		over, by = new(big.Int).Neg(over), new(big.Int).Neg(by)
	}
	q, rem := new(big.Int).DivMod(over, by, new(big.Int)) // rem is not negative
	switch rem.Lsh(rem, 1).Cmp(by) {
	case 1:
		q.Add(q, big.NewInt(1))
	case 0:
		if q.Bit(0) == 1 {
			q.Add(q, big.NewInt(1))
		}
	}
	return q
}

// Lower is the lower number of a cell's mean or ratio with its decimals: units,
// weights, or the sum of the second values. For a sum or a count it is one.
func (t *Table) Lower(cell int) (value int64, decimals int) {
	switch {
	case t.den != nil:
		return t.den.value[cell], t.den.Decimals()
	case t.Statistic() == StatisticMean:
		return t.units[cell], 0
	}
	return 1, 0
}

// Statistic is what [Table.Figure] gives.
func (t *Table) Statistic() Statistic {
	if !t.layout.Magnitude {
		return StatisticCount
	}
	return t.layout.Statistic
}

// FigureDecimals is how many decimals [Table.Figure] has.
func (t *Table) FigureDecimals() int {
	if s := t.Statistic(); s == StatisticSum || s == StatisticCount {
		return t.Decimals()
	}
	return t.layout.FigureDecimals
}

// Denominator is the table of the lower numbers of a ratio, nil for any other
// statistic. It has the same cells, so that a pattern made for a table of ratios
// can be proved for its lower numbers too.
func (t *Table) Denominator() *Table {
	if t.layout.Statistic != StatisticRatio {
		return nil
	}
	return t.den
}
