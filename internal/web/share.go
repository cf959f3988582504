// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/i18n"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// receiverDeclared is the fact that is known only once a colleague is chosen.
const receiverDeclared = "receiver-declared"

// sharePage lets a colleague read what a person's page holds.
type sharePage struct {
	Page
	Back, Action, Done string
	Refusal            *refusalView
	Shared             []sharedView
	Inputs             []input
	Nobody             bool // there is no colleague to choose
}

// sharedView is a colleague who may read something because it was shared.
type sharedView struct {
	Name, What string
	Entries    []link
	names      []string
	with       opaque.ID
}

// actions offers on a person's page what the reader may do with all of it.
func (b *subjectBuilder) actions() error {
	may := func(f func(register.Section) bool) bool { return slices.ContainsFunc(b.preview.Sections, f) }
	if may(func(s register.Section) bool { return s.CanShare && s.Exists }) {
		b.out.Share = b.path + "/share"
		all, err := b.Registers.SharedWith(b.ctx(), b.work(), b.lookup.subject)
		if err != nil {
			return err
		}
		b.out.Shared = b.sharedViews(all)
	}
	if may(func(s register.Section) bool { return s.MayErase && s.Exists }) {
		b.out.Erase = b.path + "/erase"
	}
	return nil
}

// sharedViews puts each colleague on one line, with all they may read.
func (v *visit) sharedViews(all []register.Shared) (out []sharedView) {
	for _, x := range all {
		at := slices.IndexFunc(out, func(s sharedView) bool { return s.with == x.With })
		if at < 0 {
			at = len(out)
			out = append(out, sharedView{Name: x.Name, with: x.With})
		}
		o := &out[at]
		o.names = append(o.names, lowerFirst(x.Category.Name.In(v.Lang())))
		o.What = upperFirst(v.List(o.names))
		entry := link{"/entries/" + strconv.FormatInt(x.Entry, 10), upperFirst(v.T("entry.number", v.Int64(x.Entry)))}
		if !slices.Contains(o.Entries, entry) {
			o.Entries = append(o.Entries, entry)
		}
	}
	i18n.Sort(v.Printer, out, func(s sharedView) string { return s.Name })
	return out
}

