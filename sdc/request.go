// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
)

// request asks about those who want protection: tables on which everybody
// else's contribution may be recognised, as in foreign trade.
func (v *Verdicts) request(t *Table, l level) error {
	r := v.rules.Request
	by := r.By[l.name]
	if len(by) == 0 {
		return nil
	}
	at := t.namesOf(l.name)
	asked := map[int32]bool{}
	for _, n := range by {
		if id, ok := slices.BinarySearch(t.records.names[at], n); ok {
			asked[int32(id)] = true
		}
	}
	if r.Minimum > 0 {
		v.requestMinimum(t, l, at, asked)
	}
	if r.K.zero() {
		return nil
	}
	k := t.layout.Largest
	for c, n := range l.n {
		if n == 0 || !asked[l.top[c*k]] {
			continue
		}
		whole := t.value[c]
		if l.abs != nil {
			whole = l.abs[c]
		}
		if first := l.amount[c*k]; r.K.reaches(first, whole, v.rules.TiesSafe) {
			v.find(c, Finding{Rule: RuleRequest, Level: l.name, Limit: r.K.String(), Units: n, Part: first, Whole: whole, N: 1, Percent: r.K, Decimals: t.Decimals()})
		}
	}
	return nil
}

// requestMinimum finds cells with too few contributors, one of whom asked.
func (v *Verdicts) requestMinimum(t *Table, l level, at int, asked map[int32]bool) {
	r := v.rules.Request
	found := map[int]bool{}
	for row, id := range t.records.ids[at] {
		if !asked[id] {
			continue
		}
		t.ancestors(int(t.records.base[row]), func(c int) {
			if l.n[c] < r.Minimum && !found[c] {
				found[c] = true
				v.find(c, Finding{Rule: RuleRequest, Level: l.name, Limit: fmt.Sprint(r.Minimum), Units: l.n[c]})
			}
		})
	}
}
