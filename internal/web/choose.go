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
	if form.Get("back") == "/statistics" && v.counts() {
		return v.see("/statistics")
	}
	return v.see(v.home())
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
// there are, now or once the right facts are there. The log is no work of its
// own: extracts are made from a person's page.
func (v *visit) canWorkFor(role string, g *promise.Register, p *promise.Purpose) bool {
	if g.ID == gate.LogRegister {
		return false
	}
	if v.mayCount(role, g, p) {
		return true
	}
	for _, c := range g.Data {
		if g.ID == accounts.Register && c.ID != accountCategory {
			continue // credentials and signatures have no pages
		}
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

// could tells whether a role might do an act: whether there is anybody about
// whom the rulebook would allow it to this reader.
func (v *visit) could(role, purpose, category string, a rulebook.Action) bool {
	q := rulebook.Query{Role: v.book.Role(role), Purpose: v.book.Purpose(purpose), Category: v.book.Category(category), Action: a}
	if q.Role == 0 || q.Purpose == 0 || q.Category == 0 {
		return false
	}
	open, own := v.openFacts(q)
	for n := range 1 << len(open) {
		f := rulebook.Facts{Known: everyFact, True: own}
		for i, bit := range open {
			if n&(1<<i) != 0 {
				f.True |= bit
			}
		}
		if v.book.Decide(q, f).Allowed {
			return true
		}
	}
	return false
}

// mostFacts bounds how many facts are tried in all their combinations.
const mostFacts = 10

// openFacts are the facts that can change an answer and are not known before
// somebody is looked at; own are those that hold of the reader anyway.
func (v *visit) openFacts(q rulebook.Query) (open []uint64, own uint64) {
	own = v.ownFacts()
	for bit := range 64 {
		if m := uint64(1) << bit; v.book.Needs(q)&m != 0 && own&m == 0 && !v.isOwn(m) && len(open) < mostFacts {
			open = append(open, m)
		}
	}
	return open, own
}

// ownFacts are the facts that hold of the reader's account and session.
func (v *visit) ownFacts() (own uint64) {
	for name, holds := range map[string]bool{"declared": v.session.Declared, "second-factor": v.session.SecondFactor} {
		if bit, ok := v.book.FactBit(name); ok && holds {
			own |= 1 << bit
		}
	}
	return own
}

// isOwn tells whether a fact is one about the reader, known before anybody is
// looked at.
func (v *visit) isOwn(m uint64) bool {
	for _, name := range []string{"declared", "second-factor"} {
		if bit, ok := v.book.FactBit(name); ok && m == 1<<bit {
			return true
		}
	}
	return false
}
