// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestTheFlatFileKeepsEveryEntryOfEveryCaller(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "floor")
	l, err := newFlatFile(path)
	if err != nil {
		t.Fatal(err)
	}
	const callers, each = 16, 50
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			for i := range each {
				if err := l.Append([]byte{byte(c), byte(i)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	next := map[byte]byte{}
	for len(b) > 0 {
		n := binary.BigEndian.Uint32(b)
		e := b[4 : 4+n]
		b = b[4+n:]
		if next[e[0]] != e[1] {
			t.Fatalf("caller %d: entry %d stands where %d was awaited", e[0], e[1], next[e[0]])
		}
		next[e[0]]++
	}
	for c := range callers {
		if next[byte(c)] != each {
			t.Errorf("caller %d has %d entries, want %d", c, next[byte(c)], each)
		}
	}
	if l.entries != callers*each || l.syncs < 1 || l.syncs > l.entries {
		t.Errorf("%d entries in %d syncs", l.entries, l.syncs)
	}
}

func TestAFullDiskIsToldToEveryCaller(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no device that is always full")
	}
	l, err := newFlatFile("/dev/full")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := l.Append([]byte("entry")); err == nil {
		t.Error("acknowledged an entry on a full disk")
	}
}
