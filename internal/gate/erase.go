// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
)

// Erase decides, records the intent with the prints of all versions that go,
// lets remove delete the room's rows in the
// data transaction, destroys the keys of the subjects' categories and records
// that they were destroyed. After a crash each step is taken up where it
// stopped. Log keys stay: the log has a retention of its own.
//
// Law: gdpr 17(1)
func (g *Gate) Erase(ctx context.Context, a Ask, versions []Sealed, remove func(tx *sql.Tx, entry int64) error) (int64, error) {
	var refs []keys.Ref
	for _, s := range a.Subjects {
		for _, c := range a.Categories {
			refs = append(refs, keys.Ref{Person: s, Category: c})
		}
	}
	i, err := g.Change(ctx, a, Change{Removes: versions, Apply: func(tx *sql.Tx, _ []Sealed, entry int64) error {
		if err := remove(tx, entry); err != nil {
			return err
		}
		for _, r := range refs {
			if _, err := tx.Exec(`insert into erasing(org, entry, person, category) values(?,?,?,?)`, g.Org, entry, r.Person[:], r.Category); err != nil {
				return err
			}
		}
		return nil
	}})
	if err != nil {
		return 0, err
	}
	done := map[opaque.ID]bool{}
	for _, v := range versions {
		if done[v.Record] {
			continue
		}
		done[v.Record] = true
		if err := g.Keys.Forget(ctx, g.Org, v.Record, 0); err != nil {
			return i, unavailable(err)
		}
	}
	return i, g.destroy(ctx, i, refs)
}

// destroy deletes key rows, says so in the ledger and ticks the erasure off.
// Repeating it is harmless but for a second `destroyed` entry naming the same
// intent, which a reader may count once.
func (g *Gate) destroy(ctx context.Context, i int64, refs []keys.Ref) error {
	ctx = context.WithoutCancel(ctx)
	if err := g.Keys.Destroy(ctx, g.Org, refs); err != nil {
		return unavailable(err)
	}
	g.step("keys-destroyed")
	_, err := g.Tree.Append(ctx, ledger.Draft{Kind: ledger.KindDestroyed, Public: []ledger.Field{
		{Name: ledger.PublicOf, Value: strconv.FormatInt(i, 10)}}})
	if err != nil {
		return unavailable(err)
	}
	g.step("destroyed")
	_, err = g.Writes.Do(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`delete from erasing where org = ? and entry = ?`, g.Org, i)
		return err
	})
	if err != nil {
		return unavailable(err)
	}
	return nil
}
