// SPDX-License-Identifier: EUPL-1.2

package register_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/house"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// smallDisk mounts a file system of a few megabytes. Without the right to
// mount the test is skipped, unless CI says that nothing may be.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=6m"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("mount a small disk: %v", err)
		}
		t.Skipf("needs the right to mount a file system (root): %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

func TestAFullDiskOpensNothingHalfDoesNothingAndRecovers(t *testing.T) {
	t.Parallel()
	w := newWorldIn(t, smallDisk(t))
	id := w.person(t, "Aase Bakkmyr", "")
	w.note(t, id, "2026-11-20", "x")
	ballast := filepath.Join(w.dir, "ballast")
	fill(t, ballast)
	add := func() error {
		_, err := w.Register.Add(t.Context(), w.nurse(), register.Input{Subject: id, Docs: map[string]promise.Document{
			"consultations": {"type": "health-examination", "date": "2026-11-21", "profession": "nurse", "text": "y"}}}, register.Given{})
		return err
	}
	failed := 0
	for range 200 { // a write-ahead log that was reset still has room for some
		secs, err := w.Register.Open(t.Context(), w.nurse(), id, []string{"consultations"}, followUp)
		if err != nil {
			if failed++; secs != nil || errs.KindOf(err) != errs.Unavailable {
				t.Fatalf("on a full disk: %+v, %v", secs, err)
			}
		}
		if err := add(); err != nil && errs.KindOf(err) != errs.Unavailable {
			t.Fatalf("on a full disk: %v", err)
		}
	}
	if failed == 0 {
		t.Fatal("the disk was never full")
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if err := add(); err != nil {
		t.Fatalf("there is room again: %v", err)
	}
	if _, err := w.Register.Open(t.Context(), w.nurse(), id, []string{"consultations"}, followUp); err != nil {
		t.Fatalf("there is room again: %v", err)
	}
	w.Close()
	w.open(t)
	if _, err := w.Register.Open(t.Context(), w.nurse(), id, []string{"consultations"}, followUp); err != nil {
		t.Errorf("after the next start: %v", err)
	}
}

func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 4096); ; {
		if _, err := f.Write(block); err != nil {
			return
		}
	}
}

func TestAReadOnlyDiskIsSaidAtTheStartAndNothingIsServed(t *testing.T) {
	t.Parallel()
	dir := smallDisk(t)
	w := newWorldIn(t, dir)
	id := w.person(t, "Aase Bakkmyr", "")
	w.Close()
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	h, err := house.Open(t.Context(), house.Config{Dir: dir, Promise: w.files, Clock: w.clk, Log: slog.New(slog.DiscardHandler)})
	if err == nil {
		h.Close()
		t.Error("started on a disk that cannot record")
	}
	if err := unix.Mount("", dir, "", unix.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	w.open(t)
	w.note(t, id, "2026-11-20", "x")
}

func newWorldIn(t testing.TB, dir string) *world {
	t.Helper()
	w := &world{clk: clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)), dir: dir, files: example(t), ids: map[string]opaque.ID{}}
	w.open(t)
	t.Cleanup(func() { w.Close() })
	w.seed(t)
	return w
}
