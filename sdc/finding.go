// SPDX-License-Identifier: EUPL-1.2

package sdc

import (
	"fmt"
	"math/bits"
	"strings"
)

// The names of rules in findings and reports.
const (
	RuleMinimumUnits = "minimum-units"
	RuleRowMinimum   = "row-minimum"
	RuleDominance    = "dominance"
	RulePPercent     = "p-percent"
	RulePQ           = "pq"
	RuleRequest      = "request"
	RuleForced       = "forced"
)

// OfDenominator is [Finding.Of] when a rule found the denominator of a ratio.
const OfDenominator = "denominator"

// Finding is why one rule holds a cell for sensitive, with the numbers that a
// checker may see. They are as confidential as the cell. Pages can say it in
// any language from the fields; [Finding.String] says it in English.
type Finding struct {
	Rule  string
	Level string // protection level; "" where it does not matter
	Limit string // the rule's own numbers, such as (1,75)
	Units int64  // contributors at the level
	Part  int64  // what the rule compared, such as the sum of the n largest
	Whole int64  // with what
	Note  string // the reason of a forced cell

	N        int     // how many of the largest make Part, or stand outside it for p% and pq
	Percent  Percent // the share of Whole that Part may not reach, or for p% and pq has to reach
	Decimals int     // of Part and Whole
	Of       string  // "" for what is published, [OfDenominator] for the lower number of a ratio
}

// Share is Part in percent of Whole with one decimal, or with as many as it
// takes to tell it from the limit. It is "" where there is no whole.
func (f Finding) Share() string {
	if f.Whole <= 0 || f.Part < 0 {
		return ""
	}
	scale := uint64(100)
	for decimals := 1; ; decimals++ {
		scale *= 10
		h, l := bits.Mul64(uint64(f.Part), scale)
		if h >= uint64(f.Whole) {
			return ""
		}
		rounded := int64(min(halfEven(h, l, uint64(f.Whole)), maxTotal))
		if decimals == MaxDecimals-3 || f.Percent.zero() || f.Percent.against(rounded, int64(scale)) == f.Percent.against(f.Part, f.Whole) {
			return FormatNumber(rounded, decimals)
		}
	}
}

// String says it in a sentence.
func (f Finding) String() string {
	of := ""
	if f.Of != "" {
		of = " (" + f.Of + ")"
	}
	who := f.Level
	if who == "" {
		who = UnitLevel
	}
	switch f.Rule {
	case RuleMinimumUnits:
		return fmt.Sprintf("%d at level %s, fewer than %s", f.Units, who, f.Limit)
	case RuleRowMinimum:
		return fmt.Sprintf("its row has %d units, fewer than %s", f.Units, f.Limit)
	case RuleDominance:
		largest := "largest " + who
		if f.N > 1 {
			largest = fmt.Sprintf("%d largest at level %s", f.N, who)
		}
		return fmt.Sprintf("%s %s, limit %s %%%s", largest, f.comparison(), f.Percent, of)
	case RulePPercent, RulePQ:
		return fmt.Sprintf("%s %s: beside the %d largest at level %s %s of the largest, at least %s %% needed%s", f.Rule, f.Limit, f.N, who, f.comparison(), f.Percent, of)
	case RuleRequest:
		if f.N == 0 {
			return fmt.Sprintf("request: %d at level %s, fewer than %s", f.Units, who, f.Limit)
		}
		return fmt.Sprintf("request: the %s who asked has %s, limit %s %%%s", who, f.comparison(), f.Percent, of)
	}
	return "forced: " + f.Note
}

// comparison writes part, whole and share.
func (f Finding) comparison() string {
	out := grouped(f.Part, f.Decimals) + " of " + grouped(f.Whole, f.Decimals)
	if s := f.Share(); s != "" {
		out += " = " + s + " %"
	}
	return out
}

// grouped writes a number with commas between thousands, as English does.
func grouped(v int64, decimals int) string {
	text := FormatNumber(v, decimals)
	whole, rest, point := strings.Cut(text, ".")
	sign := ""
	if w, neg := strings.CutPrefix(whole, "-"); neg {
		sign, whole = "-", w
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + rest
	}
	return sign + whole
}
