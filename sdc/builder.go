// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
)

// Variable is one dimension of a table as its rows carry it.
type Variable struct {
	Name      string
	Hierarchy *Dimension // nil: the dimension is learnt from Levels columns
	Levels    int        // how many columns, from coarse to fine; without a Hierarchy
	Total     string     // the code of everything together; without a Hierarchy
	Missing   string     // the code that an empty value counts under; "" makes an empty value an error
}

// columns is how many codes the variable takes in a row.
func (v Variable) columns() int {
	if v.Hierarchy != nil {
		return 1
	}
	return v.Levels
}

// Layout says what rows of microdata hold.
type Layout struct {
	Source         string // name of the data in errors
	Variables      []Variable
	ByUnit         bool     // rows name their unit; otherwise each row is one
	Levels         []string // the protection levels above the unit, finest first
	Magnitude      bool     // cells are sums of values; otherwise they count units
	Decimals       int      // of values
	Weighted       bool     // rows have weights
	WeightDecimals int
	WeightsPublic  bool       // whoever attacks knows the weights
	Largest        int        // how many of the largest contributors each cell keeps; 0 is three
	Structural     [][]string // cells that everyone knows to be empty, one code for each variable
}

// UnitLevel is the name of the protection level of the units themselves.
const UnitLevel = "unit"

// maxTotal bounds the sum of all absolute values, so that no cell, no weighted
// sum and no difference of two cells can overflow.
const maxTotal = 1 << 61

// Builder takes rows and makes a table of them. It keeps the contributions,
// a few numbers for each row, and nothing else of the row.
type Builder struct {
	layout  Layout
	paths   []*paths
	used    [][]bool  // of paths: the places that rows stand in
	leaf    [][]int32 // per variable, for each row
	interns []map[string]int32
	ids     [][]int32 // per protection level, for each row
	value   []int64
	weight  []int64
	sum     uint64
	rows    int
}

// NewBuilder checks a layout and makes a builder for it.
func NewBuilder(l Layout) (*Builder, error) {
	if len(l.Variables) == 0 {
		return nil, &Problem{Source: l.Source, What: "a table needs at least one dimension"}
	}
	b := &Builder{layout: l, leaf: make([][]int32, len(l.Variables)), used: make([][]bool, len(l.Variables))}
	seen := map[string]bool{}
	for _, v := range l.Variables {
		if seen[v.Name] || v.Name == "" {
			return nil, &Problem{Source: l.Source, Column: v.Name, What: "two dimensions have the same name, or one has none"}
		}
		seen[v.Name] = true
		if v.Hierarchy == nil && (v.Levels < 1 || v.Total == "") {
			return nil, &Problem{Source: l.Source, Column: v.Name, What: "the dimension has neither a code list nor columns and a total"}
		}
		b.paths = append(b.paths, &paths{name: v.Name, total: v.Total})
	}
	for _, n := range []int{l.Decimals, l.WeightDecimals} {
		if n < 0 || n > MaxDecimals {
			return nil, &Problem{Source: l.Source, What: fmt.Sprintf("%d decimals: from 0 to %d can be counted exactly", n, MaxDecimals)}
		}
	}
	if slices.Contains(l.Levels, UnitLevel) {
		return nil, &Problem{Source: l.Source, Column: UnitLevel, What: "this name is taken by the units themselves", Mend: "name the protection level otherwise"}
	}
	if b.layout.Largest == 0 {
		b.layout.Largest = 3
	}
	if l.Largest < 0 || l.Largest > 64 {
		return nil, &Problem{Source: l.Source, What: fmt.Sprintf("cannot keep the %d largest contributors: from 1 to 64", l.Largest)}
	}
	levels := len(l.Levels)
	if l.ByUnit {
		levels++
	}
	b.interns, b.ids = make([]map[string]int32, levels), make([][]int32, levels)
	for i := range b.interns {
		b.interns[i] = map[string]int32{}
	}
	return b, nil
}

// FromRows makes a table of all rows, and stops at the first error.
func FromRows(l Layout, rows iter.Seq2[Row, error]) (*Table, error) {
	b, err := NewBuilder(l)
	if err != nil {
		return nil, err
	}
	for r, err := range rows {
		if err != nil {
			return nil, err
		}
		if err := b.Add(r); err != nil {
			return nil, err
		}
	}
	return b.Table()
}

