// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// folded is typed text brought to the form that the decoders read: ASCII,
// upper case, no white space, one sort of dash.
type folded struct {
	buf [48]byte
	n   int
}

func (f *folded) bytes() []byte { return f.buf[:f.n] }

// fold drops the white space and the variants that keyboards and word
// processors bring, and refuses every character that no number has.
func fold(text string) (f folded, code Code) {
	src := []byte(text)
	for i := 0; i < len(src); {
		c := src[i]
		if f.n == len(f.buf) {
			return f, CodeLength
		}
		w := 1
		switch {
		case c-'0' <= 9 || c-'A' <= 25 || c == '+':
		case c-'a' <= 25:
			c -= 'a' - 'A'
		default:
			if w = dashLen(src, i); w > 0 {
				c = '-'
				break
			}
			if w = whiteLen(src, i); w == 0 {
				return f, CodeCharacter
			}
			i += w
			continue
		}
		f.buf[f.n] = c
		f.n++
		i += w
	}
	if f.n == 0 {
		return f, CodeEmpty
	}
	return f, 0
}

// readNumber reads the kinds that have a check digit.
func readNumber(kind Kind, text string, at Date) (string, facts, Code) {
	folded, code := fold(text)
	if code != 0 {
		return "", facts{}, code
	}
	c := folded.bytes()
	switch kind {
	case HETU:
		return readHETU(c, at)
	case Fodselsnummer:
		return readFodselsnummer(c, at)
	case Personnummer:
		return readPersonnummer(c, at)
	case YTunnus:
		return readYTunnus(c)
	case NorwegianOrg:
		return readNorwegianOrg(c)
	case SwedishOrg:
		return readSwedishOrg(c)
	case VAT:
		return readVAT(c)
	default:
		f, code := decodeIBAN(c)
		return string(c), f, code
	}
}

func readHETU(c []byte, at Date) (string, facts, Code) {
	if len(c) != 11 {
		return "", facts{}, CodeLength
	}
	f, code := decodeHETU((*[11]byte)(c), at)
	return string(c), f, code
}

func readFodselsnummer(c []byte, at Date) (string, facts, Code) {
	if len(c) == 12 && c[6] == '-' {
		c = append(c[:6], c[7:]...)
	}
	var d [11]byte
	if code := digitValues(d[:], c); code != 0 {
		return "", facts{}, code
	}
	f, code := decodeFodselsnummer(&d, at)
	return string(c), f, code
}

// splitSwedish takes a Swedish number apart: [CC]YYMMDD, a mark or none, NNNC.
func splitSwedish(c []byte) (s swedish, code Code) {
	if n := len(c); n >= 5 && (c[n-5] == '-' || c[n-5] == '+') {
		s.mark = c[n-5]
		c = append(c[:n-5], c[n-4:]...)
	}
	if len(c) != 10 && len(c) != 12 {
		return s, CodeLength
	}
	if len(c) == 12 {
		if c[0]-'0' > 9 || c[1]-'0' > 9 {
			return s, CodeCharacter
		}
		s.century = two(c[0]-'0', c[1]-'0')
		c = c[2:]
	}
	if isInterimLetter(c[6]) {
		s.letter, c[6] = c[6], '1'
	}
	return s, digitValues(s.d[:], c)
}

func readPersonnummer(c []byte, at Date) (string, facts, Code) {
	s, code := splitSwedish(c)
	if code != 0 {
		return "", facts{}, code
	}
	f, code := decodePersonnummer(&s, at)
	if code != 0 {
		return "", facts{}, code
	}
	serial := string(s.d[6] + '0')
	if s.letter != 0 {
		serial = string(s.letter)
	}
	d := &s.d
	text := fmt.Sprintf("%04d%d%d%d%d-%s%d%d%d", f.year, d[2], d[3], d[4], d[5], serial, d[7], d[8], d[9])
	return text, f, 0
}

func readYTunnus(c []byte) (string, facts, Code) {
	c = bytes.TrimPrefix(c, []byte("FI"))
	if n := len(c); n >= 2 && c[n-2] == '-' {
		c = append(c[:n-2], c[n-1])
	}
	if len(c) == 7 {
		c = append([]byte{'0'}, c...) // ids of before 1978 are often written without their leading zero
	}
	var d [8]byte
	if code := digitValues(d[:], c); code != 0 {
		return "", facts{}, code
	}
	f, code := decodeYTunnus(&d)
	return string(c[:7]) + "-" + string(c[7:]), f, code
}

