// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// Verdicts are the findings about a table.
type Verdicts struct {
	table    *Table
	rules    Rules
	findings map[int][]Finding
	publish  map[int]bool // forced to be published
	of       string       // which number of a ratio is being asked about
	Warnings []string     // what is inadequate about the rules, and what no longer holds
}

// Findings are the rules that hold a cell for sensitive; none when it is not.
func (v *Verdicts) Findings(cell int) []Finding { return v.findings[cell] }

// Sensitive lists the sensitive cells in order.
func (v *Verdicts) Sensitive() []int {
	out := make([]int, 0, len(v.findings))
	for c := range v.findings {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

func (v *Verdicts) find(cell int, f Finding) { v.findings[cell] = append(v.findings[cell], f) }

// Evaluate asks all rules about all cells.
//
// Keeps: TK-101, TK-106, TK-107, TK-109, TK-111, TK-112, TK-196, TK-197, TK-199, TK-200, TK-204, TK-233, TK-234
func (t *Table) Evaluate(r Rules) (*Verdicts, error) {
	if err := r.check(t); err != nil {
		return nil, err
	}
	v := &Verdicts{table: t, rules: r, findings: map[int][]Finding{}, publish: map[int]bool{}, Warnings: r.Inadequate()}
	fresh, public := r.Fresh.state()
	if public {
		v.Warnings = append(v.Warnings, fmt.Sprintf("The data is older than %d years and public: no rule was applied.", r.Fresh.PublicAfter))
		return v, v.force()
	}
	if !fresh {
		v.Warnings = append(v.Warnings, fmt.Sprintf("The data is older than %d months: only minimum units and minimum rows were applied.", r.Fresh.Months))
	}
	if t.anyNegative() && !r.NegativesWithin.zero() {
		v.rules = r.withNegatives()
		v.Warnings = append(v.Warnings, fmt.Sprintf("Some values are below zero: rules about large contributors are asked with what an attacker knows beforehand, each contribution to within %s percent.", r.NegativesWithin))
	}
	if err := v.levels(t, fresh); err != nil {
		return nil, err
	}
	v.rows()
	return v, v.force()
}

// levels asks at every protection level, about both numbers of a ratio.
func (v *Verdicts) levels(t *Table, fresh bool) error {
	for _, l := range t.levels {
		if !l.known {
			continue
		}
		w := v.withoutWaivers(t, l)
		v.minimum(l, w)
		if err := v.request(t, l); err != nil {
			return err
		}
		if !fresh {
			continue
		}
		if err := v.concentration(t, l, w); err != nil {
			return err
		}
	}
	if t.den == nil || t.layout.Statistic != StatisticRatio || !fresh {
		return nil
	}
	v.of = OfDenominator
	defer func() { v.of = "" }()
	for _, l := range t.den.levels {
		if err := v.concentration(t.den, l, v.withoutWaivers(t.den, l)); err != nil {
			return err
		}
	}
	return nil
}

// anyNegative tells whether some contribution is below zero, in either number of a ratio.
func (t *Table) anyNegative() bool { return t.negative || t.den != nil && t.den.negative }

// withoutWaivers gives the contributors who have not agreed to be recognised,
// or the level itself when nobody has.
func (v *Verdicts) withoutWaivers(t *Table, l level) level {
	waived := v.rules.Waived[l.name]
	if len(waived) == 0 {
		return l
	}
	at := t.namesOf(l.name)
	if at < 0 {
		return l
	}
	rec := t.records
	gone := map[int32]bool{}
	for _, n := range waived {
		if id, ok := slices.BinarySearch(rec.names[at], n); ok {
			gone[int32(id)] = true
		}
	}
	var left records
	var ids []int32
	for r, id := range rec.ids[at] {
		if gone[id] {
			continue
		}
		left.base = append(left.base, rec.base[r])
		ids = append(ids, id)
		left.value = append(left.value, rec.value[r])
	}
	if ids == nil {
		ids = []int32{} // nobody is left; nil would mean that each record is a contributor
	}
	rest := *t
	rest.records = &left
	return rest.level(l.name, ids, len(rec.names[at]))
}

// namesOf is where the contributors of a level stand in the records, or -1
// when rows do not name them.
func (t *Table) namesOf(name string) int {
	at := slices.IndexFunc(t.levels, func(x level) bool { return x.name == name })
	if !t.layout.ByUnit {
		at-- // the first level is the rows themselves
	}
	return at
}

// minimum finds cells with too few contributors. Where all have agreed, there is nobody to protect.
func (v *Verdicts) minimum(l, w level) {
	least, ok := v.rules.LevelMinimum[l.name]
	if !ok {
		least = v.rules.MinimumUnits
	}
	for c, n := range l.n {
		if n > 0 && n < least && w.n[c] > 0 {
			v.find(c, Finding{Rule: RuleMinimumUnits, Level: l.name, Limit: fmt.Sprint(least), Units: n})
		}
	}
}

// concentration asks the rules about large contributors. The one protected is
// the largest who has not waived; the others are everybody else.
func (v *Verdicts) concentration(t *Table, l, w level) error {
	need := v.rules.largest()
	if need == 0 {
		return nil
	}
	k := t.layout.Largest
	others := make([]int64, 0, k)
	for c, n := range l.n {
		if n == 0 || w.n[c] == 0 {
			continue
		}
		list := l.amount[c*k : (c+1)*k]
		have := 0
		for have < k && l.top[c*k+have] >= 0 {
			have++
		}
		if int64(have) < min(n, int64(need)) {
			return &Problem{Source: t.layout.Source, What: fmt.Sprintf("the cell %v has %d contributors at level %s and only %d of the largest are given; the rules look at %d",
				t.Codes(c), n, l.name, have, need), Mend: "give them, or leave the rule out"}
		}
		first, firstID := w.amount[c*k], w.top[c*k]
		others = others[:0]
		for i := range have {
			if l.top[c*k+i] != firstID {
				others = append(others, list[i])
			}
		}
		whole := t.value[c]
		if l.abs != nil {
			whole = l.abs[c]
		} else if t.negative {
			return &Problem{Source: t.layout.Source, What: "rules about large contributors cannot be asked about ready sums with values below zero: what they would be without signs is not known", Mend: "make the table of the rows, or leave these rules out"}
		}
		v.compare(c, l.name, n, whole, first, others)
	}
	return nil
}

// compare asks the rules about shares, in whole numbers. The whole is what is
// published, or where values have signs the sum of what everybody contributes.
func (v *Verdicts) compare(c int, level string, n, whole, first int64, others []int64) {
	r := v.rules
	decimals := v.table.Decimals()
	if v.of != "" {
		decimals = v.table.den.Decimals()
	}
	sum := func(k int) (s int64) {
		for _, a := range others[:min(k, len(others))] {
			s += a
		}
		return s
	}
	find := func(rule, limit string, among int, share Percent, part, whole int64) {
		v.find(c, Finding{Rule: rule, Level: level, Limit: limit, Units: n, Part: part, Whole: whole, N: among, Percent: share, Decimals: decimals, Of: v.of})
	}
	for _, d := range r.Dominance {
		if part := first + sum(d.N-1); d.K.reaches(part, whole, r.TiesSafe) {
			find(RuleDominance, fmt.Sprintf("(%d,%s)", d.N, d.K), d.N, d.K, part, whole)
		}
	}
	for _, p := range r.PPercent {
		rest := whole - first - sum(p.attackers())
		if rest < 0 || !p.P.reaches(rest, first, !r.TiesSafe) {
			find(RulePPercent, p.P.String(), 1+p.attackers(), p.P, rest, first)
		}
	}
	for _, p := range r.PQ {
		rest := whole - first - sum(1)
		if rest < 0 || p.sensitive(rest, first, r.TiesSafe) {
			find(RulePQ, fmt.Sprintf("(%s,%s)", p.P, p.Q), 2, p.share(), rest, first)
		}
	}
}

// sensitive: rest * q < p * first, or equal when ties are not safe.
func (p PQ) sensitive(rest, first int64, tiesSafe bool) bool {
	rh, rl := mul3(uint64(first), uint64(p.P.num), uint64(p.Q.den))
	lh, ll := mul3(uint64(rest), uint64(p.Q.num), uint64(p.P.den))
	return above(rh, rl, lh, ll, tiesSafe)
}

// rows finds rows with too few units and hides them as a whole, empty cells
// and the row's own total included.
func (v *Verdicts) rows() {
	r, t := v.rules, v.table
	if r.RowMinimum == 0 {
		return
	}
	in := make([]bool, len(t.dims))
	for i := range in {
		in[i] = r.RowOf == nil && (i < len(in)-1 || i == 0) || slices.Contains(r.RowOf, t.dims[i].name)
	}
	limit := fmt.Sprint(r.RowMinimum)
	for c := range t.cells {
		total := 0
		for i := range t.dims {
			if in[i] {
				total += int(t.node(c, i)) * t.stride[i]
			}
		}
		if n := t.units[total]; n > 0 && n < r.RowMinimum && !t.Structural(c) {
			v.find(c, Finding{Rule: RuleRowMinimum, Limit: limit, Units: n})
		}
	}
}

// force applies what was decided by hand. A sensitive cell cannot be forced
// open: that is what waivers and the rules themselves are for.
func (v *Verdicts) force() error {
	for _, f := range v.rules.Forced {
		c, err := v.table.Cell(f.Codes...)
		if err != nil {
			return fmt.Errorf("forced cell: %w", err)
		}
		switch {
		case !f.Publish && v.publish[c], f.Publish && len(v.findings[c]) > 0:
			return &Problem{What: fmt.Sprintf("the cell %v is to be published and is sensitive: %v", f.Codes, v.findings[c]), Mend: "leave it to the rules, or record a waiver of those concerned"}
		case f.Publish:
			v.publish[c] = true
		case v.table.Structural(c):
			return &Problem{What: fmt.Sprintf("the cell %v is to be hidden and everybody knows it to be empty", f.Codes)}
		default:
			v.find(c, Finding{Rule: RuleForced, Note: f.Reason})
		}
	}
	return nil
}

// UpperNeeded is how large an attacker's upper bound of a cell has to be so
// that the rules about large contributors no longer hold it for sensitive,
// rounded up: the cell's value and the usual protection level. It is 0 where no
// rule asks for a distance.
func (v *Verdicts) UpperNeeded(cell int) int64 {
	need := int64(0)
	for _, f := range v.findings[cell] {
		if f.Of != "" || f.Percent.zero() || f.Part < 0 && f.Rule == RuleDominance {
			continue
		}
		switch f.Rule {
		case RuleDominance, RuleRequest:
			if f.N > 0 { // 100/k of what the largest make
				need = max(need, f.Percent.whole(f.Part))
			}
		case RulePPercent, RulePQ: // p/100 of the largest, less what hides it already, above the value
			need = max(need, min(v.table.value[cell]+f.Percent.of(f.Whole)-f.Part, maxTotal))
		}
	}
	return need
}
