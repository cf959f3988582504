// SPDX-License-Identifier: EUPL-1.2

package statistics

import (
	"time"

	"github.com/lupaus/lupaus/promise"
	"github.com/lupaus/lupaus/sdc/release"
)

// apply puts the rules of the promise into a specification.
func apply(spec *release.Spec, _ *promise.Release, r *Rules, _ time.Time) error {
	p := r.Set.Protection
	spec.Rules.MinimumUnits = max(spec.Rules.MinimumUnits, int64(p.MinimumUnits))
	spec.Rules.RowMinimum = max(spec.Rules.RowMinimum, int64(p.RowMinimum))
	if p.Dominance != nil && spec.Value != "" {
		spec.Rules.Dominance = append(spec.Rules.Dominance, release.Dominance{N: p.Dominance.N, K: p.Dominance.K})
	}
	if p.PPercent != "" && spec.Value != "" {
		spec.Rules.PPercent = p.PPercent
	}
	spec.Secondary = release.Secondary{Singletons: true, Zeros: "protect"}
	return nil
}
