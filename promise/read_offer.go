// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"strconv"
	"strings"
)

// offers reads what meets a person from outside: forms, messages and trackers.
func (o *object) offers(g *Register) {
	o.entries("intake", func(id string, e *object) { g.Intake = append(g.Intake, e.intake(id)) })
	o.entries("messages", func(id string, e *object) {
		g.Messages = append(g.Messages, &Message{ID: id, Name: e.needText("name"), Text: e.text("text"), Purpose: e.need("purpose"),
			Through: e.words("through", channelWords), With: e.safeguards("with"), AtMost: e.rate("at-most"), Origin: e.sourced()})
	})
	o.entries("trackers", func(id string, e *object) { g.Trackers = append(g.Trackers, e.tracker(id)) })
}

func (o *object) intake(id string) *Intake {
	f := &Intake{ID: id, Name: o.needText("name"), Text: o.text("text"), Data: o.refs("data"), Required: o.refs("required"), Asks: o.list("asks"),
		Voluntary: o.text("voluntary"), Consequence: o.text("consequence"), GoesTo: o.str("goes-to")}
	o.inner("attest", func(id string, e *object) {
		f.Attest = append(f.Attest, &Attest{ID: id, When: e.word("when", []string{"always", "registers-others"}), Text: e.needText("text"), Origin: e.origin()})
	})
	f.Origin = o.sourced()
	if len(f.Data) == 0 {
		o.fail(o.node, "E7", "the form asks nothing", "Art. 13: a form says which data it takes", "add data: [category] or data: [category.field]")
	}
	return f
}

func (o *object) tracker(id string) *Tracker {
	t := &Tracker{ID: id, Name: o.needText("name"), Text: o.text("text"), Party: o.str("party"), Cookies: o.list("cookies"), FirstParty: o.boolean("first-party"),
		Embedded: o.boolean("embedded"), Identifies: o.boolean("identifies"), Necessary: o.boolean("necessary"), ForSession: o.boolean("for-session"),
		Lasts: o.duration("lasts"), For: o.list("for"), Data: o.refs("data"), URL: o.str("url"), OptOut: o.str("opt-out"), Origin: o.sourced()}
	if t.ForSession && !t.Lasts.IsZero() {
		o.fail(o.node, "E7", "the tracker lasts for a session and for a length of time", "", "write for-session: true or lasts, not both")
	}
	if t.FirstParty && t.Embedded {
		o.fail(o.node, "E7", "a tracker that comes with something embedded is set by another party", "", "take first-party or embedded out")
	}
	return t
}

// rate reads "1 per 7 days".
func (o *object) rate(key string) Rate {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeRate}) {
		return Rate{}
	}
	s, n, ok := o.scalar(key)
	if !ok {
		return Rate{}
	}
	r, err := ParseRate(s)
	if err != nil {
		o.fail(n, "E7", err.Error(), "", "such as 1 per 7 days")
	}
	return r
}

// ParseRate reads "1 per 7 days".
func ParseRate(text string) (Rate, error) {
	count, per, ok := strings.Cut(text, " per ")
	n, err := strconv.Atoi(count)
	if !ok || err != nil || n < 1 || strconv.Itoa(n) != count {
		return Rate{}, fmt.Errorf("%q is no rate", text)
	}
	d, err := ParseDuration(per)
	if err != nil || d.ForEver {
		return Rate{}, fmt.Errorf("%q is no rate: %q is no length of time", text, per)
	}
	return Rate{Count: n, Per: d}, nil
}

// String returns the rate as the language writes it.
func (r Rate) String() string {
	if r.Count == 0 {
		return ""
	}
	return strconv.Itoa(r.Count) + " per " + r.Per.String()
}
