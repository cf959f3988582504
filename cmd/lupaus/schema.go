// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"io"

	"github.com/lupaus/lupaus/promise/schema"
)

type schemaCmd struct {
	Reference bool `help:"Print the reference page of the language instead, in Markdown."`
}

// Run prints the JSON Schema of promise files, for editors and validators.
func (c *schemaCmd) Run(s streams) error {
	if c.Reference {
		_, err := io.WriteString(s.out, schema.Reference())
		return err
	}
	text, err := schema.JSON()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s\n", text)
	return err
}
