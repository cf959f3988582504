// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"fmt"
	"go/ast"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

// Law 3: rules live in promise files. No role, purpose, category, field, list
// or party of an organisation stands as a word in Go code or in a page's
// template: what code needs to know of an organisation it asks the promise.

// languageWords are the words that the language itself owns. Whatever an
// organisation calls by them, code that has them in it speaks of the language: a
// key, a word of a closed list, an id of the two registers that every
// organisation has. They are asked of the language, so that they are never more
// than it says.
func languageWords(t testing.TB, root string) map[string]bool {
	t.Helper()
	own := map[string]bool{}
	for _, kind := range promise.Kinds() {
		own[kind] = true
		g := promise.Grammar(kind)
		if g == nil {
			t.Fatalf("the language has no grammar of %s", kind)
		}
		shapeWords(own, g)
	}
	for _, w := range promise.FactWords() {
		own[w] = true
	}
	standard, problems := promise.Load(os.DirFS(filepath.Join(root, "examples", "standard")))
	if standard == nil {
		t.Fatalf("the standard documents do not check clean:\n%s", problems)
	}
	for _, r := range standard.Registers { // accounts and the log: sign-in and the gate know what they hold
		own[r.ID] = true
		for _, p := range r.Purposes {
			own[p.ID] = true
		}
		for _, c := range r.Data {
			own[c.ID] = true
			for _, f := range c.Fields {
				own[f.ID] = true
			}
		}
	}
	return own
}

// shapeWords gathers the keys and the closed lists of a grammar.
func shapeWords(own map[string]bool, s *promise.Shape) {
	if s == nil {
		return
	}
	for _, list := range [][]string{s.Words, s.Also, s.Argument} {
		for _, w := range list {
			own[w] = true
		}
	}
	for _, k := range s.Keys {
		own[k.Name] = true
		shapeWords(own, k.Value)
	}
	shapeWords(own, s.Each)
}

// exampleDirs are the folders of all example organisations, those of a region's
// members among them.
func exampleDirs(t testing.TB, root string) (dirs []string) {
	t.Helper()
	for _, at := range []string{"*", "*/*/*"} {
		found, err := filepath.Glob(filepath.Join(root, "examples", at, "organisation.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			dirs = append(dirs, filepath.Dir(f))
		}
	}
	if len(dirs) < 6 {
		t.Fatalf("only %d example organisations found", len(dirs))
	}
	return dirs
}

// distinctive are the kinds of declarations that a program could be bound to by
// a word alone: who acts, what for, in which register. Whoever names one of them
// names the organisation, however plain the word.
var distinctive = map[string]bool{"organisation": true, "ruledocument": true, "register": true, "category": true, "role": true, "purpose": true,
	"party": true, "unitdecl": true, "list": true, "permission": true, "system": true}

// codeNames are the names that the code itself gives to its types, functions and
// variables, in lower case. A field, a value or a clause of an organisation that
// is called by such a word ("state", "done", "rules-version") says nothing about
// code in which the word stands: it is the code's own.
func codeNames(m *module) map[string]bool {
	names := map[string]bool{}
	for _, f := range m.files {
		if f.test || mayName(f.path) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				names[strings.ToLower(id.Name)] = true
			}
			return true
		})
	}
	return names
}

// organisationWords collects every id that an example's files declare, apart
// from the language's own words and, of kinds that are not distinctive, the
// code's own.
func organisationWords(t testing.TB, m *module) map[string]string {
	t.Helper()
	words := map[string]string{}
	for _, d := range exampleDirs(t, m.root) {
		r, problems := promise.Load(os.DirFS(d))
		if r == nil {
			t.Fatalf("the example %s does not check clean:\n%s", filepath.Base(d), problems)
		}
		collect(words, r)
	}
	for w := range languageWords(t, m.root) {
		delete(words, w)
	}
	names := codeNames(m)
	maps.DeleteFunc(words, func(w, kind string) bool {
		return !distinctive[kind] && names[strings.ReplaceAll(w, "-", "")]
	})
	return words
}

// collect gathers the id of everything that a release declares, whatever its
// kind: the walk over the release's own types finds kinds that are added later.
func collect(words map[string]string, r *promise.Release) {
	put := func(kind, id string) {
		if id != "" && !distinctive[words[id]] {
			words[id] = kind
		}
	}
	seen := map[uintptr]bool{}
	var walk func(reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Pointer()] {
				seen[v.Pointer()] = true
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				f := v.Type().Field(i)
				if !f.IsExported() {
					continue
				}
				if (f.Name == "ID" || f.Name == "Code") && f.Type.Kind() == reflect.String {
					put(strings.ToLower(v.Type().Name()), v.Field(i).String())
				}
				walk(v.Field(i))
			}
		}
	}
	walk(reflect.ValueOf(r))
}

