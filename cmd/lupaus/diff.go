// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/compare"
)

type diffCmd struct {
	Old  string `arg:"" help:"The version before: a folder with promise files, or an archive of one release as the ledger keeps it."`
	New  string `arg:"" help:"The version after."`
	Data string `help:"Data folder of the organisation, in use or not: say of each effect how many persons and records it concerns. Nothing is opened and nothing written." type:"existingdir"`
	Lang string `help:"Language to tell it in; one that the new version does not declare is told in its first." default:"en"`
	JSON bool   `name:"json" help:"Write the comparison as one JSON object, with its texts in every language."`
}

// Help is shown below the flags.
func (diffCmd) Help() string {
	return "The exit status is 0 when the new version can be used without more ado, also when clauses differ; 1 when somebody has to be told, asked or decide first, " +
		"or when it must not follow the old one (a version not raised, an id reused); 2 when one of the two does not check clean or cannot be read."
}

// Run compares two releases and says what follows.
// Keeps: AMS-107
// Keeps: AMS-108
func (c *diffCmd) Run(ctx context.Context, s streams) error {
	old, err := releaseAt(c.Old, s)
	if err != nil {
		return err
	}
	current, err := releaseAt(c.New, s)
	if err != nil {
		return err
	}
	d := compare.Releases(old, current)
	var counts counting
	if c.Data != "" {
		if counts, err = countHeld(ctx, c.Data, old, d); err != nil {
			return err
		}
	}
	if c.JSON {
		err = writeComparison(s.out, d, counts)
	} else {
		tellComparison(s.out, d, c.Lang, counts)
	}
	if err == nil && d.NeedsSomething() {
		return errFound
	}
	return err
}

// maxArchive is more than any release's files together.
const maxArchive = 32 << 20

// releaseAt reads a release from a folder of promise files or from an archive.
func releaseAt(path string, s streams) (*promise.Release, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read the promise: %w", err)
	}
	if info.IsDir() {
		return cleanRelease(path, os.DirFS(path), s)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the promise: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxArchive))
	if err != nil {
		return nil, fmt.Errorf("read the promise: %w", err)
	}
	r, problems := promise.FromArchive(text)
	return usable(path, r, problems, s)
}

func cleanRelease(path string, fsys fs.FS, s streams) (*promise.Release, error) {
	r, problems := promise.Load(fsys)
	return usable(path, r, problems, s)
}

// usable passes a release on, or says what is wrong with it. Warnings are not told here:
// lupaus check does.
func usable(path string, r *promise.Release, problems promise.Problems, s streams) (*promise.Release, error) {
	if r != nil {
		return r, nil
	}
	for _, p := range problems.Errors() {
		p.File = filepath.Join(path, p.File)
		fmt.Fprintln(s.err, p)
	}
	return nil, fmt.Errorf("%s does not check clean: mend it first, only whole promises can be compared", path)
}

// tellComparison writes the comparison as indented lines.
func tellComparison(w io.Writer, d *compare.Comparison, lang string, counts counting) {
	out := bufio.NewWriter(w)
	defer out.Flush()
	for _, line := range d.Words(lang) {
		tellLine(out, line)
		if line.Effect != nil {
			if held := counts.of(line.Effect); held != nil {
				fmt.Fprintf(out, "%s  %s\n", strings.Repeat("  ", line.Level), held)
			}
		}
	}
	if len(d.Items)+len(d.Effects) > 0 {
		fmt.Fprintf(out, "\nClauses that differ: %d. What follows: %d, of which need something first: %d.\n", len(d.Items), len(d.Effects), needing(d))
	}
}

// tellLine writes one line, with its clause where somebody may want to look it up.
func tellLine(w io.Writer, line compare.Line) {
	if line.Kind == compare.LineEffects || line.Kind == compare.LineMistakes {
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%s%s", strings.Repeat("  ", line.Level), line.Text)
	if line.Clause != "" && (line.Kind == compare.LineItem || line.Kind == compare.LineEffect) {
		fmt.Fprintf(w, "  [%s]", line.Clause)
	}
	fmt.Fprintln(w)
}

// needing counts the effects that need something to be done first.
func needing(d *compare.Comparison) (n int) {
	for _, e := range d.Effects {
		if e.Needs != "" {
			n++
		}
	}
	return n
}

// jsonComparison is the comparison as --json writes it. Texts are by language.
type jsonComparison struct {
	Organisation string         `json:"organisation"`
	Name         promise.Text   `json:"name"`
	Languages    []string       `json:"languages"`
	Old          string         `json:"old"`
	New          string         `json:"new"`
	First        bool           `json:"something_first"`
	Documents    []jsonDocument `json:"documents"`
	Items        []jsonItem     `json:"items"`
	Effects      []jsonEffect   `json:"effects"`
	Mistakes     []finding      `json:"mistakes"`
}

type jsonDocument struct {
	ID         string       `json:"id"`
	Title      promise.Text `json:"title"`
	Kind       compare.Kind `json:"kind"`
	OldVersion int          `json:"old_version,omitempty"`
	NewVersion int          `json:"new_version,omitempty"`
}

type jsonItem struct {
	Clause   string           `json:"clause"`
	Document string           `json:"document"`
	Section  string           `json:"section,omitempty"`
	Kind     compare.Kind     `json:"kind"`
	Title    promise.Text     `json:"title"`
	Before   promise.Text     `json:"before,omitempty"`
	After    promise.Text     `json:"after,omitempty"`
	Source   []string         `json:"source,omitempty"`
	Details  []compare.Detail `json:"details,omitempty"`
}

type jsonEffect struct {
	Kind        compare.EffectKind `json:"kind"`
	Needs       compare.Need       `json:"needs,omitempty"`
	Clauses     []string           `json:"clauses"`
	Data        []string           `json:"data,omitempty"`
	Permissions []string           `json:"permissions,omitempty"`
	Sentence    promise.Text       `json:"sentence"`
	Law         []string           `json:"law,omitempty"`
	Wait        string             `json:"wait,omitempty"`
	Held        *held              `json:"held,omitempty"`
}

func writeComparison(w io.Writer, d *compare.Comparison, counts counting) error {
	out := jsonComparison{Organisation: d.Organisation, Name: d.Name, Languages: d.Languages, Old: d.Old, New: d.New, First: d.NeedsSomething(),
		Documents: []jsonDocument{}, Items: []jsonItem{}, Effects: []jsonEffect{}, Mistakes: []finding{}}
	for _, x := range d.Documents {
		out.Documents = append(out.Documents, jsonDocument{x.ID, x.Title, x.Kind, x.OldVersion, x.NewVersion})
	}
	for _, x := range d.Items {
		out.Items = append(out.Items, jsonItem{x.Clause, x.Document, x.Section, x.Kind, x.Title, x.Before, x.After, x.Source, x.Details})
	}
	for i := range d.Effects {
		x := &d.Effects[i]
		out.Effects = append(out.Effects, jsonEffect{x.Kind, x.Needs, x.Clauses, x.Data, x.Permissions, x.Sentence, x.Law, x.Wait.String(), counts.of(x)})
	}
	for _, p := range d.Mistakes {
		out.Mistakes = append(out.Mistakes, findingOf(p))
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
