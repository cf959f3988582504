// SPDX-License-Identifier: EUPL-1.2

package release

import (
	"bytes"
	"fmt"

	"github.com/lupaus/lupaus/sdc"
)

// mostAttacked is how many hidden cells a table may have to be attacked before
// it is published. Larger ones are attacked by whoever asks for it.
const mostAttacked = 3000

// revealKnown attacks what would be published as the world will. A cell that was
// hidden for others and can be computed all the same is published: to hide it
// would pretend. That a sensitive cell follows cannot be, as other tables are
// proved; if it is, something is wrong with the proof, and nothing is published.
func (o *Outcome) revealKnown() error {
	hidden := o.Pattern.Count(sdc.Primary) + o.Pattern.Count(sdc.Secondary)
	if o.Proof == nil || !o.Spec.sums() || hidden == 0 || hidden > mostAttacked {
		return nil
	}
	published, err := o.published()
	if err != nil {
		return err
	}
	codes, err := o.codes()
	if err != nil {
		return err
	}
	a, err := Attack(o.Spec, nil, bytes.NewReader(codes), bytes.NewReader(published), PublishedFile)
	if err != nil {
		return fmt.Errorf("look at what would be published: %w", err)
	}
	var known []int
	for _, f := range a.Follows {
		c, err := o.Pattern.Table().Cell(f.Codes...)
		if err != nil {
			return err
		}
		if o.Pattern.Status(c) == sdc.Primary {
			return fmt.Errorf("the sensitive cell %v could be computed from what would be published although it is proved that it cannot: nothing is written; please report this with the specification", f.Codes)
		}
		known = append(known, c)
	}
	if len(known) == 0 {
		return nil
	}
	return o.Proof.Reveal(known...)
}
