// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// retention says how long.
// Keeps: HMS-53
// Keeps: HMS-62
func (b Speaker) retention(s *Section) {
	for _, g := range b.registers() {
		group := Group{Anchor: g.ID + "/retention", Register: g.ID, Title: b.register(g)}
		for _, x := range g.Retention {
			c := b.clause(joinSentences([]string{b.Release.RetentionSentence(g, x, b.Lang), b.Text(x.Text)}), x.Origin)
			c.Facts = facts(Fact{Name: b.Say("for"), Text: b.Purposes(g, x.For)})
			group.Clauses = append(group.Clauses, c)
		}
		s.Groups = append(s.Groups, group)
	}
}

// rights says which rights there are, who answers, and what holds data back. The checker
// sees to it that every right that follows from the bases is among them.
// A right is said once; what differs between registers stands under it.
// Keeps: HMS-45
// Keeps: HMS-46
// Keeps: HMS-47
// Keeps: HMS-63
func (b Speaker) rights(s *Section) {
	registers := b.registers()
	if b.layer == front {
		registers = b.Release.Registers
	}
	for _, id := range rightOrder {
		var of []rightOf
		for _, g := range registers {
			for _, x := range g.Rights {
				if x.ID == id {
					of = append(of, rightOf{g, x})
				}
			}
		}
		if len(of) > 0 {
			s.Clauses = append(s.Clauses, b.right(id, of, len(registers)))
		}
	}
}

// rightOrder is the order in which rights are said.
var rightOrder = []string{"information", "access", "log-extract", "disclosure-list", "correction", "supplement", "erasure", "restriction", "objection",
	"portability", "withdrawal", "human-review", "complaint"}

// rightOf is a right as one register has it.
type rightOf struct {
	register *promise.Register
	right    *promise.Right
}

// right says one right, and under it what each register says, once for those that say
// the same.
func (b Speaker) right(id string, of []rightOf, registers int) Clause {
	c := Clause{Sentence: b.Say("right-" + id)}
	var said []Fact
	for i, x := range of {
		if i == 0 {
			c.Anchor = x.right.Clause
		} else {
			c.Also = append(c.Also, x.right.Clause)
		}
		c.Source, c.Law = merge(c.Source, x.right.Source), merge(c.Law, b.Laws(x.right.Law))
		if c.Assumed == "" {
			c.Assumed = x.right.Assumed
		}
		text := b.answered(x.register, x.right)
		at := slices.IndexFunc(said, func(f Fact) bool { return f.Text == text })
		if at < 0 {
			said = append(said, Fact{Name: b.register(x.register), Text: text})
		} else {
			said[at].Name += ", " + b.register(x.register)
		}
	}
	if len(said) == 1 && (len(of) == registers || registers == 1) {
		c.Sentence = joinSentences([]string{c.Sentence, said[0].Text})
		return c
	}
	c.Facts = said
	return c
}

// answered says how one register answers a right.
func (b Speaker) answered(g *promise.Register, x *promise.Right) string {
	var parts []string
	who := b.Roles(x.Who)
	switch {
	case x.By == "page":
		parts = append(parts, b.Say("on-page"))
	case who != "" && x.Within.IsZero():
		parts = append(parts, b.Say("answered-who", who))
	case who != "":
		parts = append(parts, b.Say("answered-by", who, x.Within.Words(b.Lang)))
	}
	var shown []string
	for _, id := range x.Shows {
		if d := g.Category(id); d != nil {
			shown = append(shown, b.Text(d.Name))
		} else {
			shown = append(shown, b.Word("shows", id))
		}
	}
	if len(shown) > 0 {
		parts = append(parts, b.Say("shown", strings.Join(shown, ", ")))
	}
	for _, id := range x.HeldBackBy {
		if r := g.Span(id); r != nil {
			parts = append(parts, b.Say("held-back", b.Release.Period(g, r, b.Lang)))
		}
	}
	if len(parts) == 0 && len(x.Text) == 0 {
		return b.Say("that-right")
	}
	return joinSentences(append(parts, b.Text(x.Text)))
}

// security says what is done to keep data safe, and what people promise.
// Keeps: HMS-36
// Keeps: HMS-37
// Keeps: HMS-50
func (b Speaker) security(s *Section) {
	for _, x := range b.org.Measures {
		text := b.Text(x.Text)
		if name := b.Text(x.Name); name != "" {
			text = name + ": " + text
		}
		s.Clauses = append(s.Clauses, b.clause(text, x.Origin))
	}
	if x := b.Release.RuleSet(b.org.Statistics); x != nil {
		s.Clauses = append(s.Clauses, b.statistics(x))
	}
	s.Groups = append(s.Groups, b.Conduct(b.org.Conduct, Group{Anchor: b.org.ID + "/conduct", Title: b.Say("conduct")})...)
	sign := Group{Anchor: b.org.ID + "/declarations", Title: b.Say("declarations")}
	for _, x := range b.org.Declarations {
		c := b.clause(b.Text(x.Name), x.Origin)
		c.Wording = b.Text(x.Text)
		c.Facts = facts(Fact{Name: b.Say("signed"), Text: b.Word("signed", x.Signed)}, Fact{Name: b.Say("lasts"), Text: x.Lasts.Words(b.Lang)})
		sign.Clauses = append(sign.Clauses, c)
	}
	s.Groups = append(s.Groups, sign)
}

// statistics says how small a count of people the program shows.
// Keeps: TTL-27
func (b Speaker) statistics(x *promise.RuleSet) Clause {
	text := b.Text(x.Name)
	if more := b.Text(x.Text); more != "" {
		text += ": " + more
	}
	c := b.clause(text, x.Origin)
	for _, d := range b.Release.Demands(x.Protection, b.Lang) {
		c.Facts = append(c.Facts, Fact{Name: d.Name, Text: d.Text})
	}
	return c
}

// Conduct turns rules for people into groups: one for each chapter, before them one for
// the rules that stand under none.
func (b Speaker) Conduct(list []*promise.Conduct, first Group) []Group {
	groups := []Group{first}
	place := map[string]int{"": 0}
	for _, x := range list {
		if chapter := slices.ContainsFunc(list, func(y *promise.Conduct) bool { return y.Under == x.ID }); chapter && x.Support == "" {
			place[x.ID] = len(groups)
			title := b.Text(x.Name)
			if up, ok := place[x.Under]; ok && up > 0 {
				groups[up].Items = append(groups[up].Items, title)
				title = groups[up].Title + " › " + title
			}
			groups = append(groups, Group{Anchor: x.Clause, Title: title, Text: b.Text(x.Text), Source: x.Source, Assumed: x.Assumed, Law: b.Laws(x.Law)})
		}
	}
	for _, x := range list {
		if at, ok := place[x.ID]; ok && at > 0 {
			continue
		}
		text := b.Text(x.Text)
		if name := b.Text(x.Name); name != "" {
			text = strings.TrimSuffix(name+": "+text, ": ")
		}
		c := b.clause(text, x.Origin)
		c.Facts = facts(Fact{Name: b.Say("how"), Text: b.conductHow(x)})
		at := place[x.Under]
		groups[at].Clauses = append(groups[at].Clauses, c)
	}
	return groups
}

// conductHow says how a rule for people is kept, and when.
func (b Speaker) conductHow(x *promise.Conduct) string {
	if x.Support == "" {
		return ""
	}
	out := b.Word("support", x.Support)
	if x.When != "" {
		out += ": " + b.Word("conduct-when", x.When)
	}
	return out
}
