// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
)

// Doc is a record's new version in plain text, on its way to being sealed.
type Doc struct {
	Subject  opaque.ID
	Category string // qualified
	Record   opaque.ID
	Version  int64
	Document
}

// Change is what an allowed ask does.
type Change struct {
	Docs []Doc
	// Index are exact look-up values of the documents.
	Index []IndexValue
	// Removes are the sealed versions that the change takes away for good.
	Removes []Sealed
	// Apply writes the room's rows in the data transaction. It checks again
	// what it relies on (the record's version, uniqueness); an error undoes it
	// all and voids the intent. It uses nothing but the transaction.
	Apply func(tx *sql.Tx, sealed []Sealed, entry int64) error
}

// IndexValue makes a record findable by the exact value of a field.
type IndexValue struct {
	Doc   int    // place in Docs
	Field string // id of the field
	Value string // canonical
}

// errRecheck means that between the decision and the change a fact changed.
var errRecheck = errs.New(errs.Conflict, "error.facts-changed", "a fact that decided has changed meanwhile")

// Change decides, and when the answer is yes makes the intent durable before
// anything is changed. It returns the entry's number once the change stands.
// On an error nothing of it stands; an intent already recorded is followed by
// a void entry.
//
//  1. decide on facts read now; make the keys (harmless if unused)
//  2. the intent is durable in the ledger
//  3. one data transaction: facts again, the room's rows, applied(done)
//  4. on failure: applied(void) in the data, then a void entry
func (g *Gate) Change(ctx context.Context, a Ask, c Change) (int64, error) {
	if err := g.thaw(ctx); err != nil {
		return 0, err
	}
	for try := 0; ; try++ {
		i, err := g.change(ctx, g.rules.Load(), &a, c)
		if errors.Is(err, ledger.ErrStale) && try < redecide {
			continue
		}
		return i, err
	}
}

func (g *Gate) change(ctx context.Context, r *rules, a *Ask, c Change) (int64, error) {
	vs, err := g.decide(ctx, g.Data.R, r, a)
	if err != nil {
		return 0, err
	}
	yes, no := split(vs)
	if len(no) > 0 || len(yes) == 0 {
		return 0, g.refuse(ctx, r, a, no)
	}
	if err := needs(yes); err != nil {
		return 0, err
	}
	g.step("decided")
	sealed, err := g.seal(ctx, yes, c)
	if err != nil {
		return 0, err
	}
	g.step("keys")
	fp := footprint{wrote: prints(sealed), removed: prints(c.Removes)}
	intents, err := g.intend(ctx, r, a, yes, fp)
	if err != nil {
		return 0, err
	}
	g.step("intent")
	i := intents[0]
	return i, g.apply(ctx, r, a, intents, func(tx *sql.Tx) error {
		if err := c.Apply(tx, sealed, i); err != nil {
			return err
		}
		return fp.keep(tx, g.Org, i)
	})
}

// seal makes the keys and index rows durable and seals the documents. Only
// what was decided can be sealed.
func (g *Gate) seal(ctx context.Context, yes []Verdict, c Change) ([]Sealed, error) {
	may := make(map[grantKey]bool, len(yes))
	for _, v := range yes {
		may[grantKey{v.Subject, v.Category}] = true
	}
	var refs []keys.Ref
	seen := map[keys.Ref]bool{}
	for _, d := range c.Docs {
		if !may[grantKey{d.Subject, d.Category}] {
			return nil, ErrOutside
		}
		for _, ref := range []keys.Ref{{Person: d.Subject, Category: d.Category}, {Person: d.Subject, Category: keys.LogCategory}} {
			if !seen[ref] {
				seen[ref] = true
				refs = append(refs, ref)
			}
		}
	}
	if err := g.Keys.Ensure(ctx, g.Org, refs, g.indexRows(c)); err != nil {
		return nil, unavailable(err)
	}
	out := make([]Sealed, len(c.Docs))
	opened := map[grantKey]*keys.Key{}
	for i, d := range c.Docs {
		k, err := g.openKey(ctx, opened, grantKey{d.Subject, d.Category})
		if err != nil {
			return nil, unavailable(err)
		}
		plain, err := json.Marshal(d.Document)
		if err != nil {
			return nil, fmt.Errorf("seal record %s: %w", d.Record, err)
		}
		s := Sealed{Subject: d.Subject, Category: d.Category, Record: d.Record, Version: d.Version}
		s.Box = k.Seal(plain, s.place(g.Org)...)
		out[i] = s
	}
	return out, nil
}

func (g *Gate) openKey(ctx context.Context, opened map[grantKey]*keys.Key, k grantKey) (*keys.Key, error) {
	if have := opened[k]; have != nil {
		return have, nil
	}
	key, err := g.Keys.Key(ctx, g.Org, keys.Ref{Person: k.subject, Category: k.category})
	if err != nil {
		return nil, err
	}
	opened[k] = key
	return key, nil
}

