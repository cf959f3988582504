// SPDX-License-Identifier: EUPL-1.2

package promise

import "io/fs"

// Load reads every *.yaml file in the root folder of fsys as one release.
func Load(fsys fs.FS) (*Release, Problems) { return nil, nil }

// FromArchive reads a release back from the text that [Release.Archive] returned.
func FromArchive(archive []byte) (*Release, Problems) { return nil, nil }

// Sentence says the clause in the reader's words.
func (c *Clause) Sentence(lang string) string { return c.Name }
