// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// Entry is what the ledger holds under one number.
type Entry struct {
	Index int64
	Leaf
	// Text is the leaf as it was hashed.
	Text []byte

	origin    string
	subLeaves []byte
	bodies    [][]byte // nil when pruned
	actor     []byte   // nil when pruned or absent
}

// OpenSubject opens the sealed body at a position with the person's log key and
// checks it against its commitments. It returns ErrAbsent when the body has been
// pruned, ErrNoEntry when there is no such position.
func (e *Entry) OpenSubject(position int, key [32]byte) ([]Field, error) {
	parts, err := e.openSubject(position, key)
	if err != nil {
		return nil, err
	}
	return fieldsOf(parts), nil
}

func (e *Entry) openSubject(position int, key [32]byte) ([]opened, error) {
	s, err := e.subLeaf(position)
	if err != nil {
		return nil, err
	}
	if e.bodies == nil {
		return nil, fmt.Errorf("entry %d: %w: pruned", e.Index, ErrAbsent)
	}
	parts, err := openFields(key, labelBody, e.origin, SubjectFields, e.bodies[position], s.commitments())
	if err != nil {
		return nil, fmt.Errorf("entry %d: subject %d: %w", e.Index, position, err)
	}
	return parts, nil
}

func (e *Entry) subLeaf(position int) (subLeaf, error) {
	if position < 0 || position >= e.Subjects {
		return nil, fmt.Errorf("entry %d: %w: subject %d of %d", e.Index, ErrNoEntry, position, e.Subjects)
	}
	return e.subLeaves[position*subLeafSize : (position+1)*subLeafSize], nil
}

// OpenActor opens the sealed actor part with the actor's key. It returns
// ErrAbsent when there is none or it has been pruned.
func (e *Entry) OpenActor(key [32]byte) ([]Field, error) {
	if e.Actor == nil || e.actor == nil {
		return nil, fmt.Errorf("entry %d: actor: %w", e.Index, ErrAbsent)
	}
	parts, err := openFields(key, labelActor, e.origin, ActorFields, e.actor, e.Actor.Commitments)
	if err != nil {
		return nil, fmt.Errorf("entry %d: actor: %w", e.Index, err)
	}
	return fieldsOf(parts), nil
}

// shape reads the number of subjects and whether there is an actor part from a
// leaf without parsing all of it. Values hold no newline, so the lines are the
// leaf's own.
func shape(leaf []byte) (subjects int, actor bool, err error) {
	_, rest, ok := bytes.Cut(leaf, []byte("\nsubjects "))
	count, rest, ok2 := bytes.Cut(rest, []byte(" "))
	_, rest, ok3 := bytes.Cut(rest, []byte("\nactor "))
	n, err := strconv.Atoi(string(count))
	if !ok || !ok2 || !ok3 || err != nil || n < 0 || n > MaxSubjects {
		return 0, false, fmt.Errorf("%w: a leaf without subjects and actor lines", ErrDamaged)
	}
	return n, !bytes.HasPrefix(rest, []byte("-")), nil
}

