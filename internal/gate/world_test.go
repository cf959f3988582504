// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/lupaus/lupaus/internal/clock"
	"github.com/lupaus/lupaus/internal/keys"
	"github.com/lupaus/lupaus/internal/ledger"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

const (
	notes = "personal-journal/consultations"
	card  = "personal-journal/identification"
	care  = "personal-journal/occupational-health"
	admin = "personal-journal/administration"
)

// world is a gate over real files, with a room of one table of its own.
type world struct {
	*Gate
	dir     string
	clk     *clock.Manual
	faults  map[string]*fault
	release *promise.Release
	close   func()

	nurse, clerk Actor
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{dir: t.TempDir(), clk: clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))}
	var problems promise.Problems
	if w.release, problems = promise.Load(os.DirFS("../../examples/hms")); w.release == nil {
		t.Fatal(problems)
	}
	w.open(t)
	t.Cleanup(func() { w.close() })
	w.nurse = Actor{ID: opaque.New(), Name: "Nina", Role: "nurse", Session: "s1", Declared: true, SecondFactor: true}
	w.clerk = Actor{ID: opaque.New(), Name: "Odd", Role: "office-worker", Session: "s2", Declared: true, SecondFactor: true}
	if err := w.Keys.Ensure(t.Context(), w.Org, []keys.Ref{{Person: w.nurse.ID, Category: keys.LogCategory}, {Person: w.clerk.ID, Category: keys.LogCategory}}, nil); err != nil {
		t.Fatal(err)
	}
	return w
}

// open opens the files as a start does, without recovering.
func (w *world) open(t testing.TB) {
	t.Helper()
	g, closeAll, err := openGate(t.Context(), w.dir, w.release, w.clk, w.faults)
	if err != nil {
		t.Fatal(err)
	}
	w.Gate, w.close = g, closeAll
}

// reopen closes the files and opens them again.
func (w *world) reopen(t testing.TB) {
	t.Helper()
	w.close()
	w.open(t)
}

func openGate(ctx context.Context, dir string, r *promise.Release, clk clock.Clock, faults map[string]*fault) (*Gate, func(), error) {
	var closers []func()
	closeAll := func() {
		for i := len(closers) - 1; i >= 0; i-- {
			closers[i]()
		}
	}
	fail := func(err error) (*Gate, func(), error) { closeAll(); return nil, nil, err }
	file, err := keys.LoadFile(filepath.Join(dir, "keys.json"))
	if errors.Is(err, keys.ErrNoFile) {
		file, err = keys.CreateFile(filepath.Join(dir, "keys.json"))
	}
	if err != nil {
		return fail(err)
	}
	var dbs []*store.DB
	for _, name := range []string{"data.db", "keys.db", "ledger.db"} {
		db, err := store.OpenWith(ctx, filepath.Join(dir, name), faults[name].between())
		if err != nil {
			return fail(err)
		}
		dbs = append(dbs, db)
		closers = append(closers, func() { db.Close() })
	}
	if err := dbs[0].Migrate(ctx, "room", fstest.MapFS{"00001_box.sql": {Data: []byte(`-- +goose Up
create table box(org text, record blob primary key, subject blob, category text, version integer, entry integer, box blob);
create table care(subject blob, staff blob, primary key(subject, staff));
`)}}); err != nil {
		return fail(err)
	}
	ks, err := keys.New(ctx, dbs[1], file)
	if err != nil {
		return fail(err)
	}
	closers = append(closers, ks.Close)
	if err := os.MkdirAll(filepath.Join(dir, "checkpoints"), 0o700); err != nil {
		return fail(err)
	}
	heads := NewHeads()
	l, err := ledger.Open(ctx, dbs[2].Shared(), ledger.Options{Now: clk.Now, Mono: clk.Mono, Engine: "test", Heads: heads.Told, Outside: ledger.FileOutside(filepath.Join(dir, "checkpoints"))})
	if err != nil {
		return fail(err)
	}
	closers = append(closers, func() { l.Close() })
	sign, err := file.AddLedger("hms", "hms/test")
	if err != nil {
		return fail(err)
	}
	var key ed25519.PrivateKey = sign.Key()
	tree, err := l.Tree(ctx, "hms", key, sign.Origin)
	if err != nil {
		return fail(err)
	}
	writes := store.NewGroup(dbs[0])
	closers = append(closers, writes.Close)
	g, err := New(ctx, Config{Org: "hms", Data: dbs[0], Writes: writes, Keys: ks, Ledger: l, Tree: tree, Heads: heads, Clock: clk,
		Log: slog.New(slog.DiscardHandler), Mask: func(*promise.FieldDecl, string) string { return "***" }}, r)
	if err != nil {
		return fail(err)
	}
	g.UseFacts(careFacts{})
	return g, closeAll, nil
}

