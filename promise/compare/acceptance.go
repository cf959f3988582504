// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// acceptance finds who reads and accepts a rule document again. Where acceptance follows
// the content, a version that its history calls technical asks nobody.
// Keeps: TAM-01
// Keeps: TAM-292
func (w *work) acceptance() {
	for _, d := range w.new.RuleDocuments {
		old := w.old.RuleDocument(d.ID)
		if d.Acceptance == nil || old != nil && old.Acceptance != nil && old.Version == d.Version && slices.Equal(old.Acceptance.Who, d.Acceptance.Who) {
			continue
		}
		again := old == nil || old.Acceptance == nil || d.AcceptVersion() > old.Version
		e := Effect{Kind: AcceptAgain, Needs: Accept, Clauses: append([]string{d.Acceptance.Clause}, w.changedIn(d.ID)...)}
		switch who := newcomers(w.old, old, w.new, d); {
		case again:
			w.accept(e, d, "effect-accept-again", d.Acceptance.Who)
		case len(who) > 0:
			w.accept(e, d, "effect-accept-again", who)
		default:
			e.Kind, e.Needs = AcceptStands, ""
			w.effect(e, "effect-accept-stands", func(v voice) []any { return []any{v.quote(v.text(d.Name)), d.Version} })
		}
	}
}

func (w *work) accept(e Effect, d *promise.RuleDocument, phrase string, who []string) {
	w.effect(e, phrase, func(v voice) []any { return []any{v.quote(v.text(d.Name)), d.AcceptVersion(), v.roles(who)} })
}

// changedIn names the clauses of a document that differ, which is what its readers look
// at first.
func (w *work) changedIn(document string) []string {
	var out []string
	for _, i := range w.Items {
		if i.Document == document && i.Section != "acceptance" {
			out = append(out, i.Clause)
		}
	}
	return out
}

// newcomers lists the roles that accept a document now and did not before, themselves or
// through a role above them.
func newcomers(old *promise.Release, before *promise.RuleDocument, current *promise.Release, after *promise.RuleDocument) []string {
	if before == nil || before.Acceptance == nil {
		return nil
	}
	asked := map[string]bool{}
	for _, id := range before.Acceptance.Who {
		for _, role := range old.Organisation.RolesBelow(id) {
			asked[role] = true
		}
	}
	var out []string
	for _, id := range after.Acceptance.Who {
		if slices.ContainsFunc(current.Organisation.RolesBelow(id), func(role string) bool { return !asked[role] && old.Organisation.Role(role) != nil }) {
			out = append(out, id)
		}
	}
	return out
}
