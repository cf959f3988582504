// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// check looks for what the law and the files' own logic want to be there. Each check has
// a stable code; docs/promise-language.md lists them.
func (l *loading) check() {
	c := &checker{loading: l, org: l.release.Organisation}
	c.controller()
	c.parties()
	l.eachRegister(func(part *loading, g *Register) {
		c := &checker{loading: part, org: c.org}
		c.registerParts(g)
		c.purposes(g)
		c.permissions(g)
		c.data(g)
		c.sources(g)
		c.retention(g)
		c.rights(g)
		c.offers(g)
	})
	c.ruleDocuments()
	c.disclosure()
	c.access()
}

type checker struct {
	*loading
	org  *Organisation
	told map[string]bool // clauses with an error that explains others
}

// controller asks who answers, who can be turned to, and who takes complaints.
// Law: gdpr 13(1)(a)
// Law: gdpr 13(1)(b)
// Law: gdpr 13(2)(d)
func (c *checker) controller() {
	o := c.org
	missing := func(what, rule, mend string) { c.error("E9", o.ID, o.Pos, what, rule, mend) }
	if o.Controller.Name == "" {
		missing("nobody is named as controller", "Art. 13(1)(a)", "add controller: {name: ..., address: ..., represented-by: role}")
	}
	if len(o.Contacts) == 0 {
		missing("no contact is named", "Art. 13(1)(a)", "add contacts: {privacy: {role: ..., handles: [requests], email: ...}}")
	}
	if o.Authority.Name == "" {
		missing("no supervisory authority is named", "Art. 13(2)(d)", "add authority: {name: ..., url: ...}")
	}
	if len(o.Measures) == 0 {
		c.error("E68", o.ID, o.Pos, "no security measure is named", "Art. 30(1)(g)", "add measures: {sealed: {kept-by: ..., text: ...}}")
	}
	if c.release.Register("log") == nil {
		c.error("E69", o.ID, o.Pos, "no register is called log", "the log of look-ups holds personal data too: it has purposes, a time and rights (Art. 5(2), 30)", "add a register with id: log")
	}
	answers := slices.ContainsFunc(o.Contacts, func(x *Contact) bool { return slices.Contains(x.Handles, "requests") && x.Role != "" })
	if special := c.firstSpecial(); special != nil && !answers {
		c.warn("W10", special.Register+"/data/"+special.ID, special.Pos, "special data are kept and no contact handles requests", "Art. 37(1)(c): such an organisation mostly needs a data protection officer",
			"add a contact with role and handles: [requests]")
	}
}

func (c *checker) firstSpecial() *Category {
	for _, g := range c.release.Registers {
		for _, d := range g.Data {
			if d.Special != "" {
				return d
			}
		}
	}
	return nil
}

// eea are the countries between which data move without a mechanism.
// Law: gdpr 44
var eea = strings.Fields("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO")

// parties checks agreements with processors and transfers outside the EEA.
func (c *checker) parties() {
	for _, p := range c.org.Parties {
		clause := p.Clause
		if p.As == "processor" && !p.Group {
			switch a := p.Agreement; {
			case a == nil:
				c.error("E11", clause, p.Pos, "the processor has no agreement", "Art. 28(3)", "add agreement: {needed: always, document: ..., dated: ...}")
			case a.Needed != "always":
				c.error("E11", clause, a.Pos, "a processor always needs an agreement", "Art. 28(3)", "write needed: always, or say as what else the party acts")
			case a.Document == "" || a.Dated == "":
				c.error("E11", clause, a.Pos, "the agreement has no document or no date", "Art. 28(3), (9): it is in writing", "add document and dated")
			}
		}
		receives := p.As == "processor" || p.As == "recipient" || p.As == "joint-controller"
		if receives && p.Country != "" && !slices.Contains(eea, p.Country) && (p.Transfer == nil || p.Transfer.Mechanism == "") {
			c.error("E12", clause, p.Pos, "the party is outside the EEA ("+p.Country+") and no mechanism is named", "Art. 44 to 49", "add transfer: {mechanism: adequacy, document: ..., checked: ...}")
		}
	}
}

// CheckAt looks for what only the calendar can tell: agreements that have ended (E11) or
// end within ninety days (W14), and adequacy decisions that nobody looked at for a year.
// Load does not ask it, so that a release read back from the ledger is always readable.
// Law: gdpr 28(3)
func (r *Release) CheckAt(now time.Time) Problems {
	l := &loading{release: r}
	o := r.Organisation
	for _, p := range o.Parties {
		if p.As != "processor" || p.Group || p.Agreement == nil || p.Agreement.Until == "" {
			continue
		}
		clause, end := p.Clause, p.Agreement.Until.Time(time.UTC)
		switch {
		case !end.After(now):
			l.error("E11", clause, p.Agreement.Pos, "the agreement ended on "+string(p.Agreement.Until), "Art. 28(3)", "make a new agreement, or stop using the party")
		case end.Before(now.AddDate(0, 0, 90)):
			l.warn("W14", clause, p.Agreement.Pos, "the agreement ends on "+string(p.Agreement.Until), "", "renew it in time")
		}
	}
	l.problems.sort()
	return l.problems
}

