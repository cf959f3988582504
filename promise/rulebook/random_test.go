// SPDX-License-Identifier: EUPL-1.2

package rulebook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// world is a random promise: text, and the names to ask for.
type world struct {
	roles, units, parties []string
	registers             []string
	purposes, categories  map[string][]string
	facts                 []string
	organisation          string
	bodies                map[string]string            // register -> text without access
	clauses               map[string]map[string]string // register -> id -> line
}

const organisationHead = `kind: organisation
id: org
version: 1
languages: [en]
name: {en: Org}
controller: {name: Org}
contacts: {privacy: {role: r0, handles: [requests], assumed: test}}
authority: {name: Authority}
measures: {safe: {text: {en: Safe}, assumed: test}}
laws: {act: {name: {en: Act}, assumed: test}}
lists: {reasons: {type: codes, values: {a: {en: A}}, assumed: test}}
`

var simpleFacts = []string{"in-care", "assigned", "break-glass", "restricted", "own", "restricted-item"}

func drawWorld(t *rapid.T) *world {
	w := &world{purposes: map[string][]string{}, categories: map[string][]string{}, bodies: map[string]string{}, clauses: map[string]map[string]string{}, facts: simpleFacts}
	var b strings.Builder
	b.WriteString(organisationHead + "roles:\n")
	for i := range rapid.IntRange(2, 6).Draw(t, "roles") {
		extra := ""
		if i > 0 && rapid.Bool().Draw(t, "under") {
			extra = fmt.Sprintf(", under: r%d", rapid.IntRange(0, i-1).Draw(t, "parent"))
		}
		if rapid.IntRange(0, 5).Draw(t, "external") == 0 {
			extra += ", external: true"
		}
		w.roles = append(w.roles, fmt.Sprintf("r%d", i))
		fmt.Fprintf(&b, "  r%d: {name: {en: R%d}, account: [declared], assumed: test%s}\n", i, i, extra)
	}
	b.WriteString("units: {u0: {name: {en: U0}, assumed: test}, u1: {name: {en: U1}, assumed: test}}\n")
	b.WriteString("parties: {p0: {as: recipient, group: true, name: {en: P0}, assumed: test}, p1: {as: recipient, under: p0, name: {en: P1}, assumed: test}, p2: {as: recipient, name: {en: P2}, assumed: test}}\n")
	w.units, w.parties = []string{"u0", "u1"}, []string{"p0", "p1", "p2"}
	w.organisation = b.String()
	for i := range rapid.IntRange(1, 2).Draw(t, "registers") {
		id := fmt.Sprintf("g%d", i)
		if i == 0 {
			id = "log"
		}
		w.drawRegister(t, id)
	}
	return w
}

func (w *world) drawRegister(t *rapid.T, id string) {
	w.registers = append(w.registers, id)
	var b strings.Builder
	fmt.Fprintf(&b, "kind: register\nid: %s\nversion: 1\nname: {en: G}\nautomated-decisions: none\nprofiling: none\nsubjects: {s: {of: person, name: {en: S}, assumed: test}}\npurposes:\n", id)
	for i := range rapid.IntRange(1, 4).Draw(t, "purposes") {
		p, extra := fmt.Sprintf("p%d", i), ""
		if i > 0 && rapid.Bool().Draw(t, "under") {
			extra = fmt.Sprintf(", under: p%d", rapid.IntRange(0, i-1).Draw(t, "parent"))
		}
		if rapid.IntRange(0, 4).Draw(t, "only") == 0 {
			extra += ", only: [find, count]"
		}
		if rapid.IntRange(0, 4).Draw(t, "answers") == 0 {
			extra += ", answers: [access]"
		}
		w.purposes[id] = append(w.purposes[id], p)
		fmt.Fprintf(&b, "  %s: {basis: legal-duty, law: [act], name: {en: P}, assumed: test%s}\n", p, extra)
	}
	b.WriteString("data:\n")
	for i := range rapid.IntRange(1, 3).Draw(t, "categories") {
		c := fmt.Sprintf("c%d", i)
		w.categories[id] = append(w.categories[id], c)
		fields := "f0: {type: date, name: {en: F}}"
		for f := range rapid.IntRange(0, 2).Draw(t, "fields") {
			mask := ""
			if rapid.Bool().Draw(t, "mask") {
				mask = ", mask: true"
			}
			fields += fmt.Sprintf(", f%d: {type: text, name: {en: F}%s}", f+1, mask)
		}
		about := rapid.SampledFrom([]string{"person", "company", "person-at-company"}).Draw(t, "about")
		fmt.Fprintf(&b, "  %s: {about: %s, for: [%s], name: {en: C}, assumed: test, fields: {%s}}\n", c, about, draws(t, w.purposes[id], 1, "for"), fields)
	}
	all := strings.Join(w.categories[id], ", ")
	fmt.Fprintf(&b, "sources: {own: {from: own-system, data: [%s], name: {en: O}, assumed: test}}\n", all)
	b.WriteString("states: {st: {of: person, data: c0, from: f0, lasts: 1 year, assumed: test}}\n")
	b.WriteString("retention: {all: {data: [" + all + "], keep: {while: st}, end: erase, assumed: test}}\n")
	b.WriteString("rights: {information: {by: page, assumed: t}, access: {by: page, assumed: t}, log-extract: {by: page, assumed: t}, disclosure-list: {by: page, assumed: t}, correction: {by: page, assumed: t}, supplement: {by: page, assumed: t}, restriction: {by: page, assumed: t}, complaint: {by: page, assumed: t}}\n")
	w.bodies[id] = b.String()
	w.facts = append(slices.Clone(w.facts), id+".st")
	w.clauses[id] = map[string]string{}
	for i := range rapid.IntRange(1, 9).Draw(t, "clauses") {
		name := fmt.Sprintf("k%d", i)
		w.clauses[id][name] = w.drawClause(t, id)
	}
}

