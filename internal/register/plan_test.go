// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/internal/store"
)

// TestALookUpReadsOnlyItsOwnRows asks SQLite how it would run the statement that
// every look-up begins with: without statistics it has been seen to walk all
// records of the organisation instead of taking the index.
func TestALookUpReadsOnlyItsOwnRows(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Migrate(t.Context(), "register", sub); err != nil {
		t.Fatal(err)
	}
	var id, parent, unused int
	var plan string
	if err := db.R.QueryRow("explain query plan "+selectRows, "o", []byte{1}, "r/c").Scan(&id, &parent, &unused, &plan); err != nil {
		t.Fatal(err)
	}
	if want := "record_subject (org=? AND subject=? AND category=?)"; !strings.Contains(plan, want) {
		t.Errorf("the plan is %q, want it to use %s", plan, want)
	}
}
