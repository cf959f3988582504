// SPDX-License-Identifier: EUPL-1.2

// Package ledger is the log of who did what with whose data, and on what ground.
// Nothing is shown and nothing changes before its entry is durable. What has
// been recorded can be proved to the person it is about without trusting
// whoever runs the program, and it can be forgotten (keys destroyed, sealed
// parts pruned) without any proof breaking.
//
// # Trees, entries, checkpoints
//
// Each organisation has a tree of its own, named by an origin: an RFC 6962
// Merkle tree whose leaves are the public parts of its entries, numbered from
// 0. Entry 0 says "origin". After every batch the tree's size and root are
// signed as a C2SP checkpoint (c2sp.org/tlog-checkpoint), a C2SP signed note
// (c2sp.org/signed-note) under the origin's Ed25519 key:
//
//	ledger.organisation.example/log
//	1742
//	QEdU4sXTlX9lUqQ6nyXc4u6f0YpH6lpcrV1ffjTDVmo=
//
//	— ledger.organisation.example/log vHc0Yz…
//
// The verifier key belongs on the organisation's notice page. A checkpoint is
// also kept outside the database, and every batch carries its own, so that
// entries cannot be added behind the program's back.
//
// # Leaf
//
// A leaf is a text of UTF-8 lines, each ended by a newline, in this order:
//
//	lupaus-leaf/1
//	time 2026-11-21T20:52:00.123456Z        UTC, rising strictly from entry to entry
//	kind read                               a Kind
//	outcome allowed                         an Outcome
//	clause nurses-read-journal              clause that decided
//	rulebook 5f1c…                          SHA-256 of the rulebook's text, or -
//	engine 1.4.0                            version of the deciding engine
//	facts 0000000000000005 0000000000000007 facts that held, facts that were asked
//	action open
//	purpose treatment
//	public continues 41                     none or more, in the order of the list of attributes
//	subjects 1 90ab…                        number of sub-leaves and their RFC 6962 root; "0 -" for none
//	actor 12… 34… 56… 78…                   commitments to id, name, session; SHA-256 of the sealed part; or -
//
// A line is a name, one space and a value; an empty value has no space either.
// In free values the bytes 00 to 1f, 7f and the backslash are written \xHH, and
// nothing else is. So each leaf has one text. Its hash in the tree is
// SHA-256(00 ‖ text), in a shell: (printf '\0'; cat leaf) | sha256sum. Inner
// nodes are SHA-256(01 ‖ left ‖ right).
//
// # Sub-leaf, commitment, body
//
// For each person an entry has a sub-leaf of 272 bytes:
//
//	tag (16) ‖ seven commitments (32 each) ‖ SHA-256(sealed body) (32)
//
// The commitments are to role, unit, categories, records, reason, text, actor,
// in this order: SHA-256(salt ‖ name ‖ "=" ‖ value) with a random salt of 16
// bytes. A field that is absent has the empty value and a salt as well. The
// sub-leaves of an entry are the leaves of an RFC 6962 tree of their own.
//
// The sealed body holds the byte 01, then for each name salt (16), length of the
// value (2, big endian) and value, padded with zeros to a multiple of 64, under
// AES-256-GCM with a random nonce of 12 bytes in front. Actor parts are made in
// the same way of id, name, session.
//
// # What is made of a log key
//
// Every person has a log key of 32 bytes. With L for a label that ends in a
// newline, and the origin's name:
//
//	tag k       first 16 bytes of HMAC-SHA256(key, "lupaus tag 1\n" ‖ origin ‖ "\n" ‖ k in decimal)
//	pseudonym   HMAC-SHA256(key, "lupaus head 1\n" ‖ origin)
//	body key    HKDF-Expand-SHA256(key, "lupaus body 1\n" ‖ origin, 32); the same text is the additional data
//	actor key   HKDF-Expand-SHA256(actor's key, "lupaus actor 1\n" ‖ origin, 32); likewise
//
// The counter k runs 1, 2, 3 … over a person's entries without a gap. Without
// the key the tags of one person cannot be linked; with it, all can be found.
// When a log key is destroyed, the entry that says so states its last counter.
//
// # Extract
//
// An extract is one JSON object. Bytes are lower-case hex.
//
//	format       "lupaus-extract/1"
//	origin       name of the tree
//	verifierKey  the key of the notes, in the form of golang.org/x/mod/sumdb/note:
//	             it proves nothing unless it equals the one on the notice page
//	keyNote      says so
//	checkpoint   signed note, see above
//	head         signed note of the lines "lupaus-head/1", "origin …", "size …", "root …",
//	             "head …" (the person's pseudonym), "entries K", "names …", "time …"
//	entries      for k = 1 … K: k, tag, index (number of the entry), leaf (its text), proof (RFC 6962
//	             inclusion proof in the tree of the checkpoint, from the bottom), position, subLeaf,
//	             subProof (in the tree of sub-leaves), disclosed (name, salt, value), withheld (names),
//	             and prunedBy if the sealed body is gone
//	pruned       index, leaf and proof of each entry that prunedBy names
//	names        actor and name: who an actor id belonged to, on the operator's signature only;
//	             "names …" in the head is SHA-256 over the lines "actor ID" and "name NAME"
//
// A checker opens both notes with the key from the notice page; compares origin,
// size and root; counts that there are exactly K entries, k = 1 … K; checks
// leaf and sub-leaf with their proofs, that the sub-leaf begins with the tag,
// that no tag stands twice, that every disclosed value hashes to its
// commitment, and that every name is disclosed or withheld. A body may be absent
// only if a pruned entry's "from" and "to" enclose the index.
//
// What this proves is exact: complete up to the signed head. A head that hides
// an entry is signed evidence against its signer. An operator who never records
// is outside any proof.
//
// # In the database
//
// One row holds a batch: leaves (each behind its length in two bytes, as in the
// entry bundles of C2SP tlog-tiles), the hashes they complete in the order of
// golang.org/x/mod/sumdb/tlog, sub-leaves, sealed parts (each behind its length
// in four bytes), the rulebook that stands after it, and its checkpoint. One
// small row for each tag says where it stands. A checkpoint whose batch did not
// become durable is never shown, and its size is never signed with another root
// while the program runs.
package ledger
