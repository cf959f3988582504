// SPDX-License-Identifier: EUPL-1.2

// Package archtest holds the laws of the house as tests: which room may know
// which other, who may touch keys, stores and the ledger, where time and chance
// come from, that no organisation's word stands in Go, and that what lies on
// the disk is sealed. A law that only a page states is broken within a month;
// one that fails the build is kept.
//
// Each law is a function over the parsed and type-checked module that returns
// findings; a test gives it the module and wants none, and another gives it a
// few lines that break it and wants the breach named.
package archtest
