// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/lupaus/lupaus/sdc"
)

// maxLine bounds one record of a text file, in bytes.
const maxLine = 1 << 20

// Tabulation says which table is to be made of described microdata.
type Tabulation struct {
	Dimensions []string                  // names of variables
	Value      string                    // what is summed; "" counts records
	Second     string                    // the lower number of a ratio; "" when there is none
	Lists      map[string]*sdc.Dimension // by variable: code lists that the metadata name as files
	Largest    int                       // how many of the largest contributors are kept
}

// Layout is what package sdc has to know of the records. Each record is a unit;
// a holding is a level of protection above. Requests for protection have no
// place in a layout: [Metadata.Requested] finds them.
func (m *Metadata) Layout(t Tabulation) (sdc.Layout, error) {
	l := sdc.Layout{Source: m.Source, Magnitude: t.Value != "", Largest: t.Largest}
	for _, name := range t.Dimensions {
		v := m.find(name)
		switch {
		case v == nil:
			return l, m.problem(0, name, "there is no such variable", "")
		case !v.Recodeable:
			return l, m.problem(v.Line, name, "the variable is not said to be a dimension", "add <RECODEABLE>")
		}
		dim := sdc.Variable{Name: name, Hierarchy: t.Lists[name], Total: or(v.TotalCode, "Total"), Levels: 1}
		if v.CodeFile != "" && dim.Hierarchy == nil {
			return l, m.problem(v.Line, name, "the code list "+quoted(v.CodeFile)+" was not given", "read it first")
		}
		if ends, _ := widthEnds(v.Levels); len(ends) > 0 {
			dim.Levels = len(ends)
		}
		if dim.Hierarchy != nil {
			dim.Levels, dim.Total = 0, ""
		}
		l.Variables = append(l.Variables, dim)
	}
	if t.Value != "" {
		v := m.find(t.Value)
		if v == nil || !v.Numeric {
			return l, m.problem(0, t.Value, "there is no such variable with <NUMERIC>", "")
		}
		l.Decimals = v.Decimals
	}
	if t.Second != "" {
		v := m.find(t.Second)
		if v == nil || !v.Numeric || t.Value == "" {
			return l, m.problem(0, t.Second, "there is no such variable with <NUMERIC>, or nothing is summed above it", "")
		}
		l.Statistic, l.SecondDecimals = sdc.StatisticRatio, v.Decimals
	}
	if v := m.role(func(v *Described) bool { return v.Weight }); v != nil {
		l.Weighted, l.WeightDecimals = true, v.Decimals
	}
	if v := m.role(func(v *Described) bool { return v.Holding }); v != nil {
		l.Levels = []string{v.Name}
	}
	return l, nil
}

