// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
)

// Builder takes rows and makes a table of them, one by one with [Builder.Add]
// or in batches, and at several places at once, with [Builder.Part]. It keeps
// what each contributor adds to each base cell, and nothing of the rows.
type Builder struct {
	layout  Layout
	mu      sync.RWMutex // guards what parts share: all below but what belongs to rows that come one by one
	paths   []*paths
	used    [][]bool // of paths: the places that rows stand in
	interns []map[string]int32
	sum     uint64
	rows    int
	parts   []*Part

	own    *gathered // of rows that come one by one
	waits  chunk     // those not yet added to it
	single int       // how many there were
}

// atOnce is how many single rows are added together.
const atOnce = 1 << 12

// NewBuilder checks a layout and makes a builder for it.
func NewBuilder(l Layout) (*Builder, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	if l.Largest == 0 {
		l.Largest = 3
	}
	b := &Builder{layout: l, used: make([][]bool, len(l.Variables))}
	for _, v := range l.Variables {
		b.paths = append(b.paths, &paths{name: v.Name, total: v.Total})
	}
	levels := len(l.Levels)
	if l.ByUnit {
		levels++
	}
	b.interns = make([]map[string]int32, levels)
	for i := range b.interns {
		b.interns[i] = map[string]int32{}
	}
	b.own = newGathered(b)
	b.waits = chunk{leaf: make([][]int32, len(l.Variables)), id: make([][]int32, levels)}
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
	line := r.Line
	if line == 0 {
		line = b.single + 2
	}
	if err := b.claim(line, 1); err != nil {
		return err
	}
	at := 0
	for i, v := range b.layout.Variables {
		if at+v.columns() > len(r.Codes) {
			return b.problem(line, v.Name, fmt.Sprintf("the row has %d codes, too few", len(r.Codes)), "")
		}
		leaf, err := b.place(line, i, r.Codes[at:at+v.columns()])
		if err != nil {
			return err
		}
		b.waits.leaf[i] = append(b.waits.leaf[i], leaf)
		at += v.columns()
	}
	units := r.Levels
	if b.layout.ByUnit {
		units = append([]string{r.Unit}, r.Levels...)
	}
	if len(units) != len(b.interns) {
		return b.problem(line, "", fmt.Sprintf("the row names %d protection levels, the layout %d", len(r.Levels), len(b.layout.Levels)), "")
	}
	for l, u := range units {
		b.waits.id[l] = append(b.waits.id[l], b.intern(l, u))
	}
	b.waits.add(b, r, line)
	b.single++
	c := b.waits.last()
	if err := b.checkAmounts(&c); err != nil {
		return err
	}
	if b.waits.rows == atOnce {
		return b.flush()
	}
	return nil
}

// add keeps the numbers of a row.
func (c *chunk) add(b *Builder, r Row, line int) {
	c.line = append(c.line, int32(min(line, math.MaxInt32)))
	if b.layout.Magnitude {
		c.value = append(c.value, r.Value)
	}
	if b.layout.Statistic == StatisticRatio {
		c.second = append(c.second, r.Second)
	}
	if b.layout.Weighted {
		c.weight = append(c.weight, r.Weight)
	}
	c.rows++
}

// last is the row added last, alone.
func (c *chunk) last() (out chunk) {
	out.rows, out.line = 1, c.line[c.rows-1:]
	for _, s := range []struct{ from, to *[]int64 }{{&c.value, &out.value}, {&c.second, &out.second}, {&c.weight, &out.weight}} {
		if *s.from != nil {
			*s.to = (*s.from)[c.rows-1:]
		}
	}
	return out
}

// flush adds the rows that wait.
func (b *Builder) flush() error {
	c := &b.waits
	if c.rows == 0 {
		return nil
	}
	c.first = b.single - c.rows
	if err := b.own.take(c); err != nil {
		return err
	}
	for i := range c.leaf {
		c.leaf[i] = c.leaf[i][:0]
	}
	for i := range c.id {
		c.id[i] = c.id[i][:0]
	}
	c.rows, c.line, c.value, c.second, c.weight = 0, c.line[:0], c.value[:0], c.second[:0], c.weight[:0]
	return nil
}

// claim counts rows before they are looked at.
func (b *Builder) claim(first, rows int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if rows < 0 || first < 0 || b.rows > math.MaxInt32-rows || first > math.MaxInt32-rows {
		return b.problem(first, "", "there are more rows than can be counted", "")
	}
	b.rows += rows
	return nil
}

// intern numbers a contributor of a level.
func (b *Builder) intern(level int, name string) int32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.named(level, name)
}

// internAll numbers the contributors of the rows from one on that have none yet.
// Most are known from other parts, and these are found side by side.
func (b *Builder) internAll(level int, column Coded, from, rows int, id []int32) {
	if b.internKnown(level, column, from, rows, id) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, word := range column.At[from:rows] {
		if word >= 0 && id[word] < 0 && column.Words.list[word] != "" {
			id[word] = b.named(level, column.Words.list[word])
		}
	}
}

