// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"sync"

	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
)

//go:embed migrations/*.sql
var migrations embed.FS

func (g *Gate) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	return g.Data.Migrate(ctx, "gate", sub)
}

// frozen are intents whose fate could not be written down yet.
type frozen struct {
	mu      sync.Mutex
	entries []int64
}

func (f *frozen) add(i int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !slices.Contains(f.entries, i) {
		f.entries = append(f.entries, i)
	}
}

// thaw settles what could not be settled before. Until it can, no change runs.
func (g *Gate) thaw(ctx context.Context) error {
	g.frozen.mu.Lock()
	defer g.frozen.mu.Unlock()
	for len(g.frozen.entries) > 0 {
		if err := g.tryVoid(ctx, g.frozen.entries[0], "failed"); err != nil {
			return unavailable(fmt.Errorf("entry %d cannot be settled yet, changes wait: %w", g.frozen.entries[0], err))
		}
		g.frozen.entries = g.frozen.entries[1:]
	}
	return nil
}

// Recovered says what a start had to put right.
type Recovered struct {
	Voided []int64 // intents without their change
	Erased int     // erasures whose keys still had to go
	Index  int     // stale index rows
}

// Recover settles what a crash left open. It runs before anything is served.
// stands tells a record's version that stands, 0 for none.
func (g *Gate) Recover(ctx context.Context, stands func(record opaque.ID) (int64, error)) (Recovered, error) {
	var rec Recovered
	from, err := g.watermark(ctx)
	if err != nil {
		return rec, err
	}
	size := g.Tree.Size()
	if rec.Voided, err = g.voidOrphans(ctx, from); err != nil {
		return rec, fmt.Errorf("recover: %w", err)
	}
	if rec.Erased, err = g.finishErasures(ctx); err != nil {
		return rec, fmt.Errorf("recover: %w", err)
	}
	if rec.Index, err = g.Keys.Sweep(ctx, g.Org, stands); err != nil {
		return rec, fmt.Errorf("recover: %w", err)
	}
	return rec, g.raise(ctx, size)
}

func (g *Gate) watermark(ctx context.Context) (at int64, err error) {
	err = g.Data.R.QueryRowContext(ctx, `select entry from watermark where org = ?`, g.Org).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return at, err
}

// raise moves the watermark up to size and prunes what lies below it.
func (g *Gate) raise(ctx context.Context, size int64) error {
	_, err := g.Writes.Do(ctx, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`insert into watermark(org, entry) values(?,?) on conflict(org) do update set entry = excluded.entry`, g.Org, size); err != nil {
			return err
		}
		_, err := tx.Exec(`delete from applied where org = ? and entry < ?`, g.Org, size)
		return err
	})
	return err
}

// voidOrphans goes through the entries from the watermark on and voids each
// intent without its change. A void whose entry is missing gets it.
func (g *Gate) voidOrphans(ctx context.Context, from int64) ([]int64, error) {
	outcome, err := g.outcomes(ctx, from)
	if err != nil {
		return nil, err
	}
	said := map[int64]bool{}
	var intents []int64
	for e, err := range g.Tree.Entries(ctx, from) {
		if err != nil {
			return nil, err
		}
		switch e.Kind {
		case ledger.KindIntent:
			intents = append(intents, e.Index)
		case ledger.KindVoid:
			of, err := strconv.ParseInt(e.PublicValue(ledger.PublicOf), 10, 64)
			if err != nil {
				return nil, fmt.Errorf("entry %d: %w", e.Index, ledger.ErrDamaged)
			}
			said[of] = true
		}
	}
	var voided []int64
	for _, i := range intents {
		switch {
		case said[i], outcome[i] == "done":
			continue
		case outcome[i] == "void":
			err = g.appendVoid(ctx, i, "crash")
		default:
			err = g.tryVoid(ctx, i, "crash")
		}
		if err != nil {
			return voided, err
		}
		voided = append(voided, i)
	}
	return voided, nil
}

func (g *Gate) outcomes(ctx context.Context, from int64) (map[int64]string, error) {
	rows, err := g.Data.R.QueryContext(ctx, `select entry, outcome from applied where org = ? and entry >= ?`, g.Org, from)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[int64]string{}
	for rows.Next() {
		var i int64
		var o string
		if err := rows.Scan(&i, &o); err != nil {
			return nil, err
		}
		out[i] = o
	}
	return out, rows.Err()
}

// finishErasures destroys the keys of applied erasures and says so.
func (g *Gate) finishErasures(ctx context.Context) (int, error) {
	rows, err := g.Data.R.QueryContext(ctx, `select entry, person, category from erasing where org = ? order by entry`, g.Org)
	if err != nil {
		return 0, err
	}
	byEntry := map[int64][]keys.Ref{}
	var order []int64
	for rows.Next() {
		var i int64
		var person []byte
		var r keys.Ref
		if err := rows.Scan(&i, &person, &r.Category); err != nil {
			rows.Close()
			return 0, err
		}
		if r.Person, err = opaque.From(person); err != nil {
			rows.Close()
			return 0, err
		}
		if byEntry[i] == nil {
			order = append(order, i)
		}
		byEntry[i] = append(byEntry[i], r)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	for _, i := range order {
		if err := g.destroy(ctx, i, byEntry[i]); err != nil {
			return 0, err
		}
	}
	return len(order), nil
}
