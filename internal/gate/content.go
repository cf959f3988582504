// SPDX-License-Identifier: EUPL-1.2

package gate

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"slices"

	"github.com/lupaus/lupaus/internal/opaque"
)

// A record's version is tied to the ledger by its print: the hash of where it
// stands and of its sealed box. An intent names the hash of all prints of its
// change; the prints themselves are kept with the data, also after an erasure,
// whose own intent names the prints it removes. So `verify` finds a box that
// was changed, a record that was slipped in and one that was taken away,
// without any key.

// Print is the hash of a record's sealed version and its place.
type Print [32]byte

// print hashes a box with its place.
func (s *Sealed) print() Print {
	h := sha256.New()
	h.Write([]byte("lupaus-record/1\n"))
	for _, part := range [][]byte{s.Subject[:], []byte(s.Category), s.Record[:], binary.BigEndian.AppendUint64(nil, uint64(s.Version)), s.Box} {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		h.Write(part)
	}
	return Print(h.Sum(nil))
}

// prints are the prints of boxes in their own order, so that the hash over
// them does not depend on who asked first.
func prints(boxes []Sealed) []byte {
	all := make([]Print, len(boxes))
	for i := range boxes {
		all[i] = boxes[i].print()
	}
	slices.SortFunc(all, func(a, b Print) int { return bytes.Compare(a[:], b[:]) })
	out := make([]byte, 0, len(all)*len(Print{}))
	for _, p := range all {
		out = append(out, p[:]...)
	}
	return out
}

// footprint is what an intent does to the sealed records.
type footprint struct{ wrote, removed []byte }

// hash is what the intent names.
func (f footprint) hash() [32]byte {
	h := sha256.New()
	h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(f.wrote))))
	h.Write(f.wrote)
	h.Write(f.removed)
	return [32]byte(h.Sum(nil))
}

// keep stores the prints with the change itself.
func (f footprint) keep(tx *sql.Tx, org string, entry int64) error {
	_, err := tx.Exec(`insert into print(org, entry, wrote, removed) values(?,?,?,?)`, org, entry, f.wrote, f.removed)
	return err
}

// Boxed is what a room tells of its sealed records, so that they can be verified.
type Boxed struct {
	Sealed
	Entry int64 // the entry that wrote it
}

// ScanBoxed reads a row of (record, subject, category, version, entry, box).
func ScanBoxed(rows *sql.Rows) (b Boxed, err error) {
	var record, subject []byte
	if err := rows.Scan(&record, &subject, &b.Category, &b.Version, &b.Entry, &b.Box); err != nil {
		return b, err
	}
	if b.Record, err = opaque.From(record); err != nil {
		return b, err
	}
	b.Subject, err = opaque.From(subject)
	return b, err
}
