// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

// table is one table of a session. Its rows stay, so that it can be held together
// with other tables of the same data; nothing of them is ever shown.
type table struct {
	bond
	work    Work
	set     *Dataset
	request Request
	spec    *release.Spec
	data    *data
	made    time.Time
	records bool // it counts records, of which a unit may have several

	mu     sync.Mutex
	steps  []step // the first is the table as it was built
	before *Counts
	job    *job     // the protection that runs or ran last; nil for none
	done   *outcome // of the last step; nil until it is protected
}

// step is a table and the change of classes that made it.
type step struct {
	change   sdc.Recoding // of the step before
	table    *sdc.Table
	verdicts *sdc.Verdicts
	members  map[string]map[string][]string // by dimension and merged code: the codes of the data that went into it
}

// Counts are how many cells there are, and how many of them are hidden.
type Counts struct {
	Cells     int
	Sensitive int // -1 where the reader may not know
	Hidden    int // -1 until the table is protected
}

// last is the step that stands.
func (t *table) last() *step { return &t.steps[len(t.steps)-1] }

// make builds the table of its rows and asks the rules about it.
func (t *table) make() error {
	x, err := t.built(t.request.Dims, nil, t.data)
	if err != nil {
		return err
	}
	v, err := t.spec.Verdicts(x)
	if err != nil {
		return errs.New(errs.Conflict, "error.rules", "ask the rules: %w", err)
	}
	t.steps = []step{{table: x, verdicts: v}}
	return nil
}

// built makes a table of rows. Hierarchies, by column, take the place of those
// that are learnt from the rows.
func (t *table) built(dims []Dim, hierarchies map[string]*sdc.Dimension, d *data) (*sdc.Table, error) {
	l, err := t.layout(dims, hierarchies, d)
	if err != nil {
		return nil, err
	}
	b, err := sdc.NewBuilder(l)
	if err != nil {
		return nil, builderProblem(err)
	}
	at := func(name string) int { return slices.Index(d.columns, name) }
	levels := t.request.levels(t.set)
	for _, r := range d.rows {
		row := sdc.Row{Line: r.Line, Unit: r.Unit}
		if t.records {
			row.Levels = append(row.Levels, r.Unit)
		}
		for _, x := range dims {
			cs, wrong := codes(x.Grain, r.Values[at(x.Column)])
			if wrong != "" {
				return nil, &Problem{Field: "dim1", Key: wrong, Row: r.Line, Column: x.Column}
			}
			if hierarchies != nil {
				cs = cs[len(cs)-1:]
			}
			row.Codes = append(row.Codes, cs...)
		}
		for _, x := range levels {
			v := r.Unit
			if x.column != Itself {
				if v = r.Values[at(x.column)]; v == "" { // all whose contributor is not known count as one
					v = Missing
				}
			}
			row.Levels = append(row.Levels, v)
		}
		if t.request.Value != "" {
			text, _, ok := number(r.Values[at(t.request.Value)])
			if !ok && r.Values[at(t.request.Value)] != "" {
				return nil, &Problem{Field: "value", Key: "no-number", Row: r.Line, Column: t.request.Value}
			}
			if ok {
				if row.Value, err = sdc.ParseNumber(text, l.Decimals); err != nil {
					return nil, &Problem{Field: "value", Key: "no-number", Row: r.Line, Column: t.request.Value}
				}
			}
		}
		if err := b.Add(row); err != nil {
			return nil, builderProblem(err)
		}
	}
	x, err := b.Table()
	if err != nil {
		return nil, builderProblem(err)
	}
	return x, nil
}

func (t *table) layout(dims []Dim, hierarchies map[string]*sdc.Dimension, d *data) (sdc.Layout, error) {
	l := sdc.Layout{ByUnit: !t.records, Levels: t.spec.Levels, Magnitude: t.request.Value != ""}
	if t.request.Value != "" {
		l.Decimals = decimals(d.rows, slices.Index(d.columns, t.request.Value))
	}
	if t.request.Mean {
		l.Statistic, l.FigureDecimals = sdc.StatisticMean, min(l.Decimals+1, sdc.MaxDecimals)
	}
	for _, m := range t.spec.Rules.Dominance {
		l.Largest = max(l.Largest, m.N, 3)
	}
	cells := 1
	for _, x := range dims {
		v := sdc.Variable{Name: x.Column, Hierarchy: hierarchies[x.Column], Levels: 1, Total: Total, Missing: Missing}
		if x.Grain == GrainMonth {
			v.Levels = 2
		}
		if v.Hierarchy == nil {
			var err error
			if v.Hierarchy, err = t.closed(x, d); err != nil {
				return l, builderProblem(err)
			}
		}
		l.Variables = append(l.Variables, v)
		seen := map[string]bool{}
		at := slices.Index(d.columns, x.Column)
		for _, r := range d.rows {
			if cs, _ := codes(x.Grain, r.Values[at]); cs != nil {
				seen[cs[len(cs)-1]] = true
			}
			if len(seen) > mostCodes {
				return l, &Problem{Field: "dim1", Key: "many-codes", Column: x.Column}
			}
		}
		if cells *= len(seen) + 2; cells > mostCells {
			return l, problem("dim1", "too-large")
		}
	}
	return l, nil
}

// closed is the code list of a column that takes nothing else, with what stands in
// the data beside it; nil for a column that takes what is written.
func (t *table) closed(x Dim, d *data) (*sdc.Dimension, error) {
	c := t.set.column(x.Column)
	if c == nil || c.Closed == nil || x.Grain != GrainCode {
		return nil, nil
	}
	all := slices.Clone(c.Closed)
	at := slices.Index(d.columns, x.Column)
	for _, r := range d.rows {
		if cs, _ := codes(x.Grain, r.Values[at]); cs != nil && !slices.Contains(all, cs[0]) {
			all = append(all, cs[0])
		}
	}
	var list []sdc.Code
	for _, code := range all {
		list = append(list, sdc.Code{Code: code})
	}
	return sdc.NewDimension(x.Column, Total, list)
}

// builderProblem keeps row and column of what the library says about input and
// leaves its words, which are English, to the log.
func builderProblem(err error) error {
	p, ok := errors.AsType[*sdc.Problem](err)
	if !ok {
		return errs.New(errs.Invalid, "error.table", "make a table: %w", err)
	}
	return &Problem{Field: "dim1", Key: "no-table", Row: p.Row, Column: p.Column, Args: []string{p.What}}
}

// counts are those of the step that stands. What is sensitive is known only to
// whoever sees the data.
func (t *table) counts() Counts {
	x := t.last()
	c := Counts{Cells: x.table.Cells(), Sensitive: -1, Hidden: -1}
	if t.set.Sees {
		c.Sensitive = len(x.verdicts.Sensitive())
	}
	if t.done != nil {
		p := t.done.Pattern
		c.Cells = x.table.Cells() - p.Count(sdc.Absent)
		c.Hidden = p.Count(sdc.Primary) + p.Count(sdc.Secondary)
	}
	return c
}

// table finds a table of the session that still belongs to what the reader does.
func (s *Service) table(w Work, key string) (*table, error) {
	t, err := s.tables.get(w.Session, key)
	if err != nil {
		return nil, err
	}
	if t.bond != s.bond(w) {
		return nil, errs.New(errs.Expired, "error.no-table", "made for another purpose or under another promise")
	}
	return t, nil
}

// cancel stops the protection that runs, when one does.
func (t *table) cancel() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.job != nil {
		t.job.stop()
	}
}
