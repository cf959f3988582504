// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
)

// bare is a clause with a sentence and facts.
func (v *view) bare(o promise.Origin, sentence string, facts ...notice.Fact) clause {
	facts = slices.DeleteFunc(facts, func(f notice.Fact) bool { return f.Text == "" })
	anchor := v.once(o.Clause)
	return clause{Anchor: anchor, Sentence: sentence, Facts: facts, Origin: v.origin(o.Clause, v.Laws(o.Law), o.Source, o.Assumed)}
}

// titled joins a name and a text into one sentence.
func (v *view) titled(name, text promise.Text) string {
	n, t := v.Text(name), v.Text(text)
	switch {
	case n == "":
		return t
	case t == "":
		return n
	}
	return n + ": " + t
}

// groupOf puts clauses under a title, folded when they are many; nothing when there are
// none.
func (v *view) groupOf(list []group, anchor, title string, clauses []clause) []group {
	if len(clauses) == 0 {
		return list
	}
	return append(list, group{Anchor: v.once(anchor), Title: title, Clauses: clauses, Folded: v.fold(len(clauses), false)})
}

// registerGroups say what the periods and facts of a register are counted from.
func (v *view) registerGroups(g *promise.Register) (out []group) {
	var states, events, relations []clause
	for _, x := range g.States {
		var any []string
		for _, p := range x.Any {
			any = append(any, v.period(g, p))
		}
		states = append(states, v.bare(x.Origin, v.titled(x.Name, nil)+": "+strings.Join(any, "; ")))
	}
	for _, x := range g.Events {
		events = append(events, v.bare(x.Origin, v.titled(x.Name, nil)+": "+v.T("event-of", v.Refs(g, []promise.Ref{{Category: x.Data}}), v.fieldName(g, x.Data, x.Field))+v.where(g, x.Data, x.Where)))
	}
	for _, x := range g.Relations {
		relations = append(relations, v.bare(x.Origin, v.T("relation", v.Release.Fact(x.ID, v.Lang), v.Refs(g, []promise.Ref{{Category: x.Data}}))))
	}
	out = v.groupOf(out, g.ID+"/states", v.T("states"), states)
	out = v.groupOf(out, g.ID+"/events", v.T("events"), events)
	out = v.groupOf(out, g.ID+"/relations", v.T("relations"), relations)
	if len(g.Open) > 0 {
		out = append(out, group{Title: v.T("open-paths"), Items: g.Open})
	}
	return out
}

func (v *view) period(g *promise.Register, p promise.Period) string {
	out := v.T("from-to", v.Refs(g, []promise.Ref{{Category: p.Data}}), v.fieldName(g, p.Data, p.From))
	if p.To != "" {
		out += " " + v.T("to-date", v.fieldName(g, p.Data, p.To))
	}
	if !p.Lasts.IsZero() {
		out += " " + v.T("for-time", p.Lasts.Words(v.Lang))
	}
	return out + v.where(g, p.Data, p.Where)
}

func (v *view) fieldName(g *promise.Register, category, field string) string {
	if d := g.Category(category); d != nil {
		if f := d.Field(field); f != nil {
			return v.Text(f.Name)
		}
	}
	return field
}

// where says the field tests of a state or event: " (Kind: member)".
func (v *view) where(g *promise.Register, category string, tests map[string][]string) string {
	var out []string
	for _, field := range slices.Sorted(maps.Keys(tests)) {
		out = append(out, v.fieldName(g, category, field)+": "+strings.Join(tests[field], ", "))
	}
	if len(out) == 0 {
		return ""
	}
	return " (" + strings.Join(out, "; ") + ")"
}

// organisationGroups are what the organisation declares besides its registers.
func (v *view) organisationGroups() (out []group) {
	o := v.site.Release.Organisation
	var systems, units, limits []clause
	for _, x := range o.Systems {
		by := v.T("ourselves")
		if x.RunBy != "" {
			by = v.Party(x.RunBy)
		}
		systems = append(systems, v.bare(x.Origin, v.titled(x.Name, x.Text), notice.Fact{Name: v.T("run-by"), Text: by}, notice.Fact{Name: v.T("holds"), Text: v.Words("sensitivity", x.Holds)},
			notice.Fact{Name: v.T("address"), Text: x.URL, URL: x.URL}))
	}
	for _, x := range o.Units {
		name := v.Text(x.Name)
		if up := o.Unit(x.Under); up != nil {
			name = v.Text(up.Name) + " › " + name
		}
		units = append(units, v.bare(x.Origin, name))
	}
	for _, x := range o.Limits {
		limits = append(limits, v.bare(x.Origin, v.limit(x)))
	}
	out = v.groupOf(out, o.ID+"/systems", v.T("systems"), systems)
	out = v.groupOf(out, o.ID+"/roles", v.T("roles"), v.roleClauses(o))
	out = v.groupOf(out, o.ID+"/units", v.T("units"), units)
	out = v.groupOf(out, o.ID+"/sources", v.T("sources-parties"), v.givers(o))
	out = v.groupOf(out, o.ID+"/limits", v.T("limits"), limits)
	out = v.groupOf(out, o.ID+"/lists", v.T("lists"), v.listClauses(o))
	out = v.groupOf(out, o.ID+"/laws", v.T("laws"), v.lawClauses(o))
	out = v.groupOf(out, o.ID+"/follows", v.T("follows"), v.followClauses(o))
	return v.groupOf(out, o.ID+"/approves", v.T("approves"), v.settings(o))
}

