// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// least keeps cells from being told by a sum of cells that all are as small as a
// hidden cell can be. No count is below nought, so that 0 = x + x tells both; and
// where empty cells are published, each hidden one counts at least one, so that
// 2 = x + x tells both as well.
//
// It knows, like the elimination, what follows from the cells published, and
// writes that in a coordinate of its own for every least cell. What follows of
// least cells alone, such as that two are equal, may be known as long as all of
// them could be larger together: the cone answers that exactly.
type least struct {
	e     *elimination
	first int32 // the coordinate of the first least cell
	cone  *cone
}

// newLeast finds the least cells of a pattern; nil when there are none.
func newLeast(p *Pattern) *least {
	cells := p.leastCells()
	if len(cells) == 0 {
		return nil
	}
	n := int32(p.table.cells)
	l := &least{e: eliminationIn(p.e.corner, int(n)+len(cells)), first: n, cone: newCone(len(cells))}
	for i, c := range cells {
		v, _ := l.e.reduce(c)
		v = v.plus(1, vector{{n + int32(i), prime - 1}}, nil)
		if v[0].k >= n { // it follows from others, and rises with them
			if w, ok := l.weights(v); !ok || !l.cone.admits(w) {
				continue
			}
		}
		l.e.publish(v)
	}
	return l
}

// leastCells lists the hidden cells that are as small as everybody knows them
// to be at least.
func (p *Pattern) leastCells() (out []int) {
	t := p.table
	if t.negative {
		return nil
	}
	// Else what is least holds a base cell that is, and nothing besides.
	larger := slices.Contains(p.status, Absent)
	for c, s := range p.status {
		larger = larger || s == Primary && t.units[c] == 0 && p.protection.Zeros == ZerosOpen
	}
	for c, s := range p.status {
		base := t.isBase(c)
		switch p.protection.Zeros {
		case ZerosProtect:
			if s == Primary && t.value[c] == 0 && (base || larger) || s == Absent && base && t.units[c] == 0 && !t.Structural(c) {
				out = append(out, c)
			}
		case ZerosOpen:
			if s == Primary && t.units[c] == 1 && (base || larger) && !t.Magnitude() && !t.layout.Weighted {
				out = append(out, c)
			}
		case ZerosFree: // what is least is not known beforehand: left to the proof
		}
	}
	return out
}

// tells answers whether publishing a cell would give least cells away. If not,
// the cell counts as published from now on.
func (l *least) tells(cell int) bool {
	v, _ := l.e.reduce(cell)
	if len(v) == 0 {
		return false
	}
	if v[0].k >= l.first {
		w, ok := l.weights(v)
		if !ok || !l.cone.admits(w) {
			return true
		}
	}
	l.e.publish(v)
	return false
}

// weights writes a vector of least cells in small fractions.
func (l *least) weights(v vector) (w fraction, ok bool) {
	scale := invMod(v[0].v)
	w.den = 1
	num, den := make([]int64, len(v)), make([]int64, len(v))
	for i, x := range v {
		num[i], den[i] = ratioOf(mulMod(scale, x.v))
		if w.den *= den[i] / gcd(w.den, den[i]); w.den > 1<<15 || magnitude(num[i]) > 1<<15 {
			return w, false
		}
		w.c = append(w.c, x.k-l.first)
	}
	for i := range v {
		w.v = append(w.v, num[i]*(w.den/den[i]))
	}
	return w, true
}
