// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"fmt"
)

// maxCounters bounds each of the two generations of the cache.
const maxCounters = 50_000

// generations is a bounded cache: when the young generation is full it becomes
// the old one, and what was old and never asked for again is forgotten.
type generations[V any] struct{ young, old map[[16]byte]V }

func newGenerations[V any]() generations[V] {
	return generations[V]{young: map[[16]byte]V{}}
}

func (g *generations[V]) get(id [16]byte) (V, bool) {
	if v, ok := g.young[id]; ok {
		return v, true
	}
	v, ok := g.old[id]
	if ok {
		g.put(id, v)
	}
	return v, ok
}

func (g *generations[V]) put(id [16]byte, v V) {
	if len(g.young) >= maxCounters {
		g.old, g.young = g.young, make(map[[16]byte]V, maxCounters)
	}
	g.young[id] = v
}

// counters remembers how far each person's counter has come, and whose log keys
// have ended. It belongs to the committer. What it has forgotten is found again
// in the tag index, so it is never the truth.
type counters struct {
	k     generations[uint64]
	ended generations[struct{}]
}

func newCounters() *counters {
	return &counters{newGenerations[uint64](), newGenerations[struct{}]()}
}

// forget empties the cache of counters after a failed batch.
func (c *counters) forget() { c.k = newGenerations[uint64]() }

// warm finds the counters of all subjects of a batch that are not cached.
// Usually the hint is exact: one question for many persons then confirms that
// tag(hint) is there and tag(hint+1) is not.
func (t *Tree) warm(ctx context.Context, drafts []*prepared) error {
	var cold []*preparedSubject
	seen := map[[16]byte]bool{}
	collect := func(subjects []preparedSubject) {
		for i := range subjects {
			s := &subjects[i]
			if _, ok := t.heads.k.get(s.person); !ok && !seen[s.person] {
				seen[s.person] = true
				cold = append(cold, s)
			}
		}
	}
	for _, p := range drafts {
		collect(p.subjects)
		collect(p.ends)
	}
	for len(cold) > 0 {
		n := min(len(cold), tagChunk/2)
		if err := t.confirm(ctx, cold[:n]); err != nil {
			return err
		}
		cold = cold[n:]
	}
	return nil
}

// confirm looks up the neighbours of up to tagChunk/2 hints at once.
func (t *Tree) confirm(ctx context.Context, cold []*preparedSubject) error {
	args := make([]any, tagChunk)
	for i, s := range cold {
		next := s.key.tag(s.hint + 1)
		args[2*i] = next[:]
		if s.hint > 0 {
			at := s.key.tag(s.hint)
			args[2*i+1] = at[:]
		}
	}
	found := map[tag]bool{}
	rows, err := t.l.s.findMany.QueryContext(ctx, args...)
	if err != nil {
		return fmt.Errorf("look for tags: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return fmt.Errorf("look for tags: %w", err)
		}
		if len(b) == tagSize {
			found[tag(b)] = true
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("look for tags: %w", err)
	}
	if err := rows.Close(); err != nil {
		return fmt.Errorf("look for tags: %w", err)
	}
	for i, s := range cold {
		k := s.hint
		if found[tag(args[2*i].([]byte))] || s.hint > 0 && !found[tag(args[2*i+1].([]byte))] {
			if k, err = t.store().probe(ctx, s.key, s.hint); err != nil {
				return err
			}
		}
		t.heads.k.put(s.person, k)
	}
	return nil
}

// probe finds the last k whose tag is stored: the tags of a person stand for
// 1..K without a gap, so doubling steps and halving find K from any hint.
func (s store) probe(ctx context.Context, tags *keyed, hint uint64) (uint64, error) {
	has := func(k uint64) (bool, error) {
		if k == 0 {
			return true, nil
		}
		_, _, ok, err := s.findTag(ctx, tags.tag(k))
		return ok, err
	}
	low, high := uint64(0), hint // low is there; high, once found, is not
	ok, err := has(hint)
	if err != nil {
		return 0, err
	}
	if ok {
		low = hint
		for step := uint64(1); ; step *= 2 {
			high = low + step
			if ok, err = has(high); err != nil {
				return 0, err
			}
			if !ok {
				break
			}
			low = high
		}
	}
	for low+1 < high {
		mid := low + (high-low)/2
		if ok, err = has(mid); err != nil {
			return 0, err
		}
		if ok {
			low = mid
		} else {
			high = mid
		}
	}
	return low, nil
}

// Counter returns how many entries stand under a subject's log key. Only Key and
// Head of the subject are used.
func (t *Tree) Counter(ctx context.Context, s Subject) (uint64, error) {
	k, err := t.store().probe(ctx, newKeyed(s.Key, t.origin), s.Head)
	if err != nil {
		return 0, fmt.Errorf("counter of a log key in %s: %w", t.origin, err)
	}
	return k, nil
}
