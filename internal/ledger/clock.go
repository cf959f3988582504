// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"fmt"
	"time"
)

const defaultJump = 60 * time.Second

// clock reads the wall clock and refuses it while it disagrees with a clock
// that nobody sets. A ledger with wrong times is worse than one that waits:
// the times decide what a person is told and when data is erased.
//
// It belongs to the committer and is not for concurrent use.
type clock struct {
	now  func() time.Time
	mono func() time.Duration
	jump time.Duration
	// wall and at are the last readings that agreed.
	wall time.Time
	at   time.Duration
}

func newClock(o Options) *clock {
	c := &clock{now: o.Now, mono: o.Mono, jump: o.Jump}
	if c.now == nil {
		c.now = time.Now
	}
	if c.mono == nil {
		c.mono = machineClock()
	}
	if c.jump <= 0 {
		c.jump = defaultJump
	}
	c.wall, c.at = c.read()
	return c
}

// read takes both clocks. Round drops Go's own monotonic reading, which would
// hide the very jump that is looked for.
func (c *clock) read() (time.Time, time.Duration) {
	return c.now().Round(0).UTC().Truncate(time.Microsecond), c.mono()
}

// check returns the time now, or ErrClock.
func (c *clock) check() (time.Time, error) {
	wall, at := c.read()
	expected := c.wall.Add(at - c.at)
	if d := wall.Sub(expected); d > c.jump || d < -c.jump {
		return time.Time{}, fmt.Errorf("%w: it shows %s but by the machine's own count it should be about %s; "+
			"set it right and recording goes on by itself, or, if it is right now, start the program again",
			ErrClock, wall.Format(time.RFC3339), expected.Format(time.RFC3339))
	}
	c.wall, c.at = wall, at
	return wall, nil
}

// after gives the next entry its time: never at or before the last one, and
// never when the clock is further behind the last entry than the jump.
func (c *clock) after(now, last time.Time) (time.Time, error) {
	if now.Before(last.Add(-c.jump)) {
		return time.Time{}, fmt.Errorf("%w: it shows %s and the last entry was made at %s; set it right and recording goes on by itself",
			ErrClock, now.Format(time.RFC3339), last.Format(time.RFC3339))
	}
	if next := last.Add(time.Microsecond); now.Before(next) {
		return next, nil
	}
	return now, nil
}