func readNorwegianOrg(c []byte) (string, facts, Code) {
	c = bytes.TrimSuffix(bytes.TrimPrefix(c, []byte("NO")), []byte("MVA"))
	var d [9]byte
	if code := digitValues(d[:], c); code != 0 {
		return "", facts{}, code
	}
	f, code := decodeNorwegianOrg(&d)
	return string(c), f, code
}

func readSwedishOrg(c []byte) (string, facts, Code) {
	if len(c) == 14 && bytes.HasPrefix(c, []byte("SE")) && bytes.HasSuffix(c, []byte("01")) {
		c = c[2:12]
	}
	s, code := splitSwedish(c)
	if code != 0 {
		return "", facts{}, code
	}
	f, code := decodeSwedishOrg(&s)
	if code != 0 {
		return "", facts{}, code
	}
	var out [11]byte
	for i, v := range s.d {
		if i >= 6 {
			i++
		}
		out[i] = v + '0'
	}
	out[6] = '-'
	return string(out[:]), f, 0
}

// digitValues fills d with the values of the digits in c, all of which must be
// digits and as many as d has room for.
func digitValues(d, c []byte) Code {
	for _, b := range c {
		if b-'0' > 9 {
			return CodeCharacter
		}
	}
	if len(c) != len(d) {
		return CodeLength
	}
	for i, b := range c {
		d[i] = b - '0'
	}
	return 0
}

// dashLen returns the length in bytes of the dash at text[i], 0 if there is
// none: the hyphen of the keyboard, the Unicode hyphens and dashes U+2010 to
// U+2013 that word processors put in its place, and the minus U+2212.
func dashLen(text []byte, i int) int {
	if i >= len(text) {
		return 0
	}
	if text[i] == '-' {
		return 1
	}
	if text[i] == 0xE2 && i+2 < len(text) {
		if text[i+1] == 0x80 && text[i+2] >= 0x90 && text[i+2] <= 0x93 || text[i+1] == 0x88 && text[i+2] == 0x92 {
			return 3
		}
	}
	return 0
}

// spaceLen returns the length in bytes of the space at text[i] that may stand
// inside a number, 0 if there is none: the ordinary one, the no-break space
// U+00A0, the thin U+2009 and the narrow no-break U+202F.
func spaceLen(text []byte, i int) int {
	if i >= len(text) {
		return 0
	}
	switch text[i] {
	case ' ':
		return 1
	case 0xC2:
		if i+1 < len(text) && text[i+1] == 0xA0 {
			return 2
		}
	case 0xE2:
		if i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0x89 || text[i+2] == 0xAF) {
			return 3
		}
	}
	return 0
}

// whiteLen is spaceLen with tabs and line ends, which come along when a value
// is pasted into a form.
func whiteLen(text []byte, i int) int {
	if c := text[i]; c == '\t' || c == '\n' || c == '\r' {
		return 1
	}
	return spaceLen(text, i)
}

// trimSpace drops white space as whiteLen knows it from both ends.
func trimSpace(text []byte) []byte {
	for len(text) > 0 {
		w := whiteLen(text, 0)
		if w == 0 {
			break
		}
		text = text[w:]
	}
	for len(text) > 0 {
		_, w := utf8.DecodeLastRune(text)
		if whiteLen(text, len(text)-w) == 0 {
			break
		}
		text = text[:len(text)-w]
	}
	return text
}

// cover replaces the letters and digits of text[from:to] by asterisks.
func cover(text string, from, to int) string {
	out := []byte(text)
	for i := max(from, 0); i < min(to, len(out)); i++ {
		if out[i] != '-' {
			out[i] = '*'
		}
	}
	return string(out)
}

// maskEmail keeps the first character of the mailbox name and the domain. The
// number of asterisks is fixed, so that the length of the name stays hidden.
func maskEmail(addr string) string {
	at := strings.LastIndexByte(addr, '@')
	if at < 0 {
		return cover(addr, 0, len(addr))
	}
	if _, w := utf8.DecodeRuneInString(addr); w < at {
		return addr[:w] + "***" + addr[at:]
	}
	return "***" + addr[at:]
}
