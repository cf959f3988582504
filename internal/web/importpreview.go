// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strconv"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
)

// previewPage says of each row what would become of it.
type previewPage struct {
	Page
	File            string
	New, Known, Bad int
	CanImport       bool
	Action, Button  string
	Rows            []previewRow
	Rest            int
}

type previewRow struct {
	Line, State, Word string
	Problems          []columnText
}

type columnText struct{ Column, Text string }

type importDonePage struct {
	Page
	Lead   string
	Counts []nameText
	Entry  []link
	Left   string
}

// previewRows is how many rows a preview shows; bad ones come first.
const previewRows = 500

// preview shows an uploaded list row by row, those that want mending first.
func (s *Server) preview(v *visit) error {
	key, up, err := v.upload()
	if err != nil {
		return err
	}
	if up.result != nil {
		return v.importResult(key, up)
	}
	im := up.list
	p := &previewPage{Page: v.page(v.T("preview.title")), File: im.File, New: im.New, Known: im.Known, Bad: im.Bad, Action: "/import/" + key}
	p.CanImport = im.New+im.Known > 0
	p.Button = v.N("preview.button", im.New+im.Known)
	rows := make([]register.ImportRow, len(im.Rows))
	copy(rows, im.Rows)
	sortBy(rows, func(a, b register.ImportRow) int { return badFirst(a) - badFirst(b) })
	for i, row := range rows {
		if i == previewRows {
			p.Rest = len(rows) - previewRows
			break
		}
		p.Rows = append(p.Rows, v.previewRow(im, row))
	}
	return v.ok("import-preview", p)
}

func badFirst(r register.ImportRow) int {
	if r.State == register.RowBad {
		return 0
	}
	return 1
}

func (v *visit) previewRow(im *register.Import, row register.ImportRow) previewRow {
	out := previewRow{Line: strconv.Itoa(row.Line), State: string(row.State), Word: v.T("preview.word." + string(row.State))}
	for _, p := range row.Problems {
		c := columnText{Text: p.Text}
		if v.Has(p.Text) {
			c.Text = v.T(p.Text)
		} else if key := "problem." + p.Code; p.Text == "" && v.Has(key) {
			c.Text = v.T(key)
		}
		if p.Column >= 0 && p.Column < len(im.Columns) {
			c.Column = im.Columns[p.Column].Title
			if f := im.Columns[p.Column].Field; f != nil {
				c.Text = upperFirst(withoutLabel(c.Text, f.Name.In(v.Lang())))
			}
		}
		out.Problems = append(out.Problems, c)
	}
	return out
}

func (v *visit) upload() (string, upload, error) {
	key := v.r.PathValue("key")
	up, err := v.uploads.get(v.session.ID, key)
	if err == nil && up.purpose != v.session.Purpose {
		err = errs.New(errs.Expired, "", "the list was read for another purpose")
	}
	return key, up, err
}

// importList writes the good rows. When it stops half-way, what was written
// stands, and the page says so and hands the rest back.
//
// Keeps: HMS-07
// Keeps: HMS-08
func (s *Server) importList(v *visit) error {
	key, up, err := v.upload()
	if err != nil {
		return err
	}
	if up.result == nil {
		res, err := s.Registers.Import(v.ctx(), v.work(), up.list, nil)
		if r, ok := gate.AsRefusal(err); ok {
			return r
		}
		if res == nil || (err != nil && res.Added+res.Supplemented == 0) {
			return err
		}
		if err != nil {
			v.Log.Warn("import stopped", "error", err)
		}
		up.result = res
		s.uploads.set(key, up)
	}
	return v.see("/import/" + key)
}

func (v *visit) importResult(key string, up upload) error {
	res := up.result
	p := &importDonePage{Page: v.page(v.T("import.done.title")), Lead: v.T("import.done.lead", up.list.File)}
	p.Counts = []nameText{
		{v.T("import.done.added"), v.Int(res.Added)},
		{v.T("import.done.known"), v.Int(res.Supplemented)},
		{v.T("import.done.left"), v.Int(res.Left)},
	}
	for _, e := range res.Entries {
		p.Entry = append(p.Entry, link{"/entries/" + strconv.FormatInt(e, 10), v.T("entry.number", v.Int64(e))})
	}
	if len(res.LeftFile) > 0 {
		p.Left = "/import/" + key + "/left.csv"
	}
	return v.ok("import-done", p)
}

// leftRows hands back the rows that were left, each with what is wrong with it.
func (s *Server) leftRows(v *visit) error {
	_, up, err := v.upload()
	if err != nil {
		return err
	}
	if up.result == nil || len(up.result.LeftFile) == 0 {
		return errs.New(errs.NotFound, "", "no rows were left")
	}
	return v.send(v.T("import.left.name"), "text/csv; charset=utf-8", up.result.LeftFile)
}
