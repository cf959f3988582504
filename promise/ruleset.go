// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"cmp"
	"strings"
)

// RuleSet is how tables of one kind of data are protected: which cells are sensitive,
// and what is demanded of their protection. It stands in a document of kind organisation
// or research and is applied by its id, or through a [Dataset] that takes it over.
//
// A set under another states only what differs. Once a release is loaded, every set holds
// what it states and what it inherits.
// Keeps: TK-183, TK-198
type RuleSet struct {
	ID, Under string
	Name      Text
	Text      Text
	// Unit is what a table counts, such as person, family or company: the level of
	// protection that minimum-units speaks of.
	// Keeps: TK-191, TK-192
	Unit string
	// About is whom the units are: person, company, or "" when it is not said. Families,
	// households and cases that lead to a person are about persons.
	// Keeps: TK-249
	About string
	// Population is "sample" for a set that only tables from samples may use, "" for one
	// that any may.
	// Keeps: TK-248
	Population string
	Protection
	Origin

	stated Protection // without what is inherited
}

// Protection is what a rule set demands. A zero value says nothing about its key.
type Protection struct {
	// Names is the list in which units and levels of protection have their names, "" where
	// they are called by their ids.
	Names string
	// Tier is what is delicate about a cell: exact, approximate or hidden-identity.
	// Keeps: TK-250
	Tier string
	// MinimumUnits is how many units, counted without weights, a cell has at least.
	// Keeps: TK-101, TK-196
	MinimumUnits int
	// Protect are minimums at other levels of protection, such as the companies behind
	// establishments.
	// Keeps: TK-106, TK-107, TK-111, TK-112
	Protect []*LevelMinimum
	// RowMinimum is how many units a row has at least; a smaller one is hidden whole.
	// Keeps: TK-204, TK-233
	RowMinimum int
	// Dominance, PPercent and PQ look at the largest contributors. Percentages are
	// decimal numbers, kept as they are written.
	Dominance *Dominance
	PPercent  string
	PQ        *PQ
	// Ties says what a cell exactly at a limit is: sensitive (which "" means too) or safe.
	// Keeps: TK-197
	Ties string
	// Fresh says how long the rules about the largest contributors hold; nil: for ever.
	Fresh *Fresh
	// PublicAfter is the age from which on data are public and nothing is hidden;
	// SecretAfterDeath how long after a person's death nothing becomes public, so that
	// age alone never ends the protection.
	PublicAfter, SecretAfterDeath Duration
	Secondary                     *Secondary
	// AskIf are properties of a table that somebody has to look at before it goes out:
	// sensitive-variable, three-variables, below-region.
	// Keeps: TK-110, TK-242
	AskIf []string
	// Methods are ways of changing figures that may take the place of hiding cells:
	// controlled-rounding, small-count-rounding, rounding, cell-key. Hiding cells and
	// merging classes may always be done; nil allows nothing else.
	// Keeps: TK-207, TK-208, TK-236
	Methods []string
}

// LevelMinimum is how many contributors of one level of protection a cell has at least.
type LevelMinimum struct {
	ID    string // the level, such as company
	Units int
}

// Dominance makes a cell sensitive when its N largest contributors make K per cent of it.
// Keeps: TK-103, TK-197
type Dominance struct {
	N int
	K string
}

// PQ makes a cell sensitive when its largest contribution can be estimated to P per cent
// by somebody who knew every contribution to Q per cent beforehand.
type PQ struct{ P, Q string }

// Fresh says how old data may be for the rules about the largest contributors to hold.
// Keeps: TK-103, TK-104, TK-105, TK-253, TK-255, TK-256
type Fresh struct {
	// YoungerThan is the age until which they hold, the last day included, from the
	// reference date of the data; zero when Always.
	YoungerThan Duration
	// At is the day on which the age is taken: check-date (which "" means too) or
	// publication-date.
	At string
	// Always says that they hold at any age.
	Always bool
}

