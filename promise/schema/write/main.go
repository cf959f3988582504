// SPDX-License-Identifier: EUPL-1.2

// Command write brings docs/promise.schema.json and docs/promise-reference.md up to date.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/promise/schema"
)

func main() {
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(docs string) error {
	text, err := schema.JSON()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(docs, "promise.schema.json"), append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, "promise-reference.md"), []byte(schema.Reference()), 0o644)
}
