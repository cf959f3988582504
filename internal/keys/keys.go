// SPDX-License-Identifier: EUPL-1.2

// Package keys keeps one key per person and category, and one log key per
// person, wrapped under master keys that lie outside every database. It makes
// the blind indexes for exact look-up and remembers hints of the ledger's
// counters. Only package gate imports it (architecture test): whoever can
// call it can open everything.
//
// Erasing is deleting a key row here: what was sealed under it opens nowhere
// again. The row may live on in free pages and backups of this file, which is
// why its backups are short and why its master keys turn in epochs.
package keys

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// LogCategory names a person's log key among the categories. Categories of
// promise files have a slash in their name, so the two never meet.
const LogCategory = "log"

// ErrNoKey means that there is no key for that person and category: never
// made, or destroyed.
var ErrNoKey = errors.New("no key: never made or destroyed")

// Ref names a key.
type Ref struct {
	Person   opaque.ID
	Category string
}

// Store is the keys of all organisations in one database file.
type Store struct {
	db    *store.DB
	file  *File
	group *store.Group
	wrap  map[int]*Key
	get   *sql.Stmt
	find  *sql.Stmt
	head  *sql.Stmt
}

// New opens the keys store in db with the master keys of file.
func New(ctx context.Context, db *store.DB, file *File) (*Store, error) {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "keys", sub); err != nil {
		return nil, err
	}
	s := &Store{db: db, file: file, wrap: map[int]*Key{}}
	for _, e := range file.Epochs {
		if s.wrap[e.ID], err = newKey(e.Wrap); err != nil {
			return nil, err
		}
	}
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	s.group = store.NewGroup(db)
	return s, nil
}

func (s *Store) prepare(ctx context.Context) (err error) {
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&s.get, `select epoch, wrapped from person_key where org = ? and person = ? and category = ?`},
		{&s.find, `select person, record, version from blind_index where org = ? and field = ? and mac = ?`},
		{&s.head, `select k from counter_head where org = ? and person = ?`},
	} {
		if *p.to, err = s.db.R.PrepareContext(ctx, p.sql); err != nil {
			return fmt.Errorf("keys store: %w", err)
		}
	}
	return nil
}

// Close waits for running changes. The database stays with whoever opened it.
func (s *Store) Close() {
	s.group.Close()
	for _, st := range []*sql.Stmt{s.get, s.find, s.head} {
		st.Close()
	}
}

// Key fetches and unwraps one key, ErrNoKey when there is none.
func (s *Store) Key(ctx context.Context, org string, r Ref) (*Key, error) {
	ctx, err := store.Quick(ctx)
	if err != nil {
		return nil, fmt.Errorf("fetch a key: %w", err)
	}
	var epoch int
	var wrapped []byte
	err = s.get.QueryRowContext(ctx, org, r.Person[:], r.Category).Scan(&epoch, &wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, fmt.Errorf("fetch a key: %w", err)
	}
	return s.unwrap(org, r, epoch, wrapped)
}

func (s *Store) unwrap(org string, r Ref, epoch int, wrapped []byte) (*Key, error) {
	master, ok := s.wrap[epoch]
	if !ok {
		return nil, fmt.Errorf("the key file has no epoch %d: %w", epoch, ErrNoKey)
	}
	raw, err := master.Open(wrapped, place(org, r, epoch)...)
	if err != nil {
		return nil, fmt.Errorf("unwrap a key: %w", err)
	}
	return newKey(raw)
}

func place(org string, r Ref, epoch int) [][]byte {
	return [][]byte{[]byte("key"), []byte(org), r.Person[:], []byte(r.Category), []byte(strconv.Itoa(epoch))}
}

// Ensure makes the keys that do not stand yet and adds the index rows, durable
// in one transaction. A key that is never used afterwards is harmless.
func (s *Store) Ensure(ctx context.Context, org string, refs []Ref, rows []IndexRow) error {
	if len(refs) == 0 && len(rows) == 0 {
		return nil
	}
	_, err := s.group.Do(ctx, func(tx *sql.Tx) error {
		if err := s.addKeys(tx, org, refs); err != nil {
			return err
		}
		return addIndex(tx, org, rows)
	})
	if err != nil {
		return fmt.Errorf("make keys: %w", err)
	}
	return nil
}

