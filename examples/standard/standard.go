// SPDX-License-Identifier: EUPL-1.2

// Package standard holds documents that any organisation may follow: the log of look-ups
// and the accounts of staff. They are embedded, so that a new organisation can be begun
// with nothing but the program.
package standard

import "embed"

// FS holds the promise files of the standard documents and of their owner.
//
//go:embed *.yaml
var FS embed.FS

// Owner is the id under which the documents are followed.
const Owner = "standard"

// Documents are those that can be followed, by id.
var Documents = []string{"log", "staff"}
