// SPDX-License-Identifier: EUPL-1.2

package notice

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// manyRegisters is from how many registers on "in one minute" names them in one sentence
// and leaves what each is for to the sections.
const manyRegisters = 4

// brief says the most important things in a handful of sentences: who, about whom and
// what for, who sees the most sensitive, where else data go, how long, and where to turn.
func (b Speaker) brief() []string {
	if b.layer == single {
		return b.briefOne(b.Release.Register(b.only))
	}
	out := []string{b.Say("brief-controller", b.org.Controller.Name)}
	out = append(out, b.briefRegisters()...)
	out = append(out, b.briefSpecial()...)
	if outside := b.Outside(); len(outside) > 0 {
		out = append(out, b.Say("brief-outside", b.some(outside, ", ")))
	} else {
		out = append(out, b.Say("brief-inside"))
	}
	for _, g := range b.Release.Registers {
		for _, x := range g.Retention {
			if x.AtLeast != nil && len(out) < 9 && slices.ContainsFunc(x.Data, func(r promise.Ref) bool { d := g.Category(r.Category); return d != nil && d.Special != "" }) {
				out = append(out, b.Release.RetentionSentence(g, x, b.Lang))
			}
		}
	}
	if b.Release.Register("log") != nil {
		out = append(out, b.Say("brief-log"))
	}
	return append(out, b.briefContact()...)
}

// briefContact says where to turn.
func (b Speaker) briefContact() (out []string) {
	for _, c := range b.org.Contacts {
		if slices.Contains(c.Handles, "requests") {
			ways := slices.DeleteFunc([]string{c.Email, c.Phone, c.URL}, func(s string) bool { return s == "" })
			name := b.Text(c.Name)
			if name == "" {
				name = b.Role(c.Role)
			}
			out = append(out, b.Say("brief-contact", name, strings.Join(ways, ", ")))
			break
		}
	}
	return out
}

// briefOne says the most important things about one register.
func (b Speaker) briefOne(g *promise.Register) []string {
	out := []string{b.Say("brief-controller", b.org.Controller.Name)}
	if len(g.Subjects) > 0 {
		out = append(out, b.briefRegister(g))
	}
	for _, d := range g.Data {
		if roles := b.readers(g, d); d.Special != "" && len(roles) > 0 && len(out) < 5 {
			out = append(out, b.Say("brief-special", b.Text(d.Name), b.some(roles, ", ")))
		}
	}
	if outside := b.Outside(); len(outside) > 0 {
		out = append(out, b.Say("brief-outside", b.some(outside, ", ")))
	} else {
		out = append(out, b.Say("brief-inside"))
	}
	return append(out, b.briefContact()...)
}

// ownWork are the registers that speak of the staff's own accounts and of the log: not
// what a citizen asks first.
var ownWork = []string{"log", "staff"}

// briefRegisters says whom the registers are about and what for.
func (b Speaker) briefRegisters() (out []string) {
	var names []string
	for _, g := range b.Release.Registers {
		if slices.Contains(ownWork, g.ID) || len(g.Subjects) == 0 {
			continue
		}
		names = append(names, b.Text(g.Name))
		out = append(out, b.briefRegister(g))
	}
	if len(out) > manyRegisters {
		return []string{b.Say("brief-registers", itoa(len(names)), b.some(names, ", "))}
	}
	return out
}

func (b Speaker) briefRegister(g *promise.Register) string {
	var subjects, purposes []string
	for _, x := range g.Subjects {
		subjects = append(subjects, b.Text(x.Name))
	}
	for _, p := range g.Leaves() {
		if len(p.Answers) == 0 {
			purposes = append(purposes, b.Text(p.Name))
		}
	}
	return b.Say("brief-register", b.Text(g.Name), b.some(subjects, ", "), b.some(purposes, "; "))
}

// fewNames is how many names one sentence of "in one minute" holds.
const fewNames = 5

// some joins the first few names and says how many more there are.
func (b Speaker) some(names []string, joint string) string {
	if len(names) <= fewNames+1 {
		return strings.Join(names, joint)
	}
	return strings.Join(names[:fewNames], joint) + " " + b.Say("and-more", itoa(len(names)-fewNames))
}

// briefSpecial says who opens the most sensitive data, of three categories at most.
func (b Speaker) briefSpecial() (out []string) {
	for _, g := range b.Release.Registers {
		for _, d := range g.Data {
			if roles := b.readers(g, d); d.Special != "" && len(roles) > 0 && len(out) < 3 {
				out = append(out, b.Say("brief-special", b.Text(d.Name), b.some(roles, ", ")))
			}
		}
	}
	return out
}

// readers names the roles that some clause lets open the category.
func (b Speaker) readers(g *promise.Register, d *promise.Category) []string {
	var ids []string
	for _, c := range g.Access {
		opens := c.Verb == promise.Allow && c.Covers(promise.OpenRecord) && slices.ContainsFunc(c.Data, func(r promise.Ref) bool { return r.Category == d.ID })
		if !opens {
			continue
		}
		for _, id := range c.Who {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	var out []string
	for _, id := range ids {
		under := slices.ContainsFunc(ids, func(other string) bool { return other != id && b.org.IsRole(id, other) })
		if name := b.Role(id); name != "" && !under {
			out = append(out, name)
		}
	}
	return out
}
