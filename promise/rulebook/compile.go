// SPDX-License-Identifier: EUPL-1.2

package rulebook

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// Compile builds the decision table of a release. The problems are the few that only the
// table as a whole can have: more facts or safeguards than a decision has bits for, more
// names than codes. The rulebook is nil when there is one.
func Compile(r *promise.Release) (*Rulebook, promise.Problems) {
	if problems := tooLarge(r); len(problems) > 0 {
		return nil, problems
	}
	b := &Rulebook{release: r, digest: r.Digest(), byName: map[string]*Clause{}, safeguards: map[promise.Safeguard]uint64{}}
	b.collectClauses()
	b.collectNames()
	problems := b.collectFacts()
	if len(problems) > 0 {
		return nil, problems
	}
	t := b.newTable()
	for i, c := range b.clauses {
		t.spread(i, c)
	}
	t.settle()
	if len(t.problems) > 0 {
		return nil, t.problems
	}
	return b, nil
}

// collectClauses puts all clauses into deciding order.
func (b *Rulebook) collectClauses() {
	b.clauses = append(law(b.release), b.release.Organisation.Rules...)
	for _, g := range b.release.Registers {
		b.clauses = append(b.clauses, g.Access...)
	}
	b.clauses = append(b.clauses, derive(b.release)...)
	for _, c := range b.clauses {
		b.byName[c.Name] = c
	}
}

func (b *Rulebook) collectNames() {
	o := b.release.Organisation
	b.roles.add(promise.SystemRole)
	for _, r := range o.Roles {
		b.roles.add(r.ID)
	}
	for _, p := range o.Parties {
		b.parties.add(p.ID)
	}
	for _, u := range o.Units {
		b.units.add(u.ID)
	}
	rows := 0
	for i, g := range b.release.Registers {
		for at, p := range g.Purposes {
			b.purposes.add(p.Qualified())
			b.purposeHome = append(b.purposeHome, home{i, at})
		}
		b.purposes.add(g.ID + "/" + promise.UpkeepPurpose)
		b.purposeHome = append(b.purposeHome, home{i, len(g.Purposes)})
		for _, c := range g.Data {
			b.categories.add(c.Qualified())
			b.declared = append(b.declared, c)
			b.categoryHome = append(b.categoryHome, home{i, rows})
			rows += (len(g.Purposes) + 1) * len(b.roles.list)
		}
	}
	b.grid = make([]uint32, rows)
}

// collectFacts gives bits to the facts and safeguards in use.
func (b *Rulebook) collectFacts() promise.Problems {
	used := map[string]bool{}
	for _, c := range b.clauses {
		for _, name := range append(slices.Clone(c.If), c.Unless...) {
			used[name] = true
		}
		for _, s := range c.With {
			if _, there := b.safeguards[s]; !there {
				b.safeguards[s] = 1 << len(b.safeguards)
			}
		}
	}
	for _, name := range promise.FactWords() {
		if used[name] {
			b.facts.add(name)
		}
	}
	for _, g := range b.release.Registers {
		for _, p := range g.Permissions {
			if used["permitted."+p.ID] {
				b.facts.add("permitted." + p.ID)
			}
		}
		for _, s := range g.States {
			if used[g.ID+"."+s.ID] {
				b.facts.add(g.ID + "." + s.ID)
			}
		}
	}
	return b.tooMany()
}

// tooMany reports what does not fit into a decision's bits.
func (b *Rulebook) tooMany() promise.Problems {
	var out promise.Problems
	limit(&out, b.release, "facts", len(b.facts.list), 64, "use fewer states and permissions in if and unless")
	limit(&out, b.release, "different safeguards", len(b.safeguards), 64, "use the same reasons and times in several clauses")
	return out
}

func limit(out *promise.Problems, r *promise.Release, what string, n, most int, mend string) {
	if n > most {
		*out = append(*out, promise.Problem{Code: "E71", Clause: r.Organisation.ID, What: fmt.Sprintf("the clauses use %d %s; a decision has room for %d", n, what, most), Mend: mend})
	}
}

// maxCells is how many cells a table has: roles times purposes times categories times
// actions, summed over the registers.
const maxCells = 8_000_000

// tooLarge reports what does not fit into a decision's codes or into the table, before
// anything is compiled.
func tooLarge(r *promise.Release) (out promise.Problems) {
	roles, purposes, categories, rows := len(r.Organisation.Roles)+1, 0, 0, 0
	for _, g := range r.Registers {
		purposes += len(g.Purposes) + 1
		categories += len(g.Data)
		rows += len(g.Data) * (len(g.Purposes) + 1) * roles
	}
	for _, x := range []struct {
		what string
		n    int
	}{{"roles", roles}, {"purposes", purposes}, {"categories", categories}, {"parties", len(r.Organisation.Parties)}, {"units", len(r.Organisation.Units)}} {
		limit(&out, r, x.what, x.n, 65535, "split the organisation")
	}
	limit(&out, r, "cells", rows*ActionCount, maxCells, "split the registers, or use fewer roles and purposes")
	return out
}

