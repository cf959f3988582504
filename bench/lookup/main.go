// SPDX-License-Identifier: EUPL-1.2

// Lookup measures the product's main act: a nurse opens the journal of a person
// she has in care, for a reason. It is decided, recorded durably and only then
// unsealed, all through the domain service. Beside it, in the same run and in
// rounds of random order, stands the floor: a flat file with group commit that
// takes the same number of bytes for each entry and does nothing else.
//
//	go run ./lookup                  as the disk is
//	go run ./lookup -pad 1ms         every fsync and fdatasync of both sides made 1 ms longer
//	go run ./lookup -profile p.out   processor profile of the look-ups at the most callers
//
// Padding shows what the disks of a hospital would: group commit has to carry
// more. It is done by strace, which holds each such call back at its exit, on
// both sides alike; it stops the process at no other call.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/bench/populated"
	"github.com/lupaus/lupaus/internal/opaque"
	"github.com/lupaus/lupaus/internal/store"
)

type options struct {
	people, note int
	rounds       int
	round        time.Duration
	callers      []int
	pad          time.Duration
	padded       bool // this process is the padded one
	dir, profile string
	seed         uint64
}

func main() {
	o, err := read()
	if err == nil && o.pad > 0 && !o.padded {
		err = underStrace(o)
	} else if err == nil {
		err = run(context.Background(), o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "lookup:", err)
		os.Exit(1)
	}
}

func read() (o options, err error) {
	callers := flag.String("callers", "1,16,64", "numbers of callers at once")
	flag.IntVar(&o.people, "people", 5000, "people in the house")
	flag.IntVar(&o.note, "note", 1900, "bytes of each person's note (about 2 KB sealed)")
	flag.IntVar(&o.rounds, "rounds", 7, "rounds that count")
	flag.DurationVar(&o.round, "round", time.Second, "length of a round")
	flag.DurationVar(&o.pad, "pad", 0, "make every fsync and fdatasync this much longer (needs strace)")
	flag.BoolVar(&o.padded, "padded", false, "set by the program itself for its padded run")
	flag.StringVar(&o.dir, "dir", "", "folder for the data (default: a temporary one); it decides which disk is measured")
	flag.StringVar(&o.profile, "profile", "", "write a processor profile of look-ups at the most callers here, and measure nothing else")
	flag.Uint64Var(&o.seed, "seed", 1, "seed of the order of the rounds")
	flag.Parse()
	for _, s := range strings.Split(*callers, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 4096 {
			return o, fmt.Errorf("-callers %q: write numbers from 1 to 4096 with commas between them", *callers)
		}
		o.callers = append(o.callers, n)
	}
	if o.people < 1 || o.rounds < 1 || o.round <= 0 {
		return o, fmt.Errorf("-people, -rounds and -round have to be more than nothing")
	}
	return o, nil
}

func run(ctx context.Context, o options) error {
	dir, err := os.MkdirTemp(o.dir, "lookup")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	h, err := populated.Open(ctx, filepath.Join(dir, "house"))
	if err != nil {
		return err
	}
	defer h.Close()
	start := time.Now()
	people, err := h.Patients(ctx, o.people, o.note)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d people with a note each in %.1f s\n", len(people), time.Since(start).Seconds())
	l := &looker{h: h, people: people, rnd: rand.New(rand.NewPCG(o.seed, 3))}
	if o.profile != "" {
		return l.profile(ctx, o)
	}
	if _, err := l.run(ctx, 16, 2*o.round); err != nil { // every person's log key is in memory, as after a morning
		return err
	}
	bytes, err := entryBytes(ctx, filepath.Join(dir, "house", "ledger.db"))
	if err != nil {
		return err
	}
	f, err := newFlatFile(filepath.Join(dir, "floor"))
	if err != nil {
		return err
	}
	defer f.Close()
	return compare(ctx, o, l, &appender{f, make([]byte, bytes)})
}

