// SPDX-License-Identifier: EUPL-1.2

package schema_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/internal/strict"
	"github.com/lupaus/lupaus/promise/schema"
)

func TestTheCommittedPagesAreUpToDate(t *testing.T) {
	t.Parallel()
	text, err := schema.JSON()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"promise.schema.json": append(text, '\n'), "promise-reference.md": []byte(schema.Reference())} {
		got, err := os.ReadFile("../../docs/" + name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/%s is out of date: run go generate ./promise/schema (%v)", name, err)
		}
	}
}

func TestEveryKeyIsExplained(t *testing.T) {
	t.Parallel()
	text, err := schema.JSON()
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(text, []byte(`"description": ""`)); n > 0 {
		t.Errorf("%d keys have no words", n)
	}
	for line := range strings.SplitSeq(schema.Reference(), "\n") {
		if strings.HasSuffix(line, "|  |") {
			t.Errorf("nothing is said of %s", line)
		}
	}
}

func TestTheExamplesKeepToTheSchema(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	found := 0
	err := filepath.WalkDir("../../examples", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "tables" {
			return filepath.SkipDir // specifications of tables have a schema of their own
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".yaml") {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := s.Validate(read(t, string(data))); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		found++
		return nil
	})
	if err != nil || found < 6 {
		t.Errorf("%d files were checked: %v", found, err)
	}
}

// TestWhatTheSchemaRefusesTheReaderRefusesToo takes a document apart in ways that an
// editor should mark, and asks the reader about the same text.
func TestWhatTheSchemaRefusesTheReaderRefusesToo(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	right := "kind: register\nid: a\nversion: 1\nname: {en: A}\nautomated-decisions: none\nprofiling: none\n"
	if err := s.Validate(read(t, right)); err != nil {
		t.Fatalf("the right one is refused: %v", err)
	}
	for name, wrong := range map[string]string{
		"a key that is not known":   right + "flow: {}\n",
		"a purpose without name":    right + "purposes: {care: {basis: consent}}\n",
		"a basis that is none":      right + "purposes: {care: {basis: wish, name: {en: Care}}}\n",
		"an id with capitals":       right + "purposes: {Care: {name: {en: Care}}}\n",
		"one item without brackets": right + "purposes: {care: {needs: news, name: {en: Care}}}\n",
		"a length that is none":     right + "permissions: {news: {lasts: soon, name: {en: News}}}\n",
		"a boolean in words":        right + "purposes: {care: {direct-marketing: yes, name: {en: Care}}}\n",
		"a day in words":            right + "history: [{version: 1, from: today, text: {en: New}}]\n",
		"a safeguard that is none":  right + "access: {a: {allow: [open], with: [{expires: 4 hours}]}}\n",
		"a country in small":        strings.Replace(right, "kind: register", "kind: organisation", 1) + "languages: [en]\nplace: {country: fi}\n",
		"a kind that is not read":   strings.Replace(right, "kind: register", "kind: procedure", 1),
		"no version":                strings.Replace(right, "version: 1\n", "", 1),
	} {
		if err := s.Validate(read(t, wrong)); err == nil {
			t.Errorf("%s: the schema takes it", name)
		}
		organisation := "kind: organisation\nid: org\nversion: 1\nlanguages: [en]\nname: {en: Org}\n"
		folder := fstestOf("org.yaml", organisation, "a.yaml", wrong)
		if strings.Contains(wrong, "kind: organisation") {
			folder = fstestOf("a.yaml", wrong)
		}
		_, problems := promise.Load(folder)
		told := false
		for _, p := range problems.Errors() {
			told = told || p.File == "a.yaml" && strings.Contains("E1 E3 E5 E6 E7", p.Code)
		}
		if !told {
			t.Errorf("%s: the reader takes it:\n%s", name, problems)
		}
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := schema.JSON()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schema.Address, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(schema.Address)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// read turns a document into what an editor's validator sees.
func read(t *testing.T, text string) any {
	t.Helper()
	n, faults := strict.Read([]byte(text))
	if n == nil || len(faults) > 0 {
		t.Fatalf("the document cannot be read: %+v", faults)
	}
	return plain(n)
}

func plain(n *strict.Node) any {
	switch n.Kind {
	case strict.Map:
		m := map[string]any{}
		for _, e := range n.Entries {
			m[e.Key] = plain(e.Value)
		}
		return m
	case strict.List:
		out := []any{}
		for _, x := range n.Items {
			out = append(out, plain(x))
		}
		return out
	}
	if n.Quoted {
		return n.Value
	}
	if b, err := strconv.ParseBool(n.Value); err == nil && len(n.Value) > 1 {
		return b
	}
	if f, err := strconv.ParseFloat(n.Value, 64); err == nil {
		return json.Number(strconv.FormatFloat(f, 'f', -1, 64))
	}
	return n.Value
}
