// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// sectionOrder is the order in which sections are told; those of the organisation and
// of registers never meet.
var sectionOrder = []string{"", "scope", "place", "controller", "contacts", "authority", "laws", "links", "notice", "units", "roles", "declarations", "parties",
	"systems", "measures", "acceptance", "conduct", "lists", "limits", "rules", "rule-sets", "datasets", "statistics", "approves", "follows",
	"subjects", "purposes", "permissions", "prohibitions", "data", "sources", "flows", "intake", "messages", "trackers", "never", "states", "events", "relations",
	"access", "retention", "rights", "automated-decisions", "profiling", "open"}

// organisationParts lists the clauses of the organisation's own document.
func organisationParts(o *promise.Organisation) []part {
	n := &inventory{document: o.ID}
	n.one("", heading{o.Name, o.Text, o.Languages}, promise.Origin{}, func(v voice) string { return sentences(v.text(o.Name), v.text(o.Text)) })
	each(n, "scope", o.Scope,
		func(v voice, x *promise.Scope) string { return sentences(v.say("applies-to", v.text(x.Name))) })
	n.one("place", o.Place, o.Place.Origin, func(v voice) string {
		return clauses(v.with("country", o.Place.Country), v.with("zone", o.Place.Zone), v.with("holidays", o.Place.Holidays))
	})
	n.one("controller", o.Controller, o.Controller.Origin, func(v voice) string { return v.controller(o.Controller) })
	each(n, "contacts", o.Contacts, voice.contact)
	n.one("authority", o.Authority, o.Authority.Origin, func(v voice) string {
		return clauses(v.with("complaints", o.Authority.Name), o.Authority.URL, o.Authority.Email, o.Authority.Phone)
	})
	each(n, "laws", o.Laws,
		func(v voice, x *promise.LawRef) string { return clauses(v.text(x.Name), x.Number, x.URL) })
	each(n, "links", o.Links,
		func(v voice, x *promise.Link) string { return clauses(v.text(x.Name), x.URL, v.text(x.Text)) })
	n.one("notice", o.Notice, o.Notice.Origin, func(v voice) string { return v.say("notice-settings") })
	each(n, "units", o.Units,
		func(v voice, x *promise.UnitDecl) string { return clauses(v.text(x.Name), v.with("part-of", x.Under)) })
	each(n, "roles", o.Roles, voice.roleSentence)
	each(n, "declarations", o.Declarations,
		func(v voice, x *promise.Declaration) string {
			return sentences(v.text(x.Name)+": "+v.text(x.Text), v.with("valid-for", x.Lasts.Words(v.lang)))
		})
	each(n, "parties", o.Parties, voice.partySentence)
	each(n, "systems", o.Systems, voice.systemSentence)
	each(n, "measures", o.Measures,
		func(v voice, x *promise.Measure) string { return sentences(v.text(x.Name), v.text(x.Text)) })
	conductParts(n, o.Conduct)
	listParts(n, o)
	each(n, "rules", o.Rules,
		func(v voice, x *promise.Clause) string { return x.Sentence(v.lang) })
	each(n, "rule-sets", o.RuleSets, func(v voice, x *promise.RuleSet) string { return v.release.Protects(x, v.lang) })
	each(n, "datasets", o.Datasets, func(v voice, x *promise.Dataset) string { return v.release.DatasetSentence(x, v.lang) })
	n.one("statistics", struct{ Statistics string }{o.Statistics}, promise.Origin{}, func(v voice) string {
		return v.say("statistics", v.ruleSet(o.Statistics))
	})
	each(n, "rights", o.Rights, func(v voice, x *promise.Right) string { return v.right(nil, x) })
	n.one("approves", o.Approves, o.Approves.Origin, func(v voice) string { return v.approves(o.Approves) })
	each(n, "follows", o.Follows, func(v voice, x *promise.Follow) string {
		return sentences(clauses(v.say("follows-document", x.Document, x.Owner, x.Version), v.with("filled", strings.Join(x.Fills, ", ")), v.with("added", strings.Join(x.Adds, ", "))))
	})
	return n.parts
}

