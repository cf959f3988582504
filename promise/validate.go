// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Document is one record's values by field id. A canonical value is a string, or a
// []string where the type holds several (see [FieldType.Several]); an empty field is
// absent. Validate takes booleans, numbers and []any too, as they come from JSON.
type Document map[string]any

// FieldProblem is one thing that is wrong with a document, told without its value.
type FieldProblem struct {
	Field string // field id
	Code  string // required, unknown, type, choice, size, many
	Text  string // for the person who filled in the form, in the language asked for
}

// Validate checks a document against the category's fields and rewrites its values to
// canonical form in place; a value with a problem stays as it was. The moment at is what
// dates are measured against, lang the language of the problems' texts. Fields are told
// in declared order, then what is unknown.
// Keeps: HMS-15
// Keeps: HMS-22
func (c *Category) Validate(doc Document, at time.Time, lang string) []FieldProblem {
	v := validation{category: c, doc: doc, at: at, lang: lang}
	for _, f := range c.Fields {
		v.field(f)
	}
	for _, key := range sortedKeys(doc) {
		if c.Field(key) == nil {
			v.problems = append(v.problems, FieldProblem{Field: key, Code: "unknown", Text: say(lang, "unknown")})
		}
	}
	return v.problems
}

type validation struct {
	category *Category
	doc      Document
	at       time.Time
	lang     string
	problems []FieldProblem
}

func (v *validation) report(f *FieldDecl, code, key string, args ...any) {
	text := f.Name.In(v.lang) + ": " + fmt.Sprintf(say(v.lang, key), args...)
	v.problems = append(v.problems, FieldProblem{Field: f.ID, Code: code, Text: text})
}

// field checks one field and puts its canonical value back.
func (v *validation) field(f *FieldDecl) {
	values, ok := plain(v.doc[f.ID])
	if !ok {
		v.report(f, "type", "odd")
		return
	}
	if len(values) == 0 {
		delete(v.doc, f.ID)
		if f.Required && v.asked(f) {
			v.report(f, "required", "required")
		}
		return
	}
	if len(values) > 1 && !f.Type.Several() {
		v.report(f, "many", "one")
		return
	}
	if len(values) > maxItems {
		v.report(f, "size", "too-many", maxItems)
		return
	}
	var out []string
	for _, text := range values {
		canonical, code, key, args := v.value(f, text)
		if code != "" {
			v.report(f, code, key, args...)
			return
		}
		if !slices.Contains(out, canonical) {
			out = append(out, canonical)
		}
	}
	if f.Type.Several() {
		v.doc[f.ID] = out
	} else {
		v.doc[f.ID] = out[0]
	}
}

// asked reports whether the field is asked at all, given the other fields' values.
func (v *validation) asked(f *FieldDecl) bool {
	for other, wanted := range f.When {
		values, _ := plain(v.doc[other])
		if !slices.ContainsFunc(values, func(x string) bool { return slices.Contains(wanted, x) }) {
			return false
		}
	}
	return true
}

// plain turns a value of a form, of JSON or of an import into texts without the empty
// ones.
func plain(value any) (out []string, ok bool) {
	add := func(s string) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	switch x := value.(type) {
	case nil:
	case string:
		add(x)
	case []string:
		for _, s := range x {
			add(s)
		}
	case bool:
		add(strconv.FormatBool(x))
	case int:
		add(strconv.Itoa(x))
	case int64:
		add(strconv.FormatInt(x, 10))
	case float64:
		add(strconv.FormatFloat(x, 'f', -1, 64))
	case fmt.Stringer: // json.Number
		add(x.String())
	case []any:
		for _, item := range x {
			texts, fine := plain(item)
			if !fine || len(texts) > 1 {
				return nil, false
			}
			out = append(out, texts...)
		}
	default:
		return nil, false
	}
	return out, true
}
