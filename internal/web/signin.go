// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"

	"github.com/lupaus/lupaus/internal/accounts"
)

type signInPage struct {
	Page
	Ended  bool // there was a session, and it has ended
	Inputs []input
}

// signInPage asks who the reader is.
func (s *Server) signInPage(v *visit) error {
	if v.session != nil {
		return v.see("/start")
	}
	v.askSignIn(http.StatusOK, accounts.SignIn{}, "")
	return nil
}

// askSignIn shows the form, with the user name still in it. Password and code
// are never sent back.
func (v *visit) askSignIn(status int, in accounts.SignIn, problem string) {
	p := &signInPage{Page: v.page(v.T("sign-in.title")), Ended: v.token != "" && v.trouble == nil && v.r.Method == http.MethodGet}
	p.Inputs = []input{
		{Kind: "text", Type: "text", ID: "user", Name: "user", Label: v.T("sign-in.user"), Value: in.UserName, Auto: "username"},
		{Kind: "text", Type: "password", ID: "password", Name: "password", Label: v.T("sign-in.password"), Auto: "current-password"},
		{Kind: "text", Type: "text", ID: "code", Name: "code", Label: v.T("sign-in.code"), Why: v.T("sign-in.code.why"), Auto: "one-time-code"},
	}
	for i := range p.Inputs {
		p.Inputs[i].describe()
	}
	if problem != "" {
		v.problems(&p.Page, formProblem{"user", problem})
	}
	v.show(status, "sign-in", p)
}

// signIn checks what the reader gave. Whatever is wrong gets one and the same
// answer, so that nobody learns which user names there are.
func (s *Server) signIn(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	in := accounts.SignIn{UserName: form.Get("user"), Password: form.Get("password"), Code: form.Get("code"), Client: v.client(), Lang: v.Lang()}
	if in.UserName == "" || in.Password == "" {
		v.askSignIn(http.StatusUnprocessableEntity, in, v.T("sign-in.wrong"))
		return nil
	}
	return v.tryToSignIn(in)
}

func (v *visit) tryToSignIn(in accounts.SignIn) error {
	token, _, err := v.Accounts.SignIn(v.ctx(), in)
	return v.enter(in, token, err)
}

// enter ends a sign-in: with a session, or with what was wrong.
func (v *visit) enter(in accounts.SignIn, token string, err error) error {
	if e, ok := errors.AsType[*accounts.SignInError](err); ok {
		v.askSignIn(signInStatus(e.Key), in, v.signInText(e))
		return nil
	}
	if err != nil {
		return err
	}
	if v.session != nil { // somebody else's session in this browser ends
		v.forget(v.session.ID)
		if err := v.Accounts.SignOut(v.ctx(), v.token); err != nil {
			v.Log.Warn("earlier session not ended", "error", err)
		}
	}
	v.setSession(token)
	return v.see("/start")
}

func signInStatus(key string) int {
	switch key {
	case accounts.KeySlowDown, accounts.KeyLocked:
		return http.StatusTooManyRequests
	}
	return http.StatusUnprocessableEntity
}

func (v *visit) signInText(e *accounts.SignInError) string {
	switch e.Key {
	case accounts.KeyLocked, accounts.KeySlowDown:
		if e.Until.IsZero() {
			return v.T("sign-in.slow-down")
		}
		return v.T("sign-in.locked", v.Clock(e.Until))
	case accounts.KeyCodeNeeded:
		return v.T("sign-in.code-needed")
	case accounts.KeyNotActive:
		return v.T("sign-in.not-active")
	}
	return v.T("sign-in.wrong")
}

// signOut ends the session. It works for an ended one too.
func (s *Server) signOut(v *visit) error {
	if v.session != nil {
		s.forget(v.session.ID)
		if err := s.Accounts.SignOut(v.ctx(), v.token); err != nil {
			return err
		}
	}
	v.setSession("")
	if v.Secure { // browsers heed it over TLS alone
		v.w.Header().Set("Clear-Site-Data", `"cache"`)
	}
	return v.see("/")
}
