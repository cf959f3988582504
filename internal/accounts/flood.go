// SPDX-License-Identifier: EUPL-1.2

package accounts

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/opaque"
)

// A client may try thirty times at once, as an office behind one address does
// in the morning, and then once every two seconds.
const (
	clientBurst = 30
	clientEvery = 2 * time.Second
	maxClients  = 1 << 14
)

// buckets are token buckets by client. What a client may still do grows with
// the monotonic clock, so that setting the wall clock fills nobody's bucket.
// When there are too many clients to remember, new ones share one bucket:
// memory stays bounded and a flood from many addresses is still a flood.
type buckets struct {
	mu    sync.Mutex
	m     map[string]bucket
	burst int
	every time.Duration
}

// bucket says when the bucket will be full again.
type bucket struct{ full time.Duration }

func newBuckets(burst int, every time.Duration) *buckets {
	return &buckets{m: map[string]bucket{}, burst: burst, every: every}
}

// take uses up one try of a client. When there is none, it says how long it
// takes until there is.
func (b *buckets) take(client string, now time.Duration) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	k, ok := b.m[client]
	if !ok && len(b.m) >= maxClients {
		b.forget(now)
		if len(b.m) >= maxClients {
			client = "everybody else"
			k = b.m[client]
		}
	}
	full := max(k.full, now) + b.every
	if over := full - now - time.Duration(b.burst)*b.every; over > 0 {
		return over
	}
	b.m[client] = bucket{full}
	return 0
}

// forget drops the clients whose buckets are full again.
func (b *buckets) forget(now time.Duration) {
	for c, k := range b.m {
		if k.full <= now {
			delete(b.m, c)
		}
	}
}

// clientOf is what stands for a client: an IPv4 address, or the network of an
// IPv6 address, of which one household has more than anybody can count.
func clientOf(address string) string {
	if ap, err := netip.ParseAddrPort(address); err == nil {
		address = ap.Addr().String()
	}
	a, err := netip.ParseAddr(address)
	if err != nil {
		return "unknown"
	}
	if a = a.Unmap().WithZone(""); a.Is6() {
		p, _ := a.Prefix(64)
		return p.String()
	}
	return a.String()
}

// maxStrangers bounds how many names that nobody has are remembered.
const maxStrangers = 1 << 12

// strangers counts failures under names that nobody has, so that such a name
// is locked out like any other and tells nothing by not being. Nothing of it is
// stored, and names stand under a key that this process drew.
type strangers struct {
	mu  sync.Mutex
	key [32]byte
	m   map[[32]byte]stranger
}

type stranger struct {
	failed, locks int
	until         time.Time
}

func newStrangers() *strangers {
	s := &strangers{m: map[[32]byte]stranger{}}
	rand.Read(s.key[:])
	return s
}

func (s *strangers) id(name string) [32]byte {
	h := hmac.New(sha256.New, s.key[:])
	h.Write([]byte(name))
	return [32]byte(h.Sum(nil))
}

// locked is until when the name is locked out, the zero time when it is not.
func (s *strangers) locked(name string, now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if x := s.m[s.id(name)]; now.Before(x.until) {
		return x.until
	}
	return time.Time{}
}

// fail counts a failure and gives the lock-out that it brings, if any.
func (s *strangers) fail(name string, now time.Time, l limits) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.id(name)
	x, ok := s.m[id]
	if !ok && len(s.m) >= maxStrangers {
		for other := range s.m { // any one: which is left to chance
			delete(s.m, other)
			break
		}
	}
	var locked bool
	x.failed, x.locks, locked = countFailure(x.failed, x.locks, l)
	if locked {
		x.until = now.Add(l.lockFor(x.locks))
	}
	s.m[id] = x
	if !locked {
		return time.Time{}
	}
	return x.until
}

// countFailure counts one more failure. The one that reaches the limit locks,
// and the count begins anew behind the lock.
func countFailure(failed, locks int, l limits) (int, int, bool) {
	if failed++; failed >= l.failures {
		return 0, locks + 1, true
	}
	return failed, locks, false
}

// doors let one at a time try an account, so that guesses made at once are
// counted one after the other.
type doors [64]chan struct{}

func newDoors() (d doors) {
	for i := range d {
		d[i] = make(chan struct{}, 1)
	}
	return d
}

// enter waits for an account's door. leave opens it for the next.
func (d *doors) enter(ctx context.Context, id opaque.ID) (leave func(), err error) {
	door := d[int(id[0])%len(d)]
	select {
	case door <- struct{}{}:
		return func() { <-door }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
