// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"reflect"
	"strings"
)

// shape is what may stand at one place of a specification. It is told by the
// types that are read, so that schema, reference and reader cannot differ.
type shape struct {
	kind string // one of the kinds below
	keys []shapeKey
	each *shape   // of lists and entries
	also []string // words that may stand instead
	lone bool     // a list whose only item may stand without brackets
}

// The kinds of shapes. Of values, the form of the key says more.
const (
	isMap     = "map"
	isEntries = "entries"
	isList    = "list"
	isText    = "text"
	isWhole   = "whole"
	isBoolean = "boolean"
)

type shapeKey struct {
	name  string
	value *shape
}

// grammar is the shape of a whole specification.
var grammar = shapeOf(reflect.TypeFor[Spec]())

func shapeOf(t reflect.Type) *shape {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		s := &shape{kind: isMap}
		if t == reflect.TypeFor[Secondary]() {
			s.also = []string{"none"}
		}
		for f := range t.Fields() {
			if name := f.Tag.Get("yaml"); name != "" && name != "-" {
				s.keys = append(s.keys, shapeKey{strings.Split(name, ",")[0], shapeOf(f.Type)})
			}
		}
		return s
	case reflect.Slice:
		return &shape{kind: isList, each: shapeOf(t.Elem()), lone: t == reflect.TypeFor[several]()}
	case reflect.Map:
		return &shape{kind: isEntries, each: shapeOf(t.Elem())}
	case reflect.Bool:
		return &shape{kind: isBoolean}
	case reflect.Int, reflect.Int64:
		return &shape{kind: isWhole}
	default:
		return &shape{kind: isText}
	}
}

// names lists the keys of a map.
func (s *shape) names() (out []string) {
	for _, k := range s.keys {
		out = append(out, k.name)
	}
	return out
}

// key finds a key of a map, nil when there is none.
func (s *shape) key(name string) *shape {
	for _, k := range s.keys {
		if k.name == name {
			return k.value
		}
	}
	return nil
}

// nearest is the candidate that a typing mistake most probably meant, or "".
func nearest(word string, candidates []string) string {
	best, least := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if d := distance(word, c); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance is the edit distance of two short words; long ones count as far apart.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 1 << 20
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
