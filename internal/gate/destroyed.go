// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"

	"github.com/lupaus/lupaus/internal/ledger"
)

// Destroyed finds the entry that says that the keys of an erasure are gone, by
// the entry of its intent; 0 as long as there is none. Both together are what
// the person concerned is told: that it was decided, and that it was done.
//
// Law: gdpr 17(1)
func (g *Gate) Destroyed(ctx context.Context, intent int64) (int64, error) {
	for e, err := range g.Tree.Entries(ctx, intent+1) {
		if err != nil {
			return 0, unavailable(err)
		}
		if e.Kind != ledger.KindDestroyed {
			continue
		}
		if of, ok := e.PublicNumber(ledger.PublicOf); ok && of == intent {
			return e.Index, nil
		}
	}
	return 0, nil
}
