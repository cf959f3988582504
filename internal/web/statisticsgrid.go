// SPDX-License-Identifier: EUPL-1.2

package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/lupaus/lupaus/internal/statistics"
	"github.com/lupaus/lupaus/sdc"
)

// gridView is a table drawn.
type gridView struct {
	Caption string
	Down    string
	Columns []gridHead
	Rows    []gridLine
	Cuts    []input
	Rest    string
	Legend  []gridMark
}

type gridHead struct {
	Text  string
	Total bool
}

type gridLine struct {
	Text  string
	Depth int
	Total bool
	Cells []gridCellView
}

// gridMark is a mark of the legend.
type gridMark struct{ Mark, Text string }

// gridCellView is one cell: its figure, or a mark that leads to why.
type gridCellView struct {
	Mark, Text, Word string // the word says the mark to whoever cannot see its shape
	Href             string // to the reasons below
	TipID, Tip       string
	Total            bool
}

// tableGrid draws the table and lists why cells are hidden.
func (v *visit) tableGrid(p *tablePage, x *statistics.View) {
	g := x.Grid
	if g == nil {
		p.NoGrid = v.T("statistics.grid.too-large")
		return
	}
	out := &gridView{Caption: v.tableTitle(x), Down: v.dimName(g.Down)}
	if g.Across != nil {
		out.Caption = v.tableTitle(x)
		for _, c := range g.Across.Codes {
			out.Columns = append(out.Columns, gridHead{v.codeName(g.Across, c), c.Depth == 0})
		}
	} else {
		out.Columns = []gridHead{{v.measureOf(x), false}}
	}
	for i := range g.Cuts {
		out.Cuts = append(out.Cuts, v.cutInput(x, &g.Cuts[i], i+2))
	}
	if g.LeftOut > 0 {
		out.Rest = v.N("statistics.grid.rest", g.LeftOut)
	}
	seen := map[statistics.Mark]bool{}
	for _, r := range g.Rows {
		line := gridLine{Text: v.codeName(g.Down, r.Code), Depth: r.Code.Depth, Total: r.Code.Depth == 0}
		for i, c := range r.Cells {
			seen[c.Mark] = true
			where := line.Text
			if g.Across != nil {
				where += ", " + out.Columns[i].Text
			}
			line.Cells = append(line.Cells, v.gridCell(p, x, c, where, line.Total || i < len(out.Columns) && out.Columns[i].Total))
		}
		out.Rows = append(out.Rows, line)
	}
	for _, m := range []statistics.Mark{statistics.MarkSensitive, statistics.MarkSecondary, statistics.MarkHidden, statistics.MarkWaiting, statistics.MarkAbsent} {
		if seen[m] {
			out.Legend = append(out.Legend, gridMark{string(m), v.T("statistics.legend." + string(m))})
		}
	}
	p.Grid = out
}

func (v *visit) cutInput(x *statistics.View, c *statistics.Cut, at int) input {
	id := "cut" + strconv.Itoa(at)
	in := input{Kind: "select", ID: id, Name: id, Label: v.dimName(&c.Dim)}
	for i, code := range c.Dim.Codes {
		in.Options = append(in.Options, option{strconv.Itoa(i), v.codeName(&c.Dim, code), code.Code == c.Code})
	}
	return in
}

// gridCell is a cell as it is drawn; what is marked gets its reasons below.
func (v *visit) gridCell(p *tablePage, x *statistics.View, c statistics.GridCell, where string, total bool) gridCellView {
	out := gridCellView{Mark: string(c.Mark), Total: total}
	if c.HasValue {
		out.Text = v.Number(sdc.FormatNumber(c.Value, x.Grid.Decimals))
	} else if c.Mark == statistics.MarkPublished {
		out.Text = "–"
	}
	if c.Mark == statistics.MarkPublished {
		return out
	}
	out.Word = v.T("statistics.mark." + string(c.Mark))
	if c.Mark != statistics.MarkSensitive && c.Mark != statistics.MarkSecondary {
		out.Text = "··"
		return out
	}
	if len(p.Why) >= mostWhy {
		p.WhyRest = v.T("statistics.why.rest", v.Int(mostWhy))
		return out
	}
	w := whyView{ID: "why-" + strconv.Itoa(len(p.Why)+1), Cell: where, Mark: out.Mark, Word: out.Word}
	for _, f := range c.Findings {
		w.Reasons = append(w.Reasons, v.findingText(f))
	}
	if c.Mark == statistics.MarkSecondary {
		w.Reasons = []string{v.T("statistics.why.secondary")}
	} else if len(w.Reasons) == 0 {
		w.Reasons = []string{v.T("statistics.why.empty")}
	}
	if c.HasBounds {
		w.Bounds = v.T("statistics.why.bounds", v.Number(sdc.FormatNumber(c.Lower, x.Grid.Decimals)), v.Number(sdc.FormatNumber(c.Upper, x.Grid.Decimals)))
	}
	p.Why = append(p.Why, w)
	out.Href, out.TipID, out.Tip = w.ID, w.ID+"-tip", w.Reasons[0]
	if w.Bounds != "" {
		out.Tip += " " + w.Bounds
	}
	return out
}

