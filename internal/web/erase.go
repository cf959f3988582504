// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// erasePage says what would go and what holds it back, before it asks.
type erasePage struct {
	Page
	Back, Action string
	Refusal      *refusalView
	Goes         []goesView
	Held         []heldView
	Inputs       []input
}

// goesView is a category that erasing would take away.
type goesView struct{ Category, Name, Count string }

// heldView is what may not go yet, with the clause that keeps all of it.
type heldView struct {
	ID, Until, Sentence string
	Goes                []goesView
	Chip                *chip
}

// erasedPart is what a look-up remembers of an erasure: enough to prove it, and
// nothing of whom it was about.
type erasedPart struct {
	names            []string
	records          int
	entry, destroyed int64
	back             string // what is left, "" when nothing is
}

// erasedPage is the proof of an erasure.
type erasedPage struct {
	Page
	Lead, Back        string
	Intent, Destroyed link
}

// eraseForm says what erasing would do.
//
// Keeps: HMS-53
// Keeps: HMS-63
func (s *Server) eraseForm(v *visit) error {
	key, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	all, err := s.Registers.ToErase(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return v.see("/lookups/" + key)
	}
	return v.showErase(key, l, all, &subjectExtra{typed: url.Values{}})
}

func (v *visit) showErase(key string, l lookup, all []register.Erasable, x *subjectExtra) error {
	name, err := v.nameOf(l)
	if err != nil {
		return err
	}
	p := &erasePage{Page: v.page(v.T("erase.title", name)), Back: "/lookups/" + key, Action: "/lookups/" + key + "/erase"}
	p.Tab = v.T("subject.erase")
	what := input{ID: "what", Name: "category", Label: v.T("erase.what")}
	var os []option
	chosen := x.typed["category"]
	var free []register.Erasable
	for i := range all {
		e := &all[i]
		name, count := e.Category.Name.In(v.Lang()), v.eraseCount(e)
		if !mayGo(e) {
			v.hold(p, e, goesView{e.Category.ID, name, count})
			continue
		}
		free = append(free, *e)
		p.Goes = append(p.Goes, goesView{e.Category.ID, name, count})
		os = append(os, option{Value: e.Category.ID, Text: v.T("share.category", name, count)})
		if len(x.typed) == 0 {
			chosen = append(chosen, e.Category.ID)
		}
	}
	if len(os) > 0 {
		if card := v.openCard(l); len(all) > 1 && card != nil {
			what.Why = v.T("erase.what.why", lowerFirst(card.Name.In(v.Lang())))
		}
		what.choose(chosen, true, os)
		what.describe()
		p.Inputs = append([]input{what}, v.eraseInputs(free, x.typed)...)
	}
	markProblems(p.Inputs, x.problems)
	v.problems(&p.Page, x.problems...)
	status := http.StatusOK
	switch {
	case x.refusal != nil:
		p.Refusal, status = v.refusal(x.refusal), http.StatusForbidden
	case len(x.problems) > 0:
		status = http.StatusUnprocessableEntity
	}
	v.show(status, "erase", p)
	return nil
}

// mayGo tells whether nothing holds a category back.
func mayGo(e *register.Erasable) bool { return e.Closed == nil && e.Held == nil }

func (v *visit) eraseInputs(free []register.Erasable, typed url.Values) []input {
	return append(v.safeguardInputs(eraseNeeds(free), "erase", typed), v.sureInput(v.T("erase.sure"), typed))
}

// eraseNeeds are the safeguards that the clauses ask for together.
func eraseNeeds(these []register.Erasable) []promise.Safeguard {
	var out []promise.Safeguard
	for _, e := range these {
		out = addSafeguards(out, e.Verdict.Unmet)
	}
	return out
}

func (v *visit) eraseCount(e *register.Erasable) string {
	count := v.N("share.records", e.Count)
	if earlier := e.Versions - e.Count; earlier > 0 {
		count += ", " + v.N("erase.versions", earlier)
	}
	return count
}

