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
	for _, g := range b.Release.Registers {
		group := Group{Anchor: g.ID + "/retention", Register: g.ID, Title: b.register(g)}
		for _, x := range g.Retention {
			c := b.clause(joinSentences([]string{b.Release.RetentionSentence(g, x, b.Lang), b.Text(x.Text)}), x.Origin)
			c.Facts = facts(Fact{Name: b.Say("for"), Text: b.Purposes(g, x.For)})
			group.Clauses = append(group.Clauses, c)
		}
		s.Groups = append(s.Groups, group)
	}
}

// rights says which rights follow from the bases, who answers, and what holds data back.
// Keeps: HMS-45
// Keeps: HMS-46
// Keeps: HMS-47
// Keeps: HMS-63
func (b Speaker) rights(s *Section) {
	for _, g := range b.Release.Registers {
		group := Group{Anchor: g.ID + "/rights", Register: g.ID, Title: b.register(g)}
		follow := g.RightsThatFollow()
		for _, x := range g.Rights {
			if slices.Contains(follow, x.ID) {
				group.Clauses = append(group.Clauses, b.clause(b.right(g, x), x.Origin))
			}
		}
		slices.SortStableFunc(group.Clauses, func(x, y Clause) int {
			return slices.Index(follow, x.Anchor[strings.LastIndex(x.Anchor, "/")+1:]) - slices.Index(follow, y.Anchor[strings.LastIndex(y.Anchor, "/")+1:])
		})
		s.Groups = append(s.Groups, group)
	}
}

func (b Speaker) right(g *promise.Register, x *promise.Right) string {
	parts := []string{b.Say("right-" + x.ID)}
	var who []string
	for _, id := range x.Who {
		who = append(who, b.Role(id))
	}
	switch {
	case x.By == "page":
		parts = append(parts, b.Say("on-page"))
	case len(who) > 0 && x.Within.IsZero():
		parts = append(parts, b.Say("answered-who", strings.Join(who, ", ")))
	case len(who) > 0:
		parts = append(parts, b.Say("answered-by", strings.Join(who, ", "), x.Within.Words(b.Lang)))
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
