// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// copyFile copies a database at rest.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// grow opens the ledger in a file, appends, and closes everything.
func grow(t *testing.T, path string, outside Outside, entries int) {
	t.Helper()
	db := openDB(t, path)
	l := mustOpen(t, db, Options{Outside: outside})
	tree := mustTree(t, l)
	if _, err := tree.SwitchRulebook(t.Context(), []byte("rulebook one")); err != nil {
		t.Fatal(err)
	}
	for range entries {
		mustAppend(t, tree, read(tree, testSubject(1)))
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestADatabaseFromYesterdayIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "ledger.db"), filepath.Join(dir, "yesterday.db")
	outside := FileOutside(dir)
	grow(t, path, outside, 3)
	copyFile(t, path, copied)
	grow(t, path, outside, 2)
	yesterday := mustOpen(t, openDB(t, copied), Options{Outside: outside})
	_, err := yesterday.Tree(t.Context(), testOrg, testKey(testOrg), testOrigin)
	if !errors.Is(err, ErrRolledBack) || !strings.Contains(err.Error(), "size 7") || !strings.Contains(err.Error(), "only 5") {
		t.Errorf("got %v, want ErrRolledBack with both sizes", err)
	}
	empty := mustOpen(t, newDB(t), Options{Outside: outside})
	if _, err := empty.Tree(t.Context(), testOrg, testKey(testOrg), testOrigin); !errors.Is(err, ErrRolledBack) {
		t.Errorf("an empty database: got %v, want ErrRolledBack", err)
	}
	grow(t, path, outside, 1) // the newest copy is taken
}

func TestAnotherHistoryOfTheSameOriginIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "ledger.db"), filepath.Join(dir, "fork.db")
	outside := FileOutside(dir)
	grow(t, path, outside, 3)
	copyFile(t, path, copied)
	grow(t, copied, newMemoryOutside(), 5)
	grow(t, path, outside, 2)
	fork := mustOpen(t, openDB(t, copied), Options{Outside: outside})
	if _, err := fork.Tree(t.Context(), testOrg, testKey(testOrg), testOrigin); !errors.Is(err, ErrRolledBack) {
		t.Errorf("got %v, want ErrRolledBack", err)
	}
}

func TestALostLedgerGoesOnUnderANewOriginThatNamesTheOld(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	outside := FileOutside(dir)
	grow(t, filepath.Join(dir, "lost.db"), outside, 3)
	note, err := outside.Last(testOrigin)
	if err != nil || note == nil {
		t.Fatalf("last checkpoint: %q, %v", note, err)
	}
	s, err := newNoteSigner(testOrigin, testKey(testOrg))
	if err != nil {
		t.Fatal(err)
	}
	l := mustOpen(t, newDB(t), Options{Outside: outside})
	if _, err := l.Tree(t.Context(), testOrg, testKey("new"), "new.example/log", Continuing(note, "nonsense")); err == nil {
		t.Error("a former checkpoint without its key was believed")
	}
	tree, err := l.Tree(t.Context(), testOrg, testKey("new"), "new.example/log", Continuing(note, s.vkey))
	if err != nil {
		t.Fatal(err)
	}
	e, err := tree.Entry(t.Context(), 0)
	if err != nil || e.PublicValue(PublicFormerOrigin) != testOrigin || e.PublicValue(PublicFormerSize) != "5" || len(e.PublicValue(PublicFormerRoot)) != 64 {
		t.Errorf("entry 0: %s, %v", e.Text, err)
	}
}

func TestCheckpointsArriveOutsideAndAreNotSavedForEachBatch(t *testing.T) {
	t.Parallel()
	outside := newMemoryOutside()
	_, l, tree := newTree(t, Options{Outside: outside})
	for range 200 {
		mustAppend(t, tree, read(tree, testSubject(1)))
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	note, err := outside.Last(testOrigin)
	if err != nil || string(note) != string(tree.Checkpoint()) {
		t.Errorf("outside: %s, %v, want\n%s", note, err, tree.Checkpoint())
	}
	if outside.saved > 100 {
		t.Errorf("saved %d times for 202 batches", outside.saved)
	}
}

func TestRecordingGoesOnWhileNothingCanBeSavedOutside(t *testing.T) {
	t.Parallel()
	outside := newMemoryOutside()
	db, l, tree := newTree(t, Options{Outside: outside})
	outside.mu.Lock()
	outside.fail = errors.New("the share is away")
	outside.mu.Unlock()
	mustAppend(t, tree, read(tree, testSubject(1)))
	if err := l.Close(); err == nil {
		t.Error("closing says nothing of the checkpoint that could not be saved")
	}
	l = mustOpen(t, db, Options{Outside: outside})
	if _, err := l.Tree(t.Context(), testOrg, testKey(testOrg), testOrigin); !errors.Is(err, ErrUnavailable) {
		t.Errorf("started without seeing the checkpoint outside: %v", err)
	}
	outside.mu.Lock()
	outside.fail = nil
	outside.mu.Unlock()
	tree = mustTree(t, l)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if note, _ := outside.Last(testOrigin); string(note) != string(tree.Checkpoint()) {
		t.Error("the checkpoint of the crash was not brought outside at the start")
	}
}

func TestFilesOutsideKeepOriginsApart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	outside := FileOutside(dir)
	origins := []string{"a.example/log", "a.example_2flog", "A.example/log", "../a.example", ".", "a.example/log.checkpoint"}
	for i, o := range origins {
		if err := outside.Save(o, []byte{byte('0' + i)}); err != nil {
			t.Fatal(err)
		}
	}
	for i, o := range origins {
		if got, err := outside.Last(o); err != nil || string(got) != string(rune('0'+i)) {
			t.Errorf("%s: %q, %v", o, got, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != len(origins) {
		t.Errorf("%d files for %d origins, %v", len(files), len(origins), err)
	}
	if got, err := outside.Last("unknown.example"); got != nil || err != nil {
		t.Errorf("an unknown origin: %q, %v", got, err)
	}
	if err := FileOutside(filepath.Join(dir, "missing")).Save("a.example", nil); err == nil {
		t.Error("saved into a folder that is not there")
	}
}

// TestARolledBackDatabaseUnderARunningProgramIsNoticed replaces the content of
// the database while the program runs; after the next failure it looks.
func TestARolledBackDatabaseUnderARunningProgramIsNoticed(t *testing.T) {
	t.Parallel()
	db, f := openFaulty(t, filepath.Join(t.TempDir(), "ledger.db"))
	l := mustOpen(t, db, Options{})
	tree := mustTree(t, l)
	i := mustAppend(t, tree, Draft{Kind: KindNotice})
	if _, err := db.Exec("DELETE FROM ledger_batch WHERE place = ?", placeOf(tree.number, i)); err != nil {
		t.Fatal(err)
	}
	f.set(once("commit"), nil)
	if _, err := tree.Append(t.Context(), Draft{Kind: KindNotice}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v, want ErrUnavailable", err)
	}
	for range 2 {
		if _, err := tree.Append(t.Context(), Draft{Kind: KindNotice}); !errors.Is(err, ErrRolledBack) {
			t.Errorf("got %v, want ErrRolledBack", err)
		}
	}
}
