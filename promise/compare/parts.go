// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// part is one clause of one release, ready to be compared: its place, its name, how it
// is said, and the declared value that tells whether it is the same.
type part struct {
	clause, document, section string
	title                     promise.Text
	say                       func(v voice) string
	value                     any
	source                    []string
}

// inventory collects the parts of one document.
type inventory struct {
	document string
	parts    []part
}

// each adds the clauses of one section that is a map of ids. Every declaration has an
// Origin, which names the clause and so its document: roles, laws and others may be
// declared by a rule document. Most have a Name for people.
func each[T any](n *inventory, section string, list []*T, say func(v voice, x *T) string) {
	for _, x := range list {
		declared := reflect.ValueOf(x).Elem()
		origin := declared.FieldByName("Origin").Interface().(promise.Origin)
		document, _, _ := strings.Cut(origin.Clause, "/")
		p := part{clause: origin.Clause, document: document, section: section, say: func(v voice) string { return say(v, x) }, value: x, source: origin.Source}
		if name := declared.FieldByName("Name"); name.IsValid() {
			p.title, _ = name.Interface().(promise.Text)
		}
		n.parts = append(n.parts, p)
	}
}

// one adds a clause that has no id of its own, if it says anything.
func (n *inventory) one(section string, value any, origin promise.Origin, say func(v voice) string) {
	if len(differences(nil, value)) == 0 {
		return
	}
	clause := n.document
	if section != "" {
		clause += "/" + section
	}
	n.parts = append(n.parts, part{clause: clause, document: n.document, section: section, say: say, value: value, source: origin.Source})
}

// inventoryOf lists every clause of a release, by document, in fixed order. What a
// register takes over from the organisation, and the organisation from a rule document,
// is listed once, under the document that declares it.
func inventoryOf(r *promise.Release) [][]part {
	lists := [][]part{organisationParts(r.Organisation)}
	for _, g := range r.Registers {
		lists = append(lists, registerParts(g))
	}
	for _, d := range r.RuleDocuments {
		lists = append(lists, ruleParts(d))
	}
	seen := map[string]bool{}
	for i, list := range lists {
		lists[i] = slices.DeleteFunc(list, func(p part) bool {
			again := seen[p.clause]
			seen[p.clause] = true
			return again
		})
	}
	return lists
}

// items compares the two inventories.
func (w *work) items() {
	before, after := byDocument(inventoryOf(w.old)), byDocument(inventoryOf(w.new))
	for _, id := range documentOrder(w.old, w.new) {
		w.Items = append(w.Items, w.compareParts(before[id], after[id])...)
	}
}

func byDocument(all [][]part) map[string][]part {
	out := map[string][]part{}
	for _, parts := range all {
		for _, p := range parts {
			out[p.document] = append(out[p.document], p)
		}
	}
	return out
}

// documentOrder lists the documents of both releases: the organisation first, then by id.
func documentOrder(old, current *promise.Release) []string {
	seen := map[string]bool{}
	for _, r := range []*promise.Release{old, current} {
		for _, id := range documentIDs(r) {
			seen[id] = true
		}
	}
	var out []string
	for _, id := range []string{current.Organisation.ID, old.Organisation.ID} {
		if seen[id] {
			out = append(out, id)
			delete(seen, id)
		}
	}
	return append(out, slices.Sorted(maps.Keys(seen))...)
}

// compareParts compares the clauses of one document, section by section in the order in
// which the sections come; what was removed follows at the end of its section.
func (w *work) compareParts(before, after []part) []Item {
	was, is := map[string]part{}, map[string]part{}
	var sections []string
	for _, list := range [][]part{after, before} {
		for _, p := range list {
			if !slices.Contains(sections, p.section) {
				sections = append(sections, p.section)
			}
		}
	}
	slices.SortStableFunc(sections, func(a, b string) int { return slices.Index(sectionOrder, a) - slices.Index(sectionOrder, b) })
	for _, p := range before {
		was[p.clause] = p
	}
	for _, p := range after {
		is[p.clause] = p
	}
	var out []Item
	for _, section := range sections {
		for _, p := range after {
			if p.section != section {
				continue
			}
			if old, there := was[p.clause]; !there {
				out = append(out, w.item(Added, nil, &p, nil))
			} else if details := differences(old.value, p.value); len(details) > 0 {
				out = append(out, w.item(Changed, &old, &p, details))
			}
		}
		for _, p := range before {
			if _, there := is[p.clause]; p.section == section && !there {
				out = append(out, w.item(Removed, &p, nil, nil))
			}
		}
	}
	return out
}

func (w *work) item(kind Kind, old, current *part, details []Detail) Item {
	p := current
	if p == nil {
		p = old
	}
	i := Item{Clause: p.clause, Document: p.document, Section: p.section, Kind: kind, Source: p.source, Details: details}
	i.Title = w.inAll(func(lang string) string {
		if t := p.title.In(lang); t != "" {
			return t
		}
		return voice{release: w.new, lang: lang}.word("section", p.section)
	})
	if old != nil {
		i.Before = w.inAll(func(lang string) string { return old.say(voice{release: w.old, lang: lang}) })
	}
	if current != nil {
		i.After = w.inAll(func(lang string) string { return current.say(voice{release: w.new, lang: lang}) })
	}
	return i
}
