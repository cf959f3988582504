// SPDX-License-Identifier: EUPL-1.2

package promise

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// eachWith calls fn for the numbers below n on all processors and returns when all are
// done. Each goroutine has a state of its own; what fn says about a number it writes to a
// place of that number, so that nothing depends on the order in which they run.
func eachWith[S any](n int, state func() S, fn func(S, int)) {
	var next atomic.Int64
	work := func() {
		s := state()
		for {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			fn(s, i)
		}
	}
	workers := min(n, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for range workers - 1 {
		wait.Go(work)
	}
	if workers > 0 {
		work()
	}
	wait.Wait()
}

// each is eachWith without a state.
func each(n int, fn func(int)) {
	eachWith(n, func() struct{} { return struct{}{} }, func(_ struct{}, i int) { fn(i) })
}
