// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
)

func TestAnAppendedEntryCanBeReadOpenedAndProved(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	fields := []Field{{"role", "nurse"}, {"text", "line\nbreak"}, {"actor", "staff-1"}}
	d := read(tree, testSubject(1, fields...), testSubject(2, someFields(2)...))
	d.Public = []Field{{PublicCount, "2"}, {PublicContinues, "1"}}
	i := mustAppend(t, tree, d)
	e, err := tree.Entry(t.Context(), i)
	if err != nil {
		t.Fatal(err)
	}
	if e.Kind != KindRead || e.Outcome != OutcomeAllowed || e.Clause != d.Clause || e.Rulebook != d.Rulebook || e.Facts != d.Facts ||
		e.Engine != "test-1" || e.PublicValue(PublicCount) != "2" || e.Subjects != 2 {
		t.Errorf("the entry is another: %s", e.Text)
	}
	got, err := e.OpenSubject(0, testSubject(1).Key)
	if d := cmp.Diff(fields, got); err != nil || d != "" {
		t.Errorf("subject 0: %v (-want +got)\n%s", err, d)
	}
	if _, err := e.OpenSubject(1, testSubject(1).Key); !errors.Is(err, ErrDamaged) {
		t.Errorf("the other subject opened with this key: %v", err)
	}
	if _, err := e.OpenSubject(2, testSubject(1).Key); !errors.Is(err, ErrNoEntry) {
		t.Errorf("a third subject: %v", err)
	}
	got, err = e.OpenActor(testActor(1).Key)
	if d := cmp.Diff(testActor(1).Fields, got); err != nil || d != "" {
		t.Errorf("actor: %v (-want +got)\n%s", err, d)
	}
	proof, note, err := tree.ProveEntry(t.Context(), i)
	if err != nil {
		t.Fatal(err)
	}
	c, err := openCheckpoint(tree.signer.verifier, note)
	if err != nil {
		t.Fatal(err)
	}
	if err := tlog.CheckRecord(proof, c.size, c.root, i, tlog.RecordHash(e.Text)); err != nil {
		t.Error(err)
	}
}

func TestLaterTreesContainEarlierCheckpoints(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	old, err := openCheckpoint(tree.signer.verifier, tree.Checkpoint())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		mustAppend(t, tree, read(tree, testSubject(i%3)))
	}
	proof, note, err := tree.ProveConsistency(t.Context(), old.size)
	if err != nil {
		t.Fatal(err)
	}
	c, err := openCheckpoint(tree.signer.verifier, note)
	if err != nil {
		t.Fatal(err)
	}
	if err := tlog.CheckTree(proof, c.size, c.root, old.size, old.root); err != nil {
		t.Error(err)
	}
}

func TestDraftsOfOneCallStandAdjacent(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for range 20 {
				var drafts []Draft
				for n := range 3 {
					d := read(tree, testSubject(w))
					d.Action = strings.Repeat("x", w+1) + "-" + string(rune('0'+n))
					drafts = append(drafts, d)
				}
				first, err := tree.Append(context.Background(), drafts...)
				if err != nil {
					t.Error(err)
					return
				}
				for n := range drafts {
					e, err := tree.Entry(context.Background(), first+int64(n))
					if err != nil || e.Action != drafts[n].Action {
						t.Errorf("entry %d: got %q, %v, want %q", first+int64(n), e.Action, err, drafts[n].Action)
					}
				}
			}
		})
	}
	wg.Wait()
	for w := range 8 {
		if k, err := tree.Counter(t.Context(), testSubject(w)); k != 60 || err != nil {
			t.Errorf("person %d has counter %d, %v, want 60", w, k, err)
		}
	}
}

