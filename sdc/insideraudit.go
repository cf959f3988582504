// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"slices"
	"strings"
)

// insider is a contributor who is alone in hidden cells, and so knows them: these
// cells, and then the empty ones that lie wholly within them, which it alone
// could have filled.
type insider struct {
	cells  []int
	served []servant // what serves it where tables of the proof change its cells
}

// servant is a table that leaves an insider's cells as they are.
type servant struct {
	pool  *pool
	point int32
}

// exposed is a sensitive cell of which an insider can compute too much: what is
// left between low and high, as differences from its value.
type exposed struct {
	who       *insider
	cell      int
	low, high int64
}

// insiderAudit asks of every insider what the audit asks of everybody. Elimination
// lets no insider compute a cell as a linear function, and sees neither that
// values are whole numbers nor that they do not fall below nought.
type insiderAudit struct {
	p     *Proof
	who   []*insider
	pools map[*part]*pool
	open  []exposed // for which no table was found
}

// StageInsiders is the stage of looking for other tables for contributors who
// are alone in hidden cells.
const StageInsiders = "insiders"

// insiders lists the contributors who are alone in hidden cells, at the
// coarsest level that knows all that the finer ones know, as [Pattern.owners]
// does for the sensitive ones alone: who is alone in a cell that is hidden for
// others knows that too.
func (p *Pattern) insiders() (out []*insider) {
	t := p.table
	k := t.layout.Largest
	for i, l := range t.levels {
		if !l.known || t.nestedAbove(i) {
			continue
		}
		number, within := map[[2]int]*insider{}, map[int][]*insider{}
		for c := range p.status {
			if !p.Hidden(c) || l.n[c] != 1 {
				continue
			}
			who := [2]int{i, int(l.top[c*k])}
			if who[1] < 0 {
				who = [2]int{-1, c} // not known: somebody of its own
			}
			if number[who] == nil {
				number[who] = &insider{}
				out = append(out, number[who])
			}
			number[who].cells = append(number[who].cells, c)
			for _, b := range t.basesOf(c) {
				if !slices.Contains(within[b], number[who]) {
					within[b] = append(within[b], number[who])
				}
			}
		}
		p.emptyWithin(l.n, within)
	}
	return out
}

// emptyWithin gives insiders the empty hidden cells of which all base cells lie
// within what they are alone in. Within is by base cell.
func (p *Pattern) emptyWithin(n []int64, within map[int][]*insider) {
	for c := range p.status {
		if !p.Hidden(c) || n[c] != 0 {
			continue
		}
		bases := p.table.basesOf(c)
		if len(bases) == 0 {
			continue
		}
		know := slices.Clone(within[bases[0]])
		for _, b := range bases[1:] {
			if len(know) == 0 {
				break
			}
			know = slices.DeleteFunc(know, func(w *insider) bool { return !slices.Contains(within[b], w) })
		}
		for _, w := range know {
			w.cells = append(w.cells, c)
		}
	}
}

// newInsiderAudit gathers the tables of the audit and others that were found for insiders.
func newInsiderAudit(p *Proof, more [][]change) *insiderAudit {
	out := &insiderAudit{p: p, who: p.insiders(), pools: map[*part]*pool{}}
	for _, q := range p.audit.parts {
		out.pools[q] = newPool(p.audit, q)
	}
	p.audit.seeding(more, func(q *part, found point) { out.pools[q].add(found) })
	return out
}

// run looks for each insider at the tables that are there, and with search for others.
func (x *insiderAudit) run(search bool) error {
	x.open = nil
	for i, w := range x.who {
		w.served = nil
		own, err := x.own(w)
		if err != nil {
			return err
		}
		for _, q := range x.p.audit.parts { // in order, so that results are always the same
			if len(own[q]) > 0 {
				x.pools[q].serve(x, w, own[q], search)
			}
		}
		if err := x.p.toldInsider(len(x.who) - i - 1); err != nil {
			return err
		}
	}
	return nil
}

