// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"fmt"
)

// reload builds what is in memory anew from the database: at the start, and
// after a batch whose commit may or may not have landed. The note that landed
// is used, so no size is signed twice.
//
// Whatever was acknowledged must still be there; otherwise the tree refuses
// until it is.
func (t *Tree) reload(ctx context.Context) error {
	before := t.seen.Load()
	s, err := t.load(ctx)
	if err != nil {
		return fmt.Errorf("%w: read back what is stored: %w", ErrUnavailable, err)
	}
	t.heads.forget()
	t.at = s
	if before != nil && before.n > 0 {
		if err := t.contains(ctx, checkpoint{before.n, before.root}, "what this program has acknowledged"); err != nil {
			t.at = *before
			return err
		}
	}
	if before != nil && t.broken.any && s.n > before.n {
		t.broken.from, t.broken.to = before.n, s.n-1
	}
	t.publish(s)
	t.dirty = false
	return nil
}

// load reads and checks the newest batch.
func (t *Tree) load(ctx context.Context) (state, error) {
	var s state
	r, err := t.store().lastBatch(ctx)
	if err != nil {
		return s, err
	}
	if s.frontier, err = loadFrontier(r.end(), &storedHashes{ctx: ctx, s: t.store()}); err != nil {
		return s, err
	}
	s.root = s.frontier.root()
	c, err := openCheckpoint(t.signer.verifier, r.note)
	if err != nil {
		return s, fmt.Errorf("%w: the newest batch: %w", ErrDamaged, err)
	}
	if c.size != s.n || c.root != s.root {
		return s, fmt.Errorf("%w: the newest batch ends at size %d and its signed checkpoint is of another tree", ErrDamaged, s.n)
	}
	if len(r.rulebook) != len(s.rulebook) {
		return s, fmt.Errorf("%w: the newest batch names no rulebook", ErrDamaged)
	}
	s.note, s.rulebook = r.note, Digest(r.rulebook)
	leaves, err := cutLeaves(r.leaves, r.entries)
	if err != nil {
		return s, err
	}
	s.last, err = lastTime(leaves)
	return s, err
}
