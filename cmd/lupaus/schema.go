// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"io"

	"github.com/lupaus/lupaus/promise/schema"
	"github.com/lupaus/lupaus/sdc/release"
)

type schemaCmd struct {
	Of        string `help:"Of what: ${enum}." enum:"promise,table" default:"promise"`
	Reference bool   `help:"Print the reference page instead, in Markdown."`
}

// Run prints the JSON Schema of promise files or of specifications of tables,
// for editors and validators.
func (c *schemaCmd) Run(s streams) error {
	made, reference := schema.JSON, schema.Reference
	if c.Of == "table" {
		made, reference = release.Schema, release.Reference
	}
	if c.Reference {
		_, err := io.WriteString(s.out, reference())
		return err
	}
	text, err := made()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s\n", text)
	return err
}
