// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/lupaus/lupaus/internal/errs"
)

// Bounds of a list that is handed over.
const (
	MaxListBytes = 10 << 20
	MaxListRows  = 20_000
	maxColumns   = 100
	maxCell      = 10_000
)

// table is a CSV file as rows with line numbers.
type table struct {
	header []string
	rows   [][]string
	lines  []int // line of each row in the file
	notes  []string
}

// readTable reads a CSV file as offices write them: comma, semicolon or tab
// between columns, UTF-8 with or without its mark, or Windows-1252.
func readTable(in io.Reader) (*table, error) {
	b, err := io.ReadAll(io.LimitReader(in, MaxListBytes+1))
	if err != nil {
		return nil, errs.New(errs.Invalid, "import.unreadable", "read the list: %w", err)
	}
	if len(b) > MaxListBytes {
		return nil, errs.New(errs.Invalid, "import.too-large", "the list is larger than %d bytes", MaxListBytes)
	}
	t := &table{}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if bytes.IndexByte(b, 0) >= 0 {
		return nil, errs.New(errs.Invalid, "import.not-text", "the list is no text: save it as CSV")
	}
	if !utf8.Valid(b) {
		if b, err = charmap.Windows1252.NewDecoder().Bytes(b); err != nil {
			return nil, errs.New(errs.Invalid, "import.not-text", "the list is no text: %w", err)
		}
		t.notes = append(t.notes, "import.windows-1252")
	}
	return t, t.parse(b)
}

func (t *table) parse(b []byte) error {
	r := csv.NewReader(bytes.NewReader(b))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace = separator(b), -1, true
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if pe, ok := errors.AsType[*csv.ParseError](err); ok {
			return errs.New(errs.Invalid, "import.bad-csv", "line %d, column %d: %w", pe.Line, pe.Column, pe.Err)
		}
		if err != nil {
			return errs.New(errs.Invalid, "import.unreadable", "read the list: %w", err)
		}
		line, _ := r.FieldPos(0)
		if err := t.add(row, line); err != nil {
			return err
		}
	}
	if t.header == nil {
		return errs.New(errs.Invalid, "import.empty", "the list is empty: its first line names the columns")
	}
	return nil
}

func (t *table) add(row []string, line int) error {
	if len(row) > maxColumns {
		return errs.New(errs.Invalid, "import.bad-csv", "line %d has %d columns", line, len(row))
	}
	blank := true
	for i, c := range row {
		if len(c) > maxCell {
			return errs.New(errs.Invalid, "import.bad-csv", "line %d, column %d holds %d bytes", line, i+1, len(c))
		}
		row[i] = strings.TrimSpace(c)
		blank = blank && row[i] == ""
	}
	if blank {
		return nil
	}
	if t.header == nil {
		t.header = row
		return nil
	}
	if len(t.rows) == MaxListRows {
		return errs.New(errs.Invalid, "import.too-many", "the list has more than %d rows: hand it over in parts", MaxListRows)
	}
	t.rows, t.lines = append(t.rows, row), append(t.lines, line)
	return nil
}

// separator guesses what parts the columns from the first line.
func separator(b []byte) rune {
	first, _, _ := bytes.Cut(b, []byte("\n"))
	best, n := ',', bytes.Count(first, []byte(","))
	for _, c := range ";\t" {
		if k := bytes.Count(first, []byte(string(c))); k > n {
			best, n = c, k
		}
	}
	return best
}

// writeTable writes rows as CSV with semicolons, as spreadsheets here open it.
// A cell that a spreadsheet would run as a formula gets a quote in front.
func writeTable(header []string, rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.Comma = ';'
	for _, row := range append([][]string{header}, rows...) {
		safe := make([]string, len(row))
		for i, c := range row {
			if strings.ContainsAny(c[:min(1, len(c))], "=+-@\t\r") {
				c = "'" + c
			}
			safe[i] = c
		}
		if err := w.Write(safe); err != nil {
			return nil, fmt.Errorf("write a list: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
