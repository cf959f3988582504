// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// choices says what a person can say yes to, in the words in which it is asked, and what
// a person can have stopped.
// Law: gdpr 7
// Law: gdpr 21
// Keeps: HMS-49
// Keeps: AMS-33
func (b Speaker) choices(s *Section) {
	for _, g := range b.registers() {
		yes := Group{Anchor: g.ID + "/permissions", Register: g.ID, Title: b.register(g) + ": " + b.Say("permissions")}
		for _, x := range g.Permissions {
			c := b.clause(b.Say("permission-"+x.GivenBy, b.Text(x.Name)), x.Origin)
			c.Wording, c.Facts = b.Text(x.Text), b.permission(g, x)
			yes.Clauses = append(yes.Clauses, c)
		}
		no := Group{Anchor: g.ID + "/prohibitions", Register: g.ID, Title: b.register(g) + ": " + b.Say("prohibitions")}
		for _, x := range g.Prohibitions {
			c := b.clause(b.Text(x.Name), x.Origin)
			c.Facts = facts(Fact{Name: b.Say("stops"), Text: b.Purposes(g, x.Stops)}, Fact{Name: b.Say("channels"), Text: b.Words("channel", x.Channels)},
				Fact{Name: b.Say("set-by"), Text: b.Words("way", x.SetBy)})
			no.Clauses = append(no.Clauses, c)
		}
		s.Groups = append(s.Groups, yes, no)
	}
}

// permission says how a permission is asked, proved, ended and withdrawn.
func (b Speaker) permission(g *promise.Register, x *promise.Permission) []Fact {
	var topics, starts, ends []string
	for _, t := range x.Topics {
		topics = append(topics, b.Text(t.Name))
	}
	for _, id := range x.StartsBy {
		starts = append(starts, b.Event(g, id))
	}
	for _, e := range x.AtEnd {
		ends = append(ends, b.effect(g, e))
	}
	again := ""
	if x.NeverAgainIf != "" {
		again = b.Say("never-again")
	}
	return facts(Fact{Name: b.Say("topics"), Text: strings.Join(topics, ", ")}, Fact{Name: b.Say("channels"), Text: b.Words("channel", x.Channels)},
		Fact{Name: b.Say("asked"), Text: b.Words("way", x.Asked)}, Fact{Name: b.Say("starts-by"), Text: strings.Join(starts, ", ")}, Fact{Name: b.Say("proof"), Text: b.Word("proof", x.Proof)},
		Fact{Name: b.Say("lasts"), Text: x.Lasts.Words(b.Lang)}, Fact{Name: b.Say("withdrawn-by"), Text: b.Words("way", x.WithdrawnBy)},
		Fact{Name: b.Say("at-end"), Text: strings.Join(ends, ", ")}, Fact{Name: b.Say("afterwards"), Text: again})
}

// Event names an event of a register.
func (b Speaker) Event(g *promise.Register, id string) string {
	if e := g.Event(id); e != nil && len(e.Name) > 0 {
		return b.Text(e.Name)
	}
	return id
}

// effect says what happens to some data when something ends.
func (b Speaker) effect(g *promise.Register, e promise.Effect) string {
	category, field, _ := strings.Cut(e.Arg, ".")
	if what := b.Refs(g, []promise.Ref{{Category: category, Field: field}}); what != "" {
		return b.Word("effect", e.Kind) + ": " + what
	}
	if role := b.Role(e.Arg); role != "" {
		return b.Word("effect", e.Kind) + ": " + role
	}
	return b.Word("effect", e.Kind)
}

// obligation says which forms ask for data, what must be given and what follows when it
// is not.
// Law: gdpr 13(2)(e)
func (b Speaker) obligation(s *Section) {
	for _, g := range b.registers() {
		forms := Group{Anchor: g.ID + "/intake", Register: g.ID, Title: b.register(g) + ": " + b.Say("forms")}
		for _, x := range g.Intake {
			forms.Clauses = append(forms.Clauses, b.form(g, x))
		}
		s.Groups = append(s.Groups, forms)
		for _, d := range g.Data {
			group := Group{Anchor: g.ID + "/obligation/" + d.ID, Register: g.ID, Title: b.register(g) + ": " + b.Text(d.Name)}
			for _, f := range d.Fields {
				if t := b.Text(f.Consequence); t != "" {
					group.Items = append(group.Items, b.Text(f.Name)+": "+t)
				}
			}
			if d.About.Personal() {
				s.Groups = append(s.Groups, group)
			}
		}
	}
}

