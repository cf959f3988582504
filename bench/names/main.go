// SPDX-License-Identifier: EUPL-1.2

// Names measures finding people by name among many: the whole act through the
// domain service, from the words typed to the cards, with the decision about
// everybody shown and its durable entry, and the memory that the index of
// names takes.
//
//	go run ./names
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/bench/populated"
	"github.com/lupaus/lupaus/internal/register"
	"github.com/lupaus/lupaus/promise"
)

func main() {
	people := flag.Int("people", 100_000, "people in the house")
	searches := flag.Int("searches", 300, "searches of each kind")
	dir := flag.String("dir", "", "folder for the data (default: a temporary one)")
	flag.Parse()
	if err := run(context.Background(), *dir, *people, *searches); err != nil {
		fmt.Fprintln(os.Stderr, "names:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, in string, people, searches int) error {
	if people < 1 || searches < 1 {
		return fmt.Errorf("-people and -searches have to be more than nothing")
	}
	dir, err := os.MkdirTemp(in, "names")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	h, err := populated.Open(ctx, filepath.Join(dir, "house"))
	if err != nil {
		return err
	}
	start := time.Now()
	err = h.Listed(ctx, people)
	if err2 := h.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s; %d people let in by lists in %.0f s\n", measure.Machine(), people, time.Since(start).Seconds())
	h, memory, load, err := reopen(ctx, filepath.Join(dir, "house"))
	if err != nil {
		return err
	}
	defer h.Close()
	fmt.Printf("the house opened again: %.1f MB in memory, %.0f bytes a person, all but a little of it the index of names; ready in %.1f s (%.1f s processor time)\n\n",
		float64(memory)/1e6, float64(memory)/float64(people), load.Wall.Seconds(), load.CPU.Seconds())
	return find(ctx, h, searches)
}

// reopen opens the house as a start does, which loads the index of names under
// a recorded pass, and weighs what it keeps in memory.
func reopen(ctx context.Context, dir string) (h *populated.House, memory int64, load measure.Cost, err error) {
	before := heap()
	load, err = measure.Of(func() (int, error) {
		h, err = populated.Open(ctx, dir)
		return 1, err
	})
	return h, heap() - before, load, err
}

// heap is what lies in memory after everything unused is gone.
func heap() int64 {
	for range 3 { // finalizers free what the round before found
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// find searches as people do: a surname, a beginning, a full name, nobody.
func find(ctx context.Context, h *populated.House, searches int) error {
	rnd := rand.New(rand.NewPCG(9, 10))
	kinds := []struct {
		name string
		text func() string
	}{
		{"a full name", func() string { return populated.Name(rnd) }},
		{"a surname", func() string { return populated.Surname(rnd) }},
		{"three letters of each of two words", func() string {
			w := strings.Fields(populated.Name(rnd))
			return cut(w[0]) + " " + cut(w[len(w)-1])
		}},
		{"one word of three letters", func() string { return cut(populated.Surname(rnd)) }},
		{"a name that nobody has", func() string { return "Xzyqvist" }},
		{"nothing: the first page of everybody", func() string { return "" }},
	}
	rows := [][]string{{"searched by", "p50 ms", "p95 ms", "p99 ms", "CPU ms each", "cards shown", "shown none"}}
	for _, k := range kinds {
		row, err := searched(ctx, h, searches, k.text, nothing)
		if err != nil {
			return fmt.Errorf("%s: %w", k.name, err)
		}
		rows = append(rows, append([]string{k.name}, row...))
	}
	newcomer := func() error {
		_, err := h.Register.Add(ctx, h.Office, register.Input{Docs: map[string]promise.Document{"identification": {"name": populated.Name(rnd), "place": "Elvesund"}}}, register.Given{})
		return err
	}
	row, err := searched(ctx, h, min(searches, 30), kinds[0].text, newcomer)
	if err != nil {
		return fmt.Errorf("after letting somebody in: %w", err)
	}
	rows = append(rows, append([]string{"a full name, right after somebody was let in"}, row...))
	return measure.Table(os.Stdout, rows)
}

// cut is a word's first three letters.
func cut(s string) string { return string([]rune(s)[:min(3, len([]rune(s)))]) }

func nothing() error { return nil }

// searched searches n times and does something before each search that is not
// on the clock, though its processor time is.
func searched(ctx context.Context, h *populated.House, n int, text func() string, before func() error) ([]string, error) {
	took := make([]time.Duration, 0, n)
	shown, none := 0, 0
	cost, err := measure.Of(func() (int, error) {
		for range n {
			if err := before(); err != nil {
				return 0, err
			}
			start := time.Now()
			f, err := h.Register.Find(ctx, h.Office, register.Query{Text: text()})
			if err != nil {
				return 0, err
			}
			took = append(took, time.Since(start))
			if shown += len(f.Cards); len(f.Cards) == 0 {
				none++
			}
		}
		return n, nil
	})
	if err != nil {
		return nil, err
	}
	ms := func(q float64) string { return fmt.Sprintf("%.1f", measure.Quantile(took, q).Seconds()*1e3) }
	return []string{ms(0.5), ms(0.95), ms(0.99), fmt.Sprintf("%.1f", cost.CPUPer()/1e6), fmt.Sprintf("%.1f", float64(shown)/float64(n)), fmt.Sprint(none)}, nil
}
