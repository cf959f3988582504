// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
	_ "modernc.org/sqlite"
)

const (
	testOrg    = "north-clinic"
	testOrigin = "ledger.north-clinic.example/log"
)

// thorough asks for the long versions of tests that can also take a sample.
var thorough = os.Getenv("CI") != ""

// TestMain becomes the child of the kill test when told to, and otherwise wants
// every goroutine of the package's ledgers to have ended.
func TestMain(m *testing.M) {
	if dir := os.Getenv(killDirVariable); dir != "" {
		killChild(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

// testKey is a signing key that is the same in every run.
func testKey(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte("signing key of " + name))
	return ed25519.NewKeyFromSeed(seed[:])
}

// testSubject is person n with a key of its own.
func testSubject(n int, fields ...Field) Subject {
	s := Subject{Fields: fields}
	binary.BigEndian.PutUint64(s.Person[:], uint64(n)+1)
	s.Key = sha256.Sum256(fmt.Appendf(nil, "log key %d", n))
	return s
}

func testActor(n int) *Actor {
	return &Actor{
		Key:    sha256.Sum256(fmt.Appendf(nil, "actor key %d", n)),
		Fields: []Field{{"id", fmt.Sprintf("staff-%d", n)}, {"name", "Aino Esimerkki"}, {"session", "s1"}},
	}
}

// openDB opens a database file as the product does.
func openDB(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(4000)&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func newDB(t testing.TB) *sql.DB {
	t.Helper()
	return openDB(t, filepath.Join(t.TempDir(), "ledger.db"))
}

func mustOpen(t testing.TB, db *sql.DB, o Options) *Ledger {
	t.Helper()
	if o.Engine == "" {
		o.Engine = "test-1"
	}
	l, err := Open(t.Context(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func mustTree(t testing.TB, l *Ledger) *Tree {
	t.Helper()
	tree, err := l.Tree(context.Background(), testOrg, testKey(testOrg), testOrigin)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// newTree opens a ledger in a new file with one organisation and one rulebook.
func newTree(t testing.TB, o Options) (*sql.DB, *Ledger, *Tree) {
	t.Helper()
	db := newDB(t)
	l := mustOpen(t, db, o)
	tree := mustTree(t, l)
	if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook one")); err != nil {
		t.Fatal(err)
	}
	return db, l, tree
}

// read is a draft as a look-up makes it.
func read(tree *Tree, subjects ...Subject) Draft {
	return Draft{
		Kind: KindRead, Outcome: OutcomeAllowed, Clause: "nurses-read-journal", Rulebook: tree.Rulebook(),
		Facts: Bits{True: 5, Known: 7}, Action: "open", Purpose: "treatment", Subjects: subjects, Actor: testActor(1),
	}
}

// someFields is what a look-up says about a person.
func someFields(n int) []Field {
	return []Field{{"role", "nurse"}, {"unit", "ward-2"}, {"categories", "journal"}, {"records", fmt.Sprintf("r-%d", n)}, {"actor", "staff-1"}}
}

func mustAppend(t testing.TB, tree *Tree, drafts ...Draft) int64 {
	t.Helper()
	first, err := tree.Append(context.Background(), drafts...)
	if err != nil {
		t.Fatal(err)
	}
	return first
}

// fakeClock is a wall clock and a monotonic clock that a test sets.
type fakeClock struct {
	wall chan time.Time // holds one value
	mono chan time.Duration
}

func newFakeClock() *fakeClock {
	c := &fakeClock{make(chan time.Time, 1), make(chan time.Duration, 1)}
	c.wall <- time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	c.mono <- 0
	return c
}

func (c *fakeClock) now() time.Time {
	v := <-c.wall
	c.wall <- v
	return v
}

func (c *fakeClock) count() time.Duration {
	v := <-c.mono
	c.mono <- v
	return v
}

// pass lets both clocks run on; jump sets the wall clock only.
func (c *fakeClock) pass(d time.Duration) {
	c.jump(d)
	c.mono <- <-c.mono + d
}

func (c *fakeClock) jump(d time.Duration) { c.wall <- (<-c.wall).Add(d) }
