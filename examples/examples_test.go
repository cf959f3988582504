// SPDX-License-Identifier: EUPL-1.2

package examples_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

// folders are all organisations below examples, by id.
func folders(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, pattern := range []string{"*/organisation.yaml", "*/members/*/organisation.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			dir := filepath.Dir(f)
			r, problems := promise.Load(os.DirFS(dir))
			if r == nil {
				t.Fatalf("%s does not check clean:\n%s", dir, problems)
			}
			if len(problems) > 0 {
				t.Errorf("%s has findings:\n%s", dir, problems)
			}
			out[r.Organisation.ID] = dir
		}
	}
	return out
}

// TestEveryExampleChecksCleanAndEveryCopyIsItsOwnersDocument compares what is followed
// byte for byte with what its owner publishes.
// Keeps: TAM-03
func TestEveryExampleChecksCleanAndEveryCopyIsItsOwnersDocument(t *testing.T) {
	t.Parallel()
	at := folders(t)
	if len(at) < 15 {
		t.Errorf("only %d organisations were found", len(at))
	}
	copies := 0
	for id, dir := range at {
		found, err := filepath.Glob(filepath.Join(dir, "followed", "*", "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			owner := filepath.Base(filepath.Dir(f))
			have, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join(at[owner], filepath.Base(f)))
			if err != nil || !bytes.Equal(have, want) {
				t.Errorf("%s: %s is not what %s publishes (%v)", id, f, owner, err)
			}
			copies++
		}
	}
	if copies < 20 {
		t.Errorf("only %d copies were compared", copies)
	}
}