// mayName are the rooms that speak of an organisation because that is their task.
func mayName(rel string) bool {
	return strings.HasPrefix(rel, "examples/") || strings.HasPrefix(rel, "internal/demo/") ||
		rel == "cmd/lupaus/door.go" // the demo's first page introduces its invented staff
}

// plainWords are strings in Go that look like what is distinctive of an
// organisation and are something else there: where, which, and what they are. It
// holds no word that is needed nowhere; keep it short.
var plainWords = []struct{ in, words, are string }{
	{"promise/publish/", "rules-version transfers agreements nav contact", "keys of its own words, anchors and names of files"},
	{"promise/compare/", "responsible approved-by", "keys of its own words"},
	{"promise/notice/", "ground transfers security guidance reported contact", "keys of its own words and anchors"},
	{"promise/value.go", "https", "schemes of addresses"},
	{"identifiers/", "whatsapp invoice", "names of errors, words before a number"},
	{"internal/accounts/", "accounts sign-in-failures session-idle", "the room's own migrations, limits that sign-in keeps to where a promise sets them"},
	{"internal/coverage/", "accounts", "rooms of the house"},
	{"internal/gate/", "keys", "the part of an erasure that destroys keys"},
	{"internal/house/", "keys", "files of a data folder"},
	{"internal/i18n/", "catalogue", "the folder of texts"},
	{"internal/keys/", "keys", "the room's own migrations"},
	{"internal/web/", "accounts card user readers sessions svg", "names of pages, of fields of their forms and of kinds of input"},
	{"sdc/round.go", "suppression", "the name of a method"},
	{"sdc/release/keys.go", "establishment establishments industry municipality municipalities tables turnover", "keys of specifications and the invented columns of their examples"},
	{"sdc/release/schema.go", "keys", "a word for what holds keys"},
	{"cmd/lupaus/new.go", "management privacy-officer administrator", "the roles that a new organisation begins with"},
	{"cmd/lupaus/diff_count.go", "companies", "what is counted"},
	{"cmd/lupaus/", "keys agreements", "names of folders and flags"},
}

// plain tells whether a word is plain where it stands, and notes that it was.
func plain(path, word string, used map[string]bool) bool {
	for _, p := range plainWords {
		if strings.HasPrefix(path, p.in) && slices.Contains(strings.Fields(p.words), word) {
			used[p.in+" "+word] = true
			return true
		}
	}
	return false
}

var idParts = regexp.MustCompile(`[a-z][a-z0-9]*(?:-[a-z0-9]+)*`)
var looksLikeID = regexp.MustCompile(`^[a-z][a-z0-9/.-]*$`)
var mediaType = regexp.MustCompile(`^(?:application|image|text)/[a-z0-9.-]+$`)

// catalogue are the keys of the texts on screen.
type catalogue []string

// has tells whether a string is a key of the catalogue, or the beginning of one
// that data complete.
func (c catalogue) has(s string) bool {
	return strings.Contains(s, ".") && slices.ContainsFunc(c, func(key string) bool { return strings.HasPrefix(key, s) })
}

func textKeys(t testing.TB, root string) catalogue {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "internal", "i18n", "catalogue", "en.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var out catalogue
	for line := range strings.Lines(string(text)) {
		if key, _, ok := strings.Cut(line, ": "); ok && strings.Contains(key, ".") {
			out = append(out, key)
		}
	}
	if len(out) < 100 {
		t.Fatalf("only %d keys of texts found", len(out))
	}
	return out
}

// organisationsIn finds an organisation's ids among the strings of Go code: a
// string that is an id, or ids joined by slashes and dots.
func organisationsIn(m *module, files []*source, words map[string]string, texts catalogue, used map[string]bool) (out []finding) {
	for _, f := range files {
		if f.test || mayName(f.path) {
			continue
		}
		for _, lit := range f.literals() {
			if !looksLikeID.MatchString(lit.text) || mediaType.MatchString(lit.text) || texts.has(lit.text) {
				continue
			}
			for _, part := range idParts.FindAllString(lit.text, -1) {
				if kind, ok := words[part]; ok && !plain(f.path, part, used) {
					out = append(out, finding{m.at(lit.pos), fmt.Sprintf("names the %s %q of an organisation", kind, part),
						"ask the promise in force (what kind of thing is it?), or add a line to archtest's plainWords"})
				}
			}
		}
	}
	return out
}

