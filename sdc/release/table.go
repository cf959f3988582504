// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// publishedTable is a published table with the cells that its codes make.
// Cells are numbered as places times strides.
type publishedTable struct {
	names    []string
	rows     []publishedRow
	decimals int
	dims     []*sdc.Dimension
	codes    [][]string
	parts    [][][]int32 // by dimension and code: the places of what it is the sum of
	stride   []int
	cells    int
	value    []int64
	known    []bool
	marked   []bool
	unknown  []int32
	signed   bool // some number is below nought, so that others may be
}

type publishedRow struct {
	line  int
	codes []string
	text  string
}

// readPublished reads the file that the world gets.
func readPublished(r io.Reader, source string, spec *Spec) (*publishedTable, error) {
	in := csv.NewReader(withoutMark(r))
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, &sdc.Problem{Source: source, What: "the file is empty", Mend: "the first line names the columns"}
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", source, err)
	}
	p := &publishedTable{decimals: spec.publishedDecimals()}
	for _, d := range spec.published() {
		p.names = append(p.names, d.Name)
	}
	if len(head) != len(p.names)+1 || !slices.Equal(head[:len(p.names)], p.names) || head[len(p.names)] != spec.quantity() {
		return nil, &sdc.Problem{Source: source, Row: 1, What: fmt.Sprintf("the columns are %s", strings.Join(head[:min(len(head), 12)], ", ")),
			Mend: "by the specification they are " + strings.Join(append(slices.Clone(p.names), spec.quantity()), ", ")}
	}
	for len(p.rows) <= sdc.MaxCells {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", source, err)
		}
		line, _ := in.FieldPos(0)
		p.rows = append(p.rows, publishedRow{line, rec[:len(p.names)], rec[len(p.names)]})
	}
	return nil, &sdc.Problem{Source: source, What: "there are more lines than a table can have cells"}
}

// quantity is the column of what is published.
func (s *Spec) quantity() string {
	switch {
	case !s.sums():
		return s.Statistic
	case s.Value != "":
		return "value"
	}
	return "count"
}

// sums tells whether counts or sums are published, of which totals are made.
func (s *Spec) sums() bool { return s.Statistic == "" || s.Statistic == "sum" }

// additive tells whether published totals are the sums of their parts.
func (s *Spec) additive() bool {
	return s.sums() && (s.Method == nil || s.Method.Controlled != nil || s.Method.SmallCount != nil)
}

// publishedDecimals is how many decimals published numbers have.
func (s *Spec) publishedDecimals() int {
	if !s.sums() {
		return s.FigureDecimals
	}
	n := s.Decimals
	if s.Weight != "" {
		n += s.WeightDecimals
	}
	return n
}

// published are the dimensions of the table that is published: those that are
// not left out.
func (s *Spec) published() (out []Dimension) {
	for _, d := range s.Dimensions {
		if !slices.ContainsFunc(s.Recode, func(r Recode) bool { return r.Dimension == d.Name && r.Drop }) {
			out = append(out, d)
		}
	}
	return out
}

// partial tells whether cells of the codes may be missing from what is published.
func (s *Spec) partial() bool {
	return len(s.Tables) > 0 || slices.ContainsFunc(s.Recode, func(r Recode) bool { return len(r.Within) > 0 })
}

// codeFile is what a file of codes says of one dimension.
type codeFile struct {
	total  string
	list   []sdc.Code
	groups []Group
}

// readCodes reads a file of codes; none for nil.
func readCodes(r io.Reader) (map[string]*codeFile, error) {
	out := map[string]*codeFile{}
	if r == nil {
		return out, nil
	}
	in := csv.NewReader(withoutMark(r))
	head, err := in.Read()
	if err != nil || !slices.Equal(head, codesHead) {
		return nil, &sdc.Problem{Source: CodesFile, Row: 1, What: "this is no list of codes", Mend: "its columns are " + strings.Join(codesHead, ", ")}
	}
	for {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", CodesFile, err)
		}
		line, _ := in.FieldPos(0)
		d := out[rec[0]]
		if d == nil {
			d = &codeFile{total: defaultTotal}
			out[rec[0]] = d
		}
		switch code, part := rec[1], rec[2]; rec[3] {
		case kindTotal:
			d.total = code
		case kindTree:
			d.list = append(d.list, sdc.Code{Code: code, Parent: part})
		case kindGroup:
			at := slices.IndexFunc(d.groups, func(g Group) bool { return g.Code == part })
			if at < 0 {
				at = len(d.groups)
				d.groups = append(d.groups, Group{Code: part})
			}
			d.groups[at].Members = append(d.groups[at].Members, code)
		default:
			return nil, &sdc.Problem{Source: CodesFile, Row: line, Column: "kind", What: fmt.Sprintf("%q is not known", short(rec[3])), Mend: "write total, part or group"}
		}
	}
}

