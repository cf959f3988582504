// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// The settings belong to the whole process, so this test runs by itself.
func TestCollectingIsPutOffAndComesBack(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	undo := collectLate(64 << 20)
	defer undo()
	if got := debug.SetGCPercent(-1); got != -1 {
		t.Fatalf("collection is at %d percent, want it put off", got)
	}
	var held [][]byte
	for range 200 { // more than the limit, most of it garbage
		held = append(held[:min(len(held), 8)], make([]byte, 1<<20))
	}
	runtime.KeepAlive(held)
	for range 1000 {
		if got := debug.SetGCPercent(-1); got == 100 {
			debug.SetGCPercent(100)
			return
		}
		runtime.GC()
		runtime.Gosched()
	}
	t.Error("collection did not come back after the limit")
}

func TestAChosenSettingStays(t *testing.T) {
	before := debug.SetGCPercent(50)
	defer debug.SetGCPercent(before)
	collectLate(64 << 20)()
	if got := debug.SetGCPercent(50); got != 50 {
		t.Errorf("50 percent became %d", got)
	}
}
