// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Row is one record of microdata. The slices belong to whoever yields the row
// and may change with the next one.
type Row struct {
	Line   int      // where it stands in its source, for errors
	Codes  []string // the codes of all variables in order; a variable with levels takes one for each
	Unit   string   // the smallest unit; not looked at when each row is a unit
	Levels []string // the units of the protection levels above
	Value  int64    // scaled by the layout's decimals
	Second int64    // the lower number of a ratio, scaled by the layout's second decimals
	Weight int64    // scaled by the layout's weight decimals
}

// Columns names the columns of a CSV file with microdata.
type Columns struct {
	Source         string // name of the file in errors
	Codes          []string
	Unit           string // "" when each row is a unit
	Levels         []string
	Value          string // "" for a frequency table
	Decimals       int
	Second         string // the lower number of a ratio; "" when there is none
	SecondDecimals int
	Weight         string // "" when every row counts once
	WeightDecimals int
	Comma          rune // 0 is a comma
}

// ReadRows reads microdata from CSV with a heading, row by row, in little memory.
func ReadRows(r io.Reader, c Columns) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		names := slices.Concat(c.Codes, c.Levels)
		optional := []string{c.Unit, c.Value, c.Second, c.Weight}
		for _, n := range optional {
			if n != "" {
				names = append(names, n)
			}
		}
		in, at, err := openCSVWith(r, c.Source, names, c.Comma)
		if err != nil {
			yield(Row{}, err)
			return
		}
		place := map[string]int{}
		for i, n := range names {
			place[n] = at[i]
		}
		row := Row{Codes: make([]string, len(c.Codes)), Levels: make([]string, len(c.Levels))}
		for {
			rec, err := in.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, csvProblem(c.Source, err))
				return
			}
			row.Line, _ = in.FieldPos(0)
			if err := c.fill(&row, rec, at, place); err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// fill reads one record into a row.
func (c Columns) fill(row *Row, rec []string, at []int, place map[string]int) error {
	for i := range c.Codes {
		row.Codes[i] = rec[at[i]]
	}
	for i, n := range c.Levels {
		row.Levels[i] = rec[at[len(c.Codes)+i]]
		if row.Levels[i] == "" {
			return &Problem{Source: c.Source, Row: row.Line, Column: n, What: "is empty", Mend: "every row needs a unit at each level of protection"}
		}
	}
	if c.Unit != "" {
		if row.Unit = rec[place[c.Unit]]; row.Unit == "" {
			return &Problem{Source: c.Source, Row: row.Line, Column: c.Unit, What: "is empty", Mend: "every row needs its unit"}
		}
	}
	row.Value, row.Second, row.Weight = 0, 0, 1
	for _, n := range []struct {
		column   string
		decimals int
		to       *int64
	}{{c.Value, c.Decimals, &row.Value}, {c.Second, c.SecondDecimals, &row.Second}, {c.Weight, c.WeightDecimals, &row.Weight}} {
		if n.column == "" {
			continue
		}
		v, err := ParseNumber(rec[place[n.column]], n.decimals)
		if err != nil {
			return &Problem{Source: c.Source, Row: row.Line, Column: n.column, What: err.Error(), Mend: fmt.Sprintf("write digits with at most %d decimals", n.decimals)}
		}
		*n.to = v
	}
	return nil
}

// openCSV reads the heading and says where the wanted columns stand.
func openCSV(r io.Reader, source string, want []string) (*csv.Reader, []int, error) {
	return openCSVWith(r, source, want, 0)
}

func openCSVWith(r io.Reader, source string, want []string, comma rune) (*csv.Reader, []int, error) {
	buffered := bufio.NewReaderSize(r, 1<<16)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		if _, err := buffered.Discard(3); err != nil {
			return nil, nil, csvProblem(source, err)
		}
	}
	in := csv.NewReader(buffered)
	in.ReuseRecord = true
	if comma != 0 {
		in.Comma = comma
	}
	head, err := in.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, &Problem{Source: source, What: "the file is empty", Mend: "the first line names the columns"}
	}
	if err != nil {
		return nil, nil, csvProblem(source, err)
	}
	at := make([]int, len(want))
	for i, n := range want {
		at[i] = slices.Index(head, n)
		if at[i] < 0 {
			return nil, nil, &Problem{Source: source, Row: 1, Column: n, What: "there is no such column", Mend: "the heading has " + short2(head)}
		}
		if slices.Contains(head[at[i]+1:], n) {
			return nil, nil, &Problem{Source: source, Row: 1, Column: n, What: "stands twice in the heading"}
		}
	}
	return in, at, nil
}

