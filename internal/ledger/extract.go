// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	extractFormat = "lupaus-extract/1"
	headVersion   = "lupaus-head/1"
	keyNote       = "This key proves nothing by itself. Compare it with the one on the notice page of the organisation."
)

// Extract is everything the log of one organisation holds about one person, so
// that somebody who does not trust the organisation can check it: the person, a
// supervisory authority, a court. It holds salts and values and never a key. The
// package documentation describes its JSON form.
//
// Keeps: HMS-39, HMS-46
// Law: gdpr 15(1)(c), gdpr 15(3)
type Extract struct {
	Format      string          `json:"format"`
	Origin      string          `json:"origin"`
	VerifierKey string          `json:"verifierKey"`
	KeyNote     string          `json:"keyNote"`
	Checkpoint  string          `json:"checkpoint"` // signed note
	Head        string          `json:"head"`       // signed note
	Entries     []ExtractEntry  `json:"entries"`    // k = 1, 2, … without a gap
	Pruned      []ExtractPruned `json:"pruned"`     // the entries that permit what is absent
	Names       []ExtractName   `json:"names"`      // who stands behind actor ids, on the operator's signature
}

// ExtractEntry is one entry about the person. Bytes are in lower-case hex.
type ExtractEntry struct {
	K         uint64       `json:"k"`
	Tag       string       `json:"tag"`
	Index     int64        `json:"index"`
	Leaf      string       `json:"leaf"`
	Proof     []string     `json:"proof"`
	Position  int64        `json:"position"`
	SubLeaf   string       `json:"subLeaf"`
	SubProof  []string     `json:"subProof"`
	Disclosed []Disclosure `json:"disclosed"`
	Withheld  []string     `json:"withheld"`           // names of fields held back
	PrunedBy  *int64       `json:"prunedBy,omitempty"` // the sealed body is gone; this entry permits it
}

// Disclosure opens one commitment.
type Disclosure struct {
	Name  string `json:"name"`
	Salt  string `json:"salt"`
	Value string `json:"value"`
}

// ExtractPruned proves a pruned entry.
type ExtractPruned struct {
	Index int64    `json:"index"`
	Leaf  string   `json:"leaf"`
	Proof []string `json:"proof"`
}

// ExtractName says who an actor id belonged to when the extract was made. The
// tree does not prove it; the signed head covers it.
type ExtractName struct {
	Actor string `json:"actor"`
	Name  string `json:"name"`
}

// ExtractRequest asks for an extract.
type ExtractRequest struct {
	// Key is the person's log key.
	Key [32]byte
	// Withhold names SubjectFields that are not shown; the proofs still hold.
	Withhold []string
	// ActorName finds the name behind a disclosed actor id; nil to show none.
	ActorName func(actorID string) (name string, ok bool)
}

// Extract makes the extract of one person as of the size at the time of the
// call, signs its head, and checks the whole before handing it out.
func (t *Tree) Extract(ctx context.Context, r ExtractRequest) (*Extract, error) {
	for _, name := range r.Withhold {
		if !slices.Contains(SubjectFields, name) {
			return nil, fmt.Errorf("extract: there is no field %.40q to withhold; there are %s", name, strings.Join(SubjectFields, ", "))
		}
	}
	at := t.seen.Load()
	b := &extractBuilder{ctx: ctx, t: t, at: at, r: r, hashes: &rememberedHashes{from: &storedHashes{ctx: ctx, s: t.store()}, known: map[int64]tlog.Hash{}}}
	x, err := b.build()
	if err != nil {
		return nil, fmt.Errorf("extract from the log of %s: %w", t.org, err)
	}
	if err := x.Verify(t.VerifierKey()); err != nil {
		return nil, fmt.Errorf("extract from the log of %s: %w: it does not prove itself: %w", t.org, ErrDamaged, err)
	}
	return x, nil
}

// extractBuilder holds what making one extract needs.
type extractBuilder struct {
	ctx     context.Context
	t       *Tree
	at      *state
	r       ExtractRequest
	hashes  tlog.HashReader
	permits permits
	x       Extract
	named   map[string]bool
}

func (b *extractBuilder) build() (*Extract, error) {
	b.x = Extract{
		Format: extractFormat, Origin: b.t.origin, VerifierKey: b.t.VerifierKey(), KeyNote: keyNote,
		Checkpoint: string(b.at.note), Entries: []ExtractEntry{}, Pruned: []ExtractPruned{}, Names: []ExtractName{},
	}
	b.named = map[string]bool{}
	tags := newKeyed(b.r.Key, b.t.origin)
	var cache rowCache
	for k := uint64(1); ; k++ {
		g := tags.tag(k)
		s, ok, err := b.t.step(b.ctx, &cache, g, b.r.Key, b.at.n)
		if err != nil {
			return nil, fmt.Errorf("entry %d of the person: %w", k, err)
		}
		if !ok {
			break
		}
		s.K = k
		if err := b.add(&s); err != nil {
			return nil, fmt.Errorf("entry %d of the person: %w", k, err)
		}
	}
	head := signedHead{
		origin: b.t.origin, size: b.at.n, root: b.at.root, person: headPseudonym(b.r.Key, b.t.origin),
		entries: uint64(len(b.x.Entries)), names: digestNames(b.x.Names), time: b.t.l.readTime(),
	}
	msg, err := b.t.signer.sign(head.text())
	b.x.Head = string(msg)
	return &b.x, err
}

