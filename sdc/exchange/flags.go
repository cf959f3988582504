// SPDX-License-Identifier: EUPL-1.2

package exchange

import (
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

// Flags says which letters tell, in the checker's edition, why a cell is hidden.
type Flags int

// The letters to choose from. Where several rules hold a cell for sensitive, the
// first of them in the order of package sdc gives the letter: units before
// concentration.
const (
	// FlagsPlain tells sensitive cells (C) from those that protect them (D), as
	// the code list CL_CONF_STATUS of SDMX does at its coarsest.
	FlagsPlain Flags = iota
	// FlagsDetailed takes all letters of CL_CONF_STATUS: A small counts, O
	// dominance by one, T by two, M other measures of concentration, C any other
	// reason, D secondary.
	FlagsDetailed
	// FlagsSBS takes the letters of European structural business statistics: A
	// too few units, B dominance by one, C by two or the p% rule, D secondary, V
	// valid. What has no letter of its own (a decision by hand, a request) is A,
	// the one that says least.
	FlagsSBS
)

// Letters of CL_CONF_STATUS and CL_OBS_STATUS that both editions need.
const (
	flagFree       = "F" // free for publication
	flagRestricted = "N" // not for publication: says nothing of why
	statusNormal   = "A" // normal value
	statusHidden   = "Q" // missing value, suppressed
	statusNone     = "M" // missing value, data cannot exist: nothing to divide by
)

// letters are the ways to say the same things.
var letters = map[Flags]struct{ free, few, one, two, other, primary, secondary string }{
	FlagsPlain:    {"F", "C", "C", "C", "C", "C", "D"},
	FlagsDetailed: {"F", "A", "O", "T", "M", "C", "D"},
	FlagsSBS:      {"V", "A", "B", "C", "C", "A", "D"},
}

// letter is the flag of a cell. It tells sensitive cells from others, and is
// for whoever checks only.
func (f Flags) letter(p *sdc.Pattern, cell int) string {
	l := letters[f]
	switch p.Status(cell) {
	case sdc.Published:
		return l.free
	case sdc.Secondary:
		return l.secondary
	case sdc.Absent:
		return flagRestricted
	}
	findings := p.Verdicts().Findings(cell)
	if len(findings) == 0 { // an empty cell that is protected as such
		return l.few
	}
	switch first := findings[0]; first.Rule {
	case sdc.RuleMinimumUnits, sdc.RuleRowMinimum:
		return l.few
	case sdc.RuleDominance:
		if strings.HasPrefix(first.Limit, "(1,") {
			return l.one
		}
		return l.two
	case sdc.RulePPercent:
		return l.two
	case sdc.RulePQ:
		return l.other
	}
	return l.primary
}

// reasons are the rules that hold a cell for sensitive, as they are written in
// tables for whoever checks.
func reasons(p *sdc.Pattern, cell int) string {
	var out []string
	for _, f := range p.Verdicts().Findings(cell) {
		r := f.Rule
		if f.Limit != "" {
			r += " " + f.Limit
		}
		if f.Level != "" {
			r += " at " + f.Level
		}
		out = append(out, r)
	}
	if len(out) == 0 && p.Status(cell) == sdc.Primary {
		out = append(out, "empty")
	}
	return strings.Join(out, "; ")
}

// shown is what the world sees of a cell, as text.
func (o Writing) shown(p *sdc.Pattern, cell int) string {
	t := p.Table()
	switch {
	case o.Changed != nil:
		return sdc.FormatNumber(o.Changed.Value(cell), t.Decimals())
	case p.Hidden(cell):
		return Mark
	}
	v, defined := t.Figure(cell)
	if !defined {
		return Undefined
	}
	return sdc.FormatNumber(v, t.FigureDecimals())
}

// interval is what an attacker can compute of a cell; nothing when nothing is proved.
func interval(p *sdc.Pattern, proof *sdc.Proof, cell int) (lower, upper int64, known bool) {
	v := p.Table().Value(cell)
	switch {
	case !p.Hidden(cell):
		return v, v, p.Status(cell) == sdc.Published
	case proof == nil:
		return 0, 0, false
	}
	lower, upper = proof.Interval(cell)
	return lower, upper, true
}
