// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

const revealAction = rulebook.Reveal

// sortBy sorts stably.
func sortBy[T any](s []T, by func(a, b T) int) { slices.SortStableFunc(s, by) }

// rules says who else may open what is on the page, by the promise alone: the
// same people stand once, with all they may open and the clauses that let them.
func (b *subjectBuilder) rules() {
	b.out.Until = b.endOf(b.key)
	for _, c := range b.book.Clauses() {
		if c.Verb != promise.Allow || c.Derived || !c.Covers(rulebook.Open) || c.Register != b.register().ID {
			continue
		}
		var who, what []string
		for _, id := range c.Who {
			who = append(who, b.whoName(id))
		}
		for _, sec := range b.preview.Sections {
			if coversData(c, sec.Category.ID) {
				what = append(what, sec.Category.Name.In(b.Lang()))
			}
		}
		if len(what) > 0 {
			b.other(b.List(who), what, c)
		}
	}
	for i := range b.out.Others {
		o := &b.out.Others[i]
		if o.What = b.T("subject.others.all"); len(o.categories) < len(b.preview.Sections) {
			for k := range o.categories {
				o.categories[k] = lowerFirst(o.categories[k])
			}
			o.What = upperFirst(b.List(o.categories)) + "."
		}
	}
}

func (b *subjectBuilder) other(who string, what []string, c *rulebook.Clause) {
	at := slices.IndexFunc(b.out.Others, func(o othersView) bool { return o.Who == who })
	if at < 0 {
		at = len(b.out.Others)
		b.out.Others = append(b.out.Others, othersView{Who: who})
	}
	o := &b.out.Others[at]
	for _, w := range what {
		if !slices.Contains(o.categories, w) {
			o.categories = append(o.categories, w)
		}
	}
	o.Chips = append(o.Chips, b.chip(c))
}

func coversData(c *rulebook.Clause, category string) bool {
	return slices.ContainsFunc(c.Data, func(r promise.Ref) bool { return r.Category == category })
}

func (v *visit) whoName(id string) string {
	if id == promise.Everyone {
		return v.T("role.everyone")
	}
	return v.roleName(id)
}

// endOf says when a look-up's address stops working.
func (v *visit) endOf(key string) string {
	return v.Clock(v.Server.Config.Clock.Now().Add(v.lookups.left(key)))
}

// extractLink offers who-looked where the reader's role may hand it out.
//
// Keeps: HMS-39
func (b *subjectBuilder) extractLink() {
	if p := b.extractPurpose(); p != nil && b.preview.About.Personal() {
		b.out.Extract, b.out.ExtractPurpose = b.path+"/extract", p.Name.In(b.Lang())
	}
}

// extractPurpose is the purpose of the log under which the reader's role may
// hand out an extract: the one that answers such requests.
func (v *visit) extractPurpose() *promise.Purpose {
	g := v.release.Register(gate.LogRegister)
	if g == nil {
		return nil
	}
	for _, p := range g.Purposes {
		for _, c := range g.Data {
			if slices.Contains(p.Answers, "log-extract") && v.could(v.session.Role, p.Qualified(), c.Qualified(), rulebook.Export) {
				return p
			}
		}
	}
	return nil
}

// untilText says how long something is kept.
func (v *visit) untilText(u *register.Until) string {
	switch {
	case u.At.IsZero():
		return v.T("kept.open")
	case u.Floor:
		return v.T("kept.at-least", v.Day(u.At))
	}
	return v.T("kept.until", v.Day(u.At))
}

// retentionSentence puts a clause of retention into words.
func (v *visit) retentionSentence(name string) string {
	parts := strings.Split(name, "/")
	if len(parts) != 3 {
		return name
	}
	g := v.release.Register(parts[0])
	if g == nil || g.Span(parts[2]) == nil {
		return name
	}
	return v.release.RetentionSentence(g, g.Span(parts[2]), v.Lang())
}

func (v *visit) writtenText(rec register.Record) string {
	who := rec.AuthorName
	if who == "" {
		who = v.T("role.system")
	}
	return v.T("record.by", who, v.Moment(rec.Written))
}

// originText says where a record came from, down to the row of the list.
//
// Keeps: HMS-07
func (v *visit) originText(rec register.Record) string {
	if rec.Origin == nil || rec.OriginText == "" {
		return ""
	}
	day, _ := time.ParseInLocation(time.DateOnly, rec.Origin.Day, v.Zone())
	from := lowerFirst(rec.OriginText)
	switch {
	case rec.Origin.Row > 0 && !day.IsZero():
		return v.T("origin.row-day", from, v.Int(rec.Origin.Row), v.Day(day))
	case rec.Origin.Row > 0:
		return v.T("origin.row", from, v.Int(rec.Origin.Row))
	}
	return v.T("origin.plain", from)
}
