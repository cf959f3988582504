// SPDX-License-Identifier: EUPL-1.2

package strict

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted reads a text in quotes; afterwards pos is behind it. Further lines stand further
// right than indent.
func (r *reader) quoted(indent int) (string, bool) {
	mark := r.src[r.pos]
	begin := r.pos + 1
	stops := "'\n"
	if mark == '"' {
		stops = "\"\n\\"
	}
	// Most texts are one line without escapes: they are part of the source.
	i := strings.IndexAny(r.src[begin:], stops)
	if i >= 0 && r.src[begin+i] == mark && !(mark == '\'' && r.at(begin+i+1) == mark) {
		r.pos = begin + i + 1
		return r.src[begin : begin+i], true
	}
	return r.quotedLines(mark, indent)
}

// quotedLines reads a text in quotes that has escapes or several lines.
func (r *reader) quotedLines(mark byte, indent int) (string, bool) {
	open := key{line: r.line, column: r.column(r.pos)}
	r.text = r.text[:0]
	r.pos++
	for {
		switch c := r.at(r.pos); {
		case c == 0:
			r.broken = true
			r.faults = append(r.faults, Fault{Line: open.line, Column: open.column, What: "the file is not well-formed YAML here: the quote is not closed",
				Mend: "close it; a quote inside is written twice ('') or with a backslash (\\\")"})
			return "", false
		case c == mark && mark == '\'' && r.at(r.pos+1) == mark:
			r.text = append(r.text, mark)
			r.pos += 2
		case c == mark:
			r.pos++
			return string(r.text), true
		case c == '\\' && mark == '"':
			if !r.escape(indent) {
				return "", false
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			if !r.quotedGap(indent) {
				return "", false
			}
		default:
			end := r.pos + 1
			for end < len(r.src) && classes[r.src[end]]&(blank|lineEnd) == 0 && r.src[end] != mark && r.src[end] != '\\' {
				end++
			}
			r.text = append(r.text, r.src[r.pos:end]...)
			r.pos = end
		}
	}
}

// quotedGap reads blanks in quotes: they stay as they are, unless a line ends there.
func (r *reader) quotedGap(indent int) bool {
	end := r.pos
	for r.at(end) == ' ' || r.at(end) == '\t' {
		end++
	}
	if c := r.at(end); c != '\n' && c != '\r' {
		r.text = append(r.text, r.src[r.pos:end]...)
		r.pos = end
		return true
	}
	r.pos = end
	breaks, ok := r.breaks(indent)
	r.fold(breaks - 1)
	return ok
}

// breaks goes over line ends and the blanks at the beginning of the lines, and returns
// how many ends there were.
func (r *reader) breaks(indent int) (n int, ok bool) {
	for {
		switch r.at(r.pos) {
		case '\n':
			n++
			r.pos++
			r.begin = r.pos
			r.line++
		case '\r', '\t':
			r.pos++
		case ' ':
			r.pos++
		default:
			// What stands before the text has to be spaces as far as it is indentation.
			if r.at(r.pos) != 0 && (r.pos-r.begin <= indent || strings.IndexByte(r.src[r.begin:min(r.pos, r.begin+indent+1)], '\t') >= 0) {
				r.malformed(r.pos, "a text in quotes goes on too far left", mendIndent)
				return n, false
			}
			return n, true
		}
	}
}

var escapes = map[byte]string{'t': "\t", '\t': "\t", 'n': "\n", ' ': " ", '"': `"`, '/': "/", '\\': `\`, '_': "\u00a0"}

// escape reads what a backslash begins.
func (r *reader) escape(indent int) bool {
	c := r.at(r.pos + 1)
	switch c {
	case '\n', '\r':
		r.pos++
		breaks, ok := r.breaks(indent)
		if breaks > 1 {
			r.fold(breaks - 1)
		}
		return ok
	case 'x':
		return r.hex(2)
	case 'u':
		return r.hex(4)
	case 'U':
		return r.hex(8)
	}
	text, known := escapes[c]
	if !known {
		r.malformed(r.pos, `a backslash before something it does not change`, `write \\ for a backslash, or use single quotes`)
		return false
	}
	r.text = append(r.text, text...)
	r.pos += 2
	return true
}

// hex reads a character that is written as a number.
func (r *reader) hex(digits int) bool {
	from := min(r.pos+2, len(r.src))
	n, err := strconv.ParseUint(r.src[from:min(from+digits, len(r.src))], 16, 32)
	char := rune(n)
	if err != nil || from+digits > len(r.src) || n > utf8.MaxRune || !utf8.ValidRune(char) {
		r.malformed(r.pos, "this is no number of a character", fmt.Sprintf("write %d hexadecimal digits, or the character itself", digits))
		return false
	}
	if char < ' ' && char != '\t' && char != '\n' || invisible(char) {
		r.fail(r.pos, fmt.Sprintf("the text holds the control character U+%04X", char), "take it out")
		return false
	}
	r.text = utf8.AppendRune(r.text, char)
	r.pos = from + digits
	return true
}
