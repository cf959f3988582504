// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/promise/rulebook"
	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

// Request is a table that somebody wants.
type Request struct {
	Key     string // of the dataset
	Dims    []Dim
	Value   string            // column that is summed; "" counts units
	Mean    bool              // the mean of the value instead of its sum
	Unit    string            // of a file: the column that names the unit; "" for each row
	Levels  map[string]string // of a file: by level of protection, the column that names whom a unit belongs to
	Minimum string            // a stricter minimum, as typed
}

// Dim is a dimension: a column and how fine it is taken.
type Dim struct {
	Column string
	Grain  Grain
}

// Grain is how fine a date or a number is taken.
type Grain string

// The grains. A date is taken by year, or by year and month; a number of a
// register by tens. Codes are taken as they are.
const (
	GrainCode  Grain = ""
	GrainYear  Grain = "year"
	GrainMonth Grain = "month"
	GrainTens  Grain = "tens"
)

// Codes that tables have beside those of their data.
const (
	Total   = "Total"
	Missing = "(none)"
	Rare    = "(rare)" // written codes of too few to be named
)

// Grains are those that a column can be taken in, the usual one first.
func (c *Column) Grains() []Grain {
	switch {
	case c.Kind == KindDate:
		return []Grain{GrainYear, GrainMonth}
	case c.Kind == KindNumber && !c.Few:
		return []Grain{GrainTens}
	}
	return []Grain{GrainCode}
}

// data are rows and how they were got.
type data struct {
	columns []string // of rows
	rows    []Row
	clause  *rulebook.Clause
	leftOut []gate.LeftOut
	entry   int64
}

// Build makes a table: the gate decides and records which columns of the category
// are counted, and only then rows are read. It gives the table's address.
func (s *Service) Build(ctx context.Context, w Work, r Request) (string, error) {
	d, err := s.Dataset(ctx, w, r.Key)
	if err != nil {
		return "", err
	}
	if d.Rules == nil {
		return "", errs.New(errs.Conflict, "error.no-rule-set", "the promise names no rule set for %s", d.Category.Qualified())
	}
	if err := r.check(d); err != nil {
		return "", err
	}
	if _, err := s.specOf(d, r, false); err != nil { // before anything is read
		return "", err
	}
	got, err := s.read(ctx, w, d, r.columns(d), r.Unit)
	if err != nil {
		return "", err
	}
	if n := len(got.rows); n == 0 || !d.Sees && n < d.Rules.Minimum() {
		return "", problem("dim1", "too-few")
	}
	got.unname(d, r.Dims)
	t := &table{bond: s.bond(w), work: w, set: d, request: r, data: got, made: s.gate.Now(), records: r.Value == "" && got.repeated()}
	if t.spec, err = s.specOf(d, r, t.records); err != nil {
		return "", err
	}
	if t.records && t.spec.Rules.RowMinimum > 0 { // it is meant of people, and would be asked of records
		return "", problem("dim1", "several-records")
	}
	if err := t.make(); err != nil {
		return "", err
	}
	if !d.Sees { // it is shown in no other way
		t.mu.Lock()
		s.protect(t)
		t.mu.Unlock()
	}
	return s.tables.put(w.Session, t), nil
}

// unname puts codes that fewer people have than may be counted together, where
// codes are what somebody wrote: that such a code occurs, a search word or a
// pseudonym, would itself tell of somebody. Whoever sees the data sees them as they are.
func (d *data) unname(set *Dataset, dims []Dim) {
	for _, x := range dims {
		c, i := set.column(x.Column), slices.Index(d.columns, x.Column)
		if set.Sees || c.Kind != KindCode || c.Closed != nil {
			continue
		}
		who := map[string]map[string]bool{}
		for _, r := range d.rows {
			if who[r.Values[i]] == nil {
				who[r.Values[i]] = map[string]bool{}
			}
			who[r.Values[i]][r.Unit] = true
		}
		for _, r := range d.rows {
			if v := r.Values[i]; v != "" && len(who[v]) < set.Rules.Minimum() {
				r.Values[i] = Rare
			}
		}
	}
}

// repeated tells whether a unit has several records. A table then counts records,
// and the rules count whoever stands behind them.
func (d *data) repeated() bool {
	seen := make(map[string]bool, len(d.rows))
	for _, r := range d.rows {
		if seen[r.Unit] {
			return true
		}
		seen[r.Unit] = true
	}
	return false
}

// check says what is wrong with a request before anything is read.
func (r *Request) check(d *Dataset) error {
	if len(r.Dims) == 0 {
		return problem("dim1", "no-dimension")
	}
	if len(r.Dims) > mostDims {
		return problem("dim1", "many-dimensions", strconv.Itoa(mostDims))
	}
	seen := map[string]bool{}
	for i, x := range r.Dims {
		field := "dim" + strconv.Itoa(i+1)
		c := d.column(x.Column)
		switch {
		case c == nil || !c.Crosses() || !slices.Contains(c.Grains(), x.Grain):
			return problem(field, "no-column")
		case seen[x.Column]:
			return problem(field, "same-dimension")
		}
		seen[x.Column] = true
	}
	if r.Value != "" {
		if c := d.column(r.Value); c == nil || c.Kind != KindNumber {
			return problem("value", "no-column")
		}
		if seen[r.Value] {
			return problem("value", "value-is-dimension")
		}
	}
	if d.File == nil {
		return nil
	}
	if r.Unit != "" && d.column(r.Unit) == nil {
		return problem("unit", "no-column")
	}
	for _, l := range d.Rules.Levels() {
		if c := r.Levels[l]; c == "" || c != Itself && d.column(c) == nil {
			return problem("level-"+l, "level-needed")
		}
	}
	return nil
}

