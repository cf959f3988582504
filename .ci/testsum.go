// SPDX-License-Identifier: EUPL-1.2

// Command testsum reads what "go test -json" prints and shows what a person
// wants to see: one line per package as go test prints it, the whole output of
// what failed, and at the end how many tests passed, failed and were skipped.
// It exits with 1 when a test failed or was skipped, or when none ran.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

type event struct {
	Action, Package, ImportPath, Test, Output string
}

type sum struct {
	output                  map[string]*strings.Builder // by package and test
	passed, failed, skipped int
	skips, broken           []string
}

func main() {
	s := &sum{output: map[string]*strings.Builder{}}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	for in.Scan() {
		var e event
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			fmt.Println(in.Text()) // not of the stream: a message of the go command
			continue
		}
		s.take(e)
	}
	if err := in.Err(); err != nil {
		fmt.Println("reading the test stream:", err)
		os.Exit(1)
	}
	os.Exit(s.end())
}

// take counts one event, and shows it when it is a package's line.
func (s *sum) take(e event) {
	if e.Package == "" {
		e.Package = e.ImportPath // what a build says
	}
	key := e.Package + " " + e.Test
	switch e.Action {
	case "output", "build-output":
		s.keep(key, e)
	case "pass":
		if e.Test != "" {
			s.passed++
			delete(s.output, key)
		}
	case "skip":
		if e.Test != "" {
			s.skipped++
			s.skips = append(s.skips, key)
		}
	case "fail", "build-fail":
		s.show(key)
		s.broken = append(s.broken, strings.TrimSpace(key))
		if e.Test != "" {
			s.failed++
			return
		}
		s.showUnfinished(e.Package)
	}
}

// showUnfinished shows what tests said that never ended: the process did, by
// a crash or because its time was up.
func (s *sum) showUnfinished(pkg string) {
	var keys []string
	for key := range s.output {
		if strings.HasPrefix(key, pkg+" Test") || strings.HasPrefix(key, pkg+" Fuzz") {
			keys = append(keys, key)
		}
	}
	sort.Strings(keys)
	for _, key := range keys {
		s.show(key)
	}
}

// keep remembers output until it is known whether anybody wants to see it. A
// package's own line is shown at once.
func (s *sum) keep(key string, e event) {
	if e.Test == "" && (strings.HasPrefix(e.Output, "ok  \t") || strings.HasPrefix(e.Output, "FAIL\t") || strings.HasPrefix(e.Output, "?   \t")) {
		fmt.Print(e.Output)
		return
	}
	b := s.output[key]
	if b == nil {
		b = &strings.Builder{}
		s.output[key] = b
	}
	b.WriteString(e.Output)
}

func (s *sum) show(key string) {
	if b := s.output[key]; b != nil {
		fmt.Printf("---- %s\n%s", strings.TrimSpace(key), b.String())
		delete(s.output, key)
	}
}

func (s *sum) end() int {
	sort.Strings(s.skips)
	for _, key := range s.skips {
		fmt.Printf("SKIPPED %s\n", key)
		s.show(key)
	}
	sort.Strings(s.broken)
	for _, b := range s.broken {
		fmt.Println("FAILED", b)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", s.passed, s.failed, s.skipped)
	switch {
	case len(s.broken) > 0, s.passed == 0:
		return 1
	case s.skipped > 0:
		fmt.Println("nothing may be skipped here: give the test what it needs")
		return 1
	}
	return 0
}