// table is the rulebook while it is compiled.
type table struct {
	*Rulebook
	// lists holds for each row and action the clauses there, as numbers of entries.
	lists    [][]uint32
	entries  []entry
	kept     []bool // by row: the category is kept for the purpose
	problems promise.Problems
}

func (b *Rulebook) newTable() *table {
	t := &table{Rulebook: b, lists: make([][]uint32, len(b.grid)*ActionCount), kept: make([]bool, len(b.grid))}
	b.lawSilence, b.lawLimitation = b.byName[Silence], b.byName[PurposeLimitation]
	b.limitation = cell{outside: true}
	for i, c := range b.declared {
		for _, p := range c.Purposes() {
			t.keep(Code(i+1), p.Qualified())
		}
		t.keep(Code(i+1), c.Register+"/"+promise.UpkeepPurpose)
	}
	return t
}

func (t *table) row(category, purpose, role Code) int {
	return t.categoryHome[category-1].at + t.purposeHome[purpose-1].at*len(t.roles.list) + int(role) - 1
}

func (t *table) keep(category Code, purpose string) {
	for role := range t.roles.list {
		if promise.MayAct(t.roles.list[role], purpose) {
			t.kept[t.row(category, t.Purpose(purpose), Code(role+1))] = true
		}
	}
}

// spread puts a clause into every cell it covers.
func (t *table) spread(number int, c *Clause) {
	if len(c.Actions) == 0 {
		return
	}
	coverage := t.release.Coverage(c)
	for _, pair := range coverage.Pairs {
		category, purpose := t.Category(pair.Category.Qualified()), t.Purpose(pair.Purpose)
		for _, a := range c.Actions {
			if !pair.Takes(a) {
				continue
			}
			e := t.entry(c, pair, a)
			for _, role := range coverage.Roles {
				if promise.MayAct(role, pair.Purpose) {
					at := t.row(category, purpose, t.Role(role))*ActionCount + int(a)
					t.lists[at] = append(t.lists[at], e)
				}
			}
		}
	}
	if c.Verb == promise.Forbid && len(c.For) == 0 {
		t.barAll(c, coverage)
	}
}

func (t *table) barAll(c *Clause, coverage promise.Coverage) {
	done := map[string]bool{}
	for _, pair := range coverage.Pairs {
		name := pair.Category.Qualified()
		if done[name] {
			continue
		}
		done[name] = true
		for _, a := range c.Actions {
			t.bar(t.entry(c, pair, a), t.Category(name), a, coverage.Roles)
		}
	}
}

// bar puts a forbid that names no purpose also where the category is not kept for the
// purpose: nothing is allowed there, and the refusal names the rule of the house that
// stands in the way of this role rather than the general limitation.
func (t *table) bar(e uint32, category Code, a Action, roles []string) {
	home := t.categoryHome[category-1].register
	g := t.release.Register(t.declared[category-1].Register)
	for i, p := range t.purposeHome {
		_, id, _ := strings.Cut(t.purposes.list[i], "/")
		if p.register != home || (id != promise.UpkeepPurpose && !g.IsLeaf(id)) {
			continue
		}
		for _, role := range roles {
			row := t.row(category, Code(i+1), t.Role(role))
			if !promise.MayAct(role, t.purposes.list[i]) {
				continue
			}
			if at := row*ActionCount + int(a); !t.kept[row] && !slices.Contains(t.lists[at], e) {
				t.lists[at] = append(t.lists[at], e)
			}
		}
	}
}

// entry makes a clause's entry for one pair and action and returns its number; entries
// that do not differ are made once.
func (t *table) entry(c *Clause, pair promise.Pair, a Action) uint32 {
	e := entry{clause: c, fields: pair.Fields, must: t.mask(c.If), not: t.mask(c.Unless), outward: a.Outward(), wholeField: pair.Fields == pair.Category.AllFields()}
	for _, s := range c.With {
		e.with |= t.safeguards[s]
	}
	for _, id := range c.To {
		for _, party := range t.release.Organisation.PartiesBelow(id) {
			e.to = append(e.to, t.Party(party))
		}
	}
	for _, id := range c.Units {
		for _, unit := range t.release.Organisation.UnitsBelow(id) {
			e.units = append(e.units, t.Unit(unit))
		}
	}
	e.narrow = e.to != nil || e.units != nil
	for i := len(t.entries) - 1; i >= 0 && t.entries[i].clause == c; i-- {
		if x := &t.entries[i]; x.fields == e.fields && x.wholeField == e.wholeField && x.outward == e.outward {
			return uint32(i)
		}
	}
	t.entries = append(t.entries, e)
	return uint32(len(t.entries) - 1)
}

