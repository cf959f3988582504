// SPDX-License-Identifier: EUPL-1.2

package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
	"pgregory.net/rapid"
)

// oracle reads a document with a YAML library of others. It refuses what the language
// does not have: anchors, aliases, tags, merge keys, further documents, keys that are no
// texts, repeated keys, and keys in braces without a value.
func oracle(data []byte) (*Node, error) {
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithV4Defaults(),
		yaml.WithUniqueKeys(false), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(MaxDepth))))
	if err != nil {
		return nil, err
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); err != nil {
		return nil, err
	}
	if err := loader.Load(&second); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("something follows the document: %w", err)
	}
	return oracleNode(&doc)
}

func oracleNode(n *yaml.Node) (*Node, error) {
	out := &Node{Line: n.Line, Column: n.Column}
	if n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 && n.Kind != yaml.DocumentNode {
		return nil, errors.New("anchor or tag")
	}
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) != 1 {
			return nil, errors.New("no content")
		}
		return oracleNode(n.Content[0])
	case yaml.ScalarNode:
		out.Value = n.Value
		out.Quoted = n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		out.Null = !out.Quoted && n.Tag == "!!null"
		return out, nil
	case yaml.SequenceNode:
		out.Kind = List
		for _, c := range n.Content {
			item, err := oracleNode(c)
			if err != nil {
				return nil, err
			}
			out.Items = append(out.Items, item)
		}
		return out, nil
	case yaml.MappingNode:
		out.Kind = Map
		return out, oracleEntries(n, out)
	}
	return nil, errors.New("an alias")
}

func oracleEntries(n *yaml.Node, out *Node) error {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.Anchor != "" || key.Style&yaml.TaggedStyle != 0 || key.Value == "<<" && key.Style == 0 || seen[key.Value] {
			return fmt.Errorf("the key on line %d", key.Line)
		}
		seen[key.Value] = true
		if n.Style&yaml.FlowStyle != 0 && value.Kind == yaml.ScalarNode && value.Tag == "!!null" && value.Value == "" && value.Style == 0 {
			return fmt.Errorf("no value on line %d", key.Line)
		}
		v, err := oracleNode(value)
		if err != nil {
			return err
		}
		out.Entries = append(out.Entries, Entry{Key: key.Value, Line: key.Line, Column: key.Column, Value: v})
	}
	return nil
}

// agree fails the test unless the library takes what we take and reads the same tree.
func agree(t rapid.TB, data []byte) (taken bool) {
	t.Helper()
	ours, faults := Read(data)
	if len(faults) > 0 {
		return false
	}
	theirs, err := oracle(data)
	if err != nil {
		t.Fatalf("we take what the library refuses: %v\n%q", err, data)
	}
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Fatalf("the trees differ (- library, + ours):\n%s\n%q", diff, data)
	}
	return true
}

// samples are documents with every form the language has.
var samples = []string{
	"a: 1\n", "a: {b: [c, {d: e}]}\n", "- x\n- y\n", "a: |\n  b\n", "--- \na: 1\n", "# x\n---\n# y\na: 1\n", "\ufeffa: 1\n",
	"a:\n- 1\n- 2\nb:\n  - c: d\n    e: f\n  -\n    g: h\n  - - i\n    - j\n", "a:\r\n  b: c\r\n  d: e\r\n", "a: b # c\n#d\n  # e\nf: g",
	"a: one\n  two\n\n  three\nb: {c: four\n  five, d: six}\n", "a: \"b\\n\\u00e4 \\\"c\\\" \\x41\"\nb: 'it''s'\n", "a: \"b\n  c\n\n  d \\\n   e\"\nf: 'g\n\n   h'\n",
	"a: >\n  b\n  c\n\n  d\n    e\n  f\n\n\ng: |-\n  h\n\ni: |+\n  j\n\nk: >2\n    l\n  m\n", "å: ø\n\"Ä ö\": {x: 'é', y: z}\nü: [ß, {a: b}]\n",
	"a:\nb: ~\nc: null\nd: \"\"\ne: ''\n? ", "a: [\n  b, # c\n  d,\n]\ne: {\n  f: g,\n  \"h\": i\n}\n", "a: https://x.example/y?z=1#w\nb: {c: https://x.example, d: 10:30}\nt: a - b\n-x: -1\n",
	"a: {\"b\":c, 'd' : e}\n", "a:   b   \nb:\t c\n", "a: [b,c,d ]\nb: [ [], {}, [[]] ]\n", "\"a: b\": c\n'd' : e\nf : g\n", "plain\n", "\"quoted\"\n", "[a, b]\n", "{a: b}\n",
	"a:\n\n  b: c\n\n\n  d: e\n", "- a: b\n  c: d\n-\n  e\n- |\n  f\n- >-\n  g\n", "a: |1\n  b\n", "a: |\n\n\n  b\n\n", "a: >+\n\n  b\n", "a: |\n  b", "a: >-\n  x\n   y\n  z\n", "- - a\n  - b\n- - - c\n", "a: 'b'#c\n", "a: b#c\n", "a: \"b\" # c\n",
}

func TestWhatWeTakeTheLibraryTakes(t *testing.T) {
	t.Parallel()
	taken := 0
	for _, s := range samples {
		if agree(t, []byte(s)) {
			taken++
		}
	}
	if taken < len(samples)-4 {
		t.Errorf("took %d of %d samples", taken, len(samples))
	}
}