// short2 lists some of the columns that there are.
func short2(head []string) string {
	var out []string
	for _, h := range head[:min(len(head), 12)] {
		out = append(out, short(h))
	}
	return strings.Join(out, ", ")
}

// csvProblem turns an error of the CSV reader into one with a row.
func csvProblem(source string, err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &Problem{Source: source, Row: p.Line, What: p.Err.Error()}
	}
	return fmt.Errorf("read %s: %w", source, err)
}

// GivenColumns names the columns of a CSV file with ready sums, one cell a line.
type GivenColumns struct {
	Source         string // name of the file in errors
	Codes          []string
	Units          string
	Value          string // "" for a frequency table
	Decimals       int
	Second         string // the lower number of a ratio; "" when there is none
	SecondDecimals int
	Contributors   map[string]string   // by protection level: how many there are
	Largest        map[string][]string // by protection level: the largest contributions, largest first; empty where there are fewer
	LargestSecond  map[string][]string // the same of the lower number
	Comma          rune                // 0 is a comma
}

// ReadGiven reads ready sums from CSV with a heading, cell by cell.
func ReadGiven(r io.Reader, c GivenColumns) iter.Seq2[Given, error] {
	return func(yield func(Given, error) bool) {
		names := c.names()
		in, at, err := openCSVWith(r, c.Source, names, c.Comma)
		if err != nil {
			yield(Given{}, err)
			return
		}
		place := map[string]int{}
		for i, n := range names {
			place[n] = at[i]
		}
		for {
			rec, err := in.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			var g Given
			if err != nil {
				err = csvProblem(c.Source, err)
			} else {
				line, _ := in.FieldPos(0)
				g, err = c.cell(line, func(name string) string { return rec[place[name]] })
			}
			if !yield(g, err) || err != nil {
				return
			}
		}
	}
}

// names are all columns that are read.
func (c GivenColumns) names() []string {
	names := slices.Clone(c.Codes)
	for _, n := range []string{c.Units, c.Value, c.Second} {
		if n != "" {
			names = append(names, n)
		}
	}
	for _, level := range slices.Sorted(maps.Keys(c.Contributors)) {
		names = append(names, c.Contributors[level])
	}
	for _, by := range []map[string][]string{c.Largest, c.LargestSecond} {
		for _, level := range slices.Sorted(maps.Keys(by)) {
			names = append(names, by[level]...)
		}
	}
	return names
}

// cell reads one line.
func (c GivenColumns) cell(line int, field func(string) string) (g Given, err error) {
	g.Line = line
	number := func(column string, decimals int) (v int64) {
		if err != nil || column == "" {
			return 0
		}
		var what error
		if v, what = ParseNumber(field(column), decimals); what != nil {
			err = &Problem{Source: c.Source, Row: line, Column: column, What: what.Error(), Mend: fmt.Sprintf("write digits with at most %d decimals", decimals)}
		}
		return v
	}
	for _, n := range c.Codes {
		g.Codes = append(g.Codes, strings.Clone(field(n)))
	}
	g.Units, g.Value, g.Second = number(c.Units, 0), number(c.Value, c.Decimals), number(c.Second, c.SecondDecimals)
	for _, level := range slices.Sorted(maps.Keys(c.Contributors)) {
		if g.Contributors == nil {
			g.Contributors = map[string]int64{}
		}
		g.Contributors[level] = number(c.Contributors[level], 0)
	}
	lists := func(by map[string][]string, decimals int) map[string][]int64 {
		out := map[string][]int64{}
		for _, level := range slices.Sorted(maps.Keys(by)) {
			empty := ""
			for _, column := range by[level] {
				switch {
				case field(column) == "":
					empty = column
				case empty != "" && err == nil:
					err = &Problem{Source: c.Source, Row: line, Column: empty, What: "is empty, and a smaller one is not", Mend: "give the largest contributions from the first column on"}
				default:
					out[level] = append(out[level], number(column, decimals))
				}
			}
		}
		return out
	}
	g.Largest, g.LargestSecond = lists(c.Largest, c.Decimals), lists(c.LargestSecond, c.SecondDecimals)
	return g, err
}
