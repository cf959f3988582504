// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/i18n"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// The register of accounts has pages of its own: an account is more than its
// record, and its credentials are handed over once.

// accountCategory is the one category of the register of accounts that has pages.
const accountCategory = "account"

// accountsPage lists who has access.
type accountsPage struct {
	Page
	Done, Count, Entry string
	Rules              string // where who has accepted the rule documents is shown; "" for who may not see it
	New                bool
	LeftOut            []leftOut
	Rows               []accountRow
}

type accountRow struct {
	Href, Name, UserName, Roles, Unit string
	State                             mark
	Factor, Declared                  mark
	SignedIn                          string
}

// mark is a state with its shape and its word.
type mark struct{ Shape, Word string }

// keeping is an action of whoever works for a purpose of the register of
// accounts. Looking at accounts is recorded, so that another site must not be
// able to start it with a mere link.
func (s *Server) keeping(h handler) http.Handler {
	return s.member(func(v *visit) error {
		elsewhere := v.r.Method != http.MethodPost && v.r.Header.Get("Sec-Fetch-Site") == "cross-site"
		if v.session.Role == "" || !v.keepsAccounts() || elsewhere {
			return v.see("/start")
		}
		return h(v)
	})
}

// keepsAccounts tells whether the purpose is one of the register of accounts.
func (v *visit) keepsAccounts() bool {
	p := v.purpose()
	return p != nil && p.Register == accounts.Register
}

// home is where the work for the chosen purpose begins.
func (v *visit) home() string {
	if v.keepsAccounts() {
		return "/accounts"
	}
	if v.findsNobody() {
		return "/statistics"
	}
	return "/find"
}

// homeLink leads there.
func (v *visit) homeLink() link {
	if v.keepsAccounts() {
		return link{v.home(), v.T("error.link.accounts")}
	}
	if v.findsNobody() {
		return link{v.home(), v.T("error.link.statistics")}
	}
	return link{v.home(), v.T("error.link.find")}
}

// staffWork is what the accounts ask for: who acts, for what, with what they
// brought along.
func (v *visit) staffWork(g register.Given) accounts.Work {
	return accounts.Work{Actor: v.session.Actor(), Purpose: v.session.Purpose, Lang: v.Lang(), Reason: g.Reason, Text: g.Text, Confirmed: g.Confirmed}
}

// listAccounts shows the accounts that the reader may see.
//
// Keeps: HMS-32
// Keeps: HMS-37
func (s *Server) listAccounts(v *visit) error {
	cards, left, err := s.Accounts.List(v.ctx(), v.staffWork(register.Given{}))
	if err != nil {
		return err
	}
	_, may, err := s.Accounts.May(v.ctx(), v.staffWork(register.Given{}), accounts.ActCreate, opaque.ID{})
	if err != nil {
		return err
	}
	i18n.Sort(v.Printer, cards, func(c accounts.Card) string { return c.Name })
	p := &accountsPage{Page: v.page(v.register().Name.In(v.Lang())), New: may, Done: v.done(), Count: v.N("accounts.count", len(cards))}
	p.LeftOut = v.accountsLeftOut(left)
	for i := range cards {
		p.Rows = append(p.Rows, v.accountRow(&cards[i]))
	}
	if p.Rules, err = v.readersHref(); err != nil {
		return err
	}
	return v.ok("accounts", p)
}

func (v *visit) accountsLeftOut(left []gate.LeftOut) (out []leftOut) {
	for _, o := range left {
		out = append(out, leftOut{v.N("accounts.left-out", o.Count), v.chip(o.Clause)})
	}
	return out
}

// done is the message of what has just been done.
func (v *visit) done() string {
	if key := "done." + v.r.URL.Query().Get("done"); v.Has(key) {
		return v.T(key)
	}
	return ""
}

func (v *visit) accountRow(c *accounts.Card) accountRow {
	row := accountRow{Href: "/accounts/" + c.ID.String(), Name: c.Name, UserName: c.UserName, Roles: v.rolesText(c.Roles), Unit: v.unitName(c.Unit),
		State: v.stateMark(c), Factor: v.yesMark(c.SecondFactor), Declared: v.yesMark(c.Declared), SignedIn: v.T("accounts.never")}
	if !c.SignedIn.IsZero() {
		row.SignedIn = v.ShortMoment(c.SignedIn)
	}
	return row
}

func (v *visit) rolesText(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = v.roleName(id)
	}
	return v.List(names)
}

