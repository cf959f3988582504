// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
)

// data checks what must be said of every category.
func (c *checker) data(g *Register) {
	kept, had := map[string]bool{}, map[string]bool{}
	for _, r := range g.Retention {
		note(kept, r.Data)
	}
	for _, s := range g.Sources {
		note(had, s.Data)
	}
	for _, d := range g.Data {
		clause := g.ID + "/data/" + d.ID
		if len(d.purposes) == 0 {
			c.error("E24", clause, d.Pos, "the category is kept for no purpose", "Art. 5(1)(b)", "add for: [some-purpose]")
		}
		if !kept[d.ID] {
			c.error("E25", clause, d.Pos, "no retention clause says how long the category is kept", "Art. 13(2)(a)", "name it in the data of a retention clause")
		}
		if !had[d.ID] {
			c.error("E26", clause, d.Pos, "no source says where the category comes from", "Art. 14(2)(f)", "name it in the data of a source")
		}
		if len(d.KeptIn) == 0 && len(c.org.Systems) > 0 && g.Owner == "" {
			c.warn("W75", clause, d.Pos, "nothing says in which system the category is kept", "Art. 30(1)(g), 32(1): data are kept where they are kept safe", "add kept-in: [some-system]")
		}
		c.sensitive(g, d, clause)
		for _, f := range d.Fields {
			if f.Type == TypePersonID && !f.Mask {
				c.warn("W33", clause+"."+f.ID, f.Pos, "the identity code is not masked", "Art. 87 and national law: it is shown where it is needed only", "add mask: true")
			}
		}
	}
}

// note marks the categories that refs name.
func note(categories map[string]bool, refs []Ref) {
	for _, r := range refs {
		categories[r.Category] = true
	}
}

func covers(refs []Ref, category string) bool {
	return slices.ContainsFunc(refs, func(r Ref) bool { return r.Category == category })
}

// sensitive checks the conditions of special data and of offences, and where they lie.
// Law: gdpr 9(2)
// Law: gdpr 10
// Law: gdpr 32
func (c *checker) sensitive(g *Register, d *Category, clause string) {
	for _, p := range d.purposes {
		if d.Special != "" && p.Condition == "" {
			c.error("E19", clause, d.Pos, fmt.Sprintf("special data (%s) are kept for %q, which has no condition", d.Special, p.ID), "Art. 9(2)",
				"add condition: "+strings.Join(conditionWords, ", "))
		}
		if d.Sensitivity == Offences && len(p.Law) == 0 {
			c.error("E20", clause, d.Pos, fmt.Sprintf("data about offences are kept for %q, which names no law", p.ID), "Art. 10", "add law: to the purpose")
		}
	}
	for _, id := range d.KeptIn {
		if s := c.org.System(id); s != nil && d.Sensitivity != Open && !slices.Contains(s.Holds, string(d.Sensitivity)) {
			c.error("E27", clause, d.Pos, fmt.Sprintf("data that are %s are kept in %q, which is not approved for them", d.Sensitivity, id), "Art. 32(1)",
				"add "+string(d.Sensitivity)+" to the system's holds when it is, or keep them elsewhere")
		}
	}
}

// sources checks what a person is told about data from elsewhere, and what flows to
// processors beyond their agreements.
// Law: gdpr 14(3)
func (c *checker) sources(g *Register) {
	for _, s := range g.Sources {
		elsewhere := s.From == "party" || s.From == "public"
		personal := slices.ContainsFunc(s.Data, func(r Ref) bool { d := g.Category(r.Category); return d != nil && d.About.Personal() })
		if elsewhere && personal && (s.Tell == nil || s.Tell.Within.IsZero() && s.Tell.Unless == "") {
			c.error("E30", g.ID+"/sources/"+s.ID, s.Pos, "data come from elsewhere and nothing says when the person is told", "Art. 14(3)", "add tell: {within: 1 month}")
		}
	}
	for _, f := range g.Flows {
		p := c.org.Party(f.To)
		if p == nil || p.Agreement == nil || len(p.Agreement.Data) == 0 {
			continue
		}
		for _, r := range f.Data {
			if d := g.Category(r.Category); d != nil && d.Sensitivity != Open && !slices.Contains(p.Agreement.Data, string(d.Sensitivity)) {
				c.error("E28", g.ID+"/flows/"+f.ID, r.Pos, fmt.Sprintf("%s is %s, which the agreement with %s does not cover", r, d.Sensitivity, f.To), "Art. 28(3): the agreement says the type of data", "extend the agreement and its data, or leave the category out")
			}
		}
	}
}

