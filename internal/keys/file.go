// SPDX-License-Identifier: EUPL-1.2

package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// fileFormat is the first thing a key file says of itself.
const fileFormat = "lupaus-keys/1"

// File is the key file: what lies outside every database. Losing it is losing
// everything sealed under it. Epochs and index keys are lists, because a turn
// (later) keeps the old beside the new until every row is re-wrapped.
type File struct {
	Format  string            `json:"format"`
	Epochs  []Epoch           `json:"epochs"`
	Ledgers map[string]Ledger `json:"ledgers"`

	path string
}

// Epoch is one generation of master keys: Wrap seals the persons' keys, Index
// makes the blind indexes.
type Epoch struct {
	ID    int    `json:"id"`
	Wrap  []byte `json:"wrap"`
	Index []byte `json:"index"`
}

// Ledger is an organisation's signing key and the name its tree signs under.
type Ledger struct {
	Origin string `json:"origin"`
	Seed   []byte `json:"seed"` // Ed25519
}

// Key is the ledger's signing key.
func (l Ledger) Key() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(l.Seed) }

// ErrNoFile means that there is no key file where one was expected.
var ErrNoFile = errors.New("no key file")

// LoadFile reads a key file and refuses one that others may read.
func LoadFile(path string) (*File, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w at %s", ErrNoFile, filepath.Base(path))
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("key file %s may be read by others (mode %o): run chmod 600 on it, and ask who could read it", filepath.Base(path), info.Mode().Perm())
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	f := &File{path: path}
	if err := json.Unmarshal(b, f); err != nil {
		return nil, fmt.Errorf("key file %s is damaged: restore it from the escrow copy", filepath.Base(path))
	}
	return f, f.check()
}

func (f *File) check() error {
	if f.Format != fileFormat {
		return fmt.Errorf("key file says format %q, this program reads %q", f.Format, fileFormat)
	}
	if len(f.Epochs) == 0 {
		return errors.New("key file has no epoch key: restore it from the escrow copy")
	}
	for _, e := range f.Epochs {
		if len(e.Wrap) != 32 || len(e.Index) != 32 {
			return fmt.Errorf("key file: the keys of epoch %d are not 32 bytes: restore it from the escrow copy", e.ID)
		}
	}
	for org, l := range f.Ledgers {
		if len(l.Seed) != ed25519.SeedSize || l.Origin == "" {
			return fmt.Errorf("key file: the ledger key of %s is damaged: restore it from the escrow copy", org)
		}
	}
	return nil
}

// CreateFile draws new keys and writes them to path, which must not exist.
func CreateFile(path string) (*File, error) {
	if _, err := os.Stat(path); err == nil {
		return nil, fmt.Errorf("key file %s exists already: it is never overwritten", filepath.Base(path))
	}
	f := &File{
		Format:  fileFormat,
		Epochs:  []Epoch{{ID: 1, Wrap: draw(32), Index: draw(32)}},
		Ledgers: map[string]Ledger{},
		path:    path,
	}
	return f, f.Save()
}

// AddLedger draws a signing key for an organisation that has none and saves
// the file before the key is used.
func (f *File) AddLedger(org, origin string) (Ledger, error) {
	if l, ok := f.Ledgers[org]; ok {
		return l, nil
	}
	l := Ledger{Origin: origin, Seed: draw(ed25519.SeedSize)}
	f.Ledgers[org] = l
	return l, f.Save()
}

// Save writes the file whole and durable: a crash leaves the old or the new.
func (f *File) Save() error {
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	dir := filepath.Dir(f.path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	tmp, err := os.OpenFile(f.path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	if err := writeSynced(tmp, append(b, '\n')); err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	if err := os.Rename(tmp.Name(), f.path); err != nil {
		return fmt.Errorf("key file: %w", err)
	}
	return syncFolder(dir)
}

func writeSynced(f *os.File, b []byte) error {
	_, err := f.Write(b)
	return errors.Join(err, f.Sync(), f.Close())
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (f *File) current() Epoch { return f.Epochs[len(f.Epochs)-1] }

func draw(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}
