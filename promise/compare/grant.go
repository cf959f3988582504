// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// grant is a block of cells of the decision table that changed alike: these roles, these
// purposes, these data, these actions.
type grant struct {
	roles, purposes, data []string
	actions               []promise.Action
	whole                 bool // could not be done at all before (or after), not only in fewer cases
	clauses               []string
}

// grants makes blocks of one cell: fields that could not be seen at all apart from those
// that could in some cases.
func (t tables) grants(a act, shared []sharedField, seen []seenField) (begins, ends []grant) {
	for _, whole := range []bool{true, false} {
		begin, end := newGrant(a, whole), newGrant(a, whole)
		for i, s := range seen {
			if len(s.gained) > 0 && whole == !s.before {
				begin.take(a, shared[i], s.gained, t.hiding(t.old, a, shared[i].id))
			}
			if len(s.lost) > 0 && whole == !s.after {
				end.take(a, shared[i], s.lost, t.hiding(t.new, a, shared[i].id))
			}
		}
		begins, ends = append(begins, begin.finished(a, len(shared))...), append(ends, end.finished(a, len(shared))...)
	}
	return begins, ends
}

func newGrant(a act, whole bool) grant {
	return grant{roles: []string{a.role}, purposes: []string{a.purpose}, actions: []promise.Action{a.action}, whole: whole}
}

// take adds a field with the clauses that decided, and those that hide it by itself.
func (g *grant) take(a act, f sharedField, clauses, hiding []string) {
	g.data = append(g.data, a.category+"."+f.id)
	for _, c := range append(clauses, hiding...) {
		g.clauses = with(g.clauses, c)
	}
}

// finished names the whole category where all of the fields that the act shows are
// concerned.
func (g grant) finished(a act, fields int) []grant {
	switch len(g.data) {
	case 0:
		return nil
	case fields:
		g.data = []string{a.category}
	}
	return []grant{g}
}

// partial is a forbid that hides single fields somewhere, with what it covers.
type partial struct {
	clause *promise.Clause
	scope  promise.Coverage
}

func partials(b *rulebook.Rulebook) (out []partial) {
	for _, c := range b.Clauses() {
		if c.Verb != promise.Forbid || len(c.Data) == 0 {
			continue
		}
		scope := b.Release().Coverage(c)
		if slices.ContainsFunc(scope.Pairs, func(p promise.Pair) bool { return p.Fields != p.Category.AllFields() }) {
			out = append(out, partial{c, scope})
		}
	}
	return out
}

// hiding names the forbids that cover a field in a cell, and not the whole category.
func (t tables) hiding(b *rulebook.Rulebook, a act, field string) (out []string) {
	bit, _ := b.Release().Category(a.category).FieldBit(field)
	for _, x := range t.partial[b] {
		if x.clause.Covers(a.action) && slices.Contains(x.scope.Roles, a.role) && slices.ContainsFunc(x.scope.Pairs, func(p promise.Pair) bool {
			return p.Category.Qualified() == a.category && p.Purpose == a.purpose && p.Fields&(1<<bit) != 0 && p.Fields != p.Category.AllFields()
		}) {
			out = append(out, x.clause.Name)
		}
	}
	return out
}

// joinGrants joins blocks that differ in one thing only: actions first, then roles, then
// data, then purposes. The order of the cells is kept.
func joinGrants(list []grant) []grant {
	list = joinBy(list, func(g grant) string { return key(g, false, true, true, true) }, func(into *grant, g grant) { into.actions = append(into.actions, g.actions...) })
	list = joinBy(list, func(g grant) string { return key(g, true, false, true, true) }, func(into *grant, g grant) { into.roles = append(into.roles, g.roles...) })
	list = joinBy(list, func(g grant) string { return key(g, true, true, false, true) }, func(into *grant, g grant) { into.data = append(into.data, g.data...) })
	return joinBy(list, func(g grant) string { return key(g, true, true, true, false) }, func(into *grant, g grant) { into.purposes = append(into.purposes, g.purposes...) })
}

// key spells the parts of a block that have to be alike.
func key(g grant, actions, roles, data, purposes bool) string {
	register, _, _ := strings.Cut(g.data[0], "/")
	out := []string{register, fmt.Sprint(g.whole)}
	if actions {
		out = append(out, fmt.Sprint(g.actions))
	}
	for _, x := range []struct {
		alike bool
		names []string
	}{{roles, g.roles}, {data, g.data}, {purposes, g.purposes}} {
		if x.alike {
			out = append(out, strings.Join(x.names, " "))
		}
	}
	return strings.Join(out, "|")
}

func joinBy(list []grant, key func(grant) string, join func(into *grant, g grant)) []grant {
	var out []grant
	at := map[string]int{}
	for _, g := range list {
		k := key(g)
		i, there := at[k]
		if !there {
			at[k] = len(out)
			out = append(out, g)
			continue
		}
		join(&out[i], g)
		for _, c := range g.clauses {
			if !slices.Contains(out[i].clauses, c) {
				out[i].clauses = append(slices.Clone(out[i].clauses), c)
			}
		}
	}
	return out
}