// shareForm asks whom to share with.
func (s *Server) shareForm(v *visit) error {
	key, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	pg, err := s.Registers.Page(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	if len(shareable(pg)) == 0 {
		return v.see("/lookups/" + key)
	}
	return v.showShare(key, l, pg, &subjectExtra{typed: url.Values{}})
}

// nameOf is how the person or company of a look-up is called, as far as the
// look-up opens that: whoever shares or erases has to see whose it is. It is
// opened and recorded once more, as on every page.
func (v *visit) nameOf(l lookup) (string, error) {
	about := promise.AboutPerson
	if kinds := register.Kinds(v.register()); len(kinds) > 0 {
		about = kinds[0]
	}
	if c := v.openCard(l); c != nil {
		about = register.KindIn(v.register(), c)
		b := &subjectBuilder{visit: v, preview: &register.Page{About: about}}
		var err error
		if b.opened, err = v.Registers.Open(v.ctx(), v.work(), l.subject, []string{c.ID}, partOf(l, c.ID).given); err == nil {
			return b.heading(), nil
		}
		if _, refused := gate.AsRefusal(err); !refused {
			return "", err
		}
	}
	return v.kindWord(about), nil
}

// shareable are the sections that hold something the reader may share.
func shareable(pg *register.Page) (out []register.Section) {
	for _, sec := range pg.Sections {
		if sec.CanShare && sec.Exists {
			out = append(out, sec)
		}
	}
	return out
}

func (v *visit) showShare(key string, l lookup, pg *register.Page, x *subjectExtra) error {
	all, err := v.Registers.SharedWith(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	name, err := v.nameOf(l)
	if err != nil {
		return err
	}
	p := &sharePage{Page: v.page(v.T("share.title", name)), Back: "/lookups/" + key, Action: "/lookups/" + key + "/share", Done: v.done(), Shared: v.sharedViews(all)}
	p.Tab = v.T("subject.share")
	with := input{ID: "with", Name: "with", Label: v.T("share.with"), Why: v.T("share.with.why")}
	with.choose(x.typed["with"], false, v.receivers())
	with.describe()
	p.Nobody = len(with.Options) == 0
	p.Inputs = []input{v.whatInput(shareable(pg), x.typed), with}
	p.Inputs = append(p.Inputs, v.safeguardInputs(v.shareNeeds(shareable(pg)), "share", x.typed)...)
	p.Inputs = append(p.Inputs, v.sureInput(v.T("share.sure"), x.typed))
	markProblems(p.Inputs, x.problems)
	v.problems(&p.Page, x.problems...)
	status := http.StatusOK
	switch {
	case x.refusal != nil:
		p.Refusal, status = v.refusal(x.refusal), http.StatusForbidden
	case len(x.problems) > 0:
		status = http.StatusUnprocessableEntity
	}
	v.show(status, "share", p)
	return nil
}

// whatInput lets categories be ticked. All of them are at first.
func (v *visit) whatInput(secs []register.Section, typed url.Values) input {
	in := input{ID: "what", Name: "category", Label: v.T("share.what"), Why: v.T("share.what.why")}
	var os []option
	chosen := typed["category"]
	for _, sec := range secs {
		os = append(os, option{Value: sec.Category.ID, Text: v.T("share.category", sec.Category.Name.In(v.Lang()), v.N("share.records", sec.Count))})
		if len(typed) == 0 {
			chosen = append(chosen, sec.Category.ID)
		}
	}
	in.choose(chosen, true, os)
	in.describe()
	return in
}

// receivers are the colleagues that something can be shared with. Whoever has
// not signed yet is among them and marked: it is the clause that says no.
func (v *visit) receivers() (out []option) {
	purpose := v.purposeFor(accounts.Register, rulebook.Open)
	if purpose == "" {
		return nil
	}
	cards, _, err := v.Accounts.List(v.ctx(), accounts.Work{Actor: v.session.Actor(), Purpose: purpose, Lang: v.Lang()})
	if err != nil { // the page says that there is nobody to choose
		v.Log.Warn("colleagues not listed", "error", err)
		return nil
	}
	i18n.Sort(v.Printer, cards, func(c accounts.Card) string { return c.Name })
	for _, c := range cards {
		if c.State == accounts.Closed || c.ID == v.session.Account {
			continue
		}
		text := c.Name
		if !c.Declared {
			text = v.T("share.not-signed", c.Name)
		}
		out = append(out, option{Value: c.ID.String(), Text: text})
	}
	return out
}

// shareNeeds are the safeguards of sharing, for a colleague of whom nothing
// stands in the way.
func (v *visit) shareNeeds(secs []register.Section) (out []promise.Safeguard) {
	for _, sec := range secs {
		var facts rulebook.Facts
		if bit, ok := v.book.FactBit(receiverDeclared); ok {
			facts.True |= 1 << bit
		}
		with, _ := v.wants(sec.Category.Qualified(), rulebook.Share, facts)
		out = addSafeguards(out, with)
	}
	return out
}

// addSafeguards keeps each safeguard once.
func addSafeguards(out, more []promise.Safeguard) []promise.Safeguard {
	for _, s := range more {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// share lets a colleague read.
//
// Keeps: HMS-58
// Keeps: HMS-59
// Keeps: HMS-60
func (s *Server) share(v *visit) error {
	key, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	pg, err := s.Registers.Page(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	x := &subjectExtra{typed: form}
	var chosen []register.Section
	for _, id := range form["category"] {
		sec := sectionOf(pg, id)
		if sec == nil {
			return errs.New(errs.NotFound, "error.no-category", "the page has no such category")
		}
		chosen = append(chosen, *sec)
	}
	if len(chosen) == 0 {
		x.problems = append(x.problems, formProblem{"what", v.T("share.what.needed")})
	}
	with, err := opaque.Parse(form.Get("with"))
	if err != nil {
		x.problems = append(x.problems, formProblem{"with", v.T("share.with.needed")})
	}
	g, missing := v.given(v.shareNeeds(chosen), form, "share")
	x.problems = append(append(x.problems, missing...), v.surely(form)...)
	if len(x.problems) > 0 {
		return v.showShare(key, l, pg, x)
	}
	_, err = s.Registers.Share(v.ctx(), v.work(), l.subject, form["category"], with, g)
	return v.shared(key, l, pg, x, err)
}

// shared ends a sharing: with what it did, or with what stood in the way.
func (v *visit) shared(key string, l lookup, pg *register.Page, x *subjectExtra, err error) error {
	if r, ok := gate.AsRefusal(err); ok {
		x.refusal = r
		return v.showShare(key, l, pg, x)
	}
	if _, ok := gate.AsNeeds(err); ok {
		x.problems = []formProblem{{"", v.T("given.needed")}}
		return v.showShare(key, l, pg, x)
	}
	if errs.KeyOf(err) == "error.no-account" {
		x.problems = []formProblem{{"with", v.T("share.with.needed")}}
		return v.showShare(key, l, pg, x)
	}
	if err != nil {
		return err
	}
	return v.see("/lookups/" + key + "/share?done=shared")
}
