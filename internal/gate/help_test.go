// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"

	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// flipping makes everybody restricted once it is switched off.
type flipping struct{ allowed *bool }

func (f flipping) Facts(_ context.Context, _ store.Querier, q FactQuery, out []rulebook.Facts) error {
	if bit, ok := q.Wants("restricted"); ok {
		for i := range out {
			known(&out[i], bit, !*f.allowed)
		}
	}
	return nil
}

func refsOf(id opaque.ID, category string) []keys.Ref {
	return []keys.Ref{{Person: id, Category: category}}
}
