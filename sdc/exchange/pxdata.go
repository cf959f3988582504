// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// pxCells reads DATA: the place of each cell follows from its turn.
type pxCells struct {
	*pxFile
	keep  []int          // the variables that are dimensions
	fixed map[int]int    // variables with one wanted code
	join  map[string]int // cells of which one number is known
	out   []measured
}

// data reads all cells.
func (f *pxFile) data() ([]measured, error) {
	c := &pxCells{pxFile: f, keep: f.dimensions(), fixed: map[int]int{}, join: map[string]int{}}
	for i, name := range f.ids {
		if i == f.contents || f.kept(i) {
			continue
		}
		code, chosen := f.Choose[name]
		at := slices.Index(f.codes[i], code)
		if chosen && at < 0 {
			return nil, f.problem(0, name, "there is no code "+quoted(code), "there is "+listed(f.codes[i]))
		}
		if !chosen && len(f.codes[i]) > 1 {
			return nil, f.problem(0, name, "the variable is no dimension of the table and has several codes", "choose one")
		}
		c.fixed[i] = max(at, 0)
	}
	for name := range f.Choose {
		if !slices.Contains(f.ids, name) {
			return nil, f.problem(0, name, "there is no such variable", "the file has "+listed(f.ids))
		}
	}
	read := c.dense
	for _, name := range f.names {
		if f.entry("KEYS", name) != nil {
			read = c.keyed
		}
	}
	err := read()
	return c.out, err
}

// size is how many cells a run of variables makes.
func (c *pxCells) size(from, to int) (int, error) {
	n := 1
	for _, codes := range c.codes[from:to] {
		if n > sdc.MaxCells/len(codes) {
			return 0, c.problem(0, "", fmt.Sprintf("the file claims more than %d cells", sdc.MaxCells), "divide the table")
		}
		n *= len(codes)
	}
	return n, nil
}

// dense reads a file without KEYS.
func (c *pxCells) dense() error {
	size, err := c.size(0, len(c.codes))
	if err != nil {
		return err
	}
	if rest := len(c.lex.text) - c.lex.at; size > (rest+1)/2+1 {
		return c.problem(c.lex.line, "DATA", fmt.Sprintf("the variables make %d cells, and only %d bytes are left", size, rest), "the file is cut, or its variables are wrong")
	}
	at := make([]int, len(c.codes))
	for n := range size {
		t, err := c.cellToken()
		if err != nil {
			return err
		}
		if t.kind == 0 {
			return c.problem(t.line, "DATA", fmt.Sprintf("there are %d cells, and the variables make %d", n, size), "")
		}
		if err := c.cell(at, t); err != nil {
			return err
		}
		advance(at, c.codes, 0)
	}
	return c.end(size)
}

// advance goes to the next cell, the last variable first, down to variable from.
func advance(at []int, codes [][]string, from int) {
	for i := len(at) - 1; i >= from; i-- {
		if at[i]++; at[i] < len(codes[i]) {
			return
		}
		at[i] = 0
	}
}

// end wants nothing more.
func (c *pxCells) end(size int) error {
	t, err := c.cellToken()
	if err == nil && t.kind != 0 {
		err = c.problem(t.line, "DATA", fmt.Sprintf("there are more than the %d cells that the variables make", size), "")
	}
	return err
}

// cellToken is the next cell, or kind 0 at the end. Comma and semicolon may stand
// between cells as well as white space.
func (c *pxCells) cellToken() (pxToken, error) {
	for {
		t, err := c.lex.cell()
		if err != nil || t.kind != ';' && t.kind != ',' {
			return t, err
		}
	}
}

// cell is a token of DATA; quoted texts that follow each other are cells of their own there.
func (l *pxLexer) cell() (pxToken, error) {
	l.skip()
	if l.at < len(l.text) && l.text[l.at] == '"' {
		end := strings.IndexByte(l.text[l.at+1:], '"')
		if end < 0 {
			return pxToken{}, l.problem(l.line, "a quotation mark is opened and never closed", "")
		}
		t := pxToken{kind: 'q', text: l.text[l.at+1 : l.at+1+end], line: l.line}
		l.line += strings.Count(t.text, "\n")
		l.at += end + 2
		return t, nil
	}
	return l.take()
}

// keyed reads a file with KEYS: each line names the stub, then come the cells of
// the heading. Lines of noughts are left out of such files.
func (c *pxCells) keyed() error {
	width, err := c.size(c.stub, len(c.codes))
	if err != nil {
		return err
	}
	if _, err := c.size(0, len(c.codes)); err != nil {
		return err
	}
	at, keys := make([]int, len(c.codes)), c.keyLists()
	for {
		for i := range c.stub {
			t, err := c.cellToken()
			if err != nil {
				return err
			}
			if t.kind == 0 && i == 0 {
				return nil
			}
			place, ok := keys[i][t.text]
			if t.kind != 'q' || !ok {
				return c.problem(t.line, c.names[i], quoted(t.text)+" is no key", "each line of DATA begins with the keys of the stub")
			}
			at[i] = place
		}
		for range width {
			t, err := c.cellToken()
			if err != nil {
				return err
			}
			if t.kind == 0 {
				return c.problem(t.line, "DATA", "the last line has too few cells", "")
			}
			if err := c.cell(at, t); err != nil {
				return err
			}
			advance(at, c.codes, c.stub)
		}
	}
}

// keyLists are the words that may stand as keys of the stub's variables, with their places.
func (c *pxCells) keyLists() []map[string]int {
	out := make([]map[string]int, c.stub)
	for i := range out {
		list := c.codes[i]
		if strings.EqualFold(c.entry("KEYS", c.names[i]).first(), "VALUES") {
			list = c.values[i]
		}
		out[i] = make(map[string]int, len(list))
		for n, word := range list {
			out[i][word] = n
		}
	}
	return out
}

// cell takes one number or mark, if it is wanted.
func (c *pxCells) cell(at []int, t pxToken) error {
	for i, want := range c.fixed {
		if at[i] != want {
			return nil
		}
	}
	units, value := t.text, ""
	if c.ValuesOnly {
		units, value = "", t.text
	}
	if c.contents >= 0 {
		units, value = "", ""
		switch c.codes[c.contents][at[c.contents]] {
		case c.Value:
			value = t.text
		case c.Units:
			units = t.text
		default:
			return nil
		}
	}
	codes := make([]string, len(c.keep))
	for n, i := range c.keep {
		codes[n] = c.codes[i][at[i]]
	}
	m, k := -1, ""
	if c.contents >= 0 && c.Value != "" {
		k = key(codes)
		if n, ok := c.join[k]; ok {
			m = n
		}
	}
	if m < 0 {
		m = len(c.out)
		c.out = append(c.out, measured{line: t.line, codes: codes})
		if k != "" {
			c.join[k] = m
		}
	}
	return c.fill(&c.out[m], t, units, value)
}

// fill puts a number or a mark into a cell.
func (c *pxCells) fill(m *measured, t pxToken, units, value string) error {
	text := t.text
	switch {
	case text == "-":
		text = "0"
	case text != "" && strings.Trim(text, ".") == "" && len(text) <= 6:
		m.mark, m.undefined = text, text == pxUndefined
		return nil
	case t.kind == 'q':
		return c.problem(t.line, "DATA", quoted(text)+" is neither a number nor one to six dots nor a dash", "")
	}
	if units != "" {
		m.units = text
	}
	if value != "" {
		m.value = text
	}
	return nil
}
