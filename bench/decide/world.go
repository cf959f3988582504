// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// How large a generated organisation is, whatever the number of its clauses:
// about what the largest of the five examples needs.
const (
	roleCount     = 15
	registerCount = 12
	purposeCount  = 10
	categoryCount = 8
)

// World is a promise and what may be asked of it.
type World struct {
	Release *promise.Release
	Book    *rulebook.Rulebook
	// Clauses is how many clauses the files have, without those that the law
	// and the compiler add.
	Clauses int
}

const organisationHead = `kind: organisation
id: generated
version: 1
languages: [en]
name: {en: Generated}
controller: {name: Generated}
contacts: {privacy: {role: r0, handles: [requests], assumed: generated}}
authority: {name: Authority}
measures: {safe: {text: {en: Safe}, assumed: generated}}
laws: {act: {name: {en: Act}, assumed: generated}}
units: {u0: {name: {en: U0}, assumed: generated}, u1: {name: {en: U1}, assumed: generated}}
parties: {d0: {as: recipient, group: true, name: {en: D0}, assumed: generated}, d1: {as: recipient, under: d0, name: {en: D1}, assumed: generated}, d2: {as: recipient, name: {en: D2}, assumed: generated}}
roles:
`

// rights are those that every register of persons has to answer.
var rights = []string{"information", "access", "log-extract", "disclosure-list", "correction", "supplement", "restriction", "complaint"}

// Generate makes a promise of n clauses from a seed: of roles, purposes,
// categories and facts at random, one clause in ten a forbid, written as the
// files that an organisation would write, and read by the language's own
// checker. A clause that the checker refuses (because a forbid wholly covers
// it, say) is drawn again.
func Generate(seed uint64, n int) (*World, error) {
	g := &generator{rnd: rand.New(rand.NewPCG(seed, uint64(n))), clauses: map[string]string{}}
	for len(g.clauses) < n {
		g.draw()
	}
	for range 100 {
		release, problems := promise.Load(g.files())
		if release != nil {
			return compile(release, n)
		}
		dropped := 0
		for _, p := range problems.Errors() {
			if _, there := g.clauses[p.Clause]; there {
				delete(g.clauses, p.Clause)
				dropped++
			}
		}
		if dropped == 0 {
			return nil, fmt.Errorf("the generated promise does not check clean:\n%s", problems.Errors())
		}
		for len(g.clauses) < n {
			g.draw()
		}
	}
	return nil, fmt.Errorf("no promise of %d clauses found that checks clean", n)
}

func compile(release *promise.Release, n int) (*World, error) {
	book, problems := rulebook.Compile(release)
	if book == nil {
		return nil, fmt.Errorf("the promise does not compile:\n%s", problems)
	}
	return &World{Release: release, Book: book, Clauses: n}, nil
}

// generator draws clauses; they are kept by full name.
type generator struct {
	rnd     *rand.Rand
	next    int
	clauses map[string]string
}

func registerID(i int) string {
	if i == 0 {
		return "log" // every organisation declares it
	}
	return fmt.Sprintf("g%d", i)
}

// chance is true in one of n cases.
func (g *generator) chance(n int) bool { return g.rnd.IntN(n) == 0 }

// some draws one name, or now and then two.
func (g *generator) some(letter string, from int) string {
	a := g.rnd.IntN(from)
	if !g.chance(6) {
		return fmt.Sprintf("%s%d", letter, a)
	}
	return fmt.Sprintf("%s%d, %s%d", letter, a, letter, (a+1+g.rnd.IntN(from-1))%from)
}

// conditions are what an allow may hang on; the empty ones make an
// unconditional clause as likely as one that asks for somebody in care.
var conditions = []string{"", "", "if: [in-care]", "if: [in-care]", "if: [assigned]", "if: [same-unit], unless: [protected-identity]", "if: [own]",
	"unless: [restricted-item]", "if: [st]", "if: [in-care, second-factor]"}

// bars are what a forbid may hang on.
var bars = []string{"if: [protected-identity], unless: [break-glass]", "if: [restricted-item], unless: [author]", "unless: [in-care]", "if: [minor]"}

