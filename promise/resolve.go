// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
)

// finish builds what lookups need: names, leaves and back references.
func (r *Release) finish() {
	r.index = &index{registers: map[string]*Register{}, clauses: map[string]*Clause{}}
	r.Organisation.plant()
	r.Organisation.inheritRuleSets()
	for _, c := range r.Organisation.Rules { // those of rule documents are among them
		c.release = r
		r.index.clauses[c.Name] = c
	}
	each(len(r.Registers), func(i int) {
		g := r.Registers[i]
		g.know()
		g.inherit()
		g.inheritRights(r.Organisation)
		g.keptFor()
		for _, c := range g.Access {
			c.release = r
		}
		for _, c := range g.Data {
			c.release = r
		}
	})
	for _, g := range r.Registers {
		if r.index.registers[g.ID] == nil {
			r.index.registers[g.ID] = g
		}
	}
}

// resolve reports references to what is not declared (E2) and trees that are none (E4),
// and writes fact names in full.
func (l *loading) resolve() {
	v := &resolver{loading: l, org: l.release.Organisation, house: houseNames(l.release.Organisation)}
	v.organisation()
	for _, d := range l.release.RuleDocuments {
		v.ruleDocument(d)
	}
	l.eachRegister(func(part *loading, g *Register) {
		here := &resolver{loading: part, org: v.org, house: v.house}
		here.register(g)
	})
	v.open()
}

type resolver struct {
	*loading
	org   *Organisation
	house *declaredNames // of the organisation
	here  *declaredNames // of the register that is resolved
	// sets are long lists of names as tables, by their first name's place.
	sets map[*string]map[string]bool
}

func (l *loading) error(code, clause string, at Pos, what, rule, mend string) {
	l.problems = append(l.problems, Problem{File: at.File, Line: at.Line, Column: at.Column, Code: code, Clause: clause, What: what, Rule: rule, Mend: mend})
	l.bound()
}

func (l *loading) warn(code, clause string, at Pos, what, rule, mend string) {
	l.problems = append(l.problems, Problem{File: at.File, Line: at.Line, Column: at.Column, Code: code, Clause: clause, What: what, Rule: rule, Mend: mend, Warning: true})
	l.bound()
}

// known reports E2 unless id is "" or one of the declared ids.
func (v *resolver) known(clause string, at Pos, what, id string, declared []string) bool {
	if id == "" || v.among(id, declared) {
		return true
	}
	mend := fmt.Sprintf("declare the %s %q, or take the name out", what, id)
	if near := (&reading{problems: &v.problems, suggestions: v.suggestions}).near(id, declared); near != "" {
		mend = fmt.Sprintf("did you mean %q?", near)
	}
	v.error("E2", clause, at, fmt.Sprintf("there is no %s %q", what, id), "", mend)
	return false
}

func (v *resolver) allKnown(clause string, at Pos, what string, ids, declared []string) {
	for _, id := range ids {
		v.known(clause, at, what, id, declared)
	}
}

// trees reports parents that do not exist and hierarchies that run in a circle.
func (v *resolver) trees(what string, t tree, at func(string) Origin) {
	for _, id := range t.ids {
		g := at(id)
		v.known(g.Clause, g.Pos, what, t.parent[id], t.ids)
		if t.endless(id) {
			v.error("E4", g.Clause, g.Pos, fmt.Sprintf("the %s %q stands under itself, or more than %d levels deep", what, id, maxLevels), "every hierarchy is a tree", "change one of the \"under\" so that the chain ends")
		}
	}
}

func ids[T any](list []*T, id func(*T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = id(x)
	}
	return out
}

func (v *resolver) organisation() {
	o := v.org
	roles, parties := o.roleTree(), o.partyTree()
	v.once(o)
	v.trees("role", roles, func(id string) Origin { return o.Role(id).Origin })
	v.trees("unit", o.unitTree(), func(id string) Origin { return o.Unit(id).Origin })
	v.trees("party", parties, func(id string) Origin { return o.Party(id).Origin })
	v.conduct(o.Conduct)
	v.disclosure(o)
	for _, r := range o.Roles {
		if slices.Contains(reservedRoles, r.ID) {
			v.error("E3", r.Clause, r.Pos, fmt.Sprintf("the role %q is built in", r.ID), "", "choose another id")
		}
	}
	v.known(o.ID+"/controller", o.Controller.Pos, "role", o.Controller.RepresentedBy, roles.ids)
	v.allKnown(o.ID+"/controller", o.Controller.Pos, "party", o.Controller.JointWith, parties.ids)
	for _, d := range o.Declarations {
		v.allKnown(d.Clause, d.Pos, "role", d.Who, append(slices.Clone(roles.ids), Everyone))
	}
	for _, c := range o.Contacts {
		v.known(c.Clause, c.Pos, "role", c.Role, roles.ids)
	}
	for _, s := range o.Systems {
		v.known(s.Clause, s.Pos, "party", s.RunBy, parties.ids)
	}
	v.known(o.ID+"/approves", o.Approves.Pos, "role", o.Approves.Content, roles.ids)
	v.known(o.ID+"/approves", o.Approves.Pos, "role", o.Approves.Technical, roles.ids)
	v.changes(o.ID, o.Version, o.History)
	for _, c := range o.Rules {
		v.clause(c, nil)
	}
	v.laws(o)
}

