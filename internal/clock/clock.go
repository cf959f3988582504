// SPDX-License-Identifier: EUPL-1.2

// Package clock hands time to the house, so that every deadline, lock-out and
// clock jump can be tested (law 6). Wall time answers "when was it"; the
// monotonic time answers "how long did it take" and cannot be set.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time. Now is UTC wall time; Mono grows by itself from an
// arbitrary start and is not moved by whoever sets the wall clock.
type Clock interface {
	Now() time.Time
	Mono() time.Duration
}

// System is the machine's clock.
type System struct{}

var start = time.Now()

// Now is the wall clock in UTC, without the monotonic reading.
func (System) Now() time.Time { return time.Now().Round(0).UTC() }

// Mono is the time since the program started.
func (System) Mono() time.Duration { return time.Since(start) }

// Manual is a clock for tests: it stands still until it is moved.
type Manual struct {
	mu   sync.Mutex
	wall time.Time
	mono time.Duration
}

// NewManual makes a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{wall: t.UTC()} }

// Now is where the wall clock stands.
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.wall
}

// Mono is how long the clock has run.
func (m *Manual) Mono() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.mono
}

// Advance lets d pass on both clocks, as time does.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wall, m.mono = m.wall.Add(d), m.mono+d
}

// Jump moves the wall clock alone, as a wrong hand or a broken time server does.
func (m *Manual) Jump(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wall = m.wall.Add(d)
}
