// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"bytes"
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
	// lengths says for each length of a run of digits which bytes after it
	// make it worth a closer look, as a set of follow bits.
	lengths [16]uint8
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
	f.lengths = f.runLengths()
	return f, nil
}

func (f *Finder) wants(k Kind) bool { return f.want&(1<<k) != 0 }

// Find reports the hits in text from left to right until emit returns false.
// Hits do not overlap: of an e-mail address with a personal code in its name
// the code is reported. The text should be UTF-8; other bytes do no harm but
// count as the insides of words.
func (f *Finder) Find(text []byte, emit func(Hit) bool) {
	g := grader{f: f, text: text}
	cur := cursor{f: f, text: text}
	for c, ok := cur.next(); ok; c, ok = cur.next() {
		certainty := g.grade(&c)
		if certainty == 0 {
			continue // the cursor stays behind the digits, so that nothing is hidden
		}
		cur.accept(&c)
		if certainty >= f.least && !emit(Hit{c.kind, c.start, c.end, certainty, c.flags}) {
			return
		}
	}
}

// All is Find as an iterator.
func (f *Finder) All(text []byte) iter.Seq[Hit] {
	return func(yield func(Hit) bool) { f.Find(text, yield) }
}

// What the byte after a run of digits may be, as bits.
const (
	followAny    = 1 << iota
	followDash   // a dash or a plus, or the first byte of a dash in UTF-8
	followSpace  // a space, or the first byte of one in UTF-8
	followLetter // a century mark of a HETU
)

var follow = func() (t [256]uint8) {
	for c := range t {
		t[c] = followAny
	}
	for _, c := range []byte("-+\xE2") {
		t[c] |= followDash
	}
	for _, c := range []byte(" \xC2\xE2") {
		t[c] |= followSpace
	}
	for _, c := range []byte("ABCDEFUVWXYabcdefuvwxy") {
		t[c] |= followLetter
	}
	return t
}()

// runLengths says which runs of digits may begin one of the wanted kinds.
func (f *Finder) runLengths() (t [16]uint8) {
	for k, forms := range map[Kind]map[int]uint8{
		HETU:          {6: followDash | followLetter},
		Fodselsnummer: {6: followSpace, 11: followAny},
		Personnummer:  {6: followDash, 8: followDash, 10: followAny, 12: followAny},
		YTunnus:       {7: followDash},
		NorwegianOrg:  {3: followSpace, 9: followAny},
		SwedishOrg:    {6: followDash, 8: followDash, 10: followAny, 12: followAny},
	} {
		for length, bits := range forms {
			if f.wants(k) {
				t[length] |= bits
			}
		}
	}
	if f.wants(Phone) && f.country == "NO" {
		t[2], t[3], t[8] = followAny, followAny, followAny
		for n := 4; n < 8; n++ {
			t[n] = followAny
		}
	}
	return t
}

// cursor goes through a text from candidate to candidate.
type cursor struct {
	f     *Finder
	text  []byte
	pos   int // where to look on
	floor int // the end of the last hit; nothing before it may belong to another
	at    int // the next @ if it is not before pos, else not known
}

// accept makes the cursor go on after the candidate.
func (cur *cursor) accept(c *candidate) { cur.pos, cur.floor = c.end, c.end }

// next returns the next candidate and leaves the cursor after the run of
// digits, or the @, by which it was noticed.
func (cur *cursor) next() (c candidate, ok bool) {
	f, text := cur.f, cur.text
	for i := cur.pos; ; {
		i = cur.anchor(i)
		if i >= len(text) {
			return candidate{}, false
		}
		if text[i] == '@' {
			cur.pos = i + 1
			c, ok = emailAt(text, i, cur.floor)
		} else if cur.pos = runEnd(text, i); f.worthLooking(text, i, cur.pos) {
			c, ok = f.numberAt(text, i, cur.pos)
		}
		if ok {
			return c, true
		}
		i = cur.pos
	}
}

// anchor returns the offset of the next digit, or @ if addresses are wanted.
func (cur *cursor) anchor(i int) int {
	if !cur.f.wants(Email) {
		return nextDigit(cur.text, i)
	}
	if cur.at < i || cur.at == 0 {
		cur.at = len(cur.text)
		if n := bytes.IndexByte(cur.text[i:], '@'); n >= 0 {
			cur.at = i + n
		}
	}
	return nextDigit(cur.text[:cur.at], i)
}

func runEnd(text []byte, i int) int {
	for i++; i < len(text) && text[i]-'0' <= 9; i++ {
	}
	return i
}

// worthLooking sorts out most runs of digits by their length and neighbours.
func (f *Finder) worthLooking(text []byte, i, j int) bool {
	after := uint8(followAny)
	if j < len(text) {
		after = follow[text[j]]
	}
	if f.lengths[min(j-i, 15)]&after != 0 || text[i] == '0' && f.wants(Phone) {
		return true
	}
	return i > 0 && (text[i-1] == '+' || text[i-1]-'A' <= 25)
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
