// SPDX-License-Identifier: EUPL-1.2

package identifiers

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// reach is how far a word may stand from a number and still tell of it, in
// characters.
const reach = 300

// grader decides how certain candidates are. It lives as long as one pass over
// one text and sees the candidates in their order.
type grader struct {
	f    *Finder
	text []byte

	before  labelScanner // has passed every label before the last candidate
	nearest int          // end of the last label before it
	class   labelClass   // and its class

	around labelScanner         // has passed every label within reach after it
	last   [labelClasses]extent // the last label of each class so far

	first  [kindEnd]extent // the first bare number of a kind that nothing opposed
	second [kindEnd]answer // whether a kind has two different bare numbers
}

// extent is where a label stands; the zero extent is nowhere.
type extent struct{ start, end int }

// answer is a question's outcome once it has been asked.
type answer uint8

const (
	unasked answer = iota
	no
	yes
)

// grade weighs a candidate: its form, one step up for a word that names its
// kind, one step down for a nearer word that names something else, and for
// bare personal codes one step up if there are two.
func (g *grader) grade(c *candidate) Certainty {
	if g.f.policy == ByForm || !c.context {
		if c.needsLabel {
			return 0
		}
		return c.base
	}
	opposed := g.opposed(c)
	if c.base == Certain && !opposed {
		return Certain // no word could raise it
	}
	supported := g.supported(c)
	if c.needsLabel && !supported {
		return 0
	}
	level := c.base
	if supported {
		level++
	}
	if opposed {
		level--
	}
	if c.bare && !opposed && c.kind.Personal() {
		g.remember(c)
		if !supported && g.hasSecond(c) {
			level++
		}
	}
	return min(level, Certain)
}

// supported tells whether a word of the candidate's own class stands within
// reach on either side.
func (g *grader) supported(c *candidate) bool {
	g.around.text = g.text
	if c.start-g.around.pos > reach {
		g.around.skipTo(back(g.text, c.start, reach+longestLabel))
	}
	hi := forward(g.text, c.end, reach)
	for {
		start, end, class := g.around.next(hi)
		if class == labelNone {
			break
		}
		g.last[class] = extent{start, end}
	}
	l := g.last[ownLabel(c.kind)]
	return l.end > 0 && (l.start >= c.end || g.near(l.end, c.start))
}

// opposed tells whether the nearest word before the candidate on its line is
// of another class. A sole trader's personal code may stand after a word for a
// business id, so companies do not oppose persons.
func (g *grader) opposed(c *candidate) bool {
	g.before.text = g.text
	lo := g.before.pos
	if c.start-lo > reach {
		lo = back(g.text, c.start, reach+longestLabel)
	}
	g.before.skipTo(lo + 1 + bytes.LastIndexByte(g.text[lo:c.start], '\n'))
	for {
		_, end, class := g.before.next(c.start)
		if class == labelNone {
			break
		}
		g.nearest, g.class = end, class
	}
	own := ownLabel(c.kind)
	if g.class == labelNone || g.class == own || own == labelPerson && g.class == labelCompany {
		return false
	}
	return g.nearest <= c.start && g.near(g.nearest, c.start) && bytes.IndexByte(g.text[g.nearest:c.start], '\n') < 0
}

// near tells whether at most reach characters lie between two offsets.
func (g *grader) near(from, to int) bool {
	return to-from <= reach || to-from <= reach*utf8.UTFMax && utf8.RuneCount(g.text[from:to]) <= reach
}

func ownLabel(k Kind) labelClass {
	switch k {
	case HETU, Fodselsnummer, Personnummer:
		return labelPerson
	case YTunnus, NorwegianOrg, SwedishOrg:
		return labelCompany
	case Phone:
		return labelPhone
	}
	return labelOther
}

// remember keeps the first bare number of each kind, so that a later one with
// other digits knows that it is not alone.
func (g *grader) remember(c *candidate) {
	switch first := g.first[c.kind]; {
	case first.end == 0:
		g.first[c.kind] = extent{c.start, c.end}
	case !bytes.Equal(g.text[first.start:first.end], g.text[c.start:c.end]):
		g.second[c.kind] = yes
	}
}

// hasSecond tells whether the text has a second bare number of the candidate's
// kind with other digits and nothing to oppose it. One number written twice
// proves no more than once. What follows the candidate is searched once for
// each kind at most, and only up to the second number.
func (g *grader) hasSecond(c *candidate) bool {
	if a := g.second[c.kind]; a != unasked {
		return a == yes
	}
	g.second[c.kind] = no
	value := g.text[c.start:c.end]
	ahead := grader{f: g.f, text: g.text}
	ahead.before.skipTo(c.end)
	cur := cursor{f: g.f, text: g.text, pos: c.end, floor: c.end}
	for o, ok := cur.next(); ok; o, ok = cur.next() {
		if o.needsLabel {
			continue
		}
		cur.accept(&o)
		if o.kind != c.kind || !o.bare || bytes.Equal(g.text[o.start:o.end], value) {
			continue
		}
		if !ahead.opposed(&o) {
			g.second[c.kind] = yes
			return true
		}
	}
	return false
}

// forward returns the offset n characters after i, or the end of the text.
func forward(text []byte, i, n int) int {
	for n >= 8 && i+8 <= len(text) {
		n -= starts(binary.LittleEndian.Uint64(text[i:]))
		i += 8
	}
	for i < len(text) && (n > 0 || text[i]&0xC0 == 0x80) {
		if text[i]&0xC0 != 0x80 {
			n--
		}
		i++
	}
	return i
}

// back returns the offset n characters before i, or 0.
func back(text []byte, i, n int) int {
	for n >= 8 && i >= 8 {
		n -= starts(binary.LittleEndian.Uint64(text[i-8:]))
		i -= 8
	}
	for i > 0 && n > 0 {
		i--
		if text[i]&0xC0 != 0x80 {
			n--
		}
	}
	return i
}

// starts counts the bytes of eight that begin a character in UTF-8, which all
// bytes do but 10xxxxxx.
func starts(w uint64) int { return 8 - bits.OnesCount64(w&^(w<<1)&highs) }
