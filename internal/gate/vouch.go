// SPDX-License-Identifier: EUPL-1.2

package gate

import "encoding/binary"

// Vouch makes a keyed hash over what must lie open in a database and yet
// decides something: dates that relations count from, who something was shared
// with, sessions. Whoever can write the database and lacks the key file cannot
// make one, so a row that was slipped in counts for nothing.
func (g *Gate) Vouch(what string, parts ...[]byte) []byte {
	m := g.Keys.MAC(g.Org, "vouch/"+what, joined(parts))
	return m[:]
}

// Vouched tells whether a proof was made by Vouch for the same parts, under
// any index key in use.
func (g *Gate) Vouched(proof []byte, what string, parts ...[]byte) bool {
	return g.Keys.MadeMAC(proof, g.Org, "vouch/"+what, joined(parts))
}

// joined puts parts together so that no two lists of parts look alike.
func joined(parts [][]byte) string {
	var b []byte
	for _, p := range parts {
		b = binary.BigEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return string(b)
}

// Number is an integer as a part.
func Number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
