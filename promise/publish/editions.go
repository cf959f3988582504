// SPDX-License-Identifier: EUPL-1.2

package publish

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/lupaus/lupaus/promise"
)

// IndexFile names, in the folder of a static site, what was published there and when.
const IndexFile = "versions/index.json"

const indexFormat = "lupaus-published/1"

// index is the content of [IndexFile].
type index struct {
	Format   string         `json:"format"`
	Editions []indexEdition `json:"editions"` // oldest first
	Files    []string       `json:"files"`    // of the site as it stands, without those of editions
}

type indexEdition struct {
	Number    int    `json:"number"`
	Published string `json:"published"` // RFC 3339
	Digest    string `json:"digest"`    // hexadecimal SHA-256 of the archive
	Archive   string `json:"archive"`   // path below the site's folder
}

// Published is what a folder holds from earlier runs.
type Published struct {
	Editions []Edition
	Files    []string // written by the last run, without those of editions
}

// ErrForeign is returned for a folder that holds something and was not written by this
// package.
var ErrForeign = errors.New("the folder holds files that were not published here")

// Before reads what was published in a folder before. Each archive is held against its
// digest; one whose text can no longer be read stands with a nil release.
func Before(out fs.FS) (Published, error) {
	text, err := fs.ReadFile(out, IndexFile)
	if errors.Is(err, fs.ErrNotExist) {
		if entries, err := fs.ReadDir(out, "."); err == nil && len(entries) > 0 {
			return Published{}, ErrForeign
		}
		return Published{}, nil
	}
	if err != nil {
		return Published{}, fmt.Errorf("read %s: %w", IndexFile, err)
	}
	var x index
	if err := json.Unmarshal(text, &x); err != nil || x.Format != indexFormat {
		return Published{}, fmt.Errorf("%s is not of the form %s", IndexFile, indexFormat)
	}
	p := Published{Files: x.Files}
	for i, e := range x.Editions {
		one, err := readEdition(out, i+1, e)
		if err != nil {
			return Published{}, err
		}
		p.Editions = append(p.Editions, one)
	}
	return p, nil
}

func readEdition(out fs.FS, number int, e indexEdition) (Edition, error) {
	at, err := time.Parse(time.RFC3339, e.Published)
	if err != nil || e.Number != number || e.Archive != fmt.Sprintf("versions/%d/%s", number, ArchiveFile) {
		return Edition{}, fmt.Errorf("%s: edition %d is not as it was written", IndexFile, number)
	}
	archive, err := fs.ReadFile(out, e.Archive)
	if err != nil {
		return Edition{}, fmt.Errorf("edition %d: %w", number, err)
	}
	sum := digestOf(archive)
	if sum != e.Digest {
		return Edition{}, fmt.Errorf("edition %d: %s has the digest %.12s and was published with %.12s: take the file back from a copy", number, e.Archive, sum, e.Digest)
	}
	r, _ := promise.FromArchive(archive) // nil when the language of today no longer reads it
	return Edition{Number: number, At: at, Digest: sum, Release: r}, nil
}

// With adds a release to what was published before: a new edition, or none when the
// newest is that very release. Its time is that of publishing, in the organisation's zone.
// Keeps: AMS-106
func (p Published) With(r *promise.Release, now time.Time) []Edition {
	d := r.Digest()
	digest := hex.EncodeToString(d[:])
	zone, err := time.LoadLocation(r.Organisation.Place.Zone)
	if err != nil {
		zone = time.UTC
	}
	editions := slices.Clone(p.Editions)
	for i := range editions {
		editions[i].At = editions[i].At.In(zone)
	}
	if n := len(editions); n > 0 && editions[n-1].Digest == digest {
		editions[n-1].Release = r
		return editions
	}
	return append(editions, Edition{Number: len(editions) + 1, At: now.In(zone).Truncate(time.Second), Digest: digest, Release: r})
}

// Outcome is what a run leaves in a folder: files to write, and earlier ones to take away.
type Outcome struct {
	Write  []OutFile
	Remove []string
}

// Outcome holds a site's files against what was published before: editions stay as they
// are, and pages that the site no longer has are taken away.
func (p Published) Outcome(s *Site, files []OutFile) (Outcome, error) {
	var out Outcome
	kept := map[int]bool{}
	for _, e := range p.Editions {
		kept[e.Number] = true
	}
	now := map[string]bool{}
	var names []string
	for _, f := range files {
		if rest, ok := strings.CutPrefix(f.Path, "versions/"); ok {
			var n int
			if _, err := fmt.Sscanf(rest, "%d/", &n); err == nil && kept[n] {
				continue
			}
		} else {
			now[f.Path] = true
			names = append(names, f.Path)
		}
		out.Write = append(out.Write, f)
	}
	for _, name := range p.Files {
		if !now[name] && fs.ValidPath(name) && !strings.HasPrefix(path.Clean(name), "versions/") {
			out.Remove = append(out.Remove, name)
		}
	}
	text, err := s.index(names)
	if err != nil {
		return Outcome{}, err
	}
	out.Write = append(out.Write, OutFile{IndexFile, text})
	return out, nil
}

func (s *Site) index(files []string) ([]byte, error) {
	x := index{Format: indexFormat, Files: files}
	for _, e := range s.Editions {
		x.Editions = append(x.Editions, indexEdition{Number: e.Number, Published: e.At.Format(time.RFC3339), Digest: e.Digest, Archive: fmt.Sprintf("versions/%d/%s", e.Number, ArchiveFile)})
	}
	text, err := json.MarshalIndent(x, "", " ")
	if err != nil {
		return nil, fmt.Errorf("publish: %s: %w", IndexFile, err)
	}
	return append(text, '\n'), nil
}

// FindDocuments looks for the files of the public agreements; missing names those that
// are not there.
// Keeps: HMS-41
func FindDocuments(r *promise.Release, agreements fs.FS) (found map[string]Document, missing []string) {
	found = map[string]Document{}
	for _, p := range r.Organisation.Parties {
		if p.Agreement == nil || !p.Agreement.Public || p.Agreement.Document == "" {
			continue
		}
		name := p.Agreement.Document
		info, err := fs.Stat(agreements, name)
		if err != nil || !info.Mode().IsRegular() || path.Base(name) != name {
			missing = append(missing, name)
			continue
		}
		found[name] = Document{Type: strings.ToUpper(strings.TrimPrefix(path.Ext(name), ".")), Size: info.Size()}
	}
	return found, missing
}
