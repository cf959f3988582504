// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"slices"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"

	"github.com/lupaus/lupaus/promise"
)

// index finds the policies that speak of a request's role, purpose, category and
// action: what an index in front of Cedar could leave, and none could leave less
// without looking at facts. As all that has been settled, what it gives are bare
// policies: they test facts, receiver and unit, and the field where a clause is
// about single fields. Cedar pays neither for the index nor for the scope.
type index struct {
	p    *Peer
	aims map[string][]aim // by category
	bare map[string]*cedar.Policy
}

func newIndex(p *Peer) (*index, error) {
	x := &index{p, map[string][]aim{}, map[string]*cedar.Policy{}}
	for _, c := range p.w.Book.Clauses() {
		if p.parsed[c.Name] == nil {
			continue
		}
		v := p.w.Release.Coverage(c)
		for _, pair := range v.Pairs {
			k := pair.Category.Qualified()
			x.aims[k] = append(x.aims[k], aim{c, promise.Coverage{Roles: v.Roles, Pairs: []promise.Pair{pair}}})
		}
		var parsed cedar.Policy
		if err := parsed.UnmarshalCedar([]byte(bare(c))); err != nil {
			return nil, fmt.Errorf("export clause %s: %w: %s", c.Name, err, bare(c))
		}
		x.bare[c.Name] = &parsed
	}
	return x, nil
}

// bare writes what is left of a clause when its scope is known to match.
func bare(c *promise.Clause) string {
	effect, tests := "permit", places(c)
	if c.Verb == promise.Forbid {
		effect = "forbid"
	}
	if slices.ContainsFunc(c.Data, func(ref promise.Ref) bool { return ref.Field != "" }) {
		tests = append(tests, "resource in ["+strings.Join(about(c), ", ")+"]")
	}
	if tests = append(tests, facts(c)...); len(tests) == 0 {
		return effect + "(principal, action, resource);"
	}
	return effect + "(principal, action, resource) when { " + strings.Join(tests, " && ") + " };"
}

func (x *index) matching(q *Request) *cedar.PolicySet {
	set := cedar.NewPolicySet()
	for _, a := range x.aims[q.Category] {
		pair := a.Pairs[0]
		if pair.Purpose == q.Purpose && pair.Takes(q.Action) && slices.Contains(a.clause.Actions, q.Action) && slices.Contains(a.Roles, q.Role) && promise.MayAct(q.Role, q.Purpose) {
			set.Add(cedar.PolicyID(a.clause.Name), x.bare[a.clause.Name])
		}
	}
	return set
}
