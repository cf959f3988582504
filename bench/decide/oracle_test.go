// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"io/fs"
	"slices"
	"testing"

	cedar "github.com/cedar-policy/cedar-go"
	"github.com/google/go-cmp/cmp"

	"github.com/lupaus/lupaus/examples"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// asked is how many requests each world answers in both engines: 110,000 in all.
var worlds = []struct {
	name  string
	asked int
	make  func() (*World, error)
}{
	{"the example of an occupational health service", 40_000, example},
	{"50 generated clauses", 40_000, func() (*World, error) { return Generate(1, 50) }},
	{"500 generated clauses", 25_000, func() (*World, error) { return Generate(2, 500) }},
	{"2,000 generated clauses", 5_000, func() (*World, error) { return Generate(3, 2000) }},
}

func example() (*World, error) {
	files, err := fs.Sub(examples.FS, "hms")
	if err != nil {
		return nil, err
	}
	release, problems := promise.Load(files)
	if release == nil {
		return nil, fmt.Errorf("the example does not load:\n%s", problems)
	}
	return compile(release, 0)
}

// TestCedarGivesTheSameAnswers asks the decision table and Cedar the same
// questions: allowed or not, which clause decided, which fields may be seen.
func TestCedarGivesTheSameAnswers(t *testing.T) {
	t.Parallel()
	total := 0
	for _, w := range worlds {
		total += w.asked
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			world, err := w.make()
			if err != nil {
				t.Fatal(err)
			}
			compare(t, world, w.asked)
		})
	}
	if total < 100_000 {
		t.Errorf("only %d requests are compared", total)
	}
}

func compare(t *testing.T, w *World, n int) {
	t.Helper()
	peer, err := NewPeer(w)
	if err != nil {
		t.Fatal(err)
	}
	ask := newAsker(w, 7)
	count := map[string]int{}
	for i := range n {
		q := ask.next()
		got := rulebookAnswer(w, &q)
		want, err := peer.answer(&q, peer.speaksOf(&q))
		if err != nil {
			t.Fatal(err)
		}
		if why := want.differs(got); why != "" {
			t.Fatalf("request %d: %s\n%+v\ntable: %+v\nCedar: %+v", i, why, q, got, want)
		}
		count[got.kind()]++
	}
	t.Logf("%d requests: %v", n, count)
	for _, kind := range []string{"allowed", "allowed in part", "forbidden", "silence"} {
		if count[kind] < n/200 {
			t.Errorf("only %d of %d answers were %q: the requests are one-sided", count[kind], n, kind)
		}
	}
}

// tableAnswer is what the decision table said.
type tableAnswer struct {
	rulebook.Decision
	all, shown uint64 // the category's fields, and those the action shows to the role
}

func (a tableAnswer) kind() string {
	switch {
	case a.Allowed && a.Fields != a.all&a.shown:
		return "allowed in part"
	case a.Allowed:
		return "allowed"
	case a.Silent:
		return "silence"
	}
	return "forbidden"
}

func rulebookAnswer(w *World, q *Request) tableAnswer {
	query, facts := q.query(w.Book)
	c := w.Release.Category(q.Category)
	shown := c.ShownWith(q.Action)
	if q.Role == promise.SystemRole {
		shown = c.AllFields()
	}
	return tableAnswer{w.Book.Decide(query, facts), c.AllFields(), shown}
}

// cedarAnswer is what Cedar says, brought together over the fields.
type cedarAnswer struct {
	limited string          // the policy by which purpose limitation denies, "" when it does not
	fields  uint64          // fields that Cedar allows
	seen    uint64          // fields that the deciding allow, and those without more safeguards, let through
	permit  string          // the allow that decides, "" when none
	forbid  string          // the first forbid that matches the whole category
	hides   string          // the first forbid that matches some field
	met     map[string]bool // policies among the reasons of some field
}

// answer asks Cedar about every field of the category and works out what the
// language makes of the answers.
func (p *Peer) answer(q *Request, set *cedar.PolicySet) (cedarAnswer, error) {
	a := cedarAnswer{met: map[string]bool{}}
	c := p.w.Release.Category(q.Category)
	permits := make([][]string, len(c.Fields))
	for i, f := range c.Fields {
		decision, why := cedar.Authorize(set, p.entities, p.request(q, f.ID))
		if len(why.Errors) > 0 {
			return a, fmt.Errorf("Cedar could not evaluate: %v", why.Errors)
		}
		for _, r := range why.Reasons {
			name := string(r.PolicyID)
			a.met[name] = true
			if decision == cedar.Allow {
				a.fields |= 1 << i
				permits[i] = append(permits[i], name)
			}
		}
	}
	for _, name := range limitation {
		if a.met[name] && a.limited == "" {
			a.limited = name
		}
		delete(a.met, name)
	}
	p.deciding(&a, permits)
	p.barring(&a, c)
	return a, nil
}

// deciding finds the allow that decides: the one with the fewest safeguards,
// then the first; and the fields of all that ask for no more than it does.
func (p *Peer) deciding(a *cedarAnswer, permits [][]string) {
	for _, names := range permits {
		for _, name := range names {
			if a.permit == "" || p.before(name, a.permit) {
				a.permit = name
			}
		}
	}
	for i, names := range permits {
		for _, name := range names {
			if within(p.clause(name).With, p.clause(a.permit).With) {
				a.seen |= 1 << i
			}
		}
	}
}

func (p *Peer) clause(name string) *promise.Clause { return p.w.Book.ClauseByName(name) }

func (p *Peer) before(a, b string) bool {
	if x, y := len(p.clause(a).With), len(p.clause(b).With); x != y {
		return x < y
	}
	return p.order[a] < p.order[b]
}

