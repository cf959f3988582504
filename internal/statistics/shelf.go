// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"slices"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
)

// monotonic is a clock that never goes back.
type monotonic interface{ Mono() time.Duration }

// shelf keeps things for sessions in memory, under addresses nobody can guess.
// Unlike a look-up, what is worked on lives as long as it is used.
type shelf[T any] struct {
	clock      monotonic
	each, most int
	gone       func(T) // told of what is dropped; may be nil

	mu    sync.Mutex
	items []*shelved[T] // oldest first
}

type shelved[T any] struct {
	key     string
	session opaque.ID
	until   time.Duration
	value   T
}

func newShelf[T any](c monotonic, each, most int) *shelf[T] {
	return &shelf[T]{clock: c, each: each, most: most}
}

// put lays v down for a session; its oldest thing goes when it has too many, and
// the oldest of all when everybody has.
func (s *shelf[T]) put(session opaque.ID, v T) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Mono()
	s.drop(func(it *shelved[T]) bool { return it.until <= now })
	n := 0
	for i := len(s.items) - 1; i >= 0; i-- {
		if s.items[i].session == session {
			if n++; n >= s.each {
				old := s.items[i]
				s.drop(func(it *shelved[T]) bool { return it == old })
			}
		}
	}
	if len(s.items) >= s.most {
		old := s.items[0]
		s.drop(func(it *shelved[T]) bool { return it == old })
	}
	it := &shelved[T]{key: opaque.New().String(), session: session, until: now + life, value: v}
	s.items = append(s.items, it)
	return it.key
}

// get finds what lies at an address of the session and lets it live on.
func (s *shelf[T]) get(session opaque.ID, key string) (T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Mono()
	for _, it := range s.items {
		if it.key == key && it.session == session && now < it.until {
			it.until = now + life
			return it.value, nil
		}
	}
	var none T
	return none, errs.New(errs.Expired, "error.no-table", "nothing lies at this address for session %s", session)
}

// of lists what a session has, oldest first.
func (s *shelf[T]) of(session opaque.ID) (keys []string, all []T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range s.items {
		if it.session == session && s.clock.Mono() < it.until {
			keys, all = append(keys, it.key), append(all, it.value)
		}
	}
	return keys, all
}

// take removes one thing of a session.
func (s *shelf[T]) take(session opaque.ID, key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(func(it *shelved[T]) bool { return it.session == session && it.key == key })
}

func (s *shelf[T]) clear(session opaque.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(func(it *shelved[T]) bool { return it.session == session })
}

// drop removes what is meant. It is called with the lock held.
func (s *shelf[T]) drop(meant func(*shelved[T]) bool) {
	for _, it := range s.items {
		if s.gone != nil && meant(it) {
			s.gone(it.value)
		}
	}
	s.items = slices.DeleteFunc(s.items, meant)
}
