// SPDX-License-Identifier: EUPL-1.2

package house

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// unfinished is the name of the file that stands in a data folder while it is
// being filled for the first time.
const unfinished = "being-filled"

// OpenFilled opens a data folder as [Open] does and fills a fresh one with
// what fill makes. A folder whose filling was broken off holds nothing but
// what fill had made so far, so it is made anew.
func OpenFilled(ctx context.Context, c Config, fill func(*House) error) (*House, error) {
	mark := c.path(unfinished)
	if _, err := os.Stat(mark); err == nil {
		if err := removeUnfinished(c.Dir); err != nil {
			return nil, err
		}
	}
	if _, err := os.Stat(c.path("ledger.db")); errors.Is(err, fs.ErrNotExist) {
		if err := setMark(c.Dir, mark); err != nil {
			return nil, err
		}
	}
	h, err := Open(ctx, c)
	if err != nil {
		return nil, err // the mark stays: the next start removes what this one had made
	}
	if h.Fresh {
		if err := fill(h); err != nil {
			return nil, errors.Join(err, h.Close())
		}
	}
	if err := dropMark(mark); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func setMark(dir, mark string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	const text = "This folder is being filled. Should that be broken off, the next start makes the folder anew.\n"
	if err := os.WriteFile(mark, []byte(text), 0o600); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	return nil
}

func dropMark(mark string) error {
	if err := os.Remove(mark); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the data folder is filled, but its mark stays: %w", err)
	}
	return nil
}

// removeUnfinished removes what a house had made in a folder that was never
// filled to its end, unless another process works on it. What else lies in the
// folder is not ours.
func removeUnfinished(dir string) error {
	unlock, err := Lock(dir)
	if err != nil {
		return err
	}
	all := []error{os.RemoveAll(CheckpointDir(dir)), os.RemoveAll(filepath.Join(dir, publishedDir))}
	for _, name := range []string{"data.db", "keys.db", "ledger.db"} {
		for _, beside := range []string{"", "-wal", "-shm", "-journal"} {
			all = append(all, os.RemoveAll(filepath.Join(dir, name+beside)))
		}
	}
	all = append(all, os.RemoveAll(filepath.Join(dir, "keys.json")), os.RemoveAll(filepath.Join(dir, unfinished)))
	return errors.Join(append(all, unlock())...)
}
