// SPDX-License-Identifier: EUPL-1.2

package sdc

// Width says what is asked of the interval that an attacker can compute of a
// sensitive cell. Whatever is chosen, a whole number more or less is possible.
type Width int

// The widths to choose from.
const (
	// WidthUsual is WidthShare where an interval is set, and WidthRules where none is.
	WidthUsual Width = iota
	// WidthRules asks that the upper bound reaches what the cell's own rule
	// needs ([Verdicts.UpperNeeded]) and that the lower bound lies as far below the
	// value: symmetric protection. With contributions of 300, 20 and 10 under (1,85)
	// the upper bound has to reach 352.94. Nothing is asked below what everybody knows.
	WidthRules
	// WidthUpper asks for the upper bound of WidthRules alone.
	WidthUpper
	// WidthShare asks that the interval is as wide as the share of the value that
	// is set as interval, wherever it lies: sliding protection.
	WidthShare
)

// demand is what has to be proved of a sensitive cell: how far below and above
// its value other tables go, how far they are apart, and the count that is safe.
type demand struct{ below, above, width, safe int64 }

// demand is what is asked of a cell.
func (p *Pattern) demand(c int) demand {
	pr, value := p.protection, p.table.value[c]
	d := demand{width: 1, safe: pr.SafeCount}
	how := pr.Width
	if how == WidthUsual {
		how = WidthShare
		if pr.Interval.zero() {
			how = WidthRules
		}
	}
	if !pr.Interval.zero() {
		d.width = needed(pr.Interval, value)
	}
	if how == WidthShare {
		return d
	}
	if upper := p.verdicts.UpperNeeded(c); upper > value {
		d.above = upper - value
		if how == WidthRules {
			d.below = d.above
		}
	}
	if low, _, has, _ := p.beforehand(c); has {
		d.below = min(d.below, value-low)
	}
	return d
}

// met tells whether changes of a cell between low and high are enough.
func (d demand) met(value, low, high int64) bool {
	return -low >= d.below && high >= d.above && high-low >= d.width && d.reachesSafe(value, low, high)
}

// reachesSafe tells whether a count may also be none, or one that is safe.
func (d demand) reachesSafe(value, low, high int64) bool {
	return d.safe == 0 || value+low <= 0 || value+high >= d.safe
}

// needed is a share of a value, rounded up, and at least one.
func needed(share Percent, value int64) int64 {
	if share.zero() {
		return 1
	}
	h, l := mul3(magnitude(value), uint64(share.num), 1)
	q, rem := divide(h, l, uint64(100*share.den))
	if rem > 0 {
		q++
	}
	return max(1, int64(min(q, maxTotal)))
}

// beforehand is what everybody knows of a hidden cell beforehand: that nothing is
// below nought where no contribution is, and what the protection says.
func (p *Pattern) beforehand(c int) (low, high int64, hasLow, hasHigh bool) {
	t, pr := p.table, p.protection
	if !t.negative {
		hasLow = true
	}
	if !pr.Known.zero() && t.isBase(c) {
		by := needed(pr.Known, p.size(c))
		if l := t.value[c] - by; !hasLow || l > low {
			low, hasLow = l, true
		}
		high, hasHigh = t.value[c]+by, true
	}
	if pr.Bounds != nil {
		if l, h, ok := pr.Bounds(t.Codes(c)); ok {
			l, h = min(l, t.value[c]), max(h, t.value[c]) // what is known is true
			if !hasLow || l > low {
				low, hasLow = l, true
			}
			if !hasHigh || h < high {
				high, hasHigh = h, true
			}
		}
	}
	return low, high, hasLow, hasHigh
}

// size is a cell's value, or where contributions have signs what they are
// together without.
func (p *Pattern) size(c int) int64 {
	for _, l := range p.table.levels {
		if l.abs != nil {
			return l.abs[c]
		}
	}
	return int64(magnitude(p.table.value[c]))
}
