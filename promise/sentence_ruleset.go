// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"cmp"
	"fmt"
	"strings"
)

// Demand is one thing that a rule set or a dataset says, in words.
type Demand struct {
	Key        string // in the language's spelling, such as row-minimum
	Name, Text string
}

// Demands says in a language what a protection demands, in the order of the language.
// Levels of protection are called as the set's list calls them, where it names one.
func (r *Release) Demands(p Protection, lang string) (out []Demand) {
	s := speaker{r, lang}
	add := func(key, text string) {
		if text != "" {
			out = append(out, Demand{key, s.table("name-" + key), text})
		}
	}
	if p.Tier != "" {
		add("tier", s.table(p.Tier))
	}
	if p.MinimumUnits > 0 {
		add("minimum-units", s.tablef("units", p.MinimumUnits))
	}
	add("protect", s.minimums(p))
	if p.RowMinimum > 0 {
		add("row-minimum", s.tablef("units", p.RowMinimum))
	}
	if d := p.Dominance; d != nil {
		add("dominance", s.dominance(d))
	}
	if p.PPercent != "" {
		add("p-percent", s.tablef("p-percent", p.PPercent))
	}
	if p.PQ != nil {
		add("pq", s.tablef("pq", p.PQ.P, p.PQ.Q))
	}
	if p.Ties != "" {
		add("ties", s.table("ties-"+p.Ties))
	}
	if p.Concentration() {
		add("fresh", s.fresh(p.Fresh))
	}
	if !p.PublicAfter.IsZero() && p.SecretAfterDeath.IsZero() {
		add("public-after", p.PublicAfter.Words(lang))
	}
	if !p.SecretAfterDeath.IsZero() {
		add("secret-after-death", s.tablef("from-death", p.SecretAfterDeath.Words(lang)))
	}
	if p.Secondary != nil {
		add("secondary", s.secondary(p.Secondary))
	}
	add("ask-if", s.words(p.AskIf))
	add("methods", s.words(p.Methods))
	return out
}

// Protects says in one sentence what a rule set demands.
func (r *Release) Protects(x *RuleSet, lang string) string {
	s := speaker{r, lang}
	parts := []string{}
	if x.Unit != "" {
		parts = append(parts, s.table("name-unit")+": "+s.unit(x.Protection, x.Unit))
	}
	if x.Population != "" {
		parts = append(parts, s.table("only-sample"))
	}
	for _, d := range r.Demands(x.Protection, lang) {
		parts = append(parts, d.Name+": "+d.Text)
	}
	return x.Name.In(lang) + ". " + strings.Join(parts, "; ") + "."
}

// Describe says in a language what a dataset states besides its name.
func (r *Release) Describe(d *Dataset, lang string) (out []Demand) {
	s := speaker{r, lang}
	add := func(key, text string) {
		if text != "" {
			out = append(out, Demand{key, s.table("name-" + key), text})
		}
	}
	if set := r.RuleSet(d.Rules); set != nil {
		add("rules", set.Name.In(lang))
	}
	add("change", s.change(r.RuleSet(d.Rules), d))
	if d.Population != "" {
		add("population", s.table(d.Population))
	}
	add("reference-date", string(d.ReferenceDate))
	add("register", s.holder(d.Register))
	var columns []string
	for _, l := range d.Levels {
		columns = append(columns, s.unit(d.effective.Protection, l.ID)+" ("+l.Column+")")
	}
	add("levels", strings.Join(columns, ", "))
	add("sensitive", strings.Join(d.Sensitive, ", "))
	add("below-region", strings.Join(d.BelowRegion, ", "))
	if d.PublicByLaw {
		add("public-by-law", s.table("nothing-hidden"))
	}
	return out
}

// DatasetSentence says a dataset in one sentence.
func (r *Release) DatasetSentence(d *Dataset, lang string) string {
	var parts []string
	for _, x := range r.Describe(d, lang) {
		parts = append(parts, x.Name+": "+x.Text)
	}
	return d.Name.In(lang) + ". " + strings.Join(parts, "; ") + "."
}

// UnitName is what a unit or level of protection is called: its name in a list that rule
// sets take names from, the language's own word for person and company, else its id.
func (r *Release) UnitName(id, lang string) string {
	for _, x := range r.Organisation.RuleSets {
		if name := r.unitName(x.Protection, id, lang); name != "" {
			return name
		}
	}
	return inLanguage(wholeWords, lang, id)
}

// unitName is the name in the list of one rule set, "" when that has none.
func (r *Release) unitName(p Protection, id, lang string) string {
	if list := r.Organisation.List(p.Names); list != nil {
		if v := list.Value(id); v != nil {
			return v.Name.In(lang)
		}
	}
	return ""
}

// unit is what a unit or level is called in a rule set.
func (s speaker) unit(p Protection, id string) string {
	return cmp.Or(s.release.unitName(p, id, s.lang), inLanguage(wholeWords, s.lang, id))
}

func (s speaker) minimums(p Protection) string {
	var out []string
	for _, l := range p.Protect {
		out = append(out, fmt.Sprintf("%s %d", s.unit(p, l.ID), l.Units))
	}
	return strings.Join(out, ", ")
}

func (s speaker) dominance(d *Dominance) string {
	if d.N == 1 {
		return s.tablef("dominance-1", d, d.K)
	}
	return s.tablef("dominance", d, d.N, d.K)
}

func (s speaker) fresh(f *Fresh) string {
	if f == nil || f.Always {
		return s.table("always")
	}
	at := f.At
	if at == "" {
		at = ageWords[0]
	}
	return s.tablef(at, f.YoungerThan.Words(s.lang))
}

func (s speaker) secondary(x *Secondary) string {
	var out []string
	for key, v := range map[string]*bool{"singletons": x.Singletons, "unions": x.Unions} {
		if v != nil && *v {
			out = append(out, s.table(key))
		}
	}
	if len(out) == 2 {
		out = []string{s.table("singletons"), s.table("unions")}
	}
	if x.Zeros != "" {
		out = append(out, s.table("zeros-"+x.Zeros))
	}
	if x.Cost != "" {
		out = append(out, s.table("cost-"+x.Cost))
	}
	if x.Interval != "" {
		out = append(out, s.tablef("interval", x.Interval))
	}
	return strings.Join(out, ", ")
}

func (s speaker) words(keys []string) string {
	var out []string
	for _, k := range keys {
		out = append(out, s.table(k))
	}
	return strings.Join(out, ", ")
}

// change says what a dataset makes stricter, with what its rule set says.
func (s speaker) change(set *RuleSet, d *Dataset) string {
	if set == nil || d.Change == nil || d.effective == nil {
		return ""
	}
	before := map[string]string{}
	for _, x := range s.release.Demands(set.Protection, s.lang) {
		before[x.Key] = x.Text
	}
	var out []string
	for _, x := range s.release.Demands(d.effective.Protection, s.lang) {
		if x.Text != before[x.Key] {
			out = append(out, x.Name+" "+x.Text)
		}
	}
	return strings.Join(out, ", ")
}

func (s speaker) holder(register string) string {
	id, category, _ := strings.Cut(register, "/")
	g := s.release.Register(id)
	if g == nil {
		return ""
	}
	if d := g.Category(category); d != nil && len(d.Name) > 0 {
		return g.Name.In(s.lang) + " › " + d.Name.In(s.lang)
	}
	return g.Name.In(s.lang)
}

func (s speaker) table(key string) string { return inLanguage(tableWords, s.lang, key) }

func (s speaker) tablef(key string, args ...any) string { return fmt.Sprintf(s.table(key), args...) }
