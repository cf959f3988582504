// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"syscall"
	"time"
	"unsafe"
)

// clockBoottime is CLOCK_BOOTTIME of clock_gettime(2).
const clockBoottime = 7

// machineClock counts since the machine started, suspension included. Go's own
// monotonic clock stands still while a machine sleeps, so that waking up would
// look like a jump of the wall clock.
func machineClock() func() time.Duration {
	start := time.Now()
	return func() time.Duration {
		var ts syscall.Timespec
		if _, _, errno := syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, clockBoottime, uintptr(unsafe.Pointer(&ts)), 0); errno != 0 {
			return time.Since(start)
		}
		return time.Duration(ts.Nano())
	}
}
