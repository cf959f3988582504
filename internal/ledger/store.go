// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// originShift places a batch: its key is origin number × 2^40 + first entry, so
// that one integer key serves all organisations of the file and no secondary
// index has to be kept.
const (
	originShift = 40
	maxEntry    = 1<<originShift - 1
)

func placeOf(origin, entry int64) int64 { return origin<<originShift | entry }

// migrations bring the tables from version i to i+1. They are only ever added to.
var migrations = []string{`
CREATE TABLE ledger_origin (
	number   INTEGER PRIMARY KEY,
	org      TEXT NOT NULL,
	origin   TEXT NOT NULL UNIQUE,
	verifier TEXT NOT NULL
);
CREATE TABLE ledger_batch (
	place     INTEGER PRIMARY KEY,
	entries   INTEGER NOT NULL,
	note      BLOB NOT NULL,
	rulebook  BLOB NOT NULL,
	hashes    BLOB NOT NULL,
	leaves    BLOB NOT NULL,
	subleaves BLOB NOT NULL,
	bodies    BLOB,
	actors    BLOB
);
CREATE TABLE ledger_tag (
	tag      BLOB PRIMARY KEY,
	place    INTEGER NOT NULL,
	position INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE ledger_pruned (
	place INTEGER PRIMARY KEY
);
CREATE TABLE ledger_rulebook (
	digest BLOB PRIMARY KEY,
	text   BLOB NOT NULL
) WITHOUT ROWID;
`}

