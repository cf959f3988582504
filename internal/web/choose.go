// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// chooseRole changes the hat. The choice is recorded; what was open under the
// other hat is no longer.
func (s *Server) chooseRole(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	role := form.Get("role")
	if !slices.Contains(v.session.Roles, role) {
		return errs.New(errs.NotFound, "", "the account has no such role")
	}
	if err := s.Accounts.ChooseRole(v.ctx(), v.token, role); err != nil {
		return err
	}
	return v.see("/start")
}

// choosePurpose changes what the reader works for. The choice is recorded. A
// person who is on the screen stays there, under a look-up of its own for the
// new purpose.
func (s *Server) choosePurpose(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	qualified := form.Get("purpose")
	if v.release.Purpose(qualified) == nil {
		return v.see("/start")
	}
	if qualified == v.session.Purpose {
		return v.see(localPath(form.Get("back")))
	}
	if err := s.Accounts.ChoosePurpose(v.ctx(), v.token, qualified); err != nil {
		return err
	}
	before := v.session.Purpose
	if v.session, err = s.Accounts.Session(v.ctx(), v.token); err != nil {
		return err
	}
	key, ok := strings.CutPrefix(form.Get("back"), "/lookups/")
	key, _, _ = strings.Cut(key, "/")
	if l, err := s.lookups.get(v.session.ID, key); ok && err == nil && !l.subject.IsZero() && sameRegister(before, qualified) {
		return v.lookUpSubject(l.subject)
	}
	return v.see("/find")
}

func sameRegister(a, b string) bool {
	x, _, _ := strings.Cut(a, "/")
	y, _, _ := strings.Cut(b, "/")
	return x == y
}

// purposeGroups lists what a role can work for, by register.
func (v *visit) purposeGroups(role string) []optionGroup {
	var out []optionGroup
	for _, g := range v.release.Registers {
		group := optionGroup{Label: g.Name.In(v.Lang())}
		for _, p := range g.Purposes {
			if v.canWorkFor(role, g, p) {
				group.Options = append(group.Options, option{p.Qualified(), p.Name.In(v.Lang()), p.Qualified() == v.session.Purpose})
			}
		}
		if len(group.Options) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// canWorkFor tells whether a role could do anything for a purpose on the pages
// there are, now or once the right facts are there. The registers of accounts
// and of the log have pages of their own.
func (v *visit) canWorkFor(role string, g *promise.Register, p *promise.Purpose) bool {
	if g.ID == accounts.Register || g.ID == gate.LogRegister {
		return false
	}
	for _, c := range g.Data {
		for _, a := range []rulebook.Action{rulebook.Find, rulebook.Open, rulebook.Add} {
			if slices.Contains(c.Purposes(), p) && v.could(role, p.Qualified(), c.Qualified(), a) {
				return true
			}
		}
	}
	return false
}

// openable are the categories that the reader's role may open for a purpose,
// perhaps with a reason, perhaps for some people only.
func (v *visit) openable(g *promise.Register, p *promise.Purpose) (out []*promise.Category) {
	for _, c := range g.Data {
		if slices.Contains(c.Purposes(), p) && v.could(v.session.Role, p.Qualified(), c.Qualified(), rulebook.Open) {
			out = append(out, c)
		}
	}
	return out
}

// could tells whether a role might do an act: it is allowed as things stand,
// or it waits for facts about the person only.
func (v *visit) could(role, purpose, category string, a rulebook.Action) bool {
	q := rulebook.Query{Role: v.book.Role(role), Purpose: v.book.Purpose(purpose), Category: v.book.Category(category), Action: a}
	if q.Role == 0 || q.Purpose == 0 || q.Category == 0 {
		return false
	}
	all := v.book.Needs(q)
	for _, f := range []rulebook.Facts{{}, {Known: all}, {Known: all, True: all}} {
		if d := v.book.Decide(q, f); d.Allowed || (d.Silent && d.Missing != 0) {
			return true
		}
	}
	return false
}
