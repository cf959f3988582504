// SPDX-License-Identifier: EUPL-1.2

// Package ruleset brings a promise to a table: the rules of a dataset, or of a rule set,
// become those of the table's specification. Begin with [Apply].
//
// The specification may say more than the promise and never less. What it leaves out
// comes from the promise; what it says itself is compared, and where it is weaker the
// table is refused, with the clause that says more and with what would mend it.
//
// Keeps: TK-100, TK-183, TK-198, TK-235
package ruleset

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/release"
)

// Weaker is one place where a specification demands less than the promise, or cannot do
// what it demands.
type Weaker struct {
	Key    string // of the specification, such as rules/minimum-units
	Clause string // of the promise, such as tables/rule-sets/companies
	What   string
	Mend   string
}

func (w Weaker) String() string {
	return fmt.Sprintf("%s: %s (%s); %s", w.Key, w.What, w.Clause, w.Mend)
}

// Refused says everything in which a specification falls short of a promise.
type Refused struct {
	Name   string // of the dataset or rule set
	Weaker []Weaker
}

// Error lists what falls short, one in a line.
func (r *Refused) Error() string {
	lines := []string{fmt.Sprintf("the specification protects less than %q promises:", r.Name)}
	for _, w := range r.Weaker {
		lines = append(lines, "- "+w.String())
	}
	return strings.Join(lines, "\n")
}

// Apply puts the rules of a dataset or rule set into a specification, with their dates
// and the levels they protect, and notes in [release.Spec.Promise] which clause each came
// from. The moment is that of the check; its day is taken in the organisation's zone. A
// specification that is weaker than the promise is left as it was, and the error is a
// [*Refused].
func Apply(spec *release.Spec, r *promise.Release, name string, at time.Time) error {
	set, data, err := named(r, name)
	if err != nil {
		return err
	}
	out := *spec
	a := &applying{spec: &out, release: r, name: name, set: set, data: data, day: day(r, at)}
	out.Promise = &release.Promise{Name: name}
	if data != nil && data.PublicByLaw {
		out.Promise.Public = true
		a.from("public-by-law", "true", data.Origin)
		*spec = out
		return nil
	}
	a.levels()
	a.minimums()
	a.rows()
	a.concentration()
	a.age()
	a.secondary()
	a.ask()
	a.method()
	a.waivers()
	if len(a.weaker) > 0 {
		return &Refused{Name: name, Weaker: a.weaker}
	}
	*spec = out
	return nil
}

// named finds a dataset or a rule set. A set for samples is applied through a dataset,
// which says that it is one.
func named(r *promise.Release, name string) (*promise.RuleSet, *promise.Dataset, error) {
	if d := r.Dataset(name); d != nil {
		return d.RuleSet(), d, nil
	}
	s := r.RuleSet(name)
	switch {
	case s == nil:
		return nil, nil, fmt.Errorf("the promise of %q has no dataset and no rule set %q; it has: %s", r.Organisation.ID, short(name), known(r))
	case s.Population == "sample":
		return nil, nil, fmt.Errorf("the rule set %q is for samples; name a dataset that says population: sample", name)
	}
	return s, nil, nil
}