// Itself is chosen in the place of a column for a level of protection that the
// data do not have: every unit then stands for itself.
const Itself = "="

// level is one level of protection of a table.
type level struct {
	name   string // as the rules call its column
	column string // of the data; Itself where it does not tell any apart
}

// levels are the levels of protection that the rows have. A category of a register
// has those that the promise gives a field for; of a file it was said.
func (r *Request) levels(d *Dataset) (out []level) {
	for _, l := range d.Rules.Levels() {
		c := r.Levels[l]
		if d.File == nil {
			if c = d.Rules.named(l, l); d.Category.Field(c) == nil {
				c = Itself
			}
		}
		if c != "" {
			out = append(out, level{d.Rules.named(l, l), c})
		}
	}
	return out
}

// columns are those that have to be read: dimensions, the value, contributors.
func (r *Request) columns(d *Dataset) (out []string) {
	for _, x := range r.Dims {
		out = append(out, x.Column)
	}
	if r.Value != "" {
		out = append(out, r.Value)
	}
	for _, l := range r.levels(d) {
		if l.column != Itself {
			out = append(out, l.column)
		}
	}
	return out
}

// specOf is the specification of a request, with the rules of the promise in it.
func (s *Service) specOf(d *Dataset, r Request, records bool) (*release.Spec, error) {
	base := release.Spec{Unit: d.Rules.named(d.Rules.Set.Unit, sdc.UnitLevel), Value: r.Value}
	if r.Mean {
		base.Statistic = "mean"
	}
	if records {
		unit := cmp.Or(d.Rules.Set.Unit, "contributor")
		base.Unit, base.Levels = "", []string{d.Rules.named(unit, unit)}
	}
	for _, l := range r.levels(d) {
		base.Levels = append(base.Levels, l.name)
	}
	for _, x := range r.Dims {
		base.Dimensions = append(base.Dimensions, release.Dimension{Name: x.Column, Column: x.Column, Total: Total, Missing: Missing})
	}
	return s.spec(d.Rules, base, stricter{minimum: r.Minimum})
}

// read gets the rows of some columns: of a category from its register, of a file
// from memory. Both are decided and recorded first.
func (s *Service) read(ctx context.Context, w Work, d *Dataset, columns []string, unit string) (*data, error) {
	if d.File != nil {
		return s.readUpload(ctx, w, d, columns, unit)
	}
	rows, err := s.source(ctx, w, d.Category.Qualified(), columns)
	if err != nil {
		return nil, err
	}
	return &data{columns: columns, rows: rows.Rows, clause: rows.Clause, leftOut: rows.LeftOut, entry: rows.Entry}, nil
}

func (s *Service) readUpload(ctx context.Context, w Work, d *Dataset, columns []string, unit string) (*data, error) {
	u, err := s.uploads.get(w.Session, d.Key)
	if err != nil {
		return nil, err
	}
	pass, err := s.gate.Read(ctx, w.ask(u.category))
	if err != nil {
		return nil, err
	}
	at := func(name string) int {
		return slices.IndexFunc(u.columns, func(c Column) bool { return c.Name == name })
	}
	out := &data{columns: columns, clause: d.Clause, entry: pass.Entry()}
	for i := range u.Rows {
		r := Row{Unit: strconv.Itoa(i), Line: i + u.first, Values: make([]string, len(columns))}
		for k, name := range columns {
			r.Values[k] = u.values[at(name)][i]
		}
		if unit != "" {
			if r.Unit = u.values[at(unit)][i]; r.Unit == "" {
				return nil, &Problem{Field: "unit", Key: "unit-empty", Row: r.Line, Column: unit}
			}
		}
		out.rows = append(out.rows, r)
	}
	return out, nil
}

// decimals is how many decimals the values have, at most those that can be kept.
func decimals(rows []Row, at int) (n int) {
	for _, r := range rows {
		if _, d, ok := number(r.Values[at]); ok {
			n = max(n, d)
		}
	}
	return min(n, sdc.MaxDecimals)
}

// codes are the codes of a value at a grain, from coarse to fine.
func codes(g Grain, v string) ([]string, string) {
	if v == "" {
		v = Missing
	}
	if len(v) > maxCodeLen {
		return nil, "code-long"
	}
	switch g {
	case GrainYear, GrainMonth:
		if v == Missing {
			if g == GrainYear {
				return []string{Missing}, ""
			}
			return []string{Missing, Missing}, ""
		}
		if len(v) < len(time.DateOnly) {
			return nil, "no-date"
		}
		if _, err := time.Parse(time.DateOnly, v[:len(time.DateOnly)]); err != nil {
			return nil, "no-date"
		}
		if g == GrainYear {
			return []string{v[:4]}, ""
		}
		return []string{v[:4], v[:7]}, ""
	case GrainTens:
		if v == Missing {
			return []string{v}, ""
		}
		t, ok := tens(v)
		if !ok {
			return nil, "no-number"
		}
		return []string{t}, ""
	}
	if v == Total { // the code of everything together is taken
		v += " (code)"
	}
	return []string{v}, ""
}
