// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"slices"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
)

// listPage is a page of a few sections, as cookies, agreements and rules are.
type listPage struct {
	*view
	Title, Lead string
	Sections    []section
	Documents   []ruleDocument
}

// cookiesOf is the inventory of cookies and other trackers.
// Law: 2002/58/EC 5(3)
func cookiesOf(v *view) (string, any) {
	p := &listPage{view: v, Title: v.T("cookies-title", v.Organisation()), Lead: v.T("cookies-lead")}
	for _, g := range v.Trackers() {
		p.Sections = append(p.Sections, section{ID: "register-" + g.Register, Title: g.Title, Clauses: v.clauses(g.Clauses)})
	}
	return p.Title, p
}

// agreementsOf lists the parties with what was agreed, and what leaves the EEA.
// Law: gdpr 28(3)
// Law: gdpr 30(1)(e)
// Keeps: HMS-41
func agreementsOf(v *view) (string, any) {
	p := &listPage{view: v, Title: v.T("agreements-title", v.Organisation()), Lead: v.T("agreements-lead")}
	for _, kind := range []string{"processor", "joint-controller", "independent-controller", "recipient", "source"} {
		var list []party
		for _, x := range v.Parties(kind) {
			list = append(list, v.party(x))
		}
		if len(list) > 0 {
			p.Sections = append(p.Sections, section{ID: kind, Title: v.Word("as", kind), Parties: list})
		}
	}
	if len(p.Sections) == 0 {
		p.Sections = append(p.Sections, section{ID: "nobody", Title: v.T("nav-agreements"), Paragraphs: []string{v.T("no-parties")}})
	}
	n := notice.Build(v.site.Release, v.Lang)
	for _, s := range n.Sections {
		if s.ID == "transfers" {
			p.Sections = append(p.Sections, v.section(s))
		}
	}
	return p.Title, p
}

// ruleDocument is what people read and accept, as it is shown.
type ruleDocument struct {
	ID, Title, Text, Owner, Version string
	Acceptance                      []clause
	Groups                          []group
	History                         []change
}

// rulesOf shows the rule documents with their chapters, and what the organisation itself
// asks of its people.
// Keeps: TAM-01
func rulesOf(v *view) (string, any) {
	r := v.site.Release
	p := &listPage{view: v, Title: v.T("rules-title", v.Organisation()), Lead: v.T("rules-lead")}
	for _, d := range r.RuleDocuments {
		p.Documents = append(p.Documents, v.ruleDocument(d))
	}
	own := section{ID: "own", Title: v.Organisation()}
	for _, g := range v.Conduct(r.Organisation.Conduct, notice.Group{Title: v.Say("conduct")}) {
		own.Groups = append(own.Groups, v.openGroup(g))
	}
	sign := group{Title: v.Say("declarations")}
	for _, x := range r.Organisation.Declarations {
		c := v.bare(x.Origin, v.Text(x.Name), notice.Fact{Name: v.Say("signed"), Text: v.Word("signed", x.Signed)}, notice.Fact{Name: v.Say("lasts"), Text: x.Lasts.Words(v.Lang)})
		c.Wording = v.Text(x.Text)
		sign.Clauses = append(sign.Clauses, c)
	}
	own.Groups = append(own.Groups, sign)
	own.Groups = v.tableGroups(own.Groups, r.Organisation.ID)
	own.Groups = slices.DeleteFunc(own.Groups, func(g group) bool { return len(g.Clauses)+len(g.Items) == 0 && g.Text == "" })
	if len(own.Groups) > 0 {
		p.Sections = append(p.Sections, own)
	}
	return p.Title, p
}

// openGroup is a group that is not folded: the rules are there to be read.
func (v *view) openGroup(g notice.Group) group {
	out := v.group(g, false)
	out.Folded = ""
	return out
}

func (v *view) ruleDocument(d *promise.RuleDocument) ruleDocument {
	out := ruleDocument{ID: d.ID, Title: v.Text(d.Name), Text: v.Text(d.Text), Version: v.T("rules-version", d.Version), History: v.changes(d.History)}
	if d.Owner != "" {
		out.Owner = v.T("rules-by", v.Owner(d.Owner))
	}
	if a := d.Acceptance; a != nil {
		c := v.bare(a.Origin, v.T("accept-words"), notice.Fact{Name: v.T("accept-who"), Text: v.Roles(a.Who)}, notice.Fact{Name: v.T("accept-when"), Text: v.acceptWhen(a)},
			notice.Fact{Name: v.T("accept-again"), Text: v.acceptAgain(a)}, notice.Fact{Name: v.T("accept-owner"), Text: v.Role(a.Owner)})
		c.Wording = v.Text(a.Text)
		out.Acceptance = []clause{c}
	}
	for _, g := range v.Conduct(d.Conduct, notice.Group{Anchor: d.ID + "/conduct", Title: v.Say("conduct")}) {
		if one := v.openGroup(g); len(one.Clauses)+len(one.Items) > 0 || one.Text != "" {
			out.Groups = append(out.Groups, one)
		}
	}
	var rules []clause
	for _, c := range d.Rules {
		rules = append(rules, v.bare(c.Origin, c.Sentence(v.Lang)))
	}
	out.Groups = v.groupOf(out.Groups, d.ID+"/rules", v.Say("section-access"), rules)
	out.Groups = v.tableGroups(out.Groups, d.ID)
	return out
}

func (v *view) acceptAgain(a *promise.Acceptance) string {
	if a.Again == "" {
		return v.T("again-content")
	}
	return v.T("again-" + a.Again)
}

func (v *view) acceptWhen(a *promise.Acceptance) string {
	switch {
	case a.BeforeAccess && !a.Within.IsZero():
		return v.T("accept-grace", a.Within.Words(v.Lang))
	case a.BeforeAccess:
		return v.T("accept-before")
	case !a.Within.IsZero():
		return v.T("accept-within", a.Within.Words(v.Lang))
	}
	return ""
}
