// SPDX-License-Identifier: EUPL-1.2

package strict

import (
	"strings"
	"testing"
)

func TestFaultsNameWhatAndWhere(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in           string
		line, column int
		what         string
	}{
		"an empty file":                         {"", 1, 1, "empty"},
		"a comment alone":                       {"# nothing\n", 1, 1, "empty"},
		"an anchor":                             {"a: &x 1\nb: 2\n", 1, 4, "anchor &x"},
		"an alias":                              {"a: &x 1\nb: *x\n", 2, 4, "alias *x"},
		"a merge key":                           {"a:\n  <<: {b: 1}\n", 2, 3, "merge key"},
		"a tag on a value":                      {"a: !!str 1\n", 1, 4, "tag"},
		"an own tag on a map":                   {"a: !thing {b: 1}\n", 1, 4, "tag"},
		"a second document":                     {"a: 1\n---\nb: 2\n", 2, 1, "second document"},
		"a repeated key":                        {"a: 1\nb: 2\na: 3\n", 3, 1, "again; it stood on line 1"},
		"a directive":                           {"%YAML 1.1\n---\na: 1\n", 1, 1, "directive"},
		"bytes that are not UTF-8":              {"a: 1\nb: \xff\n", 2, 4, "UTF-8"},
		"a control character":                   {"a: \x00\n", 1, 4, "control"},
		"a comma without quotes in braces":      {"t: {nb: Hei, verden, en: Hello}\n", 1, 14, "without quotes"},
		"a colon without quotes in braces":      {"t: {nb: Merk: dette, en: Hello}\n", 1, 0, "YAML"},
		"a map as a key":                        {"? {a: 1}\n: 2\n", 1, 3, "a key is a map"},
		"a tab for indentation":                 {"a:\n\tb: 1\n", 2, 0, "YAML"},
		"a bracket that is not closed":          {"a: [1, 2\n", 0, 0, "YAML"},
		"nesting beyond the depth":              {strings.Repeat("[", 5000), 1, 0, "deep"},
		"nesting beyond the depth in blocks":    {strings.Repeat("- ", 5000) + "a", 1, 0, "deep"},
		"a file larger than any promise":        {"a: " + strings.Repeat("x", MaxSize), 1, 1, "bytes"},
		"an alias bomb":                         {"a: &a [1,1,1]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]\n", 1, 4, "anchor"},
		"a key without a value inside a braces": {"t: {nb}\n", 1, 5, "without quotes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, faults := Read([]byte(c.in))
			if len(faults) == 0 {
				t.Fatalf("Read took %.40q without a word", c.in)
			}
			f := faults[0]
			for _, other := range faults {
				if !strings.Contains(f.What, c.what) {
					f = other
				}
			}
			if !strings.Contains(f.What, c.what) {
				t.Errorf("says %q, want something about %q", f.What, c.what)
			}
			if c.line > 0 && f.Line != c.line || c.column > 0 && f.Column != c.column {
				t.Errorf("points at %d:%d, want %d:%d (%s)", f.Line, f.Column, c.line, c.column, f.What)
			}
			if f.Mend == "" {
				t.Errorf("does not say what would mend it: %s", f.What)
			}
		})
	}
}

func TestReadKeepsOrderPositionsAndQuotes(t *testing.T) {
	t.Parallel()
	n, faults := Read([]byte("b: NO\na: {x: \"1, 2\", y: [p, q]}\nc:\n"))
	if len(faults) != 0 {
		t.Fatalf("faults: %v", faults)
	}
	if got := n.Entries[0].Key + n.Entries[1].Key + n.Entries[2].Key; got != "bac" {
		t.Errorf("keys in order %q, want bac", got)
	}
	if v := n.Entries[0].Value; v.Value != "NO" || v.Quoted || v.Null {
		t.Errorf("NO was read as %+v; it is Norway, no boolean", v)
	}
	x := n.Entries[1].Value.Entries[0]
	if x.Value.Value != "1, 2" || !x.Value.Quoted || x.Line != 2 || x.Column != 5 {
		t.Errorf("x read as %+v at %d:%d", x.Value, x.Line, x.Column)
	}
	if !n.Entries[2].Value.Null {
		t.Error("a key without a value in a block was not marked as null")
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"a: 1", "a: {b: [c, {d: e}]}", "- x\n- y", "a: |\n  b\n", "? a\n: b", "&a *a", "{{{{", "a: *b", "--- !!x\n%"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n, faults := Read(data)
		if n == nil && len(faults) == 0 {
			t.Fatal("neither a node nor a fault")
		}
		for _, x := range faults {
			if x.Line < 1 || x.Column < 1 || x.What == "" {
				t.Fatalf("a fault without place or words: %+v", x)
			}
		}
	})
}
