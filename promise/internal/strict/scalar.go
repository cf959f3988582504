// SPDX-License-Identifier: EUPL-1.2

package strict

import "strings"

// isNull reports whether a text without quotes means that there is no value.
func isNull(s string) bool {
	return s == "" || s == "~" || len(s) == 4 && (s == "null" || s == "Null" || s == "NULL")
}

// What a byte may mean in a text without quotes.
const (
	blank     = 1 << iota // space or tab
	lineEnd               // or the end of the text
	colonByte             // the end, if a blank follows
	indicator             // one of the five that end a text in braces or brackets
	noStart               // the text cannot begin with it
)

var classes = func() (t [256]uint8) {
	t[' '], t['\t'] = blank, blank
	t['\n'], t['\r'], t[0] = lineEnd, lineEnd, lineEnd
	t[':'] = colonByte | noStart
	for _, c := range []byte(",[]{}") {
		t[c] = indicator | noStart
	}
	for _, c := range []byte("-?#&*!|>'\"%@`") {
		t[c] |= noStart
	}
	return t
}()

// plainLine reads a text without quotes as far as it goes on this line. Afterwards pos is
// at the colon that makes it a key, or where the text ends. Where first is true the text
// begins here, else it goes on from a line before.
func (r *reader) plainLine(flow, first bool) (text string, colon, ok bool) {
	begin := r.pos
	if first && classes[r.at(begin)]&noStart != 0 && !r.mayBegin(begin, flow) {
		return "", false, false
	}
	stop := uint8(blank | lineEnd | colonByte)
	if flow {
		stop |= indicator
	}
	at, last := begin, begin // last is behind the last character that is no blank
	for {
		for at < len(r.src) && classes[r.src[at]]&stop == 0 {
			at++
		}
		if last = at; at >= len(r.src) {
			break
		}
		class := classes[r.src[at]]
		if class&colonByte != 0 {
			if r.blankAt(at+1) || flow && classes[r.at(at+1)]&indicator != 0 {
				r.pos = at
				return r.src[begin:at], true, true
			}
			at++
			continue
		}
		if class&blank == 0 {
			break
		}
		for r.at(at) == ' ' || r.at(at) == '\t' {
			at++
		}
		if c := r.at(at); c == '#' || classes[c]&lineEnd != 0 || flow && classes[c]&indicator != 0 {
			break
		}
		if r.at(at) == ':' && (r.blankAt(at+1) || flow && classes[r.at(at+1)]&indicator != 0) {
			r.pos = at
			return r.src[begin:last], true, true
		}
	}
	r.pos = last
	return r.src[begin:last], false, true
}

// mayBegin reports whether a text may begin with the special character at a place, and
// tells the fault if not.
func (r *reader) mayBegin(at int, flow bool) bool {
	c, next := r.at(at), r.at(at+1)
	if c == '-' && !r.blankAt(at+1) && !(flow && classes[next]&indicator != 0) {
		return true
	}
	what := "the text begins with " + string(rune(c)) + ", which has a meaning of its own"
	if c == ':' {
		what = "a colon without a key before it"
	}
	r.malformed(at, what, mendFirst)
	return false
}

// goesOn reports whether the line ends behind a text without quotes, so that the text may
// go on below; a comment ends it.
func (r *reader) goesOn() bool {
	at := r.pos
	for r.at(at) == ' ' || r.at(at) == '\t' {
		at++
	}
	return r.at(at) == '\n' || r.at(at) == '\r'
}

// plainLines reads the lines below that a text without quotes goes on in: those that
// stand further right than indent. Line ends become blanks, empty lines stay lines.
func (r *reader) plainLines(text string, indent int, flow bool) (string, bool) {
	joined := false
	for r.goesOn() {
		empty, at, begin, lines := 0, r.pos, r.begin, 0
		for {
			i := strings.IndexByte(r.src[at:], '\n')
			if i < 0 {
				at = len(r.src)
				break
			}
			at += i + 1
			begin, lines = at, lines+1
			for r.at(at) == ' ' {
				at++
			}
			if !r.emptyAt(at) {
				break
			}
			empty++
		}
		c := r.at(at)
		if c == 0 || c == '#' || at-begin <= indent || flow && classes[c]&indicator != 0 {
			break
		}
		if c == '\t' || c == ':' {
			r.pos, r.begin, r.line = at, begin, r.line+lines
			if c == '\t' {
				r.malformed(at, "found a tab that is used for indentation", mendTab)
			} else {
				r.malformed(at, "mapping values are not allowed in this place", mendQuote)
			}
			return "", false
		}
		if !joined {
			r.text, joined = append(r.text[:0], text...), true
		}
		r.fold(empty)
		r.pos, r.begin, r.line = at, begin, r.line+lines
		more, colon, _ := r.plainLine(flow, false)
		if colon {
			r.malformed(r.pos, "mapping values are not allowed in this place", mendQuote)
			return "", false
		}
		r.text = append(r.text, more...)
	}
	if !joined {
		return text, true
	}
	return string(r.text), true
}

// emptyAt reports whether nothing but blanks is left of a line that does not end the text.
func (r *reader) emptyAt(at int) bool {
	for r.at(at) == ' ' || r.at(at) == '\t' {
		at++
	}
	return r.at(at) == '\n' || r.at(at) == '\r'
}

// fold writes what stands for a line end and so many empty lines after it.
func (r *reader) fold(empty int) {
	if empty == 0 {
		r.text = append(r.text, ' ')
	}
	for range empty {
		r.text = append(r.text, '\n')
	}
}

// property reads an anchor or a tag, which are faults, and what stands behind it is
// read as if it were not there.
func (r *reader) property() bool {
	begin := r.pos
	for c := r.at(r.pos); classes[c]&(blank|lineEnd) == 0 && (r.src[begin] == '!' || classes[c]&indicator == 0); c = r.at(r.pos) {
		r.pos++
	}
	name := clip(r.src[begin:r.pos])
	f := Fault{Line: r.line, Column: r.column(begin), What: "the anchor " + name + " is not part of the language", Mend: "write the value out where it is needed"}
	if name[0] == '!' {
		f.What, f.Mend = "the tag "+name+" is not part of the language", "take the tag out; quote the value if it is a text"
	}
	r.report(f)
	for r.at(r.pos) == ' ' || r.at(r.pos) == '\t' {
		r.pos++
	}
	return !r.broken
}

// alias reads an alias, which is a fault and no value.
func (r *reader) alias() *Node {
	begin := r.pos
	for classes[r.at(r.pos)]&(blank|lineEnd|indicator) == 0 {
		r.pos++
	}
	n := r.null(begin)
	r.report(Fault{Line: r.line, Column: r.column(begin), What: "the alias " + clip(r.src[begin:r.pos]) + " is not part of the language", Mend: "write the value out where it is needed"})
	if r.broken {
		return nil
	}
	return n
}

// clip shortens a name for a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "..."
}
