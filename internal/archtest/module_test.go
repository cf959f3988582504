// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// modulePath is what every import of the house begins with.
const modulePath = "github.com/lupaus/lupaus"

// module is the house as the compiler sees it. It is read once for all laws.
type module struct {
	root    string
	fset    *token.FileSet
	files   []*source         // every Go file of the module, sorted by path
	exports map[string]string // import path to the compiler's export data
	imp     types.Importer
}

// source is one Go file.
type source struct {
	path string // from the module's root, with slashes
	room string // the folder it lies in, from the root: "internal/gate"
	test bool
	text []byte
	ast  *ast.File
}

// finding is one breach of a law: where, what, and what would mend it.
type finding struct{ at, what, mend string }

func (f finding) String() string { return f.at + ": " + f.what + "; " + f.mend }

// house reads the module; every law's test calls it.
func house(t testing.TB) *module {
	t.Helper()
	m, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var load = sync.OnceValues(func() (*module, error) {
	root, err := filepath.Abs("../..")
	if err != nil {
		return nil, err
	}
	m := &module{root: root, fset: token.NewFileSet()}
	if err := m.parse(); err != nil {
		return nil, err
	}
	if err := m.list(); err != nil {
		return nil, err
	}
	m.imp = importer.ForCompiler(m.fset, "gc", func(p string) (io.ReadCloser, error) {
		if f := m.exports[p]; f != "" {
			return os.Open(f)
		}
		return nil, fmt.Errorf("no export data of %s", p)
	})
	return m, nil
})

// parse reads every Go file of the module, also those of other systems and
// tests. Other modules below the root and test data are not of the house.
func (m *module) parse() error {
	err := filepath.WalkDir(m.root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != m.root && notOfTheHouse(p, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(p, ".go") {
			return nil
		}
		return m.add(p)
	})
	slices.SortFunc(m.files, func(a, b *source) int { return cmp.Compare(a.path, b.path) })
	return err
}

func notOfTheHouse(dir, name string) bool {
	if name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return true
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func (m *module) add(file string) error {
	rel, err := filepath.Rel(m.root, file)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	s, err := m.source(filepath.ToSlash(rel), text)
	if err != nil {
		return err
	}
	m.files = append(m.files, s)
	return nil
}

// source parses one file, of the disk or of a test.
func (m *module) source(rel string, text []byte) (*source, error) {
	tree, err := parser.ParseFile(m.fset, rel, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return &source{path: rel, room: path.Dir(rel), test: strings.HasSuffix(rel, "_test.go"), text: text, ast: tree}, nil
}

// list asks the go command for export data of everything that the module and
// its tests import, so that files can be type-checked one room at a time.
func (m *module) list() error {
	cmd := exec.Command("go", "list", "-e", "-export", "-deps", "-test", "-json=ImportPath,Export", "./...")
	cmd.Dir = m.root
	var trouble bytes.Buffer
	cmd.Stderr = &trouble
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("go list: %w\n%s", err, trouble.String())
	}
	m.exports = map[string]string{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ ImportPath, Export string }
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		m.exports[p.ImportPath] = p.Export // "path [path.test]" variants are never asked for
	}
}

// at names a place in the module.
func (m *module) at(pos token.Pos) string {
	p := m.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// imported lists a file's imports of the house, from its root.
func (s *source) imported() []string {
	var out []string
	for _, i := range s.ast.Imports {
		p := strings.Trim(i.Path.Value, `"`)
		if rest, ok := strings.CutPrefix(p, modulePath+"/"); ok {
			out = append(out, rest)
		}
	}
	return out
}

// foreign lists a file's imports from outside the house and the standard library.
func (s *source) foreign() []string {
	var out []string
	for _, i := range s.ast.Imports {
		p := strings.Trim(i.Path.Value, `"`)
		if first, _, _ := strings.Cut(p, "/"); strings.Contains(first, ".") && !strings.HasPrefix(p, modulePath+"/") {
			out = append(out, p)
		}
	}
	return out
}

// standard lists a file's imports from the standard library.
func (s *source) standard() []string {
	var out []string
	for _, i := range s.ast.Imports {
		p := strings.Trim(i.Path.Value, `"`)
		if first, _, _ := strings.Cut(p, "/"); !strings.Contains(first, ".") {
			out = append(out, p)
		}
	}
	return out
}

// want fails the test for every finding.
func want(t *testing.T, found []finding) {
	t.Helper()
	for _, f := range found {
		t.Error(f)
	}
}

// wantBreach fails the test unless exactly one finding speaks of all words.
func wantBreach(t *testing.T, found []finding, words ...string) {
	t.Helper()
	for _, f := range found {
		all := true
		for _, w := range words {
			all = all && strings.Contains(f.String(), w)
		}
		if all {
			return
		}
	}
	t.Errorf("the breach was not named: got %v, want a finding that speaks of %q", found, words)
}
