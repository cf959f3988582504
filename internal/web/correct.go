// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// correctPage shows a record in a form. Fields that are masked stay empty and
// keep their value when they are left so.
func (s *Server) correctPage(v *visit) error {
	t, err := v.recordTarget()
	if err != nil {
		return err
	}
	all, err := s.Registers.History(v.ctx(), v.work(), t.lookup.subject, t.id, t.part.given)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return errs.New(errs.NotFound, "error.no-record", "the record has no version")
	}
	typed := url.Values(v.typedOf(t.c, all[0]))
	if all[0].Restricted {
		typed.Set("restricted", "yes")
	}
	v.show(http.StatusOK, "form", v.correctForm(t, typed, all[0].Version))
	return nil
}

func (v *visit) correctForm(t recordTarget, typed url.Values, version int64) *formPage {
	p := &formPage{Page: v.page(v.T("correct.title", lowerFirst(t.c.Name.In(v.Lang())))), Back: t.path(), Action: t.path() + "/correct",
		Button: v.T("correct.button"), Lead: v.T("correct.lead"), Version: strconv.FormatInt(version, 10)}
	v.fillForm(p, v.recordForm(t.c, rulebook.Correct, typed))
	for i, f := range t.c.Fields {
		in := &p.Groups[0].Inputs[i]
		if f.Mask || f.Type == promise.TypeFile || f.Type == promise.TypeFiles {
			in.Why, in.Optional = v.T("correct.keeps"), v.T("form.optional")
			in.describe()
		}
	}
	return p
}

// correct writes the next version. The one before it stays readable.
//
// Keeps: HMS-11
// Law: gdpr 16
func (s *Server) correct(v *visit) error {
	form, err := v.formOf(maxUpload)
	if err != nil {
		return err
	}
	t, err := v.recordTarget()
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(form.Get("version"), 10, 64)
	if err != nil {
		return errs.New(errs.Invalid, "error.form", "version: %w", err)
	}
	f := v.recordForm(t.c, rulebook.Correct, form)
	given, missing := v.given(f.with, form, "given")
	doc, _, problems, err := v.document(t.c, form)
	if err != nil {
		return err
	}
	if len(problems) == 0 && len(missing) == 0 {
		_, err = s.Registers.Correct(v.ctx(), v.work(), t.lookup.subject, t.id, version, doc, form.Get("restricted") == "yes", given)
		if err == nil {
			return v.see(t.path())
		}
	}
	return v.formAgain(v.correctForm(t, form, version), t.c, problems, missing, err)
}
