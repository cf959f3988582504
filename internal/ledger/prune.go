// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// pruneChunk is how many batches lose their sealed parts in one transaction, so
// that recording never waits long for pruning.
const pruneChunk = 64

// Prune removes the sealed bodies and actor parts of all batches that lie wholly
// before a time. The leaves and hashes stay, so every proof still holds. It
// first records a pruned entry, which permits exactly that gap, and returns its
// number, or -1 when there was nothing new to permit. Cut short by a crash, the
// next call finishes the work.
//
// Law: gdpr 5(1)(e)
func (t *Tree) Prune(ctx context.Context, before time.Time, clause string) (entry int64, err error) {
	to, err := t.lastBefore(ctx, before)
	if err != nil {
		return -1, fmt.Errorf("prune the log of %s: %w", t.org, err)
	}
	from, permitted, err := t.prunable(ctx, to)
	if err != nil {
		return -1, fmt.Errorf("prune the log of %s: %w", t.org, err)
	}
	entry = -1
	if from <= to && !permitted {
		if entry, err = t.permit(ctx, from, to, before, clause); err != nil {
			return -1, err
		}
	}
	if from <= to {
		err = t.dropSealed(ctx, from, to)
	}
	if err != nil {
		return entry, fmt.Errorf("prune the log of %s: %w", t.org, err)
	}
	return entry, nil
}

// lastBefore finds the last entry of the last batch that ends before a time, -1
// if there is none. Times rise, so it halves.
func (t *Tree) lastBefore(ctx context.Context, before time.Time) (int64, error) {
	low, high := int64(-1), t.Size() // the batch of low ends before; that of high does not
	for low+1 < high {
		r, err := t.store().batchAt(ctx, low+(high-low)/2)
		if err != nil {
			return 0, err
		}
		leaves, err := cutLeaves(r.leaves, r.entries)
		if err != nil {
			return 0, err
		}
		last, err := lastTime(leaves)
		if err != nil {
			return 0, err
		}
		if last.Before(before) {
			low = r.end() - 1
		} else {
			high = max(r.first, low+1)
		}
	}
	return low, nil
}

// prunable finds the first entry of the first batch up to an entry that still
// holds something sealed, and whether a pruned entry permits the whole range.
func (t *Tree) prunable(ctx context.Context, to int64) (from int64, permitted bool, err error) {
	if to < 0 {
		return 0, true, nil
	}
	var place sql.NullInt64
	err = t.l.db.QueryRowContext(ctx, `SELECT min(place) FROM ledger_batch WHERE place BETWEEN ? AND ? AND (length(bodies) > 0 OR length(actors) > 0)`,
		placeOf(t.number, 0), placeOf(t.number, to)).Scan(&place)
	if err != nil {
		return 0, false, fmt.Errorf("look for sealed parts: %w", err)
	}
	if !place.Valid {
		return to + 1, true, nil
	}
	from = place.Int64 - placeOf(t.number, 0)
	p, err := t.permits(ctx)
	return from, p.cover(from, to), err
}

// permits reads the pruned entries there are.
func (t *Tree) permits(ctx context.Context) (permits, error) {
	var p permits
	entries, err := t.store().prunedEntries(ctx)
	if err != nil {
		return p, err
	}
	for _, i := range entries {
		e, err := t.Entry(ctx, i)
		if errors.Is(err, ErrNoEntry) {
			continue // durable, not yet seen
		}
		if err != nil {
			return p, err
		}
		p.note(&e)
	}
	return p, nil
}

// permit appends the pruned entry.
func (t *Tree) permit(ctx context.Context, from, to int64, before time.Time, clause string) (int64, error) {
	f := Leaf{
		Kind: KindPruned, Outcome: OutcomeAllowed, Clause: clause, Rulebook: t.Rulebook(),
		Public: []Field{
			{PublicFrom, strconv.FormatInt(from, 10)}, {PublicTo, strconv.FormatInt(to, 10)},
			{PublicBefore, before.UTC().Format(timeLayout)},
		},
	}
	if err := checkLeaf(&f); err != nil {
		return -1, fmt.Errorf("prune: %w: %w", ErrDraft, err)
	}
	r := &request{tree: t, drafts: []prepared{t.l.ownEntry(f)}}
	if err := t.l.do(ctx, r); err != nil {
		return -1, fmt.Errorf("prune the log of %s: %w", t.org, err)
	}
	return r.first, nil
}

// dropSealed removes the sealed parts between two entries, chunk by chunk and
// between batches, so that there is still only one writer.
func (t *Tree) dropSealed(ctx context.Context, from, to int64) error {
	const drop = `UPDATE ledger_batch SET bodies = NULL, actors = NULL WHERE place IN (
		SELECT place FROM ledger_batch WHERE place BETWEEN ? AND ? AND (bodies IS NOT NULL OR actors IS NOT NULL)
		ORDER BY place LIMIT ?)`
	for {
		var n int64
		err := t.l.onCommitter(ctx, func() error {
			res, err := t.l.db.ExecContext(context.Background(), drop, placeOf(t.number, from), placeOf(t.number, to), pruneChunk)
			if err != nil {
				return fmt.Errorf("%w: %w", ErrUnavailable, err)
			}
			n, err = res.RowsAffected()
			return err
		})
		if err != nil || n < pruneChunk {
			return err
		}
	}
}

// span is a range of entries, both ends included.
type span struct{ from, to int64 }

// permits are the pruned entries and the ranges they permit to be absent.
type permits struct {
	spans   []span
	entries []int64
}

// note takes in what a pruned entry permits. A range reaches only backwards.
func (p *permits) note(e *Entry) {
	from, ok1 := e.PublicNumber(PublicFrom)
	to, ok2 := e.PublicNumber(PublicTo)
	if e.Kind == KindPruned && ok1 && ok2 && from <= to && to < e.Index {
		p.spans = append(p.spans, span{from, to})
		p.entries = append(p.entries, e.Index)
	}
}

// by returns the entry that permits the absence of an entry's sealed parts.
func (p *permits) by(i int64) (entry int64, ok bool) {
	for n, s := range p.spans {
		if s.from <= i && i <= s.to {
			return p.entries[n], true
		}
	}
	return 0, false
}

// cover reports whether a whole range is permitted.
func (p *permits) cover(from, to int64) bool {
	return p.firstGap(from, to) > to
}

// firstGap returns the first entry of a range that is not permitted, or to+1.
func (p *permits) firstGap(from, to int64) int64 {
	for i := from; i <= to; {
		next := i
		for _, s := range p.spans {
			if s.from <= i && i <= s.to {
				next = s.to + 1
			}
		}
		if next == i {
			return i
		}
		i = next
	}
	return to + 1
}
