// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/lupaus/lupaus/sdc"
	"github.com/lupaus/lupaus/sdc/exchange"
)

// defaultTotal is the code of everything together where none is named.
const defaultTotal = "Total"

// total is the code of everything together.
func (d Dimension) total() string {
	if d.Total == "" {
		return defaultTotal
	}
	return d.Total
}

// layout is what package sdc has to know of the rows; code lists are read from fsys.
func (s *Spec) layout(fsys fs.FS, source string) (sdc.Layout, sdc.Columns, error) {
	l := sdc.Layout{Source: source, ByUnit: s.Unit != "", Levels: s.Levels, Magnitude: s.Value != "", Decimals: s.Decimals, Weighted: s.Weight != "",
		WeightDecimals: s.WeightDecimals, WeightsPublic: s.WeightsPublic, Structural: s.Impossible,
		SecondDecimals: s.LowerDecimals, FigureDecimals: s.FigureDecimals}
	switch s.Statistic {
	case "mean":
		l.Statistic = sdc.StatisticMean
	case "ratio":
		l.Statistic = sdc.StatisticRatio
	}
	c := sdc.Columns{Source: source, Unit: s.Unit, Levels: s.Levels, Value: s.Value, Decimals: s.Decimals, Second: s.Lower, SecondDecimals: s.LowerDecimals, Weight: s.Weight, WeightDecimals: s.WeightDecimals}
	if s.Separator != "" {
		c.Comma = []rune(s.Separator)[0]
	}
	l.Largest = max(3, 1+s.Rules.Coalition)
	for _, d := range s.Rules.Dominance {
		l.Largest = max(l.Largest, d.N)
	}
	for _, d := range s.Dimensions {
		v := sdc.Variable{Name: d.Name, Levels: len(d.Levels), Total: d.total(), Missing: d.Missing}
		c.Codes = append(c.Codes, d.Levels...)
		switch {
		case len(d.Prefix) > 0:
			v.Levels = len(d.Prefix) + 1
			for range v.Levels {
				c.Codes = append(c.Codes, d.Column)
			}
		case d.Column != "":
			c.Codes = append(c.Codes, d.Column)
			var err error
			if v.Hierarchy, err = d.codes(fsys); err != nil {
				return l, c, err
			}
		}
		l.Variables = append(l.Variables, v)
	}
	return l, c, nil
}

