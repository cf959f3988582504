// SPDX-License-Identifier: EUPL-1.2

// Check measures how long reading and checking promises takes: generated
// organisations of 10, 100 and 1,000 files with a thousand clauses each, beside
// the least that anybody could do (read the bytes and see that they are UTF-8)
// and beside a YAML library that only makes trees. Then the examples that come
// with the program, read and compiled, and, if it is given one, the command.
//
//	go run ./check
//	go build -C .. -o /tmp/lupaus ./cmd/lupaus && go run ./check -command /tmp/lupaus
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/lupaus/lupaus/bench/measure"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// The goals, on two quiet processors.
const (
	goalCheck    = 2 * time.Second        // a thousand files of a thousand clauses
	goalExamples = 200 * time.Millisecond // all examples, read and compiled
)

func main() {
	rounds := flag.Int("rounds", 3, "rounds that count")
	sizes := flag.String("files", "10,100,1000", "how many files, one of them the organisation's")
	examples := flag.String("examples", "../examples", "folder with the examples")
	command := flag.String("command", "", "a lupaus to run on the largest folder")
	dir := flag.String("dir", "", "folder for the files (default: a temporary one)")
	flag.Parse()
	if err := run(*rounds, *sizes, *examples, *command, *dir); err != nil {
		fmt.Fprintln(os.Stderr, "check:", err)
		os.Exit(1)
	}
}

func run(rounds int, sizes, examples, command, in string) error {
	if rounds < 1 {
		return fmt.Errorf("-rounds has to be more than nothing")
	}
	fmt.Printf("%s; medians of %d rounds; processor time counts both processors\n\n", measure.Machine(), rounds)
	rows := [][]string{{"", "MB", "wall ms", "processor ms", "µs a clause", "MB in use", "of reading bytes", "of a YAML library's trees"}}
	var folder string
	for _, word := range strings.Split(sizes, ",") {
		files, err := strconv.Atoi(word)
		if err != nil || files < 2 || files > 1000 {
			return fmt.Errorf("-files: %q is no number from 2 to 1000", word)
		}
		dir, err := os.MkdirTemp(in, "promises")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		folder = dir
		row, err := size(rounds, dir, files)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if err := measure.Table(os.Stdout, rows); err != nil {
		return err
	}
	if command != "" {
		if err := asCommand(rounds, command, folder); err != nil {
			return err
		}
	}
	return ofExamples(rounds, examples)
}

// size measures one folder. The library is slow and so reads a tenth of the folders that
// are large; its trees are as good as all alike.
func size(rounds int, dir string, files int) ([]string, error) {
	if err := write(dir, world(files)); err != nil {
		return nil, err
	}
	texts, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	part := texts[:max(2, len(texts)/10)]
	var release *promise.Release
	all := []measure.Contender{
		{Name: "bytes", Do: func() (int, error) { return reading(texts) }},
		{Name: "load", Do: func() (int, error) {
			r, problems := promise.Load(os.DirFS(dir))
			if r == nil || len(problems) > 0 {
				return 0, fmt.Errorf("the generated promise has findings: %s", problems[0])
			}
			release = r
			return files, nil
		}},
		{Name: "library", Do: func() (int, error) { return trees(part) }},
	}
	costs, err := measure.Rounds(rounds, rand.New(rand.NewPCG(1, 2)), all)
	if err != nil {
		return nil, err
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	runtime.KeepAlive(release)
	load := costs[1]
	cpu := measure.MedianOf(load, func(c measure.Cost) float64 { return c.CPU.Seconds() * 1e3 })
	return []string{fmt.Sprintf("%d files of %d clauses", files, perFile), fmt.Sprintf("%.1f", float64(len(release.Archive()))/1e6),
		fmt.Sprintf("%.0f", measure.MedianOf(load, func(c measure.Cost) float64 { return c.Wall.Seconds() * 1e3 })), fmt.Sprintf("%.0f", cpu),
		fmt.Sprintf("%.2f", cpu*1e3/float64((files-1)*perFile)), fmt.Sprintf("%d", m.HeapAlloc>>20),
		fmt.Sprintf("%.0f", measure.Ratio(load, costs[0], measure.Cost.CPUPer)), fmt.Sprintf("%.2f", measure.Ratio(load, costs[2], measure.Cost.CPUPer))}, nil
}

// reading is the floor: the bytes are read and seen to be UTF-8.
func reading(texts []string) (int, error) {
	for _, name := range texts {
		data, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		if !utf8.Valid(data) {
			return 0, fmt.Errorf("%s is not UTF-8", name)
		}
	}
	return len(texts), nil
}

// trees lets a YAML library read the files, and nothing more.
func trees(texts []string) (int, error) {
	for _, name := range texts {
		data, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		var doc yaml.Node
		if err := yaml.Load(data, &doc); err != nil {
			return 0, err
		}
	}
	return len(texts), nil
}

// asCommand runs the command that people type, from its start to its end.
func asCommand(rounds int, command, dir string) error {
	var walls, cpus []float64
	for range rounds + 1 {
		c := exec.Command(command, "check", dir)
		start := time.Now()
		out, err := c.CombinedOutput()
		wall := time.Since(start)
		if err != nil && !strings.Contains(string(out), "E71") {
			return fmt.Errorf("%s check: %w: %.300s", command, err, out)
		}
		use, ok := c.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			return fmt.Errorf("the system does not say what a command used")
		}
		walls, cpus = append(walls, wall.Seconds()), append(cpus, float64(use.Utime.Nano()+use.Stime.Nano())/1e9)
	}
	walls, cpus = walls[1:], cpus[1:]
	verdict := "kept"
	if measure.Median(walls) > goalCheck.Seconds() {
		verdict = "MISSED"
	}
	fmt.Printf("\nthe command on the largest folder, at most %v: %.2f s (best %.2f), %s; processor time %.2f s (best %.2f)\n",
		goalCheck, measure.Median(walls), slices.Min(walls), verdict, measure.Median(cpus), slices.Min(cpus))
	return nil
}

// ofExamples reads and compiles every folder of examples that is an organisation.
func ofExamples(rounds int, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	var names []string
	var walls []float64
	for round := range rounds + 1 {
		var total time.Duration
		names = names[:0]
		for _, e := range entries {
			folder := os.DirFS(filepath.Join(dir, e.Name()))
			if matches, err := fs.Glob(folder, "organisation.yaml"); !e.IsDir() || err != nil || len(matches) == 0 {
				continue
			}
			start := time.Now()
			r, problems := promise.Load(folder)
			if r == nil {
				return fmt.Errorf("%s: %s", e.Name(), problems.Errors())
			}
			if b, problems := rulebook.Compile(r); b == nil {
				return fmt.Errorf("%s: %s", e.Name(), problems)
			}
			total += time.Since(start)
			names = append(names, e.Name())
		}
		if round > 0 {
			walls = append(walls, total.Seconds()*1e3)
		}
	}
	verdict := "kept"
	if measure.Median(walls) > goalExamples.Seconds()*1e3 {
		verdict = "MISSED"
	}
	fmt.Printf("\nthe examples (%s) read and compiled, at most %v together: %.0f ms (best %.0f), %s\n",
		strings.Join(names, ", "), goalExamples, measure.Median(walls), slices.Min(walls), verdict)
	return nil
}
