// SPDX-License-Identifier: EUPL-1.2

// Package rulebook compiles a release of promises to a decision table and decides by it.
package rulebook

import (
	"io"

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

// Facts are fact bits: which are known, and which of those are true.
type Facts struct{ True, Known uint64 }

// Decision is the answer to a query. Clause is never nil: the forbid that matched, the
// allow that decided, or on silence the nearest allow, else the built-in law/silence.
type Decision struct {
	Allowed bool
	Silent  bool // refused because nothing allows it
	Clause  *Clause
	// Missing are the facts that the nearest allow lacks (on silence).
	Missing uint64
	// Fields is the mask of the category's fields that may be seen.
	Fields uint64
	// Requires are the require clauses whose safeguards are added.
	Requires []*Clause
}

// Suggestion is one way in which a refused act would be possible.
type Suggestion struct {
	Kind    string   // facts, purpose, role, break-glass
	Purpose string   // qualified purpose to act for
	Facts   []string // facts that would have to be true, or false when they start with "not "
	Roles   []string // role ids that may
	Clause  *Clause  // the allow that would decide
	Text    string   // the same in the reader's language
}

// Rulebook is a compiled release: immutable and safe for concurrent use.
type Rulebook struct{ release *promise.Release }

// Compile builds the decision table of a release.
func Compile(r *promise.Release) (*Rulebook, promise.Problems) { return nil, nil }

// Release returns the release the rulebook was compiled from.
func (b *Rulebook) Release() *promise.Release { return b.release }

// Digest is the digest of the release.
func (b *Rulebook) Digest() [32]byte { return b.release.Digest() }

// Role returns the code of a role; "system" is built in.
func (b *Rulebook) Role(id string) Code { return 0 }

// Purpose returns the code of "register/purpose"; "register/upkeep" is built in.
func (b *Rulebook) Purpose(qualified string) Code { return 0 }

// Category returns the code of "register/category".
func (b *Rulebook) Category(qualified string) Code { return 0 }

// Party returns the code of a party, for Query.To.
func (b *Rulebook) Party(id string) Code { return 0 }

// Unit returns the code of a unit, for Query.Unit.
func (b *Rulebook) Unit(id string) Code { return 0 }

// FactBit returns the bit of a fact; ok is false when no clause uses it.
func (b *Rulebook) FactBit(name string) (bit uint, ok bool) { return 0, false }

// FactNames returns the facts in use, by bit.
func (b *Rulebook) FactNames() []string { return nil }

// Needs returns the facts that can change the answer to the query.
func (b *Rulebook) Needs(q Query) uint64 { return 0 }

// Decide answers the query.
func (b *Rulebook) Decide(q Query, f Facts) Decision { return Decision{} }

// WouldAllow says what would make a refused act possible.
func (b *Rulebook) WouldAllow(q Query, f Facts, lang string) []Suggestion { return nil }

// ClauseByName finds any clause, derived and built-in ones too.
func (b *Rulebook) ClauseByName(name string) *Clause { return nil }

// Clauses returns all clauses in deciding order.
func (b *Rulebook) Clauses() []*Clause { return nil }

// Table prints the decision table.
func (b *Rulebook) Table(w io.Writer) error { return nil }
