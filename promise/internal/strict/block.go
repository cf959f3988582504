// SPDX-License-Identifier: EUPL-1.2

package strict

import "strings"

// Mends that several faults share.
const (
	mendIndent = "indent with spaces; what belongs together begins in the same column"
	mendQuote  = `a text with a colon, comma, bracket or brace is written in quotes: "like: this"`
	mendFirst  = "quote a text that begins with a special character"
	mendTab    = "indent with spaces, and quote a text that begins with a special character"
)

// document reads all of the text.
func (r *reader) document() *Node {
	switch {
	case r.pos == r.begin:
		r.seek()
	case !r.lineIsOver(r.pos):
		return r.fail(r.pos, "the document begins on the line of the three hyphens", "begin it on a line of its own")
	default:
		r.endLine()
	}
	if r.broken {
		return nil
	}
	if r.col < 0 && r.second.What == "" {
		r.report(Fault{Line: 1, Column: 1, What: "the file is empty", Mend: "begin it with kind, id and version"})
		return nil
	}
	var root *Node
	if r.col >= 0 {
		root = r.block(-1, true)
	}
	if !r.broken && r.col >= 0 {
		r.malformed(r.pos, "this does not belong to what stands before", mendIndent)
	}
	if r.second.What != "" && !r.broken {
		r.report(r.second)
	}
	return root
}

// lineIsOver reports whether nothing but blanks and a comment is left of the line. A
// comment has a blank before it.
func (r *reader) lineIsOver(at int) bool {
	i := at
	for r.at(i) == ' ' || r.at(i) == '\t' {
		i++
	}
	switch r.at(i) {
	case 0, '\n', '\r':
		return true
	case '#':
		return i > at || i == r.begin
	}
	return false
}

// endLine goes from the end of a token to the first character of the next line that has
// one, and sets col. Only blanks and a comment may be left of the line.
func (r *reader) endLine() {
	if r.lineIsOver(r.pos) {
		if r.nextLine() {
			r.seek()
		}
		return
	}
	at := r.pos
	for r.at(at) == ' ' {
		at++
	}
	switch r.at(at) {
	case '\t':
		r.malformed(at, "found a tab where a text begins", mendTab)
	case ':':
		r.malformed(at, "mapping values are not allowed in this place", mendQuote)
	default:
		r.malformed(at, "something follows that does not belong to the value before it", mendQuote)
	}
}

// nextLine goes to the beginning of the next line, if there is one; else col is -1.
func (r *reader) nextLine() bool {
	i := strings.IndexByte(r.src[r.pos:], '\n')
	if i < 0 || r.pos+i+1 == len(r.src) {
		r.pos, r.col = len(r.src), -1
		return false
	}
	r.pos += i + 1
	r.begin = r.pos
	r.line++
	return true
}

// seek goes from the beginning of a line to the first character that is neither a blank
// nor part of a comment.
func (r *reader) seek() {
	for {
		i := r.pos
		for r.at(i) == ' ' {
			i++
		}
		switch c := r.at(i); {
		case c == '\n' || c == '\r' || c == '#' || c == 0 || c == '\t' && r.lineIsOver(i):
		case c == '\t':
			r.malformed(i, "found a tab that is used for indentation", mendTab)
			return
		default:
			r.pos, r.col = i, i-r.begin
			return
		}
		if !r.nextLine() {
			return
		}
	}
}

func (r *reader) blankAt(i int) bool {
	switch r.at(i) {
	case ' ', '\t', '\n', '\r', 0:
		return true
	}
	return false
}

// block reads the value at pos, which stands further right than indent; afterwards the
// next line's first character is at pos and col is its place. Maps and lists in block
// form may begin only where open is true: on a line of their own, or after a hyphen.
func (r *reader) block(indent int, open bool) *Node {
	for r.at(r.pos) == '&' || r.at(r.pos) == '!' {
		if !r.property() {
			return nil
		}
		if r.lineIsOver(r.pos) {
			null := r.null(r.pos)
			if r.endLine(); r.broken || r.col <= indent {
				return null
			}
			open = true
		} else {
			r.col = r.pos - r.begin
		}
	}
	switch c := r.at(r.pos); c {
	case '-', '?':
		if r.blankAt(r.pos + 1) {
			return r.indicator(c, open)
		}
	case '|', '>':
		return r.scalarBlock(indent)
	case '*':
		n := r.alias()
		if n != nil {
			r.endLine()
		}
		return n
	case '[', '{':
		return r.flowInBlock(indent)
	case '"', '\'':
		return r.quotedInBlock(indent, open)
	}
	return r.plainInBlock(indent, open)
}

// indicator reads what begins with a hyphen or a question mark and a blank.
func (r *reader) indicator(c byte, open bool) *Node {
	switch {
	case c == '-' && open:
		return r.list(r.col)
	case c == '-':
		return r.malformed(r.pos, "a list in lines cannot begin here", "begin it on a line of its own, or write it in brackets")
	}
	at := r.pos + 1
	for r.at(at) == ' ' {
		at++
	}
	if c := r.at(at); c == '{' || c == '[' {
		return r.fail(at, "a key is a map or a list", "a key is one word; quote it if it holds brackets or braces")
	}
	return r.fail(r.pos, "a key written with a question mark is not part of the language", "write key: value")
}

