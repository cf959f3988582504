// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// unions finds groups of sensitive cells with the same parent that are still
// sensitive as one. Their sum must not be known either: with 15, 5 and 3 units
// in a line, a minimum of 11 and 15 published, 8 units would be known.
func (p *Pattern) unions() (out [][]int) {
	t := p.table
	u := unionRules{p: p}
	for i, d := range t.dims {
		for parent, kids := range d.children {
			if len(kids) < 2 {
				continue
			}
			size, stride := len(d.codes), t.stride[i]
			for outer := 0; outer < t.cells; outer += size * stride {
				for inner := range stride {
					at := outer + inner
					var hidden []int
					rest := int64(0)
					for _, k := range kids {
						c := at + int(k)*stride
						if p.status[c] == Primary {
							hidden = append(hidden, c)
						} else {
							rest += t.units[c]
						}
					}
					whole := at + parent*stride
					if len(hidden) < 2 || p.status[whole] == Absent || rest == 0 && p.status[whole] == Primary {
						continue
					}
					if u.sensitive(hidden) {
						out = append(out, hidden)
					}
				}
			}
		}
	}
	return out
}

// unionRules asks the rules about several cells together, from the records.
type unionRules struct {
	p      *Pattern
	rowsOf [][]int32 // by base cell
}

func (u *unionRules) sensitive(cells []int) bool {
	t, r := u.p.table, u.p.verdicts.rules
	units := int64(0)
	for _, c := range cells {
		units += t.units[c]
	}
	if units == 0 || units < r.MinimumUnits {
		return units > 0
	}
	if t.records == nil {
		return false
	}
	if u.rowsOf == nil {
		u.rowsOf = make([][]int32, t.cells)
		for row, b := range t.records.base {
			u.rowsOf[b] = append(u.rowsOf[b], int32(row))
		}
	}
	var rows []int32
	whole := int64(0)
	for _, c := range cells {
		whole += t.value[c]
		for _, b := range t.basesOf(c) {
			rows = append(rows, u.rowsOf[b]...)
		}
	}
	for i := range t.levels {
		if u.atLevel(i, cells, rows, whole) {
			return true
		}
	}
	return false
}

// atLevel puts the contributions together by contributor and asks again. Units
// that rows do not name stand in one cell each, whose largest the table keeps.
func (u *unionRules) atLevel(i int, cells []int, rows []int32, whole int64) bool {
	t := u.p.table
	l := t.levels[i]
	n, abs := int64(0), int64(0)
	var amounts []int64
	names := i
	if !t.layout.ByUnit {
		names--
	}
	if names < 0 {
		for _, c := range cells {
			n += l.n[c]
			if l.abs != nil {
				abs += l.abs[c]
			}
			amounts = append(amounts, t.Largest(l.name, c)...)
		}
	} else {
		sum := map[int32]int64{}
		for _, row := range rows {
			sum[t.records.ids[names][row]] += t.records.amount(int(row), t.layout.WeightsPublic)
		}
		n = int64(len(sum))
		for _, a := range sum {
			abs += int64(magnitude(a))
			amounts = append(amounts, int64(magnitude(a)))
		}
	}
	if t.negative {
		whole = abs
	}
	return u.found(l.name, n, whole, amounts)
}

// found tells whether a rule finds contributors of these amounts.
func (u *unionRules) found(level string, n, whole int64, amounts []int64) bool {
	t, r := u.p.table, u.p.verdicts.rules
	least, ok := r.LevelMinimum[level]
	if !ok {
		least = r.MinimumUnits
	}
	if n < least {
		return true
	}
	if fresh, _ := r.Fresh.state(); !fresh || n == 0 {
		return false
	}
	slices.Sort(amounts)
	slices.Reverse(amounts)
	one := &Verdicts{table: t, rules: r, findings: map[int][]Finding{}}
	one.compare(0, level, n, whole, amounts[0], amounts[1:])
	return len(one.findings) > 0
}
