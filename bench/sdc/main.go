// SPDX-License-Identifier: EUPL-1.2

// Command sdc measures disclosure control on invented establishments: how long
// protecting a table takes, how many cells it hides, and what its audit proves.
// Processor time is of the whole process; run it with GOMAXPROCS=1.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/pprof"
	"strings"
	"time"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/sdc"
)

// prove tells whether the audit is measured too.
var prove bool

// levels are the protection levels of the establishments.
var levels = []string{"enterprise", "group"}

func main() {
	only := flag.String("only", "", "only the case whose name begins so")
	which := flag.String("size", "S", "S, M or L")
	rows := flag.Int("rows", 100_000, "establishments")
	flag.BoolVar(&prove, "audit", true, "also prove what is hidden")
	profile := flag.String("cpuprofile", "", "write a profile of the processor here")
	scale := flag.Bool("scale", false, "measure how cost grows with cells instead, up to -cells")
	cells := flag.Int("cells", 200_000, "the most cells of -scale")
	flag.Parse()
	if *profile != "" {
		f, err := os.Create(*profile)
		if err == nil {
			err = pprof.StartCPUProfile(f)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		defer pprof.StopCPUProfile()
	}
	if *scale {
		scaleOnly = *only
		if err := runScale(*cells); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	for _, s := range sizes {
		if s.name == *which {
			if err := run(s, *rows, *only); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
}

// timed runs a step and tells its processor time.
func timed(do func() error) (time.Duration, error) {
	before, err := measure.CPU()
	if err != nil {
		return 0, err
	}
	if err := do(); err != nil {
		return 0, err
	}
	after, err := measure.CPU()
	return after - before, err
}

func run(s size, rows int, only string) error {
	if *beside {
		return besidePeer(s, rows)
	}
	few := sdc.Rules{MinimumUnits: 3}
	for _, c := range []struct {
		name      string
		magnitude bool
		rules     sdc.Rules
		how       sdc.Protection
	}{
		{"N<3, zeros open", false, few, sdc.Protection{Zeros: sdc.ZerosOpen}},
		{"N<3, zeros free", false, few, sdc.Protection{}},
		{"N<3, zeros open, no sums of ones", false, few, sdc.Protection{Zeros: sdc.ZerosOpen, Least: true}},
		{"N<3, singletons", false, few, sdc.Protection{Zeros: sdc.ZerosOpen, Singletons: true}},
		{"N<3, zeros protected", false, few, sdc.Protection{Zeros: sdc.ZerosProtect}},
		{"N<3, singletons and zeros protected", false, few, sdc.Protection{Zeros: sdc.ZerosProtect, Singletons: true}},
		{"(1,75) with holdings, intervals of 10 percent", true, sdc.Rules{Dominance: []sdc.Dominance{{N: 1, K: sdc.Whole(75)}}, TiesSafe: true}, sdc.Protection{Interval: sdc.Whole(10)}},
	} {
		if !strings.HasPrefix(c.name, only) {
			continue
		}
		if err := one(s, rows, c.name, c.magnitude, c.rules, c.how); err != nil {
			return err
		}
	}
	return nil
}

func one(s size, rows int, name string, magnitude bool, rules sdc.Rules, how sdc.Protection) error {
	var table *sdc.Table
	build, err := timed(func() (err error) {
		layout := sdc.Layout{Variables: s.variables(), Largest: 1}
		if magnitude {
			layout.Magnitude, layout.Levels = true, levels
		}
		table, err = sdc.FromRows(layout, establishments(rows, s, layout.Levels != nil))
		return err
	})
	if err != nil {
		return err
	}
	var p *sdc.Pattern
	took, err := timed(func() error {
		v, err := table.Evaluate(rules)
		if err == nil {
			p, err = v.Suppress(how)
		}
		return err
	})
	if err != nil {
		return err
	}
	before := p.Count(sdc.Secondary)
	fmt.Printf("%s %s: %d cells, %d sensitive, %d secondary; rows %.2f s, rules and suppression %.3f s", s.name, name, table.Cells(), p.Count(sdc.Primary), before, build.Seconds(), took.Seconds())
	if !prove {
		fmt.Println()
		return nil
	}
	return audited(p)
}
