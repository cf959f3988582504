// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	_ "embed"
	"html/template"

	"github.com/lupaus/lupaus/sdc"
)

//go:embed report.html
var reportText string

var reportPage = template.Must(template.New("report").Parse(reportText))

// mostReported bounds the lines of a report; the whole stands in the table.
const mostReported = 5000

type reportView struct {
	Summary  string
	Warnings []string
	Rules    []reportRule
	Names    []string
	Quantity string
	Cells    []reportCell
	Left     int
	Proof    *sdc.Proof
	Repaired int
}

type reportRule struct {
	Rule  string
	Cells int
}

type reportCell struct {
	Codes        []string
	Units        int64
	Value        string
	Status       string
	Why          []string
	Lower, Upper string
}

// report draws what is hidden, why, and how far an attacker is kept off. It
// needs no other file and no script.
//
// Keeps: TK-210
func (o *Outcome) report(language string) ([]byte, error) {
	t, p := o.Pattern.Table(), o.Pattern
	v := reportView{Summary: o.Summary(), Warnings: o.Warnings(), Names: o.names(), Quantity: o.quantity(), Proof: o.Proof}
	if o.Proof != nil {
		v.Repaired = len(o.Proof.Repaired)
	}
	by := map[string]int{}
	var order []string
	for _, c := range o.cells() {
		if !p.Hidden(c) {
			continue
		}
		cell := reportCell{Codes: t.Codes(c), Units: t.Units(c), Value: o.number(t.Value(c)), Status: p.Status(c).String()}
		cell.Lower, cell.Upper = o.bounds(c)
		for _, f := range p.Verdicts().Findings(c) {
			cell.Why = append(cell.Why, f.String())
			name := f.Rule + " " + f.Limit + " " + f.Level
			if by[name] == 0 {
				order = append(order, name)
			}
			by[name]++
		}
		if len(v.Cells) == mostReported {
			v.Left++
			continue
		}
		v.Cells = append(v.Cells, cell)
	}
	for _, r := range order {
		v.Rules = append(v.Rules, reportRule{r, by[r]})
	}
	var b bytes.Buffer
	err := reportPage.Execute(&b, v)
	return b.Bytes(), err
}