// Add takes one row. It keeps none of the row's slices.
func (b *Builder) Add(r Row) error {
	if b.rows == math.MaxInt32 {
		return b.problem(r, "", "there are more rows than can be counted", "")
	}
	at := 0
	for i, v := range b.layout.Variables {
		if at+v.columns() > len(r.Codes) {
			return b.problem(r, v.Name, fmt.Sprintf("the row has %d codes, too few", len(r.Codes)), "")
		}
		leaf, err := b.place(r, i, r.Codes[at:at+v.columns()])
		if err != nil {
			return err
		}
		b.leaf[i] = append(b.leaf[i], leaf)
		at += v.columns()
	}
	units := r.Levels
	if b.layout.ByUnit {
		units = append([]string{r.Unit}, r.Levels...)
	}
	if len(units) != len(b.ids) {
		return b.problem(r, "", fmt.Sprintf("the row names %d protection levels, the layout %d", len(r.Levels), len(b.layout.Levels)), "")
	}
	for l, u := range units {
		id, ok := b.interns[l][u]
		if !ok {
			id = int32(len(b.interns[l]))
			b.interns[l][strings.Clone(u)] = id
		}
		b.ids[l] = append(b.ids[l], id)
	}
	if err := b.amount(r); err != nil {
		return err
	}
	b.rows++
	return nil
}

// amount keeps value and weight, if they can be counted exactly.
func (b *Builder) amount(r Row) error {
	v, w := r.Value, r.Weight
	if !b.layout.Weighted {
		w = 1
	}
	if !b.layout.Magnitude {
		v = 1
	}
	if w < 0 {
		return b.problem(r, "", "the weight is negative", "")
	}
	p, ok := product(v, w)
	if m := max(magnitude(p), magnitude(v)); !ok || m > maxTotal || b.sum+m > maxTotal {
		return b.problem(r, "", "the sum of all values is too large to be counted exactly", "use fewer decimals or larger units")
	}
	b.sum += max(magnitude(p), magnitude(v))
	if b.layout.Magnitude {
		b.value = append(b.value, v)
	}
	if b.layout.Weighted {
		b.weight = append(b.weight, w)
	}
	return nil
}

// place finds the leaf that the codes of one variable name.
func (b *Builder) place(r Row, i int, codes []string) (int32, error) {
	v := b.layout.Variables[i]
	if codes[0] == "" && v.Missing != "" {
		codes = slices.Repeat([]string{v.Missing}, len(codes))
	}
	if v.Hierarchy == nil {
		leaf, wrong := b.paths[i].add(codes)
		if wrong != "" {
			return 0, b.problem(r, v.Name, wrong, "")
		}
		for int(leaf) >= len(b.used[i]) {
			b.used[i] = append(b.used[i], false)
		}
		b.used[i][leaf] = true
		return leaf, nil
	}
	n, ok := v.Hierarchy.index[codes[0]]
	switch {
	case codes[0] == "":
		return 0, b.problem(r, v.Name, "is empty", "say which code an empty value counts under")
	case !ok:
		return 0, b.problem(r, v.Name, fmt.Sprintf("the code %q is not in the code list", short(codes[0])), "add it to the code list, or mend the row")
	case int(n) >= len(v.Hierarchy.children) || len(v.Hierarchy.children[n]) > 0:
		return 0, b.problem(r, v.Name, fmt.Sprintf("the code %q is divided further in the code list", short(codes[0])), "rows name the finest codes")
	}
	return n, nil
}

func (b *Builder) problem(r Row, column, what, mend string) error {
	line := r.Line
	if line == 0 {
		line = b.rows + 2
	}
	return &Problem{Source: b.layout.Source, Row: line, Column: column, What: what, Mend: mend}
}

// Table makes the table. The builder is used up.
func (b *Builder) Table() (*Table, error) {
	if b.rows == 0 {
		return nil, &Problem{Source: b.layout.Source, What: "there are no rows", Mend: "the file has only a heading"}
	}
	dims := make([]*Dimension, len(b.leaf))
	for i, v := range b.layout.Variables {
		if dims[i] = v.Hierarchy; dims[i] != nil {
			continue
		}
		for len(b.used[i]) < len(b.paths[i].codes) {
			b.used[i] = append(b.used[i], false)
		}
		d, node, err := b.paths[i].dimension(b.used[i])
		if err != nil {
			return nil, err
		}
		dims[i] = d
		for r, place := range b.leaf[i] {
			b.leaf[i][r] = node[place]
		}
	}
	t, err := newTable(b.layout, dims)
	if err != nil {
		return nil, err
	}
	t.records = b.records(t)
	return t, t.count()
}

// records turns rows into contributions. Contributors are numbered by name, so
// that the order of rows changes nothing.
func (b *Builder) records(t *Table) *records {
	rec := &records{base: make([]int32, b.rows), value: b.value, weight: b.weight, ids: b.ids, names: make([][]string, len(b.ids))}
	for i, leaf := range b.leaf {
		for r, n := range leaf {
			rec.base[r] += n * int32(t.stride[i])
		}
	}
	for l, known := range b.interns {
		names := make([]string, 0, len(known))
		for n := range known {
			names = append(names, n)
		}
		slices.Sort(names)
		rank := make([]int32, len(names))
		for i, n := range names {
			rank[known[n]] = int32(i)
		}
		for r, id := range b.ids[l] {
			b.ids[l][r] = rank[id]
		}
		rec.names[l] = names
	}
	return rec
}
