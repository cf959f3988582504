// SPDX-License-Identifier: EUPL-1.2

package compare

import (
	"cmp"
	"reflect"
	"strings"

	"github.com/lupaus/lupaus/promise"
)

// tables says where tables are protected less than before, and where more.
// Keeps: TK-198
func (w *work) tables() {
	o, was := w.new.Organisation, w.old.Organisation
	for _, s := range o.RuleSets {
		if before := w.old.RuleSet(s.ID); before != nil {
			w.protection(s.Clause, s.Name, before.Protection, s.Protection)
		}
	}
	for _, d := range o.Datasets {
		if before := w.old.Dataset(d.ID); before != nil {
			w.dataset(d, before)
		}
	}
	w.ownStatistics(o, was)
}

// dataset tells what changed in a dataset's own protection; a change of its rule set is
// told of the set.
func (w *work) dataset(d, before *promise.Dataset) {
	if d.Rules != before.Rules || !reflect.DeepEqual(d.Change, before.Change) {
		w.protection(d.Clause, d.Name, before.RuleSet().Protection, d.RuleSet().Protection)
	}
	if d.PublicByLaw != before.PublicByLaw {
		w.protected(d.Clause, d.Name, d.PublicByLaw, func(v voice) string { return v.say("public-" + truth(d.PublicByLaw)) })
	}
	p := d.RuleSet().Protection
	aged := p.Concentration() || !p.PublicAfter.IsZero()
	if d.ReferenceDate != before.ReferenceDate && aged {
		older := d.ReferenceDate != "" && (before.ReferenceDate == "" || d.ReferenceDate < before.ReferenceDate)
		w.protected(d.Clause, d.Name, older, func(v voice) string {
			return v.say("reference-date", cmp.Or(string(before.ReferenceDate), "–"), cmp.Or(string(d.ReferenceDate), "–"))
		})
	}
}

func truth(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// ownStatistics compares what protects the statistics that the program shows itself.
func (w *work) ownStatistics(o, was *promise.Organisation) {
	if o.Statistics == was.Statistics {
		return
	}
	clause := o.ID + "/statistics"
	before, now := w.old.RuleSet(was.Statistics), w.new.RuleSet(o.Statistics)
	if before != nil && now != nil {
		w.protection(clause, now.Name, before.Protection, now.Protection)
		return
	}
	named := cmp.Or(now, before)
	w.protected(clause, named.Name, now == nil, func(v voice) string { return v.say("statistics-" + truth(now != nil)) })
}

// protection tells two protections apart: what is looser, and what is stricter.
func (w *work) protection(clause string, name promise.Text, before, now promise.Protection) {
	var looser, stricter []string
	for _, x := range before.Strictness(now) {
		key, _, _ := strings.Cut(x.Key, ".")
		if x.Looser {
			looser = append(looser, key)
		} else if x.Stricter {
			stricter = append(stricter, key)
		}
	}
	for i, keys := range [][]string{looser, stricter} {
		if len(keys) > 0 {
			w.protected(clause, name, i == 0, func(v voice) string { return v.demands(keys, before, now) })
		}
	}
}

func (w *work) protected(clause string, name promise.Text, looser bool, what func(v voice) string) {
	kind, phrase := TablesStricter, "effect-tables-stricter"
	if looser {
		kind, phrase = TablesLooser, "effect-tables-looser"
	}
	w.effect(Effect{Kind: kind, Clauses: []string{clause}}, phrase, func(v voice) []any { return []any{v.quote(v.text(name)), what(v)} })
}

// demands says what was demanded and what is, for some keys.
func (v voice) demands(keys []string, before, now promise.Protection) string {
	text := func(p promise.Protection, key string) (name, text string) {
		for _, d := range v.release.Demands(p, v.lang) {
			if d.Key == key {
				return d.Name, d.Text
			}
		}
		return "", v.say("no-demand")
	}
	var out []string
	told := map[string]bool{}
	for _, key := range keys {
		if told[key] {
			continue
		}
		told[key] = true
		name, was := text(before, key)
		other, is := text(now, key)
		out = append(out, v.say("demand", cmp.Or(name, other, key), was, is))
	}
	return strings.Join(out, "; ")
}

func (v voice) ruleSet(id string) string {
	return v.named(id, func(r *promise.Release) promise.Text {
		if x := r.RuleSet(id); x != nil {
			return x.Name
		}
		return nil
	})
}
