// SPDX-License-Identifier: EUPL-1.2

package coverage

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// promises reads every organisation below examples/.
func (c *Coverage) promises(root fs.FS) error {
	found, err := fs.Glob(root, "examples/*/organisation.yaml")
	if err != nil {
		return err
	}
	for _, f := range found {
		dir := path.Dir(f)
		sub, err := fs.Sub(root, dir)
		if err != nil {
			return err
		}
		r, problems := promise.Load(sub)
		if r == nil {
			return fmt.Errorf("%s does not check clean:\n%s", dir, problems)
		}
		c.clauses(dir, "", reflect.ValueOf(r.Organisation))
		for _, reg := range r.Registers {
			c.clauses(dir, reg.ID, reflect.ValueOf(reg))
		}
	}
	return nil
}

var origin = reflect.TypeFor[promise.Origin]()

// clauses walks a document and notes, for every part that says where it comes
// from, its rows and laws under the part's path in the file.
func (c *Coverage) clauses(dir, at string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			c.clauses(dir, at, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.clauses(dir, join(at, idOf(v.Index(i))), v.Index(i))
		}
	case reflect.Struct:
		c.part(dir, at, v)
	}
}

func (c *Coverage) part(dir, at string, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		if f.Type == origin {
			c.origin(dir, at, v.Field(i).Interface().(promise.Origin))
			continue
		}
		c.clauses(dir, join(at, kebab(f.Name)), v.Field(i))
	}
}

func (c *Coverage) origin(dir, at string, o promise.Origin) {
	p := Place{File: path.Join(dir, o.Pos.File), Name: at}
	for _, id := range o.Source {
		if isRow.MatchString(id) {
			t := trace(c.rows, id)
			t.Clauses = append(t.Clauses, p)
		}
	}
	for _, law := range o.Law {
		t := trace(c.laws, law)
		t.Clauses = append(t.Clauses, p)
	}
}

// idOf is the id that a part of a list carries, "" for none.
func idOf(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return ""
	}
	for _, name := range []string{"ID", "Code", "Right"} {
		if f := v.FieldByName(name); f.IsValid() && f.Kind() == reflect.String {
			return f.String()
		}
	}
	return ""
}

func join(a, b string) string {
	switch {
	case b == "":
		return a
	case a == "":
		return b
	}
	return a + "/" + b
}

var humps = regexp.MustCompile(`([a-z])([A-Z])`)

// kebab writes a Go name as the files do: KeptIn is kept-in.
func kebab(name string) string {
	return strings.ToLower(humps.ReplaceAllString(name, "$1-$2"))
}
