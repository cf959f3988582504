// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

func TestTheCommittedPagesAreUpToDate(t *testing.T) {
	t.Parallel()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"table-spec.schema.json": append(text, '\n'), "table-spec.md": []byte(Reference())} {
		got, err := os.ReadFile("../../docs/" + name)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/%s is out of date: run go generate ./sdc/release (%v)", name, err)
		}
	}
}

// paths lists every key that is read.
func paths(s *shape, path string) (out []string) {
	if s.each != nil {
		return paths(s.each, path)
	}
	for _, k := range s.keys {
		out = append(out, join(path, k.name))
		out = append(out, paths(k.value, join(path, k.name))...)
	}
	return out
}

func TestEveryKeyIsExplainedWithAnExampleThatIsRead(t *testing.T) {
	t.Parallel()
	read := paths(grammar, "")
	for path := range keys {
		if !slices.Contains(read, path) {
			t.Errorf("%s is explained and not read", path)
		}
	}
	for _, path := range read {
		k := keys[path]
		if k.about == "" || k.example == "" {
			t.Errorf("%s is not explained", path)
			continue
		}
		var n yaml.Node
		if err := yaml.Unmarshal([]byte(k.example), &n); err != nil {
			t.Fatal(err)
		}
		s := grammar
		for name := range strings.SplitSeq(path, "/") {
			if s.each != nil && s.kind == isList {
				s = s.each
			}
			s = s.key(name)
		}
		c := &checker{source: "example"}
		c.check(n.Content[0], s, path)
		if err := c.err(); err != nil {
			t.Errorf("the example of %s is refused: %v", path, err)
		}
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(SchemaAddress, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(SchemaAddress)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON is a YAML text as an editor hands it to a schema.
func asJSON(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	var walk func(v any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				v[k] = walk(x)
			}
		case map[any]any:
			out := map[string]any{}
			for k, x := range v {
				out[fmt.Sprint(k)] = walk(x)
			}
			return out
		case []any:
			for i, x := range v {
				v[i] = walk(x)
			}
		case time.Time:
			return v.Format(time.DateOnly)
		}
		return v
	}
	return walk(v)
}

func TestTheExamplesKeepToTheSchemaAndAreRead(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	files, err := filepath.Glob("../../examples/tables/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(asJSON(t, string(text))); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		if _, err := Read(bytes.NewReader(text), filepath.Base(f)); err != nil {
			t.Error(err)
		}
	}
}

const right = "dimensions: [{name: a, levels: [x]}]\n"

