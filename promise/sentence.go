// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strings"
)

// Sentence says the clause in the reader's words, from the names that the files give to
// roles, categories and purposes. English, Norwegian Bokmål, Swedish and Finnish are
// spoken; another language gets English words around its own names.
func (c *Clause) Sentence(lang string) string {
	if (c.Derived || c.Builtin) && c.Text[lang] != "" {
		return c.Text[lang]
	}
	if (c.Derived || c.Builtin) && len(c.Text) > 0 {
		return c.Text["en"]
	}
	s := speaker{c.release, lang}
	var b strings.Builder
	if c.Verb == Require {
		fmt.Fprintf(&b, s.word("must"), s.join(s.actions(c.Actions), "or"), s.data(c), s.join(s.safeguards(c.With), "and"))
	} else {
		b.WriteString(s.subject(c))
		joint := map[Verb]string{Allow: "and", Forbid: "or"}[c.Verb]
		b.WriteString(s.join(s.actions(c.Actions), joint) + s.colon() + s.data(c))
	}
	s.axis(&b, "for", s.purposes(c), "or")
	s.axis(&b, "to", s.parties(c.To), "or")
	s.axis(&b, "units", s.units(c.Units), "or")
	s.axis(&b, "if", s.facts(c.If), "and")
	s.axis(&b, "unless", s.facts(c.Unless), "or")
	if c.Verb == Allow {
		s.axis(&b, "with", s.safeguards(c.With), "and")
	}
	s.axis(&b, "then", s.effects(c.Then), "and")
	b.WriteString(".")
	return b.String()
}

// Fact says in words what it means that a fact holds; states and permissions have the
// names that the files give them.
func (r *Release) Fact(name, lang string) string { return speaker{r, lang}.fact(name) }

// FactForYou says the same to the person who acts: "you have the person in care".
func (r *Release) FactForYou(name, lang string) string {
	if phrases, ok := youPhrases[name]; ok {
		return phrases[phraseOrder[lang]]
	}
	return r.Fact(name, lang)
}

// ActionName says an action in words.
func ActionName(a Action, lang string) string { return inLanguage(actionPhrases, lang, a.String()) }

// SafeguardName says a safeguard in words.
func (r *Release) SafeguardName(x Safeguard, lang string) string {
	return speaker{r, lang}.safeguards([]Safeguard{x})[0]
}

// speaker says things in one language.
type speaker struct {
	release *Release
	lang    string
}

func (s speaker) word(key string) string { return inLanguage(glue, s.lang, key) }

// colon stands between the actions and the data. Finnish names actions as nouns, which
// do not take an object.
func (s speaker) colon() string {
	if s.lang == "fi" {
		return "; tiedot: "
	}
	return " "
}

// axis adds one part of the sentence, if there is anything to say.
func (s speaker) axis(b *strings.Builder, key string, items []string, joint string) {
	if len(items) > 0 {
		fmt.Fprintf(b, s.word(key), s.join(items, joint))
	}
}

// join lists items with commas and, before the last, the word for and or or.
func (s speaker) join(items []string, joint string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + s.word(joint) + items[last]
}

func (s speaker) quote(text string) string { return fmt.Sprintf(s.word("quote"), text) }

func (s speaker) actions(list []Action) []string {
	var out []string
	for _, a := range list {
		out = append(out, ActionName(a, s.lang))
	}
	return out
}

// subject says who may or may not. A forbid over everyone is told as nobody being
// allowed, which reads as it is meant.
func (s speaker) subject(c *Clause) string {
	all := len(c.Who) == 0 || slices.Contains(c.Who, Everyone)
	except := s.join(s.roles(c.Except), "and")
	switch {
	case c.Verb == Forbid && all && except != "":
		return fmt.Sprintf(s.word("nobody-except"), except)
	case c.Verb == Forbid && all:
		return s.word("nobody-may")
	}
	who := s.join(s.roles(c.Who), "and")
	if except != "" {
		who = fmt.Sprintf(s.word("except"), who, except)
	}
	return who + s.word(map[Verb]string{Allow: "may", Forbid: "may-not"}[c.Verb])
}

