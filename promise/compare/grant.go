// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// grant is a block of cells of the decision table that changed alike: these roles, these
// purposes, these data, these actions.
type grant struct {
	roles, purposes, data []string
	actions               []promise.Action
	whole                 bool // could not be done at all before (or after), not only in fewer cases
	clauses               []string
}

// grant makes a block of one cell. Data are the whole category when all of the fields
// that both releases have are concerned.
func (t tables) grant(a act, fields []string, whole bool, by []string) grant {
	g := grant{roles: []string{a.role}, purposes: []string{a.purpose}, actions: []promise.Action{a.action}, whole: whole, clauses: by}
	if len(fields) == len(t.sharedFields(a.category)) {
		g.data = []string{a.category}
		return g
	}
	for _, f := range fields {
		g.data = append(g.data, a.category+"."+f)
	}
	return g
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
