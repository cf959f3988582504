// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// Outcome says what is known of a change after its transaction.
type Outcome int

// The outcomes of a change.
const (
	Done    Outcome = iota // committed: it stands after a power cut
	Failed                 // rolled back: nothing of it stands
	Unknown                // the commit itself failed: ask the file, on a fresh connection
)

// maxGroup bounds how many changes share one transaction, so that one of them
// never waits long for the others.
const maxGroup = 256

type job struct {
	do   func(*sql.Tx) error
	done chan result
}

type result struct {
	out Outcome
	err error
}

// Group commits changes of many callers in few transactions: whatever waits
// when the writer is free shares one commit, and so one fsync. Each change
// runs under a savepoint; when it fails, it alone is undone.
type Group struct {
	db   *sql.DB
	in   chan job
	stop chan struct{}
	wg   sync.WaitGroup
}

// NewGroup starts the one goroutine that writes to db; Close ends it.
func NewGroup(db *DB) *Group {
	g := &Group{db: db.W, in: make(chan job, maxGroup), stop: make(chan struct{})}
	g.wg.Go(g.run)
	return g
}

// ErrClosed is given to changes that come after Close.
var ErrClosed = errors.New("the store is closing")

// Do runs one change and returns when its fate is known. The function may be
// run once only and must use nothing but the transaction.
func (g *Group) Do(ctx context.Context, do func(*sql.Tx) error) (Outcome, error) {
	j := job{do: do, done: make(chan result, 1)}
	select {
	case g.in <- j:
	case <-g.stop:
		return Failed, ErrClosed
	case <-ctx.Done():
		return Failed, ctx.Err()
	}
	select {
	case r := <-j.done:
		return r.out, r.err
	case <-g.stop:
		select { // the writer answers what it took before it ends
		case r := <-j.done:
			return r.out, r.err
		default:
			g.wg.Wait()
			select {
			case r := <-j.done:
				return r.out, r.err
			default:
				return Failed, ErrClosed
			}
		}
	}
}

// Close lets the running group finish and waits for it.
func (g *Group) Close() {
	close(g.stop)
	g.wg.Wait()
}

func (g *Group) run() {
	batch := make([]job, 0, maxGroup)
	for {
		select {
		case j := <-g.in:
			batch = append(batch[:0], j)
		case <-g.stop:
			return
		}
	fill:
		for len(batch) < maxGroup {
			select {
			case j := <-g.in:
				batch = append(batch, j)
			default:
				break fill
			}
		}
		g.commit(batch)
	}
}

// commit runs a batch in one transaction. Callers are told only after the
// commit; one whose own function failed is told its own error.
func (g *Group) commit(batch []job) {
	results := make([]result, len(batch))
	out, err := g.transact(batch, results)
	for i, j := range batch {
		r := results[i]
		if r.err == nil {
			r = result{out, err}
		} else {
			r.out = Failed
		}
		j.done <- r
	}
}

func (g *Group) transact(batch []job, results []result) (Outcome, error) {
	tx, err := g.db.Begin()
	if err != nil {
		return Failed, fmt.Errorf("begin: %w", err)
	}
	for i, j := range batch {
		if err := savepoint(tx, j.do, &results[i]); err != nil {
			return Failed, errors.Join(err, tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback() // a failed commit may have left it open; the first error is the one that counts
		return Unknown, fmt.Errorf("commit: %w", err)
	}
	return Done, nil
}

// savepoint runs one change; its own failure goes to r, a failure of the
// transaction as a whole is returned.
func savepoint(tx *sql.Tx, do func(*sql.Tx) error, r *result) error {
	if _, err := tx.Exec("savepoint change"); err != nil {
		return fmt.Errorf("savepoint: %w", err)
	}
	if r.err = do(tx); r.err != nil {
		if IsTrouble(r.err) {
			return r.err
		}
		if _, err := tx.Exec("rollback to change"); err != nil {
			return fmt.Errorf("undo a change: %w", err)
		}
	}
	if _, err := tx.Exec("release change"); err != nil {
		return fmt.Errorf("release: %w", err)
	}
	return nil
}
