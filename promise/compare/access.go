// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"cmp"
	"maps"
	"slices"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// act is one cell of the decision table: who, for what, which data, doing what.
type act struct {
	category, purpose, role string
	action                  promise.Action
}

// access compares who can do what with held data, by the two compiled decision tables:
// so a change of the roles' tree, of a forbid or of a fact shows as well as a change of
// an access clause. The system's own upkeep is left out.
// Law: gdpr 25(2)
// Law: gdpr 32
func (w *work) access() {
	old, current := compile(w.old), compile(w.new)
	if old == nil || current == nil {
		return
	}
	t := tables{work: w, old: old, new: current, partial: map[*rulebook.Rulebook][]partial{old: partials(old), current: partials(current)}}
	t.inside, t.outside = t.places(false), t.places(true)
	var begins, ends []grant
	for _, a := range t.acts() {
		begin, end := t.compare(a)
		begins, ends = append(begins, begin...), append(ends, end...)
	}
	for _, g := range joinGrants(begins) {
		w.grantEffect(AccessBegins, g, "effect-access-begins", "effect-access-more", []string{"gdpr 25(2)"})
	}
	for _, g := range joinGrants(ends) {
		w.grantEffect(AccessEnds, g, "effect-access-ends", "effect-access-fewer", []string{"gdpr 32"})
	}
}

func (w *work) grantEffect(kind EffectKind, g grant, whole, partly string, law []string) {
	phrase := partly
	if g.whole {
		phrase = whole
	}
	w.effect(Effect{Kind: kind, Clauses: g.clauses, Data: g.data, Roles: g.roles, Actions: g.actions, Purposes: g.purposes, Law: law}, phrase, func(v voice) []any {
		var acts, purposes []string
		for _, a := range g.actions {
			acts = append(acts, promise.ActionName(a, v.lang))
		}
		for _, p := range g.purposes {
			purposes = append(purposes, v.purpose(p))
		}
		return []any{v.roles(w.topRoles(g.roles)), v.join(acts), v.categories(g.data), v.quoted(purposes)}
	})
}

// topRoles leaves out roles that stand under another one of the list.
func (w *work) topRoles(roles []string) []string {
	var out []string
	for _, id := range roles {
		under := slices.ContainsFunc(roles, func(other string) bool {
			return other != id && (w.new.Organisation.IsRole(id, other) || w.new.Organisation.Role(id) == nil && w.old.Organisation.IsRole(id, other))
		})
		if !under {
			out = append(out, id)
		}
	}
	return out
}

// tables are the two decision tables with what is asked of them.
type tables struct {
	*work
	old, new *rulebook.Rulebook
	// inside and outside are where an act can take place: within the house, and for acts
	// that take data out with each receiver that some clause names.
	inside, outside []place
	partial         map[*rulebook.Rulebook][]partial
}

// acts lists the cells over held data in which either table has an allow, in fixed order.
func (t tables) acts() []act {
	set := map[act]bool{}
	for _, b := range []*rulebook.Rulebook{t.old, t.new} {
		for _, c := range b.Clauses() {
			if c.Verb == promise.Allow && !c.Derived {
				t.addActs(set, b.Release(), c)
			}
		}
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b act) int {
		return cmp.Or(t.order((*rulebook.Rulebook).Category, a.category, b.category), t.order((*rulebook.Rulebook).Purpose, a.purpose, b.purpose),
			t.order((*rulebook.Rulebook).Role, a.role, b.role), cmp.Compare(a.action, b.action))
	})
}

// order compares two names by their places in the new files, then in the old ones.
func (t tables) order(code func(*rulebook.Rulebook, string) rulebook.Code, a, b string) int {
	rank := func(name string) int {
		if c := code(t.new, name); c != 0 {
			return int(c)
		}
		return 1<<16 + int(code(t.old, name))
	}
	return cmp.Compare(rank(a), rank(b))
}

func (t tables) addActs(set map[act]bool, r *promise.Release, c *promise.Clause) {
	scope := r.Coverage(c)
	for _, p := range scope.Pairs {
		id := p.Category.Qualified()
		if t.work.old.Category(id) == nil || t.work.new.Category(id) == nil {
			continue
		}
		for _, role := range scope.Roles {
			for _, a := range c.Actions {
				if role != promise.SystemRole && p.Takes(a) && promise.MayAct(role, p.Purpose) {
					set[act{id, p.Purpose, role, a}] = true
				}
			}
		}
	}
}

