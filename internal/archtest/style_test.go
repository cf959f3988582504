// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Limits of size, in lines. A file or function over them needs a reason below;
// and nine of ten stay under the aim, so that the code as a whole stays
// readable. Tests may be longer: a table of cases is read line by line.
const (
	fileAim, fileLimit, testFileLimit = 400, 500, 800
	funcAim, funcLimit, testFuncLimit = 60, 80, 150
	underAim                          = 0.9
)

// large names what is over the limit, with the reason.
var large = map[string]string{}

const licence = "// SPDX-License-Identifier: EUPL-1.2\n\n"

func licensed(files []*source) (out []finding) {
	for _, f := range files {
		if !bytes.HasPrefix(f.text, []byte(licence)) {
			out = append(out, finding{f.path, "does not begin with its licence", "first line " + strings.TrimSpace(licence) + ", then an empty line"})
		}
	}
	return out
}

func TestEveryGoFileNamesItsLicence(t *testing.T) {
	t.Parallel()
	m := house(t)
	want(t, licensed(m.files))
	s, err := m.source("x/x.go", []byte("package x\n"))
	if err != nil {
		t.Fatal(err)
	}
	wantBreach(t, licensed([]*source{s}), "x/x.go")
	for _, pattern := range []string{"examples/*/*.yaml", "internal/*/migrations/*.sql"} {
		files, err := filepath.Glob(filepath.Join(m.root, pattern))
		if err != nil || len(files) == 0 {
			t.Errorf("no file like %s: %v", pattern, err)
		}
	}
	if text, err := os.ReadFile(filepath.Join(m.root, "LICENSE")); err != nil || !strings.Contains(string(text), "EUROPEAN UNION PUBLIC LICENCE v. 1.2") {
		t.Errorf("LICENSE is not the EUPL 1.2 (%v)", err)
	}
}

// sizes gives findings over the limits, and the share under the aims.
func sizes(m *module, files []*source) (out []finding, filesUnder, funcsUnder float64) {
	var fs, small, fn, short int
	for _, f := range files {
		lines := bytes.Count(f.text, []byte("\n"))
		maxFile, maxFunc := fileLimit, funcLimit
		if f.test {
			maxFile, maxFunc = testFileLimit, testFuncLimit
		}
		fs++
		if lines <= fileAim {
			small++
		}
		if lines > maxFile && large[f.path] == "" {
			out = append(out, finding{f.path, fmt.Sprintf("is %d lines long, over %d", lines, maxFile), "split it by concept, or give a reason in archtest's large"})
		}
		for _, d := range f.ast.Decls {
			d, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := m.fset.Position(d.End()).Line - m.fset.Position(d.Pos()).Line + 1
			fn++
			if n <= funcAim {
				short++
			}
			if n > maxFunc && large[f.path+" "+d.Name.Name] == "" {
				out = append(out, finding{m.at(d.Pos()), fmt.Sprintf("%s is %d lines long, over %d", d.Name.Name, n, maxFunc), "make steps of it, or give a reason in archtest's large"})
			}
		}
	}
	return out, float64(small) / float64(max(fs, 1)), float64(short) / float64(max(fn, 1))
}

func TestFilesAndFunctionsAreSmall(t *testing.T) {
	t.Parallel()
	m := house(t)
	found, files, funcs := sizes(m, m.files)
	want(t, found)
	if files < underAim {
		t.Errorf("%.0f %% of the files are under %d lines, want %.0f %%", 100*files, fileAim, 100*underAim)
	}
	if funcs < underAim {
		t.Errorf("%.0f %% of the functions are under %d lines, want %.0f %%", 100*funcs, funcAim, 100*underAim)
	}
	t.Logf("%.1f %% of %d files under %d lines, %.1f %% of the functions under %d", 100*files, len(m.files), fileAim, 100*funcs, funcAim)

	s, err := m.source("x/x.go", []byte("package x\nfunc long() {"+strings.Repeat("\n", fileLimit)+"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	found, _, _ = sizes(m, []*source{s})
	wantBreach(t, found, "long is 501 lines long")
	wantBreach(t, found, "x/x.go: is 502 lines long")
}

// leaves are the libraries that other programs may use.
var leaves = []string{"promise", "promise/rulebook", "promise/notice", "identifiers", "sdc", "sdc/exchange", "sdc/release"}

// undocumented finds exported names of a library without a comment that
// begins with their name.
func undocumented(m *module, files []*source) (out []finding) {
	add := func(pos token.Pos, name string, doc *ast.CommentGroup) {
		if ast.IsExported(name) && doc.Text() == "" {
			out = append(out, finding{m.at(pos), name + " has no doc comment", "say what it is for, and what its errors mean"})
		}
	}
	for _, f := range files {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil || exportedReceiver(d.Recv) {
					add(d.Pos(), d.Name.Name, d.Doc)
				}
			case *ast.GenDecl:
				documentedSpecs(d, add)
			}
		}
	}
	return out
}

