// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/statistics"
	"github.com/lupaus/lupaus/sdc"
)

// shortWait is how long a page waits for work that is nearly done.
const shortWait = 600 * time.Millisecond

// tablePage is one table: what is sensitive and why, its classes, its protection,
// its files.
type tablePage struct {
	Page
	Running    bool // the page looks again by itself
	Path       string
	Sees       bool
	Lead       string
	Chip       *chip
	Rules      string
	Form       string
	Ask        []string
	Entry      link
	Counts     []nameText
	LeftOut    []leftOut
	Change     string // what the last change of classes did
	Changes    []string
	ByRule     []nameText
	Job        *jobView
	Proof      []string
	CanProtect bool
	Grid       *gridView
	NoGrid     string
	Why        []whyView
	WhyRest    string
	Classes    []classesView
	Each       string // what a change of classes costs whoever may only count
	Files      []fileLink
	Compare    string
}

// jobView is how far a protection is.
type jobView struct {
	Text, Stage string
	Done, Total int
	Cancel      bool
	Failed      string
}

// whyView says why one cell is hidden.
type whyView struct {
	ID, Cell, Mark, Word string
	Reasons              []string
	Bounds               string
}

// classesView is the form that changes a dimension's classes.
type classesView struct {
	ID, Name, Dim string
	Codes         []option
	Coarser, Drop bool
	Open          bool
	Into          input
}

type fileLink struct{ Href, Name, Text string }

// mostWhy bounds the list of reasons on a page; the report has them all.
const mostWhy = 200

func (s *Server) statisticsTable(v *visit) error {
	return v.showTable(http.StatusOK, "")
}

func (v *visit) showTable(status int, dim string, problems ...formProblem) error {
	key := v.r.PathValue("table")
	v.await(key)
	w := v.counter(url.Values{})
	first, err := v.Statistics.View(w, key, nil)
	if err != nil {
		return err
	}
	x, err := v.Statistics.View(w, key, v.cuts(first))
	if err != nil {
		return err
	}
	p := &tablePage{Page: v.page(v.tableTitle(x)), Path: "/statistics/tables/" + key, Sees: x.Set.Sees, Running: x.Running(), Form: "/statistics/" + x.Set.Key}
	p.Languages = v.linksTo(v.languages())
	v.tableHead(p, x)
	v.tableState(p, x)
	v.tableGrid(p, x)
	for i := range x.Dims {
		p.Classes = append(p.Classes, v.classes(x, i, dim))
	}
	for _, name := range x.Files {
		p.Files = append(p.Files, fileLink{p.Path + "/files/" + name, name, v.T("statistics.file." + strings.ReplaceAll(name, ".", "-"))})
	}
	if x.Set.Sees {
		p.Compare = p.Path + "/compare"
	}
	if p.Running { // without scripts the page loads itself again; with them it looks more often
		refresh(v.w)
	}
	v.problems(&p.Page, problems...)
	v.show(status, "statistics-table", p)
	return nil
}

// cuts reads at which codes the dimensions that are not drawn are cut. The
// address holds their places, not the codes.
func (v *visit) cuts(x *statistics.View) map[string]string {
	out := map[string]string{}
	for i := range x.Dims {
		n, err := strconv.Atoi(v.r.URL.Query().Get("cut" + strconv.Itoa(i)))
		if err == nil && n > 0 && n < len(x.Dims[i].Codes) {
			out[x.Dims[i].Name] = x.Dims[i].Codes[n].Code
		}
	}
	return out
}

// tableTitle names a table by what it counts and by what.
func (v *visit) tableTitle(x *statistics.View) string {
	var dims []string
	for i := range x.Dims {
		dims = append(dims, lowerFirst(v.dimName(&x.Dims[i])))
	}
	return v.T("statistics.table.title", v.measureOf(x), v.List(dims))
}

// measureOf is what the cells of a table tell.
func (v *visit) measureOf(x *statistics.View) string {
	name := v.setView(x.Set).Name
	if x.Request.Value == "" {
		return name
	}
	value := x.Request.Value
	for i := range x.Set.Columns {
		if x.Set.Columns[i].Name == value {
			value = v.columnName(&x.Set.Columns[i])
		}
	}
	if x.Request.Mean {
		return v.T("statistics.mean-of", name, lowerFirst(value))
	}
	return v.T("statistics.sum-of", name, lowerFirst(value))
}

func (v *visit) tableLink(x *statistics.View) tableLink {
	more := v.N("statistics.changes", len(x.Changes))
	if len(x.Changes) == 0 {
		more = v.Clock(x.Made)
	}
	return tableLink{"/statistics/tables/" + x.Key, v.tableTitle(x), more}
}

