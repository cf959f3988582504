// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
)

// accountClosePage says what closing an account does before it is done.
type accountClosePage struct {
	Page
	Back, Action string
	Refusal      *refusalView
	Inputs       []input
}

// closeAccountPage asks whether the account is to be closed for good.
func (s *Server) closeAccountPage(v *visit) error {
	id, err := v.id("account")
	if err != nil {
		return err
	}
	return v.askClose(id, &accountExtra{typed: url.Values{}})
}

func (v *visit) askClose(id opaque.ID, x *accountExtra) error {
	c, err := v.Accounts.Get(v.ctx(), v.staffWork(register.Given{}), id)
	if err != nil {
		return err
	}
	with, may, err := v.Accounts.May(v.ctx(), v.staffWork(register.Given{}), accounts.ActChange, id)
	if err != nil {
		return err
	}
	own := id == v.session.Account
	if v.r.Method != http.MethodPost && (!may || own || c.State == accounts.Closed) {
		return v.see("/accounts/" + id.String())
	}
	p := &accountClosePage{Page: v.page(v.T("account.close.title", c.Name)), Back: "/accounts/" + id.String(), Action: v.r.URL.Path}
	p.Tab = v.T("account.close.tab")
	p.Inputs = append(v.safeguardInputs(with, "close", x.typed), v.sureInput(v.T("account.close.sure"), x.typed))
	markProblems(p.Inputs, x.problems)
	v.problems(&p.Page, x.problems...)
	status := http.StatusOK
	switch {
	case x.refusal != nil:
		p.Refusal, status = v.refusal(x.refusal), http.StatusForbidden
	case len(x.problems) > 0:
		status = http.StatusUnprocessableEntity
	}
	v.show(status, "account-close", p)
	return nil
}

// sureInput is the box that stands before what cannot be undone.
func (v *visit) sureInput(label string, typed url.Values) input {
	in := input{Kind: "check", ID: "sure", Name: "sure", Label: label}
	if typed.Get("sure") == "yes" {
		in.Value = "yes"
	}
	in.describe()
	return in
}

// surely wants that box to be ticked.
func (v *visit) surely(form url.Values) []formProblem {
	if form.Get("sure") == "yes" {
		return nil
	}
	return []formProblem{{"sure", v.T("form.sure.needed")}}
}

// closeAccount closes an account for good.
func (s *Server) closeAccount(v *visit) error {
	id, form, g, problems, err := v.accountTarget(accounts.ActChange, "close")
	if err != nil {
		return err
	}
	x := &accountExtra{act: accounts.ActChange, typed: form, problems: append(problems, v.surely(form)...)}
	if len(x.problems) > 0 {
		return v.askClose(id, x)
	}
	err = s.Accounts.CloseAccount(v.ctx(), v.staffWork(g), id)
	if err == nil {
		return v.see("/accounts?done=account-closed")
	}
	if r, ok := gate.AsRefusal(err); ok {
		x.refusal, err = r, nil
	}
	_, x.problems, err = v.accountProblems(err)
	if err != nil {
		return err
	}
	return v.askClose(id, x)
}
