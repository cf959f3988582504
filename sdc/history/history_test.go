// SPDX-License-Identifier: EUPL-1.2

package history_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/sdc/history"
)

func number(v int64) *int64 { return &v }

// aRelease is a table of three municipalities, two of them hidden.
func aRelease(data string, m1, total int64) history.Release {
	return history.Release{
		Time: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), Title: "Establishments", Data: data,
		Dimensions: []history.Dimension{{Name: "region", Columns: []string{"municipality"}, Total: "Total", Codes: [][2]string{{"M1", ""}, {"M2", ""}, {"M3", ""}}}},
		Cells: []history.Cell{
			{Codes: []string{"Total"}, Value: number(total)}, {Codes: []string{"M1"}, Value: number(m1)},
			{Codes: []string{"M2"}},
			{Codes: []string{"M3"}},
		},
	}
}

func open(t *testing.T, dir string) *history.Store {
	t.Helper()
	s, err := history.Open(dir, "establishments")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReleasesAreKeptInOrder(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	if all, err := s.Releases(); err != nil || len(all) != 0 {
		t.Fatalf("an empty store: %v, %v", all, err)
	}
	for i, want := range []history.Release{aRelease("a", 12, 30), aRelease("b", 13, 31)} {
		n, err := s.Add(want)
		if err != nil || n != i+1 {
			t.Fatalf("added as %d: %v", n, err)
		}
	}
	all, err := s.Releases()
	if err != nil || len(all) != 2 {
		t.Fatalf("%d releases, %v", len(all), err)
	}
	if d := cmp.Diff(aRelease("b", 13, 31).Cells, all[1].Cells); d != "" {
		t.Error(d)
	}
	hidden := all[0].Hidden()
	for _, c := range []struct {
		code          string
		hidden, known bool
	}{{"M1", false, true}, {"M2", true, true}, {"M9", false, false}} {
		if h, k := hidden([]string{c.code}); h != c.hidden || k != c.known {
			t.Errorf("%s: hidden %v, known %v", c.code, h, k)
		}
	}
}

func TestAStoreThatWasTamperedWithIsRefused(t *testing.T) {
	t.Parallel()
	change := func(file, from, to string) func(dir string) error {
		return func(dir string) error {
			p := filepath.Join(dir, "establishments", file)
			data, err := os.ReadFile(p)
			return errors.Join(err, os.WriteFile(p, []byte(strings.Replace(string(data), from, to, 1)), 0o600))
		}
	}
	for name, harm := range map[string]struct {
		do   func(dir string) error
		want string
	}{
		"a release altered": {change("000001.json", `"value":12`, `"value":14`), "altered"},
		"a release taken out": {func(dir string) error {
			return os.Remove(filepath.Join(dir, "establishments", "000001.json"))
		}, "number 1 is missing"},
		"a release of another data set": {change("000002.json", `"dataset":"establishments"`, `"dataset":"other"`), `is of the data set "other"`},
		"something else in the folder": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "establishments", "000003.json"), []byte(`{"format":"x"}`), 0o600)
		}, `has the form "x"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := open(t, dir)
			for _, r := range []history.Release{aRelease("a", 12, 30), aRelease("b", 13, 31)} {
				if _, err := s.Add(r); err != nil {
					t.Fatal(err)
				}
			}
			if err := harm.do(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Releases(); err == nil || !strings.Contains(err.Error(), harm.want) {
				t.Errorf("got %v, want %q", err, harm.want)
			}
			if _, err := s.Add(aRelease("c", 1, 2)); err == nil {
				t.Error("something was added behind it")
			}
		})
	}
}

func TestTwoWhoAddAtOnceDoNotTakeTheSameNumber(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var wg sync.WaitGroup
	var mu sync.Mutex
	taken := map[int]int{}
	for range 8 {
		wg.Go(func() {
			s, err := history.Open(dir, "establishments")
			if err != nil {
				t.Error(err)
				return
			}
			if n, err := s.Add(aRelease("a", 12, 30)); err == nil {
				mu.Lock()
				taken[n]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	all, err := open(t, dir).Releases()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(taken) || len(all) == 0 {
		t.Errorf("%d releases are kept and the numbers %v were given", len(all), taken)
	}
	for n, times := range taken {
		if times != 1 {
			t.Errorf("number %d was given %d times", n, times)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "establishments", ".release*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestAReleaseThatDoesNotFitItsDimensionsIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t, t.TempDir())
	for name, c := range map[string]struct {
		change func(r *history.Release)
		want   string
	}{
		"no dimensions": {func(r *history.Release) { r.Dimensions = nil }, "no dimensions"},
		"no columns":    {func(r *history.Release) { r.Dimensions[0].Columns = nil }, "names no column"},
		"unknown code":  {func(r *history.Release) { r.Cells[1].Codes = []string{"M9"} }, `no code "M9" in "region"`},
		"cell twice":    {func(r *history.Release) { r.Cells[1].Codes = []string{"M2"} }, "stands twice"},
		"too few codes": {func(r *history.Release) { r.Cells[1].Codes = nil }, "0 codes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := aRelease("a", 12, 30)
			c.change(&r)
			if _, err := s.Add(r); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	for _, name := range []string{"", "..", ".hidden", "a/b", "ä", strings.Repeat("a", 101)} {
		if _, err := history.Open(t.TempDir(), name); !errors.Is(err, history.ErrName) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestSmallChangesBetweenEditionsAreListed(t *testing.T) {
	t.Parallel()
	first, same, later := aRelease("a", 12, 30), aRelease("a", 12, 30), aRelease("b", 13, 34)
	first.Number = 1
	if got := history.Changes([]*history.Release{&first}, &same, 3); len(got) != 0 {
		t.Errorf("the same data: %v", got)
	}
	want := []history.Change{{Release: 1, Codes: []string{"M1"}, Before: 12, Now: 13}}
	if d := cmp.Diff(want, history.Changes([]*history.Release{&first}, &later, 3)); d != "" {
		t.Error(d)
	}
	if got := history.Changes([]*history.Release{&first}, &later, 5); len(got) != 2 {
		t.Errorf("with a threshold of five both cells differ by too few: %v", got)
	}
	later.Variable = "turnover"
	if got := history.Changes([]*history.Release{&first}, &later, 5); len(got) != 0 {
		t.Errorf("sums tell nothing of how many came: %v", got)
	}
	other := aRelease("b", 13, 34)
	other.Dimensions[0].Columns = []string{"county"}
	if got := history.Changes([]*history.Release{&first}, &other, 5); len(got) != 0 {
		t.Errorf("other dimensions: %v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format":"lupaus-release/1","number":1,"time":"2026-11-22T09:00:00Z","dataset":"d","data":"x","dimensions":[{"name":"r","columns":["m"],"total":"T","codes":[["M1",""]]}],"cells":[{"codes":["T"],"value":3}]}`))
	f.Add([]byte(`{"format":"lupaus-release/1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := history.Read(data)
		if err != nil {
			return
		}
		hidden := r.Hidden()
		for _, c := range r.Cells {
			if h, known := hidden(c.Codes); !known || h != (c.Value == nil) {
				t.Errorf("the cell %v is hidden %v, known %v", c.Codes, h, known)
			}
		}
	})
}
