// SPDX-License-Identifier: EUPL-1.2

// Command write collects the traces of a module and writes its docs/coverage.md.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/lupaus/lupaus/internal/coverage"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: write ROOT")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

func write(root string) error {
	c, err := coverage.Collect(os.DirFS(root))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "docs", "coverage.md"), c.Page(), 0o644)
}
