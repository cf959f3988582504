// SPDX-License-Identifier: EUPL-1.2

package history

// Change is a cell that two editions of the data show with almost the same
// count: whoever compares them learns that so few came or left.
type Change struct {
	Release int // the earlier one
	Codes   []string
	Before  int64
	Now     int64
}

// Changes compares a new table of counts with earlier releases of other
// editions of the data, cell by cell, and lists where fewer than least units
// make the difference. Tables of other variables or dimensions tell nothing.
//
// Keeps: TK-188, TK-209
func Changes(past []*Release, now *Release, least int64) (out []Change) {
	if now.Variable != "" {
		return nil
	}
	for _, r := range past {
		if r.Data == now.Data || r.Variable != "" || !sameShape(r, now) {
			continue
		}
		before := r.byCodes()
		for _, c := range now.Cells {
			old := before[key(c.Codes)]
			if old == nil || c.Value == nil {
				continue
			}
			if d := max(*c.Value-*old, *old-*c.Value); d > 0 && d < least {
				out = append(out, Change{Release: r.Number, Codes: c.Codes, Before: *old, Now: *c.Value})
			}
		}
	}
	return out
}

// sameShape tells whether codes of two tables mean the same: dimensions made of
// the same columns, in order.
func sameShape(a, b *Release) bool {
	if len(a.Dimensions) != len(b.Dimensions) {
		return false
	}
	for i, d := range a.Dimensions {
		e := b.Dimensions[i]
		if d.Columns[len(d.Columns)-1] != e.Columns[len(e.Columns)-1] {
			return false
		}
	}
	return true
}
