// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"encoding/hex"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/promise"
)

// Edition is a promise that was put in force: what ruled from that moment on.
type Edition struct {
	Entry   int64 // of the ledger, which put it in force
	At      time.Time
	Digest  string // hexadecimal
	Release *promise.Release
}

// editions remembers how far the ledger was searched for switches of the rulebook, and
// what was found, so that each entry is looked at once.
type editions struct {
	mu    sync.Mutex
	next  int64
	found []Edition
}

// Editions lists the promises that were in force, oldest first; the last one is in force
// now. It reads what the ledger has got since the last call. A text that the language of
// today no longer reads stands with a nil release.
//
// Keeps: AMS-106
// Keeps: AMS-108
func (g *Gate) Editions(ctx context.Context) ([]Edition, error) {
	g.editions.mu.Lock()
	defer g.editions.mu.Unlock()
	for e, err := range g.Tree.Entries(ctx, g.editions.next) {
		if err != nil {
			return nil, unavailable(err)
		}
		if e.Kind == ledger.KindRulebook {
			r, err := g.releaseOf(ctx, e.Rulebook)
			if err != nil {
				return nil, err
			}
			g.editions.found = append(g.editions.found, Edition{Entry: e.Index, At: e.Time, Digest: hex.EncodeToString(e.Rulebook[:]), Release: r})
		}
		g.editions.next = e.Index + 1
	}
	return append([]Edition(nil), g.editions.found...), nil
}

// releaseOf reads a release that the ledger keeps; nil when its text is no longer read.
func (g *Gate) releaseOf(ctx context.Context, d ledger.Digest) (*promise.Release, error) {
	if r := g.rules.Load(); r != nil && r.digest == d {
		return r.book.Release(), nil
	}
	text, err := g.Ledger.RulebookText(ctx, d)
	if err != nil {
		return nil, unavailable(err)
	}
	r, _ := promise.FromArchive(text)
	return r, nil
}
