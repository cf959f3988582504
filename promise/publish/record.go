// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
)

// activity is one purpose of one register: a row of the record of processing activities.
// Law: gdpr 30(1)
type activity struct {
	register                       *promise.Register
	purpose                        *promise.Purpose
	ID                             string // the purpose's clause name
	Register, Purpose              string
	Basis, Condition, Interest     string
	Subjects, Data, Sources        []string
	Recipients, Transfers, Periods []string
	Roles                          []string
	categories                     []*promise.Category
	parties                        []*promise.Party // recipients, processors among them
	retention                      []*promise.Retention
	sources                        []*promise.SourceDecl
	origin                         promise.Origin
}

// activities lists what is done, in the order of the files.
func (v *view) activities() (out []activity) {
	for _, g := range v.site.Release.Registers {
		for _, p := range g.Leaves() {
			out = append(out, v.activity(g, p))
		}
	}
	return out
}

// activity gathers what the record says of one purpose.
// Law: gdpr 30(1)(b)
// Law: gdpr 30(1)(c)
// Law: gdpr 30(1)(d)
// Law: gdpr 30(1)(e)
// Law: gdpr 30(1)(f)
func (v *view) activity(g *promise.Register, p *promise.Purpose) activity {
	a := activity{register: g, purpose: p, ID: p.Clause, Register: v.Text(g.Name), Purpose: v.Text(p.Name), Basis: v.Basis(p), Interest: v.Text(p.Interest), origin: p.Origin}
	if p.Condition != "" {
		a.Condition = v.Word("condition", p.Condition)
	}
	for _, x := range g.Subjects {
		a.Subjects = append(a.Subjects, v.Text(x.Name))
	}
	for _, d := range g.Data {
		if slices.Contains(d.Purposes(), p) {
			a.categories = append(a.categories, d)
			a.Data = append(a.Data, v.Text(d.Name))
		}
	}
	v.whence(&a)
	v.whither(&a)
	v.howLong(&a)
	a.Roles = v.users(g, p)
	return a
}

// holds reports whether some of the references are to a category of the activity.
func (a *activity) holds(refs []promise.Ref) bool {
	return slices.ContainsFunc(refs, func(r promise.Ref) bool {
		return slices.ContainsFunc(a.categories, func(d *promise.Category) bool { return d.ID == r.Category })
	})
}

// means reports whether a list of purposes covers the activity's, by its name or by one
// above it; an empty list covers every purpose.
func (a *activity) means(purposes []string) bool {
	if len(purposes) == 0 {
		return true
	}
	for up := a.purpose; up != nil; up = a.register.Purpose(up.Under) {
		if slices.Contains(purposes, up.ID) {
			return true
		}
	}
	return false
}

func (v *view) whence(a *activity) {
	for _, s := range a.register.Sources {
		if a.holds(s.Data) {
			a.sources = append(a.sources, s)
			a.Sources = append(a.Sources, v.Text(s.Name))
		}
	}
}

// whither finds who gets the data: by a flow, or by running the system that keeps them.
func (v *view) whither(a *activity) {
	o := v.site.Release.Organisation
	add := func(id string) {
		p := o.Party(id)
		if p == nil || slices.Contains(a.parties, p) {
			return
		}
		a.parties = append(a.parties, p)
		a.Recipients = append(a.Recipients, v.Text(p.Name)+" ("+strings.ToLower(v.Word("as", v.As(p)))+")")
	}
	for _, f := range a.register.Flows {
		if a.holds(f.Data) && a.means(f.For) {
			add(f.To)
			for _, m := range v.Members(f.To) {
				add(m.ID)
			}
		}
	}
	for _, d := range a.categories {
		for _, id := range d.KeptIn {
			if x := o.System(id); x != nil && x.RunBy != "" {
				add(x.RunBy)
			}
		}
	}
	for _, p := range a.parties {
		if t := p.Transfer; t != nil {
			a.Transfers = append(a.Transfers, v.Text(p.Name)+", "+notice.CountryName(p.Country, v.Lang)+": "+strings.TrimSpace(v.Word("mechanism", t.Mechanism)+" "+t.Document))
		}
	}
}

func (v *view) howLong(a *activity) {
	for _, x := range a.register.Retention {
		if a.holds(x.Data) && a.means(x.For) {
			a.retention = append(a.retention, x)
			a.Periods = append(a.Periods, v.Release.RetentionSentence(a.register, x, v.Lang))
		}
	}
}

// users names the roles that some clause lets act for the purpose.
func (v *view) users(g *promise.Register, p *promise.Purpose) (out []string) {
	for _, c := range g.Access {
		for up := p; up != nil; up = g.Purpose(up.Under) {
			if c.Verb != promise.Allow || !slices.Contains(c.For, up.ID) {
				continue
			}
			for _, id := range c.Who {
				if name := v.Role(id); name != "" && !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// measures are the security measures, each in a sentence.
// Law: gdpr 30(1)(g)
func (v *view) measures() (out []string) {
	for _, m := range v.site.Release.Organisation.Measures {
		text := v.Text(m.Text)
		if name := v.Text(m.Name); name != "" {
			text = name + ": " + text
		}
		out = append(out, text)
	}
	return out
}

// heads are the names of the record's columns in a language; activity.cells are in the
// same order.
func heads(lang string) (out []string) {
	for _, key := range []string{"language", "id", "controller", "register", "purpose", "basis", "condition", "interest", "subjects", "data", "sources", "recipients", "transfers", "periods", "measures", "roles"} {
		out = append(out, say(lang, "record-"+key))
	}
	return out
}

func (v *view) cells(a activity) []string {
	list := func(of []string) string { return strings.Join(of, "\n") }
	return []string{v.Lang, a.ID, v.controllerLine(), a.Register, a.Purpose, a.Basis, a.Condition, a.Interest, list(a.Subjects), list(a.Data), list(a.Sources),
		list(a.Recipients), list(a.Transfers), list(a.Periods), list(v.measures()), list(a.Roles)}
}

// controllerLine is the controller with its address, in one line.
// Law: gdpr 30(1)(a)
func (v *view) controllerLine() string {
	c := v.site.Release.Organisation.Controller
	return strings.Join(slices.DeleteFunc([]string{c.Name, c.Address, c.Phone, c.Email, c.URL}, func(s string) bool { return s == "" }), ", ")
}
