// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"strings"
	"testing"
)

const examplesFolder = "../../examples/tables"

// examples are the specifications that stand in the project, with their data.
var examples = []struct{ spec, data string }{
	{"turnover.yaml", "establishments.csv"}, {"establishments.yaml", "establishments.csv"}, {"persons.yaml", "persons.csv"}, {"sums.yaml", "sums.csv"},
}

func exampleSpec(t testing.TB, name string) (*Spec, fs.FS) {
	t.Helper()
	folder := os.DirFS(examplesFolder)
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(bytes.NewReader(text), name)
	if err != nil {
		t.Fatal(err)
	}
	return s, folder
}

func protected(t testing.TB, e struct{ spec, data string }) (*Outcome, map[string][]byte) {
	t.Helper()
	s, folder := exampleSpec(t, e.spec)
	data, err := folder.Open(e.data)
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	o, err := s.Protect(folder, data, e.data, nil)
	if err != nil {
		t.Fatal(err)
	}
	files, err := o.Files(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return o, files
}

// readerOf is nil for no text.
func readerOf(text string) io.Reader {
	if text == "" {
		return nil
	}
	return strings.NewReader(text)
}
