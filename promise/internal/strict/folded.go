// SPDX-License-Identifier: EUPL-1.2

package strict

import "strings"

// scalarBlock reads a text in lines, after | (line ends stay) or > (they become blanks).
func (r *reader) scalarBlock(indent int) *Node {
	if indent < 0 {
		return r.fail(r.pos, "the document is a text", "begin it with kind, id and version")
	}
	n := r.node(Scalar, r.pos)
	if n == nil {
		return nil
	}
	folded := r.src[r.pos] == '>'
	chomp, more, ok := r.blockHeader()
	if !ok {
		return nil
	}
	width := indent + more
	if more == 0 {
		if width, ok = r.blockWidth(indent + 1); !ok {
			return nil
		}
	}
	r.text = r.text[:0]
	r.blockLines(width, folded, chomp)
	n.Value, n.Quoted = string(r.text), true
	if !r.broken && r.pos < len(r.src) {
		r.seek()
	} else {
		r.col = -1
	}
	return n
}

// blockHeader reads what may follow | and >: how line ends at the end are treated ('-'
// drops them, '+' keeps them) and how far the text is indented. Afterwards pos is at the
// beginning of the next line.
func (r *reader) blockHeader() (chomp byte, more int, ok bool) {
	r.pos++
	for range 2 {
		switch c := r.at(r.pos); {
		case (c == '-' || c == '+') && chomp == 0:
			chomp = c
			r.pos++
		case c >= '1' && c <= '9' && more == 0:
			more = int(c - '0')
			r.pos++
		}
	}
	if !r.lineIsOver(r.pos) {
		r.malformed(r.pos, "something follows the sign that begins a text in lines", "begin the text on the next line")
		return 0, 0, false
	}
	r.nextLine()
	return chomp, more, true
}

// blockWidth returns how far the text is indented: as far as its first line that is not
// empty.
func (r *reader) blockWidth(least int) (int, bool) {
	at, widest := r.pos, 0
	for at < len(r.src) {
		begin := at
		for r.at(at) == ' ' {
			at++
		}
		switch r.at(at) {
		case '\n', '\r':
		case '\t':
			if at-begin < least {
				r.malformed(r.pos, "found a tab where the indentation of a text in lines is expected", mendTab)
				return 0, false
			}
			fallthrough
		default:
			if widest > at-begin && at-begin >= least && r.at(at) != 0 {
				r.malformed(r.pos, "an empty line before the text is indented further than the text", "take the blanks of the empty line out")
				return 0, false
			}
			return max(widest, at-begin, least), true
		}
		widest = max(widest, at-begin)
		i := strings.IndexByte(r.src[at:], '\n')
		if i < 0 {
			break
		}
		at += i + 1
	}
	return max(widest, least), true
}

// blockLines reads the lines of a text that is indented by width columns.
func (r *reader) blockLines(width int, folded bool, chomp byte) {
	started, wasBlank, lineEnds := false, false, 0
	for r.pos < len(r.src) {
		at := r.pos
		for at-r.pos < width && r.at(at) == ' ' {
			at++
		}
		c := r.at(at)
		if c == '\n' || c == '\r' && r.at(at+1) == '\n' {
			lineEnds++ // an empty line
			if !r.nextLine() {
				break
			}
			continue
		}
		if at-r.pos < width || c == 0 {
			if c == 0 && at > r.pos {
				lineEnds++ // an empty line too
			} else if c == '\t' {
				r.malformed(at, "found a tab where the indentation of a text in lines is expected", mendTab)
			}
			break
		}
		isBlank := c == ' ' || c == '\t'
		switch {
		case folded && started && lineEnds > 0 && !wasBlank && !isBlank:
			r.fold(lineEnds - 1)
		default:
			r.lineFeeds(lineEnds)
		}
		end, last := len(r.src), true
		if i := strings.IndexByte(r.src[at:], '\n'); i >= 0 {
			end, last = at+i, false
		}
		r.text = append(r.text, strings.TrimSuffix(r.src[at:end], "\r")...)
		started, wasBlank, lineEnds = true, isBlank, 1
		if last && strings.Trim(r.src[at:end], " \t") != "" {
			lineEnds = 0
		}
		if !r.nextLine() {
			break
		}
	}
	r.chomp(started, lineEnds, chomp)
}

// chomp writes the line ends behind the last line: one, none or all.
func (r *reader) chomp(started bool, lineEnds int, how byte) {
	switch {
	case how == '+':
		r.lineFeeds(lineEnds)
	case how == 0 && started && lineEnds > 0:
		r.lineFeeds(1)
	}
}

func (r *reader) lineFeeds(n int) {
	for range n {
		r.text = append(r.text, '\n')
	}
}
