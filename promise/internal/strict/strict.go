// SPDX-License-Identifier: EUPL-1.2

// Package strict reads the part of YAML 1.2 that the promise language is written in:
// one document of maps, lists and plain values, and nothing that makes a text mean
// something else than it seems to say. Anchors, aliases, merge keys, tags, directives
// and second documents are faults, as are repeated keys; each fault has a position and
// says what would mend it. The size and depth that it reads are bounded, so that no
// input can exhaust the program.
package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// MaxSize is the largest file read, in bytes: a hundred times a long promise.
const MaxSize = 1 << 20

// MaxDepth is how deep maps and lists may nest; promises need about eight.
const MaxDepth = 32

// Kind says what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	Map
	List
)

// Node is a value with its place in the file. Line and Column count from 1.
type Node struct {
	Kind Kind
	// File is "" for what stands where it was read; whoever puts a node of another
	// file in its place names that file here.
	File         string
	Line, Column int
	Value        string // of a scalar
	Quoted       bool   // the scalar stood in quotes or in a block
	Null         bool   // the value was left out or written as null
	Entries      []Entry
	Items        []*Node
}

// Entry is one key with its value.
type Entry struct {
	Key          string
	Line, Column int
	Value        *Node
}

// Fault is something the reader does not take.
type Fault struct {
	Line, Column int
	Repeated     bool // a key that stands twice in one map
	What, Mend   string
}

// Read reads one document. The node is nil when the text could not be read at all.
func Read(data []byte) (*Node, []Fault) {
	if f, bad := unreadable(data); bad {
		return nil, []Fault{f}
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithV4Defaults(),
		yaml.WithUniqueKeys(false), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(MaxDepth))))
	if err != nil {
		return nil, []Fault{{What: "the YAML reader could not start: " + err.Error()}}
	}
	var doc yaml.Node
	if err := loader.Load(&doc); errors.Is(err, io.EOF) {
		return nil, []Fault{{Line: 1, Column: 1, What: "the file is empty", Mend: "begin it with kind, id and version"}}
	} else if err != nil {
		return nil, []Fault{explain(err)}
	}
	w := walker{}
	root := w.node(&doc)
	var second yaml.Node
	if err := loader.Load(&second); err == nil {
		w.fault(&second, "a second document begins in the same file", "put it into a file of its own")
	} else if !errors.Is(err, io.EOF) {
		w.faults = append(w.faults, explain(err))
	}
	return root, w.faults
}

var directive = regexp.MustCompile(`(?m)^%`)

// unreadable finds what would make the YAML library guess: other encodings, control
// characters, directives, and files far beyond any promise.
func unreadable(data []byte) (Fault, bool) {
	if len(data) > MaxSize {
		return Fault{Line: 1, Column: 1, What: fmt.Sprintf("the file has %d bytes; the largest that is read has %d", len(data), MaxSize),
			Mend: "split it, or move long lists elsewhere"}, true
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		bad := r == utf8.RuneError && n == 1
		if bad || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			line, col := position(data, i)
			what, mend := "the text holds a control character", "take it out"
			if bad {
				what, mend = "the text is not valid UTF-8 here", "save the file as UTF-8"
			}
			return Fault{Line: line, Column: col, What: what, Mend: mend}, true
		}
		i += n
	}
	if at := directive.FindIndex(data); at != nil {
		line, col := position(data, at[0])
		return Fault{Line: line, Column: col, What: "a line begins with %, which YAML takes for a directive", Mend: "take the line out, or quote the text"}, true
	}
	return Fault{}, false
}

func position(data []byte, at int) (line, column int) {
	before := data[:at]
	line = 1 + bytes.Count(before, []byte("\n"))
	column = 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return line, column
}