func TestCountersHaveNoGapWhateverTheHint(t *testing.T) {
	t.Parallel()
	db, l, tree := newTree(t, Options{})
	for i := range 37 {
		s := testSubject(1)
		s.Head = uint64(i)
		mustAppend(t, tree, read(tree, s, testSubject(2)))
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for hint, want := range map[uint64]uint64{0: 38, 1: 39, 36: 40, 37: 41, 38: 42, 90: 43, 1 << 40: 44} {
		_ = want
		l := mustOpen(t, db, Options{}) // its cache is cold
		tree := mustTree(t, l)
		s := testSubject(1)
		s.Head = hint
		before, err := tree.Counter(t.Context(), testSubject(1))
		if err != nil {
			t.Fatal(err)
		}
		mustAppend(t, tree, read(tree, s))
		after, err := tree.Counter(t.Context(), s)
		if err != nil || after != before+1 {
			t.Errorf("hint %d: counter goes from %d to %d, %v", hint, before, after, err)
		}
		l.Close()
	}
}

func TestHeadsAreToldAfterEachBatch(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	got := map[[16]byte]uint64{}
	_, l, tree := newTree(t, Options{Heads: func(heads []Head) {
		mu.Lock()
		defer mu.Unlock()
		for _, h := range heads {
			got[h.Person] = h.K
		}
	}})
	mustAppend(t, tree, read(tree, testSubject(1), testSubject(2)), read(tree, testSubject(1)))
	mustAppend(t, tree, read(tree, testSubject(2)))
	l.Close()
	want := map[[16]byte]uint64{testSubject(1).Person: 2, testSubject(2).Person: 2}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestADraftUnderAnotherRulebookIsStale(t *testing.T) {
	t.Parallel()
	_, l, tree := newTree(t, Options{})
	d := read(tree, testSubject(1))
	digest, err := tree.SwitchRulebook(t.Context(), []byte("rulebook two"))
	if err != nil || digest != sha256.Sum256([]byte("rulebook two")) || tree.Rulebook() != digest {
		t.Fatalf("switch: %v, %v", digest, err)
	}
	if _, err := tree.Append(t.Context(), d); !errors.Is(err, ErrStale) {
		t.Errorf("got %v, want ErrStale", err)
	}
	mustAppend(t, tree, read(tree, testSubject(1)))
	size := tree.Size()
	if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook two")); err != nil || tree.Size() != size {
		t.Errorf("switching to what stands: %v, size %d, want %d", err, tree.Size(), size)
	}
	text, err := l.RulebookText(t.Context(), sha256.Sum256([]byte("rulebook one")))
	if string(text) != "rulebook one" || err != nil {
		t.Errorf("the old rulebook: %q, %v", text, err)
	}
	if _, err := l.RulebookText(t.Context(), Digest{1}); !errors.Is(err, ErrNoEntry) {
		t.Errorf("an unknown rulebook: %v", err)
	}
	if _, err := tree.Append(t.Context(), Draft{Kind: KindSignIn, Outcome: OutcomeAllowed, Actor: testActor(1)}); err != nil {
		t.Errorf("a kind that carries none: %v", err)
	}
}

func TestDraftsThatAreNotInOrderAreRefused(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	ok := func() Draft { return read(tree, testSubject(1)) }
	for name, change := range map[string]func(*Draft){
		"no kind":                       func(d *Draft) { d.Kind = 0 },
		"a kind out of the list":        func(d *Draft) { d.Kind = kindEnd },
		"the ledger's own kind":         func(d *Draft) { d.Kind = KindPruned },
		"an outcome out of the list":    func(d *Draft) { d.Outcome = 9 },
		"a read without a rulebook":     func(d *Draft) { d.Rulebook = Digest{} },
		"a public attribute of another": func(d *Draft) { d.Public = []Field{{PublicLast, "1"}} },
		"an unknown public attribute":   func(d *Draft) { d.Public = []Field{{"name", "x"}} },
		"a public attribute twice":      func(d *Draft) { d.Public = []Field{{PublicCount, "1"}, {PublicCount, "1"}} },
		"a code that is free text":      func(d *Draft) { d.Public = []Field{{PublicChannel, "by word of mouth"}} },
		"a later entry":                 func(d *Draft) { d.Public = []Field{{PublicContinues, "999"}} },
		"an unknown subject field":      func(d *Draft) { d.Subjects[0].Fields = []Field{{"name", "x"}} },
		"subject fields out of order":   func(d *Draft) { d.Subjects[0].Fields = []Field{{"unit", "x"}, {"role", "x"}} },
		"a subject field twice":         func(d *Draft) { d.Subjects[0].Fields = []Field{{"role", "x"}, {"role", "x"}} },
		"a subject field too long":      func(d *Draft) { d.Subjects[0].Fields = []Field{{"text", strings.Repeat("x", maxValue+1)}} },
		"a subject field not UTF-8":     func(d *Draft) { d.Subjects[0].Fields = []Field{{"text", "\xff"}} },
		"a subject without a key":       func(d *Draft) { d.Subjects[0].Key = [32]byte{} },
		"an actor without a key":        func(d *Draft) { d.Actor = &Actor{} },
		"an unknown actor field":        func(d *Draft) { d.Actor = &Actor{Key: [32]byte{1}, Fields: []Field{{"role", "x"}}} },
		"a clause too long":             func(d *Draft) { d.Clause = strings.Repeat("x", maxText+1) },
		"a clause that is not UTF-8":    func(d *Draft) { d.Clause = "\xff" },
		"a true fact not known":         func(d *Draft) { d.Facts = Bits{True: 8, Known: 1} },
		"more subjects than allowed":    func(d *Draft) { d.Subjects = make([]Subject, MaxSubjects+1) },
		"ends on a read":                func(d *Draft) { d.Ends = []Subject{testSubject(1)} },
		"a void of the origin": func(d *Draft) {
			*d = Draft{Kind: KindVoid, Public: []Field{{PublicOf, "0"}}}
		},
		"a void of nothing": func(d *Draft) { *d = Draft{Kind: KindVoid} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := ok()
			change(&d)
			if _, err := tree.Append(context.Background(), ok(), d); !errors.Is(err, ErrDraft) {
				t.Errorf("got %v, want ErrDraft", err)
			}
		})
	}
	if _, err := tree.Append(t.Context()); !errors.Is(err, ErrDraft) {
		t.Errorf("no drafts: %v", err)
	}
	t.Cleanup(func() {
		if tree.Size() != 2 {
			t.Errorf("something was recorded: size %d", tree.Size())
		}
	})
}

