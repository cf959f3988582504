// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/compare"
)

type followCmd struct {
	Dir  string   `arg:"" help:"Folder with the promise files of the organisation that follows." type:"existingdir"`
	From []string `help:"Folder with the owner's promise files, or the folder of its published pages. May be given once for each owner." type:"existingdir" sep:"none"`
	Take bool     `help:"Write the copies, and their version numbers into the organisation's file."`
	Lang string   `help:"Language to tell the differences in." default:"en"`
}

// Help is shown below the flags.
func (followCmd) Help() string {
	return "The exit status is 0 when every copy is the one that the owner has, or was taken; 1 when there is something to take, or it cannot be taken; 2 when the command could not do its work. " +
		"Nothing is written unless the organisation checks clean with the new copies."
}

// Run looks for newer versions of what an organisation follows, says what would change
// for it, checks that it fits, and takes it when asked to.
// Keeps: TAM-03
func (c *followCmd) Run(s streams) error {
	file, pins, problems := promise.Pins(os.DirFS(c.Dir))
	if len(problems.Errors()) > 0 {
		fmt.Fprintln(s.out, problems.Errors())
		return errFound
	}
	if len(pins) == 0 {
		fmt.Fprintf(s.out, "%s follows no document\n", file)
		return nil
	}
	owners, err := c.owners(s)
	if err != nil {
		return err
	}
	u, err := c.updates(s, pins, owners)
	if err != nil || len(u) == 0 {
		return err
	}
	taking, err := c.prepare(file, u)
	if err != nil {
		return err
	}
	if err := c.tell(s, taking); err != nil {
		return err
	}
	if !c.Take {
		fmt.Fprintln(s.out, "\nNothing was written. With --take the copies are written and the version numbers put into "+file+".")
		return errFound
	}
	if err := taking.write(c.Dir); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "\nTaken: %d documents.", len(u))
	if taking.organisation != nil {
		fmt.Fprintf(s.out, " %s names their versions now; raise its own version and say so in its history.", file)
	}
	fmt.Fprintln(s.out)
	return nil
}

// owner is a promise that others follow, with its files.
type owner struct {
	release *promise.Release
	files   fs.FS
}

// owners reads the folders given. Published pages keep the promise files in a folder of
// their own.
func (c *followCmd) owners(s streams) (map[string]owner, error) {
	out := map[string]owner{}
	for _, dir := range c.From {
		if inner := filepath.Join(dir, "promise"); !hasPromise(dir) && hasPromise(inner) {
			dir = inner
		}
		release, err := cleanRelease(dir, os.DirFS(dir), s)
		if err != nil {
			return nil, err
		}
		out[release.Organisation.ID] = owner{release, os.DirFS(dir)}
	}
	return out, nil
}

func hasPromise(dir string) bool {
	found, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	return err == nil && len(found) > 0
}

// update is one document of which the owner has other bytes than the copy.
type update struct {
	pin     promise.Pin
	version int
	text    []byte
	first   bool // there is no copy yet
}

func (u update) path() string {
	return filepath.Join("followed", u.pin.Owner, u.pin.Document+".yaml")
}

// updates says of each followed document how its copy stands, and lists those to take.
func (c *followCmd) updates(s streams, pins []promise.Pin, owners map[string]owner) (out []update, err error) {
	var missing error
	for _, p := range pins {
		name := p.Owner + "/" + p.Document
		u := update{pin: p}
		copied, err := os.ReadFile(filepath.Join(c.Dir, u.path()))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			u.first = true
		case err != nil:
			return nil, err
		}
		o, known := owners[p.Owner]
		if !known {
			err := sayUnknown(s, name, u)
			missing = errors.Join(missing, err)
			continue
		}
		file, version := documentOf(o.release, p.Document)
		if file == "" {
			fmt.Fprintf(s.out, "%s: %s has no such document to follow\n", name, p.Owner)
			return nil, errFound
		}
		if u.text, err = fs.ReadFile(o.files, file); err != nil {
			return nil, err
		}
		u.version = version
		if say(s, name, u, copied) {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		return nil, missing
	}
	return out, nil
}

// sayUnknown tells what is followed of an owner whose folder was not given; it is an
// error when there is no copy.
func sayUnknown(s streams, name string, u update) error {
	if u.first {
		fmt.Fprintf(s.out, "%s: version %d is followed and there is no copy; give --from with the folder of %s\n", name, u.pin.Version, u.pin.Owner)
		return errFound
	}
	fmt.Fprintf(s.out, "%s: version %d is followed; to look for a newer one give --from with the folder of %s\n", name, u.pin.Version, u.pin.Owner)
	return nil
}

// say tells how one copy stands, and whether there is something to take.
func say(s streams, name string, u update, copied []byte) bool {
	same := !u.first && bytes.Equal(copied, u.text)
	switch {
	case same && u.version == u.pin.Version:
		fmt.Fprintf(s.out, "%s: version %d, the newest\n", name, u.version)
		return false
	case u.version < u.pin.Version:
		fmt.Fprintf(s.out, "%s: version %d is followed; the owner's folder has the older version %d\n", name, u.pin.Version, u.version)
		return false
	case u.first:
		fmt.Fprintf(s.out, "%s: version %d is there; there is no copy yet\n", name, u.version)
	case u.version == u.pin.Version:
		fmt.Fprintf(s.out, "%s: the copy of version %d is not what the owner has\n", name, u.version)
	default:
		fmt.Fprintf(s.out, "%s: version %d is there; version %d is followed\n", name, u.version, u.pin.Version)
	}
	return true
}

