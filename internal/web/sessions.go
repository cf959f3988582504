// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
)

type sessionsPage struct {
	Page
	Rows []sessionRow
}

type sessionRow struct {
	ID            string
	Since, Seen   time.Time
	Role, Purpose string
	Current       bool
}

// sessions lists where the reader is signed in.
func (s *Server) sessions(v *visit) error {
	all, err := s.Accounts.Sessions(v.ctx(), v.token)
	if err != nil {
		return err
	}
	p := &sessionsPage{Page: v.page(v.T("sessions.title"))}
	for _, x := range all {
		p.Rows = append(p.Rows, sessionRow{ID: x.ID.String(), Since: x.SignedIn, Seen: x.Seen,
			Role: v.roleName(x.Role), Purpose: v.purposeName(x.Purpose), Current: x.ID == v.session.ID})
	}
	return v.ok("sessions", p)
}

// endSession ends one of the reader's sessions, such as the one left open
// elsewhere.
func (s *Server) endSession(v *visit) error {
	id, err := v.id("id")
	if err != nil {
		return err
	}
	if err := s.Accounts.EndSession(v.ctx(), v.token, id); err != nil {
		return err
	}
	s.forget(id)
	if id == v.session.ID {
		v.setSession("")
		return v.see("/")
	}
	return v.see("/sessions")
}

// id reads an opaque id out of the address. What is none names nothing.
func (v *visit) id(name string) (opaque.ID, error) {
	id, err := opaque.Parse(v.r.PathValue(name))
	if err != nil {
		return opaque.ID{}, errs.New(errs.NotFound, "", "%s: %w", name, err)
	}
	return id, nil
}
