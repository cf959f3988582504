// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// register reads a document of kind register.
func (o *object) register() *Register {
	g := &Register{ID: o.document, Pos: o.pos(), answered: map[string]bool{}}
	g.Version = o.version()
	g.Name, g.Text = o.needText("name"), o.text("text")
	o.entries("subjects", func(id string, e *object) {
		g.Subjects = append(g.Subjects, &Subject{ID: id, Of: e.word("of", []string{"person", "company"}), When: e.str("when"), Name: e.needText("name"), Origin: e.sourced()})
	})
	o.entries("purposes", func(id string, e *object) { g.Purposes = append(g.Purposes, e.purpose(id)) })
	o.entries("permissions", func(id string, e *object) { g.Permissions = append(g.Permissions, e.permission(id)) })
	o.entries("prohibitions", func(id string, e *object) {
		g.Prohibitions = append(g.Prohibitions, &Prohibition{ID: id, Name: e.needText("name"), Channels: e.words("channels", channelWords), Stops: e.list("stops"),
			SetBy: e.words("set-by", askedWords), Origin: e.sourced()})
	})
	o.entries("data", func(id string, e *object) { g.Data = append(g.Data, e.category(id)) })
	o.entries("sources", func(id string, e *object) { g.Sources = append(g.Sources, e.source(id)) })
	o.entries("flows", func(id string, e *object) {
		g.Flows = append(g.Flows, &Flow{ID: id, To: e.need("to"), Data: e.refs("data"), For: e.list("for"), With: e.safeguards("with"),
			Grounds: e.words("grounds", []string{"consent", "law", "order", "agreement", "person-asked"}), Name: e.text("name"), Text: e.text("text"), Origin: e.sourced()})
	})
	o.entries("never", func(id string, e *object) {
		g.Never = append(g.Never, &Never{ID: id, Data: e.list("data"), Text: e.text("text"), Origin: e.sourced()})
	})
	o.moments(g)
	o.entries("access", func(id string, e *object) { g.Access = append(g.Access, e.clause("access", id, g.ID)) })
	o.entries("retention", func(id string, e *object) { g.Retention = append(g.Retention, e.retention(id)) })
	g.Rights = o.rights()
	o.decisions(g)
	g.History = o.history()
	o.offers(g)
	g.Open = o.list("open")
	g.Owner = o.owner
	return g
}

var askedWords = []string{"form", "page", "staff", "mail-link", "letter", "browser-signal", "phone"}

// rights reads how each right is answered.
func (o *object) rights() (out []*Right) {
	o.entries("rights", func(id string, e *object) {
		if !slices.Contains(rightWords, id) && o.shape == nil {
			e.fail(e.node, "E7", fmt.Sprintf("%q is no right the language knows", id), "", "known: "+strings.Join(rightWords, ", "))
		}
		out = append(out, &Right{ID: id, By: e.word("by", []string{"page", "staff"}), Who: e.list("who"), Within: e.duration("within"),
			HeldBackBy: e.list("held-back-by"), Shows: e.list("shows"), Text: e.text("text"), Origin: e.sourced()})
	})
	return out
}

func (o *object) purpose(id string) *Purpose {
	p := &Purpose{ID: id, Register: o.document, Under: o.str("under"), Name: o.needText("name"), Text: o.text("text"), Basis: o.word("basis", basisWords),
		Needs: o.list("needs"), Condition: o.word("condition", conditionWords), Interest: o.text("interest"), Expects: o.list("expects"), About: o.list("about"),
		CompatibleWith: o.list("compatible-with"), DirectMarketing: o.boolean("direct-marketing"), Answers: o.words("answers", rightWords), Origin: o.sourced()}
	if o.has("only") {
		p.Only = o.actions("only")
	}
	return p
}

func (o *object) permission(id string) *Permission {
	p := &Permission{ID: id, GivenBy: o.word("given-by", []string{"person", "company"}), Name: o.needText("name"), Text: o.text("text"),
		Asked: o.words("asked", askedWords), Channels: o.words("channels", channelWords), Proof: o.word("proof", []string{"document", "double-opt-in", "form", "staff"}),
		Lasts: o.duration("lasts"), WithdrawnBy: o.words("withdrawn-by", askedWords), NeverAgainIf: o.word("never-again-after", []string{"withdrawn"}),
		StartsBy: o.list("starts-by"), AtEnd: o.effects("at-end"), Origin: o.sourced()}
	o.inner("topics", func(id string, e *object) {
		p.Topics = append(p.Topics, &Topic{ID: id, Name: e.needText("name"), Origin: e.origin()})
	})
	return p
}

func (o *object) source(id string) *SourceDecl {
	s := &SourceDecl{ID: id, From: o.word("from", fromWords), Party: o.str("party"), Names: o.str("names"), Data: o.refs("data"), If: o.list("if"),
		Name: o.needText("name"), Text: o.text("text"), Origin: o.sourced()}
	o.sub("tell", func(e *object) {
		s.Tell = &Tell{Within: e.duration("within"), By: e.word("by", []string{"letter", "notice", "employer", "first-contact"}),
			Unless: e.word("unless", []string{"has-it", "secrecy", "law"})}
	})
	return s
}

