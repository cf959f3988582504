// SPDX-License-Identifier: EUPL-1.2

package strict

import (
	"fmt"
	"strings"
)

// flow reads a value in braces or brackets, which may go over several lines; afterwards
// pos is behind its end.
func (r *reader) flow() *Node {
	if !r.enter(r.pos) {
		return nil
	}
	var n *Node
	if r.at(r.pos) == '[' {
		n = r.brackets()
	} else {
		n = r.braces()
	}
	r.depth--
	return n
}

// gaps are the bytes that stand between the values in braces and brackets.
var gaps = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, '#': true, 0: true}

// gap goes over blanks, line ends and comments inside braces and brackets. What follows
// stands further right than the block around; only the closing bracket may stand below
// the key.
func (r *reader) gap() bool {
	c := r.at(r.pos)
	if c == ' ' {
		r.pos++
		c = r.at(r.pos)
	}
	if !gaps[c] {
		return true
	}
	line := r.line
	for {
		switch c := r.at(r.pos); c {
		case ' ', '\t', '\r':
			r.pos++
		case '\n':
			r.pos++
			r.begin = r.pos
			r.line++
		case '#':
			if before := r.src[r.pos-1]; before != ' ' && before != '\t' && before != '\n' {
				return true
			}
			if i := strings.IndexByte(r.src[r.pos:], '\n'); i >= 0 {
				r.pos += i
			} else {
				r.pos = len(r.src)
			}
		default:
			left := r.pos - r.begin
			if r.line == line || c == 0 || left > r.indent || left == r.indent && (c == ']' || c == '}') {
				return true
			}
			r.malformed(r.pos, "a value in brackets goes on too far left", mendIndent)
			return false
		}
	}
}

func (r *reader) brackets() *Node {
	n := r.node(List, r.pos)
	if n == nil {
		return nil
	}
	open, line := r.pos, r.line
	base := len(r.openItems)
	for r.pos++; ; {
		if !r.gap() {
			return nil
		}
		switch r.at(r.pos) {
		case ']':
			r.pos++
			n.Items = r.closeItems(base)
			return n
		case ',':
			return r.malformed(r.pos, "a comma without an item before it", "take the comma out")
		}
		item := r.flowValue()
		if item == nil {
			return nil
		}
		r.openItems = append(r.openItems, item)
		if !r.gap() {
			return nil
		}
		switch r.at(r.pos) {
		case ',':
			r.pos++
		case ']':
		case ':':
			return r.malformed(r.pos, "mapping values are not allowed in this place", "a map in a list stands in braces: [{expiry: 4 hours}]; "+mendQuote)
		default:
			return r.notClosed(open, line, "]")
		}
	}
}

// notClosed tells what stands where a comma or the end was expected.
func (r *reader) notClosed(open, line int, bracket string) *Node {
	if r.at(r.pos) == 0 {
		return r.malformed(r.pos, fmt.Sprintf("the bracket opened on line %d is not closed", line), "close it with "+bracket)
	}
	return r.malformed(r.pos, "did not find expected ',' or '"+bracket+"'", mendQuote)
}

func (r *reader) braces() *Node {
	n := r.node(Map, r.pos)
	if n == nil {
		return nil
	}
	open, line := r.pos, r.line
	base := len(r.openEntries)
	names := r.names(base)
	for r.pos++; ; {
		if !r.gap() {
			return nil
		}
		switch r.at(r.pos) {
		case '}':
			r.pos++
			r.release(&names)
			n.Entries = r.closeEntries(base)
			return n
		case ',':
			return r.malformed(r.pos, "a comma without an entry before it", "take the comma out")
		case 0:
			return r.notClosed(open, line, "}")
		}
		if !r.flowEntry(&names) || !r.gap() {
			return nil
		}
		switch r.at(r.pos) {
		case ',':
			r.pos++
		case '}':
		default:
			return r.notClosed(open, line, "}")
		}
	}
}

// flowEntry reads one key with its value.
func (r *reader) flowEntry(n *names) bool {
	k, colon, ok := r.flowKey()
	if !ok {
		return false
	}
	if r.values++; r.values > MaxValues {
		r.values--
		r.node(Scalar, r.pos)
		return false
	}
	if colon {
		if r.pos++; k.plain && !r.blankAt(r.pos) && r.at(r.pos) != ',' && r.at(r.pos) != '}' {
			r.malformed(r.pos, "a colon without a blank after it", "write key: value")
			return false
		}
		if !r.gap() {
			return false
		}
	}
	keep := r.admit(n, k)
	if c := r.at(r.pos); !colon || c == ',' || c == '}' {
		if keep {
			r.report(Fault{Line: k.line, Column: k.column, What: fmt.Sprintf("%q in braces has no value: a text with a comma or colon was probably written without quotes", k.name),
				Mend: `write the whole text in quotes: {en: "first, second"}`})
		}
		return true
	}
	value := r.flowValue()
	if value == nil {
		return false
	}
	if keep {
		r.openEntries = append(r.openEntries, Entry{Key: k.name, Line: k.line, Column: k.column, Value: value})
	}
	return true
}

// flowKey reads a key in braces; colon says whether one follows, which is then at pos.
func (r *reader) flowKey() (k key, colon, ok bool) {
	k = r.keyHere("")
	switch c := r.at(r.pos); c {
	case '"', '\'':
		if k.name, ok = r.quoted(r.indent); !ok {
			return k, false, false
		}
		if r.line != k.line {
			r.missingColon(k)
			return k, false, false
		}
		at := r.pos
		for r.at(at) == ' ' {
			at++
		}
		if colon = r.at(at) == ':'; colon {
			r.pos = at
		}
		return k, colon, r.short(k)
	case '[', '{':
		r.fail(r.pos, "a key is a map or a list", "a key is one word; quote it if it holds brackets or braces")
		return k, false, false
	case '&', '*':
		r.fail(r.pos, "a key is written with an anchor or alias", "write the key out")
		return k, false, false
	case '!':
		r.fail(r.pos, "a tag is not part of the language", "take the tag out")
		return k, false, false
	}
	text, colon, ok := r.plainLine(true, true)
	if !ok {
		return k, false, false
	}
	if !colon && r.goesOn() {
		line := r.line
		if text, ok = r.plainLines(text, r.indent, true); !ok {
			return k, false, false
		}
		if r.at(r.pos) == ':' && r.line != line {
			r.missingColon(k)
			return k, false, false
		}
		k.name, k.plain = text, true
		return k, false, true
	}
	k.name, k.plain = text, true
	return k, colon, r.short(k)
}

// flowValue reads a value in braces or brackets.
func (r *reader) flowValue() *Node {
	for r.at(r.pos) == '&' || r.at(r.pos) == '!' {
		if !r.property() || !r.gap() {
			return nil
		}
		if c := r.at(r.pos); c == ',' || c == ']' || c == '}' {
			return r.null(r.pos)
		}
	}
	switch r.at(r.pos) {
	case '[', '{':
		return r.flow()
	case '*':
		return r.alias()
	case '"', '\'':
		n := r.node(Scalar, r.pos)
		text, ok := r.quoted(r.indent)
		if n == nil || !ok {
			return nil
		}
		n.Value, n.Quoted = text, true
		return n
	}
	n := r.node(Scalar, r.pos)
	if n == nil {
		return nil
	}
	text, colon, ok := r.plainLine(true, true)
	if ok && !colon && r.goesOn() {
		text, ok = r.plainLines(text, r.indent, true)
	}
	if !ok {
		return nil
	}
	n.Value, n.Null = text, isNull(text)
	return n
}
