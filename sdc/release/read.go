// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"github.com/lupaus/lupaus/sdc"
)

// maxSpec bounds a specification; the largest sensible one is far below.
const maxSpec = 1 << 20

// maxProblems bounds how many problems are told at once.
const maxProblems = 20

// UnmarshalYAML takes one mapping or a list of them.
func (s *several) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.SequenceNode {
		var many []Dominance
		if err := n.Decode(&many); err != nil {
			return err
		}
		*s = many
		return nil
	}
	var one Dominance
	if err := n.Decode(&one); err != nil {
		return err
	}
	*s = several{one}
	return nil
}

// UnmarshalYAML takes the word none or a mapping.
func (s *Secondary) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode && n.Value == "none" {
		s.None = true
		return nil
	}
	type plain Secondary
	return n.Decode((*plain)(s))
}

// Read reads a specification strictly. What is wrong is told with line and
// column, all of it at once, with the key that was probably meant.
func Read(r io.Reader, source string) (*Spec, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSpec+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", source, err)
	}
	if len(text) > maxSpec {
		return nil, fmt.Errorf("%s: a specification has at most %d bytes; is this the data?", source, maxSpec)
	}
	var root yaml.Node
	in := yaml.NewDecoder(bytes.NewReader(text))
	if err := in.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: the specification is empty", source)
		}
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 || root.Content[0].Tag == "!!null" {
		return nil, fmt.Errorf("%s: the specification is empty", source)
	}
	var second yaml.Node
	if err := in.Decode(&second); err == nil {
		return nil, fmt.Errorf("%s: a second document begins; a file holds one specification", source)
	} else if !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	c := &checker{source: source}
	c.check(root.Content[0], grammar, "")
	if err := c.err(); err != nil {
		return nil, err
	}
	s := &Spec{text: text}
	if err := root.Content[0].Decode(s); err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return s, s.whole(c, root.Content[0])
}

// checker walks a document beside its shape and collects what is wrong.
type checker struct {
	source   string
	problems []error
	more     int
}

func (c *checker) say(n *yaml.Node, format string, args ...any) {
	if len(c.problems) == maxProblems {
		c.more++
		return
	}
	c.problems = append(c.problems, fmt.Errorf("%s: line %d, column %d: %s", c.source, n.Line, n.Column, fmt.Sprintf(format, args...)))
}

func (c *checker) err() error {
	if c.more > 0 {
		c.problems = append(c.problems, fmt.Errorf("%s: and %d more problems", c.source, c.more))
		c.more = 0
	}
	return errors.Join(c.problems...)
}

// check wants a node to be of a shape.
func (c *checker) check(n *yaml.Node, s *shape, path string) {
	if n.Kind == yaml.AliasNode {
		c.say(n, "%s: anchors and aliases are not read; write it out", place(path))
		return
	}
	if n.Kind == yaml.ScalarNode && slices.Contains(s.also, n.Value) {
		return
	}
	switch s.kind {
	case isMap, isEntries:
		c.mapping(n, s, path)
	case isList:
		if s.lone && n.Kind == yaml.MappingNode {
			c.check(n, s.each, path)
			return
		}
		if n.Kind != yaml.SequenceNode {
			c.say(n, "%s is a list: write it in brackets%s", place(path), example(path))
			return
		}
		if len(n.Content) == 0 {
			c.say(n, "%s is an empty list: leave the key out, or name something%s", place(path), example(path))
		}
		for _, item := range n.Content {
			c.check(item, s.each, path)
		}
	default:
		c.scalar(n, s, path)
	}
}

// mapping checks keys: known, not twice, and none missing.
func (c *checker) mapping(n *yaml.Node, s *shape, path string) {
	if n.Kind != yaml.MappingNode {
		c.say(n, "%s holds keys%s", place(path), example(path))
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			c.say(k, "a key has to be a word")
			continue
		}
		if line, twice := seen[k.Value]; twice {
			c.say(k, "the key %q stands twice, first in line %d", short(k.Value), line)
			continue
		}
		seen[k.Value] = k.Line
		if s.kind == isEntries {
			c.check(v, s.each, path)
			continue
		}
		value := s.key(k.Value)
		if value == nil {
			c.unknown(k, s, path)
			continue
		}
		c.check(v, value, join(path, k.Value))
	}
	for _, k := range s.keys {
		if _, ok := seen[k.name]; !ok && keys[join(path, k.name)].needed {
			what := "no " + k.name
			if path != "" {
				what = place(path) + " has " + what
			}
			c.say(n, "%s: %s%s", what, keys[join(path, k.name)].about, example(join(path, k.name)))
		}
	}
}

