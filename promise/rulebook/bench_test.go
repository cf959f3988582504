// SPDX-License-Identifier: EUPL-1.2

package rulebook_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// bigWorld makes a promise of n allow clauses over 15 roles, 12 registers, 10 purposes
// and 8 categories each, with forbids as a real one has. The seed is fixed.
func bigWorld(t testing.TB, n int) *rulebook.Rulebook {
	t.Helper()
	rnd := rand.New(rand.NewPCG(7, uint64(n)))
	var org strings.Builder
	org.WriteString(organisationHead + "roles:\n")
	for i := range 15 {
		fmt.Fprintf(&org, "  r%d: {name: {en: R%d}, account: [declared], assumed: test}\n", i, i)
	}
	files := fstest.MapFS{"org.yaml": {Data: []byte(org.String())}}
	registers := 12
	for g := range registers {
		id := fmt.Sprintf("g%d", g)
		if g == 0 {
			id = "log"
		}
		files[id+".yaml"] = &fstest.MapFile{Data: []byte(bigRegister(rnd, id, (n+registers-1)/registers))}
	}
	r, problems := promise.Load(files)
	if r == nil {
		t.Fatal(problems.Errors())
	}
	b, problems := rulebook.Compile(r)
	if b == nil {
		t.Fatal(problems)
	}
	return b
}

func newRand() *rand.Rand { return rand.New(rand.NewPCG(3, 4)) }

// loadOne loads the test organisation with 15 roles and one register, the log.
func loadOne(t testing.TB, register string) *promise.Release {
	t.Helper()
	org := organisationHead + "roles:\n"
	for i := range 15 {
		org += fmt.Sprintf("  r%d: {name: {en: R%d}, account: [declared], assumed: test}\n", i, i)
	}
	r, problems := promise.Load(fstest.MapFS{"org.yaml": {Data: []byte(org)}, "log.yaml": {Data: []byte(register)}})
	if r == nil {
		t.Fatal(problems.Errors())
	}
	return r
}

func bigRegister(rnd *rand.Rand, id string, clauses int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "kind: register\nid: %s\nversion: 1\nname: {en: G}\nautomated-decisions: none\nprofiling: none\nsubjects: {s: {of: person, name: {en: S}, assumed: test}}\npurposes:\n", id)
	var purposes, categories []string
	for i := range 10 {
		purposes = append(purposes, fmt.Sprintf("p%d", i))
		fmt.Fprintf(&b, "  p%d: {basis: legal-duty, law: [act], name: {en: P}, assumed: test}\n", i)
	}
	b.WriteString("data:\n")
	for i := range 8 {
		categories = append(categories, fmt.Sprintf("c%d", i))
		fmt.Fprintf(&b, "  c%d: {about: person, for: [%s], name: {en: C}, assumed: test, fields: {f: {type: date, name: {en: F}}}}\n", i, strings.Join(purposes, ", "))
	}
	all := strings.Join(categories, ", ")
	fmt.Fprintf(&b, "sources: {own: {from: own-system, data: [%s], name: {en: O}, assumed: test}}\nstates: {st: {of: person, data: c0, from: f, lasts: 1 year, assumed: test}}\n", all)
	fmt.Fprintf(&b, "retention: {all: {data: [%s], keep: {while: st}, end: erase, assumed: test}}\nrights: {", all)
	for _, right := range []string{"information", "access", "log-extract", "disclosure-list", "correction", "supplement", "restriction", "complaint"} {
		fmt.Fprintf(&b, "%s: {by: page, assumed: t}, ", right)
	}
	b.WriteString("}\naccess:\n")
	conditions := []string{"", ", if: [in-care]", ", if: [same-unit], unless: [protected-identity]", ", if: [assigned]", ", if: [st]"}
	for i := range clauses {
		fmt.Fprintf(&b, "  k%d: {allow: [open], who: [r%d], data: [c%d], for: [p%d]%s, assumed: test}\n", i, rnd.IntN(15), rnd.IntN(8), rnd.IntN(10), conditions[rnd.IntN(len(conditions))])
	}
	fmt.Fprintf(&b, "  no-secret: {forbid: [open], who: [everyone], data: [c%d], if: [protected-identity], unless: [break-glass], assumed: test}\n", rnd.IntN(8))
	return b.String()
}

