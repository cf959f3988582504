// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/promise"
)

type frontPage struct {
	Page
	Text string
}

// doorPage introduces the organisation of a demonstration: a door, parts to
// play, things to do.
type doorPage struct {
	Page
	Intro, Text string
	Todo, Look  []string
	Roles       []doorRole
	HasCode     bool
}

type doorRole struct{ Role, Name, Text, UserName, Password, Code string }

// front is the first page: what the organisation is, and where to go.
func (s *Server) front(v *visit) error {
	org := v.release.Organisation
	if s.Demo == nil {
		return v.ok("front", &frontPage{Page: v.page(org.Name.In(v.Lang())), Text: org.Text.In(v.Lang())})
	}
	p := &doorPage{Page: v.page(v.T("door.title")), Intro: s.Demo.Intro.In(v.Lang()), Text: org.Text.In(v.Lang()),
		Todo: v.texts(s.Demo.Todo), Look: v.texts(s.Demo.Notice)}
	for _, r := range s.Demo.Roles {
		d := doorRole{Role: v.roleName(r.Role), Name: r.Name, Text: upperFirst(r.Text.In(v.Lang())), UserName: r.UserName, Password: r.Password, Code: s.codeOf(r)}
		p.HasCode = p.HasCode || d.Code != ""
		p.Roles = append(p.Roles, d)
	}
	return v.ok("door", p)
}

func (v *visit) texts(in []promise.Text) (out []string) {
	for _, t := range in {
		out = append(out, t.In(v.Lang()))
	}
	return out
}

func (s *Server) codeOf(r DemoRole) string { return s.codeAt(r, 0) }

func (s *Server) codeAt(r DemoRole, later time.Duration) string {
	if r.Code == nil {
		return ""
	}
	return r.Code(s.Clock.Now().Add(later))
}

// enterDoor signs a visitor of a demonstration in as one of its made-up staff:
// the same sign-in, with what the door shows filled in. A code is good once, so
// whoever comes back within half a minute is tried with the next one.
func (s *Server) enterDoor(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	for _, r := range s.Demo.Roles {
		if r.UserName != form.Get("user") {
			continue
		}
		in := accounts.SignIn{UserName: r.UserName, Password: r.Password, Code: s.codeOf(r), Client: v.client(), Lang: v.Lang()}
		token, _, err := s.Accounts.SignIn(v.ctx(), in)
		if wrong(err) && r.Code != nil {
			in.Code = s.codeAt(r, 30*time.Second)
			token, _, err = s.Accounts.SignIn(v.ctx(), in)
		}
		if wrong(err) {
			v.askSignIn(http.StatusUnprocessableEntity, in, v.T("door.wait"))
			return nil
		}
		return v.enter(in, token, err)
	}
	return errs.New(errs.NotFound, "", "no such part to play")
}

func wrong(err error) bool {
	e, ok := errors.AsType[*accounts.SignInError](err)
	return ok && e.Key == accounts.KeyWrong
}