func known(r *promise.Release) string {
	var out []string
	for _, d := range r.Organisation.Datasets {
		out = append(out, d.ID)
	}
	for _, s := range r.Organisation.RuleSets {
		out = append(out, s.ID)
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}

// short keeps a name that somebody typed from filling the screen.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// day is the day of a moment where the organisation is.
func day(r *promise.Release, at time.Time) string {
	if zone, err := time.LoadLocation(r.Organisation.Place.Zone); err == nil && r.Organisation.Place.Zone != "" {
		at = at.In(zone)
	}
	return at.Format(time.DateOnly)
}

// applying is a specification while a promise is brought to it.
type applying struct {
	spec    *release.Spec
	release *promise.Release
	name    string
	set     *promise.RuleSet
	data    *promise.Dataset // nil when a rule set was asked for
	day     string
	demand  map[string]demanded // by level of protection, as package sdc names it
	weaker  []Weaker
}

// demanded is how many contributors a level has at least, and the key that says it.
type demanded struct {
	units int64
	key   string
}

// refuse notes where the specification falls short of a key of the promise.
func (a *applying) refuse(key, promised, what, mend string) {
	a.weaker = append(a.weaker, Weaker{Key: key, Clause: a.release.Stating(a.name, promised).Clause, What: what, Mend: mend})
}

// took notes that a rule came from the promise.
func (a *applying) took(key, value string) { a.from(key, value, a.release.Stating(a.name, key)) }

func (a *applying) from(key, value string, o promise.Origin) {
	a.spec.Promise.From = append(a.spec.Promise.From, release.From{Key: key, Value: value, Clause: o.Clause, Source: slices.Clone(o.Source)})
}

// levels finds the columns of the levels of protection that the promise demands.
//
// Keeps: TK-106, TK-107, TK-111, TK-112
func (a *applying) levels() {
	a.demand = map[string]demanded{}
	var ids []string
	for _, l := range a.set.Protect {
		ids = append(ids, l.ID)
	}
	if a.set.Unit != "" && !slices.Contains(ids, a.set.Unit) {
		ids = append(ids, a.set.Unit)
	}
	for _, id := range ids {
		level, there := a.level(id)
		if !there {
			continue
		}
		d := demanded{int64(cmp.Or(a.set.Level(id), a.set.MinimumUnits)), "protect." + id}
		if id == a.set.Unit && int64(a.set.MinimumUnits) >= d.units {
			d = demanded{int64(a.set.MinimumUnits), "minimum-units"}
		}
		if a.demand[level].units < d.units {
			a.demand[level] = d
		}
	}
}

// level is what package sdc calls a level of protection; there is none when the data are
// said not to have it, or when it is missing, which is refused.
func (a *applying) level(id string) (level string, there bool) {
	column := id
	if a.data != nil && len(a.data.Levels) > 0 {
		column = a.data.Column(id)
		if column == "" && id != a.set.Unit {
			return "", false // the data do not tell these apart
		}
	}
	switch {
	case column != "" && slices.Contains(a.spec.Levels, column):
		return column, true
	case column != "" && column == a.spec.Unit:
		return sdc.UnitLevel, true
	case id == a.set.Unit && (a.data == nil || a.data.Column(id) == ""):
		return sdc.UnitLevel, true // the set's own unit, whatever its column is called
	case id == a.set.Unit && a.spec.Unit == "" && a.spec.Given == nil:
		a.spec.Unit = column
		return sdc.UnitLevel, true
	}
	a.refuse("levels-of-protection", "protect."+id, fmt.Sprintf("the table has to be protected at the level %q, and no column is named for it", id),
		fmt.Sprintf("add %s to levels-of-protection, or name a dataset whose data have no such level", column))
	return "", false
}

// minimums puts the thresholds, each level with its own.
//
// Keeps: TK-101, TK-102, TK-109, TK-196
func (a *applying) minimums() {
	rules := &a.spec.Rules
	promised := int64(a.set.MinimumUnits)
	if rules.MinimumUnits > 0 && rules.MinimumUnits < promised {
		a.refuse("rules/minimum-units", "minimum-units", fmt.Sprintf("it is %d, and at least %d is promised", rules.MinimumUnits, promised), fmt.Sprintf("write %d or more, or leave it out", promised))
	}
	stated := rules.LevelMinimum
	general := max(rules.MinimumUnits, promised)
	rules.LevelMinimum = map[string]int64{}
	for _, level := range append([]string{sdc.UnitLevel}, a.spec.Levels...) {
		d, demands := a.demand[level]
		if !demands {
			d = demanded{promised, "minimum-units"}
		}
		own, says := stated[level]
		if says && own < d.units {
			a.refuse("rules/minimum-by-level/"+level, d.key, fmt.Sprintf("it is %d, and at least %d is promised", own, d.units), fmt.Sprintf("write %d or more, or leave it out", d.units))
		}
		if least := max(cmp.Or(own, rules.MinimumUnits), d.units); least != general {
			rules.LevelMinimum[level] = least
		}
		if demands && d.key != "minimum-units" {
			a.took(d.key, strconv.FormatInt(d.units, 10))
		}
	}
	for level, n := range stated { // of a level that is not there: package sdc says so
		if level != sdc.UnitLevel && !slices.Contains(a.spec.Levels, level) {
			rules.LevelMinimum[level] = n
		}
	}
	if len(rules.LevelMinimum) == 0 {
		rules.LevelMinimum = nil
	}
	if rules.MinimumUnits = general; promised > 0 {
		a.took("minimum-units", strconv.FormatInt(promised, 10))
	}
}

// rows puts the row minimum.
//
// Keeps: TK-204, TK-233
func (a *applying) rows() {
	rules, promised := &a.spec.Rules, int64(a.set.RowMinimum)
	if promised == 0 {
		return
	}
	if rules.RowMinimum > 0 && rules.RowMinimum < promised {
		a.refuse("rules/row-minimum", "row-minimum", fmt.Sprintf("it is %d, and at least %d is promised", rules.RowMinimum, promised), fmt.Sprintf("write %d or more, or leave it out", promised))
	}
	rules.RowMinimum = max(rules.RowMinimum, promised)
	a.took("row-minimum", strconv.FormatInt(promised, 10))
}

// severalVariables is from how many on the promise's word three-variables holds.
const severalVariables = 3

// ask notes why somebody has to look at the table before it goes out: what the promise
// names and the table has, or may have as far as the dataset says.
//
// Keeps: TK-110, TK-242
func (a *applying) ask() {
	for _, word := range a.set.AskIf {
		holds := true
		switch {
		case word == "three-variables":
			holds = len(a.spec.Dimensions) >= severalVariables
		case a.data == nil: // nobody says which columns are meant
		case word == "sensitive-variable" && a.data.Sensitive != nil:
			holds = a.uses(a.data.Sensitive)
		case word == "below-region" && a.data.BelowRegion != nil:
			holds = a.uses(a.data.BelowRegion)
		}
		if holds {
			a.spec.Promise.Ask = append(a.spec.Promise.Ask, word)
		}
	}
	if len(a.set.AskIf) > 0 {
		a.took("ask-if", strings.Join(a.set.AskIf, ", "))
	}
}

// method refuses a change of figures that the promise does not allow in place of
// hiding cells.
//
// Keeps: TK-207, TK-208
func (a *applying) method() {
	name := a.spec.Method.Name()
	if name == "" {
		return
	}
	if !slices.Contains(a.set.Methods, name) {
		a.refuse("method", "methods", fmt.Sprintf("figures are changed by %s, which the promise does not allow in place of hiding cells", name),
			"leave the method out, so that cells are hidden, or merge classes")
		return
	}
	a.took("methods", strings.Join(a.set.Methods, ", "))
}

// waivers are refused: no promise says yet who may agree to be recognised and
// where that is kept, and what it does not say is not allowed.
func (a *applying) waivers() {
	if len(a.spec.Waived) > 0 {
		a.refuse("waived", "minimum-units", "it names contributors who need no protection, and the promise says nothing of anybody who agreed to be recognised",
			"leave it out, or protect the table without a promise and keep the agreements with it")
	}
}

// uses reports whether the table tells one of the columns apart, or sums it.
func (a *applying) uses(columns []string) bool {
	for _, d := range a.spec.Dimensions {
		for _, c := range append(slices.Clone(d.Levels), d.Column) {
			if slices.Contains(columns, c) {
				return true
			}
		}
	}
	return slices.Contains(columns, a.spec.Value)
}

// number reads a decimal number; what is none counts as below all, and is told when the
// specification itself is checked.
func number(text string) *big.Rat {
	if x, ok := new(big.Rat).SetString(text); ok {
		return x
	}
	return big.NewRat(-1, 1)
}
