// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// prepared is a draft as far as its caller can bring it: checked, sealed and
// formatted. What remains is time, counters and place in the tree.
type prepared struct {
	kind     Kind
	rulebook Digest
	leaf     []byte
	at       leafSpots
	subjects []preparedSubject
	actor    []byte // sealed actor part
	ends     []preparedSubject
	// unformatted is the leaf of a destroyed entry with ends, whose counters
	// only the committer knows.
	unformatted *Leaf
}

// preparedSubject is a subject whose counter is not yet known.
type preparedSubject struct {
	person [16]byte
	hint   uint64
	key    *keyed
	sealed sealedPart
}

// Append makes the drafts durable and returns the number of the first. They
// stand adjacent, in their order, all or none. When it returns nil the entries
// survive a power cut; on any error nothing they describe may happen:
//
//   - ErrUnavailable: the database cannot be written now;
//   - ErrStale: another rulebook stands by now, decide again;
//   - ErrClock: the clock cannot be trusted;
//   - ErrEnded: a subject's log key has ended;
//   - ErrDraft: a draft is not in order.
//
// Keeps: HMS-36
func (t *Tree) Append(ctx context.Context, drafts ...Draft) (first int64, err error) {
	if len(drafts) == 0 || len(drafts) > maxDrafts {
		return 0, fmt.Errorf("append: %w: want 1 to %d drafts, got %d", ErrDraft, maxDrafts, len(drafts))
	}
	r := &request{tree: t, drafts: make([]prepared, len(drafts))}
	for i := range drafts {
		if err := t.prepare(ctx, &drafts[i], &r.drafts[i]); err != nil {
			return 0, fmt.Errorf("append draft %d (%s): %w", i, drafts[i].Kind, err)
		}
		if r.bytes += r.drafts[i].size(); r.bytes > maxAppendBytes {
			return 0, fmt.Errorf("append: %w: more than %d bytes at once, record in smaller chunks", ErrDraft, maxAppendBytes)
		}
	}
	if err := t.l.do(ctx, r); err != nil {
		return 0, fmt.Errorf("append to the log of %s: %w", t.org, err)
	}
	return r.first, nil
}

func (p *prepared) size() int {
	n := len(p.leaf) + len(p.actor)
	for i := range p.subjects {
		n += subLeafSize + len(p.subjects[i].sealed.body)
	}
	return n
}

// prepare does in the caller's goroutine all that needs no order.
func (t *Tree) prepare(ctx context.Context, d *Draft, p *prepared) error {
	if d.Kind < kindEnd && kindRules[d.Kind].own {
		return fmt.Errorf("%w: entries of this kind are written by the ledger itself", ErrDraft)
	}
	if len(d.Subjects) > MaxSubjects || len(d.Ends) > MaxSubjects {
		return fmt.Errorf("%w: more than %d subjects, record in chunks", ErrDraft, MaxSubjects)
	}
	f := Leaf{
		Kind: d.Kind, Outcome: d.Outcome, Clause: d.Clause, Rulebook: d.Rulebook, Engine: t.l.o.Engine,
		Facts: d.Facts, Action: d.Action, Purpose: d.Purpose, Public: sortedPublic(d.Public), Subjects: len(d.Subjects),
	}
	if err := checkLeaf(&f); err != nil {
		return fmt.Errorf("%w: %w", ErrDraft, err)
	}
	if err := t.checkReferences(ctx, &f); err != nil {
		return err
	}
	if err := t.sealSubjects(d, p); err != nil {
		return err
	}
	if err := t.sealActor(d.Actor, &f, p); err != nil {
		return err
	}
	p.kind, p.rulebook = d.Kind, d.Rulebook
	if len(d.Ends) > 0 {
		return t.prepareEnds(d, &f, p)
	}
	p.leaf, p.at = appendLeaf(make([]byte, 0, 1024), &f)
	return nil
}

// sortedPublic brings attributes into canonical order; unknown ones come first
// and are refused by the check.
func sortedPublic(public []Field) []Field {
	if len(public) < 2 {
		return public
	}
	out := slices.Clone(public)
	slices.SortStableFunc(out, func(a, b Field) int { return publicRank(a.Name) - publicRank(b.Name) })
	return out
}

