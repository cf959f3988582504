// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"encoding/binary"
	"iter"
	"math/bits"
)

// Certainty says how sure the finder is that a hit is what its kind says.
type Certainty uint8

// The certainties. Act on Certain and Likely; Weak is for people to look at.
const (
	Weak Certainty = iota + 1
	Likely
	Certain
)

// String returns the stable name of the certainty.
func (c Certainty) String() string {
	switch c {
	case Weak:
		return "weak"
	case Likely:
		return "likely"
	case Certain:
		return "certain"
	}
	return "none"
}

// Policy says what besides its own form decides how certain a hit is.
type Policy uint8

const (
	// ByContext lets words near the number and other numbers in the text
	// raise and lower the certainty. It is the default.
	ByContext Policy = iota
	// ByForm looks at the number alone, as fits a column whose heading is
	// elsewhere. Numbers that only count beside a word are not found.
	ByForm
)

// Hit is one place in a text. It does not hold the value: that is
// text[Start:End], which Parse (or ParsePhone with the finder's PhoneCountry)
// reads as Kind.
type Hit struct {
	Kind       Kind
	Start, End int // offsets in bytes
	Certainty  Certainty
	Flags      Flags
}

// Options choose what a finder looks for.
type Options struct {
	// Kinds to look for; none means all.
	Kinds []Kind
	// At is the reference date, normally today. It must be valid: birth dates
	// after it are refused.
	At Date
	// Least is the lowest certainty reported. The zero value means Likely, so
	// that bare digits with nothing to support them stay unreported.
	Least Certainty
	// Policy is what decides certainty.
	Policy Policy
	// PhoneCountry (FI, NO or SE) makes the finder read telephone numbers as
	// dialled in that country, too. Empty means international form alone.
	PhoneCountry string
}

// Finder finds identifiers in text. It is immutable and safe for concurrent use.
type Finder struct {
	want    uint32 // bit per Kind
	at      Date
	least   Certainty
	policy  Policy
	country string
	mail    bool
}

// NewFinder returns a finder. It fails with an [*Error] if a kind does not
// exist, the reference date is not in the calendar, or the country of
// telephone numbers is not known.
func NewFinder(o Options) (*Finder, error) {
	if !o.At.Valid() {
		return nil, &Error{Code: CodeReference}
	}
	f := &Finder{at: o.At, least: o.Least, policy: o.Policy, country: o.PhoneCountry}
	if f.least == 0 {
		f.least = Likely
	}
	if f.country != "" && callingCode(f.country) == "" {
		return nil, &Error{Kind: Phone, Code: CodeCountry}
	}
	kinds := o.Kinds
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	for _, k := range kinds {
		if !k.valid() {
			return nil, &Error{Kind: k, Code: CodeKind}
		}
		f.want |= 1 << k
	}
	f.mail = f.wants(Email)
	return f, nil
}

func (f *Finder) wants(k Kind) bool { return f.want&(1<<k) != 0 }

// Find reports the hits in text from left to right until emit returns false.
// Hits do not overlap: of an e-mail address with a personal code in its name
// the code is reported. The text should be UTF-8; other bytes do no harm but
// count as the insides of words.
func (f *Finder) Find(text []byte, emit func(Hit) bool) {
	g := grader{f: f, text: text}
	for c, next, ok := f.scan(text, 0, 0); ok; c, next, ok = f.scan(text, next, c.end) {
		certainty := g.grade(&c)
		if certainty < f.least {
			continue
		}
		if !emit(Hit{c.kind, c.start, c.end, certainty, c.flags}) {
			return
		}
	}
}

// All is Find as an iterator.
func (f *Finder) All(text []byte) iter.Seq[Hit] {
	return func(yield func(Hit) bool) { f.Find(text, yield) }
}

// scan returns the first candidate from offset i on and where to go on after
// it. Nothing before floor, the end of the last candidate, may belong to it.
func (f *Finder) scan(text []byte, i, floor int) (c candidate, next int, ok bool) {
	for {
		if f.mail {
			i = nextDigitOrAt(text, i)
		} else {
			i = nextDigit(text, i)
		}
		if i >= len(text) {
			return candidate{}, i, false
		}
		if text[i] == '@' {
			if c, ok = emailAt(text, i, floor); ok {
				return c, c.end, true
			}
			i++
			continue
		}
		j := i + 1
		for j < len(text) && text[j]-'0' <= 9 {
			j++
		}
		if c, ok = f.numberAt(text, i, j); ok {
			return c, c.end, true
		}
		i = j
	}
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// below10 marks, by its lowest set bit, the first byte of x that is less than
// ten. Bits above the lowest may be wrong: a borrow runs upwards.
func below10(x uint64) uint64 { return (x - 10*ones) &^ x & highs }

// nextDigit returns the offset of the first ASCII digit from i on, or
// len(text). It looks at eight bytes at a time: most text has few digits.
func nextDigit(text []byte, i int) int {
	for ; i+32 <= len(text); i += 32 {
		b := text[i : i+32 : i+32]
		x0 := below10(binary.LittleEndian.Uint64(b) ^ '0'*ones)
		x1 := below10(binary.LittleEndian.Uint64(b[8:]) ^ '0'*ones)
		x2 := below10(binary.LittleEndian.Uint64(b[16:]) ^ '0'*ones)
		x3 := below10(binary.LittleEndian.Uint64(b[24:]) ^ '0'*ones)
		if x0|x1|x2|x3 != 0 {
			return i + firstOf(x0, x1, x2, x3)
		}
	}
	for ; i < len(text); i++ {
		if text[i]-'0' <= 9 {
			return i
		}
	}
	return i
}

// nextDigitOrAt is nextDigit that stops at @ too.
func nextDigitOrAt(text []byte, i int) int {
	for ; i+32 <= len(text); i += 32 {
		b := text[i : i+32 : i+32]
		x0 := digitOrAt(binary.LittleEndian.Uint64(b))
		x1 := digitOrAt(binary.LittleEndian.Uint64(b[8:]))
		x2 := digitOrAt(binary.LittleEndian.Uint64(b[16:]))
		x3 := digitOrAt(binary.LittleEndian.Uint64(b[24:]))
		if x0|x1|x2|x3 != 0 {
			return i + firstOf(x0, x1, x2, x3)
		}
	}
	for ; i < len(text); i++ {
		if text[i]-'0' <= 9 || text[i] == '@' {
			return i
		}
	}
	return i
}

// digitOrAt marks the first digit or @ of eight bytes by its lowest set bit:
// both halves are exact up to their own lowest bit, so their union is up to
// the lower of the two.
func digitOrAt(w uint64) uint64 {
	y := w ^ '@'*ones
	return below10(w^'0'*ones) | (y-ones)&^y&highs
}

// firstOf returns the index of the first marked byte of 32.
func firstOf(x0, x1, x2, x3 uint64) int {
	switch {
	case x0 != 0:
		return bits.TrailingZeros64(x0) >> 3
	case x1 != 0:
		return 8 + bits.TrailingZeros64(x1)>>3
	case x2 != 0:
		return 16 + bits.TrailingZeros64(x2)>>3
	default:
		return 24 + bits.TrailingZeros64(x3)>>3
	}
}
