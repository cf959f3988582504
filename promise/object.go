// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// reading is the state of reading one document: where problems go and what every text
// must have.
type reading struct {
	file      string
	document  string // the document's id
	owner     string // whose document it is, "" for our own
	languages []string
	problems  *Problems
	release   *Release
	// suggestions is up to how many findings near words are looked for; 0 means
	// manyProblems.
	suggestions int
	memory      *memory
	part        *loading // where the problems are, nil when they are nobody's
}

func (r *reading) pos(line, column int) Pos { return Pos{File: r.file, Line: line, Column: column} }

// report notes an error at a place.
func (r *reading) report(code, clause string, line, column int, what, rule, mend string) {
	*r.problems = append(*r.problems, Problem{File: r.file, Line: line, Column: column, Code: code, Clause: clause, What: what, Rule: rule, Mend: mend})
}

// manyProblems is how many findings are worth a suggestion each; a file with more of
// them is no promise with typing mistakes, and looking for near words would take long.
const manyProblems = 200

// near returns what a typing mistake most probably meant, or "".
func (r *reading) near(word string, candidates []string) string {
	if len(*r.problems) > cmp.Or(r.suggestions, manyProblems) {
		return ""
	}
	return nearest(word, candidates)
}

// Bounds that no promise comes near, so that none can keep the checker busy for long.
const (
	maxItems   = 1000 // of one list
	maxEntries = 2500 // of one section
)

// object is a map of a document while it is read. It remembers which keys the reader
// asked for, so that what is left over can be reported with the nearest key that exists.
type object struct {
	*reading
	node  *strict.Node
	path  string // clause name so far, such as "staff/roles/nurse"
	asked []string
	met   uint64 // which of the first 64 entries were asked for, as bits
	may   uint64 // the marks of the keys that stand here
	shape *Shape // not nil while shapes are noted instead of a document being read
}

func (o *object) pos() Pos { return o.reading.pos(o.node.Line, o.node.Column) }

// fail notes an error at a node, which may have been put in from another file.
func (o *object) fail(n *strict.Node, code, what, rule, mend string) {
	o.in(n).report(code, o.path, n.Line, n.Column, what, rule, mend)
}

// in is the reading with the file that the node stands in.
func (r *reading) in(n *strict.Node) *reading {
	if n.File == "" || n.File == r.file {
		return r
	}
	other := *r
	other.file = n.File
	return &other
}

// get returns the value of a key and remembers that the key exists in the language.
func (o *object) get(key string) *strict.Node {
	o.asked = append(o.asked, key)
	if o.may != 0 && o.may&mark(key) == 0 {
		return nil
	}
	for i := range o.node.Entries {
		if e := &o.node.Entries[i]; e.Key == key {
			o.met |= 1 << i // beyond the 64th nothing is noted, and done looks closer
			return e.Value
		}
	}
	return nil
}

func (o *object) has(key string) bool {
	if o.shape != nil {
		return true // every branch of the reader is walked
	}
	if o.may != 0 && o.may&mark(key) == 0 {
		return false
	}
	for i := range o.node.Entries {
		if o.node.Entries[i].Key == key {
			return true
		}
	}
	return false
}

// few is how many keys a map has at most for their marks to tell much.
const few = 16

// mark is a bit that tells most keys apart, so that a key which does not stand in a map
// is seldom looked for.
func mark(key string) uint64 {
	if key == "" {
		return 1
	}
	return 1 << ((uint(len(key))*7 + uint(key[0])*3 + uint(key[len(key)-1])) % 64)
}

// manyKeys is how many unknown keys of one map are told one by one.
const manyKeys = 20

// done reports the keys nobody asked for.
func (o *object) done() {
	if n := len(o.node.Entries); n < 64 && o.met == 1<<n-1 {
		return
	}
	known := map[string]bool{}
	for _, key := range o.asked {
		known[key] = true
	}
	list, told := strings.Join(sortedKeys(known), ", "), 0
	for _, e := range o.node.Entries {
		if known[e.Key] {
			continue
		}
		if told++; told > manyKeys {
			o.report("E1", o.path, e.Line, e.Column, "more keys that are not known here follow", "", "mend these first")
			return
		}
		o.unknown(e, list)
	}
}

func (o *object) unknown(e strict.Entry, known string) {
	mend := "known here: " + known
	if near := o.near(e.Key, o.asked); near != "" {
		mend = fmt.Sprintf("did you mean %q? %s", near, mend)
	}
	if strings.ContainsAny(e.Key, " .!?") {
		mend = "a text with a comma or colon is written in quotes; " + mend
	}
	o.report("E1", o.path, e.Line, e.Column, fmt.Sprintf("the key %q is not known here", e.Key), "", mend)
}

