// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"runtime"
	"sync"
)

// count fills all cells from the records: units, values, and contributors at
// every protection level. Whoever stands in one base cell only is added there
// and carried up with it; whoever stands in several is followed to each cell.
func (t *Table) count() error {
	t.value = make([]int64, t.cells)
	if t.rowUnits != nil {
		for i, c := range t.rowUnits.cell {
			t.value[c] = t.rowUnits.value[i]
		}
	} else {
		for r, base := range t.records.base {
			t.value[base] += t.records.amount(r, true)
		}
	}
	names := append([]string{UnitLevel}, t.layout.Levels...)
	t.levels = make([]level, len(names))
	inParallel(len(names), func(i int) {
		if !t.layout.ByUnit {
			if i--; i < 0 {
				t.levels[0] = t.rowLevel()
				return
			}
			t.levels[i+1] = t.level(names[i+1], t.records.ids[i], len(t.records.names[i]))
			return
		}
		t.levels[i] = t.level(names[i], t.records.ids[i], len(t.records.names[i]))
	})
	t.units = t.levels[0].n
	if !t.layout.Magnitude && !t.layout.Weighted {
		if t.layout.ByUnit {
			if err := t.unitsStandOnce(); err != nil {
				return err
			}
		}
		t.value = t.units
	} else {
		t.carryUp(t.value)
	}
	if t.den != nil {
		return t.den.count()
	}
	return nil
}

// rowLevel is the level of units that rows do not name.
func (t *Table) rowLevel() level {
	l, k, u := t.emptyLevel(UnitLevel), t.layout.Largest, t.rowUnits
	for i, c := range u.cell {
		l.n[c] = u.n[i]
		if l.abs != nil {
			l.abs[c] = u.abs[i]
		}
		copy(l.top[int(c)*k:], u.top[i*k:(i+1)*k])
		copy(l.amount[int(c)*k:], u.amount[i*k:(i+1)*k])
	}
	t.carryLevelUp(&l)
	return l
}

// emptyLevel is a level nobody has been added to.
func (t *Table) emptyLevel(name string) level {
	k := t.layout.Largest
	l := level{name: name, known: true, n: make([]int64, t.cells), top: make([]int32, t.cells*k), amount: make([]int64, t.cells*k)}
	for i := range l.top {
		l.top[i] = -1
	}
	if t.negative {
		l.abs = make([]int64, t.cells)
	}
	return l
}

// spreadStructural marks the totals of which every part is empty by nature.
func (t *Table) spreadStructural() {
	if t.structural == nil {
		return
	}
	possible := make([]int64, t.cells)
	for _, b := range t.bases() {
		if !t.structural[b] {
			possible[b] = 1
		}
	}
	t.carryUp(possible)
	for c, n := range possible {
		t.structural[c] = n == 0
	}
}

// unitsStandOnce checks that counts of units add up.
func (t *Table) unitsStandOnce() error {
	seen := make([]int32, len(t.records.names[0]))
	for r, id := range t.records.ids[0] {
		at := t.records.base[r] + 1
		if seen[id] != 0 && seen[id] != at {
			return (&Builder{layout: t.layout}).standsTwice(0)
		}
		seen[id] = at
	}
	return nil
}

// bases lists all base cells.
func (t *Table) bases() []int { return t.basesOf(0) }

// steps calls do for every addition that turns base cells into a full cube:
// the first cell is to be added to the second, in this order.
func (t *Table) steps(do func(from, to int)) {
	for i, d := range t.dims {
		size, stride := len(d.codes), t.stride[i]
		line := func(from, to int32) {
			for outer := 0; outer < t.cells; outer += size * stride {
				f, g := outer+int(from)*stride, outer+int(to)*stride
				for k := range stride {
					do(f+k, g+k)
				}
			}
		}
		for n := int32(len(d.children)) - 1; n > 0; n-- {
			line(n, d.parent[n])
		}
		for g := int32(len(d.children)); g < int32(size); g++ {
			for _, m := range d.groups[g] {
				line(m, g)
			}
		}
	}
}

