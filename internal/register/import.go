// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Import is a list that was read and looked through; nothing of it is kept
// until Import is called.
//
// Keeps: HMS-07
// Keeps: HMS-08
type Import struct {
	Source          *promise.SourceDecl
	Company         opaque.ID
	File            string
	Columns         []ImportColumn
	Rows            []ImportRow
	Notes           []string // message keys
	New, Known, Bad int

	register string
}

// ImportColumn is a column of the file and the field it fills, nil for a
// column that is left out.
type ImportColumn struct {
	Title    string
	Category *promise.Category
	Field    *promise.FieldDecl
}

// RowState says what will become of a row.
type RowState string

// The states of a row.
const (
	RowNew   RowState = "new"   // somebody the register does not know
	RowKnown RowState = "known" // somebody it knows: the dated records are added, the rest stays
	RowBad   RowState = "bad"   // something wants mending first; the row is left
)

// ImportRow is one line of the list.
type ImportRow struct {
	Line     int
	Cells    []string
	State    RowState
	Problems []RowProblem
	docs     map[string]promise.Document
	subject  opaque.ID // when known
	key      string    // the exact value it was recognised by
}

// RowProblem says what is wrong, in which column (counted from 0, -1: the row).
type RowProblem struct {
	Column int
	Text   string
	Code   string
}

// ImportResult says what was done.
type ImportResult struct {
	Added, Supplemented, Left int
	Entries                   []int64
	LeftFile                  []byte // CSV of the rows that were left, with the reasons
}

// ReadList reads and checks a list that a company handed over. It says of
// every row what would become of it; that a person is known already is a
// find, and recorded.
func (s *Service) ReadList(ctx context.Context, w Work, source string, company opaque.ID, file string, in io.Reader) (*Import, error) {
	r, err := s.register(w.Register)
	if err != nil {
		return nil, err
	}
	src := r.Source(source)
	if src == nil {
		return nil, errs.New(errs.NotFound, "error.no-source", "register %s has no source %q", r.ID, source)
	}
	if err := s.mayImport(ctx, w, r, src); err != nil {
		return nil, err
	}
	t, err := readTable(in)
	if err != nil {
		return nil, err
	}
	im := &Import{Source: src, Company: company, File: file, Notes: t.notes, register: r.ID}
	if err := im.columns(r, t.header); err != nil {
		return nil, err
	}
	for i, cells := range t.rows {
		im.Rows = append(im.Rows, s.readRow(w, r, im, t.lines[i], cells))
	}
	if err := s.recognise(ctx, w, r, im); err != nil {
		return nil, err
	}
	im.count()
	return im, nil
}

// mayImport refuses before the list is looked at when its records could not be added.
func (s *Service) mayImport(ctx context.Context, w Work, r *promise.Register, src *promise.SourceDecl) error {
	ask := w.ask(rulebook.Add, Given{})
	for _, ref := range src.Data {
		ask.Categories = append(ask.Categories, r.ID+"/"+ref.Category)
	}
	vs, err := s.gate.Preview(ctx, ask)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(vs, func(v gate.Verdict) bool { return !v.Allowed }) {
		return nil
	}
	_, err = s.gate.Read(ctx, ask)
	return err
}

// columns matches the file's titles with fields by id or by name in any of the
// organisation's languages.
func (im *Import) columns(r *promise.Register, header []string) error {
	filled := map[*promise.FieldDecl]bool{}
	for _, title := range header {
		col := ImportColumn{Title: title}
		want := strings.Join(foldedWords(title), " ")
		for _, ref := range im.Source.Data {
			c := r.Category(ref.Category)
			for _, f := range c.Fields {
				if (ref.Field == "" || ref.Field == f.ID) && !filled[f] && col.Field == nil && titled(f, want) {
					col.Category, col.Field = c, f
					filled[f] = true
				}
			}
		}
		im.Columns = append(im.Columns, col)
	}
	for _, ref := range im.Source.Data {
		for _, f := range r.Category(ref.Category).Fields {
			if f.Required && !filled[f] && f.Type != "company" && (f.Find == "name" || f.Identifies) {
				return errs.New(errs.Invalid, "import.column-missing", "no column for %s.%s", ref.Category, f.ID)
			}
		}
	}
	return nil
}