func (g *generator) draw() {
	register := registerID(g.rnd.IntN(registerCount))
	id := fmt.Sprintf("k%d", g.next)
	g.next++
	verb, who, parts := "allow", g.some("r", roleCount), []string{}
	condition := conditions[g.rnd.IntN(len(conditions))]
	data := g.some("c", categoryCount)
	if g.chance(8) {
		data = fmt.Sprintf("c%d.f%d", g.rnd.IntN(categoryCount), g.rnd.IntN(3))
	}
	actions := []string{"open", "find, open", "find, open", "open, reveal", "add, correct", "disclose"}[g.rnd.IntN(6)]
	if g.next%10 == 0 {
		verb, who, condition, actions = "forbid", "everyone", bars[g.rnd.IntN(len(bars))], "open, reveal, disclose"
		if g.chance(2) {
			parts = append(parts, fmt.Sprintf("except: [r%d]", g.rnd.IntN(roleCount)))
		}
	}
	parts = append(parts, fmt.Sprintf("%s: [%s], who: [%s], data: [%s], for: [%s]", verb, actions, who, data, g.some("p", purposeCount)))
	if condition != "" {
		parts = append(parts, condition)
	}
	if g.chance(20) {
		parts = append(parts, fmt.Sprintf("units: [u%d]", g.rnd.IntN(2)))
	}
	if actions == "disclose" {
		parts = append(parts, fmt.Sprintf("to: [d%d]", g.rnd.IntN(3)))
	}
	if verb == "allow" && g.chance(3) {
		parts = append(parts, "with: ["+[]string{"reason", "confirmation", "reason, confirmation"}[g.rnd.IntN(3)]+"]")
	}
	g.clauses[register+"/access/"+id] = "  " + id + ": {" + strings.Join(parts, ", ") + ", assumed: generated}\n"
}

// files are the promise's files.
func (g *generator) files() fstest.MapFS {
	var org strings.Builder
	org.WriteString(organisationHead)
	for i := range roleCount {
		under := ""
		if i >= 10 { // five posts below one of the first five
			under = fmt.Sprintf(", under: r%d", i-10)
		}
		fmt.Fprintf(&org, "  r%d: {name: {en: R%d}, account: [declared], assumed: generated%s}\n", i, i, under)
	}
	files := fstest.MapFS{"org.yaml": {Data: []byte(org.String())}}
	for i := range registerCount {
		id := registerID(i)
		files[id+".yaml"] = &fstest.MapFile{Data: []byte(g.register(id))}
	}
	return files
}

func (g *generator) register(id string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "kind: register\nid: %s\nversion: 1\nname: {en: G}\nautomated-decisions: none\nprofiling: none\n", id)
	b.WriteString("subjects: {s: {of: person, name: {en: S}, assumed: generated}}\npurposes:\n")
	for i := range purposeCount {
		extra := ""
		if i >= 8 { // two below the first
			extra = ", under: p0"
		}
		fmt.Fprintf(&b, "  p%d: {basis: legal-duty, law: [act], name: {en: P}, assumed: generated%s}\n", i, extra)
	}
	b.WriteString("data:\n")
	for i := range categoryCount {
		kept := "p0, p1, p2, p3, p4, p5, p6, p7"
		if i == 7 { // one that is not kept for everything
			kept = "p0, p1"
		}
		fmt.Fprintf(&b, "  c%d: {about: person, for: [%s], name: {en: C}, assumed: generated, fields: {f0: {type: date, name: {en: F}}, f1: {type: text, name: {en: F}}, f2: {type: text, mask: true, name: {en: F}}}}\n", i, kept)
	}
	all := "c0, c1, c2, c3, c4, c5, c6, c7"
	fmt.Fprintf(&b, "sources: {own: {from: own-system, data: [%s], name: {en: O}, assumed: generated}}\n", all)
	b.WriteString("states: {st: {of: person, data: c0, from: f0, lasts: 1 year, assumed: generated}}\n")
	fmt.Fprintf(&b, "retention: {all: {data: [%s], keep: {while: st}, end: erase, assumed: generated}}\nrights:\n", all)
	for _, right := range rights {
		fmt.Fprintf(&b, "  %s: {by: page, assumed: generated}\n", right)
	}
	b.WriteString("access:\n")
	names := make([]string, 0, len(g.clauses))
	for name := range g.clauses {
		if strings.HasPrefix(name, id+"/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		b.WriteString(g.clauses[name])
	}
	if len(names) == 0 {
		return strings.TrimSuffix(b.String(), "access:\n")
	}
	return b.String()
}