// scalar returns the text of a single value; ok is false when there is none.
func (o *object) scalar(key string) (text string, n *strict.Node, ok bool) {
	n = o.get(key)
	switch {
	case n == nil:
		return "", nil, false
	case n.Kind != strict.Scalar:
		o.fail(n, "E7", fmt.Sprintf("%q holds a map or a list", key), "", "write one value")
		return "", n, false
	case n.Null || n.Value == "":
		o.fail(n, "E7", fmt.Sprintf("%q has no value", key), "", "give it one, or take the key out")
		return "", n, false
	}
	return n.Value, n, true
}

func (o *object) str(key string) string {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeString}) {
		return ""
	}
	s, _, _ := o.scalar(key)
	return s
}

// need is str for a key that must stand.
func (o *object) need(key string) string {
	if !o.has(key) {
		o.get(key)
		o.fail(o.node, "E7", fmt.Sprintf("%q is missing", key), "", "add it")
		return ""
	}
	s := o.str(key)
	o.needs(key)
	return s
}

// word reads one word of a closed list; "" when the key does not stand.
func (o *object) word(key string, list []string) string {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeWord, Words: list}) {
		return ""
	}
	s, n, ok := o.scalar(key)
	if !ok {
		return ""
	}
	return o.closed(n, key, s, list)
}

func (o *object) closed(n *strict.Node, key, s string, list []string) string {
	if slices.Contains(list, s) {
		return s
	}
	mend := "write one of: " + strings.Join(list, ", ")
	if near := o.near(s, list); near != "" {
		mend = fmt.Sprintf("did you mean %q? %s", near, mend)
	}
	o.fail(n, "E7", fmt.Sprintf("%q is no word that %q knows", s, key), "", mend)
	return ""
}

// words reads a list of words of a closed list.
func (o *object) words(key string, list []string) []string {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeList, Each: &Shape{Kind: ShapeWord, Words: list}}) {
		return nil
	}
	var out []string
	for _, n := range o.items(key) {
		if w := o.oneWord(n, key, list); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// oneWord reads an item that is a word of a closed list.
func (o *object) oneWord(n *strict.Node, key string, list []string) string {
	if n.Kind != strict.Scalar {
		o.fail(n, "E7", fmt.Sprintf("%q holds something that is no word", key), "", "write one of: "+strings.Join(list, ", "))
		return ""
	}
	return o.closed(n, key, n.Value, list)
}

// items returns the items of a list; one item alone is a fault, because a list is always
// written as a list.
func (o *object) items(key string) []*strict.Node {
	n := o.get(key)
	if n == nil {
		return nil
	}
	if n.Kind != strict.List {
		what, mend := fmt.Sprintf("%q is no list", key), "write it as a list: "+key+": [...]"
		if n.Kind == strict.Scalar && !n.Null {
			mend = "a list is written as a list, also with one item: " + key + ": [" + n.Value + "]"
		}
		o.fail(n, "E7", what, "", mend)
		return nil
	}
	if len(n.Items) > maxItems {
		o.fail(n, "E7", fmt.Sprintf("%q has %d items; at most %d are read", key, len(n.Items), maxItems), "", "shorten the list")
		return nil
	}
	return n.Items
}

// list reads a list of single values.
func (o *object) list(key string) []string {
	if o.shape != nil && o.notes(key, listOf(ShapeString)) {
		return nil
	}
	items := o.items(key)
	out := o.stringList(len(items))
	var seen map[string]bool
	if len(items) > manyItems {
		seen = map[string]bool{}
	}
	for _, n := range items {
		if n.Kind != strict.Scalar || n.Null || n.Value == "" {
			o.fail(n, "E7", fmt.Sprintf("an item of %q is no single value", key), "", "write ids or words, separated by commas")
			continue
		}
		if seen[n.Value] || seen == nil && slices.Contains(out, n.Value) {
			o.fail(n, "E3", fmt.Sprintf("%q stands twice in %q", n.Value, key), "", "take one out")
			continue
		}
		if seen != nil {
			seen[n.Value] = true
		}
		out = append(out, n.Value)
	}
	return out
}

// manyItems is from how many items on a list is searched by a table.
const manyItems = 24

func (o *object) boolean(key string) bool {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeBoolean}) {
		return false
	}
	s, n, ok := o.scalar(key)
	if !ok {
		return false
	}
	if n.Quoted || s != "true" && s != "false" {
		o.fail(n, "E7", fmt.Sprintf("%q must be true or false, not %q", key, s), "", "booleans are written true or false, without quotes; yes, no, on and off are texts")
	}
	return s == "true"
}

func (o *object) integer(key string) int {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeInteger}) {
		return 0
	}
	s, n, ok := o.scalar(key)
	if !ok {
		return 0
	}
	v, err := strconv.Atoi(s)
	if err != nil || n.Quoted || v < 1 || v > 1_000_000 {
		o.fail(n, "E7", fmt.Sprintf("%q must be a whole number from 1 up, not %q", key, s), "", "write digits only")
		return 0
	}
	return v
}