// entryBytes is what the ledger stores for each of its newest entries: leaf,
// hashes, sub-leaf, sealed parts and tag, and its share of the signed head.
func entryBytes(ctx context.Context, path string) (int, error) {
	db, err := store.OpenToRead(path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var bytes, entries int64
	err = db.QueryRowContext(ctx, `select sum(length(leaves) + length(hashes) + length(subleaves) + length(bodies) + length(actors) + length(note) + length(rulebook)), sum(entries)
		from (select * from ledger_batch order by place desc limit 200)`).Scan(&bytes, &entries)
	if err != nil {
		return 0, fmt.Errorf("weigh the ledger's entries: %w", err)
	}
	const tagRow = 16 + 8 + 1
	return int(bytes/entries) + tagRow, nil
}

// looker opens journals.
type looker struct {
	h      *populated.House
	people []opaque.ID
	rnd    *rand.Rand
}

// once opens the journal of one person and checks that there is a note in it.
func (l *looker) once(ctx context.Context, i int) error {
	sections, err := l.h.Register.Open(ctx, l.h.Nurse, l.people[i], []string{"consultations"}, populated.Reason)
	if err != nil {
		return err
	}
	if len(sections) != 1 || len(sections[0].Records) != 1 || sections[0].Entry == 0 {
		return fmt.Errorf("person %d: the journal was not opened as it should", i)
	}
	return nil
}

// run lets callers look people up for a while and returns how long each took.
func (l *looker) run(ctx context.Context, callers int, d time.Duration) ([]time.Duration, error) {
	seed := l.rnd.Uint64()
	return together(callers, d, func(caller int) func() error {
		rnd := rand.New(rand.NewPCG(seed, uint64(caller)))
		return func() error {
			ctx, done := context.WithCancel(ctx) // as a request has one
			defer done()
			return l.once(ctx, rnd.IntN(len(l.people)))
		}
	})
}

// bare runs the yardstick with callers at once.
func (l *looker) bare(ctx context.Context, callers int, d time.Duration) ([]time.Duration, error) {
	read, done, err := l.h.Bare(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	seed := l.rnd.Uint64()
	return together(callers, d, func(caller int) func() error {
		rnd := rand.New(rand.NewPCG(seed, uint64(caller)))
		return func() error { return read(l.people[rnd.IntN(len(l.people))]) }
	})
}

func (l *looker) profile(ctx context.Context, o options) error {
	n := slices.Max(o.callers)
	if _, err := l.run(ctx, n, o.round); err != nil {
		return err
	}
	f, err := os.Create(o.profile)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	cost, err := measure.Of(func() (int, error) {
		took, err := l.run(ctx, n, time.Duration(o.rounds)*o.round)
		return len(took), err
	})
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	fmt.Printf("%d look-ups at %d callers, %.1f µs processor time and %.0f allocations each\n", cost.Ops, n, cost.CPUPer()/1e3, cost.AllocsPer())
	return f.Close()
}

// appender is the floor's side of the same loop.
type appender struct {
	f    *flatFile
	data []byte
}

func (a *appender) run(callers int, d time.Duration) ([]time.Duration, error) {
	return together(callers, d, func(int) func() error { return func() error { return a.f.Append(a.data) } })
}

// together runs a loop in each caller for a while and returns all durations.
func together(callers int, d time.Duration, of func(caller int) func() error) ([]time.Duration, error) {
	var wg sync.WaitGroup
	var stop atomic.Bool
	took, failed := make([][]time.Duration, callers), make([]error, callers)
	for c := range callers {
		do := of(c)
		took[c] = make([]time.Duration, 0, 1<<12)
		wg.Go(func() {
			for !stop.Load() {
				start := time.Now()
				if failed[c] = do(); failed[c] != nil {
					return
				}
				took[c] = append(took[c], time.Since(start))
			}
		})
	}
	time.Sleep(d)
	stop.Store(true)
	wg.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(took...), nil
}