// unknown says what was probably meant: a key of this place, or where else it stands.
func (c *checker) unknown(k *yaml.Node, s *shape, path string) {
	mend := "the keys here are " + strings.Join(s.names(), ", ")
	if near := nearest(k.Value, s.names()); near != "" {
		mend = fmt.Sprintf("did you mean %q?", near)
	} else if at := elsewhere(k.Value); at != "" {
		mend = fmt.Sprintf("it stands under %s", place(at))
	}
	c.say(k, "there is no key %q %s; %s", short(k.Value), under(path), mend)
}

// elsewhere finds the place of a key that was put somewhere else.
func elsewhere(name string) string {
	for _, path := range sortedPaths() {
		if at, ok := strings.CutSuffix(path, "/"+name); ok {
			return at
		}
	}
	return ""
}

// scalar checks a value by kind and form.
func (c *checker) scalar(n *yaml.Node, s *shape, path string) {
	k := keys[path]
	if n.Kind != yaml.ScalarNode {
		c.say(n, "%s is a single value%s", place(path), example(path))
		return
	}
	if n.Tag == "!!null" || n.Value == "" {
		c.say(n, "%s has no value%s", place(path), example(path))
		return
	}
	if !utf8.ValidString(n.Value) {
		c.say(n, "%s is not text in UTF-8", place(path))
		return
	}
	switch {
	case s.kind == isBoolean && n.Tag != "!!bool":
		c.say(n, "%s is true or false, not %q", place(path), short(n.Value))
	case s.kind == isWhole:
		var v int64
		if err := n.Decode(&v); err != nil || n.Tag != "!!int" {
			c.say(n, "%s is a whole number, not %q", place(path), short(n.Value))
			return
		}
		c.number(n, v, k.form, path)
	case s.kind == isText:
		if wrong := k.wrong(n.Value); wrong != "" {
			c.say(n, "%s: %s", place(path), wrong)
		}
	}
}

func (c *checker) number(n *yaml.Node, v int64, form, path string) {
	switch {
	case form == formDecimals && (v < 0 || v > sdc.MaxDecimals):
		c.say(n, "%s is from 0 to %d, not %d", place(path), sdc.MaxDecimals, v)
	case form != formDecimals && (v < 1 || v > 1e9):
		c.say(n, "%s is a whole number from 1 to 1000000000, not %d", place(path), v)
	}
}

// wrong says what is wrong with the form of a text, "" when nothing is.
func (k key) wrong(text string) string {
	switch k.form {
	case formWord:
		if !slices.Contains(k.words, text) {
			if near := nearest(text, k.words); near != "" {
				return fmt.Sprintf("%q is not known; did you mean %q?", short(text), near)
			}
			return fmt.Sprintf("write %s, not %q", strings.Join(k.words, " or "), short(text))
		}
	case formPercent:
		p, err := sdc.ParsePercent(text)
		if err != nil {
			return err.Error()
		}
		if p == (sdc.Percent{}) || p.String() == "0" {
			return "a share has to be above 0 percent"
		}
	case formShare:
		const decimals = 6
		if v, err := sdc.ParseNumber(text, decimals); err != nil || v < 0 || v > 1e6 {
			return fmt.Sprintf("%q is no share: write a number from 0 to 1, such as 0.10", short(text))
		}
	case formDate:
		if _, err := time.Parse(time.DateOnly, text); err != nil {
			return fmt.Sprintf("%q is no date: write it as 2026-12-31", short(text))
		}
	case formNumber:
		const decimals = 9
		if v, err := sdc.ParseNumber(text, decimals); err != nil || v <= 0 {
			return fmt.Sprintf("%q is no number above 0", short(text))
		}
	case formCharacter:
		if utf8.RuneCountInString(text) != 1 || text == "\n" || text == "\r" || text == `"` {
			return fmt.Sprintf("%q is not one character that can stand between columns", short(text))
		}
	}
	return ""
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}

// place names a key for people.
func place(path string) string {
	if path == "" {
		return "the specification"
	}
	return strings.ReplaceAll(path, "/", " / ")
}

func under(path string) string {
	if path == "" {
		return "at the top"
	}
	return "under " + place(path)
}

// example shows how a key is written.
func example(path string) string {
	k, ok := keys[path]
	if !ok {
		return ""
	}
	name := path[strings.LastIndex(path, "/")+1:]
	return fmt.Sprintf(" (such as %s: %s)", name, k.example)
}

// short cuts a text that is quoted in an error.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "..."
	}
	return s
}

// sortedPaths lists all paths, shorter ones first.
func sortedPaths() []string {
	out := make([]string, 0, len(keys))
	for p := range keys {
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b string) int {
		if n := strings.Count(a, "/") - strings.Count(b, "/"); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	return out
}