// moments reads states, events and relations: what dated records mean.
func (o *object) moments(g *Register) {
	o.entries("states", func(id string, e *object) {
		s := &State{ID: id, Of: e.word("of", []string{"person", "company"}), Name: e.text("name"), Origin: e.sourced()}
		s.Any = e.periods()
		g.States = append(g.States, s)
	})
	o.entries("events", func(id string, e *object) {
		g.Events = append(g.Events, &Event{ID: id, Of: e.word("of", []string{"person", "company"}), Data: e.need("data"), Field: e.need("field"),
			Take: e.word("take", []string{"each", "first", "last"}), Where: e.where("where"), Name: e.text("name"), Origin: e.sourced()})
	})
	o.entries("relations", func(id string, e *object) {
		g.Relations = append(g.Relations, &Relation{ID: id, Of: e.word("of", []string{"person", "company"}), Data: e.need("data"), Staff: e.str("staff"), Unit: e.str("unit"),
			From: e.need("from"), To: e.str("to"), Origin: e.sourced()})
	})
}

// periods reads one period, or several under any.
func (o *object) periods() (out []Period) {
	if o.noteList("any", func(p *object) { p.period() }) {
		o.period() // without any, its keys stand in the state itself
		for _, key := range []string{"data", "from"} {
			o.shape.Key(key).Needed = false
		}
		return nil
	}
	if !o.has("any") {
		return []Period{o.period()}
	}
	for _, n := range o.items("any") {
		o.child(n, "any", o.path, func(p *object) { out = append(out, p.period()) })
	}
	return out
}

func (o *object) period() Period {
	return Period{Data: o.need("data"), From: o.need("from"), To: o.str("to"), Lasts: o.duration("lasts"), Where: o.where("where")}
}

// where reads field tests: a map from a field to the values it may have.
func (o *object) where(key string) map[string][]string {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeFree}) {
		return nil
	}
	out := map[string][]string{}
	n := o.get(key)
	if n == nil {
		return nil
	}
	o.child(n, key, o.path, func(e *object) {
		if len(e.node.Entries) > maxFields {
			e.fail(n, "E7", "more field tests than a category has fields", "", "take some out")
			e.node.Entries = nil
		}
		for _, entry := range e.node.Entries {
			out[entry.Key] = e.list(entry.Key)
		}
	})
	return out
}

func (o *object) retention(id string) *Retention {
	r := &Retention{ID: id, Data: o.refs("data"), For: o.list("for"), Keep: o.span("keep"), AtLeast: o.span("at-least"), AtMost: o.span("at-most"),
		Tolerance: o.duration("tolerance"), End: o.word("end", endWords), Text: o.text("text"), Origin: o.sourced()}
	o.sub("review", func(e *object) { r.Review = &Review{Every: e.duration("every"), Owner: e.need("owner")} })
	o.needs("end")
	if r.End == "" && !o.has("end") {
		o.fail(o.node, "E7", `"end" is missing`, "Art. 13(2)(a)", "say what happens at the end: "+strings.Join(endWords, ", "))
	}
	if r.Keep == nil && r.AtLeast == nil && r.AtMost == nil && r.Review == nil {
		o.fail(o.node, "E7", "the clause gives no length of time", "Art. 13(2)(a)", "add keep, at-least, at-most or review")
	}
	return r
}

func (o *object) span(key string) *Span {
	var s *Span
	o.sub(key, func(e *object) {
		s = &Span{While: e.str("while"), Then: e.duration("then"), After: e.str("after"), Lasts: e.duration("lasts"), Rounded: e.word("rounded", []string{"year-end", "month-end"})}
		switch {
		case (s.While == "") == (s.After == ""):
			e.fail(e.node, "E7", "a span starts either at an event (after) or with a state (while)", "", "write {after: event, lasts: 10 years} or {while: state, then: 2 years}")
		case s.After != "" && s.Lasts.IsZero():
			e.fail(e.node, "E7", "a span after an event needs its length", "", "add lasts: 10 years")
		case s.While != "" && !s.Lasts.IsZero():
			e.fail(e.node, "E7", `a span while a state lasts has "then", not "lasts"`, "", "write then: 2 years")
		}
	})
	return s
}

// decisions reads the two questions every register answers.
// Law: gdpr 13(2)(f)
func (o *object) decisions(g *Register) {
	o.answer(g, "automated-decisions", func(id string, e *object) { g.Automated = append(g.Automated, e.automated(id)) })
	o.answer(g, "profiling", func(id string, e *object) { g.Profiling = append(g.Profiling, e.profile(id)) })
}

// answer reads a question that is answered by none or by a map of what is done.
func (o *object) answer(g *Register, key string, read func(id string, e *object)) {
	if o.noteEntries(key, func(e *object) { read("some-id", e) }) {
		k := o.shape.Key(key)
		k.Needed, k.Value.Also = true, []string{"none"}
		return
	}
	n := o.get(key)
	if n == nil {
		return
	}
	g.answered[key] = true
	if n.Kind == strict.Scalar {
		if n.Value != "none" {
			o.fail(n, "E7", fmt.Sprintf("%q is answered by none or by a map", key), "Art. 13(2)(f)", "write "+key+": none")
		}
		return
	}
	o.entries(key, read)
}

func (o *object) automated(id string) *Automated {
	return &Automated{ID: id, Logic: o.needText("logic"), Consequence: o.needText("significance"), Condition: o.word("condition", []string{"contract", "law", "explicit-consent"}),
		HumanReview: o.str("human-review"), Data: o.refs("data"), For: o.list("for"), Origin: o.sourced()}
}

func (o *object) profile(id string) *Profile {
	return &Profile{ID: id, Data: o.refs("data"), For: o.list("for"), Text: o.needText("text"), Origin: o.sourced()}
}
