// SPDX-License-Identifier: EUPL-1.2

package sdc

// refactor decomposes the basis anew.
func (s *simplex) refactor() bool {
	var kernel, columns []int32
	for r := range s.rows {
		v := s.basic[r]
		if int(v) < s.columns {
			columns = append(columns, v)
		}
		if s.slot[s.columns+r] < 0 {
			kernel = append(kernel, int32(r))
		}
	}
	if !s.f.decompose(&s.a, s.rows, kernel, columns) {
		return false
	}
	for r := range s.rows {
		if v := int32(s.columns + r); s.slot[v] >= 0 {
			s.basic[r], s.slot[v] = v, int32(r)
		}
	}
	for k, r := range s.f.row {
		s.basic[r], s.slot[s.f.col[k]] = s.f.col[k], r
	}
	s.etaSlot = s.etaSlot[:0]
	s.eta.reset()
	return true
}

// fresh decomposes the basis anew and computes all values and gains from it. It
// tells whether that could be done.
func (s *simplex) fresh() bool {
	if !s.refactor() {
		s.broken = true
		return false
	}
	s.values(s.x)
	s.suspectAll()
	s.priced = false
	return true
}

// values computes the basic variables from the others, of a basis that was just
// decomposed or not.
func (s *simplex) values(x []float64) {
	b := s.work
	clear(b)
	for c := range s.columns {
		if v := x[c]; v != 0 && s.slot[c] < 0 {
			rows, n := s.a.column(int32(c))
			for i, r := range rows {
				b[r] -= n[i] * v
			}
		}
	}
	for r := range s.rows {
		if v := s.columns + r; s.slot[v] < 0 {
			b[r] += x[v]
		}
	}
	s.alpha.clear()
	for r, y := range b {
		if y == 0 {
			continue
		}
		if !s.f.inside[r] {
			y = -y
		}
		s.alpha.set(int32(r), y)
	}
	s.forward(&s.alpha)
	for r, v := range s.basic {
		x[v] = s.alpha.v[r]
	}
}

// forward solves basis*x = b. Numbers of rows outside the kernel come with the other sign.
func (s *simplex) forward(b *sparseVector) {
	s.f.solve(b)
	for _, r := range b.at { // what is added are rows outside, which have no column
		x, k := b.v[r], s.f.step[r]
		if k < 0 || x == 0 {
			continue
		}
		rows, v := s.a.column(s.f.col[k])
		for i, o := range rows {
			if !s.f.inside[o] {
				b.add(o, v[i]*x)
			}
		}
	}
	for e, p := range s.etaSlot {
		if b.v[p] == 0 {
			continue
		}
		at, v := s.eta.column(int32(e))
		x := b.v[p] / v[0]
		for i, r := range at[1:] {
			b.add(r, -v[i+1]*x)
		}
		b.v[p] = x
	}
}

// back solves y*basis = c, by slots, into rows.
func (s *simplex) back(c *sparseVector) {
	for e := len(s.etaSlot) - 1; e >= 0; e-- {
		at, v := s.eta.column(int32(e))
		p := at[0]
		x := c.v[p]
		for i, r := range at[1:] {
			x -= v[i+1] * c.v[r]
		}
		if x != 0 {
			c.set(p, x/v[0])
		} else {
			c.v[p] = 0
		}
	}
	first := int32(len(s.f.col))
	for n := 0; n < len(c.at); n++ {
		r := c.at[n]
		if s.f.inside[r] {
			first = min(first, s.f.step[r])
			continue
		}
		c.v[r] = -c.v[r]
		y := c.v[r]
		if y == 0 {
			continue
		}
		at, v := s.across.column(r)
		for i, col := range at {
			if k := s.f.stepOf[col]; k >= 0 {
				c.add(s.f.row[k], -v[i]*y)
			}
		}
	}
	s.f.solveBack(c, first)
}

// solve finds x with kernel*x = b. B stands by rows and is overwritten: by each
// pivot's row, the value of its column.
func (f *factor) solve(b *sparseVector) {
	first, last := f.span(b)
	for k := first; k < int32(f.n); k++ {
		x := b.v[f.row[k]]
		if x == 0 {
			continue
		}
		last = max(last, k)
		rows, v := f.lower.column(k)
		for j, r := range rows {
			b.add(r, -v[j]*x)
		}
	}
	for k := last; k >= 0; k-- {
		x := b.v[f.row[k]]
		if x == 0 {
			continue
		}
		x /= f.pivot[k]
		b.v[f.row[k]] = x
		steps, v := f.upper.column(k)
		for j, s := range steps {
			b.add(f.row[s], -v[j]*x)
		}
	}
}

// span tells which steps of the kernel a vector touches, from the first to the last.
func (f *factor) span(b *sparseVector) (first, last int32) {
	first, last = int32(f.n), -1
	for _, r := range b.at {
		if k := f.step[r]; k >= 0 {
			first, last = min(first, k), max(last, k)
		}
	}
	return first, last
}

// solveBack finds y with y*kernel = c, of which all is nought before the first
// step. C stands by each pivot's row for its column, and is overwritten by y by rows.
func (f *factor) solveBack(c *sparseVector, first int32) {
	for k := first; k < int32(f.n); k++ {
		x := c.v[f.row[k]]
		steps, v := f.upper.column(k)
		for j, s := range steps {
			x -= v[j] * c.v[f.row[s]]
		}
		if x != 0 {
			c.set(f.row[k], x/f.pivot[k])
		} else {
			c.v[f.row[k]] = 0
		}
	}
	for k := int32(f.n) - 1; k >= 0; k-- {
		x := c.v[f.row[k]]
		rows, v := f.lower.column(k)
		for j, r := range rows {
			x -= v[j] * c.v[r]
		}
		if x != 0 {
			c.set(f.row[k], x)
		} else {
			c.v[f.row[k]] = 0
		}
	}
}
