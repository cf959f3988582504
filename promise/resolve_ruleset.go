// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
)

// disclosure resolves what rule sets stand under, what datasets take over and where their
// data lie, and the set of the organisation's own statistics.
func (v *resolver) disclosure(o *Organisation) {
	t := o.ruleSetTree()
	v.trees("rule set", t, func(id string) Origin { return find(o.RuleSets, id, ruleSetID).Origin })
	v.known(o.ID+"/statistics", o.Pos, "rule set", o.Statistics, t.ids)
	datasets := ids(o.Datasets, func(d *Dataset) string { return d.ID })
	for _, s := range o.RuleSets {
		v.known(s.Clause, s.Pos, "list", s.stated.Names, v.house.lists)
		if slices.Contains(datasets, s.ID) {
			v.error("E3", s.Clause, s.Pos, fmt.Sprintf("%q is the id of a dataset too", s.ID), "rules are asked for by one name", "call one of the two otherwise")
		}
	}
	for _, d := range o.Datasets {
		if d.Change != nil {
			v.known(d.Clause, d.Pos, "list", d.Change.Names, v.house.lists)
		}
		if v.known(d.Clause, d.Pos, "rule set", d.Rules, t.ids) && d.effective != nil {
			v.allKnown(d.Clause, d.Pos, "level of protection", ids(d.Levels, func(l *LevelColumn) string { return l.ID }), d.effective.levels())
		}
		v.holder(d)
	}
}

// holder resolves the register, or the category of one, that holds a dataset.
func (v *resolver) holder(d *Dataset) {
	register, category, within := strings.Cut(d.Register, "/")
	if !v.known(d.Clause, d.Pos, "register", register, ids(v.release.Registers, func(g *Register) string { return g.ID })) || !within {
		return
	}
	if g := v.release.Register(register); g != nil {
		v.known(d.Clause, d.Pos, "category", category, ids(g.Data, func(c *Category) string { return c.ID }))
	}
}

// levels are the levels of protection that the set speaks of: its unit and those with a
// minimum of their own.
func (s *RuleSet) levels() []string {
	out := ids(s.Protect, func(l *LevelMinimum) string { return l.ID })
	if s.Unit != "" && !slices.Contains(out, s.Unit) {
		out = append(out, s.Unit)
	}
	return out
}
