// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// batch is what one tree adds in one transaction.
type batch struct {
	tree   *Tree
	asked  []*request // in order
	drafts []*prepared
	texts  []*request // switches of the rulebook
	first  int64
	next   state // the tree once this batch is durable
	*batchBuffers
}

// batchBuffers are reused from batch to batch of a tree.
type batchBuffers struct {
	leaves, hashes, subLeaves, bodies, actors []byte
	one                                       []byte // a leaf behind its hash prefix
	stamp                                     [40]byte
	tags                                      []tagRow
	heads                                     map[[16]byte]uint64 // counters this batch moves
	ended                                     map[[16]byte]bool   // log keys this batch ends
}

// tagRow says where a tag stands.
type tagRow struct {
	tag             tag
	place, position int64
}

func (b *batchBuffers) reset() {
	b.leaves, b.hashes, b.subLeaves = b.leaves[:0], b.hashes[:0], b.subLeaves[:0]
	b.bodies, b.actors, b.tags = b.bodies[:0], b.actors[:0], b.tags[:0]
	if b.heads == nil {
		b.heads, b.ended = map[[16]byte]uint64{}, map[[16]byte]bool{}
	}
	clear(b.heads)
	clear(b.ended)
}

func newBatch(t *Tree) *batch {
	b := &batch{tree: t, first: t.at.n, next: t.at, batchBuffers: &t.buf}
	b.next.frontier = t.at.frontier.clone()
	b.reset()
	return b
}

// admit takes a request into the batch, or says why it cannot be.
func (b *batch) admit(r *request) error {
	rulebook := b.next.rulebook
	if r.text != nil {
		rulebook = r.digest
	}
	for i := range r.drafts {
		p := &r.drafts[i]
		if p.rulebook != (Digest{}) && p.rulebook != rulebook {
			return fmt.Errorf("%w: the draft names %s and %s stands: decide again", ErrStale, p.rulebook, rulebook)
		}
		if b.endedAny(p.subjects) || b.endedAny(p.ends) {
			return ErrEnded
		}
	}
	for i := range r.drafts {
		b.drafts = append(b.drafts, &r.drafts[i])
		for j := range r.drafts[i].ends {
			b.ended[r.drafts[i].ends[j].person] = true
		}
	}
	if r.text != nil {
		b.texts = append(b.texts, r)
		b.next.rulebook = rulebook
	}
	b.asked = append(b.asked, r)
	return nil
}

func (b *batch) endedAny(subjects []preparedSubject) bool {
	for i := range subjects {
		if _, ended := b.tree.heads.ended.get(subjects[i].person); ended || b.ended[subjects[i].person] {
			return true
		}
	}
	return false
}

// bridge puts an interrupted entry before the drafts when recording had failed,
// and as many as it takes to sign no second root for a size. Entry 0 stays first.
func (b *batch) bridge() {
	g := b.tree.broken
	burned := b.tree.l.burned[b.tree.origin]
	f := Leaf{Kind: KindInterrupted, Public: []Field{{PublicCount, strconv.FormatInt(g.refused, 10)}}}
	if g.from <= g.to {
		f.Public = append(f.Public, Field{PublicFrom, strconv.FormatInt(g.from, 10)}, Field{PublicTo, strconv.FormatInt(g.to, 10)})
	}
	at := 0
	if b.first == 0 {
		at = 1
	}
	for more := g.any; ; more = false {
		if _, twice := burned[b.first+int64(len(b.drafts))]; !more && !twice {
			return
		}
		p := b.tree.l.ownEntry(f)
		b.drafts = slices.Insert(b.drafts, at, &p)
		f.Public = []Field{{PublicCount, "0"}}
	}
}

// build gives every draft its time, counters and place, and signs the result.
// The heads of all subjects are in the cache.
func (b *batch) build(now time.Time) error {
	own := len(b.drafts)
	for _, r := range b.asked {
		own -= len(r.drafts)
	}
	for i, p := range b.drafts {
		at, err := b.tree.l.clock.after(now, b.next.last)
		if err != nil {
			return err
		}
		b.add(p, at, b.first+int64(i))
		b.next.last = at
	}
	at := b.first
	if b.first > 0 {
		at += int64(own)
	}
	for _, r := range b.asked {
		r.first = at
		at += int64(len(r.drafts))
	}
	return b.sign()
}

// add appends one entry to the batch's columns.
func (b *batch) add(p *prepared, at time.Time, entry int64) {
	if p.unformatted != nil {
		var last uint64
		for i := range p.ends {
			last += b.counter(p.ends[i].person)
		}
		p.formatEnds(last)
	}
	copy(p.leaf[p.at.time:], at.AppendFormat(b.stamp[:0], timeLayout))
	if len(p.subjects) > 0 {
		root := b.addSubjects(p.subjects, entry)
		hex.Encode(p.leaf[p.at.root:p.at.root+64], root[:])
	}
	if p.actor != nil {
		b.actors = appendSealed(b.actors, p.actor)
	}
	b.leaves = binary.BigEndian.AppendUint16(b.leaves, uint16(len(p.leaf)))
	b.leaves = append(b.leaves, p.leaf...)
	b.one = append(append(b.one[:0], 0), p.leaf...)
	b.hashes = b.next.push(sha256.Sum256(b.one), b.hashes)
}

// addSubjects appends the sub-leaves and bodies of one entry and returns the
// root of its sub-leaves.
func (b *batch) addSubjects(subjects []preparedSubject, entry int64) tlog.Hash {
	var f frontier
	var scratch []byte
	for i := range subjects {
		s := &subjects[i]
		k := b.counter(s.person) + 1
		b.heads[s.person] = k
		t := s.key.tag(k)
		b.tags = append(b.tags, tagRow{t, placeOf(b.tree.number, entry), int64(i)})
		start := len(b.subLeaves)
		b.subLeaves = appendSubLeaf(b.subLeaves, t, &s.sealed)
		b.one = append(append(b.one[:0], 0), b.subLeaves[start:]...)
		scratch = f.push(sha256.Sum256(b.one), scratch[:0])
		b.bodies = appendSealed(b.bodies, s.sealed.body)
	}
	return f.root()
}

func (b *batch) counter(person [16]byte) uint64 {
	if k, ok := b.heads[person]; ok {
		return k
	}
	k, _ := b.tree.heads.k.get(person)
	return k
}

// sign signs the root after the batch, once. A size is never signed with two roots.
func (b *batch) sign() error {
	b.next.root = b.next.frontier.root()
	size := b.next.n
	burned := b.tree.l.burned[b.tree.origin]
	if root, ok := burned[size]; ok && root != b.next.root {
		return fmt.Errorf("size %d has been signed with another root", size)
	}
	if burned == nil {
		burned = map[int64]tlog.Hash{}
		b.tree.l.burned[b.tree.origin] = burned
	}
	burned[size] = b.next.root
	var err error
	b.next.note, err = b.tree.signer.sign(checkpointText(b.tree.origin, size, b.next.root))
	return err
}
