// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// repair hides more for the sensitive cells that are not proved, round by round:
// after each the audit is made anew, as what was hidden for one cell often
// protects others too. It returns the audit of the last round, in which every
// cell is proved, or the cells for which nothing could be found.
func (p *Proof) repair(a *audit) (*audit, []int, error) {
	var moves [][]change
	first := len(a.unproved())
	for left := a.unproved(); len(left) > 0; left = a.unproved() {
		if err := tell(p.effort.Progress, StageRepair, max(0, first-len(left)), first); err != nil {
			return nil, nil, err
		}
		mended, failed := a.round(left, &moves, false)
		if len(mended) == 0 { // nothing simple helps
			mended, failed = a.round(left, &moves, true)
		}
		if len(mended) == 0 {
			return a, failed, nil
		}
		p.Repaired = append(p.Repaired, mended...)
		p.Pattern.again()
		a = newAudit(p.Pattern, p.effort, false)
		a.seed(moves)
		if err := a.needed(); err != nil {
			return nil, nil, err
		}
	}
	slices.Sort(p.Repaired)
	p.Repaired = slices.Compact(p.Repaired)
	return a, nil, tell(p.effort.Progress, StageRepair, first, first)
}

// round mends some of the cells: those first whose direction most others share.
func (a *audit) round(left []int, moves *[][]change, deep bool) (mended, failed []int) {
	type group struct {
		q     *part
		at    int
		cells []int
	}
	var groups []*group
	index := map[*reach]*group{}
	for _, c := range left {
		w, ok := a.where[c]
		if !ok {
			groups = append(groups, &group{at: -1, cells: []int{c}})
			continue
		}
		at := w.q.members[w.m].at
		g := index[&w.q.reach[at]]
		if g == nil {
			g = &group{q: w.q, at: at}
			index[&w.q.reach[at]] = g
			groups = append(groups, g)
		}
		g.cells = append(g.cells, c)
	}
	slices.SortStableFunc(groups, func(x, y *group) int { return cmp.Compare(len(y.cells), len(x.cells)) })
	touched := map[int]bool{}
	most := max(6, len(groups)/3)
	for _, g := range groups {
		if len(mended) >= most {
			break
		}
		c := slices.MaxFunc(g.cells, func(x, y int) int {
			return cmp.Or(cmp.Compare(a.asked[x].width, a.asked[y].width), cmp.Compare(y, x))
		})
		if touched[c] {
			continue
		}
		m, ok := a.cheapest(g.q, c, deep)
		if !ok {
			failed = append(failed, c)
			continue
		}
		for _, h := range m.hide {
			a.p.status[h] = Secondary
		}
		*moves = append(*moves, m.table)
		mended = append(mended, c)
		for x := range a.p.table.effect(m.table) {
			touched[x] = true
		}
	}
	return mended, failed
}

// move is another table, and what more has to be hidden for it.
type move struct {
	table []change
	hide  []int
	cost  int64
}

// Which base cells may change beside what is hidden: for each dimension so many
// below the cell's code, and so many beside it. First few, and more where they do not help.
var breadths = [][2]int{{2, 3}, {2, 6}, {4, 12}, {8, 30}}

// mostCandidates bounds the base cells of one program.
const mostCandidates = 1500

// cheapest finds the table in which a cell has what is asked of it and that
// needs least more to be hidden: of boxes, which is quick and nearly always
// enough, or by a program of all that may change.
func (a *audit) cheapest(q *part, c int, deep bool) (best move, found bool) {
	d := a.asked[c]
	low, high := a.changes(c)
	var wanted []int64
	switch {
	case high < d.above:
		wanted = []int64{d.above}
	case -low < d.below:
		wanted = []int64{-d.below}
	case high-low < d.width:
		wanted = []int64{d.width + low, high - d.width}
	default:
		v := a.p.table.value[c]
		wanted = []int64{d.safe - v, -v}
	}
	if !deep {
		for _, most := range boxes {
			if m, ok := a.p.box(c, wanted, most); ok {
				return m, true
			}
		}
		return best, false
	}
	for _, most := range breadths {
		for _, by := range wanted {
			if m, ok := a.solve(q, c, by, most); ok && (!found || m.cost < best.cost) {
				best, found = m, true
			}
		}
		if found {
			return best, true
		}
	}
	return best, false
}

