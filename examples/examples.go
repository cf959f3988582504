// SPDX-License-Identifier: EUPL-1.2

// Package examples holds whole organisations as promise files, so that the
// demo needs nothing but the binary.
package examples

import "embed"

// FS has one folder per organisation.
//
//go:embed hms ttl ams statfin tampere
var FS embed.FS
