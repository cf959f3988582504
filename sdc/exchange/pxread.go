// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// pxFile is a file while it is read.
type pxFile struct {
	Reading
	lex      *pxLexer
	entries  map[string]*pxEntry // by keyword and subkey, in the file's own language
	names    []string            // of the variables: stub, then heading
	ids      []string            // what they are called in tables: VARIABLECODE, or the name
	stub     int                 // how many of them stand in the stub
	values   [][]string          // by variable
	codes    [][]string          // by variable; the values where there are no codes
	contents int                 // which variable says what is measured; -1 is none
	decimals int
}

// ReadPX reads a PX file: DATA with or without KEYS, code lists from CODES (or
// VALUES), the total from HIERARCHIES or ELIMINATION. A cell of one to six dots
// has no number; a dash is nought. With a contents variable [Reading.Units] and
// [Reading.Value] name codes of it.
func ReadPX(r io.Reader, how Reading) (*Aggregates, error) {
	b, err := slurp(r, how.Source)
	if err != nil {
		return nil, err
	}
	text, err := decode(b, pxCharset(b), how.Source)
	if err != nil {
		return nil, err
	}
	f := &pxFile{Reading: how, lex: &pxLexer{source: how.Source, text: text, line: 1}, entries: map[string]*pxEntry{}, contents: -1}
	for _, step := range []func() error{f.header, f.variables, f.measure} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	cells, err := f.data()
	if err != nil {
		return nil, err
	}
	vars, err := f.described()
	if err != nil {
		return nil, err
	}
	return f.gather(vars, cells, f.Value != "" || f.ValuesOnly, f.decimals)
}

var (
	pxCodepage = regexp.MustCompile(`(?i)CODEPAGE\s*=\s*"([^"]{1,40})"`)
	pxAnsi     = regexp.MustCompile(`(?i)CHARSET\s*=\s*"([^"]{1,40})"`)
)

// pxCharset finds out how a file is written: CODEPAGE says it; CHARSET alone
// means Windows, and neither of them DOS, unless the bytes are UTF-8.
func pxCharset(b []byte) string {
	if bytes.HasPrefix(b, []byte("\ufeff")) {
		return "utf-8"
	}
	head := b[:min(len(b), 4096)]
	if m := pxCodepage.FindSubmatch(head); m != nil {
		return string(m[1])
	}
	switch {
	case invalid(b) < 0:
		return "utf-8"
	case pxAnsi.Match(head):
		return "windows-1252"
	}
	return "ibm850"
}

// header reads all keywords up to DATA.
func (f *pxFile) header() error {
	main := ""
	for {
		e, err := f.lex.entry()
		if err != nil {
			return err
		}
		if e == nil {
			return f.problem(0, "", "there is no DATA", "a PX file ends with DATA= and the cells")
		}
		if e.keyword == "DATA" {
			return nil
		}
		if e.keyword == "LANGUAGE" {
			main = e.first()
		}
		if e.language != "" && e.language != main {
			continue
		}
		id := strings.Join(append([]string{e.keyword}, e.subkeys...), "\x00")
		if before := f.entries[id]; before != nil && slices.Contains([]string{"STUB", "HEADING", "VALUES", "CODES", "HIERARCHIES", "DECIMALS"}, e.keyword) {
			return f.problem(e.line, e.keyword, fmt.Sprintf("stands twice, first in row %d", before.line), "")
		}
		f.entries[id] = e
	}
}

// entry finds a keyword, nil when it is not there.
func (f *pxFile) entry(keyword string, subkeys ...string) *pxEntry {
	return f.entries[strings.Join(append([]string{keyword}, subkeys...), "\x00")]
}

// variables finds names and codes.
func (f *pxFile) variables() error {
	if e := f.entry("STUB"); e != nil {
		f.names = e.texts()
		f.stub = len(f.names)
	}
	if e := f.entry("HEADING"); e != nil {
		f.names = append(f.names, e.texts()...)
	}
	if len(f.names) == 0 {
		return f.problem(0, "", "there is neither STUB nor HEADING", "they name the variables")
	}
	for i, name := range f.names {
		if slices.Contains(f.names[:i], name) {
			return f.problem(0, name, "two variables have the same name", "")
		}
		values := f.entry("VALUES", name)
		if values == nil || len(values.values) == 0 {
			return f.problem(0, name, "there is no VALUES for this variable, or nothing in it", "")
		}
		codes := f.entry("CODES", name)
		if codes == nil {
			codes = values
		}
		if len(codes.values) != len(values.values) {
			return f.problem(codes.line, name, fmt.Sprintf("there are %d codes and %d values", len(codes.values), len(values.values)), "give every value one code")
		}
		seen := make(map[string]bool, len(codes.values))
		for _, c := range codes.values {
			if seen[c.text] || c.text == "" {
				return f.problem(codes.line, name, "the code "+quoted(c.text)+" is empty or stands twice", "")
			}
			seen[c.text] = true
		}
		f.ids = append(f.ids, or(f.entry("VARIABLECODE", name).first(), name))
		f.codes, f.values = append(f.codes, codes.texts()), append(f.values, values.texts())
	}
	for i, id := range f.ids {
		if slices.Contains(f.ids[:i], id) {
			return f.problem(0, id, "two variables have the same VARIABLECODE", "")
		}
	}
	if e := f.entry("CONTVARIABLE"); e != nil {
		if f.contents = slices.Index(f.names, e.first()); f.contents < 0 {
			return f.problem(e.line, "CONTVARIABLE", quoted(e.first())+" is no variable", "")
		}
	}
	return nil
}

