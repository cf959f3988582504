// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"

	"github.com/lupaus/lupaus/internal/accounts"
)

// mePage is the reader's own account: what it is, and what they may do with it
// themselves, whatever role they act in.
type mePage struct {
	Page
	User   string // for those who keep passwords: whose it is
	Lines  []nameText
	Inputs []input
	// History are the rule documents that the reader has accepted.
	History []acceptanceRow
}

// me shows the reader's own account.
func (s *Server) me(v *visit) error {
	v.showMe(http.StatusOK)
	return nil
}

func (v *visit) showMe(status int, problems ...formProblem) {
	c, se := v.release.Category(accounts.Account), v.session
	p := &mePage{Page: v.page(v.T("me.title")), User: se.UserName}
	for _, l := range []nameText{{c.Field("name").Name.In(v.Lang()), se.Name}, {c.Field("username").Name.In(v.Lang()), se.UserName},
		{c.Field("roles").Name.In(v.Lang()), v.rolesText(se.Roles)}, {c.Field("unit").Name.In(v.Lang()), v.unitName(se.Unit)},
		{v.T("me.factor"), v.yesMark(se.SecondFactor).Word}} {
		if l.Text != "" {
			p.Lines = append(p.Lines, l)
		}
	}
	p.Inputs = []input{{Kind: "text", Type: "password", ID: "password", Name: "password", Label: v.T("password.old"), Auto: "current-password"}}
	history, err := v.acceptanceRows()
	if err != nil {
		v.fail(err)
		return
	}
	p.History = history
	markProblems(p.Inputs, problems)
	v.problems(&p.Page, problems...)
	v.show(status, "me", p)
}

// newCodes draws new recovery codes for the reader, who types the password once
// more, and shows them once.
func (s *Server) newCodes(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	if form.Get("password") == "" {
		v.showMe(http.StatusUnprocessableEntity, formProblem{"password", v.T("me.password.missing")})
		return nil
	}
	codes, err := s.Accounts.NewRecoveryCodes(v.ctx(), v.token, form.Get("password"))
	if e, ok := errors.AsType[*accounts.SignInError](err); ok {
		text := v.signInText(e)
		if e.Key == accounts.KeyWrong {
			text = v.T("me.password.wrong")
		}
		v.showMe(signInStatus(e.Key), formProblem{"password", text})
		return nil
	}
	if err != nil {
		return err
	}
	return v.handOver(handedOver{codes: codes, back: "/me"})
}
