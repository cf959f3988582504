// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/statistics"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// statisticsPage lists what the reader may make tables of, and takes files in.
type statisticsPage struct {
	Page
	Lead      string
	Sets      []setView
	Files     []setView
	Tables    []tableLink
	Nothing   string
	Elsewhere []link // purposes for which the reader may count
	Upload    []input
	Limit     string
}

// setView is one dataset.
type setView struct {
	Href, Name, Text string
	Chip             *chip
	Rules            string
	Sees             string
	Drop             string // where a file is let go of
	None             string // why no table can be made of it
}

// tableLink is a table of the session.
type tableLink struct{ Href, Name, More string }

// statisticsRoutes are the pages of tables.
func (s *Server) statisticsRoutes(mux *http.ServeMux) {
	mux.Handle("GET /statistics", s.counting(s.statisticsPage))
	mux.Handle("POST /statistics/upload", s.counting(s.statisticsUpload))
	mux.Handle("GET /statistics/upload", s.counting(func(v *visit) error { return v.see("/statistics") }))
	mux.Handle("POST /statistics/uploads/{key}/drop", s.counting(s.statisticsDrop))
	mux.Handle("GET /statistics/{key}", s.counting(s.statisticsForm))
	mux.Handle("POST /statistics/{key}", s.counting(s.statisticsBuild))
	mux.Handle("GET /statistics/tables/{table}", s.counting(s.statisticsTable))
	mux.Handle("POST /statistics/tables/{table}/{act}", s.counting(s.statisticsAct))
	mux.Handle("GET /statistics/tables/{table}/{act}", s.counting(s.toTable))
	mux.Handle("GET /statistics/tables/{table}/files/{name}", s.counting(s.statisticsFile))
}

// counting is an action for whoever has chosen a role and a purpose, in a house
// that makes statistics.
func (s *Server) counting(h handler) http.Handler {
	return s.working(func(v *visit) error {
		if s.Statistics == nil {
			return errs.New(errs.NotFound, "", "this house makes no statistics")
		}
		err := h(v)
		if n, ok := gate.AsNeeds(err); ok { // asked for at an address that has no form
			return errs.New(errs.Invalid, "error.needs-reason", "needs %v", n.With)
		}
		return err
	})
}

// counter is what the room asks for: who acts, in which session, for what.
func (v *visit) counter(form url.Values) statistics.Work {
	return statistics.Work{Actor: v.session.Actor(), Session: v.session.ID, Purpose: v.session.Purpose, Lang: v.Lang(), Reason: strings.TrimSpace(form.Get("reason"))}
}

// mayCount tells whether there is a category that a role might count for a purpose.
func (v *visit) mayCount(role string, g *promise.Register, p *promise.Purpose) bool {
	if v.Statistics == nil || g.ID == gate.LogRegister || g.ID == accounts.Register {
		return false
	}
	return slices.ContainsFunc(g.Data, func(c *promise.Category) bool {
		return slices.Contains(c.Purposes(), p) && v.could(role, p.Qualified(), c.Qualified(), rulebook.Count)
	})
}

// counts tells whether the reader may count anything for the purpose chosen.
func (v *visit) counts() bool {
	return v.purpose() != nil && v.mayCount(v.session.Role, v.register(), v.purpose())
}

// findsNobody tells that the purpose chosen is for counting alone.
func (v *visit) findsNobody() bool {
	if !v.counts() {
		return false
	}
	for _, c := range v.register().Data {
		for _, a := range []rulebook.Action{rulebook.Find, rulebook.Open, rulebook.Add} {
			if slices.Contains(c.Purposes(), v.purpose()) && v.could(v.session.Role, v.session.Purpose, c.Qualified(), a) {
				return false
			}
		}
	}
	return true
}

func (s *Server) statisticsPage(v *visit) error {
	return v.askFile(http.StatusOK, url.Values{})
}

func (v *visit) askFile(status int, typed url.Values, problems ...formProblem) error {
	w := v.counter(url.Values{})
	sets, err := v.Statistics.Datasets(v.ctx(), w)
	if err != nil {
		return err
	}
	p := &statisticsPage{Page: v.page(v.T("statistics.title")), Lead: v.T("statistics.lead"), Limit: v.Bytes(statistics.MaxFile)}
	for _, d := range sets {
		p.Sets = append(p.Sets, v.setView(d))
	}
	for _, d := range v.Statistics.Uploads(v.ctx(), w) {
		p.Files = append(p.Files, v.setView(d))
	}
	for _, t := range v.Statistics.Tables(w) {
		p.Tables = append(p.Tables, v.tableLink(t))
	}
	if len(sets) == 0 {
		p.Nothing = v.T("statistics.nothing", v.purpose().Name.In(v.Lang()))
		p.Elsewhere = v.countElsewhere()
	} else {
		p.Upload = v.fileInputs(sets, typed, problems)
	}
	v.problems(&p.Page, problems...)
	v.show(status, "statistics", p)
	return nil
}

// countElsewhere names the purposes for which the reader's role may count.
func (v *visit) countElsewhere() (out []link) {
	for _, g := range v.release.Registers {
		for _, p := range g.Purposes {
			if v.mayCount(v.session.Role, g, p) {
				out = append(out, link{Href: p.Qualified(), Text: g.Name.In(v.Lang()) + ": " + p.Name.In(v.Lang())})
			}
		}
	}
	return out
}

