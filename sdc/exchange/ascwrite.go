// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/lupaus/lupaus/sdc"
)

// MicrodataWriting says how microdata are written as text.
type MicrodataWriting struct {
	Separator string // "" is fixed format
	Holding   string // the level of protection that is written as holding, or "unit"; may be "" when there is only one
}

// Microdata is what describes a text file with microdata: its metadata, and the
// code lists that these name, by file name.
type Microdata struct {
	Metadata *Metadata
	Lists    map[string]*sdc.Dimension
}

// textColumn is one variable with all its fields.
type textColumn struct {
	about  Described
	number bool
	fields []string
	tree   map[string]string // of several levels: code to parent, "" at the top
	total  string
}

// WriteMicrodata writes rows as a text file and gives the metadata that belong
// to it. Records of a holding stand together, as such files want it. All rows are
// in memory while this is done. The file is as confidential as the rows are.
func WriteMicrodata(w io.Writer, l sdc.Layout, rows iter.Seq2[sdc.Row, error], o MicrodataWriting) (*Microdata, error) {
	t := &textWriter{layout: l, separator: o.Separator}
	if err := t.columns(o.Holding); err != nil {
		return nil, err
	}
	for r, err := range rows {
		if err != nil {
			return nil, err
		}
		if err := t.add(r); err != nil {
			return nil, located(err, l.Source, r.Line)
		}
	}
	out, err := t.describe()
	if err != nil {
		return nil, err
	}
	b := bufio.NewWriter(w)
	if err := t.write(b); err != nil {
		return nil, err
	}
	return out, b.Flush()
}

// textWriter collects columns.
type textWriter struct {
	layout    sdc.Layout
	separator string
	cols      []*textColumn
	holding   *textColumn
	level     int // which of the row's levels is the holding; -1 is the unit
	rows      int
}

// columns says what is written: dimensions, value, weight, holding.
func (t *textWriter) columns(holding string) error {
	l := t.layout
	for _, v := range l.Variables {
		c := &textColumn{about: Described{Name: v.Name, Recodeable: true, TotalCode: v.Total}, total: v.Total}
		if v.Hierarchy != nil {
			c.about.TotalCode, c.total = v.Hierarchy.Total(), v.Hierarchy.Total()
		} else if v.Levels > 1 {
			c.tree = map[string]string{}
		}
		t.cols = append(t.cols, c)
	}
	if l.Magnitude {
		t.cols = append(t.cols, &textColumn{about: Described{Name: "value", Numeric: true, Decimals: l.Decimals}, number: true})
	}
	if l.Statistic == sdc.StatisticRatio {
		t.cols = append(t.cols, &textColumn{about: Described{Name: "second", Numeric: true, Decimals: l.SecondDecimals}, number: true})
	}
	if l.Weighted {
		t.cols = append(t.cols, &textColumn{about: Described{Name: "weight", Numeric: true, Weight: true, Decimals: l.WeightDecimals}, number: true})
	}
	levels := slices.Clone(l.Levels)
	if l.ByUnit {
		levels = append([]string{sdc.UnitLevel}, levels...)
	}
	switch {
	case holding == "" && len(levels) > 1:
		return &sdc.Problem{Source: l.Source, What: "such a file has one kind of holding, and there are " + listed(levels), Mend: "choose one"}
	case holding == "" && len(levels) == 1:
		holding = levels[0]
	}
	if holding != "" {
		i := slices.Index(levels, holding)
		if i < 0 {
			return &sdc.Problem{Source: l.Source, Column: holding, What: "there is no such level of protection", Mend: "there is " + listed(levels)}
		}
		if t.level = i; l.ByUnit {
			t.level--
		}
		t.holding = &textColumn{about: Described{Name: holding, Holding: true}}
		t.cols = append(t.cols, t.holding)
	}
	seen := map[string]bool{}
	for _, c := range t.cols {
		if seen[c.about.Name] {
			return &sdc.Problem{Source: l.Source, Column: c.about.Name, What: "two variables would have this name", Mend: "name the dimension otherwise"}
		}
		seen[c.about.Name] = true
	}
	return nil
}