// limit says what is bounded, by how much, and what else is to be known of it.
func (v *view) limit(x *promise.Limit) string {
	out := x.Value
	if name := v.Text(x.Name); name != "" {
		out = name + ": " + out
	}
	if text := v.Text(x.Text); text != "" {
		out += ". " + text
	}
	return out
}

func (v *view) roleClauses(o *promise.Organisation) (out []clause) {
	for _, x := range o.Roles {
		name := v.titled(x.Name, x.Text)
		if up := o.Role(x.Under); up != nil {
			name = v.Text(up.Name) + " › " + name
		}
		var facts []string
		if x.HeldBy == "one" {
			facts = append(facts, v.T("held-one"))
		}
		if x.External {
			facts = append(facts, v.T("external"))
		}
		if len(facts) > 0 {
			name += " (" + strings.Join(facts, ", ") + ")"
		}
		var needs []string
		for _, n := range x.Account {
			needs = append(needs, v.T("account-"+n))
		}
		out = append(out, v.bare(x.Origin, name, notice.Fact{Name: v.T("account-needs"), Text: strings.Join(needs, ", ")}))
	}
	return out
}

// givers are the parties that only give data: those who get some stand with the
// agreements.
func (v *view) givers(o *promise.Organisation) (out []clause) {
	for _, x := range o.Parties {
		if v.As(x) == "source" {
			out = append(out, v.bare(x.Origin, v.titled(x.Name, x.Text), notice.Fact{Name: v.T("address"), Text: x.URL, URL: x.URL}))
		}
	}
	return out
}

func (v *view) listClauses(o *promise.Organisation) (out []clause) {
	for _, x := range o.Lists {
		var values []string
		for _, e := range x.Values {
			if name := v.Text(e.Name); name != "" {
				values = append(values, name)
			} else {
				values = append(values, e.Code)
			}
		}
		name := v.Text(x.Name)
		if name == "" {
			name = x.ID
		}
		out = append(out, v.bare(x.Origin, name+": "+strings.Join(values, ", ")))
	}
	return out
}

func (v *view) lawClauses(o *promise.Organisation) (out []clause) {
	for _, x := range o.Laws {
		out = append(out, v.bare(x.Origin, strings.TrimSpace(v.Text(x.Name)+" "+x.Number), notice.Fact{Name: v.T("address"), Text: x.URL, URL: x.URL}))
	}
	for _, x := range o.Links {
		out = append(out, v.bare(x.Origin, v.titled(x.Name, x.Text), notice.Fact{Name: v.T("address"), Text: x.URL, URL: x.URL}))
	}
	return out
}

// followClauses are the documents of others that the organisation takes over.
// Keeps: TAM-03
func (v *view) followClauses(o *promise.Organisation) (out []clause) {
	for _, x := range o.Follows {
		out = append(out, v.bare(x.Origin, v.T("follows-one", v.documentName(x.Document), x.Version, v.Owner(x.Owner)), notice.Fact{Name: v.T("follows-fills"), Text: strings.Join(x.Fills, ", ")},
			notice.Fact{Name: v.T("follows-adds"), Text: strings.Join(x.Adds, ", ")}))
	}
	return out
}

// documentName names a document of the release by its id.
func (v *view) documentName(id string) string {
	r := v.site.Release
	if id == r.Organisation.ID {
		return v.Text(r.Organisation.Name)
	}
	if g := r.Register(id); g != nil {
		return v.Text(g.Name)
	}
	if d := r.RuleDocument(id); d != nil {
		return v.Text(d.Name)
	}
	return id
}

// settings are who approves changes, where the organisation is, and what its notice has.
// Keeps: TAM-292
func (v *view) settings(o *promise.Organisation) (out []clause) {
	approves := func(a promise.Approves, document string) {
		var who []string
		if name := v.Role(a.Content); name != "" {
			who = append(who, v.T("approves-content", name))
		}
		if name := v.Role(a.Technical); name != "" {
			who = append(who, v.T("approves-technical", name))
		}
		if len(who) > 0 {
			out = append(out, v.bare(a.Origin, v.documentName(document)+": "+strings.Join(who, "; ")))
		}
	}
	approves(o.Approves, o.ID)
	for _, d := range v.site.Release.RuleDocuments {
		approves(d.Approves, d.ID)
	}
	if o.Place.Zone != "" {
		out = append(out, v.bare(o.Place.Origin, fmt.Sprintf("%s: %s, %s", v.T("place"), o.Place.Zone, notice.CountryName(o.Place.Holidays, v.Lang))))
	}
	var has []string
	for _, x := range []struct {
		is  bool
		key string
	}{{o.Notice.Contents, "setting-contents"}, {o.Notice.References, "setting-references"}, {o.Notice.Cookies, "setting-cookies"}} {
		if x.is {
			has = append(has, v.T(x.key))
		}
	}
	if len(has) > 0 {
		out = append(out, v.bare(o.Notice.Origin, v.T("notice-settings")+": "+strings.Join(has, ", ")))
	}
	return out
}
