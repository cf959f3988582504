// SPDX-License-Identifier: EUPL-1.2

// Package measure holds what the comparisons share. A machine is seldom quiet,
// so every figure that is compared is taken in the same run: rounds of both
// sides alternate in random order, the median round counts, and cost is the
// processor time of the whole process (garbage collection included) rather
// than the time on the wall.
package measure

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"
)

// CPU is the processor time that the process has used so far, in all its
// threads, in user code and in the kernel.
func CPU() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("read the processor time: %w", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

// Cost is what a number of operations took.
type Cost struct {
	Ops    int
	CPU    time.Duration
	Wall   time.Duration
	Allocs uint64 // objects on the heap
}

// CPUPer is the processor time of one operation in nanoseconds.
func (c Cost) CPUPer() float64 { return float64(c.CPU.Nanoseconds()) / float64(c.Ops) }

// Rate is how many operations there were in a second on the wall.
func (c Cost) Rate() float64 { return float64(c.Ops) / c.Wall.Seconds() }

// AllocsPer is how many objects one operation put on the heap.
func (c Cost) AllocsPer() float64 { return float64(c.Allocs) / float64(c.Ops) }

// Of runs do, which returns how many operations it did, and tells the cost.
// What earlier work left for the garbage collector is collected first.
func Of(do func() (ops int, err error)) (Cost, error) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, err := CPU()
	if err != nil {
		return Cost{}, err
	}
	start := time.Now()
	ops, err := do()
	if err != nil {
		return Cost{}, err
	}
	wall := time.Since(start)
	now, err := CPU()
	if err != nil {
		return Cost{}, err
	}
	runtime.ReadMemStats(&after)
	if ops < 1 {
		return Cost{}, fmt.Errorf("nothing was done in %v", wall)
	}
	return Cost{Ops: ops, CPU: now - cpu, Wall: wall, Allocs: after.Mallocs - before.Mallocs}, nil
}

// Contender is one side of a comparison.
type Contender struct {
	Name string
	Do   func() (ops int, err error)
}

// Rounds runs all contenders n times, in each round in another random order,
// and returns their costs by place and round. A first round that is not
// counted warms caches on every side.
func Rounds(n int, rnd *rand.Rand, all []Contender) ([][]Cost, error) {
	out := make([][]Cost, len(all))
	for round := range n + 1 {
		for _, i := range rnd.Perm(len(all)) {
			c, err := Of(all[i].Do)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", all[i].Name, err)
			}
			if round > 0 {
				out[i] = append(out[i], c)
			}
		}
	}
	return out, nil
}

// Median is the middle value; of an even number the mean of the two in the middle.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	v := slices.Sorted(slices.Values(values))
	if n := len(v); n%2 == 0 {
		return (v[n/2-1] + v[n/2]) / 2
	}
	return v[len(v)/2]
}

// Quantile is the value that the share q of all values does not exceed (nearest rank).
func Quantile(values []time.Duration, q float64) time.Duration {
	if len(values) == 0 {
		return 0
	}
	v := slices.Sorted(slices.Values(values))
	rank := int(q*float64(len(v))+0.999999) - 1
	return v[min(max(rank, 0), len(v)-1)]
}

// MedianOf is the median of one figure over the rounds.
func MedianOf(costs []Cost, figure func(Cost) float64) float64 {
	v := make([]float64, len(costs))
	for i, c := range costs {
		v[i] = figure(c)
	}
	return Median(v)
}

// Ratio is the median over the rounds of a's figure to b's in the same round.
func Ratio(a, b []Cost, figure func(Cost) float64) float64 {
	v := make([]float64, min(len(a), len(b)))
	for i := range v {
		v[i] = figure(a[i]) / figure(b[i])
	}
	return Median(v)
}

// Table prints rows in columns; the first row is the heading.
func Table(w io.Writer, rows [][]string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				fmt.Fprint(t, "\t")
			}
			fmt.Fprint(t, cell)
		}
		fmt.Fprintln(t)
	}
	return t.Flush()
}

// Machine says in neutral words what the figures were taken on.
func Machine() string {
	return fmt.Sprintf("%s/%s, %s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.Version(), runtime.NumCPU())
}
