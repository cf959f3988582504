// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
)

// ErrGone means that the database file was moved, replaced or removed while
// it was open. SQLite would go on writing to the nameless file and the writes
// would be lost at the next start; so nothing is acknowledged any more.
var ErrGone = errors.New("the database file is no longer where it was opened")

// present opens connections that check, before and after each transaction,
// that the file at path is still the one that was opened.
type present struct {
	path string
	dsn  string
	info os.FileInfo
	drv  driver.Driver
}

func connector(path, dsn string) (driver.Connector, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Base(path), err)
	}
	return &present{path: path, dsn: dsn, info: info, drv: &sqlite.Driver{}}, nil
}

func (p *present) Driver() driver.Driver { return p.drv }

func (p *present) Connect(context.Context) (driver.Conn, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	c, err := p.drv.Open(p.dsn)
	if err != nil {
		return nil, err
	}
	return &conn{full: c.(full), at: p}, nil
}

func (p *present) check() error {
	now, err := os.Stat(p.path)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(p.path), ErrGone)
	}
	if !os.SameFile(p.info, now) {
		return fmt.Errorf("%s was replaced: %w", filepath.Base(p.path), ErrGone)
	}
	return nil
}

// full is what the SQLite driver's connections can do and database/sql asks for.
type full interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

type conn struct {
	full
	at *present
}

// BeginTx begins only on the file that was opened.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	if err := c.at.check(); err != nil {
		return nil, err
	}
	t, err := c.full.BeginTx(ctx, o)
	if err != nil {
		return nil, err
	}
	return &tx{Tx: t, at: c.at}, nil
}

type tx struct {
	driver.Tx
	at *present
}

// Commit acknowledges only what landed in the file that was opened.
func (t *tx) Commit() error {
	if err := t.Tx.Commit(); err != nil {
		return err
	}
	return t.at.check()
}