// migrate creates the tables or brings them up to date, all or nothing.
func migrate(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS ledger_version (version INTEGER NOT NULL)`); err != nil {
		return err
	}
	var version int
	err = tx.QueryRowContext(ctx, `SELECT version FROM ledger_version`).Scan(&version)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = tx.ExecContext(ctx, `INSERT INTO ledger_version (version) VALUES (0)`)
	}
	if err != nil {
		return err
	}
	if version > len(migrations) {
		return fmt.Errorf("its tables are of version %d and this program knows %d: use a newer program", version, len(migrations))
	}
	for _, m := range migrations[version:] {
		if _, err := tx.ExecContext(ctx, m); err != nil {
			return err
		}
	}
	if version < len(migrations) {
		if _, err := tx.ExecContext(ctx, `UPDATE ledger_version SET version = ?`, len(migrations)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// tagChunk is how many tags one statement inserts or looks for.
const tagChunk = 16

// statements are prepared once; database/sql keeps them per connection.
type statements struct {
	db                     *sql.DB
	batch, tag, tags, text *sql.Stmt // writing
	find, findMany         *sql.Stmt // tags
	row, hashes            *sql.Stmt // reading
}

const (
	insertBatch = `INSERT INTO ledger_batch (place, entries, note, rulebook, hashes, leaves, subleaves, bodies, actors) VALUES (?,?,?,?,?,?,?,?,?)`
	insertTag   = `INSERT INTO ledger_tag (tag, place, position) VALUES (?,?,?)`
	insertText  = `INSERT INTO ledger_rulebook (digest, text) VALUES (?,?) ON CONFLICT (digest) DO NOTHING`
	selectTag   = `SELECT place, position FROM ledger_tag WHERE tag = ?`
	// selectRow finds the batch an entry is in: the last one that begins at or before it.
	selectRow    = `SELECT place, entries, note, rulebook, hashes, leaves, subleaves, bodies, actors FROM ledger_batch WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1`
	selectHashes = `SELECT place, entries, hashes FROM ledger_batch WHERE place BETWEEN ? AND ? ORDER BY place DESC LIMIT 1`
)

func prepare(ctx context.Context, db *sql.DB) (*statements, error) {
	s := &statements{db: db}
	// OR FAIL spares SQLite the statement journal it would open as a file for a
	// statement of many rows; a failed batch is rolled back as a whole anyway.
	many, found := strings.Replace(insertTag, "INSERT", "INSERT OR FAIL", 1), `SELECT tag FROM ledger_tag WHERE tag IN (?`
	for range tagChunk - 1 {
		many += ",(?,?,?)"
		found += ",?"
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&s.batch, insertBatch}, {&s.tag, insertTag}, {&s.tags, many}, {&s.text, insertText},
		{&s.find, selectTag}, {&s.findMany, found + ")"},
		{&s.row, selectRow}, {&s.hashes, selectHashes},
	} {
		stmt, err := db.PrepareContext(ctx, p.text)
		if err != nil {
			s.close()
			return nil, err
		}
		*p.stmt = stmt
	}
	return s, nil
}

func (s *statements) close() {
	for _, stmt := range []*sql.Stmt{s.batch, s.tag, s.tags, s.text, s.find, s.findMany, s.row, s.hashes} {
		if stmt != nil {
			stmt.Close()
		}
	}
}

// row is one stored batch.
type row struct {
	first, entries   int64
	note, rulebook   []byte
	hashes, leaves   []byte
	subLeaves        []byte
	bodies, actors   []byte
	noBodies, noActs bool // pruned: the column is NULL
}

// end is the number after the batch's last entry.
func (r *row) end() int64 { return r.first + r.entries }

// store reads what one origin has stored. It is safe for concurrent use.
type store struct {
	s      *statements
	origin int64
}

// batchAt reads the batch that holds an entry, or ErrNoEntry.
func (s store) batchAt(ctx context.Context, entry int64) (*row, error) {
	if entry < 0 || entry > maxEntry {
		return nil, ErrNoEntry
	}
	r, err := scanRow(s.s.row.QueryRowContext(ctx, placeOf(s.origin, 0), placeOf(s.origin, entry)), s.origin)
	if err != nil && !errors.Is(err, ErrNoEntry) {
		return nil, fmt.Errorf("read the batch of entry %d: %w", entry, err)
	}
	return r, err
}

// scanRow reads the columns of selectRow, or ErrNoEntry.
func scanRow(from *sql.Row, origin int64) (*row, error) {
	r := &row{}
	var place int64
	err := from.Scan(&place, &r.entries, &r.note, &r.rulebook, &r.hashes, &r.leaves, &r.subLeaves, &r.bodies, &r.actors)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNoEntry
	}
	if err != nil {
		return nil, err
	}
	r.first = place - placeOf(origin, 0)
	r.noBodies, r.noActs = r.bodies == nil, r.actors == nil
	return r, nil
}

// lastBatch reads the newest batch, or ErrNoEntry.
func (s store) lastBatch(ctx context.Context) (*row, error) { return s.batchAt(ctx, maxEntry) }

// findTag says where a tag stands.
func (s store) findTag(ctx context.Context, t tag) (entry int64, position int, ok bool, err error) {
	var place int64
	err = s.s.find.QueryRowContext(ctx, t[:]).Scan(&place, &position)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, false, nil
	}
	if err != nil {
		return 0, 0, false, fmt.Errorf("look for a tag: %w", err)
	}
	if place>>originShift != s.origin {
		return 0, 0, false, fmt.Errorf("%w: a tag points into another origin", ErrDamaged)
	}
	return place - placeOf(s.origin, 0), position, true, nil
}

// prunedEntries lists the pruned entries, which permit gaps.
func (s store) prunedEntries(ctx context.Context) ([]int64, error) {
	return prunedEntries(ctx, s.s.db, s.origin)
}

func prunedEntries(ctx context.Context, db *sql.DB, origin int64) (entries []int64, err error) {
	rows, err := db.QueryContext(ctx, `SELECT place FROM ledger_pruned WHERE place BETWEEN ? AND ? ORDER BY place`, placeOf(origin, 0), placeOf(origin, maxEntry))
	if err != nil {
		return nil, fmt.Errorf("list the pruned entries: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var place int64
		if err := rows.Scan(&place); err != nil {
			return nil, fmt.Errorf("list the pruned entries: %w", err)
		}
		entries = append(entries, place-placeOf(origin, 0))
	}
	return entries, rows.Err()
}

// storedHashes implements tlog.HashReader over the batches of one origin. It
// remembers the batch read last, as proofs ask for neighbours.
type storedHashes struct {
	ctx    context.Context
	s      store
	first  int64
	end    int64
	hashes []byte
}

// ReadHashes implements tlog.HashReader.
func (h *storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		level, n := tlog.SplitStoredHashIndex(x)
		entry := (n+1)<<level - 1 // the entry whose arrival completed this hash
		if err := h.load(entry); err != nil {
			return nil, err
		}
		at := (x - tlog.StoredHashIndex(0, h.first)) * tlog.HashSize
		if at < 0 || at+tlog.HashSize > int64(len(h.hashes)) {
			return nil, fmt.Errorf("%w: the hashes of the batch of entry %d are cut short", ErrDamaged, entry)
		}
		copy(out[i][:], h.hashes[at:])
	}
	return out, nil
}

func (h *storedHashes) load(entry int64) error {
	if h.hashes != nil && entry >= h.first && entry < h.end {
		return nil
	}
	var place, entries int64
	h.hashes = nil
	err := h.s.s.hashes.QueryRowContext(h.ctx, placeOf(h.s.origin, 0), placeOf(h.s.origin, entry)).Scan(&place, &entries, &h.hashes)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("%w: entry %d", ErrNoEntry, entry)
	}
	if err != nil {
		return fmt.Errorf("read the hashes of entry %d: %w", entry, err)
	}
	h.first = place - placeOf(h.s.origin, 0)
	h.end = h.first + entries
	if entry >= h.end {
		return fmt.Errorf("%w: entry %d is missing from its batch", ErrDamaged, entry)
	}
	return nil
}

// cutLeaves splits the leaves of a batch, each behind its length in two bytes
// as in the entry bundles of C2SP tlog-tiles.
func cutLeaves(b []byte, entries int64) ([][]byte, error) {
	if entries < 1 || entries > int64(len(b)) {
		return nil, fmt.Errorf("%w: a batch of %d entries in %d bytes", ErrDamaged, entries, len(b))
	}
	out := make([][]byte, 0, entries)
	for range entries {
		if len(b) < 2 {
			return nil, fmt.Errorf("%w: the leaves of a batch are cut short", ErrDamaged)
		}
		n := int(binary.BigEndian.Uint16(b))
		if len(b) < 2+n {
			return nil, fmt.Errorf("%w: the leaves of a batch are cut short", ErrDamaged)
		}
		out, b = append(out, b[2:2+n:2+n]), b[2+n:]
	}
	if len(b) != 0 {
		return nil, fmt.Errorf("%w: a batch has more bytes than leaves", ErrDamaged)
	}
	return out, nil
}

// cutSealed takes the next sealed part, behind its length in four bytes.
func cutSealed(b []byte, most int) (part, rest []byte, err error) {
	if len(b) >= 4 {
		if n := int64(binary.BigEndian.Uint32(b)); n <= int64(most) && 4+n <= int64(len(b)) {
			return b[4 : 4+n : 4+n], b[4+n:], nil
		}
	}
	return nil, nil, fmt.Errorf("%w: the sealed parts of a batch are cut short", ErrDamaged)
}

// appendSealed is the other way round.
func appendSealed(b, part []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(part)))
	return append(b, part...)
}

// lastTime is the time of a batch's last entry.
func lastTime(leaves [][]byte) (time.Time, error) {
	f, err := ParseLeaf(leaves[len(leaves)-1])
	return f.Time, err
}