func (s *Store) addKeys(tx *sql.Tx, org string, refs []Ref) error {
	st, err := tx.Prepare(`insert or ignore into person_key(org, person, category, epoch, wrapped) values(?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer st.Close()
	e := s.file.current()
	for _, r := range refs {
		box := s.wrap[e.ID].Seal(draw(32), place(org, r, e.ID)...)
		if _, err := st.Exec(org, r.Person[:], r.Category, e.ID, box); err != nil {
			return err
		}
	}
	return nil
}

// Destroy deletes keys. Deleting one that is gone already is no error, so that
// an erasure can be taken up again after a crash.
func (s *Store) Destroy(ctx context.Context, org string, refs []Ref) error {
	_, err := s.group.Do(ctx, func(tx *sql.Tx) error {
		for _, r := range refs {
			if _, err := tx.Exec(`delete from person_key where org = ? and person = ? and category = ?`, org, r.Person[:], r.Category); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("destroy keys: %w", err)
	}
	return nil
}

// Each calls do with every key of one kind (category) in an organisation,
// until it returns false.
func (s *Store) Each(ctx context.Context, org, category string, do func(opaque.ID, *Key) bool) error {
	rows, err := s.db.R.QueryContext(ctx, `select person, epoch, wrapped from person_key where org = ? and category = ?`, org, category)
	if err != nil {
		return fmt.Errorf("read keys: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var person, wrapped []byte
		var epoch int
		if err := rows.Scan(&person, &epoch, &wrapped); err != nil {
			return fmt.Errorf("read keys: %w", err)
		}
		id, err := opaque.From(person)
		if err != nil {
			return fmt.Errorf("read keys: %w", err)
		}
		k, err := s.unwrap(org, Ref{id, category}, epoch, wrapped)
		if err != nil {
			return err
		}
		if !do(id, k) {
			return nil
		}
	}
	return rows.Err()
}

// Check tries every wrapped key of every organisation, of whatever kind, and says how many
// there are and how many do not open: a changed one seals what nobody can read any more,
// also where nothing was sealed with it yet.
func (s *Store) Check(ctx context.Context) (all, broken int, err error) {
	rows, err := s.db.R.QueryContext(ctx, `select org, person, category, epoch, wrapped from person_key`)
	if err != nil {
		return 0, 0, fmt.Errorf("read keys: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var org, category string
		var person, wrapped []byte
		var epoch int
		if err := rows.Scan(&org, &person, &category, &epoch, &wrapped); err != nil {
			return all, broken, fmt.Errorf("read keys: %w", err)
		}
		all++
		id, err := opaque.From(person)
		if err == nil {
			_, err = s.unwrap(org, Ref{id, category}, epoch, wrapped)
		}
		if err != nil {
			broken++
		}
	}
	return all, broken, rows.Err()
}

// Head is a lower bound of a person's counter, 0 when nothing is known.
func (s *Store) Head(ctx context.Context, org string, person opaque.ID) (uint64, error) {
	var k int64
	err := s.head.QueryRowContext(ctx, org, person[:]).Scan(&k)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read a counter: %w", err)
	}
	return uint64(k), nil
}

// SaveHeads writes hints; a lower one never replaces a higher one.
func (s *Store) SaveHeads(ctx context.Context, org string, heads map[opaque.ID]uint64) error {
	_, err := s.group.Do(ctx, func(tx *sql.Tx) error {
		st, err := tx.Prepare(`insert into counter_head(org, person, k) values(?,?,?)
			on conflict(org, person) do update set k = max(k, excluded.k)`)
		if err != nil {
			return err
		}
		defer st.Close()
		for p, k := range heads {
			if _, err := st.Exec(org, p[:], int64(k)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("save counters: %w", err)
	}
	return nil
}