// checkReferences wants entries that a draft names to exist: a void of nothing
// would hide a mistake for ever.
func (t *Tree) checkReferences(ctx context.Context, f *Leaf) error {
	size := t.Size()
	for _, name := range []string{PublicOf, PublicContinues} {
		if n, ok := f.PublicNumber(name); ok && n >= size {
			return fmt.Errorf("%w: it names entry %d and the log has %d entries", ErrDraft, n, size)
		}
	}
	if f.Kind != KindVoid {
		return nil
	}
	of, _ := f.PublicNumber(PublicOf)
	e, err := t.Entry(ctx, of)
	if err != nil {
		return fmt.Errorf("%w: read the entry it voids: %w", ErrUnavailable, err)
	}
	if !voidable(e.Kind) {
		return fmt.Errorf("%w: entry %d is a %s entry, only a read or an intent can be voided", ErrDraft, of, e.Kind)
	}
	return nil
}

func voidable(k Kind) bool { return k == KindRead || k == KindIntent }

func (t *Tree) sealSubjects(d *Draft, p *prepared) error {
	if len(d.Subjects) == 0 {
		return nil
	}
	p.subjects = make([]preparedSubject, len(d.Subjects))
	for i := range d.Subjects {
		s := &d.Subjects[i]
		if err := checkFields("subject", SubjectFields, s.Fields); err != nil {
			return err
		}
		if err := checkKey(s.Key); err != nil {
			return err
		}
		key := newKeyed(s.Key, t.origin)
		sealed, err := sealFields(key, labelBody, SubjectFields, s.Fields)
		if err != nil {
			return err
		}
		p.subjects[i] = preparedSubject{s.Person, s.Head, key, sealed}
	}
	return nil
}

// checkKey refuses the zero key, which is what a forgotten key looks like.
func checkKey(key [32]byte) error {
	if key == ([32]byte{}) {
		return fmt.Errorf("%w: a key is missing", ErrDraft)
	}
	return nil
}

func (t *Tree) sealActor(a *Actor, f *Leaf, p *prepared) error {
	if a == nil {
		return nil
	}
	if err := checkFields("actor", ActorFields, a.Fields); err != nil {
		return err
	}
	if err := checkKey(a.Key); err != nil {
		return err
	}
	sealed, err := sealFields(newKeyed(a.Key, t.origin), labelActor, ActorFields, a.Fields)
	if err != nil {
		return err
	}
	f.Actor = &ActorSeal{sealed.commitments, sealed.hash}
	p.actor = sealed.body
	return nil
}

// prepareEnds keeps the leaf for the committer to fill in.
func (t *Tree) prepareEnds(d *Draft, f *Leaf, p *prepared) error {
	if d.Kind != KindDestroyed {
		return fmt.Errorf("%w: only a destroyed entry ends log keys", ErrDraft)
	}
	if f.PublicValue(PublicCount) != "" || f.PublicValue(PublicLast) != "" {
		return fmt.Errorf("%w: count and last are written by the ledger when log keys end", ErrDraft)
	}
	for i := range d.Ends {
		if err := checkKey(d.Ends[i].Key); err != nil {
			return err
		}
		p.ends = append(p.ends, preparedSubject{person: d.Ends[i].Person, hint: d.Ends[i].Head, key: newKeyed(d.Ends[i].Key, t.origin)})
	}
	p.unformatted = f
	return nil
}

// formatEnds writes the leaf once the counters are known.
func (p *prepared) formatEnds(last uint64) {
	f := *p.unformatted
	f.Public = sortedPublic(append(slices.Clone(f.Public),
		Field{PublicCount, strconv.Itoa(len(p.ends))}, Field{PublicLast, strconv.FormatUint(last, 10)}))
	p.leaf, p.at = appendLeaf(make([]byte, 0, 1024), &f)
}

// ownEntry prepares an entry that the ledger writes about itself.
func (l *Ledger) ownEntry(f Leaf) prepared {
	f.Engine = l.o.Engine
	f.Public = sortedPublic(f.Public)
	leaf, at := appendLeaf(nil, &f)
	return prepared{kind: f.Kind, rulebook: f.Rulebook, leaf: leaf, at: at}
}