func (g *Gate) indexRows(c Change) []keys.IndexRow {
	rows := make([]keys.IndexRow, len(c.Index))
	for i, v := range c.Index {
		d := c.Docs[v.Doc]
		field := d.Category + "." + v.Field
		rows[i] = keys.IndexRow{Field: field, MAC: g.Keys.MAC(g.Org, field, v.Value), Person: d.Subject, Record: d.Record, Version: d.Version}
	}
	return rows
}

// intend makes the intent durable: which clause allows it, about whom, and the
// hash of what will be written. When several clauses decide parts of a change,
// their intents stand side by side and share one fate.
func (g *Gate) intend(ctx context.Context, r *rules, a *Ask, yes []Verdict, fp footprint) ([]int64, error) {
	sum := fp.hash()
	public := []ledger.Field{{Name: ledger.PublicContent, Value: hex.EncodeToString(sum[:])}}
	drafts, err := g.drafts(ctx, r, a, ledger.KindIntent, ledger.OutcomeAllowed, yes, public)
	if err != nil {
		return nil, unavailable(err)
	}
	first, err := g.Tree.Append(ctx, drafts...)
	if err != nil {
		return nil, appendError(err)
	}
	intents := make([]int64, len(drafts))
	for i := range intents {
		intents[i] = first + int64(i)
	}
	return intents, nil
}

// apply runs the data transaction of a change and settles its intents.
func (g *Gate) apply(ctx context.Context, r *rules, a *Ask, intents []int64, do func(*sql.Tx) error) error {
	out, err := g.Writes.Do(context.WithoutCancel(ctx), func(tx *sql.Tx) error {
		if err := g.recheck(ctx, tx, r, a); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		for _, i := range intents {
			if err := settle(tx, g.Org, i, "done"); err != nil {
				return err
			}
		}
		return nil
	})
	g.step("data")
	switch out {
	case store.Done:
		return nil
	case store.Unknown:
		if done, serr := g.settled(ctx, intents[0]); serr == nil && done {
			return nil
		}
	}
	for _, i := range intents {
		if verr := g.void(ctx, i, "failed"); verr != nil {
			return errors.Join(changeError(err), verr)
		}
	}
	return changeError(err)
}

// changeError gives errors of a kind as they are and marks the store's own.
func changeError(err error) error {
	if errs.KindOf(err) != errs.Internal || !store.IsTrouble(err) {
		return err
	}
	return unavailable(err)
}

// recheck decides once more on facts read inside the data transaction.
func (g *Gate) recheck(ctx context.Context, tx *sql.Tx, r *rules, a *Ask) error {
	vs, err := g.decide(context.WithoutCancel(ctx), tx, r, a)
	if err != nil {
		return err
	}
	if _, no := split(vs); len(no) > 0 {
		return errRecheck
	}
	return nil
}

// settle notes what became of an intent; a second note of the same fails.
func settle(tx *sql.Tx, org string, i int64, outcome string) error {
	_, err := tx.Exec(`insert into applied(org, entry, outcome) values(?,?,?)`, org, i, outcome)
	return err
}

// settled asks, on a fresh connection, whether an intent was done.
func (g *Gate) settled(ctx context.Context, i int64) (bool, error) {
	c, err := g.Data.R.Conn(context.WithoutCancel(ctx))
	if err != nil {
		return false, err
	}
	defer c.Close()
	var outcome string
	err = c.QueryRowContext(context.WithoutCancel(ctx), `select outcome from applied where org = ? and entry = ?`, g.Org, i).Scan(&outcome)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return outcome == "done", err
}

// void says that an intent did not happen: first in the data, so that no late
// writer can do it any more, then in the ledger. When either cannot be said
// now, the organisation's changes stop until it can.
func (g *Gate) void(ctx context.Context, i int64, code string) error {
	if err := g.tryVoid(ctx, i, code); err != nil {
		g.frozen.add(i)
		return unavailable(fmt.Errorf("entry %d cannot be settled now, changes wait: %w", i, err))
	}
	return nil
}

func (g *Gate) tryVoid(ctx context.Context, i int64, code string) error {
	ctx = context.WithoutCancel(ctx)
	done := false
	_, err := g.Writes.Do(ctx, func(tx *sql.Tx) error {
		err := settle(tx, g.Org, i, "void")
		if store.IsUnique(err) { // settled already: done by the commit we doubted, or void by an earlier try
			return tx.QueryRow(`select outcome = 'done' from applied where org = ? and entry = ?`, g.Org, i).Scan(&done)
		}
		return err
	})
	if err != nil || done {
		return err
	}
	g.step("void-data")
	err = g.appendVoid(ctx, i, code)
	g.step("void-ledger")
	return err
}

func (g *Gate) appendVoid(ctx context.Context, i int64, code string) error {
	_, err := g.Tree.Append(ctx, ledger.Draft{Kind: ledger.KindVoid, Public: []ledger.Field{
		{Name: ledger.PublicOf, Value: strconv.FormatInt(i, 10)}, {Name: ledger.PublicReasonCode, Value: code}}})
	return err
}
