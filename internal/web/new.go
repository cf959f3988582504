// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// newKinds are the kinds of subjects of which the reader may add somebody or
// something new, in declared order.
func (v *visit) newKinds() (out []promise.About) {
	for _, k := range register.Kinds(v.register()) {
		if len(v.newCategories(k)) > 0 {
			out = append(out, k)
		}
	}
	return out
}

// newCategories are those of which the first records make a new subject of a
// kind: the card first, then what the reader may add and what describes rather
// than treats a person. Where a kind has no card, it is whatever the reader may
// add. Empty when the reader may add nobody.
func (v *visit) newCategories(kind promise.About) (out []*promise.Category) {
	r := v.register()
	card := register.CardOf(r, kind)
	if card != nil && !v.canAdd(card) {
		return nil
	}
	for _, c := range r.Data {
		if register.KindIn(r, c) != kind || !v.canAdd(c) {
			continue
		}
		describes := (!c.Many || c.About == promise.AboutPersonAtCompany) && c.Special == ""
		if c == card || card == nil || describes {
			out = append(out, c)
		}
	}
	return out
}

// newKind is the kind that an address asks for, else the only or first one; ""
// when the reader may add nobody.
func (v *visit) newKind() promise.About {
	kinds := v.newKinds()
	if k := promise.About(v.r.URL.Query().Get("kind")); slices.Contains(kinds, k) {
		return k
	}
	if len(kinds) == 0 {
		return ""
	}
	return kinds[0]
}

// newLinks lead to what the reader may add: one for each kind.
func (v *visit) newLinks() (out []navLink) {
	kinds := v.newKinds()
	here := strings.HasPrefix(v.r.URL.Path, "/new")
	for _, k := range kinds {
		l := navLink{newPath(kinds, k), v.T("nav.new"), here}
		if len(kinds) > 1 {
			l.Text, l.Current = v.newTitle(k), here && v.newKind() == k
		}
		out = append(out, l)
	}
	return out
}

// newPath is the address of the form for one of the kinds that can be added.
func newPath(kinds []promise.About, k promise.About) string {
	if len(kinds) < 2 {
		return "/new"
	}
	return "/new?kind=" + url.QueryEscape(string(k))
}

func (v *visit) canAdd(c *promise.Category) bool {
	_, may := v.wants(c.Qualified(), rulebook.Add, rulebook.Facts{})
	return may
}

// newPage asks for a new person, company, visitor or thing.
func (s *Server) newPage(v *visit) error {
	if v.newKind() == "" {
		return errs.New(errs.NotFound, "", "the role may add nobody for this purpose")
	}
	v.show(http.StatusOK, "form", v.newForm(url.Values{}))
	return nil
}

func (v *visit) newForm(typed url.Values) *formPage {
	kind := v.newKind()
	card := register.CardOf(v.register(), kind)
	p := &formPage{Page: v.page(v.newTitle(kind)), Back: "/find", Action: newPath(v.newKinds(), kind), Button: v.T("new.button." + string(kind))}
	if card != nil {
		p.Lead = v.T("new.lead." + string(kind))
	}
	cs := v.newCategories(kind)
	for _, c := range cs {
		g := v.groupOf(c, typed)
		if c != card && len(cs) > 1 {
			g.Name += " (" + v.T("form.optional") + ")"
		}
		p.Groups = append(p.Groups, g)
	}
	p.Extra = v.safeguardInputs(v.newWants(cs), "given", typed)
	return p
}

// newWants are the safeguards that the clauses ask for, under which the first
// records of somebody new are added.
func (v *visit) newWants(cs []*promise.Category) (out []promise.Safeguard) {
	for _, c := range cs {
		with, _ := v.wants(c.Qualified(), rulebook.Add, rulebook.Facts{})
		for _, s := range with {
			if !slices.ContainsFunc(out, func(x promise.Safeguard) bool { return x.Kind == s.Kind }) {
				out = append(out, s)
			}
		}
	}
	return out
}

// addNew writes somebody new with the first records of the categories that
// were filled in, all or none.
func (s *Server) addNew(v *visit) error {
	form, err := v.formOf(maxUpload)
	if err != nil {
		return err
	}
	kind := v.newKind()
	if kind == "" {
		return errs.New(errs.NotFound, "", "the role may add nobody for this purpose")
	}
	card, cs := register.CardOf(v.register(), kind), v.newCategories(kind)
	docs := map[string]promise.Document{}
	var problems []promise.FieldProblem
	for _, c := range cs {
		doc, empty, ps, err := v.document(c, form)
		if err != nil {
			return err
		}
		problems = append(problems, ps...)
		if !empty || c == card || len(cs) == 1 {
			docs[c.ID] = doc
		}
	}
	g, missing := v.given(v.newWants(cs), form, "given")
	if len(docs) == 0 {
		missing = append(missing, formProblem{"", v.T("new.nothing")})
	}
	if len(problems) == 0 && len(missing) == 0 {
		done, addErr := s.Registers.Add(v.ctx(), v.work(), register.Input{Docs: docs}, g)
		if addErr == nil {
			return v.lookUpSubject(done.Subject)
		}
		err = addErr
	}
	return v.formAgain(v.newForm(form), nil, problems, missing, err)
}
