// SPDX-License-Identifier: EUPL-1.2

package promise

import "slices"

// builtinLaw is the law that every organisation may cite without declaring it.
const builtinLaw = "gdpr"

// declaredNames are the ids that clauses may refer to, listed once.
type declaredNames struct {
	rolesAndAll, systems, lists                        []string // of an organisation
	categories, permissions, states, events, retention []string // of a register
}

func houseNames(o *Organisation) *declaredNames {
	return &declaredNames{
		rolesAndAll: append(slices.Clone(o.roleTree().ids), Everyone),
		systems:     ids(o.Systems, func(s *System) string { return s.ID }),
		lists:       ids(o.Lists, func(l *List) string { return l.ID }),
	}
}

func registerNames(g *Register) *declaredNames {
	return &declaredNames{
		categories:  ids(g.Data, func(x *Category) string { return x.ID }),
		permissions: ids(g.Permissions, func(x *Permission) string { return x.ID }),
		states:      ids(g.States, func(x *State) string { return x.ID }),
		events:      ids(g.Events, func(x *Event) string { return x.ID }),
		retention:   ids(g.Retention, func(x *Retention) string { return x.ID }),
	}
}

// among reports whether an id is declared. Long lists are made into tables the first time
// they are asked; a list is known by the place of its first name.
func (v *resolver) among(id string, declared []string) bool {
	if len(declared) <= manyItems {
		return slices.Contains(declared, id)
	}
	set := v.sets[&declared[0]]
	if len(set) == 0 {
		set = make(map[string]bool, len(declared))
		for _, x := range declared {
			set[x] = true
		}
		if v.sets == nil {
			v.sets = map[*string]map[string]bool{}
		}
		v.sets[&declared[0]] = set
	}
	return set[id]
}
