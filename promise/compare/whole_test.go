// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lupaus/lupaus/promise"
)

// examples are the organisations that stand as examples.
func examples(t testing.TB) map[string]*promise.Release {
	t.Helper()
	files, err := filepath.Glob("../../examples/*/organisation.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no example: %v", err)
	}
	out := map[string]*promise.Release{}
	for _, f := range files {
		r, problems := promise.Load(os.DirFS(filepath.Dir(f)))
		if r == nil {
			t.Fatalf("%s does not check clean:\n%s", f, problems.Errors())
		}
		out[filepath.Base(filepath.Dir(f))] = r
	}
	return out
}

var origin = reflect.TypeFor[promise.Origin]()

// declared lists the full names of all clauses of a document, found by looking at the
// declarations themselves.
func declared(v reflect.Value) (out []string) {
	for i := range v.NumField() {
		f := v.Field(i)
		if f.Kind() != reflect.Slice || f.Type().Elem().Kind() != reflect.Pointer {
			continue
		}
		for j := range f.Len() {
			if o := f.Index(j).Elem().FieldByName("Origin"); o.IsValid() && o.Type() == origin {
				out = append(out, o.Interface().(promise.Origin).Clause)
			}
		}
	}
	return out
}

// TestNoKindOfClauseIsPassedOver compares the inventory with what documents can declare,
// so that a new section cannot be forgotten here.
func TestNoKindOfClauseIsPassedOver(t *testing.T) {
	t.Parallel()
	sections := map[string]string{"Automated": "automated-decisions"}
	for _, document := range []reflect.Type{reflect.TypeFor[promise.Organisation](), reflect.TypeFor[promise.Register](), reflect.TypeFor[promise.RuleDocument]()} {
		for i := range document.NumField() {
			f := document.Field(i)
			if f.Type.Kind() != reflect.Slice || f.Type.Elem().Kind() != reflect.Pointer {
				continue
			}
			if _, clause := f.Type.Elem().Elem().FieldByName("Origin"); !clause {
				continue
			}
			section := sections[f.Name]
			if section == "" {
				section = spelled(f.Name)
			}
			if !slices.Contains(sectionOrder, section) {
				t.Errorf("%s.%s has no place among the sections", document.Name(), f.Name)
			}
		}
	}
	for name, r := range examples(t) {
		has := map[string]bool{}
		for _, parts := range inventoryOf(r) {
			for _, p := range parts {
				if has[p.clause] {
					t.Errorf("%s: %s stands twice", name, p.clause)
				}
				has[p.clause] = true
			}
		}
		names := declared(reflect.ValueOf(r.Organisation).Elem())
		for _, g := range r.Registers {
			names = append(names, declared(reflect.ValueOf(g).Elem())...)
		}
		for _, d := range r.RuleDocuments {
			names = append(names, declared(reflect.ValueOf(d).Elem())...)
		}
		if len(names) < 50 {
			t.Errorf("%s declares only %d clauses", name, len(names))
		}
		for _, n := range names {
			if !has[n] {
				t.Errorf("%s: %s is never compared", name, n)
			}
		}
	}
}

// TestEveryClauseIsASentenceInItsLanguages says every clause of the examples.
func TestEveryClauseIsASentenceInItsLanguages(t *testing.T) {
	t.Parallel()
	for name, r := range examples(t) {
		for _, parts := range inventoryOf(r) {
			for _, p := range parts {
				for _, lang := range []string{"en", "nb", "sv", "fi"} {
					s := p.say(voice{release: r, lang: lang})
					if s == "" || strings.Contains(s, "%!") || strings.Contains(s, "  ") || strings.HasPrefix(s, ":") || strings.HasPrefix(s, ";") {
						t.Errorf("%s: %s in %s: %q", name, p.clause, lang, s)
					}
				}
			}
		}
	}
}

func TestAnExampleComparedWithItselfAndWithNothing(t *testing.T) {
	t.Parallel()
	for name, r := range examples(t) {
		begin := time.Now()
		if c := Releases(r, r); !c.Empty() {
			t.Errorf("%s differs from itself: %d clauses, %d effects", name, len(c.Items), len(c.Effects))
		}
		t.Logf("%s: %d registers in %v", name, len(r.Registers), time.Since(begin).Round(time.Millisecond))
	}
}

// TestTheWordsAreThereInEveryLanguage wants four phrases for each key, with the same
// places to fill.
func TestTheWordsAreThereInEveryLanguage(t *testing.T) {
	t.Parallel()
	places := func(s string) string {
		var out []string
		for i := range len(s) - 1 {
			if s[i] == '%' {
				out = append(out, s[i:i+2])
			}
		}
		return fmt.Sprint(out)
	}
	check := func(key string, phrases [4]string) {
		for _, p := range phrases {
			if places(p) != places(phrases[0]) || (p == "") != (phrases[0] == "") {
				t.Errorf("%s: %q beside %q", key, p, phrases[0])
			}
		}
	}
	for key, phrases := range words {
		check(key, phrases)
		if phrases[0] == "" {
			t.Errorf("%s says nothing", key)
		}
	}
	for list, entries := range closed {
		for word, phrases := range entries {
			check(list+" "+word, phrases)
		}
	}
}