// titled tells whether a folded title names a field.
func titled(f *promise.FieldDecl, want string) bool {
	if want == "" {
		return false
	}
	if strings.Join(foldedWords(f.ID), " ") == want {
		return true
	}
	for _, name := range f.Name {
		if strings.Join(foldedWords(name), " ") == want {
			return true
		}
	}
	return false
}

// readRow turns a line into documents and checks them.
func (s *Service) readRow(w Work, r *promise.Register, im *Import, line int, cells []string) ImportRow {
	row := ImportRow{Line: line, Cells: cells, State: RowNew, docs: map[string]promise.Document{}}
	at := map[string]int{}
	for i, v := range cells {
		if i >= len(im.Columns) {
			row.bad(-1, "columns", "import.more-cells")
			break
		}
		col := im.Columns[i]
		if col.Field == nil || v == "" {
			continue
		}
		if row.docs[col.Category.ID] == nil {
			row.docs[col.Category.ID] = promise.Document{}
		}
		row.docs[col.Category.ID][col.Field.ID] = v
		at[col.Category.ID+"."+col.Field.ID] = i
	}
	now := s.gate.Now().In(s.gate.Zone())
	for _, ref := range im.Source.Data {
		c := r.Category(ref.Category)
		doc := row.docs[c.ID]
		for _, f := range c.Fields { // whoever handed the list over is the company
			if f.Type == "company" && !im.Company.IsZero() {
				if doc == nil {
					doc = promise.Document{}
				}
				doc[f.ID] = im.Company.String()
				row.docs[c.ID] = doc
			}
		}
		if doc == nil && !slices.ContainsFunc(c.Fields, func(f *promise.FieldDecl) bool { return f.Required }) {
			continue
		}
		if doc == nil {
			doc = promise.Document{}
			row.docs[c.ID] = doc
		}
		for _, p := range c.Validate(doc, now, w.Lang) {
			i, ok := at[c.ID+"."+p.Field]
			if !ok {
				i = -1
			}
			row.bad(i, p.Code, p.Text)
		}
	}
	return row
}

func (r *ImportRow) bad(column int, code, text string) {
	r.State = RowBad
	r.Problems = append(r.Problems, RowProblem{Column: column, Code: code, Text: text})
}

// recognise looks each row's exact values up; those it finds are recorded as
// found. The same person twice in one list is a mistake to mend.
func (s *Service) recognise(ctx context.Context, w Work, r *promise.Register, im *Import) error {
	lines := map[string]int{}
	found := map[*promise.Category][]opaque.ID{}
	for i := range im.Rows {
		row := &im.Rows[i]
		if row.State == RowBad {
			continue
		}
		c, f, v := exactValue(r, row.docs)
		if f == nil {
			continue
		}
		row.key = c.ID + "." + f.ID + "\x00" + v
		if _, twice := lines[row.key]; twice {
			row.bad(im.column(f), "twice", "import.twice")
			continue
		}
		lines[row.key] = row.Line
		ids, err := s.standing(ctx, c, f, v)
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			row.State, row.subject = RowKnown, ids[0]
			card := c
			if k := CardOf(r, KindIn(r, c)); k != nil {
				card = k
			}
			found[card] = append(found[card], ids[0])
		}
	}
	for _, card := range r.Data {
		for chunk := range slices.Chunk(found[card], 2000) {
			ask := w.ask(rulebook.Find, Given{})
			ask.Subjects, ask.Categories, ask.LeaveOut = chunk, []string{card.Qualified()}, true
			if _, err := s.gate.Read(ctx, ask); err != nil {
				return err
			}
		}
	}
	return nil
}

// exactValue is the first unique value of a row by which a person is recognised.
func exactValue(r *promise.Register, docs map[string]promise.Document) (*promise.Category, *promise.FieldDecl, string) {
	for _, c := range r.Data {
		for _, f := range c.Fields {
			if v := text(docs[c.ID], f.ID); f.Find == "exact" && f.Unique == "yes" && v != "" {
				return c, f, v
			}
		}
	}
	return nil, nil, ""
}

func (im *Import) column(f *promise.FieldDecl) int {
	return slices.IndexFunc(im.Columns, func(c ImportColumn) bool { return c.Field == f })
}

func (im *Import) count() {
	im.New, im.Known, im.Bad = 0, 0, 0
	for _, r := range im.Rows {
		switch r.State {
		case RowNew:
			im.New++
		case RowKnown:
			im.Known++
		default:
			im.Bad++
		}
	}
}

