// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"crypto"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Tree is the log of one organisation: a Merkle tree with an origin and a
// signing key of its own. It is safe for concurrent use.
type Tree struct {
	l      *Ledger
	org    string
	origin string
	number int64
	signer *noteSigner

	// Owned by the committer:
	at     state
	dirty  bool // what is in memory may differ from what is stored
	heads  *counters
	broken gap
	buf    batchBuffers

	// What readers see: the state of the last durable batch.
	seen atomic.Pointer[state]
}

// state is a tree as of one durable batch. It is never changed, only replaced.
type state struct {
	frontier
	root     tlog.Hash
	note     []byte
	rulebook Digest
	last     time.Time // of the last entry
}

// gap is what could not be recorded since the last durable batch.
type gap struct {
	any      bool
	refused  int64 // drafts whose callers were told no
	from, to int64 // entries that stand although their callers were told no; to < from: none
}

// TreeOption is something said when an organisation's log is opened.
type TreeOption func(*treeOptions)

type treeOptions struct {
	former, formerKey string
	public            []Field
}

// Continuing names, in entry 0 of an origin that begins now, the origin before
// it and its last checkpoint: a ledger that is lost goes on under a new origin
// and says so. It does nothing for an origin that has begun.
func Continuing(note []byte, verifierKey string) TreeOption {
	return func(o *treeOptions) { o.former, o.formerKey = string(note), verifierKey }
}

func (o *treeOptions) resolve() error {
	if o.former == "" {
		return nil
	}
	v, err := newVerifier(o.formerKey)
	if err != nil {
		return err
	}
	c, err := openCheckpoint(v, []byte(o.former))
	if err != nil {
		return err
	}
	o.public = []Field{
		{PublicFormerOrigin, v.Name()}, {PublicFormerSize, strconv.FormatInt(c.size, 10)},
		{PublicFormerRoot, hex.EncodeToString(c.root[:])},
	}
	return nil
}

// Tree opens the log of an organisation, or begins it with an origin entry.
// signer holds an Ed25519 key; origin is the name checkpoints are signed under,
// such as "ledger.organisation.example/log".
//
// It refuses with ErrRolledBack when the last checkpoint outside the database
// is not contained in what the database holds.
func (l *Ledger) Tree(ctx context.Context, org string, signer crypto.Signer, origin string, opts ...TreeOption) (*Tree, error) {
	if err := checkCode(org); err != nil {
		return nil, fmt.Errorf("open the log of an organisation: its short name: %w", err)
	}
	if err := checkOrigin(origin); err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", org, err)
	}
	s, err := newNoteSigner(origin, signer)
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", org, err)
	}
	var o treeOptions
	for _, opt := range opts {
		opt(&o)
	}
	if err := o.resolve(); err != nil {
		return nil, fmt.Errorf("open the log of %s: the former checkpoint: %w", org, err)
	}
	var t *Tree
	err = l.onCommitter(ctx, func() error {
		t, err = l.openTree(&Tree{l: l, org: org, origin: origin, signer: s, heads: newCounters(), broken: gap{from: 1}}, o.public)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("open the log of %s: %w", org, err)
	}
	return t, nil
}

// openTree runs on the committer.
func (l *Ledger) openTree(t *Tree, former []Field) (*Tree, error) {
	if old := l.trees[t.origin]; old != nil {
		if old.org != t.org || old.signer.vkey != t.signer.vkey {
			return nil, fmt.Errorf("origin %s is open already for another organisation or key", t.origin)
		}
		return old, nil
	}
	ctx := context.Background()
	known, err := t.findOrigin(ctx)
	if err != nil {
		return nil, err
	}
	outside, err := t.lastOutside()
	if err != nil {
		return nil, err
	}
	switch {
	case known:
		err = t.reload(ctx)
	case outside != nil:
		err = fmt.Errorf("%w: the checkpoint outside has size %d and the database has no entry of %s; "+
			"bring back the newest copy of the ledger, or begin a new origin that names the old one's last checkpoint",
			ErrRolledBack, outside.size, t.origin)
	default:
		err = t.begin(ctx, former)
	}
	if err == nil && known && outside != nil {
		err = t.contains(ctx, *outside, "the checkpoint outside")
	}
	if err != nil {
		return nil, err
	}
	l.trees[t.origin] = t
	if outside == nil || outside.size < t.at.n {
		l.courier.take(t.origin, t.at.note)
	}
	return t, nil
}