// Secondary is what is demanded of the protection of sensitive cells. Nil and "" say
// nothing.
// Keeps: TK-203
type Secondary struct {
	Singletons, Unions *bool
	Zeros              string // open, free, protect
	Cost               string // value, units, cells
	Interval           string // a share from 0 to 1, as written
}

// Dataset is data that tables are made of, with the rule set they are protected by.
type Dataset struct {
	ID    string
	Name  Text
	Text  Text
	Rules string // rule set id
	// Change is what differs from the rule set, which is stricter or the release does not
	// load; nil when nothing does.
	// Keeps: TK-102, TK-105, TK-235
	Change *Protection
	// Population is sample or total, "" when it is not said.
	// Keeps: TK-246, TK-247
	Population string
	// ReferenceDate is the last day of what the data describe.
	ReferenceDate Date
	// Register holds the data when they lie in Lupaus: "register" or "register/category".
	Register string
	// PublicByLaw says that nothing has to be hidden.
	// Keeps: TK-259, TK-260
	PublicByLaw bool
	// Levels name the column of each level of protection that the data have.
	Levels []*LevelColumn
	// Sensitive are the columns of sensitive variables, BelowRegion those of areas smaller
	// than a region; nil when the dataset does not say.
	// Keeps: TK-110, TK-242
	Sensitive, BelowRegion []string
	Origin

	effective *RuleSet
}

// LevelColumn is where a level of protection stands in the data.
type LevelColumn struct {
	ID     string // the level, such as company
	Column string
}

// RuleSet returns the rule set with this id, or nil.
func (r *Release) RuleSet(id string) *RuleSet {
	return find(r.Organisation.RuleSets, id, func(s *RuleSet) string { return s.ID })
}

// Dataset returns the dataset with this id, or nil.
func (r *Release) Dataset(id string) *Dataset {
	return find(r.Organisation.Datasets, id, func(d *Dataset) string { return d.ID })
}

// RuleSet is the set that holds for the dataset: the one it names, with its change.
func (d *Dataset) RuleSet() *RuleSet { return d.effective }

// Level returns the minimum of a level of protection, 0 when none is set.
func (p Protection) Level(level string) int {
	if l := find(p.Protect, level, func(l *LevelMinimum) string { return l.ID }); l != nil {
		return l.Units
	}
	return 0
}

// Column returns the column of a level, "" when the dataset does not say it.
func (d *Dataset) Column(level string) string {
	if l := find(d.Levels, level, func(l *LevelColumn) string { return l.ID }); l != nil {
		return l.Column
	}
	return ""
}

// Concentration reports whether any rule looks at the largest contributors.
func (p Protection) Concentration() bool {
	return p.Dominance != nil || p.PPercent != "" || p.PQ != nil
}

func (o *Organisation) ruleSetTree() tree {
	return newTree(o.RuleSets, func(s *RuleSet) string { return s.ID }, func(s *RuleSet) string { return s.Under })
}

// inheritRuleSets gives every set what its parents state, and datasets their own.
func (o *Organisation) inheritRuleSets() {
	t := o.ruleSetTree()
	for _, s := range o.RuleSets {
		s.stated = s.Protection
	}
	for _, s := range o.RuleSets {
		if t.endless(s.ID) {
			continue // reported when the tree is resolved
		}
		for up := find(o.RuleSets, s.Under, ruleSetID); up != nil; up = find(o.RuleSets, up.Under, ruleSetID) {
			s.Protection = up.stated.With(s.Protection)
			set(&s.Unit, cmp.Or(s.Unit, up.Unit))
			set(&s.About, cmp.Or(s.About, up.About))
			set(&s.Population, cmp.Or(s.Population, up.Population))
		}
	}
	for _, d := range o.Datasets {
		base := find(o.RuleSets, d.Rules, ruleSetID)
		if base == nil {
			continue // reported when references are resolved
		}
		own := *base
		if d.Change != nil {
			own.Protection = base.With(*d.Change)
		}
		d.effective = &own
	}
}

