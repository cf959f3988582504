// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"math"
	"slices"
)

// mostCandidates bounds the base cells of one program.
const mostCandidates = 1500

// solve writes the program of a cell that is to change by so much: coordinates
// of what is hidden, changes of base cells nearby, and for every published cell
// that these change how much, up and down, at its cost (Kelly, Golden and Assad
// 1992, relaxed and then searched for whole numbers).
func (a *audit) solve(q *part, cell int, by int64, most [2]int) (move, bool) {
	w := &repairProgram{p: a.p, q: q, r: &part{}, candidates: a.p.nearby(cell, most), hidden: map[int]*member{}, sums: map[int][]int32{}}
	w.target(cell)
	inside := map[int]bool{}
	for _, b := range a.p.table.basesOf(cell) {
		inside[b] = true
	}
	for _, b := range w.candidates {
		w.candidate(b, inside[b])
	}
	total, ok := product(by, w.scale)
	if !ok || len(w.to.c) == 0 {
		return move{}, false
	}
	w.to.low, w.to.high, w.to.modulus, w.to.variable = ratio{total, 1}, ratio{total, 1}, 1, -1
	w.r.directions = append(w.r.directions, w.to)
	cost := w.costs()
	if len(cost.c) == 0 {
		return move{}, false
	}
	w.r.directions = append(w.r.directions, cost)
	return a.cheap(q, w.r, w.candidates, w.columns, by)
}

// repairProgram is the program of a repair while it is written.
type repairProgram struct {
	p          *Pattern
	q          *part // where the cell stands; nil when it follows from what is published
	r          *part // the program
	candidates []int
	columns    []int32 // by candidate
	hidden     map[int]*member
	to         direction // the cell itself
	scale      int64     // the cell times this is a sum of whole numbers
	sums       map[int][]int32
	order      []int // the published cells that change
}

// target begins with what is hidden already, and the cell as a sum of it.
func (w *repairProgram) target(cell int) {
	w.scale = 1
	if w.q == nil {
		return
	}
	w.r.columns = w.q.columns
	for i := range w.q.members {
		w.hidden[w.q.members[i].cell] = &w.q.members[i]
	}
	for i := range w.q.directions {
		d := w.q.directions[i]
		d.row, d.variable = false, -1
		w.r.directions = append(w.r.directions, d)
	}
	if m := w.hidden[cell]; m != nil {
		w.scale = m.den
		for i, c := range w.q.directions[m.at].c {
			w.to.c, w.to.v = append(w.to.c, c), append(w.to.v, m.num*w.q.directions[m.at].v[i])
		}
	}
}

// column is a new one of the program.
func (w *repairProgram) column() int32 {
	w.r.columns++
	return int32(w.r.columns - 1)
}

// candidate lets a base cell change. Inside tells that it is part of the cell that is repaired.
func (w *repairProgram) candidate(b int, inside bool) {
	p := w.p
	k := w.column()
	w.columns = append(w.columns, k)
	own := direction{c: []int32{k}, v: []int64{1}, modulus: 1, variable: -1, low: ratio{-p.table.value[b], 1}}
	if p.table.negative {
		own.low = ratio{-maxTotal / 1024, 1}
	}
	if m := w.hidden[b]; m != nil && w.q.directions[m.at].variable >= 0 {
		w.both(m, k, b)
	}
	w.r.directions = append(w.r.directions, own)
	if inside {
		w.to.c, w.to.v = append(w.to.c, k), append(w.to.v, w.scale)
	}
	p.table.ancestors(b, func(j int) {
		if p.status[j] == Published {
			if len(w.sums[j]) == 0 {
				w.order = append(w.order, j)
			}
			w.sums[j] = append(w.sums[j], k)
		}
	})
}

// both keeps a hidden base cell from falling below nought by its own change and
// that of what is hidden together.
func (w *repairProgram) both(m *member, k int32, b int) {
	both := direction{modulus: 1, variable: -1}
	for i, c := range w.q.directions[m.at].c {
		both.c, both.v = append(both.c, c), append(both.v, m.num*w.q.directions[m.at].v[i])
	}
	both.c, both.v = append(both.c, k), append(both.v, m.den)
	if n, ok := product(-w.p.table.value[b], m.den); ok && !w.p.table.negative {
		both.low = ratio{n, 1}
		w.r.directions = append(w.r.directions, both)
	}
}

// costs lets every published cell change, up and down, at its cost, unless it has to be open.
func (w *repairProgram) costs() direction {
	cost := direction{modulus: 1, variable: -1}
	for _, j := range w.order {
		sum := direction{modulus: 1, variable: -1, low: ratio{0, 1}, high: ratio{0, 1}}
		for _, k := range w.sums[j] {
			sum.c, sum.v = append(sum.c, k), append(sum.v, 1)
		}
		if !w.p.mustBeOpen(j) {
			for _, sign := range []int64{-1, 1} {
				k := w.column()
				sum.c, sum.v = append(sum.c, k), append(sum.v, sign)
				cost.c, cost.v = append(cost.c, k), append(cost.v, w.p.weight(j))
				w.r.directions = append(w.r.directions, direction{c: []int32{k}, v: []int64{1}, modulus: 1, variable: -1, low: ratio{0, 1}})
			}
		}
		w.r.directions = append(w.r.directions, sum)
	}
	return cost
}