func (t *table) mask(facts []string) uint64 {
	var m uint64
	for _, name := range facts {
		if bit, ok := t.FactBit(name); ok {
			m |= 1 << bit
		}
	}
	return m
}

// settle turns the lists into cells and rows, each different one stored once.
func (t *table) settle() {
	t.findNearest()
	cells, rows := map[string]uint32{}, map[[promise.ActionCount]uint32]uint32{}
	var key []byte
	for code, c := range t.declared {
		for p := range len(t.release.Registers[t.categoryHome[code].register].Purposes) + 1 {
			for role := range t.roles.list {
				at := t.categoryHome[code].at + p*len(t.roles.list) + role
				var row [promise.ActionCount]uint32
				for a := 1; a < ActionCount; a++ {
					list := t.lists[at*ActionCount+a]
					shown := c.ShownWith(Action(a))
					if t.roles.list[role] == promise.SystemRole {
						shown = c.AllFields()
					}
					key = cellKey(key[:0], list, shown, t.kept[at])
					n, there := cells[string(key)]
					if !there {
						n = uint32(len(t.cells))
						cells[string(key)] = n
						t.cells = append(t.cells, t.cell(list, shown, t.kept[at]))
					}
					row[a] = n
				}
				n, there := rows[row]
				if !there {
					n = uint32(len(t.rows))
					rows[row] = n
					t.rows = append(t.rows, row)
				}
				t.grid[at] = n
			}
		}
	}
}

func cellKey(key []byte, list []uint32, shown uint64, kept bool) []byte {
	if len(list) == 0 {
		shown = 0 // nothing is ever shown there
	}
	key = binary.LittleEndian.AppendUint64(key, shown)
	for _, n := range list {
		key = binary.LittleEndian.AppendUint32(key, n)
	}
	if kept {
		return append(key, 1)
	}
	return append(key, 0)
}

func (t *table) cell(list []uint32, shown uint64, kept bool) cell {
	c := cell{outside: !kept, shown: shown}
	for _, n := range list {
		switch e := t.entries[n]; e.clause.Verb {
		case promise.Forbid:
			c.forbids = append(c.forbids, e)
		case promise.Allow:
			c.allows = append(c.allows, e)
		case promise.Require:
			c.requires = append(c.requires, e)
		}
	}
	if len(c.requires) > maxRequires {
		x := c.requires[maxRequires].clause
		t.problems = append(t.problems, promise.Problem{File: x.Pos.File, Line: x.Pos.Line, Column: x.Pos.Column, Code: "E71", Clause: x.Name,
			What: fmt.Sprintf("%d require clauses meet for the same act; at most %d can", len(c.requires), maxRequires), Mend: "join some of them"})
		c.requires = c.requires[:maxRequires]
	}
	c.finish()
	return c
}

// findNearest notes, for each category and action, the first allow in file order for a
// role, for a purpose, and at all. Derived allows are the system's own and help nobody.
func (t *table) findNearest() {
	roles := len(t.roles.list)
	t.near = nearest{
		byRole:    make([]uint32, len(t.declared)*ActionCount*roles),
		byPurpose: make([]uint32, len(t.grid)/roles*ActionCount),
		any:       make([]uint32, len(t.declared)*ActionCount),
	}
	number := map[*Clause]uint32{}
	for i, c := range t.clauses {
		number[c] = uint32(i + 1)
	}
	earliest := func(place *uint32, n uint32) {
		if *place == 0 || n < *place {
			*place = n
		}
	}
	for at := range t.grid {
		code := t.categoryAt(at)
		for a := 1; a < ActionCount; a++ {
			for _, e := range t.lists[at*ActionCount+a] {
				if c := t.entries[e].clause; c.Verb == promise.Allow && !c.Derived {
					n := number[c]
					earliest(&t.near.byRole[(code*ActionCount+a)*roles+at%roles], n)
					earliest(&t.near.byPurpose[at/roles*ActionCount+a], n)
					earliest(&t.near.any[code*ActionCount+a], n)
				}
			}
		}
	}
}

// categoryAt returns the category whose rows hold this one.
func (t *table) categoryAt(row int) int {
	return sort.Search(len(t.categoryHome), func(i int) bool { return t.categoryHome[i].at > row }) - 1
}