// carryUp adds base cells up to all totals.
func (t *Table) carryUp(a []int64) {
	t.steps(func(from, to int) { a[to] += a[from] })
}

// level finds the contributors of every cell at one protection level.
func (t *Table) level(name string, ids []int32, contributors int) level {
	rec, l := t.records, t.emptyLevel(name)
	start, order := byContributor(ids, contributors)
	var spanning []int32
	for id := range int32(contributors) {
		rows := order[start[id]:start[id+1]]
		if len(rows) == 0 { // left out, as it needs no protection
			continue
		}
		sum, one := int64(0), true
		for _, r := range rows {
			sum += rec.value[r]
			one = one && rec.base[r] == rec.base[rows[0]]
		}
		if one {
			l.add(int(rec.base[rows[0]]), id, sum)
		} else {
			spanning = append(spanning, id)
		}
	}
	t.carryLevelUp(&l)
	t.follow(&l, spanning, start, order)
	return l
}

// byContributor sorts records by contributor: those of id are order[start[id]:start[id+1]].
func byContributor(ids []int32, contributors int) (start, order []int32) {
	start = make([]int32, contributors+1)
	for _, id := range ids {
		start[id+1]++
	}
	for i := range contributors {
		start[i+1] += start[i]
	}
	order = make([]int32, len(ids))
	next := append([]int32(nil), start...)
	for r, id := range ids {
		order[next[id]] = int32(r)
		next[id]++
	}
	return start, order
}

// add counts one more contributor of a cell and keeps it if it is among the largest.
func (l *level) add(cell int, id int32, amount int64) {
	if amount < 0 {
		amount = -amount
	}
	l.n[cell]++
	if l.abs != nil {
		l.abs[cell] += amount
	}
	l.keep(cell, id, amount)
}

// keep inserts into the sorted list of the largest; of equals the lower number stands first.
func (l *level) keep(cell int, id int32, amount int64) {
	k := len(l.top) / len(l.n)
	insert(l.top[cell*k:(cell+1)*k], l.amount[cell*k:(cell+1)*k], id, amount)
}

// carryLevelUp adds contributors that stand in one base cell each to all totals.
func (t *Table) carryLevelUp(l *level) {
	k := t.layout.Largest
	t.steps(func(from, to int) {
		if l.n[from] == 0 {
			return
		}
		l.n[to] += l.n[from]
		if l.abs != nil {
			l.abs[to] += l.abs[from]
		}
		for i := from * k; i < (from+1)*k && l.top[i] >= 0; i++ {
			l.keep(to, l.top[i], l.amount[i])
		}
	})
}

// follow adds contributors that stand in several base cells to every cell they are part of, once.
func (t *Table) follow(l *level, ids, start, order []int32) {
	sum := make([]int64, t.cells)
	mark := make([]int32, t.cells)
	var touched []int
	for i, id := range ids {
		touched = touched[:0]
		for _, r := range order[start[id]:start[id+1]] {
			v := t.records.value[r]
			t.ancestors(int(t.records.base[r]), func(c int) {
				if mark[c] != int32(i)+1 {
					mark[c], sum[c] = int32(i)+1, 0
					touched = append(touched, c)
				}
				sum[c] += v
			})
		}
		for _, c := range touched {
			l.add(c, id, sum[c])
		}
	}
}

// ancestors calls do for every cell that a base cell is part of, itself included.
func (t *Table) ancestors(base int, do func(cell int)) { t.ancestorsFrom(0, base, 0, do) }

func (t *Table) ancestorsFrom(dim, base, at int, do func(cell int)) {
	if dim == len(t.dims) {
		do(at)
		return
	}
	for _, n := range t.dims[dim].up[t.node(base, dim)] {
		t.ancestorsFrom(dim+1, base, at+int(n)*t.stride[dim], do)
	}
}

// inParallel does several things at once where there are processors, and waits for them.
func inParallel(n int, do func(i int)) {
	if runtime.GOMAXPROCS(0) == 1 || n < 2 {
		for i := range n {
			do(i)
		}
		return
	}
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { do(i) })
	}
	wait.Wait()
}
