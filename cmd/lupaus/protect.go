// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc/release"
)

type protectCmd struct {
	Spec     string `help:"The specification of the table (YAML): columns, dimensions, rules." type:"existingfile"`
	Data     string `help:"The rows (CSV with a heading), or sums ready made." type:"existingfile"`
	Out      string `help:"Folder for the files; made when missing." type:"path"`
	Language string `help:"Language of the report: ${enum}." enum:"en,fi,nb,sv" default:"en"`
	Progress bool   `help:"Tell how far the work is also when nobody watches a terminal."`
	Check    string `help:"Instead: check a certificate alone (certificate.json), or with --spec what was published (published.csv), without any secret." type:"existingfile"`
}

// Run protects a table and writes what goes to the checker and to the world, or
// checks what was made before.
//
// Keeps: TK-201, TK-202, TK-203
func (c *protectCmd) Run(ctx context.Context, s streams) error {
	if c.Check != "" {
		return c.check(s)
	}
	if c.Spec == "" || c.Data == "" || c.Out == "" {
		return errors.New("protect needs --spec, --data and --out, or --check with a file that it wrote")
	}
	spec, err := c.spec()
	if err != nil {
		return err
	}
	outcome, err := c.protect(ctx, spec, s)
	if ctx.Err() != nil {
		return errors.New("stopped; nothing was written")
	}
	if err != nil {
		return err
	}
	files, err := outcome.Files(release.Options{Language: c.Language})
	if err != nil {
		return err
	}
	if err := placeAll(c.Out, files); err != nil {
		return err
	}
	for _, w := range outcome.Warnings() {
		fmt.Fprintf(s.err, "warning: %s\n", w)
	}
	fmt.Fprintf(s.out, "%s\n", outcome.Summary())
	world, checker := audiences(files)
	fmt.Fprintf(s.out, "%s: may be published: %s\n", c.Out, strings.Join(world, ", "))
	fmt.Fprintf(s.out, "%s: confidential, for the checker: %s\n", c.Out, strings.Join(checker, ", "))
	return nil
}

// audiences divides files into those for the world and those for the checker.
func audiences(files map[string][]byte) (world, checker []string) {
	for name := range files {
		if release.ForTheWorld(name) {
			world = append(world, name)
		} else {
			checker = append(checker, name)
		}
	}
	slices.Sort(world)
	slices.Sort(checker)
	return world, checker
}

func (c *protectCmd) spec() (*release.Spec, error) {
	text, err := os.ReadFile(c.Spec)
	if err != nil {
		return nil, err
	}
	return release.Read(bytes.NewReader(text), filepath.Base(c.Spec))
}

func (c *protectCmd) protect(ctx context.Context, spec *release.Spec, s streams) (out *release.Outcome, err error) {
	data, err := os.Open(c.Data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	tell := newTelling(ctx, s.err, c.Progress)
	defer tell.end()
	return spec.Protect(os.DirFS(filepath.Dir(c.Spec)), data, filepath.Base(c.Data), tell.progress)
}

// placeAll writes all files beside the folder first and then moves them, so
// that whoever stops the work or fills the disk is not left with half of them.
// What an earlier run left in the folder and this one does not make is removed:
// a certificate of another table would mislead.
func placeAll(dir string, files map[string][]byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(dir), ".lupaus-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	for name, data := range files {
		mode := os.FileMode(0o600) // for the checker's eyes
		if release.ForTheWorld(name) {
			mode = 0o644
		}
		if err := os.WriteFile(filepath.Join(temp, name), data, mode); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, name := range release.Names() {
		if _, made := files[name]; made {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	for name := range files {
		if err := os.Rename(filepath.Join(temp, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}
