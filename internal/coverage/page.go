// SPDX-License-Identifier: EUPL-1.2

package coverage

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Scope is a run of requirement rows that a slice of the product has to keep.
type Scope struct {
	Prefix      string
	First, Last int
	Title       string
}

// Scopes are the rows that the product is built for so far.
var Scopes = []Scope{{"HMS", 1, 64, "An occupational health service: rows HMS-01 to HMS-64"}}

func (s Scope) ids() []string {
	var out []string
	for n := s.First; n <= s.Last; n++ {
		out = append(out, fmt.Sprintf("%s-%02d", s.Prefix, n))
	}
	return out
}

const head = `<!-- Written by "go generate ./internal/coverage". Change the marks, not this page. -->

# What is kept, where, and what shows it

A row is a single thing that an organisation's own document promises. A clause of a promise file names its rows (` + "`source:`" + `), code that
exists because of a row says ` + "`Keeps:`" + `, and so does a test. A row is **shown** when a test does what the row speaks of through a page, a
command or the service behind them; a row that only a clause or a line of code names is not.

`

// Page writes the table.
func (c *Coverage) Page() []byte {
	var b bytes.Buffer
	b.WriteString(head)
	inScope := map[string]bool{}
	for _, s := range Scopes {
		c.scope(&b, s, inScope)
	}
	var rest []*Trace
	for _, t := range c.Rows {
		if !inScope[t.ID] {
			rest = append(rest, t)
		}
	}
	if len(rest) > 0 {
		b.WriteString("## Rows beyond these that files name already\n\n")
		table(&b, "row", rest, true)
	}
	b.WriteString("## Articles and laws\n\n")
	table(&b, "law", c.Laws, false)
	return b.Bytes()
}

func (c *Coverage) scope(b *bytes.Buffer, s Scope, inScope map[string]bool) {
	var traces []*Trace
	var clauses, code, shown int
	for _, id := range s.ids() {
		inScope[id] = true
		t := trace(c.rows, id)
		traces = append(traces, t)
		if len(t.Clauses) > 0 {
			clauses++
		}
		if len(t.Code) > 0 {
			code++
		}
		if t.Shown() {
			shown++
		}
	}
	fmt.Fprintf(b, "## %s\n\n%d rows: %d named by a clause, %d by code, **%d shown by a test**.\n\n", s.Title, len(traces), clauses, code, shown)
	table(b, "row", traces, true)
}

func table(b *bytes.Buffer, first string, traces []*Trace, states bool) {
	if states {
		fmt.Fprintf(b, "| %s | state | clauses | code | tests |\n|---|---|---|---|---|\n", first)
	} else {
		fmt.Fprintf(b, "| %s | clauses | code | tests |\n|---|---|---|---|\n", first)
	}
	for _, t := range traces {
		fmt.Fprintf(b, "| %s |", t.ID)
		if states {
			fmt.Fprintf(b, " %s |", state(t))
		}
		fmt.Fprintf(b, " %s | %s | %s |\n", clauses(t.Clauses), places(t.Code), places(t.Tests))
	}
	b.WriteString("\n")
}

// state is a word and a shape, as on the pages.
func state(t *Trace) string {
	switch {
	case t.Shown():
		return "● shown"
	case len(t.Clauses)+len(t.Code)+len(t.Tests) > 0:
		return "– named"
	}
	return "◇ missing"
}

// clauses lists clauses with a link to their file; parts of one clause stand once.
func clauses(ps []Place) string {
	var out []string
	for _, p := range ps {
		out = append(out, fmt.Sprintf("[`%s`](../%s)", p.Name, p.File))
	}
	return cell(out)
}

// places lists code or tests by room, with a link to the file.
func places(ps []Place) string {
	var out []string
	for _, p := range ps {
		name := p.Name
		if name == "" {
			name = path.Base(p.File)
		}
		out = append(out, fmt.Sprintf("[%s `%s`](../%s)", path.Base(room(p.File)), name, p.File))
	}
	return cell(out)
}

// mostShown is how many places a cell lists; a row that many clauses keep would
// fill a page.
const mostShown = 5

func cell(items []string) string {
	items = slices.Compact(items)
	if len(items) == 0 {
		return "–"
	}
	if more := len(items) - mostShown; more > 1 {
		items = append(items[:mostShown:mostShown], fmt.Sprintf("and %d more", more))
	}
	return strings.Join(items, "<br>")
}
