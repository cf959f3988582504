// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"

	"github.com/lupaus/lupaus/internal/opaque"
)

// Hit is a record that had a value, at the version that the index knows. The
// room keeps it only when the record still stands at that version.
type Hit struct {
	Subject opaque.ID
	Record  opaque.ID
	Version int64
}

// Exact looks a value up in the blind index of a field. Whoever learns the
// answer has found somebody, so it only serves to make the candidates of a
// find, which is then decided and recorded for those shown.
func (g *Gate) Exact(ctx context.Context, category, field, canonical string) ([]Hit, error) {
	rows, err := g.Keys.Find(ctx, g.Org, category+"."+field, canonical)
	if err != nil {
		return nil, unavailable(err)
	}
	hits := make([]Hit, len(rows))
	for i, r := range rows {
		hits[i] = Hit{r.Person, r.Record, r.Version}
	}
	return hits, nil
}

// Forget removes a record's index rows but for the version that stands.
func (g *Gate) Forget(ctx context.Context, record opaque.ID, stands int64) error {
	return g.Keys.Forget(ctx, g.Org, record, stands)
}
