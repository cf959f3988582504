// SPDX-License-Identifier: EUPL-1.2

// Package coverage answers one question: how is a requirement row or an
// article of a law kept? It reads three traces that stand where the thing
// itself stands, and joins them to one table:
//
//   - a clause of a promise file names its rows:   source: [HMS-34]
//   - code that exists because of a row says so:   // Keeps: HMS-34   or   // Law: gdpr 13(1)(c)
//   - a test names the rows that it shows, in the same words; in a script: # Keeps: HMS-34
//
// A row counts as shown only when a test does what the row speaks of through a
// door of the product (a page, a command) or the service behind it; that a
// struct has a field of that name shows nothing. The table is docs/coverage.md;
// "go generate ./internal/coverage" writes it anew and a test fails while it
// is out of date.
package coverage

import (
	"cmp"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:generate go run ./write ../..

// doors are the rooms whose tests go through the product's own doors, or
// through the service that stands right behind them.
var doors = []string{"cmd/lupaus", "internal/web", "internal/web/browsertest", "internal/register", "internal/accounts"}

// Place is where something stands: a file and what in it, such as a function,
// a test or a clause.
type Place struct {
	File, Name string
}

// Trace is everything that names one row or one article.
type Trace struct {
	ID      string
	Clauses []Place // File is the promise file, Name the clause
	Code    []Place
	Tests   []Place
}

// Shown tells whether a test shows the row through a door.
func (t *Trace) Shown() bool {
	return slices.ContainsFunc(t.Tests, func(p Place) bool { return slices.Contains(doors, room(p.File)) })
}

// room is the folder of a test; scripts lie one folder further down.
func room(file string) string {
	dir := path.Dir(file)
	if i := strings.Index(dir, "/testdata"); i >= 0 {
		return dir[:i]
	}
	return dir
}

// Coverage is all traces, each list ordered by id.
type Coverage struct {
	Rows, Laws []*Trace

	rows, laws map[string]*Trace
}

// Collect reads a module: the promise files below examples/, every Go file and
// every test script. It fails on a file that cannot be read or parsed, and on
// a promise that does not check clean.
func Collect(root fs.FS) (*Coverage, error) {
	c := &Coverage{rows: map[string]*Trace{}, laws: map[string]*Trace{}}
	if err := c.promises(root); err != nil {
		return nil, err
	}
	if err := c.sources(root); err != nil {
		return nil, err
	}
	c.Rows, c.Laws = ordered(c.rows), ordered(c.laws)
	return c, nil
}

func ordered(m map[string]*Trace) []*Trace {
	out := make([]*Trace, 0, len(m))
	for _, t := range m {
		for _, list := range []*[]Place{&t.Clauses, &t.Code, &t.Tests} {
			slices.SortFunc(*list, func(a, b Place) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Name, b.Name)) })
			*list = slices.Compact(*list)
		}
		out = append(out, t)
	}
	slices.SortFunc(out, func(a, b *Trace) int {
		return cmp.Or(cmp.Compare(sortKey(a.ID), sortKey(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

var digits = regexp.MustCompile(`\d+`)

// sortKey pads numbers, so that article 9 comes before article 13.
func sortKey(id string) string {
	return digits.ReplaceAllStringFunc(id, func(n string) string { return strings.Repeat("0", max(0, 4-len(n))) + n })
}

func trace(m map[string]*Trace, id string) *Trace {
	t := m[id]
	if t == nil {
		t = &Trace{ID: id}
		m[id] = t
	}
	return t
}

// isRow tells a requirement row from other reasons.
var isRow = regexp.MustCompile(`^[A-Z]{2,4}-\d+$`)
