// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/lupaus/lupaus/sdc"
)

//go:embed report.html
var reportText string

var reportPage = template.Must(template.New("report").Parse(reportText))

// Bounds of a report. What is left out stands in the table.
const (
	mostListedCells = 2000
	mostDrawn       = 20_000
)

// reportView is what the page shows.
type reportView struct {
	speaker
	Language  string
	Title     string
	Tiles     []tile
	Warnings  []string
	Rules     []reportRule
	Slices    []slice
	Contents  bool // there are several slices
	TooLarge  string
	Names     []string
	Magnitude bool
	Cells     []reportCell
	Left      string
	Proof     []string
	Settings  []setting
	SpecText  string
	Commands  []command
	AnyAbsent bool
	Changed   bool     // figures were changed, and none is hidden
	Promise   *Promise // what the rules were taken over from
	Plan      []planRow
	Advice    []string
}

type tile struct{ Number, Word, Class string }

type setting struct{ Word, Value string }

type command struct{ Line, Word string }

type reportRule struct {
	Rule, Limit, Level string
	Cells              int
}

// reportCell is a cell, in the grid and in the list.
type reportCell struct {
	Codes        []string
	Units, Value string
	Shown        string // what the grid shows: the value, or the figure that is made of it
	Status       string // published, primary, secondary or absent
	Why          []string
	Lower, Upper string
	Bar          *bar
}

// report draws the table with what is hidden of it, why, and how far an
// attacker is kept off. It needs no other file and no script.
//
// Keeps: TK-97, TK-200, TK-210, TK-213
func (o *Outcome) report(language string) ([]byte, error) {
	s, err := newSpeaker(language)
	if err != nil {
		return nil, err
	}
	t := o.Pattern.Table()
	v := &reportView{speaker: s, Language: s.language, Title: o.Spec.Title, Names: o.names(), Magnitude: o.Pattern.Table().Magnitude()}
	if v.Title == "" {
		v.Title = strings.Join(v.Names, " × ")
	}
	v.Changed = o.Changed != nil
	v.Tiles = o.tiles(s)
	v.Warnings = o.warningsIn(s)
	v.Rules = o.ruleCounts(s)
	v.Proof = o.proofIn(s)
	if o.Plan != nil {
		v.Plan, v.Advice = s.planRows(o.Plan), s.advice(o.Plan)
	}
	v.list(o)
	if t.Cells() <= mostDrawn {
		v.draw(o)
	} else {
		v.TooLarge = s.T("too-large", s.Count(t.Cells()), TableFile)
	}
	v.settings(o)
	var b bytes.Buffer
	err = reportPage.Execute(&b, v)
	return b.Bytes(), err
}

// tiles are the numbers on top.
func (o *Outcome) tiles(s speaker) []tile {
	p, t := o.Pattern, o.Pattern.Table()
	out := []tile{
		{s.Count(t.Cells() - p.Count(sdc.Absent)), s.T("cells"), ""},
		{s.Count(p.Count(sdc.Published)), s.T("published"), "published"},
		{s.Count(p.Count(sdc.Primary)), s.T("primaries"), "primary"},
		{s.Count(p.Count(sdc.Secondary)), s.T("secondaries"), "secondary"},
	}
	if o.Changed != nil {
		l := o.Changed.Loss()
		return append(out[:1], out[2], tile{s.Count(len(o.Exposed)), s.T("exposed"), ""}, tile{s.decimal(fmt.Sprintf("%.1f", 100*l.Changed)) + thin + "%", s.T("altered"), ""},
			tile{s.decimal(fmt.Sprintf("%.1f", 100*l.MeanRelative)) + thin + "%", s.T("mean-change"), ""})
	}
	cells, value := o.lost()
	return append(out, tile{s.decimal(cells) + thin + "%", s.T("lost-cells"), ""}, tile{s.decimal(value) + thin + "%", s.T("lost-value"), ""})
}

// lost is the share of the finest cells that are hidden, of those that hold
// anything, and of what they hold, in percent with one decimal.
//
// Keeps: TK-210
func (o *Outcome) lost() (cells, value string) {
	t := o.Pattern.Table()
	var all, hidden int64
	var sum, gone float64
	for c := range t.Cells() {
		if t.Units(c) == 0 || !finest(t, c) || o.Pattern.Status(c) == sdc.Absent {
			continue
		}
		v := float64(t.Value(c))
		all, sum = all+1, sum+max(v, -v)
		if o.Pattern.Hidden(c) {
			hidden, gone = hidden+1, gone+max(v, -v)
		}
	}
	if all == 0 || sum == 0 {
		return "0.0", "0.0"
	}
	return sdc.FormatNumber(hidden*1000/all, 1), sdc.FormatNumber(int64(gone/sum*1000), 1)
}

// finest tells whether a cell is the sum of no others.
func finest(t *sdc.Table, cell int) bool {
	for i, code := range t.Codes(cell) {
		if len(t.Dimensions()[i].Parts(code)) > 0 {
			return false
		}
	}
	return true
}

// warningsIn says what is inadequate in the reader's language.
func (o *Outcome) warningsIn(s speaker) (out []string) {
	r := o.Spec.Rules
	for _, w := range o.Pattern.Verdicts().Warnings {
		switch {
		case strings.HasPrefix(w, "Dominance (1,") && len(r.Dominance) > 0:
			out = append(out, s.T("warn-one-k", s.decimal(r.Dominance[0].K)))
		case strings.HasPrefix(w, "A minimum of"):
			out = append(out, s.T("warn-two", s.N(r.MinimumUnits, 0)))
		case strings.Contains(w, "years and public"):
			out = append(out, s.T("warn-public", s.Count(r.PublicYears)))
		case strings.Contains(w, "months: only"):
			out = append(out, s.T("warn-old", s.Count(r.FreshMonths)))
		default:
			out = append(out, w)
		}
	}
	return append(out, o.ownWarnings(s)...)
}

