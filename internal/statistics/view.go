// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"errors"
	"slices"
	"time"

	"github.com/lupaus/lupaus/internal/gate"
	"github.com/lupaus/lupaus/promise/rulebook"
	"github.com/lupaus/lupaus/sdc"
)

// View is what a reader may see of a table, and nothing else: where the reader
// may only count, no number stands in it that is not protected.
type View struct {
	Key     string
	Set     *Dataset
	Request Request
	Minimum int64    // that holds: of the promise, or stricter
	Records bool     // cells count records, and the rules who stands behind them
	Ask     []string // properties for which somebody has to look at the table before it goes out
	Made    time.Time
	Entry   int64
	Clause  *rulebook.Clause
	LeftOut []gate.LeftOut // counts are nought where the reader may not know them
	Dims    []DimView
	Changes []sdc.Recoding
	Counts  Counts
	Before  *Counts // before the last change of classes; nil for none
	ByRule  []RuleCount
	Job     *JobView // nil while the table was never to be protected
	Proof   *ProofView
	Grid    *Grid // nil where nothing may be seen yet, or the table is too large to draw
	Files   []string
}

// DimView is a dimension as it stands.
type DimView struct {
	Name   string
	Column *Column
	Grain  Grain
	Codes  []CodeView // the total first, parents before their parts
	Levels int
}

// CodeView is one code.
type CodeView struct {
	Code, Parent string
	Depth        int
	Members      []string // codes of the data that were merged into it
}

// RuleCount is how many cells a rule holds for sensitive.
type RuleCount struct {
	Rule, Level, Limit string
	Cells              int
}

// JobView is how far a protection is.
type JobView struct {
	State   State
	Stage   string
	Done    int
	Total   int
	Problem *Problem // of a failed one, where it is one that the reader can do something about
}

// ProofView says what was proved.
type ProofView struct {
	Tables   int // other tables that agree with everything published
	Repaired int // sensitive cells for which more had to be hidden
	Beside   int // earlier tables it was held together with
	Because  int // cells hidden for their sake
	Out      bool
}

// View is what the reader may see of a table. Where says at which codes of the
// dimensions that are not drawn it is cut; without it at their totals.
func (s *Service) View(w Work, key string, where map[string]string) (*View, error) {
	t, err := s.table(w, key)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.last()
	v := &View{Key: key, Set: t.set, Request: t.request, Minimum: t.spec.Rules.MinimumUnits, Records: t.records, Made: t.made, Entry: t.data.entry,
		Clause: t.data.clause, Counts: t.counts(), Before: t.before, Job: t.jobView()}
	if p := t.spec.Promise; p != nil {
		v.Ask = p.Ask
	}
	for _, o := range t.data.leftOut {
		if !t.set.Sees {
			o.Count = 0
		}
		v.LeftOut = append(v.LeftOut, o)
	}
	for _, st := range t.steps[1:] {
		v.Changes = append(v.Changes, st.change)
	}
	for _, d := range now.table.Dimensions() {
		v.Dims = append(v.Dims, t.dimView(now, d))
	}
	if t.set.Sees {
		v.ByRule = byRule(now)
	}
	if t.done != nil {
		v.Proof = &ProofView{Beside: t.done.beside, Because: t.done.because, Out: t.done.release > 0}
		if p := t.done.Proof; p != nil {
			v.Proof.Tables, v.Proof.Repaired = p.Tables(), len(p.Repaired)
		}
		v.Files = t.files()
	}
	v.Grid = t.grid(now, where)
	return v, nil
}

func (t *table) dimView(now *step, d *sdc.Dimension) DimView {
	out := DimView{Name: d.Name(), Column: t.set.column(d.Name()), Levels: depth(d)}
	for _, x := range t.request.Dims {
		if x.Column == d.Name() {
			out.Grain = x.Grain
		}
	}
	for _, c := range d.Codes() {
		out.Codes = append(out.Codes, CodeView{c, d.Parent(c), d.Depth(c), now.members[d.Name()][c]})
	}
	return out
}

func (t *table) jobView() *JobView {
	j := t.job
	if j == nil {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	out := &JobView{State: j.at, Stage: j.progress.Stage, Done: j.progress.Done, Total: j.progress.Total}
	if p, ok := errors.AsType[*Problem](j.why); ok {
		out.Problem = p
	}
	return out
}

// byRule counts the findings of a step.
func byRule(now *step) (out []RuleCount) {
	for _, c := range now.verdicts.Sensitive() {
		for _, f := range now.verdicts.Findings(c) {
			i := slices.IndexFunc(out, func(r RuleCount) bool { return r.Rule == f.Rule && r.Level == f.Level && r.Limit == f.Limit })
			if i < 0 {
				i = len(out)
				out = append(out, RuleCount{f.Rule, f.Level, f.Limit, 0})
			}
			out[i].Cells++
		}
	}
	return out
}

// Tables lists the session's tables that still belong to what the reader does,
// the newest first.
func (s *Service) Tables(w Work) (out []*View) {
	keys, all := s.tables.of(w.Session)
	for i := len(keys) - 1; i >= 0; i-- {
		if all[i].bond != s.bond(w) {
			continue
		}
		if v, err := s.View(w, keys[i], nil); err == nil {
			v.Grid = nil
			out = append(out, v)
		}
	}
	return out
}

// Running tells whether a protection is under way.
func (v *View) Running() bool {
	return v.Job != nil && (v.Job.State == Waiting || v.Job.State == Running)
}
