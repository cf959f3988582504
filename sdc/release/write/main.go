// SPDX-License-Identifier: EUPL-1.2

// Command write brings docs/table-spec.schema.json and docs/table-spec.md up to date.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/sdc/release"
)

func main() {
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(docs string) error {
	text, err := release.Schema()
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(docs, "table-spec.schema.json"), append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(docs, "table-spec.md"), []byte(release.Reference()), 0o644)
}