// documentOf finds a document of the owner's own that can be followed.
func documentOf(r *promise.Release, id string) (file string, version int) {
	if g := r.Register(id); g != nil && g.Owner == "" {
		return g.Pos.File, g.Version
	}
	if d := r.RuleDocument(id); d != nil && d.Owner == "" {
		return d.Pos.File, d.Version
	}
	return "", 0
}

// taking is what the organisation would be with the new copies.
type taking struct {
	updates      []update
	file         string // the organisation's
	organisation []byte // nil when no version number changes
	old, new     *promise.Release
	problems     promise.Problems
}

// prepare lays the organisation's files out beside the new copies, in a folder that is
// thrown away, and loads them.
func (c *followCmd) prepare(file string, updates []update) (*taking, error) {
	t := &taking{updates: updates, file: file}
	t.old, _ = promise.Load(os.DirFS(c.Dir))
	text, err := os.ReadFile(filepath.Join(c.Dir, file))
	if err != nil {
		return nil, err
	}
	changed := text
	for _, u := range updates {
		if changed, err = t.moved(changed, u); err != nil {
			return nil, err
		}
	}
	if !bytes.Equal(changed, text) {
		t.organisation = changed
	}
	dir, err := os.MkdirTemp("", "lupaus-follow-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := copyPromise(c.Dir, dir); err != nil {
		return nil, err
	}
	if err := t.write(dir); err != nil {
		return nil, err
	}
	t.new, t.problems = promise.Load(os.DirFS(dir))
	return t, nil
}

// moved writes the version of one update into the organisation's text. Earlier updates
// may have moved what follows in the same line, so the pin is looked up anew.
func (t *taking) moved(text []byte, u update) ([]byte, error) {
	pins, problems := promise.PinsIn(t.file, text)
	if len(problems) > 0 {
		return nil, problems.Err()
	}
	for _, p := range pins {
		if p.ID == u.pin.ID {
			return p.Repin(text, u.version)
		}
	}
	return nil, fmt.Errorf("%s does not follow %s any more", t.file, u.pin.ID)
}

// copyPromise copies the promise files of a folder and the copies it follows.
func copyPromise(from, to string) error {
	for _, pattern := range []string{"*.yaml", filepath.Join("followed", "*", "*.yaml")} {
		names, err := filepath.Glob(filepath.Join(from, pattern))
		if err != nil {
			return err
		}
		for _, name := range names {
			rel, err := filepath.Rel(from, name)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			if err := replaceFile(filepath.Join(to, rel), text); err != nil {
				return err
			}
		}
	}
	return nil
}

// write puts the copies into a folder, and the organisation's file last: whoever is
// interrupted in between finds copies ahead of their pins, and takes again.
func (t *taking) write(dir string) error {
	for _, u := range t.updates {
		if err := replaceFile(filepath.Join(dir, u.path()), u.text); err != nil {
			return err
		}
	}
	if t.organisation == nil {
		return nil
	}
	return replaceFile(filepath.Join(dir, t.file), t.organisation)
}

// replaceFile puts a text into a file in one step: readers find the old or the new one.
func replaceFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".lupaus-")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// tell says what would change for the organisation, or what keeps the copies from being
// taken.
func (c *followCmd) tell(s streams, t *taking) error {
	if t.new == nil {
		fmt.Fprintf(s.out, "\nIt does not check clean with the new copies, so nothing is written:\n")
		for _, p := range t.problems.Errors() {
			fmt.Fprintf(s.out, "  %s\n", p)
		}
		return errFound
	}
	out := bufio.NewWriter(s.out)
	defer out.Flush()
	if t.old == nil {
		fmt.Fprintf(out, "\nWithout the copies nothing of %s can be used; with them it checks clean:\n", t.file)
		for _, u := range t.updates {
			fmt.Fprintf(out, "  %s\n", summary(t.new, u.pin.Document, c.Lang))
		}
		return nil
	}
	d := compare.Releases(t.old, t.new)
	fmt.Fprintln(out)
	for _, line := range d.Words(c.Lang) {
		if line.Kind == compare.LineMistakes || line.Kind == compare.LineMistake {
			continue // that the organisation's own version is to be raised is said once, at the end
		}
		tellLine(out, line)
	}
	return nil
}

// summary says what a document brings.
func summary(r *promise.Release, id, lang string) string {
	if g := r.Register(id); g != nil {
		return fmt.Sprintf("%s (version %d): %d categories, %d purposes, %d access clauses", g.Name.In(lang), g.Version, len(g.Data), len(g.Leaves()), len(g.Access))
	}
	d := r.RuleDocument(id)
	if d == nil {
		return id
	}
	return fmt.Sprintf("%s (version %d): %d rules of conduct, %d of them attested", d.Name.In(lang), d.Version, len(d.Conduct), len(d.Attested()))
}
