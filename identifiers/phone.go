// SPDX-License-Identifier: EUPL-1.2

package identifiers

import "bytes"

// maxPhone is room for the fifteen digits of E.164, an 00 prefix and a trunk 0
// written though it should not be, and one more to see that there are too many.
const maxPhone = 19

// dialled holds the digits of a telephone number as they stand in a text.
type dialled struct {
	d    [maxPhone]byte // ASCII digits
	ends [maxPhone]int  // offset just after each digit
	n    int
}

func (p *dialled) digits() []byte { return p.d[:p.n] }

// gatherPhone collects the digits that begin at text[i], across the separators
// that people write inside a telephone number. A trunk zero in brackets, as in
// +358 (0)40, is skipped if there are digits on both sides.
func gatherPhone(text []byte, i int) (p dialled) {
	for p.n < maxPhone && i < len(text) {
		if text[i]-'0' > 9 {
			break
		}
		p.d[p.n] = text[i]
		i++
		p.ends[p.n] = i
		p.n++
		i = skipPhoneSeparators(text, i)
	}
	return p
}

// skipPhoneSeparators returns the offset of the next digit if only separators
// of a telephone number lie before it, and i itself otherwise.
func skipPhoneSeparators(text []byte, i int) int {
	if i < len(text) && text[i]-'0' <= 9 {
		return i
	}
	k := i
	for range 4 {
		if k >= len(text) {
			return i
		}
		if text[k]-'0' <= 9 {
			return k
		}
		if bytes.HasPrefix(text[k:], []byte("(0)")) {
			k += 3
			continue
		}
		w := spaceLen(text, k)
		if w == 0 {
			w = dashLen(text, k)
		}
		if w == 0 && (text[k] == '(' || text[k] == ')' || text[k] == '.' || text[k] == '/') {
			w = 1
		}
		if w == 0 {
			return i
		}
		k += w
	}
	if k < len(text) && text[k]-'0' <= 9 {
		return k
	}
	return i
}

// decodeInternational reads the digits after + or 00 and returns where the
// national number begins. Finland, Norway and Sweden are checked against their
// numbering plans; of other countries only the length is known.
func decodeInternational(d []byte) (f facts, national int, code Code) {
	switch {
	case len(d) == 0:
		return f, 0, CodeLength
	case bytes.HasPrefix(d, []byte("358")):
		f.country, national = "FI", 3
	case bytes.HasPrefix(d, []byte("47")):
		f.country, national = "NO", 2
	case bytes.HasPrefix(d, []byte("46")):
		f.country, national = "SE", 2
	case d[0] == '0':
		return f, 0, CodeCountry
	case len(d) < 8 || len(d) > 15:
		return f, 0, CodeLength
	default:
		return f, 0, 0
	}
	if f.country != "NO" && len(d) > national && d[national] == '0' {
		national++ // a trunk zero that does not belong abroad, but is often written
	}
	f.flags, code = nationalNumber(f.country, d[national:])
	return f, national, code
}

// decodeDomestic reads the digits as dialled inside a country.
func decodeDomestic(country string, d []byte) (f facts, national int, code Code) {
	switch country {
	case "FI", "SE":
		if len(d) == 0 || d[0] != '0' {
			return f, 0, CodeCountry
		}
		national = 1
	case "NO":
	default:
		return f, 0, CodeCountry
	}
	f.country = country
	f.flags, code = nationalNumber(country, d[national:])
	return f, national, code
}

// nationalNumber checks a national significant number against the numbering
// plan: Traficom regulation 32, Nkom's nummerplan, PTS' telefonnummerplan.
func nationalNumber(country string, n []byte) (Flags, Code) {
	if len(n) == 0 {
		return 0, CodeLength
	}
	if n[0] == '0' {
		return 0, CodeNumber
	}
	switch country {
	case "FI":
		return finnishNumber(n)
	case "NO":
		return norwegianNumber(n)
	default:
		return swedishNumber(n)
	}
}

func finnishNumber(n []byte) (Flags, Code) {
	if len(n) < 5 || len(n) > 10 {
		return 0, CodeLength
	}
	if n[0] == '4' || n[0] == '5' && n[1] == '0' {
		if len(n) < 6 {
			return 0, CodeLength
		}
		return Mobile, 0
	}
	return 0, 0
}

func norwegianNumber(n []byte) (Flags, Code) {
	switch {
	case len(n) != 8:
		return 0, CodeLength
	case n[0] == '1':
		return 0, CodeNumber
	case n[0] == '4' || n[0] == '9':
		return Mobile, 0
	}
	return 0, 0
}

func swedishNumber(n []byte) (Flags, Code) {
	if len(n) < 7 || len(n) > 9 {
		return 0, CodeLength
	}
	f := swedishFiction(n)
	if n[0] == '7' && (n[1] == '0' || n[1] == '2' || n[1] == '3' || n[1] == '6' || n[1] == '9') {
		if len(n) != 9 {
			return 0, CodeLength
		}
		f |= Mobile
	}
	return f, 0
}

// swedishFiction marks the numbers that PTS has set aside for books and films.
func swedishFiction(n []byte) Flags {
	for _, r := range [...]struct{ first, last string }{
		{"701740605", "701740699"}, {"313900600", "313900699"}, {"406280400", "406280499"},
		{"846500400", "846500499"}, {"980319200", "980319299"},
	} {
		if len(n) == len(r.first) && string(n) >= r.first && string(n) <= r.last {
			return Synthetic
		}
	}
	return 0
}

// readPhone reads a whole text as a telephone number and returns it in E.164.
func readPhone(country string, text []byte) (string, facts, Code) {
	text = trimSpace(text)
	if len(text) == 0 {
		return "", facts{}, CodeEmpty
	}
	start := 0
	if text[0] == '+' || text[0] == '(' {
		start = 1
	}
	p := gatherPhone(text, start)
	if p.n == maxPhone {
		return "", facts{}, CodeLength
	}
	if p.n == 0 || p.ends[p.n-1] != len(text) {
		return "", facts{}, CodeCharacter
	}
	d := p.digits()
	var f facts
	var national int
	var code Code
	switch {
	case text[0] == '+':
		f, national, code = decodeInternational(d)
	case bytes.HasPrefix(d, []byte("00")):
		d = d[2:]
		f, national, code = decodeInternational(d)
	default:
		f, national, code = decodeDomestic(country, d)
	}
	if code != 0 {
		return "", facts{}, code
	}
	return "+" + callingCode(f.country) + string(d[national:]), f, 0
}

func callingCode(country string) string {
	switch country {
	case "FI":
		return "358"
	case "NO":
		return "47"
	case "SE":
		return "46"
	}
	return ""
}