// findOrigin looks for the origin's row and checks that it is ours.
func (t *Tree) findOrigin(ctx context.Context) (bool, error) {
	var org, vkey string
	err := t.l.db.QueryRowContext(ctx, `SELECT number, org, verifier FROM ledger_origin WHERE origin = ?`, t.origin).Scan(&t.number, &org, &vkey)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("%w: read the origin: %w", ErrUnavailable, err)
	}
	if org != t.org || vkey != t.signer.vkey {
		return false, fmt.Errorf("origin %s was begun by another organisation or with another key; give the key it was begun with, or begin a new origin", t.origin)
	}
	return true, nil
}

// lastOutside reads the checkpoint outside; nil if there is none.
func (t *Tree) lastOutside() (*checkpoint, error) {
	if t.l.o.Outside == nil {
		return nil, nil
	}
	msg, err := t.l.o.Outside.Last(t.origin)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	if msg == nil {
		return nil, nil
	}
	c, err := openCheckpoint(t.signer.verifier, msg)
	if err != nil {
		return nil, fmt.Errorf("%w: outside the database: %w", ErrDamaged, err)
	}
	return &c, nil
}

// contains checks that the loaded tree goes on from a checkpoint.
func (t *Tree) contains(ctx context.Context, c checkpoint, what string) error {
	if t.at.n < c.size {
		return fmt.Errorf("%w: %s has size %d and the database of %s only %d; "+
			"bring back the newest copy of the ledger, or begin a new origin that names the old one's last checkpoint",
			ErrRolledBack, what, c.size, t.origin, t.at.n)
	}
	root := t.at.root
	if c.size != t.at.n {
		var err error
		if root, err = tlog.TreeHash(c.size, &storedHashes{ctx: ctx, s: t.store()}); err != nil {
			return fmt.Errorf("%w: root at size %d: %w", ErrUnavailable, c.size, err)
		}
	}
	if root != c.root {
		return fmt.Errorf("%w: %s has size %d with another root than the database of %s, which has size %d; "+
			"the two histories differ: bring back the ledger the checkpoint was made from",
			ErrRolledBack, what, c.size, t.origin, t.at.n)
	}
	return nil
}

// begin writes the origin's row and its entry 0 in one transaction.
func (t *Tree) begin(ctx context.Context, former []Field) error {
	var highest sql.NullInt64
	if err := t.l.db.QueryRowContext(ctx, `SELECT max(number) FROM ledger_origin`).Scan(&highest); err != nil {
		return fmt.Errorf("%w: number the origin: %w", ErrUnavailable, err)
	}
	t.number = highest.Int64 + 1
	p := t.l.ownEntry(Leaf{Kind: KindOrigin, Public: append([]Field{{PublicOrg, t.org}}, former...)})
	r := &request{tree: t, drafts: []prepared{p}, done: make(chan error, 1)}
	t.publish(state{})
	t.l.serve([]*request{r})
	return <-r.done
}

// SwitchRulebook stores the text by its digest and appends a rulebook entry.
// From then on drafts decided under another digest get ErrStale. Switching to
// the rulebook that stands already appends nothing.
func (t *Tree) SwitchRulebook(ctx context.Context, text []byte) (Digest, error) {
	d := Digest(sha256.Sum256(text))
	if len(text) == 0 || len(text) > maxAppendBytes {
		return d, fmt.Errorf("%w: a rulebook has 1 to %d bytes", ErrDraft, maxAppendBytes)
	}
	p := t.l.ownEntry(Leaf{Kind: KindRulebook, Rulebook: d})
	r := &request{tree: t, drafts: []prepared{p}, text: text, digest: d, bytes: len(text)}
	if err := t.l.do(ctx, r); err != nil {
		return d, fmt.Errorf("switch the rulebook of %s: %w", t.org, err)
	}
	return d, nil
}

// Org returns the organisation's short name.
func (t *Tree) Org() string { return t.org }

// Origin returns the name that checkpoints are signed under.
func (t *Tree) Origin() string { return t.origin }

// VerifierKey returns the key that checks the tree's notes, in the form of
// golang.org/x/mod/sumdb/note. It belongs on the organisation's notice page.
func (t *Tree) VerifierKey() string { return t.signer.vkey }

// Rulebook returns the digest of the rulebook that stands, zero if none does.
func (t *Tree) Rulebook() Digest { return t.seen.Load().rulebook }

// Size returns how many durable entries there are.
func (t *Tree) Size() int64 { return t.seen.Load().n }

// Checkpoint returns the signed checkpoint of all durable entries.
func (t *Tree) Checkpoint() []byte { return append([]byte(nil), t.seen.Load().note...) }

func (t *Tree) store() store { return store{t.l.s, t.number} }

// publish makes a state the one that readers see.
func (t *Tree) publish(s state) {
	t.at = s
	t.seen.Store(&s)
}
