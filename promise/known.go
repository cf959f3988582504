// SPDX-License-Identifier: EUPL-1.2

package promise

import "sync"

// registerKnown is what is looked up in a register that was loaded, by name. It is made
// once; nothing is declared after it.
type registerKnown struct {
	purposes   tree
	purpose    map[string]*Purpose
	categories map[string]*Category
	// clauses are made when the first one is asked for: checking asks for none.
	clausesOnce sync.Once
	clauses     map[string]*Clause
}

func (g *Register) know() {
	g.known = nil
	k := &registerKnown{purposes: g.purposeTree(), purpose: make(map[string]*Purpose, len(g.Purposes)), categories: make(map[string]*Category, len(g.Data))}
	for _, p := range g.Purposes {
		k.purpose[p.ID] = p
	}
	for _, c := range g.Data {
		k.categories[c.ID] = c
	}
	g.known = k
}

// clause returns the access clause with this full name, or nil.
func (g *Register) clause(name string) *Clause {
	k := g.known
	k.clausesOnce.Do(func() {
		k.clauses = make(map[string]*Clause, len(g.Access))
		for _, c := range g.Access {
			k.clauses[c.Name] = c
		}
	})
	return k.clauses[name]
}

// keptFor works out which leaf purposes the categories are kept for. Categories kept for
// one and the same purpose share the list.
func (g *Register) keptFor() {
	t, leaves := g.purposeTree(), g.Leaves()
	below := map[string][]*Purpose{}
	leavesOf := func(id string) []*Purpose {
		list, there := below[id]
		if !there {
			for _, p := range leaves {
				if t.within(p.ID, id) {
					list = append(list, p)
				}
			}
			below[id] = list
		}
		return list
	}
	for _, c := range g.Data {
		if len(c.For) == 1 {
			c.purposes = leavesOf(c.For[0])
			continue
		}
		named := map[*Purpose]bool{}
		for _, id := range c.For {
			for _, p := range leavesOf(id) {
				named[p] = true
			}
		}
		c.purposes = nil
		for _, p := range leaves {
			if named[p] {
				c.purposes = append(c.purposes, p)
			}
		}
	}
}
