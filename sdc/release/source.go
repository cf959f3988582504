// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
	"github.com/lupaus/lupaus/sdc/parquet"
)

// Table makes the table of a specification. The name of the source tells the
// format of the data: .parquet and any other name hold rows (CSV), or sums where
// the specification says that they are given; .px, .sdmx.csv and .jj hold
// sums. Code lists are read from fsys.
//
// Columns of a Parquet file are read where they stand, without the file in
// memory, when the data can be read at any place, as files can.
func (s *Spec) Table(fsys fs.FS, data io.Reader, source string, progress func(sdc.Progress) error) (*sdc.Table, error) {
	if s.Metadata != "" {
		return s.described(fsys, data, source, progress)
	}
	if f := formatOf(source); f != nil && f.Read != nil {
		return s.exchanged(fsys, data, source, f)
	}
	if s.Given != nil {
		return s.fromSums(fsys, data, source)
	}
	layout, columns, err := s.layout(fsys, source)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(source, ".parquet") {
		return s.fromParquet(data, layout, columns, progress)
	}
	return sdc.FromRows(layout, counted(s.prefixed(sdc.ReadRows(data, columns)), progress))
}

// formatOf is the format that the ending of a name tells, nil for rows and sums in CSV.
func formatOf(source string) *exchange.Format {
	for _, f := range exchange.Formats() {
		if strings.HasSuffix(source, f.Ending) {
			return &f
		}
	}
	return nil
}

// exchanged reads sums in a format of statistical offices.
func (s *Spec) exchanged(fsys fs.FS, data io.Reader, source string, f *exchange.Format) (*sdc.Table, error) {
	how := exchange.Reading{Source: source, Hierarchies: map[string]*sdc.Dimension{}, Totals: map[string]string{}, Value: s.Value}
	if s.Given != nil {
		how.Units, how.Largest = s.Given.Count, s.Given.Largest
	}
	if s.Value != "" && how.Units == "" {
		return nil, &sdc.Problem{Source: source, What: "the rules ask how many units stand in a cell, and nothing says where that is", Mend: "write given: {count: ...}"}
	}
	for _, d := range s.Dimensions {
		if d.Hierarchy == "" && (len(d.Prefix) > 0 || len(d.Levels) > 1) {
			return nil, &sdc.Problem{Source: source, Column: d.Name, What: "this format has its own code lists, or takes one from a file", Mend: "name a column, with a hierarchy where the file has none"}
		}
		how.Dimensions = append(how.Dimensions, d.sourceColumn())
		if d.Total != "" {
			how.Totals[d.sourceColumn()] = d.Total
		}
		if d.Hierarchy != "" {
			list, err := d.codes(fsys)
			if err != nil {
				return nil, err
			}
			how.Hierarchies[d.sourceColumn()] = list
		}
	}
	a, err := f.Read(data, how)
	if err != nil {
		return nil, err
	}
	for i := range a.Layout.Variables { // dimensions are called as the specification does
		d := s.Dimensions[slices.Index(how.Dimensions, a.Names[i])]
		if d.Name != a.Names[i] {
			return nil, &sdc.Problem{Source: source, Column: a.Names[i], What: fmt.Sprintf("the dimension is called %q in the specification", short(d.Name)), Mend: "call it as the file does"}
		}
	}
	a.Layout.Structural, a.Layout.Levels = s.Impossible, s.Levels
	a.Layout.Largest = max(3, 1+s.Rules.Coalition)
	return a.Table()
}

// sourceColumn is the column or variable of a dimension in a file of sums.
func (d Dimension) sourceColumn() string {
	if len(d.Levels) > 0 {
		return d.Levels[0]
	}
	return d.Column
}

// fromParquet reads rows column by column.
func (s *Spec) fromParquet(data io.Reader, layout sdc.Layout, columns sdc.Columns, progress func(sdc.Progress) error) (*sdc.Table, error) {
	at, size, err := anywhere(data)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", columns.Source, err)
	}
	cuts := s.cuts()
	return parquet.Table(at, size, layout, parquet.Options{Columns: columns, Progress: progress, Code: func(at int, text string) string {
		for _, c := range cuts {
			if c.at == at {
				return beginning(text, c.length)
			}
		}
		return text
	}})
}

// sized is what files are, and readers of memory.
type sized interface {
	io.ReaderAt
	Stat() (fs.FileInfo, error)
}

// anywhere gives data that can be read at any place: itself when it is a file,
// otherwise a copy in memory.
func anywhere(data io.Reader) (io.ReaderAt, int64, error) {
	if f, ok := data.(sized); ok {
		info, err := f.Stat()
		if err == nil && info.Mode().IsRegular() {
			return f, info.Size(), nil
		}
	}
	text, err := io.ReadAll(data)
	return bytes.NewReader(text), int64(len(text)), err
}

// Writings are the names of the formats that a table can be written in besides
// the files that are always written.
func Writings() (out []string) {
	for _, f := range exchange.Formats() {
		if f.World != nil || f.Checker != nil {
			out = append(out, f.Name)
		}
	}
	return out
}

// inFormats writes the table in other formats: one file for the world, and one
// for the checker where the format has such an edition.
func (o *Outcome) inFormats(names []string, out map[string][]byte) error {
	for _, name := range names {
		at := slices.IndexFunc(exchange.Formats(), func(f exchange.Format) bool { return f.Name == name })
		if at < 0 {
			return fmt.Errorf("there is no format %q: choose %s", short(name), strings.Join(Writings(), ", "))
		}
		f := exchange.Formats()[at]
		how := exchange.Writing{Texts: map[string]exchange.Texts{"en": {Title: o.Spec.Title, Contents: o.Spec.Value}}, Rules: o.ruleLines(), Changed: o.Changed}
		if f.World != nil {
			var b bytes.Buffer
			if err := f.World(&b, o.Pattern, how); err != nil {
				return err
			}
			out[worldName+f.Ending] = b.Bytes()
		}
		if f.Checker != nil {
			var b bytes.Buffer
			if err := f.Checker(&b, o.Pattern, o.Proof, how); err != nil {
				return err
			}
			out[checkerName+f.Ending] = b.Bytes()
		}
	}
	return nil
}

// The names of files for the world and for the checker, without their endings.
const (
	worldName   = "published"
	checkerName = "table"
)

// ruleLines are the rules in words, for the checker's workbook.
func (o *Outcome) ruleLines() (out []string) {
	s, _ := newSpeaker("")
	for _, r := range o.ruleCounts(s) {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s: %d", r.Rule, r.Limit, r.Level, r.Cells)))
	}
	return out
}