// laws checks that every cited law is declared; the GDPR is built in. What cites a law
// was noted when it was read; purposes that inherit one cite it too.
func (v *resolver) laws(o *Organisation) {
	declared := append(ids(o.Laws, func(l *LawRef) string { return l.ID }), builtinLaw)
	cite := func(g Origin) {
		for _, cite := range g.Law {
			law, _, _ := strings.Cut(cite, " ")
			v.known(g.Clause, g.Pos, "law", law, declared)
		}
	}
	for _, g := range v.cites {
		cite(g)
	}
	for _, g := range v.release.Registers {
		for _, p := range g.Purposes {
			if up := g.Purpose(p.Under); up != nil && len(p.Law) > 0 && len(up.Law) > 0 && &p.Law[0] == &up.Law[0] {
				cite(p.Origin)
			}
		}
	}
}

// changes checks that a history speaks of versions that exist.
func (v *resolver) changes(document string, version int, history []*Change) {
	newest := 0
	for _, h := range history {
		v.known(document+"/history", h.Pos, "role", h.By, v.org.roleTree().ids)
		newest = max(newest, h.Version)
	}
	if len(history) > 0 && newest != version {
		v.error("E6", document+"/history", history[0].Pos, fmt.Sprintf("the history ends with version %d, the document is version %d", newest, version),
			"every change is a version", "add the missing entry, or correct the version")
	}
}

func (v *resolver) register(g *Register) {
	t := g.purposeTree()
	v.here = registerNames(g)
	v.trees("purpose", t, func(id string) Origin { return g.Purpose(id).Origin })
	v.changes(g.ID, g.Version, g.History)
	for _, p := range g.Purposes {
		clause := g.ID + "/purposes/" + p.ID
		if p.ID == UpkeepPurpose {
			v.error("E3", clause, p.Pos, `the purpose "upkeep" is built in`, "the register's own jobs act for it", "choose another id")
		}
		v.allKnown(clause, p.Pos, "permission", p.Needs, v.here.permissions)
		v.allKnown(clause, p.Pos, "state", p.Expects, v.here.states)
		v.allKnown(clause, p.Pos, "category", p.About, v.here.categories)
		v.allKnown(clause, p.Pos, "purpose", p.CompatibleWith, t.ids)
	}
	for _, p := range g.Prohibitions {
		v.allKnown(g.ID+"/prohibitions/"+p.ID, p.Pos, "purpose", p.Stops, t.ids)
	}
	for _, c := range g.Data {
		v.category(g, c)
	}
	v.outward(g)
	v.offers(g)
	v.moments(g)
	for _, c := range g.Access {
		v.clause(c, g)
	}
	v.keeping(g)
}

func (v *resolver) category(g *Register, c *Category) {
	clause := g.ID + "/data/" + c.ID
	v.allKnown(clause, c.Pos, "purpose", c.For, g.purposeTree().ids)
	v.allKnown(clause, c.Pos, "system", c.KeptIn, v.house.systems)
	for _, f := range c.Fields {
		v.known(clause+"."+f.ID, f.Pos, "list", f.List, v.house.lists)
		for other := range f.When {
			v.known(clause+"."+f.ID, f.Pos, "field", other, fieldIDs(c))
		}
	}
}

func fieldIDs(c *Category) []string { return ids(c.Fields, func(f *FieldDecl) string { return f.ID }) }

func (v *resolver) refs(g *Register, clause string, refs []Ref) {
	for _, r := range refs {
		if !v.known(clause, r.Pos, "category", r.Category, v.here.categories) || r.Field == "" {
			continue
		}
		v.known(clause, r.Pos, "field", r.Field, fieldIDs(g.Category(r.Category)))
	}
}

// outward resolves sources, flows and profiles.
func (v *resolver) outward(g *Register) {
	parties, purposes := v.org.partyTree().ids, g.purposeTree().ids
	for _, s := range g.Sources {
		clause := g.ID + "/sources/" + s.ID
		v.refs(g, clause, s.Data)
		v.known(clause, s.Pos, "party", s.Party, parties)
		if s.From == "party" && s.Party == "" {
			v.error("E2", clause, s.Pos, "the source is a party, but which?", "Art. 14(2)(f)", "add party: some-party")
		}
	}
	for _, f := range g.Flows {
		clause := g.ID + "/flows/" + f.ID
		v.refs(g, clause, f.Data)
		v.known(clause, f.Pos, "party", f.To, parties)
		v.allKnown(clause, f.Pos, "purpose", f.For, purposes)
	}
	for _, p := range g.Profiling {
		v.refs(g, g.ID+"/profiling/"+p.ID, p.Data)
		v.allKnown(g.ID+"/profiling/"+p.ID, p.Pos, "purpose", p.For, purposes)
	}
	for _, p := range g.Automated {
		v.refs(g, g.ID+"/automated-decisions/"+p.ID, p.Data)
		v.allKnown(g.ID+"/automated-decisions/"+p.ID, p.Pos, "purpose", p.For, purposes)
	}
}

// keeping resolves retention and rights.
func (v *resolver) keeping(g *Register) {
	states, events := v.here.states, v.here.events
	roles := v.org.roleTree().ids
	for _, r := range g.Retention {
		clause := g.ID + "/retention/" + r.ID
		v.refs(g, clause, r.Data)
		v.allKnown(clause, r.Pos, "purpose", r.For, g.purposeTree().ids)
		for _, s := range []*Span{r.Keep, r.AtLeast, r.AtMost} {
			if s != nil {
				v.known(clause, r.Pos, "state", s.While, states)
				v.known(clause, r.Pos, "event", s.After, events)
			}
		}
		if r.Review != nil {
			v.known(clause, r.Pos, "role", r.Review.Owner, roles)
		}
	}
	for _, r := range g.Rights {
		clause := r.Clause
		v.allKnown(clause, r.Pos, "role", r.Who, roles)
		v.allKnown(clause, r.Pos, "retention", r.HeldBackBy, v.here.retention)
	}
}