func (v *visit) setView(d *statistics.Dataset) setView {
	out := setView{Href: "/statistics/" + d.Key, Name: d.Category.Name.In(v.Lang()), Text: d.Category.Text.In(v.Lang()), Chip: v.chip(d.Clause)}
	if f := d.File; f != nil {
		out.Name, out.Text = f.Name, v.T("statistics.file.about", v.Int(f.Rows), v.Int(len(d.Columns)), d.Category.Name.In(v.Lang()))
		out.Drop = "/statistics/uploads/" + d.Key + "/drop"
	}
	switch {
	case d.Rules == nil:
		out.None = v.T("statistics.no-rules")
	case d.Sees:
		out.Sees = v.T("statistics.sees")
	default:
		out.Sees = v.T("statistics.counts-only")
	}
	if d.Rules != nil {
		out.Rules = v.rulesText(d.Rules)
	}
	return out
}

// rulesText says by which rules of the promise tables are protected.
func (v *visit) rulesText(r *statistics.Rules) string {
	name := r.Title.In(v.Lang())
	if name == "" {
		name = r.Name
	}
	return v.T("statistics.rules", name, v.Int(r.Minimum()))
}

// fileInputs are the fields of the form that takes a file in.
func (v *visit) fileInputs(sets []*statistics.Dataset, typed url.Values, problems []formProblem) []input {
	var ins []input
	if len(sets) > 1 {
		in := input{Name: "set", ID: "set", Label: v.T("statistics.file.set"), Why: v.T("statistics.file.set.why")}
		var os []option
		for _, d := range sets {
			os = append(os, option{Value: d.Key, Text: d.Category.Name.In(v.Lang())})
		}
		in.choose(typed["set"], false, os)
		ins = append(ins, in)
	}
	ins = append(ins, v.countReason(sets[0].Category.Qualified(), typed)...)
	ins = append(ins, input{Kind: "file", Type: "file", Name: "file", ID: "file", Label: v.T("statistics.file"), Why: v.T("statistics.file.why", v.Bytes(statistics.MaxFile))})
	for i := range ins {
		ins[i].describe()
	}
	markProblems(ins, problems)
	return ins
}

// countReason asks for what the clause that lets count wants first.
func (v *visit) countReason(category string, typed url.Values) []input {
	with, _ := v.wants(category, rulebook.Count, rulebook.Facts{})
	return v.safeguardInputs(with, "count", typed)
}

// statisticsUpload takes a file in. What was chosen beside it is kept when
// something is wrong with it; a browser does not let a file be kept.
func (s *Server) statisticsUpload(v *visit) error {
	form, err := v.formOf(statistics.MaxFile + maxForm)
	if err != nil {
		return err
	}
	w := v.counter(form)
	sets, err := s.Statistics.Datasets(v.ctx(), w)
	if err != nil {
		return err
	}
	if len(sets) == 0 {
		return errs.New(errs.NotFound, "", "the role may count nothing for this purpose")
	}
	set := sets[0]
	for _, d := range sets {
		if d.Key == form.Get("set") {
			set = d
		}
	}
	var problems []formProblem
	if len(sets) > 1 && form.Get("set") == "" {
		problems = append(problems, formProblem{"set", v.T("statistics.file.set.needed")})
	}
	with, _ := v.wants(set.Category.Qualified(), rulebook.Count, rulebook.Facts{})
	_, missing := v.given(with, form, "count")
	problems = append(problems, missing...)
	up, head, err := v.r.FormFile("file")
	if err != nil {
		problems = append(problems, formProblem{"file", v.T("statistics.problem.no-file")})
	}
	if len(problems) > 0 {
		return v.askFile(http.StatusUnprocessableEntity, form, problems...)
	}
	defer up.Close()
	key, err := s.Statistics.Upload(v.ctx(), w, set.Key, cleanText(head.Filename), up)
	if p, ok := errors.AsType[*statistics.Problem](err); ok {
		return v.askFile(http.StatusUnprocessableEntity, form, formProblem{"file", v.countProblem(p)})
	}
	if err != nil {
		return err
	}
	return v.see("/statistics/" + key)
}

// statisticsDrop lets go of a file.
func (s *Server) statisticsDrop(v *visit) error {
	s.Statistics.Drop(v.counter(url.Values{}), v.r.PathValue("key"))
	return v.see("/statistics")
}

// countProblem says a problem of the room in the reader's words, with the row and
// the column that it is in.
func (v *visit) countProblem(p *statistics.Problem) string {
	args := make([]any, len(p.Args))
	for i, a := range p.Args {
		args[i] = a
	}
	text := v.T("statistics.problem."+p.Key, args...)
	switch {
	case p.Row > 0 && p.Column != "":
		return v.T("statistics.at.row-column", strconv.Itoa(p.Row), p.Column, text)
	case p.Row > 0:
		return v.T("statistics.at.row", strconv.Itoa(p.Row), text)
	case p.Column != "":
		return v.T("statistics.at.column", p.Column, text)
	}
	return text
}

// await gives work that is nearly done the time to end, so that the page that
// comes shows its end and not its beginning.
func (v *visit) await(key string) {
	ctx, cancel := context.WithTimeout(v.ctx(), shortWait)
	defer cancel()
	v.Statistics.Await(ctx, v.counter(url.Values{}), key)
}
