// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"fmt"
	"slices"
)

// disclosure checks rule sets, datasets, and that statistics about people pass a set.
func (c *checker) disclosure() {
	for _, s := range c.org.RuleSets {
		c.ruleSet(s)
	}
	for _, d := range c.org.Datasets {
		c.dataset(d)
	}
	c.counted()
}

// ruleSet checks one set with all that it inherits. That dominance of the largest one
// says too little is told where the set states it and no source asks for it; the report
// of a table says it always.
// Keeps: TK-252
func (c *checker) ruleSet(s *RuleSet) {
	if s.MinimumUnits == 0 {
		c.error("E77", s.Clause, s.Pos, "the rule set has no minimum of units", "a cell with one unit is that unit", "add minimum-units: 3, or let it stand under a set that has one")
	}
	if s.Tier == "approximate" && !s.Concentration() {
		c.error("E78", s.Clause, s.Pos, "approximate disclosure is delicate, and no rule looks at the largest contributors", "a threshold alone hides exact values only", "add dominance: {n: 1, k: 75}, p-percent or pq, or write tier: exact")
	}
	if d := s.stated.Dominance; d != nil && d.N == 1 && s.PPercent == "" && s.PQ == nil && len(s.Source) == 0 {
		c.warn("W79", s.Clause, s.Pos, fmt.Sprintf("dominance %s alone lets the second largest estimate the largest", d),
			fmt.Sprintf("with a total of 100,000 and contributions of 50,000 and 49,000 a cell is safe under %s, and the second largest knows the largest to 2 per cent", d), "add p-percent: 10 beside it, or take n: 2")
	}
	if s.RowMinimum > 0 && s.RowMinimum < s.MinimumUnits {
		c.warn("W81", s.Clause, s.Pos, fmt.Sprintf("a row of %d units is enough, and a cell of it has %d at least", s.RowMinimum, s.MinimumUnits), "a row has never fewer units than one of its cells", "raise row-minimum, or take it out")
	}
	if s.About == "person" || s.ID == c.org.Statistics {
		c.fewPeople(s.Clause, s.Pos, s.Protection)
	}
}

// fewPeople warns of minimums that let one of two persons work out the other.
// Keeps: TK-109, TK-234
func (c *checker) fewPeople(clause string, at Pos, p Protection) {
	if p.MinimumUnits == 1 || p.MinimumUnits == 2 {
		c.warn("W80", clause, at, fmt.Sprintf("cells of %d persons may be shown", p.MinimumUnits), "who is one of two knows the other", "take at least 3")
	}
}

// dataset checks that a dataset is no less protected than the set that it takes over.
// Keeps: TK-102, TK-198, TK-235, TK-248
func (c *checker) dataset(d *Dataset) {
	set := c.release.RuleSet(d.Rules)
	if set == nil {
		return // reported when references are resolved
	}
	if d.Change != nil {
		for _, x := range set.Strictness(d.effective.Protection) {
			if x.Looser {
				c.error("E64", d.Clause, d.Pos, fmt.Sprintf("the change of %s loosens the rule set %q: it was %s and would be %s", x.Key, set.ID, shownValue(x.Was), shownValue(x.Is)),
					"a dataset is protected at least as its rule set says", x.mend())
			}
		}
	}
	if set.Population == "sample" && d.Population != "sample" {
		c.error("E64", d.Clause, d.Pos, fmt.Sprintf("the rule set %q is for samples, and the dataset is not said to be one", set.ID),
			"total data are riskier than a sample", "write population: sample, or take a rule set for total data")
	}
	if d.PublicByLaw && len(d.Law) == 0 {
		c.error("E82", d.Clause, d.Pos, "the data are public by law, but by which?", "nothing is hidden in such data, so the ground is named", "add law: [some-law], or take public-by-law out")
	}
}

func shownValue(text string) string {
	if text == "" {
		return "not set"
	}
	return text
}

// mend says how a change stays within its rule set.
func (x Strictness) mend() string {
	if x.Was == "" {
		return "take " + x.Key + " out of the change"
	}
	return fmt.Sprintf("leave %s at %s or make it stricter; what really is to be looser is another rule set", x.Key, x.Was)
}

// counted asks for a rule set where data about people may be counted: a count of one is
// that person.
// Keeps: TTL-27
func (c *checker) counted() {
	if c.org.Statistics != "" {
		return
	}
	for _, g := range c.release.Registers {
		for _, k := range g.Access {
			if k.Verb == Allow && k.Covers(Count) && g.countsPeople(k) {
				c.warn("W83", k.Name, k.Pos, "data about people may be counted, and no rule set says how small a count is shown", "a count of one is that person", "add to the organisation statistics: some-rule-set, with rule-sets: {some-rule-set: {unit: person, minimum-units: 3, ...}}")
				return
			}
		}
	}
}

func (g *Register) countsPeople(k *Clause) bool {
	return slices.ContainsFunc(g.Data, func(d *Category) bool {
		return d.About.Personal() && slices.ContainsFunc(k.Data, func(r Ref) bool { return r.Category == d.ID })
	})
}
