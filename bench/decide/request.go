// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"math/rand/v2"
	"slices"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Request is one question, in the words of the promise. A fact that is not in
// Known is one that could not be found out.
type Request struct {
	Role, Purpose, Category string // purpose and category qualified
	Action                  promise.Action
	To, Unit                string // "" for none
	Known                   map[string]bool
}

// asker draws requests about a world. Most are aimed at some clause, so that
// the answers are not all silence; one in five is wholly at random.
type asker struct {
	w          *World
	rnd        *rand.Rand
	aims       []aim
	roles      []string
	purposes   []string
	categories []string
	actions    []promise.Action
	parties    []string
	units      []string
}

// aim is what one clause covers.
type aim struct {
	clause *promise.Clause
	promise.Coverage
}

func newAsker(w *World, seed uint64) *asker {
	a := &asker{w: w, rnd: rand.New(rand.NewPCG(seed, 1)), parties: []string{""}, units: []string{""},
		actions: []promise.Action{rulebook.Find, rulebook.Open, rulebook.Reveal, rulebook.Add, rulebook.Correct, rulebook.Erase, rulebook.Export, rulebook.Disclose, rulebook.Count}}
	for _, c := range w.Book.Clauses() {
		if v := w.Release.Coverage(c); len(v.Roles) > 0 && len(v.Pairs) > 0 && len(c.Actions) > 0 {
			a.aims = append(a.aims, aim{c, v})
		}
	}
	for _, r := range w.Release.Organisation.Roles {
		a.roles = append(a.roles, r.ID)
	}
	for _, g := range w.Release.Registers {
		for _, p := range g.Purposes {
			a.purposes = append(a.purposes, p.Qualified())
		}
		for _, c := range g.Data {
			a.categories = append(a.categories, c.Qualified())
		}
	}
	for _, p := range w.Release.Organisation.Parties {
		a.parties = append(a.parties, p.ID)
	}
	for _, u := range w.Release.Organisation.Units {
		a.units = append(a.units, u.ID)
	}
	return a
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// next draws one request.
func (a *asker) next() Request {
	q := Request{Role: pick(a.rnd, a.roles), Purpose: pick(a.rnd, a.purposes), Category: pick(a.rnd, a.categories), Action: pick(a.rnd, a.actions),
		To: pick(a.rnd, a.parties), Unit: pick(a.rnd, a.units), Known: map[string]bool{}}
	if a.rnd.IntN(5) > 0 {
		at := pick(a.rnd, a.aims)
		if at.clause.Builtin { // they cover nearly everything: a forbid of the law is met often enough
			at = pick(a.rnd, a.aims)
		}
		pair := pick(a.rnd, at.Pairs)
		q.Role, q.Purpose, q.Category, q.Action = pick(a.rnd, at.Roles), pair.Purpose, pair.Category.Qualified(), pick(a.rnd, at.clause.Actions)
		if len(at.clause.Units) > 0 && a.rnd.IntN(4) > 0 {
			q.Unit = pick(a.rnd, at.clause.Units)
		}
		if len(at.clause.To) > 0 && a.rnd.IntN(4) > 0 {
			q.To = pick(a.rnd, at.clause.To)
		}
	}
	for _, f := range a.w.Book.FactNames() {
		switch n := a.rnd.IntN(20); {
		case n < 2: // could not be found out
		case n < 4 && rare(f), n < 13 && !rare(f):
			q.Known[f] = true
		default:
			q.Known[f] = false
		}
	}
	return q
}

// rare are the facts that stop things: were they as often true as the others,
// every answer would be a forbid.
func rare(fact string) bool {
	return slices.Contains([]string{"restricted", "protected-identity", "minor", "restricted-item", "prohibited"}, fact)
}

// query puts a request into the rulebook's codes and bits.
func (q *Request) query(b *rulebook.Rulebook) (rulebook.Query, rulebook.Facts) {
	var f rulebook.Facts
	for name, is := range q.Known {
		if bit, ok := b.FactBit(name); ok {
			f.Known |= 1 << bit
			if is {
				f.True |= 1 << bit
			}
		}
	}
	return rulebook.Query{Role: b.Role(q.Role), Purpose: b.Purpose(q.Purpose), Category: b.Category(q.Category), Action: q.Action, To: b.Party(q.To), Unit: b.Unit(q.Unit)}, f
}