// Rows reads the records of a text file for a layout of the same tabulation, one
// by one in little memory. The slices of a row are used again.
func (m *Metadata) Rows(r io.Reader, source string, t Tabulation) iter.Seq2[sdc.Row, error] {
	return func(yield func(sdc.Row, error) bool) {
		holding := m.role(func(v *Described) bool { return v.Holding })
		weight := m.role(func(v *Described) bool { return v.Weight })
		for rec, err := range m.records(r, source) {
			if err != nil {
				yield(sdc.Row{}, err)
				return
			}
			row, err := rec.row(t, weight, holding)
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// row makes a row of a record.
func (r *record) row(t Tabulation, weight, holding *Described) (row sdc.Row, err error) {
	row = sdc.Row{Line: r.line, Weight: 1}
	for _, name := range t.Dimensions {
		v := r.m.find(name)
		if v == nil {
			return row, r.m.problem(0, name, "there is no such variable", "")
		}
		if row.Codes, err = r.codes(row.Codes, v, t.Lists[name] != nil); err != nil {
			return row, err
		}
	}
	for _, n := range []struct {
		wanted bool
		v      *Described
		to     *int64
	}{{t.Value != "", r.m.find(t.Value), &row.Value}, {t.Second != "", r.m.find(t.Second), &row.Second}, {weight != nil, weight, &row.Weight}} {
		if !n.wanted {
			continue
		}
		if *n.to, err = r.number(n.v); err != nil {
			return row, err
		}
	}
	if holding != nil {
		id := r.field(holding)
		if row.Levels = []string{id}; id == "" {
			return row, r.problem(holding.Name, "is empty", "every record needs its holding")
		}
	}
	return row, nil
}

// Requested tells of each record by which of the request variable's values its
// respondent asked for protection: 1 is the first value, 0 is no request.
func (m *Metadata) Requested(r io.Reader, source string) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		v := m.role(func(v *Described) bool { return v.Request != nil })
		if v == nil {
			yield(0, m.problem(0, "", "no variable has <REQUEST>", ""))
			return
		}
		for rec, err := range m.records(r, source) {
			n := 0
			if err == nil {
				n = 1 + slices.Index(v.Request, rec.field(v))
			}
			if !yield(n, err) || err != nil {
				return
			}
		}
	}
}

// AskedBy lists the holdings of which some record asked for protection by one of
// the request variable's values, 1 being the first: what sdc.Request takes for
// the level of holdings.
func (m *Metadata) AskedBy(r io.Reader, source string, value int) ([]string, error) {
	v := m.role(func(v *Described) bool { return v.Request != nil })
	holding := m.role(func(v *Described) bool { return v.Holding })
	if v == nil || holding == nil || value < 1 || value > len(v.Request) {
		return nil, m.problem(0, "", "no variable has <REQUEST> with so many values, or none has <HOLDING>", "requests are kept by the name of the holding")
	}
	var out []string
	for rec, err := range m.records(r, source) {
		if err != nil {
			return nil, err
		}
		if rec.field(v) == v.Request[value-1] {
			out = append(out, rec.field(holding))
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// record is one line of a text file.
type record struct {
	m      *Metadata
	source string
	line   int
	fields []string // by variable
}

func (r *record) problem(column, what, mend string) error {
	return &sdc.Problem{Source: r.source, Row: r.line, Column: column, What: what, Mend: mend}
}

func (r *record) field(v *Described) string {
	for i := range r.m.Variables {
		if &r.m.Variables[i] == v {
			return r.fields[i]
		}
	}
	return ""
}

// codes appends the codes of a variable, one for each level that the code itself tells.
func (r *record) codes(to []string, v *Described, listed bool) ([]string, error) {
	code := r.field(v)
	ends, whole := widthEnds(v.Levels)
	if listed || len(ends) == 0 {
		if code == "" {
			return to, r.problem(v.Name, "is empty", "give missing values a code")
		}
		return append(to, code), nil
	}
	runes := []rune(code)
	if len(runes) != whole {
		return to, r.problem(v.Name, fmt.Sprintf("the code has %d characters, and its levels make %d", len(runes), whole), "")
	}
	for _, end := range ends {
		to = append(to, string(runes[:end]))
	}
	return to, nil
}

// number reads a number. A missing value is an error: what a respondent did not
// tell is not nought, and has to be decided before a table is made.
func (r *record) number(v *Described) (int64, error) {
	if v == nil {
		return 0, r.problem("", "the variable to be summed is not described", "")
	}
	text := r.field(v)
	if slices.Contains(v.Missing, text) {
		return 0, r.problem(v.Name, "is a missing value", "impute it, or leave the record out")
	}
	n, err := sdc.ParseNumber(text, v.Decimals)
	if err != nil {
		return 0, r.problem(v.Name, err.Error(), fmt.Sprintf("write digits with at most %d decimals", v.Decimals))
	}
	return n, nil
}

// records divides a file into records and these into fields.
func (m *Metadata) records(r io.Reader, source string) iter.Seq2[*record, error] {
	return func(yield func(*record, error) bool) {
		in := bufio.NewScanner(r)
		in.Buffer(make([]byte, 0, 1<<16), maxLine)
		rec := &record{m: m, source: source, fields: make([]string, len(m.Variables))}
		for in.Scan() {
			rec.line++
			b := in.Bytes()
			if rec.line == 1 {
				b = []byte(strings.TrimPrefix(string(b), "\ufeff"))
			}
			charset := "utf-8"
			if !utf8.Valid(b) {
				charset = "windows-1252"
			}
			text, err := decode(b, charset, source)
			if text = strings.TrimRight(text, "\r\x1a"); err == nil && strings.TrimSpace(text) == "" {
				continue
			}
			if err == nil {
				err = rec.split(text)
			}
			if !yield(rec, err) || err != nil {
				return
			}
		}
		if err := in.Err(); errors.Is(err, bufio.ErrTooLong) {
			rec.line++
			yield(nil, rec.problem("", fmt.Sprintf("the line has more than %d bytes", maxLine), "is the file text?"))
		} else if err != nil {
			yield(nil, fmt.Errorf("read %s: %w", source, err))
		}
	}
}

// split divides one line, at positions or at separators.
func (r *record) split(text string) error {
	if r.m.Separator != "" {
		fields := splitQuoted(text, []rune(r.m.Separator)[0])
		if n := len(r.fields); len(fields) == n+1 && fields[n] == "" {
			fields = fields[:n] // lines may end with a separator
		}
		if len(fields) != len(r.fields) {
			return r.problem("", fmt.Sprintf("there are %d entries, and %d variables are described", len(fields), len(r.fields)), "describe every column, in order")
		}
		copy(r.fields, fields)
		return nil
	}
	runes := []rune(text)
	for i := range r.m.Variables {
		v := &r.m.Variables[i]
		if v.Start > len(runes) {
			return r.problem(v.Name, fmt.Sprintf("the line has %d characters, and the variable begins at %d", len(runes), v.Start), "")
		}
		r.fields[i] = strings.TrimSpace(string(runes[v.Start-1 : min(len(runes), v.Start-1+v.Width)]))
	}
	return nil
}
