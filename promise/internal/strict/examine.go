// SPDX-License-Identifier: EUPL-1.2

package strict

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// bom is the mark that some editors put before UTF-8.
const bom = "\xef\xbb\xbf"

// special are the bytes that examine has to look at.
var special = func() (t [256]bool) {
	for i := range t {
		t[i] = i < ' ' && i != '\t' || i >= 0x7f
	}
	return t
}()

// examine finds what would make any reader guess, before anything else is looked at:
// files far beyond any promise, other encodings, control characters, directives and
// second documents.
func (r *reader) examine() (Fault, bool) {
	if len(r.src) > MaxSize {
		return Fault{Line: 1, Column: 1, What: fmt.Sprintf("the file has %d bytes; the largest that is read has %d", len(r.src), MaxSize),
			Mend: "split it, or move long lists elsewhere"}, true
	}
	s := r.src
	if strings.HasPrefix(s, bom) {
		r.pos, r.begin = len(bom), len(bom)
	}
	if f, bad := r.lineStart(r.pos); bad {
		return f, true
	}
	for i := r.pos; i < len(s); i++ {
		c := s[i]
		if !special[c] {
			continue
		}
		switch {
		case c == '\n':
			if f, bad := r.lineStart(i + 1); bad {
				return f, true
			}
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n':
		case c < 0x80:
			return r.unreadable(i, "the text holds a control character", "take it out"), true
		default:
			r.ascii = false
			char, n := utf8.DecodeRuneInString(s[i:])
			if char == utf8.RuneError && n == 1 {
				return r.unreadable(i, "the text is not valid UTF-8 here", "save the file as UTF-8"), true
			}
			if invisible(char) {
				return r.unreadable(i, fmt.Sprintf("the text holds the control character U+%04X", char), "take it out"), true
			}
			i += n - 1
		}
	}
	return Fault{}, false
}

// invisible reports characters that YAML does not take, or takes for line ends, or that
// change the direction of what follows.
func invisible(char rune) bool {
	return char >= 0x7f && char < 0xa0 || char == 0xfeff || char == 0x2028 || char == 0x2029 || char == 0xfffe || char == 0xffff
}

// lineStart looks at the beginning of a line for what may stand nowhere.
func (r *reader) lineStart(at int) (Fault, bool) {
	if at >= len(r.src) {
		return Fault{}, false
	}
	switch rest := r.src[at:]; {
	case rest[0] == '%':
		return r.unreadable(at, "a line begins with %, which YAML takes for a directive", "take the line out, or quote the text"), true
	case r.end < len(r.src) || rest[0] != '-' && rest[0] != '.':
	case strings.HasPrefix(rest, "---") && blankAt(rest, 3):
		if !r.marked && onlyComments(r.src[r.pos:at]) {
			r.marked = true
			r.pos, r.begin, r.line = at+3, at, 1+strings.Count(r.src[:at], "\n")
			return Fault{}, false
		}
		r.end = at
		r.second = r.unreadable(at, "a second document begins in the same file", "put it into a file of its own")
	case strings.HasPrefix(rest, "...") && blankAt(rest, 3):
		r.end = at
		r.second = r.unreadable(at, "a line of three points ends the document", "take the line out")
	}
	return Fault{}, false
}

func blankAt(s string, i int) bool {
	return i >= len(s) || s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r'
}

// onlyComments reports whether nothing but blank lines and comments stands in the text.
func onlyComments(s string) bool {
	for line := range strings.Lines(s) {
		if line = strings.TrimLeft(line, " \r\n"); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

func (r *reader) unreadable(at int, what, mend string) Fault {
	before := []byte(r.src[:at])
	begin := bytes.LastIndexByte(before, '\n') + 1
	return Fault{Line: 1 + bytes.Count(before, []byte("\n")), Column: 1 + utf8.RuneCount(bytes.TrimPrefix(before[begin:], []byte(bom))), What: what, Mend: mend}
}
