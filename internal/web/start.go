// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// startPage asks in which role the reader works, and for what.
type startPage struct {
	Page
	Due    string   // a word about rule documents to accept
	Roles  []option // set while no role is chosen
	Groups []purposeGroup
}

type purposeGroup struct {
	ID, Register, Text string
	Purposes           []purposeCard
}

type purposeCard struct {
	ID, Name, Text, Basis, Data string
	Chosen                      bool
}

// start is where the work begins: one role, one purpose.
func (s *Server) start(v *visit) error {
	if v.session.Role == "" {
		if len(v.session.Roles) == 1 { // nothing to choose
			if err := s.Accounts.ChooseRole(v.ctx(), v.token, v.session.Roles[0]); err != nil {
				return err
			}
			return v.see("/start")
		}
		p := &startPage{Page: v.page(v.T("start.role.title")), Due: v.dueNote()}
		for _, id := range v.session.Roles {
			p.Roles = append(p.Roles, option{Value: id, Text: v.roleName(id)})
		}
		return v.ok("start", p)
	}
	p := &startPage{Page: v.page(v.T("start.purpose.title")), Due: v.dueNote()}
	for _, g := range v.release.Registers {
		group := purposeGroup{ID: "register-" + g.ID, Register: g.Name.In(v.Lang()), Text: g.Text.In(v.Lang())}
		for _, u := range g.Purposes {
			if v.canWorkFor(v.session.Role, g, u) {
				group.Purposes = append(group.Purposes, v.purposeCard(g, u))
			}
		}
		if len(group.Purposes) > 0 {
			p.Groups = append(p.Groups, group)
		}
	}
	return v.ok("start", p)
}

// dueNote reminds of rule documents that are to be accepted.
func (v *visit) dueNote() string {
	if n := v.session.ToAccept; n > 0 {
		return v.N("rules.due-note", n)
	}
	return ""
}

func (v *visit) purposeCard(g *promise.Register, u *promise.Purpose) purposeCard {
	c := purposeCard{ID: u.Qualified(), Name: u.Name.In(v.Lang()), Text: u.Interest.In(v.Lang()), Chosen: u.Qualified() == v.session.Purpose}
	c.Basis = v.T("basis." + u.Basis)
	if laws := v.lawNames(u.Law); len(laws) > 0 {
		c.Basis += " (" + strings.Join(laws, ", ") + ")"
	}
	var data []string
	for _, cat := range v.openable(g, u) {
		data = append(data, lowerFirst(cat.Name.In(v.Lang())))
	}
	c.Data = v.List(data)
	return c
}
