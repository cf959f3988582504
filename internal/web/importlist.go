// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

// importPage takes a list that somebody outside handed over, such as an
// employer's list of those who want to use the service.
//
// Keeps: HMS-07
type importPage struct {
	Page
	Lead    string
	Inputs  []input
	Columns []nameText
	Limit   string
}

type nameText struct{ Name, Text string }

// upload is a list on its way in. It is in memory only, for the session that
// sent it, and for 15 minutes.
type upload struct {
	purpose string
	list    *register.Import
	result  *register.ImportResult
}

// listSources are the sources from which the reader may add: those that are
// somebody outside.
func (v *visit) listSources() (out []*promise.SourceDecl) {
	g := v.register()
	for _, s := range g.Sources {
		if s.From != "party" || len(s.Data) == 0 {
			continue
		}
		if !slices.ContainsFunc(s.Data, func(r promise.Ref) bool {
			c := g.Category(r.Category)
			return c == nil || !v.canAdd(c)
		}) {
			out = append(out, s)
		}
	}
	return out
}

// handedOver is the field that names the company a list comes from, nil when
// the source has none.
func (v *visit) handedOver(s *promise.SourceDecl) *promise.FieldDecl {
	for _, r := range s.Data {
		if c := v.register().Category(r.Category); c != nil {
			for _, f := range c.Fields {
				if f.Type == promise.TypeCompany {
					return f
				}
			}
		}
	}
	return nil
}

func (s *Server) importPage(v *visit) error {
	return v.askList(http.StatusOK, url.Values{})
}

func (v *visit) askList(status int, typed url.Values, problems ...formProblem) error {
	sources := v.listSources()
	if len(sources) == 0 {
		return errs.New(errs.NotFound, "", "the role may take in no list for this purpose")
	}
	p := &importPage{Page: v.page(v.T("import.title")), Limit: v.Bytes(maxList), Lead: v.T("import.text", sources[0].Name.In(v.Lang()))}
	if len(sources) > 1 {
		in := input{Name: "source", ID: "source", Label: v.T("import.source")}
		var os []option
		for _, s := range sources {
			os = append(os, option{Value: s.ID, Text: s.Name.In(v.Lang())})
		}
		in.choose(typed["source"], false, os)
		p.Inputs = append(p.Inputs, in)
	}
	if f := v.handedOver(sources[0]); f != nil {
		p.Inputs = append(p.Inputs, input{Kind: "text", Type: "text", Name: "company", ID: "company", Label: v.T("import.company"), Why: v.T("hint.company"), Value: typed.Get("company"), Auto: "off"})
	}
	p.Inputs = append(p.Inputs, input{Kind: "file", Type: "file", Name: "list", ID: "list", Label: v.T("import.file"), Why: v.T("import.file.why", v.Bytes(maxList))})
	for i := range p.Inputs {
		p.Inputs[i].describe()
	}
	markProblems(p.Inputs, problems)
	v.problems(&p.Page, problems...)
	for _, r := range sources[0].Data {
		for _, f := range v.register().Category(r.Category).Fields {
			if f.Type != promise.TypeCompany && (r.Field == "" || r.Field == f.ID) {
				p.Columns = append(p.Columns, nameText{f.Name.In(v.Lang()), v.columnText(f)})
			}
		}
	}
	v.show(status, "import", p)
	return nil
}

func (v *visit) columnText(f *promise.FieldDecl) string {
	words := []string{}
	if f.Required {
		words = append(words, v.T("import.required"))
	}
	if h := v.hint(f); h != "" {
		words = append(words, h)
	}
	if os := v.choicesOf(f); len(os) > 0 {
		var codes []string
		for _, o := range os {
			codes = append(codes, o.Code)
		}
		words = append(words, v.T("import.one-of", v.List(codes)))
	}
	return strings.Join(words, " ")
}

// readList looks through an uploaded list; nothing of it is written yet.
func (s *Server) readList(v *visit) error {
	form, err := v.formOf(maxList + maxForm)
	if err != nil {
		return err
	}
	sources := v.listSources()
	if len(sources) == 0 {
		return errs.New(errs.NotFound, "", "the role may take in no list for this purpose")
	}
	source := sources[0]
	for _, x := range sources {
		if x.ID == form.Get("source") {
			source = x
		}
	}
	company, name, content, problems, err := v.listFields(source, form)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return v.askList(http.StatusUnprocessableEntity, form, problems...)
	}
	im, err := s.Registers.ReadList(v.ctx(), v.work(), source.ID, company, name, bytes.NewReader(content))
	if key := errs.KeyOf(err); err != nil && errs.KindOf(err) == errs.Invalid {
		if !v.Has(key) {
			key = "import.bad-csv"
		}
		return v.askList(http.StatusUnprocessableEntity, form, formProblem{"list", v.T(key)})
	}
	if err != nil {
		return err
	}
	key := s.uploads.put(v.session.ID, upload{purpose: v.session.Purpose, list: im})
	return v.see("/import/" + key)
}

func (v *visit) listFields(source *promise.SourceDecl, form url.Values) (company opaque.ID, name string, content []byte, problems []formProblem, err error) {
	if f := v.handedOver(source); f != nil {
		problem := "required"
		if typed := strings.TrimSpace(form.Get("company")); typed != "" {
			if company, problem, err = v.findOne(f, typed, register.Given{}); err != nil {
				return
			}
		}
		if problem != "" {
			problems = append(problems, formProblem{"company", v.T("problem." + problem)})
		}
	}
	up, head, ferr := v.r.FormFile("list")
	if ferr != nil {
		problems = append(problems, formProblem{"list", v.T("import.no-file")})
		return
	}
	defer up.Close()
	if content, err = io.ReadAll(io.LimitReader(up, maxList+1)); err != nil {
		err = errs.New(errs.Invalid, "error.form", "read list: %w", err)
		return
	}
	if len(content) > maxList {
		problems = append(problems, formProblem{"list", v.T("import.too-large")})
	}
	return company, cleanText(head.Filename), content, problems, nil
}
