// SPDX-License-Identifier: EUPL-1.2

package ledger

// Digest is the SHA-256 of a rulebook's text. The zero Digest means that no
// rulebook took part.
type Digest [32]byte

// String returns the digest in hex, or "-" for the zero Digest.
func (d Digest) String() string {
	return string(appendDigest(nil, d))
}

// Field is one named value.
type Field struct{ Name, Value string }

// Bits are the facts a decision stood on: bit i of Known says that fact i was
// asked, the same bit of True that it held. True is a subset of Known.
type Bits struct{ True, Known uint64 }

// Subject is one person, or one company, an entry is about.
type Subject struct {
	// Person is the key of the in-memory cache of counters only. It is never
	// stored and never hashed.
	Person [16]byte
	// Key is the person's log key. What the ledger uses of it is derived with
	// labels, see the package documentation.
	Key [32]byte
	// Head is a lower bound of the person's counter, as last told through
	// Options.Heads; 0 if unknown. A wrong one costs time and nothing else.
	Head uint64
	// Fields are names out of SubjectFields, in that order, each at most once.
	Fields []Field
}

// Actor is whoever acted. Its fields are sealed under the actor's own key, so
// that the staff's data can be erased without the persons' log.
type Actor struct {
	Key [32]byte
	// Fields are names out of ActorFields, in that order, each at most once.
	Fields []Field
}

// Draft is an entry before it has a place and a time.
type Draft struct {
	Kind     Kind
	Outcome  Outcome
	Clause   string
	Rulebook Digest
	Facts    Bits
	Action   string
	Purpose  string
	// Public holds attributes of that kind, in any order, see PublicContent and its neighbours.
	Public   []Field
	Subjects []Subject
	// Actor is nil when the system itself acted.
	Actor *Actor
	// Ends names the persons whose log keys end with this entry. Only a
	// destroyed entry may have it. The committer writes their number into
	// "count" and the sum of their last counters into "last", exact because
	// nobody can append in between, and refuses later drafts about them. Keys
	// that are gone already are given as count and last in Public instead.
	Ends []Subject
}

// Head is how far a person's counter has come.
type Head struct {
	Person [16]byte
	K      uint64
}

// MaxSubjects is how many subjects one entry may have: one decision about more
// people than that is recorded in chunks.
const MaxSubjects = 2000