// add proves and discloses one entry.
func (b *extractBuilder) add(s *Step) error {
	e := &s.Entry
	proof, err := tlog.ProveRecord(b.at.n, e.Index, b.hashes)
	if err != nil {
		return fmt.Errorf("prove entry %d: %w", e.Index, err)
	}
	sub, err := e.subLeaf(s.Position)
	if err != nil {
		return err
	}
	hashes, _ := subTree(e.subLeaves)
	subProof, err := tlog.ProveRecord(int64(e.Subjects), int64(s.Position), hashes)
	if err != nil {
		return fmt.Errorf("prove subject %d of entry %d: %w", s.Position, e.Index, err)
	}
	out := ExtractEntry{
		K: s.K, Tag: hex.EncodeToString(sub[:tagSize]), Index: e.Index, Leaf: string(e.Text), Proof: hexHashes(proof),
		Position: int64(s.Position), SubLeaf: hex.EncodeToString(sub), SubProof: hexHashes(subProof),
		Disclosed: []Disclosure{}, Withheld: []string{},
	}
	if s.opened == nil {
		err = b.explainGap(&out)
	} else {
		b.disclose(&out, s.opened)
	}
	b.x.Entries = append(b.x.Entries, out)
	return err
}

func (b *extractBuilder) disclose(out *ExtractEntry, parts []opened) {
	for _, o := range parts {
		if slices.Contains(b.r.Withhold, o.Name) {
			out.Withheld = append(out.Withheld, o.Name)
			continue
		}
		out.Disclosed = append(out.Disclosed, Disclosure{o.Name, hex.EncodeToString(o.salt[:]), o.Value})
		if o.Name == "actor" && b.r.ActorName != nil && !b.named[o.Value] {
			b.named[o.Value] = true
			if name, ok := b.r.ActorName(o.Value); ok {
				b.x.Names = append(b.x.Names, ExtractName{o.Value, name})
			}
		}
	}
}

// explainGap names and proves the pruned entry that permits an absent body.
func (b *extractBuilder) explainGap(out *ExtractEntry) (err error) {
	if b.permits.spans == nil {
		if b.permits, err = b.t.permits(b.ctx); err != nil {
			return err
		}
	}
	by, ok := b.permits.by(out.Index)
	if !ok || by >= b.at.n {
		return fmt.Errorf("%w: its sealed body is absent and no pruned entry permits that", ErrDamaged)
	}
	out.PrunedBy = &by
	if slices.ContainsFunc(b.x.Pruned, func(p ExtractPruned) bool { return p.Index == by }) {
		return nil
	}
	e, err := b.t.Entry(b.ctx, by)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveRecord(b.at.n, by, b.hashes)
	if err != nil {
		return fmt.Errorf("prove entry %d: %w", by, err)
	}
	b.x.Pruned = append(b.x.Pruned, ExtractPruned{by, string(e.Text), hexHashes(proof)})
	return nil
}

func hexHashes(proof tlog.RecordProof) []string {
	out := make([]string, len(proof))
	for i := range proof {
		out[i] = hex.EncodeToString(proof[i][:])
	}
	return out
}

// rememberedHashes saves reading the same upper hashes for every proof of an extract.
type rememberedHashes struct {
	from  tlog.HashReader
	known map[int64]tlog.Hash
}

// maxRemembered bounds the memory, at about 50 bytes a hash.
const maxRemembered = 100_000

// ReadHashes implements tlog.HashReader.
func (h *rememberedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		v, ok := h.known[x]
		if !ok {
			one, err := h.from.ReadHashes([]int64{x})
			if err != nil {
				return nil, err
			}
			v = one[0]
			if len(h.known) < maxRemembered {
				h.known[x] = v
			}
		}
		out[i] = v
	}
	return out, nil
}

// ExtractError says what is wrong with an extract, and where.
type ExtractError struct {
	K     uint64 // which entry of the person; 0: none in particular
	Index int64  // its number in the log; -1: none in particular
	What  string
}

// Error implements error.
func (e *ExtractError) Error() string {
	switch {
	case e.K > 0:
		return fmt.Sprintf("extract: entry %d of the person (number %d in the log): %s", e.K, e.Index, e.What)
	case e.Index >= 0:
		return fmt.Sprintf("extract: number %d in the log: %s", e.Index, e.What)
	}
	return "extract: " + e.What
}

var _ error = (*ExtractError)(nil)

// wrong makes an ExtractError about the extract as a whole.
func wrong(format string, args ...any) error {
	return &ExtractError{Index: -1, What: fmt.Sprintf(format, args...)}
}

// at says where an error stands.
func (e *ExtractEntry) at(err error) error {
	var x *ExtractError
	if err == nil || errors.As(err, &x) {
		return err
	}
	return &ExtractError{K: e.K, Index: e.Index, What: err.Error()}
}