// codes reads a code list with its groups.
func (d Dimension) codes(fsys fs.FS) (out *sdc.Dimension, err error) {
	if d.made != nil {
		return d.made, nil
	}
	f, err := fsys.Open(d.Hierarchy)
	if err != nil {
		return nil, fmt.Errorf("the code list of dimension %q: %w", d.Name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if strings.HasSuffix(d.Hierarchy, ".hrc") {
		out, err = exchange.ReadHRC(f, exchange.HRC{Source: d.Hierarchy, Name: d.Name, Total: d.Total})
	} else {
		out, err = sdc.ReadCodeList(f, d.Hierarchy, d.Name, d.total())
	}
	if err != nil {
		return nil, err
	}
	for _, g := range d.Groups {
		if out, err = out.WithGroup(g.Code, g.Members...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rules translates the rules. Of a specification that was read nothing can be
// wrong any more; one that a program made is checked here.
func (s *Spec) rules() (out sdc.Rules, err error) {
	r := s.Rules
	out = sdc.Rules{MinimumUnits: r.MinimumUnits, LevelMinimum: r.LevelMinimum, RowMinimum: r.RowMinimum, RowOf: r.RowOf, Waived: s.Waived}
	switch r.Ties {
	case "safe":
		out.TiesSafe = true
	case "", "sensitive":
	default:
		return out, fmt.Errorf("rules: ties are safe or sensitive, not %q", r.Ties)
	}
	percent := func(text string) (p sdc.Percent) {
		if err == nil {
			p, err = sdc.ParsePercent(text)
		}
		return p
	}
	for _, d := range r.Dominance {
		out.Dominance = append(out.Dominance, sdc.Dominance{N: d.N, K: percent(d.K)})
	}
	if r.PPercent != "" {
		out.PPercent = []sdc.PPercent{{P: percent(r.PPercent), Coalition: r.Coalition}}
	}
	if r.PQ != nil {
		out.PQ = []sdc.PQ{{P: percent(r.PQ.P), Q: percent(r.PQ.Q)}}
	}
	if r.Request != nil {
		out.Request = sdc.Request{By: r.Request.By, Minimum: r.Request.Minimum}
		if r.Request.K != "" {
			out.Request.K = percent(r.Request.K)
		}
	}
	if r.Negatives != "" {
		out.NegativesWithin = percent(r.Negatives)
	}
	for _, f := range s.Forced {
		out.Forced = append(out.Forced, sdc.Forced{Codes: f.Cell, Publish: f.Publish, Reason: f.Reason})
	}
	if err != nil {
		return out, fmt.Errorf("rules: %w", err)
	}
	out.Fresh = sdc.Freshness{Months: r.FreshMonths, PublicAfter: r.PublicYears}
	for _, d := range []struct {
		key, text string
		to        *time.Time
	}{{"the reference date", s.Reference, &out.Fresh.Reference}, {"the publication date", s.Publication, &out.Fresh.Publication}} {
		if d.text == "" {
			continue
		}
		if *d.to, err = time.Parse(time.DateOnly, d.text); err != nil {
			return out, fmt.Errorf("%s: %q is no date: write it as 2026-12-31", d.key, d.text)
		}
	}
	return out, nil
}

// protection translates the protection.
func (s *Spec) protection() (out sdc.Protection, err error) {
	x := s.Secondary
	if s.Apriori != "" && !s.decided {
		return out, fmt.Errorf("apriori: %s was not read: decide first", s.Apriori)
	}
	out = sdc.Protection{Earlier: s.earlier, Singletons: x.Singletons, Unions: x.Unions, Least: x.Least, SafeCount: x.SafeCount, Views: s.Tables}
	widths := map[string]sdc.Width{"": sdc.WidthUsual, "share": sdc.WidthShare, "rules": sdc.WidthRules, "upper": sdc.WidthUpper}
	zeros := map[string]sdc.Zeros{"": sdc.ZerosFree, "free": sdc.ZerosFree, "open": sdc.ZerosOpen, "protect": sdc.ZerosProtect}
	costs := map[string]sdc.Cost{"": sdc.CostValue, "value": sdc.CostValue, "units": sdc.CostUnits, "cells": sdc.CostCells}
	var ok bool
	if out.Zeros, ok = zeros[x.Zeros]; !ok {
		return out, fmt.Errorf("secondary: zeros are free, open or protect, not %q", x.Zeros)
	}
	if out.Cost, ok = costs[x.Cost]; !ok {
		return out, fmt.Errorf("secondary: cost is value, units or cells, not %q", x.Cost)
	}
	if out.Width, ok = widths[x.Width]; !ok {
		return out, fmt.Errorf("secondary: width is share, rules or upper, not %q", x.Width)
	}
	if x.Known != "" {
		if out.Known, err = sdc.ParsePercent(x.Known); err != nil {
			return out, fmt.Errorf("secondary: %w", err)
		}
	}
	if x.Interval != "" {
		const hundredths = 8 // a share such as 0.1 becomes percent with six decimals
		v, err := sdc.ParseNumber(x.Interval, hundredths)
		if err != nil {
			return out, fmt.Errorf("secondary: the interval is a share of the value such as 0.10, not %q", x.Interval)
		}
		if out.Interval, err = sdc.ParsePercent(sdc.FormatNumber(v, hundredths-2)); err != nil {
			return out, fmt.Errorf("secondary: %w", err)
		}
	}
	return out, nil
}
