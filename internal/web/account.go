// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// accountPage is one account and what the reader may do with it.
type accountPage struct {
	Page
	Done    string
	Refusal *refusalView
	State   mark
	Lines   []nameText
	Factor  mark
	Signed  mark
	Own     bool
	Gone    bool // closed for good
	Roles   *accountAct
	Invite  *accountAct
	Close   string
}

// accountAct is a form of an account's page.
type accountAct struct {
	Action, Text, Button string
	Inputs               []input
}

// accountExtra is what an act on the page adds to it.
type accountExtra struct {
	act      accounts.Act
	refusal  *gate.Refusal
	problems []formProblem
	typed    url.Values
}

// account shows one account.
//
// Keeps: HMS-36
func (s *Server) account(v *visit) error {
	id, err := v.id("account")
	if err != nil {
		return err
	}
	return v.showAccount(id, nil)
}

// toAccount serves whoever asks for the address of an act by hand.
func (s *Server) toAccount(v *visit) error { return v.see("/accounts/" + v.r.PathValue("account")) }

func (v *visit) showAccount(id opaque.ID, extra *accountExtra) error {
	c, err := v.Accounts.Get(v.ctx(), v.staffWork(register.Given{}), id)
	if err != nil {
		return err
	}
	p := &accountPage{Page: v.page(c.Name), Done: v.done(), State: v.stateMark(c), Factor: v.yesMark(c.SecondFactor), Signed: v.yesMark(c.Declared),
		Own: id == v.session.Account, Gone: c.State == accounts.Closed}
	p.Tab = v.T("account.tab")
	p.Lines = v.accountLines(c)
	if err := v.accountActs(p, c, extra); err != nil {
		return err
	}
	status := http.StatusOK
	if extra != nil {
		v.problems(&p.Page, extra.problems...)
		status = http.StatusUnprocessableEntity
		if extra.refusal != nil {
			p.Refusal, status = v.refusal(extra.refusal), http.StatusForbidden
		}
	}
	v.show(status, "account", p)
	return nil
}

func (v *visit) accountLines(c *accounts.Card) (out []nameText) {
	cat := v.release.Category(accounts.Account)
	add := func(name, text string) {
		if text != "" {
			out = append(out, nameText{name, text})
		}
	}
	add(cat.Field("username").Name.In(v.Lang()), c.UserName)
	add(cat.Field("roles").Name.In(v.Lang()), v.rolesText(c.Roles))
	add(cat.Field("unit").Name.In(v.Lang()), v.unitName(c.Unit))
	add(v.T("account.made"), v.Day(c.Made))
	if c.State == accounts.Invited && !c.InvitedUntil.IsZero() {
		add(v.T("account.invited-until"), v.Moment(c.InvitedUntil))
	}
	if c.SignedIn.IsZero() {
		add(v.T("account.signed-in"), v.T("accounts.never"))
	} else {
		add(v.T("account.signed-in"), v.Moment(c.SignedIn))
	}
	return out
}

// accountActs puts on the page what the reader may do. Nobody closes or invites
// themselves: they could not come back to undo it.
func (v *visit) accountActs(p *accountPage, c *accounts.Card, extra *accountExtra) error {
	if p.Gone {
		return nil
	}
	path := "/accounts/" + c.ID.String()
	typed := func(act accounts.Act) url.Values {
		if extra != nil && extra.act == act {
			return extra.typed
		}
		return url.Values{}
	}
	with, may, err := v.Accounts.May(v.ctx(), v.staffWork(register.Given{}), accounts.ActChange, c.ID)
	if err != nil {
		return err
	}
	if may {
		held := c.Roles
		if t := typed(accounts.ActChange); t["account.roles"] != nil {
			held = t["account.roles"]
		}
		p.Roles = &accountAct{Action: path + "/roles", Text: v.T("account.roles.text"), Button: v.T("account.roles.button"),
			Inputs: append([]input{v.rolesInput(held)}, v.safeguardInputs(with, "roles", typed(accounts.ActChange))...)}
		if !p.Own {
			p.Close = path + "/close"
		}
	}
	with, may, err = v.Accounts.May(v.ctx(), v.staffWork(register.Given{}), accounts.ActInvite, c.ID)
	if err != nil {
		return err
	}
	if may && !p.Own {
		p.Invite = &accountAct{Action: path + "/invite", Text: v.T("account.invite.text"), Button: v.T("account.invite.button"),
			Inputs: v.safeguardInputs(with, "invite", typed(accounts.ActInvite))}
	}
	for _, a := range []*accountAct{p.Roles, p.Invite} {
		if a != nil && extra != nil {
			markProblems(a.Inputs, extra.problems)
		}
	}
	return nil
}

