// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"database/sql"
	"errors"
	"fmt"
)

// lookAhead is how many counters beyond the first missing one are looked for, to
// name a gap where it is. Gaps wider than that still show in the sum.
const lookAhead = 8

// openAll goes through every log key that was given.
func (w *walk) openAll() {
	var cache rowCache
	for key, err := range w.v.o.Keys.LogKeys(w.v.ctx, w.report.Org) {
		if err != nil {
			w.found(-1, "the log keys cannot be read: %v", err)
			return
		}
		if w.v.ctx.Err() != nil {
			return
		}
		w.openPerson(key, &cache)
	}
	if sealed := w.report.Tags - w.report.Opened; sealed != int64(w.report.Ended) {
		w.found(-1, "%d subjects are under no key that was given, and destroyed entries account for %d", sealed, w.report.Ended)
	}
}

// openPerson opens all entries under one log key, k = 1, 2, …
func (w *walk) openPerson(key [32]byte, cache *rowCache) {
	tags := newKeyed(key, w.report.Origin)
	for k := uint64(1); ; k++ {
		entry, position, ok := w.locate(tags.tag(k))
		for ahead := uint64(1); !ok && ahead <= lookAhead; ahead++ {
			if entry, position, ok = w.locate(tags.tag(k + ahead)); ok {
				w.found(entry, "a person's counter jumps from %d to %d", k-1, k+ahead)
				k += ahead
			}
		}
		if !ok {
			return
		}
		w.report.Opened++
		if err := w.openOne(key, tags.tag(k), entry, position, cache); err != nil {
			w.found(entry, "subject %d: %v", position, err)
		}
	}
}

// locate finds where a tag stands in this origin.
func (w *walk) locate(g tag) (entry int64, position int, ok bool) {
	var place int64
	err := w.v.tx.QueryRowContext(w.v.ctx, selectTag, g[:]).Scan(&place, &position)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		w.found(-1, "a tag cannot be looked up: %v", err)
	}
	return place - placeOf(w.number, 0), position, err == nil && place>>originShift == w.number
}

// openOne opens one subject and, where its key is known, the actor part.
func (w *walk) openOne(key [32]byte, g tag, entry int64, position int, cache *rowCache) error {
	if cache.row == nil || entry < cache.row.first || entry >= cache.row.end() {
		r, err := w.rowOf(entry)
		if err != nil {
			return err
		}
		cache.row = r
	}
	e, err := cache.row.entryOf(w.report.Origin, entry)
	if err != nil {
		return err
	}
	s, err := e.subLeaf(position)
	if err != nil {
		return err
	}
	if s.tag() != g {
		return fmt.Errorf("%w: it has another tag than the tag index says", ErrDamaged)
	}
	fields, err := e.OpenSubject(position, key)
	if errors.Is(err, ErrAbsent) {
		return nil // whether it may be absent has been checked
	}
	if err != nil {
		return err
	}
	if err := w.openActor(&e, fields); err != nil {
		return err
	}
	if w.v.o.Replay != nil {
		return w.v.o.Replay(e, fields)
	}
	return nil
}

func (w *walk) openActor(e *Entry, fields []Field) error {
	if w.v.o.ActorKey == nil || e.Actor == nil || e.actor == nil {
		return nil
	}
	for _, f := range fields {
		if f.Name != "actor" {
			continue
		}
		if key, ok := w.v.o.ActorKey(w.report.Org, f.Value); ok {
			_, err := e.OpenActor(key)
			return err
		}
	}
	return nil
}