// toldInsider reports one more insider that was asked about, in this round or another.
func (p *Proof) toldInsider(left int) error {
	p.insideTold++
	return tell(p.effort.Progress, StageInsiders, p.insideTold, p.insideTold+left)
}

// own gives, by part, the directions that an insider knows.
func (x *insiderAudit) own(w *insider) (map[*part]map[int]bool, error) {
	out := map[*part]map[int]bool{}
	for _, c := range w.cells {
		at, ok := x.p.audit.where[c]
		if !ok {
			if v, _ := x.p.system().reduce(c); len(v) > 0 {
				return nil, &Problem{What: fmt.Sprintf("what a contributor knows who is alone in %s cannot be written in small fractions, so that nothing is proved", strings.Join(x.p.table.Codes(c), " ")),
					Mend: "merge classes, or leave out groups that overlap"}
			}
			continue // everybody knows it
		}
		if out[at.q] == nil {
			out[at.q] = map[int]bool{}
		}
		out[at.q][at.q.members[at.m].at] = true
	}
	return out, nil
}

// pool is all tables that are known of a part, by the directions that they change.
type pool struct {
	q      *part
	points []point
	touch  [][]touched // by direction
	users  [][]int32   // by point of the part: directions that it proves
	asking [][]int     // by direction: members that are sensitive
	found  []point     // by search, for insiders
	bad    []bool      // by point: it changes what the insider knows who is asked about
	number map[int32]int
}

// touched is a table that changes a direction, and by how much.
type touched struct {
	point int32
	by    int64
}

func newPool(a *audit, q *part) *pool {
	l := &pool{q: q, touch: make([][]touched, len(q.directions)), users: make([][]int32, len(q.points)), asking: make([][]int, len(q.directions)),
		number: map[int32]int{}}
	for i := range q.directions {
		for _, n := range []int32{q.reach[i].lowAt, q.reach[i].highAt} {
			if n >= 0 {
				l.users[n] = append(l.users[n], int32(i))
			}
		}
	}
	for i, m := range q.members {
		if a.p.status[m.cell] == Primary {
			l.asking[m.at] = append(l.asking[m.at], i)
		}
	}
	for _, p := range q.points {
		l.add(p)
	}
	return l
}

// add notes which directions a table changes.
func (l *pool) add(p point) {
	n := int32(len(l.points))
	l.points, l.bad = append(l.points, p), append(l.bad, false)
	t := l.q.sums()
	t.add(p)
	for _, i := range t.at {
		if by := t.sum[i]; by != 0 {
			l.touch[i] = append(l.touch[i], touched{n, by})
		}
	}
}

// serve looks at the directions that rest on a table which changes what the
// insider knows, and takes another table that does not, or looks for one.
func (l *pool) serve(x *insiderAudit, w *insider, own map[int]bool, search bool) {
	var s *searcher
	for _, at := range l.affected(own) {
		ask := slices.DeleteFunc(slices.Clone(l.asking[at]), func(i int) bool { return slices.Contains(w.cells, l.q.members[i].cell) })
		if len(ask) == 0 {
			continue
		}
		low, high, by := l.best(at)
		met := func(low, high int64) bool { return len(l.short(x.p.audit, ask, low, high)) == 0 }
		if search && !met(low, high) && !own[at] {
			if s == nil {
				var release func()
				s, release = l.holding(x.p.audit, own)
				defer release()
			}
			r := &s.q.reach[at]
			before := *r
			r.low, r.high = low, high
			found := s.ask(question{at: at, signs: []int64{1, -1}, by: huntNeeded, far: met}).points
			*r = before
			for _, p := range found {
				l.found = append(l.found, p)
				l.add(p)
			}
			low, high, by = l.best(at)
		}
		w.served = append(w.served, by...)
		for _, c := range l.short(x.p.audit, ask, low, high) {
			cl, ch := x.ofCell(l.q, c, low, high)
			x.open = append(x.open, exposed{w, c, cl, ch})
		}
	}
}

