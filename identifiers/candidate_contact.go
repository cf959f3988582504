// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"bytes"
	"unicode/utf8"
)

// prefixedAt looks for what begins with two capital letters: an IBAN or a VAT
// number. text[i:j] is the run of digits after them.
func (f *Finder) prefixedAt(text []byte, i, j int) (candidate, bool) {
	if i < 2 || text[i-1]-'A' > 25 || text[i-2]-'A' > 25 || i > 2 && !leftClear(text, i-2) {
		return candidate{}, false
	}
	if f.wants(IBAN) {
		if c, ok := ibanAt(text, i-2); ok {
			return c, true
		}
	}
	c := candidate{start: i - 2, end: j, base: Certain}
	switch {
	case j-i == 8 && text[i-2] == 'F' && text[i-1] == 'I' && f.wants(YTunnus) && rightClear(text, j):
		var d [8]byte
		values(d[:], text[i:j])
		_, code := decodeYTunnus(&d)
		c.kind = YTunnus
		return c, code == 0
	case j-i == 12 && text[i-2] == 'S' && text[i-1] == 'E' && f.wants(SwedishOrg) && rightClear(text, j) &&
		text[j-2] == '0' && text[j-1] == '1':
		var s swedish
		values(s.d[:], text[i:j-2])
		_, code := decodeSwedishOrg(&s)
		c.kind = SwedishOrg
		return c, code == 0
	case j-i == 9 && text[i-2] == 'N' && text[i-1] == 'O' && f.wants(NorwegianOrg) && (rightClear(text, j) || vatSuffix(text, j)):
		var d [9]byte
		values(d[:], text[i:j])
		facts, code := decodeNorwegianOrg(&d)
		c.kind, c.flags = NorwegianOrg, facts.flags
		return c, code == 0
	}
	return candidate{}, false
}

// ibanAt reads an account number that begins at text[i], written compact or
// in groups of four.
func ibanAt(text []byte, i int) (candidate, bool) {
	country, ok := ibanCountryOf(text[i], text[i+1])
	if !ok {
		return candidate{}, false
	}
	var b [maxIBAN]byte
	n, k := 0, i
	grouped := i+4 < len(text) && spaceLen(text, i+4) > 0
	for n < country.length {
		if grouped && n > 0 && n%4 == 0 {
			w := spaceLen(text, k)
			if w == 0 {
				return candidate{}, false
			}
			k += w
		}
		if k >= len(text) || text[k]-'0' > 9 && text[k]-'A' > 25 {
			return candidate{}, false
		}
		b[n] = text[k]
		n++
		k++
	}
	if !rightClear(text, k) {
		return candidate{}, false
	}
	_, code := decodeIBAN(b[:n])
	return candidate{kind: IBAN, start: i, end: k, base: Certain}, code == 0
}

// internationalAt looks for a telephone number whose plus stands before text[i].
func (f *Finder) internationalAt(text []byte, i int) (candidate, bool) {
	if !f.wants(Phone) || i > 1 && !leftClear(text, i-1) {
		return candidate{}, false
	}
	p := gatherPhone(text, i)
	c, ok := longestPhone(text, &p, 0, "")
	c.start, c.base = i-1, Certain
	if country, _, _ := decodeInternational(p.digits()); country.country == "" {
		c.base = Likely
	}
	return c, ok
}

// domesticAt looks for a telephone number with an 00 prefix, or as dialled
// inside the finder's country.
func (f *Finder) domesticAt(text []byte, i, j int) (candidate, bool) {
	if text[i] == '0' && j-i >= 4 && text[i+1] == '0' {
		p := gatherPhone(text, i)
		if facts, _, _ := decodeInternational(p.d[2:p.n]); facts.country == "" {
			return candidate{}, false
		}
		c, ok := longestPhone(text, &p, 2, "")
		c.start, c.base, c.context, c.bare = i, Likely, true, c.end == j
		if c.bare {
			c.base = Weak
		}
		return c, ok
	}
	switch f.country {
	case "FI", "SE":
		return f.trunkZeroAt(text, i, j)
	case "NO":
		return f.eightDigitsAt(text, i, j)
	}
	return candidate{}, false
}

// trunkZeroAt reads a Finnish or Swedish number that begins with its trunk zero.
func (f *Finder) trunkZeroAt(text []byte, i, j int) (candidate, bool) {
	if text[i] != '0' || j-i < 2 {
		return candidate{}, false
	}
	p := gatherPhone(text, i)
	c, ok := longestPhone(text, &p, 0, f.country)
	c.start, c.context, c.bare = i, true, c.end == j
	c.base = Likely
	if c.bare || !c.flags.Has(Mobile) {
		c.base = Weak
		c.needsLabel = !c.flags.Has(Mobile)
	}
	return c, ok
}

// eightDigitsAt reads a Norwegian number: 12 34 56 78, 123 45 678 or bare.
func (f *Finder) eightDigitsAt(text []byte, i, j int) (candidate, bool) {
	p := gatherPhone(text, i)
	if p.n < 8 || !rightClear(text, p.ends[7]) || p.n > 8 && p.ends[8] == p.ends[7]+1 {
		return candidate{}, false
	}
	facts, _, code := decodeDomestic("NO", p.d[:8])
	if code != 0 {
		return candidate{}, false
	}
	c := candidate{kind: Phone, start: i, end: p.ends[7], flags: facts.flags, base: Weak, context: true}
	c.bare = j-i == 8
	c.needsLabel = !c.bare && j-i != 2 && j-i != 3
	return c, true
}

// longestPhone finds the longest beginning of the gathered digits that ends
// with a group and is a number as dialled in the country, or internationally
// if it is empty: what follows a number may be digits too.
func longestPhone(text []byte, p *dialled, skip int, country string) (candidate, bool) {
	for n := p.n; n > skip; n-- {
		if n < p.n && p.ends[n] == p.ends[n-1]+1 || !rightClear(text, p.ends[n-1]) {
			continue
		}
		facts, code := decodeDialled(country, p.d[skip:n])
		if code == 0 {
			return candidate{kind: Phone, end: p.ends[n-1], flags: facts.flags}, true
		}
	}
	return candidate{}, false
}

func decodeDialled(country string, d []byte) (facts, Code) {
	if country == "" {
		f, _, code := decodeInternational(d)
		return f, code
	}
	f, _, code := decodeDomestic(country, d)
	return f, code
}

// emailAt looks for an address around the @ at text[at], not reaching back
// over floor.
func emailAt(text []byte, at, floor int) (candidate, bool) {
	start := at
	for start > floor && at-start <= maxLocal {
		r, w := utf8.DecodeLastRune(text[floor:start])
		if r < utf8.RuneSelf && !atext[r] || r >= utf8.RuneSelf && !wordRune(r) {
			break
		}
		start -= w
	}
	end := at + 1
	for end < len(text) && end-at <= maxDomain {
		r, w := utf8.DecodeRune(text[end:])
		if r != '.' && !domainRune(r) {
			break
		}
		end += w
	}
	// Quotation, brackets of wikis and the full stop of a sentence are no part of it.
	for start < at && bytes.IndexByte([]byte(".'`{|}/=?&!#$%^"), text[start]) >= 0 {
		start++
	}
	for end > at && (text[end-1] == '.' || text[end-1] == '-') {
		end--
	}
	facts, code := decodeEmail(text[start:end])
	return candidate{kind: Email, start: start, end: end, flags: facts.flags, base: Certain}, code == 0
}