// documentedSpecs lets one comment stand for a group of constants or variables.
func documentedSpecs(d *ast.GenDecl, add func(token.Pos, string, *ast.CommentGroup)) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			doc := s.Doc
			if doc == nil && (len(d.Specs) == 1 || s.Assign.IsValid()) { // aliases share one
				doc = d.Doc
			}
			add(s.Pos(), s.Name.Name, doc)
		case *ast.ValueSpec:
			for _, n := range s.Names {
				if doc := s.Doc; doc != nil {
					add(s.Pos(), n.Name, doc)
				} else if s.Comment == nil {
					add(s.Pos(), n.Name, d.Doc)
				}
			}
		}
	}
}

func exportedReceiver(r *ast.FieldList) bool {
	t := r.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	if ix, ok := t.(*ast.IndexExpr); ok {
		t = ix.X
	}
	id, ok := t.(*ast.Ident)
	return ok && ast.IsExported(id.Name)
}

func TestLibrariesAreDocumented(t *testing.T) {
	t.Parallel()
	m := house(t)
	packageComment := map[string]bool{}
	var public []*source
	for _, f := range m.files {
		if f.ast.Doc != nil {
			packageComment[f.room] = true
		}
		if slices.Contains(leaves, f.room) {
			public = append(public, f)
		}
	}
	want(t, undocumented(m, public))
	for room := range rooms {
		if _, err := os.Stat(filepath.Join(m.root, room)); err == nil && !packageComment[room] {
			t.Errorf("%s has no package comment: say what it is for and where to begin", room)
		}
	}
	s, err := m.source("promise/x.go", []byte("package promise\ntype X int\nfunc (X) Y() {}\nconst Z = 1\nfunc small() {}\n// Good is.\nfunc Good() {}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if found := undocumented(m, []*source{s}); len(found) != 3 {
		t.Errorf("got %v, want X, Y and Z named", found)
	}
}

var badTodo = regexp.MustCompile(`(?i)\b(?:TODO|FIXME|XXX)\b`)

func TestNothingIsLeftForLaterWithoutAnIssue(t *testing.T) {
	t.Parallel()
	m := house(t)
	good := regexp.MustCompile(`TODO\(#\d+\):`)
	for _, f := range m.files {
		for _, g := range f.ast.Comments {
			for _, c := range g.List {
				if badTodo.MatchString(c.Text) && !good.MatchString(c.Text) && f.room != "internal/archtest" {
					t.Errorf("%s: %q: do it, or write TODO(#number): with the issue", m.at(c.Pos()), c.Text)
				}
			}
		}
	}
}

func TestNoTestSleeps(t *testing.T) {
	t.Parallel()
	for _, u := range uses(t) {
		if u.test && u.of == "time" && u.name == "Sleep" && sleepers[u.room] == "" {
			t.Errorf("%s: a test of %s sleeps: wait for what happens (testing/synctest, a channel), or give a reason in archtest's sleepers", u.at, u.room)
		}
	}
}

// sleepers are tests that may sleep, because what they wait for is another process.
var sleepers = map[string]string{
	"internal/gate":   "lets a child process work for a random while before it kills it",
	"internal/ledger": "lets a child process work for a random while before it kills it",
}
