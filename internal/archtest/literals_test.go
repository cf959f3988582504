// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// literal is one string in a Go file.
type literal struct {
	text string
	pos  token.Pos
}

// literals lists the strings of a file: not import paths, not struct tags.
func (s *source) literals() []literal {
	skip := map[*ast.BasicLit]bool{}
	var out []literal
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				skip[n.Tag] = true
			}
		case *ast.BasicLit:
			if n.Kind != token.STRING || skip[n] {
				return true
			}
			if text, err := strconv.Unquote(n.Value); err == nil {
				out = append(out, literal{text, n.Pos()})
			}
		}
		return true
	})
	return out
}

// tables tells which room makes which table: in migration files, and in
// statements that stand in Go.
func (m *module) tables(t *testing.T) map[string]string {
	t.Helper()
	owner := map[string]string{}
	note := func(room, text string) {
		for _, made := range tableMade.FindAllStringSubmatch(text, -1) {
			owner[strings.ToLower(made[1])] = room
		}
	}
	files, err := filepath.Glob(filepath.Join(m.root, "internal/*/migrations/*.sql"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(m.root, f)
		if err != nil {
			t.Fatal(err)
		}
		note(path.Dir(path.Dir(filepath.ToSlash(rel))), string(text))
	}
	for _, f := range m.files {
		if f.test {
			continue
		}
		for _, lit := range f.literals() {
			note(f.room, lit.text)
		}
	}
	return owner
}
