// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/internal/ruleset"
	"github.com/lupaus/lupaus/sdc/release"
)

type protectCmd struct {
	Spec     string   `help:"The specification of the table (YAML): columns, dimensions, rules." type:"existingfile"`
	Data     string   `help:"The rows (CSV with a heading, or Parquet), or sums ready made (CSV, PX, SDMX-CSV, JJ): the ending of the name says which." type:"existingfile"`
	Out      string   `help:"Folder for the files; made when missing." type:"path"`
	Format   []string `help:"Write these formats too, with commas between them: px, sdmx, xlsx, jj."`
	Plan     bool     `help:"Say what each method would cost for this table: hide, merge classes, round, add noise. Without --out nothing is written."`
	Promise  string   `help:"Folder with promise files: the rules come from there, and the specification may only be stricter." type:"existingdir"`
	Dataset  string   `help:"With --promise: the dataset whose rules hold."`
	Rules    string   `help:"With --promise: the rule set that holds."`
	Day      string   `help:"With --promise: the day on which the age of the data is taken, not after today (default: today)."`
	Releases string   `help:"Folder in which a data set's releases are kept: the table is protected beside those of the same data." type:"path"`
	Record   bool     `help:"With --releases: the table is published; keep it there for the tables to come."`
	Language string   `help:"Language of the report: ${enum}." enum:"en,fi,nb,sv" default:"en"`
	Progress bool     `help:"Tell how far the work is also when nobody watches a terminal."`
	Check    string   `help:"Instead: check a certificate alone (certificate.json), or with --spec what was published (published.csv), without any secret." type:"existingfile"`
	Program  string   `help:"With --check of a published table: write what an attacker has to solve there, as a linear program (CPLEX LP) for another solver." type:"path"`
}

// Run protects a table and writes what goes to the checker and to the world, or
// checks what was made before.
//
// Keeps: TK-201, TK-202, TK-203
func (c *protectCmd) Run(ctx context.Context, s streams) error {
	if c.Check != "" {
		return c.check(s)
	}
	if c.Program != "" {
		return errors.New("--program goes with --check of a published table")
	}
	if c.Spec == "" || c.Data == "" || c.Out == "" && !c.Plan {
		return errors.New("protect needs --spec, --data and --out, or --check with a file that it wrote")
	}
	if c.Record && c.Releases == "" || c.Plan && c.Releases != "" {
		return errors.New("--record goes with --releases, the folder in which releases are kept; --plan goes without")
	}
	spec, err := c.spec(s)
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
	if spec.Promise != nil && len(outcome.Exposed) > 0 { // cells hidden are proved; figures changed may not reach
		return fmt.Errorf("the figures were changed and %d sensitive cells can still be told more closely than %q allows; nothing was written: take a larger base or more noise, or hide cells", len(outcome.Exposed), spec.Promise.Name)
	}
	if c.Plan {
		fmt.Fprint(s.out, release.PlanText(outcome.Plan, c.Language))
		if c.Out == "" {
			return nil
		}
	}
	files, err := outcome.Files(release.Options{Language: c.Language, Formats: c.Format})
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
	return c.tellBeside(outcome, s)
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

// spec reads the specification and brings the promise to it.
func (c *protectCmd) spec(s streams) (*release.Spec, error) {
	text, err := os.ReadFile(c.Spec)
	if err != nil {
		return nil, err
	}
	spec, err := release.Read(bytes.NewReader(text), filepath.Base(c.Spec))
	if err != nil {
		return nil, err
	}
	return spec, c.promised(spec, s)
}

// promised takes the rules from promise files, when some are named. The
// specification may be stricter, never weaker.
//
// Keeps: TK-100, TK-183, TK-198
func (c *protectCmd) promised(spec *release.Spec, s streams) error {
	name := c.Dataset
	if name == "" {
		name = c.Rules
	}
	switch {
	case c.Promise == "" && name == "":
		return nil
	case c.Promise == "":
		return errors.New("--dataset and --rules name something in promise files: give their folder with --promise")
	case name == "" || c.Dataset != "" && c.Rules != "":
		return errors.New("--promise goes with one of --dataset and --rules")
	}
	r, err := load(os.DirFS(c.Promise), s)
	if err != nil {
		return err
	}
	if c.Rules != "" && r.RuleSet(name) == nil {
		return fmt.Errorf("%s has no rule set %q", c.Promise, name)
	}
	if c.Dataset != "" && r.Dataset(name) == nil {
		return fmt.Errorf("%s has no dataset %q", c.Promise, name)
	}
	day, err := c.day()
	if err != nil {
		return err
	}
	return ruleset.Apply(spec, r, name, day)
}

// day is when the age of data is taken. A later day than today would make data
// older than they are, and rules fewer.
func (c *protectCmd) day() (time.Time, error) {
	now := time.Now()
	if c.Day == "" {
		return now, nil
	}
	day, err := time.Parse(time.DateOnly, c.Day)
	if err != nil {
		return now, fmt.Errorf("--day: %q is no date: write it as 2026-12-31", c.Day)
	}
	if day.After(now) {
		return now, fmt.Errorf("--day: %s is still to come", c.Day)
	}
	return day.Add(12 * time.Hour), nil // the same day in every zone of Europe
}

func (c *protectCmd) protect(ctx context.Context, spec *release.Spec, s streams) (out *release.Outcome, err error) {
	data, err := os.Open(c.Data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	if spec.Chance, err = chance(); err != nil {
		return nil, err
	}
	tell := newTelling(ctx, s.err, c.Progress)
	defer tell.end()
	fsys, source := os.DirFS(filepath.Dir(c.Spec)), filepath.Base(c.Data)
	if c.Releases != "" {
		return c.protectBeside(spec, fsys, data, source, tell.progress)
	}
	if !c.Plan {
		return spec.Protect(fsys, data, source, tell.progress)
	}
	table, digest, err := spec.Read(fsys, data, source, tell.progress)
	if err != nil {
		return nil, err
	}
	if spec, err = spec.Decided(fsys, table); err != nil {
		return nil, err
	}
	plan, err := spec.Plan(table, tell.progress)
	if err != nil {
		return nil, err
	}
	out = &release.Outcome{}
	if c.Out != "" {
		if out, err = spec.ProtectTable(fsys, table, tell.progress); err != nil {
			return nil, err
		}
	}
	out.Plan, out.Source, out.Digest = plan, source, digest
	return out, nil
}

// chance is for methods that round or add noise at random: a seed that nobody
// knows, and nobody keeps.
func chance() (*rand.ChaCha8, error) {
	var seed [32]byte
	if _, err := crand.Read(seed[:]); err != nil {
		return nil, err
	}
	return rand.NewChaCha8(seed), nil
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
	for _, name := range release.AllNames() {
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