// chunkRows is how many rows one entry covers: its intent is durable before
// that chunk moves.
const chunkRows = 500

// Import writes the good rows, chunk by chunk; what was written before a
// failure stands and is counted. progress may be nil.
func (s *Service) Import(ctx context.Context, w Work, im *Import, progress func(done, total int)) (*ImportResult, error) {
	res := &ImportResult{}
	var good, left []ImportRow
	for _, row := range im.Rows {
		if row.State == RowBad {
			left = append(left, row)
		} else {
			good = append(good, row)
		}
	}
	var failed error
	done := 0
	for chunk := range slices.Chunk(good, chunkRows) {
		if failed != nil {
			left = append(left, chunk...)
			continue
		}
		var bad []ImportRow
		bad, failed = s.importRows(ctx, w, im, chunk, res)
		left = append(left, bad...)
		if failed != nil {
			continue
		}
		if done += len(chunk); progress != nil {
			progress(done, len(good))
		}
	}
	res.Left = len(left)
	var err error
	if res.LeftFile, err = im.leftFile(left); err != nil {
		return res, err
	}
	return res, failed
}

// importRows writes a chunk. When something of it can no longer be taken, such
// as a person whom somebody else has let in since the list was read, its rows
// are written one by one and those that cannot be are left with the reason.
// After another failure all rows that were not written are left.
func (s *Service) importRows(ctx context.Context, w Work, im *Import, rows []ImportRow, res *ImportResult) (left []ImportRow, err error) {
	err = s.importChunk(ctx, w, im, rows, res)
	if _, ok := errors.AsType[*Invalid](err); !ok {
		if err != nil {
			left = rows
		}
		return left, err
	}
	for i, row := range rows {
		err := s.importChunk(ctx, w, im, []ImportRow{row}, res)
		if bad, ok := errors.AsType[*Invalid](err); ok {
			for _, p := range bad.Problems {
				row.bad(-1, p.Code, p.Text)
			}
			left = append(left, row)
			continue
		}
		if err != nil {
			return append(left, rows[i:]...), err
		}
	}
	return left, nil
}

func (s *Service) importChunk(ctx context.Context, w Work, im *Import, rows []ImportRow, res *ImportResult) error {
	b := &batch{s: s, ctx: ctx, w: w}
	day := s.gate.Now().In(s.gate.Zone()).Format(time.DateOnly)
	r, err := s.register(im.register)
	if err != nil {
		return err
	}
	added, supplemented := 0, 0
	for _, row := range rows {
		in := Input{Subject: row.subject, Docs: row.docs, Origin: &gate.Origin{Source: im.Source.ID, Company: company(im.Company), File: im.File, Row: row.Line, Day: day}}
		if row.State == RowKnown {
			if in.Docs = dated(r, row.docs); len(in.Docs) == 0 {
				continue
			}
			supplemented++
		} else {
			added++
		}
		if err := b.put(in); err != nil {
			return err
		}
	}
	if len(b.change.Docs) == 0 {
		return nil
	}
	receipt, err := b.write(w.ask(rulebook.Add, Given{}))
	if err != nil {
		return err
	}
	res.Added, res.Supplemented, res.Entries = res.Added+added, res.Supplemented+supplemented, append(res.Entries, receipt.Entry)
	return nil
}

func company(id opaque.ID) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// dated keeps the categories that hold a list of dated records: only those
// grow for somebody who is known.
func dated(r *promise.Register, docs map[string]promise.Document) map[string]promise.Document {
	out := map[string]promise.Document{}
	for id, d := range docs {
		if c := r.Category(id); c != nil && c.Many {
			out[id] = d
		}
	}
	return out
}

func (im *Import) leftFile(left []ImportRow) ([]byte, error) {
	if len(left) == 0 {
		return nil, nil
	}
	var header []string
	for _, c := range im.Columns {
		header = append(header, c.Title)
	}
	var rows [][]string
	for _, r := range left {
		cells := make([]string, len(header)+1)
		copy(cells, r.Cells[:min(len(r.Cells), len(header))])
		var why []string
		for _, p := range r.Problems {
			if p.Column >= 0 && p.Column < len(im.Columns) {
				why = append(why, im.Columns[p.Column].Title+": "+p.Text)
			} else {
				why = append(why, p.Text)
			}
		}
		cells[len(header)] = strings.Join(why, " ")
		rows = append(rows, cells)
	}
	return writeTable(append(header, "!"), rows)
}
