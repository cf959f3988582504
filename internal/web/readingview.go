// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/compare"
)

// readingPage is one rule document to be read, in chapters.
type readingPage struct {
	Page
	Lead, Owner, Version string
	State                mark
	StateText            string
	Blocked              bool
	Since                []editionView // what changed since the version that was accepted
	Differences          []difference
	Contents             []nameText // chapters, by anchor
	Parts                []rulePart
	Rules                []ruleLine
	Form                 *acceptForm
	History              []editionView
}

// rulePart is a chapter's heading, a clause, or the end of nothing: a flat list
// is what a template can draw at any depth.
type rulePart struct {
	Anchor, Heading string
	Deep            bool // a chapter within a chapter
	Text, Support   string
	Chip            *chip
}

type ruleLine struct {
	Sentence string
	Chip     *chip
}

type editionView struct{ Version, When, Who, Kind, Text string }

type difference struct {
	Kind          mark
	Title         string
	Before, After string
}

type acceptForm struct {
	Action, Ref, Lead string
	Attest            []input
	Agree             []input
}

// showReading draws the document; t is what the reader tried, nil for nothing.
func (v *visit) showReading(status int, x accounts.Reading, t *tried) error {
	d := x.Document
	p := &readingPage{Page: v.page(d.Name.In(v.Lang())), Lead: d.Text.In(v.Lang()), Owner: v.ownerName(d), Version: v.versionText(d),
		State: v.readingMark(x.State), Blocked: x.Blocks, History: v.changesAfter(d, 0)}
	p.Density = "roomy"
	p.StateText = v.readingText(x)
	if x.Accepted != nil {
		p.Since = v.changesAfter(d, x.Accepted.Version)
		p.Differences = v.differences(x)
	}
	v.parts(p, d, "", false)
	for _, c := range d.Rules {
		p.Rules = append(p.Rules, ruleLine{c.Sentence(v.Lang()), v.chipNamed(d.ID+"/rules/"+c.ID, c.Sentence(v.Lang()))})
	}
	if x.State == accounts.ReadingDue || x.State == accounts.ReadingOverdue {
		p.Form = v.acceptForm(p, x, t)
	}
	v.show(status, "reading", p)
	return nil
}

// readingText says where the reader stands with a document.
func (v *visit) readingText(x accounts.Reading) string {
	switch {
	case x.State == accounts.ReadingAccepted:
		return v.T("rules.accepted", x.Accepted.Version, v.Day(x.Accepted.At))
	case x.State == accounts.ReadingFree:
		return v.T("rules.free")
	case x.State == accounts.ReadingOverdue:
		return v.T("rules.overdue", v.Day(lastDay(x)))
	case x.Blocks:
		return v.T("rules.blocks")
	case !x.Until.IsZero() && x.Document.Acceptance.BeforeAccess:
		return v.T("rules.grace", v.Day(lastDay(x)))
	case !x.Until.IsZero():
		return v.T("rules.until", v.Day(lastDay(x)))
	}
	return v.T("rules.state.due")
}

// lastDay is the last moment that is still in time.
func lastDay(x accounts.Reading) time.Time { return x.Until.Add(-time.Second) }

func (v *visit) versionText(d *promise.RuleDocument) string {
	for _, h := range d.History {
		if h.Version == d.Version {
			return v.T("rules.version-from", d.Version, v.DateText(string(h.From)))
		}
	}
	return v.T("rules.version", d.Version)
}

// changesAfter are the entries of a document's history after a version, newest first.
//
// Keeps: TAM-293
func (v *visit) changesAfter(d *promise.RuleDocument, version int) (out []editionView) {
	for i := len(d.History) - 1; i >= 0; i-- {
		h := d.History[i]
		if h.Version <= version {
			continue
		}
		who := h.Body.In(v.Lang())
		if h.By != "" {
			who = v.roleName(h.By)
		}
		out = append(out, editionView{Version: v.T("rules.version", h.Version), When: v.DateText(string(h.From)), Who: who, Kind: v.T("rules.change." + h.Kind), Text: h.Text.In(v.Lang())})
	}
	return out
}

// differences compares the document with the one that the reader accepted,
// clause by clause. A promise that can no longer be read leaves the history's
// own words.
func (v *visit) differences(x accounts.Reading) (out []difference) {
	if x.Accepted.Version >= x.Document.Version {
		return nil
	}
	old, err := v.Accounts.ReadUnder(v.ctx(), *x.Accepted)
	if err != nil {
		v.Log.Warn("the promise of an earlier acceptance cannot be read", "error", err)
		return nil
	}
	for _, i := range compare.Releases(old, v.release).Items {
		if i.Document == x.Document.ID {
			out = append(out, difference{mark{map[compare.Kind]string{compare.Removed: "bad", compare.Changed: "known"}[i.Kind], v.T("rules.differs." + string(i.Kind))},
				i.Title.In(v.Lang()), i.Before.In(v.Lang()), i.After.In(v.Lang())})
		}
	}
	return out
}

// parts flattens the chapters under a clause into the order in which they are read.
func (v *visit) parts(p *readingPage, d *promise.RuleDocument, under string, deep bool) {
	for _, c := range d.Below(under) {
		part := rulePart{Anchor: c.ID, Deep: deep, Text: c.Text.In(v.Lang())}
		if c.Support == "" {
			part.Heading = c.Name.In(v.Lang())
			if !deep {
				p.Contents = append(p.Contents, nameText{c.ID, part.Heading})
			}
		} else {
			part.Support = v.T("rules.support." + c.Support)
			if c.When != "" {
				part.Support = v.T("rules.support.when", part.Support, v.T("rules.when."+c.When))
			}
			part.Chip = v.chipNamed(d.ID+"/conduct/"+c.ID, part.Text)
			part.Chip.Href = "/rules/" + d.ID + "#" + c.ID
		}
		p.Parts = append(p.Parts, part)
		v.parts(p, d, c.ID, true)
	}
}

// acceptForm asks for each clause that is confirmed by itself, and then for the
// whole. What was ticked stays so.
func (v *visit) acceptForm(p *readingPage, x accounts.Reading, t *tried) *acceptForm {
	d := x.Document
	f := &acceptForm{Action: "/rules/" + d.ID, Ref: x.Ref}
	if n := len(d.Attested()); n > 0 {
		f.Lead = v.N("rules.confirm", n)
	}
	var problems []formProblem
	tick := func(id, name, label, missing string, ticked bool) input {
		in := input{Kind: "check", ID: id, Name: name, Label: label}
		if ticked {
			in.Value = "yes"
		} else if t != nil && !t.changed {
			in.Problem = missing
			problems = append(problems, formProblem{id, missing})
		}
		in.describe()
		return in
	}
	for _, c := range d.Attested() {
		label := c.Text.In(v.Lang())
		f.Attest = append(f.Attest, tick("attest-"+c.ID, "attest-"+c.ID, label, v.T("rules.confirm.missing"), t != nil && t.ticked[c.ID]))
	}
	agree := d.Acceptance.Text.In(v.Lang())
	if agree == "" {
		agree = v.T("rules.agree")
	}
	f.Agree = []input{tick("agree", "agree", agree, v.T("rules.agree.missing"), t != nil && t.ticked["agree"])}
	if t != nil && t.changed {
		problems = append(problems, formProblem{"", v.T("rules.changed")})
	}
	if len(problems) > 0 {
		v.problems(&p.Page, problems...)
	}
	return f
}