// careFacts knows who has whom in care, from a table, and that every other
// fact it could know is false.
type careFacts struct{}

func (careFacts) Facts(ctx context.Context, q store.Querier, f FactQuery, out []rulebook.Facts) error {
	for _, name := range f.Book.FactNames() {
		bit, ok := f.Wants(name)
		if !ok {
			continue
		}
		for i, s := range f.Subjects {
			is := false
			if name == "in-care" {
				var n int
				if err := q.QueryRowContext(ctx, `select count(*) from care where subject = ? and staff = ?`, s[:], f.Actor.ID[:]).Scan(&n); err != nil {
					return err
				}
				is = n > 0
			}
			known(&out[i], bit, is)
		}
	}
	return nil
}

// doc is a new record in plain text.
func (w *world) doc(category string, subject opaque.ID, value string) Doc {
	return Doc{Subject: subject, Category: category, Record: opaque.New(), Version: 1, Document: Document{Fields: promise.Document{"name": value, "text": value}}}
}

// write puts documents into the room's table.
func (w *world) write(ctx context.Context, a Actor, action rulebook.Action, purpose string, docs ...Doc) (int64, error) {
	ask := Ask{Actor: a, Action: action, Purpose: purpose}
	for _, d := range docs {
		ask.Items = append(ask.Items, Item{Subject: d.Subject, Category: d.Category, Record: d.Record})
	}
	return w.Change(ctx, ask, Change{Docs: docs, Apply: insertBoxes})
}

func insertBoxes(tx *sql.Tx, sealed []Sealed, entry int64) error {
	for _, s := range sealed {
		if _, err := tx.Exec(`insert into box values('hms',?,?,?,?,?,?)`, s.Record[:], s.Subject[:], s.Category, s.Version, entry, s.Box); err != nil {
			return err
		}
	}
	return nil
}

const boxQuery = `select record, subject, category, version, entry, box from box where org = ?`

func (w *world) boxes(t testing.TB, subject opaque.ID) (out []Sealed) {
	t.Helper()
	rows, err := w.Data.R.Query(boxQuery, w.Org)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		b, err := ScanBoxed(rows)
		if err != nil {
			t.Fatal(err)
		}
		if b.Subject == subject {
			out = append(out, b.Sealed)
		}
	}
	return out
}

// person lets somebody in with a card and a note.
func (w *world) person(t testing.TB) opaque.ID {
	t.Helper()
	id := opaque.New()
	if _, err := w.write(t.Context(), w.clerk, rulebook.Add, admin, w.doc(card, id, "Kari Eksempel")); err != nil {
		t.Fatal(err)
	}
	if _, err := w.write(t.Context(), w.nurse, rulebook.Add, care, w.doc(notes, id, "secret note")); err != nil {
		t.Fatal(err)
	}
	return id
}

// entries reads the ledger from a number on.
func (w *world) entries(t testing.TB, from int64) (out []ledger.Entry) {
	t.Helper()
	for e, err := range w.Tree.Entries(t.Context(), from) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	return out
}

// openNote is a nurse's ask for a journal, with what opening it needs.
func (w *world) openNote(id opaque.ID) Ask {
	return Ask{Actor: w.nurse, Action: rulebook.Open, Purpose: care, Subjects: []opaque.ID{id}, Categories: []string{notes}, Reason: "follow-up", Confirmed: true}
}
