// SPDX-License-Identifier: EUPL-1.2

// Package store is the plumbing under the rooms: it opens a database file the
// way the guarantees need it, applies migrations, groups changes into durable
// transactions and tells error classes apart. It knows no table of any room
// and no person.
//
// SQLite runs in WAL mode with synchronous=FULL: a commit that was
// acknowledged survives a power cut (NORMAL lost acknowledged entries in the
// simulator). Both settings are read back at opening and refused if they did
// not take. One connection writes; several read.
package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
)

// DB is one database file: a single writing connection and a few readers.
type DB struct {
	W    *sql.DB // one connection, transactions begin immediate
	R    *sql.DB // readers
	Path string
}

// Querier is what a statement runs on: a reader, the writer or a transaction.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Quick is the context for reading a few rows by their key. Such a read is over
// sooner than it could be interrupted, and watching for the end of ctx costs
// two goroutines each time; so ctx is asked once, here.
func Quick(ctx context.Context) (context.Context, error) {
	return context.WithoutCancel(ctx), ctx.Err()
}

// Open opens or makes the database file at path, readable by its owner alone.
func Open(ctx context.Context, path string) (*DB, error) { return OpenWith(ctx, path, nil) }

// OpenWith opens like Open, with between standing between the writing pool and
// the driver, so that a fault can be put there. nil stands for nothing.
func OpenWith(ctx context.Context, path string, between func(driver.Connector) driver.Connector) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of %s: %w", filepath.Base(path), err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), err)
	}
	f.Close()
	db := &DB{Path: path}
	if db.W, err = pool(path, "&_txlock=immediate", 1, between); err != nil {
		return nil, err
	}
	if db.R, err = pool(path, "&_pragma=query_only(1)", 2+runtime.GOMAXPROCS(0), nil); err != nil {
		db.W.Close()
		return nil, err
	}
	if err := db.checkDurable(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func pool(path, extra string, conns int, between func(driver.Connector) driver.Connector) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=wal_autocheckpoint(4000)" + extra
	c, err := connector(path, dsn)
	if err != nil {
		return nil, err
	}
	if between != nil {
		c = between(c)
	}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// Shared lets several connections of the writing pool be used at once: for a
// file whose one writer is known (the ledger's committer), so that readers of
// the same pool do not wait for it.
func (db *DB) Shared() *sql.DB {
	db.W.SetMaxOpenConns(4)
	db.W.SetMaxIdleConns(4)
	return db.W
}

// OpenToRead opens a database file without changing it, as evidence is opened.
func OpenToRead(path string) (*sql.DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), err)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(1)")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), err)
	}
	db.SetMaxOpenConns(2)
	return db, nil
}

// checkDurable reads back the two settings every promise of durability rests on.
func (db *DB) checkDurable(ctx context.Context) error {
	var mode string
	var sync int
	if err := db.W.QueryRowContext(ctx, "pragma journal_mode").Scan(&mode); err != nil {
		return fmt.Errorf("open %s: %w", filepath.Base(db.Path), err)
	}
	if err := db.W.QueryRowContext(ctx, "pragma synchronous").Scan(&sync); err != nil {
		return fmt.Errorf("open %s: %w", filepath.Base(db.Path), err)
	}
	if mode != "wal" || sync != 2 {
		return fmt.Errorf("open %s: journal mode %s, synchronous %d: this file system gives no write-ahead log, put the data folder on a local disk",
			filepath.Base(db.Path), mode, sync)
	}
	return nil
}

// Close waits for running statements and closes both pools.
func (db *DB) Close() error {
	rerr := db.R.Close()
	if err := db.W.Close(); err != nil {
		return err
	}
	return rerr
}
