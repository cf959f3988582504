// SPDX-License-Identifier: EUPL-1.2

package coverage

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// marks are the two lines that say why something exists. They stand on their own.
var (
	keeps = regexp.MustCompile(`^(?://|#)\s*Keeps:\s*(.+)$`)
	law   = regexp.MustCompile(`^(?://|#)\s*Law:\s*(.+)$`)
)

// sources reads Go files and test scripts. Other modules, hidden folders and
// this package's own tests, which speak of the marks, are left out.
func (c *Coverage) sources(root fs.FS) error {
	return fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != "." && (strings.HasPrefix(d.Name(), ".") || otherModule(root, p) || p == "internal/coverage") {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case strings.HasSuffix(p, ".go") && !strings.Contains(p, "/testdata/"):
			return c.goFile(root, p)
		case strings.HasSuffix(p, ".txt") && strings.Contains(p, "/testdata/"):
			return c.script(root, p)
		}
		return nil
	})
}

func otherModule(root fs.FS, dir string) bool {
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil
}

// goFile notes the marks of one Go file under the declaration that they stand
// in or above.
func (c *Coverage) goFile(root fs.FS, p string) error {
	text, err := fs.ReadFile(root, p)
	if err != nil {
		return err
	}
	if !bytes.Contains(text, []byte("Keeps:")) && !bytes.Contains(text, []byte("Law:")) {
		return nil
	}
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, p, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return fmt.Errorf("read the marks: %w", err)
	}
	for _, g := range tree.Comments {
		for _, line := range g.List {
			c.mark(line.Text, Place{File: p, Name: declared(tree, g)}, strings.HasSuffix(p, "_test.go"))
		}
	}
	return nil
}

// script notes the marks of one test script.
func (c *Coverage) script(root fs.FS, p string) error {
	text, err := fs.ReadFile(root, p)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		c.mark(strings.TrimSpace(line), Place{File: p, Name: strings.TrimSuffix(path.Base(p), ".txt")}, true)
	}
	return nil
}

// mark notes what one comment line names.
func (c *Coverage) mark(line string, at Place, test bool) {
	note := func(m map[string]*Trace, id string) {
		t := trace(m, id)
		if test {
			t.Tests = append(t.Tests, at)
		} else {
			t.Code = append(t.Code, at)
		}
	}
	if m := keeps.FindStringSubmatch(line); m != nil {
		for _, id := range list(m[1]) {
			if isRow.MatchString(id) {
				note(c.rows, id)
			}
		}
	}
	if m := law.FindStringSubmatch(line); m != nil {
		for _, id := range list(m[1]) {
			note(c.laws, id)
		}
	}
}

func list(s string) (out []string) {
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// declared names the declaration that a comment belongs to: the one around it,
// else the next one; "" for a comment on the file as a whole.
func declared(f *ast.File, g *ast.CommentGroup) string {
	if g.End() < f.Package {
		return ""
	}
	for _, d := range f.Decls {
		if g.Pos() < d.End() {
			return nameOf(d, g)
		}
	}
	return ""
}

func nameOf(d ast.Decl, g *ast.CommentGroup) string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name
		}
		t := d.Recv.List[0].Type
		if p, ok := t.(*ast.StarExpr); ok {
			t = p.X
		}
		if id, ok := t.(*ast.Ident); ok {
			return id.Name + "." + d.Name.Name
		}
		return d.Name.Name
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if g.Pos() > s.End() {
				continue
			}
			switch s := s.(type) {
			case *ast.TypeSpec:
				return s.Name.Name
			case *ast.ValueSpec:
				return s.Names[0].Name
			}
		}
	}
	return ""
}