// affected marks the tables that change what an insider knows as bad, and lists
// in order the directions that it knows and those that such tables prove.
func (l *pool) affected(own map[int]bool) (order []int) {
	clear(l.bad)
	for at := range own {
		order = append(order, at)
		for _, t := range l.touch[at] {
			if l.bad[t.point] {
				continue
			}
			l.bad[t.point] = true
			if int(t.point) < len(l.users) {
				for _, at := range l.users[t.point] {
					order = append(order, int(at))
				}
			}
		}
	}
	slices.Sort(order)
	return slices.Compact(order)
}

// holding gives a search in which some directions stay as they are, until it is
// released: that of the audit where all of them can be held in it, and else one of its own.
func (l *pool) holding(a *audit, own map[int]bool) (s *searcher, release func()) {
	q := l.q
	for at := range own {
		if d := &q.directions[at]; d.variable < 0 && len(d.c) > 1 {
			return q.held(own).searcher(), func() {}
		}
	}
	kept := a.searchers(q, 1)
	if kept[0] == nil {
		kept[0] = q.searcher()
	}
	type bounds struct {
		d         direction
		v         int32
		low, high float64
	}
	before := map[int]bounds{}
	for at := range own {
		d := &q.directions[at]
		v := d.variable
		if v < 0 {
			v = d.c[0]
		}
		before[at] = bounds{*d, v, q.low[v], q.high[v]}
		d.low, d.high, d.variable = ratio{0, 1}, ratio{0, 1}, v
		a.rebound(q, v, 0, 0)
	}
	return kept[0], func() {
		a.count(kept)
		for at, b := range before {
			q.directions[at] = b.d
			a.rebound(q, b.v, b.low, b.high)
		}
	}
}

// ofCell turns what is known of a direction into what is known of a cell.
func (x *insiderAudit) ofCell(q *part, c int, low, high int64) (int64, int64) {
	return q.members[x.p.audit.where[c].m].of(low, high)
}

// best is how far a direction goes by the tables that are not bad.
func (l *pool) best(at int) (low, high int64, by []servant) {
	lowAt, highAt := int32(-1), int32(-1)
	for _, t := range l.touch[at] {
		switch {
		case l.bad[t.point]:
		case t.by < low:
			low, lowAt = t.by, t.point
		case t.by > high:
			high, highAt = t.by, t.point
		}
	}
	for _, n := range []int32{lowAt, highAt} {
		if n >= 0 {
			by = append(by, servant{l, n})
		}
	}
	return low, high, by
}

// short lists the cells that ask for more than is proved.
func (l *pool) short(a *audit, members []int, low, high int64) (out []int) {
	for _, i := range members {
		m := &l.q.members[i]
		if lo, hi := m.of(low, high); !a.asked[m.cell].met(a.p.table.value[m.cell], lo, hi) {
			out = append(out, m.cell)
		}
	}
	return out
}

// held is the part for an attacker who knows some directions: they stay as they are.
func (q *part) held(own map[int]bool) *part {
	f := &part{columns: q.columns, coordinate: q.coordinate, directions: slices.Clone(q.directions), members: q.members, rows: slices.Clone(q.rows),
		single: slices.Clone(q.single), low: slices.Clone(q.low), high: slices.Clone(q.high), scale: q.scale, norm: q.norm, reach: make([]reach, len(q.reach))}
	for at := range q.directions {
		if !own[at] {
			continue
		}
		d := &f.directions[at]
		d.low, d.high = ratio{0, 1}, ratio{0, 1}
		switch {
		case d.variable >= 0:
			f.low[d.variable], f.high[d.variable] = 0, 0
		case len(d.c) == 1:
			d.variable, f.single[d.c[0]] = d.c[0], int32(at)
			f.low[d.c[0]], f.high[d.c[0]] = 0, 0
		default:
			d.variable = int32(f.columns + len(f.rows))
			f.rows = append(f.rows, at)
			f.low, f.high = append(f.low, 0), append(f.high, 0)
		}
	}
	return f
}
