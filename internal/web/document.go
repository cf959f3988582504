// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"io"
	"mime/multipart"
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
	given := register.Given{Reason: strings.TrimSpace(first(form["reason"])), Confirmed: first(form["confirm"]) == "yes"}
	for _, f := range c.Fields {
		name := c.ID + "." + f.ID
		var value any
		var problem string
		switch {
		case f.Type == promise.TypeFile, f.Type == promise.TypeFiles:
			value, problem, err = v.fileValue(name, f.Type == promise.TypeFiles)
		case f.Type == promise.TypePeople:
			value, problem, err = v.references(f, first(form[name]), given)
		case f.Type == promise.TypeDuration:
			if s := strings.TrimSpace(first(form[name])); s != "" {
				value = v.durationOf(s)
			}
		case f.Type.Several():
			if vs := slices.DeleteFunc(slices.Clone(form[name]), func(s string) bool { return s == "" }); len(vs) > 0 {
				value = vs
			}
		case f.Type == promise.TypeCompany || f.Type == promise.TypePerson:
			value, problem, err = v.reference(f, first(form[name]), given)
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

// fileValue reads an uploaded file, or all that were uploaded for a field that
// holds several.
func (v *visit) fileValue(name string, several bool) (value any, problem string, err error) {
	if v.r.MultipartForm == nil || len(v.r.MultipartForm.File[name]) == 0 {
		return nil, "", nil
	}
	var all []string
	for _, head := range v.r.MultipartForm.File[name] {
		one, problem, err := fileOf(head)
		if err != nil || problem != "" {
			return nil, problem, err
		}
		all = append(all, one)
	}
	if several {
		return all, "", nil
	}
	return all[0], "", nil
}

func fileOf(head *multipart.FileHeader) (text, problem string, err error) {
	up, err := head.Open()
	if err != nil {
		return "", "", errs.New(errs.Invalid, "error.form", "read file: %w", err)
	}
	defer up.Close()
	content, err := io.ReadAll(up)
	if err != nil {
		return "", "", errs.New(errs.Invalid, "error.form", "read file: %w", err)
	}
	if len(content) == 0 {
		return "", "empty-file", nil
	}
	// The browser's word for the type is not believed: what the bytes look like is.
	return register.File{Name: cleanText(head.Filename), Type: http.DetectContentType(content), Content: content}.String(), "", nil
}

// durationOf turns a length of time in the reader's words, such as "30 päivää",
// into the language's; what it does not know stays as it is, and is refused with
// words that say how to write it.
func (v *visit) durationOf(typed string) string {
	number, unit, ok := strings.Cut(typed, " ")
	if !ok {
		return typed
	}
	for _, u := range []promise.Unit{promise.Minutes, promise.Hours, promise.Days, promise.WorkingDays, promise.Weeks, promise.Months, promise.Years} {
		for n := 1; n <= 2; n++ {
			_, word, _ := strings.Cut(promise.Duration{N: n, Unit: u}.Words(v.Lang()), " ")
			if strings.EqualFold(word, strings.TrimSpace(unit)) {
				return number + " " + string(u)
			}
		}
	}
	return typed
}

// reference finds the company or person that a field names by what was typed:
// a name or a number. It is a find like any other, for a purpose of the other
// register, decided and recorded.
func (v *visit) reference(f *promise.FieldDecl, typed string, g register.Given) (value any, problem string, err error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return nil, "", nil
	}
	id, problem, err := v.findOne(f, typed, g)
	if err != nil || problem != "" {
		return nil, problem, err
	}
	return id.String(), "", nil
}

// references does so for each line that was typed.
func (v *visit) references(f *promise.FieldDecl, typed string, g register.Given) (value any, problem string, err error) {
	var all []string
	for line := range strings.Lines(typed) {
		one, problem, err := v.reference(f, line, g)
		if err != nil || problem != "" {
			return nil, problem, err
		}
		if id, ok := one.(string); ok {
			all = append(all, id)
		}
	}
	if all == nil {
		return nil, "", nil
	}
	return all, "", nil
}

// findOne looks the person or company that a field names up by name or number,
// in the register that the field says.
func (v *visit) findOne(f *promise.FieldDecl, typed string, g register.Given) (id opaque.ID, problem string, err error) {
	w, reg := v.work(), f.Of
	if reg != "" && reg != w.Register {
		w.Register, w.Purpose = reg, v.purposeFor(reg, rulebook.Find)
	}
	if w.Purpose == "" {
		return id, "reference-closed", nil
	}
	if len(typed) > 200 {
		return id, "reference", nil
	}
	q := register.Query{Text: typed, Limit: 20, Given: g}
	about := promise.AboutPerson
	if f.Type == promise.TypeCompany {
		about = promise.AboutCompany
	}
	if r := v.release.Register(w.Register); r != nil {
		if card := register.CardOf(r, about); card != nil {
			q.Card = card.ID
		}
	}
	found, err := v.Registers.Find(v.ctx(), w, q)
	if _, ok := gate.AsRefusal(err); ok {
		return id, "reference-closed", nil
	}
	if _, ok := gate.AsNeeds(err); ok { // asks for a reason that this form does not
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
