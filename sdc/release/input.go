// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bufio"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/parquet"
)

// StageRows is the stage of reading. How many rows there are is not known before.
const StageRows = parquet.StageRows

// rowsBetween is how many rows are read between two reports of progress.
const rowsBetween = 1 << 16

// prefixed cuts the codes of dimensions that are divided by their beginnings.
func (s *Spec) prefixed(rows iter.Seq2[sdc.Row, error]) iter.Seq2[sdc.Row, error] {
	cuts := s.cuts()
	if len(cuts) == 0 {
		return rows
	}
	return func(yield func(sdc.Row, error) bool) {
		for r, err := range rows {
			for _, c := range cuts {
				if err == nil {
					r.Codes[c.at] = beginning(r.Codes[c.at], c.length)
				}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// cut says that the code at a place of a row is cut to a length.
type cut struct{ at, length int }

// cuts are those of dimensions that are divided by the beginnings of codes.
func (s *Spec) cuts() (cuts []cut) {
	at := 0
	for _, d := range s.Dimensions {
		for i, n := range d.Prefix {
			cuts = append(cuts, cut{at + i, n})
		}
		if at++; d.Column == "" {
			at += len(d.Levels) - 1
		} else {
			at += len(d.Prefix)
		}
	}
	return cuts
}

// beginning is the first characters of a code, or all of it.
func beginning(code string, length int) string {
	for i := range code {
		if length == 0 {
			return code[:i]
		}
		length--
	}
	return code
}

// counted tells how many rows were read, and stops when progress says so.
func counted(rows iter.Seq2[sdc.Row, error], progress func(sdc.Progress) error) iter.Seq2[sdc.Row, error] {
	if progress == nil {
		return rows
	}
	return func(yield func(sdc.Row, error) bool) {
		n := 0
		for r, err := range rows {
			if n%rowsBetween == 0 && err == nil {
				err = progress(sdc.Progress{Stage: StageRows, Done: n})
			}
			if n++; !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// fromSums makes a table of sums. Codes are learnt from the data where no code
// list is named.
func (s *Spec) fromSums(fsys fs.FS, data io.Reader, source string) (*sdc.Table, error) {
	layout, _, err := s.layout(fsys, source)
	if err != nil {
		return nil, err
	}
	layout.ByUnit = true
	cells, err := s.readSums(data, source)
	if err != nil {
		return nil, err
	}
	for i, d := range s.Dimensions {
		if layout.Variables[i].Hierarchy != nil {
			continue
		}
		codes := map[string]bool{}
		for _, c := range cells {
			codes[c.Codes[i]] = true
		}
		if layout.Variables[i].Hierarchy, err = d.learnt(codes); err != nil {
			return nil, err
		}
	}
	for _, names := range s.Given.Largest {
		layout.Largest = max(layout.Largest, len(names))
	}
	return sdc.FromAggregates(layout, func(yield func(sdc.Given, error) bool) {
		for _, c := range cells {
			if !yield(c, nil) {
				return
			}
		}
	})
}

// learnt makes a dimension of the codes that data holds: flat, or by prefix.
func (d Dimension) learnt(codes map[string]bool) (*sdc.Dimension, error) {
	var list []string
	longest := 0
	for c := range codes {
		if c != d.total() && c != "" {
			list = append(list, c)
			longest = max(longest, len([]rune(c)))
		}
	}
	slices.Sort(list)
	if len(d.Prefix) > 0 { // shorter codes are sums of longer ones
		list = slices.DeleteFunc(list, func(c string) bool { return slices.Contains(d.Prefix, len([]rune(c))) && len([]rune(c)) < longest })
		return sdc.ByPrefix(d.Name, d.total(), list, d.Prefix...)
	}
	flat := make([]sdc.Code, len(list))
	for i, c := range list {
		flat[i] = sdc.Code{Code: c}
	}
	return sdc.NewDimension(d.Name, d.total(), flat)
}

// readSums reads one line for each cell.
func (s *Spec) readSums(data io.Reader, source string) (out []sdc.Given, err error) {
	in := csv.NewReader(withoutMark(data))
	if s.Separator != "" {
		in.Comma = []rune(s.Separator)[0]
	}
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, &sdc.Problem{Source: source, What: "the file is empty", Mend: "the first line names the columns"}
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", source, err)
	}
	column := func(name string) int {
		at := slices.Index(head, name)
		if at < 0 && err == nil {
			err = &sdc.Problem{Source: source, Row: 1, Column: name, What: "there is no such column", Mend: "the heading has " + strings.Join(head[:min(len(head), 12)], ", ")}
		}
		return at
	}
	g := &sumReader{s: s, source: source, count: column(s.Given.Count), value: -1, largest: map[string][]int{}}
	for _, d := range s.Dimensions {
		name := d.Column
		if len(d.Levels) == 1 {
			name = d.Levels[0]
		} else if len(d.Levels) > 1 {
			return nil, &sdc.Problem{Source: source, Column: d.Name, What: "sums name one code for each dimension, and several columns are named", Mend: "give one column with a hierarchy or a prefix"}
		}
		g.codes = append(g.codes, column(name))
	}
	if s.Value != "" {
		g.value = column(s.Value)
	}
	for level, names := range s.Given.Largest {
		for _, n := range names {
			g.largest[level] = append(g.largest[level], column(n))
		}
	}
	if err != nil {
		return nil, err
	}
	for len(out) < sdc.MaxCells {
		rec, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", source, err)
		}
		line, _ := in.FieldPos(0)
		c, err := g.cell(rec, line)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return nil, &sdc.Problem{Source: source, What: "there are more lines than a table can have cells"}
}

// sumReader knows where the columns of sums stand.
type sumReader struct {
	s            *Spec
	source       string
	codes        []int
	count, value int
	largest      map[string][]int
}

func (g *sumReader) cell(rec []string, line int) (sdc.Given, error) {
	c := sdc.Given{Line: line}
	for i, at := range g.codes {
		code := rec[at]
		if d := g.s.Dimensions[i]; code == "" && d.Missing != "" {
			code = d.Missing
		}
		c.Codes = append(c.Codes, code)
	}
	number := func(at, decimals int, name string) (int64, error) {
		v, err := sdc.ParseNumber(rec[at], decimals)
		if err != nil {
			return 0, &sdc.Problem{Source: g.source, Row: line, Column: name, What: err.Error(), Mend: "write digits with at most " + strconv.Itoa(decimals) + " decimals"}
		}
		return v, nil
	}
	var err error
	if c.Units, err = number(g.count, 0, g.s.Given.Count); err != nil {
		return c, err
	}
	if g.value >= 0 {
		if c.Value, err = number(g.value, g.s.Decimals, g.s.Value); err != nil {
			return c, err
		}
	}
	for level, places := range g.largest {
		for i, at := range places {
			if rec[at] == "" { // fewer contributors than columns
				continue
			}
			v, err := number(at, g.s.Decimals, g.s.Given.Largest[level][i])
			if err != nil {
				return c, err
			}
			if c.Largest == nil {
				c.Largest = map[string][]int64{}
			}
			if v != 0 || int64(i) < c.Units {
				c.Largest[level] = append(c.Largest[level], v)
			}
		}
	}
	return c, nil
}

// withoutMark skips the byte order mark that some programs write.
func withoutMark(r io.Reader) io.Reader {
	b := bufio.NewReader(r)
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = b.Discard(3)
	}
	return b
}

// digester counts what passes, so that a report can say which data it is of.
type digester struct {
	r   io.Reader
	sum interface {
		io.Writer
		Sum([]byte) []byte
	}
}

func digesting(r io.Reader) *digester { return &digester{r, sha256.New()} }

func (d *digester) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	_, _ = d.sum.Write(p[:n]) // a hash never fails
	return n, err
}

// digest is of all that was read.
func (d *digester) digest() string { return hex.EncodeToString(d.sum.Sum(nil)) }

// digestOf is the digest of a text.
func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
