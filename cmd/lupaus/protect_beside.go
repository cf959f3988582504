// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/history"
	"github.com/lupaus/lupaus/sdc/release"
)

// mostChanges is how many cells that changed little are listed.
const mostChanges = 5

// store is the folder of a data set's releases: its name is the data set's.
func (c *protectCmd) store() (*history.Store, error) {
	return history.Open(filepath.Dir(c.Releases), filepath.Base(c.Releases))
}

// protectBeside protects a table beside what was published of the same data.
func (c *protectCmd) protectBeside(spec *release.Spec, fsys fs.FS, data *os.File, source string, progress func(sdc.Progress) error) (*release.Outcome, error) {
	store, err := c.store()
	if err != nil {
		return nil, err
	}
	past, err := store.Releases()
	if err != nil {
		return nil, err
	}
	return spec.ProtectBeside(fsys, data, source, past, progress)
}

// tellBeside says what earlier releases did to the table, and keeps it as one of
// them when it is published.
//
// Keeps: TK-188, TK-209
func (c *protectCmd) tellBeside(o *release.Outcome, s streams) error {
	b := o.Beside
	if b == nil {
		return nil
	}
	switch len(b.Releases) {
	case 0:
		fmt.Fprintf(s.out, "%s: nothing was published of the same data before\n", c.Releases)
	default:
		fmt.Fprintf(s.out, "%s: protected beside %d earlier releases of the same data; %d cells are hidden because of them\n", c.Releases, len(b.Releases), b.Hidden)
	}
	if b.Known > 0 {
		fmt.Fprintf(s.err, "warning: %d sensitive cells follow from earlier releases alone; nothing that is hidden now changes that\n", b.Known)
	}
	for i, x := range b.Changes {
		if i == mostChanges {
			fmt.Fprintf(s.err, "warning: and %d more cells\n", len(b.Changes)-i)
			break
		}
		fmt.Fprintf(s.err, "warning: release %d of other data shows %d at %s, this table %d: whoever compares them learns how few came or left\n",
			x.Release, x.Before, strings.Join(x.Codes, " "), x.Now)
	}
	if !c.Record {
		return nil
	}
	store, err := c.store()
	if err != nil {
		return err
	}
	r := *o.Release
	r.Time = time.Now().UTC().Truncate(time.Second)
	n, err := store.Add(r)
	if err != nil {
		return fmt.Errorf("the table was written to %s and could not be kept among the releases: %w", c.Out, err)
	}
	fmt.Fprintf(s.out, "%s: kept as release %d\n", c.Releases, n)
	return nil
}
