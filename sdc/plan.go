// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"errors"
	"fmt"
)

// Wishes say what a plan is to try. Their zero value is a plan of all methods
// with numbers that follow from the rules.
type Wishes struct {
	Protection Protection
	Prove      bool // prove suppression, which takes longest; otherwise it is exact for linear attacks
	Effort     Effort

	Merges int   // merges that recoding may make at most; 0 is 3
	Base   int64 // of rounding; 0 follows from the rules
	Source Source

	Noise     *NoiseTable // nil follows from the base
	Secret    []byte      // of cell keys; nil shows what noise costs, and gives no figures
	Magnitude Percent     // of noise for sums; 0 is 20 percent

	Area string  // the dimension that holds areas, "" when none does
	Many Percent // from this share of cells on, many are sensitive; 0 is 10 percent
	Few  Percent // up to this share of classes are few; 0 is 20 percent

	// Progress is told which method is being tried, and within it how far the
	// search has come; it stops the plan by an error. It may be nil.
	Progress func(Progress) error
}

// StagePlan is the stage of a plan: Done of Total methods have been tried.
const StagePlan = "plan"

// Choice is one way of protecting a table, with what it costs.
type Choice struct {
	Method    Method
	Recodings []Recoding // made first, if any
	Table     *Table     // the table that is protected, recoded or not
	Pattern   *Pattern   // of suppression
	Proof     *Proof     // when it was asked for
	Changed   *Changed   // of the methods that change figures; nil for noise without a secret

	Sensitive  int // cells, after recoding
	Secondary  int // cells hidden for the sake of others
	Altered    int // cells that are told another figure
	Loss       Loss
	Additive   bool  // totals are the sums of their parts
	Consistent bool  // the same units get the same figure in other tables too
	Steps      int64 // controlled rounding: multiples further than the neighbours
	Exposed    int   // sensitive cells that are not protected
	Problem    error // why it cannot be had; all else is then empty
}

// Holds tells whether every sensitive cell is protected.
func (c Choice) Holds() bool { return c.Problem == nil && c.Exposed == 0 }

// Plan is what each method costs for one table.
type Plan struct {
	Table     *Table
	Cells     int // cells that are asked for
	Sensitive int
	Choices   []Choice // in the order in which methods are usually considered
	Advice    []Advice
	Where     []Concentration // by dimension: where sensitive cells are
}

// Least is the choice with the smallest score among those that protect every
// sensitive cell and that fit; fit may be nil. It is nil when there is none.
func (p *Plan) Least(fit func(Choice) bool) (best *Choice) {
	for i := range p.Choices {
		c := &p.Choices[i]
		if c.Holds() && (fit == nil || fit(*c)) && (best == nil || c.Loss.Score < best.Loss.Score) {
			best = c
		}
	}
	return best
}

// planner makes a plan.
type planner struct {
	v    *Verdicts
	w    Wishes
	plan *Plan
}

// Plan tries every method on a table and tells what each costs. The table stays
// as it is, and nothing is decided: choices carry what they would publish.
//
// Keeps: TK-210, TK-236, TK-237, TK-238, TK-241
func (v *Verdicts) Plan(w Wishes) (*Plan, error) {
	p := &planner{v: v, w: w.filled(v), plan: &Plan{Table: v.table, Sensitive: len(v.findings)}}
	for c := range v.table.cells {
		if !v.table.Left(c) {
			p.plan.Cells++
		}
	}
	p.plan.Where = v.concentrations()
	tries := p.tries()
	for n, try := range tries {
		if err := tell(w.Progress, StagePlan, n, len(tries)); err != nil {
			return nil, err
		}
		c := try()
		var cannot *Problem
		if c.Problem != nil && !errors.As(c.Problem, &cannot) {
			return nil, c.Problem // stopped, or broken
		}
		p.plan.Choices = append(p.plan.Choices, c)
	}
	if err := tell(w.Progress, StagePlan, len(tries), len(tries)); err != nil {
		return nil, err
	}
	p.advise()
	return p.plan, nil
}

// filled puts in what follows from the rules.
func (w Wishes) filled(v *Verdicts) Wishes {
	if w.Merges == 0 {
		w.Merges = 3
	}
	if w.Base == 0 {
		w.Base = v.likelyBase()
	}
	if w.Magnitude.zero() {
		w.Magnitude = Whole(20)
	}
	if w.Many.zero() {
		w.Many = Whole(10)
	}
	if w.Few.zero() {
		w.Few = Whole(20)
	}
	return w
}

// likelyBase is the smallest base that hides counts and rows below the minimum; for sums
// the smallest of 1, 2, 5, 10, 20 and so on by which every sensitive cell could
// be lifted to what its rule asks for.
func (v *Verdicts) likelyBase() int64 {
	t := v.table
	least := max(v.leastUnits(), 3)
	if v.smallRows() > 0 {
		least = max(least, v.rules.RowMinimum)
	}
	if !t.layout.Magnitude {
		return least
	}
	far := least
	for c := range v.findings {
		far = max(far, v.UpperNeeded(c)-t.value[c])
	}
	for ten := int64(1); ; ten *= 10 {
		for _, base := range []int64{1, 2, 5} {
			if base*ten >= min(far, maxBase/10) {
				return base * ten
			}
		}
	}
}

