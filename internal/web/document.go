// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// document reads what was typed for a category. What the pages themselves can
// tell is wrong comes back as problems beside it; empty tells that nothing was
// typed at all.
func (v *visit) document(c *promise.Category, form map[string][]string) (doc promise.Document, empty bool, problems []promise.FieldProblem, err error) {
	doc, empty = promise.Document{}, true
	for _, f := range c.Fields {
		name := c.ID + "." + f.ID
		var value any
		var problem string
		switch {
		case f.Type == promise.TypeFile:
			value, problem, err = v.fileValue(name)
		case f.Type.Several():
			if vs := slices.DeleteFunc(slices.Clone(form[name]), func(s string) bool { return s == "" }); len(vs) > 0 {
				value = vs
			}
		case f.Type == promise.TypeCompany || f.Type == promise.TypePerson:
			value, problem, err = v.reference(f, first(form[name]))
		default:
			if s := strings.TrimSpace(first(form[name])); s != "" {
				value = s
			}
		}
		if err != nil {
			return nil, false, nil, err
		}
		if problem == "" && slices.Contains(v.dirty, name) {
			problem = "unwritable"
		}
		if problem != "" {
			problems = append(problems, promise.FieldProblem{Field: name, Code: problem})
			empty = false
		}
		if value != nil {
			doc[f.ID], empty = value, false
		}
	}
	return doc, empty, problems, nil
}

func first(vs []string) string {
	if len(vs) == 0 {
		return ""
	}
	return vs[0]
}

// fileValue reads an uploaded file.
func (v *visit) fileValue(name string) (value any, problem string, err error) {
	if v.r.MultipartForm == nil {
		return nil, "", nil
	}
	up, head, err := v.r.FormFile(name)
	if errors.Is(err, http.ErrMissingFile) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", errs.New(errs.Invalid, "error.form", "read file: %w", err)
	}
	defer up.Close()
	content, err := io.ReadAll(up)
	if err != nil {
		return nil, "", errs.New(errs.Invalid, "error.form", "read file: %w", err)
	}
	if len(content) == 0 {
		return nil, "empty-file", nil
	}
	// The browser's word for the type is not believed: what the bytes look like is.
	return register.File{Name: cleanText(head.Filename), Type: http.DetectContentType(content), Content: content}.String(), "", nil
}

// reference finds the company or person that a field names by what was typed:
// a name or a number. It is a find like any other, for a purpose of the other
// register, decided and recorded.
func (v *visit) reference(f *promise.FieldDecl, typed string) (value any, problem string, err error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil, "", nil
	}
	id, problem, err := v.findOne(f.Of, typed)
	if err != nil || problem != "" {
		return nil, problem, err
	}
	return id.String(), "", nil
}

// findOne looks one subject of a register up by name or number.
func (v *visit) findOne(reg, typed string) (id opaque.ID, problem string, err error) {
	w := v.work()
	if reg != "" && reg != w.Register {
		w.Register, w.Purpose = reg, v.purposeFor(reg, rulebook.Find)
	}
	if w.Purpose == "" {
		return id, "reference-closed", nil
	}
	if len(typed) > 200 {
		return id, "reference", nil
	}
	found, err := v.Registers.Find(v.ctx(), w, register.Query{Text: typed, Limit: 20})
	if _, ok := gate.AsRefusal(err); ok {
		return id, "reference-closed", nil
	}
	if err != nil {
		return id, "", err
	}
	var same []register.Card
	for _, c := range found.Cards {
		if strings.EqualFold(v.row(c).Name, typed) {
			same = append(same, c)
		}
	}
	switch {
	case len(same) == 1:
		return same[0].Subject, "", nil
	case len(found.Cards) == 1 && !found.More:
		return found.Cards[0].Subject, "", nil
	case len(found.Cards) == 0:
		return id, "reference", nil
	}
	return id, "reference-many", nil
}

// purposeFor picks a purpose of another register that the reader's role can do
// an act for, "" when there is none.
func (v *visit) purposeFor(reg string, a rulebook.Action) string {
	g := v.release.Register(reg)
	if g == nil {
		return ""
	}
	for _, p := range g.Purposes {
		for _, c := range g.Data {
			if slices.Contains(c.Purposes(), p) && v.could(v.session.Role, p.Qualified(), c.Qualified(), a) {
				return p.Qualified()
			}
		}
	}
	return ""
}

// colleagues are the members of staff that a field may name, as far as the
// reader may see them.
func (v *visit) colleagues() (out []option) {
	purpose := v.purposeFor(accounts.Register, rulebook.Open)
	if purpose == "" {
		return nil
	}
	cards, _, err := v.Accounts.List(v.ctx(), accounts.Work{Actor: v.session.Actor(), Purpose: purpose, Lang: v.Lang()})
	if err != nil { // the form is of use without them, and says what is missing when sent
		v.Log.Warn("colleagues not listed", "error", err)
		return nil
	}
	for _, c := range cards {
		out = append(out, option{Value: c.ID.String(), Text: c.Name})
	}
	return out
}
