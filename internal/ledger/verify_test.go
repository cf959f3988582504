// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// testKeys are the numbers of the persons whose log keys are given.
type testKeys []int

func (k testKeys) LogKeys(context.Context, string) iter.Seq2[[32]byte, error] {
	return func(yield func([32]byte, error) bool) {
		for _, n := range k {
			if !yield(testSubject(n).Key, nil) {
				return
			}
		}
	}
}

// history writes a ledger with entries of most kinds, in several batches, the
// oldest of them pruned, and returns it closed.
func history(t testing.TB, dir string) (db *sql.DB, o VerifyOptions) {
	t.Helper()
	c := newFakeClock()
	db = openDB(t, filepath.Join(dir, "ledger.db"))
	outside := FileOutside(dir)
	l := mustOpen(t, db, Options{Now: c.now, Mono: c.count, Outside: outside})
	tree := mustTree(t, l)
	rulebook := func(text string) {
		if _, err := tree.SwitchRulebook(t.Context(), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	rulebook("rulebook one")
	mustAppend(t, tree, read(tree, testSubject(1, someFields(1)...)), read(tree, testSubject(2, someFields(2)...)))
	c.pass(time.Hour)
	prunedBefore := c.now()
	c.pass(time.Hour)
	intent := read(tree, testSubject(1, someFields(1)...))
	intent.Kind = KindIntent
	intent.Public = []Field{{PublicContent, strings.Repeat("ab", 32)}}
	i := mustAppend(t, tree, intent)
	mustAppend(t, tree, Draft{Kind: KindVoid, Public: []Field{{PublicOf, fmt.Sprint(i)}}})
	rulebook("rulebook two")
	refusal := read(tree, testSubject(2, someFields(2)...), testSubject(3), testSubject(1, Field{"text", "why"}))
	refusal.Kind, refusal.Outcome = KindRefusal, OutcomeRefused
	mustAppend(t, tree, refusal, Draft{Kind: KindSignIn, Actor: testActor(2)})
	if _, err := tree.Prune(t.Context(), prunedBefore, "keep-one-hour"); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, tree, Draft{Kind: KindDestroyed, Rulebook: tree.Rulebook(), Ends: []Subject{testSubject(3)}})
	mustAppend(t, tree, read(tree, testSubject(2, someFields(9)...)))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return db, VerifyOptions{VerifierKeys: map[string]string{testOrigin: tree.VerifierKey()}, Outside: outside, Keys: testKeys{1, 2}}
}

func mustVerify(t testing.TB, db *sql.DB, o VerifyOptions) Report {
	t.Helper()
	report, err := Verify(context.Background(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAWholeLedgerVerifies(t *testing.T) {
	t.Parallel()
	db, o := history(t, t.TempDir())
	var replayed, opened []int64
	var texts []string
	o.Rulebook = func(d Digest, text []byte) error { texts = append(texts, string(text)); return nil }
	o.Replay = func(e Entry, fields []Field) error {
		if fields == nil {
			replayed = append(replayed, e.Index)
		} else {
			opened = append(opened, e.Index)
		}
		return nil
	}
	actors := 0
	o.ActorKey = func(_, id string) ([32]byte, bool) { actors++; return testActor(1).Key, id == "staff-1" }
	report := mustVerify(t, db, o)
	if !report.OK() {
		t.Errorf("findings: %v", report.Findings)
	}
	r := report.Origins[0]
	if !r.KeyGiven || r.Size != 12 || r.Outside != 12 || r.Tags != 7 || r.Opened != 6 || r.Ended != 1 || r.Absent != 2 {
		t.Errorf("report: %+v", r)
	}
	if len(replayed) != 12 || len(opened) != 4 || !slices.Equal(texts, []string{"rulebook one", "rulebook two"}) || actors != 3 {
		t.Errorf("replayed %v, opened %v, rulebooks %q, actors %d", replayed, opened, texts, actors)
	}
	o.Replay = func(e Entry, _ []Field) error {
		if e.Kind == KindRefusal {
			return errors.New("the rulebook would have allowed this")
		}
		return nil
	}
	if report = mustVerify(t, db, o); len(report.Findings) != 3 || !strings.Contains(report.Findings[0].String(), "would have allowed") {
		t.Errorf("a replay that differs: %v", report.Findings)
	}
}

// flips lists every column whose bytes a reader depends on, with the entries a
// row stands for.
var flips = []struct {
	table, key, column string
	entries            string // SQL for the first and the last entry of the row
}{
	{"ledger_batch", "place", "note", batchSpan}, {"ledger_batch", "place", "rulebook", batchSpan},
	{"ledger_batch", "place", "hashes", batchSpan}, {"ledger_batch", "place", "leaves", batchSpan},
	{"ledger_batch", "place", "subleaves", batchSpan}, {"ledger_batch", "place", "bodies", batchSpan},
	{"ledger_batch", "place", "actors", batchSpan},
	{"ledger_tag", "tag", "tag", "place & 1099511627775, place & 1099511627775"},
	{"ledger_rulebook", "digest", "text", "0, 11"}, {"ledger_rulebook", "digest", "digest", "0, 11"},
}

const batchSpan = "place & 1099511627775, (place & 1099511627775) + entries - 1"

// TestEveryChangedByteIsFoundAndNamed changes every byte of every column of a
// small ledger, one at a time, and wants a finding that names an entry of the
// batch the byte stands in. Without CI it takes a sample of the longer columns.
func TestEveryChangedByteIsFoundAndNamed(t *testing.T) {
	t.Parallel()
	db, o := history(t, t.TempDir())
	db.SetMaxOpenConns(1)
	exec := func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	exec("PRAGMA synchronous=OFF")
	changed := 0
	for _, f := range flips {
		for _, c := range cells(t, db, f.table, f.key, f.column, f.entries) {
			step := 1
			if !thorough && len(c.value) > 32 {
				step = 31
			}
			for at := 0; at < len(c.value); at += step {
				was := slices.Clone(c.value)
				was[at] ^= 1 << (at % 8)
				exec(fmt.Sprintf("UPDATE %s SET %s = ? WHERE %s = ?", f.table, f.column, f.key), was, c.key)
				o := o
				if at%2 == 0 {
					o.Keys = nil
				}
				report := mustVerify(t, db, o)
				if !slices.ContainsFunc(report.Findings, func(f Finding) bool { return c.first <= f.Entry && f.Entry <= c.last }) {
					t.Errorf("%s.%s of entries %d to %d, byte %d: findings %v", f.table, f.column, c.first, c.last, at, report.Findings)
				}
				key := c.key
				if f.key == f.column {
					key = was
				}
				exec(fmt.Sprintf("UPDATE %s SET %s = ? WHERE %s = ?", f.table, f.column, f.key), c.value, key)
				changed++
			}
		}
	}
	if report := mustVerify(t, db, o); !report.OK() {
		t.Fatalf("the test left its ledger changed: %v", report.Findings)
	}
	t.Logf("%d bytes changed and found", changed)
}

type cell struct {
	key         any
	value       []byte
	first, last int64
}

func cells(t *testing.T, db *sql.DB, table, key, column, entries string) []cell {
	t.Helper()
	rows, err := db.Query(fmt.Sprintf("SELECT %s, coalesce(%s, x''), %s FROM %s", key, column, entries, table))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []cell
	for rows.Next() {
		var c cell
		if err := rows.Scan(&c.key, &c.value, &c.first, &c.last); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		t.Fatalf("%s.%s has no rows", table, column)
	}
	return out
}

func TestChangesToRowsAreFoundAndNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change string
		entry  int64 // -1: none in particular
	}{
		"a batch taken out":                       {"DELETE FROM ledger_batch WHERE place = 1<<40 | 4", 4},
		"the last batch taken out":                {"DELETE FROM ledger_batch WHERE place = 1<<40 | 11", 11},
		"all batches taken out":                   {"DELETE FROM ledger_batch", 0},
		"a batch moved":                           {"UPDATE ledger_batch SET place = place + 1 WHERE place = 1<<40 | 7", 7},
		"a batch moved to the end":                {"UPDATE ledger_batch SET place = place + 90 WHERE place = 1<<40 | 4", 4},
		"a batch moved to another origin":         {"UPDATE ledger_batch SET place = place + (1<<40) WHERE place = 1<<40 | 4", 4},
		"a batch said to be longer":               {"UPDATE ledger_batch SET entries = entries + 1 WHERE place = 1<<40 | 2", 2},
		"a batch said to be shorter":              {"UPDATE ledger_batch SET entries = entries - 1 WHERE place = 1<<40 | 2", 2},
		"a batch said to be empty":                {"UPDATE ledger_batch SET entries = 0 WHERE place = 1<<40 | 2", 2},
		"a batch of endless length":               {"UPDATE ledger_batch SET entries = 9223372036854775807 WHERE place = 1<<40 | 2", 2},
		"a batch of negative length":              {"UPDATE ledger_batch SET entries = -5 WHERE place = 1<<40 | 2", 2},
		"bodies taken away without permission":    {"UPDATE ledger_batch SET bodies = NULL WHERE place = 1<<40 | 7", 7},
		"actors taken away without permission":    {"UPDATE ledger_batch SET actors = NULL WHERE place = 1<<40 | 7", 7},
		"bodies put back where they were pruned":  {"UPDATE ledger_batch SET bodies = (SELECT bodies FROM ledger_batch WHERE place = 1<<40 | 4) WHERE place = 1<<40 | 2", 2},
		"a tag taken out":                         {"DELETE FROM ledger_tag WHERE place = 1<<40 | 4", 4},
		"a tag moved to another entry":            {"UPDATE ledger_tag SET place = place + 1 WHERE place = 1<<40 | 4", 4},
		"a tag moved to another origin":           {"UPDATE ledger_tag SET place = place + (1<<40) WHERE place = 1<<40 | 4", 4},
		"a tag moved to another position":         {"UPDATE ledger_tag SET position = position + 1 WHERE place = 1<<40 | 4", 4},
		"a tag too many":                          {"INSERT INTO ledger_tag VALUES (x'00', 1<<40 | 4, 0)", -1},
		"the list of pruned entries cut":          {"DELETE FROM ledger_pruned", 9},
		"the list of pruned entries changed":      {"UPDATE ledger_pruned SET place = place + 1", 9},
		"a pruned entry made up":                  {"INSERT INTO ledger_pruned VALUES (1<<40 | 10)", 10},
		"a rulebook text taken out":               {"DELETE FROM ledger_rulebook WHERE text = CAST('rulebook one' AS BLOB)", 1},
		"a rulebook text put in":                  {"INSERT INTO ledger_rulebook VALUES (x'01', x'02')", -1},
		"the organisation renamed":                {"UPDATE ledger_origin SET org = 'south-clinic'", 0},
		"the origin renamed":                      {"UPDATE ledger_origin SET origin = 'other.example'", 0},
		"the origin renumbered":                   {"UPDATE ledger_origin SET number = 2", 0},
		"the origin taken out":                    {"DELETE FROM ledger_origin", -1},
		"the verifier key replaced":               {"UPDATE ledger_origin SET verifier = verifier || 'A'", 0},
		"the checkpoint of the batch before":      {"UPDATE ledger_batch SET note = (SELECT note FROM ledger_batch WHERE place = 1<<40 | 4) WHERE place = 1<<40 | 5", 5},
		"an empty checkpoint":                     {"UPDATE ledger_batch SET note = x'' WHERE place = 1<<40 | 5", 5},
		"a column of another type":                {"UPDATE ledger_batch SET entries = 'many' WHERE place = 1<<40 | 5", 5},
		"leaves of a batch twice":                 {"UPDATE ledger_batch SET leaves = CAST(leaves || leaves AS BLOB) WHERE place = 1<<40 | 5", 5},
		"hashes with something behind":            {"UPDATE ledger_batch SET hashes = CAST(hashes || x'00' AS BLOB) WHERE place = 1<<40 | 5", 5},
		"sub-leaves with something behind":        {"UPDATE ledger_batch SET subleaves = CAST(subleaves || x'00' AS BLOB) WHERE place = 1<<40 | 5", 5},
		"sealed parts with something behind them": {"UPDATE ledger_batch SET bodies = CAST(bodies || x'00' AS BLOB) WHERE place = 1<<40 | 4", 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, o := history(t, t.TempDir())
			res, err := db.Exec(c.change)
			if err != nil {
				t.Fatal(err)
			}
			if n, _ := res.RowsAffected(); n == 0 {
				t.Fatal("the change does not apply")
			}
			for _, keys := range []Keys{nil, o.Keys} {
				o.Keys = keys
				report := mustVerify(t, db, o)
				if !slices.ContainsFunc(report.Findings, func(f Finding) bool { return f.Entry == c.entry }) {
					t.Errorf("want a finding at entry %d, got %v", c.entry, report.Findings)
				}
			}
		})
	}
}

// TestAForgedHistoryWithAKeyOfItsOwnIsFoundFromOutside shows what a key read
// from the database is worth, and what one from the notice page is.
func TestAForgedHistoryWithAKeyOfItsOwnIsFoundFromOutside(t *testing.T) {
	t.Parallel()
	_, o := history(t, t.TempDir())
	forged := newDB(t)
	l := mustOpen(t, forged, Options{})
	tree, err := l.Tree(t.Context(), testOrg, testKey("the forger"), testOrigin)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if report := mustVerify(t, forged, VerifyOptions{}); !report.OK() || report.Origins[0].KeyGiven {
		t.Errorf("a ledger that agrees with itself: %v", report)
	}
	o.Keys = nil
	if report := mustVerify(t, forged, o); report.OK() {
		t.Errorf("the forged ledger of %s passed", tree.Origin())
	}
}

func TestAMissingCheckpointOutsideIsFound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db, o := history(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, "*.checkpoint"))
	if err != nil || len(files) != 1 {
		t.Fatalf("checkpoints outside: %v, %v", files, err)
	}
	note, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"none": nil, "changed": append(slices.Clone(note), 'x'), "empty": {}} {
		os.Remove(files[0])
		if content != nil {
			if err := os.WriteFile(files[0], content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if report := mustVerify(t, db, o); report.OK() {
			t.Errorf("%s: nothing found", name)
		}
	}
}

func TestFindingsBeyondTheLimitAreCounted(t *testing.T) {
	t.Parallel()
	db, o := history(t, t.TempDir())
	if _, err := db.Exec("DELETE FROM ledger_tag"); err != nil {
		t.Fatal(err)
	}
	o.MaxFindings = 3
	if report := mustVerify(t, db, o); len(report.Findings) != 3 || report.Unlisted < 4 {
		t.Errorf("%d findings and %d unlisted", len(report.Findings), report.Unlisted)
	}
}