func ruleSetID(s *RuleSet) string { return s.ID }

// With is the protection with what another one states in place of its own.
func (p Protection) With(c Protection) Protection {
	set(&p.Names, c.Names)
	set(&p.Tier, c.Tier)
	set(&p.MinimumUnits, c.MinimumUnits)
	set(&p.RowMinimum, c.RowMinimum)
	set(&p.Dominance, c.Dominance)
	set(&p.PPercent, c.PPercent)
	set(&p.PQ, c.PQ)
	set(&p.Ties, c.Ties)
	set(&p.Fresh, c.Fresh)
	set(&p.PublicAfter, c.PublicAfter)
	set(&p.SecretAfterDeath, c.SecretAfterDeath)
	if c.AskIf != nil {
		p.AskIf = c.AskIf
	}
	if c.Methods != nil {
		p.Methods = c.Methods
	}
	p.Protect = withLevels(p.Protect, c.Protect)
	if c.Secondary != nil {
		s := Secondary{}
		if p.Secondary != nil {
			s = *p.Secondary
		}
		set(&s.Singletons, c.Secondary.Singletons)
		set(&s.Unions, c.Secondary.Unions)
		set(&s.Zeros, c.Secondary.Zeros)
		set(&s.Cost, c.Secondary.Cost)
		set(&s.Interval, c.Secondary.Interval)
		p.Secondary = &s
	}
	return p
}

// set changes a value where another one is stated.
func set[T comparable](to *T, stated T) {
	var none T
	if stated != none {
		*to = stated
	}
}

// withLevels puts levels that are stated in the place of those of the same name.
func withLevels(was, stated []*LevelMinimum) []*LevelMinimum {
	out := append([]*LevelMinimum(nil), was...)
	for _, l := range stated {
		found := false
		for i := range out {
			if out[i].ID == l.ID {
				out[i], found = l, true
			}
		}
		if !found {
			out = append(out, l)
		}
	}
	return out
}

// States reports whether a protection states a key itself: "minimum-units",
// "protect.company", "secondary.zeros".
func (p Protection) States(key string) bool {
	name, part, _ := strings.Cut(key, ".")
	s := cmp.Or(p.Secondary, &Secondary{})
	switch name {
	case "tier":
		return p.Tier != ""
	case "minimum-units":
		return p.MinimumUnits > 0
	case "protect":
		return p.Level(part) > 0
	case "row-minimum":
		return p.RowMinimum > 0
	case "dominance":
		return p.Dominance != nil
	case "p-percent":
		return p.PPercent != ""
	case "pq":
		return p.PQ != nil
	case "ties":
		return p.Ties != ""
	case "fresh":
		return p.Fresh != nil
	case "public-after":
		return !p.PublicAfter.IsZero()
	case "secret-after-death":
		return !p.SecretAfterDeath.IsZero()
	case "ask-if":
		return p.AskIf != nil
	case "methods":
		return p.Methods != nil
	case "secondary":
		return map[string]bool{"": p.Secondary != nil, "singletons": s.Singletons != nil, "unions": s.Unions != nil, "zeros": s.Zeros != "", "cost": s.Cost != "", "interval": s.Interval != ""}[part]
	}
	return false
}

// Stating is the clause that states a key for a dataset or rule set: the dataset's own
// change, the set, or the nearest one above that says it. It is the set itself for a key
// that nobody states.
func (r *Release) Stating(name, key string) Origin {
	s := r.RuleSet(name)
	if d := r.Dataset(name); d != nil {
		if d.Change != nil && d.Change.States(key) {
			return d.Origin
		}
		s = r.RuleSet(d.Rules)
	}
	for up := s; up != nil; up = r.RuleSet(up.Under) {
		if up.stated.States(key) {
			return up.Origin
		}
	}
	if s == nil {
		return Origin{}
	}
	return s.Origin
}
