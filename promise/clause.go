// SPDX-License-Identifier: EUPL-1.2

package promise

import "slices"

// Verb is what a clause does.
type Verb uint8

// The verbs. A require adds a duty and never allows.
const (
	Allow Verb = iota + 1
	Forbid
	Require
)

// String returns the verb as the language writes it.
func (v Verb) String() string {
	return [...]string{"", "allow", "forbid", "require"}[min(int(v), 3)]
}

// Clause is one rule: a verb with its actions, the axes it covers, the facts it depends
// on, what must be there before the act and what follows after. Access clauses, rules of
// the organisation, built-in law and what the compiler derives all have this shape.
type Clause struct {
	// Name is the full name "document/section/id"; Document, Section and ID its parts.
	Name, Document, Section, ID string
	// Register is the register the clause is limited to, "" for the whole organisation.
	Register string
	Verb     Verb
	Actions  []Action
	// Who and Except are role ids as written; "everyone" stands for all staff roles.
	Who, Except []string
	Data        []Ref
	// For are purposes of the register as written; nil means any.
	For []string
	// To are party ids, Units unit ids; nil means any.
	To, Units []string
	// If and Unless are fact names; a declared state is written "register.state".
	If, Unless []string
	// With is what must be there before the act, Then what follows it.
	With []Safeguard
	Then []Effect
	Text Text
	Origin

	// Derived marks a clause the compiler adds for the role system, Builtin one of the
	// law's own that no file can switch off.
	Derived, Builtin bool

	release *Release
}

// Safeguard is something that must be there before an act.
type Safeguard struct {
	Kind string   // reason, confirmation, second-person, expiry, ...
	List string   // reason: the list it is chosen from; "" means free text
	Role string   // second-person: who the second person must be
	Time Duration // expiry
}

// String returns the safeguard as the language writes it.
func (s Safeguard) String() string {
	arg := s.List + s.Role + s.Time.String()
	if arg == "" {
		return s.Kind
	}
	return "{" + s.Kind + ": " + arg + "}"
}

// Effect is something that follows an act.
type Effect struct {
	Kind string // notify, task, send, record, ...
	Arg  string // a role, a text's id, ...
}

// String returns the effect as the language writes it.
func (e Effect) String() string {
	if e.Arg == "" {
		return e.Kind
	}
	return "{" + e.Kind + ": " + e.Arg + "}"
}

// Everyone is the word that stands for all staff roles in who and except.
const Everyone = "everyone"

// SystemRole is the built-in role that jobs, sweeps and index loading act as. No file
// can declare it.
const SystemRole = "system"

// UpkeepPurpose is the built-in purpose, in every register, for which the role system
// acts: the register's own upkeep. No file can declare it and no person can act for it.
const UpkeepPurpose = "upkeep"

// Covers reports whether the clause has the action among its own.
func (c *Clause) Covers(a Action) bool { return slices.Contains(c.Actions, a) }

// NewClause returns a clause that does not stand in a file: a derived or built-in one.
// It belongs to the release, so that its sentence can name what it speaks of.
func (r *Release) NewClause(c Clause) *Clause {
	c.release = r
	return &c
}
