// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// input is one field of a form.
type input struct {
	Kind     string // text, area, select, radios, check, file
	Type     string // of the input element
	ID, Name string
	Label    string
	Value    string
	Why      string // why it is asked, or how to write it
	Problem  string
	Describe string // ids of what describes it
	Optional string // the word, when the field may stay empty
	Auto     string // autocomplete
	Mode     string // inputmode
	Rows     int
	Step     string // of a time: its finest part, in seconds
	Multiple bool   // several files
	Options  []option
}

// Bare tells that an input is laid out by us: a group of choices, or one box.
func (in input) Bare() bool { return in.Kind == "radios" || in.Kind == "check" }

// describe ties the words around an input to it, for those who hear the page.
func (in *input) describe() {
	var ids []string
	if in.Why != "" {
		ids = append(ids, in.ID+"-why")
	}
	if in.Problem != "" {
		ids = append(ids, in.ID+"-problem")
	}
	in.Describe = strings.Join(ids, " ")
}

// inputGroup is a category on a form.
type inputGroup struct {
	Name, Text string
	Inputs     []input
}

// problems puts what is wrong with a form on top of its page.
func (v *visit) problems(p *Page, problems ...formProblem) {
	if len(problems) > 0 {
		p.Problems = append(p.Problems, problems...)
		p.ErrorWord = v.T("form.error")
	}
}

// fewChoices is up to how many choices stand open instead of in a list.
const fewChoices = 6

// fieldInput makes the input of a declared field. Its name is the category's
// and the field's id, so that several categories can share a form.
func (v *visit) fieldInput(c *promise.Category, f *promise.FieldDecl, typed map[string][]string) input {
	name := c.ID + "." + f.ID
	in := input{Kind: "text", Type: "text", Name: name, ID: "f-" + c.ID + "-" + f.ID, Label: f.Name.In(v.Lang()), Why: f.Why.In(v.Lang()), Auto: "off"}
	if vs := typed[name]; len(vs) > 0 {
		in.Value = vs[0]
	}
	if !f.Required {
		in.Optional = v.T("form.optional")
	}
	v.shape(&in, f, typed[name])
	if f.Consequence != nil {
		in.Why = strings.TrimSpace(in.Why + " " + f.Consequence.In(v.Lang()))
	}
	if in.Type != "date" { // the browser's own field says how
		in.Why = strings.TrimSpace(in.Why + " " + v.hint(f))
	}
	return in
}

// shape picks the kind of input that fits a type.
func (v *visit) shape(in *input, f *promise.FieldDecl, typed []string) {
	switch f.Type {
	case promise.TypeLongText:
		in.Kind, in.Rows = "area", 9
	case promise.TypeAddress:
		in.Kind, in.Rows = "area", 2
	case promise.TypeEmail:
		in.Type, in.Mode = "email", "email"
	case promise.TypePhone:
		in.Type, in.Mode = "tel", "tel"
	case promise.TypeURL:
		in.Type, in.Mode = "url", "url"
	case promise.TypeDate:
		in.Type = "date"
	case promise.TypeTime:
		in.Type, in.Step = "datetime-local", "1"
	case promise.TypeNumber:
		in.Mode, in.Label = "decimal", v.measured(in.Label, f)
	case promise.TypeCompanyID:
		in.Mode = "numeric"
	case promise.TypePersonID:
		if f.Of == "NO" {
			in.Mode = "numeric"
		}
	case promise.TypeMoney:
		in.Mode, in.Label = "decimal", v.measured(in.Label, f)
	case promise.TypeFile, promise.TypeFiles:
		in.Kind, in.Type, in.Multiple = "file", "file", f.Type == promise.TypeFiles
	case promise.TypePeople:
		in.Kind, in.Rows = "area", 3
	case promise.TypeYesNo:
		in.choose(typed, false, []option{{Value: "true", Text: v.T("value.yes")}, {Value: "false", Text: v.T("value.no")}})
	case promise.TypeAttestation:
		in.Kind = "check"
	case promise.TypeChoice, promise.TypeChoices, promise.TypeCode:
		if list := v.choicesOf(f); len(list) > 0 {
			var os []option
			for _, x := range list {
				os = append(os, option{Value: x.Code, Text: x.Name.In(v.Lang())})
			}
			in.choose(typed, f.Type == promise.TypeChoices, os)
		}
	case promise.TypeUnit, promise.TypeRoles, promise.TypeLanguage, promise.TypeCountry:
		in.choose(typed, f.Type == promise.TypeRoles, v.offered(f.Type, typed))
	case promise.TypeStaff, promise.TypeStaffList:
		in.choose(typed, f.Type == promise.TypeStaffList, v.colleagues())
	}
}

// measured is a label with what its number counts.
func (v *visit) measured(label string, f *promise.FieldDecl) string {
	if of := v.measure(f); of != "" {
		return label + " (" + of + ")"
	}
	return label
}

