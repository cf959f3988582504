// SPDX-License-Identifier: EUPL-1.2

package identifiers

import "unicode/utf8"

// candidate is a place in a text whose form and check digits are right.
type candidate struct {
	kind       Kind
	start, end int
	flags      Flags
	base       Certainty // what the form alone is worth
	bare       bool      // digits without any separator
	context    bool      // words nearby have a say
	needsLabel bool      // worthless without a word that names the kind
}

// numberAt looks for an identifier that begins with the run of digits
// text[i:j], or with the letters or the plus just before it.
func (f *Finder) numberAt(text []byte, i, j int) (candidate, bool) {
	if i > 0 {
		switch prev := text[i-1]; {
		case prev == '+':
			return f.internationalAt(text, i)
		case prev|0x20 >= 'a' && prev|0x20 <= 'z':
			return f.prefixedAt(text, i, j)
		case !leftClear(text, i):
			return candidate{}, false
		}
	}
	var c candidate
	ok := false
	switch j - i {
	case 3:
		c, ok = f.groupedOrgAt(text, i, j)
	case 6:
		c, ok = f.sixAt(text, i, j)
	case 7:
		c, ok = f.yTunnusAt(text, i, j)
	case 8:
		c, ok = f.longSwedishAt(text, i, j)
	case 9, 10, 11, 12:
		c, ok = f.bareAt(text, i, j)
	}
	if !ok && f.wants(Phone) {
		return f.domesticAt(text, i, j)
	}
	return c, ok
}

// sixAt looks for the forms that begin with six digits: DDMMYYSNNNC,
// YYMMDD-NNNC and DDMMYY IIIKK.
func (f *Finder) sixAt(text []byte, i, j int) (candidate, bool) {
	if j+4 >= len(text) {
		return candidate{}, false
	}
	if w := spaceLen(text, j); w > 0 {
		return f.spacedFodselsnummer(text, i, j, w)
	}
	c, ok := f.hetuAt(text, i, j)
	if (text[j] != '+' && dashLen(text, j) == 0) || f.want&(1<<Personnummer|1<<SwedishOrg) == 0 {
		return c, ok
	}
	o, swedishOK := f.shortSwedishAt(text, i, j)
	if ok && swedishOK {
		c.flags |= Ambiguous
	}
	if ok {
		return c, true
	}
	return o, swedishOK
}

func (f *Finder) hetuAt(text []byte, i, j int) (candidate, bool) {
	if !f.wants(HETU) {
		return candidate{}, false
	}
	mark, w := upper(text[j]), 1
	if dash := dashLen(text, j); dash > 0 {
		mark, w = '-', dash
	}
	if hetuCentury(mark) == 0 {
		return candidate{}, false
	}
	k := j + w
	if k+4 > len(text) || !rightClear(text, k+4) {
		return candidate{}, false
	}
	var b [11]byte
	copy(b[:], text[i:j])
	b[6] = mark
	copy(b[7:], text[k:k+4])
	b[10] = upper(b[10])
	facts, code := decodeHETU(&b, f.at)
	if code != 0 {
		return candidate{}, false
	}
	// With a digit last and a dash the form is that of a telephone number too.
	return candidate{kind: HETU, start: i, end: k + 4, flags: facts.flags, base: Certain,
		context: b[10] <= '9' && mark == '-'}, true
}

// shortSwedishAt reads YYMMDD-NNNC with its check digit as a person's or a
// legal person's number.
func (f *Finder) shortSwedishAt(text []byte, i, j int) (candidate, bool) {
	var s swedish
	values(s.d[:6], text[i:j])
	end := swedishTail(&s, text, j)
	if end == 0 {
		return candidate{}, false
	}
	return f.swedishCandidate(&s, i, end)
}

// longSwedishAt reads YYYYMMDD-NNNC.
func (f *Finder) longSwedishAt(text []byte, i, j int) (candidate, bool) {
	if !f.wants(Personnummer) && !f.wants(SwedishOrg) {
		return candidate{}, false
	}
	var s swedish
	s.century = two(text[i]-'0', text[i+1]-'0')
	values(s.d[:6], text[i+2:j])
	end := swedishTail(&s, text, j)
	if end == 0 {
		return candidate{}, false
	}
	return f.swedishCandidate(&s, i, end)
}

