// SPDX-License-Identifier: EUPL-1.2

package keys

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
)

func open(t *testing.T) (*Store, string) {
	t.Helper()
	dir := t.TempDir()
	f, err := CreateFile(filepath.Join(dir, "keys.json"))
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(dir, "keys.db"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(t.Context(), db, f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close(); db.Close() })
	return s, dir
}

func ensure(t *testing.T, s *Store, r Ref) *Key {
	t.Helper()
	if err := s.Ensure(t.Context(), "o", []Ref{r}, nil); err != nil {
		t.Fatal(err)
	}
	k, err := s.Key(t.Context(), "o", r)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestABoxOpensOnlyInItsPlaceUnderItsKey(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	a, b := ensure(t, s, Ref{opaque.New(), "r/c"}), ensure(t, s, Ref{opaque.New(), "r/c"})
	box := a.Seal([]byte("hello"), []byte("here"), []byte("1"))
	if got, err := a.Open(box, []byte("here"), []byte("1")); err != nil || string(got) != "hello" {
		t.Fatalf("got %q, %v", got, err)
	}
	for name, try := range map[string]func() ([]byte, error){
		"another place":     func() ([]byte, error) { return a.Open(box, []byte("here1")) },
		"parts joined anew": func() ([]byte, error) { return a.Open(box, []byte("her"), []byte("e1")) },
		"another person's":  func() ([]byte, error) { return b.Open(box, []byte("here"), []byte("1")) },
		"one bit turned": func() ([]byte, error) {
			c := bytes.Clone(box)
			c[9] ^= 1
			return a.Open(c, []byte("here"), []byte("1"))
		},
		"another box version": func() ([]byte, error) { c := bytes.Clone(box); c[0] = 2; return a.Open(c, []byte("here"), []byte("1")) },
		"empty":               func() ([]byte, error) { return a.Open(nil) },
	} {
		if got, err := try(); !errors.Is(err, ErrDamaged) || got != nil {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestADestroyedKeyIsGoneAndMadeAnewItIsAnother(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	r := Ref{opaque.New(), "r/c"}
	old := ensure(t, s, r)
	if again := ensure(t, s, r); again.Raw() != old.Raw() {
		t.Error("Ensure replaced a key that stood")
	}
	for range 2 { // a second time is no error
		if err := s.Destroy(t.Context(), "o", []Ref{r}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Key(t.Context(), "o", r); !errors.Is(err, ErrNoKey) {
		t.Errorf("got %v, want ErrNoKey", err)
	}
	if ensure(t, s, r).Raw() == old.Raw() {
		t.Error("the destroyed key came back")
	}
}

func TestAKeyOfOneOrganisationIsNoKeyOfAnother(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	r := Ref{opaque.New(), "r/c"}
	ensure(t, s, r)
	if _, err := s.Key(t.Context(), "other", r); !errors.Is(err, ErrNoKey) {
		t.Errorf("got %v, want ErrNoKey", err)
	}
}

func TestAWrappedKeyMovedToAnotherRowDoesNotUnwrap(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	a, b := Ref{opaque.New(), "r/c"}, Ref{opaque.New(), "r/c"}
	ensure(t, s, a)
	ensure(t, s, b)
	if _, err := s.db.W.Exec(`update person_key set wrapped = (select wrapped from person_key where person = ?) where person = ?`, a.Person[:], b.Person[:]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Key(t.Context(), "o", b); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}

func TestTheIndexFindsOnlyTheSameValueFieldAndOrganisation(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	row := IndexRow{Field: "r/c.f", MAC: s.MAC("o", "r/c.f", "X"), Person: opaque.New(), Record: opaque.New(), Version: 1}
	if err := s.Ensure(t.Context(), "o", nil, []IndexRow{row}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		org, field, value string
		want              int
	}{{"o", "r/c.f", "X", 1}, {"o", "r/c.f", "x", 0}, {"o", "r/c.g", "X", 0}, {"p", "r/c.f", "X", 0}} {
		got, err := s.Find(t.Context(), c.org, c.field, c.value)
		if err != nil || len(got) != c.want {
			t.Errorf("%v: %d rows, %v; want %d", c, len(got), err, c.want)
		}
	}
	n, err := s.Sweep(t.Context(), "o", func(opaque.ID) (int64, error) { return 2, nil })
	if err != nil || n != 1 {
		t.Fatalf("swept %d, %v; want the stale row", n, err)
	}
	if got, _ := s.Find(t.Context(), "o", "r/c.f", "X"); len(got) != 0 {
		t.Error("the swept row is still found")
	}
}

func TestCounterHintsOnlyRise(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	p := opaque.New()
	for _, k := range []uint64{3, 7, 5} {
		if err := s.SaveHeads(t.Context(), "o", map[opaque.ID]uint64{p: k}); err != nil {
			t.Fatal(err)
		}
	}
	if k, err := s.Head(t.Context(), "o", p); err != nil || k != 7 {
		t.Errorf("head %d, %v; want 7", k, err)
	}
}

func TestAKeyFileThatOthersMayReadIsRefused(t *testing.T) {
	t.Parallel()
	_, dir := open(t)
	path := filepath.Join(dir, "keys.json")
	if _, err := LoadFile(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadFile(path); err == nil {
		t.Error("accepted")
	}
	if _, err := CreateFile(path); err == nil {
		t.Error("overwrote a key file")
	}
	if _, err := LoadFile(filepath.Join(dir, "none")); !errors.Is(err, ErrNoFile) {
		t.Errorf("got %v, want ErrNoFile", err)
	}
}
