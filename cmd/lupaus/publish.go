// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/publish"
)

type publishCmd struct {
	Dir        string `arg:"" help:"Folder with the promise files of one organisation (*.yaml)." type:"existingdir"`
	Out        string `required:"" help:"Folder for the pages; made when missing, and added to when it was published to before." type:"path"`
	Agreements string `help:"Folder with the agreements that the promise makes public (default: agreements in the folder of the promise files)." type:"existingdir"`
	Replace    bool   `help:"Publish although a changed document has no new version."`
}

// Run writes the notice, the record of processing and everything else that is published
// of a promise, as files that any web server can show.
//
// Keeps: AMS-105
// Keeps: AMS-106
// Keeps: AMS-108
func (c *publishCmd) Run(s streams) error {
	release, err := load(os.DirFS(c.Dir), s)
	if err != nil {
		return err
	}
	before, err := c.before()
	if err != nil {
		return err
	}
	editions := before.With(release, time.Now())
	if err := c.succeeds(editions, s); err != nil {
		return err
	}
	agreements := os.DirFS(c.agreementsDir())
	documents, missing := publish.FindDocuments(release, agreements)
	for _, name := range missing {
		fmt.Fprintf(s.err, "note: the agreement %s is public and not in %s: it is named without a file\n", name, c.agreementsDir())
	}
	site, err := publish.New(release, editions, documents)
	if err != nil {
		return err
	}
	files, err := site.Static(agreements)
	if err != nil {
		return err
	}
	outcome, err := before.Outcome(site, files)
	if err != nil {
		return err
	}
	if err := c.write(outcome); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s: %d files in %s, edition %d, digest %.12s\n", release.Organisation.ID, len(outcome.Write), c.Out, site.Edition().Number, site.Edition().Digest)
	return nil
}

// before reads what was published to the folder earlier.
func (c *publishCmd) before() (publish.Published, error) {
	if _, err := os.Stat(c.Out); errors.Is(err, fs.ErrNotExist) {
		return publish.Published{}, nil
	}
	p, err := publish.Before(os.DirFS(c.Out))
	if errors.Is(err, publish.ErrForeign) {
		return p, fmt.Errorf("publish to %s: %w (give an empty folder, or the one published to before)", c.Out, err)
	}
	if err != nil {
		return p, fmt.Errorf("publish to %s: %w", c.Out, err)
	}
	return p, nil
}

// succeeds checks that a release may follow the one published before it: what changed has
// a new version, and no id came to mean something else.
func (c *publishCmd) succeeds(editions []publish.Edition, s streams) error {
	n := len(editions)
	if n < 2 || editions[n-2].Release == nil {
		return nil
	}
	var problems promise.Problems = editions[n-1].Release.Succeeds(editions[n-2].Release)
	for _, p := range problems {
		fmt.Fprintln(s.out, p)
	}
	if len(problems.Errors()) > 0 && !c.Replace {
		fmt.Fprintf(s.err, "nothing was published: what stands in %s would be followed by something else under the same version (--replace publishes all the same)\n", c.Out)
		return errFound
	}
	return nil
}

func (c *publishCmd) agreementsDir() string {
	if c.Agreements != "" {
		return c.Agreements
	}
	return filepath.Join(c.Dir, "agreements")
}

// write puts the files into the folder, each one whole or not at all, the index last:
// after a crash the next run does it again.
func (c *publishCmd) write(o publish.Outcome) error {
	for _, f := range o.Write {
		if err := writeWhole(filepath.Join(c.Out, filepath.FromSlash(f.Path)), f.Data); err != nil {
			return fmt.Errorf("publish: %w", err)
		}
	}
	for _, name := range o.Remove {
		if err := os.Remove(filepath.Join(c.Out, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("publish: %w", err)
		}
	}
	return nil
}

// writeWhole writes a file beside its place and then puts it there.
func writeWhole(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+strings.TrimPrefix(filepath.Base(path), ".")+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}
