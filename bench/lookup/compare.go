// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/bench/measure"
)

// side is one side of the comparison at one number of callers.
type side struct {
	costs  []measure.Cost
	median []float64 // of each round's latencies, in microseconds
	p99    []float64
}

func (s *side) add(took []time.Duration, warm bool) {
	if warm {
		return
	}
	s.median = append(s.median, float64(measure.Quantile(took, 0.5).Nanoseconds())/1e3)
	s.p99 = append(s.p99, float64(measure.Quantile(took, 0.99).Nanoseconds())/1e3)
}

// compare runs all numbers of callers on both sides, interleaved, and prints
// the medians.
func compare(ctx context.Context, o options, l *looker, a *appender) error {
	sides := make([]side, 2*len(o.callers))
	var all []measure.Contender
	runs := make([]int, len(sides))
	for i := range sides {
		n := o.callers[i/2]
		do, name := func() ([]time.Duration, error) { return l.run(ctx, n, o.round) }, "look-up"
		if i%2 == 1 {
			do, name = func() ([]time.Duration, error) { return a.run(n, o.round) }, "file"
		}
		all = append(all, measure.Contender{Name: fmt.Sprintf("%s with %d callers", name, n), Do: func() (int, error) {
			took, err := do()
			sides[i].add(took, runs[i] == 0) // the first run warms
			runs[i]++
			return len(took), err
		}})
	}
	most := slices.Max(o.callers)
	all = append(all, measure.Contender{Name: "bare read", Do: func() (int, error) {
		took, err := l.bare(ctx, most, o.round/4)
		return len(took), err
	}})
	costs, err := measure.Rounds(o.rounds, rand.New(rand.NewPCG(o.seed, 2)), all)
	if err != nil {
		return err
	}
	for i := range sides {
		sides[i].costs = costs[i]
	}
	return show(o, sides, costs[len(sides)], len(a.data))
}

func show(o options, sides []side, bare []measure.Cost, bytes int) error {
	pad := "fsync as the disk has it"
	if o.padded {
		pad = fmt.Sprintf("every fsync and fdatasync %v longer", o.pad)
	}
	fmt.Printf("%s; %d people, entries of %d bytes, %s; medians of %d rounds of %v\n\n", measure.Machine(), o.people, bytes, pad, o.rounds, o.round)
	rows := [][]string{{"callers", "", "per second", "of the file", "median µs", "of the file", "p99 µs", "CPU µs each", "allocations"}}
	for i, n := range o.callers {
		look, file := sides[2*i], sides[2*i+1]
		rate, latency := measure.Ratio(look.costs, file.costs, measure.Cost.Rate), ratio(look.median, file.median)
		rows = append(rows, row(n, "look-up", look, fmt.Sprintf("%.2f", rate), fmt.Sprintf("%.2f", latency)), row(n, "file", file, "1", "1"))
	}
	if err := measure.Table(os.Stdout, rows); err != nil {
		return err
	}
	look, most := sides[2*slices.Index(o.callers, slices.Max(o.callers))], slices.Max(o.callers)
	fmt.Printf("\nyardstick, one sealed record read by its key and nothing else, %d callers: %.1f µs processor time; a look-up takes %.1f times as much\n\n",
		most, measure.MedianOf(bare, measure.Cost.CPUPer)/1e3, measure.Ratio(look.costs, bare, measure.Cost.CPUPer))
	for _, g := range goals(o, sides) {
		fmt.Println(g)
	}
	return nil
}

func row(n int, name string, s side, rate, latency string) []string {
	return []string{fmt.Sprint(n), name, fmt.Sprintf("%.0f", measure.MedianOf(s.costs, measure.Cost.Rate)), rate,
		fmt.Sprintf("%.0f", measure.Median(s.median)), latency, fmt.Sprintf("%.0f", measure.Median(s.p99)),
		fmt.Sprintf("%.1f", measure.MedianOf(s.costs, measure.Cost.CPUPer)/1e3), fmt.Sprintf("%.0f", measure.MedianOf(s.costs, measure.Cost.AllocsPer))}
}

func ratio(a, b []float64) float64 {
	v := make([]float64, min(len(a), len(b)))
	for i := range v {
		v[i] = a[i] / b[i]
	}
	return measure.Median(v)
}

// goals says of each goal that this run can speak about how it stands.
func goals(o options, sides []side) (out []string) {
	at := func(n int) (look, file side, ok bool) {
		i := slices.Index(o.callers, n)
		if i < 0 {
			return
		}
		return sides[2*i], sides[2*i+1], true
	}
	verdict := func(ok bool) string {
		if ok {
			return "kept"
		}
		return "MISSED"
	}
	if o.padded {
		for _, n := range o.callers {
			look, file, _ := at(n)
			r := measure.Ratio(look.costs, file.costs, measure.Cost.Rate)
			out = append(out, fmt.Sprintf("(a) at least 0.6 of the file at %d callers, padded: %.2f, %s", n, r, verdict(r >= 0.6)))
		}
		return out
	}
	if look, _, ok := at(64); ok {
		cpu := measure.MedianOf(look.costs, measure.Cost.CPUPer) / 1e3
		out = append(out, fmt.Sprintf("(b) at most 100 µs processor time each at 64 callers: %.1f, %s", cpu, verdict(cpu <= 100)))
	}
	if look, file, ok := at(1); ok {
		r := ratio(look.median, file.median)
		out = append(out, fmt.Sprintf("(c) one caller's median at most 2.5 times the file's: %.2f, %s", r, verdict(r <= 2.5)))
	}
	return out
}

// underStrace runs the program again, with every fsync and fdatasync held back
// at its exit. With --seccomp-bpf no other system call stops the process.
func underStrace(o options) error {
	strace, err := exec.LookPath("strace")
	if err != nil {
		return fmt.Errorf("-pad needs strace, which is not there (%w): install it, or measure without -pad", err)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
		"-e", "inject=fsync,fdatasync:delay_exit=" + fmt.Sprint(o.pad.Microseconds()), self, "-padded"}
	cmd := exec.Command(strace, append(args, os.Args[1:]...)...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args[:2], " "), err)
	}
	return nil
}
