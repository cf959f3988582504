// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"fmt"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// voice says things about a release in one language. What the release does not know any
// more is named as the other one named it.
type voice struct {
	release, other *promise.Release
	lang           string
}

// say fills a phrase; English stands in for languages that the words are not written in.
func (v voice) say(key string, args ...any) string {
	phrase := words[key][wordOrder[v.lang]]
	if len(args) == 0 {
		return phrase
	}
	return fmt.Sprintf(phrase, args...)
}

// word says a word of one of the language's closed lists, else the word itself.
func (v voice) word(list, word string) string {
	if phrases, there := closed[list][word]; there {
		return phrases[wordOrder[v.lang]]
	}
	return word
}

func (v voice) listed(list string, items []string) string {
	var out []string
	for _, x := range items {
		out = append(out, v.word(list, x))
	}
	return strings.Join(out, ", ")
}

func (v voice) text(t promise.Text) string { return t.In(v.lang) }

func (v voice) quote(s string) string { return v.say("quote", s) }

func (v voice) quoted(names []string) string {
	var out []string
	for _, s := range names {
		out = append(out, v.quote(s))
	}
	return v.join(out)
}

// join lists items with commas and, before the last, the word for and.
func (v voice) join(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + v.say("and") + items[last]
}

// named finds a text in the release, else in the other, else gives the id.
func (v voice) named(id string, of func(r *promise.Release) promise.Text) string {
	for _, r := range []*promise.Release{v.release, v.other} {
		if r == nil {
			continue
		}
		if t := of(r); len(t) > 0 {
			return v.text(t)
		}
	}
	return id
}

func (v voice) role(id string) string {
	if id == promise.Everyone || id == promise.SystemRole {
		return v.say(id)
	}
	return v.named(id, func(r *promise.Release) promise.Text {
		if x := r.Organisation.Role(id); x != nil {
			return x.Name
		}
		return nil
	})
}

func (v voice) roles(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, v.role(id))
	}
	return v.join(out)
}

func (v voice) party(id string) string {
	return v.named(id, func(r *promise.Release) promise.Text {
		if x := r.Organisation.Party(id); x != nil {
			return x.Name
		}
		return nil
	})
}

func (v voice) system(id string) string {
	return v.named(id, func(r *promise.Release) promise.Text {
		if x := r.Organisation.System(id); x != nil {
			return x.Name
		}
		return nil
	})
}

// category names "register/category" or "register/category.field".
func (v voice) category(qualified string) string {
	qualified, field, _ := strings.Cut(qualified, ".")
	name := v.named(qualified, func(r *promise.Release) promise.Text {
		if x := r.Category(qualified); x != nil {
			return x.Name
		}
		return nil
	})
	if field == "" {
		return name
	}
	return name + " (" + v.named(field, func(r *promise.Release) promise.Text {
		if x := r.Category(qualified); x != nil && x.Field(field) != nil {
			return x.Field(field).Name
		}
		return nil
	}) + ")"
}

func (v voice) categories(qualified []string) string {
	var out []string
	for _, q := range qualified {
		out = append(out, v.category(q))
	}
	return v.quoted(out)
}

func (v voice) refs(g *promise.Register, refs []promise.Ref) string {
	var out []string
	for _, x := range refs {
		out = append(out, g.ID+"/"+x.String())
	}
	return v.categories(out)
}

// purpose names "register/purpose".
func (v voice) purpose(qualified string) string {
	return v.named(qualified, func(r *promise.Release) promise.Text {
		if x := r.Purpose(qualified); x != nil {
			return x.Name
		}
		return nil
	})
}

func (v voice) purposes(register string, ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, v.purpose(register+"/"+id))
	}
	return v.quoted(out)
}

// laws names cited laws: "Patient Journal Act, GDPR 15".
func (v voice) laws(cites []string) string {
	var out []string
	for _, cite := range cites {
		id, rest, _ := strings.Cut(cite, " ")
		name := "GDPR"
		if id != "gdpr" {
			name = v.named(id, func(r *promise.Release) promise.Text {
				if x := r.Organisation.LawRef(id); x != nil {
					return x.Name
				}
				return nil
			})
		}
		out = append(out, strings.TrimSpace(name+" "+rest))
	}
	return strings.Join(out, ", ")
}

// sentences joins what there is to say: each part ends with one full stop.
func sentences(parts ...string) string {
	var out []string
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" {
			continue
		}
		if !strings.ContainsAny(p[len(p)-1:], ".!?") {
			p += "."
		}
		out = append(out, p)
	}
	return strings.Join(out, " ")
}

// clauses joins the parts of one sentence with semicolons.
func clauses(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSuffix(strings.TrimSpace(p), "."); p != "" {
			out = append(out, p)
		}
	}
	return sentences(strings.Join(out, "; "))
}

// with says a phrase about something, or nothing when there is nothing.
func (v voice) with(key, what string) string {
	if what == "" {
		return ""
	}
	return v.say(key, what)
}
