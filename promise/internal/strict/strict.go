// SPDX-License-Identifier: EUPL-1.2

// Package strict reads the part of YAML 1.2 that the promise language is written in:
// one document of maps, lists and plain values, and nothing that makes a text mean
// something else than it seems to say. Anchors, aliases, merge keys, tags, directives
// and second documents are faults, as are repeated keys; each fault has a position and
// says what would mend it. The size, the depth and the number of values that it reads are
// bounded, so that no input can exhaust the program.
//
// The reader is written by hand, because a thousand files have to be read while somebody
// waits for the answer. Its tests compare it with a YAML library: whatever it takes, the
// library takes too and reads as the same tree.
package strict

import "fmt"

// MaxSize is the largest file read, in bytes: four hundred times a long promise.
const MaxSize = 4 << 20

// MaxDepth is how deep maps and lists may nest; promises need about eight.
const MaxDepth = 32

// MaxValues is how many maps, lists and single values a file may hold. The largest file
// has room for more only if it is a list of single letters.
const MaxValues = 1 << 20

// MaxFaults is how many faults of a file are told; nobody mends more at a time.
const MaxFaults = 100

// Kind says what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Scalar Kind = iota
	Map
	List
)

// Node is a value with its place in the file. Line and Column count from 1; a column is
// a character, not a byte.
type Node struct {
	Kind         Kind
	Quoted       bool // the scalar stood in quotes or in a block
	Null         bool // the value was left out or written as null
	Line, Column int
	// File is "" for what stands where it was read; whoever puts a node of another
	// file into a tree names it here.
	File    string
	Value   string // of a scalar
	Entries []Entry
	Items   []*Node
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
	return new(Reader).Read(string(data))
}

// Reader reads one document after the other and uses the memory of the nodes again. The
// zero Reader is ready; one goroutine uses it at a time.
type Reader struct {
	reader
}

// Read reads one document. The nodes are valid until the next call; the texts in them
// are parts of the text given and stay valid.
func (r *Reader) Read(text string) (*Node, []Fault) {
	r.start(text)
	if f, bad := r.examine(); bad {
		return nil, []Fault{f}
	}
	r.src = r.src[:r.end]
	root := r.document()
	if r.broken {
		root = nil
	}
	return root, r.faults
}

// reader is the state of reading one document.
type reader struct {
	src   string
	end   int  // where the document ends, found by examine: at the end of src, or where a second one begins
	ascii bool // all of src is ASCII: columns are bytes
	pos   int
	line  int // counts from 1
	begin int // where the line begins
	// col is how many bytes stand before the token that is looked at, after endLine; -1
	// at the end of the document.
	col int
	// known and knownColumn are a position in this line and its column, so that columns
	// of long lines are counted once.
	known, knownColumn int

	// indent is where the block stands around the braces or brackets that are read.
	indent int

	depth, values int
	faults        []Fault
	broken        bool // the text cannot be read on
	marked        bool // three hyphens stood before the document
	second        Fault

	nodes   arena[Node]
	entries arena[Entry]
	items   arena[*Node]
	// openEntries and openItems hold what maps and lists that are not closed yet have.
	openEntries []Entry
	openItems   []*Node
	seen        []map[string]int
	text        []byte // what a scalar of several lines or with escapes is put together in
}

// start makes the reader ready for a text.
func (r *reader) start(text string) {
	r.nodes.reset()
	r.entries.reset()
	r.items.reset()
	*r = reader{src: text, end: len(text), line: 1, ascii: true, known: -1, nodes: r.nodes, entries: r.entries, items: r.items,
		openEntries: r.openEntries[:0], openItems: r.openItems[:0], seen: r.seen, text: r.text[:0]}
}

// at returns the byte at a place, or 0 at the end, where no text has one.
func (r *reader) at(i int) byte {
	if uint(i) < uint(len(r.src)) {
		return r.src[i]
	}
	return 0
}

// column returns the column of a place in the line that is read.
func (r *reader) column(at int) int {
	if r.ascii {
		return at - r.begin + 1
	}
	if r.known < r.begin || r.known > at {
		r.known, r.knownColumn = r.begin, 1
	}
	for ; r.known < at; r.known++ {
		if r.src[r.known]&0xC0 != 0x80 {
			r.knownColumn++
		}
	}
	return r.knownColumn
}

// report notes a fault that reading can go on after.
func (r *reader) report(f Fault) {
	if len(r.faults) < MaxFaults {
		r.faults = append(r.faults, f)
		return
	}
	if !r.broken {
		r.broken = true
		r.faults = append(r.faults, Fault{Line: f.Line, Column: f.Column, What: "more faults follow from here on", Mend: "mend these first"})
	}
}

// fail ends reading: what follows cannot be understood.
func (r *reader) fail(at int, what, mend string) *Node {
	if !r.broken {
		r.broken = true
		r.faults = append(r.faults, Fault{Line: r.line, Column: r.column(at), What: what, Mend: mend})
	}
	return nil
}

// malformed is fail for what YAML would not take either.
func (r *reader) malformed(at int, what, mend string) *Node {
	return r.fail(at, "the file is not well-formed YAML here: "+what, mend)
}

// node returns a new node at a place of this line.
func (r *reader) node(kind Kind, at int) *Node {
	if r.values++; r.values > MaxValues {
		return r.fail(at, fmt.Sprintf("the file holds more than %d values", MaxValues), "split it, or move long lists elsewhere")
	}
	n := r.nodes.one()
	*n = Node{Kind: kind, Line: r.line, Column: r.column(at)}
	return n
}

// enter counts how deep maps and lists are nested.
func (r *reader) enter(at int) bool {
	if r.depth++; r.depth > MaxDepth {
		r.fail(at, fmt.Sprintf("maps and lists are nested more than %d deep", MaxDepth), "flatten them; the language needs about eight levels")
		return false
	}
	return true
}

// arena hands out memory in large pieces and takes it back all at once.
type arena[T any] struct {
	chunks [][]T
	at     int // the chunk in use
	used   int // of it
}

// keepChunks is how many pieces an arena keeps for the next document: with 512 values
// each, enough for ten thousand clauses.
const keepChunks = 256

func (a *arena[T]) reset() {
	if len(a.chunks) > keepChunks {
		clear(a.chunks[keepChunks:])
		a.chunks = a.chunks[:keepChunks]
	}
	a.at, a.used = 0, 0
}

// chunk is how many things an arena asks memory for at a time.
const chunk = 512

// one returns memory for one thing; what it held before is still in it.
func (a *arena[T]) one() *T { return &a.some(1)[0] }

// some returns memory for n things side by side.
func (a *arena[T]) some(n int) []T {
	if n > chunk {
		return make([]T, n)
	}
	if len(a.chunks) == 0 {
		a.chunks = append(a.chunks, make([]T, chunk))
	}
	if a.used+n > chunk {
		a.used = 0
		if a.at++; a.at == len(a.chunks) {
			a.chunks = append(a.chunks, make([]T, chunk))
		}
	}
	out := a.chunks[a.at][a.used : a.used+n : a.used+n]
	a.used += n
	return out
}