// dimension makes the dimension that a file of codes tells of.
func (c *codeFile) dimension(name string) (*sdc.Dimension, error) {
	d, err := sdc.NewDimension(name, c.total, c.list)
	for _, g := range c.groups {
		if err == nil {
			d, err = d.WithGroup(g.Code, g.Members...)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", CodesFile, err)
	}
	return d, nil
}

// arrange finds the code lists and numbers the cells.
func (p *publishedTable) arrange(a *Attacked, spec *Spec, fsys fs.FS, lists map[string]*codeFile) error {
	p.cells = 1
	for i, s := range spec.published() {
		if slices.ContainsFunc(spec.Recode, func(r Recode) bool { return r.Dimension == s.Name }) && lists[s.Name] == nil {
			return &sdc.Problem{Column: s.Name, What: "the classes were changed", Mend: "put " + CodesFile + " beside the table, which tells what codes are part of"}
		}
		d, err := p.dimension(i, a, s, fsys, lists[s.Name])
		if err != nil {
			return err
		}
		p.dims, p.codes = append(p.dims, d), append(p.codes, d.Codes())
		if p.cells > sdc.MaxCells/len(p.codes[i]) {
			return &sdc.Problem{Column: s.Name, What: fmt.Sprintf("the codes would make more than %d cells", sdc.MaxCells)}
		}
		p.cells *= len(p.codes[i])
	}
	p.stride = make([]int, len(p.dims))
	for i, at := len(p.dims)-1, 1; i >= 0; i-- {
		p.stride[i] = at
		at *= len(p.codes[i])
	}
	for i, d := range p.dims {
		place := map[string]int32{}
		for n, c := range p.codes[i] {
			place[c] = int32(n)
		}
		parts := make([][]int32, len(p.codes[i]))
		for n, c := range p.codes[i] {
			for _, x := range d.Parts(c) {
				parts[n] = append(parts[n], place[x])
			}
		}
		p.parts = append(p.parts, parts)
	}
	return nil
}

// dimension finds one code list: beside the table, in the specification, or in the table itself.
func (p *publishedTable) dimension(i int, a *Attacked, s Dimension, fsys fs.FS, list *codeFile) (*sdc.Dimension, error) {
	if list != nil {
		return list.dimension(s.Name)
	}
	if s.Hierarchy != "" {
		return s.codes(fsys)
	}
	codes := map[string]bool{}
	for _, r := range p.rows {
		codes[r.codes[i]] = true
	}
	if len(s.Levels) > 1 {
		a.Learnt = append(a.Learnt, s.Name)
		return s.guessed(codes)
	}
	return s.learnt(codes)
}

// guessed takes a code for a part of the longest other one that it begins with.
func (d Dimension) guessed(codes map[string]bool) (*sdc.Dimension, error) {
	var list []sdc.Code
	for c := range codes {
		if c == d.total() || c == "" {
			continue
		}
		parent := ""
		for n := range c {
			if n > 0 && codes[c[:n]] && c[:n] != d.total() {
				parent = c[:n]
			}
		}
		list = append(list, sdc.Code{Code: c, Parent: parent})
	}
	slices.SortFunc(list, func(a, b sdc.Code) int { return strings.Compare(a.Code, b.Code) })
	return sdc.NewDimension(d.Name, d.total(), list)
}

// fill puts the rows into cells and says what is wrong with them.
func (p *publishedTable) fill(a *Attacked, spec *Spec) {
	p.value, p.known, p.marked = make([]int64, p.cells), make([]bool, p.cells), make([]bool, p.cells)
	place := make([]map[string]int, len(p.dims))
	for i, codes := range p.codes {
		place[i] = map[string]int{}
		for n, c := range codes {
			place[i][c] = n
		}
	}
	seen := map[int]int{}
	for _, r := range p.rows {
		at, ok := 0, true
		for i, c := range r.codes {
			n, is := place[i][c]
			if !is {
				a.form("row %d: column %s: there is no code %q", r.line, p.names[i], short(c))
				ok = false
			}
			at += n * p.stride[i]
		}
		if !ok {
			continue
		}
		if before, twice := seen[at]; twice {
			a.form("row %d: the cell %v stands twice, first in row %d", r.line, r.codes, before)
			continue
		}
		seen[at] = r.line
		p.put(a, at, r, spec)
	}
	a.Cells = p.cells
	if a.Missing = p.cells - len(seen); a.Missing > 0 && !spec.partial() {
		a.form("%d of %d cells do not stand in the table", a.Missing, p.cells)
	}
	for at := range p.cells {
		if !p.known[at] {
			p.unknown = append(p.unknown, int32(at))
		}
		if p.marked[at] {
			a.Hidden++
		}
	}
}

// put reads one number or the mark.
func (p *publishedTable) put(a *Attacked, at int, r publishedRow, spec *Spec) {
	switch {
	case r.text == Mark && spec.Method != nil:
		a.form("row %d: the cell %v is hidden, and by the specification figures are changed and none is hidden", r.line, r.codes)
		return
	case r.text == Mark:
		p.marked[at] = true
		return
	case r.text == Undefined && !spec.sums():
		p.known[at] = true
		return
	}
	v, err := sdc.ParseNumber(r.text, p.decimals)
	switch {
	case err != nil:
		a.form("row %d: %q is neither a number with at most %d decimals nor the mark %s", r.line, short(r.text), p.decimals, Mark)
	case v > mostConstant/int64(1+len(p.rows)) || v < -mostConstant/int64(1+len(p.rows)):
		a.form("row %d: the number is too large to be added exactly", r.line)
	default:
		p.value[at], p.known[at] = v, true
		p.signed = p.signed || v < 0
	}
}

// codesOf are the codes of a cell.
func (p *publishedTable) codesOf(cell int32) (out []string) {
	for i, codes := range p.codes {
		out = append(out, codes[int(cell)/p.stride[i]%len(codes)])
	}
	return out
}

// each calls do with the first place of every line of cells along a dimension.
func (p *publishedTable) each(dim int, do func(offset int)) {
	size := len(p.codes[dim]) * p.stride[dim]
	for outer := 0; outer < p.cells; outer += size {
		for inner := range p.stride[dim] {
			do(outer + inner)
		}
	}
}
