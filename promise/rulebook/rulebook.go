// SPDX-License-Identifier: EUPL-1.2

// Package rulebook compiles a release of promises to a decision table and decides by it.
//
// [Compile] expands every clause (those of the files, those that the law adds, those that
// are derived for the system's own upkeep) into cells of role, purpose, category and
// action, so that a decision is two table look-ups and a few tests of fact bits: it takes
// well under a microsecond however many clauses there are, allocates nothing, and always
// names the clause that decided.
//
// Deny overrides; silence refuses and names the nearest allow; a fact that is not known
// counts against the act. How the pieces combine is said at [Rulebook.Decide].
package rulebook

import (
	"github.com/lupaus/lupaus/promise"
)

// Code is the small number that stands for a role, purpose, category, party or unit in
// one rulebook. 0 means unknown (or, for To and Unit, none).
type Code uint16

// Action and Clause are the language's own.
type (
	Action = promise.Action
	Clause = promise.Clause
)

// Query asks whether one act is allowed. To is the receiving party of an act that takes
// data out, Unit the acting person's unit; both may be 0.
type Query struct {
	Role, Purpose, Category Code
	Action                  Action
	To, Unit                Code
}

// Facts are fact bits: which are known, and which of those are true. A bit that is true
// but not known counts as not known.
type Facts struct{ True, Known uint64 }

// Decision is the answer to a query. Clause is never nil: the forbid that matched, the
// allow that decided, or on silence the nearest allow, else a clause of the law.
type Decision struct {
	Allowed bool
	Silent  bool // refused because nothing allows it
	Clause  *Clause
	// Missing are the facts that the nearest allow lacks (on silence).
	Missing uint64
	// Fields is the mask of the category's fields that may be seen. A masked field is
	// among them only for actions beyond find and open, and for the role system.
	Fields uint64
	// Requires are the require clauses whose safeguards are added to the clause's own.
	// The slice belongs to the rulebook and must not be changed.
	Requires []*Clause
}

// Safeguards returns what must be there before the act: those of the deciding clause and
// of every require that matched, each once.
func (d Decision) Safeguards() []promise.Safeguard {
	if !d.Allowed {
		return nil
	}
	var out []promise.Safeguard
	seen := map[promise.Safeguard]bool{}
	for _, c := range append([]*Clause{d.Clause}, d.Requires...) {
		for _, s := range c.With {
			if !seen[s] {
				seen[s] = true
				out = append(out, s)
			}
		}
	}
	return out
}

// Rulebook is a compiled release: immutable and safe for concurrent use.
type Rulebook struct {
	release *promise.Release
	digest  [32]byte

	roles, purposes, categories, parties, units names
	facts                                       names // bit = code - 1
	safeguards                                  map[promise.Safeguard]uint64

	clauses []*Clause // in deciding order: law, organisation, registers, derived
	byName  map[string]*Clause

	// purposeHome is, by purpose code, the register the purpose belongs to and its place
	// there; categoryHome, by category code, the register and the first row.
	purposeHome  []home
	categoryHome []home
	declared     []*promise.Category // by category code
	grid         []uint32            // row of each category × purpose × role
	rows         [][promise.ActionCount]uint32
	cells        []cell

	near                      nearest
	silence, limitation       cell
	lawSilence, lawLimitation *Clause
}

// nearest are the allows to name when a cell has none, as clause numbers from 1: by
// category, action and role; by category, purpose and action; by category and action.
type nearest struct{ byRole, byPurpose, any []uint32 }

// home places a purpose or a category: register by number, and an offset.
type home struct{ register, at int }

// names gives codes to names in the order in which they come.
type names struct {
	list  []string
	codes map[string]Code
}

func (n *names) add(name string) {
	if n.codes == nil {
		n.codes = map[string]Code{}
	}
	if _, there := n.codes[name]; !there {
		n.list = append(n.list, name)
		n.codes[name] = Code(len(n.list))
	}
}

func (n *names) name(c Code) string {
	if c == 0 || int(c) > len(n.list) {
		return ""
	}
	return n.list[c-1]
}

// Release returns the release the rulebook was compiled from.
func (b *Rulebook) Release() *promise.Release { return b.release }

// Digest is the digest of the release; every ledger entry names it.
func (b *Rulebook) Digest() [32]byte { return b.digest }

// Role returns the code of a role; "system" is built in.
func (b *Rulebook) Role(id string) Code { return b.roles.codes[id] }

// RoleName returns the id behind a code, "" if there is none.
func (b *Rulebook) RoleName(c Code) string { return b.roles.name(c) }

// Purpose returns the code of "register/purpose"; "register/upkeep" is built in.
func (b *Rulebook) Purpose(qualified string) Code { return b.purposes.codes[qualified] }

// PurposeName returns the qualified name behind a code, "" if there is none.
func (b *Rulebook) PurposeName(c Code) string { return b.purposes.name(c) }

// Upkeep returns the code of the built-in purpose for which the role system acts on a
// register: loading indexes, finding out facts, sweeping.
func (b *Rulebook) Upkeep(register string) Code {
	return b.purposes.codes[register+"/"+promise.UpkeepPurpose]
}

// Category returns the code of "register/category".
func (b *Rulebook) Category(qualified string) Code { return b.categories.codes[qualified] }

// CategoryName returns the qualified name behind a code, "" if there is none.
func (b *Rulebook) CategoryName(c Code) string { return b.categories.name(c) }

// Party returns the code of a party, for Query.To.
func (b *Rulebook) Party(id string) Code { return b.parties.codes[id] }

// Unit returns the code of a unit, for Query.Unit.
func (b *Rulebook) Unit(id string) Code { return b.units.codes[id] }

// FactBit returns the bit of a fact; ok is false when no clause uses it, and then it can
// change no decision.
func (b *Rulebook) FactBit(name string) (bit uint, ok bool) {
	c := b.facts.codes[name]
	return uint(c) - 1, c != 0
}

// FactNames returns the facts in use; the place in the list is the bit.
func (b *Rulebook) FactNames() []string { return b.facts.list }

// Facts names the facts of a mask, in bit order.
func (b *Rulebook) Facts(mask uint64) []string {
	var out []string
	for i, name := range b.facts.list {
		if mask&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}

// ClauseByName finds any clause, derived and built-in ones too; nil if there is none.
func (b *Rulebook) ClauseByName(name string) *Clause { return b.byName[name] }

// Clauses returns all clauses in deciding order. The slice must not be changed.
func (b *Rulebook) Clauses() []*Clause { return b.clauses }
