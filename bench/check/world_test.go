// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"os"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// TestTheGeneratedPromiseIsCleanAndFull keeps the measurement honest: files that are
// refused early, or hold less than they are said to, would be read in no time.
func TestTheGeneratedPromiseIsCleanAndFull(t *testing.T) {
	t.Parallel()
	const files = 4
	dir, texts := t.TempDir(), world(files)
	if err := write(dir, texts); err != nil {
		t.Fatal(err)
	}
	r, problems := promise.Load(os.DirFS(dir))
	if r == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	b, problems := rulebook.Compile(r)
	if b == nil {
		t.Fatal(problems)
	}
	if len(r.Registers) != files-1 {
		t.Errorf("%d registers", len(r.Registers))
	}
	for _, g := range r.Registers {
		n := len(g.Subjects) + len(g.Purposes) + len(g.Data) + len(g.Sources) + len(g.Events) + len(g.Retention) + len(g.Rights) + len(g.Access)
		if n != perFile {
			t.Errorf("%s has %d clauses, want %d", g.ID, n, perFile)
		}
		if size := len(texts[g.ID+".yaml"]) / n; size < 60 || size > 100 {
			t.Errorf("%s has %d bytes a clause", g.ID, size)
		}
	}
	if again := world(files); again["log.yaml"] != texts["log.yaml"] || !strings.Contains(again["g001.yaml"], "forbid") {
		t.Error("the same number gives other files")
	}
}
