// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// What one batch may hold. A batch takes whatever waits, so these bound memory
// and the time others wait, not throughput.
const (
	maxBatchEntries = 512
	maxBatchBytes   = 4 << 20
	// maxAppendBytes bounds the sealed parts of one call of Append.
	maxAppendBytes = 16 << 20
	// maxDrafts bounds the drafts of one call of Append.
	maxDrafts = 512
)

// Options are what a Ledger needs from outside.
type Options struct {
	// Now is the wall clock; time.Now if nil.
	Now func() time.Time
	// Mono is a clock that nobody sets; the machine's own if nil.
	Mono func() time.Duration
	// Jump is how far the two may part at once before entries are refused; 60 s if 0.
	Jump time.Duration
	// Engine is the version of the deciding engine, written into every leaf.
	Engine string
	// Outside is where checkpoints go besides the database; nil for nowhere.
	Outside Outside
	// Heads is told after each batch how far counters have come. It is called by
	// the committer after everybody has had an answer: be quick, never append from it.
	Heads func([]Head)
}

// Ledger is a file of logs, one tree for each organisation, with one committer
// that makes whatever waits durable together. It is safe for concurrent use.
//
// Keeps: HMS-36
type Ledger struct {
	db      *sql.DB
	s       *statements
	o       Options
	clock   *clock
	courier *courier

	mu     sync.Mutex
	queue  []*request
	closed bool
	wake   chan struct{}
	done   chan struct{}

	// The committer's own:
	waiting []*request
	trees   map[string]*Tree // by origin
	// burned are the roots signed for batches that may not stand, by origin and
	// size: no other root may be signed for such a size.
	burned map[string]map[int64]tlog.Hash
}

// request is one caller's wish to the committer.
type request struct {
	tree   *Tree
	drafts []prepared
	// text is the rulebook of a switch.
	text   []byte
	digest Digest
	// control runs alone on the committer, between batches.
	control func() error

	state atomic.Int32 // requestWaiting, then one of the others
	first int64        // number of the first entry
	bytes int
	done  chan error // has room for the one answer
}

const (
	requestWaiting int32 = iota
	requestTaken
	requestAbandoned
)

// Open opens the ledger in db, creates or migrates its tables and starts its
// committer. Whoever opened db has set WAL and synchronous=FULL, without which
// "durable" would be an empty word, and closes it after Close. On SQLite a
// wal_autocheckpoint of some 4,000 pages saves writing the tag index over and over.
func Open(ctx context.Context, db *sql.DB, o Options) (*Ledger, error) {
	if len(o.Engine) > maxText {
		return nil, fmt.Errorf("open the ledger: the engine version has more than %d bytes", maxText)
	}
	if err := migrate(ctx, db); err != nil {
		return nil, fmt.Errorf("open the ledger: create or migrate its tables: %w", err)
	}
	s, err := prepare(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open the ledger: prepare its statements: %w", err)
	}
	l := &Ledger{
		db: db, s: s, o: o, clock: newClock(o), courier: newCourier(o.Outside),
		trees: map[string]*Tree{}, burned: map[string]map[int64]tlog.Hash{},
		wake: make(chan struct{}, 1), done: make(chan struct{}),
	}
	go l.run()
	return l, nil
}

// Close records what is already waiting, saves the last checkpoints outside and
// waits for the ledger's goroutines. It tells what could not be saved outside.
// It may be called again.
func (l *Ledger) Close() error {
	l.mu.Lock()
	again := l.closed
	l.closed = true
	l.mu.Unlock()
	if again {
		<-l.done
		return nil
	}
	l.poke()
	<-l.done
	l.s.close()
	if err := l.courier.close(); err != nil {
		return fmt.Errorf("close the ledger: %w", err)
	}
	return nil
}

// OutsideError tells why the newest checkpoints are not outside yet, nil when
// they are. Recording goes on meanwhile; who runs the ledger should know.
func (l *Ledger) OutsideError() error { return l.courier.last() }

// do hands a request to the committer and waits for its answer. A request that
// the committer has not taken when ctx ends is withdrawn and leaves no trace;
// one that it has taken is waited for, as its entry may be durable already.
func (l *Ledger) do(ctx context.Context, r *request) error {
	r.done = make(chan error, 1)
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return ErrClosed
	}
	l.queue = append(l.queue, r)
	l.mu.Unlock()
	l.poke()
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		if r.state.CompareAndSwap(requestWaiting, requestAbandoned) {
			return fmt.Errorf("wait for the ledger: %w", ctx.Err())
		}
		return <-r.done
	}
}

func (l *Ledger) poke() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// run is the committer.
func (l *Ledger) run() {
	defer close(l.done)
	for {
		batch, open := l.take()
		switch {
		case len(batch) > 0 && batch[0].control != nil:
			batch[0].done <- batch[0].control()
		case len(batch) > 0:
			l.serve(batch)
			if len(batch) > 1 {
				// Let those who have just had their answer come back first: a
				// fuller batch shares the costs of one commit between more.
				runtime.Gosched()
			}
		case !open:
			return
		default:
			<-l.wake
		}
	}
}

// take returns the requests of the next batch, or one control request alone.
func (l *Ledger) take() (batch []*request, open bool) {
	l.mu.Lock()
	l.waiting = append(l.waiting, l.queue...)
	clear(l.queue)
	l.queue = l.queue[:0]
	open = !l.closed
	l.mu.Unlock()
	entries, bytes, used := 0, 0, 0
	for _, r := range l.waiting {
		full := entries+len(r.drafts) > maxBatchEntries || bytes+r.bytes > maxBatchBytes
		if len(batch) > 0 && (full || r.control != nil || batch[0].control != nil) {
			break
		}
		used++
		if r.state.CompareAndSwap(requestWaiting, requestTaken) {
			batch = append(batch, r)
			entries += len(r.drafts)
			bytes += r.bytes
		}
	}
	n := copy(l.waiting, l.waiting[used:])
	clear(l.waiting[n:])
	l.waiting = l.waiting[:n]
	return batch, open
}

// onCommitter runs f between batches.
func (l *Ledger) onCommitter(ctx context.Context, f func() error) error {
	return l.do(ctx, &request{control: f})
}

// RulebookText returns the text of a rulebook that some entry names, or ErrNoEntry.
func (l *Ledger) RulebookText(ctx context.Context, d Digest) ([]byte, error) {
	return rulebookText(ctx, l.db, d)
}

func rulebookText(ctx context.Context, db *sql.DB, d Digest) ([]byte, error) {
	var text []byte
	err := db.QueryRowContext(ctx, `SELECT text FROM ledger_rulebook WHERE digest = ?`, d[:]).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("rulebook %s: %w", d, ErrNoEntry)
	}
	if err != nil {
		return nil, fmt.Errorf("read rulebook %s: %w", d, err)
	}
	return text, nil
}
