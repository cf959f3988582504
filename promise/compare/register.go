// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// registerParts lists the clauses of a register.
func registerParts(g *promise.Register) []part {
	n := &inventory{document: g.ID}
	n.one("", heading{Name: g.Name, Text: g.Text}, promise.Origin{}, func(v voice) string { return sentences(v.text(g.Name), v.text(g.Text)) })
	each(n, "subjects", g.Subjects,
		func(v voice, x *promise.Subject) string { return sentences(v.say("about", v.text(x.Name))) })
	each(n, "purposes", g.Purposes,
		func(v voice, x *promise.Purpose) string { return v.purposeSentence(g, x) })
	each(n, "permissions", g.Permissions, voice.permission)
	each(n, "prohibitions", g.Prohibitions,
		func(v voice, x *promise.Prohibition) string {
			return sentences(clauses(v.text(x.Name)+": "+v.say("stops", v.purposes(g.ID, x.Stops)), v.with("channels", v.listed("channel", x.Channels)), v.with("set-by", v.listed("asked", x.SetBy))))
		})
	dataParts(n, g)
	outwardParts(n, g)
	factParts(n, g)
	each(n, "access", g.Access,
		func(v voice, x *promise.Clause) string { return x.Sentence(v.lang) })
	each(n, "retention", g.Retention,
		func(v voice, x *promise.Retention) string {
			return sentences(v.release.RetentionSentence(g, x, v.lang), v.text(x.Text))
		})
	each(n, "rights", g.Rights,
		func(v voice, x *promise.Right) string { return v.right(g, x) })
	each(n, "automated-decisions", g.Automated,
		func(v voice, x *promise.Automated) string { return sentences(v.text(x.Logic), v.text(x.Consequence)) })
	each(n, "profiling", g.Profiling,
		func(v voice, x *promise.Profile) string {
			return sentences(v.text(x.Text), v.say("profiles", v.refs(g, x.Data), v.purposes(g.ID, x.For)))
		})
	n.one("open", struct{ Open []string }{g.Open}, promise.Origin{}, func(v voice) string { return sentences(strings.Join(g.Open, ", ")) })
	return n.parts
}

func (v voice) purposeSentence(g *promise.Register, p *promise.Purpose) string {
	first := v.text(p.Name)
	if p.Basis != "" {
		first += ": " + v.word("basis", p.Basis)
	}
	if laws := v.laws(p.Law); laws != "" {
		first += " (" + laws + ")"
	}
	var needs, acts []string
	for _, id := range p.Needs {
		if x := g.Permission(id); x != nil {
			needs = append(needs, v.text(x.Name))
		}
	}
	for _, a := range p.Only {
		acts = append(acts, promise.ActionName(a, v.lang))
	}
	condition := ""
	if p.Condition != "" {
		condition = v.word("condition", p.Condition)
	}
	marketing := ""
	if p.DirectMarketing {
		marketing = v.say("direct-marketing")
	}
	return sentences(clauses(first, marketing, v.with("needs", v.quoted(needs)), v.with("condition", condition), v.with("only", strings.Join(acts, ", "))), v.with("interest", v.text(p.Interest)), v.text(p.Text))
}

func (v voice) permission(x *promise.Permission) string {
	return sentences(clauses(v.text(x.Name)+": "+v.say("given-by-"+x.GivenBy), v.with("channels", v.listed("channel", x.Channels)), v.with("asked-by", v.listed("asked", x.Asked)),
		v.with("withdrawn-by", v.listed("asked", x.WithdrawnBy)), v.with("valid-for", x.Lasts.Words(v.lang)), v.with("topics", v.topics(x.Topics))), v.with("wording", v.text(x.Text)))
}

// dataParts lists the categories and, each by itself, their fields.
func dataParts(n *inventory, g *promise.Register) {
	for _, d := range g.Data {
		clause := n.document + "/data/" + d.ID
		n.parts = append(n.parts, part{clause: clause, document: n.document, section: "data", title: d.Name, value: d, source: d.Source,
			say: func(v voice) string { return v.categorySentence(g, d) }})
		for _, f := range d.Fields {
			own := *f
			if own.Sensitivity == d.Sensitivity {
				own.Sensitivity = "" // it is the category's that changes
			}
			source := f.Source
			if source == nil {
				source = d.Source
			}
			n.parts = append(n.parts, part{clause: clause + "." + f.ID, document: n.document, section: "data", title: f.Name, value: own, source: source,
				say: func(v voice) string { return v.fieldSentence(d, f) }})
		}
	}
}

func (v voice) categorySentence(g *promise.Register, d *promise.Category) string {
	var systems []string
	for _, id := range d.KeptIn {
		systems = append(systems, v.system(id))
	}
	special := ""
	if d.Special != "" {
		special = v.word("special", d.Special)
	}
	return sentences(clauses(v.text(d.Name)+": "+v.say("kept-for", v.purposes(g.ID, d.For)), v.word("level", string(d.Sensitivity)), special,
		v.with("kept-in", strings.Join(systems, ", "))), v.text(d.Text))
}

