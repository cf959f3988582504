// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"strconv"
)

const (
	saltSize = 16
	tagSize  = 16
	// maxValue bounds one sealed value, in bytes.
	maxValue = 8192
	// bodyPad is what sealed bodies are padded to, so that their length tells
	// little about what is in them.
	bodyPad     = 64
	bodyVersion = 1
)

// The labels separate what is derived from one log key. None is the beginning
// of another, and an origin holds no newline, so no two inputs are equal.
const (
	labelTag   = "lupaus tag 1\n"
	labelHead  = "lupaus head 1\n"
	labelBody  = "lupaus body 1\n"
	labelActor = "lupaus actor 1\n"
)

var (
	subLeafSize = tagSize + 32*len(SubjectFields) + 32
	subjectMax  = maxSealed(SubjectFields)
	actorMax    = maxSealed(ActorFields)
)

func maxSealed(names []string) int {
	return 1 + len(names)*(saltSize+2+maxValue) + bodyPad + 12 + 16
}

type tag [tagSize]byte

// keyed makes what is derived from one key in one origin. It is not for
// concurrent use.
type keyed struct {
	mac    hash.Hash // HMAC-SHA256 under the key
	origin string
	buf    []byte
}

func newKeyed(key [32]byte, origin string) *keyed {
	return &keyed{mac: hmac.New(sha256.New, key[:]), origin: origin, buf: make([]byte, 0, 128)}
}

// derive returns HMAC-SHA256(key, label ‖ origin ‖ what stands in buf behind them).
func (t *keyed) derive() (out [32]byte) {
	t.mac.Reset()
	t.mac.Write(t.buf)
	t.mac.Sum(t.buf[:0])
	copy(out[:], t.buf[:32])
	return out
}

// bodyKey is one block of HKDF-Expand with SHA-256 (RFC 5869, 2.3).
func (t *keyed) bodyKey(label string) [32]byte {
	t.buf = append(append(append(t.buf[:0], label...), t.origin...), 1)
	return t.derive()
}

// tag returns the first 16 bytes of HMAC-SHA256(log key, label ‖ origin ‖ k).
// Without the key two tags of one person cannot be linked.
func (t *keyed) tag(k uint64) (out tag) {
	t.buf = append(append(append(t.buf[:0], labelTag...), t.origin...), '\n')
	t.buf = strconv.AppendUint(t.buf, k, 10)
	full := t.derive()
	copy(out[:], full[:])
	return out
}

// headPseudonym names a person in signed heads of one origin.
func headPseudonym(key [32]byte, origin string) [32]byte {
	m := hmac.New(sha256.New, key[:])
	m.Write([]byte(labelHead + origin))
	return [32]byte(m.Sum(nil))
}

// commit is SHA-256(salt ‖ name ‖ "=" ‖ value). No name holds "=", so it opens one way only.
func commit(salt []byte, name, value string) [32]byte {
	var stack [256]byte
	b := append(stack[:0], salt...)
	b = append(b, name...)
	b = append(b, '=')
	return sha256.Sum256(append(b, value...))
}

// sealedPart is a set of fields sealed under one key, with a commitment to each name.
type sealedPart struct {
	commitments [][32]byte
	body        []byte
	hash        [32]byte // SHA-256 of body
}

// sealFields salts, commits to and seals the fields. Names that are absent get
// the empty value and a salt of their own.
//
// Law: gdpr 32(1)(a)
func sealFields(key *keyed, label string, names []string, fields []Field) (sealedPart, error) {
	var p sealedPart
	salts := make([]byte, saltSize*len(names))
	rand.Read(salts) // never fails, see crypto/rand
	p.commitments = make([][32]byte, len(names))
	plain := make([]byte, 1, 256)
	plain[0] = bodyVersion
	for i, name := range names {
		value := ""
		if len(fields) > 0 && fields[0].Name == name {
			value, fields = fields[0].Value, fields[1:]
		}
		salt := salts[i*saltSize : (i+1)*saltSize]
		p.commitments[i] = commit(salt, name, value)
		plain = append(plain, salt...)
		plain = binary.BigEndian.AppendUint16(plain, uint16(len(value)))
		plain = append(plain, value...)
	}
	if n := len(plain) % bodyPad; n != 0 {
		plain = append(plain, make([]byte, bodyPad-n)...)
	}
	aead, err := bodyCipher(key, label)
	if err != nil {
		return p, err
	}
	p.body = aead.Seal(nil, nil, plain, []byte(label+key.origin))
	p.hash = sha256.Sum256(p.body)
	return p, nil
}

// bodyCipher is AES-256-GCM with random nonces under a key that serves this
// label and origin only. A person has far fewer than 2³² entries.
func bodyCipher(key *keyed, label string) (cipher.AEAD, error) {
	k := key.bodyKey(label)
	block, err := aes.NewCipher(k[:])
	if err != nil {
		return nil, fmt.Errorf("make the body cipher: %w", err)
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// opened is one name of a sealed part with what opens its commitment.
type opened struct {
	Field
	salt [saltSize]byte
}

// openFields opens a sealed part and checks every value against its commitment.
func openFields(key [32]byte, label, origin string, names []string, body []byte, commitments [][32]byte) ([]opened, error) {
	aead, err := bodyCipher(newKeyed(key, origin), label)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nil, body, []byte(label+origin))
	if err != nil {
		return nil, fmt.Errorf("%w: the sealed part does not open with this key", ErrDamaged)
	}
	out, err := parseBody(names, plain)
	if err != nil {
		return nil, err
	}
	for i, o := range out {
		if commit(o.salt[:], o.Name, o.Value) != commitments[i] {
			return nil, fmt.Errorf("%w: the sealed value of %q is not the one committed to", ErrDamaged, o.Name)
		}
	}
	return out, nil
}

func parseBody(names []string, plain []byte) ([]opened, error) {
	bad := fmt.Errorf("%w: the sealed part has an unknown form", ErrDamaged)
	if len(plain) == 0 || plain[0] != bodyVersion {
		return nil, bad
	}
	rest := plain[1:]
	out := make([]opened, len(names))
	for i, name := range names {
		if len(rest) < saltSize+2 {
			return nil, bad
		}
		out[i].Name = name
		copy(out[i].salt[:], rest)
		n := int(binary.BigEndian.Uint16(rest[saltSize:]))
		rest = rest[saltSize+2:]
		if len(rest) < n {
			return nil, bad
		}
		out[i].Value, rest = string(rest[:n]), rest[n:]
	}
	if len(rest) >= bodyPad || len(bytes.Trim(rest, "\x00")) != 0 {
		return nil, bad
	}
	return out, nil
}

// fieldsOf drops salts and the names that hold nothing.
func fieldsOf(parts []opened) []Field {
	fields := []Field{}
	for _, o := range parts {
		if o.Value != "" {
			fields = append(fields, o.Field)
		}
	}
	return fields
}

// subLeaf is a view of one sub-leaf's bytes: tag ‖ commitments ‖ SHA-256(sealed body).
type subLeaf []byte

func (s subLeaf) tag() tag           { return tag(s[:tagSize]) }
func (s subLeaf) bodyHash() [32]byte { return [32]byte(s[len(s)-32:]) }
func (s subLeaf) commitments() [][32]byte {
	out := make([][32]byte, len(SubjectFields))
	for i := range out {
		out[i] = [32]byte(s[tagSize+32*i:])
	}
	return out
}

func appendSubLeaf(b []byte, t tag, p *sealedPart) []byte {
	b = append(b, t[:]...)
	for i := range p.commitments {
		b = append(b, p.commitments[i][:]...)
	}
	return append(b, p.hash[:]...)
}
