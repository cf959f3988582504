// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/register"
)

// entryPage answers "why could this be seen?" out of the public part of one
// ledger entry: nothing about a person stands in it.
type entryPage struct {
	Page
	Lead, Sentence string
	Chip           *chip
	Lines          []nameText
	Facts          []factView
	Rule           []nameText
}

type factView struct{ Name, State, Word string }

func (s *Server) entry(v *visit) error {
	n, err := strconv.ParseInt(v.r.PathValue("entry"), 10, 64)
	if err != nil || n < 0 {
		return errs.New(errs.NotFound, "error.no-entry", "no such entry number")
	}
	x, err := s.Registers.Explain(v.ctx(), n)
	if err != nil {
		return err
	}
	p := &entryPage{Page: v.page(v.T("entry.title", v.Int64(n))), Lead: v.T("entry.lead")}
	v.entryLines(p, x)
	v.entryRule(p, x)
	for _, f := range x.Facts {
		fv := factView{Name: upperFirst(v.release.Fact(f.Name, v.Lang())), State: "none", Word: v.T("entry.false")}
		if f.True {
			fv.State, fv.Word = "new", v.T("entry.true")
		}
		p.Facts = append(p.Facts, fv)
	}
	return v.ok("entry", p)
}

func (v *visit) entryLines(p *entryPage, x *register.Explanation) {
	add := func(key, text string) {
		if text != "" {
			p.Lines = append(p.Lines, nameText{v.T(key), text})
		}
	}
	e := &x.Entry
	add("entry.when", v.Moment(e.Time))
	add("entry.kind", v.T("entry.kind."+e.Kind.String()))
	if o := e.Outcome.String(); o != "" && o != "none" {
		add("entry.outcome", v.T("entry.outcome."+o))
	}
	if e.Action != "" {
		add("entry.action", upperFirst(v.actionName(e.Action)))
	}
	if e.Purpose != "" {
		add("entry.purpose", v.purposeName(e.Purpose))
	}
}

func (v *visit) entryRule(p *entryPage, x *register.Explanation) {
	add := func(key, text string) {
		if text != "" {
			p.Rule = append(p.Rule, nameText{v.T(key), text})
		}
	}
	if c := x.Clause; c != nil {
		p.Chip, p.Sentence = v.chip(c), c.Sentence(v.Lang())
		add("entry.source", strings.Join(c.Source, ", "))
		add("entry.assumed", c.Assumed)
		add("entry.law", strings.Join(v.lawNames(c.Law), ", "))
		if c.Pos.File != "" {
			add("entry.file", fmt.Sprintf("%s:%d", c.Pos.File, c.Pos.Line))
		}
	} else if x.ClauseName != "" {
		p.Chip = v.chipNamed(x.ClauseName, v.T("extract.old-clause"))
	}
	if strings.Trim(x.Digest, "0-") != "" {
		word := v.T("entry.past")
		if x.InForce {
			word = v.T("entry.in-force")
		}
		add("entry.rulebook", x.Digest+" ("+word+")")
	}
}