func TestALogKeyEndsWithItsExactCounter(t *testing.T) {
	t.Parallel()
	db, l, tree := newTree(t, Options{})
	for range 5 {
		mustAppend(t, tree, read(tree, testSubject(1), testSubject(2)))
	}
	mustAppend(t, tree, read(tree, testSubject(3)))
	i := mustAppend(t, tree, Draft{Kind: KindDestroyed, Clause: "end", Rulebook: tree.Rulebook(), Ends: []Subject{testSubject(1), testSubject(2)}})
	e, err := tree.Entry(t.Context(), i)
	if err != nil || e.PublicValue(PublicCount) != "2" || e.PublicValue(PublicLast) != "10" {
		t.Errorf("got %s, %v", e.Text, err)
	}
	if _, err := tree.Append(t.Context(), read(tree, testSubject(2))); !errors.Is(err, ErrEnded) {
		t.Errorf("an entry under the ended key: %v", err)
	}
	l.Close()
	report, err := Verify(t.Context(), db, VerifyOptions{Keys: testKeys{3}})
	if err != nil || !report.OK() {
		t.Errorf("verify: %v %v", report.Findings, err)
	}
	report, err = Verify(t.Context(), db, VerifyOptions{Keys: testKeys{}})
	if err != nil || report.OK() {
		t.Errorf("a living key was not given and nothing was found: %+v, %v", report, err)
	}
}

