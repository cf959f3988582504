// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"sync"

	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
)

// Heads remembers how far each person's counter in the ledger has come and
// writes it to the keys store now and then. It is a hint only: after a crash
// the ledger finds the counter by probing from a lower one.
type Heads struct {
	mu    sync.Mutex
	known map[opaque.ID]*head
	dirty map[opaque.ID]struct{}
}

type head struct {
	org string
	k   uint64
}

// NewHeads makes an empty memory.
func NewHeads() *Heads {
	return &Heads{known: map[opaque.ID]*head{}, dirty: map[opaque.ID]struct{}{}}
}

// Told is what the ledger calls after each batch.
func (h *Heads) Told(batch []ledger.Head) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, b := range batch {
		if k, ok := h.known[b.Person]; ok && b.K > k.k {
			k.k = b.K
			h.dirty[b.Person] = struct{}{}
		}
	}
}

// hint gives a lower bound of a person's counter.
func (h *Heads) hint(ctx context.Context, s *keys.Store, org string, p opaque.ID) (uint64, error) {
	if k, ok := h.lookUp(p); ok {
		return k, nil
	}
	n, err := s.Head(ctx, org, p)
	if err != nil {
		return 0, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if _, ok := h.known[p]; !ok {
		h.known[p] = &head{org: org, k: n}
	}
	return n, nil
}

func (h *Heads) lookUp(p opaque.ID) (uint64, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if k, ok := h.known[p]; ok {
		return k.k, true
	}
	return 0, false
}

// Flush writes what has changed since the last time.
func (h *Heads) Flush(ctx context.Context, s *keys.Store) error {
	byOrg := map[string]map[opaque.ID]uint64{}
	h.mu.Lock()
	for p := range h.dirty {
		k := h.known[p]
		if byOrg[k.org] == nil {
			byOrg[k.org] = map[opaque.ID]uint64{}
		}
		byOrg[k.org][p] = k.k
	}
	h.dirty = map[opaque.ID]struct{}{}
	h.mu.Unlock()
	for org, m := range byOrg {
		if err := s.SaveHeads(ctx, org, m); err != nil {
			return err
		}
	}
	return nil
}
