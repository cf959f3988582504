// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math/bits"
	"strings"
	"time"
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

// String writes the share without the sign.
func (p Percent) String() string {
	d := 0
	for x := p.den; x > 1; x /= 10 {
		d++
	}
	return FormatNumber(p.num, d)
}

// zero tells a share that was not set, or set to nothing.
func (p Percent) zero() bool { return p.num == 0 || p.den == 0 }

// Dominance makes a cell sensitive when its N largest contributors make K percent of it.
type Dominance struct {
	N int
	K Percent
}

// PPercent makes a cell sensitive when somebody who knows the whole, its own
// contribution and those of its coalition can estimate the largest contribution
// to P percent. Coalition counts the contributors who put their knowledge
// together; 0 is one, the second largest, as the rule is usually read.
type PPercent struct {
	P         Percent
	Coalition int
}

// PQ is the p% rule for an attacker who knows every contribution to Q percent
// beforehand.
type PQ struct{ P, Q Percent }

// Forced decides about a cell whatever the rules say of it.
type Forced struct {
	Codes   []string
	Publish bool // published, and never hidden for the sake of others; otherwise hidden
	Reason  string
}

// Freshness limits rules in time. A zero Reference means that data is fresh.
type Freshness struct {
	Reference   time.Time // what the data describes; its last day
	Publication time.Time // when the table is to be published
	Months      int       // concentration rules hold for so long, that day included; 0 is for ever
	PublicAfter int       // years after which no rule holds; 0 is never
}

// Rules say which cells are sensitive. All that are set are asked, at every
// protection level, and a cell is sensitive when any says so.
type Rules struct {
	MinimumUnits int64            // fewer contributors than this are too few; 0 is off
	LevelMinimum map[string]int64 // another minimum for some protection levels
	RowMinimum   int64            // a row with fewer units is hidden as a whole; 0 is off
	RowOf        []string         // the dimensions that make a row; nil is all but the last
	Dominance    []Dominance
	PPercent     []PPercent
	PQ           []PQ
	TiesSafe     bool                // exactly at the limit is safe; otherwise it is sensitive
	Waived       map[string][]string // by protection level: contributors who agreed to be recognised
	Forced       []Forced
	Fresh        Freshness
}

// fresh tells whether concentration rules still hold, and public whether no
// rule does any more. The day on which a period ends still belongs to it.
//
// Keeps: TK-103, TK-104, TK-253, TK-255, TK-256, TK-259
func (f Freshness) state() (fresh, public bool) {
	if f.Reference.IsZero() || f.Publication.IsZero() {
		return true, false
	}
	day := f.Publication.Truncate(24 * time.Hour)
	fresh = f.Months == 0 || !day.After(f.Reference.AddDate(0, f.Months, 0))
	public = f.PublicAfter > 0 && day.After(f.Reference.AddDate(f.PublicAfter, 0, 0))
	return fresh, public
}

// Inadequate is what is known to be wrong with a set of rules, in words.
func (r Rules) Inadequate() (out []string) {
	alone := len(r.Dominance) > 0 && len(r.PPercent) == 0 && len(r.PQ) == 0
	for _, d := range r.Dominance {
		alone = alone && d.N == 1
	}
	if alone {
		k := r.Dominance[0].K
		out = append(out, fmt.Sprintf("Dominance (1,%s) alone looks at the largest contributor and not at who can estimate it. "+
			"With a total of 100,000 and contributions of 50,000 and 49,000 a cell is safe under (1,%s), and yet the second largest knows the largest to 2 percent. "+
			"Add the p%% rule, or dominance with n = 2.", k, k))
	}
	if r.MinimumUnits > 0 && r.MinimumUnits < 3 {
		out = append(out, fmt.Sprintf("A minimum of %d units lets cells of two be published: each of the two knows the other.", r.MinimumUnits))
	}
	return out
}

// largest is how many of the largest contributors the rules look at.
func (r Rules) largest() int {
	n := 0
	for _, d := range r.Dominance {
		n = max(n, d.N)
	}
	for _, p := range r.PPercent {
		n = max(n, 1+max(p.Coalition, 1))
	}
	if len(r.PQ) > 0 {
		n = max(n, 2)
	}
	return n
}

// check says what is wrong with the rules themselves.
func (r Rules) check(t *Table) error {
	fail := func(what, mend string) error { return &Problem{What: what, Mend: mend} }
	for _, d := range r.Dominance {
		if d.N < 1 || d.K.zero() || d.K.num > 100*d.K.den {
			return fail(fmt.Sprintf("dominance (%d,%s) cannot be: n is at least 1, k above 0 and at most 100", d.N, d.K), "")
		}
	}
	for _, p := range r.PPercent {
		if p.P.zero() || p.Coalition < 0 {
			return fail("the p% rule needs a p above 0", "")
		}
	}
	for _, p := range r.PQ {
		if p.P.zero() || p.Q.zero() {
			return fail("the pq rule needs p and q above 0", "")
		}
	}
	if r.MinimumUnits < 0 || r.RowMinimum < 0 {
		return fail("a minimum of units cannot be negative", "")
	}
	if n := r.largest(); n > t.layout.Largest {
		return fail(fmt.Sprintf("the rules look at the %d largest contributors and the table keeps %d", n, t.layout.Largest), "build the table with more of the largest")
	}
	for name := range r.LevelMinimum {
		if t.Contributors(name, 0) < 0 {
			return fail(fmt.Sprintf("a minimum is set for the protection level %q, which the table does not know", short(name)), "")
		}
	}
	for name := range r.Waived {
		if t.records == nil || t.Contributors(name, 0) < 0 {
			return fail(fmt.Sprintf("waivers are set for the protection level %q, at which the table does not know contributors", short(name)), "")
		}
	}
	for _, name := range r.RowOf {
		if t.dimension(name) < 0 {
			return fail(fmt.Sprintf("rows are to be made of %q, which is no dimension", short(name)), "")
		}
	}
	return nil
}

// dimension is the place of a dimension by name, or -1.
func (t *Table) dimension(name string) int {
	for i, d := range t.dims {
		if d.name == name {
			return i
		}
	}
	return -1
}

// reaches compares a/b with a share of percent exactly: whether part makes at
// least (or, when ties are safe, more than) the share of whole. Both are not negative.
func (p Percent) reaches(part, whole int64, tiesSafe bool) bool {
	// part/whole >= num/(100 den)  <=>  part * 100 * den >= num * whole
	lh, ll := mul3(uint64(part), 100, uint64(p.den))
	rh, rl := bits.Mul64(uint64(whole), uint64(p.num))
	return above(lh, ll, rh, rl, tiesSafe)
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
