// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/internal/store"
)

// TestALookUpReadsOnlyItsOwnRows asks SQLite how it would run the statements of
// every look-up: without statistics it has been seen to walk all
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
	for name, c := range map[string]struct {
		sql  string
		args []any
		want []string
	}{
		"records":           {selectRows, []any{"o", []byte{1}, "r/c"}, []string{"record_subject (org=? AND subject=? AND category=?)"}},
		"a look-up":         {selectLook(1), []any{"o", []byte{1}, "o", []byte{1}, "o", []byte{1}, "r/c"}, []string{"subject USING PRIMARY KEY (org=? AND id=?)", "mark_subject (org=? AND subject=?)", "record_subject (org=? AND subject=? AND category=?)"}},
		"facts of somebody": {selectFacts(1), []any{"o", []byte{1}, "o", []byte{1}, 0, 0}, []string{"subject USING PRIMARY KEY (org=? AND id=?)", "mark_subject (org=? AND subject=?)"}},
	} {
		plan := planOf(t, db, c.sql, c.args)
		for _, want := range c.want {
			if !strings.Contains(plan, want) {
				t.Errorf("%s: the plan is\n%swant it to use %s", name, plan, want)
			}
		}
		if strings.Contains(plan, "SCAN") {
			t.Errorf("%s: the plan walks a whole table:\n%s", name, plan)
		}
	}
}

func planOf(t *testing.T, db *store.DB, query string, args []any) (plan string) {
	t.Helper()
	rows, err := db.R.Query("explain query plan "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan += step + "\n"
	}
	return plan
}
