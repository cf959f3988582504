// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
)

// once reports ids that the organisation and a rule document, or two of these, declare.
func (v *resolver) once(o *Organisation) {
	reportTwice(v, o.Roles, func(x *Role) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Laws, func(x *LawRef) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Links, func(x *Link) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Parties, func(x *Party) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Systems, func(x *System) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Measures, func(x *Measure) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Lists, func(x *List) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Limits, func(x *Limit) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.RuleSets, func(x *RuleSet) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Datasets, func(x *Dataset) (string, Origin) { return x.ID, x.Origin })
	reportTwice(v, o.Declarations, func(x *Declaration) (string, Origin) { return x.ID, x.Origin })
}

func reportTwice[T any](v *resolver, list []*T, of func(*T) (string, Origin)) {
	seen := map[string]Origin{}
	for _, x := range list {
		id, g := of(x)
		if first, twice := seen[id]; twice {
			v.error("E3", g.Clause, g.Pos, fmt.Sprintf("%q is declared by %s already", id, first.Clause), "what a rule document declares counts as the organisation's own", "take one of them out")
		}
		seen[id] = g
	}
}

// conduct resolves the chapters that rules for people stand under.
func (v *resolver) conduct(list []*Conduct) {
	t := newTree(list, func(c *Conduct) string { return c.ID }, func(c *Conduct) string { return c.Under })
	v.trees("rule of conduct", t, func(id string) Origin {
		return find(list, id, func(c *Conduct) string { return c.ID }).Origin
	})
}

// ruleDocument resolves who accepts a document, who approves it, and its history.
func (v *resolver) ruleDocument(d *RuleDocument) {
	roles := v.org.roleTree().ids
	v.conduct(d.Conduct)
	v.changes(d.ID, d.Version, d.History)
	if a := d.Acceptance; a != nil {
		v.allKnown(a.Clause, a.Pos, "role", a.Who, append(slices.Clone(roles), Everyone))
		v.known(a.Clause, a.Pos, "role", a.Owner, roles)
	}
	v.known(d.ID+"/approves", d.Approves.Pos, "role", d.Approves.Content, roles)
	v.known(d.ID+"/approves", d.Approves.Pos, "role", d.Approves.Technical, roles)
}

// offers resolves forms, messages and trackers, and what permissions start and end with.
func (v *resolver) offers(g *Register) {
	purposes := g.purposeTree().ids
	permissions := v.here.permissions
	for _, f := range g.Intake {
		v.refs(g, f.Clause, f.Data)
		v.refs(g, f.Clause, f.Required)
		v.allKnown(f.Clause, f.Pos, "permission", f.Asks, permissions)
		v.known(f.Clause, f.Pos, "role", f.GoesTo, v.org.roleTree().ids)
		for _, r := range f.Required {
			if !asks(f.Data, r) {
				v.error("E2", f.Clause, r.Pos, fmt.Sprintf("%s is required and the form does not ask it", r), "", "add it to data, or take it out of required")
			}
		}
	}
	for _, m := range g.Messages {
		v.known(m.Clause, m.Pos, "purpose", m.Purpose, purposes)
	}
	for _, t := range g.Trackers {
		v.known(t.Clause, t.Pos, "party", t.Party, v.org.partyTree().ids)
		v.allKnown(t.Clause, t.Pos, "purpose", t.For, purposes)
		v.refs(g, t.Clause, t.Data)
	}
	for _, p := range g.Permissions {
		v.allKnown(p.Clause, p.Pos, "event", p.StartsBy, v.here.events)
		for _, e := range p.AtEnd {
			if e.Kind == "erase" {
				category, field, _ := strings.Cut(e.Arg, ".")
				v.refs(g, p.Clause, []Ref{{Category: category, Field: field, Pos: p.Pos}})
			}
		}
	}
}

// asks reports whether refs hold what r names, or its whole category.
func asks(refs []Ref, r Ref) bool {
	return slices.ContainsFunc(refs, func(x Ref) bool { return x.Category == r.Category && (x.Field == "" || x.Field == r.Field) })
}

// open checks that what a document leaves open to followers is a place of the document.
func (v *resolver) open() {
	for _, d := range v.documents {
		for _, n := range openNodes(d.root) {
			at := d.root
			keys := strings.Split(n.Value, ".")
			for _, key := range keys {
				if at = entryOf(at, key); at == nil {
					break
				}
			}
			if at == nil && entryOf(d.root, keys[0]) == nil {
				v.error("E2", d.id, Pos{File: d.name, Line: n.Line, Column: n.Column}, fmt.Sprintf("the document has no place %q to leave open", n.Value), "", "write the path as the keys of the document, with points between them")
			}
		}
	}
}
