// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/lupaus/lupaus/sdc"
)

// planRow is one method of a plan, in words.
type planRow struct {
	Method, Recoding, Hidden, Changed, Exposed, Loss, Adds, Same, Problem string
	Holds                                                                 bool
}

// planRows say what each method costs.
func (s speaker) planRows(p *sdc.Plan) (out []planRow) {
	yes := func(is bool) string {
		if is {
			return s.T("yes")
		}
		return s.T("no")
	}
	for _, c := range p.Choices {
		r := planRow{Method: s.T("method-" + string(c.Method)), Holds: c.Holds()}
		var changes []string
		for _, x := range c.Recodings {
			changes = append(changes, asWritten(x))
		}
		r.Recoding = strings.Join(changes, ", ")
		if c.Problem != nil {
			r.Problem = c.Problem.Error()
			out = append(out, r)
			continue
		}
		r.Hidden, r.Changed = "0", s.Count(c.Altered)
		if c.Pattern != nil {
			r.Hidden = s.Count(c.Sensitive + c.Secondary)
		}
		r.Exposed = s.Count(c.Exposed)
		r.Loss = s.decimal(fmt.Sprintf("%.3f", c.Loss.Score))
		r.Adds, r.Same = yes(c.Additive), yes(c.Consistent || c.Pattern != nil)
		out = append(out, r)
	}
	return out
}

// asWritten is a recoding as a specification says it, to be copied.
func asWritten(r sdc.Recoding) string {
	switch {
	case r.Drop:
		return fmt.Sprintf("{dimension: %s, drop: true}", quoted(r.Dimension))
	case r.Level > 0:
		return fmt.Sprintf("{dimension: %s, level: %d}", quoted(r.Dimension), r.Level)
	}
	var codes []string
	for _, c := range r.Codes {
		codes = append(codes, quoted(c))
	}
	into := ""
	if r.Into != "" {
		into = ", into: " + quoted(r.Into)
	}
	return fmt.Sprintf("{dimension: %s, merge: [%s]%s}", quoted(r.Dimension), strings.Join(codes, ", "), into)
}

// quoted writes a text as YAML takes it inside brackets.
func quoted(text string) string {
	for _, c := range text {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == ' ' || c == '-' || c > 127 || c >= '0' && c <= '9') {
			return fmt.Sprintf("%q", text)
		}
	}
	if text == "" || text != strings.TrimSpace(text) || !(text[0] >= 'A' && text[0] <= 'Z' || text[0] >= 'a' && text[0] <= 'z') {
		return fmt.Sprintf("%q", text)
	}
	return text
}

// advice says advice in sentences.
//
// Keeps: TK-237, TK-238, TK-239, TK-240, TK-241, TK-258
func (s speaker) advice(p *sdc.Plan) (out []string) {
	for _, a := range p.Advice {
		key := "advice-" + string(a.Code)
		part, whole := s.Count(a.Part), s.Count(a.Whole)
		switch a.Code {
		case sdc.AdviceMerge:
			out = append(out, s.T(key, part, whole, s.Count(len(a.Codes)), a.Dimension, strings.Join(a.Codes[:min(len(a.Codes), 6)], ", ")))
		case sdc.AdviceStructure, sdc.AdviceSuppress, sdc.AdviceRows, sdc.AdviceNoneHolds:
			out = append(out, s.T(key, part, whole))
		case sdc.AdviceVariables:
			out = append(out, s.T(key, part))
		case sdc.AdviceAreas:
			out = append(out, s.T(key, part, whole, a.Dimension))
		case sdc.AdviceLeast:
			out = append(out, s.T(key, s.T("method-"+string(a.Method))))
		default:
			out = append(out, s.T(key))
		}
	}
	return out
}

// PlanText writes a plan for a terminal, in a language of [Languages]. A
// recoding is written as a specification takes it.
func PlanText(p *sdc.Plan, language string) string {
	s, err := newSpeaker(language)
	if err != nil {
		s, _ = newSpeaker("")
	}
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	var head []string
	for _, k := range []string{"plan-method", "plan-hidden", "plan-changed", "plan-exposed", "plan-loss", "plan-adds", "plan-same"} {
		head = append(head, s.T(k))
	}
	fmt.Fprintln(w, strings.Join(head, "\t"))
	for _, r := range s.planRows(p) {
		if r.Problem == "" {
			fmt.Fprintln(w, strings.Join([]string{r.Method, r.Hidden, r.Changed, r.Exposed, r.Loss, r.Adds, r.Same}, "\t"))
		} else {
			fmt.Fprintf(w, "%s\t-\t-\t-\t-\t-\t-\n", r.Method)
		}
	}
	_ = w.Flush() // into memory
	for _, r := range s.planRows(p) {
		switch {
		case r.Problem != "":
			fmt.Fprintf(&b, "%s: %s\n", r.Method, r.Problem)
		case r.Recoding != "":
			fmt.Fprintf(&b, "%s (%s): recode: [%s]\n", r.Method, r.Loss, r.Recoding)
		}
	}
	for _, line := range s.advice(p) {
		fmt.Fprintln(&b, line)
	}
	return b.String()
}