// levelName is a level of protection in the reader's words.
func (v *visit) levelName(level string) string {
	if level == "" || level == sdc.UnitLevel {
		return v.T("statistics.level.unit")
	}
	return lowerFirst(v.release.UnitName(level, v.Lang()))
}

// ruleName is a rule with its own numbers.
func (v *visit) ruleName(rule, limit, level string) string {
	text := v.T("statistics.rule."+rule, limit)
	if level != "" && level != sdc.UnitLevel {
		text = v.T("statistics.rule.at", text, v.levelName(level))
	}
	return text
}

// findingText says why a rule holds a cell for sensitive, with its numbers.
func (v *visit) findingText(f sdc.Finding) string {
	part, whole := v.Number(sdc.FormatNumber(f.Part, f.Decimals)), v.Number(sdc.FormatNumber(f.Whole, f.Decimals))
	switch f.Rule {
	case sdc.RuleMinimumUnits, sdc.RuleRowMinimum:
		return v.T("statistics.finding."+f.Rule, v.Int64(f.Units), f.Limit, v.levelName(f.Level))
	case sdc.RuleDominance:
		return v.T("statistics.finding."+f.Rule, v.Int(f.N), part, whole, v.Number(f.Share()), v.Number(f.Percent.String()), v.levelName(f.Level))
	case sdc.RulePPercent, sdc.RulePQ:
		return v.T("statistics.finding.p-percent", v.Int(f.N), part, whole, v.Number(f.Percent.String()), v.levelName(f.Level))
	case sdc.RuleForced:
		return v.T("statistics.finding.forced")
	}
	return v.T("statistics.finding.request")
}

// comparePage sets methods side by side.
type comparePage struct {
	Page
	Back    link
	Lead    string
	Choices []choiceView
	Advice  []string
}

// choiceView is one method and what it costs.
type choiceView struct {
	Name, State, Word string
	Hidden, Altered   string
	Exposed, Adds     string
	Loss, Share       string
	Width             int // of the bar of its loss, in hundredths
	Best              bool
	Merge             []mergeView
}

// mergeView is a change of classes that the page offers to make.
type mergeView struct {
	Action, Text, Dim string
	Codes             []string
}

// statisticsCompare tells what each method would cost for a table.
//
// Keeps: TK-210, TK-236
func (s *Server) statisticsCompare(v *visit) error {
	c, err := s.Statistics.Compare(v.ctx(), v.counter(url.Values{}), v.r.PathValue("table"))
	if err != nil {
		return err
	}
	path := "/statistics/tables/" + c.View.Key
	p := &comparePage{Page: v.page(v.T("statistics.compare.title")), Back: link{path, v.tableTitle(c.View)}, Lead: v.T("statistics.compare.lead")}
	for _, x := range c.Choices {
		p.Choices = append(p.Choices, v.choice(path, c, x))
	}
	for _, a := range c.Advice {
		if key := "statistics.advice." + string(a.Code); v.Has(key) {
			p.Advice = append(p.Advice, v.T(key, v.Int(a.Part), v.Int(a.Whole)))
		}
	}
	v.show(http.StatusOK, "statistics-compare", p)
	return nil
}

func (v *visit) choice(path string, c *statistics.Comparison, x statistics.Choice) choiceView {
	out := choiceView{Name: v.T("statistics.method." + string(x.Method)), Best: x.Method == c.Best && x.Holds, State: "new", Word: v.T("statistics.method.holds")}
	switch {
	case x.Cannot:
		out.State, out.Word = "none", v.T("statistics.method.cannot")
		return out
	case !x.Holds:
		out.State, out.Word = "bad", v.N("statistics.method.exposed", x.Exposed)
	}
	out.Hidden, out.Altered = v.Int(x.Hidden), v.Int(x.Altered)
	out.Adds = v.T("value.no")
	if x.Additive {
		out.Adds = v.T("value.yes")
	}
	out.Loss, out.Width = v.Decimal(100*x.Loss, 1), int(100*x.Loss+0.5)
	out.Share = v.Decimal(100*x.Value, 1)
	if len(x.Changes) > 0 { // the next ones speak of classes that the first one makes
		r := x.Changes[0]
		m := mergeView{Action: path + "/merge", Text: v.changeText(c.View, r)}
		for i := range c.View.Dims {
			if d := &c.View.Dims[i]; d.Name == r.Dimension {
				m.Dim = strconv.Itoa(i)
				for n, code := range d.Codes {
					if slices.Contains(r.Codes, code.Code) {
						m.Codes = append(m.Codes, strconv.Itoa(n))
					}
				}
			}
		}
		out.Merge = append(out.Merge, m)
	}
	return out
}
