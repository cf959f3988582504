// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// RecordCSV is the record of processing activities as RFC 4180, UTF-8: one row for each
// activity and language, after a row of names in the language declared first.
func (s *Site) RecordCSV() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	rows := [][]string{heads(s.Languages()[0])}
	for _, lang := range s.Languages() {
		v := s.view(lang, Addresses{})
		for _, a := range v.activities() {
			rows = append(rows, plain(v.cells(a)))
		}
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("publish: record.csv: %w", err)
	}
	return b.Bytes(), nil
}

// plain keeps spreadsheet programs from taking a text for a formula: a cell that begins
// like one gets an apostrophe before it, as those programs write it themselves.
func plain(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if strings.IndexAny(c, "=+-@\t\r") == 0 {
			c = "'" + c
		}
		out[i] = c
	}
	return out
}

// maxCell is how many characters a cell of a workbook holds.
const maxCell = 32767

// RecordXLSX is the record as a workbook with one sheet for each language.
func (s *Site) RecordXLSX() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return nil, fmt.Errorf("publish: record.xlsx: %w", err)
	}
	body, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	if err != nil {
		return nil, fmt.Errorf("publish: record.xlsx: %w", err)
	}
	for i, lang := range s.Languages() {
		name := lang
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err == nil {
			err = s.sheet(f, name, lang, head, body)
		}
		if err != nil {
			return nil, fmt.Errorf("publish: record.xlsx: %w", err)
		}
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: s.Release.Organisation.Controller.Name, Created: s.Edition().At.UTC().Format("2006-01-02T15:04:05Z"),
		Modified: s.Edition().At.UTC().Format("2006-01-02T15:04:05Z"), Description: s.digest}); err != nil {
		return nil, fmt.Errorf("publish: record.xlsx: %w", err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, fmt.Errorf("publish: record.xlsx: %w", err)
	}
	return repack(b.Bytes(), s.Edition().At)
}

// repack writes the parts of a workbook in a fixed order with one time, so that a release
// always gives the same file.
func repack(workbook []byte, at time.Time) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		return nil, fmt.Errorf("publish: record.xlsx: %w", err)
	}
	slices.SortFunc(z.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) }) // [Content_Types].xml comes first
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		to, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: at.UTC()})
		if err != nil {
			return nil, fmt.Errorf("publish: record.xlsx: %w", err)
		}
		from, err := f.Open()
		if err != nil {
			return nil, fmt.Errorf("publish: record.xlsx: %w", err)
		}
		_, err = io.Copy(to, from)
		if err := errors.Join(err, from.Close()); err != nil {
			return nil, fmt.Errorf("publish: record.xlsx: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("publish: record.xlsx: %w", err)
	}
	return out.Bytes(), nil
}

func (s *Site) sheet(f *excelize.File, sheet, lang string, head, body int) error {
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	v := s.view(lang, Addresses{})
	if err := w.SetColWidth(1, 2, 14); err != nil {
		return err
	}
	if err := w.SetColWidth(3, len(heads(lang)), 34); err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	rows := [][]string{heads(lang)}
	for _, a := range v.activities() {
		rows = append(rows, v.cells(a))
	}
	for i, cells := range rows {
		style := body
		if i == 0 {
			style = head
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), asCells(cells, style)); err != nil {
			return err
		}
	}
	return w.Flush()
}

// asCells makes texts of every cell: nothing in a workbook of ours is a formula.
func asCells(texts []string, style int) []any {
	out := make([]any, len(texts))
	for i, t := range texts {
		if r := []rune(t); len(r) > maxCell {
			t = string(r[:maxCell])
		}
		out[i] = excelize.Cell{StyleID: style, Value: t}
	}
	return out
}
