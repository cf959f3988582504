// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// findPage looks people or companies up. What was looked for is never part of
// an address: a name or an identity number would stay in histories and logs.
type findPage struct {
	Page
	Box     input
	Extra   []input // what is looked for, and what the clause wants to have first
	None    string  // why nothing can be looked for
	Hint    string
	Nothing string
	Asked   bool
	Count   string
	Columns string
	Rows    []findRow
	LeftOut []leftOut
	Next    string
	Narrow  bool
	Entry   string
}

type findRow struct{ ID, Name, More string }

// leftOut says how many a clause kept from the list.
type leftOut struct {
	Text string
	Chip *chip
}

func (s *Server) findPage(v *visit) error {
	return v.ok("find", v.findFrame(v.findCard(""), url.Values{}))
}

// findFrame is the page with its question: where there are several kinds of
// subjects, which; where the deciding clause asks for a reason, which one.
func (v *visit) findFrame(card *promise.Category, typed url.Values) *findPage {
	p := &findPage{Page: v.page(v.T("find.title", v.register().Name.In(v.Lang())))}
	if card == nil {
		p.None = v.T("find.no-card")
		return p
	}
	kind := string(register.KindIn(v.register(), card))
	p.Nothing, p.Hint = v.T("find.nothing."+kind), v.T("find.hint")
	if !register.IsCard(card) {
		p.Hint = v.T("find.hint.exact")
	}
	p.Box = input{Kind: "text", Type: "search", ID: "q", Name: "q", Label: v.T("find.box." + kind), Why: v.findHint(card), Value: typed.Get("q"), Auto: "off"}
	p.Box.describe()
	if cards := v.findCards(); len(cards) > 1 {
		in := input{ID: "card", Name: "card", Label: v.T("find.card")}
		var os []option
		for _, c := range cards {
			os = append(os, option{Value: c.ID, Text: c.Name.In(v.Lang())})
		}
		in.choose([]string{card.ID}, false, os)
		p.Extra = append(p.Extra, in)
	}
	p.Extra = append(p.Extra, v.safeguardInputs(v.findWants(card), "find", typed)...)
	return p
}

// findWants are the safeguards that looking for somebody asks for.
func (v *visit) findWants(card *promise.Category) []promise.Safeguard {
	with, _ := v.wants(card.Qualified(), rulebook.Find, rulebook.Facts{})
	return with
}

// findHint names the fields by which the reader finds what has a card.
func (v *visit) findHint(card *promise.Category) string {
	var words []string
	for _, c := range v.register().Data {
		if c != card && (!register.Concerns(c.About, register.KindIn(v.register(), card)) || !v.could(v.session.Role, v.session.Purpose, c.Qualified(), rulebook.Find)) {
			continue
		}
		for _, f := range c.Fields {
			if f.Find == "name" || f.Find == "exact" {
				words = append(words, lowerFirst(f.Name.In(v.Lang())))
			}
		}
	}
	return v.T("find.by", v.List(words))
}

// find keeps the question and sends the reader to its answer.
func (s *Server) find(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	text := strings.TrimSpace(form.Get("q"))
	if form.Get("all") != "" {
		text = ""
	} else if text == "" {
		return v.see("/find")
	}
	card := v.findCard(form.Get("card"))
	if card == nil {
		return v.see("/find")
	}
	if len(text) > 200 {
		return v.findAgain(card, url.Values{"reason": form["reason"]}, formProblem{"q", v.T("find.too-long")})
	}
	given, missing := v.given(v.findWants(card), form, "find") // more than these may come along: see findNeeds
	if len(missing) > 0 {
		return v.findAgain(card, form, missing...)
	}
	l := v.newLookup()
	l.query = &register.Query{Text: text, Card: card.ID, Limit: pageRows, Given: given}
	return v.see("/lookups/" + s.lookups.put(v.session.ID, l))
}