// compare asks both tables under every combination of the facts that matter to them, and
// returns what the cell gives now and did not, and the other way round.
func (t tables) compare(a act) (begins, ends []grant) {
	was, is := t.query(t.old, a), t.query(t.new, a)
	shared := t.sharedFields(a)
	seen := make([]seenField, len(shared))
	facts := factsOf(t.old, was, t.new, is)
	where := t.inside
	if a.action.Outward() {
		where = t.outside
	}
	for _, place := range where {
		for _, truth := range combinations(facts) {
			x, y := t.decide(t.old, was, place, truth), t.decide(t.new, is, place, truth)
			for i, f := range shared {
				seen[i].note(x, y, x.Allowed && x.Fields&(1<<f.old) != 0, y.Allowed && y.Fields&(1<<f.new) != 0)
			}
		}
	}
	return t.grants(a, shared, seen)
}

// seenField is what was seen of one field in one cell, then and now.
type seenField struct {
	before, after bool     // it could be seen in some case
	gained, lost  []string // the clauses that decided where it differs
}

func (s *seenField) note(x, y rulebook.Decision, before, after bool) {
	s.before, s.after = s.before || before, s.after || after
	switch {
	case after && !before:
		s.gained = with(s.gained, y.Clause.Name)
		if !x.Silent && !x.Allowed {
			s.gained = with(s.gained, x.Clause.Name) // the forbid that stood in the way
		}
	case before && !after:
		s.lost = with(s.lost, x.Clause.Name)
		if !y.Silent && !y.Allowed {
			s.lost = with(s.lost, y.Clause.Name)
		}
	}
}

func with(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

func (t tables) query(b *rulebook.Rulebook, a act) rulebook.Query {
	return rulebook.Query{Role: b.Role(a.role), Purpose: b.Purpose(a.purpose), Category: b.Category(a.category), Action: a.action}
}

// sharedField is a field that both releases have, with its bit in each.
type sharedField struct {
	id       string
	old, new uint
}

// sharedFields are those that the act can show in either release.
func (t tables) sharedFields(a act) []sharedField {
	before, after := t.work.old.Category(a.category), t.work.new.Category(a.category)
	var out []sharedField
	for _, f := range before.Fields {
		x, _ := before.FieldBit(f.ID)
		y, there := after.FieldBit(f.ID)
		if there && (before.ShownWith(a.action)&(1<<x) != 0 || after.ShownWith(a.action)&(1<<y) != 0) {
			out = append(out, sharedField{f.ID, x, y})
		}
	}
	return out
}

// factsOf lists the facts that can change either answer.
func factsOf(old *rulebook.Rulebook, was rulebook.Query, current *rulebook.Rulebook, is rulebook.Query) []string {
	set := map[string]bool{}
	for _, name := range slices.Concat(old.Facts(old.Needs(was)), current.Facts(current.Needs(is))) {
		set[name] = true
	}
	return slices.Sorted(maps.Keys(set))
}

// allCombinations is up to how many facts every combination is asked.
const allCombinations = 10

// combinations lists sets of facts that hold: every one of them for the few facts that a
// cell mostly depends on; for many, none, all, and each one or two by themselves or left
// out, which is what clauses ask for.
func combinations(facts []string) []map[string]bool {
	var out []map[string]bool
	if len(facts) <= allCombinations {
		for set := range 1 << len(facts) {
			out = append(out, factSet(facts, func(i int) bool { return set&(1<<i) != 0 }))
		}
		return out
	}
	for i := range facts {
		for j := i; j < len(facts); j++ {
			out = append(out, factSet(facts, func(k int) bool { return k == i || k == j }), factSet(facts, func(k int) bool { return k != i && k != j }))
		}
	}
	return append(out, factSet(facts, func(int) bool { return false }), factSet(facts, func(int) bool { return true }))
}

func factSet(facts []string, holds func(i int) bool) map[string]bool {
	out := map[string]bool{}
	for i, name := range facts {
		out[name] = holds(i)
	}
	return out
}

// place is a receiver and a unit by id, "" for none.
type place struct{ to, unit string }

// places lists the receivers and units that some clause makes a difference for.
func (t tables) places(outward bool) []place {
	parties, units := []string{""}, []string{""}
	for _, b := range []*rulebook.Rulebook{t.old, t.new} {
		o := b.Release().Organisation
		for _, c := range b.Clauses() {
			for _, id := range c.To {
				for _, x := range o.PartiesBelow(id) {
					parties = with(parties, x)
				}
			}
			for _, id := range c.Units {
				for _, x := range o.UnitsBelow(id) {
					units = with(units, x)
				}
			}
		}
	}
	if !outward {
		parties = parties[:1]
	}
	var out []place
	for _, p := range parties {
		for _, u := range units {
			out = append(out, place{p, u})
		}
	}
	return out
}

func (t tables) decide(b *rulebook.Rulebook, q rulebook.Query, p place, truth map[string]bool) rulebook.Decision {
	q.To, q.Unit = b.Party(p.to), b.Unit(p.unit)
	var f rulebook.Facts
	for name, holds := range truth {
		if bit, there := b.FactBit(name); there {
			f.Known |= 1 << bit
			if holds {
				f.True |= 1 << bit
			}
		}
	}
	return b.Decide(q, f)
}
