// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

type protectCmd struct {
	Spec  string `help:"The specification of the table (YAML): columns, dimensions, rules." type:"existingfile"`
	Data  string `help:"The rows (CSV with a heading)." type:"existingfile"`
	Out   string `help:"Folder for the files; made when missing." type:"path"`
	Check string `help:"Instead: check a certificate alone, and the published.csv beside it when there is one." type:"existingfile"`
}

// Run protects a table and writes what goes to the checker and to the world, or
// checks a certificate.
//
// Keeps: TK-201, TK-202, TK-203
func (c *protectCmd) Run(s streams) error {
	if c.Check != "" {
		return c.check(s)
	}
	if c.Spec == "" || c.Data == "" || c.Out == "" {
		return errors.New("protect needs --spec, --data and --out, or --check with a certificate")
	}
	text, err := os.ReadFile(c.Spec)
	if err != nil {
		return err
	}
	spec, err := release.Read(bytes.NewReader(text), filepath.Base(c.Spec))
	if err != nil {
		return err
	}
	outcome, err := c.protect(spec, s)
	if err != nil {
		return err
	}
	files, err := outcome.Files()
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := writeWhole(filepath.Join(c.Out, name), data); err != nil {
			return err
		}
		if name != release.PublishedFile { // for the checker's eyes
			if err := os.Chmod(filepath.Join(c.Out, name), 0o600); err != nil {
				return err
			}
		}
	}
	for _, w := range outcome.Warnings() {
		fmt.Fprintf(s.err, "warning: %s\n", w)
	}
	fmt.Fprintf(s.out, "%s\n%s may be published; everything else in %s is confidential\n", outcome.Summary(), release.PublishedFile, c.Out)
	return nil
}

func (c *protectCmd) protect(spec *release.Spec, s streams) (out *release.Outcome, err error) {
	rows, err := os.Open(c.Data)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	step := func(what string) { fmt.Fprintf(s.err, "%s ...\n", what) }
	return spec.Protect(os.DirFS(filepath.Dir(c.Spec)), rows, filepath.Base(c.Data), step)
}

// check verifies a certificate by adding up, and compares what is published with it.
func (c *protectCmd) check(s streams) (err error) {
	f, err := os.Open(c.Check)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	cert, err := sdc.ReadCertificate(f)
	if err != nil {
		return err
	}
	v, err := sdc.Verify(cert)
	if err != nil {
		fmt.Fprintf(s.out, "%s does not hold: %v\n", c.Check, err)
		return errFound
	}
	fmt.Fprintf(s.out, "holds: %d cells, %d sensitive and %d more hidden; %d other tables agree with everything published\n", v.Cells, v.Primary, v.Secondary, v.Tables)
	path := filepath.Join(filepath.Dir(c.Check), release.PublishedFile)
	published, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, published.Close()) }()
	if err := release.CheckPublished(cert, published, release.PublishedFile); err != nil {
		fmt.Fprintln(s.out, err)
		return errFound
	}
	fmt.Fprintf(s.out, "%s is what the certificate says\n", release.PublishedFile)
	return nil
}
