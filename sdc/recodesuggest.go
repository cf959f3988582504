// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"errors"
	"slices"
)

// Suggestion is a recoding with what it does, counted on the recoded table.
type Suggestion struct {
	Recoding  Recoding
	Table     *Table
	Verdicts  *Verdicts
	Sensitive int  // sensitive cells before
	Remaining int  // and after
	Cells     int  // cells that are gone
	Loss      Loss // of the recoding alone, against the table before
}

// Benefit is the share of sensitive cells that are no longer there or safe,
// less what it costs ([Loss.Score]). A merge pays when it is above nought.
func (s Suggestion) Benefit() float64 {
	if s.Sensitive == 0 {
		return -s.Loss.Score
	}
	return float64(s.Sensitive-s.Remaining)/float64(s.Sensitive) - s.Loss.Score
}

// tried is how many merges are looked at closely, of all that are estimated.
const tried = 8

// StageMerges is the stage of looking for classes to be merged.
const StageMerges = "merges"

// Suggest gives merges of two classes with the same parent, the best first: of
// all pairs in which a cell is sensitive it estimates how many cells become
// safe, and of the most promising ones, by number and by number for each cell
// that goes, it counts. Progress may be nil.
//
// Keeps: TK-205, TK-237, TK-238
func (v *Verdicts) Suggest(most int, progress func(Progress) error) ([]Suggestion, error) {
	pairs := v.promising()
	var out []Suggestion
	for n, p := range pairs {
		if err := tell(progress, StageMerges, n, len(pairs)); err != nil {
			return nil, err
		}
		d := v.table.dims[p.dim]
		s, err := v.Try(Recoding{Dimension: d.name, Codes: []string{d.codes[p.a], d.codes[p.b]}})
		var cannot *Problem
		if errors.As(err, &cannot) { // a group holds one of them only, or a forced cell names one
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, *s)
	}
	slices.SortStableFunc(out, func(a, b Suggestion) int { return cmp.Compare(b.Benefit(), a.Benefit()) })
	return out[:min(most, len(out))], nil
}

// Try recodes the table and asks the same rules again.
func (v *Verdicts) Try(changes ...Recoding) (*Suggestion, error) {
	now, err := v.table.Recode(changes...)
	if err != nil {
		return nil, err
	}
	again, err := now.Evaluate(v.rules)
	if err != nil {
		return nil, err
	}
	s := &Suggestion{Table: now, Verdicts: again, Sensitive: len(v.findings), Remaining: len(again.findings), Cells: v.table.cells - now.cells}
	if len(changes) > 0 {
		s.Recoding = changes[0]
	}
	open, err := again.unprotected()
	if err != nil {
		return nil, err
	}
	s.Loss = open.LossFrom(v.table)
	return s, nil
}

// unprotected publishes all cells that are there, to tell what recoding alone costs.
func (v *Verdicts) unprotected() (*Pattern, error) {
	none := &Verdicts{table: v.table, findings: map[int][]Finding{}, publish: map[int]bool{}}
	return none.HideSensitive(Protection{})
}

// pair is two classes of one dimension.
type pair struct {
	dim  int
	a, b int32
	safe float64 // how many sensitive cells are thought to go
	size int64   // what stands in both, by which the smaller is preferred
}

// promising lists the pairs to be looked at closely.
func (v *Verdicts) promising() []pair {
	t := v.table
	safe := map[[3]int32]float64{}
	u := &unionRules{p: &Pattern{table: t, verdicts: v}}
	for _, c := range v.Sensitive() {
		for i, d := range t.dims {
			n := t.node(c, i)
			if n == 0 || int(n) >= len(d.children) {
				continue
			}
			kids := d.children[d.parent[n]]
			if d.parent[n] == 0 && len(kids) < 3 {
				continue // that would leave the total alone
			}
			for _, k := range kids {
				if k == n {
					continue
				}
				key := [3]int32{int32(i), min(n, k), max(n, k)}
				other := c + int(k-n)*t.stride[i]
				switch {
				case !v.together(u, i, c, other):
					safe[key]++
				case len(v.findings[other]) > 0:
					safe[key] += 0.5 // two sensitive cells become one
				}
			}
		}
	}
	all := make([]pair, 0, len(safe))
	for k, n := range safe {
		if n > 0 {
			stride := t.stride[k[0]]
			all = append(all, pair{int(k[0]), k[1], k[2], n, t.units[int(k[1])*stride] + t.units[int(k[2])*stride]})
		}
	}
	return v.best(all)
}

// best takes the most promising pairs by number, and by number for each cell that goes.
func (v *Verdicts) best(all []pair) []pair {
	t := v.table
	lines := func(p pair) float64 { return p.safe * float64(len(t.dims[p.dim].codes)) / float64(t.cells) }
	rest := func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.size, b.size), cmp.Compare(t.dims[a.dim].name, t.dims[b.dim].name), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b))
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Or(cmp.Compare(b.safe, a.safe), rest(a, b)) })
	out := slices.Clone(all[:min(len(all), tried/2)])
	slices.SortFunc(all, func(a, b pair) int { return cmp.Or(cmp.Compare(lines(b), lines(a)), rest(a, b)) })
	for _, p := range all {
		if len(out) >= tried {
			break
		}
		if !slices.ContainsFunc(out, func(o pair) bool { return o.dim == p.dim && o.a == p.a && o.b == p.b }) {
			out = append(out, p)
		}
	}
	return out
}

// together estimates whether two cells that become one are still sensitive. It
// takes contributors that are not among the largest of both for different ones.
func (v *Verdicts) together(u *unionRules, dim, a, b int) bool {
	t := v.table
	for _, f := range v.findings[a] {
		switch f.Rule {
		case RuleForced:
			return true
		case RuleRowMinimum:
			total, in := v.rowOf(a, dim)
			other, _ := v.rowOf(b, dim)
			if !in || t.units[total]+t.units[other] < v.rules.RowMinimum {
				return true
			}
		}
	}
	if t.units[a]+t.units[b] == 0 {
		return false
	}
	for _, l := range t.levels {
		if !l.known {
			continue
		}
		amounts := map[int32]int64{}
		k := len(l.top) / t.cells
		for _, c := range []int{a, b} {
			for i := c * k; i < (c+1)*k && l.top[i] >= 0; i++ {
				amounts[l.top[i]] += l.amount[i]
			}
		}
		list := make([]int64, 0, len(amounts))
		for _, x := range amounts {
			list = append(list, x)
		}
		whole := t.value[a] + t.value[b]
		if l.abs != nil {
			whole = l.abs[a] + l.abs[b]
		}
		n := l.n[a] + l.n[b]
		if n == 0 {
			continue
		}
		if len(list) == 0 { // given without the largest
			list = append(list, 0)
		}
		if u.found(l.name, n, whole, list) {
			return true
		}
	}
	return false
}

// rowOf is the total of the row that a cell stands in, and whether a dimension
// is one of those that make rows.
func (v *Verdicts) rowOf(cell, dim int) (total int, in bool) {
	t, r := v.table, v.rules
	for i, d := range t.dims {
		row := r.RowOf == nil && (i < len(t.dims)-1 || i == 0) || slices.Contains(r.RowOf, d.name)
		if row {
			total += int(t.node(cell, i)) * t.stride[i]
			in = in || i == dim
		}
	}
	return total, in
}
