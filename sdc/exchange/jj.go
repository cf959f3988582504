// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// The JJ format follows the τ-ARGUS manual 4.1, section 5.5, and the writer of
// sdcTable: a nought, the number of cells, a line for each cell, the number of
// relations, a line for each relation. It has no codes.

// jjCell is one cell: value and bounds as they are written, scaled when read.
type jjCell struct {
	line        int
	value, cost int64
	status      byte // s safe, u primary, m secondary, z protected or empty
	lower       int64
	upper       int64
	down, up    int64 // protection levels: distances from the value
	slide       int64
}

// jjRelation says that a cell is the sum of others.
type jjRelation struct {
	line  int
	total int
	parts []int
}

// JJFile is a set of cells with the relations between them.
type JJFile struct {
	Decimals  int // of values, bounds and protection levels
	cells     []jjCell
	relations []jjRelation
	read      Reading
}

// Cells is how many cells there are; they are numbered from 0.
func (f *JJFile) Cells() int { return len(f.cells) }

// Relations is how many relations there are.
func (f *JJFile) Relations() int { return len(f.relations) }

// WriteJJ writes a pattern as a problem in JJ: sensitive cells are u, those that
// protect them m, published ones s, and z where a cell is open whatever happens.
// Protection levels are what the rules and the interval ask. What belongs to no
// published table is m without protection, as nobody sees it. The file holds
// every true value: it is for whoever checks.
func WriteJJ(w io.Writer, p *sdc.Pattern, proof *sdc.Proof, _ Writing) error {
	return jjOf(p, proof).Write(w)
}

// Write writes cells and relations.
func (f *JJFile) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	f.write(b)
	return b.Flush()
}

// jjOf makes cells and relations of a pattern.
func jjOf(p *sdc.Pattern, proof *sdc.Proof) *JJFile {
	t := p.Table()
	f := &JJFile{Decimals: t.Decimals()}
	most, least := int64(0), int64(0)
	for c := range t.Cells() {
		most, least = max(most, t.Value(c)), min(least, t.Value(c))
	}
	// An attacker is taken to know no cell better than this: half as much again
	// as the largest, and nothing below nought unless some value is.
	top, bottom := most+most/2+1, least+least/2
	for c := range t.Cells() {
		cell := jjCell{value: t.Value(c), cost: max(1, t.Units(c)), status: jjStatus(p, c), lower: bottom, upper: top}
		if cell.status == 'u' {
			cell.down, cell.up = jjLevels(p, proof, c)
		}
		f.cells = append(f.cells, cell)
	}
	f.relations = relations(t.Dimensions())
	return f
}

func jjStatus(p *sdc.Pattern, c int) byte {
	t := p.Table()
	switch p.Status(c) {
	case sdc.Primary:
		return 'u'
	case sdc.Secondary, sdc.Absent:
		return 'm'
	}
	if t.Structural(c) {
		return 'z'
	}
	return 's'
}

// jjLevels are the distances to which a sensitive cell has to be kept: what is
// proved of it, at least one of the last decimal where nothing is.
func jjLevels(p *sdc.Pattern, proof *sdc.Proof, c int) (down, up int64) {
	v := p.Table().Value(c)
	if proof != nil {
		lower, upper := proof.Interval(c)
		return v - lower, upper - v
	}
	up = max(1, p.Verdicts().UpperNeeded(c)-v)
	return min(up, max(v, 0)), up
}