// list reads a list in lines whose hyphens stand in column col.
func (r *reader) list(col int) *Node {
	n := r.node(List, r.pos)
	if n == nil || !r.enter(r.pos) {
		return nil
	}
	base := len(r.openItems)
	for !r.broken && r.col == col && r.at(r.pos) == '-' && r.blankAt(r.pos+1) {
		r.pos++
		item := r.after(col, true, false)
		if item == nil {
			return nil
		}
		r.openItems = append(r.openItems, item)
	}
	r.depth--
	n.Items = r.closeItems(base)
	return n
}

// after reads what follows a hyphen, or a key's colon, in column col: the rest of the
// line, or the lines below. A list below a key may stand in the key's own column.
func (r *reader) after(col int, open, key bool) *Node {
	if r.lineIsOver(r.pos) {
		null := r.null(r.pos)
		r.endLine()
		switch {
		case r.broken || null == nil:
			return nil
		case r.col > col:
			r.values--
			return r.block(col, true)
		case key && r.col == col && r.at(r.pos) == '-' && r.blankAt(r.pos+1):
			r.values--
			return r.list(col)
		}
		return null
	}
	for r.at(r.pos) == ' ' {
		r.pos++
	}
	if r.at(r.pos) == '\t' {
		return r.malformed(r.pos, "found a tab where a value begins", mendTab)
	}
	r.col = r.pos - r.begin
	return r.block(col, open)
}

// null is a value that was left out.
func (r *reader) null(at int) *Node {
	n := r.node(Scalar, at)
	if n != nil {
		n.Null = true
	}
	return n
}

// mapping reads a map in lines whose first key has been read and whose colon is at pos.
func (r *reader) mapping(col int, k key) *Node {
	n := r.node(Map, k.at)
	if n == nil || !r.enter(k.at) {
		return nil
	}
	n.Line, n.Column = k.line, k.column
	base := len(r.openEntries)
	names := r.names(base)
	for {
		r.pos++ // the colon
		if r.values++; r.values > MaxValues {
			r.values--
			return r.node(Scalar, r.pos-1)
		}
		keep := r.admit(&names, k)
		value := r.after(col, false, true)
		if value == nil {
			return nil
		}
		if keep {
			r.openEntries = append(r.openEntries, Entry{Key: k.name, Line: k.line, Column: k.column, Value: value})
		}
		if r.broken || r.col != col || r.at(r.pos) == '-' && r.blankAt(r.pos+1) {
			break
		}
		var ok bool
		if k, ok = r.blockKey(); !ok {
			return nil
		}
	}
	if !r.broken && r.col > col {
		return r.malformed(r.pos, "this line stands further right than the map it follows", mendIndent)
	}
	r.depth--
	r.release(&names)
	n.Entries = r.closeEntries(base)
	return n
}

// flowInBlock reads braces or brackets that stand in lines.
func (r *reader) flowInBlock(indent int) *Node {
	r.indent = indent
	at, line, column := r.pos, r.line, r.column(r.pos)
	n := r.flow()
	if n == nil {
		return nil
	}
	if r.line == line && r.colonAfterKey() {
		r.pos = at
		r.report(Fault{Line: line, Column: column, What: "a key is a map or a list", Mend: "a key is one word; quote it if it holds brackets or braces"})
		r.broken = true
		return nil
	}
	r.endLine()
	return n
}

// quotedInBlock reads a text in quotes, which may turn out to be the first key of a map.
func (r *reader) quotedInBlock(indent int, open bool) *Node {
	col, k, line := r.pos-r.begin, r.keyHere(""), r.line
	n := r.node(Scalar, r.pos)
	text, ok := r.quoted(indent)
	if n == nil || !ok {
		return nil
	}
	if r.line == line && r.colonAfterKey() {
		if !open {
			return r.malformed(r.pos, "mapping values are not allowed in this place", mendQuote)
		}
		k.name = text
		if !r.short(k) {
			return nil
		}
		return r.mapping(col, k)
	}
	n.Value, n.Quoted = text, true
	r.endLine()
	return n
}

// plainInBlock reads a text without quotes, which may turn out to be the first key of a
// map, or go on over several lines.
func (r *reader) plainInBlock(indent int, open bool) *Node {
	col, k := r.pos-r.begin, r.keyHere("")
	text, colon, ok := r.plainLine(false, true)
	if !ok {
		return nil
	}
	if colon {
		if !open {
			return r.malformed(r.pos, "mapping values are not allowed in this place", mendQuote)
		}
		k.name, k.plain = text, true
		if !r.short(k) {
			return nil
		}
		return r.mapping(col, k)
	}
	n := r.node(Scalar, k.at)
	if n == nil {
		return nil
	}
	n.Value = text
	if r.goesOn() {
		if n.Value, ok = r.plainLines(text, indent, false); !ok {
			return nil
		}
	}
	n.Null = isNull(n.Value)
	r.endLine()
	return n
}
