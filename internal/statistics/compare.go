// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"context"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/sdc"
)

// mostCompared bounds the tables of which methods are compared while somebody waits.
const mostCompared = 20_000

// Comparison is what each method of protection would cost for a table.
type Comparison struct {
	View    *View
	Choices []Choice
	Advice  []sdc.Advice
	Best    sdc.Method // that costs least among those that protect every cell; "" for none
}

// Choice is one method.
type Choice struct {
	Method    sdc.Method
	Changes   []sdc.Recoding // of recoding: which classes it merges
	Holds     bool           // every sensitive cell is protected
	Cannot    bool           // the method cannot be had for this table
	Sensitive int            // after recoding
	Hidden    int            // sensitive and others
	Altered   int            // cells that are told another figure
	Exposed   int            // sensitive cells that stay unprotected
	Additive  bool
	Loss      float64 // from 0, nothing lost, to 1
	Cells     float64 // share of cells that are not told
	Value     float64 // share of the sum of all figures in them
}

// Compare tries every method on the table that stands. It is for whoever may see
// the data: how many cells are sensitive tells how small they are.
//
// Keeps: TK-210, TK-236, TK-237, TK-241
func (s *Service) Compare(ctx context.Context, w Work, key string) (*Comparison, error) {
	t, err := s.table(w, key)
	if err != nil {
		return nil, err
	}
	if !t.set.Sees {
		return nil, errs.New(errs.NotFound, "", "methods are compared by whoever sees the data")
	}
	v, err := s.View(w, key, nil)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	on, spec := *t.last(), *t.spec
	t.mu.Unlock()
	if on.table.Cells() > mostCompared {
		return nil, errs.New(errs.Conflict, "error.too-large-to-compare", "%d cells", on.table.Cells())
	}
	how, err := spec.Protects()
	if err != nil {
		return nil, err
	}
	plan, err := on.verdicts.Plan(sdc.Wishes{Protection: how, Progress: func(sdc.Progress) error { return ctx.Err() }})
	if err != nil {
		return nil, errs.New(errs.Unavailable, "error.unavailable", "compare methods: %w", err)
	}
	out := &Comparison{View: v, Advice: plan.Advice}
	if best := plan.Least(nil); best != nil {
		out.Best = best.Method
	}
	for _, c := range plan.Choices {
		x := Choice{Method: c.Method, Changes: c.Recodings, Holds: c.Holds(), Cannot: c.Problem != nil, Sensitive: c.Sensitive, Altered: c.Altered,
			Exposed: c.Exposed, Additive: c.Additive, Loss: c.Loss.Score, Cells: c.Loss.Cells, Value: c.Loss.Value}
		if c.Pattern != nil {
			x.Hidden = c.Pattern.Count(sdc.Primary) + c.Pattern.Count(sdc.Secondary)
		}
		out.Choices = append(out.Choices, x)
	}
	return out, nil
}
