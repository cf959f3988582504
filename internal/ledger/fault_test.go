// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/ncruces/go-sqlite3"
)

// faulty wraps a database/sql driver and fails chosen calls before or after
// their effect.
type faulty struct {
	driver.Connector
	mu     sync.Mutex
	before func(op string) error
	after  func(op string) error
}

var errFault = errors.New("the cable is out")

// openFaulty opens a SQLite file through a faulty driver.
func openFaulty(t *testing.T, path string) (*sql.DB, *faulty) {
	t.Helper()
	plain := openDB(t, path)
	f := &faulty{Connector: dsnConnector{plain.Driver(), "file:" + path + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate"}}
	db := sql.OpenDB(f)
	t.Cleanup(func() { db.Close() })
	return db, f
}

type dsnConnector struct {
	d   driver.Driver
	dsn string
}

func (c dsnConnector) Connect(context.Context) (driver.Conn, error) { return c.d.Open(c.dsn) }
func (c dsnConnector) Driver() driver.Driver                        { return c.d }

// set chooses what fails; nil for nothing.
func (f *faulty) set(before, after func(op string) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.before, f.after = before, after
}

// do runs one call between its two possible faults.
func (f *faulty) do(op string, call func() error) error {
	f.mu.Lock()
	before, after := f.before, f.after
	f.mu.Unlock()
	if before != nil {
		if err := before(op); err != nil {
			return err
		}
	}
	err := call()
	if err == nil && after != nil {
		err = after(op)
	}
	return err
}

func (f *faulty) Connect(ctx context.Context) (c driver.Conn, err error) {
	err = f.do("connect", func() error { c, err = f.Connector.Connect(ctx); return err })
	return &faultyConn{c, f}, err
}

type faultyConn struct {
	driver.Conn
	f *faulty
}

func (c *faultyConn) BeginTx(ctx context.Context, o driver.TxOptions) (tx driver.Tx, err error) {
	err = c.f.do("begin", func() error { tx, err = c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o); return err })
	return &faultyTx{tx, c.f}, err
}

func (c *faultyConn) PrepareContext(ctx context.Context, q string) (s driver.Stmt, err error) {
	err = c.f.do("prepare", func() error { s, err = c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, q); return err })
	return &faultyStmt{s, c.f, q}, err
}

func (c *faultyConn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (r driver.Result, err error) {
	err = c.f.do("exec "+q, func() error { r, err = c.Conn.(driver.ExecerContext).ExecContext(ctx, q, args); return err })
	return r, err
}

func (c *faultyConn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (r driver.Rows, err error) {
	err = c.f.do("query "+q, func() error { r, err = c.Conn.(driver.QueryerContext).QueryContext(ctx, q, args); return err })
	return r, err
}

type faultyTx struct {
	driver.Tx
	f *faulty
}

func (tx *faultyTx) Commit() error   { return tx.f.do("commit", tx.Tx.Commit) }
func (tx *faultyTx) Rollback() error { return tx.f.do("rollback", tx.Tx.Rollback) }

type faultyStmt struct {
	driver.Stmt
	f *faulty
	q string
}

func (s *faultyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (r driver.Result, err error) {
	err = s.f.do("exec "+s.q, func() error { r, err = s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args); return err })
	return r, err
}

func (s *faultyStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (r driver.Rows, err error) {
	err = s.f.do("query "+s.q, func() error { r, err = s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args); return err })
	return r, err
}

// once fails the first call whose name begins so.
func once(prefix string) func(string) error {
	var done bool
	return func(op string) error {
		if done || !strings.HasPrefix(op, prefix) {
			return nil
		}
		done = true
		return errFault
	}
}

// always fails every call.
func always(string) error { return errFault }

// witnessingKey remembers every checkpoint it signs and complains about two
// roots for one size.
type witnessingKey struct {
	ed25519.PrivateKey
	t     *testing.T
	mu    sync.Mutex
	roots map[string]string
}

func (k *witnessingKey) Sign(r io.Reader, msg []byte, o crypto.SignerOpts) ([]byte, error) {
	lines := strings.Split(string(msg), "\n")
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(lines) == 4 {
		size, root := lines[0]+" "+lines[1], lines[2]
		if was, ok := k.roots[size]; ok && was != root {
			k.t.Errorf("signed two roots for size %s", size)
		}
		k.roots[size] = root
	}
	return k.PrivateKey.Sign(r, msg, o)
}

func newWitness(t *testing.T) *witnessingKey {
	return &witnessingKey{PrivateKey: testKey(testOrg), t: t, roots: map[string]string{}}
}

// TestAFailedBatchIsToldAndMended fails every kind of call of a batch, before
// and after its effect, and wants: an error for the caller, nothing
// acknowledged that is lost, and work going on at once when the cause is gone.
func TestAFailedBatchIsToldAndMended(t *testing.T) {
	t.Parallel()
	type fault struct{ before, after func(string) error }
	for name, c := range map[string]struct {
		fault  fault
		landed bool // the entries stand although their caller was told no
	}{
		"begin before its effect":                {fault{before: once("begin")}, false},
		"begin after its effect":                 {fault{after: once("begin")}, false},
		"insert of the batch before its effect":  {fault{before: once("exec INSERT INTO ledger_batch")}, false},
		"insert of the batch after its effect":   {fault{after: once("exec INSERT INTO ledger_batch")}, false},
		"insert of the tags before its effect":   {fault{before: once("exec INSERT INTO ledger_tag")}, false},
		"insert of the tags after its effect":    {fault{after: once("exec INSERT INTO ledger_tag")}, false},
		"commit before its effect":               {fault{before: once("commit")}, false},
		"commit after its effect":                {fault{after: once("commit")}, true},
		"the look for tags":                      {fault{before: once("query SELECT tag FROM ledger_tag")}, false},
		"commit, with a rollback that fails too": {fault{before: both(once("commit"), once("exec ROLLBACK"))}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, f := openFaulty(t, filepath.Join(t.TempDir(), "ledger.db"))
			key := newWitness(t)
			l := mustOpen(t, db, Options{})
			tree, err := l.Tree(t.Context(), testOrg, key, testOrigin)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook one")); err != nil {
				t.Fatal(err)
			}
			mustAppend(t, tree, read(tree, testSubject(1)))
			f.set(c.fault.before, c.fault.after)
			_, err = tree.Append(t.Context(), read(tree, testSubject(1), testSubject(2)))
			if !errors.Is(err, ErrUnavailable) || !errors.Is(err, errFault) {
				t.Errorf("got %v, want ErrUnavailable with its cause", err)
			}
			if tree.Size() != 3 {
				t.Errorf("size %d was acknowledged, want 3", tree.Size())
			}
			f.set(nil, nil)
			i := mustAppend(t, tree, read(tree, testSubject(1), testSubject(2)))
			checkMended(t, tree, i, c.landed)
			l.Close()
			if report := mustVerify(t, db, VerifyOptions{Keys: testKeys{1, 2}}); !report.OK() {
				t.Errorf("verify: %v", report.Findings)
			}
		})
	}
}

