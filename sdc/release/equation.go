// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"math/bits"
	"slices"
)

// line is an exact linear statement about unknown cells: den times the cell it
// belongs to is b plus the sum of c times other cells. With den 0 it says that
// the sum is nought. It is written apart from the arithmetic of package sdc, so
// that one does not repeat the mistakes of the other.
type line struct {
	den, b int64
	at     []int32 // sorted
	c      []int64
}

// Numbers in lines stay below these, so that no product overflows.
const (
	mostFactor   = 1 << 30
	mostConstant = 1 << 61
)

// of is the factor of a cell.
func (l *line) of(v int32) int64 {
	if i, ok := slices.BinarySearch(l.at, v); ok {
		return l.c[i]
	}
	return 0
}

// with puts in, for a cell, what it equals. It is false when a number would
// become too large to be counted exactly.
func (l *line) with(v int32, by *line) (line, bool) {
	g := l.of(v)
	out := line{den: l.den * by.den, at: make([]int32, 0, len(l.at)+len(by.at)), c: make([]int64, 0, len(l.at)+len(by.at))}
	if l.den > mostFactor/by.den {
		return out, false
	}
	fits := true
	put := func(k int32, n int64) {
		if n > mostFactor || n < -mostFactor {
			fits = false
		}
		if n != 0 {
			out.at, out.c = append(out.at, k), append(out.c, n)
		}
	}
	i, j := 0, 0
	for i < len(l.at) || j < len(by.at) {
		switch {
		case i < len(l.at) && l.at[i] == v && (j == len(by.at) || by.at[j] > v):
			i++
		case j == len(by.at) || i < len(l.at) && l.at[i] < by.at[j]:
			put(l.at[i], l.c[i]*by.den)
			i++
		case i == len(l.at) || by.at[j] < l.at[i]:
			put(by.at[j], g*by.c[j])
			j++
		default:
			n := g * by.c[j]
			if l.at[i] != v {
				n += l.c[i] * by.den
			}
			put(l.at[i], n)
			i++
			j++
		}
	}
	p, ok1 := times(l.b, by.den)
	q, ok2 := times(g, by.b)
	out.b = p + q
	if !fits || !ok1 || !ok2 || out.b > mostConstant || out.b < -mostConstant {
		return out, false
	}
	out.shorten()
	return out, true
}

// times multiplies and tells whether the result is small enough to go on with.
func times(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(max(a, -a)), uint64(max(b, -b)))
	if hi != 0 || lo > mostConstant {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

// shorten divides by what all numbers share.
func (l *line) shorten() {
	if l.den == 1 {
		return
	}
	g := gcd(l.den, l.b)
	for _, n := range l.c {
		if g == 1 {
			return
		}
		g = gcd(g, n)
	}
	if g > 1 {
		l.den, l.b = l.den/g, l.b/g
		for i := range l.c {
			l.c[i] /= g
		}
	}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// solved turns a statement that a sum is nought into what one of its cells equals.
func (l *line) solved(v int32) line {
	a := l.of(v)
	sign := int64(-1)
	if a < 0 {
		sign = 1
	}
	out := line{den: max(a, -a), b: sign * l.b}
	for i, k := range l.at {
		if k != v {
			out.at, out.c = append(out.at, k), append(out.c, sign*l.c[i])
		}
	}
	out.shorten()
	return out
}

// system is what relations between cells say of unknown ones: each of some
// cells in terms of the others, which nothing ties down. Rows and columns change
// places while bounds are looked for.
type system struct {
	rows  map[int32]*line
	users map[int32][]int32 // cell to rows that may use it
	lost  int               // relations that could not be used, as numbers became too large
	work  int               // numbers written
}

func newSystem() *system { return &system{rows: map[int32]*line{}, users: map[int32][]int32{}} }

// add takes a relation in. It is false when the relation contradicts the others.
func (s *system) add(l line) bool {
	for {
		v := int32(-1)
		for _, k := range l.at {
			if s.rows[k] != nil {
				v = k
				break
			}
		}
		if v < 0 {
			break
		}
		next, ok := l.with(v, s.rows[v])
		if !ok {
			s.lost++
			return true
		}
		l = next
	}
	if len(l.at) == 0 {
		return l.b == 0
	}
	best := l.at[0]
	for _, k := range l.at[1:] {
		if a, b := max(l.of(k), -l.of(k)), max(l.of(best), -l.of(best)); a < b || a == b && len(s.users[k]) < len(s.users[best]) {
			best = k
		}
	}
	row := l.solved(best)
	if !s.replace(best, &row, -1) {
		s.lost++
	}
	return true
}

// replace puts a row in for a cell wherever it is used. When a number would
// become too large nothing is changed.
func (s *system) replace(v int32, by *line, but int32) bool {
	next := map[int32]*line{}
	for _, r := range s.users[v] {
		row := s.rows[r]
		if row == nil || r == but || next[r] != nil || row.of(v) == 0 {
			continue
		}
		n, ok := row.with(v, by)
		if !ok {
			return false
		}
		next[r] = &n
		s.work += len(n.at)
	}
	for r, n := range next {
		for _, k := range n.at {
			if s.rows[r].of(k) == 0 {
				s.users[k] = append(s.users[k], r)
			}
		}
		s.rows[r] = n
	}
	delete(s.users, v)
	s.set(v, by)
	return true
}

func (s *system) set(v int32, row *line) {
	s.rows[v] = row
	for _, k := range row.at {
		s.users[k] = append(s.users[k], v)
	}
}

// exchange makes a free cell a row, and the row's cell free.
func (s *system) exchange(row, free int32) bool {
	l := s.rows[row]
	back := line{den: 0, b: l.b, at: slices.Clone(l.at), c: slices.Clone(l.c)}
	i, _ := slices.BinarySearch(back.at, row)
	back.at, back.c = slices.Insert(back.at, i, row), slices.Insert(back.c, i, -l.den)
	out := back.solved(free)
	if !s.replace(free, &out, row) {
		return false
	}
	delete(s.rows, row)
	return true
}

// sorted lists the rows in order, so that every run does the same.
func (s *system) sorted() []int32 {
	out := make([]int32, 0, len(s.rows))
	for v := range s.rows {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}