// form says what a public form asks, why, and what follows when it is left empty.
func (b Speaker) form(g *promise.Register, x *promise.Intake) Clause {
	c := b.clause(joinSentences([]string{b.Text(x.Name), b.Text(x.Text), b.Text(x.Voluntary), b.Text(x.Consequence)}), x.Origin)
	var asks []string
	for _, id := range x.Asks {
		if p := g.Permission(id); p != nil {
			asks = append(asks, b.Text(p.Name))
		}
	}
	c.Facts = facts(Fact{Name: b.Say("asks-data"), Text: b.Refs(g, x.Data)}, Fact{Name: b.Say("must"), Text: b.Refs(g, x.Required)},
		Fact{Name: b.Say("asks"), Text: strings.Join(asks, ", ")}, Fact{Name: b.Say("goes-to"), Text: b.Role(x.GoesTo)})
	for _, a := range x.Attest {
		name := b.Say("confirms")
		if a.When == "registers-others" {
			name = b.Say("confirms-others")
		}
		c.Facts = append(c.Facts, Fact{Name: name, Text: b.Text(a.Text)})
		c.Source = merge(c.Source, a.Source)
	}
	return c
}

// messages says what is sent, on which purpose, how often.
// Keeps: AMS-33
func (b Speaker) messages(s *Section) {
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/messages", Register: g.ID, Title: b.register(g)}
		for _, x := range g.Messages {
			c := b.clause(joinSentences([]string{b.Text(x.Name), b.Text(x.Text)}), x.Origin)
			var with []string
			for _, w := range x.With {
				with = append(with, b.Release.SafeguardName(w, b.Lang))
			}
			often := ""
			if x.AtMost.Count > 0 {
				often = b.Say("at-most-per", itoa(x.AtMost.Count), x.AtMost.Per.Words(b.Lang))
			}
			c.Facts = facts(Fact{Name: b.Say("for"), Text: b.Purposes(g, []string{x.Purpose})}, Fact{Name: b.Say("channels"), Text: b.Words("channel", x.Through)},
				Fact{Name: b.Say("with"), Text: strings.Join(with, ", ")}, Fact{Name: b.Say("how-often"), Text: often})
			group.Clauses = append(group.Clauses, c)
		}
		s.Groups = append(s.Groups, group)
	}
}

// cookies lists what remembers or measures a visitor, where the promise asks for it here.
// Law: 2002/58/EC 5(3)
func (b Speaker) cookies(s *Section) {
	if b.org.Notice.Cookies {
		s.Groups = b.Trackers()
	}
}

// Trackers lists every cookie and tracker, by register.
func (b Speaker) Trackers() (out []Group) {
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/trackers", Register: g.ID, Title: b.register(g)}
		for _, t := range g.Trackers {
			c := b.clause(joinSentences([]string{b.Text(t.Name), b.Text(t.Text)}), t.Origin)
			c.Facts = b.TrackerFacts(g, t)
			group.Clauses = append(group.Clauses, c)
		}
		if len(group.Clauses) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// TrackerFacts says of a tracker who sets it, what for, how long it stays, and how to
// stop it.
func (b Speaker) TrackerFacts(g *promise.Register, t *promise.Tracker) []Fact {
	lasts := t.Lasts.Words(b.Lang)
	if t.ForSession {
		lasts = b.Say("for-session")
	}
	need := b.Say("with-consent")
	if t.Necessary {
		need = b.Say("necessary")
	}
	side := ""
	switch {
	case t.FirstParty:
		side = b.Say("first-party")
	case t.Embedded:
		side = b.Say("embedded")
	}
	knows := b.Say("not-identifying")
	if t.Identifies {
		knows = b.Say("identifying")
	}
	out := facts(Fact{Name: b.Say("set-for"), Text: b.Party(t.Party)}, Fact{Name: b.Say("cookie-names"), Text: strings.Join(t.Cookies, ", ")}, Fact{Name: b.Say("for"), Text: b.Purposes(g, t.For)},
		Fact{Name: b.Say("section-data"), Text: b.Refs(g, t.Data)}, Fact{Name: b.Say("lasts"), Text: lasts}, Fact{Name: b.Say("used-when"), Text: need}, Fact{Name: b.Say("side"), Text: side},
		Fact{Name: b.Say("who-it-is"), Text: knows})
	if t.URL != "" {
		out = append(out, Fact{Name: b.Say("see"), Text: t.URL, URL: t.URL})
	}
	if t.OptOut != "" {
		out = append(out, Fact{Name: b.Say("opt-out"), Text: t.OptOut, URL: t.OptOut})
	}
	return out
}
