// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/internal/statistics"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// tableFormPage asks which table is wanted.
type tableFormPage struct {
	Page
	Set      setView
	Action   string
	Inputs   []input
	More     []input
	Columns  []nameText
	Manifest string
	Entry    *link
}

// askedDimensions is how many dimensions the form offers.
const askedDimensions = 4

func (s *Server) statisticsForm(v *visit) error {
	d, err := s.Statistics.Dataset(v.ctx(), v.counter(url.Values{}), v.r.PathValue("key"))
	if err != nil {
		return err
	}
	v.askTable(http.StatusOK, d, url.Values{})
	return nil
}

func (v *visit) askTable(status int, d *statistics.Dataset, typed url.Values, problems ...formProblem) {
	set := v.setView(d)
	p := &tableFormPage{Page: v.page(v.T("statistics.form.title", set.Name)), Set: set, Action: set.Href}
	if d.File != nil {
		p.Tab = v.T("statistics.title")
		p.Manifest = d.File.Manifest
		n := strconv.FormatInt(d.File.Entry, 10)
		p.Entry = &link{"/entries/" + n, v.Int64(d.File.Entry)}
	}
	if d.Rules != nil {
		p.Inputs = v.dimensionInputs(d, typed)
		p.More = v.moreInputs(d, typed)
	}
	for i := range p.Inputs {
		p.Inputs[i].describe()
	}
	for i := range p.More {
		p.More[i].describe()
	}
	markProblems(p.Inputs, problems)
	markProblems(p.More, problems)
	v.problems(&p.Page, problems...)
	for i := range d.Columns {
		p.Columns = append(p.Columns, nameText{v.columnName(&d.Columns[i]), v.T("statistics.kind." + string(d.Columns[i].Kind))})
	}
	v.show(status, "statistics-form", p)
}

// columnName is a column in the reader's words.
func (v *visit) columnName(c *statistics.Column) string {
	if c.Field != nil {
		return c.Field.Name.In(v.Lang())
	}
	return c.Name
}

func selected(os []option, typed string) []option {
	for i := range os {
		os[i].Selected = os[i].Value == typed
	}
	return os
}

// dimensionInputs ask for the dimensions, the statistic and its value.
func (v *visit) dimensionInputs(d *statistics.Dataset, typed url.Values) (ins []input) {
	var dims, values []option
	for i := range d.Columns {
		c := &d.Columns[i]
		if c.Crosses() {
			for _, g := range c.Grains() {
				text := v.columnName(c)
				if g != statistics.GrainCode {
					text = v.T("statistics.grain."+string(g), text)
				}
				dims = append(dims, option{Value: strconv.Itoa(i) + ":" + string(g), Text: text})
			}
		}
		if c.Kind == statistics.KindNumber {
			values = append(values, option{Value: strconv.Itoa(i), Text: v.columnName(c)})
		}
	}
	for n := range min(askedDimensions, len(dims)) {
		id := "dim" + strconv.Itoa(n+1)
		in := input{Kind: "select", ID: id, Name: id, Label: v.T("statistics.dim." + strconv.Itoa(n+1)), Value: typed.Get(id)}
		if n > 0 {
			in.Optional = v.T("form.optional")
		}
		in.Options = selected(append([]option(nil), dims...), typed.Get(id))
		ins = append(ins, in)
	}
	if len(values) > 0 {
		in := input{Kind: "select", ID: "value", Name: "value", Label: v.T("statistics.value"), Why: v.T("statistics.value.why"), Optional: v.T("form.optional")}
		in.Options = selected(values, typed.Get("value"))
		ins = append(ins, in)
		how := input{ID: "statistic", Name: "statistic", Label: v.T("statistics.statistic")}
		chosen := typed["statistic"]
		if len(chosen) == 0 {
			chosen = []string{"sum"}
		}
		how.choose(chosen, false, []option{{Value: "sum", Text: v.T("statistics.statistic.sum")}, {Value: "mean", Text: v.T("statistics.statistic.mean")}})
		ins = append(ins, how)
	}
	return ins
}

// moreInputs ask for what a file does not say by itself, for a stricter minimum,
// and for what the clause wants.
func (v *visit) moreInputs(d *statistics.Dataset, typed url.Values) (ins []input) {
	if d.File != nil {
		var columns []option
		for i := range d.Columns {
			columns = append(columns, option{Value: strconv.Itoa(i), Text: d.Columns[i].Name})
		}
		unit := input{Kind: "select", ID: "unit", Name: "unit", Label: v.T("statistics.unit"), Why: v.T("statistics.unit.why"), Optional: v.T("form.optional")}
		unit.Options = selected(append([]option(nil), columns...), typed.Get("unit"))
		ins = append(ins, unit)
		for _, l := range d.Rules.Levels() {
			name := "level-" + l
			in := input{Kind: "select", ID: name, Name: name, Label: v.T("statistics.level", l), Why: v.T("statistics.level.why", l)}
			in.Options = selected(append([]option{{Value: statistics.Itself, Text: v.T("statistics.level.itself")}}, columns...), typed.Get(name))
			ins = append(ins, in)
		}
	}
	ins = append(ins, input{Kind: "text", Type: "text", ID: "minimum", Name: "minimum", Label: v.T("statistics.minimum"), Value: typed.Get("minimum"),
		Why: v.T("statistics.minimum.why", v.Int(d.Rules.Minimum())), Optional: v.T("form.optional"), Mode: "numeric", Auto: "off"})
	return append(ins, v.countReason(d.Category.Qualified(), typed)...)
}

// statisticsBuild makes the table that was asked for.
func (s *Server) statisticsBuild(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	w := v.counter(form)
	d, err := s.Statistics.Dataset(v.ctx(), w, v.r.PathValue("key"))
	if err != nil {
		return err
	}
	with, _ := v.wants(d.Category.Qualified(), rulebook.Count, rulebook.Facts{})
	if _, missing := v.given(with, form, "count"); len(missing) > 0 && d.Rules != nil {
		v.askTable(http.StatusUnprocessableEntity, d, form, missing...)
		return nil
	}
	key, err := s.Statistics.Build(v.ctx(), w, v.request(d, form))
	if p, ok := errors.AsType[*statistics.Problem](err); ok {
		v.askTable(http.StatusUnprocessableEntity, d, form, formProblem{p.Field, v.countProblem(p)})
		return nil
	}
	if err != nil {
		return err
	}
	return v.see("/statistics/tables/" + key)
}

// request reads the form. What names no column stays as it is, for the room to
// say so.
func (v *visit) request(d *statistics.Dataset, form url.Values) statistics.Request {
	r := statistics.Request{Key: d.Key, Minimum: strings.TrimSpace(form.Get("minimum")), Mean: form.Get("statistic") == "mean", Levels: map[string]string{}}
	name := func(field string) string {
		text := form.Get(field)
		if text == "" || text == statistics.Itself {
			return text
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(d.Columns) {
			return "?"
		}
		return d.Columns[n].Name
	}
	for n := range askedDimensions {
		field := "dim" + strconv.Itoa(n+1)
		at, grain, _ := strings.Cut(form.Get(field), ":")
		if at == "" {
			continue
		}
		form.Set("at", at)
		r.Dims = append(r.Dims, statistics.Dim{Column: name("at"), Grain: statistics.Grain(grain)})
	}
	r.Value, r.Unit = name("value"), name("unit")
	if d.Rules != nil && d.File != nil {
		for _, l := range d.Rules.Levels() {
			if c := name("level-" + l); c != "" {
				r.Levels[l] = c
			}
		}
	}
	r.Mean = r.Mean && r.Value != ""
	return r
}
