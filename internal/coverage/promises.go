// SPDX-License-Identifier: EUPL-1.2

package coverage

import (
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/lupaus/lupaus/promise"
)

// folders are where whole organisations stand as promise files.
var folders = []string{"examples/*/organisation.yaml", "examples/*/members/*/organisation.yaml"}

// promises reads every organisation below examples/.
func (c *Coverage) promises(root fs.FS) error {
	for _, pattern := range folders {
		found, err := fs.Glob(root, pattern)
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := c.organisation(root, path.Dir(f)); err != nil {
				return err
			}
		}
	}
	return nil
}

// organisation notes for every clause of one folder its rows and laws. What it follows is
// noted where it is owned; here only what the member itself wrote.
func (c *Coverage) organisation(root fs.FS, dir string) error {
	sub, err := fs.Sub(root, dir)
	if err != nil {
		return err
	}
	r, problems := promise.Load(sub)
	if r == nil {
		return fmt.Errorf("%s does not check clean:\n%s", dir, problems)
	}
	r.Origins(func(o promise.Origin) {
		if path.Dir(o.Pos.File) == "." {
			c.note(Place{File: path.Join(dir, o.Pos.File), Name: o.Clause}, o.Source, o.Law)
		}
	})
	for id, history := range r.Histories() {
		for _, h := range history {
			if path.Dir(h.Pos.File) == "." {
				c.note(Place{File: path.Join(dir, h.Pos.File), Name: fmt.Sprintf("%s/history/%d", id, h.Version)}, h.Source, nil)
			}
		}
	}
	return nil
}

func (c *Coverage) note(p Place, source, law []string) {
	for _, id := range source {
		if isRow.MatchString(id) {
			t := trace(c.rows, id)
			t.Clauses = append(t.Clauses, p)
		}
	}
	for _, id := range law {
		if t := trace(c.laws, id); !slices.Contains(t.Clauses, p) {
			t.Clauses = append(t.Clauses, p)
		}
	}
}
