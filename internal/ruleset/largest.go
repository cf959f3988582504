// SPDX-License-Identifier: EUPL-1.2

package ruleset

import (
	"fmt"
	"slices"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/sdc/release"
)

// concentration puts the rules about the largest contributors.
//
// Keeps: TK-103, TK-197, TK-200, TK-252
func (a *applying) concentration() {
	a.dominance()
	rules, set := &a.spec.Rules, a.set
	if set.PPercent != "" {
		if rules.PPercent != "" && number(rules.PPercent).Cmp(number(set.PPercent)) < 0 {
			a.refuse("rules/p-percent", "p-percent", fmt.Sprintf("it is %s, and %s is promised", rules.PPercent, set.PPercent), "write "+set.PPercent+" or more, or leave it out")
		}
		if rules.PPercent == "" {
			rules.PPercent = set.PPercent
		}
		a.took("p-percent", set.PPercent)
	}
	a.pq()
	switch {
	case set.Ties != "safe" && rules.Ties == "safe":
		a.refuse("rules/ties", "ties", "cells exactly at a limit are safe in it, and sensitive in the promise", "write sensitive, or leave it out")
	case set.Ties != "" && rules.Ties == "":
		rules.Ties = set.Ties
		fallthrough
	case set.Ties != "":
		a.took("ties", set.Ties)
	}
}

// dominance adds the promised rule beside those of the specification, unless one of them
// covers it: takes at least as many together, and no larger share.
func (a *applying) dominance() {
	d := a.set.Dominance
	if d == nil {
		return
	}
	rules := &a.spec.Rules
	covered := false
	for _, own := range rules.Dominance {
		covered = covered || own.N >= d.N && number(own.K).Cmp(number(d.K)) <= 0
	}
	for _, own := range rules.Dominance {
		if !covered && own.N <= d.N {
			a.refuse("rules/dominance", "dominance", fmt.Sprintf("it is (%d,%s), and %s is promised", own.N, own.K, d), fmt.Sprintf("write {n: %d, k: %s}, or leave it out", d.N, d.K))
			return
		}
	}
	if !covered {
		rules.Dominance = append(slices.Clone(rules.Dominance), release.Dominance{N: d.N, K: d.K})
	}
	a.took("dominance", d.String())
}

func (a *applying) pq() {
	promised, own := a.set.PQ, a.spec.Rules.PQ
	switch {
	case promised == nil:
		return
	case own == nil:
		a.spec.Rules.PQ = &release.PQ{P: promised.P, Q: promised.Q}
	case number(own.P).Cmp(number(promised.P)) < 0 || number(own.Q).Cmp(number(promised.Q)) > 0:
		a.refuse("rules/pq", "pq", fmt.Sprintf("it is (%s,%s), and %s is promised", own.P, own.Q, promised), "take p no smaller and q no larger, or leave it out")
	}
	a.took("pq", promised.String())
}

// age puts the dates from which the age of the data is counted, and what age ends.
//
// Keeps: TK-104, TK-105, TK-253, TK-255, TK-256
func (a *applying) age() {
	a.fresh()
	a.public()
	a.reference()
	a.publication()
}

// fresh puts how long the rules about the largest contributors hold.
func (a *applying) fresh() {
	rules, f := &a.spec.Rules, a.set.Fresh
	if !a.set.Concentration() {
		return
	}
	if f == nil || f.Always {
		if rules.FreshMonths > 0 {
			a.refuse("rules/fresh-months", "fresh", fmt.Sprintf("it is %d, and the rules about large contributors are promised at any age", rules.FreshMonths), "leave it out")
		}
		a.took("fresh", "always")
		return
	}
	months := inMonths(f.YoungerThan)
	if rules.FreshMonths > 0 && rules.FreshMonths < months {
		a.refuse("rules/fresh-months", "fresh", fmt.Sprintf("it is %d, and %s is promised", rules.FreshMonths, f.YoungerThan), fmt.Sprintf("write %d or more, or leave it out", months))
	}
	rules.FreshMonths = max(rules.FreshMonths, months)
	a.took("fresh", f.String())
}

func inMonths(d promise.Duration) int {
	if d.Unit == promise.Years {
		return 12 * d.N
	}
	return d.N
}

