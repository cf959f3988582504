// SPDX-License-Identifier: EUPL-1.2

package rulebook

import (
	"math/bits"
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// entry is one clause in one cell. The facts it depends on are masks.
type entry struct {
	clause     *Clause
	must, not  uint64 // facts that must be true, and facts that must be false
	fields     uint64
	with       uint64 // its safeguards as bits of the rulebook's safeguards
	to, units  []Code // nil means any
	outward    bool   // the cell's action takes data out
	narrow     bool   // to or units is set
	wholeField bool   // the clause covers every field of the category
}

// holds reports whether an allow is proved: everything it asks for is known and so.
func (e *entry) holds(q Query, f Facts) bool {
	return e.lacks(f) == 0 && (!e.narrow || e.reaches(q))
}

// lacks returns the facts that an allow asks for and that are not proved.
func (e *entry) lacks(f Facts) uint64 {
	return e.must&^f.True | e.not&^(f.Known&^f.True)
}

// reaches reports whether the query's receiver and unit are among an allow's.
func (e *entry) reaches(q Query) bool {
	return (e.to == nil || slices.Contains(e.to, q.To)) && (e.units == nil || slices.Contains(e.units, q.Unit))
}

// bars reports whether a forbid or require concerns the query: it does unless one of its
// facts is known to be otherwise, or the receiver or unit is known to be another.
func (e *entry) bars(q Query, f Facts) bool {
	disproved := e.must&(f.Known&^f.True)|e.not&f.True != 0
	return !disproved && (!e.narrow || e.concerns(q))
}

func (e *entry) concerns(q Query) bool {
	if e.to != nil && !slices.Contains(e.to, q.To) && (q.To != 0 || !e.outward) {
		return false
	}
	return e.units == nil || q.Unit == 0 || slices.Contains(e.units, q.Unit)
}

// cell is what stands for one role, purpose, category and action. Cells with the same
// content are stored once.
type cell struct {
	forbids, allows, requires []entry
	needs                     uint64
	shown                     uint64 // fields that the action shows to the role
	// outside marks a cell whose category is not kept for the purpose.
	outside bool
	// chosen holds, for each set of matching requires, their clauses.
	chosen [][]*Clause
}

// maxRequires is how many conditional requires may meet in one cell: their combinations
// are laid out beforehand, so that a decision allocates nothing.
const maxRequires = 8

func (c *cell) finish() {
	slices.SortStableFunc(c.allows, func(x, y entry) int { return len(x.clause.With) - len(y.clause.With) })
	for _, list := range [][]entry{c.forbids, c.allows, c.requires} {
		for _, e := range list {
			c.needs |= e.must | e.not
		}
	}
	c.chosen = make([][]*Clause, 1<<len(c.requires))
	for set := range c.chosen {
		for i, e := range c.requires {
			if set&(1<<i) != 0 {
				c.chosen[set] = append(c.chosen[set], e.clause)
			}
		}
	}
}

// find returns the cell of a query, or one of the two cells that stand for all that no
// clause speaks of: the role, purpose or category is unknown, or the category is not
// kept for the purpose.
func (b *Rulebook) find(q Query) *cell {
	if q.Role == 0 || q.Purpose == 0 || q.Category == 0 || q.Action == 0 ||
		int(q.Role) > len(b.roles.list) || int(q.Purpose) > len(b.purposes.list) || int(q.Category) > len(b.categories.list) || int(q.Action) >= promise.ActionCount {
		return &b.silence
	}
	p, c := b.purposeHome[q.Purpose-1], b.categoryHome[q.Category-1]
	if p.register != c.register {
		return &b.limitation
	}
	row := b.grid[c.at+p.at*len(b.roles.list)+int(q.Role)-1]
	return &b.cells[b.rows[row][q.Action]]
}

// Needs returns the facts that can change the answer to the query. Facts outside it need
// not be found out.
func (b *Rulebook) Needs(q Query) uint64 { return b.find(q).needs }

// Decide answers the query. It allocates nothing.
//
// A forbid that is not disproved refuses, whatever allows; one that covers single fields
// hides those. Then the first allow that is proved decides, in the order of fewest
// safeguards and then of the files. The fields seen are those of every proved allow that
// asks for no safeguard beyond the deciding one's, less the hidden ones. Every require
// that is not disproved adds its safeguards. Without a proved allow the answer is
// silence: it names the allow that lacks the fewest facts.
func (b *Rulebook) Decide(q Query, f Facts) Decision {
	f.True &= f.Known
	c := b.find(q)
	var hidden uint64
	var hider *Clause
	for i := range c.forbids {
		e := &c.forbids[i]
		if !e.bars(q, f) {
			continue
		}
		if e.wholeField {
			return Decision{Clause: e.clause}
		}
		if hider == nil {
			hider = e.clause
		}
		hidden |= e.fields
	}
	deciding := -1
	for i := range c.allows {
		e := &c.allows[i]
		if !e.holds(q, f) {
			continue
		}
		if e.fields&^hidden != 0 {
			deciding = i
			break
		}
		deciding = -2 // allowed, were it not for the hidden fields
	}
	switch deciding {
	case -1:
		return b.silent(c, q, f)
	case -2:
		return Decision{Clause: hider}
	}
	return c.allowed(q, f, deciding, hidden)
}

func (c *cell) allowed(q Query, f Facts, deciding int, hidden uint64) Decision {
	d := &c.allows[deciding]
	fields := d.fields
	for i := deciding + 1; i < len(c.allows); i++ {
		if e := &c.allows[i]; e.with&^d.with == 0 && e.holds(q, f) {
			fields |= e.fields
		}
	}
	set := 0
	for i := range c.requires {
		if c.requires[i].bars(q, f) {
			set |= 1 << i
		}
	}
	return Decision{Allowed: true, Clause: d.clause, Fields: fields & c.shown &^ hidden, Requires: c.chosen[set]}
}

// silent names the allow that lacks the fewest facts, or the nearest one of another cell.
func (b *Rulebook) silent(c *cell, q Query, f Facts) Decision {
	best, fewest := -1, 65
	for i := range c.allows {
		if n := bits.OnesCount64(c.allows[i].lacks(f)); n < fewest {
			best, fewest = i, n
		}
	}
	if best < 0 {
		return Decision{Silent: true, Clause: b.nearest(c, q)}
	}
	return Decision{Silent: true, Clause: c.allows[best].clause, Missing: c.allows[best].lacks(f)}
}

// nearest returns the allow to name when the cell has none: for the same role and another
// purpose, for the same purpose and another role, for another of both; else that the
// category is not kept for the purpose, or silence itself.
func (b *Rulebook) nearest(c *cell, q Query) *Clause {
	switch {
	case c == &b.silence:
		return b.lawSilence
	case c.outside:
		return b.lawLimitation
	}
	roles := len(b.roles.list)
	at := (int(q.Category)-1)*ActionCount + int(q.Action)
	row := b.categoryHome[q.Category-1].at/roles + b.purposeHome[q.Purpose-1].at
	for _, n := range [3]uint32{b.near.byRole[at*roles+int(q.Role)-1], b.near.byPurpose[row*ActionCount+int(q.Action)], b.near.any[at]} {
		if n != 0 {
			return b.clauses[n-1]
		}
	}
	return b.lawSilence
}