// measure finds out which numbers are units and which are sums.
func (f *pxFile) measure() error {
	if e := f.entry("DECIMALS"); e != nil {
		n, err := strconv.Atoi(e.first())
		if err != nil || n < 0 || n > sdc.MaxDecimals {
			return f.problem(e.line, "DECIMALS", quoted(e.first())+" is no number of decimals that can be counted exactly", fmt.Sprintf("0 to %d", sdc.MaxDecimals))
		}
		f.decimals = n
	}
	if f.contents >= 0 && len(f.codes[f.contents]) == 1 {
		f.contents = -1 // one thing is measured: the variable tells nothing apart
	}
	if f.contents < 0 {
		if f.Units != "" || f.Value != "" {
			return f.problem(0, or(f.Value, f.Units), "the file measures one thing, and has no contents variable", "leave it out to count units")
		}
		if f.decimals > 0 && !f.ValuesOnly {
			return f.problem(0, "", "the file holds sums with decimals and not how many units they are of", "give a file with a contents variable that has both, or the microdata")
		}
		return nil
	}
	name := f.names[f.contents]
	if f.Units == "" && f.Value == "" {
		return f.problem(0, name, "the file measures several things", "say which is the number of units, of "+listed(f.codes[f.contents]))
	}
	for _, code := range []string{f.Units, f.Value} {
		if code != "" && !slices.Contains(f.codes[f.contents], code) {
			return f.problem(0, name, "there is no "+quoted(code), "there is "+listed(f.codes[f.contents]))
		}
	}
	if f.ValuesOnly {
		f.Units, f.Value = "", or(f.Value, f.Units)
	} else if f.Units == "" {
		return f.problem(0, name, "a table of sums needs the number of units of each cell", "say which is the number of units, of "+listed(f.codes[f.contents]))
	}
	return nil
}

// kept tells which variables are dimensions of the table: not the contents, not
// one that is chosen, and none with a single value of which nothing is said.
func (f *pxFile) kept(i int) bool {
	name, id := f.names[i], f.ids[i]
	_, chosen := f.Choose[id]
	_, said := f.Totals[id]
	switch {
	case i == f.contents, chosen:
		return false
	case f.Dimensions != nil:
		return slices.Contains(f.Dimensions, id)
	}
	return len(f.codes[i]) > 1 || said || f.Hierarchies[id] != nil || f.entry("HIERARCHIES", name) != nil || len(f.names) == 1
}

// dimensions are the variables that are dimensions, in the order that was asked for.
func (f *pxFile) dimensions() (out []int) {
	for i := range f.names {
		if f.kept(i) {
			out = append(out, i)
		}
	}
	if f.Dimensions != nil {
		slices.SortFunc(out, func(a, b int) int { return slices.Index(f.Dimensions, f.ids[a]) - slices.Index(f.Dimensions, f.ids[b]) })
	}
	return out
}

// described gives the dimensions with their trees and totals.
func (f *pxFile) described() (out []variable, err error) {
	for _, i := range f.dimensions() {
		name := f.names[i]
		v := variable{name: f.ids[i], codes: f.codes[i]}
		if e := f.entry("ELIMINATION", name); e != nil {
			if at := slices.Index(f.values[i], e.first()); at >= 0 {
				v.total = f.codes[i][at]
			} else if slices.Contains(f.codes[i], e.first()) {
				v.total = e.first()
			}
		}
		if e := f.entry("HIERARCHIES", name); e != nil && f.Hierarchies[v.name] == nil {
			if err := f.tree(e, &v); err != nil {
				return nil, err
			}
		}
		out = append(out, v)
	}
	if f.Dimensions != nil && len(out) != len(f.Dimensions) {
		return nil, f.problem(0, "", "not all of the named dimensions are variables", "the file has "+listed(f.ids))
	}
	if len(out) == 0 {
		return nil, f.problem(0, "", "no variable has more than one value", "")
	}
	return out, nil
}

// tree reads HIERARCHIES: the root, then pairs of a code and one of its parts.
func (f *pxFile) tree(e *pxEntry, v *variable) error {
	if len(e.values) < 2 || e.values[0].pair {
		return f.problem(e.line, v.name, "HIERARCHIES has no root or no parts", "write the total first, then pairs such as \"Total\":\"A\"")
	}
	v.total, v.tree = e.values[0].text, []sdc.Code{}
	below := map[string]bool{v.total: true}
	for _, pair := range e.values[1:] {
		if !pair.pair {
			return f.problem(e.line, v.name, "HIERARCHIES has a second root, "+quoted(pair.text), "one total holds all codes")
		}
		parent := pair.text
		if parent == v.total {
			parent = ""
		}
		v.tree = append(v.tree, sdc.Code{Code: pair.child, Parent: parent})
		below[pair.child] = true
	}
	for _, c := range v.codes {
		if !below[c] && f.ValuesOnly { // no table is made, so that it does not matter of what it is the sum
			v.tree = append(v.tree, sdc.Code{Code: c})
		} else if !below[c] {
			return f.problem(e.line, v.name, "the code "+quoted(c)+" is not in HIERARCHIES", "a sum that crosses the tree needs a code list of its own")
		}
	}
	return nil
}