func (s speaker) roles(ids []string) []string {
	var out []string
	for _, id := range ids {
		switch role := s.release.Organisation.Role(id); {
		case id == Everyone || id == SystemRole:
			out = append(out, s.word(id))
		case role != nil:
			out = append(out, role.Name.In(s.lang))
		}
	}
	return out
}

func (s speaker) data(c *Clause) string {
	g := s.release.Register(c.Register)
	if len(c.Data) == 0 || g == nil {
		return s.word("all-data")
	}
	var names []string
	for _, ref := range c.Data {
		names = append(names, s.ref(g, ref))
	}
	joint := "and"
	if c.Verb == Forbid {
		joint = "or"
	}
	return s.join(names, joint)
}

func (s speaker) ref(g *Register, ref Ref) string {
	d := g.Category(ref.Category)
	if d == nil {
		return ref.String()
	}
	if f := d.Field(ref.Field); f != nil {
		return fmt.Sprintf(s.word("part"), s.quote(d.Name.In(s.lang)), f.Name.In(s.lang))
	}
	return s.quote(d.Name.In(s.lang))
}

func (s speaker) purposes(c *Clause) []string {
	g := s.release.Register(c.Register)
	var out []string
	for _, id := range c.For {
		p := s.release.Purpose(id)
		if p == nil && g != nil {
			p = g.Purpose(id)
		}
		if p != nil {
			out = append(out, s.quote(p.Name.In(s.lang)))
		}
	}
	return out
}

func (s speaker) parties(ids []string) []string {
	var out []string
	for _, id := range ids {
		if p := s.release.Organisation.Party(id); p != nil {
			out = append(out, p.Name.In(s.lang))
		}
	}
	return out
}

func (s speaker) units(ids []string) []string {
	var out []string
	for _, id := range ids {
		if u := s.release.Organisation.Unit(id); u != nil {
			out = append(out, u.Name.In(s.lang))
		}
	}
	return out
}

func (s speaker) facts(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, s.fact(name))
	}
	return out
}

func (s speaker) fact(name string) string {
	if phrases, ok := factPhrases[name]; ok {
		return phrases[phraseOrder[s.lang]]
	}
	head, id, _ := strings.Cut(name, ".")
	for _, g := range s.release.Registers {
		if p := g.Permission(id); head == "permitted" && p != nil {
			return fmt.Sprintf(s.word("permitted"), p.Name.In(s.lang))
		}
		if x := g.State(id); g.ID == head && x != nil && len(x.Name) > 0 {
			return fmt.Sprintf(s.word("state"), x.Name.In(s.lang))
		}
	}
	return fmt.Sprintf(s.word("state"), id)
}

func (s speaker) safeguards(list []Safeguard) []string {
	o := s.release.Organisation
	var out []string
	for _, x := range list {
		text := inLanguage(safeguardPhrases, s.lang, x.Kind)
		if l := o.List(x.List); l != nil && len(l.Name) > 0 {
			text = fmt.Sprintf(s.word("from-list"), text, l.Name.In(s.lang))
		}
		if role := o.Role(x.Role); role != nil {
			text = fmt.Sprintf(s.word("by"), text, role.Name.In(s.lang))
		}
		if !x.Time.IsZero() {
			text = fmt.Sprintf(s.word("of"), text, x.Time.Words(s.lang))
		}
		out = append(out, text)
	}
	return out
}

func (s speaker) effects(list []Effect) []string {
	var out []string
	for _, e := range list {
		text := inLanguage(effectPhrases, s.lang, e.Kind)
		if e.Kind == "notify" {
			name := e.Arg
			if role := s.release.Organisation.Role(e.Arg); role != nil {
				name = role.Name.In(s.lang)
			}
			text = fmt.Sprintf(text, name)
		}
		out = append(out, text)
	}
	return out
}