// public puts the age at which all protection ends. Where something is secret from a
// death on, no age of the data ends it: a table does not know when somebody died.
func (a *applying) public() {
	rules, years := &a.spec.Rules, a.set.PublicAfter.N
	key := "public-after"
	if !a.set.SecretAfterDeath.IsZero() {
		years, key = 0, "secret-after-death"
		a.took(key, a.set.SecretAfterDeath.String())
	}
	if rules.PublicYears > 0 && (years == 0 || rules.PublicYears < years) {
		what, mend := fmt.Sprintf("it is %d, and %d years are promised", rules.PublicYears, years), fmt.Sprintf("write %d or more, or leave it out", years)
		if years == 0 {
			what, mend = fmt.Sprintf("it is %d, and by age the data never become public", rules.PublicYears), "leave it out"
		}
		a.refuse("rules/public-after-years", key, what, mend)
	}
	if years > 0 {
		rules.PublicYears = max(rules.PublicYears, years)
		a.took("public-after", a.set.PublicAfter.String())
	}
}

// reference puts the reference date of the dataset. An earlier one would make the data
// older than they are.
func (a *applying) reference() {
	if a.data == nil || a.data.ReferenceDate == "" {
		return
	}
	promised := string(a.data.ReferenceDate)
	if a.spec.Reference != "" && a.spec.Reference < promised {
		a.weaker = append(a.weaker, Weaker{"reference-date", a.data.Clause, fmt.Sprintf("it is %s, and the dataset says %s", a.spec.Reference, promised), "leave it out"})
	}
	if a.spec.Reference == "" {
		a.spec.Reference = promised
	}
	a.from("reference-date", promised, a.data.Origin)
}

// publication puts the day on which age is taken: that of the check, or where the promise
// says so the day of publication, which is not before it.
func (a *applying) publication() {
	late := a.set.Fresh != nil && a.set.Fresh.At == "publication-date"
	ages := a.spec.Rules.FreshMonths > 0 || a.spec.Rules.PublicYears > 0
	switch {
	case a.spec.Publication == "":
		a.spec.Publication = a.day
	case a.spec.Publication > a.day && !late && ages:
		a.refuse("publication-date", "fresh", fmt.Sprintf("it is %s, and the age of the data is promised to be taken on the day of the check, %s", a.spec.Publication, a.day), "leave it out")
	}
}

// secondary puts what is demanded of the protection of sensitive cells.
//
// Keeps: TK-203
func (a *applying) secondary() {
	x := &a.spec.Secondary
	if x.None {
		a.refuse("secondary", "minimum-units", "the word none leaves sensitive cells to be computed from totals", "leave it out")
		return
	}
	promised := a.set.Secondary
	if promised == nil {
		return
	}
	for _, b := range []struct {
		key  string
		to   *bool
		says *bool
	}{{"singletons", &x.Singletons, promised.Singletons}, {"unions", &x.Unions, promised.Unions}} {
		if b.says != nil && *b.says {
			*b.to = true
			a.took("secondary."+b.key, "true")
		}
	}
	a.zeros(x, promised.Zeros)
	if promised.Interval != "" {
		if x.Interval != "" && number(x.Interval).Cmp(number(promised.Interval)) < 0 {
			a.refuse("secondary/interval", "secondary.interval", fmt.Sprintf("it is %s, and %s is promised", x.Interval, promised.Interval), "write "+promised.Interval+" or more, or leave it out")
		}
		if x.Interval == "" {
			x.Interval = promised.Interval
		}
		a.took("secondary.interval", promised.Interval)
	}
	if promised.Cost != "" && x.Cost == "" {
		x.Cost = promised.Cost
		a.took("secondary.cost", promised.Cost)
	}
}

// zeros compares what becomes of empty cells, from the least that is done to the most.
func (a *applying) zeros(x *release.Secondary, promised string) {
	if promised == "" {
		return
	}
	ranks := []string{"open", "free", "protect"}
	if x.Zeros != "" && slices.Index(ranks, x.Zeros) < slices.Index(ranks, promised) {
		a.refuse("secondary/zeros", "secondary.zeros", fmt.Sprintf("it is %s, and %s is promised", x.Zeros, promised), "write "+promised+", or leave it out")
	}
	if x.Zeros == "" {
		x.Zeros = promised
	}
	a.took("secondary.zeros", promised)
}
