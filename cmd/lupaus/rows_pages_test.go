// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// place is where a row of an organisation's document stands among the published pages: on
// which page, in which clause, and the words that must stand there in both languages,
// the document's own first. Without a clause it is the whole page. Words that stand
// apart are divided by "|".
type place struct{ rows, page, clause, own, english string }

// publication is what lupaus publish wrote of one organisation.
type publication struct {
	languages []string
	pages     map[string]map[string]string // by language/page; then by anchor, "" is all of it
	err       error
}

var publications sync.Map // of func() publication, by organisation

// published publishes an example once for all tests, with the command itself.
func published(t *testing.T, organisation string, languages ...string) publication {
	t.Helper()
	once, _ := publications.LoadOrStore(organisation, sync.OnceValue(func() publication { return publishExample(organisation, languages) }))
	p := once.(func() publication)()
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p
}

func publishExample(organisation string, languages []string) publication {
	p := publication{languages: languages, pages: map[string]map[string]string{}}
	dir, err := os.MkdirTemp("", "lupaus-pages-")
	if err != nil {
		return publication{err: err}
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if code, words := said("publish", filepath.Join("../../examples", organisation), "--out", filepath.Join(dir, "out")); code != 0 {
		return publication{err: fmt.Errorf("publish %s: exit %d\n%s", organisation, code, words)}
	}
	for _, lang := range languages {
		files, err := filepath.Glob(filepath.Join(dir, "out", lang, "*.html"))
		if err != nil {
			return publication{err: err}
		}
		for _, f := range files {
			if p.pages[lang+"/"+strings.TrimSuffix(filepath.Base(f), ".html")], p.err = anchored(f); p.err != nil {
				return p
			}
		}
	}
	return p
}

// anchored reads a page: the words of each element that has an anchor.
func anchored(file string) (map[string]string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	tree, err := html.Parse(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out := map[string]string{"": wordsBelow(tree)}
	for n := range tree.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "id" {
				out[a.Val] = wordsBelow(n)
			}
		}
	}
	return out, nil
}

// wordsBelow are the texts below an element, one space apart.
func wordsBelow(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode && c.Parent.Data != "style" {
			b.WriteString(c.Data)
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// want reports each place whose words do not stand there, and each clause that names rows
// and not the one that it is said to state.
func (p publication) want(t *testing.T, places []place) {
	t.Helper()
	for _, at := range places {
		for i, words := range []string{at.own, at.english} {
			page := p.languages[i] + "/" + at.page
			text, there := p.pages[page][at.clause]
			if !there {
				t.Errorf("%s: %s has no clause %q", at.rows, page, at.clause)
				continue
			}
			for w := range strings.SplitSeq(words, "|") {
				if !strings.Contains(text, w) {
					t.Errorf("%s: %s %s does not say %q:\n%s", at.rows, page, at.clause, w, text)
				}
			}
			for _, row := range unnamed(at.rows, text) {
				t.Errorf("%s %s does not name %s:\n%s", page, at.clause, row, text)
			}
		}
	}
}

var rowName = regexp.MustCompile(`[A-Z]+-[0-9]+`)

// unnamed are the rows that a text does not name although it names rows. Contacts and the
// headings of registers name none.
func unnamed(rows, text string) []string {
	named := rowName.FindAllString(text, -1)
	prefix, _, _ := strings.Cut(rows, "-")
	if !slices.ContainsFunc(named, func(n string) bool { return strings.HasPrefix(n, prefix+"-") }) {
		return nil
	}
	return slices.DeleteFunc(strings.Split(rows, ", "), func(r string) bool { return slices.Contains(named, r) })
}

// changedExample copies an example and replaces texts in it, each of which must be there.
func changedExample(t *testing.T, organisation string, changes ...[3]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "promise")
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("../../examples", organisation))); err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		changeFile(t, filepath.Join(dir, c[0]), c[1], c[2])
	}
	return dir
}

func changeFile(t *testing.T, file, before, after string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), before) {
		t.Fatalf("%s does not hold %q", filepath.Base(file), before)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(b), before, after, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// said runs a command and returns its exit status and all that it said.
func said(args ...string) (int, string) {
	var b bytes.Buffer
	code := run(args, streams{&b, &b})
	return code, b.String()
}

// breach is a change of a promise that would break a row, and what check says to it.
type breach struct{ rows, what, file, before, after, want string }

// refused wants lupaus check to refuse each change.
func refused(t *testing.T, organisation string, breaches []breach) {
	t.Helper()
	for _, b := range breaches {
		t.Run(b.what, func(t *testing.T) {
			t.Parallel()
			code, words := said("check", changedExample(t, organisation, [3]string{b.file, b.before, b.after}))
			if code != 1 || !strings.Contains(words, b.want) {
				t.Errorf("%s: exit %d, want a finding with %q:\n%s", b.rows, code, b.want, words)
			}
		})
	}
}

var (
	keepsLine = regexp.MustCompile(`^// Keeps: (.+)$`)
	rowsAlone = regexp.MustCompile("^[\"`]((AMS|TAM)-[0-9]+(, (AMS|TAM)-[0-9]+)*)[\"`]$")
)

// TestEachMarkedRowHasItsPlaceInTheTestAndTheOtherWayRound keeps the marks above these
// tests true: a row is marked exactly when the test below asks for it.
func TestEachMarkedRowHasItsPlaceInTheTestAndTheOtherWayRound(t *testing.T) {
	t.Parallel()
	tests := 0
	for _, file := range []string{"rows_ams_test.go", "rows_tam_test.go", "rows_tam_registers_test.go", "rows_tam_desk_test.go"} {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range parsed.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || !strings.HasPrefix(f.Name.Name, "Test") {
				continue
			}
			tests++
			if marked, asked := markedRows(f), askedRows(f); !slices.Equal(marked, asked) {
				t.Errorf("%s marks\n%v\nand asks for\n%v", f.Name.Name, marked, asked)
			}
		}
	}
	if tests < 10 {
		t.Errorf("only %d tests were looked at", tests)
	}
}

func markedRows(f *ast.FuncDecl) []string {
	var out []string
	for _, c := range f.Doc.List {
		if m := keepsLine.FindStringSubmatch(c.Text); m != nil {
			out = append(out, strings.Split(m[1], ", ")...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func askedRows(f *ast.FuncDecl) []string {
	var out []string
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok {
			if m := rowsAlone.FindStringSubmatch(l.Value); m != nil {
				out = append(out, strings.Split(m[1], ", ")...)
			}
		}
		return true
	})
	slices.Sort(out)
	return slices.Compact(out)
}
