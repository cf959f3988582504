// SPDX-License-Identifier: EUPL-1.2

package sdc

import "slices"

// change is what one base cell holds more, or less, in another table.
type change struct {
	cell int
	by   int64
}

// bound is what is proved of one hidden cell: how far other possible tables go
// from its true value, and which tables these are.
type bound struct {
	low, high     int64 // differences from the true value
	lowAt, highAt int   // places among the tables, -1 when there is none
}

// audit collects other tables that agree with all that is published.
type audit struct {
	p      *Pattern
	tables [][]change
	bounds map[int]*bound // for every hidden cell
	sum    []int64        // scratch: changes of cells
	seen   []bool
	steps  int // pivots made
}

func newAudit(p *Pattern) *audit {
	a := &audit{p: p, bounds: map[int]*bound{}, sum: make([]int64, p.table.cells), seen: make([]bool, p.table.cells)}
	for c := range p.status {
		if p.Hidden(c) {
			a.bounds[c] = &bound{lowAt: -1, highAt: -1}
		}
	}
	return a
}

// need is how wide the interval of a cell has to be: always so wide that a whole
// number more or less is possible.
func (p *Pattern) need(c int) int64 { return needed(p.protection.Interval, p.table.value[c]) }

// wide tells whether enough is proved of a cell.
func (a *audit) wide(c int) bool {
	b := a.bounds[c]
	return b.high-b.low >= a.p.need(c)
}

// possible adds another table, if it is one: everything published stays as it
// is, and no base cell falls below nought. It does not trust who found it.
func (a *audit) possible(table []change) bool {
	t := a.p.table
	ok := true
	var cells []int
	for _, x := range table {
		if !t.negative && t.value[x.cell]+x.by < 0 || t.Structural(x.cell) {
			ok = false
		}
		t.ancestors(x.cell, func(c int) {
			if !a.seen[c] {
				a.seen[c] = true
				cells = append(cells, c)
			}
			a.sum[c] += x.by
		})
	}
	for _, c := range cells {
		ok = ok && (a.sum[c] == 0 || a.p.status[c] != Published)
	}
	used := false
	for _, c := range cells {
		by := a.sum[c]
		a.sum[c], a.seen[c] = 0, false
		b := a.bounds[c]
		if !ok || b == nil {
			continue
		}
		if by < b.low {
			b.low, b.lowAt, used = by, len(a.tables), true
		}
		if by > b.high {
			b.high, b.highAt, used = by, len(a.tables), true
		}
	}
	if ok && used {
		table = slices.Clone(table)
		slices.SortFunc(table, func(x, y change) int { return x.cell - y.cell })
		a.tables = append(a.tables, table)
	}
	return ok
}

// part is a set of hidden cells that hang together, with the attacker's program.
type part struct {
	cells     []int
	functions []fraction // what each cell is, in coordinates
	t         *tableau
}

// parts divides what is hidden into sets that do not touch. Cells whose function
// cannot be written in small fractions are left out, and stay unproved.
func (a *audit) parts() []*part {
	p := a.p
	var cells []int
	var vectors []vector
	base := map[int]bool{}
	for c, s := range p.status {
		if s == Published {
			continue
		}
		if v, _ := p.e.reduce(c); len(v) > 0 {
			cells, vectors = append(cells, c), append(vectors, v)
			base[c] = p.table.isBase(c)
		}
	}
	parent := make([]int32, p.table.cells)
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(k int32) int32 {
		for parent[k] != k {
			parent[k] = parent[parent[k]]
			k = parent[k]
		}
		return k
	}
	for _, v := range vectors {
		for _, x := range v[1:] {
			parent[find(x.k)] = find(v[0].k)
		}
	}
	number := map[int32]int{}
	var out []*part
	columns := []map[int32]int32{}
	members := [][]int{}
	for i, v := range vectors {
		root := find(v[0].k)
		n, ok := number[root]
		if !ok {
			n = len(out)
			number[root] = n
			out, columns, members = append(out, &part{}), append(columns, map[int32]int32{}), append(members, nil)
		}
		for _, x := range v {
			if _, ok := columns[n][x.k]; !ok {
				columns[n][x.k] = int32(len(columns[n]))
			}
		}
		members[n] = append(members[n], i)
	}
	for n, q := range out {
		a.fill(q, columns[n], members[n], cells, vectors, base)
	}
	return out
}

// fill makes the program of one part.
func (a *audit) fill(q *part, column map[int32]int32, members, cells []int, vectors []vector, base map[int]bool) {
	t := a.p.table
	var bases []int
	var values []int64
	var rows []fraction
	for _, i := range members {
		c := cells[i]
		f, ok := small(vectors[i], column)
		if !ok {
			continue
		}
		if base[c] {
			row := f
			if row.b, ok = product(t.value[c], f.den); !ok {
				continue
			}
			bases, values, rows = append(bases, c), append(values, t.value[c]), append(rows, row)
		}
		if a.p.Hidden(c) {
			q.cells, q.functions = append(q.cells, c), append(q.functions, f)
		}
	}
	q.t = newTableau(len(column), bases, values, rows, !t.negative)
}