// tries lists the ways to be tried.
func (p *planner) tries() []func() Choice {
	out := []func() Choice{func() Choice { return p.suppress(p.v, nil) }, p.merge}
	for _, d := range p.v.table.dims {
		if levels := d.levels(); levels > 1 {
			out = append(out, func() Choice { return p.recode(Recoding{Dimension: d.name, Level: levels - 1}) })
		}
	}
	if len(p.v.table.dims) > 2 {
		for _, d := range p.v.table.dims {
			out = append(out, func() Choice { return p.recode(Recoding{Dimension: d.name, Drop: true}) })
		}
	}
	return append(out, p.control, p.small, p.noise)
}

// levels is how many levels a dimension has below its total.
func (d *Dimension) levels() (deepest int) {
	for _, leaf := range d.leaves {
		depth := 0
		for n := leaf; n > 0; n = d.parent[n] {
			depth++
		}
		deepest = max(deepest, depth)
	}
	return deepest
}

// suppress hides what is sensitive after recodings.
func (p *planner) suppress(v *Verdicts, changes []Recoding) Choice {
	c := Choice{Method: MethodSuppression, Recodings: changes, Table: v.table, Sensitive: len(v.findings), Additive: true}
	if len(changes) > 0 {
		c.Method = MethodRecoding
	}
	if c.Pattern, c.Problem = v.Suppress(p.w.Protection); c.Problem != nil {
		return c
	}
	if p.w.Prove {
		effort := p.w.Effort
		effort.Progress = p.w.Progress
		if c.Proof, c.Problem = c.Pattern.Prove(effort); c.Problem != nil {
			return Choice{Method: c.Method, Recodings: changes, Problem: c.Problem}
		}
	}
	c.Secondary = c.Pattern.Count(Secondary)
	c.Loss = c.Pattern.LossFrom(p.v.table)
	return c
}

// recode changes the structure and suppresses what is left.
func (p *planner) recode(changes ...Recoding) Choice {
	s, err := p.v.Try(changes...)
	if err != nil {
		return Choice{Method: MethodRecoding, Recodings: changes, Problem: err}
	}
	return p.suppress(s.Verdicts, changes)
}

// merge makes the best merges one after the other, as long as each pays.
func (p *planner) merge() Choice {
	v := p.v
	var changes []Recoding
	for range p.w.Merges {
		list, err := v.Suggest(1, p.w.Progress)
		if err != nil {
			return Choice{Method: MethodRecoding, Problem: err}
		}
		if len(list) == 0 || list[0].Benefit() <= 0 {
			break
		}
		changes, v = append(changes, list[0].Recoding), list[0].Verdicts
	}
	if len(changes) == 0 {
		return Choice{Method: MethodRecoding, Problem: &Problem{What: "no merge of two classes makes more cells safe than it costs"}}
	}
	return p.suppress(v, changes)
}

// control rounds so that the table stays additive.
func (p *planner) control() Choice {
	c, err := p.v.table.RoundControlled(Control{Base: p.w.Base, Source: p.w.Source, Progress: p.w.Progress})
	return p.changed(MethodControlledRounding, c, err)
}

// small rounds small counts.
func (p *planner) small() Choice {
	c, err := p.v.table.RoundSmallCounts(SmallCounts{Base: p.w.Base, Source: p.w.Source, Views: p.w.Protection.Views, Progress: p.w.Progress})
	return p.changed(MethodSmallCountRounding, c, err)
}

// noise adds noise by cell keys. Without a secret of the user's it takes one that
// is no secret, and gives no figures away.
func (p *planner) noise() Choice {
	how := CellKey{Secret: p.w.Secret, Noise: p.w.Noise, Magnitude: p.w.Magnitude}
	if how.Noise == nil {
		most := min(p.w.Base, mostNoise)
		if p.v.table.layout.Magnitude {
			most = mostNoise / 2
		}
		var err error
		if how.Noise, err = NewNoiseTable(most, float64(most*(most+1))/6, 0); err != nil {
			return Choice{Method: MethodCellKey, Problem: err}
		}
	}
	if p.w.Secret == nil {
		how.Secret = fmt.Appendf(nil, "%0*d", minSecret, 0)
	}
	changed, err := p.v.table.AddNoise(how)
	c := p.changed(MethodCellKey, changed, err)
	if p.w.Secret == nil {
		c.Changed = nil
	}
	return c
}

// changed says what changed figures cost.
func (p *planner) changed(method Method, changed *Changed, err error) Choice {
	c := Choice{Method: method, Table: p.v.table, Changed: changed, Problem: err, Sensitive: len(p.v.findings)}
	if err != nil {
		return Choice{Method: method, Problem: err}
	}
	for cell, v := range changed.value {
		if v != p.v.table.value[cell] {
			c.Altered++
		}
	}
	c.Loss = changed.Loss()
	c.Additive, c.Consistent, c.Steps = c.Loss.Additive, changed.Consistent(), changed.Steps()
	c.Exposed = len(changed.Exposed(p.v))
	return c
}