// swedishTail reads the mark at text[j] and the last four into s, and returns
// where they end, or 0 if they are not there.
func swedishTail(s *swedish, text []byte, j int) int {
	w := dashLen(text, j)
	s.mark = '-'
	if w == 0 && j < len(text) && text[j] == '+' {
		w, s.mark = 1, '+'
	}
	k := j + w
	if w == 0 || k+4 > len(text) || !rightClear(text, k+4) {
		return 0
	}
	tail := text[k : k+4]
	values(s.d[6:], tail)
	if isInterimLetter(tail[0]) {
		s.letter, s.d[6] = tail[0], 1
	}
	if max(s.d[6], s.d[7], s.d[8], s.d[9]) > 9 {
		return 0
	}
	return k + 4
}

func (f *Finder) swedishCandidate(s *swedish, start, end int) (candidate, bool) {
	if f.wants(Personnummer) && s.century != 16 {
		if facts, code := decodePersonnummer(s, f.at); code == 0 {
			base := Certain
			if facts.flags.Has(Interim) {
				base = Likely
			}
			return candidate{kind: Personnummer, start: start, end: end, flags: facts.flags, base: base, context: true}, true
		}
	}
	if f.wants(SwedishOrg) {
		if facts, code := decodeSwedishOrg(s); code == 0 {
			return candidate{kind: SwedishOrg, start: start, end: end, flags: facts.flags, base: Likely, context: true}, true
		}
	}
	return candidate{}, false
}

func (f *Finder) spacedFodselsnummer(text []byte, i, j, space int) (candidate, bool) {
	k := j + space
	if !f.wants(Fodselsnummer) || k+5 > len(text) || !rightClear(text, k+5) {
		return candidate{}, false
	}
	var d [11]byte
	values(d[:6], text[i:j])
	for n, c := range text[k : k+5] {
		if d[6+n] = c - '0'; d[6+n] > 9 {
			return candidate{}, false
		}
	}
	// Two columns of a table look the same, so this is not yet Certain.
	return f.fodselsnummerCandidate(&d, candidate{start: i, end: k + 5, base: Likely})
}

func (f *Finder) fodselsnummerCandidate(d *[11]byte, c candidate) (candidate, bool) {
	facts, code := decodeFodselsnummer(d, f.at)
	if code != 0 {
		return candidate{}, false
	}
	c.kind, c.flags, c.context = Fodselsnummer, facts.flags, true
	// Help numbers have no date, and synthetic numbers without a century have
	// a wider check: chance makes too many of both.
	c.needsLabel = facts.flags.Has(FHNumber) || facts.flags.Has(Synthetic) && facts.birth.IsZero()
	return c, true
}

// yTunnusAt reads NNNNNNN-C.
func (f *Finder) yTunnusAt(text []byte, i, j int) (candidate, bool) {
	w := dashLen(text, j)
	if w == 0 || !f.wants(YTunnus) || j+w >= len(text) || text[j+w]-'0' > 9 || !rightClear(text, j+w+1) {
		return candidate{}, false
	}
	var d [8]byte
	values(d[:7], text[i:j])
	d[7] = text[j+w] - '0'
	facts, code := decodeYTunnus(&d)
	return candidate{kind: YTunnus, start: i, end: j + w + 1, flags: facts.flags, base: Likely, context: true}, code == 0
}

// bareAt reads nine to twelve digits that stand alone.
func (f *Finder) bareAt(text []byte, i, j int) (candidate, bool) {
	if j-i == 9 {
		return f.bareOrgAt(text, i, j)
	}
	if !rightClear(text, j) {
		return candidate{}, false
	}
	if j-i == 11 {
		if !f.wants(Fodselsnummer) {
			return candidate{}, false
		}
		var d [11]byte
		values(d[:], text[i:j])
		return f.fodselsnummerCandidate(&d, candidate{start: i, end: j, base: Weak, bare: true})
	}
	if f.want&(1<<Personnummer|1<<SwedishOrg) == 0 {
		return candidate{}, false
	}
	var s swedish
	if j-i == 12 {
		s.century = two(text[i]-'0', text[i+1]-'0')
	}
	values(s.d[:], text[j-10:j])
	c, ok := f.swedishCandidate(&s, i, j)
	c.base, c.bare = Weak, true
	return c, ok
}

