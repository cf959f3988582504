// SPDX-License-Identifier: EUPL-1.2

package compare_test

import (
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/promise/compare"
	"github.com/lupaus/lupaus/promise/rulebook"
)

// pairs are the releases before and after each change of the table of effects.
func pairs(t *testing.T) map[string][2]*promise.Release {
	t.Helper()
	out := map[string][2]*promise.Release{}
	for name, c := range effects {
		out[name] = [2]*promise.Release{release(t, c.before...), release(t, c.after...)}
	}
	return out
}

// TestAnyTwoReleasesCompared takes any two of the releases, which differ in several
// things at once: the comparison is always the same, turned round it is the mirror image,
// and each act that one table allows and the other does not is told.
func TestAnyTwoReleasesCompared(t *testing.T) {
	t.Parallel()
	all := pairs(t)
	names := slices.Sorted(maps.Keys(all))
	rapid.Check(t, func(r *rapid.T) {
		pick := func(label string) *promise.Release {
			return all[rapid.SampledFrom(names).Draw(r, label)][rapid.IntRange(0, 1).Draw(r, label+" side")]
		}
		old, current := pick("old"), pick("new")
		d, again, back := compare.Releases(old, current), compare.Releases(old, current), compare.Releases(current, old)
		if !reflect.DeepEqual(d, again) {
			r.Fatal("the same two releases give two comparisons")
		}
		mirrored(r, d, back)
		everyActIsTold(r, old, current, d)
		wellSaid(t, d)
	})
}

var opposite = map[compare.Kind]compare.Kind{compare.Added: compare.Removed, compare.Removed: compare.Added, compare.Changed: compare.Changed}

// mirrored asks that what was added one way is removed the other, and that access which
// begins one way ends the other.
func mirrored(r *rapid.T, d, back *compare.Comparison) {
	kinds := map[string]compare.Kind{}
	for _, i := range d.Items {
		if kinds[i.Clause] != "" {
			r.Fatalf("%s is told twice", i.Clause)
		}
		kinds[i.Clause] = i.Kind
	}
	if len(back.Items) != len(d.Items) {
		r.Fatalf("%d clauses differ one way, %d the other", len(d.Items), len(back.Items))
	}
	for _, i := range back.Items {
		if kinds[i.Clause] != opposite[i.Kind] {
			r.Fatalf("%s is %s one way and %s the other", i.Clause, kinds[i.Clause], i.Kind)
		}
	}
	begins, ends := cells(d, compare.AccessBegins), cells(back, compare.AccessEnds)
	if !maps.Equal(begins, ends) {
		r.Fatalf("access that begins one way: %v; that ends the other: %v", begins, ends)
	}
}

// cell is one act on one category or field.
type cell struct {
	role, purpose, data string
	action              promise.Action
}

func cells(d *compare.Comparison, kind compare.EffectKind) map[cell]bool {
	out := map[cell]bool{}
	for _, e := range d.Effects {
		if e.Kind != kind {
			continue
		}
		for _, role := range e.Roles {
			for _, purpose := range e.Purposes {
				for _, data := range e.Data {
					for _, a := range e.Actions {
						out[cell{role, purpose, data, a}] = true
					}
				}
			}
		}
	}
	return out
}

// everyActIsTold asks both tables for random acts on random facts, and wants each
// difference among the effects.
func everyActIsTold(r *rapid.T, old, current *promise.Release, d *compare.Comparison) {
	was, _ := rulebook.Compile(old)
	is, _ := rulebook.Compile(current)
	begins, ends := cells(d, compare.AccessBegins), cells(d, compare.AccessEnds)
	facts := slices.Compact(slices.Sorted(slices.Values(slices.Concat(was.FactNames(), is.FactNames()))))
	for range 200 {
		holds := map[string]bool{}
		for _, f := range facts {
			holds[f] = rapid.Bool().Draw(r, f)
		}
		g := rapid.SampledFrom(old.Registers).Draw(r, "register")
		c := cell{role: rapid.SampledFrom(old.Organisation.Roles).Draw(r, "role").ID, purpose: rapid.SampledFrom(g.Purposes).Draw(r, "purpose").Qualified(),
			data: rapid.SampledFrom(g.Data).Draw(r, "category").Qualified(), action: promise.Action(rapid.IntRange(1, promise.ActionCount-1).Draw(r, "action"))}
		if current.Category(c.data) == nil {
			continue
		}
		before, after := decide(was, c, holds), decide(is, c, holds)
		for _, f := range old.Category(c.data).Fields {
			x, _ := old.Category(c.data).FieldBit(f.ID)
			y, there := current.Category(c.data).FieldBit(f.ID)
			if !there {
				continue
			}
			saw, sees := before.Allowed && before.Fields&(1<<x) != 0, after.Allowed && after.Fields&(1<<y) != 0
			part := c
			part.data += "." + f.ID
			if sees && !saw && !begins[c] && !begins[part] {
				r.Fatalf("that %v begins is not told", part)
			}
			if saw && !sees && !ends[c] && !ends[part] {
				r.Fatalf("that %v ends is not told", part)
			}
		}
	}
}

func decide(b *rulebook.Rulebook, c cell, holds map[string]bool) rulebook.Decision {
	var f rulebook.Facts
	for name, is := range holds {
		if bit, there := b.FactBit(name); there {
			f.Known |= 1 << bit
			if is {
				f.True |= 1 << bit
			}
		}
	}
	return b.Decide(rulebook.Query{Role: b.Role(c.role), Purpose: b.Purpose(c.purpose), Category: b.Category(c.data), Action: c.action}, f)
}
