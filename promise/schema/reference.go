// SPDX-License-Identifier: EUPL-1.2

package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// Reference returns the reference page of the language, in Markdown.
func Reference() string {
	p := &page{}
	p.line("<!-- Written by \"go generate ./promise/schema\". Change the reader or promise/schema/words.go, not this page. -->\n")
	p.line("# Reference of the promise language\n")
	p.line("Every key that is read, in the order of the documents. How to write a promise stands in the [guide](promise-language.md), what is checked in its last sections.")
	p.line("The same as a JSON Schema for editors: [`promise.schema.json`](promise.schema.json), or `lupaus schema`.\n")
	p.line("A **bold** key must stand. A *text* is a map from language to words; a *list* is written in brackets, also with one item; *ids* are lower-case letters, digits and hyphens.\n")
	for _, kind := range promise.Kinds() {
		g := promise.Grammar(kind)
		p.line(fmt.Sprintf("## Kind `%s`\n", kind))
		p.table(g, kind)
		if kind == "communication" || kind == "research" {
			p.reserved(g)
			p.line("What it shares with an organisation (roles, laws, parties, ...) stands there; conduct and acceptance:\n")
			p.section(g, kind, "acceptance", "conduct")
			continue
		}
		for _, k := range g.Keys {
			p.section(g, kind, k.Name)
		}
	}
	return p.b.String()
}

type page struct{ b strings.Builder }

func (p *page) line(s string) { p.b.WriteString(s + "\n") }

// reserved names the keys that are not taken yet.
func (p *page) reserved(s *promise.Shape) {
	var names []string
	for _, k := range s.Keys {
		if k.Reserved {
			names = append(names, "`"+k.Name+"`")
		}
	}
	p.line("Reserved until their engines are built: " + strings.Join(names, ", ") + ".\n")
}

// section writes a table for what stands under a key, and for the maps inside that.
func (p *page) section(g *promise.Shape, path string, names ...string) {
	for _, name := range names {
		k := g.Key(name)
		if k == nil || k.Reserved {
			continue
		}
		s, at := k.Value, path+"/"+name
		if s.Each != nil && s.Each.Kind == promise.ShapeMap {
			s, at = s.Each, at+"/*"
		}
		if s.Kind != promise.ShapeMap {
			continue
		}
		p.line(fmt.Sprintf("%s `%s`\n", strings.Repeat("#", min(2+strings.Count(at, "/")-strings.Count(at, "/*"), 5)), strings.Join(strings.Split(at, "/")[1:], " / ")))
		p.table(s, at)
		for _, inner := range s.Keys {
			p.section(s, at, inner.Name)
		}
	}
}

func (p *page) table(s *promise.Shape, path string) {
	p.line("| key | value | what it says |\n|---|---|---|")
	for _, k := range s.Keys {
		if k.Reserved || s.Key("assumed") != nil && slices.Contains([]string{"source", "assumed", "law"}, k.Name) {
			continue
		}
		name := "`" + k.Name + "`"
		if k.Needed {
			name = "**" + name + "**"
		}
		p.line(fmt.Sprintf("| %s | %s | %s |", name, shown(k.Value), about(path+"/"+k.Name)))
	}
	if s.Key("assumed") != nil {
		p.line("| `source`, `assumed`, `law` | | Where the clause comes from: rows of the source, why it was chosen, laws that ask for it. |")
	}
	p.line("")
}

// shown is a value in a few words.
func shown(s *promise.Shape) string {
	out := ""
	switch s.Kind {
	case promise.ShapeMap:
		out = "a map"
	case promise.ShapeEntries:
		out = "ids to clauses"
		if s.Each.Kind == promise.ShapeText {
			out = "codes to texts"
		} else if s.Each.Kind != promise.ShapeMap {
			out = "ids, each with " + shown(s.Each)
		}
	case promise.ShapeFree:
		out = "fields to lists of values"
	case promise.ShapePaths:
		out = "paths to values"
	case promise.ShapeList:
		out = "list of: " + shown(s.Each)
		if s.Each.Kind == promise.ShapeMap {
			out = "list of maps"
		}
	case promise.ShapeWord, promise.ShapeOneKey:
		out = "`" + strings.Join(s.Words, "` `") + "`"
	case promise.ShapeString:
		out = "a value"
	case promise.ShapeText:
		out = "text"
	case promise.ShapeBoolean:
		out = "`true` `false`"
	case promise.ShapeInteger:
		out = "a whole number"
	case promise.ShapeNumber:
		out = "a number"
	case promise.ShapeDuration:
		out = "a length of time"
	case promise.ShapeRate:
		out = "a rate, such as 1 per 7 days"
	case promise.ShapeDate:
		out = "a day, such as 2026-11-21"
	case promise.ShapeCountry:
		out = "a country"
	case promise.ShapeRef:
		out = "`category` or `category.field`"
	case promise.ShapeUnique:
		out = "`true` `false` `suggest`"
	}
	if len(s.Also) > 0 {
		out += ", or `" + strings.Join(s.Also, "` `") + "`"
	}
	return out
}