func both(a, b func(string) error) func(string) error {
	return func(op string) error { return errors.Join(a(op), b(op)) }
}

// checkMended wants the interrupted entry just before the first new one.
func checkMended(t *testing.T, tree *Tree, i int64, landed bool) {
	t.Helper()
	want, public := int64(4), []Field{{PublicCount, "1"}}
	if landed {
		want, public = 5, []Field{{PublicFrom, "3"}, {PublicTo, "3"}, {PublicCount, "1"}}
	}
	if i != want {
		t.Errorf("the next entry has number %d, want %d", i, want)
	}
	e, err := tree.Entry(t.Context(), i-1)
	if err != nil || e.Kind != KindInterrupted {
		t.Fatalf("the entry before it: %v, %s", err, e.Text)
	}
	if d := cmp.Diff(public, e.Public); d != "" {
		t.Errorf("interrupted (-want +got)\n%s", d)
	}
}

// TestFailuresOfEverySizeNeverSignASizeTwice fails batches of growing size, so
// that later ones end where a failed one would have ended.
func TestFailuresOfEverySizeNeverSignASizeTwice(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t, filepath.Join(t.TempDir(), "ledger.db"))
	key := newWitness(t)
	l := mustOpen(t, db, Options{})
	f.set(once("commit"), nil)
	if _, err := l.Tree(t.Context(), testOrg, key, testOrigin); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("begin an origin: %v", err)
	}
	tree, err := l.Tree(t.Context(), testOrg, key, testOrigin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook one")); err != nil {
		t.Fatal(err)
	}
	for n := 5; n > 0; n-- {
		f.set(func(op string) error {
			if op == "commit" {
				return errFault
			}
			return nil
		}, nil)
		for m := range n {
			drafts := make([]Draft, m+1)
			for i := range drafts {
				drafts[i] = read(tree, testSubject(i))
			}
			if _, err := tree.Append(t.Context(), drafts...); !errors.Is(err, ErrUnavailable) {
				t.Fatalf("got %v, want ErrUnavailable", err)
			}
		}
		f.set(nil, nil)
		mustAppend(t, tree, read(tree, testSubject(1)))
		mustAppend(t, tree, read(tree, testSubject(2)))
	}
	l.Close()
	if report := mustVerify(t, db, VerifyOptions{Keys: testKeys{1, 2}}); !report.OK() {
		t.Errorf("verify: %v", report.Findings)
	}
}

func TestEverybodyWaitingIsToldWhenTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t, filepath.Join(t.TempDir(), "ledger.db"))
	l := mustOpen(t, db, Options{})
	tree := mustTree(t, l)
	if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook one")); err != nil {
		t.Fatal(err)
	}
	f.set(always, nil)
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			if _, err := tree.Append(context.Background(), read(tree, testSubject(i))); !errors.Is(err, ErrUnavailable) {
				t.Errorf("got %v, want ErrUnavailable", err)
			}
		})
	}
	wg.Wait()
	if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook two")); !errors.Is(err, ErrUnavailable) {
		t.Errorf("switch: got %v, want ErrUnavailable", err)
	}
	f.set(nil, nil)
	for i := range 64 {
		mustAppend(t, tree, read(tree, testSubject(i)))
	}
	l.Close()
	if report := mustVerify(t, db, VerifyOptions{}); !report.OK() || report.Origins[0].Size != 67 {
		t.Errorf("verify: %+v", report)
	}
}

// TestADiskThatFailsIsToldAndMended fails the disk itself under SQLite.
func TestADiskThatFailsIsToldAndMended(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		op  string
		err error
	}{
		"disk full":             {"write", sqlite3.FULL},
		"I/O error on a write":  {"write", sqlite3.IOERR_WRITE},
		"I/O error on fsync":    {"sync", sqlite3.IOERR_FSYNC},
		"a read-only remount":   {"write", sqlite3.READONLY},
		"the disk taken out":    {"", sqlite3.IOERR},
		"disk full at checking": {"truncate", sqlite3.FULL},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDisk(t)
			db := d.open(t, "full")
			key := newWitness(t)
			l := mustOpen(t, db, Options{})
			tree, err := l.Tree(t.Context(), testOrg, key, testOrigin)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook one")); err != nil {
				t.Fatal(err)
			}
			var told []int64
			failed := 0
			for round := range 3 {
				told = append(told, mustAppend(t, tree, read(tree, testSubject(round))))
				d.mu.Lock()
				d.fault = func(op string) error {
					if c.op == "" || op == c.op {
						return c.err
					}
					return nil
				}
				d.mu.Unlock()
				for range 5 {
					i, err := tree.Append(t.Context(), read(tree, testSubject(round)))
					if err == nil {
						told = append(told, i) // this batch needed nothing that fails
					} else if failed++; !errors.Is(err, ErrUnavailable) {
						t.Errorf("got %v, want ErrUnavailable", err)
					}
				}
				d.mu.Lock()
				d.fault = nil
				d.mu.Unlock()
			}
			mustAppend(t, tree, read(tree, testSubject(9)))
			if c.op != "truncate" && failed != 15 {
				t.Errorf("%d of 15 failed", failed)
			}
			for _, i := range told {
				if e, err := tree.Entry(t.Context(), i); err != nil || e.Kind != KindRead {
					t.Errorf("acknowledged entry %d: %v", i, err)
				}
			}
			l.Close()
			if report := mustVerify(t, db, VerifyOptions{Keys: testKeys{0, 1, 2, 9}}); !report.OK() {
				t.Errorf("verify: %v", report.Findings)
			}
		})
	}
}

// TestAFullDatabaseFileIsToldAndMended uses the limit SQLite itself keeps, on
// the driver of the product.
func TestAFullDatabaseFileIsToldAndMended(t *testing.T) {
	t.Parallel()
	db, l, tree := newTree(t, Options{})
	db.SetMaxOpenConns(1)
	limit := func(pages int) {
		if _, err := db.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1)
	var failed error
	for i := 0; failed == nil && i < 500; i++ {
		_, failed = tree.Append(t.Context(), read(tree, testSubject(i%5, someFields(i)...)))
	}
	if !errors.Is(failed, ErrUnavailable) {
		t.Fatalf("got %v, want ErrUnavailable", failed)
	}
	limit(1 << 30)
	mustAppend(t, tree, read(tree, testSubject(1)))
	l.Close()
	if report := mustVerify(t, db, VerifyOptions{Keys: testKeys{0, 1, 2, 3, 4}}); !report.OK() {
		t.Errorf("verify: %v", report.Findings)
	}
}

// TestASecondProgramOnTheSameFileCannotForkTheLog lets two ledgers write one
// file: each notices the other's batches and goes on after them.
func TestASecondProgramOnTheSameFileCannotForkTheLog(t *testing.T) {
	t.Parallel()
	db, l, one := newTree(t, Options{})
	l2 := mustOpen(t, db, Options{})
	two := mustTree(t, l2)
	for i := range 10 {
		for _, tree := range []*Tree{one, two} {
			_, err := tree.Append(t.Context(), read(tree, testSubject(i%2)))
			if errors.Is(err, ErrUnavailable) {
				mustAppend(t, tree, read(tree, testSubject(i%2)))
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	l.Close()
	l2.Close()
	if report := mustVerify(t, db, VerifyOptions{Keys: testKeys{0, 1}}); !report.OK() {
		t.Errorf("verify: %v", report.Findings)
	}
}
