// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"time"
)

// Dominance makes a cell sensitive when its N largest contributors make K percent of it.
type Dominance struct {
	N int
	K Percent
}

// PPercent makes a cell sensitive when somebody who knows the whole, its own
// contribution and those of its coalition can estimate the largest contribution
// to P percent. Coalition counts the contributors who put their knowledge
// together; 0 is one, the second largest, as the rule is usually read.
// An Outsider contributes nothing and knows the whole only.
//
// Keeps: TK-199
type PPercent struct {
	P         Percent
	Coalition int
	Outsider  bool
}

// attackers is how many of the others put their knowledge together.
func (p PPercent) attackers() int {
	if p.Outsider {
		return 0
	}
	return max(p.Coalition, 1)
}

// PQ is the p% rule for an attacker who knows every contribution to Q percent
// beforehand.
type PQ struct{ P, Q Percent }

// share is how much of the largest contribution has to be hidden by others:
// 100 p/q percent.
func (p PQ) share() Percent { return Percent{p.P.num * p.Q.den * 100, p.P.den * p.Q.num}.reduced() }

// Request protects those who asked for it, and nobody else: a cell is sensitive
// when its largest contributor asked and makes more than K percent of it, or
// when anybody in it asked and there are fewer than Minimum contributors.
type Request struct {
	By      map[string][]string // by protection level: the contributors who asked
	K       Percent             // zero is off
	Minimum int64               // 0 is off
}

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
	Request      Request
	// NegativesWithin is how closely an attacker knows each contribution
	// beforehand where values may be below zero, in percent of it: f times 100.
	// Rules are then asked with p/f and 100-(100-k)/f. Zero asks them as they are.
	NegativesWithin Percent
	TiesSafe        bool                // exactly at the limit is safe; otherwise it is sensitive
	Waived          map[string][]string // by protection level: contributors who agreed to be recognised
	Forced          []Forced
	Fresh           Freshness
}

// fresh tells whether concentration rules still hold, and public whether no
// rule does any more. The day on which a period ends still belongs to it.
//
// Keeps: TK-103, TK-104, TK-253, TK-255, TK-256, TK-259
func (f Freshness) state() (fresh, public bool) {
	if f.Reference.IsZero() || f.Publication.IsZero() {
		return true, false
	}
	y, mo, d := f.Publication.Date()
	day := time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
	fresh = f.Months == 0 || !day.After(monthsAfter(f.Reference, f.Months))
	public = f.PublicAfter > 0 && day.After(monthsAfter(f.Reference, 12*f.PublicAfter))
	return fresh, public
}

// monthsAfter is the day of the same number so many months later, or the last
// of its month where that is shorter: three months after 30 November is the end
// of February.
func monthsAfter(t time.Time, months int) time.Time {
	y, m, d := t.Date()
	first := time.Date(y, m+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d, last)-1)
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
		n = max(n, 1+p.attackers())
	}
	if len(r.PQ) > 0 {
		n = max(n, 2)
	}
	if !r.Request.K.zero() {
		n = max(n, 1)
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
		if p.P.zero() || p.Coalition < 0 || p.Outsider && p.Coalition > 0 {
			return fail("the p% rule needs a p above 0, and either a coalition or an outsider", "")
		}
	}
	for _, p := range r.PQ {
		if p.P.zero() || p.Q.zero() {
			return fail("the pq rule needs p and q above 0", "")
		}
		if p.P.num > 1e10 {
			return fail("the p of the pq rule has too many digits to be asked exactly", "")
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
	if f := r.NegativesWithin; !f.zero() && (f.num < 100*f.den || f.reduced().num > 1e6) {
		return fail("what an attacker knows of values below zero is at least 100 percent, and short enough to be reckoned with exactly", "")
	}
	for _, p := range r.PPercent {
		if !r.NegativesWithin.zero() && p.P.num > 1e8 {
			return fail("the p of the p% rule has too many digits to be asked exactly about values below zero", "")
		}
	}
	if r.Request.Minimum < 0 || !r.Request.K.zero() && r.Request.K.num > 100*r.Request.K.den {
		return fail("the request rule needs a share of at most 100 percent and a minimum that is not negative", "")
	}
	for name := range r.Request.By {
		if t.records == nil || t.Contributors(name, 0) < 0 || t.namesOf(name) < 0 {
			return fail(fmt.Sprintf("requests are set for the protection level %q, at which the table does not know contributors", short(name)), "")
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
