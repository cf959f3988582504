// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// sparse is a matrix by columns.
type sparse struct {
	start []int32
	at    []int32
	v     []float64
}

func (s *sparse) column(k int32) ([]int32, []float64) {
	return s.at[s.start[k]:s.start[k+1]], s.v[s.start[k]:s.start[k+1]]
}

func (s *sparse) reset() {
	s.start, s.at, s.v = append(s.start[:0], 0), s.at[:0], s.v[:0]
}

func (s *sparse) end() { s.start = append(s.start, int32(len(s.at))) }

func (s *sparse) put(i int32, v float64) { s.at, s.v = append(s.at, i), append(s.v, v) }

// factor is the LU decomposition of the kernel of a basis: of the rows whose own
// variable is not basic, and the columns that are. It is computed from the left
// (Gilbert and Peierls 1988), columns and rows with a single number first, so
// that most of it costs nothing.
type factor struct {
	n       int
	kernel  []int32   // its rows
	row     []int32   // by step: the row of the pivot
	col     []int32   // by step: the column of the matrix
	pivot   []float64 // by step
	lower   sparse    // by step: rows below, divided by the pivot
	upper   sparse    // by step: steps above
	step    []int32   // by row: its step, -1 when it is not in the kernel or not pivoted yet
	stepOf  []int32   // by column: its step, -1 when it is not in the kernel
	inside  []bool    // by row: part of the kernel
	work    []float64
	mark    []int32
	marks   int32
	stack   []int32
	pos     []int32
	reached []int32
	count   []int32 // by row: kernel numbers
	byRow   [][]int32
	done    []bool // by place of a column
	taken   []bool // by row
}

// smallest is the least size of a pivot.
const smallest = 1e-9

// decompose factors the kernel of rows and columns of a. It tells whether that
// could be done; otherwise the columns left over depend on the others.
func (f *factor) decompose(a *sparse, rows int, kernel, columns []int32) bool {
	f.prepare(rows, len(a.start)-1, kernel)
	order, pivots := f.order(a, columns)
	for i, c := range order {
		if !f.eliminate(a, c, pivots[i]) {
			return false
		}
	}
	return true
}

// prepare forgets what was decomposed before, which costs what that was.
func (f *factor) prepare(rows, columns int, kernel []int32) {
	if len(f.step) != rows || len(f.stepOf) != columns {
		f.step, f.inside, f.work, f.mark, f.count = make([]int32, rows), make([]bool, rows), make([]float64, rows), make([]int32, rows), make([]int32, rows)
		f.pos, f.byRow, f.taken, f.stepOf = make([]int32, rows), make([][]int32, rows), make([]bool, rows), make([]int32, columns)
		for i := range f.step {
			f.step[i] = -1
		}
		for i := range f.stepOf {
			f.stepOf[i] = -1
		}
	}
	for _, r := range f.kernel {
		f.step[r], f.inside[r], f.count[r], f.taken[r] = -1, false, 0, false
		f.byRow[r] = f.byRow[r][:0]
	}
	for _, c := range f.col {
		f.stepOf[c] = -1
	}
	f.kernel = append(f.kernel[:0], kernel...)
	for _, r := range kernel {
		f.inside[r] = true
	}
	f.n, f.row, f.col, f.pivot = 0, f.row[:0], f.col[:0], f.pivot[:0]
	f.lower.reset()
	f.upper.reset()
}

// order finds the sequence of columns: those with a single row left, then rows
// with a single column left, whose pivots are known; then the others by how many
// rows they have. A pivot of -1 is to be chosen.
func (f *factor) order(a *sparse, columns []int32) (order, pivots []int32) {
	w := &ordering{f: f, a: a, columns: columns, left: make([]int32, len(columns))}
	w.begin()
	for w.column() || w.row() {
	}
	var rest []int32
	for i := range columns {
		if !f.done[i] {
			rest = append(rest, int32(i))
		}
	}
	slices.SortStableFunc(rest, func(x, y int32) int { return int(w.left[x] - w.left[y]) })
	for _, i := range rest {
		w.order, w.pivots = append(w.order, columns[i]), append(w.pivots, -1)
	}
	return w.order, w.pivots
}

// ordering is the search for a sequence of columns.
type ordering struct {
	f                 *factor
	a                 *sparse
	columns           []int32
	left              []int32 // by place: rows not taken
	single, singleRow []int32 // places and rows that had one number left when they were noted
	order, pivots     []int32
}

// begin counts the numbers of columns and rows.
func (w *ordering) begin() {
	f := w.f
	if cap(f.done) < len(w.columns) {
		f.done = make([]bool, len(w.columns))
	}
	f.done = f.done[:len(w.columns)]
	for i, c := range w.columns {
		f.done[i] = false
		at, _ := w.a.column(c)
		for _, r := range at {
			if f.inside[r] {
				w.left[i]++
				f.count[r]++
				f.byRow[r] = append(f.byRow[r], int32(i))
			}
		}
		if w.left[i] == 1 {
			w.single = append(w.single, int32(i))
		}
	}
	for _, r := range columnsRows(f, w.columns, w.a) {
		if f.count[r] == 1 {
			w.singleRow = append(w.singleRow, r)
		}
	}
}