// retention checks spans against each other and against what records can produce.
// Law: gdpr 5(1)(e)
func (c *checker) retention(g *Register) {
	for i, r := range g.Retention {
		clause := g.ID + "/retention/" + r.ID
		if r.AtLeast != nil && len(r.Law) == 0 {
			c.warn("W43", clause, r.Pos, "a floor that no law is named for", "Art. 5(1)(e): data are not kept longer than needed", "add law: [some-law], or make it a keep")
		}
		if r.AtLeast != nil && r.AtMost == nil && r.Review == nil {
			c.warn("W44", clause, r.Pos, "a floor without a ceiling or a review: the data may stay for ever", "Art. 5(1)(e)", "add at-most, or review: {every: 1 year, owner: role}")
		}
		if r.End == "none" && slices.ContainsFunc(r.Data, func(x Ref) bool { d := g.Category(x.Category); return d != nil && d.About != AboutNobody }) {
			c.error("E25", clause, r.Pos, "the end is none and the data are about somebody", "Art. 5(1)(e)", "write end: erase or anonymise")
		}
		for _, other := range g.Retention[i:] {
			c.order(g, r, other)
			if other != r {
				c.order(g, other, r)
			}
		}
	}
	c.producible(g)
}

// order reports a ceiling below a floor that counts from the same event.
func (c *checker) order(g *Register, ceiling, floor *Retention) {
	m, l := ceiling.AtMost, floor.AtLeast
	if m == nil || l == nil || m.After != l.After || m.After == "" || m.Lasts.days() >= l.Lasts.days() {
		return
	}
	if !slices.ContainsFunc(ceiling.Data, func(r Ref) bool { return covers(floor.Data, r.Category) }) {
		return
	}
	c.error("E41", g.ID+"/retention/"+ceiling.ID, ceiling.Pos, fmt.Sprintf("at-most (%s) ends before at-least (%s of %s)", m.Lasts, l.Lasts, floor.ID), "both count from "+m.After, "correct one of them")
}

// producible reports states and events whose records nobody can ever make: the spans
// and clauses that wait for them would wait in vain.
func (c *checker) producible(g *Register) {
	made := map[string]bool{}
	for _, a := range g.Access {
		if a.Verb != Allow || !a.Covers(Add) && !a.Covers(Correct) {
			continue
		}
		for _, r := range a.Data {
			made[r.Category] = true
		}
	}
	for _, s := range g.Sources {
		if s.From == "own-system" || s.From == "device" {
			for _, r := range s.Data {
				made[r.Category] = true
			}
		}
	}
	for _, f := range g.Intake {
		for _, r := range f.Data {
			made[r.Category] = true
		}
	}
	report := func(clause string, at Pos, category string) {
		if g.Category(category) != nil && !made[category] {
			c.error("E42", clause, at, fmt.Sprintf("it waits for records of %q, which no clause lets anybody add", category), "", "add an access clause with add, a form that asks them, or a source from own-system")
		}
	}
	for _, s := range g.States {
		for _, p := range s.Any {
			report(g.ID+"/states/"+s.ID, s.Pos, p.Data)
		}
	}
	for _, e := range g.Events {
		report(g.ID+"/events/"+e.ID, e.Pos, e.Data)
	}
}

// rights checks that each right the bases give is answered, and in time.
// Law: gdpr 12(3)
func (c *checker) rights(g *Register) {
	var unanswered []string
	for _, id := range g.RightsThatFollow() {
		right := find(g.Rights, id, func(r *Right) string { return r.ID })
		if right == nil {
			unanswered = append(unanswered, id)
			continue
		}
		clause := right.Clause
		if right.By == "" {
			c.error("E47", clause, right.Pos, "nothing says by what the right is answered", "Art. 12(2)", "add by: staff or by: page")
		}
		if right.By == "staff" && right.Within.IsZero() {
			c.error("E48", clause, right.Pos, "no time is given for the answer", "Art. 12(3)", "add within: 1 month")
		}
		if right.Within.days() > 31 {
			c.error("E48", clause, right.Pos, "the answer may take longer than a month", "Art. 12(3)", "write within: 1 month or less")
		}
	}
	if len(unanswered) > 0 {
		c.error("E47", g.ID, g.Pos, "rights exist and nothing says how they are answered: "+strings.Join(unanswered, ", "), "Art. 12 to 22",
			"add rights: {"+unanswered[0]+": {by: staff, who: [role], within: 1 month}, ...} to the register, or to the organisation for all registers")
	}
}

// RightsThatFollow returns the rights that a person has over the register's data, as
// they follow from the legal bases of its purposes.
// Law: gdpr 13(2)(b)
func (g *Register) RightsThatFollow() []string {
	if !g.personal() {
		return nil
	}
	has := map[string]bool{}
	for _, p := range g.Leaves() {
		has[p.Basis] = true
	}
	out := []string{"information", "access", "log-extract", "disclosure-list", "correction", "supplement", "restriction"}
	if has["consent"] || has["contract"] || has["legitimate-interest"] || has["vital-interest"] {
		out = append(out, "erasure")
	}
	if has["legitimate-interest"] || has["public-task"] {
		out = append(out, "objection")
	}
	if has["consent"] || has["contract"] {
		out = append(out, "portability")
	}
	if has["consent"] {
		out = append(out, "withdrawal")
	}
	if len(g.Automated) > 0 {
		out = append(out, "human-review")
	}
	return append(out, "complaint")
}
