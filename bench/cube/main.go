// SPDX-License-Identifier: EUPL-1.2

// Command cube measures how long it takes to make a table of four dimensions
// of a Parquet file of invented employees: base cells and the two largest
// contributors of each at two protection levels, and the whole cube with all
// its totals. Beside it stands, in the same run, the floor: reading the same
// columns and adding them up. Run it with GOMAXPROCS=1 for processor seconds,
// and as it is for seconds on the clock.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/parquet"
)

func main() {
	rows := flag.Int("rows", 10_000_000, "employees")
	runs := flag.Int("runs", 3, "how often")
	folder := flag.String("folder", os.TempDir(), "where the file is kept; it is made when it is not there")
	persons := flag.Bool("persons", false, "keep the two largest persons of each cell too: a third protection level")
	cube := flag.Bool("cube", true, "also measure the whole cube")
	profile := flag.String("cpuprofile", "", "write a profile of the processor here")
	flag.Parse()
	if err := run(*rows, *runs, *folder, *persons, *cube, *profile); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rows, runs int, folder string, persons, cube bool, profile string) error {
	most := ""
	name := filepath.Join(folder, fmt.Sprintf("lupaus-employees-%d.parquet", rows))
	if _, err := os.Stat(name); os.IsNotExist(err) {
		if err := write(name, rows); err != nil {
			return err
		}
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	size, err := file.Stat()
	if err != nil {
		return err
	}
	fmt.Printf("%d rows, %d bytes, %d processors\n", rows, size.Size(), runtime.GOMAXPROCS(0))
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	var floor, base, whole times
	build := func() (*sdc.Builder, error) {
		debug.FreeOSMemory()
		b, err := sdc.NewBuilder(layout(persons))
		if err != nil {
			return nil, err
		}
		return b, parquet.Read(file, size.Size(), b, parquet.Options{Columns: columns(persons)})
	}
	for range runs {
		if err := floor.measure(func() error { return sum(file, size.Size()) }); err != nil {
			return err
		}
		if err := base.measure(func() error {
			b, err := build()
			if err != nil {
				return err
			}
			cells, err := b.Base()
			if err == nil {
				fmt.Printf("%d cells of the finest codes have rows\n", cells.Len())
			}
			return err
		}); err != nil {
			return err
		}
		if most == "" {
			most = peak()
		}
		if cube {
			if err := whole.measure(func() error {
				b, err := build()
				if err != nil {
					return err
				}
				t, err := b.Table()
				if err == nil {
					fmt.Printf("%d cells, total %d\n", t.Cells(), t.Value(0))
				}
				return err
			}); err != nil {
				return err
			}
		}
	}
	fmt.Printf("%-36s %s\n", "floor: columns read and added up", floor)
	fmt.Printf("%-36s %s, %.1f times the floor; most memory %s\n", "cells of the finest codes", base, base.best()/floor.best(), most)
	if cube {
		fmt.Printf("%-36s %s, %.1f times the floor; most memory %s\n", "the whole cube with all totals", whole, whole.best()/floor.best(), peak())
	}
	return nil
}

// times are those of one step over several runs.
type times struct{ cpu, clock []time.Duration }

func (t *times) measure(do func() error) error {
	before, err := measure.CPU()
	if err != nil {
		return err
	}
	start := time.Now()
	if err := do(); err != nil {
		return err
	}
	t.clock = append(t.clock, time.Since(start))
	after, err := measure.CPU()
	t.cpu = append(t.cpu, after-before)
	return err
}

func (t times) best() float64 { return slices.Min(t.cpu).Seconds() }

// String gives best and median.
func (t times) String() string {
	middle := func(d []time.Duration) float64 {
		s := slices.Sorted(slices.Values(d))
		return s[len(s)/2].Seconds()
	}
	return fmt.Sprintf("processor %.2f s at best, %.2f in the middle; clock %.2f and %.2f", t.best(), middle(t.cpu), slices.Min(t.clock).Seconds(), middle(t.clock))
}

// peak is the most memory the process ever had.
func peak() string {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "not known here"
	}
	for line := range strings.Lines(string(text)) {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			return strings.TrimSpace(v)
		}
	}
	return "not known here"
}
