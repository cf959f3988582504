// SPDX-License-Identifier: EUPL-1.2

// Package ledger is the append-only log of who did what with whose data.
package ledger

import (
	"context"
	"crypto"
	"database/sql"
	"io"
	"iter"
	"time"
)

// Options are what a Ledger needs from outside.
type Options struct {
	Now     func() time.Time     // wall clock; time.Now if nil
	Mono    func() time.Duration // a clock that nobody sets; the machine's if nil
	Jump    time.Duration        // how far the two may part at once; 60 s if 0
	Engine  string               // version of the engine, written into every leaf
	Outside Outside              // where checkpoints go outside the database; nil: nowhere
	Heads   func([]Head)         // told after each batch, from the committer: be quick
}

// Outside keeps the last checkpoint of each origin somewhere else than in the database.
type Outside interface {
	Save(origin string, note []byte) error
	Last(origin string) ([]byte, error) // nil, nil when there is none
}

// FileOutside keeps checkpoints as files in a folder.
func FileOutside(dir string) Outside { panic("not yet") }

type Ledger struct{}

// Open opens the ledger in db, creates or migrates its tables, and starts its committer.
func Open(ctx context.Context, db *sql.DB, o Options) (*Ledger, error) { return nil, ErrUnavailable }

// Close writes what is waiting and waits for the ledger's goroutines. It does not close the database.
func (l *Ledger) Close() error { return nil }

// RulebookText returns the text with that digest, or ErrNoEntry.
func (l *Ledger) RulebookText(ctx context.Context, d Digest) ([]byte, error) { return nil, nil }

type TreeOption func(*treeOptions)
type treeOptions struct{}

// Continuing names the origin before this one and its last checkpoint.
func Continuing(note []byte, verifierKey string) TreeOption { return nil }

// Tree is the log of one organisation.
type Tree struct{}

// Tree opens (or begins) an organisation's log. signer is an Ed25519 key.
func (l *Ledger) Tree(ctx context.Context, org string, signer crypto.Signer, origin string, opts ...TreeOption) (*Tree, error) {
	return nil, ErrUnavailable
}
func (t *Tree) Append(ctx context.Context, drafts ...Draft) (first int64, err error) { return 0, ErrUnavailable }
func (t *Tree) SwitchRulebook(ctx context.Context, text []byte) (Digest, error)      { return Digest{}, ErrUnavailable }
func (t *Tree) Rulebook() Digest                                                     { return Digest{} }
func (t *Tree) Org() string                                                          { return "" }
func (t *Tree) Origin() string                                                       { return "" }
func (t *Tree) Size() int64                                                          { return 0 }
func (t *Tree) Checkpoint() []byte                                                   { return nil }
func (t *Tree) VerifierKey() string                                                  { return "" }

// Leaf is the public part of an entry.
type Leaf struct {
	Time            time.Time // UTC, whole microseconds
	Kind            Kind
	Outcome         Outcome
	Clause          string
	Rulebook        Digest
	Engine          string
	Facts           Bits
	Action, Purpose string
	Public          []Field
	Subjects        int
	SubjectRoot     [32]byte
	Actor           *ActorSeal
}

type ActorSeal struct {
	Commitments [][32]byte
	Sealed      [32]byte
}

// PublicValue returns the value of a public attribute, or "".
func (f *Leaf) PublicValue(name string) string { return "" }

// Entry is what the ledger holds under one number.
type Entry struct {
	Index int64
	Leaf
	Text []byte // the leaf as it was hashed
}

// OpenSubject opens the sealed body at a position with the person's log key.
func (e *Entry) OpenSubject(position int, key [32]byte) ([]Field, error) { return nil, ErrAbsent }

// OpenActor opens the sealed actor part with the actor's key.
func (e *Entry) OpenActor(key [32]byte) ([]Field, error) { return nil, ErrAbsent }

func (t *Tree) Entry(ctx context.Context, i int64) (Entry, error) { return Entry{}, ErrNoEntry }

// Entries goes through the entries from a number on, up to the size at the call.
func (t *Tree) Entries(ctx context.Context, from int64) iter.Seq2[Entry, error] { return nil }

// Counter returns how many entries stand under a log key.
func (t *Tree) Counter(ctx context.Context, s Subject) (uint64, error) { return 0, nil }

// Trail goes through the entries under a log key, k = from, from+1, …
func (t *Tree) Trail(ctx context.Context, key [32]byte, from uint64) iter.Seq2[Step, error] { return nil }

// Step is one entry about a person.
type Step struct {
	K        uint64
	Position int
	Entry    Entry
	Fields   []Field // nil when pruned
}

// Prune permits and then carries out the removal of the sealed parts of batches wholly before a time.
func (t *Tree) Prune(ctx context.Context, before time.Time, clause string) (entry int64, err error) {
	return 0, nil
}

type ExtractRequest struct {
	Key       [32]byte
	Withhold  []string
	ActorName func(actorID string) (name string, ok bool)
}
type Extract struct{}

func (t *Tree) Extract(ctx context.Context, r ExtractRequest) (*Extract, error) { return nil, nil }
func ReadExtract(r io.Reader) (*Extract, error)                                 { return nil, nil }
func (x *Extract) Write(w io.Writer) error                                      { return nil }
func (x *Extract) Verify(verifierKey string) error                              { return nil }
