// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"sync"
	"testing"
)

// memoryOutside is a place outside that survives what the test does to the database.
type memoryOutside struct {
	mu    sync.Mutex
	notes map[string][]byte
	fail  error
	saved int
}

func newMemoryOutside() *memoryOutside { return &memoryOutside{notes: map[string][]byte{}} }

func (m *memoryOutside) Save(origin string, note []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fail != nil {
		return m.fail
	}
	m.saved++
	m.notes[origin] = note
	return nil
}

func (m *memoryOutside) Last(origin string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.notes[origin], m.fail
}

// acknowledged remembers what callers were told is durable: which person's
// entry stands under which number.
type acknowledged struct {
	mu sync.Mutex
	by map[int64]int
}

// appendUntilDead lets several writers append until the disk no longer answers.
func appendUntilDead(tree *Tree, seed uint64, ack *acknowledged) {
	var wg sync.WaitGroup
	for w := range 3 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(w)))
			for {
				person := r.IntN(6)
				drafts := make([]Draft, 1+r.IntN(3))
				for i := range drafts {
					drafts[i] = read(tree, testSubject(person, someFields(i)...))
				}
				first, err := tree.Append(context.Background(), drafts...)
				if err != nil {
					return
				}
				ack.mu.Lock()
				for i := range drafts {
					ack.by[first+int64(i)] = person
				}
				ack.mu.Unlock()
			}
		})
	}
	wg.Wait()
}

// cut runs the committer on a disk whose power goes after some operations, then
// reopens what is left and says how many acknowledged entries are gone.
func cut(t *testing.T, seed uint64, synchronous string) (acked, lost int) {
	r := rand.New(rand.NewPCG(seed, 42))
	d := newDisk(t)
	outside := newMemoryOutside()
	ack := acknowledged{by: map[int64]int{}}
	db := d.open(t, synchronous)
	d.left = 1 + r.IntN(2500)
	if l, err := Open(context.Background(), db, Options{Outside: outside}); err == nil {
		tree, err := l.Tree(context.Background(), testOrg, testKey(testOrg), testOrigin)
		if err == nil {
			if _, err = tree.SwitchRulebook(context.Background(), []byte("rulebook one")); err == nil {
				appendUntilDead(tree, seed, &ack)
			}
		}
		if err != nil && !errors.Is(err, ErrUnavailable) {
			t.Errorf("cut %d: a dead disk gives %v, want ErrUnavailable", seed, err)
		}
		l.Close()
	}
	db.Close()
	return len(ack.by), missing(t, seed, d.afterCut(t, r), synchronous, outside, maps.Clone(ack.by))
}

// missing opens the disk after the cut, wants everything on it to be in order,
// and counts the acknowledged entries that are not there.
func missing(t *testing.T, seed uint64, d *disk, synchronous string, outside *memoryOutside, acked map[int64]int) (lost int) {
	db := d.open(t, synchronous)
	defer db.Close()
	l, err := Open(t.Context(), db, Options{Outside: outside})
	if err != nil {
		t.Fatalf("cut %d: open again: %v", seed, err)
	}
	defer l.Close()
	tree, err := l.Tree(t.Context(), testOrg, testKey(testOrg), testOrigin)
	if errors.Is(err, ErrRolledBack) {
		return max(len(acked), 1) // noticed by the checkpoint outside
	}
	if err != nil {
		t.Fatalf("cut %d: open the tree again: %v", seed, err)
	}
	for i, person := range acked {
		e, err := tree.Entry(t.Context(), i)
		if err == nil {
			_, err = e.OpenSubject(0, testSubject(person).Key)
		}
		if err != nil {
			lost++
		}
	}
	if tree.Rulebook() != (Digest{}) {
		mustAppend(t, tree, read(tree, testSubject(1))) // it works again
	}
	l.Close()
	report := mustVerify(t, db, VerifyOptions{Outside: outside, Keys: testKeys{0, 1, 2, 3, 4, 5}})
	if !report.OK() {
		t.Errorf("cut %d: %v", seed, report.Findings)
	}
	return lost
}

// TestAPowerCutLosesNothingThatWasAcknowledged is what "recorded before it
// happens" stands on. The same cuts with a weaker setting of SQLite do lose
// entries, so the test can fail.
func TestAPowerCutLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	cuts := 60
	if thorough {
		cuts = 1000
	}
	acked := 0
	for i := range cuts {
		n, lost := cut(t, uint64(i), "full")
		if acked += n; lost > 0 {
			t.Errorf("cut %d: %d of %d acknowledged entries are gone", i, lost, n)
		}
	}
	if acked == 0 {
		t.Error("no cut came after an acknowledged entry")
	}
	t.Logf("%d cuts, %d entries acknowledged, none lost", cuts, acked)
}

func TestAPowerCutLosesEntriesWhenCommitsAreNotSynced(t *testing.T) {
	t.Parallel()
	cuts, losing, entries := 20, 0, 0
	if thorough {
		cuts = 200
	}
	for i := range cuts {
		if _, lost := cut(t, uint64(i), "normal"); lost > 0 {
			losing++
			entries += lost
		}
	}
	if losing == 0 {
		t.Errorf("%d cuts lost nothing: the simulated disk does not simulate", cuts)
	}
	t.Logf("synchronous=NORMAL: %d of %d cuts lost %d acknowledged entries", losing, cuts, entries)
}
