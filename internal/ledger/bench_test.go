// SPDX-License-Identifier: EUPL-1.2

//go:build linux

package ledger

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// cpu is what the process has used of all processors so far.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkAppend measures an audited look-up's entry: one subject, one actor,
// fsync included. "floor" is a flat file with group commit, without seal, tree
// or signature, in the same run. cpu-µs/op counts all threads of the process.
func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("floor/%d-writers", writers), func(b *testing.B) {
			f := newFlatFile(b)
			entry := make([]byte, 1024)
			parallel(b, writers, func(int) error { return f.append(entry) })
		})
		b.Run(fmt.Sprintf("ledger/%d-writers", writers), func(b *testing.B) {
			_, _, tree := newTree(b, Options{})
			drafts := manyReads(tree)
			parallel(b, writers, func(i int) error {
				_, err := tree.Append(context.Background(), drafts[i%len(drafts)])
				return err
			})
		})
	}
}

// manyReads are look-ups of many persons, made before the clock runs.
func manyReads(tree *Tree) []Draft {
	drafts := make([]Draft, 20_000)
	for i := range drafts {
		drafts[i] = read(tree, testSubject(i, someFields(i)...))
	}
	return drafts
}

func parallel(b *testing.B, writers int, f func(int) error) {
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	before := cpu()
	for range writers {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= b.N {
					return
				}
				if err := f(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(cpu()-before)/float64(time.Microsecond)/float64(b.N), "cpu-µs/op")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "op/s")
}

// flatFile is the least that makes entries durable together.
type flatFile struct {
	in chan flatEntry
}

type flatEntry struct {
	data []byte
	done chan error
}

func newFlatFile(b *testing.B) *flatFile {
	f, err := os.Create(filepath.Join(b.TempDir(), "floor"))
	if err != nil {
		b.Fatal(err)
	}
	l := &flatFile{make(chan flatEntry, 1024)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.run(f)
	}()
	b.Cleanup(func() { close(l.in); <-done; f.Close() })
	return l
}

func (l *flatFile) append(data []byte) error {
	e := flatEntry{data, make(chan error, 1)}
	l.in <- e
	return <-e.done
}

func (l *flatFile) run(f *os.File) {
	var buf []byte
	for e := range l.in {
		group := []flatEntry{e}
		for len(l.in) > 0 && len(group) < maxBatchEntries {
			group = append(group, <-l.in)
		}
		buf = buf[:0]
		for _, e := range group {
			buf = append(binary.BigEndian.AppendUint32(buf, uint32(len(e.data))), e.data...)
		}
		_, err := f.Write(buf)
		if err == nil {
			err = syscall.Fdatasync(int(f.Fd()))
		}
		for _, e := range group {
			e.done <- err
		}
	}
}