// cheap solves the program of a repair.
func (a *audit) cheap(q, r *part, candidates []int, columns []int32, by int64) (move, bool) {
	largest := 64 * max(float64(magnitude(by)), 16)
	for _, b := range candidates {
		largest = max(largest, 4*float64(magnitude(a.p.table.value[b])))
	}
	r.arrange(largest)
	at := len(r.directions) - 1
	cost := &r.directions[at]
	s := r.simplex()
	s.seek(cost.c, cost.v, -1)
	if s.again(6000) != optimal {
		a.pivots.Add(int64(s.pivots))
		return move{}, false
	}
	h := &hunt{q: r, s: s, at: at, sign: -1, target: int64(math.Floor(s.sought()*r.scale + whole)), best: math.MinInt64 / 2, cost: true, nodes: 25,
		w: r.trial(), pivots: s.pivots + 2000}
	h.start()
	a.pivots.Add(int64(s.pivots))
	if len(h.found) == 0 {
		return move{}, false
	}
	y := r.dense(h.found[len(h.found)-1])
	sum := map[int]int64{}
	if q != nil {
		var p point
		for c := range q.columns {
			if y[c] != 0 {
				p.c, p.v = append(p.c, int32(c)), append(p.v, y[c])
			}
		}
		for _, x := range q.table(p) {
			sum[x.cell] += x.by
		}
	}
	for i, b := range candidates {
		sum[b] += y[columns[i]]
	}
	m := move{}
	for b, by := range sum {
		if by != 0 {
			m.table = append(m.table, change{b, by})
		}
	}
	slices.SortFunc(m.table, func(x, y change) int { return x.cell - y.cell })
	for c := range a.p.table.effect(m.table) {
		if a.p.status[c] == Published {
			m.hide = append(m.hide, c)
			m.cost += a.p.weight(c)
		}
	}
	slices.Sort(m.hide)
	return m, true
}

// nearby lists base cells that may change for a cell: by code, the leaves below
// its own and those beside, fullest last.
func (p *Pattern) nearby(cell int, most [2]int) []int {
	t := p.table
	out := []int{0}
	for i := range t.dims {
		leaves := p.leaves(i, t.node(cell, i), most)
		next := make([]int, 0, len(out)*len(leaves))
		for _, b := range out {
			for _, leaf := range leaves {
				next = append(next, b+int(leaf)*t.stride[i])
			}
		}
		out = next
	}
	out = slices.DeleteFunc(out, func(b int) bool { return t.Structural(b) || p.status[b] == Published && p.mustBeOpen(b) })
	if len(out) > mostCandidates { // those that cost least
		slices.SortStableFunc(out, func(x, y int) int {
			return cmp.Or(cmp.Compare(p.openCost(x), p.openCost(y)), cmp.Compare(x, y))
		})
		out = out[:mostCandidates]
	}
	slices.Sort(out)
	return out
}

func (p *Pattern) openCost(c int) int64 {
	if p.status[c] != Published {
		return -1
	}
	return p.cost(c)
}

// leaves chooses leaves of a dimension for a code: some below it, some beside,
// and beside what is above it.
func (p *Pattern) leaves(dim int, n int32, most [2]int) (out []int32) {
	inside, outside := p.fullest(dim, p.table.dims[dim].leavesBelow(n)), p.beside(dim, n)
	return append(inside[:min(most[0], len(inside))], outside[:min(most[1], len(outside))]...)
}

// beside lists the leaves that are not below a code, those that are nearest to it
// in the tree first, and of these the fullest.
func (p *Pattern) beside(dim int, n int32) (out []int32) {
	d := p.table.dims[dim]
	holds := map[int32]bool{}
	for _, leaf := range d.leavesBelow(n) {
		holds[leaf] = true
	}
	for up := n; up != 0 && int(n) < len(d.children); up = d.parent[up] {
		var next []int32
		for _, leaf := range d.leavesBelow(d.parent[up]) {
			if !holds[leaf] {
				holds[leaf] = true
				next = append(next, leaf)
			}
		}
		out = append(out, p.fullest(dim, next)...)
	}
	return out
}

// fullest sorts leaves by how many units they hold, fewest first, and those that hold none last.
func (p *Pattern) fullest(dim int, leaves []int32) []int32 {
	t := p.table
	units := func(n int32) int64 {
		if u := t.units[int(n)*t.stride[dim]]; u > 0 {
			return u
		}
		return maxTotal
	}
	out := slices.Clone(leaves)
	slices.SortStableFunc(out, func(a, b int32) int { return cmp.Compare(units(a), units(b)) })
	return out
}