// hold says what keeps a category: the period of retention where there is one,
// with its day, else the clause of access. What is kept alike stands together.
//
// Law: gdpr 17(3)(b)
func (v *visit) hold(p *erasePage, e *register.Erasable, what goesView) {
	until, clause, sentence := "", "", ""
	if e.Held != nil {
		until, clause, sentence = v.untilText(e.Held), e.Held.Clause, v.retentionSentence(e.Held.Clause)
	} else {
		clause, sentence = e.Closed.Clause.Name, e.Closed.Clause.Sentence(v.Lang())
	}
	at := slices.IndexFunc(p.Held, func(h heldView) bool { return h.Chip.Name == clause && h.Until == until })
	if at < 0 {
		at = len(p.Held)
		p.Held = append(p.Held, heldView{ID: "held-" + e.Category.ID, Until: until, Sentence: sentence, Chip: v.chipNamed(clause, sentence)})
	}
	p.Held[at].Goes = append(p.Held[at].Goes, what)
}

// erase destroys what was chosen, and shows the proof. What is held back is
// refused by the clause that holds it, and the attempt is recorded.
//
// Keeps: HMS-53
// Keeps: HMS-63
// Law: gdpr 17(1)
func (s *Server) erase(v *visit) error {
	key, l, err := v.currentSubject()
	if err != nil {
		return err
	}
	form, err := v.form()
	if err != nil {
		return err
	}
	all, err := s.Registers.ToErase(v.ctx(), v.work(), l.subject)
	if err != nil {
		return err
	}
	x := &subjectExtra{typed: form}
	chosen, blocked := chosenToErase(all, form["category"])
	g, missing := v.given(eraseNeeds(chosen), form, "erase")
	switch {
	case len(form["category"]) == 0:
		x.problems = []formProblem{{"what", v.T("erase.what.needed")}}
	case !blocked: // what is going to be refused needs no reason
		x.problems = append(missing, v.surely(form)...)
	}
	if len(x.problems) > 0 {
		return v.showErase(key, l, all, x)
	}
	done, err := s.Registers.Erase(v.ctx(), v.work(), l.subject, form["category"], g)
	if r, ok := gate.AsRefusal(err); ok {
		x.refusal = r
		return v.showErase(key, l, all, x)
	}
	if _, ok := gate.AsNeeds(err); ok {
		x.problems = []formProblem{{"", v.T("given.needed")}}
		return v.showErase(key, l, all, x)
	}
	if err != nil {
		return err
	}
	return v.erased(key, l, chosen, done)
}

// chosenToErase finds what was chosen, and tells whether anything holds some of
// it: all or nothing is erased.
func chosenToErase(all []register.Erasable, ids []string) (chosen []register.Erasable, blocked bool) {
	for i := range all {
		if slices.Contains(ids, all[i].Category.ID) {
			chosen = append(chosen, all[i])
			blocked = blocked || !mayGo(&all[i])
		}
	}
	return chosen, blocked
}

// erased puts the proof under an address of its own: that of the person may
// lead to nobody now.
func (v *visit) erased(key string, l lookup, chosen []register.Erasable, done register.Receipt) error {
	part := &erasedPart{records: len(done.Records), entry: done.Entry, destroyed: done.Destroyed}
	for _, e := range chosen {
		part.names = append(part.names, e.Category.ID)
	}
	if _, err := v.Registers.Page(v.ctx(), v.work(), l.subject); err == nil {
		part.back = "/lookups/" + key
	} else {
		v.lookups.take(key)
	}
	next := v.newLookup()
	next.erased = part
	return v.see("/lookups/" + v.lookups.put(v.session.ID, next))
}

// showErased shows the proof.
//
// Keeps: HMS-63
func (v *visit) showErased(e *erasedPart) error {
	names := make([]string, 0, len(e.names))
	for _, id := range e.names {
		if c := v.register().Category(id); c != nil {
			names = append(names, lowerFirst(c.Name.In(v.Lang())))
		}
	}
	p := &erasedPage{Page: v.page(v.T("erased.title")), Back: e.back, Lead: v.N("erased.lead", e.records, v.List(names))}
	p.Intent = link{"/entries/" + strconv.FormatInt(e.entry, 10), upperFirst(v.T("entry.number", v.Int64(e.entry)))}
	if e.destroyed > 0 {
		p.Destroyed = link{"/entries/" + strconv.FormatInt(e.destroyed, 10), upperFirst(v.T("entry.number", v.Int64(e.destroyed)))}
	}
	return v.ok("erased", p)
}