// add takes one row.
func (t *textWriter) add(r sdc.Row) error {
	at, col := 0, 0
	for _, v := range t.layout.Variables {
		c := t.cols[col]
		col++
		width := 1
		if v.Hierarchy == nil {
			width = v.Levels
		}
		if at+width > len(r.Codes) {
			return &sdc.Problem{Column: v.Name, What: "the row has too few codes"}
		}
		path := r.Codes[at : at+width]
		at += width
		if path[0] == "" && v.Missing != "" {
			path = slices.Repeat([]string{v.Missing}, width)
		}
		if c.tree != nil {
			parent := ""
			for _, code := range path {
				if code != parent {
					c.tree[strings.Clone(code)] = strings.Clone(parent)
				}
				parent = code
			}
		}
		c.fields = append(c.fields, strings.Clone(path[width-1]))
	}
	if t.layout.Magnitude {
		t.cols[col].fields = append(t.cols[col].fields, sdc.FormatNumber(r.Value, t.layout.Decimals))
		col++
	}
	if t.layout.Statistic == sdc.StatisticRatio {
		t.cols[col].fields = append(t.cols[col].fields, sdc.FormatNumber(r.Second, t.layout.SecondDecimals))
		col++
	}
	if t.layout.Weighted {
		t.cols[col].fields = append(t.cols[col].fields, sdc.FormatNumber(r.Weight, t.layout.WeightDecimals))
	}
	if t.holding != nil {
		id := r.Unit
		if t.level >= 0 {
			id = r.Levels[t.level]
		}
		t.holding.fields = append(t.holding.fields, strings.Clone(id))
	}
	t.rows++
	for _, c := range t.cols {
		f := c.fields[t.rows-1]
		if f == "" || f != strings.TrimSpace(f) || strings.ContainsAny(f, "\r\n\x1a") {
			return &sdc.Problem{Column: c.about.Name, What: "the field is empty, begins or ends with a space, or holds a line break", Mend: "such files cannot hold that"}
		}
	}
	return nil
}

// describe makes metadata and code lists.
func (t *textWriter) describe() (*Microdata, error) {
	out := &Microdata{Metadata: &Metadata{Source: t.layout.Source, Separator: t.separator}, Lists: map[string]*sdc.Dimension{}}
	if t.rows == 0 {
		return nil, &sdc.Problem{Source: t.layout.Source, What: "there are no rows"}
	}
	start := 1
	for i, c := range t.cols {
		v := &c.about
		for _, f := range c.fields {
			v.Width = max(v.Width, utf8.RuneCountInString(f))
		}
		if t.separator == "" {
			v.Start = start
			start += v.Width + 1
		}
		d, err := t.list(i, c)
		if err != nil {
			return nil, err
		}
		if d != nil {
			v.Hierarchical, v.CodeFile, v.Lead = true, v.Name+".hrc", "@"
			out.Lists[v.CodeFile] = d
		}
		out.Metadata.Variables = append(out.Metadata.Variables, *v)
	}
	return out, nil
}

// list is the code list of a column that has more than one level, nil for others.
func (t *textWriter) list(i int, c *textColumn) (*sdc.Dimension, error) {
	if i < len(t.layout.Variables) {
		if d := t.layout.Variables[i].Hierarchy; d != nil {
			deep := slices.ContainsFunc(d.Codes(), func(code string) bool { return d.Depth(code) > 1 })
			if deep {
				return d, nil
			}
			return nil, nil
		}
	}
	if c.tree == nil {
		return nil, nil
	}
	var codes []sdc.Code
	for code, parent := range c.tree {
		codes = append(codes, sdc.Code{Code: code, Parent: parent})
	}
	slices.SortFunc(codes, func(a, b sdc.Code) int { return strings.Compare(a.Code, b.Code) })
	d, err := sdc.NewDimension(c.about.Name, c.total, codes)
	return d, located(err, t.layout.Source, 0)
}

// write writes the records, holding by holding.
func (t *textWriter) write(b *bufio.Writer) error {
	order := make([]int, t.rows)
	for i := range order {
		order[i] = i
	}
	if t.holding != nil {
		slices.SortStableFunc(order, func(i, j int) int { return strings.Compare(t.holding.fields[i], t.holding.fields[j]) })
	}
	for _, r := range order {
		for i, c := range t.cols {
			f := c.fields[r]
			switch {
			case t.separator != "":
				if i > 0 {
					b.WriteString(t.separator) //nolint:errcheck // kept until Flush
				}
				if strings.ContainsAny(f, `"`+t.separator) {
					f = `"` + strings.ReplaceAll(f, `"`, `""`) + `"`
				}
				b.WriteString(f) //nolint:errcheck // kept until Flush
				continue
			case i > 0:
				b.WriteByte(' ') //nolint:errcheck // kept until Flush
			}
			pad := strings.Repeat(" ", c.about.Width-utf8.RuneCountInString(f))
			if c.number {
				f = pad + f
			} else {
				f += pad
			}
			b.WriteString(f) //nolint:errcheck // kept until Flush
		}
		if _, err := fmt.Fprintln(b); err != nil {
			return err
		}
	}
	return nil
}
