// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"runtime"
	"sync"
	"sync/atomic"
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
	t.carryLevelUp(&l, 0)
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
// the first cell is to be added to the second, in this order. Dimensions in
// the set are left out.
func (t *Table) steps(without uint32, do func(from, to int)) {
	for i, d := range t.dims {
		if without>>i&1 == 1 {
			continue
		}
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
	t.steps(0, func(from, to int) { a[to] += a[from] })
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

// shareOut does several things on as many processors as there are. Each has
// one list to sort with, which it may make larger.
func shareOut(n int, do func(i int, spare []contribution) []contribution) {
	var next atomic.Int64
	inParallel(min(n, runtime.GOMAXPROCS(0)), func(int) {
		var spare []contribution
		for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
			spare = do(int(i), spare)
		}
	})
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
