// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

type checkCmd struct {
	Dir     string `arg:"" optional:"" help:"Folder with the promise files of one organisation (*.yaml)." type:"existingdir"`
	Since   string `help:"Folder with the promise files of the version before: also check that changed documents have a new version and that no id is used for something else." type:"existingdir"`
	Table   bool   `help:"Print the decision table that the files compile to, with the clauses derived for the system."`
	Format  string `help:"How findings are written: text, json (a list with one object for each finding) or sarif (SARIF 2.1.0, for editors and code hosts)." enum:"text,json,sarif" default:"text"`
	Explain string `help:"Explain the check with this code, with an example that fires it and the same one mended. \"all\" lists the codes." placeholder:"CODE"`
}

// Run reads the files, tells every problem at once and compiles them.
func (c *checkCmd) Run(s streams) error {
	switch {
	case c.Explain != "":
		return explain(s.out, c.Explain)
	case c.Dir == "":
		return errors.New("expected <dir>: give the folder with the promise files, or --explain CODE")
	}
	f, err := c.find(s)
	if err != nil {
		return err
	}
	if c.Format != "text" {
		return c.machine(f, s)
	}
	for _, p := range f.problems {
		fmt.Fprintln(s.out, p)
	}
	if f.book == nil || len(f.problems.Errors()) > 0 {
		f.unusable(s)
		return errFound
	}
	if err := accounts.Check(f.release); err != nil {
		fmt.Fprintf(s.out, "note: this promise checks clean but cannot be served yet: %v\n", err)
	}
	if c.Table {
		return f.book.Table(s.out)
	}
	fmt.Fprintf(s.out, "%s version %d: %d registers, %d clauses, digest %x\n", f.release.Organisation.ID, f.release.Organisation.Version,
		len(f.release.Registers), len(f.book.Clauses()), f.book.Digest())
	return nil
}

// found is what checking a folder comes to. Release and book are nil when there is an
// error before they could be made.
type found struct {
	release  *promise.Release
	book     *rulebook.Rulebook
	problems promise.Problems
}

// find asks everything: the files themselves, the table, the calendar, and the version
// before where there is one.
func (c *checkCmd) find(s streams) (found, error) {
	defer collectLate(lateCollection)()
	var f found
	f.release, f.problems = promise.Load(os.DirFS(c.Dir))
	if f.release == nil {
		return f, nil
	}
	book, problems := rulebook.Compile(f.release)
	f.book, f.problems = book, append(f.problems, problems...)
	f.problems = append(f.problems, f.release.CheckAt(time.Now())...)
	if c.Since != "" {
		before, err := load(os.DirFS(c.Since), streams{s.err, s.err})
		if err != nil {
			return f, fmt.Errorf("the version before, %s, does not check clean", c.Since)
		}
		f.problems = append(f.problems, f.release.Succeeds(before)...)
	}
	return f, nil
}

// unusable says on standard error that nothing was used, when nothing could be.
func (f found) unusable(s streams) {
	if f.release == nil {
		fmt.Fprintf(s.err, "%d errors, %d warnings: nothing of these files is used until the errors are mended\n", len(f.problems.Errors()), len(f.problems.Warnings()))
	}
}

// machine writes the findings, and nothing else, for a program to read.
func (c *checkCmd) machine(f found, s streams) error {
	write := writeJSON
	if c.Format == "sarif" {
		write = writeSARIF
	}
	if err := write(s.out, c.Dir, f.problems); err != nil {
		return err
	}
	f.unusable(s)
	if f.book == nil || len(f.problems.Errors()) > 0 {
		return errFound
	}
	return nil
}

// load reads promise files and prints every problem; an error means that they
// cannot be used.
func load(fsys fs.FS, s streams) (*promise.Release, error) {
	release, problems := promise.Load(fsys)
	for _, p := range problems {
		fmt.Fprintln(s.out, p)
	}
	if release == nil {
		found{problems: problems}.unusable(s)
		return nil, errFound
	}
	return release, nil
}
