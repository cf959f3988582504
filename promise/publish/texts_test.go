// SPDX-License-Identifier: EUPL-1.2

package publish_test

import (
	"reflect"

	"github.com/lupaus/lupaus/promise"
)

var textType = reflect.TypeFor[promise.Text]()

// textsOf collects every text of a release in a language, wherever the model has one.
func textsOf(r *promise.Release, lang string) (out []string) {
	seen := map[any]bool{}
	var visit func(v reflect.Value)
	visit = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Interface()] {
				seen[v.Interface()] = true
				visit(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i))
			}
		case reflect.Map:
			if v.Type() == textType {
				if s := v.Interface().(promise.Text).In(lang); s != "" {
					out = append(out, s)
				}
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					visit(v.Field(i))
				}
			}
		}
	}
	visit(reflect.ValueOf(r.Organisation))
	for _, d := range r.RuleDocuments {
		visit(reflect.ValueOf(d))
	}
	for _, g := range r.Registers {
		visit(reflect.ValueOf(g))
	}
	return out
}