func (o *object) duration(key string) Duration {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeDuration}) {
		return Duration{}
	}
	s, n, ok := o.scalar(key)
	if !ok {
		return Duration{}
	}
	d, err := ParseDuration(s)
	if err != nil {
		o.fail(n, "E7", err.Error(), "", "such as 30 days, 2 working days, 10 years, for-ever")
	}
	return d
}

func (o *object) date(key string) Date {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeDate}) {
		return ""
	}
	s, n, ok := o.scalar(key)
	if !ok {
		return ""
	}
	d, err := ParseDate(s)
	if err != nil {
		o.fail(n, "E7", err.Error(), "", "check that the day exists")
	}
	return d
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

func (o *object) country(key string) string {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeCountry}) {
		return ""
	}
	s, n, ok := o.scalar(key)
	if ok && !countryCode.MatchString(s) {
		o.fail(n, "E7", fmt.Sprintf("%q is no country code", s), "ISO 3166-1", "write two capitals, such as FI, NO, SE")
		return ""
	}
	return s
}

// sub reads a map as an object; fn is not called when the key does not stand.
func (o *object) sub(key string, fn func(*object)) bool {
	if o.noteMap(key, fn) {
		return true
	}
	n := o.get(key)
	if n == nil {
		return false
	}
	return o.child(n, key, o.path+"/"+key, fn)
}

func (o *object) child(n *strict.Node, key, path string, fn func(*object)) bool {
	if n.Kind != strict.Map {
		o.fail(n, "E7", fmt.Sprintf("%q must be a map of keys and values", key), "", "write "+key+": {key: value}")
		return false
	}
	c := o.in(n).newObject(path)
	if c.node = n; len(n.Entries) < few {
		for i := range n.Entries {
			c.may |= mark(n.Entries[i].Key)
		}
	}
	fn(c)
	c.done()
	o.put(c)
	return true
}

// validID reports whether text can be an id of the language.
func validID(text string) bool {
	if text == "" || len(text) > 40 || text[0] < 'a' || text[0] > 'z' || text[len(text)-1] == '-' {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '-' && text[i-1] != '-':
		default:
			return false
		}
	}
	return true
}

const idRule = "an id is lower-case ASCII letters, digits and single hyphens, begins with a letter and has at most 40 characters"

// entries reads a map whose keys are the ids of clauses.
func (o *object) entries(key string, fn func(id string, e *object)) {
	if o.noteEntries(key, func(e *object) { fn("some-id", e) }) {
		return
	}
	n := o.get(key)
	if n == nil {
		return
	}
	if n.Kind != strict.Map {
		o.fail(n, "E7", fmt.Sprintf("%q must be a map from ids to clauses", key), "", "write "+key+": {some-id: {...}}")
		return
	}
	if len(n.Entries) > maxEntries {
		o.fail(n, "E7", fmt.Sprintf("%q has %d entries; at most %d are read", key, len(n.Entries), maxEntries), "", "split the document")
		return
	}
	section := o.document + "/" + key + "/"
	for _, e := range n.Entries {
		if o.part != nil {
			o.part.bound()
		}
		path := section + e.Key
		if !validID(e.Key) {
			o.report("E3", path, e.Line, e.Column, fmt.Sprintf("%q is no id", e.Key), idRule, "choose another one")
			continue
		}
		o.child(e.Value, e.Key, path, func(c *object) {
			c.node.Line, c.node.Column = e.Line, e.Column
			fn(e.Key, c)
		})
	}
}

// inner reads a map of ids inside a clause, such as the topics of a permission.
func (o *object) inner(key string, fn func(id string, e *object)) {
	if o.noteEntries(key, func(e *object) { fn("some-id", e) }) {
		return
	}
	o.sub(key, func(m *object) {
		for _, e := range m.node.Entries {
			m.asked = append(m.asked, e.Key)
			path := m.path + "/" + e.Key
			if !validID(e.Key) {
				m.report("E3", path, e.Line, e.Column, fmt.Sprintf("%q is no id", e.Key), idRule, "choose another one")
				continue
			}
			m.child(e.Value, e.Key, path, func(c *object) {
				c.node.Line, c.node.Column = e.Line, e.Column
				fn(e.Key, c)
			})
		}
	})
}

// origin reads the keys every clause may carry.
func (o *object) origin() Origin {
	g := Origin{Clause: o.path, Pos: o.pos(), Source: o.list("source"), Assumed: o.str("assumed"), Law: o.list("law")}
	if o.part != nil && len(g.Law) > 0 {
		o.part.cite(g)
	}
	return g
}

// sourced is origin for a clause that must say where it comes from (W8).
func (o *object) sourced() Origin {
	g := o.origin()
	if len(g.Source) == 0 && g.Assumed == "" && len(g.Law) == 0 {
		*o.problems = append(*o.problems, Problem{File: o.file, Line: g.Pos.Line, Column: g.Pos.Column, Code: "W8", Clause: o.path, Warning: true,
			What: "the clause says neither where it comes from nor why it was chosen", Mend: "add source: [row], law: [law] or assumed: reason"})
	}
	return g
}
