// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/notice"
)

// recordPage is the record of processing activities, and below it everything else that
// the promise declares and the notice does not say: fields with their rules, systems,
// roles, lists, limits, and what periods are counted from.
// Law: gdpr 30(1)
type recordPage struct {
	*view
	Title     string
	Files     []fileLink
	Head      []notice.Fact
	Measures  []string
	Registers []recordRegister
	More      []group
}

type fileLink struct{ Name, Href, Type string }

// recordRegister is one register with its activities and categories.
type recordRegister struct {
	ID, Title, Text string
	Activities      []recordActivity
	Categories      []recordCategory
	Groups          []group
}

// recordActivity is one activity with its facts in the order of Art. 30.
type recordActivity struct {
	Anchor, Title string
	Facts         []recordFact
	Origin        origin
}

// recordFact is one thing the record says of an activity, in one or several lines.
type recordFact struct {
	Name  string
	Lines []string
}

// recordCategory is a category with its fields.
type recordCategory struct {
	Title, Text string
	Label       string // with the register: two registers may have a category of one name
	Fields      []recordField
}

// recordField is one field with what rules it.
type recordField struct {
	Anchor, Name, Type, Rules string
	Origin                    origin
}

func recordOf(v *view) (string, any) {
	title := v.T("record-title", v.Organisation())
	p := &recordPage{view: v, Title: title, Measures: v.measures(), Head: v.recordHead()}
	for _, name := range Files {
		if href := v.File(name); href != "" {
			p.Files = append(p.Files, fileLink{name, href, strings.ToUpper(name[strings.LastIndex(name, ".")+1:])})
		}
	}
	all := v.activities()
	for _, g := range v.site.Release.Registers {
		one := recordRegister{ID: g.ID, Title: v.Text(g.Name), Text: v.Text(g.Text)}
		for _, a := range all {
			if a.register == g {
				one.Activities = append(one.Activities, v.recordActivity(a))
			}
		}
		for _, d := range g.Data {
			one.Categories = append(one.Categories, v.recordCategory(g, d))
		}
		one.Groups = v.registerGroups(g)
		p.Registers = append(p.Registers, one)
	}
	p.More = v.organisationGroups()
	return title, p
}

// recordHead says who answers.
// Law: gdpr 30(1)(a)
func (v *view) recordHead() []notice.Fact {
	o := v.site.Release.Organisation
	var joint, officers []string
	for _, id := range o.Controller.JointWith {
		joint = append(joint, v.Party(id))
	}
	for _, c := range o.Contacts {
		for _, h := range c.Handles {
			if h == "requests" {
				officers = append(officers, strings.Join(nonEmpty(v.Text(c.Name), c.Email, c.Phone, c.URL), ", "))
			}
		}
	}
	var out []notice.Fact
	for _, f := range []notice.Fact{{Name: v.T("record-controller"), Text: v.controllerLine()}, {Name: v.T("record-represent"), Text: v.Role(o.Controller.RepresentedBy)},
		{Name: v.T("record-joint"), Text: strings.Join(joint, ", ")}, {Name: v.T("record-officer"), Text: strings.Join(officers, "; ")}} {
		if f.Text != "" {
			out = append(out, f)
		}
	}
	return out
}

func nonEmpty(list ...string) (out []string) {
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func (v *view) recordActivity(a activity) recordActivity {
	out := recordActivity{Anchor: v.once(a.ID), Title: a.Purpose}
	out.Origin = v.origin(a.ID, v.Laws(a.origin.Law), a.origin.Source, a.origin.Assumed)
	none := []string{v.T("record-none")}
	for _, f := range []recordFact{
		{v.T("record-basis"), nonEmpty(a.Basis, a.Condition)}, {v.T("record-interest"), nonEmpty(a.Interest)}, {v.T("record-subjects"), a.Subjects}, {v.T("record-data"), a.Data},
		{v.T("record-sources"), a.Sources}, {v.T("record-recipients"), orElse(a.Recipients, none)}, {v.T("record-transfers"), orElse(a.Transfers, none)},
		{v.T("record-periods"), a.Periods}, {v.T("record-roles"), a.Roles}} {
		if len(f.Lines) > 0 {
			out.Facts = append(out.Facts, f)
		}
	}
	return out
}

func orElse(list, other []string) []string {
	if len(list) == 0 {
		return other
	}
	return list
}

func (v *view) recordCategory(g *promise.Register, d *promise.Category) recordCategory {
	parts := []string{v.T("about", v.Word("about", string(d.About)))}
	if d.Many {
		parts = append(parts, v.T("many"))
	}
	if d.Sensitivity != "" {
		parts = append(parts, v.Word("sensitivity", string(d.Sensitivity)))
	}
	if len(d.ItemsMayBe) > 0 {
		var marks []string
		for _, m := range d.ItemsMayBe {
			marks = append(marks, v.T("mark-"+m))
		}
		parts = append(parts, v.T("items-may-be", strings.Join(marks, ", ")))
	}
	if !d.Closes.IsZero() {
		parts = append(parts, v.T("closes", d.Closes.Words(v.Lang)))
	}
	title := v.T("record-fields", v.Text(d.Name))
	out := recordCategory{Title: title, Label: v.Text(g.Name) + ": " + title, Text: strings.Join(parts, "; ") + "."}
	for _, f := range d.Fields {
		anchor := d.Clause + "." + f.ID
		out.Fields = append(out.Fields, recordField{Anchor: v.once(anchor), Name: v.Text(f.Name), Type: v.fieldType(g, f), Rules: v.fieldRules(d, f),
			Origin: v.origin(anchor, v.Laws(f.Law), f.Source, f.Assumed)})
	}
	return out
}

// fieldType says what a field holds, with the choices that it offers.
func (v *view) fieldType(g *promise.Register, f *promise.FieldDecl) string {
	name := v.Word("type", string(f.Type))
	var of []string
	if l := v.site.Release.Organisation.List(f.List); l != nil {
		for _, x := range l.Values {
			of = append(of, v.Text(x.Name))
		}
		if len(l.Values) > 40 { // a whole classification
			of = []string{v.Text(l.Name)}
		}
	}
	for _, x := range f.Choices {
		of = append(of, v.Text(x.Name))
	}
	if r := v.site.Release.Register(f.Of); r != nil {
		of = append(of, v.Text(r.Name))
	} else if f.Of != "" {
		of = append(of, notice.CountryName(f.Of, v.Lang))
	}
	if len(of) > 0 {
		name += ": " + strings.Join(of, ", ")
	}
	return name
}

// fieldRules says what rules a field besides its type.
// Keeps: HMS-22
func (v *view) fieldRules(d *promise.Category, f *promise.FieldDecl) string {
	var out []string
	for _, mark := range []struct {
		is  bool
		key string
	}{{f.Required, "required"}, {f.Mask, "masked"}, {f.Public, "public"}, {f.Identifies, "identifies"}, {f.GivenBy == "person", "given-by-person"}} {
		if mark.is {
			out = append(out, v.T(mark.key))
		}
	}
	if f.AtLeast != "" {
		out = append(out, v.T("at-least", f.AtLeast))
	}
	if f.AtMost != "" {
		out = append(out, v.T("at-most", f.AtMost))
	}
	if f.Sensitivity != "" && f.Sensitivity != d.Sensitivity {
		out = append(out, v.Word("sensitivity", string(f.Sensitivity)))
	}
	if t := v.Text(f.Why); t != "" {
		out = append(out, v.T("why", t))
	}
	if t := v.Text(f.Consequence); t != "" {
		out = append(out, t)
	}
	return strings.Join(out, "; ")
}
