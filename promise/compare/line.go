// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"slices"
	"strings"
)

// LineKind says what a line of a comparison is.
type LineKind string

// The kinds of lines.
const (
	LineDocument LineKind = "document"
	LineHistory  LineKind = "history"
	LineItem     LineKind = "item"
	LineBefore   LineKind = "before"
	LineAfter    LineKind = "after"
	LineDetail   LineKind = "detail"
	LineEffects  LineKind = "effects" // the heading above the effects
	LineEffect   LineKind = "effect"
	LineMistakes LineKind = "mistakes" // the heading above the mistakes
	LineMistake  LineKind = "mistake"
	LineNothing  LineKind = "nothing"
)

// Line is one line of a comparison told in words. Level is how far it stands in: 0 for
// documents and headings, 1 for clauses and effects, 2 for what is said of a clause.
type Line struct {
	Kind  LineKind
	Level int
	// Clause is the clause that the line speaks of, "" where it speaks of none.
	Clause string
	Text   string
	// Effect is the effect that a line of kind effect tells, nil for other lines.
	Effect *Effect
}

// Words tells the comparison in a language, line by line: each document with its clauses,
// before and after, then what follows, then what stands in the way. A language that the
// new release does not declare is told in the first one that it does.
// Keeps: AMS-108
func (c *Comparison) Words(lang string) []Line {
	t := telling{Comparison: c, v: voice{lang: c.spoken(lang)}}
	if c.Empty() && len(c.Documents) == 0 {
		return []Line{{Kind: LineNothing, Text: t.v.say("nothing")}}
	}
	for _, d := range c.Documents {
		t.document(d)
	}
	t.effects()
	t.mistakes()
	return t.lines
}

// spoken is the language asked for, or the first declared one.
func (c *Comparison) spoken(lang string) string {
	for _, l := range c.Languages {
		if l == lang {
			return lang
		}
	}
	if len(c.Languages) > 0 {
		return c.Languages[0]
	}
	return "en"
}

// telling is a comparison while it is told.
type telling struct {
	*Comparison
	v     voice
	lines []Line
}

func (t *telling) line(kind LineKind, level int, clause, text string) {
	t.lines = append(t.lines, Line{Kind: kind, Level: level, Clause: clause, Text: text})
}

func (t *telling) document(d Document) {
	title := d.Title[t.v.lang]
	switch d.Kind {
	case Added:
		t.line(LineDocument, 0, d.ID, t.v.say("line-added", title, d.NewVersion))
	case Removed:
		t.line(LineDocument, 0, d.ID, t.v.say("line-removed", title, d.OldVersion))
	default:
		t.line(LineDocument, 0, d.ID, t.v.say("line-version", title, d.NewVersion, d.OldVersion))
	}
	for _, h := range d.History {
		if s := h.Text.In(t.v.lang); s != "" {
			t.line(LineHistory, 1, d.ID+"/history", strings.TrimSpace(string(h.From)+" "+s))
		}
	}
	for _, i := range t.Items {
		if i.Document == d.ID {
			t.item(i)
		}
	}
}

func (t *telling) item(i Item) {
	lang := t.v.lang
	t.line(LineItem, 1, i.Clause, t.v.say("item-"+string(i.Kind))+": "+i.Title[lang])
	before, after := i.Before[lang], i.After[lang]
	switch {
	case i.Kind == Added && after != "":
		t.line(LineAfter, 2, i.Clause, after)
	case i.Kind == Removed && before != "":
		t.line(LineBefore, 2, i.Clause, before)
	case i.Kind == Changed && before != after:
		t.line(LineBefore, 2, i.Clause, t.v.say("before", before))
		t.line(LineAfter, 2, i.Clause, t.v.say("after", after))
	case i.Kind == Changed:
		for _, d := range i.Details {
			t.line(LineDetail, 2, i.Clause, t.v.say("detail", d.Key, d.Before, d.After))
		}
	}
}

func (t *telling) effects() {
	if len(t.Effects) == 0 {
		return
	}
	t.line(LineEffects, 0, "", t.v.say("follows"))
	for i := range t.Effects {
		e := &t.Effects[i]
		t.lines = append(t.lines, Line{Kind: LineEffect, Level: 1, Clause: e.Clause(), Text: t.effectText(e), Effect: e})
	}
}

// effectText is what has to be done first, the sentence, and the articles that ask for
// it. Other laws are named in the sentence.
func (t *telling) effectText(e *Effect) string {
	text := e.Sentence[t.v.lang]
	if e.Needs != "" {
		text = t.v.say("need-"+string(e.Needs)) + ": " + text
	}
	if cites := Cite(slices.DeleteFunc(slices.Clone(e.Law), func(cite string) bool { return !strings.HasPrefix(cite, "gdpr ") })); cites != "" {
		text += " (" + cites + ")"
	}
	return text
}

func (t *telling) mistakes() {
	if len(t.Mistakes) == 0 {
		return
	}
	t.line(LineMistakes, 0, "", t.v.say("mistakes"))
	for _, p := range t.Mistakes {
		t.line(LineMistake, 1, p.Clause, p.String())
	}
}

// Clause is the clause that tells most about the effect, "" when it concerns none.
func (e *Effect) Clause() string {
	if len(e.Clauses) == 0 {
		return ""
	}
	return e.Clauses[0]
}

// Cite writes citations of the GDPR as readers know them, "GDPR 13(3), 14(4)", and others
// by their ids.
func Cite(law []string) string {
	var gdpr, others []string
	for _, cite := range law {
		if article, ok := strings.CutPrefix(cite, "gdpr "); ok {
			gdpr = append(gdpr, article)
		} else {
			others = append(others, cite)
		}
	}
	if len(gdpr) > 0 {
		others = append([]string{"GDPR " + strings.Join(gdpr, ", ")}, others...)
	}
	return strings.Join(others, ", ")
}
