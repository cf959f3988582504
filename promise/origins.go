// SPDX-License-Identifier: EUPL-1.2

package promise

import "reflect"

// Origins calls fn for the origin of everything in a release that says where it comes
// from, in the order of the documents: the organisation's, the rule documents', the
// registers'. What a rule document declares is told once, under the document's name.
func (r *Release) Origins(fn func(Origin)) {
	seen := map[*Origin]bool{}
	walk(reflect.ValueOf(r.Organisation), seen, fn)
	for _, d := range r.RuleDocuments {
		walk(reflect.ValueOf(d), seen, fn)
	}
	for _, g := range r.Registers {
		walk(reflect.ValueOf(g), seen, fn)
	}
}

var originType = reflect.TypeFor[Origin]()

// walk visits the exported parts of a document. An origin met twice through two lists is
// told once.
func walk(v reflect.Value, seen map[*Origin]bool, fn func(Origin)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), seen, fn)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), seen, fn)
		}
	case reflect.Struct:
		if v.Type() == originType {
			if at := v.Addr().Interface().(*Origin); !seen[at] {
				seen[at] = true
				fn(*at)
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), seen, fn)
			}
		}
	}
}

// Histories returns the history of every document that has one, by document id.
func (r *Release) Histories() map[string][]*Change {
	out := map[string][]*Change{}
	add := func(id string, list []*Change) {
		if len(list) > 0 {
			out[id] = list
		}
	}
	add(r.Organisation.ID, r.Organisation.History)
	for _, d := range r.RuleDocuments {
		add(d.ID, d.History)
	}
	for _, g := range r.Registers {
		add(g.ID, g.History)
	}
	return out
}
