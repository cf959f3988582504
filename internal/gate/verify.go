// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Replayer decides the entries of a ledger again, each by the rulebook that
// decided then, and says where another answer comes out.
type Replayer struct {
	books map[ledger.Digest]*rulebook.Rulebook
	// Decided counts the decisions that were replayed whole, with role and
	// categories; Checked those whose clause was checked against the public part.
	Decided, Checked int64
}

// NewReplayer makes a replayer that knows no rulebook yet.
func NewReplayer() *Replayer { return &Replayer{books: map[ledger.Digest]*rulebook.Rulebook{}} }

// Rulebook takes in a rulebook's text.
func (r *Replayer) Rulebook(d ledger.Digest, text []byte) error {
	b, err := CompileText(text)
	if err != nil {
		return err
	}
	r.books[d] = b
	return nil
}

// Replay checks one entry. Without opened fields it sees only whether the
// named clause could have decided so; with them it decides anew.
//
// Law: gdpr 5(2)
func (r *Replayer) Replay(e ledger.Entry, opened []ledger.Field) error {
	switch e.Kind {
	case ledger.KindRead, ledger.KindIntent, ledger.KindRefusal:
	default:
		return nil
	}
	b := r.books[e.Rulebook]
	if b == nil {
		return fmt.Errorf("its rulebook %s is not kept", e.Rulebook)
	}
	if opened == nil {
		r.Checked++
		return could(b, &e)
	}
	if strings.Contains(e.Clause, "/retention/") { // a floor refused; access was not asked
		return nil
	}
	r.Decided++
	return decideAgain(b, &e, opened)
}

// could tells whether the clause that an entry names can have decided so on
// the facts it names.
func could(b *rulebook.Rulebook, e *ledger.Entry) error {
	c := b.ClauseByName(e.Clause)
	if c == nil {
		if e.Outcome == ledger.OutcomeRefused && strings.Contains(e.Clause, "/retention/") {
			return nil
		}
		return fmt.Errorf("its rulebook has no clause %s", e.Clause)
	}
	action, ok := rulebook.ParseAction(e.Action)
	if !ok {
		return fmt.Errorf("%q is no action", e.Action)
	}
	if e.Outcome == ledger.OutcomeRefused {
		return nil // a forbid, or the nearest allow that was not met
	}
	if c.Verb != promise.Allow || !c.Covers(action) {
		return fmt.Errorf("clause %s does not allow %s", e.Clause, e.Action)
	}
	for _, want := range []struct {
		names []string
		is    bool
	}{{c.If, true}, {c.Unless, false}} {
		for _, name := range want.names {
			bit, ok := b.FactBit(name)
			if !ok || e.Facts.Known&(1<<bit) == 0 || (e.Facts.True&(1<<bit) != 0) != want.is {
				return fmt.Errorf("clause %s needs %s to be %v, and the entry's facts do not say so", e.Clause, name, want.is)
			}
		}
	}
	return nil
}

func decideAgain(b *rulebook.Rulebook, e *ledger.Entry, opened []ledger.Field) error {
	action, ok := rulebook.ParseAction(e.Action)
	if !ok {
		return fmt.Errorf("%q is no action", e.Action)
	}
	q := rulebook.Query{Role: b.Role(FieldOf(opened, "role")), Purpose: b.Purpose(e.Purpose), Action: action, Unit: b.Unit(FieldOf(opened, "unit"))}
	for _, name := range Words(FieldOf(opened, "categories")) {
		if q.Category = b.Category(name); q.Category == 0 {
			return fmt.Errorf("its rulebook has no category %s", name)
		}
		d := b.Decide(q, rulebook.Facts(e.Facts))
		if d.Allowed != (e.Outcome == ledger.OutcomeAllowed) || d.Clause.Name != e.Clause {
			return fmt.Errorf("decided again for %s it is allowed=%v by %s, the entry says %s by %s", name, d.Allowed, d.Clause.Name, e.Outcome, e.Clause)
		}
	}
	return nil
}

// RecordFinding is something wrong with the sealed records.
type RecordFinding struct {
	Entry int64 // -1: none in particular
	What  string
}

// String names the entry and what is wrong.
func (f RecordFinding) String() string {
	if f.Entry < 0 {
		return "records: " + f.What
	}
	return fmt.Sprintf("records: entry %d: %s", f.Entry, f.What)
}

// RecordCheck ties the sealed records of a data store to the ledger's intents.
type RecordCheck struct {
	contents map[int64]string // entry -> content hash that the ledger names
	written  map[Print]int64
	removed  map[Print]bool
	// Checked counts the record versions that were found as they were written.
	Checked  int64
	Findings []RecordFinding
}

// NewRecordCheck makes a check; Entry is then called for every ledger entry.
func NewRecordCheck() *RecordCheck {
	return &RecordCheck{contents: map[int64]string{}, written: map[Print]int64{}, removed: map[Print]bool{}}
}

// Entry takes in an entry of the ledger.
func (c *RecordCheck) Entry(e ledger.Entry) {
	if e.Kind == ledger.KindIntent {
		c.contents[e.Index] = e.PublicValue(ledger.PublicContent)
	}
}

func (c *RecordCheck) find(entry int64, format string, args ...any) {
	c.Findings = append(c.Findings, RecordFinding{entry, fmt.Sprintf(format, args...)})
}

// Records compares the prints with what the ledger names, and each room's
// boxes with the prints. queries select (record, subject, category, version,
// entry, box) of one organisation's records.
func (c *RecordCheck) Records(ctx context.Context, db *sql.DB, org string, queries ...string) error {
	if err := c.prints(ctx, db, org); err != nil {
		return fmt.Errorf("verify records: %w", err)
	}
	seen := make(map[Print]bool, len(c.written))
	for _, q := range queries {
		if err := c.boxes(ctx, db, org, q, seen); err != nil {
			return fmt.Errorf("verify records: %w", err)
		}
	}
	for p, entry := range c.written {
		if !seen[p] && !c.removed[p] {
			c.find(entry, "a record version that it wrote is gone or was changed, and no erasure names it")
		}
	}
	return nil
}

func (c *RecordCheck) prints(ctx context.Context, db *sql.DB, org string) error {
	rows, err := db.QueryContext(ctx, `select entry, wrote, removed from print where org = ? order by entry`, org)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var entry int64
		var fp footprint
		if err := rows.Scan(&entry, &fp.wrote, &fp.removed); err != nil {
			return err
		}
		sum := fp.hash()
		if want, ok := c.contents[entry]; !ok || want != hex.EncodeToString(sum[:]) {
			c.find(entry, "the prints of its records are not those that the ledger names")
			continue
		}
		for p := range slices.Chunk(fp.wrote, len(Print{})) {
			c.written[Print(p)] = entry
		}
		for p := range slices.Chunk(fp.removed, len(Print{})) {
			c.removed[Print(p)] = true
		}
	}
	return rows.Err()
}

func (c *RecordCheck) boxes(ctx context.Context, db *sql.DB, org, query string, seen map[Print]bool) error {
	rows, err := db.QueryContext(ctx, query, org)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		b, err := ScanBoxed(rows)
		if err != nil {
			c.find(-1, "a record's row is damaged: %v", err)
			continue
		}
		p := b.print()
		if entry, ok := c.written[p]; !ok || (b.Entry >= 0 && entry != b.Entry) || seen[p] || c.removed[p] {
			c.find(b.Entry, "record %s version %d is not what was written: it was changed, moved, slipped in or brought back", b.Record, b.Version)
			continue
		}
		seen[p] = true
		c.Checked++
	}
	return rows.Err()
}