func TestACallerWhoGivesUpInTimeLeavesNoTrace(t *testing.T) {
	t.Parallel()
	_, l, tree := newTree(t, Options{})
	hold, held := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = l.onCommitter(context.Background(), func() error { close(held); <-hold; return nil })
	})
	<-held // the committer is busy
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := tree.Append(ctx, read(tree, testSubject(1)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	close(hold)
	wg.Wait()
	if i := mustAppend(t, tree, read(tree, testSubject(1))); i != 2 {
		t.Errorf("the withdrawn draft was recorded: the next entry is %d", i)
	}
}

func TestNothingIsAppendedAfterClose(t *testing.T) {
	t.Parallel()
	_, l, tree := newTree(t, Options{})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	if _, err := tree.Append(t.Context(), read(tree, testSubject(1))); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v, want ErrClosed", err)
	}
}

func TestOrganisationsShareBatchesAndNothingElse(t *testing.T) {
	t.Parallel()
	db, l, one := newTree(t, Options{})
	two, err := l.Tree(t.Context(), "south-clinic", testKey("south"), "ledger.south-clinic.example/log")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := two.SwitchRulebook(t.Context(), []byte("rulebook of the south")); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			tree := []*Tree{one, two}[i%2]
			if _, err := tree.Append(context.Background(), read(tree, testSubject(i%3, someFields(i)...))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if one.Size() != 22 || two.Size() != 22 {
		t.Errorf("sizes %d and %d, want 22 each", one.Size(), two.Size())
	}
	if _, err := one.Append(t.Context(), read(two, testSubject(1))); !errors.Is(err, ErrStale) {
		t.Errorf("the rulebook of another organisation: %v", err)
	}
	l.Close()
	report, err := Verify(t.Context(), db, VerifyOptions{
		VerifierKeys: map[string]string{one.Origin(): one.VerifierKey(), two.Origin(): two.VerifierKey()}, Keys: testKeys{0, 1, 2},
	})
	if err != nil || !report.OK() || len(report.Origins) != 2 {
		t.Errorf("verify: %+v, %v", report, err)
	}
}

func TestAnOriginBelongsToItsOrganisationAndKey(t *testing.T) {
	t.Parallel()
	_, l, _ := newTree(t, Options{})
	for name, open := range map[string]func() (*Tree, error){
		"another organisation": func() (*Tree, error) {
			return l.Tree(t.Context(), "south-clinic", testKey(testOrg), testOrigin)
		},
		"another key": func() (*Tree, error) { return l.Tree(t.Context(), testOrg, testKey("x"), testOrigin) },
		"no key":      func() (*Tree, error) { return l.Tree(t.Context(), testOrg, nil, testOrigin) },
		"a bad origin": func() (*Tree, error) {
			return l.Tree(t.Context(), testOrg, testKey(testOrg), "ledger of the clinic")
		},
		"a bad name": func() (*Tree, error) { return l.Tree(t.Context(), "", testKey(testOrg), "x.example") },
	} {
		if tree, err := open(); err == nil {
			t.Errorf("%s: opened %v", name, tree.Origin())
		}
	}
	if again, err := l.Tree(t.Context(), testOrg, testKey(testOrg), testOrigin); err != nil || again.Size() != 2 {
		t.Errorf("opening it again: %v", err)
	}
}

func TestEntriesGoesThroughAllBatches(t *testing.T) {
	t.Parallel()
	_, _, tree := newTree(t, Options{})
	for range 9 {
		mustAppend(t, tree, read(tree, testSubject(1)), Draft{Kind: KindNotice, Subjects: []Subject{testSubject(2)}})
	}
	next := int64(5)
	for e, err := range tree.Entries(t.Context(), 5) {
		if err != nil || e.Index != next {
			t.Fatalf("got entry %d, %v, want %d", e.Index, err, next)
		}
		if _, err := e.OpenSubject(0, testSubject(map[Kind]int{KindRead: 1, KindNotice: 2}[e.Kind]).Key); err != nil {
			t.Errorf("entry %d: %v", e.Index, err)
		}
		next++
	}
	if next != 20 {
		t.Errorf("ended before entry %d, want 20", next)
	}
	if _, err := tree.Entry(t.Context(), 20); !errors.Is(err, ErrNoEntry) {
		t.Errorf("beyond the end: %v", err)
	}
}
