// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// sdmxAttributes are columns that are no dimensions, wherever they stand.
var sdmxAttributes = []string{sdmxFlow, sdmxStruct, sdmxID, "STRUCTURE_NAME", sdmxAction, "SERIES_KEY", "OBS_KEY", sdmxValue, sdmxObs, sdmxConf,
	"OBS_CONF", sdmxShown, "UNITS", "RULES", "LOWER", "UPPER", "DECIMALS", "UNIT_MULT", "COMMENT_OBS", "OBS_COM", "LAST UPDATE", "OBS_FLAG"}

// sdmxMissing are the words for a value that is not there; the status may say why.
var sdmxMissing = []string{"", "NaN", "#N/A"}

// sdmxFile is a file while it is read.
type sdmxFile struct {
	Reading
	in         *csv.Reader
	head       []string
	labelled   []bool // columns whose heading, and so whose values, are "id: name"
	dimensions []int  // columns
	names      []string
	at         map[string]int // other columns, -1 when there is none
	largest    map[string][]int
	number     map[string]int // of contributors, by protection level
	decimals   int
	structure  string
	vars       []variable
	seen       []map[string]bool
}

// ReadSDMX reads SDMX-CSV 1.0 or 2.0. Dimensions are the columns before
// OBS_VALUE that are no attributes, unless [Reading.Dimensions] names them. The code
// _T is the total. A value that is missing is a hidden cell.
func ReadSDMX(r io.Reader, how Reading) (*Aggregates, error) {
	f := &sdmxFile{Reading: how, at: map[string]int{}, largest: map[string][]int{}, number: map[string]int{}}
	b, err := slurp(r, how.Source)
	if err != nil {
		return nil, err
	}
	text, err := guessed(b, how.Source)
	if err != nil {
		return nil, err
	}
	f.in = csv.NewReader(strings.NewReader(text))
	if first, _, _ := strings.Cut(text, "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		f.in.Comma = ';'
	}
	if err := f.heading(); err != nil {
		return nil, err
	}
	cells, err := f.rows()
	if err != nil {
		return nil, err
	}
	return f.gather(f.vars, cells, f.Value != "", f.decimals)
}

// csvProblem gives an error of the CSV reader its line.
func (r Reading) csvProblem(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return r.problem(p.Line, "", p.Err.Error(), "")
	}
	return fmt.Errorf("read %s: %w", r.Source, err)
}

// heading finds the columns.
func (f *sdmxFile) heading() error {
	head, err := f.in.Read()
	if errors.Is(err, io.EOF) {
		return f.problem(0, "", "the file is empty", "the first line names the columns")
	}
	if err != nil {
		return f.csvProblem(err)
	}
	for _, h := range head {
		id, _, labelled := strings.Cut(h, ": ")
		id, _, _ = strings.Cut(id, "[") // STRUCTURE[;] and ATTR[]: the separator of several values
		f.head, f.labelled = append(f.head, id), append(f.labelled, labelled)
	}
	if f.head[0] != sdmxFlow && f.head[0] != sdmxStruct {
		return f.problem(1, f.head[0], "the first column is neither DATAFLOW nor STRUCTURE", "this is no SDMX-CSV; a plain CSV file is read elsewhere")
	}
	switch {
	case f.ValuesOnly:
		f.Value, f.Units = or(f.Value, sdmxValue), ""
	case f.Value == "": // a table of counts has one number
		f.Units = or(f.Units, sdmxValue)
	case f.Units == "":
		return f.problem(0, "", "a table of sums needs the number of units of each cell", "name the column that holds it")
	}
	units, value := f.Units, f.Value
	for _, name := range []string{units, value, sdmxObs, sdmxConf, sdmxAction, f.head[0], sdmxID} {
		f.at[name] = slices.Index(f.head, name)
	}
	for _, name := range []string{units, value} {
		if name != "" && f.at[name] < 0 {
			return f.problem(1, name, "there is no such column", "the heading has "+listed(f.head))
		}
	}
	if err := f.contributions(); err != nil {
		return err
	}
	return f.findDimensions()
}

// contributions finds the columns about contributors.
func (f *sdmxFile) contributions() error {
	column := func(level, name string) (int, error) {
		if level != sdc.UnitLevel && !slices.Contains(f.Levels, level) {
			return 0, f.problem(0, level, "this is none of the protection levels", "name them, finest first")
		}
		i := slices.Index(f.head, name)
		if i < 0 {
			return 0, f.problem(1, name, "there is no such column", "the heading has "+listed(f.head))
		}
		return i, nil
	}
	for level, names := range f.Largest {
		for _, n := range names {
			i, err := column(level, n)
			if err != nil {
				return err
			}
			f.largest[level] = append(f.largest[level], i)
		}
	}
	for level, n := range f.Contributors {
		i, err := column(level, n)
		if err != nil {
			return err
		}
		f.number[level] = i
	}
	return nil
}