func (v *visit) dimName(d *statistics.DimView) string {
	if d.Column == nil {
		return d.Name
	}
	if d.Grain != statistics.GrainCode {
		return v.T("statistics.grain."+string(d.Grain), v.columnName(d.Column))
	}
	return v.columnName(d.Column)
}

// codeName is a code in the reader's words.
func (v *visit) codeName(d *statistics.DimView, c statistics.CodeView) string {
	switch {
	case c.Depth == 0:
		return v.T("statistics.total")
	case c.Code == statistics.Missing:
		return v.T("statistics.none")
	case c.Code == statistics.Rare:
		return v.T("statistics.rare")
	case len(c.Members) > 0 && strings.Contains(c.Code, "+"):
		var all []string
		for _, m := range c.Members {
			all = append(all, v.codeName(d, statistics.CodeView{Code: m, Depth: 1}))
		}
		return strings.Join(all, " + ")
	case d.Column != nil && d.Column.Field != nil && d.Grain == statistics.GrainCode:
		return v.wordOf(d.Column.Field, c.Code)
	}
	return c.Code
}

func (v *visit) tableHead(p *tablePage, x *statistics.View) {
	p.Lead = v.T("statistics.table.counts-only")
	if x.Set.Sees {
		p.Lead = v.T("statistics.table.sees")
		if x.Proof != nil {
			p.Lead = v.T("statistics.table.protected")
		}
	}
	p.Chip = v.chip(x.Clause)
	p.Rules = v.rulesText(x.Set.Rules)
	if x.Minimum > int64(x.Set.Rules.Minimum()) {
		p.Rules += " " + v.T("statistics.rules.stricter", v.Int64(x.Minimum))
	}
	if x.Records {
		p.Rules += " " + v.T("statistics.records")
	}
	for _, a := range x.Ask {
		if key := "statistics.ask." + a; v.Has(key) {
			p.Ask = append(p.Ask, v.T(key))
		}
	}
	p.Entry = link{"/entries/" + strconv.FormatInt(x.Entry, 10), v.Int64(x.Entry)}
	for _, o := range x.LeftOut {
		text := v.T("statistics.left-out")
		if o.Count > 0 {
			text = v.N("statistics.left-out.counted", o.Count)
		}
		p.LeftOut = append(p.LeftOut, leftOut{text, v.chip(o.Clause)})
	}
	add := func(key string, n int) {
		if n >= 0 {
			p.Counts = append(p.Counts, nameText{v.T("statistics.count." + key), v.Int(n)})
		}
	}
	add("cells", x.Counts.Cells)
	add("sensitive", x.Counts.Sensitive)
	add("hidden", x.Counts.Hidden)
}

// tableState says how far the protection is and what the last change did.
func (v *visit) tableState(p *tablePage, x *statistics.View) {
	for _, c := range x.Changes {
		p.Changes = append(p.Changes, v.changeText(x, c))
	}
	if b := x.Before; b != nil {
		switch {
		case b.Hidden >= 0 && x.Counts.Hidden >= 0:
			p.Change = v.T("statistics.before-after.hidden", v.Int(b.Hidden), v.Int(x.Counts.Hidden), v.Int(b.Cells), v.Int(x.Counts.Cells))
		case b.Sensitive >= 0 && x.Counts.Sensitive >= 0:
			p.Change = v.T("statistics.before-after.sensitive", v.Int(b.Sensitive), v.Int(x.Counts.Sensitive), v.Int(b.Cells), v.Int(x.Counts.Cells))
		}
	}
	for _, r := range x.ByRule {
		p.ByRule = append(p.ByRule, nameText{v.ruleName(r.Rule, r.Limit, r.Level), v.N("statistics.cells", r.Cells)})
	}
	if j := x.Job; j != nil {
		p.Job = &jobView{Text: v.T("statistics.job." + string(j.State)), Done: j.Done, Total: j.Total, Cancel: x.Running()}
		if k := "statistics.stage." + j.Stage; x.Running() && v.Has(k) {
			p.Job.Stage = v.T(k)
		}
		if j.State == statistics.Failed {
			p.Job.Failed = v.T("statistics.job.cannot")
			if j.Problem != nil {
				p.Job.Failed = v.countProblem(j.Problem)
			}
		}
	}
	if !x.Set.Sees {
		p.Each = v.T("statistics.classes.each", v.Int(statistics.MostOut))
	}
	p.CanProtect = x.Proof == nil && !x.Running()
	if x.Proof != nil {
		p.Proof = v.proofText(x)
	}
}

