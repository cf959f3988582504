// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"slices"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// Shape is what a value of a promise file may look like. It is found by letting the
// reader itself read an empty document while noting every key that it asks for: so a
// shape knows exactly what the reader knows, and neither can be changed without the
// other.
type Shape struct {
	Kind     ShapeKind
	Keys     []*Key   // of a map with fixed keys, in the order they are asked
	Each     *Shape   // of a map from ids, or of a list: what every entry is
	Words    []string // the closed list that a word comes from
	Also     []string // words that a map or list may be replaced by, such as none
	Argument []string // of one-key maps: the words that may carry an argument
	Needed   bool     // of a text: it must stand (a key's own need is in Key)
}

// ShapeKind says which kind of value a shape stands for.
type ShapeKind string

// The kinds of shapes.
const (
	ShapeMap      ShapeKind = "map"       // fixed keys
	ShapeEntries  ShapeKind = "entries"   // ids to clauses
	ShapeFree     ShapeKind = "free"      // any key to a list of words (field tests)
	ShapePaths    ShapeKind = "paths"     // dotted paths to any value
	ShapeList     ShapeKind = "list"      // of Each
	ShapeWord     ShapeKind = "word"      // of Words
	ShapeString   ShapeKind = "string"    // any single value
	ShapeText     ShapeKind = "text"      // language to words
	ShapeBoolean  ShapeKind = "boolean"   // true, false
	ShapeInteger  ShapeKind = "integer"   // from 1
	ShapeDuration ShapeKind = "duration"  // 30 days
	ShapeNumber   ShapeKind = "number"    // 75 or 12.5, not quoted
	ShapeRate     ShapeKind = "rate"      // 1 per 7 days
	ShapeDate     ShapeKind = "date"      // 2026-11-21
	ShapeCountry  ShapeKind = "country"   // FI
	ShapeRef      ShapeKind = "reference" // category or category.field
	ShapeOneKey   ShapeKind = "one-key"   // a word, or a map of one word to its argument
	ShapeUnique   ShapeKind = "unique"    // true, false or suggest
)

// Key is one key of a map.
type Key struct {
	Name   string
	Needed bool
	Value  *Shape
	// Reserved keys are known and not taken yet.
	Reserved bool
}

// Key returns the key with this name, or nil.
func (s *Shape) Key(name string) *Key {
	i := slices.IndexFunc(s.Keys, func(k *Key) bool { return k.Name == name })
	if i < 0 {
		return nil
	}
	return s.Keys[i]
}

// Kinds are the kinds of documents that are read, in the order a folder is written.
func Kinds() []string { return slices.Clone(kinds) }

// Grammar returns what a document of a kind may hold; nil for an unknown kind.
func Grammar(kind string) *Shape {
	var problems Problems
	s := &Shape{Kind: ShapeMap}
	s.Keys = append(s.Keys, &Key{Name: "kind", Needed: true, Value: &Shape{Kind: ShapeWord, Words: []string{kind}}},
		&Key{Name: "id", Needed: true, Value: &Shape{Kind: ShapeString}})
	r := &reading{problems: &problems, languages: []string{"en"}, release: &Release{}}
	o := &object{reading: r, node: &strict.Node{Kind: strict.Map}, shape: s}
	switch kind {
	case "organisation":
		s.note("languages", &Shape{Kind: ShapeList, Each: &Shape{Kind: ShapeString}}).Needed = true
		o.organisation()
	case "register":
		o.register()
	case "communication", "research":
		o.ruleDocument(kind, &Organisation{})
	default:
		return nil
	}
	return s
}

// note adds a key, or returns the one that was noted before.
func (s *Shape) note(name string, value *Shape) *Key {
	if k := s.Key(name); k != nil {
		return k
	}
	k := &Key{Name: name, Value: value}
	s.Keys = append(s.Keys, k)
	return k
}

// notes reports whether shapes are being noted, and then notes a key.
func (o *object) notes(key string, value *Shape) bool {
	if o.shape == nil {
		return false
	}
	o.shape.note(key, value)
	return true
}

// needs notes that a key must stand.
func (o *object) needs(key string) {
	if o.shape != nil {
		if k := o.shape.Key(key); k != nil {
			k.Needed = true
		}
	}
}

// noteMap notes a map with fixed keys by reading an empty one.
func (o *object) noteMap(key string, fn func(*object)) bool {
	if o.shape == nil {
		return false
	}
	o.shape.note(key, o.mapShape(fn))
	return true
}

// noteEntries notes a map from ids.
func (o *object) noteEntries(key string, fn func(*object)) bool {
	if o.shape == nil {
		return false
	}
	o.shape.note(key, &Shape{Kind: ShapeEntries, Each: o.mapShape(fn)})
	return true
}

// noteList notes a list of maps.
func (o *object) noteList(key string, fn func(*object)) bool {
	if o.shape == nil {
		return false
	}
	o.shape.note(key, &Shape{Kind: ShapeList, Each: o.mapShape(fn)})
	return true
}

func (o *object) mapShape(fn func(*object)) *Shape {
	s := &Shape{Kind: ShapeMap}
	fn(&object{reading: o.reading, node: &strict.Node{Kind: strict.Map}, path: o.path, shape: s})
	return s
}

func listOf(each ShapeKind) *Shape { return &Shape{Kind: ShapeList, Each: &Shape{Kind: each}} }
