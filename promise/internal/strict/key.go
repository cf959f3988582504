// SPDX-License-Identifier: EUPL-1.2

package strict

import "fmt"

// maxKey is how long a key may be in the file, in bytes; YAML has the same bound.
const maxKey = 1000

// key is a key with its place.
type key struct {
	name             string
	at, line, column int
	plain            bool // without quotes
}

// keyHere is a key that begins at pos.
func (r *reader) keyHere(name string) key {
	return key{name: name, at: r.pos, line: r.line, column: r.column(r.pos)}
}

// short reports a key that is too long to be one; its end is at pos.
func (r *reader) short(k key) bool {
	if r.pos-k.at <= maxKey {
		return true
	}
	r.malformed(k.at, "could not find the colon of a key", "a key is one word; "+mendQuote)
	return false
}

// blockKey reads the key of a further entry of a map in lines; the colon is then at pos.
func (r *reader) blockKey() (key, bool) {
	switch c := r.at(r.pos); c {
	case '"', '\'':
		k := r.keyHere("")
		line := r.line
		text, ok := r.quoted(-1)
		if !ok {
			return key{}, false
		}
		k.name = text
		if r.line != line || !r.colonAfterKey() {
			r.missingColon(k)
			return key{}, false
		}
		return k, r.short(k)
	case '[', '{':
		r.fail(r.pos, "a key is a map or a list", "a key is one word; quote it if it holds brackets or braces")
		return key{}, false
	case '&', '*':
		r.fail(r.pos, "a key is written with an anchor or alias", "write the key out")
		return key{}, false
	case '!':
		r.fail(r.pos, "a tag is not part of the language", "take the tag out")
		return key{}, false
	case '?':
		if r.blankAt(r.pos + 1) {
			r.indicator('?', true)
			return key{}, false
		}
	}
	k := r.keyHere("")
	text, colon, ok := r.plainLine(false, true)
	if !ok {
		return key{}, false
	}
	k.name = text
	if !colon {
		r.missingColon(k)
		return key{}, false
	}
	k.plain = true
	return k, r.short(k)
}

func (r *reader) missingColon(k key) {
	if !r.broken {
		r.broken = true
		r.faults = append(r.faults, Fault{Line: k.line, Column: k.column, What: "the file is not well-formed YAML here: could not find the colon after a key", Mend: "write key: value; " + mendQuote})
	}
}

// colonAfterKey goes over blanks to the colon that ends a key.
func (r *reader) colonAfterKey() bool {
	at := r.pos
	for r.at(at) == ' ' {
		at++
	}
	if r.at(at) != ':' || !r.blankAt(at+1) {
		return false
	}
	r.pos = at
	return true
}

// names are the keys of a map while it is read.
type names struct {
	base int            // where its entries begin in openEntries
	seen map[string]int // key to line, once there are many
}

// few is up to how many keys a map is searched one by one.
const few = 12

func (r *reader) names(base int) names { return names{base: base} }

// admit reports whether the key may stand in the map, and tells the fault if not.
func (r *reader) admit(n *names, k key) bool {
	if k.plain && k.name == "<<" {
		r.report(Fault{Line: k.line, Column: k.column, What: "the merge key << is not part of the language", Mend: "write the entries out"})
		return false
	}
	line := r.before(n, k)
	if line == 0 {
		return true
	}
	r.report(Fault{Line: k.line, Column: k.column, Repeated: true,
		What: fmt.Sprintf("the key %q stands here again; it stood on line %d already", k.name, line), Mend: "give each entry a key of its own"})
	return false
}

// before returns the line on which the map had the key already, or 0.
func (r *reader) before(n *names, k key) int {
	open := r.openEntries[n.base:]
	if n.seen == nil {
		if len(open) < few {
			for i := range open {
				if open[i].Key == k.name {
					return open[i].Line
				}
			}
			return 0
		}
		n.seen = r.table()
		for i := range open {
			n.seen[open[i].Key] = open[i].Line
		}
	}
	if line := n.seen[k.name]; line > 0 {
		return line
	}
	n.seen[k.name] = k.line
	return 0
}

// table returns an empty table of keys; one that a map was done with if possible.
func (r *reader) table() map[string]int {
	if n := len(r.seen); n > 0 {
		t := r.seen[n-1]
		r.seen = r.seen[:n-1]
		return t
	}
	return map[string]int{}
}

// keepTable is up to how many keys a table may have had to be used again.
const keepTable = 1 << 14

func (r *reader) release(n *names) {
	if n.seen != nil && len(n.seen) <= keepTable {
		clear(n.seen)
		r.seen = append(r.seen, n.seen)
	}
}

// closeEntries moves the entries of a map to where they stay.
func (r *reader) closeEntries(base int) []Entry {
	open := r.openEntries[base:]
	if len(open) == 0 {
		return nil
	}
	out := r.entries.some(len(open))
	copy(out, open)
	r.openEntries = r.openEntries[:base]
	return out
}

func (r *reader) closeItems(base int) []*Node {
	open := r.openItems[base:]
	if len(open) == 0 {
		return nil
	}
	out := r.items.some(len(open))
	copy(out, open)
	r.openItems = r.openItems[:base]
	return out
}
