// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/lupaus/lupaus/promise"
)

// differences lists the values that differ between two declarations, in the order of
// their keys. Places in files do not count.
func differences(old, current any) []Detail {
	was, is := values{}, values{}
	was.add("", reflect.ValueOf(old))
	is.add("", reflect.ValueOf(current))
	keys := map[string]bool{}
	for _, m := range []values{was, is} {
		for k := range m {
			keys[k] = true
		}
	}
	var out []Detail
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if was[k] != is[k] {
			out = append(out, Detail{k, was[k], is[k]})
		}
	}
	return out
}

// values are the single values of a declaration, by their keys in the language's
// spelling: "agreement.until", "name.fi". Looking at the declarations themselves and not
// at their sentences makes sure that no difference is passed over.
type values map[string]string

// apart are values that are compared as clauses of their own, or that follow from where
// the declaration stands.
var apart = []string{"Clause", "Pos", "Fields", "Register", "Document", "Section"}

func (m values) add(key string, v reflect.Value) {
	if !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return
	}
	if s, ok := v.Interface().(fmt.Stringer); ok {
		m.set(key, s.String())
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		m.add(key, v.Elem())
	case reflect.Struct:
		m.fields(key, v)
	case reflect.Map:
		for _, k := range v.MapKeys() {
			if k.String() != "" { // the words to fall back to stand there once more
				m.add(under(key, k.String()), v.MapIndex(k))
			}
		}
	case reflect.Slice:
		m.list(key, v)
	case reflect.Bool:
		if v.Bool() {
			m.set(key, "true")
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if v.Int() != 0 {
			m.set(key, strconv.FormatInt(v.Int(), 10))
		}
	case reflect.String:
		m.set(key, v.String())
	}
}

func (m values) set(key, text string) {
	if text != "" {
		m[key] = text
	}
}

func (m values) fields(key string, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		switch {
		case !f.IsExported() || slices.Contains(apart, f.Name):
		case f.Anonymous:
			m.fields(key, v.Field(i))
		default:
			m.add(under(key, spelled(f.Name)), v.Field(i))
		}
	}
}

// list joins single values; declarations in a list get keys of their own.
func (m values) list(key string, v reflect.Value) {
	var items []string
	for i := range v.Len() {
		inner := values{}
		inner.add("", v.Index(i))
		if text, single := inner[""]; single {
			items = append(items, text)
			continue
		}
		for k, text := range inner {
			m.set(under(under(key, inner.name(i)), k), text)
		}
	}
	m.set(key, strings.Join(items, ", "))
}

// name is what an item of a list is called: its id or code, else its place.
func (m values) name(place int) string {
	for _, k := range []string{"id", "code"} {
		if m[k] != "" {
			return m[k]
		}
	}
	return strconv.Itoa(place + 1)
}

func under(key, name string) string { return strings.TrimPrefix(key+"."+name, ".") }

// spelled turns a declaration's name in Go into the language's spelling: KeptIn is
// kept-in.
func spelled(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// heading is what a document says of itself.
type heading struct {
	Name, Text promise.Text
	Languages  []string
}
