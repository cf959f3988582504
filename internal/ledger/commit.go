// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// serve records a batch of requests and answers every one of them.
//
// Keeps: HMS-36
func (l *Ledger) serve(reqs []*request) {
	ctx := context.Background()
	now, err := l.clock.check()
	if err != nil {
		answer(reqs, err)
		return
	}
	var ready []*batch
	for _, group := range byTree(reqs) {
		if b := l.assemble(ctx, group, now); b != nil {
			ready = append(ready, b)
		}
	}
	if len(ready) == 0 {
		return
	}
	if err := l.write(ctx, ready); err != nil {
		for _, b := range ready {
			b.tree.failed(b)
			answer(b.asked, fmt.Errorf("%w: %w", ErrUnavailable, err))
		}
		return
	}
	var heads []Head
	for _, b := range ready {
		heads = b.tree.stands(b, heads)
		answer(b.asked, nil)
	}
	if l.o.Heads != nil && len(heads) > 0 {
		l.o.Heads(heads)
	}
}

func answer(reqs []*request, err error) {
	for _, r := range reqs {
		r.done <- err
	}
}

// byTree groups requests by their tree, both in order of arrival.
func byTree(reqs []*request) [][]*request {
	var groups [][]*request
	at := map[*Tree]int{}
	for _, r := range reqs {
		i, ok := at[r.tree]
		if !ok {
			i = len(groups)
			at[r.tree] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}

// assemble makes a tree's batch of the requests that can be recorded and
// answers the others. It returns nil if none can.
func (l *Ledger) assemble(ctx context.Context, reqs []*request, now time.Time) *batch {
	t := reqs[0].tree
	if t.dirty {
		if err := t.reload(ctx); err != nil {
			answer(reqs, err)
			return nil
		}
	}
	b := newBatch(t)
	for _, r := range reqs {
		if r.text != nil && r.digest == b.next.rulebook {
			r.done <- nil // it stands already
		} else if err := b.admit(r); err != nil {
			r.done <- err
		}
	}
	if len(b.asked) == 0 {
		return nil
	}
	if err := t.warm(ctx, b.drafts); err != nil {
		t.failed(b)
		answer(b.asked, fmt.Errorf("%w: %w", ErrUnavailable, err))
		return nil
	}
	b.bridge()
	if err := b.build(now); err != nil {
		if !errors.Is(err, ErrClock) {
			t.failed(b)
			err = fmt.Errorf("%w: %w", ErrUnavailable, err)
		}
		answer(b.asked, err)
		return nil
	}
	return b
}

// failed notes that a batch may or may not stand. Everything in memory is
// built anew from the database before this tree's next batch.
func (t *Tree) failed(b *batch) {
	t.dirty = true
	t.heads.forget()
	t.broken.any = true
	for _, r := range b.asked {
		t.broken.refused += int64(len(r.drafts))
	}
}

// stands makes a durable batch the tree's state.
func (t *Tree) stands(b *batch, heads []Head) []Head {
	for person, k := range b.heads {
		t.heads.k.put(person, k)
		heads = append(heads, Head{person, k})
	}
	for person := range b.ended {
		t.heads.ended.put(person, struct{}{})
	}
	t.broken = gap{from: 1}
	burned := t.l.burned[t.origin]
	for size := range burned {
		if size <= b.next.n {
			delete(burned, size)
		}
	}
	t.publish(b.next)
	t.l.courier.take(t.origin, b.next.note)
	return heads
}

// write makes batches of several trees durable in one transaction.
func (l *Ledger) write(ctx context.Context, batches []*batch) error {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		discard(conn)
		return fmt.Errorf("begin: %w", err)
	}
	for _, b := range batches {
		if err := b.insert(ctx, tx); err != nil {
			if tx.Rollback() != nil {
				settle(ctx, conn)
			}
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		settle(ctx, conn)
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// settle ends a transaction that a failed commit or rollback may have left open
// on the connection, which would hold up everything after it.
func settle(ctx context.Context, conn *sql.Conn) {
	if _, err := conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		discard(conn)
	}
}

// discard makes the pool drop a connection of which nobody knows how it stands.
func discard(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
}

// insert writes one tree's batch.
func (b *batch) insert(ctx context.Context, tx *sql.Tx) error {
	t, s := b.tree, b.tree.l.s
	if b.first == 0 {
		if _, err := tx.ExecContext(ctx, `INSERT INTO ledger_origin (number, org, origin, verifier) VALUES (?,?,?,?)`,
			t.number, t.org, t.origin, t.signer.vkey); err != nil {
			return fmt.Errorf("insert the origin: %w", err)
		}
	}
	for _, r := range b.texts {
		if _, err := tx.StmtContext(ctx, s.text).ExecContext(ctx, r.digest[:], r.text); err != nil {
			return fmt.Errorf("insert the rulebook: %w", err)
		}
	}
	_, err := tx.StmtContext(ctx, s.batch).ExecContext(ctx, placeOf(t.number, b.first), b.next.n-b.first,
		b.next.note, b.next.rulebook[:], b.hashes, b.leaves, notNil(b.subLeaves), notNil(b.bodies), notNil(b.actors))
	if err != nil {
		return fmt.Errorf("insert the batch: %w", err)
	}
	for i, p := range b.drafts {
		if p.kind == KindPruned {
			if _, err := tx.ExecContext(ctx, `INSERT INTO ledger_pruned (place) VALUES (?)`, placeOf(t.number, b.first+int64(i))); err != nil {
				return fmt.Errorf("insert the pruned entry: %w", err)
			}
		}
	}
	return b.insertTags(ctx, tx)
}

// notNil keeps an empty column from being NULL, which means pruned.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// insertTags writes the tag rows, many to a statement.
func (b *batch) insertTags(ctx context.Context, tx *sql.Tx) error {
	one, many := tx.StmtContext(ctx, b.tree.l.s.tag), tx.StmtContext(ctx, b.tree.l.s.tags)
	args := make([]any, 0, 3*tagChunk)
	rows := b.tags
	for len(rows) > 0 {
		stmt, n := one, 1
		if len(rows) >= tagChunk {
			stmt, n = many, tagChunk
		}
		args = args[:0]
		for i := range rows[:n] {
			args = append(args, rows[i].tag[:], rows[i].place, rows[i].position)
		}
		if _, err := stmt.ExecContext(ctx, args...); err != nil {
			return fmt.Errorf("insert tags: %w", err)
		}
		rows = rows[n:]
	}
	return nil
}
