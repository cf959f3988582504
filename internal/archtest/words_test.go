// SPDX-License-Identifier: EUPL-1.2

package archtest

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lupaus/lupaus/promise"
)

// Law 3: rules live in promise files. No role, purpose, category, field, list
// or party of an organisation stands as a word in Go code or in a page's
// template: what code needs to know of an organisation it asks the promise.

// languageWords are ids that the example's files use and the language owns: a
// promise that gives them another meaning does not check, or nothing depends
// on the word. Each group says why.
var languageWords = []struct {
	why   string
	words []string
}{
	{"facts about an act that the gate finds out", promise.FactWords()},
	{"the built-in register of accounts: its id, categories and the fields that sign-in needs",
		strings.Fields("staff account credentials declarations username name roles unit from to password second-factor recovery counter declaration version signed active")},
	{"the built-in register of look-ups: its id and its category", strings.Fields("log entries")},
	{"purposes of the two built-in registers that the system itself acts for", strings.Fields("access-control secrecy control insight")},
	{"kinds of field, of receiver, of legal basis and of right: closed lists of the language",
		strings.Fields("email phone address date file type text person company member customer reason at role actor action data purpose title kind")},
	{"names of rights, which both files and entries use", strings.Fields("information access log-extract disclosure-list correction supplement restriction complaint erasure objection portability withdrawal")},
	{"kinds of a promise file's own parts", strings.Fields("notice place accounts")},
}

// organisationWords collects every id that an example's files declare.
func organisationWords(t testing.TB, root string) map[string]string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(root, "examples", "*", "organisation.yaml"))
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no example organisation found: %v", err)
	}
	words := map[string]string{}
	for _, d := range dirs {
		r, problems := promise.Load(os.DirFS(filepath.Dir(d)))
		if r == nil {
			t.Fatalf("the example does not check clean:\n%s", problems)
		}
		collect(words, r)
	}
	for _, g := range languageWords {
		for _, w := range g.words {
			delete(words, w)
		}
	}
	return words
}

func collect(words map[string]string, r *promise.Release) {
	o := r.Organisation
	words[o.ID] = "organisation"
	put := func(kind string, ids ...string) {
		for _, id := range ids {
			words[id] = kind
		}
	}
	for _, x := range o.Scope {
		put("scope", x.ID)
	}
	for _, x := range o.Contacts {
		put("contact", x.ID)
	}
	for _, x := range o.Units {
		put("unit", x.ID)
	}
	for _, x := range o.Roles {
		put("role", x.ID)
	}
	for _, x := range o.Declarations {
		put("declaration", x.ID)
	}
	for _, x := range o.Parties {
		put("party", x.ID)
	}
	for _, x := range o.Systems {
		put("system", x.ID)
	}
	for _, x := range o.Measures {
		put("measure", x.ID)
	}
	for _, x := range o.Laws {
		put("law", x.ID)
	}
	for _, x := range o.Lists {
		put("list", x.ID)
		for _, v := range x.Values {
			put("value of the list "+x.ID, v.Code)
		}
	}
	for _, c := range o.Rules {
		put("rule", c.ID)
	}
	for _, reg := range r.Registers {
		collectRegister(put, reg)
	}
}

func collectRegister(put func(kind string, ids ...string), r *promise.Register) {
	put("register", r.ID)
	for _, x := range r.Subjects {
		put("subject", x.ID)
	}
	for _, x := range r.Purposes {
		put("purpose", x.ID)
	}
	for _, x := range r.Permissions {
		put("permission", x.ID)
	}
	for _, x := range r.Sources {
		put("source", x.ID)
	}
	for _, x := range r.Flows {
		put("flow", x.ID)
	}
	for _, x := range r.States {
		put("state", x.ID)
	}
	for _, x := range r.Events {
		put("event", x.ID)
	}
	for _, x := range r.Access {
		put("clause", x.ID)
	}
	for _, x := range r.Retention {
		put("retention clause", x.ID)
	}
	for _, c := range r.Data {
		put("category", c.ID)
		for _, f := range c.Fields {
			put("field", f.ID)
			for _, v := range f.Choices {
				put("choice of "+f.ID, v.Code)
			}
		}
	}
}

