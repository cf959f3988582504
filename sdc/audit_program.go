// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"math"
	"slices"
)

// member is a hidden cell, or a base cell of no published table: by how much it
// changes is num/den times its direction.
type member struct {
	cell     int
	at       int // the direction
	num, den int64
	base     bool
}

// part is a set of hidden cells that hang together, with the attacker's program:
// how far directions can go while nothing falls below nought.
type part struct {
	columns    int
	coordinate []int // by column: the cell it is
	directions []direction
	members    []member
	rows       []int   // directions that are rows of the program
	single     []int32 // by column: the direction that bounds it, -1 when none does
	low, high  []float64
	scale      float64 // values of the program times this are those of the table
	norm       float64 // no direction adds up to more than this times the largest coordinate

	points  []point
	reach   []reach   // by direction: what is proved
	crossed *crossing // when it is asked for
	own     *reckoning
	bases   [][]int32 // by direction: the members that are base cells
}

// point is another table: coordinates that differ from nought.
type point struct {
	c []int32
	v []int64
}

// reach is how far a direction is known to go: whole-numbered tables that are
// proved, and limits beyond which there are none.
type reach struct {
	low, high     int64
	lowAt, highAt int32 // points, -1 is the true table
	least, most   *outer
}

// find is the set a coordinate belongs to.
func find(parent []int32, k int32) int32 {
	for parent[k] != k {
		parent[k] = parent[parent[k]]
		k = parent[k]
	}
	return k
}

// parts divides what is hidden into sets that do not touch, with their programs.
// Cells whose function cannot be written in small fractions are left out, and
// stay unproved. With rows every direction has a variable, so that it can be held.
func (p *Pattern) parts(rows bool) []*part {
	var cells []int
	var vectors []vector
	parent := make([]int32, p.table.cells)
	for i := range parent {
		parent[i] = int32(i)
	}
	for c, s := range p.status {
		if s == Published {
			continue
		}
		if v, _ := p.system().reduce(c); len(v) > 0 {
			cells, vectors = append(cells, c), append(vectors, v)
			for _, x := range v[1:] {
				parent[find(parent, x.k)] = find(parent, v[0].k)
			}
		}
	}
	number := map[int32]int{}
	var out []*part
	var members [][]int
	for i, v := range vectors {
		root := find(parent, v[0].k)
		n, ok := number[root]
		if !ok {
			n = len(out)
			number[root] = n
			out, members = append(out, &part{}), append(members, nil)
		}
		members[n] = append(members[n], i)
	}
	for n, q := range out {
		q.fill(p, members[n], cells, vectors, rows)
	}
	return out
}

// fill makes the program of one part.
func (q *part) fill(p *Pattern, members, cells []int, vectors []vector, rows bool) {
	column := map[int32]int32{}
	for _, i := range members {
		for _, x := range vectors[i] {
			if _, ok := column[x.k]; !ok {
				column[x.k] = int32(len(q.coordinate))
				q.coordinate = append(q.coordinate, int(x.k))
			}
		}
	}
	q.columns = len(q.coordinate)
	index := map[string]int{}
	for _, i := range members {
		c, v, num, den, ok := small(vectors[i], column)
		if !ok {
			continue
		}
		key := directionKey(c, v)
		at, seen := index[key]
		if !seen {
			at = len(q.directions)
			index[key] = at
			q.directions = append(q.directions, direction{c: c, v: v, modulus: 1, variable: -1, row: rows})
		}
		m := member{cell: cells[i], at: at, num: num, den: den, base: p.table.isBase(cells[i])}
		q.members = append(q.members, m)
		q.bound(p, m)
	}
	q.finish(p)
}

// bound narrows a direction by what is known of a cell: base cells do not fall
// below nought, and an attacker may know more of any cell.
func (q *part) bound(p *Pattern, m member) {
	d := &q.directions[m.at]
	if m.base {
		k := m.den / gcd(m.den, m.num)
		d.modulus *= k / gcd(d.modulus, k)
	}
	if !m.base && p.protection.Bounds == nil {
		return // follows from its base cells
	}
	low, high, hasLow, hasHigh := p.beforehand(m.cell)
	narrow := func(by int64, upper bool) { // num/den * direction <= by, or >=
		n, ok := product(by, m.den)
		if !ok {
			return
		}
		r := ratio{n, m.num}
		if m.num < 0 {
			r, upper = ratio{-n, -m.num}, !upper
		}
		if upper && (d.high.none() || r.compare(d.high) < 0) {
			d.high, d.highBy = r, m.cell
		}
		if !upper && (d.low.none() || r.compare(d.low) > 0) {
			d.low, d.lowBy = r, m.cell
		}
	}
	if hasLow {
		narrow(low-p.table.value[m.cell], false)
	}
	if hasHigh {
		narrow(high-p.table.value[m.cell], true)
	}
}

// finish numbers the variables of the program. Coordinates that nothing bounds
// are kept within a box that is far larger than any value, so that there is an
// end to every search; what reaches the box has none.
func (q *part) finish(p *Pattern) {
	largest := 1000.0
	for _, m := range q.members {
		d := demand{}
		if p.status[m.cell] == Primary {
			d = p.demand(m.cell)
		}
		most := max(magnitude(p.table.value[m.cell]), uint64(d.above), uint64(d.below), uint64(d.width), uint64(d.safe))
		largest = max(largest, float64(most)*float64(m.den)/math.Abs(float64(m.num)))
	}
	q.arrange(16 * largest)
}

// arrange gives directions their variables and the program its bounds.
func (q *part) arrange(box float64) {
	q.low, q.high, q.single = make([]float64, q.columns), make([]float64, q.columns), make([]int32, q.columns)
	for c := range q.columns {
		q.low[c], q.high[c], q.single[c] = -box, box, -1
	}
	for i := range q.directions {
		d := &q.directions[i]
		sum := 0.0
		for _, v := range d.v {
			sum += math.Abs(float64(v))
		}
		q.norm = max(q.norm, sum)
		if d.low.none() && d.high.none() && !d.row {
			continue
		}
		if c := d.c[0]; len(d.c) == 1 {
			d.variable, q.single[c] = c, int32(i)
			q.low[c], q.high[c] = d.low.float(-box), d.high.float(box)
			continue
		}
		d.variable = int32(q.columns + len(q.rows))
		q.rows = append(q.rows, i)
		q.low, q.high = append(q.low, d.low.float(math.Inf(-1))), append(q.high, d.high.float(math.Inf(1)))
	}
	for q.scale = 1; box/q.scale > 1<<24; {
		q.scale *= 2
	}
	for i := range q.low {
		q.low[i] /= q.scale
		q.high[i] /= q.scale
	}
	q.reach = make([]reach, len(q.directions))
	for i := range q.reach {
		q.reach[i].lowAt, q.reach[i].highAt = -1, -1
	}
}

// simplex is a program of the part.
func (q *part) simplex() *simplex {
	rows := make([]direction, len(q.rows))
	for i, d := range q.rows {
		rows[i] = q.directions[d]
	}
	return newSimplex(q.columns, rows, slices.Clone(q.low), slices.Clone(q.high))
}

// dense writes a point by columns.
func (q *part) dense(p point) []int64 {
	y := make([]int64, q.columns)
	for i, c := range p.c {
		y[c] = p.v[i]
	}
	return y
}
