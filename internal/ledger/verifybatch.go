// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// batch verifies one row: the leaves against the hashes, the tree against the
// signed checkpoint, and each entry.
func (w *walk) batch(r *row) {
	end := r.end()
	stored, readable := w.tree.clone(), true
	for e, err := range r.cut(w.report.Origin) {
		if err != nil {
			w.found(e.Index, "%v", err)
			w.lost, readable = true, false
			break
		}
		w.hash(r, &e, &stored)
		w.entry(r, &e)
	}
	if readable && !w.lost && int64(len(r.hashes)) != storedBytes(r.first, end) {
		w.found(end-1, "its batch has %d bytes of hashes, not %d", len(r.hashes), storedBytes(r.first, end))
	}
	if !bytes.Equal(r.rulebook, w.rulebook[:]) && readable {
		w.found(end-1, "its batch names another rulebook than the one that stands")
	}
	w.checkpoint(r, end, &stored)
}

// hash pushes one leaf onto the tree and compares what it completes with what is
// stored. A second tree grows from the stored leaf hashes, so that one changed
// leaf does not make every later root look wrong.
func (w *walk) hash(r *row, e *Entry, stored *frontier) {
	if w.lost {
		return
	}
	made := w.tree.push(tlog.RecordHash(e.Text), nil)
	at := storedBytes(r.first, e.Index)
	kept := r.hashes[min(at, int64(len(r.hashes))):min(at+int64(len(made)), int64(len(r.hashes)))]
	if !bytes.Equal(made, kept) {
		w.found(e.Index, "the leaf or its stored hashes have been changed")
	}
	var leaf tlog.Hash
	copy(leaf[:], kept)
	stored.push(leaf, nil)
	if c := w.outside; c != nil && c.size == w.tree.n && c.root != w.tree.root() && c.root != stored.root() {
		w.found(e.Index, "the checkpoint outside of size %d has another root than the entries up to this one", c.size)
	}
}

// checkpoint checks the signed checkpoint of a batch and settles which of the
// two trees to go on with.
func (w *walk) checkpoint(r *row, end int64, stored *frontier) {
	if w.verifier == nil {
		return
	}
	c, err := openCheckpoint(w.verifier, r.note)
	switch {
	case err != nil:
		w.found(end-1, "%v", err)
	case c.size != end:
		w.found(end-1, "its batch ends at size %d and carries the checkpoint of size %d", end, c.size)
	case w.lost:
	case c.root == w.tree.root():
	case c.root == stored.root():
		w.tree = *stored // a leaf was changed, and has been reported
	default:
		w.found(end-1, "the signed checkpoint of size %d has another root than the entries", end)
	}
}

// entry verifies one entry apart from the tree.
func (w *walk) entry(r *row, e *Entry) {
	if err := e.parse(); err != nil {
		w.found(e.Index, "%v", err)
		return
	}
	if e.Index > 0 && !e.Time.After(w.last.Time) {
		w.found(e.Index, "its time is not after that of the entry before it")
	}
	w.last = e.Leaf
	w.kind(e)
	w.subjects(r, e)
	w.actor(r, e)
	if w.v.o.Replay != nil {
		if err := w.v.o.Replay(*e, nil); err != nil {
			w.found(e.Index, "%v", err)
		}
	}
}

// kind checks what entries of a kind say about others.
func (w *walk) kind(e *Entry) {
	if (e.Index == 0) != (e.Kind == KindOrigin) {
		w.found(e.Index, "entry 0 and no other is the origin entry")
	}
	if e.Kind == KindOrigin && e.PublicValue(PublicOrg) != w.report.Org {
		w.found(e.Index, "it was begun for another organisation than the database says")
	}
	for _, name := range []string{PublicOf, PublicContinues, PublicTo} {
		if n, ok := e.PublicNumber(name); ok && n >= e.Index {
			w.found(e.Index, "its attribute %q names entry %d, which does not come before it", name, n)
		}
	}
	if e.Kind == KindRulebook {
		w.rulebook = e.Rulebook
		w.text(e)
	} else if e.Rulebook != (Digest{}) && e.Rulebook != w.rulebook {
		w.found(e.Index, "it was decided under rulebook %s and %s stood", e.Rulebook, w.rulebook)
	}
	switch e.Kind {
	case KindVoid:
		w.void(e)
	case KindPruned:
		w.permits.note(e)
	case KindDestroyed:
		if n, ok := e.PublicNumber(PublicLast); ok {
			w.report.Ended += uint64(n)
		}
	}
}

