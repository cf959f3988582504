// SPDX-License-Identifier: EUPL-1.2

// Decide measures what a decision costs: the compiled table at 50, 500 and
// 2,000 clauses, Cedar (cedar-go) on the same clauses and requests in the same
// run, and a decision whose facts are fetched from the store by the register.
//
//	go run ./decide             the table below
//	go test ./decide            the two engines give the same answers on 110,000 requests
//
// Cedar gets its requests and entities ready made, of one field where the table
// decides about all, and, but for the column of the whole set, only the policies
// that speak of the request's role, purpose, category and action, stripped of
// everything but their conditions; finding them is not on its bill.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"

	cedar "github.com/cedar-policy/cedar-go"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// The goals.
const (
	goalDecide  = 250.0    // ns
	goalRatio   = 20.0     // times quicker than Cedar on the matching policies
	goalFetched = 30_000.0 // ns
)

const questions = 4096

func main() {
	rounds := flag.Int("rounds", 9, "rounds that count")
	people := flag.Int("people", 5000, "people in the house whose facts are fetched")
	flag.Parse()
	if err := run(context.Background(), *rounds, *people); err != nil {
		fmt.Fprintln(os.Stderr, "decide:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, rounds, people int) error {
	if rounds < 1 || people < 1 {
		return fmt.Errorf("-rounds and -people have to be more than nothing")
	}
	fmt.Printf("%s; processor time, medians of %d rounds\n\n", measure.Machine(), rounds)
	rows := [][]string{{"clauses", "allowed", "forbidden", "table ns", "allocations", "goal 250 ns", "Cedar, matching policies ns", "times the table", "goal 20", "Cedar, whole set ns", "times the table"}}
	for _, n := range []int{50, 500, 2000} {
		row, err := size(n, rounds)
		if err != nil {
			return fmt.Errorf("%d clauses: %w", n, err)
		}
		rows = append(rows, row)
		runtime.GC()
	}
	if err := measure.Table(os.Stdout, rows); err != nil {
		return err
	}
	return fetched(ctx, rounds, people)
}

// bed is a world with its questions in both engines' forms.
type bed struct {
	world    *World
	peer     *Peer
	queries  []rulebook.Query
	facts    []rulebook.Facts
	requests []cedar.Request
	matching []*cedar.PolicySet
}

func newBed(n int) (*bed, error) {
	w, err := Generate(11, n)
	if err != nil {
		return nil, err
	}
	p, err := NewPeer(w)
	if err != nil {
		return nil, err
	}
	b := &bed{world: w, peer: p}
	index, err := newIndex(p)
	if err != nil {
		return nil, err
	}
	ask := newAsker(w, 12)
	for len(b.queries) < questions {
		q := ask.next()
		set := index.matching(&q)
		query, facts := q.query(w.Book)
		b.queries, b.facts = append(b.queries, query), append(b.facts, facts)
		b.requests = append(b.requests, p.request(&q, w.Release.Category(q.Category).Fields[0].ID))
		b.matching = append(b.matching, set)
	}
	return b, nil
}

// table asks the decision table n questions.
func (b *bed) table(n int) (allowed int) {
	for i := range n {
		if b.world.Book.Decide(b.queries[i%questions], b.facts[i%questions]).Allowed {
			allowed++
		}
	}
	return allowed
}

// cedar asks Cedar n questions.
func (b *bed) cedar(n int, set func(int) *cedar.PolicySet) (allowed int) {
	for i := range n {
		if ok, _ := cedar.Authorize(set(i%questions), b.peer.entities, b.requests[i%questions]); ok {
			allowed++
		}
	}
	return allowed
}

func size(n, rounds int) ([]string, error) {
	b, err := newBed(n)
	if err != nil {
		return nil, err
	}
	count := func(done, allowed int) (int, error) {
		if allowed == 0 {
			return 0, fmt.Errorf("nothing was allowed: the questions are no measure")
		}
		return done, nil
	}
	matching := func(i int) *cedar.PolicySet { return b.matching[i] }
	whole := func(int) *cedar.PolicySet { return b.peer.whole }
	costs, err := measure.Rounds(rounds, rand.New(rand.NewPCG(1, uint64(n))), []measure.Contender{
		{Name: "table", Do: func() (int, error) { return count(400_000, b.table(400_000)) }},
		{Name: "Cedar, matching", Do: func() (int, error) { return count(20_480, b.cedar(20_480, matching)) }},
		{Name: "Cedar, whole set", Do: func() (int, error) { return count(200, b.cedar(200, whole)) }},
	})
	if err != nil {
		return nil, err
	}
	ns := func(i int) float64 { return measure.MedianOf(costs[i], measure.Cost.CPUPer) }
	ratio := func(i int) float64 { return measure.Ratio(costs[i], costs[0], measure.Cost.CPUPer) }
	allowed, forbidden := b.shares()
	return []string{fmt.Sprint(n), allowed, forbidden, fmt.Sprintf("%.0f", ns(0)), fmt.Sprintf("%.3f", measure.MedianOf(costs[0], measure.Cost.AllocsPer)), verdict(ns(0) <= goalDecide),
		fmt.Sprintf("%.0f", ns(1)), fmt.Sprintf("%.0f", ratio(1)), verdict(ratio(1) >= goalRatio), fmt.Sprintf("%.0f", ns(2)), fmt.Sprintf("%.0f", ratio(2))}, nil
}

// shares says how the answers are spread: all silence would be no measure.
func (b *bed) shares() (allowed, forbidden string) {
	var yes, no int
	for i := range b.queries {
		switch d := b.world.Book.Decide(b.queries[i], b.facts[i]); {
		case d.Allowed:
			yes++
		case !d.Silent:
			no++
		}
	}
	return fmt.Sprintf("%d %%", 100*yes/questions), fmt.Sprintf("%d %%", 100*no/questions)
}

func verdict(ok bool) string {
	if ok {
		return "kept"
	}
	return "MISSED"
}
