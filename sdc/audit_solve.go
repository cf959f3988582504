// SPDX-License-Identifier: EUPL-1.2

package sdc

// refactor decomposes the basis anew.
func (s *simplex) refactor() bool {
	s.kernelRows, s.kernelColumns = s.kernelRows[:0], s.kernelColumns[:0]
	columns := int32(s.columns)
	for _, v := range s.moved {
		switch basic := s.slot[v] >= 0; {
		case v < columns && basic:
			s.kernelColumns = append(s.kernelColumns, v)
		case v >= columns && !basic:
			s.kernelRows = append(s.kernelRows, v-columns)
		}
	}
	if !s.f.decompose(&s.a, s.rows, s.kernelRows, s.kernelColumns) {
		return false
	}
	for _, v := range s.moved { // a row that is basic stands in its own slot
		if r := v - columns; r >= 0 && s.slot[v] >= 0 {
			s.basic[r], s.slot[v] = v, r
		}
	}
	for k, r := range s.f.row {
		s.basic[r], s.slot[s.f.col[k]] = s.f.col[k], r
	}
	s.etaSlot = s.etaSlot[:0]
	s.eta.reset()
	return true
}

// mostCarried is after how many steps values are computed afresh: until then
// they are only added to.
const mostCarried = 250

// fresh decomposes the basis anew, and lets gains be computed from it, and values
// after many steps. It tells whether that could be done.
func (s *simplex) fresh() bool {
	if !s.refactor() {
		s.broken = true
		return false
	}
	if s.pivots-s.valued > mostCarried {
		s.values()
	}
	s.priced = false
	return true
}

// values computes the basic variables from the others.
func (s *simplex) values() {
	b := s.work
	clear(b)
	for c := range s.columns {
		if v := s.x[c]; v != 0 && s.slot[c] < 0 {
			rows, n := s.a.column(int32(c))
			for i, r := range rows {
				b[r] -= n[i] * v
			}
		}
	}
	for r := range s.rows {
		if v := s.columns + r; s.slot[v] < 0 {
			b[r] += s.x[v]
		}
	}
	s.alpha.clear()
	for r, y := range b {
		s.right(int32(r), y)
	}
	s.forward(&s.alpha)
	for r, v := range s.basic {
		if s.x[v] = s.alpha.v[r]; s.beyond(v) > between0 {
			s.suspect(v)
		}
	}
	s.valued = s.pivots
}

// right puts a number of a row on the right side of what is to be solved.
func (s *simplex) right(r int32, y float64) {
	if y == 0 {
		return
	}
	if !s.f.inside[r] {
		y = -y
	}
	s.alpha.set(r, y)
}

// corner computes where the program stands if bounds were exactly what they are:
// all is nought that has not left the true table.
func (s *simplex) corner() *sparseVector {
	x, b := &s.exact, &s.rho
	x.clear()
	b.clear()
	for _, v := range s.moved {
		if s.slot[v] >= 0 {
			continue
		}
		value := s.x[v]
		switch s.place[v] {
		case atLow:
			value = s.low[v]
		case atHigh:
			value = s.high[v]
		}
		if value == 0 {
			continue
		}
		x.set(v, value)
		if r := v - int32(s.columns); r >= 0 {
			b.add(r, value)
			continue
		}
		rows, n := s.a.column(v)
		for i, r := range rows {
			b.add(r, -n[i]*value)
		}
	}
	s.alpha.clear()
	for _, r := range b.at {
		s.right(r, b.v[r])
	}
	s.forward(&s.alpha)
	for _, r := range s.alpha.at {
		if value := s.alpha.v[r]; value != 0 {
			x.set(s.basic[r], value)
		}
	}
	return x
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
