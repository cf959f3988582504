// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
)

// shelf keeps things for sessions for a while, in memory, under addresses
// nobody can guess. What belongs to another session, what has run out and what
// never was are the same to whoever asks: gone.
type shelf[T any] struct {
	clock      clock.Clock
	life       time.Duration
	each, most int

	mu    sync.Mutex
	items map[string]shelved[T]
	mine  map[opaque.ID][]string // a session's addresses, oldest first
	order []string               // all addresses, oldest first; some may be gone already
}

type shelved[T any] struct {
	session opaque.ID
	until   time.Duration // on the monotonic clock
	value   T
}

func newShelf[T any](c clock.Clock, life time.Duration, each, most int) *shelf[T] {
	return &shelf[T]{clock: c, life: life, each: each, most: most, items: map[string]shelved[T]{}, mine: map[opaque.ID][]string{}}
}

// put lays v down for a session and gives its address. The session's oldest
// thing goes when it has too many, and the oldest of all when everybody has.
func (s *shelf[T]) put(session opaque.ID, v T) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	if m := s.mine[session]; len(m) >= s.each {
		s.drop(m[0])
	}
	for len(s.items) >= s.most && len(s.order) > 0 {
		s.drop(s.order[0])
		s.order = s.order[1:]
	}
	key := opaque.New().String()
	s.items[key] = shelved[T]{session, s.clock.Mono() + s.life, v}
	s.mine[session] = append(s.mine[session], key)
	s.order = append(s.order, key)
	return key
}

// get finds what lies at an address of the session.
func (s *shelf[T]) get(session opaque.ID, key string) (T, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	it, ok := s.items[key]
	if !ok || it.session != session || s.clock.Mono() >= it.until {
		var none T
		return none, errs.New(errs.Expired, "", "nothing lies at this address for session %s", session)
	}
	return it.value, nil
}

// set replaces what lies at an address; its time runs on.
func (s *shelf[T]) set(key string, v T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if it, ok := s.items[key]; ok {
		it.value = v
		s.items[key] = it
	}
}

// take removes one thing.
func (s *shelf[T]) take(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop(key)
}

// clear removes all that a session had.
func (s *shelf[T]) clear(session opaque.ID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.mine[session] {
		delete(s.items, k)
	}
	delete(s.mine, session)
}

// sweep removes what has run out. It is called with the lock held.
func (s *shelf[T]) sweep() {
	n := 0
	for n < len(s.order) {
		it, ok := s.items[s.order[n]]
		if ok && s.clock.Mono() < it.until {
			break
		}
		s.drop(s.order[n])
		n++
	}
	s.order = s.order[n:]
}

// drop removes one thing. It is called with the lock held.
func (s *shelf[T]) drop(key string) {
	it, ok := s.items[key]
	if !ok {
		return
	}
	delete(s.items, key)
	m := slices.DeleteFunc(s.mine[it.session], func(k string) bool { return k == key })
	if s.mine[it.session] = m; len(m) == 0 {
		delete(s.mine, it.session)
	}
}

// left is how long an address still works.
func (s *shelf[T]) left(key string) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return max(0, s.items[key].until-s.clock.Mono())
}
