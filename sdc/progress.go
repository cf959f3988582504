// SPDX-License-Identifier: EUPL-1.2

package sdc

// Progress says how far a long step has come, for whoever waits. Done never
// falls within a stage; Total is what there is to do in it, as far as it is known,
// and may grow while work is found. Neither is a measure of time.
//
// A function that receives it may return an error: the step then stops with that
// error, which is how work is cancelled. It is called from one goroutine at a time.
type Progress struct {
	Stage string // what is being done, such as StageAudit
	Done  int
	Total int
}

// The stages of a proof.
const (
	StageAudit  = "audit"     // looking for other tables, cell by cell
	StageRepair = "repair"    // hiding more for cells that are not proved
	StageReturn = "giveback"  // publishing again what is hidden needlessly
	StageWidest = "intervals" // looking for the widest interval of every hidden cell
)

// tell reports progress to a function that may be nil.
func tell(to func(Progress) error, stage string, done, total int) error {
	if to == nil {
		return nil
	}
	return to(Progress{Stage: stage, Done: done, Total: total})
}
