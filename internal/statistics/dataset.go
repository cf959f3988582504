// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// Dataset is data that the reader may make tables of.
type Dataset struct {
	Key      string            // "register.category", or the address of a file handed in
	Category *promise.Category // whose clause and rules hold, for a file too
	Clause   *rulebook.Clause  // that lets the reader count
	Rules    *Rules            // nil when the promise names none: no table is made then
	Columns  []Column
	// Sees tells that the reader may see every record and so the true counts. It
	// holds of a file too: whoever handed it in has it.
	Sees bool
	File *File // nil for a category of a register
}

// Column is what a table may be made of.
type Column struct {
	Name   string
	Field  *promise.FieldDecl // nil in a file
	Kind   Kind
	Closed []string // all codes of a closed list, so that a table tells of none whether it occurs
	Few    bool     // a number of a file that takes so few values that it may be a code
}

// Kind is what can be done with a column.
type Kind string

// Crosses tells whether a column can be a dimension of a table.
func (c *Column) Crosses() bool {
	return c.Kind == KindCode || c.Kind == KindDate || c.Few || c.Field != nil && c.Kind == KindNumber
}

// The kinds of columns.
const (
	KindCode   Kind = "code"   // closed values: a dimension
	KindDate   Kind = "date"   // a dimension by year, or by year and month
	KindNumber Kind = "number" // summed
	KindText   Kind = "text"   // names units and nothing else
)

// separator stands between register and category in a key; no id holds it.
const separator = "."

// KeyOf is the key of a category's dataset.
func KeyOf(c *promise.Category) string { return c.Register + separator + c.ID }

// Datasets lists the categories of the purpose's register that the reader might
// count. It opens and records nothing.
func (s *Service) Datasets(ctx context.Context, w Work) (out []*Dataset, err error) {
	p := s.release().Purpose(w.Purpose)
	if p == nil {
		return nil, nil
	}
	for _, c := range s.release().Register(p.Register).Data {
		if !slices.Contains(c.Purposes(), p) {
			continue
		}
		v, might, err := s.might(ctx, w, c)
		if err != nil {
			return nil, err
		}
		if !might {
			continue
		}
		d, err := s.dataset(ctx, w, c, v)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// might tells whether the reader may count anybody in a category.
func (s *Service) might(ctx context.Context, w Work, c *promise.Category) (gate.Verdict, bool, error) {
	ask := w.ask(c.Qualified())
	vs, err := s.gate.Preview(ctx, ask)
	if err != nil {
		return gate.Verdict{}, false, err
	}
	return vs[0], vs[0].Allowed || s.couldBe(w, c), nil
}

// mostFacts bounds how many facts are tried in all their combinations.
const mostFacts = 10

// couldBe tells whether there is anybody about whom the rulebook would allow it.
// Who that is, the gate decides when rows are read.
func (s *Service) couldBe(w Work, c *promise.Category) bool {
	book := s.gate.Rulebook()
	q := rulebook.Query{Role: book.Role(w.Actor.Role), Purpose: book.Purpose(w.Purpose), Category: book.Category(c.Qualified()), Unit: book.Unit(w.Actor.Unit), Action: rulebook.Count}
	var bits []uint64
	for n := range 64 {
		if m := uint64(1) << n; book.Needs(q)&m != 0 && len(bits) < mostFacts {
			bits = append(bits, m)
		}
	}
	for n := range 1 << len(bits) {
		f := rulebook.Facts{Known: ^uint64(0)}
		for i, m := range bits {
			if n&(1<<i) != 0 {
				f.True |= m
			}
		}
		if book.Decide(q, f).Allowed {
			return true
		}
	}
	return false
}

func (s *Service) dataset(ctx context.Context, w Work, c *promise.Category, v gate.Verdict) (*Dataset, error) {
	d := &Dataset{Key: KeyOf(c), Category: c, Clause: v.Clause, Rules: s.rulesOf(c)}
	for i, f := range c.Fields {
		if k := kindOf(f); k != "" && (!v.Allowed || v.Fields&(1<<uint(i)) != 0) {
			d.Columns = append(d.Columns, Column{Name: f.ID, Field: f, Kind: k, Closed: s.closed(f)})
		}
	}
	var err error
	d.Sees, err = s.sees(ctx, w, c)
	return d, err
}

// closed lists the codes of a field that takes nothing else, nil when it takes what
// is written.
func (s *Service) closed(f *promise.FieldDecl) (out []string) {
	switch f.Type {
	case promise.TypeYesNo:
		return []string{"true", "false"}
	case promise.TypeUnit:
		for _, u := range s.release().Organisation.Units {
			out = append(out, u.ID)
		}
		return out
	}
	list := f.Choices
	if l := s.release().Organisation.List(f.List); l != nil {
		list = l.Values
	}
	for _, v := range list {
		out = append(out, v.Code)
	}
	return out
}

// kindOf is what a field of a register can be in a table, "" for nothing.
func kindOf(f *promise.FieldDecl) Kind {
	if !f.Countable() {
		return ""
	}
	switch f.Type {
	case promise.TypeDate, promise.TypeTime:
		return KindDate
	case promise.TypeNumber, promise.TypeMoney:
		return KindNumber
	}
	return KindCode
}

// sees tells whether the reader may open or export every record of the category,
// whoever it is about, for the same purpose. Only then a true count tells nothing
// that the reader could not look up.
func (s *Service) sees(ctx context.Context, w Work, c *promise.Category) (bool, error) {
	for _, a := range []rulebook.Action{rulebook.Open, rulebook.Export} {
		ask := w.ask(c.Qualified())
		ask.Action = a
		depends, err := s.gate.DependsOnSubject(ask)
		if err != nil {
			return false, err
		}
		vs, err := s.gate.Preview(ctx, ask)
		if err != nil {
			return false, err
		}
		if v := vs[0]; !depends && v.Allowed && len(v.Unmet) == 0 && everyField(c, v) {
			return true, nil
		}
	}
	return false, nil
}

// everyField tells whether a decision lets through all fields that tables are made of.
func everyField(c *promise.Category, v gate.Verdict) bool {
	for i, f := range c.Fields {
		if f.Countable() && v.Fields&(1<<uint(i)) == 0 {
			return false
		}
	}
	return true
}

// Dataset finds a dataset by its key. A category that the reader may not count is
// asked for at the gate, so that the refusal is recorded.
func (s *Service) Dataset(ctx context.Context, w Work, key string) (*Dataset, error) {
	reg, cat, ok := strings.Cut(key, separator)
	if !ok {
		return s.handedIn(ctx, w, key)
	}
	c := s.release().Category(reg + "/" + cat)
	if c == nil {
		return nil, errs.New(errs.NotFound, "error.no-category", "the promise in force has no category for that key")
	}
	v, might, err := s.might(ctx, w, c)
	if err != nil {
		return nil, err
	}
	if !might {
		if _, err := s.gate.Read(ctx, w.ask(c.Qualified())); err != nil {
			return nil, err
		}
	}
	return s.dataset(ctx, w, c, v)
}

// column finds a column by its name, nil when there is none.
func (d *Dataset) column(name string) *Column {
	i := slices.IndexFunc(d.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return &d.Columns[i]
}