// proofText says what was proved, in sentences.
func (v *visit) proofText(x *statistics.View) (out []string) {
	if x.Set.Sees && x.Proof.Tables > 0 {
		out = append(out, v.N("statistics.proof.tables", x.Proof.Tables))
	} else {
		out = append(out, v.T("statistics.proof"))
	}
	if x.Proof.Beside > 0 {
		out = append(out, v.N("statistics.proof.beside", x.Proof.Beside))
	}
	if x.Set.Sees && x.Proof.Because > 0 {
		out = append(out, v.N("statistics.proof.because", x.Proof.Because))
	}
	if x.Proof.Out {
		out = append(out, v.T("statistics.proof.out"))
	}
	return out
}

// changeText says a change of classes in words.
func (v *visit) changeText(x *statistics.View, c sdc.Recoding) string {
	name := c.Dimension
	for i := range x.Set.Columns {
		if x.Set.Columns[i].Name == name {
			name = v.columnName(&x.Set.Columns[i])
		}
	}
	switch {
	case c.Drop:
		return v.T("statistics.change.drop", name)
	case len(c.Codes) == 0:
		return v.T("statistics.change.coarser", name)
	}
	d := statistics.DimView{Name: c.Dimension}
	for i := range x.Dims {
		if x.Dims[i].Name == c.Dimension {
			d = x.Dims[i]
		}
	}
	var codes []string
	for _, code := range c.Codes {
		codes = append(codes, v.codeName(&d, statistics.CodeView{Code: code, Depth: 1}))
	}
	return v.T("statistics.change.merge", name, v.List(codes))
}

// classes is the form of one dimension.
func (v *visit) classes(x *statistics.View, at int, open string) classesView {
	d := &x.Dims[at]
	out := classesView{ID: "classes-" + strconv.Itoa(at), Name: v.dimName(d), Dim: strconv.Itoa(at), Coarser: d.Levels > 1, Drop: len(x.Dims) > 1, Open: open == strconv.Itoa(at)}
	for i, c := range d.Codes {
		if c.Depth > 0 {
			text := v.codeName(d, c)
			if c.Depth > 1 {
				text = strings.Repeat("\u2003", c.Depth-1) + text
			}
			out.Codes = append(out.Codes, option{Value: strconv.Itoa(i), Text: text})
		}
	}
	out.Into = input{Kind: "text", Type: "text", ID: "into-" + strconv.Itoa(at), Name: "into", Label: v.T("statistics.into"), Optional: v.T("form.optional"), Auto: "off"}
	return out
}

// statisticsAct changes classes, protects, or stops protecting.
func (s *Server) statisticsAct(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	key, w := v.r.PathValue("table"), v.counter(url.Values{})
	switch v.r.PathValue("act") {
	case "protect":
		err = s.Statistics.Protect(w, key)
	case "cancel":
		err = s.Statistics.Cancel(w, key)
	case "undo":
		err = s.Statistics.Undo(w, key)
	case "merge":
		err = v.merge(w, key, form)
	default:
		return errs.New(errs.NotFound, "", "no such act")
	}
	if p, ok := errors.AsType[*statistics.Problem](err); ok {
		return v.showTable(http.StatusUnprocessableEntity, form.Get("dim"), formProblem{"classes-" + form.Get("dim"), v.countProblem(p)})
	}
	if err != nil {
		return err
	}
	return v.see("/statistics/tables/" + key)
}

// merge reads which classes of which dimension are meant, by their places.
func (v *visit) merge(w statistics.Work, key string, form url.Values) error {
	x, err := v.Statistics.View(w, key, nil)
	if err != nil {
		return err
	}
	at, err := strconv.Atoi(form.Get("dim"))
	if err != nil || at < 0 || at >= len(x.Dims) {
		return errs.New(errs.Invalid, "error.form", "no such dimension")
	}
	d := &x.Dims[at]
	c := statistics.Change{Dim: d.Name, Into: form.Get("into"), Drop: form.Get("how") == "drop", Coarser: form.Get("how") == "coarser"}
	for _, text := range form["code"] {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n >= len(d.Codes) {
			return errs.New(errs.Invalid, "error.form", "no such code")
		}
		if !slices.Contains(c.Codes, d.Codes[n].Code) {
			c.Codes = append(c.Codes, d.Codes[n].Code)
		}
	}
	return v.Statistics.Merge(w, key, c)
}

// toTable leads from an address that only a form has to its table.
func (s *Server) toTable(v *visit) error {
	if v.r.PathValue("act") == "compare" {
		return s.statisticsCompare(v)
	}
	return v.see("/statistics/tables/" + v.r.PathValue("table"))
}