// draws draws a list of at least least different names.
func draws(t *rapid.T, from []string, least int, label string) string {
	list := rapid.SliceOfNDistinct(rapid.SampledFrom(from), least, min(len(from), 3), rapid.ID[string]).Draw(t, label)
	return strings.Join(list, ", ")
}

func (w *world) drawClause(t *rapid.T, register string) string {
	verb := rapid.SampledFrom([]string{"allow", "allow", "allow", "forbid", "require"}).Draw(t, "verb")
	parts := []string{fmt.Sprintf("%s: [%s]", verb, draws(t, []string{"find", "open", "reveal", "add", "disclose", "count"}, 1, "actions"))}
	maybe := func(key string, from []string, chance int) {
		if rapid.IntRange(1, 6).Draw(t, key) <= chance {
			parts = append(parts, fmt.Sprintf("%s: [%s]", key, draws(t, from, 1, key)))
		}
	}
	always := 3
	if verb == "allow" {
		always = 6
	}
	data := slices.Clone(w.categories[register])
	for _, c := range w.categories[register] {
		data = append(data, c+".f0")
	}
	maybe("who", append(slices.Clone(w.roles), "everyone"), always)
	maybe("except", w.roles, 1)
	maybe("data", data, always)
	maybe("for", w.purposes[register], always)
	maybe("to", w.parties, 1)
	maybe("units", w.units, 1)
	facts := append(slices.Clone(simpleFacts), "st")
	maybe("if", facts[:3], 2)
	maybe("unless", facts[3:], 2)
	if verb != "forbid" {
		chance := 3
		if verb == "require" {
			chance = 6
		}
		maybe("with", []string{"reason", "confirmation", "{reason: reasons}", "watermark"}, chance)
	}
	return "{" + strings.Join(parts, ", ") + ", assumed: test}"
}

