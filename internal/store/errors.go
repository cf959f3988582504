// SPDX-License-Identifier: EUPL-1.2

package store

import (
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// IsUnique tells whether err says that a row with that key stands already.
func IsUnique(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

// IsTrouble tells whether err comes from the store itself (disk full, I/O
// error, read-only, file gone, locked) and not from what was asked of it.
func IsTrouble(err error) bool {
	if errors.Is(err, ErrGone) {
		return true
	}
	e, ok := errors.AsType[*sqlite.Error](err)
	return ok && e.Code()&0xff != sqlite3.SQLITE_CONSTRAINT
}
