// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
)

// passwordPage asks for a password of the reader's own.
type passwordPage struct {
	Page
	User   string // for those who keep passwords: whose it is
	First  bool   // in place of the one-time password
	Inputs []input
}

func (s *Server) passwordPage(v *visit) error {
	if v.session == nil {
		return errs.New(errs.Denied, "", "no session")
	}
	if v.session.MustDeclare {
		return v.see("/declaration")
	}
	v.askPassword(http.StatusOK)
	return nil
}

func (v *visit) askPassword(status int, problems ...formProblem) {
	p := &passwordPage{Page: v.page(v.T("password.title")), First: v.session.MustSetPassword, User: v.session.UserName}
	if p.First {
		p.Bar, p.Nav = nil, nil
	} else {
		p.Inputs = append(p.Inputs, input{Kind: "text", Type: "password", ID: "old", Name: "old", Label: v.T("password.old"), Auto: "current-password"})
	}
	p.Inputs = append(p.Inputs,
		input{Kind: "text", Type: "password", ID: "new", Name: "new", Label: v.T("password.new"), Why: v.passwordWhy(), Auto: "new-password"},
		input{Kind: "text", Type: "password", ID: "again", Name: "again", Label: v.T("password.again"), Auto: "new-password"})
	for i := range p.Inputs {
		p.Inputs[i].describe()
	}
	markProblems(p.Inputs, problems)
	v.problems(&p.Page, problems...)
	v.show(status, "password", p)
}

// passwordWhy says what a password has to be: the promise may ask for more
// characters than the product does.
func (v *visit) passwordWhy() string {
	n, err := v.Accounts.PasswordLength(v.ctx(), v.token)
	if err != nil { // the form is of use without it, and says what is wrong when sent
		v.Log.Warn("length of passwords not known", "error", err)
		return ""
	}
	return v.T("password.why", v.Int(n))
}

// setPassword replaces the reader's password. All other sessions end.
func (s *Server) setPassword(v *visit) error {
	if v.session == nil {
		return errs.New(errs.Denied, "", "no session")
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	switch {
	case form.Get("new") == "":
		v.askPassword(http.StatusUnprocessableEntity, formProblem{"new", v.T("password.missing")})
		return nil
	case form.Get("new") != form.Get("again"):
		v.askPassword(http.StatusUnprocessableEntity, formProblem{"again", v.T("password.differ")})
		return nil
	}
	err = s.Accounts.SetPassword(v.ctx(), v.token, form.Get("old"), form.Get("new"))
	if e, ok := errors.AsType[*accounts.SignInError](err); ok {
		v.askPassword(signInStatus(e.Key), formProblem{"old", v.signInText(e)})
		return nil
	}
	if key := errs.KeyOf(err); err != nil && errs.KindOf(err) == errs.Invalid {
		if !v.Has(key) {
			key = "password.weak"
		}
		v.askPassword(http.StatusUnprocessableEntity, formProblem{"new", v.T(key)})
		return nil
	}
	if err != nil {
		return err
	}
	return v.see("/start")
}
