// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// Speaker says things about a release in one language: names of what the files declare,
// and the words of the language around them.
type Speaker struct {
	Release *promise.Release
	Lang    string
	org     *promise.Organisation
	layer   layer
	only    string // the register that a layer is about
}

// Speak gives the speaker of a release in the language wanted, or in the first declared
// one when the release has no words in it.
func Speak(r *promise.Release, lang string) Speaker {
	o := r.Organisation
	if !slices.Contains(o.Languages, lang) {
		lang = o.Languages[0]
	}
	return Speaker{Release: r, Lang: lang, org: o}
}

// registers are those that the layer speaks of, one by one.
func (b Speaker) registers() []*promise.Register {
	switch b.layer {
	case front:
		return nil
	case single:
		return []*promise.Register{b.Release.Register(b.only)}
	}
	return b.Release.Registers
}

// Text is a text of the files in the speaker's language.
func (b Speaker) Text(t promise.Text) string { return strings.TrimSpace(t.In(b.Lang)) }

// Say fills a phrase of the notice's own words.
func (b Speaker) Say(key string, args ...any) string { return say(b.Lang, key, args...) }

// Word names a word of the language's closed lists, such as a channel or a basis; the
// word itself when there is no name for it.
func (b Speaker) Word(list, word string) string {
	if _, there := words[list+"-"+word]; !there {
		return word
	}
	return b.Say(list + "-" + word)
}

// Words names several words of one closed list, with commas.
func (b Speaker) Words(list string, of []string) string {
	var out []string
	for _, w := range of {
		out = append(out, b.Word(list, w))
	}
	return strings.Join(out, ", ")
}

// Role is the name of a role, everyone too; "" when there is none.
func (b Speaker) Role(id string) string {
	if id == promise.Everyone {
		return b.Say("everyone")
	}
	if r := b.org.Role(id); r != nil {
		return b.Text(r.Name)
	}
	return ""
}

// Roles names roles, with commas.
func (b Speaker) Roles(ids []string) string {
	var out []string
	for _, id := range ids {
		if name := b.Role(id); name != "" {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// Party is the name of a party; the organisation's own name for "".
func (b Speaker) Party(id string) string {
	if id == "" {
		return b.Text(b.org.Name)
	}
	if p := b.org.Party(id); p != nil {
		return b.Text(p.Name)
	}
	return id
}

// As is what a party is, by itself or through the party it stands under.
func (b Speaker) As(p *promise.Party) string {
	for up := p; up != nil; up = b.org.Party(up.Under) {
		if up.As != "" || up.Under == "" {
			return up.As
		}
	}
	return ""
}

// Members are the parties right under another.
func (b Speaker) Members(id string) (out []*promise.Party) {
	for _, p := range b.org.Parties {
		if p.Under == id {
			out = append(out, p)
		}
	}
	return out
}

// Refs names categories and fields.
func (b Speaker) Refs(g *promise.Register, refs []promise.Ref) string {
	var out []string
	for _, r := range refs {
		d := g.Category(r.Category)
		if d == nil {
			continue
		}
		name := b.Text(d.Name)
		if f := d.Field(r.Field); f != nil {
			name += " (" + b.Text(f.Name) + ")"
		}
		out = append(out, name)
	}
	return strings.Join(out, ", ")
}

// Purposes names purposes of a register.
func (b Speaker) Purposes(g *promise.Register, ids []string) string {
	var out []string
	for _, id := range ids {
		if p := g.Purpose(id); p != nil {
			out = append(out, b.Text(p.Name))
		}
	}
	return strings.Join(out, ", ")
}

// Basis says the legal basis of a purpose with the laws it rests on.
func (b Speaker) Basis(p *promise.Purpose) string {
	out := b.Word("basis", p.Basis)
	if laws := b.Laws(p.Law); len(laws) > 0 {
		out += " (" + strings.Join(laws, ", ") + ")"
	}
	return out
}

// Laws names cited laws one by one: "Pasientjournalloven", "GDPR 15".
func (b Speaker) Laws(cites []string) []string {
	var out []string
	for _, cite := range cites {
		id, rest, _ := strings.Cut(cite, " ")
		name := id
		if id == "gdpr" {
			name = b.Say("gdpr")
		} else if l := b.org.LawRef(id); l != nil {
			name = b.Text(l.Name)
		}
		out = append(out, strings.TrimSpace(name+" "+rest))
	}
	return out
}

// State names a state of a register, or the permission that stands for one.
func (b Speaker) State(g *promise.Register, id string) string {
	if x := g.State(id); x != nil && len(x.Name) > 0 {
		return b.Text(x.Name)
	}
	if head, rest, ok := strings.Cut(id, "."); ok && head == "permitted" {
		if p := g.Permission(rest); p != nil {
			return b.Say("permitted", b.Text(p.Name))
		}
	}
	return b.Release.Fact(id, b.Lang)
}

// clause makes the clause of a notice from what stands in a file.
func (b Speaker) clause(sentence string, g promise.Origin) Clause {
	return Clause{Anchor: g.Clause, Sentence: sentence, Assumed: g.Assumed, Source: g.Source, Law: b.Laws(g.Law)}
}

// joinSentences joins what is there, each part ending in one full stop.
func joinSentences(parts []string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return strings.TrimSpace(s) == "" })
	for i, s := range parts {
		if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, "!") && len(parts) > 1 {
			parts[i] = s + "."
		}
	}
	return strings.Join(parts, " ")
}

// facts keeps those that say something.
func facts(list ...Fact) (out []Fact) {
	for _, f := range list {
		if f.Text != "" {
			out = append(out, f)
		}
	}
	return out
}
