// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"cmp"
	"slices"
)

// Advice is one thing to consider, as a code with its numbers, for pages to say
// in the reader's language.
type Advice struct {
	Code      AdviceCode
	Dimension string
	Codes     []string
	Part      int // see the codes
	Whole     int
	Limit     Percent
	Method    Method
	Choice    int // place among the choices it speaks of, -1 for none
}

// AdviceCode names a piece of advice.
type AdviceCode string

// The advice there is. The rows are those of the guidelines on protecting tables.
const (
	// AdviceNothing: no cell is sensitive, nothing needs to be done (TK-258).
	AdviceNothing AdviceCode = "nothing-sensitive"
	// AdviceStructure: Part of Whole cells are sensitive, at least Limit: change the structure (TK-237).
	AdviceStructure AdviceCode = "many-sensitive"
	// AdviceMerge: Part of Whole sensitive cells stand in few Codes of Dimension: merge these (TK-237, TK-238).
	AdviceMerge AdviceCode = "concentrated"
	// AdviceSuppress: Part of Whole cells are sensitive, fewer than Limit: hide them (TK-241).
	AdviceSuppress AdviceCode = "few-sensitive"
	// AdviceRows: Part of Whole sensitive cells stand in rows that are too small: hide by row (TK-241).
	AdviceRows AdviceCode = "small-rows"
	// AdviceVariables: the table has Part dimensions; leaving out Dimension costs least (TK-238, TK-242).
	AdviceVariables AdviceCode = "several-variables"
	// AdviceAreas: in Part of Whole areas of Dimension a cell is sensitive, and other
	// variables are crossed with them: cross fewer, or show areas by themselves (TK-239, TK-240).
	AdviceAreas AdviceCode = "areas-crossed"
	// AdviceLeast: of the choices that protect every cell, Method costs least (TK-210, TK-236).
	AdviceLeast AdviceCode = "least-loss"
	// AdviceNoneHolds: no choice protects every sensitive cell: change the structure (TK-232).
	AdviceNoneHolds AdviceCode = "none-holds"
)

// Concentration tells where in a dimension sensitive cells are.
type Concentration struct {
	Dimension string
	Classes   int      // finest classes
	Cells     int      // sensitive cells of finest classes
	Few       []string // the fewest classes that hold half of these, most first
	In        int      // sensitive cells in them
}

// concentrations counts sensitive cells by finest class.
func (v *Verdicts) concentrations() (out []Concentration) {
	t := v.table
	for i, d := range t.dims {
		c := Concentration{Dimension: d.name, Classes: len(d.leaves)}
		count := make([]int, len(d.codes))
		for cell := range v.findings {
			if n := t.node(cell, i); int(n) < len(d.children) && len(d.children[n]) == 0 {
				count[n]++
				c.Cells++
			}
		}
		order := slices.Clone(d.leaves)
		slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(count[b], count[a]) })
		for _, n := range order {
			if 2*c.In >= c.Cells {
				break
			}
			c.Few, c.In = append(c.Few, d.codes[n]), c.In+count[n]
		}
		out = append(out, c)
	}
	return out
}

// advise says what the numbers speak for.
func (p *planner) advise() {
	plan, w := p.plan, p.w
	add := func(a Advice) { plan.Advice = append(plan.Advice, a) }
	if plan.Sensitive == 0 {
		add(Advice{Code: AdviceNothing, Whole: plan.Cells, Choice: -1})
		return
	}
	many := w.Many.reaches(int64(plan.Sensitive), int64(plan.Cells), false)
	concentrated := false
	for _, c := range plan.Where {
		if c.Cells > 1 && len(c.Few) < c.Classes && !w.Few.reaches(int64(len(c.Few)), int64(c.Classes), true) {
			concentrated = true
			add(Advice{Code: AdviceMerge, Dimension: c.Dimension, Codes: c.Few, Part: c.In, Whole: c.Cells, Limit: w.Few, Choice: plan.of(MethodRecoding)})
		}
	}
	if many {
		add(Advice{Code: AdviceStructure, Part: plan.Sensitive, Whole: plan.Cells, Limit: w.Many, Choice: plan.of(MethodRecoding)})
	} else if !concentrated {
		add(Advice{Code: AdviceSuppress, Part: plan.Sensitive, Whole: plan.Cells, Limit: w.Many, Choice: plan.of(MethodSuppression)})
	}
	if n := p.v.smallRows(); 2*n >= plan.Sensitive {
		add(Advice{Code: AdviceRows, Part: n, Whole: plan.Sensitive, Choice: plan.of(MethodSuppression)})
	}
	p.adviseVariables(add)
	p.adviseAreas(add)
	if best := plan.Least(nil); best != nil {
		add(Advice{Code: AdviceLeast, Method: best.Method, Choice: slices.IndexFunc(plan.Choices, func(c Choice) bool { return c.Holds() && c.Loss.Score == best.Loss.Score })})
	} else {
		add(Advice{Code: AdviceNoneHolds, Part: plan.Sensitive, Whole: plan.Cells, Choice: -1})
	}
}

// of is the first choice of a method that can be had, -1 when there is none.
func (p *Plan) of(m Method) int {
	return slices.IndexFunc(p.Choices, func(c Choice) bool { return c.Method == m && c.Problem == nil })
}

// smallRows counts the sensitive cells that the rule about rows found.
func (v *Verdicts) smallRows() (n int) {
	for _, list := range v.findings {
		if slices.ContainsFunc(list, func(f Finding) bool { return f.Rule == RuleRowMinimum }) {
			n++
		}
	}
	return n
}

// adviseVariables: with three variables or more one may be too many.
func (p *planner) adviseVariables(add func(Advice)) {
	if len(p.v.table.dims) < 3 {
		return
	}
	a := Advice{Code: AdviceVariables, Part: len(p.v.table.dims), Choice: -1}
	for i, c := range p.plan.Choices {
		if c.Problem == nil && len(c.Recodings) == 1 && c.Recodings[0].Drop && (a.Choice < 0 || c.Loss.Score < p.plan.Choices[a.Choice].Loss.Score) {
			a.Choice, a.Dimension, a.Method = i, c.Recodings[0].Dimension, MethodRecoding
		}
	}
	add(a)
}

// adviseAreas: the smaller the areas, the fewer variables beside them.
func (p *planner) adviseAreas(add func(Advice)) {
	t := p.v.table
	at := t.dimension(p.w.Area)
	if at < 0 || len(t.dims) < 2 {
		return
	}
	d, found := t.dims[at], map[int32]bool{}
	for c := range p.v.findings {
		if n := t.node(c, at); int(n) < len(d.children) && len(d.children[n]) == 0 {
			found[n] = true
		}
	}
	if len(found) > 0 {
		add(Advice{Code: AdviceAreas, Dimension: d.name, Part: len(found), Whole: len(d.leaves), Choice: -1})
	}
}
