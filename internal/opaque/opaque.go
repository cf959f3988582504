// SPDX-License-Identifier: EUPL-1.2

// Package opaque has the random identifiers that stand for people, companies
// and records wherever their names must not: in indexes, addresses, logs and
// errors. An ID says nothing about what it stands for.
package opaque

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
)

// Size is the length of an ID in bytes.
const Size = 16

// ID is 128 random bits. The zero ID stands for nobody.
type ID [Size]byte

var encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// New draws an ID from the operating system's random source.
func New() ID {
	var id ID
	rand.Read(id[:]) // never fails since Go 1.24: the program ends instead
	return id
}

// IsZero tells whether the ID stands for nobody.
func (id ID) IsZero() bool { return id == ID{} }

// String is the ID in 26 lower-case letters and digits, fit for an address.
func (id ID) String() string { return encoding.EncodeToString(id[:]) }

// Parse reads what String wrote. Every other text is an error, so that one ID
// has one spelling.
func Parse(s string) (ID, error) {
	var id ID
	if len(s) != encoding.EncodedLen(Size) {
		return ID{}, fmt.Errorf("an id has %d characters, this has %d", encoding.EncodedLen(Size), len(s))
	}
	if _, err := encoding.Decode(id[:], []byte(s)); err != nil {
		return ID{}, fmt.Errorf("not an id: %w", err)
	}
	if id.String() != s {
		return ID{}, fmt.Errorf("not an id: its last character is not one we write")
	}
	return id, nil
}

// From copies an ID out of a database column. A column of another length is
// an error: the row is damaged.
func From(b []byte) (ID, error) {
	if len(b) != Size {
		return ID{}, fmt.Errorf("an id has %d bytes, the column has %d", Size, len(b))
	}
	return ID(b), nil
}