// ownWarnings are those about what was done rather than about the rules.
func (o *Outcome) ownWarnings(s speaker) (out []string) {
	switch {
	case o.Changed == nil && o.Proof == nil:
		out = append(out, s.T("warn-bare"))
	case o.Changed != nil && len(o.Exposed) > 0:
		out = append(out, s.T("warn-exposed", s.Count(len(o.Exposed))))
	}
	if o.Changed != nil && !o.Changed.Additive() {
		out = append(out, s.T("warn-not-additive"))
	}
	if o.Changed != nil && o.Changed.Steps() > 0 {
		out = append(out, s.T("warn-steps", s.N(o.Changed.Steps(), 0)))
	}
	if o.Proof != nil && o.Spec.Statistic == "ratio" {
		out = append(out, s.T("warn-ratio"))
	}
	return append(out, o.Spec.notTaken...)
}

// ruleCounts counts the cells that each rule found at each level.
func (o *Outcome) ruleCounts(s speaker) (out []reportRule) {
	at := map[reportRule]int{}
	for _, c := range o.cells() {
		if !o.Pattern.Hidden(c) {
			continue
		}
		found := o.Pattern.Verdicts().Findings(c)
		if len(found) == 0 && o.Pattern.Status(c) == sdc.Primary {
			found = []sdc.Finding{{Rule: "empty"}}
		}
		for _, f := range found {
			k := reportRule{Rule: s.T("rule-" + f.Rule), Limit: s.decimal(f.Limit), Level: f.Level}
			n, ok := at[k]
			if !ok {
				n = len(out)
				at[k] = n
				out = append(out, k)
			}
			out[n].Cells++
		}
	}
	slices.SortStableFunc(out, func(a, b reportRule) int { return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Limit, b.Limit)) })
	return out
}

// proofIn says what was proved.
func (o *Outcome) proofIn(s speaker) []string {
	if o.Changed != nil {
		return []string{s.T("changed-text", s.T("method-"+string(o.Changed.Method())))}
	}
	if o.Proof == nil {
		return []string{s.T("proof-none")}
	}
	out := []string{s.T("proof-text", s.Count(o.Proof.Tables()), CertificateFile)}
	if how, err := o.Spec.protection(); err == nil && how.Interval.String() != "0" {
		out = append(out, s.T("proof-interval", s.decimal(how.Interval.String())))
	}
	if len(o.Proof.Repaired) > 0 {
		out = append(out, s.T("proof-repaired", s.Count(len(o.Proof.Repaired)), s.Count(o.Proof.Given)))
	}
	return out
}

// cell is one cell for the page.
func (v *reportView) cell(o *Outcome, c int) reportCell {
	t, p := o.Pattern.Table(), o.Pattern
	out := reportCell{Codes: t.Codes(c), Units: v.N(t.Units(c), 0), Value: v.N(t.Value(c), t.Decimals()), Status: p.Status(c).String()}
	out.Shown = out.Value
	if o.otherFigures() && p.Status(c) != sdc.Absent {
		out.Shown = v.decimal(o.figure(c))
	}
	if !p.Hidden(c) {
		return out
	}
	out.Why = v.reasons(p.Verdicts().Findings(c), t.Decimals())
	switch {
	case slices.Contains(o.Exposed, c):
		out.Why = append(out.Why, v.T("why-exposed"))
	case p.Status(c) == sdc.Secondary:
		out.Why = append(out.Why, v.T("why-secondary"))
	case len(out.Why) == 0:
		out.Why = append(out.Why, v.T("why-empty"))
	}
	if o.Proof != nil || o.Changed != nil {
		lower, upper := o.interval(c)
		out.Lower, out.Upper = v.N(lower, t.Decimals()), v.N(upper, t.Decimals())
		out.Bar = newBar(lower, t.Value(c), upper)
	}
	return out
}

// interval is what an attacker can take for possible.
func (o *Outcome) interval(cell int) (lower, upper int64) {
	if o.Changed != nil {
		return o.Changed.Interval(cell)
	}
	return o.Proof.Interval(cell)
}

// list lists hidden cells: all of them, or when they are many the sensitive ones.
func (v *reportView) list(o *Outcome) {
	p := o.Pattern
	hidden := p.Count(sdc.Primary) + p.Count(sdc.Secondary)
	for _, c := range o.cells() {
		if !p.Hidden(c) || hidden > mostListedCells && p.Status(c) != sdc.Primary {
			continue
		}
		if len(v.Cells) == mostListedCells {
			break
		}
		v.Cells = append(v.Cells, v.cell(o, c))
	}
	if len(v.Cells) < hidden {
		v.Left = v.T("only-sensitive", v.Count(hidden), v.Count(len(v.Cells)), TableFile)
	}
}

// settings are what whoever does it again needs.
func (v *reportView) settings(o *Outcome) {
	add := func(key, value string) {
		if value != "" {
			v.Settings = append(v.Settings, setting{v.T(key), value})
		}
	}
	add("data-file", o.Source)
	add("digest-data", o.Digest)
	if len(o.Spec.text) > 0 {
		add("digest-spec", digestOf(o.Spec.text))
		v.SpecText = string(o.Spec.text)
	}
	if o.Proof != nil {
		v.Commands = append(v.Commands, command{"lupaus protect --check " + CertificateFile, v.T("check-certificate")})
	}
	if o.Spec.Promise != nil {
		v.Promise = o.Spec.Promise
	}
	v.Commands = append(v.Commands, command{"lupaus protect --check " + PublishedFile + " --spec table.yaml", v.T("check-published")})
}