// bareOrgAt reads the nine digits of a Norwegian company, with or without the
// letters MVA that make them a VAT number.
func (f *Finder) bareOrgAt(text []byte, i, j int) (candidate, bool) {
	if !f.wants(NorwegianOrg) {
		return candidate{}, false
	}
	var d [9]byte
	values(d[:], text[i:j])
	return norwegianOrgCandidate(&d, text, candidate{start: i, end: j, bare: true})
}

// groupedOrgAt reads the nine digits in groups of three.
func (f *Finder) groupedOrgAt(text []byte, i, j int) (candidate, bool) {
	w := spaceLen(text, j)
	if w == 0 || !f.wants(NorwegianOrg) {
		return candidate{}, false
	}
	var d [9]byte
	values(d[:3], text[i:j])
	for n := 3; n < 9; n += 3 {
		w := spaceLen(text, j)
		if w == 0 || j+w+3 > len(text) {
			return candidate{}, false
		}
		j += w
		for k := range 3 {
			if d[n+k] = text[j+k] - '0'; d[n+k] > 9 {
				return candidate{}, false
			}
		}
		j += 3
	}
	return norwegianOrgCandidate(&d, text, candidate{start: i, end: j})
}

func norwegianOrgCandidate(d *[9]byte, text []byte, c candidate) (candidate, bool) {
	c.base = Weak
	switch {
	case vatSuffix(text, c.end):
		c.base = Certain
	case !rightClear(text, c.end):
		return candidate{}, false
	}
	facts, code := decodeNorwegianOrg(d)
	c.kind, c.flags, c.context = NorwegianOrg, facts.flags, true
	c.needsLabel = facts.flags.Has(Synthetic) && c.base == Weak
	return c, code == 0
}

// vatSuffix tells whether MVA follows at text[j], with or without a space.
func vatSuffix(text []byte, j int) bool {
	j += spaceLen(text, j)
	return j+3 <= len(text) && string(text[j:j+3]) == "MVA" && rightClear(text, j+3)
}

// values writes the values of the digits in src to d; what is no digit gets a
// value above 9.
func values(d, src []byte) {
	for i, c := range src {
		d[i] = c - '0'
	}
}

func upper(c byte) byte {
	if c-'a' <= 25 {
		return c - 0x20
	}
	return c
}

// leftClear tells whether a number may begin at text[i], which is after no
// letter and no digit, and not after a dash or a full stop with a digit before
// it, which make the number a part of a longer one.
func leftClear(text []byte, i int) bool {
	c := text[i-1]
	if c < utf8.RuneSelf {
		if c == '-' || c == '.' {
			return i < 2 || text[i-2]-'0' > 9
		}
		return letterClass[c] == 0 && c-'0' > 9
	}
	r, w := utf8.DecodeLastRune(text[:i])
	if w == 3 && dashLen(text, i-3) == 3 {
		return i < 4 || text[i-4]-'0' > 9
	}
	return r != utf8.RuneError && !wordRune(r)
}

// rightClear tells whether a number may end before text[j]: not before a
// letter or digit, and not before a dash or a full stop with a digit after it,
// which make the number a part of a longer one.
func rightClear(text []byte, j int) bool {
	if j >= len(text) {
		return true
	}
	c := text[j]
	if c < utf8.RuneSelf {
		if c == '-' || c == '.' {
			return j+1 >= len(text) || text[j+1]-'0' > 9
		}
		return letterClass[c] == 0 && c-'0' > 9
	}
	if w := dashLen(text, j); w > 0 {
		return j+w >= len(text) || text[j+w]-'0' > 9
	}
	r, _ := utf8.DecodeRune(text[j:])
	return r != utf8.RuneError && !wordRune(r)
}
