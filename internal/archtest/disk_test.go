// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"bytes"
	"compress/flate"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
)

// searchFiles looks through every file of the data folder as it lies there,
// free pages and logs included.
func searchFiles(t *testing.T, dir string, m *matcher) {
	t.Helper()
	var files int
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		files++
		if what := m.find(text); what != "" {
			t.Errorf("the file %s holds %s openly", filepath.Base(p), what)
		}
		return nil
	})
	if err != nil || files < 4 {
		t.Fatalf("%d files searched: %v", files, err)
	}
}

// walkTables gives every value of every column of the three databases.
func walkTables(t *testing.T, dir string, each func(db, table, column string, value []byte)) {
	t.Helper()
	for _, name := range []string{"data.db", "ledger.db", "keys.db"} {
		db, err := store.OpenToRead(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, table := range column(t, db, `select name from sqlite_master where type = 'table'`) {
			walkTable(t, db, table, func(column string, value []byte) { each(name, table, column, value) })
		}
	}
}

func walkTable(t *testing.T, db *sql.DB, table string, each func(column string, value []byte)) {
	t.Helper()
	rows, err := db.Query(`select * from "` + table + `"`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(names))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		for i, v := range values {
			switch v := (*v.(*any)).(type) {
			case []byte:
				each(names[i], v)
			case string:
				each(names[i], []byte(v))
			case int64:
				each(names[i], fmt.Append(nil, v))
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func column(t *testing.T, db *sql.DB, query string) (out []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

// ciphertext holds that sealed columns cannot be pressed together: what is
// encrypted looks like chance, plain or merely encoded text does not.
func ciphertext(t *testing.T, dir string) {
	t.Helper()
	sealed := map[string]*bytes.Buffer{"record.box": {}, "past.box": {}, "account_record.box": {}, "person_key.wrapped": {}, "ledger_batch.bodies": {}, "ledger_batch.actors": {}}
	walkTables(t, dir, func(_, table, column string, value []byte) {
		if b := sealed[table+"."+column]; b != nil {
			b.Write(value)
		}
	})
	for name, b := range sealed {
		if b.Len() == 0 && name != "past.box" {
			t.Errorf("%s holds nothing, so nothing was shown", name)
		}
		if r := pressed(b.Bytes()); b.Len() > 1000 && r < 0.96 {
			t.Errorf("%s can be pressed to %.0f %% of its size: ciphertext cannot", name, 100*r)
		}
	}
}

func pressed(b []byte) float64 {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.BestCompression)
	w.Write(b)
	w.Close()
	return float64(out.Len()) / float64(max(len(b), 1))
}

var (
	migrationTable = regexp.MustCompile(`^(?:goose_.*|.*_db_version|ledger_version|sqlite_.*)$`)
	textWord       = regexp.MustCompile(`[^/.:]+`)
)

// openText holds that every text that stands open is a word of the promise or
// of the engine: ids of categories, fields, states, never anything of a person.
func openText(t *testing.T, dir string) {
	t.Helper()
	r, problems := promise.Load(os.DirFS("../../examples/hms"))
	if r == nil {
		t.Fatal(problems)
	}
	words := map[string]string{}
	collect(words, r)
	engine := strings.Fields("done void invited active closed person company log event nb en staff in-care assigned same-unit")
	open, said := map[string]bool{}, map[string]bool{}
	walkTables(t, dir, func(db, table, column string, value []byte) {
		if migrationTable.MatchString(table) || table == "ledger_rulebook" || (table == "ledger_origin" && column != "org") || !isText(value) {
			return
		}
		open[table+"."+column] = true
		for _, w := range textWord.FindAllString(string(value), -1) {
			if words[w] == "" && !slices.Contains(engine, w) && !facts(w) && !said[w] {
				said[w] = true
				t.Errorf("%s: %s.%s has the open text %q, which is no word of the promise", db, table, column, w)
			}
		}
	})
	for _, c := range []string{"record.category", "account.state", "mark.name", "blind_index.field"} {
		if !open[c] {
			t.Errorf("%s had no text, so nothing was shown: got %v", c, slices.Sorted(maps.Keys(open)))
		}
	}
}

func facts(w string) bool { return slices.Contains(promise.FactWords(), w) }

// isText tells printable text with a letter from ids, hashes and numbers.
func isText(b []byte) bool {
	letter := false
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
		letter = letter || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return letter
}

// theSearchFinds puts values into the folder in several disguises and wants
// the search to name them.
func theSearchFinds(t *testing.T, dir string, m *matcher, secrets map[string]string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "data.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`create table planted(v)`); err != nil {
		t.Fatal(err)
	}
	var number, note string
	for s, what := range secrets {
		switch what {
		case "personal-journal/identity.national-id":
			number = s
		case "personal-journal/consultations.text":
			note = s
		}
	}
	for _, disguise := range disguises([]byte(number)) {
		if m.find(append([]byte("x"), disguise...)) == "" {
			t.Errorf("a number disguised as %q was not found", disguise)
		}
	}
	if _, err := db.Exec(`insert into planted values (?), (?)`, "note: "+note, "12"+number); err != nil {
		t.Fatal(err)
	}
	var found []string
	walkTables(t, dir, func(db, table, column string, value []byte) {
		if what := m.find(value); what != "" {
			found = append(found, table+"."+column+" "+what)
		}
	})
	if len(found) != 2 || !strings.HasPrefix(found[0], "planted.v ") {
		t.Errorf("two planted values gave the findings %q", found)
	}
}
