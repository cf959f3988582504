// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of RFC 5321, 4.5.3.1, in octets.
const (
	maxLocal  = 64
	maxLabel  = 63
	maxDomain = 253
	maxEmail  = 254
)

// atext marks the ASCII characters that RFC 5322 allows in an unquoted local
// part, without the asterisk: it is allowed but not in use, and it is the sign
// by which this package masks, so a masked address must not pass for a real one.
var atext = func() (t [128]bool) {
	for _, c := range []byte("!#$%&'+-/=?^_`{|}~.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") {
		t[c] = true
	}
	return t
}()

// decodeEmail checks an address that stands alone in addr. Quoted local parts
// and address literals are refused: no mailbox provider gives them to people.
// Letters beyond ASCII are allowed on both sides (RFC 6531).
func decodeEmail(addr []byte) (facts, Code) {
	at := bytes.LastIndexByte(addr, '@')
	switch {
	case len(addr) == 0:
		return facts{}, CodeEmpty
	case at < 0:
		return facts{}, CodeCharacter
	case len(addr) > maxEmail:
		return facts{}, CodeLength
	case !validLocal(addr[:at]):
		return facts{}, CodeLocalPart
	case !validDomain(addr[at+1:]):
		return facts{}, CodeDomain
	}
	var f facts
	if reservedDomain(addr[at+1:]) {
		f.flags |= Synthetic
	}
	return f, 0
}

func validLocal(local []byte) bool {
	if len(local) == 0 || len(local) > maxLocal || local[0] == '.' || local[len(local)-1] == '.' {
		return false
	}
	for i := 0; i < len(local); {
		r, w := utf8.DecodeRune(local[i:])
		if r < utf8.RuneSelf && !atext[r] || r >= utf8.RuneSelf && !wordRune(r) {
			return false
		}
		if r == '.' && local[i+1] == '.' {
			return false
		}
		i += w
	}
	return true
}

// validDomain wants two labels or more, the last one of letters.
func validDomain(domain []byte) bool {
	if len(domain) > maxDomain {
		return false
	}
	labels := 0
	for rest, more := domain, true; more; labels++ {
		var label []byte
		label, rest, more = bytes.Cut(rest, []byte("."))
		if !validLabel(label) || !more && !validTop(label) {
			return false
		}
	}
	return labels >= 2
}

func validLabel(label []byte) bool {
	if len(label) == 0 || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
		return false
	}
	for i := 0; i < len(label); {
		r, w := utf8.DecodeRune(label[i:])
		if !domainRune(r) {
			return false
		}
		i += w
	}
	return true
}

// validTop tells whether a label can be a top-level domain: two characters or
// more, and not begun by a digit, so that 1.2 and 10.0.0.1 are no domains.
func validTop(label []byte) bool {
	return utf8.RuneCount(label) >= 2 && label[0]-'0' > 9
}

func domainRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '-' || r-'0' >= 0 && r-'0' <= 9 || r|0x20 >= 'a' && r|0x20 <= 'z'
	}
	return wordRune(r)
}

// wordRune tells whether a rune beyond ASCII is part of a word.
func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r))
}

// reservedDomain tells whether a domain is reserved for documentation and
// tests (RFC 2606, RFC 6761).
func reservedDomain(domain []byte) bool {
	for _, reserved := range [...]string{"example", "test", "invalid", "localhost", "example.com", "example.net", "example.org"} {
		n := len(domain) - len(reserved)
		if n >= 0 && (n == 0 || domain[n-1] == '.') && strings.EqualFold(string(domain[n:]), reserved) {
			return true
		}
	}
	return false
}

// canonicalEmail writes the domain in lower case. The local part stays: only
// the receiving host may say that its case does not matter (RFC 5321, 2.4). A
// letter whose lower case has another length stays too, so that the limits hold.
func canonicalEmail(addr string) string {
	at := strings.LastIndexByte(addr, '@')
	return addr[:at] + strings.Map(func(r rune) rune {
		if low := unicode.ToLower(r); utf8.RuneLen(low) == utf8.RuneLen(r) {
			return low
		}
		return r
	}, addr[at:])
}
