// SPDX-License-Identifier: EUPL-1.2

package coverage

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Scope is a document whose statements were numbered as rows.
type Scope struct {
	Prefix      string
	First, Last int
	Title       string
}

// Scopes are the five documents.
var Scopes = []Scope{
	{"HMS", 1, 99, "An occupational health service"},
	{"TTL", 1, 141, "An institute's customer and marketing register"},
	{"AMS", 1, 108, "A centre for the working environment"},
	{"TK", 1, 281, "A statistics office's research services"},
	{"TAM", 1, 298, "A region's rules of electronic communication"},
}

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

// Page writes the tables: one line for each document, then each document's rows.
func (c *Coverage) Page() []byte {
	var b bytes.Buffer
	b.WriteString(head)
	var all count
	b.WriteString("| document | rows | as clauses | in code | shown |\n|---|--:|--:|--:|--:|\n")
	for _, s := range Scopes {
		n := c.Count(s)
		all.add(n)
		fmt.Fprintf(&b, "| %s: %s | %s\n", s.Prefix, s.Title, n)
	}
	fmt.Fprintf(&b, "| **together** | %s\n\n", all)
	for _, s := range Scopes {
		c.scope(&b, s)
	}
	b.WriteString("## Articles and laws\n\n")
	table(&b, "law", c.Laws, false)
	return b.Bytes()
}

// count says of a document how many rows it has and how far they have come.
type count struct{ Rows, Clauses, Code, Shown int }

func (n *count) add(m count) {
	n.Rows, n.Clauses, n.Code, n.Shown = n.Rows+m.Rows, n.Clauses+m.Clauses, n.Code+m.Code, n.Shown+m.Shown
}

func (n count) String() string {
	return fmt.Sprintf("%d | %d | %d | %d |", n.Rows, n.Clauses, n.Code, n.Shown)
}

// Count counts the rows of a document.
func (c *Coverage) Count(s Scope) (n count) {
	for _, id := range s.ids() {
		t := trace(c.rows, id)
		n.Rows++
		n.Clauses += one(len(t.Clauses) > 0)
		n.Code += one(len(t.Code) > 0)
		n.Shown += one(t.Shown())
	}
	return n
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// scope lists the rows of a document that something names, and then the rest in a line.
func (c *Coverage) scope(b *bytes.Buffer, s Scope) {
	var named []*Trace
	var missing []string
	for _, id := range s.ids() {
		if t := trace(c.rows, id); state(t) == missingState {
			missing = append(missing, id)
		} else {
			named = append(named, t)
		}
	}
	fmt.Fprintf(b, "## %s: rows %s-%02d to %s-%d\n\n", s.Title, s.Prefix, s.First, s.Prefix, s.Last)
	table(b, "row", named, true)
	if len(missing) > 0 {
		fmt.Fprintf(b, "%s: %s.\n\n", missingState, strings.Join(missing, ", "))
	}
}

const missingState = "◇ not stated yet"

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
	return missingState
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