// TestWhatTheSchemaRefusesIsRefusedWhenItIsRead names what both refuse, with
// the words and the place that whoever writes it gets.
func TestWhatTheSchemaRefusesIsRefusedWhenItIsRead(t *testing.T) {
	t.Parallel()
	s := compiled(t)
	if err := s.Validate(asJSON(t, right)); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"unit: u\n":                                       "line 1, column 1: no dimensions: ",
		"dimensions: []\n":                                "line 1, column 13: dimensions is an empty list",
		"dimensions: [{}]\n":                              "dimensions has no name",
		right + "colour: blue\n":                          `line 2, column 1: there is no key "colour" at the top; the keys here are title, unit`,
		right + "rules: {dominence: 1}\n":                 `line 2, column 9: there is no key "dominence" under rules; did you mean "dominance"?`,
		right + "minimum-units: 3\n":                      `there is no key "minimum-units" at the top; it stands under rules`,
		right + "rules: {ties: save}\n":                   `rules / ties: "save" is not known; did you mean "safe"?`,
		right + "rules: {ties: perhaps}\n":                `rules / ties: write sensitive or safe, not "perhaps"`,
		right + "rules: {p-percent: .NaN}\n":              "no share in percent",
		right + "rules: {p-percent: 0}\n":                 "a share has to be above 0",
		right + "rules: {dominance: {n: 1, k: -5}}\n":     "no share in percent",
		right + "rules: {dominance: {n: 0, k: 5}}\n":      "rules / dominance / n is a whole number from 1",
		right + "rules: {dominance: {n: 1}}\n":            "rules / dominance has no k",
		right + "rules: {minimum-units: 2.5}\n":           `rules / minimum-units is a whole number, not "2.5"`,
		right + "rules: {minimum-units: -3}\n":            "from 1 to 1000000000, not -3",
		right + "rules: {minimum-by-level: {unit: no}}\n": `is a whole number, not "no"`,
		right + "reference-date: yesterday\n":             `reference-date: "yesterday" is no date`,
		right + "secondary: {zeros: hidden}\n":            "secondary / zeros: write free or open or protect",
		right + "secondary: {interval: 10}\n":             `"10" is no share`,
		right + "secondary: {singletons: perhaps}\n":      `secondary / singletons is true or false, not "perhaps"`,
		right + "secondary: all\n":                        "secondary holds keys (such as secondary: ",
		right + "decimals: 12\n":                          "decimals is from 0 to 9, not 12",
		right + "levels-of-protection: enterprise\n":      "levels-of-protection is a list: write it in brackets",
		right + "title: {en: Turnover}\n":                 "title is a single value",
		right + "value:\n":                                "value has no value (such as value: turnover)",
		right + "separator: ab\n":                         "is not one character",
	} {
		if err := s.Validate(asJSON(t, text)); err == nil {
			t.Errorf("the schema takes %q", text)
		}
		_, err := Read(strings.NewReader(text), "table.yaml")
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "table.yaml: line ") {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

// TestWhatOnlyReadingRefuses is what no schema can say.
func TestWhatOnlyReadingRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                     "is empty",
		"# nothing\n":                          "is empty",
		"a: [\n":                               "table.yaml: ",
		right + "---\n" + right:                "a second document begins",
		right + "unit: a\nunit: b\n":           `the key "unit" stands twice, first in line 2`,
		"dimensions: [{name: a}]\n":            "either levels",
		"dimensions: [{name: a, column: x}]\n": "goes with a hierarchy",
		"dimensions: [{name: a, column: x, prefix: [2, 1]}]\n":                    "have to increase",
		"dimensions: [{name: a, levels: [x], prefix: [2]}]\n":                     "go with one column",
		"dimensions: [{name: a, levels: [x]}, {name: a, levels: [y]}]\n":          "two dimensions are called",
		"dimensions: [{name: a, levels: [x], groups: [{code: g, members: [m]}]}]": "so they go with a hierarchy",
		right + "rules: {row-of: [b]}\n":                                          `row-of names "b"`,
		right + "tables: [[b]]\n":                                                 `tables names "b"`,
		right + "given: {count: n}\nunit: u\n":                                    "given sums know no units",
		"dimensions: &d [{name: a, levels: [x]}]\ntables: *d\n":                   "anchors and aliases are not read",
		strings.Repeat("x", maxSpec+1):                                            "is this the data?",
	} {
		_, err := Read(strings.NewReader(text), "table.yaml")
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: got %v, want %q", text, err, want)
		}
	}
}

func TestAllProblemsAreToldAtOnceAndNotTooMany(t *testing.T) {
	t.Parallel()
	_, err := Read(strings.NewReader(right+"rules: {ties: perhaps, colour: blue}\ndecimals: 20\n"), "table.yaml")
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("want three lines: %v", err)
	}
	var many strings.Builder
	many.WriteString(right)
	for i := range 100 {
		fmt.Fprintf(&many, "key%d: 1\n", i)
	}
	if _, err = Read(strings.NewReader(many.String()), "table.yaml"); err == nil || !strings.Contains(err.Error(), "and 80 more problems") {
		t.Errorf("got %v", err)
	}
}

// TestTheShapeIsThatOfTheTypes guards what is told by reflection against a
// kind that it does not know.
func TestTheShapeIsThatOfTheTypes(t *testing.T) {
	t.Parallel()
	if got := shapeOf(reflect.TypeFor[[]*PQ]()); got.kind != isList || got.each.kind != isMap || len(got.each.keys) != 2 {
		t.Errorf("got %+v", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(specText)
	f.Add(right + "secondary: none\n")
	f.Add("dimensions: [{name: a, column: c, prefix: [1]}]\nrules: {pq: {p: 1, q: 2}, dominance: [{n: 1, k: 7,5}]}\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Read(strings.NewReader(text), "table.yaml")
		if err != nil {
			return
		}
		if len(s.Dimensions) == 0 {
			t.Error("a specification without dimensions is accepted")
		}
		if _, err := s.rules(); err != nil {
			t.Errorf("rules that were read are refused later: %v", err)
		}
		if _, err := s.protection(); err != nil {
			t.Errorf("a protection that was read is refused later: %v", err)
		}
		_, _, _ = s.layout(fstest.MapFS{}, "rows.csv")
	})
}
