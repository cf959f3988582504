// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/lupaus/lupaus/internal/accounts"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/rulebook"
)

type checkCmd struct {
	Dir   string `arg:"" help:"Folder with the promise files of one organisation (*.yaml)." type:"existingdir"`
	Since string `help:"Folder with the promise files of the version before: also check that changed documents have a new version and that no id is used for something else." type:"existingdir"`
	Table bool   `help:"Print the decision table that the files compile to, with the clauses derived for the system."`
}

// Run reads the files, prints every problem at once and compiles them.
func (c *checkCmd) Run(s streams) error {
	release, err := load(os.DirFS(c.Dir), s)
	if err != nil {
		return err
	}
	book, problems := rulebook.Compile(release)
	problems = append(problems, release.CheckAt(time.Now())...)
	if c.Since != "" {
		before, err := load(os.DirFS(c.Since), s)
		if err != nil {
			return err
		}
		problems = append(problems, release.Succeeds(before)...)
	}
	for _, p := range problems {
		fmt.Fprintln(s.out, p)
	}
	if book == nil || len(problems.Errors()) > 0 {
		return errFound
	}
	if err := accounts.Check(release); err != nil {
		fmt.Fprintf(s.out, "note: this promise checks clean but cannot be served yet: %v\n", err)
	}
	if c.Table {
		return book.Table(s.out)
	}
	fmt.Fprintf(s.out, "%s version %d: %d registers, %d clauses, digest %x\n", release.Organisation.ID, release.Organisation.Version,
		len(release.Registers), len(book.Clauses()), book.Digest())
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
		n, w := len(problems.Errors()), len(problems.Warnings())
		fmt.Fprintf(s.err, "%d errors, %d warnings: nothing of these files is used until the errors are mended\n", n, w)
		return nil, errFound
	}
	return release, nil
}
