// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"slices"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// held finds what becomes of data that are not kept any more, and of those that are kept
// in another way.
// Law: gdpr 5(1)(e)
// Law: gdpr 32
func (w *work) held() {
	for _, g := range w.old.Registers {
		for _, d := range g.Data {
			after := w.new.Category(d.Qualified())
			if after == nil {
				w.sealed(d, "")
				continue
			}
			for _, f := range d.Fields {
				if after.Field(f.ID) == nil {
					w.sealed(d, f.ID)
				}
			}
			w.sensitivity(d, after)
			w.moved(d, after)
		}
	}
}

// sealed notes a category or field that is gone: nobody sees it any more, and it ends
// when it would have ended.
func (w *work) sealed(d *promise.Category, field string) {
	data := d.Qualified()
	if field != "" {
		data += "." + field
	}
	period := endOf(w.old, d.Qualified())
	w.effect(Effect{Kind: Sealed, Clauses: append([]string{clauseOfData(data)}, period.clauses...), Data: []string{data}, Law: []string{"gdpr 5(1)(c)", "gdpr 5(1)(e)"}}, "effect-sealed",
		func(v voice) []any { return []any{v.quote(v.category(data)), period.words(w.old, v.lang)} })
}

// sensitivity notes data that need more or less protection than before.
func (w *work) sensitivity(before, after *promise.Category) {
	note := func(data string, was, is promise.Sensitivity, special string) {
		if was == is {
			return
		}
		w.effect(Effect{Kind: SensitivityChanged, Clauses: []string{clauseOfData(data)}, Data: []string{data}, Law: []string{"gdpr 32"}}, "effect-sensitivity",
			func(v voice) []any {
				now := v.word("level", string(is))
				if special != "" {
					now += " (" + v.word("special", special) + ")"
				}
				return []any{v.quote(v.category(data)), v.word("level", string(was)), now}
			})
	}
	note(before.Qualified(), before.Sensitivity, after.Sensitivity, after.Special)
	for _, f := range before.Fields {
		own := after.Field(f.ID)
		if own != nil && (f.Sensitivity != before.Sensitivity || own.Sensitivity != after.Sensitivity) {
			note(before.Qualified()+"."+f.ID, f.Sensitivity, own.Sensitivity, "")
		}
	}
}

// moved notes data that are kept in another system.
func (w *work) moved(before, after *promise.Category) {
	in, out := gain(before.KeptIn, after.KeptIn), gain(after.KeptIn, before.KeptIn)
	if len(in) == 0 && len(out) == 0 {
		return
	}
	names := []string{clauseOfData(before.Qualified())}
	for _, id := range slices.Concat(in, out) {
		for _, r := range []*promise.Release{w.new, w.old} {
			if s := r.Organisation.System(id); s != nil {
				names = with(names, s.Clause)
			}
		}
	}
	places := func(v voice, ids []string) string {
		var list []string
		for _, id := range ids {
			list = append(list, v.system(id))
		}
		return v.quoted(list)
	}
	e := Effect{Kind: Moved, Clauses: names, Data: []string{before.Qualified()}, Law: []string{"gdpr 32"}}
	switch {
	case len(out) == 0:
		w.effect(e, "effect-kept-in-too", func(v voice) []any { return []any{v.quote(v.category(before.Qualified())), places(v, in)} })
	case len(in) == 0:
		w.effect(e, "effect-kept-in-no-more", func(v voice) []any { return []any{v.quote(v.category(before.Qualified())), places(v, out)} })
	default:
		w.effect(e, "effect-moved", func(v voice) []any {
			return []any{v.quote(v.category(before.Qualified())), places(v, out), places(v, in)}
		})
	}
}

// rights compares how the rights of persons are answered. What the organisation says for
// all registers is told once.
// Law: gdpr 12(3)
func (w *work) rights() {
	told := map[string]bool{}
	for _, g := range w.new.Registers {
		old := w.old.Register(g.ID)
		if old == nil {
			continue
		}
		before, after := old.RightsThatFollow(), g.RightsThatFollow()
		for _, id := range gain(after, before) {
			w.right(RightEnds, Tell, old, id, "effect-right-ends")
		}
		for _, id := range gain(before, after) {
			w.right(RightBegins, "", g, id, "effect-right-begins")
		}
		for _, x := range g.Rights {
			was := rightOf(old, x.ID)
			if was == nil || told[x.Clause] || !slices.Contains(before, x.ID) || !slices.Contains(after, x.ID) || was.Within == x.Within || was.Within.IsZero() || x.Within.IsZero() {
				continue
			}
			document, _, _ := strings.Cut(x.Clause, "/")
			told[x.Clause] = document != g.ID
			w.rightTime(document, was, x)
		}
	}
}

func rightOf(g *promise.Register, id string) *promise.Right {
	if i := slices.IndexFunc(g.Rights, func(r *promise.Right) bool { return r.ID == id }); i >= 0 {
		return g.Rights[i]
	}
	return nil
}

// rightTime notes another time for an answer.
func (w *work) rightTime(document string, was, x *promise.Right) {
	e := Effect{Kind: RightSooner, Clauses: with([]string{x.Clause}, was.Clause), Law: []string{"gdpr 12(3)"}}
	if lasting(x.Within).After(lasting(was.Within)) {
		e.Kind, e.Needs = RightLater, Tell
	}
	h := headOf(w.new, document)
	w.effect(e, "effect-right-time", func(v voice) []any {
		return []any{v.text(h.name), v.word("right", x.ID), was.Within.Words(v.lang), x.Within.Words(v.lang)}
	})
}

// right notes a right that comes or goes with the legal bases.
func (w *work) right(kind EffectKind, needs Need, g *promise.Register, id, phrase string) {
	clause := g.ID + "/rights/" + id
	if x := rightOf(g, id); x != nil {
		clause = x.Clause
	}
	w.effect(Effect{Kind: kind, Needs: needs, Clauses: []string{clause}, Law: []string{"gdpr 13(2)(b)", "gdpr 14(2)(c)"}}, phrase,
		func(v voice) []any { return []any{v.text(g.Name), v.word("right", id)} })
}
