// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/promise"
)

// keeping compares how long held categories are kept. Categories whose period changed
// in the same words are told together.
// Law: gdpr 13(2)(a)
// Law: gdpr 5(1)(e)
func (w *work) keeping() {
	var groups []*changedPeriod
	for _, d := range w.heldCategories() {
		before, after := endOf(w.old, d.Qualified()), endOf(w.new, d.Qualified())
		verdict := before.against(after)
		if verdict == 0 {
			continue
		}
		key := periodKey{d.Register, verdict, strings.Join(before.clauses, " "), strings.Join(after.clauses, " ")}
		i := slices.IndexFunc(groups, func(g *changedPeriod) bool { return g.periodKey == key })
		if i < 0 {
			groups = append(groups, &changedPeriod{periodKey: key, before: before, after: after})
			i = len(groups) - 1
		}
		groups[i].data = append(groups[i].data, d.Qualified())
	}
	for _, g := range groups {
		w.period(g)
	}
}

// periodKey is the same for categories that the same clauses keep, then and now.
type periodKey struct {
	register      string
	verdict       verdict
	before, after string
}

type changedPeriod struct {
	periodKey
	before, after end
	data          []string
}

// verdict says how one end lies to another, as a set of bits.
type verdict int

const (
	longer verdict = 1 << iota
	shorter
)

// period notes what a changed period does to held data.
func (w *work) period(g *changedPeriod) {
	names := slices.Clone(g.after.clauses)
	for _, c := range g.before.clauses {
		if !slices.Contains(names, c) {
			names = append(names, c)
		}
	}
	e := Effect{Clauses: names, Data: g.data, Law: []string{"gdpr 13(2)(a)", "gdpr 5(1)(e)"}}
	args := func(v voice) []any {
		return []any{v.categories(g.data), g.before.words(w.old, v.lang), g.after.words(w.new, v.lang)}
	}
	switch {
	case g.verdict == shorter:
		e.Kind, e.Wait = KeptShorter, NoticePeriod
		w.effect(e, "effect-shorter", func(v voice) []any { return append(args(v), NoticePeriod.Words(v.lang)) })
	case g.verdict == longer && len(g.after.laws) > 0:
		e.Kind, e.Needs, e.Law = KeptLonger, Tell, append(e.Law, g.after.laws...)
		w.effect(e, "effect-longer-law", func(v voice) []any { return append(args(v), v.laws(g.after.laws)) })
	case g.verdict == longer:
		e.Kind, e.Needs = KeptLonger, Tell
		w.effect(e, "effect-longer", args)
	default:
		e.Kind, e.Needs, e.Wait = KeptOtherwise, Tell, NoticePeriod
		w.effect(e, "effect-otherwise", func(v voice) []any { return append(args(v), NoticePeriod.Words(v.lang)) })
	}
}

// end is when an item of a category ends: max(L, min(K, M)) with K the latest keep, M the
// earliest at-most and L the latest at-least, each by what it counts from.
type end struct {
	keep, most, least map[string]promise.Span
	review            bool
	laws, clauses     []string
	spans             []*promise.Retention
	register          *promise.Register
}

// endOf collects the spans of every clause that keeps the category or a part of it.
func endOf(r *promise.Release, qualified string) end {
	register, category, _ := strings.Cut(qualified, "/")
	out := end{keep: map[string]promise.Span{}, most: map[string]promise.Span{}, least: map[string]promise.Span{}, register: r.Register(register)}
	for _, x := range out.register.Retention {
		if !slices.ContainsFunc(x.Data, func(ref promise.Ref) bool { return ref.Category == category }) {
			continue
		}
		out.spans, out.clauses = append(out.spans, x), append(out.clauses, register+"/retention/"+x.ID)
		out.review = out.review || x.Review != nil
		put(out.keep, x.Keep, 1)
		put(out.least, x.AtLeast, 1)
		put(out.most, x.AtMost, -1)
		for _, cite := range x.Law {
			if !slices.Contains(out.laws, cite) {
				out.laws = append(out.laws, cite)
			}
		}
	}
	return out
}

