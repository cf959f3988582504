// SPDX-License-Identifier: EUPL-1.2

// Package release protects a table as a specification says and writes what
// goes to the checker and what goes to the world. Begin with [Read], then
// [Spec.Protect] and [Outcome.Files].
package release

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/lupaus/lupaus/sdc"
)

// Spec says how rows become a table and how the table is protected.
type Spec struct {
	Unit           string              `yaml:"unit"`
	Levels         []string            `yaml:"levels-of-protection"`
	Dimensions     []Dimension         `yaml:"dimensions"`
	Value          string              `yaml:"value"`
	Decimals       int                 `yaml:"decimals"`
	Weight         string              `yaml:"weight"`
	WeightDecimals int                 `yaml:"weight-decimals"`
	WeightsPublic  bool                `yaml:"weights-public"`
	Separator      string              `yaml:"separator"`
	Impossible     [][]string          `yaml:"structural-zeros"`
	Tables         [][]string          `yaml:"tables"`
	Rules          Rules               `yaml:"rules"`
	Secondary      Secondary           `yaml:"secondary"`
	Reference      string              `yaml:"reference-date"`
	Publication    string              `yaml:"publication-date"`
	Waived         map[string][]string `yaml:"waived"`
	Forced         []Forced            `yaml:"forced"`
}

// Dimension is columns from coarse to fine, or one column with a code list or
// with codes whose beginnings are the coarser classes.
type Dimension struct {
	Name      string   `yaml:"name"`
	Levels    []string `yaml:"levels"`
	Column    string   `yaml:"column"`
	Hierarchy string   `yaml:"hierarchy"`
	Total     string   `yaml:"total"`
	Missing   string   `yaml:"missing"`
	Groups    []Group  `yaml:"groups"`
}

// Group is a sum beside the tree.
type Group struct {
	Code    string   `yaml:"code"`
	Members []string `yaml:"members"`
}

// Rules are the rules of package sdc, as they are written.
type Rules struct {
	MinimumUnits int64            `yaml:"minimum-units"`
	LevelMinimum map[string]int64 `yaml:"minimum-by-level"`
	RowMinimum   int64            `yaml:"row-minimum"`
	RowOf        []string         `yaml:"row-of"`
	Dominance    several          `yaml:"dominance"`
	PPercent     string           `yaml:"p-percent"`
	PQ           *PQ              `yaml:"pq"`
	Ties         string           `yaml:"ties"`
	FreshMonths  int              `yaml:"fresh-months"`
	PublicYears  int              `yaml:"public-after-years"`
}

// Dominance is one (n,k).
type Dominance struct {
	N int    `yaml:"n"`
	K string `yaml:"k"`
}

// several is one mapping or a list of them.
type several []Dominance

// UnmarshalYAML takes either form.
func (s *several) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.SequenceNode {
		var many []Dominance
		if err := n.Decode(&many); err != nil {
			return err
		}
		*s = many
		return nil
	}
	var one Dominance
	if err := n.Decode(&one); err != nil {
		return err
	}
	*s = several{one}
	return nil
}

// PQ is the pq rule.
type PQ struct {
	P string `yaml:"p"`
	Q string `yaml:"q"`
}

// Forced is a cell decided by hand.
type Forced struct {
	Cell    []string `yaml:"cell"`
	Publish bool     `yaml:"publish"`
	Reason  string   `yaml:"reason"`
}

// Secondary says how sensitive cells are protected; the word none leaves them
// as the only hidden cells, which proves nothing.
type Secondary struct {
	None       bool   `yaml:"-"`
	Singletons bool   `yaml:"singletons"`
	Unions     bool   `yaml:"unions"`
	Zeros      string `yaml:"zeros"`
	Cost       string `yaml:"cost"`
	Interval   string `yaml:"interval"`
}

// UnmarshalYAML takes the word none or a mapping.
func (s *Secondary) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode && n.Value == "none" {
		s.None = true
		return nil
	}
	type plain Secondary
	return n.Decode((*plain)(s))
}

