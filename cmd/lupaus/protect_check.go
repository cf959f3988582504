// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

// check looks at a certificate alone, or at what was published as the world does.
func (c *protectCmd) check(s streams) (err error) {
	f, err := os.Open(c.Check)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if filepath.Ext(c.Check) == ".csv" {
		return c.checkPublished(f, s)
	}
	if c.Program != "" {
		return errors.New("--program goes with --check of a published table, not of a certificate")
	}
	return c.checkCertificate(f, s)
}

// checkCertificate checks a certificate by adding up, and compares what is published with it.
func (c *protectCmd) checkCertificate(f io.Reader, s streams) (err error) {
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

// narrowest is how many of the narrowest intervals are listed.
const narrowest = 5

// checkPublished attacks what was published, with nothing else than the code
// lists, and says what follows from it.
//
// Keeps: TK-188, TK-203
func (c *protectCmd) checkPublished(published io.Reader, s streams) (err error) {
	if c.Spec == "" {
		return errors.New("a published table is checked with --spec, which names its dimensions and code lists; the data is not needed")
	}
	spec, err := c.spec(s)
	if err != nil {
		return err
	}
	if c.Program != "" {
		if err := c.writeProgram(spec); err != nil {
			return err
		}
	}
	codes, end, err := c.publishedCodes()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	a, err := release.Attack(spec, os.DirFS(filepath.Dir(c.Spec)), codes, published, filepath.Base(c.Check))
	if err != nil {
		return err
	}
	tellAttack(a, s.out)
	if !a.Safe() {
		return errFound
	}
	return nil
}

// publishedCodes opens the list of codes beside what was published, if there is one.
func (c *protectCmd) publishedCodes() (io.Reader, func() error, error) {
	list, err := os.Open(filepath.Join(filepath.Dir(c.Check), release.CodesFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, func() error { return nil }, nil
	}
	return list, list.Close, err
}

// writeProgram writes the attack on what was published for another solver.
func (c *protectCmd) writeProgram(spec *release.Spec) (err error) {
	published, err := os.Open(c.Check)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, published.Close()) }()
	codes, end, err := c.publishedCodes()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	var b bytes.Buffer
	if err := release.Program(&b, spec, os.DirFS(filepath.Dir(c.Spec)), codes, published, filepath.Base(c.Check)); err != nil {
		return err
	}
	return os.WriteFile(c.Program, b.Bytes(), 0o644) // it holds nothing but what is published
}

// tellAttack says what was found, and how close an attacker comes where nothing was.
func tellAttack(a *release.Attacked, out io.Writer) {
	fmt.Fprintf(out, "%d cells, %d of them hidden\n", a.Cells, a.Hidden)
	for _, list := range [][]string{a.Form, a.Sums} {
		for _, line := range list {
			fmt.Fprintln(out, line)
		}
	}
	for _, f := range a.Follows {
		fmt.Fprintln(out, f)
	}
	if len(a.Sums) > 0 {
		fmt.Fprintln(out, "what hidden cells can be was not looked for, as the table contradicts itself")
		return
	}
	if len(a.Follows) == 0 {
		fmt.Fprintln(out, "no hidden cell follows from what is published, not even for somebody who knows that values are whole and not negative")
	} else {
		fmt.Fprintf(out, "%d hidden cells follow from what is published\n", len(a.Follows))
	}
	if !a.Whole {
		fmt.Fprintln(out, "for a part of the cells the search was stopped: their intervals may be narrower than those told here")
	}
	if a.Lost > 0 {
		fmt.Fprintf(out, "%d relations could not be used, as their numbers became too large\n", a.Lost)
	}
	for i, b := range a.Bounds[min(len(a.Follows), len(a.Bounds)):] {
		if i == 0 {
			fmt.Fprintln(out, "closest to being known:")
		}
		if i == narrowest {
			break
		}
		fmt.Fprintf(out, "  %v\n", b)
	}
}
