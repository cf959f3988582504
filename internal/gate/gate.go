// SPDX-License-Identifier: EUPL-1.2

// Package gate is the waist of the house: everything that touches a person's
// data passes here. It decides by the rulebook in force, makes the ledger
// entry durable, and only then hands out keys, wrapped in a Pass for exactly
// the people, categories and records that were decided.
//
//	pass, err := g.Read(ctx, ask)   // decide → record → pass; a *Refusal is recorded too
//	docs, err := pass.Open(ctx, boxes)
//	entry, err := g.Change(ctx, ask, change) // decide → keys → intent → data → applied
//
// Stores below hold ciphertext and indexes only. The zero Pass holds no key
// and opens nothing. A change and its entry never disagree after a crash: an
// intent without its change is voided at the next start (Recover).
package gate

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Config is what a gate stands on. Everything is handed in and stays the
// caller's to close.
type Config struct {
	Org    string // the organisation's id
	Data   *store.DB
	Writes *store.Group // the one writer of Data
	Keys   *keys.Store
	Ledger *ledger.Ledger
	Tree   *ledger.Tree
	Heads  *Heads
	Clock  clock.Clock
	Log    *slog.Logger
	// Mask shows what may be shown of a masked field's value.
	Mask func(f *promise.FieldDecl, value string) string
}

// Gate decides, records and opens for one organisation.
type Gate struct {
	Config
	rules    atomic.Pointer[rules]
	sources  []FactSource
	logKeys  logKeys
	editions editions
	frozen   frozen
	step     func(string) // called at each step of a change; tests stop the world there
}

// rules is a rulebook in force.
type rules struct {
	book   *rulebook.Rulebook
	digest ledger.Digest
	zone   *time.Location
}

// New makes the gate and puts the release in force: its text is kept in the
// ledger, and the switch is an entry.
func New(ctx context.Context, c Config, r *promise.Release) (*Gate, error) {
	g := &Gate{Config: c, step: func(string) {}}
	if err := g.migrate(ctx); err != nil {
		return nil, err
	}
	if err := g.PutInForce(ctx, r); err != nil {
		return nil, err
	}
	return g, nil
}

// PutInForce compiles a release and makes it the rulebook that decides from
// now on. The one in force stays when anything fails.
func (g *Gate) PutInForce(ctx context.Context, r *promise.Release) error {
	book, problems := rulebook.Compile(r)
	if book == nil {
		return fmt.Errorf("put promise in force: %v", problems)
	}
	zone, err := time.LoadLocation(r.Organisation.Place.Zone)
	if err != nil {
		return fmt.Errorf("put promise in force: %w", err)
	}
	next := &rules{book: book, digest: ledger.Digest(book.Digest()), zone: zone}
	if g.Tree.Rulebook() != next.digest {
		if _, err := g.Tree.SwitchRulebook(ctx, r.Archive()); err != nil {
			return unavailable(err)
		}
	}
	g.rules.Store(next)
	return nil
}

// Rulebook is the rulebook in force.
func (g *Gate) Rulebook() *rulebook.Rulebook { return g.rules.Load().book }

// Release is the promise in force.
func (g *Gate) Release() *promise.Release { return g.rules.Load().book.Release() }

// Zone is the organisation's time zone.
func (g *Gate) Zone() *time.Location { return g.rules.Load().zone }

// Now is the time by the gate's clock, in UTC.
func (g *Gate) Now() time.Time { return g.Clock.Now().UTC() }

// Verifier is the ledger's public key, for the notice page.
func (g *Gate) Verifier() string { return g.Tree.VerifierKey() }

// Checkpoint is the ledger's newest signed head.
func (g *Gate) Checkpoint() []byte { return g.Tree.Checkpoint() }

// LedgerKey turns a key file's ledger into what the ledger signs with.
func LedgerKey(l keys.Ledger) (origin string, key ed25519.PrivateKey) { return l.Origin, l.Key() }

// logKeys keeps opened log keys in memory, bounded: every entry about a person
// needs theirs, and a log key opens no record.
type logKeys struct {
	mu sync.RWMutex
	m  map[opaque.ID][32]byte
}

const maxLogKeys = 1 << 17 // about 8 MB

func (c *logKeys) get(id opaque.ID) ([32]byte, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	k, ok := c.m[id]
	return k, ok
}

func (c *logKeys) put(id opaque.ID, k [32]byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil || len(c.m) >= maxLogKeys {
		c.m = map[opaque.ID][32]byte{}
	}
	c.m[id] = k
}

// logKey fetches a person's log key, keys.ErrNoKey when the id is unknown.
func (g *Gate) logKey(ctx context.Context, id opaque.ID) ([32]byte, error) {
	if k, ok := g.logKeys.get(id); ok {
		return k, nil
	}
	k, err := g.Keys.Key(ctx, g.Org, keys.Ref{Person: id, Category: keys.LogCategory})
	if err != nil {
		return [32]byte{}, err
	}
	g.logKeys.put(id, k.Raw())
	return k.Raw(), nil
}

// BookOf compiles the rulebook that decided an entry, from the text the ledger keeps.
func (g *Gate) BookOf(ctx context.Context, d ledger.Digest) (*rulebook.Rulebook, error) {
	if r := g.rules.Load(); r.digest == d {
		return r.book, nil
	}
	text, err := g.Ledger.RulebookText(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("rulebook %s: %w", d, err)
	}
	return CompileText(text)
}

// CompileText turns a rulebook text kept by the ledger back into a rulebook.
func CompileText(text []byte) (*rulebook.Rulebook, error) {
	r, problems := promise.FromArchive(text)
	if r == nil {
		return nil, fmt.Errorf("read a rulebook text: %v", problems)
	}
	book, problems := rulebook.Compile(r)
	if book == nil {
		return nil, fmt.Errorf("compile a rulebook text: %v", problems)
	}
	return book, nil
}
