// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"unicode/utf16"
)

// sessionToken is the one kind of secret whose bare hash may lie open.
const sessionToken = "session token"

// hashShapes is how many of a value's disguises are hashes; they come last.
const hashShapes = 6

// matcher finds any of many byte strings in one pass over a text.
type matcher struct {
	by map[[4]byte][]pattern // by their first four bytes
}

type pattern struct {
	bytes []byte
	what  string
}

func newMatcher(secrets map[string]string) *matcher {
	m := &matcher{by: map[[4]byte][]pattern{}}
	for s, what := range secrets {
		shapes := disguises([]byte(s))
		if what == sessionToken { // 256 random bits: nobody guesses them from a hash, and the hash is what is kept
			shapes = shapes[:len(shapes)-hashShapes]
		}
		for _, d := range shapes {
			k := [4]byte(d[:4])
			m.by[k] = append(m.by[k], pattern{d, what})
		}
	}
	return m
}

func (m *matcher) size() (n int) {
	for _, p := range m.by {
		n += len(p)
	}
	return n
}

// find tells what the first match is, "" for none.
func (m *matcher) find(text []byte) string {
	for i := 0; i+4 <= len(text); i++ {
		for _, p := range m.by[[4]byte(text[i:i+4])] {
			if bytes.HasPrefix(text[i:], p.bytes) {
				return p.what
			}
		}
	}
	return ""
}

var folding = strings.NewReplacer("æ", "ae", "ø", "o", "å", "a", "Æ", "Ae", "Ø", "O", "Å", "A")

// disguises are the shapes in which a value would be no secret: itself, in
// other letters, in the common encodings, and as a hash without a key.
func disguises(value []byte) [][]byte {
	s := string(value)
	out := [][]byte{value}
	for _, v := range []string{strings.ToLower(s), strings.ToUpper(s), strings.ToLower(folding.Replace(s)), hex.EncodeToString(value), wide(s)} {
		out = append(out, []byte(v))
	}
	out = append(out, base64Inside(value, base64.RawStdEncoding)...)
	out = append(out, base64Inside(value, base64.RawURLEncoding)...)
	h1, h2, h3 := sha256.Sum256(value), sha1.Sum(value), md5.Sum(value)
	for _, h := range [][]byte{h1[:16], h2[:16], h3[:]} {
		out = append(out, h, []byte(hex.EncodeToString(h)))
	}
	kept := out[:0]
	seen := map[string]bool{}
	for _, d := range out {
		if len(d) >= leastSecret && !seen[string(d)] {
			seen[string(d)] = true
			kept = append(kept, d)
		}
	}
	return kept
}

// base64Inside gives the characters that a value becomes inside a longer
// encoded text, at each of its three possible places.
func base64Inside(value []byte, enc *base64.Encoding) [][]byte {
	var out [][]byte
	for shift := range 3 {
		text := enc.EncodeToString(append(make([]byte, shift), value...))
		from := []int{0, 2, 3}[shift]      // characters that the bytes before have a part in
		to := (len(value) + shift) / 3 * 4 // characters that the bytes after have no part in
		if to > from {
			out = append(out, []byte(text[from:to]))
		}
	}
	return out
}

// wide is text in two bytes a character, the low one first.
func wide(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}
