// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/lupaus/lupaus/sdc"
)

// maxSheetRows is how many rows a sheet can have, the heading among them
// (ECMA-376, and what spreadsheet programs open).
const maxSheetRows = 1 << 20

// exactDigits bounds numbers that spreadsheets keep exactly: fifteen digits.
// Larger ones are written as text, so that none is changed without a word.
const exactDigits = 1e15

// book is a workbook while it is written.
type book struct {
	f      *excelize.File
	style  map[string]int
	format int // of numbers
}

// Styles of the cells, by name.
const (
	styleHead   = "head"
	styleHidden = "hidden"
)

// fills are the colours of cells by status; words stand beside them, so that
// nothing is told by colour alone.
var fills = map[string]string{styleHidden: "D9D9D9", sdc.Primary.String(): "F4B183", sdc.Secondary.String(): "FFE699"}

// WriteXLSX writes the world's edition: one sheet with a line for each cell, and
// one that says what the mark means. Hidden cells are all alike, and nothing else
// of the workbook knows of them.
//
// Keeps: TK-201, TK-257
func WriteXLSX(w io.Writer, p *sdc.Pattern, o Writing) error {
	return o.worldXLSX(w, publish(p, o.Changed))
}

func (o Writing) worldXLSX(w io.Writer, p *public) error {
	lang := o.languages()[0]
	t := o.Texts[lang]
	b, err := o.newBook(p.decimals, styleHidden)
	if err != nil {
		return err
	}
	var head []string
	for _, d := range p.dims {
		head = append(head, t.variable(d.name))
	}
	head = append(head, or(t.Contents, word(lang, p.kind)))
	s, err := b.sheet("table", head, len(p.dims))
	if err != nil {
		return err
	}
	err = p.each(func(codes []string, c publicCell) error {
		if c.absent {
			return nil
		}
		row := make([]any, 0, len(codes)+1)
		for i, code := range codes {
			row = append(row, t.value(p.dims[i].name, code))
		}
		if c.undefined {
			return s.write(append(row, Undefined))
		}
		if c.hidden {
			return s.write(append(row, excelize.Cell{StyleID: b.style[styleHidden], Value: Mark}))
		}
		return s.write(append(row, b.number(c.number, p.decimals)))
	})
	if err != nil {
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	legend := [][]any{{Mark, or(t.Hidden, hiddenText[lang], hiddenText["en"])}}
	if slices.ContainsFunc(p.cells, func(c publicCell) bool { return c.undefined }) {
		legend = append(legend, []any{Undefined, or(undefinedText[lang], undefinedText["en"])})
	}
	for _, line := range []string{t.Title, t.Unit, t.Source, t.Note} {
		if line != "" {
			legend = append(legend, []any{"", line})
		}
	}
	return b.finish(w, []string{word(lang, "mark"), word(lang, "meaning")}, legend)
}

// WriteCheckerXLSX writes the checker's edition: every true value with its units,
// its status, why, and what an attacker can compute; cells are marked by status.
// Further sheets hold the rules with what each found, and a legend.
//
// Keeps: TK-97, TK-200
func WriteCheckerXLSX(w io.Writer, p *sdc.Pattern, proof *sdc.Proof, o Writing) error {
	t := p.Table()
	b, err := o.newBook(t.Decimals(), sdc.Primary.String(), sdc.Secondary.String())
	if err != nil {
		return err
	}
	var head []string
	for _, d := range t.Dimensions() {
		head = append(head, d.Name())
	}
	s, err := b.sheet("table", append(head, "units", "value", "status", "flag", "rules", "lower", "upper", "published"), len(head))
	if err != nil {
		return err
	}
	found := map[string]int{}
	for _, c := range t.Reading() {
		if outside(p, c) {
			continue
		}
		for _, f := range p.Verdicts().Findings(c) {
			found[f.Rule+" "+f.Limit]++
		}
		if err := s.write(b.checked(p, proof, o, c)); err != nil {
			return err
		}
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	if err := o.rulesSheet(b, p, found); err != nil {
		return err
	}
	return b.finish(w, []string{"status", "meaning"}, [][]any{
		{excelize.Cell{Value: sdc.Published.String()}, "the value is published"},
		{excelize.Cell{StyleID: b.style[sdc.Primary.String()], Value: sdc.Primary.String()}, "hidden, as a rule holds it for sensitive"},
		{excelize.Cell{StyleID: b.style[sdc.Secondary.String()], Value: sdc.Secondary.String()}, "hidden, so that others cannot be computed"},
		{"lower, upper", "what an attacker can compute of the value; empty when nothing is proved"},
		{"", "This workbook is as confidential as the microdata. The world gets another."},
	})
}

// checked is one line of the checker's sheet.
func (b *book) checked(p *sdc.Pattern, proof *sdc.Proof, o Writing, c int) []any {
	t := p.Table()
	status := p.Status(c).String()
	style := b.style[status]
	row := make([]any, 0, 12)
	for _, code := range t.Codes(c) {
		row = append(row, code)
	}
	value := b.number(t.Value(c), t.Decimals())
	if style != 0 {
		value.StyleID = style
	}
	row = append(row, b.number(t.Units(c), 0), value, excelize.Cell{StyleID: style, Value: status}, o.Flags.letter(p, c), reasons(p, c))
	if lower, upper, ok := interval(p, proof, c); ok {
		row = append(row, b.number(lower, t.Decimals()), b.number(upper, t.Decimals()))
	} else {
		row = append(row, nil, nil)
	}
	return append(row, o.shown(p, c))
}

// rulesSheet says which rules there are and what they found.
func (o Writing) rulesSheet(b *book, p *sdc.Pattern, found map[string]int) error {
	s, err := b.sheet("rules", []string{"rule", "sensitive cells"}, 0)
	if err != nil {
		return err
	}
	for _, r := range o.Rules {
		if err := s.write([]any{r}); err != nil {
			return err
		}
	}
	names := make([]string, 0, len(found))
	for n := range found {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if err := s.write([]any{n, found[n]}); err != nil {
			return err
		}
	}
	for _, warning := range p.Verdicts().Warnings {
		if err := s.write([]any{warning}); err != nil {
			return err
		}
	}
	return s.out.Flush()
}

// newBook makes a workbook whose properties say nothing that changes from one
// writing to the next.
func (o Writing) newBook(decimals int, statuses ...string) (*book, error) {
	b := &book{f: excelize.NewFile(), style: map[string]int{}}
	at := "1970-01-01T00:00:00Z"
	if !o.Created.IsZero() {
		at = o.Created.UTC().Format("2006-01-02T15:04:05Z")
	}
	t := o.Texts[o.languages()[0]]
	if err := b.f.SetDocProps(&excelize.DocProperties{Creator: or(t.Source, "Lupaus"), Created: at, Modified: at, Title: or(t.Title, o.id()), Language: o.languages()[0]}); err != nil {
		return nil, err
	}
	var err error
	if b.style[styleHead], err = b.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, err
	}
	format := "0"
	if decimals > 0 {
		format += "." + string(slices.Repeat([]byte{'0'}, decimals))
	}
	if b.format, err = b.f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return nil, err
	}
	for _, s := range statuses {
		style := &excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fills[s]}}, CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "right"}}
		if b.style[s], err = b.f.NewStyle(style); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// number is a cell with a number, or with text where a spreadsheet would round it.