var (
	templateAction = regexp.MustCompile(`\{\{[^}]*\}\}`)
	templateString = regexp.MustCompile("\"([^\"]*)\"|`([^`]*)`")
	templateKey    = regexp.MustCompile(`(?:\.(?:T|N|Text|Plural)|\b(?:template|define|block))\s*$`)
)

// organisationsInTemplates does the same for the strings inside template actions,
// except keys of the text catalogue and the names of templates.
func organisationsInTemplates(fsys fs.FS, words map[string]string, used map[string]bool) (out []finding, err error) {
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".html") || strings.Contains(p, "testdata") {
			return err
		}
		text, err := fs.ReadFile(fsys, p)
		if err != nil {
			return err
		}
		for _, action := range templateAction.FindAllString(string(text), -1) {
			for _, at := range templateString.FindAllStringSubmatchIndex(action, -1) {
				s := strings.Trim(action[at[0]:at[1]], "\"`")
				if kind, ok := words[s]; ok && !templateKey.MatchString(action[:at[0]]) && !plain("internal/web/"+p, s, used) {
					out = append(out, finding{p, fmt.Sprintf("names the %s %q of an organisation", kind, s), "pages draw kinds of fields, not an organisation's"})
				}
			}
		}
		return nil
	})
	return out, err
}

func TestNoOrganisationsWordStandsInGo(t *testing.T) {
	t.Parallel()
	m := house(t)
	words := organisationWords(t, m)
	if len(words) < 500 {
		t.Fatalf("only %d words of organisations known: %v", len(words), slices.Sorted(maps.Keys(words)))
	}
	used := map[string]bool{}
	want(t, organisationsIn(m, m.files, words, textKeys(t, m.root), used))
	found, err := organisationsInTemplates(os.DirFS(filepath.Join(m.root, "internal", "web")), words, used)
	if err != nil {
		t.Fatal(err)
	}
	want(t, found)
	for _, p := range plainWords {
		for _, w := range strings.Fields(p.words) {
			if !used[p.in+" "+w] {
				t.Errorf("nothing under %s needs %q any more: take it off plainWords", p.in, w)
			}
		}
	}
}

func TestTheLawOfWordsNoticesABreach(t *testing.T) {
	t.Parallel()
	m := house(t)
	words, texts := organisationWords(t, m), textKeys(t, m.root)
	for _, text := range []string{
		`"nurse"`, `"personal-journal/consultations"`, `"companies"`, `"national-id"`, "`journal-reasons`", `"cgm"`, `"hms"`,
		`"ttl"`, `"customer-adviser"`, `"electronic-marketing"`, `"person-card"`, `"foreign-vat"`, `"marketing-choices"`,
		`"ams"`, `"receptionist"`, `"personnel"`, `"personnel/basic-data"`, `"course-interest"`, `"multicase-operator"`,
		`"statfin"`, `"permit-officer"`, `"laboratory"`, `"unit-data.person-units"`, `"pseudonym"`, `"supervision-reasons"`, `"data-set"`,
		`"tampere"`, `"customer-servant"`, `"tampere-region"`, `"log-sources"`, `"off-boarding"`, `"ict-expert"`, `"organisation-mailboxes"`,
		`"nokia"`, `"vesilahti"`,
	} {
		s, err := m.source("internal/web/x.go", []byte("package web\nvar x = f("+text+")\n"))
		if err != nil {
			t.Fatal(err)
		}
		if len(organisationsIn(m, []*source{s}, words, texts, map[string]bool{})) == 0 {
			t.Errorf("%s stands in Go and is not noticed", text)
		}
	}
	s, err := m.source("internal/web/x.go", []byte("package web\nimport _ \"nurse\"\ntype x struct { A int `json:\"nurse\"` }\n// nurse\nvar nurse = \"a nurse\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, organisationsIn(m, []*source{s}, words, texts, map[string]bool{}))
}

// The words that are let pass are the language's, by rule: what it does not own
// is not among them.
func TestTheLanguagesOwnWordsAreItsOwn(t *testing.T) {
	t.Parallel()
	own := languageWords(t, house(t).root)
	for _, w := range []string{"purposes", "about", "person", "legitimate-interest", "email", "find", "in-care", "erasure", "staff", "account", "username", "entries", "access-control"} {
		if !own[w] {
			t.Errorf("%q is a word of the language and not known as one", w)
		}
	}
	for _, w := range []string{"nurse", "privacy-officer", "companies", "customers", "national-id", "office-worker", "newsletters"} {
		if own[w] {
			t.Errorf("%q counts as a word of the language", w)
		}
	}
}
