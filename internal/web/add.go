// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// formPage is the one form for everything a promise declares: a new record, a
// correction, somebody new.
type formPage struct {
	Page
	Back, Lead, Action, Button, Version string
	Refusal                             *refusalView
	Groups                              []inputGroup
	Extra                               []input // safeguards and marks
}

// recordForm is what is typed into a form, and what the form is for.
type recordForm struct {
	category *promise.Category
	with     []promise.Safeguard
	typed    url.Values
	action   rulebook.Action
}

// addPage asks for a new record of a category.
func (s *Server) addPage(v *visit) error {
	key, _, c, err := v.addTarget()
	if err != nil {
		return err
	}
	f := v.recordForm(c, rulebook.Add, url.Values{})
	v.show(http.StatusOK, "form", v.addForm(key, f))
	return nil
}

func (v *visit) addTarget() (key string, l lookup, c *promise.Category, err error) {
	if key, l, err = v.currentSubject(); err != nil {
		return key, l, nil, err
	}
	if c = v.register().Category(v.r.PathValue("category")); c == nil {
		err = errs.New(errs.NotFound, "error.no-category", "the promise in force has no such category")
	}
	return key, l, c, err
}

func (v *visit) recordForm(c *promise.Category, a rulebook.Action, typed url.Values) recordForm {
	with, _ := v.wants(c.Qualified(), a, rulebook.Facts{})
	return recordForm{category: c, with: with, typed: typed, action: a}
}

func (v *visit) addForm(key string, f recordForm) *formPage {
	name := f.category.Name.In(v.Lang())
	p := &formPage{Page: v.page(v.T("add.title", lowerFirst(name))), Back: "/lookups/" + key, Action: v.r.URL.Path, Button: v.T("add.button"), Lead: f.category.Text.In(v.Lang())}
	v.fillForm(p, f)
	return p
}

// fillForm puts the inputs of a record into a page.
func (v *visit) fillForm(p *formPage, f recordForm) {
	g := v.groupOf(f.category, f.typed)
	g.Name, g.Text = "", ""
	p.Groups = []inputGroup{g}
	p.Extra = v.safeguardInputs(f.with, "given", f.typed)
	if mayBeRestricted(f.category) {
		in := input{Kind: "check", ID: "restricted", Name: "restricted", Label: v.T("form.restricted"), Why: v.T("form.restricted.why"), Value: f.typed.Get("restricted")}
		in.describe()
		p.Extra = append(p.Extra, in)
	}
}

func mayBeRestricted(c *promise.Category) bool {
	for _, m := range c.ItemsMayBe {
		if m == "restricted-item" {
			return true
		}
	}
	return false
}

// add writes a new record.
//
// Keeps: HMS-28
func (s *Server) add(v *visit) error {
	form, err := v.formOf(maxUpload)
	if err != nil {
		return err
	}
	key, l, c, err := v.addTarget()
	if err != nil {
		return err
	}
	f := v.recordForm(c, rulebook.Add, form)
	given, missing := v.given(f.with, form, "given")
	doc, _, problems, err := v.document(c, form)
	if err != nil {
		return err
	}
	if len(problems) == 0 && len(missing) == 0 {
		_, err = s.Registers.Add(v.ctx(), v.work(), register.Input{Subject: l.subject, Docs: map[string]promise.Document{c.ID: doc}, Restricted: form.Get("restricted") == "yes"}, given)
		if err == nil {
			return v.see("/lookups/" + key + "?done=added")
		}
	}
	return v.formAgain(v.addForm(key, f), f.category, problems, missing, err)
}

// formAgain shows a form with what was typed and what has to be mended. An
// error that no mending helps is passed on.
func (v *visit) formAgain(p *formPage, c *promise.Category, problems []promise.FieldProblem, missing []formProblem, err error) error {
	status := http.StatusUnprocessableEntity
	if e, ok := errors.AsType[*register.Invalid](err); ok {
		problems = append(problems, e.Problems...)
		err = nil
	}
	if n, ok := gate.AsNeeds(err); ok {
		p.Extra = append(p.Extra, v.safeguardInputs(n.With, "needs", url.Values{})...)
		missing, err = append(missing, formProblem{"", v.T("given.needed")}), nil
	}
	if r, ok := gate.AsRefusal(err); ok {
		p.Refusal, status, err = v.refusal(r), http.StatusForbidden, nil
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Conflict || k == errs.Unavailable) {
		// What was typed must not be lost because somebody was quicker or the
		// store is away for a moment.
		status = http.StatusConflict
		key := "conflict"
		if k == errs.Unavailable {
			status, key = kindPage(err)
		}
		if errs.KeyOf(err) == "error.exists" {
			key = "exists"
		}
		missing, err = append(missing, formProblem{"", v.T("error."+key+".what") + " " + v.T("error."+key+".mend")}), nil
	}
	if err != nil {
		return err
	}
	v.mark(&p.Page, p.Groups, problems, c)
	markProblems(p.Extra, missing)
	v.problems(&p.Page, missing...)
	v.show(status, "form", p)
	return nil
}