// text checks that the text of a rulebook is there and is the one named.
func (w *walk) text(e *Entry) {
	var text []byte
	err := w.v.tx.QueryRowContext(w.v.ctx, `SELECT text FROM ledger_rulebook WHERE digest = ?`, e.Rulebook[:]).Scan(&text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		w.found(e.Index, "the text of the rulebook it names is missing")
	case err != nil:
		w.found(e.Index, "the text of the rulebook it names cannot be read: %v", err)
	case sha256.Sum256(text) != e.Rulebook:
		w.found(e.Index, "the text of the rulebook it names has been changed")
	case w.v.o.Rulebook != nil && !w.v.texts[e.Rulebook]:
		if err := w.v.o.Rulebook(e.Rulebook, text); err != nil {
			w.found(e.Index, "rulebook: %v", err)
		}
	}
	w.v.texts[e.Rulebook] = true
}

// void checks that a void names a read or an intent.
func (w *walk) void(e *Entry) {
	of, _ := e.PublicNumber(PublicOf)
	r, err := w.rowOf(of)
	if err == nil {
		var named Entry
		if named, err = r.entryOf(w.report.Origin, of); err == nil && !voidable(named.Kind) {
			err = fmt.Errorf("it is a %s entry", named.Kind)
		}
	}
	if err != nil {
		w.found(e.Index, "it voids entry %d, which is no read or intent: %v", of, err)
	}
}

// rowOf reads the batch that holds an entry.
func (w *walk) rowOf(entry int64) (*row, error) {
	if entry < 0 || entry > maxEntry {
		return nil, ErrNoEntry
	}
	return scanRow(w.v.tx.QueryRowContext(w.v.ctx, selectRow, placeOf(w.number, 0), placeOf(w.number, entry)), w.number)
}

// subjects checks sub-leaves, sealed bodies and the tag index.
func (w *walk) subjects(r *row, e *Entry) {
	if e.Subjects == 0 {
		return
	}
	if _, root := subTree(e.subLeaves); root != e.SubjectRoot {
		w.found(e.Index, "its sub-leaves are not those of its leaf")
	}
	if e.bodies == nil {
		w.miss(e.Index)
	}
	for i := range e.Subjects {
		s, _ := e.subLeaf(i)
		if e.bodies != nil && sha256.Sum256(e.bodies[i]) != s.bodyHash() {
			w.found(e.Index, "the sealed body of subject %d has been changed", i)
		}
		w.tag(e.Index, i, s.tag())
	}
	w.report.Tags += int64(e.Subjects)
	w.v.tags += int64(e.Subjects)
}

func (w *walk) tag(entry int64, position int, g tag) {
	var place, at int64
	err := w.v.tx.QueryRowContext(w.v.ctx, selectTag, g[:]).Scan(&place, &at)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		w.found(entry, "the tag of subject %d is missing from the tag index", position)
	case err != nil:
		w.found(entry, "the tag of subject %d cannot be looked up: %v", position, err)
	case place != placeOf(w.number, entry) || at != int64(position):
		w.found(entry, "the tag of subject %d stands elsewhere in the tag index", position)
	}
}

func (w *walk) actor(r *row, e *Entry) {
	switch {
	case e.Actor == nil:
	case e.actor == nil:
		w.miss(e.Index)
	case sha256.Sum256(e.actor) != e.Actor.Sealed:
		w.found(e.Index, "the sealed actor part has been changed")
	}
}

// miss notes that something sealed is absent; whether that is permitted is known
// at the end.
func (w *walk) miss(entry int64) {
	if n := len(w.absent); n > 0 && w.absent[n-1].to >= entry-1 {
		w.absent[n-1].to = max(w.absent[n-1].to, entry)
		return
	}
	w.absent = append(w.absent, span{entry, entry})
}
