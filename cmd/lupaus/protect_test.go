// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/sdc"
)

// TestWhoStopsTheWorkIsLeftWithNothing cancels before and in the middle: what
// an earlier run wrote stays whole, and no half folder stands beside it.
func TestWhoStopsTheWorkIsLeftWithNothing(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	parent := t.TempDir()
	c := protectCmd{Spec: "../../examples/tables/turnover.yaml", Data: "../../examples/tables/establishments.csv", Out: filepath.Join(parent, "out"), Language: "en"}
	var out, errs bytes.Buffer
	if err := c.Run(ctx, streams{&out, &errs}); err == nil || err.Error() != "stopped; nothing was written" {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
		t.Errorf("%v is left (%v)", left, err)
	}
}

func TestFilesArePlacedTogether(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	dir := filepath.Join(parent, "a", "out")
	if err := placeAll(dir, map[string][]byte{"published.csv": []byte("1"), "certificate.json": []byte("1"), "published.px": []byte("1")}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := placeAll(dir, map[string][]byte{"published.csv": []byte("2"), "report.html": []byte("2")}); err != nil {
		t.Fatal(err)
	}
	var names []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, " "); got != "notes.txt published.csv report.html" {
		t.Errorf("the folder has %s", got)
	}
	for name, want := range map[string]os.FileMode{"published.csv": 0o644, "report.html": 0o600} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	if left, err := os.ReadDir(filepath.Join(parent, "a")); err != nil || len(left) != 1 {
		t.Errorf("%v is left beside the folder (%v)", left, err)
	}
}

// TestProgressIsToldWhereSomebodyWatches: in a script nothing is said, with the
// flag each stage has a line and no stage more than a dozen.
func TestProgressIsToldWhereSomebodyWatches(t *testing.T) {
	t.Parallel()
	var quiet, lines bytes.Buffer
	for _, c := range []struct {
		to     *bytes.Buffer
		always bool
	}{{&quiet, false}, {&lines, true}} {
		tell := newTelling(t.Context(), c.to, c.always)
		for _, stage := range []string{sdc.StageAudit, "unheard of"} {
			for n := range 1000 {
				if err := tell.progress(sdc.Progress{Stage: stage, Done: n, Total: 1000}); err != nil {
					t.Fatal(err)
				}
			}
		}
		tell.end()
	}
	if quiet.Len() > 0 {
		t.Errorf("somebody is told: %q", quiet.String())
	}
	text := lines.String()
	if n := strings.Count(text, "\n"); n < 4 || n > 24 || !strings.HasPrefix(text, "proving: 1000\n") || !strings.Contains(text, "unheard of: 500 of 1000\n") || strings.Contains(text, "\r") {
		t.Errorf("got %d lines:\n%s", n, text)
	}
}
