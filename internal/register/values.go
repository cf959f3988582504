// SPDX-License-Identifier: EUPL-1.2

package register

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/promise"
)

// values makes a document ready to be shown, fields in declared order; fields
// without a value are left out.
func (s *Service) values(c *promise.Category, doc promise.Document, hidden []string) (out []Value) {
	for _, f := range c.Fields {
		all := texts(doc, f.ID)
		if len(all) == 0 {
			continue
		}
		v := Value{Field: f, Masked: slices.Contains(hidden, f.ID)}
		if f.Type.Several() && !v.Masked {
			v.Texts = slices.Clone(all)
		} else {
			v.Text = all[0]
		}
		out = append(out, s.resolve(v))
	}
	return out
}

// resolve puts names in the place of opaque ids and leaves files' contents out.
func (s *Service) resolve(v Value) Value {
	if v.Masked {
		return v
	}
	if v.Texts == nil {
		v.Text, v.Link = s.word(v.Field, v.Text)
		return v
	}
	links := make([]opaque.ID, len(v.Texts))
	for i, t := range v.Texts {
		v.Texts[i], links[i] = s.word(v.Field, t)
	}
	if refers(v.Field) {
		v.Links = links
	}
	v.Text = strings.Join(v.Texts, ", ")
	return v
}

// refers tells whether a field's values are ids of somebody or something.
func refers(f *promise.FieldDecl) bool {
	switch f.Type {
	case promise.TypeCompany, promise.TypePerson, promise.TypePeople, promise.TypeStaff, promise.TypeStaffList:
		return true
	}
	return false
}

// word is one value as it is shown, with whom it refers to.
func (s *Service) word(f *promise.FieldDecl, text string) (string, opaque.ID) {
	switch f.Type {
	case promise.TypeCompany, promise.TypePerson, promise.TypePeople:
		if id, err := opaque.Parse(text); err == nil {
			return s.nameOf(id), id
		}
	case promise.TypeStaff, promise.TypeStaffList:
		if id, err := opaque.Parse(text); err == nil {
			return s.StaffName(id), id
		}
	case promise.TypeFile, promise.TypeFiles:
		if file, err := ParseFile(text); err == nil {
			return file.Name, opaque.ID{}
		}
	}
	return text, opaque.ID{}
}

// references checks that fields naming somebody name one that is there, and
// that files are not larger than they may be.
func (s *Service) references(c *promise.Category, doc promise.Document, lang string) (ps []promise.FieldProblem) {
	for _, f := range c.Fields {
		for _, v := range texts(doc, f.ID) {
			if why := oversized(f, v); why != "" {
				ps = append(ps, promise.FieldProblem{Field: f.ID, Code: "size", Text: f.Name.In(lang) + ": " + why})
				break
			}
			if !s.known(f, v) {
				ps = append(ps, promise.FieldProblem{Field: f.ID, Code: "reference", Text: f.Name.In(lang)})
				break
			}
		}
	}
	return ps
}

// known tells whether a value that names somebody names one that is there: a
// person or company of the register that the field says, or a colleague.
func (s *Service) known(f *promise.FieldDecl, text string) bool {
	if !refers(f) {
		return true
	}
	id, err := opaque.Parse(text)
	if err != nil {
		return false
	}
	switch f.Type {
	case promise.TypeStaff, promise.TypeStaffList:
		return s.StaffName(id) != ""
	case promise.TypeCompany:
		return s.isCard(id, f.Of, promise.AboutCompany)
	}
	return s.isCard(id, f.Of, promise.AboutPerson)
}
