// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// newKinds are the categories of which the first records make somebody new:
// the card first, then what the reader may add and what describes rather than
// treats a person. Empty when the reader may add nobody.
func (v *visit) newKinds() (out []*promise.Category) {
	card := v.cardCategory()
	if card == nil || !v.canAdd(card) {
		return nil
	}
	for _, c := range v.register().Data {
		describes := c == card || !c.Many || c.About == promise.AboutPersonAtCompany
		if describes && c.Special == "" && v.canAdd(c) {
			out = append(out, c)
		}
	}
	return out
}

// cardCategory is the category by which somebody of the register is found.
func (v *visit) cardCategory() *promise.Category {
	for _, c := range v.register().Data {
		for _, f := range c.Fields {
			if f.Find == "name" {
				return c
			}
		}
	}
	return nil
}

func (v *visit) canAdd(c *promise.Category) bool {
	_, may := v.wants(c.Qualified(), rulebook.Add, rulebook.Facts{})
	return may
}

// newPage asks for a new person or company.
func (s *Server) newPage(v *visit) error {
	v.show(http.StatusOK, "form", v.newForm(url.Values{}))
	return nil
}

func (v *visit) newForm(typed url.Values) *formPage {
	about := "person"
	if c := v.cardCategory(); c != nil && c.About == promise.AboutCompany {
		about = "company"
	}
	p := &formPage{Page: v.page(v.T("new.title." + about)), Back: "/find", Action: "/new", Button: v.T("new.button." + about), Lead: v.T("new.lead")}
	kinds := v.newKinds()
	for i, c := range kinds {
		g := v.groupOf(c, typed)
		if i > 0 && c != v.cardCategory() {
			g.Name += " (" + v.T("form.optional") + ")"
		}
		p.Groups = append(p.Groups, g)
	}
	if len(kinds) > 0 {
		with, _ := v.wants(kinds[0].Qualified(), rulebook.Add, rulebook.Facts{})
		p.Extra = v.safeguardInputs(with, "given", typed)
	}
	return p
}

// addNew writes somebody new with the first records of the categories that
// were filled in, all or none.
func (s *Server) addNew(v *visit) error {
	form, err := v.formOf(maxUpload)
	if err != nil {
		return err
	}
	docs := map[string]promise.Document{}
	var problems []promise.FieldProblem
	for _, c := range v.newKinds() {
		doc, empty, ps, err := v.document(c, form)
		if err != nil {
			return err
		}
		problems = append(problems, ps...)
		if !empty || c == v.cardCategory() {
			docs[c.ID] = doc
		}
	}
	var missing []formProblem
	g := register.Given{Reason: strings.TrimSpace(form.Get("reason")), Confirmed: form.Get("confirm") == "yes"}
	if kinds := v.newKinds(); len(kinds) > 0 {
		with, _ := v.wants(kinds[0].Qualified(), rulebook.Add, rulebook.Facts{})
		g, missing = v.given(with, form, "given")
	}
	if len(problems) == 0 && len(missing) == 0 {
		done, addErr := s.Registers.Add(v.ctx(), v.work(), register.Input{Docs: docs}, g)
		if addErr == nil {
			return v.lookUpSubject(done.Subject)
		}
		err = addErr
	}
	return v.formAgain(v.newForm(form), nil, problems, missing, err)
}