// ruleParts lists the clauses of a rule document. What it declares besides stands among
// the organisation's parts, under the document's own name.
func ruleParts(d *promise.RuleDocument) []part {
	n := &inventory{document: d.ID}
	n.one("", heading{Name: d.Name, Text: d.Text}, promise.Origin{}, func(v voice) string { return sentences(v.text(d.Name), v.text(d.Text)) })
	if a := d.Acceptance; a != nil {
		n.one("acceptance", a, a.Origin, func(v voice) string { return v.acceptance(a) })
	}
	conductParts(n, d.Conduct)
	each(n, "rules", d.Rules, func(v voice, x *promise.Clause) string { return x.Sentence(v.lang) })
	n.one("approves", d.Approves, d.Approves.Origin, func(v voice) string { return v.approves(d.Approves) })
	n.one("open", struct{ Open []string }{d.Open}, promise.Origin{}, func(v voice) string { return sentences(strings.Join(d.Open, ", ")) })
	return n.parts
}

func (v voice) acceptance(a *promise.Acceptance) string {
	before := ""
	if a.BeforeAccess {
		before = v.say("before-access")
	}
	return sentences(clauses(v.say("accepted-by", v.roles(a.Who)), before, v.with("within", a.Within.Words(v.lang)), v.word("again", a.Again)), v.with("wording", v.text(a.Text)))
}

func listParts(n *inventory, o *promise.Organisation) {
	each(n, "lists", o.Lists,
		func(v voice, x *promise.List) string {
			var out []string
			for _, value := range x.Values {
				name := v.text(value.Name)
				if name == "" {
					name = value.Code
				}
				out = append(out, name)
			}
			return sentences(v.text(x.Name) + ": " + strings.Join(out, ", "))
		})
	each(n, "limits", o.Limits,
		func(v voice, x *promise.Limit) string {
			name := v.text(x.Name)
			if name == "" {
				name = x.ID
			}
			return sentences(name+": "+x.Value, v.text(x.Text))
		})
}

func conductParts(n *inventory, list []*promise.Conduct) {
	each(n, "conduct", list,
		func(v voice, x *promise.Conduct) string {
			return sentences(v.text(x.Name), v.text(x.Text), v.word("support", x.Support))
		})
}

func (v voice) controller(c promise.Controller) string {
	var joint []string
	for _, id := range c.JointWith {
		joint = append(joint, v.party(id))
	}
	represented := ""
	if c.RepresentedBy != "" {
		represented = v.role(c.RepresentedBy)
	}
	return sentences(clauses(v.with("responsible", c.Name), c.Address, c.Phone, c.Email, c.URL), v.with("represented-by", represented), v.with("joint-with", v.join(joint)))
}

func (v voice) contact(c *promise.Contact) string {
	role := ""
	if c.Role != "" {
		role = v.role(c.Role)
	}
	return sentences(clauses(v.text(c.Name), role, v.listed("handles", c.Handles), c.Email, c.Phone, c.Channel, c.URL), v.text(c.Text))
}

func (v voice) roleSentence(x *promise.Role) string {
	above := ""
	if x.Under != "" {
		above = v.role(x.Under)
	}
	parts := []string{v.text(x.Name), v.with("under-role", above)}
	if x.HeldBy == "one" {
		parts = append(parts, v.say("held-by-one"))
	}
	if x.External {
		parts = append(parts, v.say("external"))
	}
	return sentences(clauses(append(parts, v.with("account-needs", v.listed("account", x.Account)))...), v.text(x.Text))
}

func (v voice) partySentence(x *promise.Party) string {
	parts := []string{v.text(x.Name) + ": " + v.word("as", x.As), v.with("country", x.Country), x.URL}
	if a := x.Agreement; a != nil {
		parts = append(parts, v.word("agreement", a.Needed), v.text(a.Title), v.with("dated", string(a.Dated)), v.with("until", string(a.Until)), v.with("agreed-data", v.listed("level", a.Data)), v.text(a.Reason))
	}
	if t := x.Transfer; t != nil {
		parts = append(parts, v.say("transfer-ground", v.word("mechanism", t.Mechanism)), t.Document)
	}
	return sentences(clauses(parts...), v.text(x.Text))
}

func (v voice) systemSentence(x *promise.System) string {
	by := ""
	if x.RunBy != "" {
		by = v.party(x.RunBy)
	}
	return sentences(clauses(v.text(x.Name), v.with("run-by", by), v.with("approved-for", v.listed("level", x.Holds)), x.URL), v.text(x.Text))
}

func (v voice) approves(a promise.Approves) string {
	if a.Content == "" && a.Technical == "" {
		return ""
	}
	return v.say("approved-by", v.role(a.Content), v.role(a.Technical))
}