// findAgain shows the question with what was typed and what wants mending.
func (v *visit) findAgain(card *promise.Category, typed url.Values, problems ...formProblem) error {
	p := v.findFrame(card, typed)
	for _, x := range problems {
		if x.Field == "q" {
			p.Box.Problem = x.Text
			p.Box.describe()
		}
	}
	markProblems(p.Extra, problems)
	v.problems(&p.Page, problems...)
	v.show(http.StatusUnprocessableEntity, "find", p)
	return nil
}

// list answers a find: decided and recorded each time it is asked, with the
// reason that was given.
//
// Keeps: HMS-36
func (v *visit) list(key string, l lookup) error {
	q := *l.query
	q.After = v.r.URL.Query().Get("after")
	card, typed := v.findCard(q.Card), url.Values{"q": {q.Text}, "card": {q.Card}, "reason": {q.Given.Reason}}
	if q.Given.Confirmed {
		typed.Set("confirm", "yes")
	}
	f, err := v.Registers.Find(v.ctx(), v.work(), q)
	if n, ok := gate.AsNeeds(err); ok {
		return v.findNeeds(card, typed, n)
	}
	if e, ok := errors.AsType[*errs.Error](err); ok && e.Kind == errs.Invalid {
		return v.findAgain(card, typed, formProblem{"q", v.T("find.not-understood")})
	}
	if err != nil {
		return err
	}
	p := v.findFrame(card, typed)
	p.Asked, p.Entry = true, v.Int64(f.Entry)
	p.Count = v.countText(f, q)
	for _, o := range f.LeftOut {
		p.LeftOut = append(p.LeftOut, leftOut{v.N("find.left-out", o.Count), v.chip(o.Clause)})
	}
	for _, c := range f.Cards {
		p.Rows = append(p.Rows, v.row(c))
	}
	p.Columns = v.columns(f)
	if f.Next != "" {
		p.Next = "/lookups/" + key + "?after=" + f.Next
	}
	p.Narrow = f.More && q.Text != ""
	return v.ok("find", p)
}

// findNeeds asks for what a clause wants that could not be told before the
// search was understood: it was for a value of another category.
func (v *visit) findNeeds(card *promise.Category, typed url.Values, n *gate.Needs) error {
	p := v.findFrame(card, typed)
	for _, in := range v.safeguardInputs(n.With, "find", typed) {
		if !slices.ContainsFunc(p.Extra, func(x input) bool { return x.ID == in.ID }) {
			p.Extra = append(p.Extra, in)
		}
	}
	_, problems := v.given(n.With, typed, "find")
	problems = append(problems, formProblem{"", v.T("find.needs")})
	markProblems(p.Extra, problems)
	v.problems(&p.Page, problems...)
	p.LeftOut = []leftOut{{v.T("find.needs.clause"), v.chip(n.Clause)}}
	v.show(http.StatusUnprocessableEntity, "find", p)
	return nil
}

func (v *visit) countText(f *register.Found, q register.Query) string {
	switch {
	case f.More || q.After != "":
		return v.N("find.shown", len(f.Cards))
	default:
		return v.N("find.found", len(f.Cards))
	}
}

// row is a card on one line: the name first, the rest beside it.
func (v *visit) row(c register.Card) findRow {
	row := findRow{ID: c.Subject.String()}
	var more []string
	for _, x := range c.Fields {
		text := v.valueText(x)
		if row.Name == "" && (x.Field.Find == "name" || x.Field.Identifies) {
			row.Name = text
		} else {
			more = append(more, text)
		}
	}
	if row.Name == "" && len(c.Fields) == 1 && len(more) == 1 { // known by one value and nothing else
		row.Name, more = more[0], nil
	}
	if row.Name == "" {
		row.Name = v.T("find.unnamed")
	}
	row.More = strings.Join(more, " · ")
	return row
}

// columns says what stands on a line.
func (v *visit) columns(f *register.Found) string {
	var words []string
	for _, d := range f.Category.Fields {
		words = append(words, d.Name.In(v.Lang()))
	}
	return strings.Join(words, " · ")
}

func (s *Server) toFind(v *visit) error { return v.see("/find") }
