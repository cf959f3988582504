// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"math/bits"
	"slices"
)

// span is what a hidden cell can be, as far as an attacker can tell.
type span struct {
	low, high int64
	open      bool // there is no upper bound
}

// mostWork bounds the search for bounds, in numbers written.
const mostWork = 300_000_000

// simplex looks for the bounds of cells that hang together. All cells are
// nought or more; rows of the system are cells in terms of free ones, and where
// these are nought stands the table that the search is at.
type simplex struct {
	s        *system
	seen     map[int32]span // what tables that were passed have, as whole numbers and narrower than what is possible
	narrow   map[int32]span // what is possible at most
	work     int
	helper   int32 // the artificial cell of the beginning
	complete bool
}

// bounds finds what every unknown cell can be. Where values may be negative
// only what follows by adding is known.
func (p *publishedTable) bounds(a *Attacked, s *system) map[int32]span {
	out := map[int32]span{}
	for _, v := range p.unknown {
		out[v] = span{open: true}
		if row := s.rows[v]; row != nil && len(row.at) == 0 {
			if row.b%row.den != 0 || !p.signed && row.b < 0 {
				a.form("the hidden cell %v cannot be a whole number of what is published, or would be negative", p.codesOf(v))
			}
			out[v] = span{low: row.b / row.den, high: row.b / row.den}
		}
	}
	if p.signed {
		return out
	}
	p.tighten(out)
	budget := mostWork
	for _, part := range s.parts() {
		x := &simplex{s: part, narrow: out, seen: map[int32]span{}, helper: int32(p.cells)}
		budget = x.run(budget)
		a.Whole = a.Whole && x.complete
	}
	return out
}

// tighten narrows spans by looking at one relation at a time until nothing
// changes: a part is at most its total less what the others are at least.
func (p *publishedTable) tighten(out map[int32]span) {
	get := func(cell int32) span {
		if p.known[cell] {
			return span{low: p.value[cell], high: p.value[cell]}
		}
		return out[cell]
	}
	for round, changed := 0, true; changed && round < 50; round++ {
		changed = false
		set := func(cell int32, low, high int64, open bool) {
			b, is := out[cell]
			if !is {
				return
			}
			if low > b.low {
				b.low, changed = low, true
			}
			if !open && (b.open || high < b.high) {
				b.high, b.open, changed = high, false, true
			}
			out[cell] = b
		}
		for i := range p.dims {
			for n, parts := range p.parts[i] {
				if len(parts) == 0 {
					continue
				}
				p.each(i, func(offset int) {
					p.narrowed(offset, i, n, parts, get, set)
				})
			}
		}
	}
}

// narrowed looks at one relation.
func (p *publishedTable) narrowed(offset, dim, node int, parts []int32, get func(int32) span, set func(cell int32, low, high int64, open bool)) {
	whole := get(int32(offset + node*p.stride[dim]))
	var low, high int64
	opens := 0
	for _, x := range parts {
		b := get(int32(offset + int(x)*p.stride[dim]))
		low += b.low
		if b.open {
			opens++
		} else {
			high += b.high
		}
	}
	set(int32(offset+node*p.stride[dim]), low, high, opens > 0)
	for _, x := range parts {
		cell := int32(offset + int(x)*p.stride[dim])
		b := get(cell)
		least := int64(0)
		if opens == 0 {
			least = whole.low - (high - b.high)
		} else if opens == 1 && b.open {
			least = whole.low - high
		}
		set(cell, least, whole.high-(low-b.low), whole.open)
	}
}

// parts divides a system into what does not touch.
func (s *system) parts() []*system {
	parent := map[int32]int32{}
	var find func(v int32) int32
	find = func(v int32) int32 {
		p, ok := parent[v]
		if !ok || p == v {
			parent[v] = v
			return v
		}
		root := find(p)
		parent[v] = root
		return root
	}
	for _, v := range s.sorted() {
		for _, k := range s.rows[v].at {
			parent[find(v)] = find(k)
		}
	}
	by := map[int32]*system{}
	var out []*system
	for _, v := range s.sorted() {
		if len(s.rows[v].at) == 0 {
			continue
		}
		root := find(v)
		part := by[root]
		if part == nil {
			part = newSystem()
			by[root], out = part, append(out, part)
		}
		part.set(v, s.rows[v])
	}
	return out
}

// run looks for the bounds of all cells of a part, as far as the work allows.
func (x *simplex) run(budget int) int {
	cells := x.cells()
	x.work = x.s.work
	if !x.feasible(budget) {
		return budget - (x.s.work - x.work)
	}
	x.complete = true
	for _, v := range cells {
		x.complete = x.settle(v, -1, budget) && x.complete
		x.complete = x.settle(v, 1, budget) && x.complete
	}
	return budget - (x.s.work - x.work)
}