// TestWholePromisesReadAsTheLibraryReadsThem reads every promise file of the project.
func TestWholePromisesReadAsTheLibraryReadsThem(t *testing.T) {
	t.Parallel()
	n := 0
	for _, file := range promises(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if agree(t, data) {
			n++
		} else if _, err := oracle(data); err == nil {
			_, faults := Read(data)
			t.Errorf("%s: the library takes it and we do not: %v", file, faults)
		}
	}
	if n < 6 {
		t.Errorf("only %d files", n)
	}
}

func promises(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../../examples/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestBothRefuse lists what neither takes, so that the library would notice if we did.
func TestBothRefuse(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "# nothing\n", "a: b: c\n", "a: - b\n", "a: [b\n", "a: {b: c\n", "a: \"b\n", "a: 'b\n", "a: [b]]\n", "a: }\n", "a:\n  b: 1\n c: 2\n", "a: 1\n  b: 2\n", "a: b\n c: d\n",
		"- a\nb: c\n", "a: b\n- c\n", "a\nb: c\n", "a: \"\\q\"\n", "a: \"\\ud800\"\n", "a: \"\\U00110000\"\n", "a: \"\\x4\"\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a: [,]\n", "a: [b,,c]\n", "a: {,}\n",
		"a: \"b\"c\n", "a: 'b' c\n", "a: [b] c\n", "a: |x\n  b\n", "a: |0\n  b\n", "a: |\n    b\n   c\n", "a: |\n\tb\n", "a: >\n     \n  b\n", "a:\n\tb: c\n", "\ta: b\n", "a: [\nb\n", "  a: b\nc: d\n",
		"a: &x 1\n", "a: *x\n", "a: !!str b\n", "*x: b\n", "&x a: b\n", "? [a]\n: b\n", "[a]: b\n", "{a: b}: c\n", "a: {b}\n", "a: {b: }\n", "a: {b: c, b: d}\n", "a: 1\na: 2\n", "<<: {a: b}\n", "a: {<<: {b: c}}\n",
		"%YAML 1.2\n---\na: b\n", "a: b\n---\nc: d\n", "a: b\n...\nc: d\n", "---\na: b\n---\n", "a: \xff\n", "a: \x00\n", "a: \x07\n", "a: \uffff\n",
		"a: [b: c: d]\n", "\"a\nb\": c\n", "a: b #c\n  d\n", "a: |\n  b\n c\n", "- - a\n - b\n", "a: 'b'#c\n", "a: [b]#c\n", strings.Repeat("[", 40) + strings.Repeat("]", 40),
	} {
		if n, faults := Read([]byte(s)); len(faults) == 0 {
			t.Errorf("we take %.60q as %+v", s, n)
		}
		if n, err := oracle([]byte(s)); err == nil {
			t.Errorf("the library takes %.60q as %+v", s, n)
		}
	}
}

// TestWeRefuseMore lists what the library takes and the language does not: it would mean
// something else than it seems to say, or has a plainer spelling.
func TestWeRefuseMore(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"a: \u007f\n", "a: \u0080\n", "a: b\n\ufeffc: d\n", "a: \"b\n\"\n", strings.Repeat("x", 1100) + ": y\n", "a: \"\\0\"\n", "a: \"\\e[1m\"\n", "a: \"\\u2028\"\n", "a: b\u2028c\n", "a: b\u0085c\n", "a: b\rc: d\n",
		"a:\tb\n", "? a\n: b\n", "a: [b: c]\n", "a: b\n...\n", "--- {a: b}\n", "|\n  a\n", "a: :b\n", "a: ?b\n", "a: [\nb]\n",
	} {
		if n, faults := Read([]byte(s)); len(faults) == 0 {
			t.Errorf("we take %.60q as %+v", s, n)
		} else if faults[0].Line < 1 || faults[0].Column < 1 || faults[0].Mend == "" {
			t.Errorf("%.60q: %+v", s, faults[0])
		}
	}
}

// TestChangedDocumentsReadAsTheLibraryReadsThem takes documents apart, puts lines of
// others between theirs and changes bytes, so that most are nearly right.
func TestChangedDocumentsReadAsTheLibraryReadsThem(t *testing.T) {
	t.Parallel()
	sources := samples
	for _, file := range promises(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, string(data))
	}
	pieces := []string{" ", "  ", "\n", "\t", ":", ": ", "- ", "#", " #", ",", "[", "]", "{", "}", "'", "\"", "\\", "|", ">", "&a ", "*a", "!x ", "?", "---\n", "a: b\n", "\n\n", "ä", "~", "-", "+", "1", "\r\n"}
	taken, drawn := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		lines := strings.SplitAfter(rapid.SampledFrom(sources).Draw(t, "source"), "\n")
		from := rapid.IntRange(0, len(lines)-1).Draw(t, "from")
		text := strings.Join(lines[from:min(len(lines), from+rapid.IntRange(1, 12).Draw(t, "lines"))], "")
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			at := rapid.IntRange(0, len(text)).Draw(t, "at")
			cut := rapid.IntRange(0, min(2, len(text)-at)).Draw(t, "cut")
			text = text[:at] + rapid.SampledFrom(pieces).Draw(t, "piece") + text[at+cut:]
		}
		drawn++
		if agree(t, []byte(text)) {
			taken++
		}
	})
	if taken < drawn/20 {
		t.Errorf("took %d of %d documents: this compares little", taken, drawn)
	}
}

func FuzzAgree(f *testing.F) {
	for _, s := range samples {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { agree(t, data) })
}