// small writes a vector of the field in small fractions over columns.
func small(v vector, column map[int32]int32) (f fraction, ok bool) {
	type entry struct {
		c        int32
		num, den int64
	}
	entries := make([]entry, len(v))
	den := int64(1)
	for i, x := range v {
		num, d := ratioOf(x.v)
		if d > 1<<15 || magnitude(num) > 1<<15 {
			return f, false
		}
		entries[i] = entry{column[x.k], num, d}
		den *= d / gcd(den, d)
		if den > 1<<15 {
			return f, false
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return int(a.c - b.c) })
	f.den = den
	for _, e := range entries {
		f.c, f.v = append(f.c, e.c), append(f.v, e.num*(den/e.den))
	}
	return f, true
}

// ratioOf finds the small fraction that a number of the field stands for.
func ratioOf(v uint64) (num, den int64) {
	var r0, r1, t0, t1 int64 = prime, int64(v), 0, 1
	for r1 > 1<<30 {
		q := r0 / r1
		r0, r1 = r1, r0-q*r1
		t0, t1 = t1, t0-q*t1
	}
	if t1 < 0 {
		return -r1, -t1
	}
	return r1, t1
}

// Effort of one search: pivots, and how dense rows may become before the search
// starts again at the true table.
const (
	mostPivots = 400
	mostLoad   = 1 << 15
)

// search drives one cell as far as it goes, up or down, until enough is proved
// or nothing more is to be gained. Every whole-numbered table it passes is kept.
func (a *audit) search(q *part, i int, sign int64, enough func() bool) {
	t := q.t
	if t.load > mostLoad || t.broken {
		t.undo()
	}
	objective, ok := t.objective(q.functions[i])
	if !ok {
		t.undo()
		if objective, ok = t.objective(q.functions[i]); !ok {
			return
		}
	}
	for n := 0; n < mostPivots && t.load < 8*mostLoad && !t.broken; n++ {
		c, up, found := t.entering(&objective, sign, n > 60)
		if !found {
			return
		}
		r := t.leaving(c, up)
		if r < 0 {
			a.along(t, c, up, a.p.need(q.cells[i]), -1)
			return
		}
		progress := t.row[r].b != 0
		if progress && t.row[r].b%t.row[r].at(c) != 0 {
			if a.along(t, c, up, 0, r); enough() {
				return
			}
		}
		t.pivot(r, c, &objective)
		a.steps++
		if progress && !t.broken {
			a.harvest(t)
			if enough() {
				return
			}
		}
	}
}

// harvest takes the table where the search stands, if it is of whole numbers.
func (a *audit) harvest(t *tableau) {
	var table []change
	for _, i := range t.changed {
		v := int64(0)
		if r := t.rowOf[i]; r >= 0 {
			if t.row[r].b%t.row[r].den != 0 {
				return
			}
			v = t.row[r].b / t.row[r].den
		}
		if v != t.value[i] {
			table = append(table, change{t.cells[i], v - t.value[i]})
		}
	}
	if len(table) > 0 {
		a.possible(table)
	}
}

// along goes from where the search stands along one column: without end and by
// at least need, or as far as whole numbers go before a row would reach nought.
func (a *audit) along(t *tableau, c int32, up bool, need int64, until int32) {
	step := int64(1)
	rows := t.rowsWith(c)
	for _, i := range rows {
		d := t.row[i].den
		if step *= d / gcd(step, d); step > limit {
			return
		}
	}
	times := need
	if until >= 0 {
		times = t.row[until].b / int64(magnitude(t.row[until].at(c))) / step
	}
	if times == 0 || step > limit/times {
		return
	}
	step *= times
	if !up {
		step = -step
	}
	at := map[int32]int64{}
	for _, i := range t.changed {
		r := t.rowOf[i]
		switch {
		case r < 0:
			at[i] = -t.value[i]
		case t.row[r].b%t.row[r].den != 0:
			return
		default:
			at[i] = t.row[r].b/t.row[r].den - t.value[i]
		}
	}
	for _, r := range rows {
		if v := t.basic[r]; int(v) < len(t.row) {
			by, ok := product(t.row[r].at(c), step/t.row[r].den)
			if !ok {
				return
			}
			at[v] += by
		}
	}
	if v := t.column[c]; int(v) < len(t.row) {
		at[v] += step
	}
	var table []change
	for i, by := range at {
		if by != 0 {
			table = append(table, change{t.cells[i], by})
		}
	}
	a.possible(table)
}

// run looks for tables until every sensitive cell is proved, and in full for
// the widest interval of every hidden cell. Budget bounds the pivots.
func (a *audit) run(full bool, budget int) {
	parts := a.parts()
	for _, q := range parts {
		for i, c := range q.cells {
			if a.p.status[c] != Primary {
				continue
			}
			for n, sign := range []int64{1, -1, 1, -1} {
				if a.wide(c) {
					break
				}
				if n > 1 { // once more from the true table, which nothing of earlier searches burdens
					q.t.undo()
				}
				a.search(q, i, sign, func() bool { return a.wide(c) })
			}
		}
		if !full {
			continue
		}
		for i := range q.cells {
			for _, sign := range []int64{1, -1} {
				if a.steps < budget {
					a.search(q, i, sign, func() bool { return false })
				}
			}
		}
	}
}

// unproved lists the sensitive cells of which not enough is proved.
func (a *audit) unproved() (out []int) {
	for c, s := range a.p.status {
		if s == Primary && !a.wide(c) {
			out = append(out, c)
		}
	}
	return out
}
