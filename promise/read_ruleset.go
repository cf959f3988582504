// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"math/big"
	"regexp"

	"github.com/lupaus/lupaus/promise/internal/strict"
)

// The words of rule sets.
var (
	tierWords       = []string{"exact", "approximate", "hidden-identity"}
	tieWords        = []string{"sensitive", "safe"}
	ageWords        = []string{"check-date", "publication-date"}
	zeroWords       = []string{"open", "free", "protect"}
	costWords       = []string{"value", "units", "cells"}
	askIfWords      = []string{"sensitive-variable", "three-variables", "below-region"}
	methodWords     = []string{"controlled-rounding", "small-count-rounding", "rounding", "cell-key"}
	populationWords = []string{"total", "sample"}
)

// disclosure reads the rule sets and datasets of an organisation or of its research rules.
func (o *object) disclosure(g *Organisation) {
	o.entries("rule-sets", func(id string, e *object) {
		s := &RuleSet{ID: id, Under: e.str("under"), Name: e.needText("name"), Text: e.text("text"), Unit: e.str("unit"), About: e.word("about", []string{"person", "company"}),
			Population: e.word("population", []string{"sample"}), Protection: e.protection(), Origin: e.sourced()}
		g.RuleSets = append(g.RuleSets, s)
	})
	o.entries("datasets", func(id string, e *object) {
		d := &Dataset{ID: id, Name: e.needText("name"), Text: e.text("text"), Rules: e.need("rules"), Population: e.word("population", populationWords),
			ReferenceDate: e.date("reference-date"), Register: e.str("register"), PublicByLaw: e.boolean("public-by-law"), Levels: e.columns("levels-of-protection"),
			Sensitive: e.list("sensitive"), BelowRegion: e.list("below-region")}
		e.sub("change", func(c *object) { p := c.protection(); d.Change = &p })
		d.Origin = e.sourced()
		g.Datasets = append(g.Datasets, d)
	})
}

// protection reads what a rule set, or the change of a dataset, demands.
func (o *object) protection() Protection {
	p := Protection{Names: o.str("list"), Tier: o.word("tier", tierWords), MinimumUnits: o.integer("minimum-units"), Protect: o.minimums("protect"), RowMinimum: o.integer("row-minimum"),
		PPercent: o.percent("p-percent", false), Ties: o.word("ties", tieWords), PublicAfter: o.age("public-after", Years),
		SecretAfterDeath: o.age("secret-after-death", Years), AskIf: o.words("ask-if", askIfWords), Methods: o.words("methods", methodWords)}
	if o.boolean("weighted") && o.shape == nil {
		o.fail(o.get("weighted"), "E7", "a threshold cannot count weights", "a unit is one unit, however many others it stands for in a sample", "write weighted: false, or leave it out")
	}
	o.sub("dominance", func(e *object) {
		p.Dominance = &Dominance{N: e.integer("n"), K: e.percent("k", true)}
		for _, key := range []string{"n", "k"} {
			e.mustHave(key)
		}
	})
	o.sub("pq", func(e *object) {
		p.PQ = &PQ{P: e.percent("p", false), Q: e.percent("q", false)}
		for _, key := range []string{"p", "q"} {
			e.mustHave(key)
		}
	})
	o.sub("fresh", func(e *object) { p.Fresh = e.fresh() })
	o.sub("secondary", func(e *object) {
		p.Secondary = &Secondary{Singletons: e.choice("singletons"), Unions: e.choice("unions"), Zeros: e.word("zeros", zeroWords),
			Cost: e.word("cost", costWords), Interval: e.share("interval")}
	})
	return p
}

func (o *object) fresh() *Fresh {
	f := &Fresh{YoungerThan: o.age("younger-than", Months, Years), At: o.word("at", ageWords), Always: o.boolean("always")}
	if o.shape != nil {
		return f
	}
	switch {
	case f.Always && o.has("younger-than"):
		o.fail(o.node, "E7", `"always" and "younger-than" stand beside each other`, "", "take one of them out")
	case !f.Always && !o.has("younger-than"):
		o.fail(o.node, "E7", "it is not said how long data are fresh", "", "add younger-than: 15 months, or always: true")
	}
	return f
}