// accountTarget reads whose account an act is about, and what was brought along.
func (v *visit) accountTarget(act accounts.Act, prefix string) (id opaque.ID, form url.Values, g register.Given, problems []formProblem, err error) {
	if id, err = v.id("account"); err != nil {
		return id, nil, g, nil, err
	}
	if form, err = v.form(); err != nil {
		return id, nil, g, nil, err
	}
	with, _, err := v.Accounts.May(v.ctx(), v.staffWork(g), act, id)
	if err != nil {
		return id, nil, g, nil, err
	}
	g, problems = v.given(with, form, prefix)
	return id, form, g, problems, nil
}

// setRoles gives an account other roles. They count at once.
//
// Keeps: HMS-09
// Keeps: HMS-10
// Keeps: HMS-11
func (s *Server) setRoles(v *visit) error {
	id, form, g, problems, err := v.accountTarget(accounts.ActChange, "roles")
	if err != nil {
		return err
	}
	if len(problems) == 0 {
		err = s.Accounts.SetRoles(v.ctx(), v.staffWork(g), id, form["account.roles"])
		if err == nil {
			return v.see("/accounts/" + id.String() + "?done=roles-changed")
		}
	}
	return v.accountAgain(id, &accountExtra{act: accounts.ActChange, problems: problems, typed: form}, err)
}

// inviteAgain gives an account new credentials and shows them once.
func (s *Server) inviteAgain(v *visit) error {
	id, form, g, problems, err := v.accountTarget(accounts.ActInvite, "invite")
	if err != nil {
		return err
	}
	if len(problems) == 0 {
		inv, inviteErr := s.Accounts.Invite(v.ctx(), v.staffWork(g), id)
		if inviteErr == nil {
			return v.handOver(handedOver{invitation: inv, name: inv.UserName, back: "/accounts/" + id.String()})
		}
		err = inviteErr
	}
	return v.accountAgain(id, &accountExtra{act: accounts.ActInvite, problems: problems, typed: form}, err)
}

// accountAgain shows an account with what has to be mended, or the refusal of
// what was tried.
func (v *visit) accountAgain(id opaque.ID, x *accountExtra, err error) error {
	if r, ok := gate.AsRefusal(err); ok {
		x.refusal, err = r, nil
	}
	problems, more, err := v.accountProblems(err)
	if err != nil {
		return err
	}
	for _, p := range problems {
		more = append(more, formProblem{"f-account-" + p.Field, v.problemText(p)})
	}
	x.problems = append(x.problems, more...)
	return v.showAccount(id, x)
}

// accountProblems puts into words what can be mended in a form about an
// account. What cannot is passed on.
func (v *visit) accountProblems(err error) (fields []promise.FieldProblem, more []formProblem, rest error) {
	if e, ok := errors.AsType[*accounts.Invalid](err); ok {
		for _, p := range e.Problems {
			// What the accounts themselves check, they say to the engineer alone.
			if key := "accounts.problem." + p.Field + "." + p.Code; v.Has(key) {
				p.Text = v.T(key)
			}
			fields = append(fields, p)
		}
		return fields, nil, nil
	}
	if _, ok := gate.AsNeeds(err); ok {
		return nil, []formProblem{{"", v.T("given.needed")}}, nil
	}
	switch key := errs.KeyOf(err); key {
	case "error.role-held":
		return nil, []formProblem{{"f-account-roles", v.sentences(key)}}, nil
	case "error.own-account", "error.account-closed":
		return nil, []formProblem{{"", v.sentences(key)}}, nil
	}
	return nil, nil, err
}

// sentences are the words of an error's key: what happened, what would mend it.
func (v *visit) sentences(key string) string {
	if v.Has(key + ".mend") {
		return v.T(key+".what") + " " + v.T(key+".mend")
	}
	return v.T(key + ".what")
}