func within(some, all []promise.Safeguard) bool {
	return !slices.ContainsFunc(some, func(s promise.Safeguard) bool { return !slices.Contains(all, s) })
}

// barring finds the first forbid among the reasons, of those that cover the
// whole category and of those that cover a part.
func (p *Peer) barring(a *cedarAnswer, c *promise.Category) {
	for name := range a.met {
		x := p.clause(name)
		if x.Verb != promise.Forbid || a.limited == notKept && len(x.For) > 0 {
			continue // a forbid that names purposes speaks of what is kept for them
		}
		if whole(x, c) {
			a.forbid = p.first(a.forbid, name)
		} else {
			a.hides = p.first(a.hides, name)
		}
	}
}

func (p *Peer) first(a, b string) string {
	if a != "" && p.order[a] < p.order[b] {
		return a
	}
	return b
}

// whole tells whether a clause names every field of a category, one way or another.
func whole(x *promise.Clause, c *promise.Category) bool {
	named := map[string]bool{}
	for _, ref := range x.Data {
		if ref.Category == c.ID {
			if ref.Field == "" {
				return true
			}
			named[ref.Field] = true
		}
	}
	return len(x.Data) == 0 || len(named) == len(c.Fields)
}

// differs says in what the two answers differ, "" when in nothing.
func (a cedarAnswer) differs(t tableAnswer) string {
	switch {
	case a.limited == notKept && a.forbid != "":
		if t.Allowed || t.Silent || t.Clause.Name != a.forbid {
			return "a forbid that stands in every purpose does not decide"
		}
	case a.limited != "":
		if t.Allowed || !t.Silent {
			return "Cedar denies by purpose limitation"
		}
		if a.limited != notFor && t.Clause.Name != rulebook.PurposeLimitation {
			return "the table does not name purpose limitation"
		}
	case t.Allowed != (a.fields != 0):
		return "one allows and the other does not"
	case t.Allowed && a.permit != t.Clause.Name:
		return "another allow decides"
	case t.Allowed && a.seen&t.shown != t.Fields:
		return "other fields are seen"
	case t.Allowed:
	case t.Silent && a.forbid != "":
		return "Cedar has a forbid where the table has silence"
	case t.Silent:
	case a.forbid != "" && t.Clause.Name != a.forbid:
		return "another forbid decides"
	case a.forbid == "" && t.Clause.Name != a.hides:
		return "another forbid hides the fields"
	}
	return ""
}

// TestTheOracleCanFail shows that the comparison notices a clause that is missing
// on one side, a fact taken as known, and another order.
func TestTheOracleCanFail(t *testing.T) {
	t.Parallel()
	w, err := Generate(1, 50)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Peer, *Request){
		"a clause is missing": func(p *Peer, _ *Request) {
			for at, names := range p.scoped {
				p.scoped[at] = slices.DeleteFunc(names, func(name string) bool { return name == firstAllow(w).Name })
			}
		},
		"unknown facts are taken as true": func(_ *Peer, q *Request) { know(w, q) },
		"clauses in another order": func(p *Peer, _ *Request) {
			for name := range p.order {
				p.order[name] = -p.order[name]
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			peer, err := NewPeer(w)
			if err != nil {
				t.Fatal(err)
			}
			spoil(peer, &Request{Known: map[string]bool{}})
			ask, found := newAsker(w, 7), false
			for range 5_000 {
				q := ask.next()
				got := rulebookAnswer(w, &q)
				if name == "unknown facts are taken as true" {
					spoil(peer, &q)
				}
				want, err := peer.answer(&q, peer.speaksOf(&q))
				if err != nil {
					t.Fatal(err)
				}
				if want.differs(got) != "" {
					found = true
					break
				}
			}
			if !found {
				t.Error("5,000 requests did not notice")
			}
		})
	}
}

func firstAllow(w *World) *promise.Clause {
	for _, c := range w.Book.Clauses() {
		if c.Verb == promise.Allow && !c.Derived {
			return c
		}
	}
	return nil
}

func know(w *World, q *Request) {
	for _, f := range w.Book.FactNames() {
		if _, ok := q.Known[f]; !ok {
			q.Known[f] = true
		}
	}
}

// TestAPartOfThePoliciesIsEnough shows that Cedar gives the same answer with the
// policies that the oracle and the comparison give it as with all of them.
func TestAPartOfThePoliciesIsEnough(t *testing.T) {
	t.Parallel()
	w, err := Generate(2, 200)
	if err != nil {
		t.Fatal(err)
	}
	peer, err := NewPeer(w)
	if err != nil {
		t.Fatal(err)
	}
	index, err := newIndex(peer)
	if err != nil {
		t.Fatal(err)
	}
	ask, compared := newAsker(w, 9), 0
	for range 1_500 {
		q := ask.next()
		all, err := peer.answer(&q, peer.whole)
		if err != nil {
			t.Fatal(err)
		}
		few, err := peer.answer(&q, peer.speaksOf(&q))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, few, cmp.AllowUnexported(cedarAnswer{})); diff != "" {
			t.Fatalf("%+v (-all +by scope):\n%s", q, diff)
		}
		if all.limited != "" { // the index has left the request without any policy
			continue
		}
		if few, err = peer.answer(&q, index.matching(&q)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, few, cmp.AllowUnexported(cedarAnswer{})); diff != "" {
			t.Fatalf("%+v (-all +matching):\n%s", q, diff)
		}
		compared++
	}
	if compared < 500 {
		t.Errorf("only %d answers were compared", compared)
	}
}