// load reads the world, leaving out clauses that the checker refuses.
func (w *world) load(t *rapid.T) *promise.Release {
	for range 40 {
		files := fstest.MapFS{"org.yaml": {Data: []byte(w.organisation)}}
		for _, id := range w.registers {
			text := w.bodies[id] + "access:\n"
			for _, name := range slices.Sorted(mapKeys(w.clauses[id])) {
				text += "  " + name + ": " + w.clauses[id][name] + "\n"
			}
			if len(w.clauses[id]) == 0 {
				text = w.bodies[id]
			}
			files[id+".yaml"] = &fstest.MapFile{Data: []byte(text)}
		}
		r, problems := promise.Load(files)
		if r != nil {
			return r
		}
		dropped := false
		for _, p := range problems.Errors() {
			register, rest, _ := strings.Cut(p.Clause, "/access/")
			if _, there := w.clauses[register][rest]; there {
				delete(w.clauses[register], rest)
				dropped = true
			}
		}
		if !dropped {
			t.Fatalf("the random promise does not load:\n%s", problems.Errors())
		}
	}
	t.Fatal("the random promise never loads")
	return nil
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func (w *world) drawAsked(t *rapid.T) asked {
	register := rapid.SampledFrom(w.registers).Draw(t, "register")
	q := asked{role: rapid.SampledFrom(append(slices.Clone(w.roles), "system")).Draw(t, "role"), register: register,
		purpose: rapid.SampledFrom(append(slices.Clone(w.purposes[register]), "upkeep")).Draw(t, "purpose"), category: rapid.SampledFrom(w.categories[register]).Draw(t, "category"),
		action: rapid.SampledFrom([]promise.Action{rulebook.Find, rulebook.Open, rulebook.Reveal, rulebook.Add, rulebook.Disclose, rulebook.Count, rulebook.Erase}).Draw(t, "action"),
		to:     rapid.SampledFrom(append(slices.Clone(w.parties), "")).Draw(t, "to"), unit: rapid.SampledFrom(append(slices.Clone(w.units), "")).Draw(t, "unit"), known: map[string]bool{}}
	if q.role == "system" {
		q.purpose = "upkeep"
	}
	for _, f := range w.facts {
		switch rapid.IntRange(0, 2).Draw(t, f) {
		case 0:
			q.known[f] = true
		case 1:
			q.known[f] = false
		}
	}
	return q
}

func TestTheTableDecidesAsAPlainScanDoes(t *testing.T) {
	t.Parallel()
	allowed, refused, silent := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		r := w.load(t)
		b, problems := rulebook.Compile(r)
		if b == nil {
			t.Fatal(problems)
		}
		s := scan{r, b.Clauses()}
		for range 40 {
			q := w.drawAsked(t)
			want := s.decide(q)
			query, f := q.query(b)
			d := b.Decide(query, f)
			got := answer{allowed: d.Allowed, clause: d.Clause.Name, silent: d.Silent, fields: d.Fields, missing: b.Facts(d.Missing)}
			for _, c := range d.Requires {
				got.requires = append(got.requires, c.Name)
			}
			if want.silent && want.clause == "" {
				got.clause = "" // which clause is nearest is shown apart
			}
			slices.Sort(want.missing)
			slices.Sort(got.missing)
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(answer{}), cmp.Transformer("none", func(l []string) []string {
				if len(l) == 0 {
					return nil
				}
				return slices.Clone(l)
			})); diff != "" {
				t.Fatalf("for %+v (-scan +table):\n%s", q, diff)
			}
			checkNeeds(t, b, query, f, d)
			switch {
			case d.Allowed:
				allowed++
			case d.Silent:
				silent++
			default:
				refused++
			}
		}
	})
	if allowed < 50 || refused < 50 || silent < 50 {
		t.Errorf("the random questions were one-sided: %d allowed, %d refused, %d silent", allowed, refused, silent)
	}
	t.Logf("%d allowed, %d refused, %d silent", allowed, refused, silent)
}

// checkNeeds shows that facts outside Needs change nothing.
func checkNeeds(t *rapid.T, b *rulebook.Rulebook, q rulebook.Query, f rulebook.Facts, d rulebook.Decision) {
	needs := b.Needs(q)
	other := rulebook.Facts{True: f.True&needs | rapid.Uint64().Draw(t, "noise")&^needs, Known: f.Known&needs | rapid.Uint64().Draw(t, "noise")&^needs}
	if e := b.Decide(q, other); e.Allowed != d.Allowed || e.Clause != d.Clause || e.Fields != d.Fields {
		t.Fatalf("facts outside Needs changed the decision from %s to %s", d.Clause.Name, e.Clause.Name)
	}
}

// TestSuggestionsHold shows that whatever is suggested would indeed be allowed.
func TestSuggestionsHold(t *testing.T) {
	t.Parallel()
	tried := 0
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		b, problems := rulebook.Compile(w.load(t))
		if b == nil {
			t.Fatal(problems)
		}
		for range 40 {
			q := w.drawAsked(t)
			query, f := q.query(b)
			for _, s := range b.WouldAllow(query, f, "en") {
				if s.Text == "" || s.Clause == nil || s.Clause.Verb != promise.Allow {
					t.Fatalf("a suggestion without words or without an allow: %+v", s)
				}
				if s.Kind != "facts" && s.Kind != "break-glass" {
					continue
				}
				then := f
				for _, name := range s.Facts {
					plain, no := strings.CutPrefix(name, "not ")
					bit, ok := b.FactBit(plain)
					if !ok {
						t.Fatalf("suggests the fact %q, which nothing uses", plain)
					}
					then.Known |= 1 << bit
					then.True |= 1 << bit
					if no {
						then.True &^= 1 << bit
					}
				}
				tried++
				if d := b.Decide(query, then); !d.Allowed {
					t.Fatalf("suggested %v for %+v, and it is refused by %s", s.Facts, q, d.Clause.Name)
				}
			}
		}
	})
	if tried < 20 {
		t.Errorf("only %d suggestions were tried", tried)
	}
}