// cut yields the raw parts of each entry of a batch, unparsed.
func (r *row) cut(origin string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		leaves, err := cutLeaves(r.leaves, r.entries)
		if err != nil {
			yield(Entry{Index: r.first}, err)
			return
		}
		sub, bodies, actors := r.subLeaves, r.bodies, r.actors
		for i, leaf := range leaves {
			e := Entry{Index: r.first + int64(i), Text: leaf, origin: origin}
			n, acted, err := shape(leaf)
			if err == nil && len(sub) < n*subLeafSize {
				err = fmt.Errorf("%w: the sub-leaves of a batch are cut short", ErrDamaged)
			}
			if err == nil {
				e.Subjects = n
				e.subLeaves, sub = sub[:n*subLeafSize], sub[n*subLeafSize:]
				bodies, actors, err = e.takeSealed(r, n, acted, bodies, actors)
			}
			if err == nil && i == len(leaves)-1 && len(sub)+len(bodies)+len(actors) > 0 {
				err = fmt.Errorf("%w: a batch has more sealed parts than its leaves name", ErrDamaged)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// takeSealed cuts the sealed parts of one entry from the front of the batch's.
func (e *Entry) takeSealed(r *row, n int, acted bool, bodies, actors []byte) (_, _ []byte, err error) {
	if !r.noBodies {
		e.bodies = make([][]byte, n)
		for i := range n {
			if e.bodies[i], bodies, err = cutSealed(bodies, subjectMax); err != nil {
				return bodies, actors, err
			}
		}
	}
	if acted && !r.noActs {
		e.actor, actors, err = cutSealed(actors, actorMax)
	}
	return bodies, actors, err
}

// parse fills in the public part.
func (e *Entry) parse() (err error) {
	n := e.Subjects
	if e.Leaf, err = ParseLeaf(e.Text); err != nil {
		return fmt.Errorf("%w: entry %d: %w", ErrDamaged, e.Index, err)
	}
	if e.Subjects != n {
		return fmt.Errorf("%w: entry %d", ErrDamaged, e.Index)
	}
	return nil
}

// entryOf finds an entry in a batch, checks it against its stored hash, and parses it.
func (r *row) entryOf(origin string, i int64) (Entry, error) {
	for e, err := range r.cut(origin) {
		if err != nil {
			return Entry{}, fmt.Errorf("entry %d: %w", e.Index, err)
		}
		if e.Index != i {
			continue
		}
		at := (tlog.StoredHashIndex(0, i) - tlog.StoredHashIndex(0, r.first)) * tlog.HashSize
		h := tlog.RecordHash(e.Text)
		if at+tlog.HashSize > int64(len(r.hashes)) || !bytes.Equal(h[:], r.hashes[at:at+tlog.HashSize]) {
			return Entry{}, fmt.Errorf("%w: entry %d is not the one that was hashed", ErrDamaged, i)
		}
		return e, e.parse()
	}
	return Entry{}, fmt.Errorf("entry %d: %w", i, ErrNoEntry)
}

// Entry reads one entry and checks it against its hash. It returns ErrNoEntry
// beyond the size, ErrDamaged when what is stored contradicts itself.
func (t *Tree) Entry(ctx context.Context, i int64) (Entry, error) {
	if i < 0 || i >= t.Size() {
		return Entry{}, fmt.Errorf("entry %d of %s: %w", i, t.origin, ErrNoEntry)
	}
	r, err := t.store().batchAt(ctx, i)
	if err != nil {
		return Entry{}, fmt.Errorf("entry %d of %s: %w", i, t.origin, err)
	}
	return r.entryOf(t.origin, i)
}

// Entries goes through the entries from a number on, up to the size at the time
// of the call. It stops after the first error.
func (t *Tree) Entries(ctx context.Context, from int64) iter.Seq2[Entry, error] {
	end := t.Size()
	return func(yield func(Entry, error) bool) {
		for i := max(from, 0); i < end; {
			r, err := t.store().batchAt(ctx, i)
			if err == nil && r.end() <= i {
				err = fmt.Errorf("%w: entry %d is missing", ErrDamaged, i)
			}
			if err != nil {
				yield(Entry{Index: i}, err)
				return
			}
			for e, err := range r.cut(t.origin) {
				if err == nil && e.Index < i {
					continue
				}
				if err == nil {
					err = e.parse()
				}
				if !yield(e, err) || err != nil {
					return
				}
			}
			i = r.end()
		}
	}
}

// Step is one entry about a person.
type Step struct {
	K        uint64
	Position int // of the person's sub-leaf in the entry
	Entry    Entry
	Fields   []Field // nil when the body has been pruned

	opened []opened
}

// Trail goes through the entries under a log key for k = from, from+1, … up to
// the size at the time of the call: what a page "who has seen my data" shows.
// It stops after the first error.
//
// Keeps: HMS-39, HMS-46
// Law: gdpr 15(1)(c)
func (t *Tree) Trail(ctx context.Context, key [32]byte, from uint64) iter.Seq2[Step, error] {
	end := t.Size()
	return func(yield func(Step, error) bool) {
		tags := newKeyed(key, t.origin)
		var cache rowCache
		for k := max(from, 1); ; k++ {
			s, ok, err := t.step(ctx, &cache, tags.tag(k), key, end)
			s.K = k
			if err != nil {
				yield(s, fmt.Errorf("entry %d of a person: %w", k, err))
				return
			}
			if !ok || !yield(s, nil) {
				return
			}
		}
	}
}

// rowCache keeps the batch read last: a person's entries often lie close together.
type rowCache struct{ row *row }

func (c *rowCache) get(ctx context.Context, s store, entry int64) (*row, error) {
	if c.row != nil && entry >= c.row.first && entry < c.row.end() {
		return c.row, nil
	}
	r, err := s.batchAt(ctx, entry)
	if err == nil {
		c.row = r
	}
	return r, err
}

// step reads the entry that a tag stands in; ok is false when there is none below end.
func (t *Tree) step(ctx context.Context, cache *rowCache, g tag, key [32]byte, end int64) (s Step, ok bool, err error) {
	entry, position, ok, err := t.store().findTag(ctx, g)
	if err != nil || !ok || entry >= end {
		return s, false, err
	}
	r, err := cache.get(ctx, t.store(), entry)
	if err != nil {
		return s, false, err
	}
	s.Position = position
	if s.Entry, err = r.entryOf(t.origin, entry); err != nil {
		return s, false, err
	}
	sub, err := s.Entry.subLeaf(position)
	if err != nil {
		return s, false, err
	}
	if sub.tag() != g {
		return s, false, fmt.Errorf("%w: the tag index names entry %d, which does not hold the tag", ErrDamaged, entry)
	}
	s.opened, err = s.Entry.openSubject(position, key)
	if err == nil {
		s.Fields = fieldsOf(s.opened)
	} else if errors.Is(err, ErrAbsent) {
		err = nil
	}
	return s, true, err
}

// ProveEntry proves that an entry stands in the tree of the returned checkpoint:
// an RFC 6962 inclusion proof.
func (t *Tree) ProveEntry(ctx context.Context, i int64) (proof tlog.RecordProof, checkpoint []byte, err error) {
	at := t.seen.Load()
	if i < 0 || i >= at.n {
		return nil, nil, fmt.Errorf("prove entry %d of %s: %w", i, t.origin, ErrNoEntry)
	}
	proof, err = tlog.ProveRecord(at.n, i, &storedHashes{ctx: ctx, s: t.store()})
	if err != nil {
		return nil, nil, fmt.Errorf("prove entry %d of %s: %w", i, t.origin, err)
	}
	return proof, bytes.Clone(at.note), nil
}

// ProveConsistency proves that the tree of an earlier size is the beginning of
// the tree of the returned checkpoint.
func (t *Tree) ProveConsistency(ctx context.Context, size int64) (proof tlog.TreeProof, checkpoint []byte, err error) {
	at := t.seen.Load()
	if size < 1 || size > at.n {
		return nil, nil, fmt.Errorf("prove size %d of %s: %w", size, t.origin, ErrNoEntry)
	}
	proof, err = tlog.ProveTree(at.n, size, &storedHashes{ctx: ctx, s: t.store()})
	if err != nil {
		return nil, nil, fmt.Errorf("prove size %d of %s: %w", size, t.origin, err)
	}
	return proof, bytes.Clone(at.note), nil
}
