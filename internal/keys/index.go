// SPDX-License-Identifier: EUPL-1.2

package keys

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"fmt"

	"github.com/lupaus/lupaus/internal/opaque"
)

// IndexRow says that a record, at a version, has a value in a field; the value
// itself is only a keyed hash. An identity code has so few possible values
// that whoever holds the index key can try them all: the key lies outside.
type IndexRow struct {
	Field   string // register/category.field
	MAC     [32]byte
	Person  opaque.ID
	Record  opaque.ID
	Version int64
}

// MAC is the blind index of a canonical value under the current index key.
func (s *Store) MAC(org, field, value string) [32]byte {
	return mac(s.file.current().Index, org, field, value)
}

func mac(key []byte, org, field, value string) [32]byte {
	h := hmac.New(sha256.New, key)
	h.Write(bind([][]byte{[]byte("index"), []byte(org), []byte(field), []byte(value)}))
	return [32]byte(h.Sum(nil))
}

// MadeMAC tells whether a keyed hash was made for the value under any index
// key in use, in constant time.
func (s *Store) MadeMAC(sum []byte, org, field, value string) bool {
	for _, e := range s.file.Epochs {
		if m := mac(e.Index, org, field, value); hmac.Equal(m[:], sum) {
			return true
		}
	}
	return false
}

// Find gives the rows of a value under every index key in use (two during a
// turn). The caller keeps those whose record still stands at that version.
func (s *Store) Find(ctx context.Context, org, field, value string) ([]IndexRow, error) {
	var out []IndexRow
	for _, e := range s.file.Epochs {
		m := mac(e.Index, org, field, value)
		rows, err := s.find.QueryContext(ctx, org, field, m[:])
		if err != nil {
			return nil, fmt.Errorf("look up an index: %w", err)
		}
		if out, err = scanIndex(rows, out, IndexRow{Field: field, MAC: m}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func scanIndex(rows *sql.Rows, out []IndexRow, r IndexRow) ([]IndexRow, error) {
	defer rows.Close()
	for rows.Next() {
		var person, record []byte
		if err := rows.Scan(&person, &record, &r.Version); err != nil {
			return nil, fmt.Errorf("look up an index: %w", err)
		}
		var err error
		if r.Person, err = opaque.From(person); err != nil {
			return nil, err
		}
		if r.Record, err = opaque.From(record); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func addIndex(tx *sql.Tx, org string, rows []IndexRow) error {
	if len(rows) == 0 {
		return nil
	}
	st, err := tx.Prepare(`insert or ignore into blind_index(org, field, mac, person, record, version) values(?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer st.Close()
	for _, r := range rows {
		if _, err := st.Exec(org, r.Field, r.MAC[:], r.Person[:], r.Record[:], r.Version); err != nil {
			return err
		}
	}
	return nil
}

// Forget deletes a record's index rows except those of the version that
// stands (0: all of them).
func (s *Store) Forget(ctx context.Context, org string, record opaque.ID, stands int64) error {
	_, err := s.group.Do(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`delete from blind_index where record = ? and org = ? and version <> ?`, record[:], org, stands)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget index rows: %w", err)
	}
	return nil
}

// Sweep deletes the index rows of records that stands does not know at the
// row's version: what a crash between two files left behind. A key without
// data is left: it opens nothing.
func (s *Store) Sweep(ctx context.Context, org string, stands func(record opaque.ID) (version int64, err error)) (int, error) {
	rows, err := s.db.R.QueryContext(ctx, `select distinct record, version from blind_index where org = ?`, org)
	if err != nil {
		return 0, fmt.Errorf("sweep the index: %w", err)
	}
	type stale struct {
		record  opaque.ID
		version int64
	}
	var gone []stale
	for rows.Next() {
		var b []byte
		var v int64
		if err := rows.Scan(&b, &v); err != nil {
			rows.Close()
			return 0, fmt.Errorf("sweep the index: %w", err)
		}
		id, err := opaque.From(b)
		if err != nil {
			rows.Close()
			return 0, err
		}
		now, err := stands(id)
		if err != nil {
			rows.Close()
			return 0, err
		}
		if now != v {
			gone = append(gone, stale{id, v})
		}
	}
	if err := rows.Close(); err != nil {
		return 0, err
	}
	if len(gone) == 0 {
		return 0, nil
	}
	_, err = s.group.Do(ctx, func(tx *sql.Tx) error {
		for _, g := range gone {
			if _, err := tx.Exec(`delete from blind_index where record = ? and version = ? and org = ?`, g.record[:], g.version, org); err != nil {
				return err
			}
		}
		return nil
	})
	return len(gone), err
}
