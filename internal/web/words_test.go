// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/internal/i18n"
)

// houseKeys are the message keys that the house hands to a reader: those of
// errs.New, of problems with fields, and every text that has the form of one.
// A key that ends in a full stop is completed by data.
func houseKeys(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	form := regexp.MustCompile(`^(?:error|import|password|problem)\.[a-z.-]+$`)
	walkGo(t, func(path string, f *ast.File, fset *token.FileSet) {
		ast.Inspect(f, func(n ast.Node) bool {
			at := func() string { p := fset.Position(n.Pos()); return path + ":" + strconv.Itoa(p.Line) }
			switch x := n.(type) {
			case *ast.BasicLit:
				if s, err := strconv.Unquote(x.Value); err == nil && x.Kind == token.STRING && form.MatchString(s) && !strings.HasSuffix(s, ".title") {
					found[s] = at()
				}
			case *ast.CallExpr:
				if s, ok := keyOfCall(x); ok && s != "" {
					found[s] = at()
				}
			case *ast.KeyValueExpr:
				if s, ok := codeIn(x); ok {
					found["problem."+s] = at()
				}
			}
			return true
		})
	})
	return found
}

// walkGo parses the Go files of the house that are no tests.
func walkGo(t *testing.T, f func(path string, file *ast.File, fset *token.FileSet)) {
	t.Helper()
	for _, root := range []string{"..", "../../cmd"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, path, nil, 0)
			if err != nil {
				return err
			}
			f(path, file, fset)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// keyOfCall reads the key of errs.New(kind, key, …).
func keyOfCall(x *ast.CallExpr) (string, bool) {
	sel, ok := x.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "New" || len(x.Args) < 2 {
		return "", false
	}
	if pkg, ok := sel.X.(*ast.Ident); !ok || pkg.Name != "errs" {
		return "", false
	}
	arg := x.Args[1]
	if sum, ok := arg.(*ast.BinaryExpr); ok {
		arg = sum.X
	}
	if lit, ok := arg.(*ast.BasicLit); ok {
		s, err := strconv.Unquote(lit.Value)
		return s, err == nil
	}
	return "", false // a variable: what it is set to has the form of a key
}

// codeIn reads the code of a promise.FieldProblem.
func codeIn(x *ast.KeyValueExpr) (string, bool) {
	name, ok := x.Key.(*ast.Ident)
	lit, ok2 := x.Value.(*ast.BasicLit)
	if !ok || !ok2 || name.Name != "Code" || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// hasWords tells whether a key, or a stem of keys, has words in a language.
func hasWords(lang, key string) bool {
	if strings.HasSuffix(key, ".") {
		return slices.ContainsFunc(i18n.Keys(lang), func(k string) bool { return strings.HasPrefix(k, key) })
	}
	for _, part := range []string{"", ".what", ".one"} {
		if text, ok := i18n.Text(lang, key+part); ok && strings.TrimSpace(text) != "" {
			return true
		}
	}
	return false
}

func TestEveryErrorOfTheHouseHasWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	keys := houseKeys(t)
	for _, must := range []string{"error.declare-first", "error.role-needs.", "error.rolled-back", "password.too-short", "import.bad-csv", "problem.taken", "error.handed-over"} {
		if keys[must] == "" {
			t.Errorf("%q was not found in the code: the search no longer finds what it should", must)
		}
	}
	if len(keys) < 60 {
		t.Errorf("only %d keys were found", len(keys))
	}
	for key, at := range keys {
		for _, lang := range i18n.Languages() {
			if !hasWords(lang, key) {
				t.Errorf("%s: %q has no words in %s; add %s.what to the catalogue", at, key, lang, key)
			}
		}
	}
}

func TestWhatAnAccountCanLackHasWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	vocabulary := accountWords(t)
	if len(vocabulary) < 5 {
		t.Fatalf("the language has %v", vocabulary)
	}
	for _, need := range vocabulary {
		for _, lang := range i18n.Languages() {
			if !hasWords(lang, "error.role-needs."+need) {
				t.Errorf("what a role may ask of an account, %q, has no words in %s", need, lang)
			}
		}
	}
}

// accountWords reads the closed list of what a role may ask of an account out
// of the language itself.
func accountWords(t *testing.T) (out []string) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "../../promise/vocabulary.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || spec.Names[0].Name != "accountWords" {
			return true
		}
		for _, e := range spec.Values[0].(*ast.CompositeLit).Elts {
			s, err := strconv.Unquote(e.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		return false
	})
	return out
}