// solve writes the program of a cell that is to change by so much: coordinates
// of what is hidden, changes of base cells nearby, and for every published cell
// that these change how much, up and down, at its cost (Kelly, Golden and Assad
// 1992, relaxed and then searched for whole numbers).
func (a *audit) solve(q *part, cell int, by int64, most [2]int) (move, bool) {
	p := a.p
	candidates := p.nearby(cell, most)
	r := &part{single: nil}
	var target direction
	hidden := map[int]*member{}
	if q != nil {
		r.columns = q.columns
		for i := range q.members {
			hidden[q.members[i].cell] = &q.members[i]
		}
		for i := range q.directions {
			d := q.directions[i]
			d.row, d.variable = false, -1
			r.directions = append(r.directions, d)
		}
	}
	scale := int64(1)
	if m := hidden[cell]; m != nil {
		scale = m.den
		for i, c := range q.directions[m.at].c {
			target.c, target.v = append(target.c, c), append(target.v, m.num*q.directions[m.at].v[i])
		}
	}
	sums := map[int][]int32{} // published cells: the columns that change them
	var order []int
	inside := map[int]bool{}
	for _, b := range p.table.basesOf(cell) {
		inside[b] = true
	}
	columns := make([]int32, len(candidates))
	for i, b := range candidates {
		k := int32(r.columns)
		r.columns++
		columns[i] = k
		own := direction{c: []int32{k}, v: []int64{1}, modulus: 1, variable: -1, low: ratio{-p.table.value[b], 1}}
		if p.table.negative {
			own.low = ratio{-maxTotal / 1024, 1}
		}
		if m := hidden[b]; m != nil && q.directions[m.at].variable >= 0 {
			both := direction{modulus: 1, variable: -1}
			for i, c := range q.directions[m.at].c {
				both.c, both.v = append(both.c, c), append(both.v, m.num*q.directions[m.at].v[i])
			}
			both.c, both.v = append(both.c, k), append(both.v, m.den)
			if n, ok := product(-p.table.value[b], m.den); ok && !p.table.negative {
				both.low = ratio{n, 1}
				r.directions = append(r.directions, both)
			}
		}
		r.directions = append(r.directions, own)
		if inside[b] {
			target.c, target.v = append(target.c, k), append(target.v, scale)
		}
		p.table.ancestors(b, func(j int) {
			if p.status[j] == Published {
				if len(sums[j]) == 0 {
					order = append(order, j)
				}
				sums[j] = append(sums[j], k)
			}
		})
	}
	total, ok := product(by, scale)
	if !ok || len(target.c) == 0 {
		return move{}, false
	}
	target.low, target.high, target.modulus, target.variable = ratio{total, 1}, ratio{total, 1}, 1, -1
	r.directions = append(r.directions, target)
	cost := direction{modulus: 1, variable: -1}
	for _, j := range order {
		sum := direction{modulus: 1, variable: -1, low: ratio{0, 1}, high: ratio{0, 1}}
		for _, k := range sums[j] {
			sum.c, sum.v = append(sum.c, k), append(sum.v, 1)
		}
		if !p.mustBeOpen(j) {
			for _, sign := range []int64{-1, 1} {
				k := int32(r.columns)
				r.columns++
				sum.c, sum.v = append(sum.c, k), append(sum.v, sign)
				cost.c, cost.v = append(cost.c, k), append(cost.v, p.weight(j))
				r.directions = append(r.directions, direction{c: []int32{k}, v: []int64{1}, modulus: 1, variable: -1, low: ratio{0, 1}})
			}
		}
		r.directions = append(r.directions, sum)
	}
	if len(cost.c) == 0 {
		return move{}, false
	}
	r.directions = append(r.directions, cost)
	return a.cheap(q, r, candidates, columns, by)
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
		y: make([]int64, r.columns), x: make([]float64, r.columns+len(r.rows)), pivots: s.pivots + 2000}
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

// weight is what it costs to hide one cell more: mostly one as much as another.
func (p *Pattern) weight(c int) int64 { return 8 + int64(bits.Len64(uint64(p.cost(c)))) }

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
	d := p.table.dims[dim]
	inside := d.leavesBelow(n)
	holds := map[int32]bool{}
	for _, leaf := range inside {
		holds[leaf] = true
	}
	var outside []int32
	for up := n; up != 0 && int(n) < len(d.children); up = d.parent[up] {
		var next []int32
		for _, leaf := range d.leavesBelow(d.parent[up]) {
			if !holds[leaf] {
				holds[leaf] = true
				next = append(next, leaf)
			}
		}
		outside = append(outside, p.fullest(dim, next)...)
	}
	inside = p.fullest(dim, inside)
	return append(inside[:min(most[0], len(inside))], outside[:min(most[1], len(outside))]...)
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

// mustBeOpen tells cells that cannot be hidden.
func (p *Pattern) mustBeOpen(c int) bool {
	return p.table.Structural(c) || p.verdicts.publish[c] || p.protection.Zeros == ZerosOpen && p.table.units[c] == 0
}

// again makes the elimination anew from what is published now.
func (p *Pattern) again() {
	p.e = newElimination(p.table)
	p.protect()
	for c, s := range p.status {
		if s != Published {
			continue
		}
		if v, _ := p.e.reduce(c); len(v) > 0 {
			p.e.publish(v)
		}
	}
}

// effect is what a table changes in all cells.
func (t *Table) effect(table []change) map[int]int64 {
	out := map[int]int64{}
	for _, x := range table {
		t.ancestors(x.cell, func(c int) { out[c] += x.by })
	}
	for c, by := range out {
		if by == 0 {
			delete(out, c)
		}
	}
	return out
}

// seed takes over tables that were found before, as far as they are possible now.
func (a *audit) seed(tables [][]change) {
	for _, table := range tables {
		effect := a.p.table.effect(table)
		for _, q := range a.parts {
			y := make([]int64, q.columns)
			some := false
			for k, c := range q.coordinate {
				y[k] = effect[c]
				some = some || y[k] != 0
			}
			if some && q.allowed(y) {
				q.take(pointOf(y))
			}
		}
	}
}
