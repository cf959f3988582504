// SPDX-License-Identifier: EUPL-1.2

package ledger

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// Outside keeps the last checkpoint of each origin somewhere else than in the
// database, so that a database brought back from yesterday is noticed.
type Outside interface {
	// Save keeps the note durably in place of the one before.
	Save(origin string, note []byte) error
	// Last returns the note saved last, or nil if there is none.
	Last(origin string) ([]byte, error)
}

// FileOutside keeps checkpoints as files in a folder: another disk, or a mounted
// share, not the folder of the database.
func FileOutside(dir string) Outside { return fileOutside(dir) }

type fileOutside string

// path names the file after the origin, in hex where a file system might differ
// about a character.
func (d fileOutside) path(origin string) string {
	name := make([]byte, 0, len(origin)+16)
	for i := range len(origin) {
		c := origin[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.' && i > 0 {
			name = append(name, c)
		} else {
			name = hex.AppendEncode(append(name, '_'), []byte{c})
		}
	}
	return filepath.Join(string(d), string(name)+".checkpoint")
}

// Save writes beside the old file and renames, so that a crash leaves one of the two.
func (d fileOutside) Save(origin string, note []byte) error {
	path := d.path(origin)
	f, err := os.CreateTemp(string(d), ".checkpoint-*")
	if err != nil {
		return fmt.Errorf("save a checkpoint: %w", err)
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.Write(note)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err == nil {
		err = syncFolder(string(d))
	}
	if err != nil {
		return fmt.Errorf("save a checkpoint: %w", err)
	}
	return nil
}

// syncFolder makes a rename durable. Windows syncs no folders.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Last implements Outside.
func (d fileOutside) Last(origin string) ([]byte, error) {
	b, err := os.ReadFile(d.path(origin))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the last checkpoint: %w", err)
	}
	return b, nil
}

// courierPause is the least time between two rounds of saving.
const courierPause = 200 * time.Millisecond

// courier carries checkpoints outside after their commit. Only the newest of an
// origin matters, so a slow place outside never holds up recording.
type courier struct {
	to   Outside
	wake chan struct{}
	quit chan struct{}
	done chan struct{}

	mu     sync.Mutex
	latest map[string][]byte // not saved yet
	err    error             // of the last round
}

func newCourier(to Outside) *courier {
	c := &courier{to: to, wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{}), latest: map[string][]byte{}}
	go c.run()
	return c
}

// take hands over a checkpoint that is newer than all before.
func (c *courier) take(origin string, note []byte) {
	if c.to == nil {
		return
	}
	c.mu.Lock()
	c.latest[origin] = note
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *courier) run() {
	defer close(c.done)
	pause := time.NewTimer(courierPause)
	defer pause.Stop()
	for {
		select {
		case <-c.quit:
			c.round()
			return
		case <-c.wake:
		}
		if c.round() != nil { // try again after the pause
			select {
			case c.wake <- struct{}{}:
			default:
			}
		}
		pause.Reset(courierPause)
		select {
		case <-c.quit:
			c.round()
			return
		case <-pause.C:
		}
	}
}

// round saves what is new and keeps for the next round what could not be saved.
func (c *courier) round() error {
	c.mu.Lock()
	todo := maps.Clone(c.latest)
	clear(c.latest)
	c.mu.Unlock()
	var failed error
	for origin, note := range todo {
		if err := c.to.Save(origin, note); err != nil {
			failed = errors.Join(failed, err)
			c.mu.Lock()
			if c.latest[origin] == nil {
				c.latest[origin] = note
			}
			c.mu.Unlock()
		}
	}
	c.mu.Lock()
	c.err = failed
	c.mu.Unlock()
	return failed
}

// last returns what went wrong in the last round, nil if all is saved.
func (c *courier) last() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// close saves what is left and waits.
func (c *courier) close() error {
	close(c.quit)
	<-c.done
	return c.last()
}