// mayName are the rooms that speak of an organisation because that is their task.
func mayName(rel string) bool {
	return strings.HasPrefix(rel, "examples/") || strings.HasPrefix(rel, "internal/demo/") ||
		rel == "cmd/lupaus/door.go" // the demo's first page introduces its invented staff
}

// plainWords are strings in Go that look like an organisation's id and are
// something else there: where, which, and what they are. Keep it short.
var plainWords = []struct{ in, words, are string }{
	{"promise/", "requests applications agreement report letter employer person-asked minutes own-system upkeep what", "words of the promise language"},
	{"promise/", "unknown reference contact https", "codes of problems, anchors of the notice and schemes of addresses"},
	{"identifiers/", "unknown reference", "kinds of error, words before a number"},
	{"internal/register/", "unknown reference shared application", "codes of what is wrong with a value, a kind of type, the label of a proof, the first half of a media type"},
	{"internal/web/", "what unknown reference application upkeep", "keys of texts, codes of problems, media types, the system's own purposes"},
	{"internal/accounts/", "unknown", "a client without an address"},
	{"sdc/", "code", "a column of a code list"},
	{"internal/ledger/", "position", "a place in a leaf"},
	{"cmd/lupaus/serve.go", "hms", "which example the demo shows"},
}

func plain(path, word string) bool {
	for _, p := range plainWords {
		if strings.HasPrefix(path, p.in) && slices.Contains(strings.Fields(p.words), word) {
			return true
		}
	}
	return false
}

var idParts = regexp.MustCompile(`[a-z][a-z0-9]*(?:-[a-z0-9]+)*`)
var looksLikeID = regexp.MustCompile(`^[a-z][a-z0-9/.-]*$`)

// organisationsIn finds an organisation's ids among the strings of Go code: a
// string that is an id, or ids joined by slashes and dots.
func organisationsIn(m *module, files []*source, words map[string]string) (out []finding) {
	for _, f := range files {
		if f.test || mayName(f.path) {
			continue
		}
		for _, lit := range f.literals() {
			if !looksLikeID.MatchString(lit.text) {
				continue
			}
			for _, part := range idParts.FindAllString(lit.text, -1) {
				if kind, ok := words[part]; ok && !plain(f.path, part) {
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
	templateKey    = regexp.MustCompile(`\.(?:T|N|Text|Plural)\s*$`)
)

// organisationsInTemplates does the same for the strings inside template actions,
// except keys of the text catalogue.
func organisationsInTemplates(fsys fs.FS, words map[string]string) (out []finding, err error) {
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
				if kind, ok := words[s]; ok && !templateKey.MatchString(action[:at[0]]) {
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
	words := organisationWords(t, m.root)
	if len(words) < 100 {
		t.Fatalf("only %d words of organisations known: %v", len(words), slices.Sorted(maps.Keys(words)))
	}
	want(t, organisationsIn(m, m.files, words))
	found, err := organisationsInTemplates(os.DirFS(filepath.Join(m.root, "internal", "web")), words)
	if err != nil {
		t.Fatal(err)
	}
	want(t, found)
}

func TestTheLawOfWordsNoticesABreach(t *testing.T) {
	t.Parallel()
	m := house(t)
	words := organisationWords(t, m.root)
	for _, text := range []string{`"nurse"`, `"personal-journal/consultations"`, `"companies"`, `"national-id"`, "`journal-reasons`", `"cgm"`, `"hms"`} {
		s, err := m.source("internal/web/x.go", []byte("package web\nvar x = f("+text+")\n"))
		if err != nil {
			t.Fatal(err)
		}
		wantBreach(t, organisationsIn(m, []*source{s}, words), "internal/web/x.go:2")
	}
	s, err := m.source("internal/web/x.go", []byte("package web\nimport _ \"nurse\"\ntype x struct { A int `json:\"nurse\"` }\n// nurse\nvar nurse = \"a nurse\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want(t, organisationsIn(m, []*source{s}, words))
}
