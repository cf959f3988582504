// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"strings"
)

// PX follows the PX file format specification, AXIS-VERSION 2013, of Statistics
// Sweden: keywords with an optional language in brackets and subkeys in
// parentheses, an equals sign, values, a semicolon; DATA stands last.

// pxEntry is one keyword with what stands behind it.
type pxEntry struct {
	line     int
	keyword  string
	language string
	subkeys  []string
	values   []pxValue
}

// pxValue is a text or a bare word; in HIERARCHIES also a parent with its child.
type pxValue struct {
	text   string
	child  string
	pair   bool
	quoted bool
}

// first is the first value, "" when there is none.
func (e *pxEntry) first() string {
	if e == nil || len(e.values) == 0 {
		return ""
	}
	return e.values[0].text
}

// texts are all values.
func (e *pxEntry) texts() (out []string) {
	for _, v := range e.values {
		out = append(out, v.text)
	}
	return out
}

// pxToken is a quoted text, a bare word or a sign.
type pxToken struct {
	kind byte // 'q', 'w', the sign itself, 0 at the end
	text string
	line int
}

// pxLexer divides a file into tokens.
type pxLexer struct {
	source string
	text   string
	at     int
	line   int
	next   *pxToken // looked at and not taken yet
}

func (l *pxLexer) problem(line int, what, mend string) error {
	return Reading{Source: l.source}.problem(line, "", what, mend)
}

// skip passes over white space.
func (l *pxLexer) skip() {
	for l.at < len(l.text) {
		switch l.text[l.at] {
		case '\n':
			l.line++
		case ' ', '\t', '\r', 0x1a: // the last ends files of DOS
		default:
			return
		}
		l.at++
	}
}

// take gives the next token.
func (l *pxLexer) take() (pxToken, error) {
	if t := l.next; t != nil {
		l.next = nil
		return *t, nil
	}
	l.skip()
	if l.at >= len(l.text) {
		return pxToken{line: l.line}, nil
	}
	switch c := l.text[l.at]; {
	case c == '"':
		return l.quoted()
	case strings.IndexByte("=;,:()[]", c) >= 0:
		l.at++
		return pxToken{kind: c, line: l.line}, nil
	}
	end := strings.IndexAny(l.text[l.at:], " \t\r\n\"=;,:()[]\x1a")
	if end < 0 {
		end = len(l.text) - l.at
	}
	t := pxToken{kind: 'w', text: l.text[l.at : l.at+end], line: l.line}
	l.at += end
	return t, nil
}

// quoted takes a text, which may go on in further quotes.
func (l *pxLexer) quoted() (pxToken, error) {
	t := pxToken{kind: 'q', line: l.line}
	var parts []string
	for {
		end := strings.IndexByte(l.text[l.at+1:], '"')
		if end < 0 {
			return t, l.problem(t.line, "a quotation mark is opened and never closed", "")
		}
		part := l.text[l.at+1 : l.at+1+end]
		l.line += strings.Count(part, "\n")
		parts = append(parts, part)
		l.at += end + 2
		l.skip()
		if l.at >= len(l.text) || l.text[l.at] != '"' {
			t.text = strings.Join(parts, "")
			return t, nil
		}
	}
}

// look gives the next token without taking it.
func (l *pxLexer) look() (pxToken, error) {
	if l.next == nil {
		t, err := l.take()
		if err != nil {
			return t, err
		}
		l.next = &t
	}
	return *l.next, nil
}

// want takes a sign.
func (l *pxLexer) want(kind byte, where string) error {
	t, err := l.take()
	if err == nil && t.kind != kind {
		what := "the file ends"
		if t.kind != 0 {
			what = quoted(or(t.text, string(t.kind))) + " stands"
		}
		err = l.problem(t.line, fmt.Sprintf("%s where %q is expected, in %s", what, kind, where), "")
	}
	return err
}

// entry takes the next keyword with its values; of DATA only the keyword.
func (l *pxLexer) entry() (*pxEntry, error) {
	t, err := l.take()
	if err != nil || t.kind == 0 {
		return nil, err
	}
	if t.kind != 'w' {
		return nil, l.problem(t.line, fmt.Sprintf("%s stands where a keyword is expected", quoted(or(t.text, string(t.kind)))), "each keyword ends with a semicolon")
	}
	e := &pxEntry{line: t.line, keyword: strings.ToUpper(t.text)}
	if t, err = l.look(); err != nil {
		return nil, err
	}
	if t.kind == '[' {
		if e.language, err = l.language(e.keyword); err != nil {
			return nil, err
		}
	}
	if t, err = l.look(); err != nil {
		return nil, err
	}
	if t.kind == '(' {
		if e.subkeys, err = l.list(e.keyword); err != nil {
			return nil, err
		}
	}
	if err = l.want('=', e.keyword); err != nil || e.keyword == "DATA" {
		return e, err
	}
	return e, l.values(e)
}

func (l *pxLexer) language(keyword string) (string, error) {
	if _, err := l.take(); err != nil {
		return "", err
	}
	t, err := l.take()
	if err != nil {
		return "", err
	}
	return t.text, l.want(']', keyword)
}

// list takes texts in parentheses.
func (l *pxLexer) list(keyword string) (out []string, err error) {
	for {
		t, err := l.take() // the parenthesis, or a comma
		if err != nil {
			return nil, err
		}
		if t.kind == ')' {
			return out, nil
		}
		if t.kind != '(' && t.kind != ',' {
			return nil, l.problem(t.line, "the parentheses of "+keyword+" are not closed", "")
		}
		if t, err = l.take(); err != nil {
			return nil, err
		}
		if t.kind != 'q' && t.kind != 'w' {
			return nil, l.problem(t.line, "the parentheses of "+keyword+" hold no text", "")
		}
		out = append(out, t.text)
	}
}

// values takes what stands behind the equals sign. Functions such as TLIST are
// passed over: what they say stands in VALUES too.
func (l *pxLexer) values(e *pxEntry) error {
	child := false
	for {
		t, err := l.take()
		if err != nil {
			return err
		}
		switch t.kind {
		case 0:
			return l.problem(e.line, e.keyword+" does not end with a semicolon", "")
		case ';':
			return nil
		case ',', '(', ')':
			child = false
		case ':':
			child = true
		case 'q', 'w':
			if last := len(e.values) - 1; child && last >= 0 && !e.values[last].pair {
				e.values[last].child, e.values[last].pair, child = t.text, true, false
				continue
			}
			e.values = append(e.values, pxValue{text: t.text, quoted: t.kind == 'q'})
		default:
			return l.problem(e.line, fmt.Sprintf("%q stands among the values of %s", t.kind, e.keyword), "a semicolon ends them; is it missing?")
		}
	}
}
