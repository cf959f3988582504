// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
)

// declarationPage shows a text to be signed, and asks for the signature.
type declarationPage struct {
	Page
	Words, Ref string
	Inputs     []input
}

// declarationPage shows what whoever signs in for the first time has to sign
// before the account is of any use.
//
// Keeps: HMS-37
func (s *Server) declarationPage(v *visit) error {
	d, err := v.nextDeclaration()
	if err != nil {
		return err
	}
	if d == nil {
		return v.see("/start")
	}
	v.askDeclaration(http.StatusOK, d, "")
	return nil
}

// nextDeclaration is the first text that is not signed yet, nil when all are.
func (v *visit) nextDeclaration() (*accounts.Declaration, error) {
	if v.session == nil {
		return nil, errs.New(errs.Denied, "", "no session")
	}
	due, err := v.Accounts.Due(v.ctx(), v.token)
	if err != nil || len(due) == 0 {
		return nil, err
	}
	return &due[0], nil
}

func (v *visit) askDeclaration(status int, d *accounts.Declaration, problem string) {
	p := &declarationPage{Page: v.page(d.Name.In(v.Lang())), Words: d.Text.In(v.Lang()), Ref: d.Ref}
	p.Bar, p.Nav = nil, nil
	in := input{Kind: "check", ID: "agree", Name: "agree", Label: v.T("declaration.agree"), Problem: problem}
	in.describe()
	p.Inputs = []input{in}
	if problem != "" {
		v.problems(&p.Page, formProblem{"agree", problem})
	}
	v.show(status, "declaration", p)
}

// declare records the signature under exactly the text that was shown.
//
// Keeps: HMS-37
func (s *Server) declare(v *visit) error {
	d, err := v.nextDeclaration()
	if err != nil {
		return err
	}
	if d == nil {
		return v.see("/start")
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	if form.Get("agree") != "yes" {
		v.askDeclaration(http.StatusUnprocessableEntity, d, v.T("declaration.needed"))
		return nil
	}
	err = s.Accounts.Declare(v.ctx(), v.token, form.Get("ref"))
	if k := errs.KindOf(err); err != nil && (k == errs.Conflict || k == errs.NotFound) {
		v.askDeclaration(http.StatusConflict, d, v.T("declaration.changed"))
		return nil
	}
	if err != nil {
		return err
	}
	return v.see("/start")
}