// relations lists, for each code that has parts and each combination of the
// other dimensions' codes, that the cell is the sum of its parts. Cells are
// numbered as in sdc.Table.
func relations(dims []*sdc.Dimension) (out []jjRelation) {
	cells := 1
	stride := make([]int, len(dims))
	for i := len(dims) - 1; i >= 0; i-- {
		stride[i] = cells
		cells *= len(dims[i].Codes())
	}
	for i, d := range dims {
		codes := d.Codes()
		number := make(map[string]int, len(codes))
		for n, c := range codes {
			number[c] = n
		}
		for n, c := range codes {
			parts := d.Parts(c)
			if len(parts) == 0 {
				continue
			}
			for outer := 0; outer < cells; outer += len(codes) * stride[i] {
				for inner := range stride[i] {
					r := jjRelation{total: outer + n*stride[i] + inner}
					for _, part := range parts {
						r.parts = append(r.parts, outer+number[part]*stride[i]+inner)
					}
					out = append(out, r)
				}
			}
		}
	}
	return out
}

// write writes the file. Errors stay in the buffer until it is flushed.
func (f *JJFile) write(b *bufio.Writer) {
	number := func(n int64) string { return sdc.FormatNumber(n, f.Decimals) }
	fmt.Fprintf(b, "0\n%d\n", len(f.cells))
	for i, c := range f.cells {
		fmt.Fprintf(b, "%d %s %d %c %s %s %s %s %s\n", i, number(c.value), c.cost, c.status, number(c.lower), number(c.upper), number(c.down), number(c.up), number(c.slide))
	}
	fmt.Fprintf(b, "%d\n", len(f.relations))
	for _, r := range f.relations {
		fmt.Fprintf(b, "0 %d : %d (-1)", len(r.parts)+1, r.total)
		for _, p := range r.parts {
			fmt.Fprintf(b, " %d (1)", p)
		}
		b.WriteByte('\n') //nolint:errcheck // kept until Flush
	}
}