// put keeps, of two spans that count from the same, the longer one (sign 1) or the
// shorter one (sign -1).
func put(m map[string]promise.Span, s *promise.Span, sign int) {
	if s == nil {
		return
	}
	from := "after " + s.After
	if s.While != "" {
		from = "while " + s.While
	}
	if old, there := m[from]; !there || sign*reached(*s).Compare(reached(old)) > 0 {
		m[from] = *s
	}
}

// eternity is later than any span ends.
var eternity = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// reached is when a span ends whose event was, or whose state ended, on a day in January.
func reached(s promise.Span) time.Time {
	at := time.Date(2001, 1, 15, 0, 0, 0, 0, time.UTC)
	switch s.Rounded {
	case "year-end":
		at = time.Date(2001, 12, 31, 0, 0, 0, 0, time.UTC)
	case "month-end":
		at = time.Date(2001, 1, 31, 0, 0, 0, 0, time.UTC)
	}
	lasts := s.Lasts
	if s.While != "" {
		lasts = s.Then
	}
	if lasts.IsZero() {
		return at
	}
	if out, ok := lasts.AddTo(at, nil); ok {
		return out
	}
	return eternity
}

// against compares two ends. Where everything counts from the same event it compares
// moments; else span by span, and a span that counts from something else may make some
// items end earlier and others later.
func (e end) against(after end) verdict {
	if from := e.anchors(after); len(from) == 1 && len(e.spans) > 0 && len(after.spans) > 0 {
		return compared(e.moment(from[0]).Compare(after.moment(from[0])))
	}
	var out verdict
	out |= spans(e.keep, after.keep, longer, shorter)
	out |= spans(e.least, after.least, longer, shorter)
	out |= spans(e.most, after.most, shorter, longer)
	if len(e.keep)+len(e.most) > 0 && len(after.keep)+len(after.most) == 0 {
		out = longer // nothing but a person's decision ends it now
	}
	if len(e.keep)+len(e.most) == 0 && len(after.keep)+len(after.most) > 0 {
		out = shorter
	}
	return out
}

// compared turns the order of two moments, then and now, into a verdict.
func compared(order int) verdict {
	switch {
	case order < 0:
		return longer
	case order > 0:
		return shorter
	}
	return 0
}

// anchors lists what any of the spans counts from, then and now.
func (e end) anchors(other end) []string {
	all := map[string]bool{}
	for _, m := range []map[string]promise.Span{e.keep, e.most, e.least, other.keep, other.most, other.least} {
		for from := range m {
			all[from] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// moment is max(L, min(K, M)) when everything counts from the same.
func (e end) moment(from string) time.Time {
	ends := eternity
	for _, m := range []map[string]promise.Span{e.keep, e.most} {
		if s, there := m[from]; there && reached(s).Before(ends) {
			ends = reached(s)
		}
	}
	if s, there := e.least[from]; there && (ends.Equal(eternity) || reached(s).After(ends)) {
		ends = reached(s) // without a reason or a ceiling a person decides from then on
	}
	return ends
}

// spans compares one kind of spans: more says what a span that was added means, less
// what one that was taken out does.
func spans(before, after map[string]promise.Span, more, less verdict) verdict {
	var out verdict
	for from, s := range after {
		old, there := before[from]
		if !there {
			out |= more
			continue
		}
		out |= compared(reached(old).Compare(reached(s)))
	}
	for from := range before {
		if _, there := after[from]; !there {
			out |= less
		}
	}
	return out
}

// words says the periods of all clauses.
func (e end) words(r *promise.Release, lang string) string {
	var out []string
	for _, x := range e.spans {
		if s := r.Period(e.register, x, lang); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " / ")
}

// lasting is when a length of time ends that began on a fixed day, so that two of them
// can be compared.
func lasting(d promise.Duration) time.Time { return reached(promise.Span{Lasts: d}) }