// cells lists rows and free cells in order.
func (x *simplex) cells() (out []int32) {
	in := map[int32]bool{}
	for v, row := range x.s.rows {
		in[v] = true
		for _, k := range row.at {
			in[k] = true
		}
	}
	for v := range in {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}

// feasible goes to a table without negative cells, which there is, as the true
// one has none. A helper is added to every row and driven to nought.
func (x *simplex) feasible(budget int) bool {
	worst, least := int32(-1), 0.0
	for _, v := range x.s.sorted() {
		if row := x.s.rows[v]; float64(row.b)/float64(row.den) < least {
			worst, least = v, float64(row.b)/float64(row.den)
		}
	}
	if worst < 0 {
		return true
	}
	for _, v := range x.s.sorted() {
		row := *x.s.rows[v]
		row.at, row.c = append(slices.Clone(row.at), x.helper), append(slices.Clone(row.c), row.den)
		x.s.rows[v] = &row
		x.s.users[x.helper] = append(x.s.users[x.helper], v)
	}
	if !x.s.exchange(worst, x.helper) || !x.drive(x.helper, -1, budget) {
		return false
	}
	if row := x.s.rows[x.helper]; row != nil {
		if row.b != 0 {
			return false
		}
		if len(row.at) > 0 && !x.s.exchange(x.helper, row.at[0]) {
			return false
		}
		delete(x.s.rows, x.helper)
	}
	for _, v := range x.s.users[x.helper] {
		if row := x.s.rows[v]; row != nil && row.of(x.helper) != 0 {
			next, ok := row.with(x.helper, &line{den: 1})
			if !ok {
				return false
			}
			x.s.rows[v] = &next
		}
	}
	delete(x.s.users, x.helper)
	return true
}

// settle finds the least or the most that a cell can be, unless it is already
// known that what is possible at most is possible.
func (x *simplex) settle(v int32, sign int64, budget int) bool {
	b := x.narrow[v]
	if seen, ok := x.seen[v]; ok && (sign < 0 && seen.low == b.low || sign > 0 && !b.open && seen.high == b.high) {
		return true
	}
	end := x.drive(v, sign, budget)
	x.remember()
	if !end {
		return false
	}
	at, unbounded := x.value(v), x.unbounded(v, sign)
	switch {
	case sign < 0:
		b.low = max(b.low, -floored(-at.b, at.den))
	case !unbounded:
		if high := floored(at.b, at.den); b.open || high < b.high {
			b.high, b.open = high, false
		}
	}
	x.narrow[v] = b
	return true
}

// remember keeps what the table has where the search stands.
func (x *simplex) remember() {
	for v, row := range x.s.rows {
		x.see(v, -floored(-row.b, row.den), floored(row.b, row.den))
		for _, k := range row.at {
			x.see(k, 0, 0)
		}
	}
}

// see notes that a cell can be as low and as high as this.
func (x *simplex) see(v int32, low, high int64) {
	b, ok := x.seen[v]
	if !ok {
		x.seen[v] = span{low: low, high: high}
		return
	}
	b.low, b.high = min(b.low, low), max(b.high, high)
	x.seen[v] = b
}

// value is what a cell is where the search stands.
func (x *simplex) value(v int32) line {
	if row := x.s.rows[v]; row != nil {
		return *row
	}
	return line{den: 1}
}

// floored divides and rounds down.
func floored(a, b int64) int64 {
	q := a / b
	if a%b != 0 && a < 0 {
		q--
	}
	return q
}

// unbounded tells whether a cell that cannot be driven further has no end.
func (x *simplex) unbounded(v int32, sign int64) bool {
	return x.entering(v, sign, false) >= 0
}

// drive moves a cell as far as it goes. It ends where nothing drives it further,
// or where it has no end; it is false when the work became too much.
func (x *simplex) drive(v int32, sign int64, budget int) bool {
	for n := 0; ; n++ {
		c := x.entering(v, sign, n > 100)
		if c < 0 {
			return true
		}
		r := x.leaving(c)
		if r < 0 {
			return true // no end
		}
		if x.s.work-x.work > budget || n > 5000 || !x.s.exchange(r, c) {
			return false
		}
	}
}

// entering is a free cell that moves another one in a direction when it grows,
// the one that does most or by Bland's rule the first; -1 when there is none.
func (x *simplex) entering(v int32, sign int64, bland bool) int32 {
	row := x.s.rows[v]
	if row == nil { // it is free itself, and nought: it can only grow
		if sign > 0 && len(x.s.users[v]) > 0 {
			return v
		}
		return -1
	}
	best, most := int32(-1), int64(0)
	for i, k := range row.at {
		if n := row.c[i] * sign; n > most {
			if best, most = k, n; bland {
				return best
			}
		}
	}
	return best
}

// leaving is the row that reaches nought first when a free cell grows; -1 when none does.
func (x *simplex) leaving(c int32) int32 {
	best := int32(-1)
	var num, den int64
	for _, r := range x.s.users[c] {
		row := x.s.rows[r]
		if row == nil {
			continue
		}
		a := row.of(c)
		if a >= 0 || r == best {
			continue
		}
		if best < 0 || less(row.b, -a, num, den) || !less(num, den, row.b, -a) && (r == x.helper || r < best && best != x.helper) {
			best, num, den = r, row.b, -a
		}
	}
	return best
}

// less compares two fractions that are not negative, exactly.
func less(a, b, c, d int64) bool {
	lh, ll := bits.Mul64(uint64(a), uint64(d))
	rh, rl := bits.Mul64(uint64(c), uint64(b))
	return lh < rh || lh == rh && ll < rl
}