// findDimensions decides which columns are dimensions.
func (f *sdmxFile) findDimensions() error {
	for i, name := range f.head {
		if slices.Contains(f.head[:i], name) {
			return f.problem(1, name, "stands twice in the heading", "")
		}
	}
	names := f.Dimensions
	if names == nil {
		end := slices.Index(f.head, sdmxValue)
		if end < 0 {
			end = len(f.head)
		}
		for _, name := range f.head[:end] {
			if _, chosen := f.Choose[name]; !chosen && !slices.Contains(sdmxAttributes, name) && name != f.Units && name != f.Value && !f.contributes(name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		i := slices.Index(f.head, name)
		if i < 0 {
			return f.problem(1, name, "there is no such column", "the heading has "+listed(f.head))
		}
		f.dimensions, f.names = append(f.dimensions, i), append(f.names, name)
		f.vars, f.seen = append(f.vars, variable{name: name}), append(f.seen, map[string]bool{})
	}
	if len(names) == 0 {
		return f.problem(1, "", "no column is a dimension", "name the dimensions")
	}
	for name := range f.Choose {
		if !slices.Contains(f.head, name) {
			return f.problem(1, name, "there is no such column", "the heading has "+listed(f.head))
		}
	}
	return nil
}

// contributes tells whether a column is about contributors.
func (f *sdmxFile) contributes(name string) bool {
	for _, n := range f.Contributors {
		if n == name {
			return true
		}
	}
	for _, names := range f.Largest {
		if slices.Contains(names, name) {
			return true
		}
	}
	return false
}

// listed names some columns.
func listed(names []string) string {
	var out []string
	for _, n := range names[:min(len(names), 12)] {
		out = append(out, short(n))
	}
	return strings.Join(out, ", ")
}

// rows reads all cells, and the code lists from them. A dimension with one value
// in the whole file, of which nothing else is said, is left out of the table.
func (f *sdmxFile) rows() ([]measured, error) {
	var cells []measured
	for {
		rec, err := f.in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, f.csvProblem(err)
		}
		line, _ := f.in.FieldPos(0)
		m, skip, err := f.cell(rec, line)
		if err != nil {
			return nil, err
		}
		if !skip {
			cells = append(cells, m)
		}
	}
	for i := len(f.vars) - 1; i >= 0; i-- {
		v := &f.vars[i]
		if f.seen[i][totalSDMX] {
			v.total = totalSDMX
		}
		_, said := f.Totals[v.name]
		if len(v.codes) > 1 || said || f.Hierarchies[v.name] != nil || slices.Contains(f.Dimensions, v.name) || len(f.vars) == 1 {
			continue
		}
		f.vars = slices.Delete(f.vars, i, i+1)
		for n := range cells {
			cells[n].codes = slices.Delete(cells[n].codes, i, i+1)
		}
	}
	return cells, nil
}

// cell reads one line.
func (f *sdmxFile) cell(rec []string, line int) (m measured, skip bool, err error) {
	field := func(i int) string {
		if i < 0 {
			return ""
		}
		if id, _, ok := strings.Cut(rec[i], ": "); ok && f.labelled[i] {
			return id
		}
		return rec[i]
	}
	id := field(0) + " " + field(f.at[sdmxID])
	if f.structure == "" {
		f.structure = id
	}
	if id != f.structure {
		return m, false, f.problem(line, f.head[0], "the file holds more than one table", "take one out")
	}
	if field(f.at[sdmxAction]) == "D" {
		return m, false, f.problem(line, sdmxAction, "the line deletes a cell", "give the table as it is")
	}
	for name, code := range f.Choose {
		if field(slices.Index(f.head, name)) != code {
			return m, true, nil
		}
	}
	m = measured{line: line, flag: field(f.at[sdmxConf]), units: field(f.at[f.Units])}
	if f.Value != "" {
		m.value = rec[f.at[f.Value]]
		if _, after, ok := strings.Cut(strings.ReplaceAll(m.value, ",", "."), "."); ok {
			f.decimals = max(f.decimals, len(strings.TrimSpace(after)))
		}
		if f.decimals > sdc.MaxDecimals {
			return m, false, f.problem(line, f.Value, fmt.Sprintf("has more than %d decimals", sdc.MaxDecimals), "")
		}
	}
	if !f.ValuesOnly && slices.Contains(sdmxMissing, m.units) || f.Value != "" && slices.Contains(sdmxMissing, m.value) {
		m.mark = "no value"
		if s := field(f.at[sdmxObs]); s != "" {
			m.mark += " (status " + s + ")"
			m.undefined = s == statusNone
		}
	}
	for level, columns := range f.largest {
		if m.largest == nil {
			m.largest = map[string][]string{}
		}
		for _, i := range columns {
			m.largest[level] = append(m.largest[level], rec[i])
		}
	}
	for level, i := range f.number {
		if m.contributors == nil {
			m.contributors = map[string]string{}
		}
		m.contributors[level] = rec[i]
	}
	for i, column := range f.dimensions {
		code := field(column)
		if code == "" {
			return m, false, f.problem(line, f.names[i], "is empty", "every cell needs a code in every dimension")
		}
		if !f.seen[i][code] {
			f.seen[i][code] = true
			f.vars[i].codes = append(f.vars[i].codes, code)
		}
		m.codes = append(m.codes, code)
	}
	return m, false, nil
}
