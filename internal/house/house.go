// SPDX-License-Identifier: EUPL-1.2

// Package house puts the rooms of one organisation together over one data
// folder, in the order that recovery needs: key file, databases, ledger (which
// refuses to start when it was rolled back), gate, register, accounts. It
// holds no rule of its own.
//
//	DIR/data.db      sealed records, dates that count, cases' outcomes
//	DIR/ledger.db    the Merkle log
//	DIR/keys.db      wrapped keys, blind indexes, counter hints
//	DIR/keys.json    master keys, index keys, signing keys (another place is better)
//	DIR/checkpoints  the newest signed heads, outside every database
//	DIR/published    what was shown of statistics: figures that everybody may see
package house

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/internal/statistics"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
)

// Engine is the version that ledger entries name.
const Engine = "lupaus/0.1"

// Config says what to open.
type Config struct {
	Dir     string // data folder, made when missing
	KeyFile string // default: Dir/keys.json
	Promise fs.FS  // the folder of promise files
	Clock   clock.Clock
	Log     *slog.Logger
}

// House is one organisation at work.
type House struct {
	Gate     *gate.Gate
	Register *register.Service
	Accounts *accounts.Service
	// Statistics makes tables of the registers' records.
	Statistics *statistics.Service
	// Fresh tells that the data folder was made by this opening.
	Fresh bool
	// Recovered says what the start had to put right.
	Recovered gate.Recovered

	keys    *keys.Store
	heads   *gate.Heads
	ledger  *ledger.Ledger
	closers []func() error
	stop    context.CancelFunc
	wg      sync.WaitGroup
}

// Paths of the parts of a data folder.
func (c *Config) path(name string) string { return filepath.Join(c.Dir, name) }

// CheckpointDir is where a data folder keeps its newest signed heads.
func CheckpointDir(dir string) string { return filepath.Join(dir, "checkpoints") }

// Open opens or makes the data folder, checks the promise, settles what a
// crash left open and loads what lies in memory. Nothing is served before it
// returns.
func Open(ctx context.Context, c Config) (_ *House, err error) {
	release, problems := promise.Load(c.Promise)
	if release == nil {
		return nil, fmt.Errorf("the promise does not check clean, nothing was started:\n%s", problems)
	}
	registerTypes()
	ownCountry(release)
	if c.KeyFile == "" {
		c.KeyFile = c.path("keys.json")
	}
	unlock, err := Lock(c.Dir)
	if err != nil {
		return nil, err
	}
	h := &House{heads: gate.NewHeads(), closers: []func() error{unlock}}
	defer func() {
		if err != nil {
			h.Close()
		}
	}()
	file, err := h.keyFile(c)
	if err != nil {
		return nil, err
	}
	if err := h.open(ctx, c, release, file); err != nil {
		return nil, err
	}
	run, stop := context.WithCancel(context.WithoutCancel(ctx))
	h.stop = stop
	h.wg.Go(func() { h.flushHeads(run, c.Log) })
	return h, nil
}

// keyFile loads the key file, or makes it together with a new data folder. A
// folder with data and no key file is not given new keys: that would hide the loss.
func (h *House) keyFile(c Config) (*keys.File, error) {
	_, err := os.Stat(c.path("ledger.db"))
	h.Fresh = errors.Is(err, fs.ErrNotExist)
	f, err := keys.LoadFile(c.KeyFile)
	if errors.Is(err, keys.ErrNoFile) && h.Fresh {
		return keys.CreateFile(c.KeyFile)
	}
	if errors.Is(err, keys.ErrNoFile) {
		return nil, fmt.Errorf("%w, but the data folder holds data sealed under it: restore it from the escrow copy", err)
	}
	return f, err
}