// Read reads a specification. Unknown keys are errors.
func Read(r io.Reader, source string) (*Spec, error) {
	in := yaml.NewDecoder(r)
	in.KnownFields(true)
	var s Spec
	if err := in.Decode(&s); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: the specification is empty", source)
		}
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	if len(s.Dimensions) == 0 {
		return nil, fmt.Errorf("%s: no dimensions: name at least one, such as {name: region, column: region, hierarchy: regions.csv}", source)
	}
	for _, d := range s.Dimensions {
		if (len(d.Levels) == 0) == (d.Column == "") {
			return nil, fmt.Errorf("%s: dimension %q: give either levels (columns from coarse to fine) or one column", source, d.Name)
		}
		if (d.Column == "") != (d.Hierarchy == "") {
			return nil, fmt.Errorf("%s: dimension %q: a column goes with a hierarchy, a CSV file with the columns code and parent", source, d.Name)
		}
	}
	return &s, nil
}

// layout is what package sdc has to know of the rows; code lists are read from fsys.
func (s *Spec) layout(fsys fs.FS, source string) (sdc.Layout, sdc.Columns, error) {
	l := sdc.Layout{Source: source, ByUnit: s.Unit != "", Levels: s.Levels, Magnitude: s.Value != "", Decimals: s.Decimals, Weighted: s.Weight != "",
		WeightDecimals: s.WeightDecimals, WeightsPublic: s.WeightsPublic, Structural: s.Impossible}
	c := sdc.Columns{Source: source, Unit: s.Unit, Levels: s.Levels, Value: s.Value, Decimals: s.Decimals, Weight: s.Weight, WeightDecimals: s.WeightDecimals}
	if s.Separator != "" {
		c.Comma = []rune(s.Separator)[0]
	}
	for _, d := range s.Rules.Dominance {
		l.Largest = max(l.Largest, d.N, 3)
	}
	for _, d := range s.Dimensions {
		v := sdc.Variable{Name: d.Name, Levels: len(d.Levels), Total: d.Total, Missing: d.Missing}
		if v.Total == "" {
			v.Total = "Total"
		}
		c.Codes = append(c.Codes, d.Levels...)
		if d.Column != "" {
			c.Codes = append(c.Codes, d.Column)
			var err error
			if v.Hierarchy, err = d.codes(fsys, v.Total); err != nil {
				return l, c, err
			}
		}
		l.Variables = append(l.Variables, v)
	}
	return l, c, nil
}

// codes reads a code list with its groups.
func (d Dimension) codes(fsys fs.FS, total string) (out *sdc.Dimension, err error) {
	f, err := fsys.Open(d.Hierarchy)
	if err != nil {
		return nil, fmt.Errorf("the code list of dimension %q: %w", d.Name, err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if out, err = sdc.ReadCodeList(f, d.Hierarchy, d.Name, total); err != nil {
		return nil, err
	}
	for _, g := range d.Groups {
		if out, err = out.WithGroup(g.Code, g.Members...); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rules translates the rules.
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
		out.PPercent = []sdc.PPercent{{P: percent(r.PPercent)}}
	}
	if r.PQ != nil {
		out.PQ = []sdc.PQ{{P: percent(r.PQ.P), Q: percent(r.PQ.Q)}}
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
	out = sdc.Protection{Singletons: x.Singletons, Unions: x.Unions, Views: s.Tables}
	zeros := map[string]sdc.Zeros{"": sdc.ZerosFree, "free": sdc.ZerosFree, "open": sdc.ZerosOpen, "protect": sdc.ZerosProtect}
	costs := map[string]sdc.Cost{"": sdc.CostValue, "value": sdc.CostValue, "units": sdc.CostUnits, "cells": sdc.CostCells}
	var ok bool
	if out.Zeros, ok = zeros[x.Zeros]; !ok {
		return out, fmt.Errorf("secondary: zeros are free, open or protect, not %q", x.Zeros)
	}
	if out.Cost, ok = costs[x.Cost]; !ok {
		return out, fmt.Errorf("secondary: cost is value, units or cells, not %q", x.Cost)
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
