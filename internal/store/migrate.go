// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

// Migrate brings the tables of one room up to date. Each room has its own
// folder of NNNNN_name.sql files and its own version table (named after the
// room), so that rooms can share a file without knowing each other.
func (db *DB) Migrate(ctx context.Context, room string, migrations fs.FS) error {
	s, err := database.NewStore(database.DialectSQLite3, "version_"+room)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	p, err := goose.NewProvider("", db.W, migrations, goose.WithStore(s))
	if err != nil {
		return fmt.Errorf("migrate %s: %w", room, err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s in %s: %w", room, filepath.Base(db.Path), err)
	}
	return nil
}
