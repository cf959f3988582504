// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/internal/register"
)

// findPage looks people or companies up. What was looked for is never part of
// an address: a name or an identity number would stay in histories and logs.
type findPage struct {
	Page
	Box     input
	Asked   bool
	Count   string
	Columns string
	Rows    []findRow
	LeftOut []leftOut
	Next    string
	Narrow  bool
	Entry   string
}

type findRow struct{ ID, Name, More string }

// leftOut says how many a clause kept from the list.
type leftOut struct {
	Text string
	Chip *chip
}

func (s *Server) findPage(v *visit) error {
	return v.ok("find", v.findFrame(""))
}

func (v *visit) findFrame(text string) *findPage {
	p := &findPage{Page: v.page(v.T("find.title", v.register().Name.In(v.Lang())))}
	p.Box = input{Kind: "text", Type: "search", ID: "q", Name: "q", Label: v.T("find.box"), Why: v.findHint(), Value: text, Auto: "off"}
	p.Box.describe()
	return p
}

// findHint names the fields by which somebody is found.
func (v *visit) findHint() string {
	var words []string
	for _, c := range v.register().Data {
		for _, f := range c.Fields {
			if f.Find == "name" || f.Find == "exact" {
				words = append(words, lowerFirst(f.Name.In(v.Lang())))
			}
		}
	}
	return v.T("find.by", v.List(words))
}

// find keeps the question and sends the reader to its answer.
func (s *Server) find(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	text := strings.TrimSpace(form.Get("q"))
	if form.Get("all") != "" {
		text = ""
	} else if text == "" {
		return v.see("/find")
	}
	if len(text) > 200 {
		p := v.findFrame("")
		p.Box.Problem = v.T("find.too-long")
		p.Box.describe()
		v.problems(&p.Page, formProblem{"q", p.Box.Problem})
		v.show(http.StatusUnprocessableEntity, "find", p)
		return nil
	}
	l := v.newLookup()
	l.query = &register.Query{Text: text, Limit: pageRows}
	return v.see("/lookups/" + s.lookups.put(v.session.ID, l))
}

// list answers a find: decided and recorded each time it is asked.
//
// Keeps: HMS-36
func (v *visit) list(key string, l lookup) error {
	q := *l.query
	q.After = v.r.URL.Query().Get("after")
	p := v.findFrame(q.Text)
	f, err := v.Registers.Find(v.ctx(), v.work(), q)
	if n, ok := gate.AsNeeds(err); ok {
		p.Box.Problem = v.T("find.needs")
		p.Box.describe()
		p.LeftOut = []leftOut{{v.T("find.needs.clause"), v.chip(n.Clause)}}
		v.problems(&p.Page, formProblem{"q", p.Box.Problem})
		v.show(http.StatusUnprocessableEntity, "find", p)
		return nil
	}
	if err != nil {
		if e, ok := errors.AsType[*errs.Error](err); ok && e.Kind == errs.Invalid {
			p.Box.Problem = v.T("find.not-understood")
			p.Box.describe()
			v.problems(&p.Page, formProblem{"q", p.Box.Problem})
			v.show(http.StatusUnprocessableEntity, "find", p)
			return nil
		}
		return err
	}
	p.Asked, p.Entry = true, v.Int64(f.Entry)
	p.Count = v.countText(f, q)
	for _, o := range f.LeftOut {
		p.LeftOut = append(p.LeftOut, leftOut{v.N("find.left-out", o.Count), v.chip(o.Clause)})
	}
	for _, c := range f.Cards {
		p.Rows = append(p.Rows, v.row(c))
	}
	p.Columns = v.columns(f)
	if f.Next != "" {
		p.Next = "/lookups/" + key + "?after=" + f.Next
	}
	p.Narrow = f.More && q.Text != ""
	return v.ok("find", p)
}

func (v *visit) countText(f *register.Found, q register.Query) string {
	switch {
	case f.More || q.After != "":
		return v.N("find.shown", len(f.Cards))
	default:
		return v.N("find.found", len(f.Cards))
	}
}

// row is a card on one line: the name first, the rest beside it.
func (v *visit) row(c register.Card) findRow {
	row := findRow{ID: c.Subject.String()}
	var more []string
	for _, x := range c.Fields {
		text := v.valueText(x)
		if row.Name == "" && (x.Field.Find == "name" || x.Field.Identifies) {
			row.Name = text
		} else {
			more = append(more, text)
		}
	}
	if row.Name == "" {
		row.Name = v.T("find.unnamed")
	}
	row.More = strings.Join(more, " · ")
	return row
}

// columns says what stands on a line.
func (v *visit) columns(f *register.Found) string {
	var words []string
	for _, d := range f.Category.Fields {
		words = append(words, d.Name.In(v.Lang()))
	}
	return strings.Join(words, " · ")
}

func (s *Server) toFind(v *visit) error { return v.see("/find") }
