// SPDX-License-Identifier: EUPL-1.2

// Scan measures how fast identifiers are found in running text: six kinds with
// all their check digits by one pass of the finder, on one core, beside Go's
// regular expressions in the same run.
//
//	go run ./scan
package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/identifiers"
)

// goal is what the finder has to do on prose, in gigabytes a second.
const goal = 1.0

// six are the kinds looked for, each with a check digit.
var six = []identifiers.Kind{identifiers.HETU, identifiers.Fodselsnummer, identifiers.Personnummer, identifiers.YTunnus, identifiers.NorwegianOrg, identifiers.IBAN}

// Regular expressions as a careful programmer would write them; they know forms
// and no check digit.
var (
	hetuPattern = regexp.MustCompile(`\b[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-Y]\b`)
	sixPattern  = regexp.MustCompile(`\b(?:[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-Y]|[0-9]{11}|(?:[0-9]{2})?[0-9]{6}[-+]?[0-9]{4}|[0-9]{7}-[0-9]|[89][0-9]{8}|[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30})\b`)
)

func main() {
	rounds := flag.Int("rounds", 9, "rounds that count")
	flag.Parse()
	if err := run(*rounds); err != nil {
		fmt.Fprintln(os.Stderr, "scan:", err)
		os.Exit(1)
	}
}

func run(rounds int) error {
	if rounds < 1 {
		return fmt.Errorf("-rounds has to be more than nothing")
	}
	const small, large = 256 << 10, 8 << 20
	rnd := rand.New(rand.NewPCG(1, 2))
	plain, mixed := prose(rnd, large, 0), prose(rnd, large, 4096)
	find, err := finder()
	if err != nil {
		return err
	}
	hits := 0
	sides := []struct {
		name  string
		bytes int
		do    func()
	}{
		{"finder, six kinds with check digits, prose", large, func() { find.Find(plain, func(identifiers.Hit) bool { hits++; return true }) }},
		{"finder, the same with an identifier in every 4 KB", large, func() { find.Find(mixed, func(identifiers.Hit) bool { hits++; return true }) }},
		{"regular expression, HETU alone", small, func() { hits += len(hetuPattern.FindAllIndex(mixed[:small], -1)) }},
		{"regular expression, six forms", small, func() { hits += len(sixPattern.FindAllIndex(mixed[:small], -1)) }},
	}
	var all []measure.Contender
	for _, s := range sides {
		all = append(all, measure.Contender{Name: s.name, Do: func() (int, error) {
			n := 4
			for range n {
				s.do()
			}
			return n * s.bytes, nil
		}})
	}
	costs, err := measure.Rounds(rounds, rnd, all)
	if err != nil {
		return err
	}
	if hits == 0 {
		return fmt.Errorf("nothing was found in a text full of identifiers: this measures nothing")
	}
	return show(rounds, sides[0].name, all, costs)
}

func finder() (*identifiers.Finder, error) {
	return identifiers.NewFinder(identifiers.Options{Kinds: six, At: identifiers.Date{Year: 2026, Month: 11, Day: 21}})
}

func show(rounds int, first string, all []measure.Contender, costs [][]measure.Cost) error {
	fmt.Printf("%s, one used; processor time, medians of %d rounds\n\n", measure.Machine(), rounds)
	rows := [][]string{{"", "GB/s", "best round", "the finder on prose is times as fast", "allocations per MB"}}
	for i, c := range all {
		rate := func(c measure.Cost) float64 { return 1 / c.CPUPer() }
		best := 0.0
		for _, c := range costs[i] {
			best = max(best, rate(c))
		}
		rows = append(rows, []string{c.Name, fmt.Sprintf("%.3f", measure.MedianOf(costs[i], rate)), fmt.Sprintf("%.3f", best),
			fmt.Sprintf("%.1f", measure.Ratio(costs[i], costs[0], measure.Cost.CPUPer)), fmt.Sprintf("%.1f", 1e6*measure.MedianOf(costs[i], measure.Cost.AllocsPer))})
	}
	if err := measure.Table(os.Stdout, rows); err != nil {
		return err
	}
	got := measure.MedianOf(costs[0], func(c measure.Cost) float64 { return 1 / c.CPUPer() })
	verdict := "kept"
	if got < goal {
		verdict = "MISSED"
	}
	fmt.Printf("\nat least 1 GB/s on prose, one core: %.2f, %s (%s)\n", got, verdict, first)
	return nil
}
