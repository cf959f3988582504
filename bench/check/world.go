// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// A generated organisation: registers of about a thousand clauses each, most of them
// access, as large promises have. Each register stays within what a decision table has
// room for, so that the whole is checked and compiled and not merely refused.
const (
	roles      = 12
	purposes   = 4
	categories = 60 // of one register
	perFile    = 1000
)

const organisation = `kind: organisation
id: org
version: 1
languages: [en]
name: {en: Large organisation}
controller: {name: Large organisation, represented-by: r0}
contacts: {privacy: {role: r0, handles: [requests], email: privacy@large.example, assumed: made}}
authority: {name: Authority, url: "https://authority.example"}
laws: {act: {name: {en: Act}, assumed: made}}
measures: {sealed: {text: {en: Sealed}, assumed: made}}
lists: {why: {type: codes, name: {en: Reasons}, values: {asked: {en: Asked}}, assumed: made}}
roles:
`

// world makes the files of an organisation with so many files, one of them the
// organisation itself and one the log. The same number gives the same bytes.
func world(files int) map[string]string {
	rnd := rand.New(rand.NewPCG(11, 13))
	out := map[string]string{}
	var b strings.Builder
	b.WriteString(organisation)
	for i := range roles {
		fmt.Fprintf(&b, "  r%d: {name: {en: Role %d}, account: [declared], assumed: made}\n", i, i)
	}
	out["organisation.yaml"] = b.String()
	for i := range files - 1 {
		id := fmt.Sprintf("g%03d", i)
		if i == 0 {
			id = "log"
		}
		out[id+".yaml"] = register(rnd, id)
	}
	return out
}

// register writes one register of perFile clauses.
func register(rnd *rand.Rand, id string) string {
	var b strings.Builder
	clauses := 0
	line := func(format string, args ...any) {
		fmt.Fprintf(&b, format+"\n", args...)
		clauses++
	}
	fmt.Fprintf(&b, "kind: register\nid: %s\nversion: 1\nname: {en: Register %s}\nautomated-decisions: none\nprofiling: none\nsubjects:\n", id, id)
	line("  member: {of: person, name: {en: Members of the society}, source: [T-%d]}", rnd.IntN(90))
	b.WriteString("purposes:\n")
	for i := range purposes {
		line("  p%d: {basis: legal-duty, law: [act], name: {en: Purpose number %d}, source: [T-%d]}", i, i, rnd.IntN(90))
	}
	b.WriteString("data:\n")
	for i := range categories {
		line("  c%d: {about: person, for: [p%d], name: {en: Category}, fields: {f: {type: date, name: {en: Day}}}, source: [T-%d]}", i, i%purposes, rnd.IntN(90))
	}
	b.WriteString("sources:\n")
	for i := 0; i < categories; i += 10 {
		line("  s%d: {from: own-system, data: [%s], name: {en: The system}, source: [T-%d]}", i, names(i, 10), rnd.IntN(90))
	}
	b.WriteString("events:\n")
	line("  first: {of: person, data: c0, field: f, take: first, name: {en: First}, source: [T-%d]}", rnd.IntN(90))
	b.WriteString("retention:\n")
	for i := range categories {
		line("  k%d: {data: [c%d], keep: {after: first, lasts: %d years}, end: erase, source: [T-%d]}", i, i, 1+rnd.IntN(20), rnd.IntN(90))
	}
	b.WriteString("rights:\n")
	for _, right := range strings.Fields("information access log-extract disclosure-list correction supplement restriction complaint") {
		line("  %s: {by: staff, who: [r%d], within: 1 month, source: [T-%d]}", right, rnd.IntN(roles), rnd.IntN(90))
	}
	b.WriteString("access:\n")
	for i := 0; clauses < perFile; i++ {
		line("%s", access(rnd, i))
	}
	return b.String()
}

func names(first, n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("c%d", first+i))
	}
	return strings.Join(out, ", ")
}

// access writes one clause of access. The first ones let somebody see each category;
// one in twenty of the others forbids, one in twenty asks for a safeguard.
func access(rnd *rand.Rand, i int) string {
	c := i % categories
	switch kind := rnd.IntN(20); {
	case kind == 0 && i >= categories:
		action := []string{"export", "share"}[i/categories/roles]
		return fmt.Sprintf("  a%d: {forbid: [%s], who: [r%d], data: [c%d], if: [protected-identity], source: [T-%d]}", i, action, i/categories%roles, c, rnd.IntN(90))
	case kind == 1 && i >= categories:
		return fmt.Sprintf("  a%d: {require: [open], who: [r%d], data: [c%d], with: [{reason: why}], source: [T-%d]}", i, i/categories%roles, c, rnd.IntN(90))
	}
	fact := []string{"", ", if: [in-care]", ", if: [assigned]"}[rnd.IntN(3)]
	return fmt.Sprintf("  a%d: {allow: [find, open], who: [r%d], data: [c%d], for: [p%d]%s, source: [T-%d]}", i, rnd.IntN(roles), c, c%purposes, fact, rnd.IntN(90))
}

// write puts the files into a folder.
func write(dir string, files map[string]string) error {
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
