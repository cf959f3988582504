// SPDX-License-Identifier: EUPL-1.2

package demo

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/house"
)

// like is an organisation on another's promise, filled by fill.
func like(t *testing.T, o *Organisation, id string, fill func(context.Context, *filler) error) *Organisation {
	t.Helper()
	files, err := o.Files()
	if err != nil {
		t.Fatal(err)
	}
	return &Organisation{ID: id, files: files, Staff: o.Staff[:1], fill: fill}
}

func nothing(context.Context, *filler) error { return nil }

func config(dir string, all ...*Organisation) Config {
	return Config{Dir: dir, Clock: clock.System{}, Log: quiet, organisations: all,
		Pages: func(o *Organisation, _ *house.House) (http.Handler, error) { return http.NotFoundHandler(), nil }}
}

func start(t *testing.T, c Config) *Run {
	t.Helper()
	r, err := Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOneThatFailsOrDoesNotCheckIsSaidSoAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	broken := like(t, hms, "broken", nothing)
	broken.files = fstest.MapFS{"organisation.yaml": {Data: []byte("kind: organisation\nid: broken\n")}}
	r := start(t, config(t.TempDir(), broken,
		like(t, hms, "failing", func(context.Context, *filler) error { return errors.New("the ink ran out") }),
		like(t, hms, "good", nothing)))
	defer r.Close()
	r.Wait()
	if s := r.State("broken"); s.Step != LeftOut || !strings.Contains(s.Reason, "organisation.yaml") || strings.Contains(s.Reason, "\n") {
		t.Errorf("broken: %+v", s)
	}
	if s := r.State("failing"); s.Step != Failed || !strings.Contains(s.Reason, "the ink ran out") {
		t.Errorf("failing: %+v", s)
	}
	if s := r.State("good"); s.Step != Open || s.Pages == nil {
		t.Errorf("good: %+v", s)
	}
}

func TestAFillingThatWasBrokenOffIsMadeAnewAndAFullFolderIsUsedAgain(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a", "letter.txt"), "not ours")
	reached, ended := make(chan struct{}), make(chan struct{})
	r := start(t, config(dir, like(t, hms, "a", func(ctx context.Context, f *filler) error {
		close(reached)
		<-ctx.Done()
		close(ended)
		return ctx.Err()
	})))
	<-reached
	if s := r.State("a"); s.Step != Making {
		t.Errorf("while it is filled: %+v", s)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	<-ended
	fills := 0
	again := func() {
		r := start(t, config(dir, like(t, hms, "a", func(context.Context, *filler) error { fills++; return nil })))
		r.Wait()
		if s := r.State("a"); s.Step != Open {
			t.Errorf("after start: %+v", s)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	again()
	again()
	if fills != 1 {
		t.Errorf("filled %d times after the broken one, want once", fills)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "a", "letter.txt")); err != nil || string(text) != "not ours" {
		t.Errorf("somebody's letter in the folder: %q, %v", text, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "a", "being-filled")); err == nil {
		t.Error("the mark of an unfinished folder is still there")
	}
}

func TestOneFolderOneProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := start(t, config(dir, like(t, hms, "a", nothing)))
	defer r.Close()
	if _, err := Start(t.Context(), config(dir, like(t, hms, "a", nothing))); !errors.Is(err, house.ErrBusy) {
		t.Errorf("a second start: %v", err)
	}
}

func TestOnlyThoseThatWereAskedForAreStarted(t *testing.T) {
	t.Parallel()
	c := config(t.TempDir(), like(t, hms, "a", nothing), like(t, hms, "b", nothing))
	c.Only = []string{"b"}
	r := start(t, c)
	defer r.Close()
	if len(r.Organisations) != 1 || r.Organisations[0].ID != "b" {
		t.Errorf("started %v", r.Organisations)
	}
	c.Only = []string{"b", "nobody"}
	if _, err := Start(t.Context(), c); err == nil || !strings.Contains(err.Error(), "it has a, b") {
		t.Errorf("an unknown organisation: %v", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}
