// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"slices"
)

// least keeps cells from being told by a sum of cells that all are as small as a
// hidden cell can be. No count is below nought, so that 0 = x + x tells both; and
// where empty cells are published, each hidden one counts at least one, so that
// 2 = x + x tells both as well.
//
// It works in the elimination's own coordinates. Late are those that are sums of
// least cells and of nothing else that is hidden; they are taken away only when
// no others are left. What follows of late ones alone, such as that two least
// cells are equal, may be known as long as all least cells could be larger
// together: the cone answers that exactly.
type least struct {
	t      *Table
	wide   [][]int // by dimension and code: how many of the finest codes it holds
	order  []int32 // of the elimination
	late   []bool  // by coordinate
	number []int32 // by cell: its place among the least cells, -1 for others
	cone   *cone
}

// newLeast finds the least cells of a pattern, and makes them coordinates of its
// elimination, of which nothing may have been published. It is nil when there are none.
func newLeast(p *Pattern) *least {
	cells := p.leastCells()
	if len(cells) == 0 {
		return nil
	}
	t := p.table
	l := &least{t: t, order: p.e.order, late: make([]bool, t.cells), number: make([]int32, t.cells), cone: newCone(len(cells))}
	other := make([]uint64, t.cells) // hidden base cells that are not least
	for c := range other {
		l.number[c] = -1
		if t.isBase(c) && !(t.units[c] == 0 && p.status[c] == Published && p.mustBeOpen(c)) {
			other[c] = 1
		}
	}
	for _, c := range cells {
		other[c] = 0
	}
	t.sumUp(other)
	for c, n := range other {
		l.late[c] = n == 0
	}
	cells = slices.DeleteFunc(cells, func(c int) bool { return l.late[c] && !t.isBase(c) }) // they rise with their base cells
	for _, d := range t.dims {
		wide := make([]int, len(d.codes))
		for n := range wide {
			wide[n] = len(d.leavesBelow(int32(n)))
		}
		l.wide = append(l.wide, wide)
	}
	p.e.late = l.late
	code := t.byCode() // numbers that no order of dimensions changes
	slices.SortFunc(cells, func(a, b int) int {
		return cmp.Or(cmp.Compare(l.bases(int32(a)), l.bases(int32(b))), cmp.Compare(code(a), code(b)))
	})
	for i, c := range cells {
		l.late[c], l.number[c] = true, int32(i)
	}
	for _, c := range cells {
		l.define(p.e, c)
	}
	return l
}

// define makes a least cell a coordinate, in place of another that is not late.
func (l *least) define(e *elimination, c int) {
	v, _ := e.reduce(c)
	if len(v) == 1 && int(v[0].k) == c {
		return
	}
	v = v.plus(1, vector{{int32(c), prime - 1}}, nil)
	if k := l.replaceable(v); k >= 0 {
		e.define(k, v)
	} else if !l.t.isBase(c) { // it follows from other least cells
		if w, ok := l.weights(v); ok {
			l.cone.admits(w)
		}
	}
}

// replaceable is the coordinate in whose place a least cell is put: one that
// holds few base cells, and of these the largest, so that what remains is near
// the least cell and small; of equals the first by code. It is -1 when all are late.
func (l *least) replaceable(v vector) int32 {
	best := int32(-1)
	for _, x := range v {
		if l.late[x.k] {
			continue
		}
		if best < 0 || l.nearer(x.k, best) {
			best = x.k
		}
	}
	return best
}

func (l *least) nearer(k, than int32) bool {
	c := cmp.Or(cmp.Compare(l.bases(k), l.bases(than)), cmp.Compare(l.t.units[than], l.t.units[k]))
	return c < 0 || c == 0 && before(l.order, k, than)
}

// bases is how many base cells a cell holds.
func (l *least) bases(c int32) int {
	n := 1
	for i, wide := range l.wide {
		n *= wide[l.t.node(int(c), i)]
	}
	return n
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

// tells answers whether publishing what is given as reduced would give least
// cells away. If not, it has to be published.
func (l *least) tells(v vector) bool {
	if slices.ContainsFunc(v, func(x term) bool { return !l.late[x.k] }) {
		return false
	}
	w, ok := l.weights(v)
	return !ok || len(w.c) > 0 && !l.cone.admits(w)
}

// weights writes a vector of late coordinates as a sum of least cells in small
// fractions of what the coordinate that stands first by code counts for.
func (l *least) weights(v vector) (w fraction, ok bool) {
	first := v[0]
	for _, x := range v[1:] {
		if before(l.order, x.k, first.k) {
			first = x
		}
	}
	scale := invMod(first.v)
	w.den = 1
	num, den := make([]int64, len(v)), make([]int64, len(v))
	for i, x := range v {
		num[i], den[i] = ratioOf(mulMod(scale, x.v))
		if w.den *= den[i] / gcd(w.den, den[i]); w.den > 1<<15 || magnitude(num[i]) > 1<<15 {
			return w, false
		}
	}
	sum := map[int32]int64{}
	for i, x := range v {
		by := num[i] * (w.den / den[i])
		if n := l.number[x.k]; n >= 0 {
			sum[n] += by
			continue
		}
		for _, b := range l.t.basesOf(int(x.k)) {
			if n := l.number[b]; n >= 0 {
				sum[n] += by
			}
		}
	}
	for n, by := range sum {
		if by != 0 {
			w.c = append(w.c, n)
		}
	}
	slices.Sort(w.c)
	for _, n := range w.c {
		w.v = append(w.v, sum[n])
	}
	return w, true
}