// offered are the values of types that choose from what is the same for every
// field: the organisation's units and roles, languages and countries. What stands
// in the record already is offered too.
func (v *visit) offered(t promise.FieldType, typed []string) (os []option) {
	switch t {
	case promise.TypeUnit:
		for _, u := range v.release.Organisation.Units {
			os = append(os, option{Value: u.ID, Text: u.Name.In(v.Lang())})
		}
		return os
	case promise.TypeRoles:
		for _, r := range v.release.Organisation.Roles {
			os = append(os, option{Value: r.ID, Text: r.Name.In(v.Lang())})
		}
		return os
	}
	choices, name := v.LanguageChoices(), v.LanguageName
	if t == promise.TypeCountry {
		choices, name = v.CountryChoices(), v.CountryName
	}
	for _, c := range choices {
		os = append(os, option{Value: c.Code, Text: c.Name})
	}
	for _, x := range typed {
		if x != "" && !slices.ContainsFunc(os, func(o option) bool { return o.Value == x }) {
			os = append(os, option{Value: x, Text: name(x)})
		}
	}
	return os
}

// choose turns an input into a choice: radio buttons or boxes while there are
// few, a list to open when there are many.
func (in *input) choose(typed []string, several bool, os []option) {
	for i := range os {
		for _, t := range typed {
			os[i].Selected = os[i].Selected || os[i].Value == t
		}
	}
	in.Options = os
	switch {
	case several:
		in.Kind, in.Type = "radios", "checkbox"
	case len(os) <= fewChoices:
		in.Kind, in.Type = "radios", "radio"
	default:
		in.Kind = "select"
	}
}

// hint says how a value of a type is written.
func (v *visit) hint(f *promise.FieldDecl) string {
	key := "hint." + string(f.Type)
	if k := key + "." + f.Of; v.Has(k) {
		return v.T(k)
	}
	if !v.Has(key) || (f.Type == promise.TypeCode && len(v.choicesOf(f)) > 0) {
		return ""
	}
	if f.Type == promise.TypeFile || f.Type == promise.TypeFiles {
		size := f.AtMost
		if size == "" {
			size = v.Bytes(maxUpload)
		}
		return v.T(key, size)
	}
	return v.T(key)
}

// groupOf makes the inputs of a category.
func (v *visit) groupOf(c *promise.Category, typed map[string][]string) inputGroup {
	g := inputGroup{Name: c.Name.In(v.Lang()), Text: c.Text.In(v.Lang())}
	for _, f := range c.Fields {
		in := v.fieldInput(c, f, typed)
		in.describe()
		g.Inputs = append(g.Inputs, in)
	}
	return g
}

// mark puts field problems at their inputs and on top of the page.
func (v *visit) mark(p *Page, groups []inputGroup, problems []promise.FieldProblem, c *promise.Category) {
	for _, x := range problems {
		name := x.Field
		if c != nil && !strings.Contains(name, ".") {
			name = c.ID + "." + name
		}
		text, id := v.problemText(x), ""
		for gi := range groups {
			for ii := range groups[gi].Inputs {
				if in := &groups[gi].Inputs[ii]; in.Name == name {
					text = withoutLabel(text, in.Label)
					in.Problem, id = upperFirst(text), in.ID
					in.describe()
					text = in.Label + ": " + text
				}
			}
		}
		v.problems(p, formProblem{id, text})
	}
}

// withoutLabel takes a field's name away from the front of a text about it:
// where the text stands, the name stands already.
func withoutLabel(text, label string) string {
	for {
		rest, ok := strings.CutPrefix(text, label+": ")
		if !ok {
			return text
		}
		text = rest
	}
}

// problemText is a field's problem in words: those of the engine when it has
// them in the reader's language, ours for what only we can say.
func (v *visit) problemText(x promise.FieldProblem) string {
	if key := "problem." + x.Code; v.Has(key) && (x.Text == "" || x.Text == x.Field || strings.HasSuffix(x.Field, "."+x.Text)) {
		return v.T(key)
	}
	if v.Has(x.Text) {
		return v.T(x.Text)
	}
	return x.Text
}

// typedOf turns a record into what a form for correcting it starts with.
func (v *visit) typedOf(c *promise.Category, rec register.Record) map[string][]string {
	typed := map[string][]string{}
	for _, x := range rec.Values {
		name := c.ID + "." + x.Field.ID
		switch t := x.Field.Type; {
		case x.Masked || t == promise.TypeFile || t == promise.TypeFiles:
		case t == promise.TypeStaff:
			typed[name] = []string{x.Link.String()}
		case t == promise.TypeStaffList:
			for _, id := range x.Links {
				typed[name] = append(typed[name], id.String())
			}
		case t == promise.TypePeople:
			typed[name] = []string{strings.Join(x.Texts, "\n")}
		case t == promise.TypeTime:
			typed[name] = []string{v.localTime(x.Text)}
		case t == promise.TypeDuration:
			typed[name] = []string{v.wordOf(x.Field, x.Text)}
		case len(x.Texts) > 0:
			typed[name] = x.Texts
		default:
			typed[name] = []string{x.Text}
		}
	}
	return typed
}

// localTime is a moment as the browser's own field takes it: where the
// organisation is, without a zone.
func (v *visit) localTime(text string) string {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return t.In(v.Zone()).Format("2006-01-02T15:04:05")
}
