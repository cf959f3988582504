// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"database/sql/driver"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// fault makes the commits of one database file fail, before or after their effect.
type fault struct{ mode atomic.Int32 }

const (
	healthy    int32 = iota
	failBefore       // the commit fails and nothing of it stands
	failAfter        // the commit lands and its acknowledgement is lost
)

var errDisk = errors.New("the disk says no")

func (f *fault) between() func(driver.Connector) driver.Connector {
	if f == nil {
		return nil
	}
	return func(c driver.Connector) driver.Connector { return faultConnector{c, f} }
}

type faultConnector struct {
	driver.Connector
	f *fault
}

func (c faultConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &faultConn{conn.(fullConn), c.f}, nil
}

type fullConn interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

type faultConn struct {
	fullConn
	f *fault
}

func (c *faultConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := c.fullConn.BeginTx(ctx, o)
	if err != nil || o.ReadOnly {
		return tx, err
	}
	return faultTx{tx, c.f}, nil
}

type faultTx struct {
	driver.Tx
	f *fault
}

func (t faultTx) Commit() error {
	switch t.f.mode.Load() {
	case failBefore:
		return errors.Join(errDisk, t.Tx.Rollback())
	case failAfter:
		return errors.Join(errDisk, t.Tx.Commit())
	}
	return t.Tx.Commit()
}

func newFaultyWorld(t testing.TB) *world {
	w := newWorld(t)
	w.faults = map[string]*fault{"data.db": {}, "keys.db": {}, "ledger.db": {}}
	w.reopen(t)
	return w
}

func TestEveryFileFailingBeforeAndAfterItsCommitOpensNothingAndHalfDoesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file        string
		mode        int32
		read, write bool // whether the act still succeeds
	}{
		{"ledger.db", failBefore, false, false},
		{"ledger.db", failAfter, false, false},
		{"keys.db", failBefore, true, false},
		{"keys.db", failAfter, true, false},
		{"data.db", failBefore, true, false},
		{"data.db", failAfter, true, true}, // asked on a fresh connection, the change is found to stand
	} {
		t.Run(c.file+map[int32]string{failBefore: " before", failAfter: " after"}[c.mode], func(t *testing.T) {
			t.Parallel()
			w := newFaultyWorld(t)
			id := w.person(t)
			w.faults[c.file].mode.Store(c.mode)
			p, err := w.Read(t.Context(), w.openNote(id))
			if (err == nil) != c.read || (p != nil) != c.read || (err != nil && errs.KindOf(err) != errs.Unavailable) {
				t.Errorf("read: %v, %v", p, err)
			}
			fresh := opaque.New()
			_, err = w.write(t.Context(), w.clerk, rulebook.Add, admin, w.doc(card, fresh, "x"))
			if (err == nil) != c.write || (err != nil && errs.KindOf(err) != errs.Unavailable) {
				t.Errorf("write: %v", err)
			}
			if n := len(w.boxes(t, fresh)); (n == 1) != c.write {
				t.Errorf("%d boxes stand after the write", n)
			}
			w.faults[c.file].mode.Store(healthy)
			w.worksAgain(t, id)
		})
	}
}

// worksAgain asks that after the cause is gone everything works, in this
// process and after the next start, and that nothing is half done.
func (w *world) worksAgain(t *testing.T, id opaque.ID) {
	t.Helper()
	if _, err := w.Read(t.Context(), w.openNote(id)); err != nil {
		t.Errorf("the cause is gone, reading still fails: %v", err)
	}
	if _, err := w.write(t.Context(), w.nurse, rulebook.Add, care, w.doc(notes, id, "y")); err != nil {
		t.Errorf("the cause is gone, writing still fails: %v", err)
	}
	w.reopen(t)
	if _, err := w.Recover(t.Context(), func(opaque.ID) (int64, error) { return 1, nil }); err != nil {
		t.Fatal(err)
	}
	w.checkAgreement(t)
	w.awaitOutside(t)
	w.checkLedger(t)
}

func TestWhatCannotBeSettledStopsChangesUntilItCan(t *testing.T) {
	t.Parallel()
	w := newFaultyWorld(t)
	id := w.person(t)
	w.faults["data.db"].mode.Store(failBefore)
	for range 2 { // the first change cannot be voided, the second is not even begun
		before := w.Tree.Size()
		_, err := w.write(t.Context(), w.nurse, rulebook.Add, care, w.doc(notes, id, "x"))
		if errs.KindOf(err) != errs.Unavailable {
			t.Fatalf("got %v", err)
		}
		if len(w.frozen.entries) != 1 || w.Tree.Size() > before+1 {
			t.Errorf("frozen %v, %d new entries", w.frozen.entries, w.Tree.Size()-before)
		}
	}
	if _, err := w.Read(t.Context(), w.openNote(id)); err != nil {
		t.Errorf("reading needs no data commit: %v", err)
	}
	w.faults["data.db"].mode.Store(healthy)
	w.worksAgain(t, id)
}

func TestAFileThatIsTakenAwayIsNoticedAndWorksWhenItIsBack(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ledger.db", "data.db", "keys.db"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.person(t)
			path := filepath.Join(w.dir, name)
			if err := os.Rename(path, path+".away"); err != nil {
				t.Fatal(err)
			}
			if _, err := w.write(t.Context(), w.clerk, rulebook.Add, admin, w.doc(card, opaque.New(), "x")); errs.KindOf(err) != errs.Unavailable {
				t.Errorf("write: %v", err)
			}
			if p, err := w.Read(t.Context(), w.openNote(id)); name == "ledger.db" && (p != nil || errs.KindOf(err) != errs.Unavailable) {
				t.Errorf("read without a ledger: %v, %v", p, err)
			}
			if err := os.Rename(path+".away", path); err != nil {
				t.Fatal(err)
			}
			w.worksAgain(t, id)
		})
	}
}

// TestARolledBackLedgerIsRefusedAtTheStart brings yesterday's ledger back under
// today's checkpoint.
func TestARolledBackLedgerIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.person(t)
	w.close()
	path := filepath.Join(w.dir, "ledger.db")
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w.open(t)
	w.person(t)
	w.close()
	w.close = func() {}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		os.Remove(path + suffix)
	}
	_, _, err = openGate(t.Context(), w.dir, w.release, w.clk, nil)
	if errs.KeyOf(unavailable(err)) != "error.rolled-back" {
		t.Errorf("got %v, want that it was rolled back", err)
	}
}

func TestKeysOfALostKeyFileAreNotMadeAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if _, err := keys.CreateFile(filepath.Join(w.dir, "keys.json")); err == nil {
		t.Error("a key file was overwritten")
	}
}
