// SPDX-License-Identifier: EUPL-1.2

package promise

import "fmt"

// Succeeds compares a release with the one it is to replace: a document that changed must
// have a higher version (E6), and an id that was used must not come to mean something
// else (E3), because ledger entries of the past name it.
func (r *Release) Succeeds(previous *Release) Problems {
	l := &loading{release: r}
	changed := func(id string, at Pos, now, before int) {
		text, old := r.texts[id], previous.texts[id]
		if old != "" && text != old && now <= before {
			l.error("E6", id, at, fmt.Sprintf("the document changed and its version is still %d; version %d is known already", now, before), "every ledger entry names the version that decided",
				fmt.Sprintf("write version: %d", before+1))
		}
	}
	changed(r.Organisation.ID, r.Organisation.Pos, r.Organisation.Version, previous.Organisation.Version)
	for _, d := range r.RuleDocuments {
		if old := previous.RuleDocument(d.ID); old != nil {
			changed(d.ID, d.Pos, d.Version, old.Version)
		}
	}
	for _, g := range r.Registers {
		old := previous.Register(g.ID)
		if old == nil {
			continue
		}
		changed(g.ID, g.Pos, g.Version, old.Version)
		for _, d := range g.Data {
			if before := old.Category(d.ID); before != nil {
				l.sameMeaning(d, before)
			}
		}
	}
	l.problems.sort()
	return l.problems
}

// sameMeaning reports a category or field whose id came to mean something else.
func (l *loading) sameMeaning(now, before *Category) {
	clause := now.Register + "/data/" + now.ID
	if now.About != before.About || now.Many != before.Many {
		l.error("E3", clause, now.Pos, fmt.Sprintf("the id was used for data about a %s before and stands for data about a %s now", before.About, now.About), "an id is never reused for something else", "choose a new id")
	}
	for _, f := range now.Fields {
		if old := before.Field(f.ID); old != nil && old.Type != f.Type {
			l.error("E3", clause+"."+f.ID, f.Pos, fmt.Sprintf("the id was used for a field of type %s before and stands for one of type %s now", old.Type, f.Type), "an id is never reused for something else", "choose a new id")
		}
	}
}