// take puts a column next, with a row as its pivot.
func (w *ordering) take(i, r int32) {
	f := w.f
	f.done[i], f.taken[r] = true, true
	w.order, w.pivots = append(w.order, w.columns[i]), append(w.pivots, r)
	for _, k := range f.byRow[r] {
		if w.left[k]--; w.left[k] == 1 && !f.done[k] {
			w.single = append(w.single, k)
		}
	}
	at, _ := w.a.column(w.columns[i])
	for _, x := range at {
		if f.inside[x] {
			if f.count[x]--; f.count[x] == 1 && !f.taken[x] {
				w.singleRow = append(w.singleRow, x)
			}
		}
	}
}

// column takes the next column with a single row left. It tells whether any was noted.
func (w *ordering) column() bool {
	n := len(w.single)
	if n == 0 {
		return false
	}
	i := w.single[n-1]
	w.single = w.single[:n-1]
	if w.f.done[i] || w.left[i] != 1 {
		return true
	}
	at, v := w.a.column(w.columns[i])
	for j, r := range at {
		if w.f.inside[r] && !w.f.taken[r] && math.Abs(v[j]) > smallest {
			w.take(i, r)
			break
		}
	}
	return true
}

// row takes the next row with a single column left. It tells whether any was noted.
func (w *ordering) row() bool {
	n := len(w.singleRow)
	if n == 0 {
		return false
	}
	r := w.singleRow[n-1]
	w.singleRow = w.singleRow[:n-1]
	if w.f.taken[r] || w.f.count[r] != 1 {
		return true
	}
	for _, i := range w.f.byRow[r] {
		if !w.f.done[i] {
			w.take(i, r)
			break
		}
	}
	return true
}

// columnsRows lists the kernel rows that columns have, each once, in a fixed order.
func columnsRows(f *factor, columns []int32, a *sparse) (out []int32) {
	f.marks++
	for _, c := range columns {
		at, _ := a.column(c)
		for _, r := range at {
			if f.inside[r] && f.mark[r] != f.marks {
				f.mark[r] = f.marks
				out = append(out, r)
			}
		}
	}
	return out
}

// eliminate takes one column into the decomposition.
func (f *factor) eliminate(a *sparse, c, pivot int32) bool {
	at, v := a.column(c)
	f.marks++
	f.reached = f.reached[:0]
	for _, r := range at {
		if f.inside[r] && f.mark[r] != f.marks {
			f.reach(r)
		}
	}
	for i, r := range at {
		if f.inside[r] {
			f.work[r] += v[i]
		}
	}
	for i := len(f.reached) - 1; i >= 0; i-- { // rows in the order of their steps
		r := f.reached[i]
		k := f.step[r]
		if k < 0 {
			continue
		}
		x := f.work[r]
		if x == 0 {
			continue
		}
		f.upper.put(k, x)
		rows, factors := f.lower.column(k)
		for j, q := range rows {
			f.work[q] -= factors[j] * x
		}
	}
	f.upper.end()
	if pivot < 0 {
		pivot = f.choose()
	}
	if pivot < 0 || math.Abs(f.work[pivot]) < smallest {
		for _, r := range f.reached {
			f.work[r] = 0
		}
		return false
	}
	p := f.work[pivot]
	for _, r := range f.reached {
		if x := f.work[r]; f.step[r] < 0 && r != pivot && math.Abs(x) > 1e-14 {
			f.lower.put(r, x/p)
		}
		f.work[r] = 0
	}
	f.lower.end()
	f.step[pivot], f.stepOf[c] = int32(f.n), int32(f.n)
	f.row, f.col, f.pivot = append(f.row, pivot), append(f.col, c), append(f.pivot, p)
	f.n++
	return true
}

// choose is the row for the pivot: of those at least a tenth of the largest, the one with fewest numbers.
func (f *factor) choose() int32 {
	most := 0.0
	for _, r := range f.reached {
		if f.step[r] < 0 {
			most = max(most, math.Abs(f.work[r]))
		}
	}
	best := int32(-1)
	for _, r := range f.reached {
		if f.step[r] < 0 && math.Abs(f.work[r]) >= 0.1*most && f.work[r] != 0 && (best < 0 || f.count[r] < f.count[best] || f.count[r] == f.count[best] && r < best) {
			best = r
		}
	}
	return best
}

// reach lists the rows that a row's number spreads to, those it depends on last.
func (f *factor) reach(from int32) {
	f.stack = append(f.stack[:0], from)
	f.mark[from] = f.marks
	f.pos[from] = 0
	for len(f.stack) > 0 {
		r := f.stack[len(f.stack)-1]
		on := false
		if k := f.step[r]; k >= 0 {
			rows, _ := f.lower.column(k)
			for f.pos[r] < int32(len(rows)) {
				q := rows[f.pos[r]]
				f.pos[r]++
				if f.mark[q] != f.marks {
					f.mark[q] = f.marks
					f.pos[q] = 0
					f.stack = append(f.stack, q)
					on = true
					break
				}
			}
		}
		if !on {
			f.stack = f.stack[:len(f.stack)-1]
			f.reached = append(f.reached, r)
		}
	}
}
