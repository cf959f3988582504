// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"cmp"
	"strconv"

	"github.com/lupaus/lupaus/internal/errs"
	"github.com/lupaus/lupaus/internal/ruleset"
	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/sdc/release"
)

// Rules are what holds for tables of a dataset, and where the promise says so.
type Rules struct {
	Name    string // of the dataset or the rule set, as the promise calls it
	Title   promise.Text
	Set     *promise.RuleSet
	Dataset *promise.Dataset // nil when the organisation's rule set for statistics holds
}

// rulesOf finds the rules for a category: those of the dataset that lies in it,
// of the dataset that lies in its register, or the organisation's for every
// statistic that Lupaus shows. There are no others: without rules in the promise
// no table is made.
//
// Keeps: TTL-27, AMS-46, AMS-50, TAM-273
func (s *Service) rulesOf(c *promise.Category) *Rules {
	o := s.release().Organisation
	for _, place := range []string{c.Qualified(), c.Register} {
		for _, d := range o.Datasets {
			if d.Register == place && d.RuleSet() != nil {
				return &Rules{Name: d.ID, Title: d.Name, Set: d.RuleSet(), Dataset: d}
			}
		}
	}
	if set := s.release().RuleSet(o.Statistics); set != nil {
		return &Rules{Name: set.ID, Title: set.Name, Set: set}
	}
	return nil
}

// Minimum is how many units a cell has at least by the promise.
func (r *Rules) Minimum() int { return r.Set.MinimumUnits }

// Levels are the levels of protection above the unit that the data have to tell
// apart: those that the rules name, but for those that a dataset is said to be without.
func (r *Rules) Levels() (out []string) {
	for _, l := range r.Set.Protect {
		told := r.Dataset == nil || len(r.Dataset.Levels) == 0 || r.Dataset.Column(l.ID) != ""
		if told && l.ID != r.Set.Unit {
			out = append(out, l.ID)
		}
	}
	return out
}

// named is what the rules call the column of a level.
func (r *Rules) named(level, otherwise string) string {
	if r.Dataset != nil {
		return cmp.Or(r.Dataset.Column(level), otherwise)
	}
	return otherwise
}

// stricter is what a reader may ask for beyond the promise.
type stricter struct {
	minimum string // as typed; "" for the promise's
}

// spec is the specification that a table is protected by: what the promise says,
// made stricter as the reader wishes and never weaker.
func (s *Service) spec(r *Rules, base release.Spec, more stricter) (*release.Spec, error) {
	if more.minimum != "" {
		n, err := strconv.ParseInt(more.minimum, 10, 64)
		if err != nil || n > 1_000_000 {
			return nil, problem("minimum", "minimum-number")
		}
		if n < int64(r.Minimum()) {
			return nil, problem("minimum", "minimum-weaker", strconv.Itoa(r.Minimum()))
		}
		base.Rules.MinimumUnits = n
	}
	if err := ruleset.Apply(&base, s.release(), r.Name, s.gate.Now()); err != nil {
		return nil, errs.New(errs.Conflict, "error.rules", "rules %s: %w", r.Name, err)
	}
	return &base, nil
}
