// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// These helpers read what the command publishes of an example, as the person
// does who wrote the organisation's own document and looks up each of its
// statements: on which page, under which clause, in which words.

// rowSite is what was published: the words of every clause, by language and page.
type rowSite map[string]map[string]map[string]string

// rowSites are published once for all tests that read them.
var rowSites = map[string]func() (rowSite, error){"ttl": publishedRowSite("ttl"), "statfin": publishedRowSite("statfin")}

func publishedRowSite(example string) func() (rowSite, error) {
	return sync.OnceValues(func() (_ rowSite, err error) {
		dir, err := os.MkdirTemp("", "lupaus-published-")
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
		var out, trouble bytes.Buffer
		if code := run([]string{"publish", "../../examples/" + example, "--out", filepath.Join(dir, "site")}, streams{&out, &trouble}); code != 0 {
			return nil, fmt.Errorf("publish ended with %d: %s%s", code, out.String(), trouble.String())
		}
		s := rowSite{}
		for _, lang := range []string{"fi", "en"} {
			files, err := filepath.Glob(filepath.Join(dir, "site", lang, "*.html"))
			if err != nil || len(files) == 0 {
				return nil, fmt.Errorf("no pages in %s: %w", lang, err)
			}
			s[lang] = map[string]map[string]string{}
			for _, f := range files {
				if s[lang][strings.TrimSuffix(filepath.Base(f), ".html")], err = clausesOfPage(f); err != nil {
					return nil, err
				}
			}
		}
		return s, nil
	})
}

// clausesOfPage gives the words of every part of a page that has an address; that of
// a section is the address of its heading.
func clausesOfPage(file string) (map[string]string, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	tree, err := html.Parse(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for n := range tree.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attribute(n, "aria-labelledby"); id != "" {
			out[id] = wordsOf(n)
		}
		if id := attribute(n, "id"); id != "" && out[id] == "" {
			out[id] = wordsOf(n)
		}
	}
	return out, nil
}

// rowStated is a statement of the document: its rows, the clause that keeps it as
// "page#clause", and what must stand there in each language, texts parted by "|".
type rowStated struct{ rows, at, fi, en string }

// publishesRows fails the test for every statement that the site does not make in
// both languages, or makes under a clause that names other rows.
func publishesRows(t *testing.T, example string, all []rowStated) {
	t.Helper()
	s, err := rowSites[example]()
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range all {
		page, clause, _ := strings.Cut(x.at, "#")
		for lang, texts := range map[string]string{"fi": x.fi, "en": x.en} {
			words, ok := s[lang][page][clause]
			if !ok {
				t.Errorf("%s: nothing stands at %s in %s", x.rows, x.at, lang)
				continue
			}
			for _, text := range strings.Split(texts, "|") {
				if !strings.Contains(words, text) {
					t.Errorf("%s: %s in %s does not say %q:\n%s", x.rows, x.at, lang, text, words)
				}
			}
			prefix, _, _ := strings.Cut(x.rows, "-")
			if !strings.Contains(words, prefix+"-") {
				continue // contacts and the like stand without their rows
			}
			for _, row := range strings.Split(x.rows, ", ") {
				if !strings.Contains(words+",", row+",") && !strings.Contains(words+" ", row+" ") {
					t.Errorf("%s in %s does not name %s:\n%s", x.at, lang, row, words)
				}
			}
		}
	}
}

// rowField is a field of the document: its rows, its address, its name in each
// language, and what else the record of processing must say of it, parted by "|".
type rowField struct{ rows, field, fi, en, moreFi, moreEn string }

// holdsFields fails the test for every field that does not stand in the notice, under
// the category it belongs to, and in the record of processing with its row.
func holdsFields(t *testing.T, example string, all []rowField) {
	t.Helper()
	var out []rowStated
	for _, k := range all {
		reg, _, _ := strings.Cut(k.field, "/")
		category, _, _ := strings.Cut(k.field, ".")
		out = append(out, rowStated{"the category of " + k.rows, "register-" + reg + "#" + category, k.fi, k.en},
			rowStated{k.rows, "record#" + k.field, strings.Trim(k.fi+"|"+k.moreFi, "|"), strings.Trim(k.en+"|"+k.moreEn, "|")})
	}
	publishesRows(t, example, out)
}

// rowConduct is a rule of conduct with the support that the page must name.
type rowConduct struct{ row, clause, fi, en, support string }

// rowSupports are the words for the support of a rule of conduct, in Finnish and English.
var rowSupports = map[string][2]string{
	"attest": {"jokainen vahvistaa", "confirmed by each person"},
	"guide":  {"ohje", "guidance"},
	"remind": {"muistutus", "a reminder"},
	"report": {"ilmoitetaan", "reported"},
}

// asksConduct fails the test for every rule of conduct that does not stand on the page
// of rules with its support.
func asksConduct(t *testing.T, example string, all []rowConduct) {
	t.Helper()
	var out []rowStated
	for _, c := range all {
		words := rowSupports[c.support]
		out = append(out, rowStated{c.row, "rules#" + c.clause, c.fi + "|" + words[0], c.en + "|" + words[1]})
	}
	publishesRows(t, example, out)
}

// rowCareless is a change that the command must refuse: what it is, in which file
// what becomes what, and the finding and clause that the command must name.
type rowCareless struct{ what, file, old, changed, code, clause string }

// refusesCareless makes each change in a copy of the example and has the command check it.
func refusesCareless(t *testing.T, example string, all []rowCareless) {
	t.Helper()
	for _, x := range all {
		t.Run(x.what, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("../../examples/"+example)); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(dir, x.file)
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(b), x.old); n != 1 {
				t.Fatalf("what is to be changed stands %d times in %s", n, x.file)
			}
			if err := os.WriteFile(file, []byte(strings.Replace(string(b), x.old, x.changed, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			var out, trouble bytes.Buffer
			code := run([]string{"check", dir}, streams{&out, &trouble})
			if want := x.code + " [" + x.clause + "]"; code != 1 || !strings.Contains(out.String(), want) {
				t.Errorf("the check ended with %d and does not say %q:\n%s%s", code, want, out.String(), trouble.String())
			}
		})
	}
}