// BenchmarkDecide decides at random over all roles, purposes and categories.
func BenchmarkDecide(b *testing.B) {
	for _, n := range []int{50, 500, 2000} {
		book := bigWorld(b, n)
		rnd := rand.New(rand.NewPCG(1, 2))
		queries := make([]rulebook.Query, 4096)
		facts := make([]rulebook.Facts, len(queries))
		for i := range queries {
			g := rnd.IntN(12)
			id := fmt.Sprintf("g%d", g)
			if g == 0 {
				id = "log"
			}
			queries[i] = rulebook.Query{Role: book.Role(fmt.Sprintf("r%d", rnd.IntN(15))), Purpose: book.Purpose(fmt.Sprintf("%s/p%d", id, rnd.IntN(10))),
				Category: book.Category(fmt.Sprintf("%s/c%d", id, rnd.IntN(8))), Action: rulebook.Open}
			facts[i] = rulebook.Facts{True: rnd.Uint64(), Known: rnd.Uint64() | rnd.Uint64()}
		}
		b.Run(fmt.Sprintf("clauses=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			allowed, i := 0, 0
			for b.Loop() {
				if d := book.Decide(queries[i&4095], facts[i&4095]); d.Allowed {
					allowed++
				}
				i++
			}
			b.ReportMetric(float64(allowed)/float64(i), "allowed/op")
		})
		// The same answers by reading the clauses one after the other, in the same run:
		// the ratio holds on a busy machine too.
		plain := plainClauses(book)
		b.Run(fmt.Sprintf("clauses=%d/scan", n), func(b *testing.B) {
			b.ReportAllocs()
			for i := range queries {
				if got, want := plain.allowed(queries[i], facts[i]), book.Decide(queries[i], facts[i]).Allowed; got != want {
					b.Fatalf("scan says %v, table says %v", got, want)
				}
			}
			i := 0
			for b.Loop() {
				plain.allowed(queries[i&4095], facts[i&4095])
				i++
			}
		})
	}
}

// flat is a clause with its names as codes, for the plain reading.
type flat struct {
	verb                    promise.Verb
	role, purpose, category rulebook.Code // 0: any
	must, not               uint64
}

type flatList []flat

func plainClauses(b *rulebook.Rulebook) flatList {
	var out flatList
	mask := func(names []string) (m uint64) {
		for _, name := range names {
			bit, _ := b.FactBit(name)
			m |= 1 << bit
		}
		return m
	}
	for _, c := range b.Clauses() {
		if c.Derived || !c.Covers(rulebook.Open) || c.Who[0] == promise.SystemRole {
			continue
		}
		x := flat{verb: c.Verb, must: mask(c.If), not: mask(c.Unless)}
		if c.Who[0] != promise.Everyone {
			x.role = b.Role(c.Who[0])
		}
		if len(c.Data) > 0 {
			x.category = b.Category(c.Register + "/" + c.Data[0].Category)
		}
		if c.Register != "" && len(c.For) > 0 {
			x.purpose = b.Purpose(c.Register + "/" + c.For[0])
		}
		out = append(out, x)
	}
	return out
}

func (list flatList) allowed(q rulebook.Query, f rulebook.Facts) bool {
	f.True &= f.Known
	allow := false
	for i := range list {
		c := &list[i]
		if c.role != 0 && c.role != q.Role || c.category != 0 && c.category != q.Category || c.purpose != 0 && c.purpose != q.Purpose {
			continue
		}
		if c.verb == promise.Forbid && c.must&(f.Known&^f.True)|c.not&f.True == 0 {
			return false
		}
		if c.verb == promise.Allow && c.must&^f.True|c.not&^(f.Known&^f.True) == 0 {
			allow = true
		}
	}
	return allow
}

// BenchmarkCompile compiles the largest of those rulebooks.
func BenchmarkCompile(b *testing.B) {
	r := bigWorld(b, 2000).Release()
	for b.Loop() {
		if book, _ := rulebook.Compile(r); book == nil {
			b.Fatal("does not compile")
		}
	}
}

func TestDecidingAllocatesNothing(t *testing.T) {
	b := hms(t)
	q := rulebook.Query{Role: b.Role("nurse"), Purpose: b.Purpose("personal-journal/occupational-health"), Category: b.Category("personal-journal/consultations"), Action: rulebook.Open}
	for name, f := range map[string]rulebook.Facts{"allowed": facts(t, b, "declared", "in-care"), "forbidden": facts(t, b), "nothing known": {}} {
		if n := testing.AllocsPerRun(100, func() { b.Decide(q, f) }); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
	q.Action = rulebook.Disclose
	if n := testing.AllocsPerRun(100, func() { b.Decide(q, rulebook.Facts{Known: ^uint64(0)}) }); n != 0 {
		t.Errorf("silence: %v allocations", n)
	}
}
