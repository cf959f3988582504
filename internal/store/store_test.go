// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"
)

func open(t *testing.T) *DB {
	t.Helper()
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(t.Context(), "test", fstest.MapFS{"00001_thing.sql": {Data: []byte("-- +goose Up\ncreate table thing(n integer primary key);\n")}}); err != nil {
		t.Fatal(err)
	}
	return db
}

func count(t *testing.T, db *DB) (n int) {
	t.Helper()
	if err := db.R.QueryRow("select count(*) from thing").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func insert(n int) func(*sql.Tx) error {
	return func(tx *sql.Tx) error {
		_, err := tx.Exec("insert into thing values(?)", n)
		return err
	}
}

func TestAGroupKeepsEveryChangeButTheOneThatFails(t *testing.T) {
	t.Parallel()
	db := open(t)
	g := NewGroup(db)
	defer g.Close()
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			out, err := g.Do(context.Background(), insert(i/2)) // each number twice: one of the two must fail alone
			if (err == nil) != (out == Done) {
				t.Errorf("outcome %v with error %v", out, err)
			}
			if err != nil && !IsUnique(err) {
				t.Errorf("got %v, want a unique violation", err)
			}
		})
	}
	wg.Wait()
	if n := count(t, db); n != 100 {
		t.Errorf("%d rows, want 100", n)
	}
}

func TestAFailedChangeUndoesAllOfItsOwnRows(t *testing.T) {
	t.Parallel()
	db := open(t)
	g := NewGroup(db)
	defer g.Close()
	want := errors.New("no")
	out, err := g.Do(t.Context(), func(tx *sql.Tx) error {
		if err := insert(1)(tx); err != nil {
			return err
		}
		return want
	})
	if out != Failed || !errors.Is(err, want) {
		t.Fatalf("got %v, %v", out, err)
	}
	if n := count(t, db); n != 0 {
		t.Errorf("%d rows stand after the failure", n)
	}
}

func TestAFileThatIsMovedAwayIsNoticedBeforeAnythingIsAcknowledged(t *testing.T) {
	t.Parallel()
	db := open(t)
	g := NewGroup(db)
	defer g.Close()
	if _, err := g.Do(t.Context(), insert(1)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(db.Path, db.Path+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Do(t.Context(), insert(2)); !errors.Is(err, ErrGone) {
		t.Fatalf("got %v, want ErrGone", err)
	}
	if err := os.Rename(db.Path+".away", db.Path); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Do(t.Context(), insert(3)); err != nil {
		t.Errorf("the file is back, still: %v", err)
	}
}

func TestTheFileIsForItsOwnerAlone(t *testing.T) {
	t.Parallel()
	db := open(t)
	info, err := os.Stat(db.Path)
	if err != nil {
		t.Fatal(err)
	}
	if m := info.Mode().Perm(); m != 0o600 {
		t.Errorf("mode %o, want 600", m)
	}
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	db := open(t)
	fs := fstest.MapFS{"00001_thing.sql": {Data: []byte("-- +goose Up\ncreate table thing(n integer primary key);\n")}}
	if err := db.Migrate(t.Context(), "test", fs); err != nil {
		t.Error(err)
	}
	if err := db.Migrate(t.Context(), "other", fstest.MapFS{"00001_x.sql": {Data: []byte("-- +goose Up\ncreate table other(n integer);\n")}}); err != nil {
		t.Errorf("a second room in the same file: %v", err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	db := open(t)
	if _, err := db.R.Exec("insert into thing values(1)"); err == nil {
		t.Error("a reader wrote")
	}
}

func TestAQuickReadIsNotBegunForWhoeverHasLeft(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	quick, err := Quick(ctx)
	if err != nil || quick.Done() != nil {
		t.Errorf("got %v and a context that ends %t, want one that is not watched", err, quick.Done() != nil)
	}
	leave()
	if _, err := Quick(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that the caller has left", err)
	}
}