// internKnown gives the contributors that have one their number, and tells whether all do.
func (b *Builder) internKnown(level int, column Coded, from, rows int, id []int32) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	all := true
	for _, word := range column.At[from:rows] {
		if word >= 0 && id[word] < 0 && column.Words.list[word] != "" {
			n, ok := b.interns[level][column.Words.list[word]]
			if ok {
				id[word] = n
			}
			all = all && ok
		}
	}
	return all
}

// named finds or makes a contributor's number. The lock is held.
func (b *Builder) named(level int, name string) int32 {
	id, ok := b.interns[level][name]
	if !ok {
		id = int32(len(b.interns[level]))
		b.interns[level][strings.Clone(name)] = id
	}
	return id
}

// nameless says that a row does not name its contributor.
func (b *Builder) nameless(line, level int) error {
	if b.layout.ByUnit {
		level--
	}
	if level < 0 {
		return b.problem(line, UnitLevel, "is empty", "every row needs its unit")
	}
	return b.problem(line, b.layout.Levels[level], "is empty", "every row needs a unit at each level of protection")
}

// place finds the leaf that the codes of one variable name.
func (b *Builder) place(line, i int, codes []string) (int32, error) {
	v := b.layout.Variables[i]
	if codes[0] == "" && v.Missing != "" {
		codes = slices.Repeat([]string{v.Missing}, len(codes))
	}
	if v.Hierarchy == nil {
		return b.learn(line, i, codes)
	}
	n, ok := v.Hierarchy.index[codes[0]]
	switch {
	case codes[0] == "":
		return 0, b.problem(line, v.Name, emptyCode, "say which code an empty value counts under")
	case !ok:
		return 0, b.problem(line, v.Name, fmt.Sprintf("the code %q is not in the code list", short(codes[0])), "add it to the code list, or mend the row")
	case int(n) >= len(v.Hierarchy.children) || len(v.Hierarchy.children[n]) > 0:
		return 0, b.problem(line, v.Name, fmt.Sprintf("the code %q is divided further in the code list", short(codes[0])), "rows name the finest codes")
	}
	return n, nil
}

// learn finds or makes the leaf of a path of codes.
func (b *Builder) learn(line, i int, codes []string) (int32, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	leaf, wrong := b.paths[i].add(codes)
	if wrong != "" {
		mend := ""
		if wrong == emptyCode {
			mend = "say which code an empty value counts under"
		}
		return 0, b.problem(line, b.layout.Variables[i].Name, wrong, mend)
	}
	for int(leaf) >= len(b.used[i]) {
		b.used[i] = append(b.used[i], false)
	}
	b.used[i][leaf] = true
	return leaf, nil
}

// room is how many places a variable's leaves take, the given one among them.
func (b *Builder) room(i int, most int32) int32 {
	if d := b.layout.Variables[i].Hierarchy; d != nil {
		return int32(len(d.codes))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(most+1, int32(len(b.paths[i].codes)))
}

// tooMany says that the base cells alone are more than a table may have.
func (b *Builder) tooMany(room []int32) error {
	sizes := ""
	for i, v := range b.layout.Variables {
		sizes += fmt.Sprintf(" %s %d", v.Name, room[i])
	}
	return tooManyCells(b.layout.Source, sizes)
}

// countsUnits tells whether cells are numbers of units that rows name, so that
// a unit in two cells would be counted twice in their sum.
func (b *Builder) countsUnits() bool {
	return b.layout.ByUnit && !b.layout.Magnitude && !b.layout.Weighted
}

func (b *Builder) standsTwice(line int) error {
	return b.problem(line, "", "a unit stands in two cells, so that the number of units would not add up to its totals", "count rows instead, or let each unit have one code")
}

func (b *Builder) problem(line int, column, what, mend string) error {
	return &Problem{Source: b.layout.Source, Row: line, Column: column, What: what, Mend: mend}
}

// Table makes the table. The builder is used up.
func (b *Builder) Table() (*Table, error) {
	t, err := b.uncounted()
	if err != nil {
		return nil, err
	}
	return t, t.count()
}

// uncounted is the table with its contributions and without its cells.
func (b *Builder) uncounted() (*Table, error) {
	if err := b.flush(); err != nil {
		return nil, err
	}
	if b.rows == 0 {
		return nil, &Problem{Source: b.layout.Source, What: "there are no rows", Mend: "the file has only a heading"}
	}
	dims := make([]*Dimension, len(b.paths))
	nodes := make([][]int32, len(b.paths))
	for i, v := range b.layout.Variables {
		if dims[i] = v.Hierarchy; dims[i] != nil {
			continue
		}
		for len(b.used[i]) < len(b.paths[i].codes) {
			b.used[i] = append(b.used[i], false)
		}
		var err error
		if dims[i], nodes[i], err = b.paths[i].dimension(b.used[i]); err != nil {
			return nil, err
		}
	}
	t, err := newTable(b.layout, dims)
	if err != nil {
		return nil, err
	}
	m := &settling{b: b, t: t, nodes: nodes}
	return t, m.settle()
}
