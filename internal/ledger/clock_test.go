// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"errors"
	"testing"
	"time"
)

func TestTimesRiseEvenWhenTheClockStands(t *testing.T) {
	t.Parallel()
	c := newFakeClock()
	_, _, tree := newTree(t, Options{Now: c.now, Mono: c.count})
	start := c.now()
	mustAppend(t, tree, read(tree, testSubject(1)), read(tree, testSubject(1)))
	c.jump(-30 * time.Second) // less than what is refused
	mustAppend(t, tree, read(tree, testSubject(1)))
	for e, err := range tree.Entries(t.Context(), 0) {
		if want := start.Add(time.Duration(e.Index) * time.Microsecond); err != nil || !e.Time.Equal(want) {
			t.Errorf("entry %d: time %v, %v, want %v", e.Index, e.Time, err, want)
		}
	}
}

func TestAJumpOfTheClockIsRefusedUntilItIsBack(t *testing.T) {
	t.Parallel()
	for name, by := range map[string]time.Duration{
		"forward": time.Hour, "backward": -time.Hour, "to another century": 100 * 365 * 24 * time.Hour,
		"a little more than allowed": 61 * time.Second, "as little backward": -61 * time.Second,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newFakeClock()
			_, _, tree := newTree(t, Options{Now: c.now, Mono: c.count})
			c.pass(24 * time.Hour) // both clocks ran on, nothing is wrong
			mustAppend(t, tree, read(tree, testSubject(1)))
			size := tree.Size()
			c.jump(by)
			for range 3 {
				c.pass(time.Minute)
				if _, err := tree.Append(t.Context(), read(tree, testSubject(1))); !errors.Is(err, ErrClock) || errors.Is(err, ErrUnavailable) {
					t.Errorf("got %v, want ErrClock", err)
				}
			}
			c.jump(-by)
			if i := mustAppend(t, tree, read(tree, testSubject(1))); i != size {
				t.Errorf("entry %d, want %d", i, size)
			}
		})
	}
}

func TestAJumpWithinTheSettingIsTaken(t *testing.T) {
	t.Parallel()
	c := newFakeClock()
	_, _, tree := newTree(t, Options{Now: c.now, Mono: c.count, Jump: 2 * time.Hour})
	c.jump(time.Hour)
	mustAppend(t, tree, read(tree, testSubject(1)))
	c.jump(-time.Hour)
	mustAppend(t, tree, read(tree, testSubject(1)))
}

func TestAClockFarBehindTheLastEntryIsRefusedAtTheStart(t *testing.T) {
	t.Parallel()
	c := newFakeClock()
	db, l, tree := newTree(t, Options{Now: c.now, Mono: c.count})
	mustAppend(t, tree, read(tree, testSubject(1)))
	l.Close()
	c.jump(-time.Hour)
	l = mustOpen(t, db, Options{Now: c.now, Mono: c.count})
	tree = mustTree(t, l)
	if _, err := tree.Append(t.Context(), read(tree, testSubject(1))); !errors.Is(err, ErrClock) {
		t.Errorf("got %v, want ErrClock", err)
	}
	c.pass(time.Hour)
	mustAppend(t, tree, read(tree, testSubject(1)))
}

func TestTheMachineClockRuns(t *testing.T) {
	t.Parallel()
	count := machineClock()
	a := count()
	for b := a; b <= a; b = count() {
	}
}
