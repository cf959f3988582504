// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"database/sql"

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

// eraseCard erases a person's card and its key as the system's sweep would.
func (w *world) eraseCard(ctx context.Context, id opaque.ID) error {
	rows, err := w.Data.R.QueryContext(ctx, boxQuery+" and subject = ? and category = ?", w.Org, id[:], card)
	if err != nil {
		return err
	}
	var versions []Sealed
	for rows.Next() {
		b, err := ScanBoxed(rows)
		if err != nil {
			return err
		}
		versions = append(versions, b.Sealed)
	}
	if err := rows.Close(); err != nil {
		return err
	}
	ask := Ask{Actor: System("sweep"), Action: rulebook.Erase, Purpose: "personal-journal/upkeep", Subjects: []opaque.ID{id}, Categories: []string{card}}
	_, err = w.Erase(ctx, ask, versions, func(tx *sql.Tx, _ int64) error {
		_, err := tx.Exec(`delete from box where subject = ? and category = ?`, id[:], card)
		return err
	})
	return err
}