// mustHave reports a key that is missing; its value was read already.
func (o *object) mustHave(key string) {
	if !o.has(key) {
		o.fail(o.node, "E7", fmt.Sprintf("%q is missing", key), "", "add it")
	}
	o.needs(key)
}

// choice is a boolean that remembers whether it was stated.
func (o *object) choice(key string) *bool {
	v := o.boolean(key)
	if o.shape != nil || !o.has(key) {
		return nil
	}
	return &v
}

// age reads a length of time in one of the units that ages of data are counted in.
func (o *object) age(key string, units ...Unit) Duration {
	d := o.duration(key)
	if d.IsZero() || o.shape != nil {
		return d
	}
	for _, u := range units {
		if d.Unit == u {
			return d
		}
	}
	o.fail(o.get(key), "E7", fmt.Sprintf("%q is counted in %s, not in %q", key, units[0], d), "", "write "+key+": 25 "+string(units[0]))
	return Duration{}
}

var sharePattern = regexp.MustCompile(`^[0-9]{1,4}(\.[0-9]{1,6})?$`)

// percent reads a number of per cent above 0; a part of a whole is at most 100.
func (o *object) percent(key string, part bool) string {
	return o.decimal(key, "a number of per cent above 0, such as 75 or 12.5", func(x *big.Rat) bool {
		return x.Sign() > 0 && (!part || x.Cmp(big.NewRat(100, 1)) <= 0)
	})
}

// share reads a number from 0 to 1.
func (o *object) share(key string) string {
	return o.decimal(key, "a share from 0 to 1, such as 0.10", func(x *big.Rat) bool { return x.Cmp(big.NewRat(1, 1)) <= 0 })
}

func (o *object) decimal(key, what string, fine func(*big.Rat) bool) string {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeNumber}) {
		return ""
	}
	s, n, ok := o.scalar(key)
	if !ok {
		return ""
	}
	if x, read := new(big.Rat).SetString(s); n.Quoted || !sharePattern.MatchString(s) || !read || !fine(x) {
		o.fail(n, "E7", fmt.Sprintf("%q must be %s, not %q", key, what, s), "", "write digits, with a point before decimals and without a sign")
		return ""
	}
	return s
}

// minimums reads levels of protection with how many contributors each wants.
func (o *object) minimums(key string) (out []*LevelMinimum) {
	o.pairs(key, ShapeInteger, func(m *object, level string) {
		if n := m.integer(level); n > 0 {
			out = append(out, &LevelMinimum{ID: level, Units: n})
		}
	})
	return out
}

// columns reads levels of protection with the column that each stands in.
func (o *object) columns(key string) (out []*LevelColumn) {
	o.pairs(key, ShapeString, func(m *object, level string) {
		if column := m.str(level); column != "" {
			out = append(out, &LevelColumn{ID: level, Column: column})
		}
	})
	return out
}

// pairs reads a map from ids to single values.
func (o *object) pairs(key string, kind ShapeKind, fn func(m *object, id string)) {
	if o.shape != nil && o.notes(key, &Shape{Kind: ShapeEntries, Each: &Shape{Kind: kind}}) {
		return
	}
	n := o.get(key)
	if n != nil && n.Kind == strict.Map && len(n.Entries) > maxItems {
		o.fail(n, "E7", fmt.Sprintf("%q has %d entries; at most %d are read", key, len(n.Entries), maxItems), "", "shorten it")
		return
	}
	o.sub(key, func(m *object) {
		for _, e := range m.node.Entries {
			if !validID(e.Key) {
				m.asked = append(m.asked, e.Key)
				m.report("E3", m.path, e.Line, e.Column, fmt.Sprintf("%q is no id", e.Key), idRule, "choose another one")
				continue
			}
			fn(m, e.Key)
		}
	})
}
