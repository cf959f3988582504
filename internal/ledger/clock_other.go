// SPDX-License-Identifier: EUPL-1.2

//go:build !linux

package ledger

import "time"

// machineClock counts by Go's monotonic clock, which some systems halt while
// the machine sleeps: there, recording after a long sleep needs a new start.
func machineClock() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}
