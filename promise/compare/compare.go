// SPDX-License-Identifier: EUPL-1.2

// Package compare says what changed between two releases of an organisation's promise,
// clause by clause and in people's words, and what follows: who is told first, who is
// asked again, and what becomes of data that are held already.
//
// Start with [Releases]. The result is plain data: a page, a command and a version
// history show it as they like; [Comparison.Words] gives it as lines of text. The same
// two releases always give the same comparison, in the same order.
//
// The rules are those of the language: what changed rules what is held already, except
// that a permission covers what it was given for, new purposes and longer keeping need a
// ground and a told person, shorter keeping runs after a preview and a notice period,
// and access that was removed ends at once.
// Law: gdpr 13(3)
// Law: gdpr 14(4)
// Keeps: AMS-107
package compare

import (
	"encoding/hex"
	"slices"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Kind says what happened to a clause.
type Kind string

// What can happen to a clause.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	Changed Kind = "changed"
)

// Comparison is everything that differs between two releases. Texts hold the languages
// that the new release declares.
type Comparison struct {
	// Organisation is the new release's id, Name its name.
	Organisation string
	Name         promise.Text
	// Languages are those of the new release, in declared order.
	Languages []string
	// Old and New are the digests of the two releases, in hexadecimal.
	Old, New string
	// Documents are those with a difference: the organisation, then by id.
	Documents []Document
	// Items are the clauses that differ, in the order of the documents, of the language's
	// sections and of the new file; what was removed follows at the end of its section.
	Items []Item
	// Effects are all effects, in a fixed order of kinds and then of clauses. Those that
	// name an item's clause stand at the item as well.
	Effects []Effect
	// Mistakes are what a release must not do to the one before it: a version that was
	// not raised (E6), an id that came to mean something else (E3).
	Mistakes promise.Problems
}

// Document is one document with a difference.
type Document struct {
	ID    string
	Title promise.Text
	Kind  Kind
	// OldVersion and NewVersion are 0 where there was or is none.
	OldVersion, NewVersion int
	// History are the entries that the new release's document has beyond the old version.
	History []*promise.Change
}

// Item is one clause that differs.
type Item struct {
	// Clause is the full name, which is the anchor in notices: "people/access/carers",
	// "people/data/card.name" for a field, "society/controller" for what has no id.
	Clause            string
	Document, Section string
	Kind              Kind
	Title             promise.Text
	// Before and After are the clause as a sentence; nil where there was or is none.
	Before, After promise.Text
	// Source names the rows the clause comes from, now or else before.
	Source []string
	// Details are the values that differ, in the language's own words, for a change only.
	Details []Detail
	Effects []Effect
}

// Detail is one value of a clause that differs. An empty text means that there was or is
// none.
type Detail struct {
	Key    string `json:"key"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// Effect is something that follows from a difference.
type Effect struct {
	Kind EffectKind
	// Needs says what has to be done before the new release is used; "" when nothing.
	Needs Need
	// Clauses are the full names of the clauses concerned, most telling first.
	Clauses []string
	// Data are the held data concerned, as "register/category" or "register/category.field",
	// in the old release's names. Permissions are "register/permission".
	Data        []string
	Permissions []string
	// Roles, Actions and Purposes ("register/purpose") say, of access that begins or ends,
	// whose it is, to do what, and what for.
	Roles    []string
	Actions  []promise.Action
	Purposes []string
	// Sentence says it, Law cites what asks for it, as clauses cite laws: "gdpr 13(3)".
	Sentence promise.Text
	Law      []string
	// Wait is how long after a preview it takes effect; zero means at once.
	Wait promise.Duration
}

// Need is something that has to be done before a release is used.
type Need string

// What may have to be done first.
const (
	// Tell: the persons concerned are told.
	Tell Need = "tell"
	// Ask: everybody is asked for a new permission.
	Ask Need = "ask"
	// Accept: people who work here read and accept a document again.
	Accept Need = "accept"
	// Decide: somebody has to find a ground, or the held data must stay out of it.
	Decide Need = "decide"
)

// NoticePeriod is how long a preview of a shorter period stands before anything ends
// sooner than was said when it was collected.
var NoticePeriod = promise.Duration{N: 14, Unit: promise.Days}

// Releases compares two releases of one organisation.
func Releases(old, current *promise.Release) *Comparison {
	was, is := old.Digest(), current.Digest()
	c := &Comparison{Organisation: current.Organisation.ID, Languages: slices.Clone(current.Organisation.Languages),
		Old: hex.EncodeToString(was[:]), New: hex.EncodeToString(is[:]), Mistakes: current.Succeeds(old)}
	w := &work{Comparison: c, old: old, new: current}
	c.Name = w.inAll(func(lang string) string { return current.Organisation.Name.In(lang) })
	w.items()
	w.documents()
	w.told()
	w.permissions()
	w.keeping()
	w.held()
	w.access()
	w.rights()
	w.tables()
	w.acceptance()
	w.settle()
	return c
}

// NeedsSomething reports whether somebody must be told, asked or decide before the new
// release is used, or whether it must not replace the old one at all.
func (c *Comparison) NeedsSomething() bool {
	return len(c.Mistakes.Errors()) > 0 || slices.ContainsFunc(c.Effects, func(e Effect) bool { return e.Needs != "" })
}

// Empty reports whether nothing differs.
func (c *Comparison) Empty() bool { return len(c.Items)+len(c.Effects)+len(c.Mistakes) == 0 }

// work is a comparison while it is made.
type work struct {
	*Comparison
	old, new *promise.Release
}

// compile makes the decision tables; nil when a release has none, which its check says.
func compile(r *promise.Release) *rulebook.Rulebook {
	b, _ := rulebook.Compile(r)
	return b
}

// inAll says something in every language of the new release.
func (w *work) inAll(say func(lang string) string) promise.Text {
	out := promise.Text{}
	for _, lang := range w.Languages {
		out[lang] = say(lang)
	}
	return out
}

// effect notes one effect. The phrase is told in every language with the arguments that
// args gives for it.
func (w *work) effect(e Effect, phrase string, args func(v voice) []any) {
	e.Sentence = w.inAll(func(lang string) string {
		v := voice{w.new, w.old, lang}
		if args == nil {
			return v.say(phrase)
		}
		return v.say(phrase, args(v)...)
	})
	w.Effects = append(w.Effects, e)
}

// settle puts the effects into their order and to the items they concern.
func (w *work) settle() {
	slices.SortStableFunc(w.Effects, func(a, b Effect) int { return slices.Index(effectOrder, a.Kind) - slices.Index(effectOrder, b.Kind) })
	for i := range w.Items {
		for _, e := range w.Effects {
			if slices.Contains(e.Clauses, w.Items[i].Clause) {
				w.Items[i].Effects = append(w.Items[i].Effects, e)
			}
		}
	}
}