func (h *House) open(ctx context.Context, c Config, r *promise.Release, file *keys.File) error {
	var dbs [3]*store.DB
	for i, name := range []string{"data.db", "keys.db", "ledger.db"} {
		db, err := store.Open(ctx, c.path(name))
		if err != nil {
			return err
		}
		dbs[i] = db
		h.closers = append(h.closers, db.Close)
	}
	if err := os.MkdirAll(CheckpointDir(c.Dir), 0o700); err != nil {
		return fmt.Errorf("make the folder of checkpoints: %w", err)
	}
	org := r.Organisation.ID
	sign, err := file.AddLedger(org, org+"/"+opaque.New().String()[:12])
	if err != nil {
		return err
	}
	if h.keys, err = keys.New(ctx, dbs[1], file); err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { h.keys.Close(); return nil })
	h.ledger, err = ledger.Open(ctx, dbs[2].Shared(), ledger.Options{
		Now: c.Clock.Now, Mono: c.Clock.Mono, Engine: Engine, Heads: h.heads.Told, Outside: ledger.FileOutside(CheckpointDir(c.Dir)),
	})
	if err != nil {
		return err
	}
	h.closers = append(h.closers, h.ledger.Close)
	origin, key := gate.LedgerKey(sign)
	tree, err := h.ledger.Tree(ctx, org, key, origin)
	if err != nil {
		return err
	}
	before := tree.Rulebook()
	writes := store.NewGroup(dbs[0])
	h.closers = append(h.closers, func() error { writes.Close(); return nil })
	h.Gate, err = gate.New(ctx, gate.Config{Org: org, Data: dbs[0], Writes: writes, Keys: h.keys, Ledger: h.ledger, Tree: tree,
		Heads: h.heads, Clock: c.Clock, Log: c.Log, Mask: mask}, r)
	if err != nil {
		return err
	}
	h.compare(ctx, c.Log, r, before)
	return h.rooms(ctx, c.path(publishedDir))
}

// publishedDir is what was shown of statistics.
const publishedDir = "published"

// compare says what is wrong with how the promise in force follows the one
// before: a changed document without a new version, an id used for something
// else. The new promise rules all the same; the words are for whoever wrote it.
func (h *House) compare(ctx context.Context, log *slog.Logger, r *promise.Release, before ledger.Digest) {
	if before == (ledger.Digest{}) || before == h.Gate.Tree.Rulebook() {
		return
	}
	book, err := h.Gate.BookOf(ctx, before)
	if err != nil {
		log.Warn("the promise before cannot be read", "error", err)
		return
	}
	log.Warn("another promise is in force than at the last start", "before", before.String(), "now", h.Gate.Tree.Rulebook().String())
	for _, p := range r.Succeeds(book.Release()) {
		log.Warn("promise: " + p.String())
	}
}

// rooms opens the domain services and wires what one needs of another.
func (h *House) rooms(ctx context.Context, published string) (err error) {
	if h.Register, err = register.New(ctx, h.Gate); err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { h.Register.Close(); return nil })
	if h.Accounts, err = accounts.New(ctx, h.Gate); err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { h.Accounts.Close(); return nil })
	h.Register.StaffName = h.Accounts.NameOf
	h.Gate.UseFacts(h.Accounts)
	h.Statistics = statistics.New(h.Gate, h.counted, published)
	h.closers = append(h.closers, func() error { h.Statistics.Close(); return nil })
	if h.Recovered, err = h.Gate.Recover(ctx, h.stands); err != nil {
		return err
	}
	return h.Register.Start(ctx)
}

// stands tells a record's standing version, whichever room keeps it.
func (h *House) stands(id opaque.ID) (int64, error) {
	if v, err := h.Register.Version(id); err != nil || v != 0 {
		return v, err
	}
	return h.Accounts.Version(id)
}

const flushEvery = 5 * time.Second

func (h *House) flushHeads(ctx context.Context, log *slog.Logger) {
	t := time.NewTicker(flushEvery)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if err := h.heads.Flush(ctx, h.keys); err != nil && ctx.Err() == nil {
				log.Warn("counter hints not saved; the next start probes for them", "error", err)
			}
			if err := h.ledger.OutsideError(); err != nil {
				log.Error("the newest checkpoint is not outside the database: a rolled-back ledger would not be noticed", "error", err)
			}
		}
	}
}

// Close waits for what runs and closes everything in the reverse order.
func (h *House) Close() error {
	if h.stop != nil {
		h.stop()
		h.wg.Wait()
		_ = h.heads.Flush(context.Background(), h.keys) // hints: the next start can do without
	}
	var all []error
	for i := len(h.closers) - 1; i >= 0; i-- {
		all = append(all, h.closers[i]())
	}
	h.closers = nil
	return errors.Join(all...)
}
