// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
)

// maxGroup is how many entries one fdatasync of the file covers at most, the
// same as the ledger takes into a batch.
const maxGroup = 512

var errClosed = errors.New("the file is closed")

// flatFile is the floor: the least that makes entries of many callers durable
// together. It decides nothing, seals nothing and hashes nothing; it appends
// to a file and syncs it once for all who wait.
type flatFile struct {
	f    *os.File
	in   chan entry
	done sync.WaitGroup

	syncs, entries int64 // the writer's own until Close
}

type entry struct {
	data []byte
	done chan error
}

func newFlatFile(path string) (*flatFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the flat file: %w", err)
	}
	l := &flatFile{f: f, in: make(chan entry, maxGroup)}
	l.done.Go(l.run)
	return l, nil
}

// Append returns when the entry is on the disk.
func (l *flatFile) Append(data []byte) error {
	e := entry{data, make(chan error, 1)}
	l.in <- e
	return <-e.done
}

// Close ends the writer. Nobody may append any more.
func (l *flatFile) Close() error {
	close(l.in)
	l.done.Wait()
	return l.f.Close()
}

func (l *flatFile) run() {
	group, buf := make([]entry, 0, maxGroup), []byte(nil)
	for e := range l.in {
		group = append(group[:0], e)
	fill:
		for len(group) < maxGroup {
			select {
			case e, ok := <-l.in:
				if !ok {
					break fill
				}
				group = append(group, e)
			default:
				break fill
			}
		}
		buf = buf[:0]
		for _, e := range group {
			buf = append(binary.BigEndian.AppendUint32(buf, uint32(len(e.data))), e.data...)
		}
		err := l.write(buf)
		for _, e := range group {
			e.done <- err
		}
		l.syncs, l.entries = l.syncs+1, l.entries+int64(len(group))
	}
}

func (l *flatFile) write(b []byte) error {
	if _, err := l.f.Write(b); err != nil {
		return fmt.Errorf("append to the flat file: %w", err)
	}
	if err := syscall.Fdatasync(int(l.f.Fd())); err != nil {
		return fmt.Errorf("sync the flat file: %w", err)
	}
	return nil
}
