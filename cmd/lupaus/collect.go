// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// lateCollection is how much memory a short command may take, in bytes, before any of it
// is collected: nearly all that reading promises takes stays in use until the answer, so
// that looking for what does not is a third of the work and finds nothing.
const lateCollection = 2 << 30

// collectLate puts garbage collection off until so many bytes are taken; from then on it
// works as always. It leaves alone what somebody chose by GOGC or a lower GOMEMLIMIT. The
// function returned puts everything back.
func collectLate(bytes int64) (undo func()) {
	percent := debug.SetGCPercent(-1)
	limit := debug.SetMemoryLimit(-1)
	undo = sync.OnceFunc(func() {
		debug.SetMemoryLimit(limit)
		debug.SetGCPercent(percent)
	})
	if percent != 100 || limit < bytes {
		undo()
		return undo
	}
	debug.SetMemoryLimit(bytes)
	// The first collection finds the sentinel without a use.
	runtime.AddCleanup(&struct{ sentinel [64]byte }{}, func(put func()) { put() }, undo)
	return undo
}
