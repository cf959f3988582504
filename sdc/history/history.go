// SPDX-License-Identifier: EUPL-1.2

// Package history keeps what has been published from a data set and tells what
// a new table adds to it: the tables out already and the new one are one
// system, and what none of them tells alone can follow from all of them.
//
// A store is a folder with one file per release, written once and never
// changed. Each names the digest of the one before, so that one taken out or
// altered is seen. It holds what everybody may see and nothing else: published
// figures, and which cells were hidden. Begin with [Open].
package history

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Format names the form of the files.
const Format = "lupaus-release/1"

// maxFile bounds a file of the store; a larger one was not written by it.
const maxFile = 1 << 30

// Release is one published table.
type Release struct {
	Format     string      `json:"format"`
	Number     int         `json:"number"` // from 1
	Previous   string      `json:"previous,omitempty"`
	Time       time.Time   `json:"time"`
	Dataset    string      `json:"dataset"`
	Title      string      `json:"title,omitempty"`
	Data       string      `json:"data"`               // digest of the microdata
	Variable   string      `json:"variable,omitempty"` // the column summed; "" is a count of units
	Decimals   int         `json:"decimals,omitempty"`
	Dimensions []Dimension `json:"dimensions"`
	Cells      []Cell      `json:"cells"`
}

// Dimension is a code list with the columns of the data that carry its codes,
// from coarse to fine.
type Dimension struct {
	Name    string      `json:"name"`
	Columns []string    `json:"columns"`
	Total   string      `json:"total"`
	Missing string      `json:"missing,omitempty"` // the code that an empty value counts under
	Codes   [][2]string `json:"codes"`             // code and parent
	Groups  []Group     `json:"groups,omitempty"`
}

// Group is a sum beside the tree.
type Group struct {
	Code    string   `json:"code"`
	Members []string `json:"members"`
}

// Cell is one cell as the world sees it.
type Cell struct {
	Codes []string `json:"codes"`
	Value *int64   `json:"value"` // scaled by Decimals; nil when hidden
}

// Hidden tells which cells a release hides; known is false for what it does not show at all.
func (r *Release) Hidden() func(codes []string) (hidden, known bool) {
	at := r.byCodes()
	return func(codes []string) (bool, bool) {
		v, ok := at[key(codes)]
		return ok && v == nil, ok
	}
}

func (r *Release) byCodes() map[string]*int64 {
	at := make(map[string]*int64, len(r.Cells))
	for _, c := range r.Cells {
		at[key(c.Codes)] = c.Value
	}
	return at
}

func key(codes []string) string { return strings.Join(codes, "\x00") }

// Store is the folder of one data set's releases.
type Store struct {
	dir     string
	dataset string
}

// ErrName refuses names of data sets that cannot be folders.
var ErrName = errors.New("a data set is named by letters, digits, dots, hyphens and underscores")

// Open opens the folder of a data set below dir. It is made by the first [Store.Add].
func Open(dir, dataset string) (*Store, error) {
	ok := dataset != "" && len(dataset) <= 100 && dataset[0] != '.'
	for _, r := range dataset {
		ok = ok && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_", r))
	}
	if !ok {
		return nil, fmt.Errorf("%q: %w", dataset, ErrName)
	}
	return &Store{dir: filepath.Join(dir, dataset), dataset: dataset}, nil
}

// Releases reads all releases, the oldest first, and checks that none is
// missing or altered.
func (s *Store) Releases() ([]*Release, error) {
	out, _, err := s.read()
	return out, err
}

func (s *Store) read() (out []*Release, digest string, err error) {
	entries, err := os.ReadDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	for i, name := range names {
		r, sum, err := readFile(filepath.Join(s.dir, name))
		if err != nil {
			return nil, "", err
		}
		switch {
		case name != fileName(i+1) || r.Number != i+1:
			return nil, "", fmt.Errorf("%s: the release of number %d is missing from the store", s.dir, i+1)
		case r.Previous != digest:
			return nil, "", fmt.Errorf("%s: the release before it is not the one that it was written after: one of them was altered", filepath.Join(s.dir, name))
		case r.Dataset != s.dataset:
			return nil, "", fmt.Errorf("%s: is of the data set %q", filepath.Join(s.dir, name), r.Dataset)
		}
		out, digest = append(out, r), sum
	}
	return out, digest, nil
}

func readFile(path string) (*Release, string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, "", err
	}
	if info.Size() > maxFile {
		return nil, "", fmt.Errorf("%s: too large for a release", path)
	}
	data, err := os.ReadFile(path) //nolint:gosec // the store's own file
	if err != nil {
		return nil, "", err
	}
	r, err := Read(data)
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", path, err)
	}
	sum := sha256.Sum256(data)
	return r, hex.EncodeToString(sum[:]), nil
}

// Read reads one release strictly: unknown keys, and cells that do not fit the
// dimensions, are errors.
func Read(data []byte) (*Release, error) {
	in := json.NewDecoder(bytes.NewReader(data))
	in.DisallowUnknownFields()
	var r Release
	if err := in.Decode(&r); err != nil {
		return nil, fmt.Errorf("this is no release: %w", err)
	}
	if r.Format != Format {
		return nil, fmt.Errorf("the release has the form %q, and %q is read here", r.Format, Format)
	}
	return &r, r.check()
}

// check says what is wrong with a release by itself.
func (r *Release) check() error {
	if len(r.Dimensions) == 0 {
		return errors.New("the release has no dimensions")
	}
	known := make([]map[string]bool, len(r.Dimensions))
	for i, d := range r.Dimensions {
		if len(d.Columns) == 0 {
			return fmt.Errorf("the dimension %q names no column of the data", d.Name)
		}
		known[i] = map[string]bool{d.Total: true}
		for _, c := range d.Codes {
			known[i][c[0]] = true
		}
		for _, g := range d.Groups {
			known[i][g.Code] = true
		}
	}
	seen := make(map[string]bool, len(r.Cells))
	for n, c := range r.Cells {
		if len(c.Codes) != len(known) {
			return fmt.Errorf("cell %d has %d codes and the table %d dimensions", n+1, len(c.Codes), len(known))
		}
		for i, code := range c.Codes {
			if !known[i][code] {
				return fmt.Errorf("cell %d: there is no code %q in %q", n+1, code, r.Dimensions[i].Name)
			}
		}
		if k := key(c.Codes); seen[k] {
			return fmt.Errorf("cell %d stands twice", n+1)
		} else {
			seen[k] = true
		}
	}
	return nil
}

// Add writes a release as the next one. It is on disk, or an error says why not;
// two who add at once cannot both take a number.
func (s *Store) Add(r Release) (number int, err error) {
	past, digest, err := s.read()
	if err != nil {
		return 0, err
	}
	r.Format, r.Number, r.Previous, r.Dataset = Format, len(past)+1, digest, s.dataset
	if err := r.check(); err != nil {
		return 0, err
	}
	data, err := json.Marshal(r)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(s.dir, 0o750); err != nil {
		return 0, err
	}
	path := filepath.Join(s.dir, fileName(r.Number))
	temp, err := os.CreateTemp(s.dir, ".release")
	if err != nil {
		return 0, err
	}
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err == nil {
		err = os.Link(temp.Name(), path) // fails when somebody else took the number
	}
	err = errors.Join(err, os.Remove(temp.Name()))
	if errors.Is(err, fs.ErrExist) {
		return 0, fmt.Errorf("another release of %s was added at the same time: try again", s.dataset)
	}
	return r.Number, err
}

func fileName(n int) string { return fmt.Sprintf("%06d.json", n) }