// registerParts asks what the record of processing must have.
// Law: gdpr 30(1)(c)
// Law: gdpr 13(2)(f)
func (c *checker) registerParts(g *Register) {
	if len(g.Subjects) == 0 && g.personal() {
		c.error("E68", g.ID, g.Pos, "the register names no category of persons", "Art. 30(1)(c)", "add subjects: {employee: {of: person, name: ...}}")
	}
	for _, key := range []string{"automated-decisions", "profiling"} {
		if !g.answered[key] {
			c.error("E70", g.ID, g.Pos, fmt.Sprintf("%q is not answered", key), "Art. 13(2)(f)", "write "+key+": none, or say what is done")
		}
	}
	listed := map[string]string{}
	for _, n := range g.Never {
		for _, id := range n.Data {
			listed[id] = n.ID
		}
	}
	for _, d := range g.Data {
		if n := listed[d.ID]; n != "" {
			c.error("E29", g.ID+"/data/"+d.ID, d.Pos, fmt.Sprintf("the category is declared though never/%s excludes it", n), "what is promised never to be kept is not declared", "take one of them out")
		}
		for _, f := range d.Fields {
			if n := listed[f.ID]; n != "" {
				c.error("E29", g.ID+"/data/"+d.ID+"."+f.ID, f.Pos, fmt.Sprintf("the field is declared though never/%s excludes it", n), "what is promised never to be kept is not declared", "take one of them out")
			}
		}
	}
}

// personal reports whether the register holds data about persons at all.
func (g *Register) personal() bool {
	return slices.ContainsFunc(g.Data, func(d *Category) bool { return d.About.Personal() })
}

// purposes checks legal bases.
// Law: gdpr 6
func (c *checker) purposes(g *Register) {
	for _, p := range g.Leaves() {
		clause := g.ID + "/purposes/" + p.ID
		switch {
		case p.Basis == "":
			c.error("E15", clause, p.Pos, "the purpose has no legal basis", "Art. 6(1)", "add basis: "+strings.Join(basisWords, ", "))
		case (p.Basis == "legal-duty" || p.Basis == "public-task") && len(p.Law) == 0:
			c.error("E16", clause, p.Pos, "the basis is "+p.Basis+" and no law is named", "Art. 6(3)", "add law: [some-law] and declare it in the organisation")
		case p.Basis == "legitimate-interest" && len(p.Interest) == 0:
			c.error("E17", clause, p.Pos, "the legitimate interest is not said", "Art. 13(1)(d)", "add interest: in each language")
		case p.Basis == "consent" && len(p.Needs) == 0:
			c.error("E18", clause, p.Pos, "the purpose rests on consent and names no permission", "Art. 7(1)", "add needs: [some-permission]")
		}
		if p.DirectMarketing && !g.stops(p) {
			c.error("E21", clause, p.Pos, "direct marketing that no prohibition stops", "Art. 21(2)", "add a prohibition that stops it")
		}
		tracked := slices.ContainsFunc(g.Trackers, func(t *Tracker) bool { return slices.Contains(t.For, p.ID) })
		if !tracked && !slices.ContainsFunc(g.Data, func(d *Category) bool { return slices.Contains(d.purposes, p) }) {
			c.warn("W23", clause, p.Pos, "no data are kept for the purpose", "Art. 5(1)(b)", "take the purpose out, or keep a category for it")
		}
	}
}

// stops reports whether a prohibition stops the purpose or one above it.
func (g *Register) stops(p *Purpose) bool {
	t := g.purposeTree()
	return slices.ContainsFunc(g.Prohibitions, func(x *Prohibition) bool {
		return slices.ContainsFunc(x.Stops, func(id string) bool { return t.within(p.ID, id) })
	})
}

// permissions checks that a consent has a wording and is as easy to withdraw as to give.
// Law: gdpr 7(3)
func (c *checker) permissions(g *Register) {
	for _, p := range g.Permissions {
		clause := g.ID + "/permissions/" + p.ID
		if len(p.Text) == 0 {
			c.error("E18", clause, p.Pos, "the permission has no wording", "Art. 7(2)", "add text: the words that are shown")
		}
		for _, way := range p.Asked {
			if !slices.Contains(p.WithdrawnBy, way) {
				c.error("E18", clause, p.Pos, fmt.Sprintf("the permission is given by %s and cannot be withdrawn by it", way), "Art. 7(3): as easy to withdraw as to give", "add "+way+" to withdrawn-by")
			}
		}
	}
}