func (b *book) number(v int64, decimals int) excelize.Cell {
	if v >= exactDigits || v <= -exactDigits {
		return excelize.Cell{Value: sdc.FormatNumber(v, decimals)}
	}
	if decimals == 0 {
		return excelize.Cell{Value: v}
	}
	scale := 1.0
	for range decimals {
		scale *= 10
	}
	return excelize.Cell{StyleID: b.format, Value: float64(v) / scale}
}

// sheet is a sheet that is written line by line.
type sheet struct {
	out  *excelize.StreamWriter
	rows int
	name string
}

// sheet begins a sheet with a heading that stays in sight, and so many columns of codes.
func (b *book) sheet(name string, head []string, codes int) (*sheet, error) {
	if len(b.f.GetSheetList()) == 1 && b.f.GetSheetName(0) == "Sheet1" {
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return nil, err
		}
	} else if _, err := b.f.NewSheet(name); err != nil {
		return nil, err
	}
	out, err := b.f.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	if err := out.SetColWidth(1, len(head), 16); err != nil {
		return nil, err
	}
	corner, err := excelize.CoordinatesToCellName(codes+1, 2)
	if err != nil {
		return nil, err
	}
	pane := "bottomLeft"
	if codes > 0 {
		pane = "bottomRight"
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, XSplit: codes, YSplit: 1, TopLeftCell: corner, ActivePane: pane}); err != nil {
		return nil, err
	}
	s := &sheet{out: out, name: name}
	row := make([]any, len(head))
	for i, h := range head {
		row[i] = excelize.Cell{StyleID: b.style[styleHead], Value: h}
	}
	return s, s.write(row)
}

func (s *sheet) write(row []any) error {
	if s.rows++; s.rows > maxSheetRows {
		return &sdc.Problem{What: "the table has more cells than a sheet has rows", Mend: "choose another format, or a smaller table"}
	}
	at, err := excelize.CoordinatesToCellName(1, s.rows)
	if err != nil {
		return err
	}
	return s.out.SetRow(at, row)
}

// finish writes the legend and then the file.
func (b *book) finish(w io.Writer, head []string, legend [][]any) error {
	s, err := b.sheet("legend", head, 0)
	if err != nil {
		return err
	}
	for _, row := range legend {
		if err := s.write(row); err != nil {
			return err
		}
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	var file bytes.Buffer
	if err := errors.Join(b.f.Write(&file), b.f.Close()); err != nil {
		return err
	}
	return repack(w, file.Bytes())
}

// repack writes the parts of a workbook by name and without times: the library
// leaves their order to chance, and an order could tell something.
func repack(w io.Writer, file []byte) error {
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, part := range in.File {
		to, err := out.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		from, err := part.Open()
		if err != nil {
			return err
		}
		if _, err = io.Copy(to, from); err != nil { //nolint:gosec // what was written a moment ago
			return err
		}
		if err := from.Close(); err != nil {
			return err
		}
	}
	return out.Close()
}