// ReadJJFile reads cells and relations. A cell needs at least a number, a value,
// a cost and a status; the bounds and levels behind them may be left out.
func ReadJJFile(r io.Reader, source string) (*JJFile, error) {
	b, err := slurp(r, source)
	if err != nil {
		return nil, err
	}
	text, err := guessed(b, source)
	if err != nil {
		return nil, err
	}
	f := &JJFile{read: Reading{Source: source}}
	p := &jjParser{JJFile: f}
	for _, step := range []func(string) error{p.measure, p.parse} {
		if err := step(text); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// jjParser reads line by line.
type jjParser struct {
	*JJFile
	stage  int // 0 the nought, 1 the number of cells, 2 cells, 3 the number of relations, 4 relations, 5 the end
	expect int
}

// measure finds how many decimals the numbers have.
func (p *jjParser) measure(text string) error {
	return lines(text, func(n int, line string) error {
		if strings.Contains(line, ":") { // the first relation: no decimals from here on matter
			return nil
		}
		for _, word := range strings.Fields(line) {
			if _, after, ok := strings.Cut(word, "."); ok {
				p.Decimals = max(p.Decimals, len(strings.TrimRight(after, "0")))
			}
		}
		if p.Decimals > sdc.MaxDecimals {
			return p.read.problem(n, "", fmt.Sprintf("a number has more than %d decimals", sdc.MaxDecimals), "")
		}
		return nil
	})
}

func (p *jjParser) parse(text string) error {
	last := 0
	err := lines(text, func(n int, line string) error {
		last = n
		words := strings.Fields(line)
		if len(words) == 0 {
			return nil
		}
		return p.line(n, words)
	})
	if err == nil && p.stage < 5 && !(p.stage == 4 && p.expect == 0) {
		what := [...]string{"the first line is to be 0", "the number of cells is missing", "cells are missing", "the number of relations is missing", "relations are missing"}[p.stage]
		err = p.read.problem(last, "", "the file ends too early: "+what, "")
	}
	return err
}

// line takes one line that is not empty.
func (p *jjParser) line(n int, words []string) (err error) {
	fail := func(what string) error { return p.read.problem(n, "", what, "") }
	switch p.stage {
	case 0:
		if len(words) != 1 || words[0] != "0" {
			return fail("a JJ file begins with a line that is 0")
		}
		p.stage = 1
	case 1, 3:
		count, err := strconv.Atoi(words[0])
		if err != nil || count < 0 || len(words) != 1 || count > sdc.MaxCells*4 {
			return fail("this line is to be the number of " + [...]string{1: "cells", 3: "relations"}[p.stage])
		}
		p.stage, p.expect = p.stage+1, count
		if p.stage == 2 && count == 0 {
			return fail("there are no cells")
		}
		if p.stage == 4 && count == 0 {
			p.stage = 5
		}
	case 2:
		if err = p.cell(n, words); err == nil && len(p.cells) == p.expect {
			p.stage = 3
		}
	case 4:
		if err = p.relation(n, words); err == nil && len(p.relations) == p.expect {
			p.stage = 5
		}
	default:
		return fail("the file goes on behind its last relation")
	}
	return err
}

// cell reads a line such as 0 100 45 s 0 150 1 1 0.
func (p *jjParser) cell(n int, words []string) error {
	fail := func(what, mend string) error { return p.read.problem(n, "", what, mend) }
	if len(words) < 4 || len(words) > 9 {
		return fail(fmt.Sprintf("a cell has from 4 to 9 entries, not %d", len(words)), "number, value, cost, status, lower and upper bound, lower, upper and sliding protection level")
	}
	if at, err := strconv.Atoi(words[0]); err != nil || at != len(p.cells) {
		return fail(fmt.Sprintf("the cell is to have the number %d", len(p.cells)), "cells are numbered from 0 in order")
	}
	c := jjCell{line: n}
	if len(words[3]) != 1 || !strings.Contains("sumz", words[3]) {
		return fail("the status "+quoted(words[3])+" is none of s, u, m and z", "")
	}
	c.status = words[3][0]
	to := []*int64{&c.value, nil, nil, &c.lower, &c.upper, &c.down, &c.up, &c.slide}
	for i, word := range words[1:] {
		if to[i] == nil {
			continue
		}
		v, err := sdc.ParseNumber(word, p.Decimals)
		if err != nil {
			return fail(fmt.Sprintf("entry %d, %s, %v", i+2, quoted(word), err), "")
		}
		*to[i] = v
	}
	cost, _, _ := strings.Cut(words[2], ".")
	v, err := sdc.ParseNumber(cost, 0)
	if err != nil || v < 0 {
		return fail("the cost "+quoted(words[2])+" is no number of nought or more", "")
	}
	c.cost = v
	p.cells = append(p.cells, c)
	return nil
}

// relation reads a line such as 0 3 : 0 (-1) 1 (1) 2 (1).
func (p *jjParser) relation(n int, words []string) error {
	fail := func(what, mend string) error { return p.read.problem(n, "", what, mend) }
	if len(words) < 3 || words[0] != "0" && words[0] != "0.0" || words[2] != ":" {
		return fail("a relation begins with 0, the number of its cells and a colon", "such as 0 3 : 0 (-1) 1 (1) 2 (1)")
	}
	if count, err := strconv.Atoi(words[1]); err != nil || len(words) != 3+2*count || count < 2 {
		return fail("the relation does not have the number of cells that it says", "")
	}
	r := jjRelation{line: n, total: -1}
	for i := 3; i < len(words); i += 2 {
		cell, err := strconv.Atoi(words[i])
		if err != nil || cell < 0 || cell >= len(p.cells) {
			return fail(quoted(words[i])+" is the number of no cell", "")
		}
		switch words[i+1] {
		case "(-1)":
			if r.total >= 0 {
				return fail("the relation has two totals", "only sums can be read: one cell with (-1), the others with (1)")
			}
			r.total = cell
		case "(1)":
			r.parts = append(r.parts, cell)
		default:
			return fail("the factor "+quoted(words[i+1])+" is neither (1) nor (-1)", "only sums can be read")
		}
	}
	if r.total < 0 {
		return fail("the relation has no total", "one cell has the factor (-1)")
	}
	p.relations = append(p.relations, r)
	return nil
}