func (v voice) fieldSentence(d *promise.Category, f *promise.FieldDecl) string {
	parts := []string{v.quote(v.text(d.Name)) + ": " + v.text(f.Name)}
	for _, x := range []struct {
		is  bool
		key string
	}{{f.Required, "required"}, {f.Mask, "masked"}, {f.Public, "public"}, {f.Find != "", "found-by"}} {
		if x.is {
			parts = append(parts, v.say(x.key))
		}
	}
	if f.Sensitivity != d.Sensitivity {
		parts = append(parts, v.word("level", string(f.Sensitivity)))
	}
	return sentences(clauses(parts...), v.text(f.Why), v.text(f.Consequence))
}

// outwardParts lists where data come from and go to.
func outwardParts(n *inventory, g *promise.Register) {
	each(n, "sources", g.Sources,
		func(v voice, x *promise.SourceDecl) string {
			told := ""
			if x.Tell != nil {
				told = x.Tell.Within.Words(v.lang)
			}
			return sentences(clauses(v.text(x.Name)+": "+v.refs(g, x.Data), v.with("told-within", told)), v.text(x.Text))
		})
	each(n, "flows", g.Flows,
		func(v voice, x *promise.Flow) string {
			return sentences(v.say("flows", v.party(x.To), v.refs(g, x.Data), v.purposes(g.ID, x.For)), v.text(x.Text))
		})
	offerParts(n, g)
	each(n, "never", g.Never,
		func(v voice, x *promise.Never) string {
			return sentences(v.say("never-kept", strings.Join(x.Data, ", ")), v.text(x.Text))
		})
}

func (v voice) topics(list []*promise.Topic) string {
	var out []string
	for _, t := range list {
		out = append(out, v.text(t.Name))
	}
	return strings.Join(out, ", ")
}

// offerParts lists what meets a person from outside: forms, messages and trackers.
func offerParts(n *inventory, g *promise.Register) {
	each(n, "intake", g.Intake, func(v voice, x *promise.Intake) string {
		var asks []string
		for _, id := range x.Asks {
			if p := g.Permission(id); p != nil {
				asks = append(asks, v.text(p.Name))
			}
		}
		return sentences(clauses(v.text(x.Name)+": "+v.say("form-asks", v.refs(g, x.Data)), v.with("form-demands", v.refsOrNone(g, x.Required)), v.with("form-permissions", v.quoted(asks))),
			v.text(x.Text), v.text(x.Voluntary), v.text(x.Consequence))
	})
	each(n, "messages", g.Messages, func(v voice, x *promise.Message) string {
		often := ""
		if x.AtMost.Count > 0 {
			often = v.say("at-most", x.AtMost.Count, x.AtMost.Per.Words(v.lang))
		}
		return sentences(clauses(v.text(x.Name)+": "+v.purposes(g.ID, []string{x.Purpose}), v.with("channels", v.listed("channel", x.Through)), often), v.text(x.Text))
	})
	each(n, "trackers", g.Trackers, func(v voice, x *promise.Tracker) string {
		parts := []string{v.text(x.Name)}
		if x.Party != "" {
			parts = append(parts, v.party(x.Party))
		}
		for _, is := range []struct {
			so  bool
			key string
		}{{x.Necessary, "necessary"}, {x.Identifies, "identifies"}, {x.ForSession, "for-session"}} {
			if is.so {
				parts = append(parts, v.say(is.key))
			}
		}
		return sentences(clauses(append(parts, strings.Join(x.Cookies, ", "), v.with("valid-for", x.Lasts.Words(v.lang)), x.URL)...), v.text(x.Text))
	})
}

func (v voice) refsOrNone(g *promise.Register, refs []promise.Ref) string {
	if len(refs) == 0 {
		return ""
	}
	return v.refs(g, refs)
}

// factParts lists what follows from dated records.
func factParts(n *inventory, g *promise.Register) {
	each(n, "states", g.States,
		func(v voice, x *promise.State) string {
			var data []string
			for _, p := range x.Any {
				data = append(data, g.ID+"/"+p.Data)
			}
			return sentences(v.say("follows-from", v.named(x.ID, func(*promise.Release) promise.Text { return x.Name }), v.categories(data)))
		})
	each(n, "events", g.Events,
		func(v voice, x *promise.Event) string {
			return sentences(v.say("follows-from", v.named(x.ID, func(*promise.Release) promise.Text { return x.Name }), v.categories([]string{g.ID + "/" + x.Data + "." + x.Field})))
		})
	each(n, "relations", g.Relations,
		func(v voice, x *promise.Relation) string {
			return sentences(v.say("follows-from", v.release.Fact(x.ID, v.lang), v.categories([]string{g.ID + "/" + x.Data})))
		})
}

// right says how a right is answered; what holds data back is known in a register only.
func (v voice) right(g *promise.Register, x *promise.Right) string {
	parts := []string{v.word("right", x.ID)}
	if x.By == "page" {
		parts = append(parts, v.say("on-page"))
	} else if len(x.Who) > 0 {
		parts = append(parts, v.say("answered-by", v.roles(x.Who), x.Within.Words(v.lang)))
	}
	for _, id := range x.HeldBackBy {
		if g == nil {
			break
		}
		if r := g.Span(id); r != nil {
			parts = append(parts, v.say("held-back", v.release.Period(g, r, v.lang)))
		}
	}
	return sentences(clauses(parts...), v.text(x.Text))
}
