// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

// check looks at a certificate by adding up, and compares what is published with it.
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