// stateMark says how far an account has come, and what keeps its person out.
func (v *visit) stateMark(c *accounts.Card) mark {
	switch {
	case c.State == accounts.Closed:
		return mark{"closed", v.T("accounts.state.closed")}
	case !c.Locked.IsZero():
		return mark{"bad", v.T("accounts.state.locked", v.Clock(c.Locked))}
	case c.State == accounts.Invited && !c.InvitedUntil.IsZero() && v.Server.Config.Clock.Now().After(c.InvitedUntil):
		return mark{"bad", v.T("accounts.state.run-out")}
	case c.State == accounts.Invited:
		return mark{"known", v.T("accounts.state.invited")}
	}
	return mark{"new", v.T("accounts.state.active")}
}

func (v *visit) yesMark(yes bool) mark {
	if yes {
		return mark{"new", v.T("value.yes")}
	}
	return mark{"none", v.T("value.no")}
}

// rolesInput lets roles be ticked: all of the promise, in its order. A role
// under another says so, because holding one does not give the other.
func (v *visit) rolesInput(held []string) input {
	c := v.release.Category(accounts.Account)
	in := input{ID: "f-account-roles", Name: "account.roles", Label: c.Field("roles").Name.In(v.Lang()), Why: v.T("accounts.roles.why")}
	var os []option
	for _, r := range v.release.Organisation.Roles {
		text := r.Name.In(v.Lang())
		if r.Under != "" {
			text = v.T("accounts.role.under", text, v.roleName(r.Under))
		}
		os = append(os, option{Value: r.ID, Text: text})
	}
	in.choose(held, true, os)
	in.describe()
	return in
}

// newAccountPage asks for a new account.
func (s *Server) newAccountPage(v *visit) error {
	with, may, err := s.Accounts.May(v.ctx(), v.staffWork(register.Given{}), accounts.ActCreate, opaque.ID{})
	if err != nil {
		return err
	}
	if !may {
		return v.see("/accounts")
	}
	v.show(http.StatusOK, "form", v.accountForm(url.Values{}, with))
	return nil
}

func (v *visit) accountForm(typed url.Values, with []promise.Safeguard) *formPage {
	c := v.release.Category(accounts.Account)
	p := &formPage{Page: v.page(v.T("accounts.new.title")), Back: "/accounts", Action: "/accounts/new", Button: v.T("accounts.new.button"), Lead: v.T("accounts.new.lead")}
	g := inputGroup{}
	for _, id := range []string{"username", "name", "roles", "unit"} {
		in := v.rolesInput(typed["account.roles"])
		if id != "roles" {
			in = v.fieldInput(c, c.Field(id), typed)
			in.describe()
		}
		if id != "unit" || len(v.release.Organisation.Units) > 0 {
			g.Inputs = append(g.Inputs, in)
		}
	}
	p.Groups = []inputGroup{g}
	p.Extra = v.safeguardInputs(with, "given", typed)
	return p
}

// newAccount makes an account and shows its credentials once.
//
// Keeps: HMS-32
// Keeps: HMS-35
func (s *Server) newAccount(v *visit) error {
	form, err := v.formOf(maxUpload)
	if err != nil {
		return err
	}
	with, _, err := s.Accounts.May(v.ctx(), v.staffWork(register.Given{}), accounts.ActCreate, opaque.ID{})
	if err != nil {
		return err
	}
	given, missing := v.given(with, form, "given")
	n := accounts.NewAccount{UserName: form.Get("account.username"), Name: form.Get("account.name"), Roles: form["account.roles"], Unit: form.Get("account.unit")}
	problems := v.unwritableFields()
	if len(missing) == 0 && len(problems) == 0 {
		inv, makeErr := s.Accounts.Create(v.ctx(), v.staffWork(given), n)
		if makeErr == nil {
			return v.handOver(handedOver{invitation: inv, name: n.Name, back: "/accounts/" + inv.Account.String()})
		}
		var more []formProblem
		problems, more, err = v.accountProblems(makeErr)
		missing = append(missing, more...)
	}
	return v.formAgain(v.accountForm(form, with), v.release.Category(accounts.Account), problems, missing, err)
}

// unwritableFields names the fields in which something stood that is no text.
func (v *visit) unwritableFields() (out []promise.FieldProblem) {
	for _, name := range v.dirty {
		out = append(out, promise.FieldProblem{Field: name, Code: "unwritable"})
	}
	return out
}