// explain turns an error of the YAML library into words for the writer of a promise.
func explain(err error) Fault {
	f := Fault{Line: 1, Column: 1, What: "the file is not well-formed YAML: " + err.Error(), Mend: "check indentation, brackets and quotes near this place"}
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return f
	}
	f.Line, f.Column = max(load.Mark.Line, 1), max(load.Mark.Column, 1)
	f.What = "the file is not well-formed YAML here: " + load.Message
	switch {
	case strings.Contains(load.Message, "mapping values are not allowed"), strings.Contains(load.Message, "did not find expected ',' or"):
		f.Mend = "a text with a colon, comma, bracket or brace is written in quotes: \"like: this\""
	case strings.Contains(load.Message, "max depth"), strings.Contains(load.Message, "depth"):
		f.What = "maps and lists are nested more than " + strconv.Itoa(MaxDepth) + " deep"
		f.Mend = "flatten them; the language needs about eight levels"
	case strings.Contains(load.Message, "tab"), strings.Contains(load.Message, "cannot start any token"):
		f.Mend = "indent with spaces, and quote a text that begins with a special character"
	}
	return f
}

type walker struct{ faults []Fault }

func (w *walker) fault(n *yaml.Node, what, mend string) {
	w.faults = append(w.faults, Fault{Line: max(n.Line, 1), Column: max(n.Column, 1), What: what, Mend: mend})
}

// node turns a library node into ours.
func (w *walker) node(n *yaml.Node) *Node {
	out := &Node{Line: n.Line, Column: n.Column}
	if n.Anchor != "" {
		w.fault(n, "the anchor &"+n.Anchor+" is not part of the language", "write the value out where it is needed")
	}
	if n.Style&yaml.TaggedStyle != 0 && n.Kind != yaml.DocumentNode {
		w.fault(n, "the tag "+n.Tag+" is not part of the language", "take the tag out; quote the value if it is a text")
	}
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 1 {
			return w.node(n.Content[0])
		}
		out.Null = true
	case yaml.AliasNode:
		w.fault(n, "the alias *"+n.Value+" is not part of the language", "write the value out where it is needed")
		out.Null = true
	case yaml.ScalarNode:
		out.Value = n.Value
		out.Quoted = n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		out.Null = !out.Quoted && n.Tag == "!!null"
	case yaml.SequenceNode:
		out.Kind = List
		for _, c := range n.Content {
			out.Items = append(out.Items, w.node(c))
		}
	case yaml.MappingNode:
		out.Kind = Map
		w.entries(n, out)
	}
	return out
}

func (w *walker) entries(n *yaml.Node, out *Node) {
	flow := n.Style&yaml.FlowStyle != 0
	seen := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind == yaml.AliasNode || key.Anchor != "":
			w.fault(key, "a key is written with an anchor or alias", "write the key out")
			continue
		case key.Kind != yaml.ScalarNode:
			w.fault(key, "a key is a map or a list", "a key is one word; quote it if it holds brackets or braces")
			continue
		case key.Style&yaml.TaggedStyle != 0:
			w.fault(key, "the tag "+key.Tag+" is not part of the language", "take the tag out")
			continue
		case key.Value == "<<" && key.Style == 0:
			w.fault(key, "the merge key << is not part of the language", "write the entries out")
			continue
		}
		if line, twice := seen[key.Value]; twice {
			w.faults = append(w.faults, Fault{Line: key.Line, Column: key.Column, Repeated: true,
				What: fmt.Sprintf("the key %q stands here again; it stood on line %d already", key.Value, line), Mend: "give each entry a key of its own"})
			continue
		}
		seen[key.Value] = key.Line
		if flow && value.Kind == yaml.ScalarNode && value.Tag == "!!null" && value.Style&yaml.TaggedStyle == 0 && value.Value == "" {
			w.fault(key, fmt.Sprintf("%q in braces has no value: a text with a comma or colon was probably written without quotes", key.Value),
				`write the whole text in quotes: {en: "first, second"}`)
			continue
		}
		out.Entries = append(out.Entries, Entry{Key: key.Value, Line: key.Line, Column: key.Column, Value: w.node(value)})
	}
}
